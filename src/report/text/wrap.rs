//! Lines of a given width, also for Chinese, which has no blanks to break at.

use unicode_width::UnicodeWidthChar;

/// Marks that do not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】〉”’…—％%,.;:?!)]}";

/// Marks that do not end one.
const NOT_LAST: &str = "（《「『【〈“‘([{";

/// `lead` and the text behind it; further lines stand under the text's first character.
pub(super) fn hanging(lead: &str, text: &str, width: usize) -> String {
    let indent = columns(lead);
    let room = width.saturating_sub(indent).max(16);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words(text) {
        let visible = columns(word.trim_end());
        if used > 0 && used + visible > room {
            start_line(&mut lines, &mut used);
        }
        for character in word.chars() {
            let width = character.width().unwrap_or(0);
            // only a word longer than a line comes to this
            if used > 0 && used + width > room && character != ' ' {
                start_line(&mut lines, &mut used);
            }
            if let Some(line) = lines.last_mut() {
                line.push(character);
            }
            used += width;
        }
    }
    let mut all = lead.to_owned();
    for (count, line) in lines.iter().enumerate() {
        if count > 0 {
            all.push('\n');
            all.push_str(&" ".repeat(indent));
        }
        all.push_str(line.trim_end());
    }
    all.push('\n');
    all
}

fn start_line(lines: &mut Vec<String>, used: &mut usize) {
    lines.push(String::new());
    *used = 0;
}

pub(super) fn columns(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// The text in pieces that stay on one line, blanks at their ends.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, character)) {
            words.extend(text.get(start..at));
            start = at;
        }
        before = Some(character);
    }
    words.extend(text.get(start..));
    words
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || NOT_FIRST.contains(after) || NOT_LAST.contains(before) {
        return false;
    }
    before == ' ' || is_wide(before) || is_wide(after)
}

/// Chinese characters and marks; `”` and `—` count as such beside them, which `NOT_FIRST` sees to.
fn is_wide(character: char) -> bool {
    character.width() == Some(2) || character == '”' || character == '“'
}
