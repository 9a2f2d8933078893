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
use crate::amount::{Amount, Exact, Trouble, judge};
use crate::document::folded;
use crate::finding::Verdict;
use crate::words::Message;

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
            let rows = rows(context, run, &list)?;
            let cells = |row: &Item| -> Vec<Item> {
                parts.iter().map(|name| run.field(row, name)).collect()
            };
            // of a table that prints none of the parts, that is said once
            let printed = rows
                .iter()
                .any(|row| cells(row).iter().any(|cell| counts(run, cell)));
            let said = std::cell::Cell::new(false);
            for row in &rows {
                let total = run.field(row, &total);
                foot(run, &total, &cells(row), &|| {
                    let again = said.replace(true) && !printed;
                    (!again).then(|| left_out(run, row, &parts)).flatten()
                });
            }
            Ok(())
        },
    );
}

/// Whether a cell is filled in, or is one that the form does not have, which is to be said.
fn counts(run: &Run, cell: &Item) -> bool {
    run.stands(cell) || matches!(cell, Item::Missing(missing) if missing.unknown.is_some())
}

/// The first of the parts of a row, as what is left out of it.
fn left_out(run: &Run, row: &Item, parts: &[String]) -> Option<Trouble> {
    let Item::Missing(missing) = run.field(row, parts.first()?) else {
        return Some(Trouble::Missing {
            nearest: run.place(row),
            field: parts.first()?.clone(),
        });
    };
    Some(missing.trouble())
}

/// One total against its parts, empty parts left out. Where all parts are empty, there is no sum:
/// a total of zero says so, and for any other what is left out is named, if that is known.
fn foot(run: &Run, total: &Item, parts: &[Item], left_out: &dyn Fn() -> Option<Trouble>) {
    run.note_read();
    let stated = counts(run, total);
    let parts: Vec<Amount> = parts
        .iter()
        .filter(|cell| counts(run, cell))
        .map(|cell| run.amount(cell))
        .collect();
    if parts.is_empty() {
        if !stated {
            return;
        }
        let total = run.amount(total);
        match total.value() {
            Ok(value) if value.is_zero() => {
                run.mark(&total.nodes());
                run.record(Check::Held);
            }
            Ok(_) => run.record_trouble(&left_out().unwrap_or(Trouble::Nothing)),
            Err(trouble) => run.record_trouble(trouble),
        }
        return;
    }
    let sum = Amount::sum(parts);
    let nothing = sum.value().is_ok_and(Exact::is_zero);
    if nothing && !stated {
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
    if let (Some(whole), Value::Item(list @ Item::Missing(_))) = (whole, list) {
        without_rows(run, whole, list, &columns);
        return Ok(());
    }
    let rows = rows(context, run, list)?;
    let mut codes = Vec::with_capacity(rows.len());
    for row in &rows {
        match run.text(&run.field(row, code)) {
            Ok(text) => codes.push(text.map(|text| folded(&text)).unwrap_or_default()),
            Err(trouble) => {
                run.record_trouble(&trouble);
                return Ok(());
            }
        }
    }
    let table = Table {
        run,
        rows: &rows,
        codes: &codes,
        columns: &columns,
    };
    let loose = table.loose(whole);
    if let Some(first) = loose.first()
        && codes.iter().all(String::is_empty)
    {
        // the whole column is lost: of one cause there is one thing to say
        run.record_trouble(&Trouble::Missing {
            nearest: run.place(first),
            field: code.to_owned(),
        });
        return Ok(());
    }
    table.judge(context, whole, list, code, &loose)
}

/// A row of totals over a table that is not there: right where all of them are zero.
fn without_rows(run: &Run, whole: &Item, list: &Item, columns: &[String]) {
    for column in columns {
        let total = run.field(whole, column);
        let gap = || match list {
            Item::Missing(missing) => Some(missing.trouble()),
            _ => None,
        };
        foot(run, &total, &[], &gap);
    }
}

/// The rows of a table with their codes.
struct Table<'a> {
    run: &'a Run,
    rows: &'a [Item],
    /// As they are compared; empty where a row has none.
    codes: &'a [String],
    columns: &'a [String],
}

