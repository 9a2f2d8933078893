//! [`Table`]: rows of cells from a CSV or an Excel file, each row with its line.

use std::ffi::OsStr;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use crate::fault::Fault;
use crate::source::Source;

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// It cannot be read.
    Unreadable(Fault),
    /// It is no workbook that can be read; the reader's words.
    Workbook(String),
    /// A cell begins with a quotation mark that is never closed: the line.
    Unclosed(usize),
    /// There is nothing in it.
    Empty,
}

/// Rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Line from 1, cells. Blank rows are left out.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl Table {
    /// Reads a file: a workbook by its name (`.xlsx`, `.xls`, `.ods`) or its beginning, else CSV in any encoding
    /// that a submission may have.
    ///
    /// # Errors
    /// [`TableFault`]
    pub fn read(path: &Path) -> Result<Self, TableFault> {
        let bytes = Source::bytes(path).map_err(TableFault::Unreadable)?;
        let ending = path.extension().map(OsStr::to_ascii_lowercase);
        let ending = ending.as_ref().and_then(|ending| ending.to_str());
        // whoever renames a workbook to .csv has a workbook
        let packed = bytes.starts_with(b"PK\x03\x04");
        let by_name = matches!(ending, Some("xlsx" | "xls" | "xlsm" | "xlsb" | "ods"));
        let table = if packed || by_name {
            Self::of_workbook(bytes)?
        } else {
            let source = Source::from_bytes(path.to_string_lossy(), bytes)
                .map_err(TableFault::Unreadable)?;
            Self::of_csv(source.text())?
        };
        if table.rows.is_empty() {
            return Err(TableFault::Empty);
        }
        Ok(table)
    }

    /// The first sheet that has anything in it.
    fn of_workbook(bytes: Vec<u8>) -> Result<Self, TableFault> {
        let words = |error: calamine::Error| TableFault::Workbook(error.to_string());
        let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(words)?;
        for name in workbook.sheet_names() {
            let range = workbook.worksheet_range(&name).map_err(words)?;
            let first = range.start().map_or(0, |(row, _)| row as usize);
            let shown = |cells: &[Data]| cells.iter().map(shown).collect::<Vec<String>>();
            let rows = range.rows().enumerate();
            let rows: Vec<(usize, Vec<String>)> = rows
                .map(|(index, cells)| (first + index + 1, shown(cells)))
                .filter(|(_, cells)| filled(cells))
                .collect();
            if !rows.is_empty() {
                return Ok(Self { rows });
            }
        }
        Err(TableFault::Empty)
    }

    /// Comma, semicolon, tab or full-width comma between cells, whichever the first row has most
    /// of.
    ///
    /// # Errors
    /// [`TableFault::Unclosed`]
    pub fn of_csv(text: &str) -> Result<Self, TableFault> {
        let first = text.lines().find(|line| !line.trim().is_empty());
        let count = |letter: &char| first.unwrap_or_default().matches(*letter).count();
        // of equals the last is the greatest, and that is the comma
        let between = [';', '\t', '，', ',']
            .into_iter()
            .max_by_key(count)
            .unwrap_or(',');
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        let mut cell = String::new();
        let mut quoted = None;
        let mut line = 1;
        let mut began = 1;
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let next = letters.peek().copied();
            match letter {
                '"' if quoted.is_some() && next == Some('"') => {
                    letters.next();
                    cell.push('"');
                }
                '"' if quoted.is_some() => quoted = None,
                '"' if cell.trim().is_empty() => {
                    cell.clear();
                    quoted = Some(line);
                }
                '\r' if next == Some('\n') => {}
                '\r' | '\n' => {
                    line += 1;
                    if quoted.is_some() {
                        cell.push('\n');
                    } else {
                        cells.push(std::mem::take(&mut cell));
                        rows.push((began, std::mem::take(&mut cells)));
                        began = line;
                    }
                }
                letter if letter == between && quoted.is_none() => {
                    cells.push(std::mem::take(&mut cell));
                }
                letter => cell.push(letter),
            }
        }
        if let Some(line) = quoted {
            return Err(TableFault::Unclosed(line));
        }
        cells.push(cell);
        rows.push((began, cells));
        rows.retain(|(_, cells)| filled(cells));
        Ok(Self { rows })
    }
}

fn filled(cells: &[String]) -> bool {
    cells.iter().any(|cell| !cell.trim().is_empty())
}

/// A cell as a person reads it. Codes that a workbook holds as numbers are whole.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}
