//! [`Layout`]: sheets, sections and cells of a blank form, as data.

use std::collections::{BTreeMap, BTreeSet};

use super::cluster::{Gathered, Group, gather};
use super::listing::columns;
use crate::document::{Field, FieldId, Form};
use crate::pack::Pack;
use crate::verbs::Parameter;

/// What is mandatory by the packs' own rule about it.
const REQUIRED: &str = "必填字段";

/// Letters that a sheet's name may have.
const NAME_LETTERS: usize = 31;

/// A form as a workbook: what stands where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Title of the form.
    pub title: String,
    /// What the form says of itself.
    pub note: String,
    /// The 文种 of its submissions: by it they find their pack.
    pub kind: String,
    /// Id of the pack.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// The sheets, in order.
    pub sheets: Vec<SheetLayout>,
    /// Paths of fields that must be filled in.
    pub required: BTreeSet<String>,
}

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLayout {
    /// Its name, and its second line.
    pub name: String,
    /// The unit of all its amounts of money; `None` where there are none or they differ.
    pub unit: Option<String>,
    /// What stands below each other on it.
    pub sections: Vec<Section>,
}

/// A part of a sheet with a heading that no other cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading: its number, then its title.
    pub heading: String,
    /// What stands below it.
    pub body: Body,
}

/// What a section asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A value a row.
    Singles(Vec<Row>),
    /// Values by row and column. The path of a value is the row's, a point, the column's.
    Block {
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows.
        rows: Vec<Row>,
    },
    /// As many rows as there are.
    List {
        /// The list, or the object of any names.
        path: String,
        /// The head of the column of names, where they make an object.
        key: Option<String>,
        /// The columns; the path of a plain value is empty.
        columns: Vec<Column>,
        /// Paths of columns that hold for the rows below as well.
        down: Vec<String>,
    },
}

/// A row of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called; no other row of the section is called so.
    pub label: String,
    /// The field, from the whole form.
    pub path: String,
    /// The field, or the object whose fields the columns are.
    pub field: FieldId,
    /// How far it is set in.
    pub level: u8,
    /// Which of the columns it has, in a block.
    pub has: BTreeSet<String>,
}

/// A column of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head, with the unit.
    pub head: String,
    /// The field, from the row's.
    pub path: String,
    /// One of the fields in it: the same kind of value everywhere.
    pub field: FieldId,
}

impl Layout {
    /// The layout of a pack's form.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let form = &pack.form;
        let root = form.field(form.root());
        let mut sheets = sheets(form);
        for (number, sheet) in (1..).zip(&mut sheets) {
            for (section, part) in (1..).zip(&mut sheet.sections) {
                part.heading = format!("表{number}-{section}　{}", part.heading);
            }
            sheet.unit = money(form, &sheet.sections);
        }
        Self {
            title: root.title.clone(),
            note: root.note.clone(),
            kind: pack.manifest.kinds.first().cloned().unwrap_or_default(),
            pack: pack.manifest.id.clone(),
            version: pack.manifest.version.clone(),
            sheets,
            required: required(pack),
        }
    }
}

/// Paths of fields that a rule of the pack asks to be filled in.
fn required(pack: &Pack) -> BTreeSet<String> {
    match pack
        .parameters
        .get(REQUIRED)
        .map(|declared| &declared.value)
    {
        Some(Parameter::List(paths)) => paths.iter().cloned().collect(),
        _ => BTreeSet::new(),
    }
}

/// The unit of money of some sections, where they have one.
fn money(form: &Form, sections: &[Section]) -> Option<String> {
    let mut units: BTreeSet<&str> = BTreeSet::new();
    for section in sections {
        let fields: Vec<FieldId> = match &section.body {
            Body::Singles(rows) => rows.iter().map(|row| row.field).collect(),
            Body::Block { columns, .. } | Body::List { columns, .. } => {
                columns.iter().map(|column| column.field).collect()
            }
        };
        units.extend(fields.iter().map(|field| &*form.field(*field).unit));
    }
    let mut money = units.into_iter().filter(|unit| is_money(unit));
    let first = money.next()?;
    money.next().is_none().then(|| first.to_owned())
}

/// Whether a unit counts money.
fn is_money(unit: &str) -> bool {
    unit.ends_with('元')
}

/// What comes first on the first sheet; everything large has a sheet of its own.
fn sheets(form: &Form) -> Vec<SheetLayout> {
    let mut first = SheetLayout {
        name: "基本情况".to_owned(),
        unit: None,
        sections: Vec::new(),
    };
    let mut others = Vec::new();
    let root = form.field(form.root());
    let mut lists = Vec::new();
    let mut singles = Vec::new();
    for key in root.names() {
        let Some(id) = root.field(key) else {
            continue;
        };
        let field = form.field(id);
        if is_plain_list(form, field) {
            lists.push(list(form, key, id, &field.title));
        } else if is_value(field) {
            singles.push(Row {
                label: field.title.clone(),
                path: key.clone(),
                field: id,
                level: 0,
                has: BTreeSet::new(),
            });
        } else if is_small(form, field) {
            first.sections.extend(sections(form, key, id));
        } else {
            others.push(SheetLayout {
                name: sheet_name(&field.title),
                unit: None,
                sections: sections(form, key, id),
            });
        }
    }
    if !singles.is_empty() {
        let heading = first.name.clone();
        let body = Body::Singles(distinct(form, singles));
        first.sections.insert(0, Section { heading, body });
    }
    first.sections.extend(lists);
    let mut all = vec![first];
    all.extend(others);
    name_apart(&mut all);
    all
}

/// Whether a field is a value and nothing below it.
pub(super) fn is_value(field: &Field) -> bool {
    field.names().is_empty() && field.items().is_none() && field.others().is_none()
}

