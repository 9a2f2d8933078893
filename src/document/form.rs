//! [`Form`]: what the form declares of each field: its title, unit, places and kind.
//!
//! A form is a JSON Schema (2020-12). The standard keywords are enforced by
//! [`super::structure`]; this module reads what a schema validator does not care about
//! (`title`, `x-unit`, `x-places`, `x-exact`, `x-signed`, `x-explanation`, `x-answers`, `x-bound`,
//! `x-prose`, `x-declares-unit`) into a flat table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::shape::Shape;
use super::stated::money;

/// Index of a [`Field`] in its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub(super) u32);

/// What the form declares of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one keyword of the form"
)]
pub struct Field {
    /// The label shown to people; the key where the form gives none.
    pub title: String,
    /// `x-unit`, empty for a pure number.
    pub unit: Arc<str>,
    /// `x-places`: decimal places figures are rounded to.
    pub places: Option<u32>,
    /// `x-exact`: not rounded from a finer figure.
    pub exact: bool,
    /// `x-signed`: may be negative.
    pub signed: bool,
    /// `x-explanation`: words that explain figures.
    pub explanation: bool,
    /// `x-answers`: a list of explanations that answer findings.
    pub answers: bool,
    /// `x-bound`: a number may be written with its sign and unit (`≥90%`).
    pub bound: bool,
    /// Whether it counts money; a submission may declare another unit of it.
    pub money: bool,
    /// `x-prose`: stands in running text, here or somewhere above.
    pub prose: bool,
    /// `x-declares-unit`: names the unit of all money in the table it stands in.
    pub declares_unit: bool,
    /// `default`: the text that holds where none is written.
    pub default: Option<Arc<str>>,
    /// Whether a number may stand here.
    pub numeric: bool,
    /// Whether a text may stand here.
    pub textual: bool,
    /// `enum` or `const`: the only texts that may stand here; empty where any may.
    pub choices: Vec<String>,
    /// `description`: what the form says of the field besides its title.
    pub note: String,
    /// Whether the form lets a stroke stand here for a figure that is not due (`pattern`).
    pub stroke: bool,
    /// Whether fields of any name may stand here beside those declared.
    pub open: bool,
    fields: BTreeMap<String, FieldId>,
    order: Vec<String>,
    /// The fields in that order, to be found by where they stand.
    sequence: Vec<FieldId>,
    others: Option<FieldId>,
    items: Option<FieldId>,
    unit_scope: Option<FieldId>,
}

impl Field {
    /// The field below that names the unit of all money in this table.
    #[must_use]
    pub fn unit_scope(&self) -> Option<FieldId> {
        self.unit_scope
    }

    /// Whether it is a rate that was rounded.
    #[must_use]
    pub fn is_rate(&self) -> bool {
        &*self.unit == "%" && !self.exact && self.places.is_some()
    }

    /// Names of the declared fields below, in the form's order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.order
    }

    /// The field of this name below.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<FieldId> {
        self.fields.get(name).copied().or(self.others)
    }

    /// The field of this name below, looked for first where the form has it: submissions nearly
    /// always keep to its order.
    #[must_use]
    pub fn field_near(&self, position: usize, name: &str) -> Option<FieldId> {
        match (self.order.get(position), self.sequence.get(position)) {
            (Some(there), Some(field)) if there == name => Some(*field),
            _ => self.field(name),
        }
    }

    /// What fields of any name that stand here are.
    #[must_use]
    pub fn others(&self) -> Option<FieldId> {
        self.others
    }

    pub(super) fn is_open(&self) -> bool {
        self.open && self.others.is_none()
    }

    /// Whether the form names this field.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// What stands in the list.
    #[must_use]
    pub fn items(&self) -> Option<FieldId> {
        self.items
    }
}

