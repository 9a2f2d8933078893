//! The tree while it grows, and what only the whole of an object shows: that it has a name twice.

use std::collections::HashMap;

use crate::fault::{Fault, FaultKind};
use crate::source::{Span, narrow};

use super::Kind;
use super::node::{Arena, NONE, Node};

/// From this many names on, an object's names are compared by hash rather than one with another.
const MANY_NAMES: usize = 16;

/// A bracket that is open.
pub(super) struct Frame {
    pub node: u32,
    pub map: bool,
    /// The bracket itself.
    pub bracket: Span,
    pub children: u32,
}

impl Frame {
    /// The bracket as JSON writes it.
    pub(super) fn letter(&self) -> char {
        if self.map { '{' } else { '[' }
    }
}

/// The name that waits for its value.
#[derive(Copy, Clone)]
pub(super) struct Name {
    pub span: Span,
    /// As in [`Node::key_text`].
    pub text: u32,
}

pub(super) struct Tree<'t> {
    text: &'t str,
    pub arena: Arena,
    /// The open brackets, innermost last.
    pub frames: Vec<Frame>,
    pub name: Name,
    /// The last value or bracket that was read.
    pub last: Span,
}

impl<'t> Tree<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut arena = Arena::default();
        // Pretty-printed forms have some 25 bytes a value: this avoids most of the growing.
        arena.nodes.reserve(text.len() / 24 + 1);
        let name = Name {
            span: Span::default(),
            text: NONE,
        };
        Self {
            text,
            arena,
            frames: Vec::new(),
            name,
            last: Span::default(),
        }
    }

    /// Adds a value to the innermost list or object.
    pub(super) fn add(&mut self, kind: Kind, place: Span, load: u32) {
        let mut node = Node {
            kind,
            place: 0,
            span: place,
            key: Span::default(),
            key_text: NONE,
            parent: NONE,
            position: 0,
            next: narrow(self.arena.nodes.len() + 1),
            load,
        };
        if let Some(frame) = self.frames.last_mut() {
            node.parent = frame.node;
            node.position = frame.children;
            frame.children += 1;
            if frame.map {
                node.key = self.name.span;
                node.key_text = self.name.text;
            }
        }
        self.arena.nodes.push(node);
        self.last = place;
    }

    /// Adds a list or object, into which all goes until it is ended.
    pub(super) fn open(&mut self, map: bool, bracket: Span) {
        let node = narrow(self.arena.nodes.len());
        self.add(if map { Kind::Map } else { Kind::List }, bracket, 0);
        self.frames.push(Frame {
            node,
            map,
            bracket,
            children: 0,
        });
    }

    /// Ends the innermost list or object before the byte `end`, and tells which names it has twice.
    pub(super) fn pop(&mut self, end: usize) -> Vec<Fault> {
        let Some(frame) = self.frames.pop() else {
            return Vec::new();
        };
        let next = narrow(self.arena.nodes.len());
        if let Some(node) = self.arena.nodes.get_mut(frame.node as usize) {
            node.span.end = narrow(end);
            node.next = next;
            node.load = frame.children;
            self.last = node.span;
        }
        if frame.map {
            self.same_names(&frame)
        } else {
            Vec::new()
        }
    }

    fn same_names(&self, frame: &Frame) -> Vec<Fault> {
        let children = self
            .arena
            .children(frame.node)
            .map(|child| self.arena.node(child));
        let names = children.filter_map(|node| Some((self.arena.key(self.text, node)?, node.key)));
        // On the stack: objects are many and nearly all are small.
        let mut few = [("", Span::default()); MANY_NAMES];
        let mut filled = 0;
        let mut many: HashMap<&str, Span> = HashMap::new();
        let by_hash = frame.children as usize > MANY_NAMES;
        let mut faults = Vec::new();
        for (name, place) in names {
            let first = if by_hash {
                let first = *many.entry(name).or_insert(place);
                (first != place).then_some(first)
            } else {
                let seen = few.iter().take(filled).find(|(other, _)| *other == name);
                let first = seen.map(|&(_, first)| first);
                if first.is_none()
                    && let Some(slot) = few.get_mut(filled)
                {
                    *slot = (name, place);
                    filled += 1;
                }
                first
            };
            if let Some(first) = first {
                let kind = FaultKind::DuplicateKey {
                    key: name.to_owned(),
                };
                faults.push(Fault::at(kind, place).with_related(first));
            }
        }
        faults
    }

    pub(super) fn in_list(&self) -> bool {
        self.frames.last().is_some_and(|frame| !frame.map)
    }

    /// Keeps a text that is not as it stands in the source.
    pub(super) fn keep(&mut self, text: Box<str>) -> u32 {
        self.arena.texts.push(text);
        narrow(self.arena.texts.len() - 1)
    }

    /// A name that is not there, which no other equals.
    pub(super) fn name_nothing(&mut self, at: usize) {
        let here = narrow(at);
        self.name = Name {
            span: Span::new(here, here),
            text: NONE,
        };
    }
}
