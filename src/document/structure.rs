//! Structure of a submission against its form, by the `jsonschema` crate over our own arena:
//! no second parse, and each fault at its node.

use std::borrow::Cow;
use std::sync::OnceLock;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use jsonschema::{JsonType, Validator};
use rust_decimal::Decimal;
use serde_json::Value;

use super::fold::folded;
use super::shape::surely_valid;
use super::{Form, FormFault, Kind, NodeId, Submission};

/// One departure from the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StructureFault {
    /// Where; for a missing or unknown field the object that lacks or holds it.
    pub node: NodeId,
    /// What.
    pub kind: StructureKind,
}

/// How a submission can depart from the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StructureKind {
    /// Another kind of value is due; JSON type names.
    Type {
        /// What the form wants.
        expected: Vec<&'static str>,
        /// What stands there.
        found: &'static str,
    },
    /// A required field is absent.
    Required(String),
    /// The form has no such field; the nearest it has, if any is near.
    Unknown {
        /// The node of the unknown field.
        field: NodeId,
        /// The form's nearest name.
        nearest: Option<String>,
    },
    /// Not one of the values the form lists.
    NotListed(Vec<String>),
    /// A text that is not of the form's pattern.
    Pattern(String),
    /// A number outside the form's bounds; the bound.
    Bound(String),
    /// A text or list that is too short or too long; the limit.
    Length(String),
    /// Anything else, in the validator's words.
    Other(String),
    /// More departures than are told: how many others.
    Untold(usize),
}

/// Departures that are told of one submission: a form has some hundred fields, and who departs from
/// it more often has filled in another one.
const TOLD: usize = 1_000;

/// Texts of so many letters may be codes or listed words; longer ones are held against the form
/// as they are.
const SHORT: usize = 40;

/// A form ready to hold submissions against. The validator is a tenth of what starting costs, and
/// nearly every submission is seen to be valid without it, so it is made when first asked.
#[derive(Debug, Default)]
pub struct Structure(OnceLock<Option<Validator<Arena>>>);

impl Structure {
    /// Prepares the form's schema at once, to know that it is one.
    ///
    /// # Errors
    /// [`FormFault::Invalid`] when it is not a valid JSON Schema.
    pub fn new(form: &Form) -> Result<Self, FormFault> {
        let validator = validator(form)?;
        Ok(Self(OnceLock::from(Some(validator))))
    }

    /// For the form of a shipped pack, which a test has seen to be valid: prepared when first needed.
    #[must_use]
    pub fn of_shipped() -> Self {
        Self::default()
    }

    /// All departures, in document order.
    #[must_use]
    pub fn faults(&self, submission: &Submission) -> Vec<StructureFault> {
        if surely_valid(submission) {
            return Vec::new();
        }
        let document = submission.document();
        let root = View::Node(submission, document.root());
        let validator = self.0.get_or_init(|| validator(submission.form()).ok());
        let Some(validator) = validator else {
            // a form that is no schema was refused at loading, or by the tests of shipped packs
            let kind = StructureKind::Other("form".to_owned());
            let node = document.root();
            return vec![StructureFault { node, kind }];
        };
        if validator.is_valid(root) {
            return Vec::new();
        }
        let mut faults = Vec::new();
        let mut untold = 0;
        for error in validator.iter_errors(root) {
            if faults.len() >= TOLD {
                untold += 1;
                continue;
            }
            let node = document
                .find(error.instance_path().as_str())
                .unwrap_or_else(|| document.root());
            // a cell that was left blank is not filled in; whether it must be is for the rules
            if matches!(error.kind(), ValidationErrorKind::Enum { .. })
                && document.text(node).is_some_and(super::is_blank)
            {
                continue;
            }
            if let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() {
                untold += unexpected.len().saturating_sub(TOLD);
                for name in unexpected.iter().take(TOLD) {
                    if let Some(field) = document.get(node, name) {
                        let nearest = nearest_field(submission, node, name);
                        let kind = StructureKind::Unknown { field, nearest };
                        faults.push(StructureFault { node: field, kind });
                    }
                }
                continue;
            }
            let kind = fault_kind(submission, node, error.kind(), &error.to_string());
            faults.push(StructureFault { node, kind });
        }
        faults.sort_by_key(|fault| fault.node);
        if untold > 0 {
            faults.push(StructureFault {
                node: document.root(),
                kind: StructureKind::Untold(untold),
            });
        }
        faults
    }
}