/// What is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// Not JSON, or not a schema; the validator's words.
    Invalid(String),
    /// A `$ref` that leads nowhere, out of the file or in a circle.
    Reference(String),
    /// More fields than a form may have; how many it may.
    TooLarge(usize),
    /// A keyword of ours that there is not: where, the keyword, the nearest.
    NoAnnotation(String, String, Option<String>),
    /// A keyword of ours whose value or place makes no sense: where, the keyword, what is due.
    Annotation(String, String, Due),
}

/// What an annotation of a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// `true` or `false`.
    Truth,
    /// A text that is not empty.
    Text,
    /// A whole number of decimal places.
    Places,
    /// That it stands at a number.
    AtNumber,
}

/// Fields of the largest form: real ones have some hundred; each costs memory for every worker.
const MOST_FIELDS: usize = 20_000;

/// Keywords of ours.
const ANNOTATIONS: [&str; 9] = [
    "x-unit",
    "x-places",
    "x-exact",
    "x-signed",
    "x-explanation",
    "x-answers",
    "x-bound",
    "x-declares-unit",
    "x-prose",
];

/// Whether the keywords of ours at a field are such, and say something. One that is misspelt
/// would be passed over, and its field lose unit and places.
fn check_annotations(schema: &Map<String, Value>, place: &str) -> Result<(), FormFault> {
    let types = match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let numeric = types.is_empty()
        || types
            .iter()
            .any(|kind| matches!(*kind, "number" | "integer"));
    for (key, value) in schema.iter().filter(|(key, _)| key.starts_with("x-")) {
        let due = match key.as_str() {
            "x-unit" if value.as_str().is_none_or(|unit| unit.trim().is_empty()) => Due::Text,
            "x-places" if value.as_u64().is_none_or(|places| places > 20) => Due::Places,
            "x-exact" | "x-signed" | "x-explanation" | "x-answers" if !value.is_boolean() => {
                Due::Truth
            }
            "x-unit" | "x-places" | "x-exact" | "x-signed" if !numeric => Due::AtNumber,
            known if ANNOTATIONS.contains(&known) => continue,
            other => {
                let nearest = crate::words::nearest(other, ANNOTATIONS);
                return Err(FormFault::NoAnnotation(
                    place.to_owned(),
                    other.to_owned(),
                    nearest.map(str::to_owned),
                ));
            }
        };
        return Err(FormFault::Annotation(place.to_owned(), key.clone(), due));
    }
    Ok(())
}

/// Where a field stands that no list is around, which is the same in all submissions.
#[derive(Clone, Debug)]
struct FixedPlace {
    /// JSON Pointer.
    pointer: Arc<str>,
    /// Titles from the root to it, see [`LABEL_STEP`].
    label: Arc<str>,
}

/// What stands between the titles of a label.
pub(super) const LABEL_STEP: &str = " › ";

/// The form of a kind of submission.
#[derive(Debug)]
pub struct Form {
    fields: Vec<Field>,
    shapes: Vec<Shape>,
    /// Of the fields that no list is around.
    places: Vec<Option<FixedPlace>>,
    schema: Value,
    names: BTreeSet<String>,
    declares_units: bool,
}

impl Form {
    /// Reads a form.
    ///
    /// # Errors
    /// [`FormFault`] when the text is not a JSON Schema this engine reads.
    pub fn parse(text: &str) -> Result<Self, FormFault> {
        let schema: Value =
            serde_json::from_str(text).map_err(|error| FormFault::Invalid(error.to_string()))?;
        let mut form = Self {
            fields: Vec::new(),
            shapes: Vec::new(),
            places: Vec::new(),
            schema: Value::Null,
            names: BTreeSet::new(),
            declares_units: false,
        };
        form.add(&schema, &schema, "", Some(("", "")), false, 0)?;
        form.shapes.iter_mut().for_each(Shape::settle);
        form.share_units();
        form.schema = schema;
        Ok(form)
    }

    /// Equal units become one: that they are equal is then seen without reading them.
    fn share_units(&mut self) {
        let mut units: BTreeSet<Arc<str>> = BTreeSet::new();
        for field in &mut self.fields {
            if let Some(known) = units.get(&field.unit) {
                field.unit = Arc::clone(known);
            } else {
                units.insert(Arc::clone(&field.unit));
            }
        }
    }

