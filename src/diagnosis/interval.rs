//! Sets of values a figure may have: intervals with their ends, exactly.
//!
//! Ends count as reached: whoever takes a value from a set judges the equations with it anyway.

use rust_decimal::Decimal;

use crate::amount::Exact;

/// All values between two ends; `None` is without end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) low: Option<Exact>,
    pub(super) high: Option<Exact>,
}

impl Interval {
    pub(super) const ALL: Self = Self {
        low: None,
        high: None,
    };

    pub(super) fn contains(&self, value: &Exact) -> bool {
        self.low.as_ref().is_none_or(|low| low <= value)
            && self.high.as_ref().is_none_or(|high| value <= high)
    }

    /// What both have in common; `None` where they have nothing.
    pub(super) fn meet(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        both.narrow(other).then_some(both)
    }

    /// Leaves what is in the other as well; whether that is anything.
    fn narrow(&mut self, other: &Self) -> bool {
        if let Some(low) = &other.low
            && self.low.as_ref().is_none_or(|own| own < low)
        {
            self.low = Some(low.clone());
        }
        if let Some(high) = &other.high
            && self.high.as_ref().is_none_or(|own| own > high)
        {
            self.high = Some(high.clone());
        }
        !matches!((&self.low, &self.high), (Some(low), Some(high)) if low > high)
    }

    /// The whole numbers of units of the last place that it holds: the least and the greatest;
    /// `None` where that cannot be said.
    pub(super) fn units(&self, places: u32) -> Option<(i128, i128)> {
        let low = match &self.low {
            Some(low) => low.ceiling_units(places)?,
            None => i128::MIN,
        };
        let high = match &self.high {
            Some(high) => high.floor_units(places)?,
            None => i128::MAX,
        };
        Some((low, high))
    }

    /// Whether a value with so many places is in it.
    pub(super) fn has_grid(&self, places: u32) -> bool {
        // any that a decimal holds with certainty
        const MOST: u128 = 1_000_000_000_000_000_000_000_000_000;
        let is_small = |end: i128, given: bool| !given || end.unsigned_abs() < MOST;
        match self.units(places) {
            Some((low, high))
                if is_small(low, self.low.is_some()) && is_small(high, self.high.is_some()) =>
            {
                low <= high
            }
            _ => self.on_grid(places).is_some(),
        }
    }

    /// A value with so many places in it, nearest to its middle; `None` where there is none.
    pub(super) fn on_grid(&self, places: u32) -> Option<Decimal> {
        let low = self.low.as_ref().map(|low| ceiling(low, places));
        let high = self.high.as_ref().map(|high| floor(high, places));
        let value = match (low, high) {
            (Some(low), Some(high)) if low > high => return None,
            (Some(low), Some(high)) => low.plus(&high).over(&Exact::from(2_i64))?.round(places),
            (Some(end), None) | (None, Some(end)) => end,
            (None, None) => Exact::ZERO,
        };
        value.to_decimal()
    }
}

fn floor(value: &Exact, places: u32) -> Exact {
    let cut = value.truncate(places);
    if cut > *value {
        cut.minus(&Exact::unit(places))
    } else {
        cut
    }
}

fn ceiling(value: &Exact, places: u32) -> Exact {
    -floor(&-value.clone(), places)
}

/// The parts two sets have in common.
pub(super) fn meet(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    a.iter()
        .flat_map(|one| b.iter().filter_map(|other| one.meet(other)))
        .collect()
}

/// What a set and another have in common, in its place.
pub(super) fn narrow(set: &mut Vec<Interval>, other: &[Interval]) {
    match (set.as_mut_slice(), other) {
        ([own], [other]) => {
            if !own.narrow(other) {
                set.clear();
            }
        }
        _ => *set = meet(set, other),
    }
}

pub(super) fn contains(set: &[Interval], value: &Exact) -> bool {
    set.iter().any(|interval| interval.contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: &str, high: &str) -> Interval {
        Interval {
            low: Some(low.parse::<Decimal>().unwrap().into()),
            high: Some(high.parse::<Decimal>().unwrap().into()),
        }
    }

    #[test]
    fn a_grid_may_miss_an_interval() {
        assert_eq!(between("1.001", "1.009").on_grid(2), None);
        assert_eq!(
            between("1.001", "1.011").on_grid(2).unwrap().to_string(),
            "1.01"
        );
        assert_eq!(
            between("-1.011", "-1.001").on_grid(2).unwrap().to_string(),
            "-1.01"
        );
    }

    #[test]
    fn a_grid_is_where_a_value_on_it_is() {
        for (low, high) in [
            ("1.001", "1.009"),
            ("1.001", "1.011"),
            ("-1.011", "-1.001"),
            (
                "6463645199999999999999999999.5",
                "6463645200000000000000000000.5",
            ),
            (
                "-79228162514264337593543950335",
                "79228162514264337593543950335",
            ),
            (
                "0.0000000000000000000000000001",
                "79228162514264337593543950335",
            ),
        ] {
            for places in [0, 1, 2, 6, 20, 28] {
                let both = between(low, high);
                let (mut above, mut below) = (both.clone(), both.clone());
                (above.high, below.low) = (None, None);
                for one in [both, above, below, Interval::ALL] {
                    let found = one.on_grid(places).is_some();
                    assert_eq!(one.has_grid(places), found, "{one:?} {places}");
                }
            }
        }
    }

    #[test]
    fn sets_meet_where_both_are() {
        let a = [between("0", "1"), between("3", "4")];
        let b = [between("1", "3.5")];
        assert_eq!(meet(&a, &b), [between("1", "1"), between("3", "3.5")]);
        assert!(contains(&a, &Exact::from(3_i64)));
        assert!(!contains(&a, &Exact::from(2_i64)));
    }
}
