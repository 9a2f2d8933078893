//! Slips of adding up: a part left out or taken twice.

use super::super::case::Case;
use super::super::feasible::Live;
use super::{Cause, Proposal, Room, TAIL};
use crate::amount::{Exact, Variable};
use crate::document::NodeId;
use rust_decimal::Decimal;

/// A part this many times what is left is told from a tail of rounding.
const PART_OF_TAIL: i64 = 20;

/// The figure as a total that lacks a part or has it twice, or as that part of a total that
/// stands firm.
pub(super) fn slips(case: &Case, room: &Room) -> Vec<Proposal> {
    let mut all = Vec::new();
    for live in room.mends.iter().filter_map(|index| case.live.get(*index)) {
        let Some(stated) = live.stated.node() else {
            continue;
        };
        for (part, value, cause, exact) in parts(live, stated) {
            let (to, source) = if stated == room.node {
                let Some(due) = room.implied() else { continue };
                (due, Some(part))
            } else if part == room.node {
                let to = match cause {
                    Cause::DoubledAddend => value + value,
                    _ => Decimal::ZERO,
                };
                (to, None)
            } else {
                continue;
            };
            if room.allows(to) {
                let mut proposal = Proposal::new(room.node, to, cause);
                proposal.source = source;
                if !exact {
                    proposal.score += TAIL;
                }
                all.push(proposal);
            }
        }
    }
    all
}

/// Parts that are what a stated total lacks or has too much, and whether exactly so.
fn parts(live: &Live, stated: NodeId) -> Vec<(NodeId, Decimal, Cause, bool)> {
    let Some((lacks, form)) = live.plain() else {
        return Vec::new();
    };
    // expected − stated: with one part alone there is nothing to leave out
    if form.terms.len() < 3 {
        return Vec::new();
    }
    let part = |(node, (coefficient, variable)): (&NodeId, &(Exact, Variable))| {
        if *node == stated || variable.value.is_zero() {
            return None;
        }
        let weight = coefficient.times(&variable.value);
        let value = variable.value.to_decimal()?;
        let twice = variable.value.plus(&variable.value);
        for (cause, left, instead) in [
            (Cause::OmittedAddend, lacks.minus(&weight), Exact::ZERO),
            (Cause::DoubledAddend, lacks.plus(&weight), twice),
        ] {
            let times = left.abs().times(&Exact::from(PART_OF_TAIL));
            if times < weight.abs() && !live.strays(*node, &instead) {
                return Some((*node, value, cause, left.is_zero()));
            }
        }
        None
    };
    form.terms.iter().filter_map(part).collect()
}
