//! What a rule hands to a word, made into items, amounts and texts.

use rhai::{Array, Dynamic, EvalAltResult, ImmutableString, NativeCallContext};
use rust_decimal::Decimal;

use super::item::{Item, misuse};
use super::ledger::Run;
use crate::amount::{Amount, Unit};
use crate::document::{Kind, NodeId};

pub(super) type Fallible<T> = Result<T, Box<EvalAltResult>>;

/// The item a value of the script stands for.
pub(super) fn item(context: &NativeCallContext, value: &Dynamic) -> Fallible<Item> {
    if let Some(item) = value.read_lock::<Item>() {
        return Ok(item.clone());
    }
    if let Ok(number) = value.as_int() {
        return Ok(Item::Amount(Amount::given(number, Unit::NONE)));
    }
    if let Some(number) = value.read_lock::<Decimal>() {
        return Ok(Item::Amount(Amount::given(*number, Unit::NONE)));
    }
    Err(misuse(
        format!(
            "{} 不能用 {}：应为数或字段 / a number or a field is due",
            context.fn_name(),
            kind_name(value)
        ),
        context.call_position(),
    ))
}

/// The amount a value of the script stands for.
pub(super) fn amount(context: &NativeCallContext, run: &Run, value: &Dynamic) -> Fallible<Amount> {
    Ok(run.amount(&item(context, value)?))
}

/// The amounts a value stands for: a list, a table's direct numbers, an array, or one number.
pub(super) fn amounts(
    context: &NativeCallContext,
    run: &Run,
    value: &Dynamic,
) -> Fallible<Vec<Amount>> {
    if let Some(array) = value.read_lock::<Array>() {
        let mut all = Vec::new();
        for entry in array.iter() {
            all.extend(amounts(context, run, entry)?);
        }
        return Ok(all);
    }
    let item = item(context, value)?;
    if let Item::Node(node) | Item::List(node, _) = &item {
        let document = run.submission.document();
        match document.kind(*node) {
            Kind::Map => {
                return Ok(document
                    .children(*node)
                    .filter(|child| run.submission.number(*child).is_some())
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
pub(super) fn rows(context: &NativeCallContext, run: &Run, value: &Dynamic) -> Fallible<Vec<Item>> {
    if let Some(array) = value.read_lock::<Array>() {
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
            Err(super::item::Escape::Trouble(missing.trouble()).raise(context.call_position()))
        }
        Item::Amount(_) => Err(misuse(
            format!(
                "{} 需要列表或表 / needs a list or a table",
                context.fn_name()
            ),
            context.call_position(),
        )),
    }
}

/// Texts of an array of strings (a parameter, a literal) or of fields.
pub(super) fn strings(
    context: &NativeCallContext,
    run: &Run,
    value: &Dynamic,
) -> Fallible<Vec<String>> {
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Ok(vec![text.to_string()]);
    }
    if let Some(array) = value.read_lock::<Array>() {
        let mut all = Vec::new();
        for entry in array.iter() {
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
        Err(trouble) => Err(super::item::Escape::Trouble(trouble).raise(context.call_position())),
    }
}

/// Nodes with their texts: one text field, a list of texts, or an array of fields.
pub(super) fn texts(
    context: &NativeCallContext,
    run: &Run,
    value: &Dynamic,
) -> Fallible<Vec<(NodeId, String)>> {
    let items = if value.read_lock::<Array>().is_some() {
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
                return Err(super::item::Escape::Trouble(trouble).raise(context.call_position()));
            }
        }
    }
    Ok(all)
}

fn kind_name(value: &Dynamic) -> &'static str {
    if value.is_string() {
        "文字"
    } else if value.is_array() {
        "数组"
    } else if value.is_map() {
        "映射"
    } else if value.is_unit() {
        "空值"
    } else if value.is_bool() {
        "是否值"
    } else {
        "此值"
    }
}

/// The nodes of fields: one, a list's entries, or an array of fields.
pub(super) fn texts_or_items(
    context: &NativeCallContext,
    run: &Run,
    value: &Dynamic,
) -> Fallible<Vec<NodeId>> {
    run.note_read();
    let items = if value.read_lock::<Array>().is_some() {
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
                return Err(
                    super::item::Escape::Trouble(missing.trouble()).raise(context.call_position())
                );
            }
            Item::Amount(amount) => nodes.extend(amount.nodes()),
        }
    }
    Ok(nodes)
}
