//! What reads the workbook again, made from the same layout that it is written from.
//!
//! The mapping is the one that a bureau would write for a workbook of its own (`excel.toml`), so
//! that there is one way of reading: by labels first, by the names of cells where a label is gone.

use toml::{Table, Value};

use super::layout::{Body, Column, Layout, Row, Section, SheetLayout};
use super::workbook::mark_text;

/// The head above the values of rows that have one each.
pub(super) const VALUE_HEAD: &str = "填报内容";
/// What the heading of a list says behind its title.
const GROWS: &str = "（可增行）";
/// Units in which the money of a sheet may be counted: whoever changes the line on it means it.
const MONEY: [&str; 4] = ["元", "千元", "万元", "亿元"];

/// The name of a field's cell.
pub(super) fn name_of(path: &str) -> String {
    let letters = path.chars().map(|letter| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '_'
        }
    });
    format!("自评_{}", letters.collect::<String>())
}

/// The heading of a section as it stands on its sheet: no other cell says the same.
pub(super) fn heading_of(section: &Section) -> String {
    match &section.body {
        Body::List { .. } => format!("{}{GROWS}", section.heading),
        Body::Singles(_) | Body::Block { .. } => section.heading.clone(),
    }
}

/// The first line of each sheet.
pub(super) fn title_of(layout: &Layout) -> String {
    format!("{}填报表", layout.title)
}

/// Where the fields stand in the workbook, as TOML.
#[must_use]
pub fn mapping(layout: &Layout) -> String {
    let mut all = Table::new();
    let titles = [mark_text(&layout.pack), title_of(layout)];
    all.insert("题".to_owned(), texts(titles));
    let sheets = layout
        .sheets
        .iter()
        .map(|sheet| Value::Table(self::sheet(sheet)));
    all.insert("表".to_owned(), Value::Array(sheets.collect()));
    let mut names = Table::new();
    for sheet in &layout.sheets {
        for section in &sheet.sections {
            for path in paths(&section.body) {
                let name = Value::String(name_of(&path));
                names.insert(path, name);
            }
        }
    }
    all.insert("名".to_owned(), Value::Table(names));
    toml::to_string(&all).unwrap_or_default()
}

/// Fields with a cell of their own.
fn paths(body: &Body) -> Vec<String> {
    match body {
        Body::Singles(rows) => rows.iter().map(|row| row.path.clone()).collect(),
        Body::Block { columns, rows } => rows
            .iter()
            .flat_map(|row| {
                let own = columns
                    .iter()
                    .filter(|column| row.has.contains(&column.path));
                own.map(|column| format!("{}.{}", row.path, column.path))
            })
            .collect(),
        Body::List { .. } => Vec::new(),
    }
}

fn sheet(layout: &SheetLayout) -> Table {
    let mut table = Table::new();
    table.insert("工作表".to_owned(), texts([layout.name.clone()]));
    if layout.unit.is_some() {
        let mut unit = Table::new();
        unit.insert("处".to_owned(), Value::String("金额单位：*".to_owned()));
        unit.insert("可为".to_owned(), texts(MONEY.map(str::to_owned)));
        table.insert("单位".to_owned(), Value::Table(unit));
    }
    let (mut blocks, mut lists) = (Vec::new(), Vec::new());
    let nexts = layout.sections.iter().skip(1).map(Some).chain([None]);
    for (section, next) in layout.sections.iter().zip(nexts) {
        let mut part = Table::new();
        part.insert("起".to_owned(), Value::String(heading_of(section)));
        if let Some(next) = next {
            part.insert("止".to_owned(), Value::String(heading_of(next)));
        }
        match &section.body {
            Body::Singles(rows) => {
                part.insert("行".to_owned(), Value::Table(labels(rows)));
                let value = [(String::new(), Value::String(VALUE_HEAD.to_owned()))];
                part.insert("列".to_owned(), Value::Table(value.into_iter().collect()));
                blocks.push(Value::Table(part));
            }
            Body::Block { columns, rows } => {
                part.insert("行".to_owned(), Value::Table(labels(rows)));
                part.insert("列".to_owned(), Value::Table(heads(columns)));
                blocks.push(Value::Table(part));
            }
            Body::List {
                path,
                key,
                columns,
                down,
            } => {
                part.insert("字段".to_owned(), Value::String(path.clone()));
                part.insert("列".to_owned(), Value::Table(heads(columns)));
                if let Some(key) = key {
                    part.insert("键".to_owned(), Value::String(key.clone()));
                }
                if !down.is_empty() {
                    part.insert("向下".to_owned(), texts(down.iter().cloned()));
                }
                lists.push(Value::Table(part));
            }
        }
    }
    table.insert("块".to_owned(), Value::Array(blocks));
    table.insert("行".to_owned(), Value::Array(lists));
    table
}

fn labels(rows: &[Row]) -> Table {
    let label = |row: &Row| (row.path.clone(), Value::String(row.label.clone()));
    rows.iter().map(label).collect()
}

fn heads(columns: &[Column]) -> Table {
    let head = |column: &Column| (column.path.clone(), Value::String(column.head.clone()));
    columns.iter().map(head).collect()
}

fn texts(texts: impl IntoIterator<Item = String>) -> Value {
    Value::Array(texts.into_iter().map(Value::String).collect())
}
