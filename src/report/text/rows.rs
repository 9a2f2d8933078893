//! A text as rows of moderate length: its lines, and where a line is far too long, as in a file
//! without line breaks, pieces of that line laid out as an editor would.
//!
//! A piece is a stretch of the text as it stands, so places in it need no translation. Brackets
//! and commas are all it goes by: a file that is no JSON is cut as well.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::marks::Mark;
use super::wrap::columns;
use crate::finding::Label;
use crate::origin::Origins;
use crate::source::{Source, narrow};

/// Characters of a line above which it is cut; lines that people write are shorter.
const LONGEST_LINE: usize = 200;

/// Columns beyond which nothing is indented.
const DEEPEST: usize = 32;

/// A row: the line it belongs to, from 1, and which piece of it, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowId {
    pub(super) line: u32,
    piece: usize,
}

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// First byte in the source's text.
    pub(super) start: usize,
    /// The byte after the last, without the line end.
    pub(super) end: usize,
    /// Columns to indent it besides the blanks it starts with.
    pub(super) indent: usize,
}

/// The rows of a source.
#[derive(Debug)]
pub(super) struct Rows {
    source: Source,
    /// Where the rows come from, where they are those of a workbook.
    origins: Option<Arc<Origins>>,
    /// The pieces of each line that was ever cut.
    pieces: BTreeMap<u32, Vec<Row>>,
    /// The lines that are cut for the marks at hand.
    cut: BTreeSet<u32>,
}