    /// Whether submissions may declare a unit of money.
    pub(super) fn declares_units(&self) -> bool {
        self.declares_units
    }

    /// The schema as it stands in the file.
    #[must_use]
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// The whole submission.
    #[must_use]
    pub fn root(&self) -> FieldId {
        FieldId(0)
    }

    /// What is declared of a field.
    #[must_use]
    pub fn field(&self, id: FieldId) -> &Field {
        static NOTHING: std::sync::LazyLock<Field> = std::sync::LazyLock::new(Field::default);
        self.fields.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    pub(super) fn shape(&self, id: FieldId) -> &Shape {
        static UNKNOWN: std::sync::LazyLock<Shape> =
            std::sync::LazyLock::new(|| Shape::of(&Map::new(), true));
        self.shapes.get(id.0 as usize).unwrap_or(&UNKNOWN)
    }

    /// The JSON Pointer of a field that stands in no list and has a name of its own.
    #[must_use]
    pub fn pointer(&self, id: FieldId) -> Option<&Arc<str>> {
        let place = self.places.get(id.0 as usize)?.as_ref()?;
        Some(&place.pointer)
    }

    /// The titles from the root to such a field, joined.
    pub(super) fn label(&self, id: FieldId) -> Option<&Arc<str>> {
        let place = self.places.get(id.0 as usize)?.as_ref()?;
        Some(&place.label)
    }

    /// The listed text of a field that a text is, but for width and blanks.
    #[must_use]
    pub fn listed(&self, id: FieldId, text: &str) -> Option<&str> {
        self.shape(id).canonical(text)
    }

    /// Every field name the form uses anywhere.
    #[must_use]
    pub fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// Adds the field that `schema` describes and all below it; returns its id. `place`: its JSON
    /// Pointer and the label of what it stands in, where no list is around it. `prose`: whether
    /// something above is running text.
    fn add(
        &mut self,
        schema: &Value,
        root: &Value,
        name: &str,
        place: Option<(&str, &str)>,
        prose: bool,
        depth: u32,
    ) -> Result<FieldId, FormFault> {
        // forms are tables, not trees without end: a circle of references shows as depth
        if depth > 32 {
            return Err(FormFault::Reference(name.to_owned()));
        }
        let merged = resolve(schema, root, 0)?;
        if self.fields.len() >= MOST_FIELDS {
            return Err(FormFault::TooLarge(MOST_FIELDS));
        }
        check_annotations(&merged, place.map_or(name, |(pointer, _)| pointer))?;
        let index = u32::try_from(self.fields.len())
            .map_err(|_| FormFault::Invalid("too many fields".to_owned()))?;
        let id = FieldId(index);
        self.fields.push(Field::default());
        self.shapes
            .push(Shape::of(&merged, has_more_than_reference(schema)));
        let mut field = annotations(&merged, name);
        field.prose |= prose;
        let prose = field.prose;
        let own = match field.title.as_str() {
            "" => name,
            title => title,
        };
        let place = place.map(|(pointer, above)| FixedPlace {
            pointer: pointer.into(),
            label: match (above, if depth == 0 { "" } else { own }) {
                ("", one) | (one, "") => one.into(),
                (above, own) => format!("{above}{LABEL_STEP}{own}").into(),
            },
        });
        self.places.push(place.clone());
        if let Some(Value::Object(properties)) = merged.get("properties") {
            for (key, below) in properties {
                let step = key.replace('~', "~0").replace('/', "~1");
                let path = place
                    .as_ref()
                    .map(|place| format!("{}/{step}", place.pointer));
                let label = place.as_ref().map(|place| &*place.label);
                let child = self.add(
                    below,
                    root,
                    key,
                    path.as_deref().zip(label),
                    prose,
                    depth + 1,
                )?;
                if self.field(child).declares_unit {
                    field.unit_scope = Some(child);
                    self.declares_units = true;
                }
                let required = self
                    .shapes
                    .get_mut(index as usize)
                    .map(|shape| shape.requires(key));
                if let Some(shape) = self.shapes.get_mut(child.0 as usize) {
                    shape.is_required = required == Some(true);
                }
                field.fields.insert(key.clone(), child);
                field.order.push(key.clone());
                field.sequence.push(child);
                self.names.insert(key.clone());
            }
        }
        match merged.get("additionalProperties") {
            Some(below @ Value::Object(_)) => {
                field.open = true;
                field.others = Some(self.add(below, root, "", None, prose, depth + 1)?);
            }
            Some(Value::Bool(false)) => {}
            _ => field.open = true,
        }
        if let Some(below @ Value::Object(_)) = merged.get("items") {
            field.items = Some(self.add(below, root, name, None, prose, depth + 1)?);
        }
        if let Some(slot) = self.fields.get_mut(index as usize) {
            *slot = field;
        }
        Ok(id)
    }
}

fn annotations(schema: &Map<String, Value>, name: &str) -> Field {
    let flag = |key| schema.get(key).and_then(Value::as_bool).unwrap_or(false);
    let text = |key| schema.get(key).and_then(Value::as_str);
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    Field {
        title: text("title").unwrap_or(name).to_owned(),
        unit: Arc::from(text("x-unit").unwrap_or_default()),
        places: schema
            .get("x-places")
            .and_then(Value::as_u64)
            .and_then(|places| u32::try_from(places).ok())
            .map(|places| places.min(20)),
        exact: flag("x-exact"),
        signed: flag("x-signed"),
        explanation: flag("x-explanation"),
        answers: flag("x-answers"),
        bound: flag("x-bound"),
        money: text("x-unit").is_some_and(|unit| money(unit) == Some(unit)),
        prose: flag("x-prose"),
        declares_unit: flag("x-declares-unit"),
        default: text("default").map(Arc::from),
        numeric: types
            .iter()
            .any(|kind| matches!(*kind, "number" | "integer")),
        textual: types.contains(&"string"),
        choices: choices(schema),
        note: text("description").unwrap_or_default().to_owned(),
        stroke: text("pattern").is_some_and(|pattern| pattern.contains('—')),
        ..Field::default()
    }
}

/// The texts that `enum` or `const` list.
fn choices(schema: &Map<String, Value>) -> Vec<String> {
    let listed = schema.get("enum").and_then(Value::as_array);
    let only = schema.get("const").map(std::slice::from_ref);
    let all = listed.map(Vec::as_slice).or(only).unwrap_or_default();
    let texts = all.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Whether keywords that ask something stand beside a `$ref`.
fn has_more_than_reference(schema: &Value) -> bool {
    let asks = |key: &String| {
        !matches!(key.as_str(), "$ref" | "title" | "description") && !key.starts_with("x-")
    };
    schema
        .as_object()
        .is_some_and(|own| own.contains_key("$ref") && own.keys().any(asks))
}

/// The schema with its `$ref` replaced by what it names; keywords beside `$ref` win.
fn resolve(schema: &Value, root: &Value, depth: u32) -> Result<Map<String, Value>, FormFault> {
    let Value::Object(own) = schema else {
        return Ok(Map::new());
    };
    let Some(reference) = own.get("$ref").and_then(Value::as_str) else {
        return Ok(own.clone());
    };
    let fault = || FormFault::Reference(reference.to_owned());
    if depth > 16 {
        return Err(fault());
    }
    let target = reference
        .strip_prefix('#')
        .and_then(|pointer| root.pointer(pointer))
        .ok_or_else(fault)?;
    let mut merged = resolve(target, root, depth + 1)?;
    for (key, value) in own {
        if key != "$ref" {
            merged.insert(key.clone(), value.clone());
        }
    }
    Ok(merged)
}
