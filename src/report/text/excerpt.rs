//! What is shown of a source around marks: a text of its own, in windows, that keeps for each mark
//! where it truly stands.
//!
//! This is the [`SourceCode`] that miette is given. miette's own counts columns in bytes, counts
//! lines from the start of the file (so that places far apart merge into one huge window), reads
//! the file from its start for each label, prints a file without line breaks whole, panics beyond
//! the end, and passes control characters on. Here each row is cleaned and cut beforehand, a
//! window is looked up, and what is outside is an error.

use std::collections::BTreeSet;
use std::iter;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::Style;
use super::clean::{self, Shown};
use super::marks::Mark;
use super::rows::{self, RowId, Rows};
use crate::report::{Row, RowMark};
use crate::source::{Place, narrow};

/// Columns of miette's gutter besides the line number.
const GUTTER: usize = 4;

/// Columns of the gutter with a line number, and of what stands for text left out, at most.
const MOST_GUTTER: usize = 16;

/// Fewest columns that a mark in a long row gets, with what stands around it.
const LEAST_ROOM: usize = 24;

/// Columns not worth leaving out.
const SLIVER: usize = 4;

/// The windows around some marks.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    windows: Vec<Window>,
    /// The marks, in this text.
    pub(super) labels: Vec<LabeledSpan>,
    /// Where each of `labels` stands in the source.
    places: Vec<Place>,
    /// The number to print for each of miette's, where those are not the source's.
    pub(super) renumbered: Option<Renumbered>,
    /// Places as miette heads windows with them, and what people find them by instead.
    pub(super) headers: Vec<(String, String)>,
}

/// Rows that follow each other, with no mark elsewhere touching them.
#[derive(Debug)]
struct Window {
    start: usize,
    end: usize,
    /// The number of its first row, from 0.
    first: usize,
    rows: usize,
}

/// Line numbers when several rows belong to one line: miette numbers rows one by one, from
/// `first`, and what it prints is exchanged for these.
#[derive(Debug)]
pub(super) struct Renumbered {
    pub(super) first: usize,
    /// The line of each row; `None` where the row before already shows it, or there is no row.
    pub(super) lines: Vec<Option<u32>>,
}

impl Excerpt {
    /// Shows what is around `marks`, which are in the order of the text and do not overlap.
    pub(super) fn new(rows: &mut Rows, marks: &[Mark], style: Style) -> Self {
        let at = rows.of_marks(marks, style.width.saturating_sub(MOST_GUTTER));
        let shown = shown_rows(rows, &at);
        let mut excerpt = Self {
            name: clean::line(rows.source().name(), style.ascii),
            text: String::new(),
            windows: Vec::new(),
            labels: Vec::new(),
            places: Vec::new(),
            renumbered: None,
            headers: Vec::new(),
        };
        let all = || shown.iter().flatten();
        let renumber = rows.is_numbered() || all().any(|id| rows.is_cut(id.line));
        let last = all().map(|id| rows.number(*id)).max().unwrap_or(1);
        let mut numbers = Renumbered {
            first: first_number(last, shown.iter().map(|window| window.len() + 1).sum()),
            lines: Vec::new(),
        };
        let digits = if renumber {
            numbers.first
        } else {
            last as usize
        }
        .to_string()
        .len();
        let room = style.width.saturating_sub(GUTTER + digits);
        let mut pending = marks.iter().zip(&at).peekable();
        for window in &shown {
            let Some(opening) = window.first() else {
                continue;
            };
            excerpt.windows.push(Window {
                start: excerpt.text.len(),
                end: excerpt.text.len(),
                first: if renumber {
                    numbers.first - 1 + numbers.lines.len()
                } else {
                    opening.line as usize - 1
                },
                rows: window.len(),
            });
            let mut line_shown = None;
            for id in window {
                numbers
                    .lines
                    .push((line_shown != Some(id.line)).then_some(rows.number(*id)));
                line_shown = Some(id.line);
                let mut here = Vec::new();
                while let Some((mark, _)) = pending.next_if(|(_, at)| *at == id) {
                    here.push(mark);
                }
                excerpt.push_row(rows, rows.row(*id), &here, room, style);
            }
            // a gap, so that miette does not take the next window for a part of this one
            numbers.lines.push(None);
            if let Some(window) = excerpt.windows.last_mut() {
                window.end = excerpt.text.len();
            }
        }
        excerpt.renumbered = renumber.then_some(numbers);
        excerpt
    }

