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
        project_code: field("项目编码"),
        project: field("项目名称"),
    }
}

/// A text without what people write one time so and another time otherwise: blanks, full-width
/// letters, the two sorts of brackets, upper case.
#[must_use]
pub fn folded(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{feff}')
        .map(|letter| match letter {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            '〔' => '(',
            '〕' => ')',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}
