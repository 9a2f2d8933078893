//! The word for up or down against the figure beside it.

use super::super::case::Case;
use super::{Cause, Proposal, Room};
use crate::document::Kind;
use crate::verbs::opposite_direction;

/// Where the figure with its sign turned would do: the word beside it, if there is one.
pub(super) fn slips(case: &Case, room: &Room) -> Vec<Proposal> {
    let turned = -room.figure.value;
    if !room.allows(turned) {
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
