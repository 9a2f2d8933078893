//! Blocks: figures by the label of a row and the head of a column.

use super::find::{Within, area};
use super::label::{money_in, zeros};
use super::mapping::{BlockMapping, OneOrMore};
use super::note::NoteKind;
use super::tree::{Path, pointer, steps};
use super::{Binder, Page, spot};
use crate::read::At;

/// Rows below the beginning in which heads of columns may stand.
const HEADS: u32 = 3;

/// A head of a column that was found.
pub(super) struct Head {
    /// The field, from that of the row.
    pub(super) field: String,
    pub(super) at: At,
    /// The column of the figures.
    pub(super) column: u32,
    /// The unit that the head names in brackets.
    pub(super) unit: Option<String>,
}

impl<'a> Binder<'a> {
    pub(super) fn bind_block(
        &mut self,
        page: &Page<'a>,
        mapping: &BlockMapping,
        missing: &mut Vec<String>,
    ) {
        let Some(within) = self.extent(page, &mapping.from, &mapping.until, &mapping.band) else {
            return;
        };
        let heads = self.heads(page, &mapping.columns, within, missing);
        let (Some(first), Some(last), Some(below)) = (
            heads.iter().map(|head| head.column).min(),
            heads.iter().map(|head| head.column).max(),
            heads.iter().map(|head| head.at.row).max(),
        ) else {
            return;
        };
        let labels_in = Within {
            rows: within.rows,
            columns: (within.columns.0, first.saturating_sub(1)),
        };
        for (field, labels) in &mapping.rows {
            let found: Vec<At> = page.labels.find(labels.all(), labels_in);
            // what heads a block may be called as one of its rows
            let found: Vec<At> = match found.as_slice() {
                [_] => found,
                _ => found.into_iter().filter(|at| at.row > below).collect(),
            };
            let label = labels.all().first().cloned().unwrap_or_default();
            match found.as_slice() {
                [at] => {
                    self.claim(page, *at);
                    for head in &heads {
                        let mut path = steps(&mapping.field);
                        path.extend(steps(field));
                        path.extend(steps(&head.field));
                        let cell = At::new(at.row, head.column);
                        self.take_in(page, cell, &path, head.unit.as_deref());
                    }
                }
                [] => missing.push(label),
                several => {
                    let mut path = steps(&mapping.field);
                    path.extend(steps(field));
                    let spots = several.iter().map(|at| spot(page, *at)).collect();
                    self.say(NoteKind::LabelTwice(label), spots, &pointer(&path));
                    // there is something, and which of them cannot be known
                    for head in &heads {
                        let mut path = path.clone();
                        path.extend(steps(&head.field));
                        for at in several {
                            let cell = page.sheet.cell(At::new(at.row, head.column));
                            if let Some(cell) = cell {
                                self.unsure(page, cell, &path);
                            }
                        }
                    }
                }
            }
        }
        let figures = Within {
            rows: (below.saturating_add(1), within.rows.1),
            columns: (first, last.max(last_head(page, below, last, within))),
        };
        self.regions.push((page.index, figures));
    }

    /// The rows and columns from a beginning to an end.
    pub(super) fn extent(
        &mut self,
        page: &Page<'a>,
        from: &OneOrMore,
        until: &OneOrMore,
        band: &OneOrMore,
    ) -> Option<Within> {
        let label = from.all().first().cloned().unwrap_or_default();
        let start = match page.labels.find(from.all(), Within::all()).as_slice() {
            [one] => *one,
            [] => {
                let sheet = page.sheet.name.to_string();
                let kind = NoteKind::BlockMissing(sheet, from.all().to_vec());
                self.say(kind, Vec::new(), "");
                return None;
            }
            several => {
                let spots = several.iter().map(|at| spot(page, *at)).collect();
                self.say(NoteKind::LabelTwice(label), spots, "");
                return None;
            }
        };
        let below = Within {
            rows: (start.row.saturating_add(1), u32::MAX),
            columns: (1, u32::MAX),
        };
        let end = page
            .labels
            .find(until.all(), below)
            .first()
            .map_or(page.sheet.last_row(), |at| at.row.saturating_sub(1));
        let mut within = Within {
            rows: (start.row, end),
            columns: (1, u32::MAX),
        };
        if !band.all().is_empty() {
            let found = page.labels.find(band.all(), within);
            let top = found.first().map(|at| at.row);
            let found: Vec<&At> = found.iter().filter(|at| Some(at.row) == top).collect();
            let [head] = found.as_slice() else {
                let label = band.all().first().cloned().unwrap_or_default();
                let spots = found.iter().map(|at| spot(page, **at)).collect();
                self.say(NoteKind::LabelTwice(label), spots, "");
                return None;
            };
            let head = area(page.sheet, **head);
            within.columns = (head.from.column, head.to.column);
        }
        Some(within)
    }

    /// The heads of columns: for each the uppermost cell with its label in the first rows.
    pub(super) fn heads(
        &mut self,
        page: &Page<'a>,
        columns: &std::collections::BTreeMap<String, OneOrMore>,
        within: Within,
        missing: &mut Vec<String>,
    ) -> Vec<Head> {
        let rows = (
            within.rows.0,
            within.rows.1.min(within.rows.0.saturating_add(HEADS - 1)),
        );
        let top = Within { rows, ..within };
        let mut heads = Vec::new();
        for (field, labels) in columns {
            let found = page.labels.find(labels.all(), top);
            let row = found.first().map(|at| at.row);
            let uppermost: Vec<At> = found.into_iter().filter(|at| Some(at.row) == row).collect();
            let label = labels.all().first().cloned().unwrap_or_default();
            match uppermost.as_slice() {
                [at] => {
                    self.claim(page, *at);
                    heads.push(Head {
                        field: field.clone(),
                        at: *at,
                        column: at.column,
                        unit: money_in(&page.sheet.text(*at)),
                    });
                }
                [] => missing.push(label),
                several => {
                    let spots = several.iter().map(|at| spot(page, *at)).collect();
                    self.say(NoteKind::LabelTwice(label), spots, "");
                }
            }
        }
        heads
    }

    /// Takes a cell under a head that may name a unit of its own.
    pub(super) fn take_in(&mut self, page: &Page<'a>, at: At, path: &Path, unit: Option<&str>) {
        let Some(unit) = unit.filter(|unit| zeros(unit).is_some()) else {
            self.take(page, at, path);
            return;
        };
        let at = area(page.sheet, at).from;
        if let (Some(cell), Some(id)) = (page.sheet.cell(at), self.field(path)) {
            let field = self.form.field(id);
            self.take_as(page, cell, path, field, Some(unit));
        }
    }
}

/// The last column beyond those bound that has a head as well: a column somebody added.
fn last_head(page: &Page<'_>, row: u32, last: u32, within: Within) -> u32 {
    let mut reached = last;
    for cell in page.sheet.rows(row, row) {
        if cell.at.column == reached.saturating_add(1)
            && cell.at.column <= within.columns.1
            && !cell.is_number()
        {
            reached = cell.at.column;
        }
    }
    reached
}
