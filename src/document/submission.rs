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

impl Submission {
    /// Lays the form over the document.
    #[must_use]
    pub fn new(document: Document, form: Arc<Form>) -> Self {
        let mut declared: Vec<Option<FieldId>> = Vec::with_capacity(document.len());
        for node in document.nodes() {
            // parents stand before their children, so the parent's field is known
            let field = match document.parent(node) {
                None => Some(form.root()),
                Some(parent) => {
                    let above = declared.get(parent.index()).copied().flatten();
                    above.and_then(|above| match document.key(node) {
                        Some(key) => {
                            let position = document.index_in_parent(node);
                            form.field(above).field_near(position, key)
                        }
                        None => form.field(above).items(),
                    })
                }
            };
            declared.push(field);
        }
        Self {
            document,
            form,
            declared,
        }
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
    pub fn numbers(&self) -> impl Iterator<Item = NodeId> {
        self.document
            .nodes()
            .filter(|node| self.number(*node).is_some())
    }
}
