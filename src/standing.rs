//! What stands at a place that a finding points at, to be compared with what somebody wrote down.

use std::fmt;

use rust_decimal::Decimal;

use crate::document::{read_json_number, read_text_number};
use crate::source::{Source, Span};

/// A value as submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A number, or a text that reads as one.
    Number(Decimal),
    /// Any other text.
    Text(String),
}

impl Standing {
    /// Whether it is what somebody wrote down: the same number, however written, or the same
    /// words.
    pub(crate) fn is(&self, written: &str) -> bool {
        match self {
            Self::Number(number) => number_of(written).is_some_and(|other| other == *number),
            Self::Text(text) => text.trim() == written.trim(),
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(out),
            Self::Text(text) => text.fmt(out),
        }
    }
}

/// The number that is written in a text.
pub(crate) fn number_of(written: &str) -> Option<Decimal> {
    let written = written.trim();
    let plain = read_json_number(written).ok();
    plain.or_else(|| read_text_number(written).map(|number| number.value))
}

/// What stands in a span; `None` where it is neither a number nor a text.
pub(crate) fn standing(source: &Source, span: Span) -> Option<Standing> {
    let written = source.slice(span);
    if written.starts_with('"') {
        let text: String = serde_json::from_str(written).ok()?;
        return Some(match number_of(&text) {
            Some(number) => Standing::Number(number),
            None => Standing::Text(text),
        });
    }
    read_json_number(written).ok().map(Standing::Number)
}
