//! [`Submission`]: a document read against its form.

use std::sync::Arc;

use super::number::{Style, WrittenNumber, read_text_number};
use super::{Document, Field, FieldId, Form, Kind, NodeId};

/// A document and, for each of its nodes, what the form declares there.
#[derive(Debug)]
pub struct Submission {
    document: Document,
    form: Arc<Form>,
    declared: Vec<Option<FieldId>>,
}

/// Which fields of one form stand in the places of one reader's submissions.
#[derive(Debug, Default)]
pub(crate) struct Laid {
    layout: u64,
    /// By place.
    fields: Vec<Stands>,
}

/// What of the form stands in a place.
#[derive(Clone, Copy, Debug)]
enum Stands {
    /// Nobody has looked.
    Unknown,
    /// The form has nothing there.
    Nothing,
    Field(FieldId),
}

impl Submission {
    /// Lays the form over the document.
    #[must_use]
    pub fn new(document: Document, form: Arc<Form>) -> Self {
        Self::laid(document, form, &mut Laid::default())
    }

    /// The same; what is found out of places is kept, for the same form.
    pub(crate) fn laid(document: Document, form: Arc<Form>, laid: &mut Laid) -> Self {
        let mut declared: Vec<Option<FieldId>> = Vec::with_capacity(document.len());
        let arena = document.arena();
        let text = document.source().text();
        if laid.layout != arena.layout {
            laid.layout = arena.layout;
            laid.fields.clear();
        }
        for node in &arena.nodes {
            let place = usize::from(node.place);
            match laid.fields.get(place) {
                Some(Stands::Field(known)) => {
                    declared.push(Some(*known));
                    continue;
                }
                Some(Stands::Nothing) => {
                    declared.push(None);
                    continue;
                }
                Some(Stands::Unknown) | None => {}
            }
            // parents stand before their children, so the parent's field is known
            let field = match declared.get(node.parent as usize) {
                None => Some(form.root()),
                Some(None) => None,
                Some(Some(above)) => {
                    let above = form.field(*above);
                    match arena.key(text, node) {
                        Some(key) => above.field_near(node.position as usize, key),
                        None => above.items(),
                    }
                }
            };
            declared.push(field);
            if place != 0 {
                if laid.fields.len() <= place {
                    laid.fields.resize(place + 1, Stands::Unknown);
                }
                if let Some(slot) = laid.fields.get_mut(place) {
                    *slot = field.map_or(Stands::Nothing, Stands::Field);
                }
            }
        }
        Self {
            document,
            form,
            declared,
        }
    }

    /// The value in a table that stands where it stood in another submission, if it does: the
    /// same field of the form at the same distance. [`Self::knowledge`] says what is known.
    #[must_use]
    #[inline]
    pub(crate) fn child_known(&self, table: NodeId, known: u64) -> Option<NodeId> {
        // of few bits each: nothing is lost
        let (distance, field) = (narrow_half(known >> 32), narrow_half(known));
        let node = NodeId(table.0.checked_add(distance)?);
        let same = *self.declared.get(node.index())? == Some(FieldId(field.checked_sub(1)?));
        (same && self.document.parent(node) == Some(table)).then_some(node)
    }

    /// What is to be known of a value in a table, to find it in another submission; only where
    /// the form names it, so that the field says the name. Never zero.
    #[must_use]
    pub(crate) fn knowledge(&self, table: NodeId, node: NodeId, name: &str) -> Option<u64> {
        let named = self.field(table)?.declares(name);
        let field = self.field_id(node).filter(|_| named)?;
        let distance = node.0.checked_sub(table.0)?;
        Some((u64::from(distance) << 32) | u64::from(field.0.checked_add(1)?))
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The form.
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The form's field at a node; `None` where the form has none.
    #[must_use]
    pub fn field_id(&self, node: NodeId) -> Option<FieldId> {
        self.declared.get(node.index()).copied().flatten()
    }

    /// What the form declares at a node.
    #[must_use]
    pub fn field(&self, node: NodeId) -> Option<&Field> {
        self.field_id(node).map(|id| self.form.field(id))
    }

    /// The number written at a node, as a JSON number or, where the form wants a number, as
    /// text that reads as one.
    #[must_use]
    pub fn number(&self, node: NodeId) -> Option<WrittenNumber> {
        match self.document.kind(node) {
            Kind::Number => {
                let value = self.document.number(node)?;
                Some(WrittenNumber {
                    value,
                    places: value.scale(),
                    style: Style::Number,
                })
            }
            Kind::Text if self.field(node).is_some_and(|field| field.numeric) => {
                read_text_number(self.document.text(node)?)
            }
            _ => None,
        }
    }

    /// Whether a number stands at a node; see [`Self::number`].
    pub(crate) fn is_number(&self, node: NodeId) -> bool {
        match self.document.kind(node) {
            Kind::Number => true,
            Kind::Text => self.number(node).is_some(),
            _ => false,
        }
    }

    /// The form's title of a node; its key, or its number in a list, where there is none.
    #[must_use]
    pub fn title(&self, node: NodeId) -> String {
        match self.document.key(node) {
            Some(key) => match self.field(node) {
                Some(field) if !field.title.is_empty() => field.title.clone(),
                _ => key.to_owned(),
            },
            None if self.document.parent(node).is_some() => self.row_title(node),
            None => String::new(),
        }
    }

    /// What a row of a list is called: its number and, where it has one, its first text.
    fn row_title(&self, node: NodeId) -> String {
        let number = self.document.index_in_parent(node) + 1;
        let name = self
            .document
            .children(node)
            .filter(|child| self.document.kind(*child) == Kind::Text)
            .find_map(|child| self.document.text(child))
            .map(str::trim)
            .filter(|name| !name.is_empty() && name.chars().count() <= 24);
        match name {
            Some(name) => format!("第{number}行“{name}”"),
            None => format!("第{number}行"),
        }
    }

    /// Titles from the root to a node, joined by ` › `.
    #[must_use]
    pub fn label(&self, node: NodeId) -> String {
        let mut titles = Vec::new();
        let mut at = Some(node);
        while let Some(node) = at {
            let title = self.title(node);
            if !title.is_empty() {
                titles.push(title);
            }
            at = self.document.parent(node);
        }
        titles.reverse();
        titles.join(" › ")
    }

    /// Every number submitted, in document order; those in fields the form does not have too,
    /// for somebody wrote them.
    /// Figures that an explanation repeats are none of the submission's own.
    pub fn numbers(&self) -> impl Iterator<Item = NodeId> {
        let answers = self.answers();
        self.document.nodes().filter(move |node| {
            self.is_number(*node) && !answers.is_some_and(|list| self.is_below(*node, list))
        })
    }

    /// The list of explanations that answer findings, where the form has one (`x-answers`) and
    /// something stands there.
    #[must_use]
    pub fn answers(&self) -> Option<NodeId> {
        let mut fields = self.document.children(self.document.root());
        fields.find(|node| self.field(*node).is_some_and(|field| field.answers))
    }

    fn is_below(&self, node: NodeId, above: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(node) = at {
            if node == above {
                return true;
            }
            at = self.document.parent(node);
        }
        false
    }
}

/// The lower half of the bits.
fn narrow_half(bits: u64) -> u32 {
    u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default()
}
