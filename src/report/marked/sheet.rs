//! Marks on one sheet: looks of cells, and the comments it leads to.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::comments;
use super::package::Package;
use super::styles::Styles;
use super::xml::{Edits, Kind, Tag, tags};
use super::{Mark, NotMarked};
use crate::words::table::Class;

/// A cell by row and column, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) row: u32,
    pub(super) column: u32,
}

impl At {
    /// Reads `D14`.
    pub(super) fn read(cell: &str) -> Option<Self> {
        let end = cell.find(|letter: char| !letter.is_ascii_alphabetic())?;
        let (letters, digits) = cell.split_at(end);
        let column = letters.bytes().try_fold(0_u32, |column, letter| {
            let value = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
            column.checked_mul(26)?.checked_add(value)
        })?;
        let row = digits.parse().ok()?;
        (row > 0 && row <= 1_048_576 && column > 0 && column <= 16_384)
            .then_some(Self { row, column })
    }

    pub(super) fn written(self) -> String {
        let mut column = self.column;
        let mut letters = Vec::new();
        while column > 0 {
            let rest = (column - 1) % 26;
            letters.push(char::from(b'A' + u8::try_from(rest).unwrap_or(0)));
            column = (column - 1) / 26;
        }
        let letters: String = letters.iter().rev().collect();
        format!("{letters}{}", self.row)
    }
}

/// Elements that come after the one for comments.
const AFTER: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// Marks the cells of a sheet.
pub(super) fn mark(
    package: &mut Package<'_, '_>,
    part: &str,
    cells: &BTreeMap<At, Vec<&Mark>>,
    styles: &mut Styles,
) -> Result<(), NotMarked> {
    let text = package.text(part)?;
    let tags = tags(&text)?;
    let mut edits = Edits::default();
    looks(&text, &tags, cells, styles, &mut edits)?;
    let drawing = tags.iter().find(|tag| tag.opens("legacyDrawing"));
    let drawing = drawing.and_then(|tag| tag.attribute(&text, "id"));
    let added = comments::add(package, part, drawing.as_deref(), cells)?;
    if let Some(id) = added {
        let root = tags.first().ok_or(NotMarked::Broken)?;
        // those of the sheet itself: parts of older versions are repeated inside `extLst`
        let data_end = tags
            .iter()
            .position(|tag| tag.name == "sheetData" && tag.kind != Kind::Start);
        let behind = tags.iter().skip(data_end.unwrap_or(0));
        let after = behind
            .clone()
            .find(|tag| tag.kind != Kind::End && AFTER.contains(&&*tag.name));
        let end = behind.rev().find(|tag| tag.closes("worksheet"));
        let at = after.or(end).ok_or(NotMarked::Broken)?.span.start;
        let (prefix, relations) = (&root.prefix, package.relations);
        edits.insert(
            at,
            format!("<{prefix}legacyDrawing xmlns:gouji=\"{relations}\" gouji:id=\"{id}\"/>"),
        );
    }
    let made = edits.apply(&text)?;
    package.set(part, made);
    Ok(())
}

/// The gravest of some marks.
fn gravest(marks: &[&Mark]) -> Class {
    marks
        .iter()
        .map(|mark| mark.class)
        .min()
        .unwrap_or(Class::Tail)
}

fn look_of(text: &str, tag: &Tag) -> usize {
    let look = tag.attribute(text, "s");
    look.and_then(|look| look.parse().ok()).unwrap_or(0)
}

