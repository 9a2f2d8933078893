//! One sheet while it is written, a row after the other.

use std::io;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use unicode_width::UnicodeWidthStr;

use crate::report::{begins_like_a_formula, is_unshowable};
use crate::words::Lang;
use crate::words::table::Column;

/// Rows of a sheet, its heading included; the format allows no more.
const MOST_ROWS: u32 = 1_048_576;

/// Characters of a cell; the format allows 32,767 units of UTF-16.
const MOST_CHARACTERS: usize = 16_000;

/// Digits that a number of the format holds without loss.
const MOST_DIGITS: usize = 15;

/// Height of a line of text, in points, and how many lines a row shows at most: the format allows
/// 409 points.
const LINE_HEIGHT: u32 = 15;
pub(in crate::report) const MOST_LINES: u32 = 24;

/// What stands in a cell.
pub(super) enum Cell<'a> {
    /// Anything; never a formula.
    Text(&'a str),
    /// A count.
    Count(usize),
    /// A figure as it is written.
    Exact(Option<&'a str>),
    /// The same figure as the format's own kind of number, to add and sort by; empty where it
    /// would lose digits.
    Number(Option<&'a str>),
}

/// A workbook without dates.
pub(super) struct Book {
    workbook: Workbook,
    formats: Formats,
    lang: Lang,
}

struct Formats {
    heading: Format,
    text: Format,
    /// For text that begins like a formula: it stays text also when somebody edits it.
    quoted: Format,
    exact: Format,
    number: Format,
}

impl Book {
    pub(super) fn new(title: &str, lang: Lang) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        // the same results are the same bytes, whenever they are written
        let never = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new()
            .set_title(title)
            .set_author("gouji")
            .set_creation_datetime(&never);
        workbook.set_properties(&properties);
        let top = Format::new().set_align(FormatAlign::Top);
        let text = top.clone().set_text_wrap();
        let formats = Formats {
            heading: text
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00E8_EEF7))
                .set_border_bottom(FormatBorder::Thin),
            quoted: text.clone().set_quote_prefix(),
            exact: top
                .clone()
                .set_align(FormatAlign::Right)
                .set_num_format("@"),
            number: top,
            text,
        };
        Ok(Self {
            workbook,
            formats,
            lang,
        })
    }

    /// Begins a sheet; a width, in characters, goes with each column.
    pub(super) fn sheet<'a>(
        &'a mut self,
        name: &str,
        columns: &'a [(Column, u8)],
    ) -> Result<Sheet<'a>, XlsxError> {
        self.sheet_printed(name, columns, columns.len())
    }

    /// The same with so many of its columns on paper.
    pub(super) fn sheet_printed<'a>(
        &'a mut self,
        name: &str,
        columns: &'a [(Column, u8)],
        printed: usize,
    ) -> Result<Sheet<'a>, XlsxError> {
        let mut sheet = Sheet {
            printed,
            name: name.to_owned(),
            part: 1,
            columns,
            book: self,
            row: 0,
        };
        sheet.begin()?;
        Ok(sheet)
    }

    /// Writes it to a file.
    pub(super) fn save(&mut self, file: &std::fs::File) -> io::Result<()> {
        self.workbook.save_to_writer(file).map_err(io::Error::other)
    }
}

/// Rows under a heading that stays in view, with filters.
pub(super) struct Sheet<'a> {
    name: String,
    /// From 1; a sheet that is full goes on in another one.
    part: usize,
    columns: &'a [(Column, u8)],
    /// How many of them, from the first, are printed.
    printed: usize,
    book: &'a mut Book,
    row: u32,
}

