//! The tree as it lies in memory: one list in document order.

use rust_decimal::Decimal;

use crate::source::Span;

use super::Kind;

/// No such entry: no parent, no text of its own.
pub(super) const NONE: u32 = u32::MAX;

/// One value. Its children follow it; `next` is the first node that is not below it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// Its place in the layout it was read with; 0 where that is not known.
    pub place: u16,
    /// The value; a text with its quotation marks.
    pub span: Span,
    /// The name with its quotation marks; empty where the value has none.
    pub key: Span,
    /// Where the unescaped name is kept, or `NONE` if it is as written.
    pub key_text: u32,
    /// The list or object around it, or `NONE`.
    pub parent: u32,
    /// How many children of its parent stand before it.
    pub position: u32,
    pub next: u32,
    /// A number's place in `numbers`; a text's in `texts`, or `NONE` if it is as written; how many
    /// children a list or object has; 1 for `true`.
    pub load: u32,
}

/// What an id of another document finds: a `null` with nothing around it.
pub(super) static NOWHERE: Node = Node {
    kind: Kind::Null,
    place: 0,
    span: Span { start: 0, end: 0 },
    key: Span { start: 0, end: 0 },
    key_text: NONE,
    parent: NONE,
    position: 0,
    next: 0,
    load: 0,
};

/// All nodes of a document and what they refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Arena {
    pub nodes: Vec<Node>,
    pub numbers: Vec<Decimal>,
    /// Names and texts that are not as they stand in the source: with escapes resolved.
    pub texts: Vec<Box<str>>,
    /// The number of the [`super::layout::Layout`] it was read with; 0 for none.
    pub layout: u64,
}

impl Arena {
    /// Empties it, and keeps its memory.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.numbers.clear();
        self.texts.clear();
        self.layout = 0;
    }

    pub(super) fn node(&self, index: u32) -> &Node {
        self.nodes.get(index as usize).unwrap_or(&NOWHERE)
    }

    /// Content of the text in `span`, which has quotation marks of one byte unless it is kept in
    /// `texts`.
    pub(super) fn content<'a>(&'a self, source: &'a str, span: Span, kept: u32) -> &'a str {
        match self.texts.get(kept as usize) {
            Some(text) => text,
            None => source
                .get(span.start as usize + 1..(span.end as usize).saturating_sub(1))
                .unwrap_or(""),
        }
    }

    /// The name of a value; `None` in lists and for the root.
    pub(super) fn key<'a>(&'a self, source: &'a str, node: &Node) -> Option<&'a str> {
        (!node.key.is_empty()).then(|| self.content(source, node.key, node.key_text))
    }

    /// The direct children of a node, by index.
    pub(super) fn children(&self, index: u32) -> impl Iterator<Item = u32> + use<'_> {
        let parent = self.node(index);
        let count = if matches!(parent.kind, Kind::List | Kind::Map) {
            parent.load
        } else {
            0
        };
        let mut child = index.saturating_add(1);
        (0..count).map(move |_| {
            let this = child;
            child = self.node(this).next;
            this
        })
    }
}
