//! `row`: the row of a table that bears a name, so that rows of two tables can be held against
//! each other.

use std::sync::Arc;

use rhai::ImmutableString;

use super::arguments::{Fallible, item};
use super::call::{Call, Language};
use super::item::{Item, Missing};
use super::value::Value;
use super::{Sort, Word};
use crate::document::{NodeId, folded};

pub(super) const WORDS: &[Word] = &[Word {
    name: "row",
    sort: Sort::Maker,
    usage: &["row(各行, \"列名\", \"文字\")"],
    zh: "各行中该列为这个文字的第一行；没有这样的行，就是没有填写。",
    en: "The first row whose column has this text; a gap where there is none.",
    register,
}];

fn register(language: &mut Language) {
    language.add(
        "row",
        |context: &Call, table: Value, column: ImmutableString, wanted: ImmutableString| {
            let run = context.run;
            let table = item(context, &table)?;
            let node = match &table {
                Item::Node(node) | Item::List(node, _) => *node,
                Item::Missing(_) | Item::Amount(_) => return Fallible::Ok(table),
            };
            run.note_read();
            let wanted = folded(&wanted);
            let document = run.submission.document();
            let found = document.children(node).find(|row| {
                let cell = run.field(&run.item(*row), &column);
                let text = run.text(&cell).ok().flatten();
                text.is_some_and(|text| folded(&text) == wanted)
            });
            Ok(found.map_or_else(
                || none(run.submission.field(node), node, &column, &wanted),
                |row| run.item(row),
            ))
        },
    );
}

/// No such row.
fn none(list: Option<&crate::document::Field>, node: NodeId, column: &str, wanted: &str) -> Item {
    Item::Missing(Arc::new(Missing {
        nearest: node,
        field: format!("[{column}={wanted}]"),
        declared: list.and_then(crate::document::Field::items),
        unknown: None,
    }))
}