impl Sheet<'_> {
    fn begin(&mut self) -> Result<(), XlsxError> {
        let name = if self.part == 1 {
            self.name.clone()
        } else {
            format!("{} {}", self.name, self.part)
        };
        let lang = self.book.lang;
        let heading = &self.book.formats.heading;
        // rows are streamed, and texts are shared: some readers show a blank where a text stands in
        // the cell itself
        let worksheet = self.book.workbook.add_worksheet_with_low_memory()?;
        worksheet
            .set_name(name)?
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0)
            .set_freeze_panes(1, 0)?
            .set_repeat_rows(0, 0)?;
        for (index, (column, width)) in (0_u16..).zip(self.columns) {
            worksheet.set_column_width(index, f64::from(*width))?;
            worksheet.write_string_with_format(0, index, column.text(lang), heading)?;
        }
        self.row = 1;
        Ok(())
    }

    fn worksheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        let last = self.book.workbook.worksheets().len().saturating_sub(1);
        self.book.workbook.worksheet_from_index(last)
    }

    pub(super) fn push(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        if self.row == MOST_ROWS {
            self.end()?;
            self.part += 1;
            self.begin()?;
        }
        let row = self.row;
        self.row += 1;
        let book = &mut *self.book;
        let last = book.workbook.worksheets().len().saturating_sub(1);
        let worksheet = book.workbook.worksheet_from_index(last)?;
        // not every program finds the height of wrapped text by itself
        let wrapped = cells.iter().zip(self.columns);
        let lines = wrapped.map(|(cell, (_, width))| match cell {
            Cell::Text(text) => lines(text, usize::from(*width)),
            _ => 1,
        });
        let lines = lines.max().unwrap_or(1).min(MOST_LINES);
        if lines > 1 {
            worksheet.set_row_height(row, LINE_HEIGHT * lines)?;
        }
        for (column, cell) in (0_u16..).zip(cells) {
            let formats = &book.formats;
            match cell {
                Cell::Text("") | Cell::Exact(None) | Cell::Number(None) => {}
                Cell::Text(text) => {
                    let format = if begins_like_a_formula(text) {
                        &formats.quoted
                    } else {
                        &formats.text
                    };
                    worksheet.write_string_with_format(row, column, shown(text), format)?;
                }
                Cell::Exact(Some(figure)) => {
                    worksheet.write_string_with_format(
                        row,
                        column,
                        shown(figure),
                        &formats.exact,
                    )?;
                }
                Cell::Count(count) => {
                    // beyond what the format counts exactly there is no sheet to count
                    let count = u32::try_from(*count).unwrap_or(u32::MAX);
                    worksheet.write_number_with_format(row, column, count, &formats.number)?;
                }
                Cell::Number(Some(figure)) => {
                    if let Some(number) = number(figure) {
                        worksheet.write_number_with_format(row, column, number, &formats.number)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Filters over all rows.
    pub(super) fn end(&mut self) -> Result<(), XlsxError> {
        let last_row = self.row.saturating_sub(1);
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        // what a person acts on fits a page; the rest is for the screen
        let printed = u16::try_from(self.printed.saturating_sub(1)).unwrap_or(u16::MAX);
        let worksheet = self.worksheet()?;
        worksheet.autofilter(0, 0, last_row, last)?;
        worksheet.set_print_area(0, 0, last_row, printed)?;
        Ok(())
    }
}

/// How many lines a text takes in a column of some width.
pub(in crate::report) fn lines(text: &str, width: usize) -> u32 {
    let of = |line: &str| line.width().div_ceil(width.max(1)).max(1);
    let lines = text
        .lines()
        .take(MOST_LINES as usize)
        .map(of)
        .sum::<usize>();
    u32::try_from(lines).unwrap_or(MOST_LINES)
}

/// A text as a cell may hold it: nothing in it is obeyed, and it has an end.
fn shown(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(MOST_CHARACTERS)
        .map(|character| match character {
            '\n' => '\n',
            '\r' | '\t' => ' ',
            _ if is_unshowable(character) => '\u{fffd}',
            _ => character,
        })
        .collect();
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

/// A figure as a number, where no digit of it is lost.
fn number(figure: &str) -> Option<f64> {
    let digits = figure.bytes().filter(u8::is_ascii_digit).count();
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if digits > MOST_DIGITS || !figure.bytes().all(plain) {
        return None;
    }
    figure.parse().ok()
}