    fn push_row(
        &mut self,
        rows: &Rows,
        row: rows::Row,
        marks: &[&Mark],
        room: usize,
        style: Style,
    ) {
        let source = rows.source();
        let written = source.text().get(row.start..row.end).unwrap_or("");
        let indent = row.indent.min(room / 2);
        self.text.push_str(&" ".repeat(indent));
        let line = Cells::new(written, row.start, style.ascii);
        // bytes of the source, and where they came to stand here
        let mut starts = vec![self.text.len(); marks.len()];
        let mut ends = starts.clone();
        let stretches = line.stretches(marks, room - indent);
        let mut reached = 0;
        for (from, to) in stretches {
            if from > reached {
                self.text.push_str(clean::ellipsis(style.ascii));
            }
            for cell in line.cells.get(from..to).unwrap_or(&[]) {
                let here = self.text.len();
                cell.shown.push_to(&mut self.text);
                for ((mark, start), end) in marks.iter().zip(&mut starts).zip(&mut ends) {
                    if cell.byte <= mark.start {
                        *start = if cell.byte == mark.start {
                            here
                        } else {
                            self.text.len()
                        };
                        *end = *start;
                    }
                    if (mark.start..mark.end).contains(&cell.byte) {
                        *end = self.text.len();
                    }
                }
            }
            reached = to;
        }
        if reached < line.cells.len() {
            self.text.push_str(clean::ellipsis(style.ascii));
        }
        self.text.push('\n');
        for ((mark, start), end) in marks.iter().zip(starts).zip(ends) {
            let text = (!mark.text.is_empty()).then(|| mark.text.clone());
            let span = SourceSpan::new(start.into(), end.saturating_sub(start));
            self.labels.push(if mark.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            });
            let place = source.place(narrow(mark.start));
            if let Some(found) = rows.found_by(mark.start) {
                let (name, line, column) = (&self.name, place.line, place.column);
                let header = format!("[{name}:{line}:{column}]");
                self.headers.push((header, format!("[{name} {found}]")));
            }
            self.places.push(place);
        }
    }

    /// What it shows, as data.
    pub(super) fn rows(&self) -> Vec<Row> {
        let mut shown: Vec<Row> = Vec::new();
        let mut labels = self.labels.iter().peekable();
        for window in &self.windows {
            let mut start = window.start;
            let text = self.text.get(window.start..window.end).unwrap_or("");
            for (index, written) in text.split_inclusive('\n').enumerate() {
                let end = start + written.len();
                let characters = |offset: usize| {
                    let before = self.text.get(start..offset.min(end)).unwrap_or("");
                    narrow(before.chars().count())
                };
                let mut marks = Vec::new();
                while let Some(label) = labels.next_if(|label| label.offset() < end) {
                    marks.push(RowMark {
                        start: characters(label.offset()),
                        end: characters(label.offset() + label.len()),
                        text: label.label().unwrap_or_default().to_owned(),
                        primary: label.primary(),
                    });
                }
                let line = match &self.renumbered {
                    None => narrow(window.first + index + 1),
                    Some(numbers) => {
                        let row = (window.first + 1).saturating_sub(numbers.first) + index;
                        let line = numbers.lines.get(row).copied().flatten();
                        line.unwrap_or_else(|| shown.last().map_or(1, |row| row.line))
                    }
                };
                shown.push(Row {
                    source: None,
                    line,
                    text: written.trim_end_matches('\n').to_owned(),
                    marks,
                    gap: index == 0 && !shown.is_empty(),
                });
                start = end;
            }
        }
        shown
    }

    fn place(&self, offset: usize) -> Place {
        let after = self
            .labels
            .partition_point(|label| label.offset() <= offset);
        let place = after
            .checked_sub(1)
            .and_then(|index| self.places.get(index));
        place.cloned().unwrap_or(Place {
            line: 1,
            column: 1,
            origin: None,
        })
    }
}

impl SourceCode for Excerpt {
    /// With no context asked for, the place of a mark, for the header; else the window it is in.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let found = self
            .windows
            .partition_point(|window| window.start <= span.offset());
        let window = found
            .checked_sub(1)
            .and_then(|index| self.windows.get(index))
            .filter(|window| span.offset() + span.len() <= window.end)
            .ok_or(MietteError::OutOfBounds)?;
        let (start, end, line, column, rows) = if before == 0 && after == 0 {
            let place = self.place(span.offset());
            let end = span.offset() + span.len();
            (
                span.offset(),
                end,
                place.line as usize - 1,
                place.column as usize - 1,
                1,
            )
        } else {
            (window.start, window.end, window.first, 0, window.rows)
        };
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            SourceSpan::new(start.into(), end - start),
            line,
            column,
            rows,
        )))
    }
}