/// Gives marked cells another look; those that are not there yet are added, for a blank can be
/// what is wrong.
fn looks(
    text: &str,
    tags: &[Tag],
    cells: &BTreeMap<At, Vec<&Mark>>,
    styles: &mut Styles,
    edits: &mut Edits,
) -> Result<(), NotMarked> {
    let mut missing: BTreeMap<At, Class> = cells
        .iter()
        .map(|(at, marks)| (*at, gravest(marks)))
        .collect();
    let prefix = tags.iter().find(|tag| tag.name == "sheetData");
    let prefix = prefix
        .map(|tag| tag.prefix.clone())
        .ok_or(NotMarked::Broken)?;
    let mut new = |at: At, class: Class, look: usize| -> Result<String, NotMarked> {
        let look = styles.on_ground(look, class)?;
        Ok(format!("<{prefix}c r=\"{}\" s=\"{look}\"/>", at.written()))
    };
    let (mut row, mut column, mut row_look) = (0_u32, 0_u32, 0_usize);
    for tag in tags {
        match (&*tag.name, tag.kind) {
            ("row", Kind::Start | Kind::Empty) => {
                let stated = tag.attribute(text, "r").and_then(|row| row.parse().ok());
                let now = stated.unwrap_or(row + 1);
                // rows between the last and this one that are not there
                insert_rows(&mut missing, now, tag.span.start, &prefix, &mut new, edits)?;
                row = now;
                column = 0;
                row_look = look_of(text, tag);
                if tag.kind == Kind::Empty {
                    let inside = taken(&mut missing, |at| at.row == now);
                    if !inside.is_empty() {
                        let own = text.get(tag.span.clone()).unwrap_or_default();
                        let open = own.trim_end_matches("/>").trim_end();
                        let mut made = format!("{open}>");
                        for (at, class) in inside {
                            made.push_str(&new(at, class, row_look)?);
                        }
                        let _ = write!(made, "</{prefix}row>");
                        edits.replace(tag.span.clone(), made);
                    }
                }
            }
            ("c", Kind::Start | Kind::Empty) => {
                let stated = tag.attribute(text, "r").and_then(|cell| At::read(&cell));
                let here = stated.unwrap_or(At {
                    row,
                    column: column + 1,
                });
                column = here.column;
                for (at, class) in taken(&mut missing, |at| at.row == row && at.column < column) {
                    edits.insert(tag.span.start, new(at, class, row_look)?);
                }
                if let Some(class) = missing.remove(&here) {
                    drop_look(text, tag, class, &mut new, edits)?;
                }
            }
            ("row", Kind::End) => {
                for (at, class) in taken(&mut missing, |at| at.row == row) {
                    edits.insert(tag.span.start, new(at, class, row_look)?);
                }
            }
            ("sheetData", Kind::End) => {
                insert_rows(
                    &mut missing,
                    u32::MAX,
                    tag.span.start,
                    &prefix,
                    &mut new,
                    edits,
                )?;
                break;
            }
            ("sheetData", Kind::Empty) => {
                let mut inner = Edits::default();
                insert_rows(&mut missing, u32::MAX, 0, &prefix, &mut new, &mut inner)?;
                let rows = inner.apply("")?;
                let made = format!("<{prefix}sheetData>{rows}</{prefix}sheetData>");
                edits.replace(tag.span.clone(), made);
                break;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Sets the look of a cell that is there.
fn drop_look(
    text: &str,
    tag: &Tag,
    class: Class,
    new: &mut impl FnMut(At, Class, usize) -> Result<String, NotMarked>,
    edits: &mut Edits,
) -> Result<(), NotMarked> {
    // what a new cell of the same look would be given
    let made = new(At { row: 1, column: 1 }, class, look_of(text, tag))?;
    let look = made
        .split("s=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let look = look.ok_or(NotMarked::Broken)?;
    edits.replace(tag.span.clone(), tag.with(text, "s", look));
    Ok(())
}

fn taken(missing: &mut BTreeMap<At, Class>, is: impl Fn(At) -> bool) -> Vec<(At, Class)> {
    let found: Vec<(At, Class)> = missing
        .iter()
        .map(|(at, class)| (*at, *class))
        .filter(|(at, _)| is(*at))
        .collect();
    for (at, _) in &found {
        missing.remove(at);
    }
    found
}

/// Adds the rows before `before` that are not there.
fn insert_rows(
    missing: &mut BTreeMap<At, Class>,
    before: u32,
    place: usize,
    prefix: &str,
    new: &mut impl FnMut(At, Class, usize) -> Result<String, NotMarked>,
    edits: &mut Edits,
) -> Result<(), NotMarked> {
    let mut rows: BTreeMap<u32, String> = BTreeMap::new();
    for (at, class) in taken(missing, |at| at.row < before) {
        rows.entry(at.row)
            .or_default()
            .push_str(&new(at, class, 0)?);
    }
    for (row, cells) in rows {
        edits.insert(
            place,
            format!("<{prefix}row r=\"{row}\">{cells}</{prefix}row>"),
        );
    }
    Ok(())
}
