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

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::amount::{Precision, Unit, verdict};
    use crate::diagnosis::feasible::is_held;
    use crate::diagnosis::substitute;
    use crate::document::Document;
    use crate::source::Source;

    fn nodes() -> Vec<NodeId> {
        let text = r#"{"a": [0, 0, 0, 0, 0, 0, 0]}"#;
        let document = Document::parse(Source::new("-", text)).unwrap();
        document.nodes().collect()
    }

    /// Numbers that look drawn by lot.
    struct Lot(u64);

    impl Lot {
        fn below(&mut self, end: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % end
        }
    }

    #[test]
    fn what_is_beyond_doubt_is_what_the_judge_says() {
        let mut lot = Lot(20_260_315);
        let nodes = nodes();
        let (mut held, mut wrong, mut left) = (0, 0, 0);
        for _ in 0..20_000 {
            let figure = |node: usize, value: i64, lot: &mut Lot| {
                let precision = Precision {
                    places: u32::try_from(lot.below(3)).unwrap(),
                    exact: lot.below(4) == 0,
                };
                let scale = u32::try_from(lot.below(4)).unwrap();
                let value = Decimal::new(value, scale);
                Amount::written(nodes[node], value, Unit::NONE, precision)
            };
            let parts: Vec<Amount> = (1..2 + usize::try_from(lot.below(4)).unwrap())
                .map(|node| {
                    let value = i64::try_from(lot.below(400)).unwrap() - 100;
                    figure(node, value, &mut lot)
                })
                .collect();
            let expected = match lot.below(3) {
                0 => Amount::sum(parts.clone()),
                1 => Amount::sum(parts.iter().map(Amount::negated).collect()),
                _ => parts[0].minus(&Amount::sum(parts[1..].to_vec())),
            };
            let near = expected.value().unwrap().round(3).units_at(3).unwrap();
            let near = i64::try_from(near).unwrap() / 10 + i64::try_from(lot.below(7)).unwrap() - 3;
            let stated = figure(0, near, &mut lot);
            let whole = Whole::difference(&expected, &stated).unwrap();
            let node = nodes[usize::try_from(lot.below(parts.len() as u64 + 1)).unwrap()];
            let term = *whole.term(node).unwrap();
            // what would make both sides equal, and some more or less
            let units = term.value - term.signed(whole.at) + i128::from(lot.below(41)) * 5 - 100;
            let value = Decimal::from_i128_with_scale(units, whole.places);
            let value = value.round_dp(u32::try_from(lot.below(4)).unwrap());
            let changes: Changes = [(node, (value, term.precision))].into_iter().collect();
            let due = verdict(
                &substitute::with(&stated, &changes),
                &substitute::with(&expected, &changes),
            );
            match whole.verdict(&stated, &changes) {
                Some(Verdict::Wrong) => {
                    wrong += 1;
                    assert_eq!(due, Ok(Verdict::Wrong));
                }
                Some(_) => {
                    held += 1;
                    assert!(
                        due.is_ok_and(is_held),
                        "{stated:?} {expected:?} {changes:?}"
                    );
                }
                None => left += 1,
            }
        }
        assert!(
            held > 5_000 && wrong > 2_000 && left < 5_000,
            "{held} {wrong} {left}"
        );
    }

    #[test]
    fn what_is_no_plain_sum_is_left() {
        let precision = Precision {
            places: 2,
            exact: false,
        };
        let nodes = nodes();
        let figure = |node: usize, text: &str| {
            let value: Decimal = text.parse().unwrap();
            Amount::written(nodes[node], value, Unit::NONE, precision)
        };
        let (a, b) = (figure(1, "1.50"), figure(2, "2.25"));
        assert!(Whole::difference(&a.plus(&b), &figure(0, "3.75")).is_some());
        // one figure twice, a product, a share, what is too large or too fine
        assert!(Whole::difference(&a.plus(&a), &b).is_none());
        assert!(Whole::difference(&a.times(&b), &b).is_none());
        assert!(Whole::difference(&a.over(&b), &b).is_none());
        let large = figure(3, "79228162514264337593543950335");
        assert!(Whole::difference(&large, &b).is_none());
        assert!(Whole::difference(&large.plus(&large.negated()), &b).is_none());
        let fine = figure(4, "0.0000000000000000000000000001");
        assert!(Whole::difference(&fine, &b).is_none());
        assert!(Whole::difference(&fine, &figure(5, "0")).is_none());
    }
}
