//! What one figure may be, as far as one equation goes, all other figures as stated.
//!
//! Every other figure stands for all it may have been rounded from, so the answer is an
//! interval. It is exact for sums and shares. Where an equation has no such form (minimum,
//! nested rounding), the part that decides now is taken for the whole; whoever proposes a value
//! judges the equation itself with it.

use std::cell::OnceCell;

use super::branch::{Branch, value_without};
use super::interval::Interval;
use super::substitute::{self, Changes};
use crate::amount::{Amount, Exact, Fraction, Keep, Origin, possible_values, verdict};
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

/// What one figure may be, as far as one equation goes.
#[derive(Debug, Default)]
pub(super) struct Feasible {
    /// Where it may be.
    pub(super) set: Vec<Interval>,
    /// Where both sides are equal as stated.
    pub(super) points: Vec<Exact>,
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

    /// What a figure may be; `own_half` is the half unit the form rounds it by.
    pub(super) fn feasible(&self, node: NodeId, own_half: &Exact) -> Feasible {
        let mut feasible = Feasible::default();
        self.find_feasible(node, own_half, &mut feasible);
        feasible
    }

    /// The same, in memory that was used before.
    pub(super) fn find_feasible(&self, node: NodeId, own_half: &Exact, found: &mut Feasible) {
        found.set.clear();
        found.points.clear();
        if self.standing != Standing::Equal {
            found.set.push(self.bounded(node));
            return;
        }
        let shape = self.shape.get_or_init(|| self.shape(Keep::All));
        if let Some(shape) = shape
            && shape.branches.iter().any(|branch| branch.knows(node))
        {
            shape.find_feasible(node, own_half, self.holds(), found);
            return;
        }
        if self.stated.node() == Some(node) && !self.expected.nodes().contains(&node) {
            self.stated_side(own_half, found);
            return;
        }
        match self.shape(Keep::Only(node)) {
            Some(shape) => shape.find_feasible(node, own_half, self.holds(), found),
            // it cannot speak against the figure; what is proposed will be judged
            None if self.holds() => found.set.push(Interval::ALL),
            None => {}
        }
    }

    /// A bound, compared as stated: nothing in it is rounded away.
    fn bounded(&self, node: NodeId) -> Interval {
        let of = |amount: &Amount| Fraction::keeping(amount, Keep::Only(node))?.into_linear();
        let end = of(&self.expected)
            .zip(of(&self.stated))
            .and_then(|(expected, stated)| {
                let form = expected.less(&stated);
                let (root, down) = value_without(&form, node)?;
                Some((root, (self.standing == Standing::AtMost) != down))
            });
        match end {
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
        }
    }

    fn stated_side(&self, own_half: &Exact, found: &mut Feasible) {
        let (low, high) = possible_values(&self.expected);
        let wider = if self.verdict == Verdict::Truncation {
            own_half.plus(own_half)
        } else {
            own_half.clone()
        };
        found.set.push(Interval {
            low: low.map(|low| low.minus(&wider)),
            high: high.map(|high| high.plus(&wider)),
        });
        found.points.extend(self.expected.value().ok().cloned());
    }

    fn shape(&self, keep: Keep) -> Option<Shape> {
        let mut complete = keep == Keep::All;
        let mut branches = Vec::new();
        let targets = targets(&self.expected, &mut complete);
        for (target, wider) in targets {
            branches.push(Branch::of(
                &self.stated,
                self.verdict,
                &target,
                &wider,
                keep,
            )?);
        }
        Some(Shape { branches, complete })
    }

    /// Whether the difference that is left when a figure is `value` is more than sums of rounded
    /// figures are apart by: beyond twice the standard deviation of so many roundings.
    pub(super) fn strays(&self, node: NodeId, value: &Exact) -> bool {
        let Some(Some(shape)) = self.shape.get() else {
            return false;
        };
        let strays = |branch: &Branch| branch.strays(node, value);
        !shape.branches.is_empty() && shape.branches.iter().all(strays)
    }

    /// `expected − stated`, where that is a plain sum of figures.
    pub(super) fn plain(&self) -> Option<&Branch> {
        if self.standing != Standing::Equal {
            return None;
        }
        let shape = self.shape.get_or_init(|| self.shape(Keep::All)).as_ref()?;
        match shape.branches.as_slice() {
            [only] => only.is_sum().then_some(only),
            _ => None,
        }
    }

    /// The verdict that changes would bring about; `None` where there would be none.
    pub(super) fn outcome(&self, changes: &Changes) -> Option<Verdict> {
        self.whole_outcome(changes).or_else(|| {
            let stated = substitute::with(&self.stated, changes);
            let expected = substitute::with(&self.expected, changes);
            self.judged(&stated, &expected)
        })
    }

    /// The same where both sides are plain sums, and nothing is close.
    fn whole_outcome(&self, changes: &Changes) -> Option<Verdict> {
        // the bounds of what was cut off are wider, and so are those of what is rounded within
        let plain = self.standing == Standing::Equal && self.verdict != Verdict::Truncation;
        let is_sum = |amount: &Amount| {
            matches!(
                amount.origin(),
                Origin::Written { .. } | Origin::Sum(_) | Origin::Difference(..)
            )
        };
        if !plain || !is_sum(&self.expected) {
            return None;
        }
        let shape = self.shape.get_or_init(|| self.shape(Keep::All)).as_ref()?;
        let [only] = shape.branches.as_slice() else {
            return None;
        };
        only.whole()?.verdict(&self.stated, changes)
    }

    /// The verdict that other figures would bring about; `None` where there would be none.
    fn judged(&self, stated: &Amount, expected: &Amount) -> Option<Verdict> {
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
    fn find_feasible(&self, node: NodeId, own_half: &Exact, holds: bool, found: &mut Feasible) {
        for branch in &self.branches {
            let (between, point) = branch.feasible(node, own_half);
            found.set.extend(between);
            found.points.extend(point);
        }
        if holds && !self.complete {
            found.set.clear();
            found.set.push(Interval::ALL);
        }
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
