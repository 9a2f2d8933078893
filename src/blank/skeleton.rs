//! The form as JSON with every field and nothing in them.

use serde_json::{Map, Value};

use super::layout::{Layout, is_value};
use crate::document::{FieldId, Form};
use crate::pack::KIND;

/// Every field of the form: texts empty, numbers `null`, one item in each list, and what can only
/// be one text as that text. The 文种 stands in it: without it no pack would be found.
#[must_use]
pub fn skeleton(layout: &Layout, form: &Form) -> String {
    let mut value = of(form, form.root());
    if let Some(kind) = value.get_mut(KIND) {
        *kind = Value::String(layout.kind.clone());
    }
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn of(form: &Form, id: FieldId) -> Value {
    let field = form.field(id);
    if let Some(items) = field.items() {
        return if is_value(form.field(items)) || field.answers {
            Value::Array(Vec::new())
        } else {
            Value::Array(vec![of(form, items)])
        };
    }
    if is_value(field) {
        return match field.choices.as_slice() {
            [only] => Value::String(only.clone()),
            _ if field.numeric => Value::Null,
            _ => Value::String(String::new()),
        };
    }
    let names = field.names().iter();
    let below = names.filter_map(|key| Some((key.clone(), of(form, field.field(key)?))));
    Value::Object(below.collect::<Map<String, Value>>())
}
