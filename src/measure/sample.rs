//! A clean submission: its figures and what holds each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::document::{NodeId, Submission};
use crate::finding::{Outcome, Verdict};
use crate::pack::Examined;
use crate::verbs::{Equation, Standing};

/// How well the rules hold a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// No rule checks it.
    Unwatched,
    /// Rules look at it, but it is in no identity: bounds, circumstances, words.
    Loose,
    /// By one identity: which of its figures is wrong, it cannot say.
    Once,
    /// By several, any two of which have another figure in common.
    Joined,
    /// By two independent identities at least: they have no other figure in common, so nothing
    /// but this figure explains why both fail.
    Twice,
}

impl Held {
    /// All of them, the weakest first.
    pub const ALL: [Self; 5] = [
        Self::Unwatched,
        Self::Loose,
        Self::Once,
        Self::Joined,
        Self::Twice,
    ];

    /// Its stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unwatched => "unwatched",
            Self::Loose => "loose",
            Self::Once => "once",
            Self::Joined => "joined",
            Self::Twice => "twice",
        }
    }

    /// Whether the figure takes part in an identity.
    #[must_use]
    pub fn in_identity(self) -> bool {
        matches!(self, Self::Once | Self::Joined | Self::Twice)
    }
}

/// What a clean submission showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clean {
    /// The file.
    pub file: String,
    /// Figures in it.
    pub figures: usize,
    /// Rules with a finding where there is nothing to find.
    pub false_findings: Vec<String>,
}

/// A clean submission that was checked.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) file: String,
    pub(super) submission: Arc<Submission>,
    /// Identities that hold, each once.
    pub(super) identities: Vec<Equation>,
    /// Those that a figure takes part in.
    pub(super) of_node: BTreeMap<NodeId, Vec<usize>>,
    unchecked: BTreeSet<Arc<str>>,
    pub(super) clean: Clean,
}

impl Sample {
    pub(super) fn new(file: &str, examined: Examined) -> Self {
        let Examined {
            checked,
            submission,
            equations,
        } = examined;
        let mut seen: BTreeSet<Vec<NodeId>> = BTreeSet::new();
        let identities: Vec<Equation> = equations
            .into_iter()
            .filter(|equation| {
                let holds = matches!(
                    equation.verdict,
                    Verdict::Exact | Verdict::Rounding | Verdict::Truncation
                );
                // the same figures twice are one witness
                holds && equation.standing == Standing::Equal && seen.insert(nodes(equation))
            })
            .collect();
        let mut of_node: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
        for (index, identity) in identities.iter().enumerate() {
            for node in nodes(identity) {
                of_node.entry(node).or_default().push(index);
            }
        }
        let false_findings = checked
            .findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Failed)
            .map(|finding| finding.rule.id.clone())
            .collect();
        Self {
            file: file.to_owned(),
            clean: Clean {
                file: file.to_owned(),
                figures: submission.numbers().count(),
                false_findings,
            },
            submission,
            identities,
            of_node,
            unchecked: checked.unchecked.iter().cloned().collect(),
        }
    }

    /// The identities of a figure.
    pub(super) fn of(&self, node: NodeId) -> impl Iterator<Item = &Equation> {
        let indexes = self.of_node.get(&node).into_iter().flatten();
        indexes.filter_map(|index| self.identities.get(*index))
    }

    /// How well a figure is held.
    pub(super) fn held(&self, node: NodeId) -> Held {
        let all: Vec<BTreeSet<NodeId>> = self
            .of(node)
            .map(|identity| nodes(identity).into_iter().collect())
            .collect();
        match all.len() {
            0 if self
                .unchecked
                .contains(self.submission.document().pointer(node).as_str()) =>
            {
                Held::Unwatched
            }
            0 => Held::Loose,
            1 => Held::Once,
            _ => {
                let apart = |one: &BTreeSet<NodeId>, other: &BTreeSet<NodeId>| {
                    one.intersection(other).all(|common| *common == node)
                };
                let pairs = all
                    .iter()
                    .enumerate()
                    .flat_map(|(index, one)| all.iter().skip(index + 1).map(move |two| (one, two)));
                if pairs.into_iter().any(|(one, two)| apart(one, two)) {
                    Held::Twice
                } else {
                    Held::Joined
                }
            }
        }
    }

    /// The title of the part of the form a node stands in.
    pub(super) fn table(&self, node: NodeId) -> String {
        let document = self.submission.document();
        let mut at = node;
        while let Some(parent) = document.parent(at) {
            if document.parent(parent).is_none() {
                return self.submission.title(at);
            }
            at = parent;
        }
        String::new()
    }
}

/// The figures of an identity, in document order.
fn nodes(equation: &Equation) -> Vec<NodeId> {
    let mut nodes = equation.stated.nodes();
    nodes.extend(equation.expected.nodes());
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}
