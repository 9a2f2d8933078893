//! What counts as nothing written, and as the same writing.

use unicode_general_category::{GeneralCategory, get_general_category};

/// Whether a character leaves no mark on paper: blanks, controls, private and unassigned ones,
/// what text programs ignore, and letters that only fill a space.
pub(crate) fn is_invisible_character(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_whitespace() || letter.is_ascii_control();
    }
    // of what stands in submissions, nearly all
    if ('\u{4e00}'..='\u{9fff}').contains(&letter) {
        return false;
    }
    let category = get_general_category(letter);
    matches!(
        category,
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::PrivateUse
            | GeneralCategory::Surrogate
            | GeneralCategory::Unassigned
            | GeneralCategory::SpaceSeparator
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    ) || matches!(
        letter,
        // marks and letters that Unicode has programs ignore, fillers of Hangul, a Braille
        // pattern without dots, and the sign for a character that was lost
        '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fffd}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// A text without what cannot be seen at its ends.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_invisible_character)
}

/// Whether nothing can be seen of a text.
pub(crate) fn is_invisible(text: &str) -> bool {
    text.chars().all(is_invisible_character)
}

/// Nothing, blanks, or the strokes people put where there is nothing to say.
#[must_use]
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|letter| is_stroke(letter) || is_invisible_character(letter))
}

fn is_stroke(letter: char) -> bool {
    "*_-—－/–―─−‐‑‒／＿＊".contains(letter)
}

/// A text as it is compared: without what cannot be seen, full-width letters and signs as their
/// half-width ones. Upper case stays.
#[must_use]
pub(crate) fn folded(text: &str) -> String {
    text.chars()
        .filter(|letter| !is_invisible_character(*letter))
        .map(narrow)
        .collect()
}

/// The half-width form of a full-width letter or sign; others as they are.
pub(crate) fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{fe6a}' => '%',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_nothing() {
        for letter in "\u{200b}\u{2800}\u{3164}\u{feff}\u{2060}\u{ad}\u{e000}\u{0}\u{7f}\u{fe0f}\u{115f}\u{ffa0}\u{180e}\u{3000}\u{a0}\u{2028}\u{e0020}\u{fff0}\u{10ffff}\u{34f}".chars() {
            assert!(is_invisible_character(letter), "{letter:?}");
            assert!(is_blank(&format!("—{letter}")), "{letter:?}");
        }
        for letter in "无0一—。㎡％€😀".chars() {
            assert!(!is_invisible_character(letter), "{letter:?}");
        }
    }

    #[test]
    fn width_and_blanks_are_the_same_writing() {
        assert_eq!(folded(" ％\u{200b}"), "%");
        assert_eq!(folded("２０１１３"), "20113");
        assert_eq!(folded("万元 "), "万元");
        assert_ne!(folded("公里"), folded("千米"));
    }
}
