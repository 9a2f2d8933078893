//! What one figure may be so that wrong equations hold and right ones still do.

use std::collections::BTreeSet;

use super::case::Case;
use super::cause::{self, Room};
use super::feasible::Feasible;
use super::interval::{self, Interval};
use crate::amount::Exact;
use crate::document::NodeId;

/// More ways than these to mend different equations with one figure are not looked at.
const MOST_ROOMS: usize = 8;

/// More wrong equations than these of one figure are not told apart.
const MOST_EQUATIONS: usize = 64;

/// The rooms a figure has: each mends as many of the failed equations as any that contains it.
pub(super) fn rooms(case: &Case, node: NodeId, failed: &BTreeSet<usize>) -> Vec<Room> {
    case.spend(case.of(node).len());
    let Some(figure) = case.figure(node).filter(|_| !case.is_spent()) else {
        return Vec::new();
    };
    let half = figure.half();
    // with the word beside it turned, a figure counts as its opposite
    let worded = !figure.signed && cause::stands_beside_a_word(case, node);
    let mut base = vec![if worded {
        Interval::ALL
    } else {
        figure.domain()
    }];
    let mut wrong: Vec<(usize, Feasible)> = Vec::new();
    for index in case.of(node) {
        let Some(live) = case.live.get(*index) else {
            continue;
        };
        if failed.contains(index) {
            if wrong.len() < MOST_EQUATIONS {
                wrong.push((*index, live.feasible(node, &half)));
            }
        } else if live.holds() {
            base = interval::meet(&base, &live.feasible(node, &half).set);
            if base.is_empty() {
                return Vec::new();
            }
        }
    }
    for (_, feasible) in &mut wrong {
        feasible.set = interval::meet(&base, &feasible.set);
    }
    sets(&wrong)
        .into_iter()
        .filter_map(|mends| {
            let members = wrong.iter().filter(|(index, _)| mends.contains(index));
            let mut set = base.clone();
            for (_, feasible) in members.clone() {
                set = interval::meet(&set, &feasible.set);
            }
            set.retain(|interval| interval.on_grid(figure.places).is_some());
            if set.is_empty() {
                return None;
            }
            // sums say what is due to the last digit, shares only about
            let is_sum = |index: &usize| {
                let live = case.live.get(*index);
                live.is_some_and(|live| live.plain().is_some())
            };
            let (sums, shares): (Vec<_>, Vec<_>) = members.partition(|(index, _)| is_sum(index));
            let points = sums.into_iter().chain(shares);
            let points = points.flat_map(|(_, feasible)| feasible.points.iter().cloned());
            Some(Room {
                node,
                figure: figure.clone(),
                points: points.collect(),
                mends,
                set,
            })
        })
        .collect()
}

/// The largest sets of equations that some value mends together.
fn sets(wrong: &[(usize, Feasible)]) -> Vec<Vec<usize>> {
    let mut found: BTreeSet<Vec<usize>> = BTreeSet::new();
    let all = wrong.iter().flat_map(|(_, feasible)| &feasible.set);
    for interval in all {
        let probe = match interval {
            Interval { low: Some(end), .. }
            | Interval {
                high: Some(end), ..
            } => end.clone(),
            Interval { .. } => Exact::ZERO,
        };
        let mends: Vec<usize> = wrong
            .iter()
            .filter(|(_, feasible)| interval::contains(&feasible.set, &probe))
            .map(|(index, _)| *index)
            .collect();
        found.insert(mends);
    }
    let within = |one: &Vec<usize>, other: &Vec<usize>| {
        one != other && one.iter().all(|index| other.contains(index))
    };
    let largest = found
        .iter()
        .filter(|one| !found.iter().any(|other| within(one, other)));
    largest.take(MOST_ROOMS).cloned().collect()
}
