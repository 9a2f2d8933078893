//! What one figure may be so that wrong equations hold and right ones still do.

use std::collections::BTreeSet;

use super::case::{Case, Figure};
use super::cause::{self, Room};
use super::feasible::Feasible;
use super::interval::{self, Interval};
use crate::amount::Exact;
use crate::document::NodeId;

/// More ways than these to mend different equations with one figure are not looked at.
const MOST_ROOMS: usize = 8;

/// More wrong equations than these of one figure are not told apart.
const MOST_EQUATIONS: usize = 64;

/// Memory that is used for one figure after the other.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    base: Vec<Interval>,
    held: Feasible,
}

/// The rooms a figure has: each mends as many of the failed equations as any that contains it.
pub(super) fn rooms(
    case: &Case,
    node: NodeId,
    failed: &BTreeSet<usize>,
    scratch: &mut Scratch,
    found: &mut dyn FnMut(Room),
) {
    case.spend(case.of(node).len());
    let Some(figure) = case.figure(node).filter(|_| !case.is_spent()) else {
        return;
    };
    let half = figure.half();
    // with the word beside it turned, a figure counts as its opposite
    let worded = !figure.signed && cause::stands_beside_a_word(case, node);
    let Scratch { base, held } = scratch;
    base.clear();
    base.push(if worded {
        Interval::ALL
    } else {
        figure.domain()
    });
    // first all that holds: what is left no room of is not looked at
    for index in case.of(node) {
        if let Some(live) = case.live.get(*index).filter(|live| live.holds())
            && !failed.contains(index)
        {
            live.find_feasible(node, &half, held);
            interval::narrow(base, &held.set);
            if base.is_empty() {
                return;
            }
        }
    }
    let mut wrong = case.of(node).iter().filter(|index| failed.contains(index));
    let (first, second) = (wrong.next(), wrong.next());
    let Some((index, live)) = first.and_then(|index| Some((*index, case.live.get(*index)?))) else {
        return;
    };
    if second.is_some() {
        return of_several(case, node, &figure, base, failed, found);
    }
    // nearly always there is one
    live.find_feasible(node, &half, held);
    interval::narrow(base, &held.set);
    base.retain(|interval| interval.has_grid(figure.places));
    if !base.is_empty() {
        found(Room {
            node,
            figure,
            mends: vec![index],
            set: std::mem::take(base),
            points: std::mem::take(&mut held.points),
        });
    }
}

/// The same of a figure in several failed equations.
fn of_several(
    case: &Case,
    node: NodeId,
    figure: &Figure,
    base: &[Interval],
    failed: &BTreeSet<usize>,
    found: &mut dyn FnMut(Room),
) {
    let half = figure.half();
    let wrong = case.of(node).iter().filter(|index| failed.contains(index));
    let mut wrong: Vec<(usize, Feasible)> = wrong
        .take(MOST_EQUATIONS)
        .filter_map(|index| Some((*index, case.live.get(*index)?.feasible(node, &half))))
        .collect();
    for (_, feasible) in &mut wrong {
        let mut both = base.to_vec();
        interval::narrow(&mut both, &feasible.set);
        feasible.set = both;
    }
    let rooms = sets(&wrong).into_iter().filter_map(|mends| {
        let members = wrong.iter().filter(|(index, _)| mends.contains(index));
        let mut set = base.to_vec();
        for (_, feasible) in members.clone() {
            interval::narrow(&mut set, &feasible.set);
        }
        set.retain(|interval| interval.has_grid(figure.places));
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
    });
    rooms.for_each(found);
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
