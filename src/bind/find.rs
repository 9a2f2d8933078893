//! Finding labels on a sheet.

use std::collections::BTreeMap;

use super::label::{fits, normalised, pattern};
use crate::read::{Area, At, Sheet, Value};

/// Letters beyond which a text is no label.
const LONGEST_LABEL: usize = 80;

/// The texts of a sheet that may be labels.
pub(super) struct Labels {
    by_text: BTreeMap<String, Vec<At>>,
}

/// Cells in which something is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Within {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

impl Within {
    pub(super) fn all() -> Self {
        Self {
            rows: (1, u32::MAX),
            columns: (1, u32::MAX),
        }
    }

    pub(super) fn holds(&self, at: At) -> bool {
        (self.rows.0..=self.rows.1).contains(&at.row)
            && (self.columns.0..=self.columns.1).contains(&at.column)
    }
}

impl Labels {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut by_text: BTreeMap<String, Vec<At>> = BTreeMap::new();
        for cell in &sheet.cells {
            let Value::Text(text) = &cell.value else {
                continue;
            };
            if text.chars().take(LONGEST_LABEL + 1).count() > LONGEST_LABEL
                || is_covered(sheet, cell.at)
            {
                continue;
            }
            by_text.entry(normalised(text)).or_default().push(cell.at);
        }
        Self { by_text }
    }

    /// The cells with one of these labels, in the order of the sheet.
    pub(super) fn find(&self, labels: &[String], within: Within) -> Vec<At> {
        let mut found: Vec<At> = Vec::new();
        for label in labels {
            let wanted = pattern(label);
            if wanted.contains('*') {
                for (text, places) in &self.by_text {
                    if fits(&wanted, text) {
                        found.extend(places);
                    }
                }
            } else if let Some(places) = self.by_text.get(&wanted) {
                found.extend(places);
            }
        }
        found.retain(|at| within.holds(*at));
        found.sort();
        found.dedup();
        found
    }
}

/// Whether a cell lies under a merged one, where nobody sees it.
pub(super) fn is_covered(sheet: &Sheet, at: At) -> bool {
    sheet.merge(at).is_some_and(|area| area.from != at)
}

/// The area of a cell: its own, or the one it is merged into.
pub(super) fn area(sheet: &Sheet, at: At) -> Area {
    sheet.merge(at).unwrap_or(Area { from: at, to: at })
}
