//! [`Overlay`]: the form laid over the tree of a submission, shared by all that have that tree.
//!
//! Most submissions of a form have the same names and as many rows as the one before. The places
//! of their values in document order tell: a place is the names from the root, so the same places
//! in the same order are the same tree, whatever the values are.

use std::sync::OnceLock;

use super::FieldId;
use super::node::Arena;

/// What the form says of each value of a tree.
#[derive(Debug)]
pub(crate) struct Overlay {
    /// The layout by which the tree was read, and the places of its values; empty where not all
    /// of them are known.
    layout: u64,
    places: Vec<u16>,
    /// The field that the form has there.
    pub(super) declared: Vec<Option<FieldId>>,
    /// The kinds of values that fit there whatever they are, a bit for each; see [`super::shape`].
    pub(super) fitting: OnceLock<Vec<u8>>,
}

impl Overlay {
    pub(super) fn new(arena: &Arena, declared: Vec<Option<FieldId>>) -> Self {
        let mut places = Vec::new();
        if arena.layout != 0 && arena.nodes.iter().all(|node| node.place != 0) {
            places.extend(arena.nodes.iter().map(|node| node.place));
        }
        Self {
            layout: arena.layout,
            places,
            declared,
            fitting: OnceLock::new(),
        }
    }

    /// Whether a tree is surely the same.
    pub(super) fn is_of(&self, arena: &Arena) -> bool {
        let nodes = arena.nodes.iter().map(|node| node.place);
        !self.places.is_empty()
            && self.layout == arena.layout
            && self.places.len() == arena.nodes.len()
            && self.places.iter().copied().eq(nodes)
    }
}
