//! [`Equation`]: what `equal` judged, kept as evidence for the diagnosis.

use std::sync::Arc;

use crate::amount::Amount;
use crate::finding::{RuleInfo, Verdict};

/// A stated figure and what it should be: every figure in it is a witness for the others.
#[derive(Clone, Debug)]
pub struct Equation {
    /// The rule that asked.
    pub rule: Arc<RuleInfo>,
    /// The stated side.
    pub stated: Amount,
    /// The other side.
    pub expected: Amount,
    /// How it was judged; `Undefined` where the expected share has no value.
    pub verdict: Verdict,
    /// Its place among the checks of its rule.
    pub check: usize,
    /// Its finding, if it made one.
    pub finding: Option<usize>,
}
