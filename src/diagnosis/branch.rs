//! `expected − stated` as bounds that are linear in every figure.

use std::rc::Rc;

use super::interval::Interval;
use crate::amount::{Amount, Exact, Fraction, Keep, Linear, Origin, Whole};
use crate::document::NodeId;
use crate::finding::Verdict;

/// One way for both sides to be equal.
#[derive(Debug)]
pub(super) enum Branch {
    /// Each figure counts once: nearly always.
    Whole(Whole),
    Form(Ends),
}

/// The ends of what the difference may be.
#[derive(Debug)]
pub(super) struct Ends {
    /// The greatest it can be is not below zero.
    upper: Bound,
    /// The least it can be is not above zero.
    lower: Bound,
    /// As stated.
    exact: Bound,
    /// Of a plain sum: twelve times the variance that the rounding of its figures makes likely.
    tail: Option<Exact>,
}

/// A linear form and its value: at its greatest, at its least or as stated.
#[derive(Debug)]
struct Bound {
    form: Rc<Linear>,
    at: Exact,
}

impl Branch {
    /// `target − stated`; rounding within the target moves it by `wider` at most. `None` where it
    /// has no such form.
    pub(super) fn of(
        stated: &Amount,
        held_by: Verdict,
        target: &Amount,
        wider: &Exact,
        keep: Keep,
    ) -> Option<Self> {
        let cut = match stated.origin() {
            Origin::Written { precision, .. } if held_by == Verdict::Truncation => {
                Exact::half_unit(precision.places)
            }
            _ => Exact::ZERO,
        };
        let wider = wider.plus(&cut);
        if keep == Keep::All
            && let Some(sum) = Whole::difference(target, stated)
            && let Some(sum) = sum.widened(&wider)
        {
            return Some(Self::Whole(sum));
        }
        let expected = Fraction::keeping(target, keep)?;
        if let Some(expected) = expected.as_linear() {
            let stated = Fraction::keeping(stated, keep)?.into_linear()?;
            let form = Rc::new(expected.less(&stated));
            let (at, reach) = form.value_and_reach();
            let reach = reach.plus(&wider);
            return Some(Self::Form(Ends {
                tail: Some(tail(&form)),
                upper: Bound {
                    form: Rc::clone(&form),
                    at: at.plus(&reach),
                },
                lower: Bound {
                    form: Rc::clone(&form),
                    at: at.minus(&reach),
                },
                exact: Bound { form, at },
            }));
        }
        Ends::share(stated, expected, &wider).map(Self::Form)
    }

    /// Whether it is a sum of figures.
    pub(super) fn is_sum(&self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Form(ends) => ends.tail.is_some(),
        }
    }

    /// Its value as stated.
    pub(super) fn at(&self) -> Exact {
        match self {
            Self::Whole(sum) => sum.exact(sum.at),
            Self::Form(ends) => ends.exact.at.clone(),
        }
    }

    /// Whether a figure stands in it.
    pub(super) fn knows(&self, node: NodeId) -> bool {
        match self {
            Self::Whole(sum) => sum.term(node).is_some(),
            Self::Form(ends) => ends.exact.form.terms.contains_key(&node),
        }
    }

    /// Its figures.
    pub(super) fn nodes(&self) -> Vec<NodeId> {
        match self {
            Self::Whole(sum) => sum.terms().iter().map(|term| term.node).collect(),
            Self::Form(ends) => ends.exact.form.terms.keys().copied().collect(),
        }
    }

    /// How many figures stand in it.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Whole(sum) => sum.terms().len(),
            Self::Form(ends) => ends.exact.form.terms.len(),
        }
    }

    /// What a figure adds to it, and its value.
    pub(super) fn part(&self, node: NodeId) -> Option<(Exact, Exact)> {
        match self {
            Self::Whole(sum) => {
                let term = sum.term(node)?;
                Some((sum.exact(term.signed(term.value)), sum.exact(term.value)))
            }
            Self::Form(ends) => {
                let (coefficient, variable) = ends.exact.form.terms.get(&node)?;
                let weight = coefficient.times(&variable.value);
                Some((weight, variable.value.clone()))
            }
        }
    }

    /// In whole numbers, where it is.
    pub(super) fn whole(&self) -> Option<&Whole> {
        match self {
            Self::Whole(sum) => Some(sum),
            Self::Form(_) => None,
        }
    }

    /// Where a figure may be, if anywhere, and where both sides are equal as stated.
    pub(super) fn feasible(
        &self,
        node: NodeId,
        own_half: &Exact,
    ) -> (Option<Interval>, Option<Exact>) {
        match self {
            Self::Whole(sum) => sum.feasible(node, own_half),
            Self::Form(ends) => ends.feasible(node, own_half),
        }
    }

    /// Whether more is left when a figure is `value` than sums of rounded figures are apart by:
    /// beyond twice the standard deviation of so many roundings.
    pub(super) fn strays(&self, node: NodeId, value: &Exact) -> bool {
        match self {
            Self::Whole(sum) => sum.strays(node, value),
            Self::Form(ends) => ends.strays(node, value),
        }
    }
}