fn validator(form: &Form) -> Result<Validator<Arena>, FormFault> {
    let mut schema = form.schema().clone();
    encode_references(&mut schema);
    jsonschema::options_for::<Arena>()
        .build(&schema)
        .map_err(|error| FormFault::Invalid(error.to_string()))
}

/// A `$ref` is a URI, in which Chinese is percent-encoded; authors write it as it reads.
fn encode_references(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(reference) if key == "$ref" => {
                        *reference = percent_encoded(reference);
                    }
                    other => encode_references(other),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(encode_references),
        _ => {}
    }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii() {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                encoded.push(digit.to_ascii_uppercase());
            }
        }
    }
    encoded
}

fn nearest_field(submission: &Submission, node: NodeId, name: &str) -> Option<String> {
    let field = submission.field(node)?;
    crate::words::nearest(name, field.names().iter().map(String::as_str)).map(str::to_owned)
}

fn fault_kind(
    submission: &Submission,
    node: NodeId,
    kind: &ValidationErrorKind,
    words: &str,
) -> StructureKind {
    match kind {
        ValidationErrorKind::Type { kind } => StructureKind::Type {
            expected: match kind {
                TypeKind::Single(one) => vec![type_name(*one)],
                TypeKind::Multiple(several) => several.iter().map(type_name).collect(),
            },
            found: type_name(View::Node(submission, node).json_type()),
        },
        ValidationErrorKind::Required { property } => {
            StructureKind::Required(property.as_str().unwrap_or_default().to_owned())
        }
        ValidationErrorKind::Enum { options } => StructureKind::NotListed(
            options
                .as_array()
                .into_iter()
                .flatten()
                .map(plain)
                .collect(),
        ),
        ValidationErrorKind::Constant { expected_value } => {
            StructureKind::NotListed(vec![plain(expected_value)])
        }
        ValidationErrorKind::Pattern { pattern } => StructureKind::Pattern(pattern.clone()),
        ValidationErrorKind::Minimum { limit }
        | ValidationErrorKind::ExclusiveMinimum { limit }
        | ValidationErrorKind::Maximum { limit }
        | ValidationErrorKind::ExclusiveMaximum { limit } => StructureKind::Bound(plain(limit)),
        ValidationErrorKind::MinLength { limit }
        | ValidationErrorKind::MaxLength { limit }
        | ValidationErrorKind::MinItems { limit }
        | ValidationErrorKind::MaxItems { limit } => StructureKind::Length(limit.to_string()),
        _ => StructureKind::Other(words.to_owned()),
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn type_name(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "array",
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Null => "null",
        JsonType::Number => "number",
        JsonType::Object => "object",
        JsonType::String => "string",
    }
}

/// The arena as a JSON representation of the validator's.
#[derive(Debug)]
pub(super) struct Arena;

impl Json for Arena {
    type Node<'a> = View<'a>;
    type PreparedKey = String;
    type StringBuffer = String;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(View<'_>) -> T) -> T {
        string.clone_into(buffer);
        f(View::Name(buffer))
    }
}

/// What the validator looks at.
#[derive(Clone, Copy, Debug)]
pub(super) enum View<'a> {
    /// A node seen through the form.
    Node(&'a Submission, NodeId),
    /// A field's name as if it were a value (`propertyNames`).
    Name(&'a str),
}

impl<'a> View<'a> {
    /// The children as views; none for what is no container.
    fn children(self) -> Box<dyn Iterator<Item = (&'a str, Self)> + 'a> {
        let View::Node(submission, node) = self else {
            return Box::new(std::iter::empty());
        };
        let document = submission.document();
        let listed = document.kind(node) == Kind::List;
        // a cell left empty is not there; entries of a list keep their places
        let there = document
            .children(node)
            .filter(move |child| listed || !submission.is_left_empty(*child));
        Box::new(there.map(move |child| {
            (
                document.key(child).unwrap_or_default(),
                View::Node(submission, child),
            )
        }))
    }

    fn count(self) -> usize {
        match self {
            View::Node(..) => self.children().count(),
            View::Name(_) => 0,
        }
    }
}

/// A written number, for the validator.
#[derive(Debug)]
pub(super) struct Written(Decimal);

impl JsonNumber for Written {
    fn as_u64(&self) -> Option<u64> {
        self.0
            .is_integer()
            .then(|| self.0.try_into().ok())
            .flatten()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0
            .is_integer()
            .then(|| self.0.try_into().ok())
            .flatten()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.to_string().parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        let number = self
            .0
            .to_string()
            .parse()
            .unwrap_or_else(|_| serde_json::Number::from(0));
        Cow::Owned(number)
    }
}

impl<'a> Node<'a, Arena> for View<'a> {
    type Object = Self;
    type Array = Self;
    type Number = Written;

    fn as_object(&self) -> Option<Self> {
        (self.json_type() == JsonType::Object).then_some(*self)
    }

    fn as_array(&self) -> Option<Self> {
        (self.json_type() == JsonType::Array).then_some(*self)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        if self.json_type() != JsonType::String {
            return None;
        }
        match *self {
            View::Node(submission, node) => {
                if let Some(code) = submission.code(node) {
                    return Some(Cow::Owned(code));
                }
                let text = submission.document().text(node)?;
                let field = submission.field_id(node);
                let listed = field.and_then(|id| submission.form().listed(id, text));
                Some(Cow::Owned(match listed {
                    Some(listed) => listed.to_owned(),
                    // patterns are of codes and the like, whatever their width
                    None if text.chars().count() <= SHORT => folded(text),
                    None => return Some(Cow::Borrowed(text)),
                }))
            }
            View::Name(name) => Some(Cow::Borrowed(name)),
        }
    }

    fn as_number(&self) -> Option<Written> {
        match *self {
            View::Node(submission, node) if submission.code(node).is_none() => {
                submission.number(node).map(|number| Written(number.value))
            }
            View::Node(..) | View::Name(_) => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match *self {
            View::Node(submission, node) => submission.document().boolean(node),
            View::Name(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        let View::Node(submission, node) = *self else {
            return JsonType::String;
        };
        match submission.document().kind(node) {
            Kind::Null => JsonType::Null,
            Kind::Bool => JsonType::Boolean,
            Kind::Number if submission.code(node).is_some() => JsonType::String,
            Kind::Number => JsonType::Number,
            Kind::Text if submission.number(node).is_some() => JsonType::Number,
            Kind::Text => JsonType::String,
            Kind::List => JsonType::Array,
            Kind::Map => JsonType::Object,
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match self.json_type() {
            JsonType::Null => Value::Null,
            JsonType::Boolean => Value::Bool(self.as_boolean().unwrap_or_default()),
            JsonType::Number | JsonType::Integer => {
                self.as_number().map_or(Value::Null, |number| {
                    Value::Number(number.to_number().into_owned())
                })
            }
            JsonType::String => self.as_string().unwrap_or_default().into(),
            JsonType::Array => Value::Array(
                self.children()
                    .map(|(_, child)| child.to_value().into_owned())
                    .collect(),
            ),
            JsonType::Object => Value::Object(
                self.children()
                    .map(|(name, child)| (name.to_owned(), child.to_value().into_owned()))
                    .collect(),
            ),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            View::Node(_, node) => Some(NodeIdentity::new(node.index())),
            View::Name(_) => None,
        }
    }
}

impl<'a> Object<'a, Arena> for View<'a> {
    type Node = Self;
    type MemberName = &'a str;
    type MembersIter = Box<dyn Iterator<Item = (&'a str, Self)> + 'a>;

    fn len(&self) -> usize {
        self.count()
    }

    fn get(&self, key: &String) -> Option<Self> {
        match *self {
            View::Node(submission, node) => submission
                .document()
                .get(node, key)
                .filter(|node| !submission.is_left_empty(*node))
                .map(|node| View::Node(submission, node)),
            View::Name(_) => None,
        }
    }

    fn members(&self) -> Self::MembersIter {
        self.children()
    }
}

impl<'a> Array<'a, Arena> for View<'a> {
    type Node = Self;
    type ElementsIter = Box<dyn Iterator<Item = Self> + 'a>;

    fn len(&self) -> usize {
        self.count()
    }

    fn elements(&self) -> Self::ElementsIter {
        Box::new(self.children().map(|(_, child)| child))
    }
}
