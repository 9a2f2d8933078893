//! [`Reader`]: reads one submission after the other, the quicker the more alike they are.

use std::sync::Arc;

use super::layout::Layout;
use super::node::Arena;
use super::{Document, Submission, Unreadable};
use crate::source::Source;

/// A tree of more values than these is not kept.
const MOST_KEPT: usize = 1 << 14;

/// One worker's means of reading. What it has read changes how quickly it reads, never what.
#[derive(Debug, Default)]
pub struct Reader {
    layout: Layout,
    /// The memory of a tree that nobody needs any more.
    spare: Arena,
}

impl Reader {
    /// Reads a submission, as [`Document::parse`] does.
    ///
    /// # Errors
    /// As there.
    pub fn read(&mut self, source: Source) -> Result<Document, Unreadable> {
        let spare = std::mem::take(&mut self.spare);
        Document::read(source, Some(&mut self.layout), spare)
    }

    /// Takes back what was read, to read the next one into its memory; where somebody still has
    /// it, nothing is taken.
    pub fn reuse(&mut self, submission: Arc<Submission>) {
        if let Some(submission) = Arc::into_inner(submission) {
            let arena = submission.into_document().arena;
            if arena.nodes.capacity() <= MOST_KEPT {
                self.spare = arena;
            }
        }
    }
}
