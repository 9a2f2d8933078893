//! Whose submission it is, by the fields that every form has.

use crate::document::{Document, Kind};
use crate::finding::Subject;

/// The field that tells what kind of submission it is, and so which pack serves it.
pub const KIND: &str = "文种";

/// What a submission says of itself. What is not there, or is neither text nor number, is empty.
#[must_use]
pub fn subject(document: &Document) -> Subject {
    let field = |name| {
        let Some(node) = document.get(document.root(), name) else {
            return String::new();
        };
        match document.kind(node) {
            Kind::Text => document.text(node).unwrap_or_default().trim().to_owned(),
            Kind::Number => document.source().slice(document.span(node)).to_owned(),
            _ => String::new(),
        }
    };
    Subject {
        kind: field(KIND),
        code: field("单位编码"),
        unit: field("单位名称"),
        year: field("评价年度"),
    }
}