impl Ends {
    /// `N ÷ D = s`, s being one figure or a constant: `N − s·D = 0` for some s it may have been.
    fn share(stated: &Amount, expected: Fraction, wider: &Exact) -> Option<Self> {
        let value = stated.value().ok()?;
        let own = match stated.origin() {
            Origin::Written { node, precision } => {
                let inside = |form: &Linear| form.terms.contains_key(node);
                if inside(&expected.numerator) || inside(&expected.denominator) {
                    return None;
                }
                precision.half()
            }
            Origin::Given => Exact::ZERO,
            _ => return None,
        };
        let Fraction {
            mut numerator,
            mut denominator,
        } = expected;
        let (as_stated, _) = denominator.value_and_reach();
        if as_stated.is_zero() {
            return None;
        }
        if as_stated.is_negative() {
            let turned = |form: &Linear| Linear::default().plus_scaled(form, &-Exact::ONE);
            numerator = turned(&numerator);
            denominator = turned(&denominator);
        }
        let reach = own.plus(wider);
        let at = |share: &Exact| numerator.plus_scaled(&denominator, &-share.clone());
        Some(Self {
            upper: Bound::greatest(at(&value.minus(&reach))),
            lower: Bound::least(at(&value.plus(&reach))),
            exact: Bound::as_stated(at(value)),
            tail: None,
        })
    }

    fn feasible(&self, node: NodeId, own_half: &Exact) -> (Option<Interval>, Option<Exact>) {
        let above = self.upper.allows(node, 1, own_half);
        let below = self.lower.allows(node, -1, own_half);
        let both = above
            .zip(below)
            .and_then(|(above, below)| above.meet(&below));
        let rest = self.exact.without(node, 0, &Exact::ZERO);
        let point = rest.and_then(|(rest, coefficient)| root(&rest, coefficient));
        (both, point)
    }

    fn strays(&self, node: NodeId, value: &Exact) -> bool {
        let Some((coefficient, variable)) = self.exact.form.terms.get(&node) else {
            return false;
        };
        let moved = coefficient.times(&value.minus(&variable.value));
        let left = self.exact.at.plus(&moved);
        let tail = self.tail.as_ref();
        tail.is_some_and(|tail| left.times(&left).times(&Exact::from(3_i64)) > *tail)
    }
}

/// The square of the figures' unit times their number: twelve times the variance of their sum.
fn tail(form: &Linear) -> Exact {
    let halves = form
        .terms
        .values()
        .map(|(_, variable)| variable.precision.half());
    let unit = halves.max().unwrap_or(Exact::ZERO);
    let unit = unit.times(&Exact::from(2_i64));
    unit.times(&unit).times(&Exact::from(form.terms.len()))
}

impl Bound {
    /// At its greatest.
    fn greatest(form: Linear) -> Self {
        let (at, reach) = form.value_and_reach();
        let form = Rc::new(form);
        let at = at.plus(&reach);
        Self { form, at }
    }

    /// At its least.
    fn least(form: Linear) -> Self {
        let (at, reach) = form.value_and_reach();
        let form = Rc::new(form);
        let at = at.minus(&reach);
        Self { form, at }
    }

    fn as_stated(form: Linear) -> Self {
        let (at, _) = form.value_and_reach();
        let form = Rc::new(form);
        Self { form, at }
    }

    /// Its value without the part of one figure, and that figure's coefficient.
    fn without(&self, node: NodeId, side: i64, own_half: &Exact) -> Option<(Exact, &Exact)> {
        let (coefficient, variable) = self.form.terms.get(&node)?;
        let widths = own_half.minus(&variable.precision.half());
        let rest = self
            .at
            .minus(&coefficient.times(&variable.value))
            .plus(&Exact::from(side).times(&coefficient.abs()).times(&widths));
        Some((rest, coefficient))
    }

    /// Where the figure may be so that the greatest value (`side` 1) is not below zero, or the
    /// least (`side` −1) not above; `None` where nowhere.
    fn allows(&self, node: NodeId, side: i64, own_half: &Exact) -> Option<Interval> {
        let Some((rest, coefficient)) = self.without(node, side, own_half) else {
            let holds = if side > 0 {
                !self.at.is_negative()
            } else {
                self.at.is_negative() || self.at.is_zero()
            };
            return holds.then_some(Interval::ALL);
        };
        let end = root(&rest, coefficient)?;
        let upwards = (side > 0) != coefficient.is_negative();
        Some(if upwards {
            Interval {
                low: Some(end),
                high: None,
            }
        } else {
            Interval {
                low: None,
                high: Some(end),
            }
        })
    }
}

/// Where `coefficient × x + rest` is zero.
fn root(rest: &Exact, coefficient: &Exact) -> Option<Exact> {
    if *coefficient == -Exact::ONE {
        return Some(rest.clone());
    }
    Some(-rest.over(coefficient)?)
}

/// Where a form is zero as one of its figures changes, and whether it falls when that grows.
pub(super) fn value_without(form: &Linear, node: NodeId) -> Option<(Exact, bool)> {
    let (coefficient, variable) = form.terms.get(&node)?;
    let (at, _) = form.value_and_reach();
    let rest = at.minus(&coefficient.times(&variable.value));
    Some((root(&rest, coefficient)?, coefficient.is_negative()))
}
