//! [`Shape`]: the little that most forms ask of a value, checked in one pass over the nodes.
//!
//! The validator of JSON Schema is the judge of structure. But nearly every submission is of the
//! right structure, and to see that it is takes no validator where the form only says types,
//! required and closed objects, listed texts and plain patterns. Whatever else a form says, or a
//! value that does not fit, is left to the validator: this only ever says "surely valid".

use regex::Regex;
use serde_json::{Map, Value};

use super::fold::folded;
use super::{Field, Kind, NodeId, Submission};

/// What a form asks of the value of one field.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one type a value may have"
)]
pub(super) struct Shape {
    /// Something is asked that is not looked at here.
    unknown: bool,
    number: bool,
    integer: bool,
    text: bool,
    list: bool,
    map: bool,
    truth: bool,
    /// Required names that are no properties.
    required: Vec<String>,
    /// How many properties are required.
    properties: usize,
    /// Whether the field itself is a required property.
    pub(super) is_required: bool,
    listed: Option<Vec<String>>,
    pattern: Option<Regex>,
    /// Kinds of values that fit, whatever they are: a bit for each.
    plain: u8,
}

fn bit(kind: Kind) -> u8 {
    match kind {
        Kind::Null => 1,
        Kind::Bool => 2,
        Kind::Number => 4,
        Kind::Text => 8,
        Kind::List => 16,
        Kind::Map => 32,
    }
}

/// Keywords that ask nothing, or that are looked at.
const KNOWN: [&str; 13] = [
    "title",
    "description",
    "type",
    "properties",
    "additionalProperties",
    "items",
    "required",
    "enum",
    "const",
    "pattern",
    "$schema",
    "$defs",
    "$id",
];

impl Shape {
    /// Of a schema with its reference resolved; `merged` says that it had keywords beside one,
    /// which hold both, while here one has replaced the other.
    pub(super) fn of(schema: &Map<String, Value>, merged: bool) -> Self {
        let mut shape = Self {
            unknown: merged,
            ..Self::default()
        };
        shape.unknown |= schema
            .keys()
            .any(|key| !KNOWN.contains(&key.as_str()) && !key.starts_with("x-"));
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        for name in &types {
            match *name {
                "number" => shape.number = true,
                "integer" => shape.integer = true,
                "string" => shape.text = true,
                "array" => shape.list = true,
                "object" => shape.map = true,
                "boolean" => shape.truth = true,
                _ => shape.unknown = true,
            }
        }
        shape.unknown |= types.is_empty();
        let names = |value: &Value| -> Option<Vec<String>> {
            let all = value.as_array()?.iter();
            all.map(|name| name.as_str().map(str::to_owned)).collect()
        };
        if let Some(required) = schema.get("required") {
            match names(required) {
                Some(required) => shape.required = required,
                None => shape.unknown = true,
            }
        }
        let listed = schema.get("enum").cloned();
        let listed = listed.or_else(|| Some(Value::Array(vec![schema.get("const")?.clone()])));
        if let Some(listed) = listed {
            shape.unknown |= schema.contains_key("enum") && schema.contains_key("const");
            match names(&listed) {
                Some(listed) => shape.listed = Some(listed),
                None => shape.unknown = true,
            }
        }
        if let Some(pattern) = schema.get("pattern") {
            match pattern.as_str().and_then(plain_pattern) {
                Some(pattern) => shape.pattern = Some(pattern),
                None => shape.unknown = true,
            }
        }
        shape
    }

    /// Notes which kinds of values fit, whatever they are; once all is known.
    pub(super) fn settle(&mut self) {
        if self.unknown || self.listed.is_some() {
            return;
        }
        let nothing_required = self.properties == 0 && self.required.is_empty();
        let kinds = [
            (Kind::Bool, self.truth),
            (Kind::Number, self.number),
            // a text that reads as a number is one to the validator, where a number may stand
            (
                Kind::Text,
                self.text && self.pattern.is_none() && !self.number && !self.integer,
            ),
            (Kind::List, self.list),
            (Kind::Map, self.map && nothing_required),
        ];
        let fitting = kinds.iter().filter(|(_, fits)| *fits);
        self.plain = fitting.fold(0, |plain, (kind, _)| plain | bit(*kind));
    }

