//! Submitted text made fit for a terminal: nothing in it is obeyed, all of it is seen.

use unicode_width::UnicodeWidthChar;

use crate::report::is_unshowable;

/// More than any sentence of ours; a submitted text that is quoted in one may have any length.
const LONGEST: usize = 1000;

/// What to show for a character: itself, or a stand-in of known width.
pub(super) fn stand_in(character: char, ascii: bool) -> Shown {
    match character {
        '\t' => Shown::Tab,
        _ if is_unshowable(character) && ascii => Shown::Char('?'),
        _ if is_unshowable(character) => Shown::Char('\u{fffd}'),
        _ => Shown::Char(character),
    }
}

/// One character as it is shown.
#[derive(Clone, Copy)]
pub(super) enum Shown {
    /// A character that moves the cursor by its width and does nothing else.
    Char(char),
    /// A tab, as so many blanks.
    Tab,
}

impl Shown {
    /// Columns of the terminal.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Char(character) => character.width().unwrap_or(0),
            Self::Tab => 2,
        }
    }

    pub(super) fn push_to(self, text: &mut String) {
        match self {
            Self::Char(character) => text.push(character),
            Self::Tab => text.push_str("  "),
        }
    }
}

/// A text as one line, cut where it is far too long.
pub(super) fn line(text: &str, ascii: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push_str(ellipsis(ascii));
            break;
        }
        match character {
            '\n' | '\r' => shown.push(' '),
            _ => stand_in(character, ascii).push_to(&mut shown),
        }
    }
    shown
}

/// A text as one line of at most so many columns.
pub(super) fn short(text: &str, columns: usize, ascii: bool) -> String {
    let all = line(text, ascii);
    let width = |text: &str| {
        text.chars()
            .filter_map(UnicodeWidthChar::width)
            .sum::<usize>()
    };
    if width(&all) <= columns {
        return all;
    }
    let dots = ellipsis(ascii);
    let room = columns.saturating_sub(width(dots));
    let mut used = 0;
    let mut cut: String = all
        .chars()
        .take_while(|character| {
            used += character.width().unwrap_or(0);
            used <= room
        })
        .collect();
    cut.push_str(dots);
    cut
}

/// What stands for text that is left out.
pub(super) fn ellipsis(ascii: bool) -> &'static str {
    if ascii { "..." } else { "…" }
}