impl Table<'_> {
    /// Rows with figures and without a code, which belong to no sum that anybody could name. One
    /// that repeats the row of totals is that row, and one without figures is a note.
    fn loose(&self, whole: Option<&Item>) -> Vec<&Item> {
        let rows = self.rows.iter().zip(self.codes);
        let without = rows.filter(|(_, code)| code.is_empty()).map(|(row, _)| row);
        without
            .filter(|row| {
                let amount = |row: &Item, column: &str| {
                    let cell = self.run.field(row, column);
                    self.run.stands(&cell).then(|| self.run.amount(&cell))
                };
                let mut cells = self.columns.iter().map(|column| amount(row, column));
                let figures = cells
                    .any(|cell| cell.is_some_and(|cell| !cell.value().is_ok_and(Exact::is_zero)));
                let repeats = whole.is_some_and(|whole| {
                    self.columns.iter().all(|column| {
                        match (amount(row, column), amount(whole, column)) {
                            (Some(a), Some(b)) => a.value().ok() == b.value().ok(),
                            (a, b) => a.is_none() == b.is_none(),
                        }
                    })
                });
                figures && !repeats
            })
            .collect()
    }

    /// Which rows are topmost, and which stand below which.
    fn levels(&self) -> (Vec<&Item>, BTreeMap<usize, Vec<&Item>>) {
        let places: BTreeMap<&str, usize> = self
            .codes
            .iter()
            .enumerate()
            .rev()
            .map(|(place, code)| (code.as_str(), place))
            .collect();
        let mut top = Vec::new();
        let mut below: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
        for (code, row) in self.codes.iter().zip(self.rows) {
            // the longest code that this one begins with
            let above = code
                .char_indices()
                .rev()
                .filter_map(|(end, _)| places.get(code.get(..end)?))
                .find(|place| self.codes.get(**place).is_some_and(|code| !code.is_empty()));
            match above {
                Some(place) => below.entry(*place).or_default().push(row),
                None if code.is_empty() => {}
                None => top.push(row),
            }
        }
        (top, below)
    }

    fn judge(
        &self,
        context: &Call,
        whole: Option<&Item>,
        list: &Value,
        code: &str,
        loose: &[&Item],
    ) -> Fallible<()> {
        let run = self.run;
        for row in loose {
            let node = run.place(row);
            let title = run.submission.title(node);
            let mut finding = run.finding(Verdict::Absent, Message::NoCode(title, code.to_owned()));
            let due = Some(Message::Required(code.to_owned()));
            finding.labels.push(run.label(node, due, true));
            for column in self.columns {
                if let Item::Node(cell) = run.field(row, column) {
                    finding.labels.push(run.label(cell, None, false));
                }
            }
            run.record(Check::Found(Box::new(finding), None));
        }
        let (top, below) = self.levels();
        let empty = self.rows.is_empty();
        let list = if empty {
            Some(item(context, list)?)
        } else {
            None
        };
        let sums = whole.map(|whole| (whole, &top)).into_iter().chain(
            below
                .iter()
                .filter_map(|(place, parts)| Some((self.rows.get(*place)?, parts))),
        );
        for (total, parts) in sums {
            for column in self.columns {
                let cells: Vec<Item> = parts.iter().map(|row| run.field(row, column)).collect();
                let total = run.field(total, column);
                // a row that nobody can place may be what is lacking here
                if !loose.is_empty() && !comes_out(run, &total, &cells) {
                    continue;
                }
                foot(run, &total, &cells, &|| match (parts.first(), &list) {
                    (Some(row), _) => left_out(run, row, std::slice::from_ref(column)),
                    (None, Some(list)) => no_rows(run, list),
                    (None, None) => None,
                });
            }
        }
        Ok(())
    }
}

/// An empty list, as what is left out of the table it stands in.
fn no_rows(run: &Run, list: &Item) -> Option<Trouble> {
    let document = run.submission.document();
    let list = run.place(list);
    Some(Trouble::Missing {
        nearest: document.parent(list)?,
        field: document.key(list)?.to_owned(),
    })
}

/// Whether a total is the sum of its parts, as far as rounding goes.
fn comes_out(run: &Run, total: &Item, parts: &[Item]) -> bool {
    let parts = parts.iter().filter(|cell| counts(run, cell));
    let sum = Amount::sum(parts.map(|cell| run.amount(cell)).collect());
    judge(&run.amount(total), &sum).is_ok_and(|judged| judged.verdict != Verdict::Wrong)
}
