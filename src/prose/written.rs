//! What was read, written as the one JSON text that everything after it reads.

use std::fmt::Write as _;
use std::ops::Range;

use super::compiled::Sentences;
use super::reading::{Reading, Spot, Value};
use crate::document::FieldId;

/// Where a value of the text came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Its bytes in the JSON text.
    pub json: Range<usize>,
    /// Its place in the report.
    pub spot: Spot,
}

/// The JSON text, and where its values came from, in the order of their bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The text: fields in the order of the form, figures with the digits of the report.
    pub json: String,
    /// Sorted by their first byte.
    pub origins: Vec<Origin>,
}

/// A field and what stands below it.
#[derive(Debug, Default)]
struct Node<'r> {
    value: Option<&'r (Value, Option<Spot>)>,
    below: Vec<(&'r str, Node<'r>)>,
}

impl Sentences {
    /// Writes a reading in the order of the form.
    #[must_use]
    pub fn write(&self, reading: &Reading) -> Written {
        let mut root = Node::default();
        for (path, value) in &reading.fields {
            let mut node = &mut root;
            for step in path {
                let known = node.below.iter().position(|(name, _)| name == step);
                let index = known.unwrap_or_else(|| {
                    node.below.push((step, Node::default()));
                    node.below.len() - 1
                });
                match node.below.get_mut(index) {
                    Some((_, below)) => node = below,
                    None => return Written::default(),
                }
            }
            node.value = Some(value);
        }
        let mut written = Written::default();
        self.node(&root, Some(self.form.root()), 0, &mut written);
        written.json.push('\n');
        written
    }

    fn node(&self, node: &Node<'_>, field: Option<FieldId>, depth: usize, into: &mut Written) {
        if let Some((value, spot)) = node.value {
            let start = into.json.len();
            match value {
                Value::Number(digits) => into.json.push_str(digits),
                Value::Text(words) => into.json.push_str(&quoted(words)),
                Value::Items(items) => {
                    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
                    let _ = write!(into.json, "[{}]", items.join(", "));
                }
            }
            into.origins.extend(spot.clone().map(|spot| Origin {
                json: start..into.json.len(),
                spot,
            }));
            return;
        }
        let declared = field.map(|id| self.form.field(id));
        let mut below: Vec<&(&str, Node<'_>)> = node.below.iter().collect();
        below.sort_by_key(|(name, below)| {
            let place = declared.and_then(|field| field.names().iter().position(|own| own == name));
            (place.unwrap_or(usize::MAX), first_spot(below))
        });
        into.json.push('{');
        for (index, (name, below)) in below.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let _ = write!(
                into.json,
                "{comma}\n{}{}: ",
                "  ".repeat(depth + 1),
                quoted(name)
            );
            let field = declared.and_then(|field| field.field(name));
            self.node(below, field, depth + 1, into);
        }
        let _ = write!(into.json, "\n{}}}", "  ".repeat(depth));
    }
}

fn first_spot(node: &Node<'_>) -> Option<(usize, usize)> {
    let (_, spot) = node.value?;
    spot.as_ref().map(|spot| (spot.paragraph, spot.range.start))
}

fn quoted(text: &str) -> String {
    // a text is always JSON
    serde_json::to_string(text).unwrap_or_default()
}
