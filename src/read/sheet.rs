//! Sheets of cells, as every reader of workbooks makes them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use smol_str::SmolStr;

use super::decimal;
use super::format::Format;

/// A workbook as read.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// In the order of the tabs.
    pub sheets: Vec<Sheet>,
    /// Cells that have a name of their own (defined names of one cell), by the name.
    pub names: BTreeMap<String, Vec<Named>>,
    /// Custom properties of the file.
    pub properties: BTreeMap<String, String>,
    /// The program that says it wrote the file; empty where none does.
    pub producer: String,
    /// Whether percent and places of figures are known: of old kinds of files they are not.
    pub formats_known: bool,
    /// Whether the file asks to be computed when it is opened: whoever wrote it has not, and a 0
    /// beside a formula says nothing.
    pub stale: bool,
}

/// A cell that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The sheet, by its number from 0.
    pub sheet: usize,
    /// The cell.
    pub at: At,
}

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The name on its tab.
    pub name: Arc<str>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Cells that hold something, by row, then by column.
    pub cells: Vec<Cell>,
    /// Merged areas, in the order of the file.
    pub merged: Vec<Area>,
    /// Hidden rows, from and to.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns, from and to.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Number formats, by the number that cells carry.
    pub formats: Arc<[Format]>,
}

/// The place of a cell: both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The row, as the sheet numbers it.
    pub row: u32,
    /// The column; 1 is A.
    pub column: u32,
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The upper left corner.
    pub from: At,
    /// The lower right corner.
    pub to: At,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number, as the file writes it (often 17 digits of a binary fraction).
    Number(SmolStr),
    /// Text.
    Text(SmolStr),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value such as `#REF!`.
    Error(SmolStr),
    /// A formula whose result the file does not have.
    Uncalculated,
}

/// One cell that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where.
    pub at: At,
    /// What.
    pub value: Value,
    /// The number of its format in [`Sheet::formats`].
    pub format: u32,
    /// Its formula, as text, without the equals sign.
    pub formula: Option<SmolStr>,
    /// Whether all, or a part, of its text is struck out.
    pub struck: Struck,
}

/// How much of a cell's text is struck out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Struck {
    /// Nothing.
    #[default]
    No,
    /// A part: what is meant is no longer sure.
    Partly,
    /// All of it.
    Wholly,
}

impl At {
    /// From row and column, both from 1.
    #[must_use]
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// From `D14`; dollar signs are passed over.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut column: u32 = 0;
        let mut row: u32 = 0;
        for byte in text.bytes().filter(|byte| *byte != b'$') {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                    let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                    column = column.checked_mul(26)?.checked_add(letter)?;
                }
                b'0'..=b'9' if column > 0 => {
                    row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
                }
                _ => return None,
            }
        }
        (row > 0 && column > 0 && row <= ROWS && column <= COLUMNS).then_some(Self { row, column })
    }
}

/// The most rows a sheet can have.
pub(super) const ROWS: u32 = 1_048_576;
/// The most columns a sheet can have.
pub(super) const COLUMNS: u32 = 16_384;

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(self.column), self.row)
    }
}

/// The letters of a column.
#[must_use]
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl Area {
    /// From `A1:C3`, or one cell.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(':').unwrap_or((text, text));
        let (from, to) = (At::parse(from)?, At::parse(to)?);
        (from.row <= to.row && from.column <= to.column).then_some(Self { from, to })
    }

    /// Whether a cell lies in it.
    #[must_use]
    pub fn holds(&self, at: At) -> bool {
        (self.from.row..=self.to.row).contains(&at.row)
            && (self.from.column..=self.to.column).contains(&at.column)
    }
}

impl Sheet {
    /// The cell at a place, where it holds something.
    #[must_use]
    pub fn cell(&self, at: At) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&at, |cell| cell.at).ok()?;
        self.cells.get(found)
    }

    /// The cells of some rows, both included.
    #[must_use]
    pub fn rows(&self, from: u32, to: u32) -> &[Cell] {
        let start = self.cells.partition_point(|cell| cell.at.row < from);
        let end = self.cells.partition_point(|cell| cell.at.row <= to);
        self.cells.get(start..end.max(start)).unwrap_or(&[])
    }

    /// The merged area that a cell lies in.
    #[must_use]
    pub fn merge(&self, at: At) -> Option<Area> {
        self.merged.iter().copied().find(|area| area.holds(at))
    }

    /// Whether a person does not see the row or the column.
    #[must_use]
    pub fn is_hidden(&self, at: At) -> bool {
        let within = |ranges: &[(u32, u32)], number: u32| {
            ranges
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&number))
        };
        self.hidden || within(&self.hidden_rows, at.row) || within(&self.hidden_columns, at.column)
    }

    /// The number format of a cell.
    #[must_use]
    pub fn format(&self, cell: &Cell) -> &Format {
        static GENERAL: Format = Format::General;
        self.formats.get(cell.format as usize).unwrap_or(&GENERAL)
    }

    /// What a person sees in a cell, as far as its format is understood.
    #[must_use]
    pub fn shown(&self, cell: &Cell) -> String {
        match &cell.value {
            Value::Number(raw) => decimal::read(raw).map_or_else(
                || raw.to_string(),
                |number| self.format(cell).shown(&number),
            ),
            Value::Text(text) | Value::Error(text) => text.to_string(),
            Value::Bool(true) => "TRUE".to_owned(),
            Value::Bool(false) => "FALSE".to_owned(),
            Value::Uncalculated => cell
                .formula
                .as_ref()
                .map_or_else(String::new, |formula| format!("={formula}")),
        }
    }

    /// The text of a cell, or what stands in its merged area; empty where nothing does.
    #[must_use]
    pub fn text(&self, at: At) -> String {
        let at = self.merge(at).map_or(at, |area| area.from);
        self.cell(at)
            .map_or_else(String::new, |cell| self.shown(cell))
    }

    /// The last row that holds something.
    #[must_use]
    pub fn last_row(&self) -> u32 {
        self.cells.last().map_or(0, |cell| cell.at.row)
    }
}

impl Cell {
    /// Whether it is a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.value, Value::Number(_))
    }
}
