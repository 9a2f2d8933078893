//! The evidence of one submission: its equations, which figures they are made of, and what the
//! form says of each figure.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::feasible::{Live, is_held};
use super::interval::Interval;
use super::substitute::{self, Changes};
use crate::amount::{Exact, Precision};
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
        let Self { places, exact, .. } = *self;
        Precision { places, exact }.half()
    }

    /// A value at the form's places, with more where it has more.
    pub(super) fn show(&self, value: Decimal) -> String {
        let mut value = value;
        if value.scale() > self.places || value.is_zero() {
            value = value.normalize();
        }
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
    /// The figures, in the order of the text, and where their equations begin in the list of them.
    nodes: Vec<(NodeId, usize)>,
    /// The equations each figure takes part in, figure by figure.
    of_nodes: Vec<usize>,
    /// The figures of each equation, equation by equation, and where each one's end.
    figures: Vec<NodeId>,
    ends: Vec<usize>,
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
        let mut all: Vec<(NodeId, usize)> = Vec::with_capacity(8 * live.len());
        let mut figures: Vec<NodeId> = Vec::with_capacity(8 * live.len());
        let mut ends = Vec::with_capacity(live.len());
        let mut own: Vec<NodeId> = Vec::new();
        for (index, equation) in live.iter().enumerate() {
            own.clear();
            equation.stated.each_node(&mut |figure| own.push(figure));
            equation.expected.each_node(&mut |figure| own.push(figure));
            own.sort_unstable();
            own.dedup();
            figures.extend_from_slice(&own);
            ends.push(figures.len());
            all.extend(own.iter().map(|node| (*node, index)));
        }
        all.sort_unstable();
        let mut nodes: Vec<(NodeId, usize)> = Vec::with_capacity(all.len());
        for (place, (node, _)) in all.iter().enumerate() {
            if nodes.last().is_none_or(|(last, _)| last != node) {
                nodes.push((*node, place));
            }
        }
        let of_nodes = all.into_iter().map(|(_, index)| index).collect();
        Self {
            submission,
            equations,
            live,
            nodes,
            of_nodes,
            figures,
            ends,
            left: Cell::new(most_steps),
        }
    }

    /// The figures of a value; none of zero.
    pub(super) fn twins(&self, value: Decimal) -> Vec<NodeId> {
        self.submission.values().equal_to(value)
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
        let stated = self.submission.stated(node, number.places);
        let places = stated.and_then(|stated| stated.places);
        Some(Figure {
            value: number.value,
            places: places.unwrap_or(number.places),
            exact: stated.is_none_or(|stated| stated.exact),
            signed: field.is_none_or(|field| field.signed),
            percent: field.is_some_and(|field| &*field.unit == "%"),
        })
    }

    /// The equations a figure takes part in.
    pub(super) fn of(&self, node: NodeId) -> &[usize] {
        let Ok(place) = self.nodes.binary_search_by_key(&node, |(known, _)| *known) else {
            return &[];
        };
        let start = self.nodes.get(place).map_or(0, |(_, start)| *start);
        let end = self.nodes.get(place + 1).map(|(_, start)| *start);
        let end = end.unwrap_or(self.of_nodes.len());
        self.of_nodes.get(start..end).unwrap_or_default()
    }

    /// The figures of an equation, in the order of the text.
    pub(super) fn figures(&self, index: usize) -> &[NodeId] {
        let end = self.ends.get(index).copied().unwrap_or_default();
        let before = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or_default();
        self.figures.get(start..end).unwrap_or_default()
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

    /// The equations that changes bear on, in their order.
    fn touched(&self, changes: &Changes) -> Cow<'_, [usize]> {
        let mut nodes = changes.iter().map(|(node, _)| *node);
        if let (Some(only), None) = (nodes.next(), nodes.next()) {
            return Cow::Borrowed(self.of(only));
        }
        let nodes = changes.iter().map(|(node, _)| *node);
        let mut touched: Vec<usize> = nodes.flat_map(|node| self.of(node)).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        Cow::Owned(touched)
    }

    /// The verdict that changes would bring about for an equation; `None` where there would be
    /// none, or no step is left.
    fn verdict(&self, index: usize, changes: &Changes) -> Option<Verdict> {
        self.spend(self.figures(index).len());
        if self.is_spent() {
            return None;
        }
        self.live.get(index)?.outcome(changes)
    }

    /// The equations that changes bear on, with the verdicts they would bring about.
    pub(super) fn outcome(&self, changes: &Changes) -> Vec<(usize, Option<Verdict>)> {
        let touched = self.touched(changes);
        let touched = touched.iter().copied();
        touched
            .map(|index| (index, self.verdict(index, changes)))
            .collect()
    }

    /// Whether with changes all equations hold that did, and those that they are to mend.
    pub(super) fn mends(&self, changes: &Changes, is_due: impl Fn(usize) -> bool) -> bool {
        self.touched(changes).iter().all(|index| {
            let verdict = self.verdict(*index, changes);
            let before = self.live.get(*index).is_some_and(Live::holds);
            verdict.is_some_and(is_held) || !(before || is_due(*index))
        })
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
