//! Two figures that must change together: what mends a wrong equation breaks a right one, and a
//! second figure mends that.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::case::Case;
use super::cause::{self, Proposal, Room};
use super::interval;
use super::room::{Scratch, rooms};
use crate::document::NodeId;

/// Figures of one equation that are tried as the first of two.
const MOST_FIRST: usize = 64;

/// Equations the first may break; more are no slip of two figures.
const MOST_BROKEN: usize = 6;

/// Pairs that are named.
const MOST_PAIRS: usize = 8;

/// A first change and the one that must come with it.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) first: Proposal,
    pub(super) second: Proposal,
}

impl Pair {
    pub(super) fn score(&self) -> u32 {
        self.first.score + self.second.score
    }
}

/// The pairs that mend one wrong equation, likeliest first.
pub(super) fn pairs(case: &mut Case, wrong: usize) -> Vec<Pair> {
    let nodes = case.figures(wrong).to_vec();
    let mut all = Vec::new();
    for node in nodes.into_iter().take(MOST_FIRST) {
        case.spend(1);
        if case.is_spent() {
            break;
        }
        let Some(first) = alone(case, wrong, node) else {
            continue;
        };
        let Some(changes) = case.changes(&[(node, first.value)]) else {
            continue;
        };
        let before = case.assume(&changes);
        let broken: BTreeSet<usize> = before
            .iter()
            .filter(|(index, live)| {
                live.holds()
                    && !case
                        .live
                        .get(*index)
                        .is_some_and(super::feasible::Live::holds)
            })
            .map(|(index, _)| *index)
            .collect();
        if (1..=MOST_BROKEN).contains(&broken.len()) {
            for other in partners(case, &broken, node) {
                if case.is_spent() {
                    break;
                }
                if let Some(second) = mending(case, other, &broken, &changes_of(&first)) {
                    all.push(Pair {
                        first: first.clone(),
                        second,
                    });
                }
            }
        }
        case.restore(before);
    }
    all.sort_by_key(|pair| (pair.score(), pair.first.node, pair.second.node));
    // a pair is found from either side
    let mut seen: BTreeSet<(NodeId, NodeId)> = BTreeSet::new();
    all.retain(|pair| {
        let (a, b) = (pair.first.node, pair.second.node);
        seen.insert((a.min(b), a.max(b)))
    });
    all.truncate(MOST_PAIRS);
    all
}

fn changes_of(first: &Proposal) -> (NodeId, Decimal) {
    (first.node, first.value)
}

/// The likeliest change of a figure that mends one equation, whatever it breaks.
fn alone(case: &Case, wrong: usize, node: NodeId) -> Option<Proposal> {
    let figure = case.figure(node)?;
    let feasible = case.live.get(wrong)?.feasible(node, &figure.half());
    let set = interval::meet(&[figure.domain()], &feasible.set);
    let room = Room {
        node,
        figure,
        mends: vec![wrong],
        set,
        points: feasible.points,
    };
    cause::proposals(case, &room).into_iter().next()
}

/// Figures that all the broken equations have.
fn partners(case: &Case, broken: &BTreeSet<usize>, node: NodeId) -> Vec<NodeId> {
    let mut equations = broken.iter().map(|index| case.figures(*index));
    let mut common = equations.next().unwrap_or_default().to_vec();
    for figures in equations {
        common.retain(|known| figures.contains(known));
    }
    common.retain(|known| *known != node);
    common
}

/// The likeliest change of a figure that mends all the broken equations, judged with the first.
fn mending(
    case: &Case,
    node: NodeId,
    broken: &BTreeSet<usize>,
    first: &(NodeId, Decimal),
) -> Option<Proposal> {
    let mut whole = None;
    rooms(case, node, broken, &mut Scratch::default(), &mut |room| {
        if whole.is_none() && room.mends.len() == broken.len() {
            whole = Some(room);
        }
    });
    let room = whole?;
    cause::proposals(case, &room).into_iter().find(|proposal| {
        let changes = case.changes(&[*first, (proposal.node, proposal.value)]);
        changes.is_none_or(|changes| case.mends(&changes, |index| broken.contains(&index)))
    })
}