/// Whether a field is a list of values.
pub(super) fn is_plain_list(form: &Form, field: &Field) -> bool {
    field
        .items()
        .is_some_and(|items| is_value(form.field(items)))
}

/// Whether an object has nothing but values and lists of them.
fn is_small(form: &Form, field: &Field) -> bool {
    let below = |name: &String| {
        field.field(name).is_some_and(|id| {
            let below = form.field(id);
            // figures of money belong to a table
            is_value(below) && !is_money(&below.unit) || is_plain_list(form, below)
        })
    };
    field.items().is_none() && field.others().is_none() && field.names().iter().all(below)
}

/// A name as spreadsheets allow it.
fn sheet_name(title: &str) -> String {
    let allowed =
        |letter: &char| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = title.chars().filter(allowed).take(NAME_LETTERS).collect();
    if name.trim().is_empty() {
        "表".to_owned()
    } else {
        name
    }
}

/// Gives sheets of the same name different ones.
fn name_apart(sheets: &mut [SheetLayout]) {
    let mut seen = BTreeSet::new();
    for sheet in sheets {
        let own = sheet.name.clone();
        let mut number = 2;
        while !seen.insert(sheet.name.clone()) {
            let short: String = own.chars().take(NAME_LETTERS - 3).collect();
            sheet.name = format!("{short}{number}");
            number += 1;
        }
    }
}

/// The sections of an object or a list that has a sheet or a part of one.
fn sections(form: &Form, key: &str, id: FieldId) -> Vec<Section> {
    let title = form.field(id).title.clone();
    if form.field(id).items().is_some() {
        return vec![list(form, key, id, &title)];
    }
    let gathered = gather(form, key, id);
    gathered
        .into_iter()
        .map(|one| match one {
            Gathered::Values(Group { title, rows }) => Section {
                heading: title,
                body: Body::Singles(distinct(form, rows)),
            },
            Gathered::Rows(Group { title, rows }) => {
                let columns = union(form, &rows);
                let rows = distinct(form, rows);
                Section {
                    heading: title,
                    body: Body::Block { columns, rows },
                }
            }
            Gathered::List(row) => list(form, &row.path, row.field, &row.label),
        })
        .collect()
}

fn list(form: &Form, path: &str, id: FieldId, title: &str) -> Section {
    let (key, columns, down) = columns(form, id);
    Section {
        heading: title.to_owned(),
        body: Body::List {
            path: path.to_owned(),
            key,
            columns,
            down,
        },
    }
}

/// The values of some rows, in the order in which they are first met.
fn union(form: &Form, rows: &[Row]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for row in rows {
        let object = form.field(row.field);
        // a value that only later rows have stands where it stands in them
        let mut at = 0;
        for key in object.names() {
            let Some(field) = object.field(key).filter(|id| is_value(form.field(*id))) else {
                continue;
            };
            if let Some(known) = columns.iter().position(|column| column.path == *key) {
                at = known + 1;
                continue;
            }
            let column = Column {
                head: head(form.field(field), ""),
                path: key.clone(),
                field,
            };
            columns.insert(at.min(columns.len()), column);
            at += 1;
        }
    }
    heads_apart(&mut columns);
    columns
}

/// The head of a column: its title, and its unit in brackets.
pub(super) fn head(field: &Field, above: &str) -> String {
    let title = field.title.trim();
    let title = if title.starts_with(above) {
        title.to_owned()
    } else {
        format!("{above}{title}")
    };
    if field.unit.is_empty() {
        title
    } else {
        format!("{title}（{}）", field.unit)
    }
}

/// Heads that say the same get the names of their fields.
pub(super) fn heads_apart(columns: &mut [Column]) {
    let mut seen = BTreeSet::new();
    for column in columns {
        let own = column.head.clone();
        let mut number = 2;
        while !seen.insert(plain(&column.head)) {
            column.head = format!("{own}{number}");
            number += 1;
        }
    }
}

/// Rows whose labels would say the same get the title of what they stand in before theirs.
fn distinct(form: &Form, mut rows: Vec<Row>) -> Vec<Row> {
    for _ in 0..4 {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in &rows {
            *counts.entry(plain(&row.label)).or_default() += 1;
        }
        if counts.values().all(|count| *count == 1) {
            return rows;
        }
        let again = |row: &&mut Row| {
            counts
                .get(&plain(&row.label))
                .is_some_and(|count| *count > 1)
        };
        for row in rows.iter_mut().filter(again) {
            let deep = row.label.matches('·').count() + 1;
            let titles = titles(form, &row.path);
            if let Some(above) = titles
                .len()
                .checked_sub(deep + 1)
                .and_then(|at| titles.get(at))
            {
                row.label = format!("{above}·{}", bare(&row.label));
            }
        }
    }
    for (number, row) in (1..).zip(&mut rows) {
        row.label = format!("{}[{number}]", row.label);
    }
    rows
}

/// The titles from the first name of a path to its last.
fn titles(form: &Form, path: &str) -> Vec<String> {
    let mut field = form.root();
    let mut titles = Vec::new();
    for name in path.split('.') {
        match form.field(field).field(name) {
            Some(below) => field = below,
            None => return titles,
        }
        titles.push(bare(&form.field(field).title).to_owned());
    }
    titles
}

/// A title without `其中：`.
pub(super) fn bare(title: &str) -> &str {
    let title = title.trim();
    title.strip_prefix("其中：").unwrap_or(title)
}

/// A label as those who look for it compare it: without blanks, brackets of units and `其中：`.
pub(super) fn plain(label: &str) -> String {
    let label = bare(label);
    let end = label.rfind('（').filter(|_| label.ends_with('）'));
    let label = end.and_then(|end| label.get(..end)).unwrap_or(label);
    label
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}
