//! What one figure may be, as far as one equation goes, all other figures as stated.
//!
//! Every other figure stands for all it may have been rounded from, so the answer is an
//! interval. It is exact for sums and shares. Where an equation has no such form (minimum,
//! nested rounding), the part that decides now is taken for the whole; whoever proposes a value
//! judges the equation itself with it.

use std::cell::OnceCell;
use std::rc::Rc;

use super::interval::Interval;
use crate::amount::{
    Amount, Exact, Fraction, Keep, Linear, Origin, Variable, possible_values, verdict,
};
use crate::document::NodeId;
use crate::finding::Verdict;
use crate::verbs::Standing;

/// An equation with its figures as they are taken to be now.
#[derive(Debug)]
pub(super) struct Live {
    pub(super) stated: Amount,
    pub(super) expected: Amount,
    pub(super) verdict: Verdict,
    pub(super) standing: Standing,
    shape: OnceCell<Option<Shape>>,
}

/// `expected − stated` as bounds that are linear in every figure.
#[derive(Debug)]
struct Shape {
    branches: Vec<Branch>,
    /// Whether nothing outside of the bounds could hold.
    complete: bool,
}

#[derive(Debug)]
struct Branch {
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

/// What one figure may be, as far as one equation goes.
#[derive(Debug)]
pub(super) struct Feasible {
    /// Where it may be.
    pub(super) set: Vec<Interval>,
    /// Where both sides are equal as stated.
    pub(super) points: Vec<Exact>,
}

/// The half unit a figure may have been rounded by.
fn half(variable: &Variable) -> Exact {
    if variable.precision.exact {
        Exact::ZERO
    } else {
        Exact::half_unit(variable.precision.places)
    }
}

/// The square of the figures' unit times their number: twelve times the variance of their sum.
fn tail(form: &Linear) -> Exact {
    let halves = form.terms.values().map(|(_, variable)| half(variable));
    let unit = halves.max().unwrap_or(Exact::ZERO);
    let unit = unit.times(&Exact::from(2_i64));
    unit.times(&unit).times(&Exact::from(form.terms.len()))
}

/// A form's value as stated, and how far the rounding of its figures may move it.
fn value_and_reach(form: &Linear) -> (Exact, Exact) {
    let (mut at, mut reach) = (form.offset(), Exact::ZERO);
    for (coefficient, variable) in form.terms.values() {
        at = at.plus(&coefficient.times(&variable.value));
        if !variable.precision.exact {
            reach = reach.plus(&coefficient.abs().times(&half(variable)));
        }
    }
    (at, reach)
}

impl Bound {
    /// At its greatest.
    fn greatest(form: Linear) -> Self {
        let (at, reach) = value_and_reach(&form);
        let form = Rc::new(form);
        let at = at.plus(&reach);
        Self { form, at }
    }

    /// At its least.
    fn least(form: Linear) -> Self {
        let (at, reach) = value_and_reach(&form);
        let form = Rc::new(form);
        let at = at.minus(&reach);
        Self { form, at }
    }

    fn as_stated(form: Linear) -> Self {
        let (at, _) = value_and_reach(&form);
        let form = Rc::new(form);
        Self { form, at }
    }

