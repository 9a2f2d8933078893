//! What stands at a place that a finding points at, to be compared with what somebody wrote down.

use std::fmt::{self, Write as _};

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

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

/// Letters up to which what stands at a place is written down whole.
const SHORT: usize = 100;

/// Whatever stands in a span, as it is written: a text without its quotes; of what is long, a list
/// or an object, its beginning and a digest of it all.
pub(crate) fn as_it_stands(source: &Source, span: Span) -> Standing {
    let written = source.slice(span);
    let bare: String = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if bare.chars().count() <= SHORT {
        return Standing::Text(bare);
    }
    let begin: String = bare.chars().take(SHORT / 5).collect();
    let digest = Sha256::digest(bare.as_bytes());
    let mut shown = format!("{begin}… sha256:");
    for byte in digest.iter().take(8) {
        let _ = write!(shown, "{byte:02x}");
    }
    Standing::Text(shown)
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
