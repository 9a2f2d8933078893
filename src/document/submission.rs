//! [`Submission`]: a document read against its form.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use super::bound::read_bound;
use super::fold::{is_blank, is_invisible};
use super::form::LABEL_STEP;
use super::number::{Style, WrittenNumber, read_text_number};
use super::overlay::Overlay;
use super::stated::{Printed, Units};
use super::values::Values;
use super::{Document, Field, FieldId, Form, Kind, NodeId};

/// A document and, for each of its nodes, what the form declares there.
#[derive(Debug)]
pub struct Submission {
    document: Document,
    form: Arc<Form>,
    overlay: Arc<Overlay>,
    values: OnceLock<Values>,
    units: OnceLock<Units>,
    printed: OnceLock<Printed>,
}

/// Which fields of one form stand in the places of one reader's submissions.
#[derive(Debug, Default)]
pub(crate) struct Laid {
    layout: u64,
    /// By place.
    fields: Vec<Stands>,
    /// Of the last submission.
    last: Option<Arc<Overlay>>,
}

impl Laid {
    fn overlay(&mut self, document: &Document, form: &Form) -> Overlay {
        let mut declared: Vec<Option<FieldId>> = Vec::with_capacity(document.len());
        let arena = document.arena();
        let text = document.source().text();
        if self.layout != arena.layout {
            self.layout = arena.layout;
            self.fields.clear();
        }
        for node in &arena.nodes {
            let place = usize::from(node.place);
            match self.fields.get(place) {
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
                if self.fields.len() <= place {
                    self.fields.resize(place + 1, Stands::Unknown);
                }
                if let Some(slot) = self.fields.get_mut(place) {
                    *slot = field.map_or(Stands::Nothing, Stands::Field);
                }
            }
        }
        Overlay::new(arena, declared)
    }
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
        let last = laid.last.take().filter(|last| last.is_of(document.arena()));
        let overlay = last.unwrap_or_else(|| Arc::new(laid.overlay(&document, &form)));
        laid.last = Some(Arc::clone(&overlay));
        Self {
            document,
            form,
            overlay,
            values: OnceLock::new(),
            units: OnceLock::new(),
            printed: OnceLock::new(),
        }
    }

    /// The units of money it declares; looked for once.
    pub(super) fn units(&self) -> &Units {
        self.units.get_or_init(|| Units::of(self))
    }

    /// How its rates are printed; looked for once, where a rate ends early.
    pub(super) fn printed(&self) -> &Printed {
        self.printed.get_or_init(|| Printed::of(self))
    }

    /// The value in a table that stands where it stood in another submission, if it does: the
    /// same field of the form at the same distance. [`Self::knowledge`] says what is known.
    #[must_use]
    #[inline]
    pub(crate) fn child_known(&self, table: NodeId, known: u64) -> Option<NodeId> {
        // of few bits each: nothing is lost
        let (distance, field) = (narrow_half(known >> 32), narrow_half(known));
        let node = NodeId(table.0.checked_add(distance)?);
        let same =
            *self.overlay.declared.get(node.index())? == Some(FieldId(field.checked_sub(1)?));
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

    /// What the form says of its tree.
    pub(crate) fn overlay(&self) -> &Arc<Overlay> {
        &self.overlay
    }

    /// The document alone.
    pub(super) fn into_document(self) -> Document {
        self.document
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
        self.overlay.declared.get(node.index()).copied().flatten()
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
            Kind::Text => {
                let field = self.field(node).filter(|field| field.numeric)?;
                let text = self.document.text(node)?;
                let plain = read_text_number(text);
                match plain {
                    None if field.bound => read_bound(text).map(|bound| bound.number),
                    plain => plain,
                }
            }
            _ => None,
        }
    }

    /// Whether something is filled in at a node: no `null`, no blanks or mere strokes. A list is
    /// where it has entries, a table where it has anything but `null`.
    #[must_use]
    pub fn is_filled(&self, node: NodeId) -> bool {
        let document = &self.document;
        match document.kind(node) {
            Kind::Null => false,
            Kind::Bool | Kind::Number => true,
            Kind::Text => !is_blank(document.text(node).unwrap_or_default()),
            // rows that are there are there, whatever is in them
            Kind::List => document.child_count(node) > 0,
            // mostly the first says so; a form is no deeper than a reader goes
            Kind::Map => document.children(node).any(|child| self.is_printed(child)),
        }
    }

    /// Whether anything but `null` stands at a node or below it.
    fn is_printed(&self, node: NodeId) -> bool {
        let document = &self.document;
        match document.kind(node) {
            Kind::Null => false,
            Kind::Map => document.children(node).any(|child| self.is_printed(child)),
            _ => true,
        }
    }

    /// Whether a stroke stands at a node, where the form lets one stand for a figure.
    #[must_use]
    pub fn is_stroke(&self, node: NodeId) -> bool {
        let text = self.document.text(node);
        self.field(node)
            .is_some_and(|field| field.numeric && field.stroke)
            && text.is_some_and(|text| !is_invisible(text) && is_blank(text))
    }

    /// The text that a whole number stands for where the form wants a text: a code that a
    /// spreadsheet took for a number.
    #[must_use]
    pub fn code(&self, node: NodeId) -> Option<String> {
        let wanted = self
            .field(node)
            .is_some_and(|field| field.textual && !field.numeric);
        let number = self.document.number(node).filter(|_| wanted)?.normalize();
        let whole = number.is_integer() && !number.is_sign_negative();
        whole.then(|| number.to_string())
    }

    /// Whether a place is as good as not there: nothing, blanks or strokes where a number is due,
    /// and `null` anywhere. A spreadsheet writes every empty cell so.
    #[must_use]
    pub fn is_left_empty(&self, node: NodeId) -> bool {
        match self.document.kind(node) {
            Kind::Null => true,
            Kind::Text => {
                self.field(node).is_some_and(|field| field.numeric)
                    && is_blank(self.document.text(node).unwrap_or_default())
            }
            _ => false,
        }
    }

    /// Whether something stands where a number is due, and is none: no blank, no stroke.
    #[must_use]
    pub fn is_unreadable(&self, node: NodeId) -> bool {
        self.field(node)
            .is_some_and(|field| field.numeric && !field.textual)
            && !self.is_number(node)
            && self.is_filled(node)
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
        let mut title = String::new();
        self.write_title(node, &mut title);
        title
    }

    fn write_title(&self, node: NodeId, out: &mut String) {
        match self.document.key(node) {
            Some(key) => out.push_str(match self.field(node) {
                Some(field) if !field.title.is_empty() => &field.title,
                _ => key,
            }),
            None if self.document.parent(node).is_some() => self.write_row_title(node, out),
            None => {}
        }
    }

    /// What a row of a list is called: its number and, where it has one, its first text.
    fn write_row_title(&self, node: NodeId, out: &mut String) {
        let number = self.document.index_in_parent(node) + 1;
        let name = self
            .document
            .children(node)
            .filter(|child| self.document.kind(*child) == Kind::Text)
            .find_map(|child| self.document.text(child))
            .map(str::trim)
            .filter(|name| !name.is_empty() && name.chars().count() <= 24);
        let _ = match name {
            Some(name) => write!(out, "第{number}行“{name}”"),
            None => write!(out, "第{number}行"),
        };
    }

    /// Titles from the root to a node, joined by ` › `.
    #[must_use]
    pub fn label(&self, node: NodeId) -> String {
        let mut label = String::new();
        self.write_label(node, &mut label);
        label
    }

    fn write_label(&self, node: NodeId, out: &mut String) {
        // the form knows what stands in no list
        if let Some(label) = self.field_id(node).and_then(|field| self.form.label(field)) {
            out.push_str(label);
            return;
        }
        if let Some(parent) = self.document.parent(node) {
            self.write_label(parent, out);
        }
        let above = out.len();
        if above > 0 {
            out.push_str(LABEL_STEP);
        }
        let start = out.len();
        self.write_title(node, out);
        if out.len() == start {
            out.truncate(above);
        }
    }

    /// The path to a value, as [`Document::pointer`] gives it; where the form knows it, it need
    /// not be put together.
    #[must_use]
    pub fn pointer(&self, node: NodeId) -> String {
        self.fixed_pointer(node)
            .map_or_else(|| self.document.pointer(node), |known| (**known).to_owned())
    }

    /// The same, shared with the form where it knows it.
    pub(crate) fn shared_pointer(&self, node: NodeId) -> Arc<str> {
        self.fixed_pointer(node)
            .map_or_else(|| self.document.pointer(node).into(), Arc::clone)
    }

    fn fixed_pointer(&self, node: NodeId) -> Option<&Arc<str>> {
        self.form.pointer(self.field_id(node)?)
    }

    /// Every number submitted, in document order; those in fields the form does not have too,
    /// for somebody wrote them.
    /// Figures that an explanation repeats are none of the submission's own.
    pub fn numbers(&self) -> impl Iterator<Item = NodeId> {
        let arena = self.document.arena();
        let answers = self.answers();
        let answers = answers.map_or(0..0, |list| list.0..arena.node(list.0).next);
        arena
            .nodes
            .iter()
            .zip(0..)
            .filter_map(move |(node, index)| {
                let is_number = match node.kind {
                    // a code that was taken for a number is none
                    Kind::Number => self.code(NodeId(index)).is_none(),
                    Kind::Text => self.number(NodeId(index)).is_some(),
                    _ => false,
                };
                (is_number && !answers.contains(&index)).then_some(NodeId(index))
            })
    }

    /// Its figures by their values; made when first asked for.
    pub(crate) fn values(&self) -> &Values {
        self.values.get_or_init(|| Values::of(self))
    }

    /// The list of explanations that answer findings, where the form has one (`x-answers`) and
    /// something stands there.
    #[must_use]
    pub fn answers(&self) -> Option<NodeId> {
        let mut fields = self.document.children(self.document.root());
        fields.find(|node| self.field(*node).is_some_and(|field| field.answers))
    }
}

/// The lower half of the bits.
fn narrow_half(bits: u64) -> u32 {
    u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default()
}
