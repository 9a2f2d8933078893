//! [`Values`]: which figures of a submission are equal.

use rust_decimal::Decimal;

use super::{NodeId, Submission};
use crate::amount::in_units;

/// The figures of a submission by their values, but for zeros, which say nothing.
#[derive(Debug)]
pub(crate) struct Values {
    /// In units of the sixth decimal place, and where they stand, in the order of the text.
    units: Vec<(i64, NodeId)>,
    /// Those that are finer or very large, in the order of the text.
    fine: Vec<(Decimal, NodeId)>,
}

impl Values {
    pub(super) fn of(submission: &Submission) -> Self {
        let mut units = Vec::with_capacity(submission.document().len() / 2);
        let mut fine = Vec::new();
        for node in submission.numbers() {
            let Some(value) = submission.number(node).map(|number| number.value) else {
                continue;
            };
            match in_units(value) {
                Some(0) => {}
                Some(units_of) => units.push((units_of, node)),
                None => fine.push((value, node)),
            }
        }
        Self { units, fine }
    }

    /// The figures of a value, in the order of the text; none of zero.
    pub(crate) fn equal_to(&self, value: Decimal) -> Vec<NodeId> {
        let Some(units) = in_units(value) else {
            let same = self.fine.iter().filter(|(other, _)| *other == value);
            return same.map(|(_, node)| *node).collect();
        };
        let same = self.units.iter().filter(|(other, _)| *other == units);
        same.map(|(_, node)| *node).collect()
    }

    /// In units of the sixth decimal place, and where they stand.
    pub(crate) fn units(&self) -> &[(i64, NodeId)] {
        &self.units
    }

    /// Figures with very many digits.
    pub(crate) fn fine(&self) -> impl Iterator<Item = NodeId> {
        self.fine.iter().map(|(_, node)| *node)
    }
}
