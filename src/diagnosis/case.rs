//! The evidence of one submission: its equations, which figures they are made of, and what the
//! form says of each figure.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::feasible::Live;
use super::interval::Interval;
use super::substitute::{self, Changes};
use crate::amount::{Exact, Precision, in_units};
use crate::document::{NodeId, Submission};
use crate::finding::Verdict;
use crate::verbs::Equation;

/// A figure as written and as the form wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) value: Decimal,
    /// Decimal places of the form.
    pub(super) places: u32,
    pub(super) exact: bool,
    /// Whether it may be negative.
    pub(super) signed: bool,
    pub(super) percent: bool,
}

impl Figure {
    /// The half unit it is rounded by.
    pub(super) fn half(&self) -> Exact {
        if self.exact {
            Exact::ZERO
        } else {
            Exact::half_unit(self.places)
        }
    }

    /// A value at the form's places, with more where it has more.
    pub(super) fn show(&self, value: Decimal) -> String {
        let mut value = value.normalize();
        if value.scale() < self.places {
            value.rescale(self.places);
        }
        value.to_string()
    }

    /// Where it may be, whatever the equations say.
    pub(super) fn domain(&self) -> Interval {
        if self.signed {
            Interval::ALL
        } else {
            Interval {
                low: Some(Exact::ZERO),
                high: None,
            }
        }
    }
}

/// The equations of a submission as evidence.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) submission: &'a Submission,
    pub(super) equations: Vec<Equation>,
    pub(super) live: Vec<Live>,
    /// The equations each figure takes part in.
    pub(super) of_node: BTreeMap<NodeId, Vec<usize>>,
    /// All figures but zeros, and their values in small units; made when first asked for.
    values: OnceCell<Vec<(Option<i128>, Decimal, NodeId)>>,
    /// Figures in each equation.
    sizes: Vec<usize>,
    /// Steps that may still be taken: a step is one figure looked at in one equation.
    left: Cell<u64>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        submission: &'a Submission,
        equations: Vec<Equation>,
        most_steps: u64,
    ) -> Self {
        let live: Vec<Live> = equations
            .iter()
            .map(|equation| {
                Live::new(
                    equation.stated.clone(),
                    equation.expected.clone(),
                    equation.standing,
                    equation.verdict,
                )
            })
            .collect();
        let mut of_node: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
        let mut sizes = Vec::with_capacity(live.len());
        for (index, equation) in live.iter().enumerate() {
            let nodes = equation.nodes();
            sizes.push(nodes.len());
            for node in nodes {
                of_node.entry(node).or_default().push(index);
            }
        }
        Self {
            submission,
            equations,
            live,
            of_node,
            values: OnceCell::new(),
            sizes,
            left: Cell::new(most_steps),
        }
    }

    /// The figures of a value; none of zero.
    pub(super) fn twins(&self, value: Decimal) -> Vec<NodeId> {
        let values = self.values.get_or_init(|| {
            let all = self.submission.numbers().filter_map(|node| {
                let value = self.submission.number(node)?.value;
                (!value.is_zero()).then(|| (in_units(value), value, node))
            });
            all.collect()
        });
        let units = in_units(value);
        let same = values.iter().filter(|(known, other, _)| match units {
            Some(_) => *known == units,
            None => known.is_none() && *other == value,
        });
        same.map(|(.., node)| *node).collect()
    }

    /// Takes steps, as far as some are left.
    pub(super) fn spend(&self, steps: usize) {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.left.set(self.left.get().saturating_sub(steps));
    }

    /// Whether no step is left: what was not found by now is not looked for.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// Steps that are left.
    pub(super) fn left(&self) -> u64 {
        self.left.get()
    }

    pub(super) fn figure(&self, node: NodeId) -> Option<Figure> {
        let number = self.submission.number(node)?;
        let field = self.submission.field(node);
        let declared = field.and_then(|field| field.places);
        Some(Figure {
            value: number.value,
            places: declared.unwrap_or(number.places),
            exact: field.is_none_or(|field| field.exact || field.places.is_none()),
            signed: field.is_none_or(|field| field.signed),
            percent: field.is_some_and(|field| &*field.unit == "%"),
        })
    }

    /// The equations a figure takes part in.
    pub(super) fn of(&self, node: NodeId) -> &[usize] {
        self.of_node.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Equations that are wrong, as things stand.
    pub(super) fn failed(&self) -> BTreeSet<usize> {
        let wrong = |(_, live): &(usize, &Live)| live.verdict == Verdict::Wrong;
        let all = self.live.iter().enumerate();
        all.filter(wrong).map(|(index, _)| index).collect()
    }

    /// The changes as amounts take them; `None` where one is no figure.
    pub(super) fn changes(&self, values: &[(NodeId, Decimal)]) -> Option<Changes> {
        values
            .iter()
            .map(|(node, value)| {
                let figure = self.figure(*node)?;
                let precision = Precision {
                    places: figure.places.max(value.normalize().scale()),
                    exact: figure.exact,
                };
                Some((*node, (*value, precision)))
            })
            .collect()
    }

    /// The equations that changes bear on, with the verdicts they would bring about.
    pub(super) fn outcome(&self, changes: &Changes) -> BTreeMap<usize, Option<Verdict>> {
        let touched: BTreeSet<usize> = changes
            .keys()
            .flat_map(|node| self.of(*node).iter().copied())
            .collect();
        touched
            .into_iter()
            .filter_map(|index| {
                let live = self.live.get(index)?;
                self.spend(self.sizes.get(index).copied().unwrap_or(1));
                if self.is_spent() {
                    return Some((index, None));
                }
                let stated = substitute::with(&live.stated, changes);
                let expected = substitute::with(&live.expected, changes);
                Some((index, live.judged(&stated, &expected)))
            })
            .collect()
    }

    /// Takes the changes for true until [`Self::restore`] gets back what this returns.
    pub(super) fn assume(&mut self, changes: &Changes) -> Vec<(usize, Live)> {
        let mut before = Vec::new();
        for (index, verdict) in self.outcome(changes) {
            let Some(live) = self.live.get_mut(index) else {
                continue;
            };
            let fresh = Live::new(
                substitute::with(&live.stated, changes),
                substitute::with(&live.expected, changes),
                live.standing,
                verdict.unwrap_or(Verdict::Undefined),
            );
            before.push((index, std::mem::replace(live, fresh)));
        }
        before
    }

    pub(super) fn restore(&mut self, before: Vec<(usize, Live)>) {
        for (index, live) in before {
            if let Some(slot) = self.live.get_mut(index) {
                *slot = live;
            }
        }
    }

    /// Takes the changes for true. Returns the equations that hold because of them.
    pub(super) fn apply(&mut self, changes: &Changes) -> Vec<usize> {
        let mut mended = Vec::new();
        for (index, before) in self.assume(changes) {
            let holds = self.live.get(index).is_some_and(Live::holds);
            if holds && !before.holds() {
                mended.push(index);
            }
        }
        mended
    }
}
