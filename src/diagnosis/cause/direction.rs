//! The word for up or down against the figure beside it.

use rust_decimal::Decimal;

use super::super::case::Case;
use super::{Cause, Proposal, Room};
use crate::document::{Kind, NodeId};
use crate::verbs::opposite_direction;

/// Where the figure with its sign turned would do: the word beside it, if there is one.
pub(super) fn slips(case: &Case, room: &Room) -> Vec<Proposal> {
    let turned = -room.figure.value;
    // a figure that has the wrong sign itself says nothing of the word
    if room.figure.value <= Decimal::ZERO || !room.contains(turned) {
        return Vec::new();
    }
    let document = case.submission.document();
    let Some(parent) = document.parent(room.node) else {
        return Vec::new();
    };
    document
        .children(parent)
        .filter(|node| document.kind(*node) == Kind::Text)
        .filter_map(|node| {
            let word = document.text(node)?.trim();
            let other = opposite_direction(word)?;
            let mut proposal = Proposal::new(room.node, turned, Cause::WrongDirection);
            proposal.word = Some((node, word.to_owned(), other.to_owned()));
            Some(proposal)
        })
        .collect()
}

/// Whether a word for up or down stands beside a figure.
pub(in super::super) fn stands_beside_a_word(case: &Case, node: NodeId) -> bool {
    let document = case.submission.document();
    let Some(parent) = document.parent(node) else {
        return false;
    };
    document.children(parent).any(|node| {
        let word = document.text(node).map(str::trim);
        document.kind(node) == Kind::Text && word.and_then(opposite_direction).is_some()
    })
}