    /// Its value without the part of one figure, and that figure's coefficient.
    fn without(&self, node: NodeId, side: i64, own_half: &Exact) -> Option<(Exact, &Exact)> {
        let (coefficient, variable) = self.form.terms.get(&node)?;
        let widths = own_half.minus(&half(variable));
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

impl Live {
    pub(super) fn new(
        stated: Amount,
        expected: Amount,
        standing: Standing,
        verdict: Verdict,
    ) -> Self {
        Self {
            stated,
            expected,
            verdict,
            standing,
            shape: OnceCell::new(),
        }
    }

    /// Whether it holds, be it by rounding or cutting off.
    pub(super) fn holds(&self) -> bool {
        is_held(self.verdict)
    }

    pub(super) fn nodes(&self) -> Vec<NodeId> {
        let mut nodes = self.stated.nodes();
        nodes.extend(self.expected.nodes());
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// What a figure may be; `own_half` is the half unit the form rounds it by.
    pub(super) fn feasible(&self, node: NodeId, own_half: &Exact) -> Feasible {
        if self.standing != Standing::Equal {
            return self.bounded(node);
        }
        let shape = self.shape.get_or_init(|| self.shape(Keep::All));
        let nothing = || Feasible {
            set: Vec::new(),
            points: Vec::new(),
        };
        if let Some(shape) = shape {
            let knows = |branch: &Branch| branch.exact.form.terms.contains_key(&node);
            if shape.branches.iter().any(knows) {
                return shape.feasible(node, own_half, self.holds());
            }
        }
        if self.stated.node() == Some(node) && !self.expected.nodes().contains(&node) {
            return self.stated_side(own_half);
        }
        match self.shape(Keep::Only(node)) {
            Some(shape) => shape.feasible(node, own_half, self.holds()),
            // it cannot speak against the figure; what is proposed will be judged
            None if self.holds() => Feasible {
                set: vec![Interval::ALL],
                points: Vec::new(),
            },
            None => nothing(),
        }
    }

    /// A bound, compared as stated: nothing in it is rounded away.
    fn bounded(&self, node: NodeId) -> Feasible {
        let of = |amount: &Amount| Fraction::keeping(amount, Keep::Only(node))?.into_linear();
        let end = of(&self.expected)
            .zip(of(&self.stated))
            .and_then(|(expected, stated)| {
                let form = expected.less(&stated);
                let (coefficient, variable) = form.terms.get(&node)?;
                let rest = Bound::as_stated(form.clone())
                    .at
                    .minus(&coefficient.times(&variable.value));
                let upwards = (self.standing == Standing::AtMost) != coefficient.is_negative();
                Some((root(&rest, coefficient)?, upwards))
            });
        let interval = match end {
            Some((end, true)) => Interval {
                low: Some(end),
                high: None,
            },
            Some((end, false)) => Interval {
                low: None,
                high: Some(end),
            },
            // what is proposed will be judged
            None => Interval::ALL,
        };
        Feasible {
            set: vec![interval],
            points: Vec::new(),
        }
    }

    fn stated_side(&self, own_half: &Exact) -> Feasible {
        let (low, high) = possible_values(&self.expected);
        let wider = if self.verdict == Verdict::Truncation {
            own_half.plus(own_half)
        } else {
            own_half.clone()
        };
        let set = vec![Interval {
            low: low.map(|low| low.minus(&wider)),
            high: high.map(|high| high.plus(&wider)),
        }];
        let points = self.expected.value().ok().cloned().into_iter().collect();
        Feasible { set, points }
    }

    fn shape(&self, keep: Keep) -> Option<Shape> {
        let mut complete = keep == Keep::All;
        let mut branches = Vec::new();
        let targets = targets(&self.expected, &mut complete);
        for (target, wider) in targets {
            branches.push(self.branch(&target, &wider, keep)?);
        }
        Some(Shape { branches, complete })
    }

    fn branch(&self, target: &Amount, wider: &Exact, keep: Keep) -> Option<Branch> {
        let expected = Fraction::keeping(target, keep)?;
        let stated = Fraction::keeping(&self.stated, keep)?.into_linear()?;
        let cut = match self.stated.origin() {
            Origin::Written { precision, .. } if self.verdict == Verdict::Truncation => {
                Exact::half_unit(precision.places)
            }
            _ => Exact::ZERO,
        };
        let wider = wider.plus(&cut);
        if let Some(expected) = expected.as_linear() {
            let form = Rc::new(expected.less(&stated));
            let (at, reach) = value_and_reach(&form);
            let reach = reach.plus(&wider);
            return Some(Branch {
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
            });
        }
        self.share(expected, &wider)
    }

    /// `N ÷ D = s`, s being one figure or a constant: `N − s·D = 0` for some s it may have been.
    fn share(&self, expected: Fraction, wider: &Exact) -> Option<Branch> {
        let value = self.stated.value().ok()?;
        let own = match self.stated.origin() {
            Origin::Written { node, precision } => {
                let inside = |form: &Linear| form.terms.contains_key(node);
                if inside(&expected.numerator) || inside(&expected.denominator) {
                    return None;
                }
                half(&Variable {
                    value: value.clone(),
                    precision: *precision,
                })
            }
            Origin::Given => Exact::ZERO,
            _ => return None,
        };
        let Fraction {
            mut numerator,
            mut denominator,
        } = expected;
        let (as_stated, _) = value_and_reach(&denominator);
        if as_stated.is_zero() {
            return None;
        }
        if as_stated.is_negative() {
            let turned = |form: &Linear| Linear::default().plus_scaled(form, &-Exact::ONE);
            numerator = turned(&numerator);
            denominator = turned(&denominator);
        }
        let reach = own.plus(wider);
        let at = |stated: &Exact| numerator.plus_scaled(&denominator, &-stated.clone());
        Some(Branch {
            upper: Bound::greatest(at(&value.minus(&reach))),
            lower: Bound::least(at(&value.plus(&reach))),
            exact: Bound::as_stated(at(value)),
            tail: None,
        })
    }

    /// Whether the difference that is left when a figure is `value` is more than sums of rounded
    /// figures are apart by: beyond twice the standard deviation of so many roundings.
    pub(super) fn strays(&self, node: NodeId, value: &Exact) -> bool {
        let Some(Some(shape)) = self.shape.get() else {
            return false;
        };
        let strays = |branch: &Branch| {
            let Some((coefficient, variable)) = branch.exact.form.terms.get(&node) else {
                return false;
            };
            let moved = coefficient.times(&value.minus(&variable.value));
            let left = branch.exact.at.plus(&moved);
            branch
                .tail
                .as_ref()
                .is_some_and(|tail| left.times(&left).times(&Exact::from(3_i64)) > *tail)
        };
        !shape.branches.is_empty() && shape.branches.iter().all(strays)
    }

    /// `expected − stated` of a plain sum, with the coefficient and value of each figure.
    pub(super) fn plain(&self) -> Option<(&Exact, &Linear)> {
        if self.standing != Standing::Equal {
            return None;
        }
        match self.shape.get_or_init(|| self.shape(Keep::All)) {
            Some(shape) => match shape.branches.as_slice() {
                [only] if only.tail.is_some() => Some((&only.exact.at, &only.exact.form)),
                _ => None,
            },
            None => None,
        }
    }

    /// The verdict that other figures would bring about; `None` where there would be none.
    pub(super) fn judged(&self, stated: &Amount, expected: &Amount) -> Option<Verdict> {
        let keeps = match self.standing {
            Standing::Equal => return verdict(stated, expected).ok(),
            Standing::AtMost => stated.compare(expected).ok()?.is_le(),
            Standing::AtLeast => stated.compare(expected).ok()?.is_ge(),
        };
        Some(if keeps {
            Verdict::Exact
        } else {
            Verdict::OutOfBounds
        })
    }
}

pub(super) fn is_held(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Exact | Verdict::Rounding | Verdict::Truncation
    )
}

impl Shape {
    fn feasible(&self, node: NodeId, own_half: &Exact, holds: bool) -> Feasible {
        let mut set = Vec::new();
        let mut points = Vec::new();
        for branch in &self.branches {
            let above = branch.upper.allows(node, 1, own_half);
            let below = branch.lower.allows(node, -1, own_half);
            if let (Some(above), Some(below)) = (above, below)
                && let Some(both) = above.meet(&below)
            {
                set.push(both);
            }
            if let Some((rest, coefficient)) = branch.exact.without(node, 0, &Exact::ZERO) {
                points.extend(root(&rest, coefficient));
            }
        }
        if holds && !self.complete {
            set = vec![Interval::ALL];
        }
        Feasible { set, points }
    }
}

/// Absolute values of absolute values of … are not followed further than this.
const MOST_BRANCHES: usize = 4;

/// The amounts one of which the expected one is, with the slack that rounding inside adds.
fn targets(expected: &Amount, complete: &mut bool) -> Vec<(Amount, Exact)> {
    match expected.origin() {
        Origin::Absolute(inner) => {
            let mut all = targets(inner, complete);
            if all.len() >= MOST_BRANCHES {
                *complete = false;
                return all;
            }
            let turned: Vec<(Amount, Exact)> = all
                .iter()
                .map(|(amount, wider)| (amount.negated(), wider.clone()))
                .collect();
            all.extend(turned);
            all
        }
        Origin::Rounded(inner, places) => targets(inner, complete)
            .into_iter()
            .map(|(amount, wider)| (amount, wider.plus(&Exact::half_unit(*places))))
            .collect(),
        Origin::Least(all) | Origin::Greatest(all) => {
            *complete = false;
            let decides = all.iter().find(|one| one.value() == expected.value());
            decides.map_or_else(Vec::new, |one| targets(one, complete))
        }
        _ => vec![(expected.clone(), Exact::ZERO)],
    }
}
