//! Identities of whole tables, row by row: `across` and `subtotals`. One call for a table of any
//! length, so that a rule costs the interpreter the same for four rows and for four hundred.

use std::collections::BTreeMap;

use rhai::ImmutableString;

use super::arguments::{Fallible, item, rows, strings};
use super::call::{Call, Language};
use super::equal::equal;
use super::item::Item;
use super::ledger::{Check, Run};
use super::value::Value;
use super::{Sort, Word};
use crate::amount::Amount;

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "across",
        sort: Sort::Verb,
        usage: &["across(各行, \"合计列\", [\"分列\", …])"],
        zh: "横向：每一行的合计列应等于各分列之和，没有填的按 0 计；整行没有填的不查。",
        en: "In each row the total column is the sum of the others, empty cells \
             counting as zero; rows with nothing in them are left alone.",
        register: across,
    },
    Word {
        name: "subtotals",
        sort: Sort::Verb,
        usage: &[
            "subtotals(各行, \"编码列\", [\"列\", …])",
            "subtotals(合计行, 各行, \"编码列\", [\"列\", …])",
        ],
        zh: "纵向：有下级的行，各列应等于直接下级之和；上下级看编码（201 之下是 20101，20101 之下是 2010101）。\
             给出合计行的，合计行应等于最上级各行之和。",
        en: "Each row that has rows below it is their sum, column by column; a code that begins with \
             another is below it. A row of totals, where one is given, is the sum of the topmost rows.",
        register: subtotals,
    },
];

fn across(language: &mut Language) {
    language.add(
        "across",
        |context: &Call, list: Value, total: ImmutableString, parts: Value| -> Fallible<()> {
            let run = context.run;
            let parts = strings(context, run, &parts)?;
            for row in rows(context, run, &list)? {
                let cells: Vec<Item> = parts.iter().map(|name| run.field(&row, name)).collect();
                foot(run, &run.field(&row, &total), &cells);
            }
            Ok(())
        },
    );
}

/// One total against its parts, empty parts left out; nothing to check where all is empty.
fn foot(run: &Run, total: &Item, parts: &[Item]) {
    let filled = |cell: &&Item| {
        run.given(cell) || matches!(cell, Item::Missing(missing) if missing.unknown.is_some())
    };
    let parts: Vec<Amount> = parts
        .iter()
        .filter(filled)
        .map(|cell| run.amount(cell))
        .collect();
    if parts.is_empty() && !filled(&total) {
        return;
    }
    let sum = Amount::sum(parts);
    let nothing = sum.value().is_ok_and(crate::amount::Exact::is_zero);
    if nothing && !filled(&total) {
        // left empty where zero is due
        run.mark(&sum.nodes());
        run.record(Check::Held);
        return;
    }
    equal(run, total, &sum);
}

fn subtotals(language: &mut Language) {
    language.add(
        "subtotals",
        |context: &Call, list: Value, code: ImmutableString, columns: Value| -> Fallible<()> {
            levels(context, None, &list, &code, &columns)
        },
    );
    language.add(
        "subtotals",
        |context: &Call,
         whole: Value,
         list: Value,
         code: ImmutableString,
         columns: Value|
         -> Fallible<()> {
            let whole = item(context, &whole)?;
            levels(context, Some(&whole), &list, &code, &columns)
        },
    );
}

fn levels(
    context: &Call,
    whole: Option<&Item>,
    list: &Value,
    code: &str,
    columns: &Value,
) -> Fallible<()> {
    let run = context.run;
    let columns = strings(context, run, columns)?;
    let rows = rows(context, run, list)?;
    let mut codes = Vec::with_capacity(rows.len());
    for row in &rows {
        match run.text(&run.field(row, code)) {
            Ok(text) => codes.push(text.unwrap_or_default()),
            Err(trouble) => {
                run.record_trouble(&trouble);
                return Ok(());
            }
        }
    }
    let places: BTreeMap<&str, usize> = codes
        .iter()
        .enumerate()
        .rev()
        .map(|(place, code)| (code.as_str(), place))
        .collect();
    let mut top = Vec::new();
    let mut below: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
    for (code, row) in codes.iter().zip(&rows) {
        // the longest code that this one begins with; a row without a code is a note
        let above = code
            .char_indices()
            .rev()
            .filter_map(|(end, _)| places.get(code.get(..end)?))
            .find(|place| codes.get(**place).is_some_and(|code| !code.is_empty()));
        match above {
            Some(place) => below.entry(*place).or_default().push(row),
            None if code.is_empty() => {}
            None => top.push(row),
        }
    }
    let sums = whole.map(|whole| (whole, &top)).into_iter().chain(
        below
            .iter()
            .filter_map(|(place, parts)| Some((rows.get(*place)?, parts))),
    );
    for (total, parts) in sums {
        for column in &columns {
            let cells: Vec<Item> = parts.iter().map(|row| run.field(row, column)).collect();
            foot(run, &run.field(total, column), &cells);
        }
    }
    Ok(())
}
