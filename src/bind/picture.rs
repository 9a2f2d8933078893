//! The rows of a workbook that may be drawn: those with values, and two around each.

use std::collections::{BTreeMap, BTreeSet};

use unicode_width::UnicodeWidthStr;

use super::find::is_covered;
use super::tree::Places;
use crate::origin::{Origin, Origins, Picture, Traced};
use crate::read::{At, Workbook};
use crate::source::{Span, narrow};

/// Rows before and after a value.
const AROUND: u32 = 2;
/// Letters of a cell that are drawn; of one with a value, for it is pointed at.
const LETTERS: usize = 14;
const VALUE_LETTERS: usize = 40;
/// Columns that a column is at most filled up to.
const COLUMN: usize = 16;

/// Where values come from, and the rows around them.
pub(super) fn origins(workbook: &Workbook, places: &Places) -> Origins {
    let mut rows: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    let mut bound: BTreeSet<(usize, At)> = BTreeSet::new();
    for (_, (sheet, at)) in places {
        let of_sheet = rows.entry(*sheet).or_default();
        of_sheet.extend(at.row.saturating_sub(AROUND).max(1)..=at.row.saturating_add(AROUND));
        bound.insert((*sheet, *at));
    }
    let mut picture = Picture::default();
    let mut shown: BTreeMap<(usize, At), Span> = BTreeMap::new();
    for (index, wanted) in &rows {
        let Some(sheet) = workbook.sheets.get(*index) else {
            continue;
        };
        let text = |at: At, written: &str| {
            let most = if bound.contains(&(*index, at)) {
                VALUE_LETTERS
            } else {
                LETTERS
            };
            cut(written, most)
        };
        let mut widths: BTreeMap<u32, usize> = BTreeMap::new();
        for cell in &sheet.cells {
            if wanted.contains(&cell.at.row) && !is_covered(sheet, cell.at) {
                let width = text(cell.at, &sheet.shown(cell)).width().min(COLUMN);
                let known = widths.entry(cell.at.column).or_default();
                *known = (*known).max(width);
            }
        }
        let last = sheet.last_row();
        for row in wanted.iter().filter(|row| **row <= last) {
            let mut filled = 0;
            for cell in sheet.rows(*row, *row) {
                if is_covered(sheet, cell.at) {
                    continue;
                }
                let before: usize = widths
                    .range(..cell.at.column)
                    .map(|(_, width)| width + 2)
                    .sum();
                while filled < before {
                    picture.text.push(' ');
                    filled += 1;
                }
                let drawn = text(cell.at, &sheet.shown(cell));
                let start = narrow(picture.text.len());
                picture.text.push_str(&drawn);
                filled += drawn.width();
                if bound.contains(&(*index, cell.at)) {
                    shown.insert(
                        (*index, cell.at),
                        Span::new(start, narrow(picture.text.len())),
                    );
                }
                picture.text.push_str("  ");
                filled += 2;
            }
            while picture.text.ends_with(' ') {
                picture.text.pop();
            }
            picture.text.push('\n');
            picture.rows.push((*row, narrow(*index)));
        }
    }
    let values = places
        .iter()
        .filter_map(|(span, (index, at))| {
            let sheet = workbook.sheets.get(*index)?;
            Some(Traced {
                span: *span,
                origin: Origin::Cell {
                    sheet: sheet.name.clone(),
                    at: *at,
                },
                shown: shown.get(&(*index, *at)).copied()?,
            })
        })
        .collect();
    Origins {
        values,
        picture,
        ..Origins::default()
    }
}

/// A text on one line, cut.
fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    let mut letters: String = text
        .chars()
        .take(most)
        .map(|c| {
            if c.is_control() || c == '\u{3000}' {
                ' '
            } else {
                c
            }
        })
        .collect();
    if text.chars().nth(most).is_some() {
        letters.push('…');
    }
    letters
}
