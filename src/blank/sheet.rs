//! One sheet of a blank form while it is written.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, Formula, Worksheet,
    XlsxError,
};

use super::format::{Formats, Look, is_long};
use super::layout::{Body, Column, Layout, Row, Section, SheetLayout, is_value};
use super::workbook::{CHOICES, Filled};
use crate::document::{Document, Field, FieldId, Form, NodeId};

/// Rows that a list has room for at first.
const ROOM: usize = 12;
/// Those of a list of rows of their own kind, one line each.
const PLAIN_ROOM: usize = 8;
/// Letters of all choices that the format allows in a cell's own list.
const OWN_LIST: usize = 255;
/// Widths of columns, in digits.
const LABEL_WIDTH: u16 = 34;
const FIGURE_WIDTH: u16 = 15;
const TEXT_WIDTH: u16 = 24;
/// The most that a column is wide, and the height of a line, in points.
const WIDEST: u16 = 60;
const LINE: u16 = 16;
/// No row is higher; the format allows 409 points.
const HIGHEST: u16 = 400;
/// Digits that a number of the format holds.
const MOST_DIGITS: usize = 15;

/// A sheet while it is written.
pub(super) struct Page<'a> {
    layout: &'a Layout,
    form: &'a Form,
    formats: &'a Formats,
    filled: Option<Filled<'a>>,
    sheet: Worksheet,
    row: u32,
    /// Width of each column, in digits.
    widths: Vec<u16>,
    /// Heights of rows whose texts are known, as row, column and text.
    texts: Vec<(u32, u16, String)>,
    /// Names of cells: name and place.
    pub(super) names: Vec<(String, String)>,
    /// Lists of choices that need a range.
    pub(super) choices: Vec<Vec<String>>,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        layout: &'a Layout,
        form: &'a Form,
        formats: &'a Formats,
        filled: Option<Filled<'a>>,
    ) -> Self {
        Self {
            layout,
            form,
            formats,
            filled,
            sheet: Worksheet::new(),
            row: 0,
            widths: Vec::new(),
            texts: Vec::new(),
            names: Vec::new(),
            choices: Vec::new(),
        }
    }

    pub(super) fn write(&mut self, layout: &SheetLayout) -> Result<Worksheet, XlsxError> {
        let span = layout
            .sections
            .iter()
            .map(columns_of)
            .max()
            .unwrap_or(1)
            .max(2);
        self.sheet
            .set_name(&layout.name)?
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0)
            .set_footer("&C第 &P 页，共 &N 页");
        if span > 5 {
            self.sheet.set_landscape();
        }
        self.title(layout, span)?;
        for section in &layout.sections {
            self.section(section, &layout.name)?;
        }
        self.widths.resize(usize::from(span), FIGURE_WIDTH);
        for (column, width) in (0_u16..).zip(&self.widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.heights()?;
        Ok(std::mem::take(&mut self.sheet))
    }

    /// The title, which spans the sheet, and below it the sheet's name and unit of money.
    fn title(&mut self, layout: &SheetLayout, span: u16) -> Result<(), XlsxError> {
        let title = super::mapping::title_of(self.layout);
        self.sheet
            .merge_range(0, 0, 0, span - 1, &title, &self.formats.title)?;
        self.sheet.set_row_height(0, 34)?;
        self.sheet
            .write_string_with_format(1, 0, &layout.name, &self.formats.bold)?;
        if let Some(unit) = &layout.unit {
            let text = format!("金额单位：{unit}");
            self.sheet
                .write_string_with_format(1, span - 1, &text, &self.formats.note_right)?;
        }
        self.sheet.set_freeze_panes(2, 0)?;
        self.row = 2;
        Ok(())
    }

    fn section(&mut self, section: &Section, sheet: &str) -> Result<(), XlsxError> {
        let heading = super::mapping::heading_of(section);
        self.row += 1;
        self.sheet.set_row_height(self.row, 22)?;
        let last = columns_of(section) - 1;
        let formats = self.formats;
        if last > 0 {
            self.sheet
                .merge_range(self.row, 0, self.row, last, &heading, &formats.heading)?;
        } else {
            self.sheet
                .write_string_with_format(self.row, 0, &heading, &formats.heading)?;
        }
        self.row += 1;
        match &section.body {
            Body::Singles(rows) => self.singles(rows, sheet),
            Body::Block { columns, rows } => self.block(columns, rows, sheet),
            Body::List {
                path,
                key,
                columns,
                down: _,
            } => self.list(path, key.as_deref(), columns),
        }
    }

    fn head(&mut self, column: u16, text: &str, width: u16) -> Result<(), XlsxError> {
        self.sheet
            .write_string_with_format(self.row, column, text, &self.formats.head)?;
        self.texts.push((self.row, column, text.to_owned()));
        self.widen(column, width);
        Ok(())
    }

    fn widen(&mut self, column: u16, width: u16) {
        let at = usize::from(column);
        if self.widths.len() <= at {
            self.widths.resize(at + 1, 9);
        }
        if let Some(known) = self.widths.get_mut(at) {
            *known = (*known).max(width.min(WIDEST));
        }
    }

    fn singles(&mut self, rows: &[Row], sheet: &str) -> Result<(), XlsxError> {
        self.head(0, "项目", LABEL_WIDTH)?;
        self.head(1, super::mapping::VALUE_HEAD, TEXT_WIDTH)?;
        self.head(2, "单位", 9)?;
        self.head(3, "填写要求", 26)?;
        self.row += 1;
        let form = self.form;
        for row in rows {
            let field = form.field(row.field);
            self.label(row)?;
            let required = self.layout.required.contains(&row.path);
            let node = self.node(&row.path);
            self.value(1, field, node, required)?;
            self.name(&row.path, sheet, 1);
            self.sheet
                .write_string_with_format(self.row, 2, &*field.unit, &self.formats.hint)?;
            let mut hint = super::markdown::note(field);
            if required {
                hint = if hint.is_empty() {
                    "必填".to_owned()
                } else {
                    format!("必填；{hint}")
                };
            }
            self.sheet
                .write_string_with_format(self.row, 3, &hint, &self.formats.hint)?;
            self.texts.push((self.row, 3, hint));
            if is_long(field) && field.explanation {
                self.texts.push((self.row, 3, "\n\n".to_owned()));
                self.widen(1, 40);
            }
            self.row += 1;
        }
        Ok(())
    }

    fn block(&mut self, columns: &[Column], rows: &[Row], sheet: &str) -> Result<(), XlsxError> {
        self.head(0, "项目", LABEL_WIDTH)?;
        let form = self.form;
        for (at, column) in (1_u16..).zip(columns) {
            self.head(at, &column.head, width_of(form.field(column.field)))?;
        }
        self.row += 1;
        for row in rows {
            self.label(row)?;
            let object = form.field(row.field);
            for (at, column) in (1_u16..).zip(columns) {
                let declared = object.field(&column.path).map(|id| form.field(id));
                let Some(field) = declared.filter(|field| is_value(field)) else {
                    self.sheet.write_blank(self.row, at, &self.formats.none)?;
                    continue;
                };
                let path = format!("{}.{}", row.path, column.path);
                let required = self.layout.required.contains(&path);
                let node = self.node(&path);
                self.value(at, field, node, required)?;
                self.name(&path, sheet, at);
            }
            self.row += 1;
        }
        Ok(())
    }

    fn label(&mut self, row: &Row) -> Result<(), XlsxError> {
        let format = self.formats.label(row.level);
        self.sheet
            .write_string_with_format(self.row, 0, &row.label, &format)?;
        self.texts.push((self.row, 0, row.label.clone()));
        Ok(())
    }

    fn list(&mut self, path: &str, key: Option<&str>, columns: &[Column]) -> Result<(), XlsxError> {
        let form = self.form;
        let first = u16::from(key.is_some());
        if let Some(key) = key {
            self.head(0, key, LABEL_WIDTH)?;
        }
        for (at, column) in (first..).zip(columns) {
            self.head(at, &column.head, width_of(form.field(column.field)))?;
        }
        self.row += 1;
        let items = self.items(path, columns);
        let is_plain = matches!(columns, [only] if only.path.is_empty()) && key.is_none();
        let room = if is_plain { PLAIN_ROOM } else { ROOM };
        let nothing = Item {
            key: None,
            nodes: Vec::new(),
        };
        let blank = std::iter::repeat_n(&nothing, room.saturating_sub(items.len()).max(2));
        let label = self.formats.name();
        for item in items.iter().chain(blank) {
            if key.is_some() {
                let name = item.key.as_deref().unwrap_or_default();
                self.text(0, name, &label)?;
            }
            for (index, (at, column)) in (first..).zip(columns).enumerate() {
                let node = item.nodes.get(index).copied().flatten();
                self.value(at, form.field(column.field), node, false)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    /// A cell for a value, and the value where there is one.
    fn value(
        &mut self,
        column: u16,
        field: &Field,
        node: Option<NodeId>,
        required: bool,
    ) -> Result<(), XlsxError> {
        let document = self.filled.map(|filled| filled.document);
        let written = node.zip(document);
        let number = written.and_then(|(node, document)| number(document, node));
        let text = match written {
            Some((node, document)) => text(document, node),
            // what can only be one text stands there already
            None => match (self.filled, field.choices.as_slice()) {
                (None, [only]) => Some(only.clone()),
                (None, several) if several.contains(&self.layout.kind) => {
                    Some(self.layout.kind.clone())
                }
                _ => None,
            },
        };
        let look = Look {
            places: number.map(|(_, places)| places),
            required,
            text: number.is_none() && text.is_some(),
        };
        let format = self.formats.input(field, look);
        match (number, text) {
            (Some((number, _)), _) => {
                self.sheet
                    .write_number_with_format(self.row, column, number, &format)?;
            }
            (None, Some(text)) if !text.is_empty() => self.text(column, &text, &format)?,
            _ => {
                self.sheet.write_blank(self.row, column, &format)?;
            }
        }
        self.validate(column, field)
    }

    fn text(&mut self, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        if text.is_empty() {
            self.sheet.write_blank(self.row, column, format)?;
        } else {
            self.sheet
                .write_string_with_format(self.row, column, text, format)?;
            self.texts.push((self.row, column, text.to_owned()));
        }
        Ok(())
    }

    /// A list to choose from, or a word where a number is expected. A number is never refused:
    /// whoever cannot type what is true types something else.
    fn validate(&mut self, column: u16, field: &Field) -> Result<(), XlsxError> {
        let validation = if !field.choices.is_empty() {
            let all: usize = field
                .choices
                .iter()
                .map(|choice| choice.encode_utf16().count() + 1)
                .sum();
            let is_own =
                all <= OWN_LIST && !field.choices.iter().any(|choice| choice.contains(','));
            let list = if is_own {
                DataValidation::new().allow_list_strings(&field.choices)?
            } else {
                DataValidation::new().allow_list_formula(self.range_of(&field.choices))
            };
            list.set_error_title("请从列表中选择")?
        } else if field.numeric && !field.textual {
            let any = DataValidationRule::Between(-1e15, 1e15);
            DataValidation::new()
                .allow_decimal_number(any)
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("此处应为数字")?
        } else {
            return Ok(());
        };
        self.sheet
            .add_data_validation(self.row, column, self.row, column, &validation)?;
        Ok(())
    }

    /// Where on the hidden sheet a list stands.
    fn range_of(&mut self, choices: &[String]) -> Formula {
        let known = self.choices.iter().position(|list| list == choices);
        let at = known.unwrap_or_else(|| {
            self.choices.push(choices.to_vec());
            self.choices.len() - 1
        });
        let column = letters(u32::try_from(at).unwrap_or(0));
        Formula::new(format!(
            "={CHOICES}!${column}$1:${column}${}",
            choices.len()
        ))
    }

    fn name(&mut self, path: &str, sheet: &str, column: u16) {
        let place = format!(
            "='{sheet}'!${}${}",
            letters(u32::from(column)),
            self.row + 1
        );
        self.names.push((super::mapping::name_of(path), place));
    }

    /// Rows as high as their longest text needs in its column; programs do not all do this
    /// themselves when they open a file.
    fn heights(&mut self) -> Result<(), XlsxError> {
        let mut rows: std::collections::BTreeMap<u32, u16> = std::collections::BTreeMap::new();
        for (row, column, text) in &self.texts {
            let width = self
                .widths
                .get(usize::from(*column))
                .copied()
                .unwrap_or(FIGURE_WIDTH);
            let lines: usize = text.split('\n').map(|line| lines_of(line, width)).sum();
            let lines = u16::try_from(lines).unwrap_or(u16::MAX);
            let height = lines.saturating_mul(LINE).saturating_add(4).min(HIGHEST);
            let known = rows.entry(*row).or_insert(20);
            *known = (*known).max(height);
        }
        for (row, height) in rows {
            self.sheet.set_row_height(row, height)?;
        }
        Ok(())
    }

    /// The value at a path.
    fn node(&self, path: &str) -> Option<NodeId> {
        let document = self.filled?.document;
        let mut names = path.split('.');
        names.try_fold(document.root(), |node, name| document.get(node, name))
    }

    /// What a list is filled in with, row by row.
    fn items(&self, path: &str, columns: &[Column]) -> Vec<Item> {
        let (Some(filled), Some(list)) = (self.filled, self.node(path)) else {
            return Vec::new();
        };
        let document = filled.document;
        let mut rows = Vec::new();
        for child in document.children(list) {
            let key = document.key(child).map(str::to_owned);
            let spread = spread(self.form, document, child, columns, self.list_items(path));
            rows.extend(spread.into_iter().enumerate().map(|(index, nodes)| Item {
                key: key.clone().filter(|_| index == 0),
                nodes,
            }));
        }
        rows
    }

    fn list_items(&self, path: &str) -> Option<FieldId> {
        let mut names = path.split('.');
        let list = names.try_fold(self.form.root(), |field, name| {
            self.form.field(field).field(name)
        })?;
        let list = self.form.field(list);
        list.items().or(list.others())
    }
}

/// A row of a list.
struct Item {
    key: Option<String>,
    nodes: Vec<Option<NodeId>>,
}

/// An item as rows: as many as its inner lists have items, at least one. What belongs to the item
/// itself stands in the first.
fn spread(
    form: &Form,
    document: &Document,
    item: NodeId,
    columns: &[Column],
    field: Option<FieldId>,
) -> Vec<Vec<Option<NodeId>>> {
    let Some(field) = field else {
        return Vec::new();
    };
    let mut own: Vec<Option<NodeId>> = Vec::with_capacity(columns.len());
    let mut inner: Option<(String, FieldId, NodeId)> = None;
    for column in columns {
        let mut node = Some(item);
        let mut at = Some(field);
        let mut way = String::new();
        let mut is_inner = false;
        for name in column.path.split('.').filter(|name| !name.is_empty()) {
            node = node.and_then(|node| document.get(node, name));
            at = at.and_then(|at| form.field(at).field(name));
            way.push_str(name);
            way.push('.');
            let items = at.and_then(|at| form.field(at).items());
            if let Some(items) = items.filter(|_| way.len() <= column.path.len()) {
                is_inner = true;
                if let Some(list) = node {
                    inner.get_or_insert((way.clone(), items, list));
                }
                break;
            }
        }
        own.push(node.filter(|_| !is_inner));
    }
    let Some((way, items, list)) = inner else {
        return vec![own];
    };
    let below: Vec<Column> = columns
        .iter()
        .filter(|column| column.path.starts_with(&way))
        .map(|column| Column {
            path: column.path.get(way.len()..).unwrap_or_default().to_owned(),
            ..column.clone()
        })
        .collect();
    let first = columns
        .iter()
        .position(|column| column.path.starts_with(&way))
        .unwrap_or(0);
    let mut rows: Vec<Vec<Option<NodeId>>> = Vec::new();
    for child in document.children(list) {
        for inner in spread(form, document, child, &below, Some(items)) {
            let mut row = if rows.is_empty() {
                own.clone()
            } else {
                vec![None; columns.len()]
            };
            for (slot, node) in row.iter_mut().skip(first).zip(inner) {
                *slot = node;
            }
            rows.push(row);
        }
    }
    if rows.is_empty() { vec![own] } else { rows }
}

/// A number as the format's own, and its decimal places; `None` where digits of it would be lost.
fn number(document: &Document, node: NodeId) -> Option<(f64, usize)> {
    if document.kind(node) != crate::document::Kind::Number {
        return None;
    }
    let written = document.source().slice(document.span(node));
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    if digits > MOST_DIGITS || !is_plain {
        return None;
    }
    let places = written
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    Some((written.parse().ok()?, places))
}

/// What else stands there, as a text; texts of a list one after the other.
fn text(document: &Document, node: NodeId) -> Option<String> {
    use crate::document::Kind;
    match document.kind(node) {
        Kind::Null => None,
        Kind::List => {
            let texts: Vec<String> = document
                .children(node)
                .filter_map(|node| text(document, node))
                .collect();
            Some(texts.join("；"))
        }
        _ => match document.text(node) {
            Some(text) => Some(text.to_owned()),
            None => Some(document.source().slice(document.span(node)).to_owned()),
        },
    }
}

fn width_of(field: &Field) -> u16 {
    if field.explanation {
        30
    } else if is_long(field) {
        TEXT_WIDTH
    } else if field.textual && field.unit.is_empty() || !field.unit.ends_with('元') {
        12
    } else {
        FIGURE_WIDTH
    }
}

fn columns_of(section: &Section) -> u16 {
    let count = match &section.body {
        Body::Singles(_) => 4,
        Body::Block { columns, .. } => columns.len() + 1,
        Body::List { columns, key, .. } => columns.len() + usize::from(key.is_some()),
    };
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Lines that a text takes in a column.
fn lines_of(text: &str, width: u16) -> usize {
    let wide: usize = text
        .chars()
        .map(|letter| if letter.is_ascii() { 1 } else { 2 })
        .sum();
    // at 11 points a column of so many digits holds a little less in this face
    let room = usize::from(width).saturating_sub(2).max(2);
    wide.div_ceil(room).max(1)
}

/// A column by its letters.
fn letters(mut column: u32) -> String {
    let mut name = Vec::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or(0);
        name.push(char::from(b'A' + letter));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break,
        }
    }
    name.iter().rev().collect()
}
