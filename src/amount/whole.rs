//! Plain sums in whole numbers: nearly all equations are, and then nothing about them needs exact
//! rationals.

use super::exact::power;
use super::{Amount, Exact, Origin, Precision};
use crate::document::NodeId;

/// No number of units is larger: sums of some of them still fit in a decimal.
const MOST: i128 = 1_000_000_000_000_000_000_000_000_000;

/// The difference of two plain sums of figures, each of which stands in it once, in units of a
/// place that none of them is finer than.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) places: u32,
    /// As stated.
    pub(crate) at: i128,
    /// How far rounding may move it.
    pub(crate) reach: i128,
    /// In the order of the text.
    terms: Vec<Term>,
}

/// A figure in a plain sum.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) node: NodeId,
    /// Whether it is taken away.
    pub(crate) minus: bool,
    pub(crate) precision: Precision,
    pub(crate) value: i128,
    /// The half unit it may have been rounded by.
    pub(crate) half: i128,
}

impl Term {
    /// A number of units with the sign that this figure has in the sum.
    pub(crate) fn signed(&self, units: i128) -> i128 {
        if self.minus { -units } else { units }
    }
}

/// Why an amount is not added up.
enum Stop {
    /// Something is no plain sum of short decimals.
    NotPlain,
    /// More decimal places are needed.
    Finer(u32),
}

impl Whole {
    /// `of − less`; `None` where that is not of this kind.
    pub(crate) fn difference(of: &Amount, less: &Amount) -> Option<Self> {
        let mut sum = Self {
            // money has two places, and is rounded by half of the second
            places: 3,
            at: 0,
            reach: 0,
            terms: Vec::with_capacity(8),
        };
        loop {
            let added = sum.add(of, false).and_then(|()| sum.add(less, true));
            match added {
                Ok(()) => break,
                Err(Stop::NotPlain) => return None,
                Err(Stop::Finer(places)) => {
                    (sum.places, sum.at, sum.reach) = (places, 0, 0);
                    sum.terms.clear();
                }
            }
        }
        sum.terms.sort_by_key(|term| term.node);
        let twice = sum.terms.windows(2);
        let mut twice = twice.filter(|two| matches!(two, [a, b] if a.node == b.node));
        twice.next().is_none().then_some(sum)
    }

    fn add(&mut self, amount: &Amount, minus: bool) -> Result<(), Stop> {
        match amount.origin() {
            Origin::Written { node, precision } => {
                let half = if precision.exact {
                    0
                } else {
                    5 * self.unit(precision.places.saturating_add(1))?
                };
                let value = self.units(amount)?;
                let term = Term {
                    node: *node,
                    minus,
                    precision: *precision,
                    value,
                    half,
                };
                self.terms.push(term);
                self.reach = bounded(self.reach + half)?;
                self.at = bounded(self.at + term.signed(value))?;
            }
            Origin::Given => {
                let value = self.units(amount)?;
                self.at = bounded(self.at + if minus { -value } else { value })?;
            }
            Origin::Sum(all) => {
                for one in all {
                    self.add(one, minus)?;
                }
            }
            Origin::Difference(a, b) => {
                self.add(a, minus)?;
                self.add(b, !minus)?;
            }
            Origin::Negative(a) => self.add(a, !minus)?,
            _ => return Err(Stop::NotPlain),
        }
        Ok(())
    }

    /// One unit of a place, in this sum's units.
    fn unit(&self, places: u32) -> Result<i128, Stop> {
        let finer = self.places.checked_sub(places);
        let unit = power(finer.ok_or(Stop::Finer(places))?);
        unit.filter(|unit| *unit <= MOST / 5).ok_or(Stop::NotPlain)
    }

    /// A figure's value.
    fn units(&self, amount: &Amount) -> Result<i128, Stop> {
        let value = amount.value().ok().and_then(Exact::as_decimal);
        let value = value.ok_or(Stop::NotPlain)?;
        let units = value.mantissa().checked_mul(self.unit(value.scale())?);
        bounded(units.ok_or(Stop::NotPlain)?)
    }

    /// The same where more than rounding may move it; `None` where that is too fine.
    pub(crate) fn widened(mut self, by: &Exact) -> Option<Self> {
        self.reach = bounded(self.reach + by.units_at(self.places)?).ok()?;
        Some(self)
    }

    /// A figure in it.
    pub(crate) fn term(&self, node: NodeId) -> Option<&Term> {
        let place = self.terms.binary_search_by_key(&node, |term| term.node);
        self.terms.get(place.ok()?)
    }

    /// Its figures.
    pub(crate) fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// So many of its units.
    pub(crate) fn exact(&self, units: i128) -> Exact {
        Exact::of_units(units, self.places)
    }
}

fn bounded(units: i128) -> Result<i128, Stop> {
    if units.unsigned_abs() <= MOST.unsigned_abs() {
        Ok(units)
    } else {
        Err(Stop::NotPlain)
    }
}
