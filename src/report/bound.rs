//! How large a record may grow: a submission must not make a report without end.
//!
//! A record is whole as long as it has at most eight bytes for each byte of its submission, laid
//! out for people, or a quarter of a megabyte. Beyond that places are left out first, then
//! findings; how many is said, and every count in the record stays the true one.

use std::io::{self, Write};

use serde::Serialize;

use super::record::FindingRecord;

/// Bytes that any record may have.
const LEAST: usize = 256 * 1024;
/// Bytes of a record for each byte of its submission.
const TIMES: usize = 8;
/// Of a hundred bytes of a record laid out for people, how many it has on one line at least.
const COMPACT: usize = 55;

/// The bytes that a record may have on one line.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new(submitted: usize) -> Self {
        let most = submitted.saturating_mul(TIMES).max(LEAST);
        Self {
            // a tenth is for all that is not counted here
            left: most / 100 * COMPACT / 10 * 9,
        }
    }

    /// Whether there is room for a value; it is then taken.
    pub(super) fn take(&mut self, value: &impl Serialize) -> bool {
        let size = size(value);
        let fits = size <= self.left;
        if fits {
            self.left -= size;
        }
        fits
    }

    /// As many labels of a finding as there is room for, at least the first, and then the finding
    /// itself.
    pub(super) fn finding(&mut self, finding: &mut FindingRecord) -> bool {
        if self.take(finding) {
            return true;
        }
        let mut room = self.left;
        let mut labels = std::mem::take(&mut finding.labels);
        room = room.saturating_sub(size(finding));
        let mut kept = 0;
        for label in &labels {
            let Some(rest) = room.checked_sub(size(label) + 1) else {
                break;
            };
            room = rest;
            kept += 1;
        }
        finding.more_labels = labels.len() - kept;
        labels.truncate(kept);
        finding.labels = labels;
        kept > 0 && self.take(finding)
    }

    /// As many entries of a list as there is room for; how many there is none for.
    pub(super) fn list<T: Serialize>(&mut self, list: &mut Vec<T>) -> usize {
        let fitting = list.iter().take_while(|entry| self.take(entry)).count();
        let more = list.len() - fitting;
        list.truncate(fitting);
        more
    }
}

/// How many bytes a value has as JSON.
fn size(value: &impl Serialize) -> usize {
    let mut count = Count(0);
    // a record can be written: what cannot counts as too large
    match serde_json::to_writer(&mut count, value) {
        Ok(()) => count.0,
        Err(_) => usize::MAX,
    }
}

struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
