//! What is underlined: the labels of a finding, so chosen that no two overlap.
//!
//! miette draws labels that overlap beside each other, at places where nothing is; and it draws
//! a label of several lines as a bracket along all of them. A list or object is therefore marked
//! at its name, other labels end with their line, and of two that still overlap one is kept.

use std::collections::BTreeMap;

use super::Style;
use super::clean;
use crate::finding::Label;
use crate::words::{Lang, Message};

/// Columns a text at a mark may have: miette does not wrap it.
const TEXT_COLUMNS: usize = 24;

/// The same for a figure, which is of no use when cut.
const FIGURE_COLUMNS: usize = 40;

/// More are not drawn; somebody who must mend them all finds them from the first ones.
const MOST: usize = 24;

/// A place to underline, in bytes of the source's text; both ends are between characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
    pub(super) primary: bool,
}

/// The marks in the order of the text, and how many more there would be.
pub(super) fn marks(text: &str, labels: &[Label], lang: Lang, style: Style) -> (Vec<Mark>, usize) {
    let mut wanted: Vec<Mark> = labels
        .iter()
        .map(|label| mark(text, label, lang, style))
        .collect();
    // the figure the finding is about first, then the smaller: of two that overlap, the first stays
    wanted.sort_by_key(|mark| (!mark.primary, mark.end - mark.start, mark.start));
    let mut kept: BTreeMap<usize, Mark> = BTreeMap::new();
    let mut left_out = 0;
    for mark in wanted {
        if let Some(same) = kept
            .get_mut(&mark.start)
            .filter(|same| same.end == mark.end)
        {
            join(same, mark);
        } else if overlaps(&kept, &mark) {
            // its place is under a mark already
        } else if kept.len() < MOST {
            kept.insert(mark.start, mark);
        } else {
            left_out += 1;
        }
    }
    (kept.into_values().collect(), left_out)
}

fn join(same: &mut Mark, other: Mark) {
    if same.text.is_empty() {
        same.text = other.text;
    } else if !other.text.is_empty() && other.text != same.text {
        same.text = format!("{} / {}", same.text, other.text);
    }
}

/// A mark without length is drawn as an arrow, one column wide.
fn overlaps(kept: &BTreeMap<usize, Mark>, mark: &Mark) -> bool {
    let end = |mark: &Mark| mark.end.max(mark.start + 1);
    kept.range(..end(mark))
        .next_back()
        .is_some_and(|(_, before)| end(before) > mark.start)
}

fn mark(text: &str, label: &Label, lang: Lang, style: Style) -> Mark {
    let (start, end) = shrunk(text, label.span.start as usize, label.span.end as usize);
    let said = label.text.as_ref().map_or_else(String::new, |said| {
        let columns = match said {
            Message::ShouldBe(_) | Message::ComesTo(_) | Message::Perhaps(_) => FIGURE_COLUMNS,
            _ => TEXT_COLUMNS,
        };
        clean::short(&said.text(lang), columns, style.ascii)
    });
    Mark {
        start,
        end,
        text: said,
        primary: label.primary,
    }
}

/// The part of a range that is underlined: within the text, within one line; of a list or object
/// its name, or its bracket where it has none.
fn shrunk(text: &str, start: usize, end: usize) -> (usize, usize) {
    let start = text.floor_char_boundary(start);
    let end = text.floor_char_boundary(end).max(start);
    let written = text.get(start..end).unwrap_or("");
    if written.len() > 1 && written.starts_with(['{', '[']) {
        return name_before(text, start).unwrap_or((start, start + 1));
    }
    let line = written.split(['\n', '\r']).next().unwrap_or("");
    (start, start + line.len())
}

/// The name, in its quotation marks, of the value that starts at `start`, when it stands on the
/// same line.
fn name_before(text: &str, start: usize) -> Option<(usize, usize)> {
    let blank = [' ', '\t'];
    let before = text.get(..start)?.trim_end_matches(blank);
    let before = before.strip_suffix(':')?.trim_end_matches(blank);
    let end = before.len();
    let mut inside = before.strip_suffix('"')?;
    // JSON has no bare quotation mark inside a text: the first one that is not escaped opens it
    loop {
        let open = inside.rfind(['"', '\n', '\r'])?;
        let ahead = inside.get(..open)?;
        if !inside.get(open..)?.starts_with('"') {
            return None;
        }
        let slashes = ahead.len() - ahead.trim_end_matches('\\').len();
        if slashes % 2 == 0 {
            return Some((open, end));
        }
        inside = ahead;
    }
}
