//! [`Unchecked`]: which figures nothing checked.

use std::sync::Arc;

use crate::document::{NodeId, Overlay};
use crate::finding::Checked;
use crate::verbs::Run;

/// The figures that nothing checked, as the last submission had them: mostly the same, and then
/// their places need not be written down again.
#[derive(Debug, Default)]
pub(super) struct Unchecked {
    /// They stood in a submission of this tree, and where.
    last: Option<(Arc<Overlay>, Vec<NodeId>)>,
    pointers: Arc<[Arc<str>]>,
}

impl Unchecked {
    pub(super) fn count(&mut self, run: &Run, checked: &mut Checked) {
        let submission = &run.submission;
        let ledger = run.ledger();
        let mut others: Vec<NodeId> = Vec::with_capacity(64);
        for node in submission.numbers() {
            checked.numbers.submitted += 1;
            if ledger.checked.get(node.index()).copied().unwrap_or(false) {
                checked.numbers.checked += 1;
            } else {
                others.push(node);
            }
        }
        let same = |(overlay, nodes): &(Arc<Overlay>, Vec<NodeId>)| {
            Arc::ptr_eq(overlay, submission.overlay()) && *nodes == others
        };
        if !self.last.as_ref().is_some_and(same) {
            let pointer = |node: &NodeId| submission.shared_pointer(*node);
            self.pointers = others.iter().map(pointer).collect();
            self.last = Some((Arc::clone(submission.overlay()), others));
        }
        checked.unchecked = Arc::clone(&self.pointers);
    }
}
