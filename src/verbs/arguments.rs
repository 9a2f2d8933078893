//! What a rule hands to a word, made into items, amounts and texts.

use super::call::Call;
use super::item::{Item, misuse};
use super::ledger::Run;
use super::value::Value;
use crate::amount::{Amount, Unit};
use crate::document::{Kind, NodeId};
use rhai::EvalAltResult;

pub(super) type Fallible<T> = Result<T, Box<EvalAltResult>>;

/// The item a value of the script stands for.
pub(super) fn item(context: &Call, value: &Value) -> Fallible<Item> {
    match value {
        Value::Item(item) => return Ok(item.clone()),
        Value::Integer(number) => return Ok(Item::Amount(Amount::given(*number, Unit::NONE))),
        Value::Decimal(number) => return Ok(Item::Amount(Amount::given(*number, Unit::NONE))),
        _ => {}
    }
    Err(misuse(
        format!(
            "{} 不能用 {}：应为数或字段 / a number or a field is due",
            context.name,
            kind_name(value)
        ),
        context.position,
    ))
}

/// The amount a value of the script stands for.
pub(super) fn amount(context: &Call, run: &Run, value: &Value) -> Fallible<Amount> {
    Ok(run.amount(&item(context, value)?))
}

/// The amounts a value stands for: a list, a table's direct numbers, an array, or one number.
pub(super) fn amounts(context: &Call, run: &Run, value: &Value) -> Fallible<Vec<Amount>> {
    if let Value::Array(array) = value {
        let mut all = Vec::with_capacity(array.len());
        for entry in array {
            // mostly a field with a number
            if let Value::Item(Item::Node(node)) = entry
                && run.submission.document().kind(*node) == Kind::Number
            {
                all.push(run.amount_at(*node));
            } else {
                all.extend(amounts(context, run, entry)?);
            }
        }
        return Ok(all);
    }
    let item = item(context, value)?;
    if let Item::Node(node) | Item::List(node, _) = &item {
        let document = run.submission.document();
        match document.kind(*node) {
            Kind::Map => {
                // what should be a figure and is none keeps the sum from being made
                return Ok(document
                    .children(*node)
                    .filter(|child| {
                        run.submission.is_number(*child) || run.submission.is_unreadable(*child)
                    })
                    .map(|child| run.amount_at(child))
                    .collect());
            }
            Kind::List => {
                return Ok(document
                    .children(*node)
                    .map(|child| run.amount_at(child))
                    .collect());
            }
            _ => {}
        }
    }
    Ok(vec![run.amount(&item)])
}

/// The rows of a list, a table of tables or an array.
pub(super) fn rows(context: &Call, run: &Run, value: &Value) -> Fallible<Vec<Item>> {
    if let Value::Array(array) = value {
        return array.iter().map(|entry| item(context, entry)).collect();
    }
    let item = item(context, value)?;
    run.note_read();
    let document = run.submission.document();
    match &item {
        Item::Node(node) | Item::List(node, _) => Ok(document
            .children(*node)
            .filter(|child| {
                document.kind(*node) == Kind::List || document.kind(*child) == Kind::Map
            })
            .map(|child| run.item(child))
            .collect()),
        Item::Missing(missing) => {
            Err(super::item::Escape::Trouble(missing.trouble()).raise(context.position))
        }
        Item::Amount(_) => Err(misuse(
            format!("{} 需要列表或表 / needs a list or a table", context.name),
            context.position,
        )),
    }
}

/// Texts of an array of strings (a parameter, a literal) or of fields.
pub(super) fn strings(context: &Call, run: &Run, value: &Value) -> Fallible<Vec<String>> {
    if let Value::Text(text) = value {
        return Ok(vec![text.to_string()]);
    }
    if let Value::Array(array) = value {
        let mut all = Vec::new();
        for entry in array {
            all.extend(strings(context, run, entry)?);
        }
        return Ok(all);
    }
    let item = item(context, value)?;
    if let Item::List(_, nodes) = &item {
        return Ok(nodes
            .iter()
            .filter_map(|node| run.text(&Item::Node(*node)).ok().flatten())
            .collect());
    }
    match run.text(&item) {
        Ok(text) => Ok(text.into_iter().collect()),
        Err(trouble) => Err(super::item::Escape::Trouble(trouble).raise(context.position)),
    }
}

/// Nodes with their texts: one text field, a list of texts, or an array of fields.
pub(super) fn texts(context: &Call, run: &Run, value: &Value) -> Fallible<Vec<(NodeId, String)>> {
    let items = if matches!(value, Value::Array(_)) {
        rows(context, run, value)?
    } else {
        run.note_read();
        match item(context, value)? {
            Item::List(_, nodes) => nodes.iter().map(|node| Item::Node(*node)).collect(),
            other => vec![other],
        }
    };
    let mut all = Vec::new();
    for item in items {
        match run.text(&item) {
            Ok(Some(text)) => all.push((run.place(&item), text)),
            Ok(None) => {}
            Err(trouble) => {
                return Err(super::item::Escape::Trouble(trouble).raise(context.position));
            }
        }
    }
    Ok(all)
}

fn kind_name(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "文字",
        Value::Array(_) => "数组",
        Value::Other(other) if other.is_map() => "映射",
        Value::Nothing => "空值",
        Value::Truth(_) => "是否值",
        _ => "此值",
    }
}

/// The nodes of fields: one, a list's entries, or an array of fields.
pub(super) fn texts_or_items(context: &Call, run: &Run, value: &Value) -> Fallible<Vec<NodeId>> {
    run.note_read();
    let items = if matches!(value, Value::Array(_)) {
        rows(context, run, value)?
    } else {
        vec![item(context, value)?]
    };
    let mut nodes = Vec::new();
    for item in items {
        match item {
            Item::Node(node) => nodes.push(node),
            Item::List(_, below) => nodes.extend(below.iter().copied()),
            Item::Missing(missing) => {
                return Err(super::item::Escape::Trouble(missing.trouble()).raise(context.position));
            }
            Item::Amount(amount) => nodes.extend(amount.nodes()),
        }
    }
    Ok(nodes)
}
