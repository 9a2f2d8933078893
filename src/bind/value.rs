//! From cell to value: what stands in the submission for what stands in a cell.

use super::label::{folded, zeros};
use super::note::NoteKind;
use super::tree::quoted;
use crate::document::{Field, read_json_number, read_text_number};
use crate::read::decimal::{self, Plain};
use crate::read::format::{self, Format};
use crate::read::{Cell, Sheet, Struck, Value};

/// A value and what is to be said of how it was read.
pub(super) struct Taken {
    /// Its JSON text.
    pub(super) json: String,
    pub(super) notes: Vec<NoteKind>,
}

impl Taken {
    fn text(text: &str, note: Option<NoteKind>) -> Self {
        Self {
            json: quoted(text),
            notes: note.into_iter().collect(),
        }
    }
}

/// What is known of where a cell stands.
pub(super) struct Around<'a> {
    pub(super) sheet: &'a Sheet,
    /// The unit in which money is counted there; `None` where it is that of the form.
    pub(super) unit: Option<&'a str>,
    /// Whether results of formulas may never have been computed.
    pub(super) stale: bool,
}

/// The value of a cell for a field; `None` for a blank.
pub(super) fn take(cell: &Cell, field: &Field, around: &Around<'_>) -> Option<Taken> {
    let sheet = around.sheet;
    let shown = sheet.shown(cell);
    let format = sheet.format(cell);
    if cell.struck != Struck::No && !shown.trim().is_empty() {
        return Some(Taken::text(
            &shown,
            Some(NoteKind::StruckOut(shown.clone())),
        ));
    }
    match &cell.value {
        Value::Error(_) => Some(Taken::text(
            &shown,
            Some(NoteKind::ErrorValue(shown.clone())),
        )),
        Value::Uncalculated => Some(Taken::text(&shown, Some(NoteKind::NoResult(shown.clone())))),
        Value::Bool(_) => Some(Taken::text(&shown, None)),
        Value::Text(text) => text_cell(text, field, around),
        Value::Number(raw) => {
            let number = decimal::read(raw)?;
            if cell.formula.is_some() && around.stale && number.is_zero() {
                let formula = cell.formula.as_deref().unwrap_or_default();
                let formula = format!("={formula}");
                return Some(Taken::text(
                    &formula,
                    Some(NoteKind::NoResult(formula.clone())),
                ));
            }
            Some(number_cell(raw, number, format, field, around))
        }
    }
}

fn number_cell(
    raw: &str,
    number: Plain,
    format: &Format,
    field: &Field,
    around: &Around<'_>,
) -> Taken {
    let shown = format.shown(&number);
    if !field.numeric {
        let text = match format {
            Format::Date => format::date(&number, false).unwrap_or(shown),
            _ => shown,
        };
        return Taken::text(&text, None);
    }
    match format {
        Format::Date => return Taken::text(&shown, Some(NoteKind::DateForNumber(shown.clone()))),
        Format::Scaled => {
            let exact = number.to_string();
            return Taken::text(&exact, Some(NoteKind::Scaled(exact.clone())));
        }
        _ => {}
    }
    let mut notes = Vec::new();
    let mut number = number;
    if format.is_percent() {
        if &*field.unit != "%" {
            return Taken::text(&shown, None);
        }
        number = number.scaled(2);
    }
    let written = as_shown(raw, number, format, field, &mut notes);
    finish(written, field, around.unit, notes)
}

/// The figure with the digits a person sees, or the whole figure where those say less than the
/// form asks for.
fn as_shown(
    raw: &str,
    number: Plain,
    format: &Format,
    field: &Field,
    notes: &mut Vec<NoteKind>,
) -> Plain {
    let Some(places) = format.places() else {
        return number;
    };
    let seen = number.clone().rounded(places);
    if seen.equals(&number) {
        return seen;
    }
    let asked = field.places.map(|asked| asked as usize);
    if seen.is_zero() && number.clone().rounded(places.max(8)).is_zero() {
        notes.push(NoteKind::Residue(raw.to_owned(), seen.to_string()));
        return seen;
    }
    if asked.is_some_and(|asked| asked <= places && !field.exact) {
        return seen;
    }
    notes.push(NoteKind::ShownAs(number.to_string(), seen.to_string()));
    number
}

fn finish(number: Plain, field: &Field, unit: Option<&str>, mut notes: Vec<NoteKind>) -> Taken {
    let number = match (unit.and_then(zeros), zeros(&field.unit)) {
        (Some(from), Some(to)) if from != to => {
            let least = number.places.min(field.places.unwrap_or(0) as usize);
            number.scaled(from - to).trimmed(least)
        }
        _ => number,
    };
    let json = number.to_string();
    if read_json_number(&json).is_err() {
        notes.push(NoteKind::TooLong(json.clone()));
        return Taken {
            json: quoted(&json),
            notes,
        };
    }
    Taken { json, notes }
}

fn text_cell(text: &str, field: &Field, around: &Around<'_>) -> Option<Taken> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    if !field.numeric {
        return Some(Taken::text(trimmed, None));
    }
    match number_in(trimmed, field, around.unit) {
        Some((number, unit)) => {
            let mut taken = finish(number, field, unit.as_deref().or(around.unit), Vec::new());
            let is_bare = taken.json == trimmed;
            // where the form takes texts as well, a bare number is what it takes
            if !is_bare || !field.textual {
                let read = NoteKind::ReadText(trimmed.to_owned(), taken.json.clone());
                taken.notes.insert(0, read);
            }
            Some(taken)
        }
        None => Some(Taken::text(trimmed, None)),
    }
}

/// The number a text says, and the unit of money it says with it. Only what says a number and
/// nothing else: signs of currencies name a unit of their own and are left to people.
fn number_in(text: &str, field: &Field, around: Option<&str>) -> Option<(Plain, Option<String>)> {
    let bare = folded(text);
    let end = bare.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '-' | '\u{2212}'));
    let (figure, unit) = bare.split_at(end.unwrap_or(bare.len()));
    let written = read_text_number(figure)?;
    let number = decimal::read(&written.value.to_string())?;
    let places = figure
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    let number = if number.places < places {
        number.rounded(places)
    } else {
        number
    };
    if unit.is_empty() {
        return Some((number, None));
    }
    if zeros(unit).is_some() && zeros(&field.unit).is_some() {
        return Some((number, Some(unit.to_owned())));
    }
    // the unit of the field, or of the sheet, written once more
    let same = unit == &*field.unit || Some(unit) == around;
    (same && !field.unit.is_empty()).then_some((number, None))
}
