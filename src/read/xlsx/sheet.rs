//! One sheet: its cells, in the digits of the file.

use smol_str::SmolStr;

use super::part::{Element, Package, Seen};
use super::strings::{Rich, Shared, unescaped};
use super::styles::Styles;
use crate::fault::WorkbookFault;
use crate::read::decimal;
use crate::read::format::{self, Format};
use crate::read::sheet::{Area, At, COLUMNS, Cell, ROWS, Sheet, Struck, Value};

/// The most cells of a sheet that hold something.
const CELLS: usize = 5_000_000;

/// Reads the part of a sheet into it.
pub(super) fn read(
    package: &mut Package<'_>,
    part: &str,
    strings: &Shared,
    styles: &Styles,
    since_1904: bool,
    sheet: &mut Sheet,
) -> Result<(), WorkbookFault> {
    let mut reading = Reading {
        strings,
        styles,
        since_1904,
        sheet,
        row: 0,
        column: 0,
        open: None,
    };
    let found = package.events(part, |seen| reading.see(seen))?;
    if !found {
        return Err(WorkbookFault::Damaged(part.to_owned()));
    }
    // cells out of order are known; of two at one place the later one holds, as in Excel
    let cells = &mut sheet.cells;
    if !cells.is_sorted_by(|one, next| one.at < next.at) {
        cells.reverse();
        cells.sort_by_key(|cell| cell.at);
        cells.dedup_by_key(|cell| cell.at);
    }
    Ok(())
}

struct Reading<'a> {
    strings: &'a Shared,
    styles: &'a Styles,
    since_1904: bool,
    sheet: &'a mut Sheet,
    /// The row at hand.
    row: u32,
    /// The column of the last cell.
    column: u32,
    open: Option<Open>,
}

/// A cell while it is read.
struct Open {
    at: At,
    kind: String,
    style: u32,
    value: Option<String>,
    formula: Option<String>,
    rich: Option<Rich>,
    /// Where text goes.
    into: Into,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Nothing,
    Value,
    Formula,
}

impl Reading<'_> {
    fn see(&mut self, seen: &Seen<'_>) -> Result<(), WorkbookFault> {
        match seen {
            Seen::Open(element) => self.open(element),
            Seen::Close("c") => return self.close(),
            Seen::Close(name) => {
                if let Some(open) = &mut self.open {
                    open.into = Into::Nothing;
                    if let Some(rich) = &mut open.rich {
                        rich.see(&Seen::Close(name));
                    }
                }
            }
            Seen::Text(text) => {
                if let Some(open) = &mut self.open {
                    match open.into {
                        Into::Value => open.value.get_or_insert_default().push_str(text),
                        Into::Formula => open.formula.get_or_insert_default().push_str(text),
                        Into::Nothing => {
                            if let Some(rich) = &mut open.rich {
                                rich.see(&Seen::Text(text));
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, element: &Element<'_>) {
        if let Some(open) = &mut self.open {
            match element.name {
                "v" => open.into = Into::Value,
                "f" => {
                    open.into = Into::Formula;
                    // a cell that shares the formula of another has no text of its own
                    open.formula.get_or_insert_default();
                }
                "is" => open.rich = Some(Rich::default()),
                _ => {
                    if let Some(rich) = &mut open.rich {
                        rich.see(&Seen::Open(element));
                    }
                }
            }
            return;
        }
        match element.name {
            "row" => {
                let number = element.number("r");
                self.row = number.unwrap_or(self.row.saturating_add(1)).min(ROWS);
                self.column = 0;
                if element.flag("hidden", false) {
                    extend(&mut self.sheet.hidden_rows, self.row);
                }
            }
            "col" if element.flag("hidden", false) => {
                let from = element.number("min").unwrap_or(1);
                let to = element.number("max").unwrap_or(from).min(COLUMNS);
                self.sheet.hidden_columns.push((from, to));
            }
            "mergeCell" => {
                let area = element.attribute("ref").and_then(|area| Area::parse(&area));
                self.sheet
                    .merged
                    .extend(area.filter(|area| area.from != area.to));
            }
            "c" => {
                let next = At::new(self.row.max(1), self.column.saturating_add(1));
                let at = element
                    .attribute("r")
                    .and_then(|written| At::parse(&written))
                    .unwrap_or(next);
                self.row = at.row;
                self.column = at.column;
                self.open = Some(Open {
                    at,
                    kind: element.attribute("t").unwrap_or_default(),
                    style: element.number("s").unwrap_or(0),
                    value: None,
                    formula: None,
                    rich: None,
                    into: Into::Nothing,
                });
            }
            _ => {}
        }
    }

    fn close(&mut self) -> Result<(), WorkbookFault> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        if self.sheet.cells.len() >= CELLS {
            return Err(WorkbookFault::Excessive);
        }
        let at = open.at;
        let formula = open.formula.as_deref().map(SmolStr::from);
        let struck = self.styles.struck.get(open.style as usize).copied();
        let mut struck = if struck == Some(true) {
            Struck::Wholly
        } else {
            Struck::No
        };
        let format = open.style;
        let raw = open.value;
        let value = match (open.kind.as_str(), raw) {
            ("inlineStr", raw) => {
                let (text, runs) = open.rich.unwrap_or_default().finish();
                struck = struck.max(runs);
                raw.map_or_else(|| Some(Value::Text(text)), |raw| Some(text_of(&raw)))
            }
            (_, None) => formula.is_some().then_some(Value::Uncalculated),
            ("s", Some(raw)) => {
                let index = raw.trim().parse::<usize>().ok();
                let (text, runs) = index
                    .and_then(|index| self.strings.get(index))
                    .ok_or_else(|| WorkbookFault::Damaged(format!("{at}: {raw}")))?
                    .clone();
                struck = struck.max(runs);
                Some(Value::Text(text))
            }
            ("str", Some(raw)) => Some(text_of(&raw)),
            ("b", Some(raw)) => Some(Value::Bool(matches!(raw.trim(), "1" | "true"))),
            ("e", Some(raw)) => Some(Value::Error(raw.trim().into())),
            // a date as ISO 8601 writes it
            ("d", Some(raw)) => Some(Value::Text(raw.trim().into())),
            (_, Some(raw)) if raw.trim().is_empty() => {
                formula.is_some().then_some(Value::Uncalculated)
            }
            (_, Some(raw)) => Some(self.number(raw.trim(), format)),
        };
        let Some(value) = value else {
            return Ok(());
        };
        if matches!(&value, Value::Text(text) if text.is_empty()) && formula.is_none() {
            return Ok(());
        }
        self.sheet.cells.push(Cell {
            at,
            value,
            format,
            formula,
            struck,
        });
        Ok(())
    }

    /// A number cell; a day counted from 1904 becomes its text, for nobody later knows from where
    /// it was counted.
    fn number(&self, raw: &str, style: u32) -> Value {
        let number = decimal::read(raw);
        let format = self.styles.formats.get(style as usize);
        match number {
            None => Value::Text(raw.into()),
            Some(number) if self.since_1904 && format == Some(&Format::Date) => {
                match format::date(&number, true) {
                    Some(day) => Value::Text(day.into()),
                    None => Value::Number(raw.into()),
                }
            }
            Some(_) => Value::Number(raw.into()),
        }
    }
}

fn text_of(raw: &str) -> Value {
    Value::Text(unescaped(raw).into())
}

/// Adds a row to ranges that are in order.
fn extend(ranges: &mut Vec<(u32, u32)>, row: u32) {
    match ranges.last_mut() {
        Some((_, to)) if to.saturating_add(1) == row => *to = row,
        _ => ranges.push((row, row)),
    }
}
