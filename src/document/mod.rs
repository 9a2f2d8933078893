//! The tree of a submission, in which every value and every name keeps its place in the text.
//!
//! A document is one list of nodes in document order: parents stand before their children, and a
//! node says where the next one that is not below it stands. An id is a number, so whoever holds
//! one can go back to the place at any time, and copying one costs nothing.
//!
//! Numbers are exact from here on: a number that [`Decimal`] cannot hold is a fault, and so is a
//! name that an object has twice.

mod bound;
mod fold;
mod form;
mod json;
mod layout;
mod node;
mod number;
mod overlay;
mod pointer;
mod reader;
mod scalar;
mod scan;
mod shape;
mod stated;
mod straight;
mod structure;
mod submission;
mod text;
mod tree;
mod values;
mod word;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::fault::{Fault, FaultKind};
use crate::source::{Source, Span};

pub use bound::{Bound, read_bound, read_sign};
pub(crate) use fold::{folded, is_blank, is_invisible, is_invisible_character, narrow, trimmed};
pub use form::{Due, Field, FieldId, Form, FormFault};
pub use json::DEPTH_LIMIT;
use layout::Layout;
use node::{Arena, NONE, Node};
pub(crate) use number::untidied;
pub use number::{NumberFault, Style, WrittenNumber, read_json_number, read_text_number};
pub(crate) use overlay::Overlay;
pub use reader::Reader;
pub use scan::FAULT_LIMIT;
pub use stated::Stated;
pub(crate) use stated::money;
pub use structure::{Structure, StructureFault, StructureKind};
pub(crate) use submission::Laid;
pub use submission::Submission;

/// One value of a [`Document`]. Ids of one document are in the order of its text.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct NodeId(u32);

impl NodeId {
    /// Its number, from 0 for the root, below [`Document::len`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// An id by number, for figures of several documents that are judged together.
    pub(crate) fn numbered(number: u32) -> Self {
        Self(number)
    }
}

/// What a value is.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// Text in quotation marks.
    Text,
    /// Values in square brackets.
    List,
    /// Named values in curly brackets.
    Map,
}

/// A text that is no document, and all that is wrong with it.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// The text, to show the places in.
    pub source: Source,
    /// At least one fault, in the order of their places; reading ends at [`FAULT_LIMIT`] of them.
    pub faults: Vec<Fault>,
}

/// A submission as read. Ids of another document are answered as if they named a `null` at the
/// start of the text.
#[derive(Clone, Debug)]
pub struct Document {
    source: Source,
    arena: Arena,
}

impl Document {
    /// Reads JSON (RFC 8259, nothing more) whose outermost value is an object.
    ///
    /// # Errors
    /// Everything that is wrong with the text, up to [`FAULT_LIMIT`] faults: what is no JSON, and
    /// besides names that an object has twice, numbers that cannot be held exactly, more than
    /// [`DEPTH_LIMIT`] brackets in brackets, and a text of 4 GiB.
    pub fn parse(source: Source) -> Result<Self, Unreadable> {
        Self::read(source, None, Arena::default())
    }

    /// `spare`: memory to use.
    fn read(source: Source, layout: Option<&mut Layout>, spare: Arena) -> Result<Self, Unreadable> {
        if u32::try_from(source.text().len()).is_err() {
            let faults = vec![Fault::nowhere(FaultKind::TooLarge {
                limit: u64::from(u32::MAX),
            })];
            return Err(Unreadable { source, faults });
        }
        if let Some(arena) = straight::read(source.text(), layout, spare) {
            return Ok(Self { source, arena });
        }
        match json::read(source.text()) {
            Ok(arena) => Ok(Self { source, arena }),
            Err(faults) => Err(Unreadable { source, faults }),
        }
    }

