//! Which rules that passed are evidence for a diagnosis: those that share figures with a wrong
//! equation, and those that share figures with these.
//!
//! A diagnosis looks at the figures of wrong equations, at all equations of these, and, for two
//! slips that hide each other and for what would no longer fit, at all equations of the figures
//! of those. A figure may have been copied from a place where the same value stands, so equal
//! values are near each other as well. No step goes further; so nothing more is written down.
//! Where a rule judged equations without saying of which figures (`scan: true`), nothing can be
//! told near from far, and every rule that passed is evidence: the caller sees to that.

use std::ops::Range;

use crate::document::{NodeId, Submission};
use crate::verbs::Equation;

/// What a rule judged.
pub(super) enum Judged {
    /// So many equations, which are known.
    Known(usize),
    /// It surely passed; the range of its figures in the list of them.
    Held(Range<usize>),
}

/// Figures whose equations bear on what is wrong.
pub(super) struct Evidence {
    /// By node.
    near: Vec<bool>,
}

impl Evidence {
    pub(super) fn of(
        submission: &Submission,
        equations: &[Equation],
        judged: &[Judged],
        figures: &[NodeId],
    ) -> Self {
        let nothing = vec![false; submission.document().len()];
        let mut wrong = Self {
            near: nothing.clone(),
        };
        for equation in equations.iter().filter(|equation| equation.is_wrong()) {
            equation.each_figure(|figure| wrong.note(figure));
        }
        let mut near = Self { near: nothing };
        for equation in equations {
            let mut shares = false;
            equation.each_figure(|figure| shares |= wrong.is(figure));
            if shares {
                equation.each_figure(|figure| near.note(figure));
            }
        }
        for judged in judged {
            if let Judged::Held(range) = judged {
                let own = figures.get(range.clone());
                if wrong.has(own) {
                    near.add(own.unwrap_or_default().iter().copied());
                }
            }
        }
        near.add_equal(submission);
        near
    }

    fn add(&mut self, figures: impl Iterator<Item = NodeId>) {
        figures.for_each(|figure| self.note(figure));
    }

    fn note(&mut self, figure: NodeId) {
        if let Some(slot) = self.near.get_mut(figure.index()) {
            *slot = true;
        }
    }

    fn is(&self, figure: NodeId) -> bool {
        self.near.get(figure.index()).copied().unwrap_or(false)
    }

    /// Whether any of these is near.
    pub(super) fn has(&self, figures: Option<&[NodeId]>) -> bool {
        let mut figures = figures.unwrap_or_default().iter();
        figures.any(|figure| self.is(*figure))
    }

    /// Takes figures in that are equal to one that is near, but for zeros.
    fn add_equal(&mut self, submission: &Submission) {
        let values = submission.values();
        let near = values.units().iter().filter(|(_, node)| self.is(*node));
        let mut near: Vec<i64> = near.map(|(units, _)| *units).collect();
        near.sort_unstable();
        let equal = values
            .units()
            .iter()
            .filter(|(units, _)| near.binary_search(units).is_ok());
        self.add(equal.map(|(_, node)| *node));
        // what is written with very many digits may be equal to anything
        self.add(values.fine());
    }
}
