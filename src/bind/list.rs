//! Lists: rows that may be as many as there are, also lists in lists and objects of any names.

use std::collections::BTreeMap;

use super::block::Head;
use super::find::{Within, area, is_covered};
use super::label::normalised;
use super::mapping::ListMapping;
use super::note::NoteKind;
use super::tree::{Path, Step, pointer, steps};
use super::{Binder, Page, spot};
use crate::document::FieldId;
use crate::read::{At, Value};

/// A column of a list: which level of lists it fills, and the field there.
struct Column {
    head: Head,
    /// Names from the item of the level above to the list of this level; empty at the first.
    level: usize,
    /// The field, from the item of its level.
    field: Path,
}

impl<'a> Binder<'a> {
    pub(super) fn bind_list(
        &mut self,
        page: &Page<'a>,
        mapping: &ListMapping,
        missing: &mut Vec<String>,
    ) {
        let Some(within) = self.extent(page, &mapping.from, &mapping.until, &mapping.band) else {
            return;
        };
        let heads = self.heads(page, &mapping.columns, within, missing);
        let keys = if mapping.key.all().is_empty() {
            Vec::new()
        } else {
            let key = BTreeMap::from([(String::new(), mapping.key.clone())]);
            self.heads(page, &key, within, missing)
        };
        let lowest = heads
            .iter()
            .chain(&keys)
            .map(|head| area(page.sheet, head.at).to.row)
            .max();
        let Some(lowest) = lowest else {
            return;
        };
        let rows = (lowest.saturating_add(1), within.rows.1);
        let columns: Vec<u32> = heads.iter().map(|head| head.column).collect();
        if let (Some(first), Some(last)) = (columns.iter().min(), columns.iter().max()) {
            let columns = (*first, *last);
            self.regions.push((page.index, Within { rows, columns }));
        }
        let root = steps(&mapping.field);
        let Some(list) = self.field(&root) else {
            return;
        };
        match keys.first() {
            Some(key) => self.named_rows(page, mapping, &heads, key.column, rows, &root),
            None => self.listed_rows(page, mapping, heads, rows, &root, list),
        }
    }

    fn named_rows(
        &mut self,
        page: &Page<'a>,
        mapping: &ListMapping,
        heads: &[Head],
        key: u32,
        rows: (u32, u32),
        root: &Path,
    ) {
        for row in item_rows(page, mapping, rows, &[key]) {
            let at = At::new(row, key);
            let written = page.sheet.text(at).trim().to_owned();
            if written.is_empty() {
                continue;
            }
            let name = self.declared_name(root, &written);
            let mut path = root.clone();
            path.push(Step::Name(name.clone()));
            if self.root.get(&path).is_some() {
                self.say(
                    NoteKind::NameTwice(name),
                    vec![spot(page, at)],
                    &pointer(&path),
                );
                continue;
            }
            self.claim(page, at);
            for head in heads {
                let mut path = path.clone();
                path.extend(steps(&head.field));
                let cell = At::new(row, head.column);
                self.take_in(page, cell, &path, head.unit.as_deref());
            }
        }
    }

    /// The name the form has for a row: its own where it declares one with this key or title.
    fn declared_name(&self, root: &Path, written: &str) -> String {
        let bare = normalised(written);
        let declared = self.field(root).map(|field| self.form.field(field));
        let known = declared.and_then(|field| {
            field.names().iter().find(|name| {
                let title = field
                    .field(name)
                    .map(|id| self.form.field(id).title.as_str());
                normalised(name) == bare
                    || title.is_some_and(|title| {
                        let title = title.trim_start_matches(|c: char| c.is_ascii_digit());
                        normalised(title) == bare
                    })
            })
        });
        known.cloned().unwrap_or(bare)
    }

