//! Identities as linear forms over the figures of a sample: the same form is the same identity,
//! however it is written.

use std::collections::BTreeMap;

use super::Sample;
use crate::amount::{Exact, Fraction, Keep};
use crate::document::NodeId;
use crate::verbs::Equation;

/// `Σ coefficient × figure + constant = 0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// The rule that says so.
    pub(super) rule: String,
    /// Coefficients, none of them zero; the first is one.
    pub(super) terms: BTreeMap<NodeId, Exact>,
    /// What stands beside the figures.
    pub(super) constant: Exact,
    /// The figure that was stated.
    pub(super) stated: Option<NodeId>,
}

impl Identity {
    /// self − factor × other
    fn minus(&mut self, other: &Self, factor: &Exact) {
        for (node, coefficient) in &other.terms {
            let scaled = coefficient.times(factor);
            let sum = self
                .terms
                .remove(node)
                .map_or_else(|| -scaled.clone(), |own| own.minus(&scaled));
            if !sum.is_zero() {
                self.terms.insert(*node, sum);
            }
        }
        self.constant = self.constant.minus(&other.constant.times(factor));
    }

    /// With one as its first coefficient.
    fn scaled(mut self) -> Self {
        let Some(first) = self.terms.values().next().cloned() else {
            return self;
        };
        let over = |value: &Exact| value.over(&first).unwrap_or_else(|| value.clone());
        self.constant = over(&self.constant);
        for coefficient in self.terms.values_mut() {
            *coefficient = over(coefficient);
        }
        self
    }
}

/// The linear identities that rules checked on a sample. Quotients and the like have none.
pub(super) fn identities(sample: &Sample) -> Vec<Identity> {
    sample.equations.iter().filter_map(identity).collect()
}

fn identity(equation: &Equation) -> Option<Identity> {
    let stated = Fraction::keeping(&equation.stated, Keep::All)?.as_linear()?;
    let expected = Fraction::keeping(&equation.expected, Keep::All)?.as_linear()?;
    let form = stated.plus_scaled(&expected, &-Exact::ONE);
    let terms = form
        .terms
        .iter()
        .filter(|(_, (coefficient, _))| !coefficient.is_zero())
        .map(|(node, (coefficient, _))| (*node, coefficient.clone()))
        .collect();
    let identity = Identity {
        rule: equation.rule.id.clone(),
        terms,
        constant: form.offset(),
        stated: equation.stated.nodes().first().copied(),
    };
    Some(identity.scaled())
}

/// A combination of identities, and the rules it was made of.
#[derive(Clone, Debug)]
pub(super) struct Combined {
    pub(super) identity: Identity,
    pub(super) rules: Vec<String>,
}

impl Combined {
    fn take(&mut self, other: &Self, factor: &Exact) {
        self.identity.minus(&other.identity, factor);
        self.rules.extend(other.rules.iter().cloned());
        self.rules.sort();
        self.rules.dedup();
    }
}

/// Identities solved for one figure after the other; what is left without any figure, or with
/// one alone, says what they come to together.
pub(super) fn solved(identities: &[Identity]) -> Vec<Combined> {
    let mut rows: Vec<Combined> = Vec::new();
    for identity in identities {
        let mut row = Combined {
            identity: identity.clone(),
            rules: vec![identity.rule.clone()],
        };
        for known in &rows {
            let Some(pivot) = known.identity.terms.keys().next() else {
                continue;
            };
            if let Some(factor) = row.identity.terms.get(pivot).cloned() {
                row.take(known, &factor);
            }
        }
        let pivot = row.identity.terms.keys().next().copied();
        row.identity = row.identity.scaled();
        if let Some(pivot) = pivot {
            for known in &mut rows {
                if let Some(factor) = known.identity.terms.get(&pivot).cloned() {
                    known.take(&row, &factor);
                }
            }
        }
        rows.push(row);
    }
    rows
}