    /// The text it was read from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The outermost object.
    #[must_use]
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// How many values there are, lists and objects included: at least the root.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "a document is never empty: it has a root"
    )]
    pub fn len(&self) -> usize {
        self.arena.nodes.len()
    }

    /// All values in the order of the text.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..crate::source::narrow(self.len())).map(NodeId)
    }

    fn arena(&self) -> &Arena {
        &self.arena
    }

    fn node(&self, id: NodeId) -> &Node {
        self.arena.node(id.0)
    }

    /// What a value is.
    #[must_use]
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// Where a value stands: a text with its quotation marks, a list or object with its brackets.
    #[must_use]
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).span
    }

    /// Where the name of a value stands, with its quotation marks; `None` in lists and for the
    /// root.
    #[must_use]
    pub fn key_span(&self, id: NodeId) -> Option<Span> {
        let span = self.node(id).key;
        (!span.is_empty()).then_some(span)
    }

    /// The name of a value, escapes resolved; `None` in lists and for the root.
    #[must_use]
    pub fn key(&self, id: NodeId) -> Option<&str> {
        self.arena.key(self.source.text(), self.node(id))
    }

    /// The list or object around a value; `None` for the root.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.node(id).parent;
        (parent != NONE).then_some(NodeId(parent))
    }

    /// How many values stand before this one in its list or object.
    #[must_use]
    pub fn index_in_parent(&self, id: NodeId) -> usize {
        self.node(id).position as usize
    }

    /// The values directly in a list or object, in the order of the text; none for others.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<'_> {
        self.arena.children(id.0).map(NodeId)
    }

    /// How many values stand directly in a list or object; 0 for others.
    #[must_use]
    pub fn child_count(&self, id: NodeId) -> usize {
        let node = self.node(id);
        if matches!(node.kind, Kind::List | Kind::Map) {
            node.load as usize
        } else {
            0
        }
    }

    /// The value of that name in an object; `None` also if this is no object.
    #[must_use]
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        if self.kind(id) != Kind::Map {
            return None;
        }
        self.children(id)
            .find(|&child| self.key(child) == Some(key))
    }

    /// A value and all values below it, in the order of the text.
    pub(crate) fn with_all_below(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0..self.node(id).next.max(id.0.saturating_add(1))).map(NodeId)
    }

    /// The value at that index, from 0, in a list; `None` also if this is no list.
    #[must_use]
    pub fn item(&self, id: NodeId, index: usize) -> Option<NodeId> {
        let list = self.node(id);
        if list.kind != Kind::List || index >= list.load as usize {
            return None;
        }
        // A list of plain values is the rule, and there the index is the distance.
        if list.next == id.0.saturating_add(1).saturating_add(list.load) {
            return Some(NodeId(
                id.0.saturating_add(1)
                    .saturating_add(crate::source::narrow(index)),
            ));
        }
        self.children(id).nth(index)
    }

    /// A text, escapes resolved; `None` for other values.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        let node = self.node(id);
        (node.kind == Kind::Text)
            .then(|| self.arena.content(self.source.text(), node.span, node.load))
    }

    /// `true` or `false`; `None` for other values.
    #[must_use]
    pub fn boolean(&self, id: NodeId) -> Option<bool> {
        let node = self.node(id);
        (node.kind == Kind::Bool).then_some(node.load == 1)
    }

    /// A JSON number; `None` for other values, also for a text that reads like a number.
    #[must_use]
    pub fn number(&self, id: NodeId) -> Option<Decimal> {
        let node = self.node(id);
        if node.kind != Kind::Number {
            return None;
        }
        self.arena.numbers.get(node.load as usize).copied()
    }

    /// A JSON number, or a text that reads like an amount, with how it was written.
    #[must_use]
    pub fn written_number(&self, id: NodeId) -> Option<WrittenNumber> {
        match self.number(id) {
            Some(value) => Some(WrittenNumber {
                value,
                places: value.scale(),
                style: Style::Number,
            }),
            None => read_text_number(self.text(id)?),
        }
    }
}
