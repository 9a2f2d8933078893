//! Bare words: what stands where a value should, and is none.

use crate::fault::FaultKind;

use super::number::{NumberFault, half_width, read_json_number};

/// How much of a word a message repeats, in characters.
const WORD_SHOWN: usize = 20;

/// What is wrong with a word or number that is not JSON.
pub(super) fn misspelt(word: &str) -> FaultKind {
    let unsigned = word
        .strip_prefix(['-', '+', '－', '−', '＋'])
        .unwrap_or(word);
    let mut after = unsigned.chars();
    match (after.next(), after.next()) {
        (Some('0'..='9'), _) | (Some('.'), Some('0'..='9')) => misspelt_number(word),
        (Some(first), _) if half_width(first).is_some() => full_width(word),
        _ => FaultKind::WrongWord {
            word: word.chars().take(WORD_SHOWN).collect(),
            instead: instead(unsigned),
        },
    }
}

fn full_width(word: &str) -> FaultKind {
    let wide = word
        .chars()
        .find_map(|found| half_width(found).map(|half| (found, half)));
    match wide {
        Some((found, half)) => FaultKind::FullWidth { found, half },
        None => FaultKind::MalformedNumber,
    }
}

fn misspelt_number(word: &str) -> FaultKind {
    if let Some(unsigned) = word.strip_prefix('+') {
        return if is_number(unsigned) {
            FaultKind::LeadingPlus
        } else {
            FaultKind::MalformedNumber
        };
    }
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let stripped = unsigned.trim_start_matches('0');
    // `00` and `00.5` need the zero back that was theirs.
    if unsigned.len() > 1
        && unsigned.starts_with('0')
        && (is_number(stripped) || is_number(&format!("0{stripped}")))
    {
        return FaultKind::LeadingZero;
    }
    if is_number(&format!("0{unsigned}")) || unsigned.strip_suffix('.').is_some_and(is_number) {
        return FaultKind::BarePoint;
    }
    FaultKind::MalformedNumber
}

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && read_json_number(text) != Err(NumberFault::NotANumber)
}

/// What a word of another language, or a differently written one, means in JSON.
fn instead(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "是" => Some("true"),
        "false" | "no" | "否" => Some("false"),
        "null" | "none" | "nil" | "nan" | "infinity" | "inf" | "undefined" | "n/a" | "无"
        | "空" => Some("null"),
        _ => None,
    }
}
