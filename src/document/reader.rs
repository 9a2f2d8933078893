//! [`Reader`]: reads one submission after the other, the quicker the more alike they are.

use super::layout::Layout;
use super::{Document, Unreadable};
use crate::source::Source;

/// One worker's means of reading. What it has read changes how quickly it reads, never what.
#[derive(Debug, Default)]
pub struct Reader {
    layout: Layout,
}

impl Reader {
    /// Reads a submission, as [`Document::parse`] does.
    ///
    /// # Errors
    /// As there.
    pub fn read(&mut self, source: Source) -> Result<Document, Unreadable> {
        Document::read(source, Some(&mut self.layout))
    }
}