/// The rows of the marks with one before and after each, in windows. A gap of one row is closed:
/// to leave it out would take more lines than to show it.
fn shown_rows(rows: &Rows, marked: &[RowId]) -> Vec<Vec<RowId>> {
    let mut shown = BTreeSet::new();
    for &id in marked {
        shown.insert(id);
        let before = iter::successors(rows.before(id), |id| rows.before(*id));
        shown.extend(before.take(rows.around()));
        // not the empty row behind the last line end
        let after = iter::successors(rows.after(id), |id| rows.after(*id));
        shown.extend(after.take(rows.around()).filter(|&id| {
            let row = rows.row(id);
            row.start < row.end || rows.after(id).is_some()
        }));
    }
    let mut windows: Vec<Vec<RowId>> = Vec::new();
    for id in shown {
        let last = windows.last().and_then(|window| window.last()).copied();
        let next = last.and_then(|last| rows.after(last));
        let next_but_one = next.and_then(|next| rows.after(next));
        match (windows.last_mut(), next) {
            (Some(window), Some(next)) if next == id => window.push(next),
            (Some(window), Some(next)) if next_but_one == Some(id) => window.extend([next, id]),
            _ => windows.push(vec![id]),
        }
    }
    windows
}

/// A number from which so many rows can be numbered with as many digits each, at least as many as
/// the last line's number has.
fn first_number(last_line: u32, rows: usize) -> usize {
    let mut first: usize = 1;
    while first * 10 <= last_line as usize || first * 9 < rows {
        first *= 10;
    }
    first
}

/// A character of a row: where it stands in the source, and how it is shown.
#[derive(Clone, Copy)]
struct Cell {
    byte: usize,
    shown: Shown,
}

struct Cells {
    cells: Vec<Cell>,
    /// Columns before each cell, and at the end those of all.
    columns: Vec<usize>,
}

impl Cells {
    fn new(written: &str, offset: usize, ascii: bool) -> Self {
        let cells: Vec<Cell> = written
            .char_indices()
            .map(|(at, character)| Cell {
                byte: offset + at,
                shown: clean::stand_in(character, ascii),
            })
            .collect();
        let mut columns = vec![0];
        let mut all = 0;
        for cell in &cells {
            all += cell.shown.width();
            columns.push(all);
        }
        Self { cells, columns }
    }

    /// Which cells to show so that the row is not much wider than `room`: all if they fit, else
    /// the start of the row, or what is around each mark.
    fn stretches(&self, marks: &[&Mark], room: usize) -> Vec<(usize, usize)> {
        let count = self.cells.len();
        if self.columns.last().is_none_or(|&all| all <= room) {
            return vec![(0, count)];
        }
        // for the marks of what is left out
        let room = room.saturating_sub(6);
        let share = (room / marks.len().max(1)).max(LEAST_ROOM);
        let mut stretches: Vec<(usize, usize)> = Vec::new();
        let points: Vec<usize> = marks.iter().map(|mark| mark.start).collect();
        let points = if points.is_empty() { vec![0] } else { points };
        for byte in points {
            let cell = self.cells.partition_point(|cell| cell.byte < byte);
            let column = self.column(cell);
            let all = self.column(count);
            // two thirds before the mark: what a figure is called stands before it
            let from = column
                .saturating_sub(share * 2 / 3)
                .min(all.saturating_sub(share));
            let from = self
                .columns
                .partition_point(|&column| column < from)
                .min(count);
            let to = self.column(from) + share;
            let to = self.columns.partition_point(|&column| column <= to);
            let to = to.saturating_sub(1).max(cell + 1).min(count);
            // what is hardly wider than the sign that it is left out is shown
            let from = if self.column(from) <= SLIVER { 0 } else { from };
            let to = if all - self.column(to) <= SLIVER {
                count
            } else {
                to
            };
            match stretches.last_mut() {
                Some(last) if self.column(from) <= self.column(last.1) + SLIVER => {
                    last.1 = last.1.max(to);
                }
                _ => stretches.push((from, to)),
            }
        }
        stretches
    }

    fn column(&self, cell: usize) -> usize {
        self.columns.get(cell).copied().unwrap_or(0)
    }
}
