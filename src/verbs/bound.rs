//! What is written around a number: the sign of a target and the unit.

use rhai::ImmutableString;

use super::arguments::{Fallible, item};
use super::call::{Call, Language};
use super::item::Item;
use super::value::Value;
use super::{Sort, Word};
use crate::document::{Kind, read_bound, read_sign};

pub(super) const WORDS: &[Word] = &[
    Word::of(
        Sort::Maker,
        "written_sign",
        &["written_sign(字段)"],
        "写在数前后的符号：≥、≤、>、<、=（“不低于”“≥90%”“90%以上”都是 ≥）；没有写的为空文字。",
        "The sign written with a number: \"≥\" for \"不低于90%\"; empty where none is.",
        |language| {
            register(language, "written_sign", |text| {
                ImmutableString::from(read_sign(text))
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "written_unit",
        &["written_unit(字段)"],
        "写在数后面的单位（“≥90%”的 %）；没有写的为空文字。",
        "The unit written behind a number; empty where none is.",
        |language| {
            register(language, "written_unit", |text| {
                read_bound(text).map_or_else(ImmutableString::new, |bound| bound.unit.into())
            });
        },
    ),
    Word::of(
        Sort::Maker,
        "is_quantity",
        &["is_quantity(字段)"],
        "文字是否只是一个数（可带符号和单位）。",
        "Whether a text is a mere number, with or without sign and unit.",
        |language| {
            language.add("is_quantity", |context: &Call, value: Value| {
                Fallible::Ok(read_bound(&written(context, &value)?).is_some())
            });
        },
    ),
];

fn register(language: &mut Language, name: &'static str, read: fn(&str) -> ImmutableString) {
    language.add(name, move |context: &Call, value: Value| {
        Fallible::Ok(read(&written(context, &value)?))
    });
}

/// The text that stands in a field; empty where none does.
fn written(context: &Call, value: &Value) -> Fallible<String> {
    let run = context.run;
    let Item::Node(node) = item(context, value)? else {
        run.note_read();
        return Ok(String::new());
    };
    run.note_stood();
    let document = run.submission.document();
    Ok(match document.kind(node) {
        Kind::Text => document.text(node).unwrap_or_default().to_owned(),
        _ => String::new(),
    })
}
