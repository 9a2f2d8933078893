//! What was bound, before it is written: a tree of fields, and the canonical text made of it.

use crate::document::{FieldId, Form};
use crate::read::At;
use crate::source::{Span, narrow};

/// A step to a field: by name, or by its number in a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Name(String),
    Number(usize),
}

/// The way to a field from the whole submission.
pub(super) type Path = Vec<Step>;

/// The steps of names with points between them.
pub(super) fn steps(dotted: &str) -> Path {
    let names = dotted.split('.').filter(|name| !name.is_empty());
    names.map(|name| Step::Name(name.to_owned())).collect()
}

/// The JSON Pointer of a way.
pub(super) fn pointer(path: &[Step]) -> String {
    let mut pointer = String::new();
    for step in path {
        pointer.push('/');
        match step {
            Step::Name(name) => pointer.push_str(&name.replace('~', "~0").replace('/', "~1")),
            Step::Number(number) => pointer.push_str(&number.to_string()),
        }
    }
    pointer
}

/// A value: its JSON text, and the cell it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) json: String,
    /// Sheet by number, and cell; `None` for what the form itself says.
    pub(super) from: Option<(usize, At)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Leaf(Leaf),
    Names(Vec<(String, Node)>),
    List(Vec<Node>),
}

impl Default for Node {
    fn default() -> Self {
        Self::Names(Vec::new())
    }
}

/// Leaves as they come to stand in the text.
pub(super) type Places = Vec<(Span, (usize, At))>;

impl Node {
    /// The value at the end of a way.
    pub(super) fn get(&self, path: &[Step]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let below = match (self, first) {
            (Self::Names(all), Step::Name(name)) => all
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, node)| node),
            (Self::List(all), Step::Number(number)) => all.get(*number),
            _ => None,
        };
        below?.get(rest)
    }

    /// Puts a value at the end of a way; `false` where something else is in the way.
    pub(super) fn put(&mut self, path: &[Step], value: Self) -> bool {
        let Some((first, rest)) = path.split_first() else {
            if matches!(self, Self::Names(all) if all.is_empty()) {
                *self = value;
                return true;
            }
            return false;
        };
        match first {
            Step::Name(name) => {
                let Self::Names(all) = self else {
                    return false;
                };
                // the last first: rows are bound one after the other
                let known = all.iter_mut().rev().find(|(known, _)| known == name);
                if let Some((_, below)) = known {
                    return below.put(rest, value);
                }
                let mut below = Self::default();
                let put = below.put(rest, value);
                all.push((name.clone(), below));
                put
            }
            Step::Number(number) => {
                if matches!(self, Self::Names(all) if all.is_empty()) {
                    *self = Self::List(Vec::new());
                }
                let Self::List(all) = self else {
                    return false;
                };
                if all.len() <= *number {
                    all.resize_with(*number + 1, Self::default);
                }
                all.get_mut(*number)
                    .is_some_and(|below| below.put(rest, value))
            }
        }
    }

    /// Takes away the value at the end of a way.
    pub(super) fn remove(&mut self, path: &[Step]) {
        let Some((last, above)) = path.split_last() else {
            return;
        };
        if let (Some(Self::Names(all)), Step::Name(name)) = (self.get_mut(above), last) {
            all.retain(|(known, _)| known != name);
        }
    }

    fn get_mut(&mut self, path: &[Step]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        let below = match (self, first) {
            (Self::Names(all), Step::Name(name)) => all
                .iter_mut()
                .find(|(known, _)| known == name)
                .map(|(_, node)| node),
            (Self::List(all), Step::Number(number)) => all.get_mut(*number),
            _ => None,
        };
        below?.get_mut(rest)
    }
}

/// The canonical text: fields in the order of the form, a value a line.
pub(super) fn text(root: &Node, form: &Form) -> (String, Places) {
    let mut writer = Writer {
        form,
        text: String::new(),
        places: Vec::new(),
    };
    writer.write(root, Some(form.root()), 0);
    writer.text.push('\n');
    (writer.text, writer.places)
}

/// A text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

struct Writer<'a> {
    form: &'a Form,
    text: String,
    places: Places,
}

impl Writer<'_> {
    fn write(&mut self, node: &Node, field: Option<FieldId>, depth: usize) {
        match node {
            Node::Leaf(leaf) => {
                let start = narrow(self.text.len());
                self.text.push_str(&leaf.json);
                if let Some(from) = leaf.from {
                    self.places
                        .push((Span::new(start, narrow(self.text.len())), from));
                }
            }
            Node::List(all) => {
                let items = field.and_then(|field| self.form.field(field).items());
                self.text.push('[');
                for (index, item) in all.iter().enumerate() {
                    self.line(index, depth + 1);
                    self.write(item, items, depth + 1);
                }
                self.end(all.is_empty(), ']', depth);
            }
            Node::Names(all) => {
                let declared = field.map(|field| self.form.field(field));
                let order = |name: &str| {
                    declared
                        .and_then(|field| field.names().iter().position(|known| known == name))
                        .unwrap_or(usize::MAX)
                };
                let mut sorted: Vec<&(String, Node)> = all.iter().collect();
                sorted.sort_by_key(|(name, _)| order(name));
                self.text.push('{');
                for (index, (name, below)) in sorted.into_iter().enumerate() {
                    self.line(index, depth + 1);
                    self.text.push_str(&quoted(name));
                    self.text.push_str(": ");
                    let field = declared.and_then(|field| field.field(name));
                    self.write(below, field, depth + 1);
                }
                self.end(all.is_empty(), '}', depth);
            }
        }
    }

    fn line(&mut self, index: usize, depth: usize) {
        self.text.push_str(if index == 0 { "\n" } else { ",\n" });
        self.text.push_str(&"  ".repeat(depth));
    }

    fn end(&mut self, empty: bool, bracket: char, depth: usize) {
        if !empty {
            self.text.push('\n');
            self.text.push_str(&"  ".repeat(depth));
        }
        self.text.push(bracket);
    }
}
