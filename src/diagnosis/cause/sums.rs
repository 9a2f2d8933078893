//! Slips of adding up: a part left out or taken twice.

use super::super::case::Case;
use super::super::feasible::Live;
use super::{Cause, Proposal, Room, TAIL};
use crate::amount::Exact;
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
        if stated == room.node {
            totals(room, live, stated, &mut all);
        } else if let Some(part) = part(live, stated, room.node) {
            let to = match part.cause {
                Cause::DoubledAddend => part.value + part.value,
                _ => Decimal::ZERO,
            };
            propose(room, &part, to, None, &mut all);
        }
    }
    all
}

/// The figure as the total.
fn totals(room: &Room, live: &Live, stated: NodeId, all: &mut Vec<Proposal>) {
    let (Some(due), Some(sum)) = (room.implied(), live.plain()) else {
        return;
    };
    for node in sum.nodes() {
        if let Some(part) = part(live, stated, node) {
            propose(room, &part, due, Some(node), all);
        }
    }
}

fn propose(room: &Room, part: &Part, to: Decimal, source: Option<NodeId>, all: &mut Vec<Proposal>) {
    if room.allows(to) {
        let mut proposal = Proposal::new(room.node, to, part.cause);
        proposal.source = source;
        if !part.exact {
            proposal.score += TAIL;
        }
        all.push(proposal);
    }
}

/// A part that is what a total lacks or has too much.
struct Part {
    value: Decimal,
    cause: Cause,
    /// Whether it is so to the last digit.
    exact: bool,
}

/// A figure as such a part of a stated total.
fn part(live: &Live, stated: NodeId, node: NodeId) -> Option<Part> {
    let sum = live.plain()?;
    // expected − stated: with one part alone there is nothing to leave out
    if sum.count() < 3 || node == stated {
        return None;
    }
    let (weight, stated) = sum.part(node).filter(|(_, value)| !value.is_zero())?;
    let lacks = sum.at();
    let value = stated.to_decimal()?;
    let twice = stated.plus(&stated);
    for (cause, left, instead) in [
        (Cause::OmittedAddend, lacks.minus(&weight), Exact::ZERO),
        (Cause::DoubledAddend, lacks.plus(&weight), twice),
    ] {
        let times = left.abs().times(&Exact::from(PART_OF_TAIL));
        if times < weight.abs() && !live.strays(node, &instead) {
            return Some(Part {
                value,
                cause,
                exact: left.is_zero(),
            });
        }
    }
    None
}
