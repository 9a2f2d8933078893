//! [`Equation`]: what `equal`, the bounds and `direction` judged, kept as evidence for the diagnosis.

use std::sync::Arc;

use crate::amount::Amount;
use crate::document::NodeId;
use crate::finding::{RuleInfo, Verdict};

/// How the stated side stands to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the other, but for rounding: an identity.
    Equal,
    /// It is not above the other, as stated: a bound.
    AtMost,
    /// It is not below the other, as stated: a bound.
    AtLeast,
}

/// A stated figure and what it should be: every figure in it is a witness for the others.
#[derive(Clone, Debug)]
pub struct Equation {
    /// The rule that asked.
    pub rule: Arc<RuleInfo>,
    /// The stated side.
    pub stated: Amount,
    /// The other side.
    pub expected: Amount,
    /// How it stands to the other side.
    pub standing: Standing,
    /// How it was judged; `Undefined` where the expected share has no value.
    pub verdict: Verdict,
    /// Its place among the checks of its rule.
    pub check: usize,
    /// Its finding, if it made one.
    pub finding: Option<usize>,
}

impl Equation {
    /// Whether no rounding explains it.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.verdict == Verdict::Wrong
    }

    /// The figures it is made of, those of the stated side first; one may come twice.
    pub(crate) fn each_figure(&self, mut found: impl FnMut(NodeId)) {
        self.stated.each_node(&mut found);
        self.expected.each_node(&mut found);
    }
}
