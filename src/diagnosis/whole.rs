//! What plain sums say of their figures, in whole numbers.

use super::interval::Interval;
use super::substitute::Changes;
use crate::amount::{Amount, Exact, Origin, Term, Whole, power};
use crate::document::NodeId;
use crate::finding::Verdict;

impl Whole {
    /// Where a figure may be, if anywhere, and where both sides are equal as stated.
    pub(super) fn feasible(
        &self,
        node: NodeId,
        own_half: &Exact,
    ) -> (Option<Interval>, Option<Exact>) {
        let Some(term) = self.term(node) else {
            return ((self.at.abs() <= self.reach).then_some(Interval::ALL), None);
        };
        // what it would be if the others were as stated: all are bounded
        let middle = term.value - term.signed(self.at);
        let rest = self.reach - term.half;
        let (low, high) = if let Some(own) = own_half.units_at(self.places) {
            let reach = rest.saturating_add(own);
            let (low, high) = (middle.saturating_sub(reach), middle.saturating_add(reach));
            (self.exact(low), self.exact(high))
        } else {
            let (middle, reach) = (self.exact(middle), self.exact(rest).plus(own_half));
            (middle.minus(&reach), middle.plus(&reach))
        };
        let between = Interval {
            low: Some(low),
            high: Some(high),
        };
        let between = (between.low <= between.high).then_some(between);
        (between, Some(self.exact(middle)))
    }

    /// Whether what is left with another value is beyond twice the likely deviation: three times
    /// its square is more than twelve times the variance of so many roundings of the widest kind.
    pub(super) fn strays(&self, node: NodeId, value: &Exact) -> bool {
        let Some(term) = self.term(node) else {
            return false;
        };
        let widest = self.terms().iter().map(|term| term.half).max();
        let unit = 2 * widest.unwrap_or_default();
        let count = i128::try_from(self.terms().len()).unwrap_or(i128::MAX);
        let short = || {
            let left = self.moved(term, value, self.at)?;
            let tail = unit.checked_mul(unit)?.checked_mul(count)?;
            Some(left.checked_mul(left)?.checked_mul(3)? > tail)
        };
        short().unwrap_or_else(|| {
            let moved = value.minus(&self.exact(term.value));
            let moved = if term.minus { -moved } else { moved };
            let (left, unit) = (self.exact(self.at).plus(&moved), self.exact(unit));
            let tail = unit.times(&unit).times(&Exact::from(self.terms().len()));
            left.times(&left).times(&Exact::from(3_i64)) > tail
        })
    }

    /// A value of the sum, with one of its figures another.
    fn moved(&self, term: &Term, value: &Exact, at: i128) -> Option<i128> {
        let value = value.units_at(self.places)?;
        at.checked_add(term.signed(value.checked_sub(term.value)?))
    }

    /// The verdict of `stated = expected` with other figures, where nobody could be in doubt of
    /// it. What is exact is called rounding as well: either holds.
    pub(super) fn verdict(&self, stated: &Amount, changes: &Changes) -> Option<Verdict> {
        let Origin::Written { precision, .. } = stated.origin() else {
            return None;
        };
        let mut at = self.at;
        for (node, (value, precision)) in changes.iter() {
            let Some(term) = self.term(*node) else {
                continue;
            };
            if term.precision != *precision {
                return None;
            }
            at = self.moved(term, &Exact::from(*value), at)?;
        }
        let apart = at.checked_abs()?;
        if apart < self.reach || apart == 0 {
            return Some(Verdict::Rounding);
        }
        // less than a unit may have been cut off
        let unit = power(self.places.checked_sub(precision.places)?)?;
        (apart > self.reach && apart >= unit).then_some(Verdict::Wrong)
    }
}