    fn listed_rows(
        &mut self,
        page: &Page<'a>,
        mapping: &ListMapping,
        heads: Vec<Head>,
        rows: (u32, u32),
        root: &Path,
        list: FieldId,
    ) {
        let (columns, lists) = self.levels(heads, list);
        let wanted: Vec<u32> = columns.iter().map(|column| column.head.column).collect();
        let deepest = columns.iter().map(|column| column.level).max().unwrap_or(0);
        // where the list of each level is at, and how many items each has so far
        let mut items: Vec<Option<usize>> = vec![None; deepest + 1];
        for row in item_rows(page, mapping, rows, &wanted) {
            let mut begun = false;
            for level in 0..=deepest {
                let is_last = level == deepest;
                let begins = begun || is_last || begins_item(page, mapping, &columns, level, row);
                if let Some(item) = items.get_mut(level)
                    && (begins || item.is_none())
                {
                    *item = Some(item.map_or(0, |item| item + 1));
                    begun = true;
                    for below in items.iter_mut().skip(level + 1) {
                        *below = None;
                    }
                }
            }
            for column in &columns {
                let at = At::new(row, column.head.column);
                if is_covered(page.sheet, at) && area(page.sheet, at).from.row != row {
                    continue;
                }
                let mut path = root.clone();
                for level in 0..=column.level {
                    path.extend(lists.get(level).cloned().unwrap_or_default());
                    let item = items.get(level).copied().flatten().unwrap_or(0);
                    path.push(Step::Number(item));
                }
                path.extend(column.field.clone());
                if self.root.get(&path).is_none() {
                    self.take_in(page, at, &path, column.head.unit.as_deref());
                }
            }
        }
    }

    /// Columns by the level of lists they belong to, and the way from each level's item to the
    /// list of the next.
    fn levels(&self, heads: Vec<Head>, list: FieldId) -> (Vec<Column>, Vec<Path>) {
        let mut lists: Vec<Path> = vec![Vec::new()];
        let mut columns = Vec::new();
        for head in heads {
            let mut field = self.form.field(list).items();
            let mut level = 0;
            let mut way: Path = Vec::new();
            for step in steps(&head.field) {
                let Step::Name(name) = &step else {
                    continue;
                };
                field = field.and_then(|field| self.form.field(field).field(name));
                way.push(step);
                if let Some(items) = field.and_then(|field| self.form.field(field).items()) {
                    let is_plain = self.form.field(items).names().is_empty();
                    if !is_plain {
                        level += 1;
                        if lists.len() <= level {
                            lists.push(way.clone());
                        }
                        way.clear();
                        field = Some(items);
                    }
                }
            }
            columns.push(Column {
                head,
                level,
                field: way,
            });
        }
        (columns, lists)
    }
}

/// Rows that hold something in some columns and are not to be left out.
fn item_rows(
    page: &Page<'_>,
    mapping: &ListMapping,
    rows: (u32, u32),
    columns: &[u32],
) -> Vec<u32> {
    let skipped = mapping.skip.all();
    let mut found: Vec<u32> = Vec::new();
    for cells in page
        .sheet
        .rows(rows.0, rows.1)
        .chunk_by(|one, next| one.at.row == next.at.row)
    {
        let Some(row) = cells.first().map(|cell| cell.at.row) else {
            continue;
        };
        let of_row = Within {
            rows: (row, row),
            columns: (1, u32::MAX),
        };
        let holds = cells.iter().any(|cell| {
            columns.contains(&cell.at.column) && !page.sheet.shown(cell).trim().is_empty()
        });
        if holds && (skipped.is_empty() || page.labels.find(skipped, of_row).is_empty()) {
            found.push(row);
        }
    }
    found
}

/// Whether a row begins a new item of a level: it says a name of its own in the first text of
/// that level.
fn begins_item(
    page: &Page<'_>,
    mapping: &ListMapping,
    columns: &[Column],
    level: usize,
    row: u32,
) -> bool {
    let is_text = |column: &&Column| column.level == level;
    let of_level = columns.iter().filter(is_text);
    // those that carry down say who a row belongs to; else any text does
    let carrying = |column: &&Column| mapping.down.contains(&column.head.field);
    let mut deciding: Vec<&Column> = of_level.clone().filter(carrying).collect();
    if deciding.is_empty() {
        deciding = of_level.collect();
    }
    deciding.iter().any(|column| {
        let at = At::new(row, column.head.column);
        let own = !is_covered(page.sheet, at) || area(page.sheet, at).from.row == row;
        let at = area(page.sheet, at).from;
        let cell = page.sheet.cell(at).filter(|_| own);
        cell.is_some_and(|cell| match &cell.value {
            Value::Text(text) => !text.trim().is_empty(),
            _ => true,
        })
    })
}