impl Rows {
    pub(super) fn new(source: &Source) -> Self {
        let origins = source.origins().cloned();
        Self {
            source: origins.as_ref().map_or_else(
                || source.clone(),
                |origins| Source::new(source.name(), origins.picture.text.as_str()),
            ),
            origins,
            pieces: BTreeMap::new(),
            cut: BTreeSet::new(),
        }
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    /// The labels where they stand in the rows; those that stand nowhere in a workbook are
    /// dropped.
    pub(super) fn drawn(&self, labels: Vec<Label>) -> Vec<Label> {
        let Some(origins) = &self.origins else {
            return labels;
        };
        let moved = |mut label: Label| {
            label.span = origins.at(label.span)?.shown;
            Some(label)
        };
        labels.into_iter().filter_map(moved).collect()
    }

    /// What a person finds a mark by, in a workbook.
    pub(super) fn found_by(&self, start: usize) -> Option<String> {
        let found = self.origins.as_ref()?.drawn_at(narrow(start))?;
        Some(found.origin.words())
    }

    /// Whether rows have numbers of their own.
    pub(super) fn is_numbered(&self) -> bool {
        self.origins.is_some()
    }

    /// The number of a row as people know it.
    pub(super) fn number(&self, id: RowId) -> u32 {
        self.numbered(id.line).map_or(id.line, |(number, _)| number)
    }

    /// Rows shown before and after a mark.
    pub(super) fn around(&self) -> usize {
        if self.origins.is_some() { 2 } else { 1 }
    }

    fn numbered(&self, line: u32) -> Option<(u32, u32)> {
        let rows = &self.origins.as_ref()?.picture.rows;
        rows.get(line.checked_sub(1)? as usize).copied()
    }

    /// Whether a row stands right above the next one in what was handed in.
    fn adjoins(&self, line: u32) -> bool {
        match (self.numbered(line), self.numbered(line.saturating_add(1))) {
            (Some((number, part)), Some((next, other))) => {
                part == other && number.saturating_add(1) == next
            }
            _ => self.origins.is_none(),
        }
    }

    /// The row of each mark, when these are to be shown in rows of so many columns. Lines that are
    /// too long for all their marks to be seen are cut.
    pub(super) fn of_marks(&mut self, marks: &[Mark], room: usize) -> Vec<RowId> {
        self.cut.clear();
        let line = |mark: &Mark| self.source.place(narrow(mark.start)).line;
        let lines: Vec<u32> = marks.iter().map(line).collect();
        let marked: Vec<(u32, &Mark)> = lines.iter().copied().zip(marks).collect();
        for same in marked.chunk_by(|one, next| one.0 == next.0) {
            let (Some((line, first)), Some((_, last))) = (same.first(), same.last()) else {
                continue;
            };
            let whole = self.whole(*line);
            let text = self.source.text().get(whole.start..whole.end).unwrap_or("");
            let spread = self.source.text().get(first.start..last.end).unwrap_or("");
            let is_wide = same.len() > 1 && columns(spread) > room;
            if is_wide || (text.len() > LONGEST_LINE && text.chars().count() > LONGEST_LINE) {
                self.pieces
                    .entry(*line)
                    .or_insert_with(|| pieces(text, whole.start));
                self.cut.insert(*line);
            }
        }
        let piece = |(line, mark): (u32, &Mark)| {
            let piece = self.pieces_of(line).map_or(0, |rows| {
                rows.partition_point(|row| row.start <= mark.start)
                    .saturating_sub(1)
            });
            RowId { line, piece }
        };
        marked.into_iter().map(piece).collect()
    }

    /// Whether rows of this line are pieces of it.
    pub(super) fn is_cut(&self, line: u32) -> bool {
        self.cut.contains(&line)
    }

    pub(super) fn row(&self, id: RowId) -> Row {
        self.pieces_of(id.line)
            .and_then(|rows| rows.get(id.piece).copied())
            .unwrap_or_else(|| self.whole(id.line))
    }

    pub(super) fn before(&self, id: RowId) -> Option<RowId> {
        if let Some(piece) = id.piece.checked_sub(1) {
            return Some(RowId {
                line: id.line,
                piece,
            });
        }
        let line = id.line.checked_sub(1).filter(|&line| line > 0)?;
        if !self.adjoins(line) {
            return None;
        }
        let piece = self
            .pieces_of(line)
            .map_or(0, |rows| rows.len().saturating_sub(1));
        Some(RowId { line, piece })
    }

    pub(super) fn after(&self, id: RowId) -> Option<RowId> {
        let next = id.piece + 1;
        if self
            .pieces_of(id.line)
            .is_some_and(|rows| next < rows.len())
        {
            return Some(RowId {
                line: id.line,
                piece: next,
            });
        }
        let line = id.line + 1;
        if !self.adjoins(id.line) {
            return None;
        }
        (line <= self.source.line_count()).then_some(RowId { line, piece: 0 })
    }

    fn pieces_of(&self, line: u32) -> Option<&Vec<Row>> {
        self.cut.get(&line).and_then(|line| self.pieces.get(line))
    }

    fn whole(&self, line: u32) -> Row {
        let span = self.source.line_span(line);
        Row {
            start: span.start as usize,
            end: span.end as usize,
            indent: 0,
        }
    }
}

/// A line as pieces: a break after each opening bracket and comma, and before each closing
/// bracket, where these stand outside texts.
fn pieces(line: &str, offset: usize) -> Vec<Row> {
    let bare = line.trim_start();
    let mut pieces = Pieces {
        indent: line.len() - bare.len(),
        line,
        offset,
        rows: Vec::new(),
        start: 0,
        depth: 0,
    };
    let mut in_text = false;
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' if !closes_at_once(line, at) => {
                pieces.finish(at + 1);
                pieces.depth += 1;
            }
            b'}' | b']' if !opened_just_before(line, at) => {
                pieces.finish(at);
                pieces.depth = pieces.depth.saturating_sub(1);
            }
            b',' => pieces.finish(at + 1),
            _ => {}
        }
    }
    pieces.finish(line.len());
    pieces.rows
}

fn closes_at_once(line: &str, at: usize) -> bool {
    let rest = line.get(at + 1..).unwrap_or("");
    rest.starts_with(['}', ']'])
}

fn opened_just_before(line: &str, at: usize) -> bool {
    line.get(..at).unwrap_or("").ends_with(['{', '['])
}

struct Pieces<'a> {
    line: &'a str,
    offset: usize,
    rows: Vec<Row>,
    start: usize,
    /// Columns by which the line itself is indented.
    indent: usize,
    depth: usize,
}

impl Pieces<'_> {
    fn finish(&mut self, end: usize) {
        let written = self.line.get(self.start..end).unwrap_or("");
        let bare = written.trim();
        if !bare.is_empty() {
            let blanks = written.len() - written.trim_start().len();
            let start = self.offset + self.start + blanks;
            self.rows.push(Row {
                start,
                end: start + bare.len(),
                indent: (self.indent + 2 * self.depth).min(DEEPEST),
            });
        }
        self.start = end;
    }
}
