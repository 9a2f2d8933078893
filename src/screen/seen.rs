//! [`Seen`]: which submissions are the same, byte for byte, as one before.
//!
//! A copy counts once: as a second submission of a unit it would keep rules over all submissions
//! from being asked, and make more submissions of a total than there are units.

use std::collections::HashMap;

use crate::report::Record;

/// Bytes of all names that are kept; beyond it a copy is told from the others, but not of which.
const NAMES: usize = 64 * 1024 * 1024;

/// The contents of the submissions so far.
#[derive(Debug, Default)]
pub struct Seen {
    /// Half of the hash of each content, and its name.
    first: HashMap<[u8; 16], Box<str>>,
    bytes: usize,
}

impl Seen {
    /// Notes a submission; the one before it that is the same. What does not say whose it is may
    /// be anybody's, and is no copy.
    pub fn note(&mut self, record: &Record, content: Option<[u8; 32]>) -> Option<String> {
        let subject = record.subject.as_ref();
        if subject.is_none_or(|subject| subject.unit.is_empty()) {
            return None;
        }
        let (half, _) = content.as_ref()?.split_first_chunk::<16>()?;
        if let Some(first) = self.first.get(half) {
            return Some(first.to_string());
        }
        self.bytes += record.source.len();
        let kept = self.bytes <= NAMES;
        let name = if kept { record.source.as_str() } else { "…" };
        self.first.insert(*half, name.into());
        None
    }
}