    /// The listed text that a text is, but for width and blanks.
    pub(super) fn canonical(&self, text: &str) -> Option<&str> {
        let listed = self.listed.as_ref()?;
        if listed.iter().any(|one| one == text) {
            return None;
        }
        let text = folded(text);
        listed
            .iter()
            .find(|one| folded(one) == text)
            .map(String::as_str)
    }

    /// Whether the property of this name is required; each is asked for once.
    pub(super) fn requires(&mut self, name: &str) -> bool {
        let before = self.required.len();
        self.required.retain(|required| required != name);
        let is_required = self.required.len() < before;
        self.properties += usize::from(is_required);
        is_required
    }

    /// Whether all required fields stand in a table.
    fn has_required(&self, submission: &Submission, table: NodeId) -> bool {
        let document = submission.document();
        let form = submission.form();
        // a name stands only once in a table
        let required = |node: &NodeId| {
            let field = submission.field_id(*node);
            field.is_some_and(|field| form.shape(field).is_required)
        };
        let there = self.properties == 0
            || document.children(table).filter(required).count() == self.properties;
        there && (self.required.iter()).all(|name| document.get(table, name).is_some())
    }

    /// Whether the value of a node surely fits.
    fn fits(&self, submission: &Submission, node: NodeId) -> bool {
        if self.unknown {
            return false;
        }
        let document = submission.document();
        match document.kind(node) {
            Kind::Null => false,
            Kind::Bool => self.truth && self.listed.is_none(),
            Kind::Number => self.fits_number(submission, node),
            // a text that reads as a number is one to the validator
            Kind::Text if submission.number(node).is_some() => self.fits_number(submission, node),
            Kind::Text => {
                let text = document.text(node).unwrap_or_default();
                self.text
                    && (self.listed.as_ref())
                        .is_none_or(|listed| listed.iter().any(|one| one == text))
                    && (self.pattern.as_ref()).is_none_or(|pattern| pattern.is_match(text))
            }
            Kind::List => self.list && self.listed.is_none(),
            Kind::Map => self.map && self.listed.is_none() && self.has_required(submission, node),
        }
    }

    fn fits_number(&self, submission: &Submission, node: NodeId) -> bool {
        let whole = || (submission.number(node)).is_some_and(|number| number.value.scale() == 0);
        self.listed.is_none() && (self.number || (self.integer && whole()))
    }
}

/// A pattern of letters, `^`, `$` and `?` alone, which every engine reads alike.
fn plain_pattern(pattern: &str) -> Option<Regex> {
    let special = |letter: char| "\\()[]{}|*+.".contains(letter);
    (!pattern.contains(special))
        .then(|| Regex::new(pattern).ok())
        .flatten()
}

/// Whether a submission is surely of the form's structure.
pub(super) fn surely_valid(submission: &Submission) -> bool {
    let document = submission.document();
    let fitting = submission.overlay().fitting.get_or_init(|| {
        let all = document.nodes();
        all.map(|node| fitting(submission, node)).collect()
    });
    document.nodes().zip(fitting).all(|(node, fitting)| {
        fitting & bit(document.kind(node)) != 0 || {
            let field = submission.field_id(node);
            let shape = field.map(|field| submission.form().shape(field));
            shape.is_some_and(|shape| shape.fits(submission, node))
        }
    })
}

/// The kinds of values that fit at a node whatever they are, in any submission of this tree.
fn fitting(submission: &Submission, node: NodeId) -> u8 {
    let document = submission.document();
    let Some(field) = submission.field_id(node) else {
        // below what is open, anything may stand
        let mut above = document.parent(node).into_iter();
        let open = above.any(|above| submission.field(above).is_none_or(Field::is_open));
        return if open { u8::MAX } else { 0 };
    };
    let shape = submission.form().shape(field);
    // the same names stand in every table that has this place
    let is_table = document.kind(node) == Kind::Map && shape.fits(submission, node);
    shape.plain | if is_table { bit(Kind::Map) } else { 0 }
}
