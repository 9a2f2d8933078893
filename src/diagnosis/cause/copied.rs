//! Figures taken from another place: last year's column, the next row, another total.

use rust_decimal::Decimal;

use super::super::case::Case;
use super::super::feasible::Live;
use super::{Cause, Proposal, Room, WEAK};
use crate::document::{Document, NodeId};

/// Figures of fewer digits are equal by chance too often.
const TELLING_DIGITS: usize = 3;

/// A value that stands in more places than these is a common one.
const MOST_TWINS: usize = 4;

/// Where the figure may have been copied from: the nearest place of the likeliest kind; `value` is
/// what it should be.
pub(super) fn slips(case: &Case, room: &Room, value: Decimal) -> Vec<Proposal> {
    let twins = case.twins(room.figure.value);
    let related = twins.iter().filter(|twin| **twin != room.node);
    let nearest = related
        .filter_map(|twin| Some((relation(case, room.node, *twin)?, *twin)))
        .min_by_key(|(slip, twin)| {
            let apart = twin.index().abs_diff(room.node.index());
            (*slip, apart, *twin)
        });
    let Some((slip, twin)) = nearest else {
        return Vec::new();
    };
    let mut proposal = Proposal::new(room.node, value, slip);
    proposal.source = Some(twin);
    let same = room.figure.value.normalize();
    let digits = same.mantissa().unsigned_abs().to_string().len();
    if digits < TELLING_DIGITS {
        proposal.score += WEAK;
    }
    if twins.len() > MOST_TWINS {
        proposal.score += WEAK + WEAK;
    }
    vec![proposal]
}

/// How a figure of the same value stands to this one.
fn relation(case: &Case, node: NodeId, twin: NodeId) -> Option<Cause> {
    let document = case.submission.document();
    let parent = document.parent(node)?;
    let of_twin = document.parent(twin)?;
    if is_prior(document, twin) && !is_prior(document, node) {
        let near = parent == of_twin || document.parent(of_twin) == Some(parent);
        return near.then_some(Cause::PriorYearPasted);
    }
    let key = document.key(node);
    let neighbours = |a, b| {
        let (a, b) = (document.index_in_parent(a), document.index_in_parent(b));
        if a.abs_diff(b) == 1 {
            Cause::ShiftedRow
        } else {
            Cause::CopiedRow
        }
    };
    // the same column of another row
    if parent != of_twin && key == document.key(twin) {
        if document.parent(parent) == document.parent(of_twin) {
            return Some(neighbours(parent, of_twin));
        }
        return is_total(case, node).then_some(Cause::CopiedRow);
    }
    if parent == of_twin && !is_row(document, node) {
        return Some(neighbours(node, twin));
    }
    (is_total(case, node) && is_total(case, twin)).then_some(Cause::CopiedRow)
}

/// Whether the figures beside this one are other columns of its row: rows beside it have it too.
fn is_row(document: &Document, node: NodeId) -> bool {
    let (Some(parent), Some(key)) = (document.parent(node), document.key(node)) else {
        return false;
    };
    let Some(above) = document.parent(parent) else {
        return false;
    };
    document
        .children(above)
        .any(|row| row != parent && document.get(row, key).is_some())
}

fn is_prior(document: &Document, node: NodeId) -> bool {
    let named = |key: &str| key.contains("上年") || key.contains("去年");
    document.key(node).is_some_and(named)
}

/// Whether it is called a total, or is the sum of several figures.
fn is_total(case: &Case, node: NodeId) -> bool {
    let is_sum = |live: &Live| {
        live.stated.node() == Some(node) && live.plain().is_some_and(|sum| sum.count() > 2)
    };
    let mut equations = case
        .of(node)
        .iter()
        .filter_map(|index| case.live.get(*index));
    if equations.any(is_sum) {
        return true;
    }
    let named = |key: &str| {
        ["合计", "总计", "小计", "总额"]
            .iter()
            .any(|word| key.contains(word))
    };
    case.submission.document().key(node).is_some_and(named)
}
