//! Columns of Chinese text on a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Narrower than this nothing can be laid out; terminals then break the lines themselves.
const NARROWEST: usize = 24;

/// Marks that do not begin a line.
const CLOSING: &str = "，。；：、！？）】》”’％,.;:!?)]}%";

/// Text of others as it may be printed: control characters and marks that turn the direction of
/// writing would be obeyed by the terminal instead of being shown.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let obeyed = |letter: char| {
        letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(obeyed) {
        Cow::Owned(text.replace(obeyed, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text, and blanks up to a width.
pub(crate) fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

/// The widest of some texts.
pub(crate) fn widest<'t>(texts: impl IntoIterator<Item = &'t str>) -> usize {
    texts
        .into_iter()
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(0)
}

/// The text with further lines indented, none wider than `width`. `indent` is also the width of
/// what already stands before the text.
pub(crate) fn hanging(text: &str, indent: usize, width: usize) -> String {
    let room = width.saturating_sub(indent).max(NARROWEST);
    let margin = format!("\n{}", " ".repeat(indent));
    text.lines()
        .flat_map(|line| broken(line, room))
        .collect::<Vec<_>>()
        .join(&margin)
}

/// A line broken at blanks or between Chinese characters.
fn broken(line: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut now = String::new();
    let mut used = 0;
    for word in words(line) {
        let wide = word.width();
        // a closing mark may hang over by its own width
        let closing = word.chars().all(|letter| CLOSING.contains(letter));
        if used + wide > room && !closing && used > 0 {
            lines.push(now.trim_end().to_owned());
            word.trim_start().clone_into(&mut now);
            used = now.width();
        } else {
            now.push_str(word);
            used += wide;
        }
    }
    lines.push(now.trim_end().to_owned());
    lines
}

/// Pieces that are not broken: runs of narrow characters up to and with a blank, single wide
/// characters.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices();
        let (_, first) = letters.next()?;
        let wide = |letter: char| letter.width().unwrap_or(0) > 1;
        let end = if wide(first) || first == ' ' {
            first.len_utf8()
        } else {
            letters
                .find(|(_, letter)| wide(*letter) || *letter == ' ')
                .map_or(rest.len(), |(at, _)| at)
        };
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(word)
    })
}

/// Entries of a name and a text below each other, texts aligned.
pub(crate) fn entries(
    out: &mut dyn Write,
    entries: &[(&str, String)],
    indent: usize,
    width: usize,
) -> io::Result<()> {
    let column = widest(entries.iter().map(|(name, _)| *name)) + 2;
    for (name, text) in entries {
        writeln!(
            out,
            "{}\u{1b}[2m{}\u{1b}[0m{}",
            " ".repeat(indent),
            padded(name, column),
            hanging(&plain(text), indent + column, width)
        )?;
    }
    Ok(())
}

/// Text between the escapes of bold.
pub(crate) fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_anywhere_but_before_a_closing_mark() {
        let text = "核对人员经费、公用经费与基本支出合计，改正不符的一项，再行上报";
        let laid = hanging(text, 0, 24);
        assert_eq!(laid.replace('\n', ""), text);
        for line in laid.lines() {
            assert!(line.width() <= 26, "{line}");
            assert!(!line.starts_with(['，', '、']), "{line}");
        }
    }

    #[test]
    fn words_stay_whole() {
        assert_eq!(
            hanging("gouji explain ZT-19 and so on", 2, 26),
            "gouji explain ZT-19 and\n  so on"
        );
    }

    #[test]
    fn escapes_of_others_are_shown() {
        assert_eq!(plain("a\u{1b}[31mb"), "a\u{fffd}[31mb");
        assert_eq!(padded("级别", 6), "级别  ");
    }
}
