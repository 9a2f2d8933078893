//! Text as sentences are compared with it: one width of digits and punctuation, no blanks, no
//! bookmarks; with the way back to the text as it stands.

use std::ops::Range;

/// A text made plain.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub(super) text: String,
    /// For each byte of the plain text, and its end, the byte it stands at.
    origins: Vec<usize>,
    /// Where the plain text leaves a bookmark out.
    pub(super) left_out: Vec<Range<usize>>,
}

impl Plain {
    /// Makes a text plain.
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self::default();
        let mut letters = Vec::with_capacity(text.len() / 3);
        let mut rest = text.char_indices().peekable();
        while let Some((at, letter)) = rest.next() {
            if let Some(length) = text.get(at..).and_then(bookmark) {
                plain.left_out.push(at..at + length);
                while rest.peek().is_some_and(|(next, _)| *next < at + length) {
                    rest.next();
                }
                continue;
            }
            if !is_invisible(letter) {
                letters.push((at, fold(letter)));
            }
        }
        let end = text.len();
        for (index, &(at, letter)) in letters.iter().enumerate() {
            let written = if letter == ' ' {
                // a blank that parts two numbers is kept, or they would be one
                let before = plain.text.chars().next_back();
                let after = letters.iter().skip(index).find(|(_, next)| *next != ' ');
                let parts = before.is_some_and(is_of_number)
                    && after.is_some_and(|(_, next)| is_of_number(*next));
                parts.then_some(' ')
            } else {
                let digit = |at: Option<usize>| {
                    at.and_then(|at| letters.get(at))
                        .is_some_and(|(_, letter)| letter.is_ascii_digit())
                };
                let inside = digit(index.checked_sub(1)) && digit(Some(index + 1));
                Some(punctuation(letter, inside))
            };
            if let Some(letter) = written {
                plain.text.push(letter);
                plain.origins.resize(plain.text.len(), at);
            }
        }
        plain.origins.push(end);
        plain
    }

    /// How much of the plain text stands before a byte of the text.
    pub(super) fn before(&self, byte: usize) -> usize {
        if byte == 0 {
            return 0;
        }
        self.origins
            .partition_point(|origin| *origin < byte)
            .min(self.text.len())
    }

    /// Where a part of the plain text stands in the text.
    pub(super) fn original(&self, range: &Range<usize>, text: &str) -> Range<usize> {
        let at = |index: usize| self.origins.get(index).copied().unwrap_or(text.len());
        let start = at(range.start);
        let last = at(range.end.saturating_sub(1));
        let width = text
            .get(last..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        start..(last + width).max(start)
    }
}

/// The words of a sentence or a heading made plain.
pub(super) fn plain(text: &str) -> String {
    Plain::of(text).text
}

/// The length of `[bookmark: _GoBack]` at the start of a text: what some programs leave of a mark
/// that nobody sees.
fn bookmark(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("[bookmark:")?;
    let end = rest.find(']').filter(|end| *end < 80)?;
    Some("[bookmark:".len() + end + 1)
}

fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

fn is_of_number(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | ',')
}

/// One width, one minus sign, one blank.
fn fold(letter: char) -> char {
    match letter {
        '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{2028}' => '\n',
        letter if letter.is_whitespace() => ' ',
        // ‐ and ‑ are what becomes of a hyphen that does not break
        '−' | '‐' | '‑' | '﹣' | '－' => '-',
        '，' | '。' | '；' | '：' | '？' | '！' | '（' | '）' => letter,
        '︰' | '∶' => '：',
        '％' | '﹪' => '%',
        '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '“' | '”' | '„' | '〝' | '〞' => '"',
        '‘' | '’' => '\'',
        '｡' => '。',
        '､' | '﹑' => '、',
        letter => letter,
    }
}

/// Chinese punctuation but for marks inside a number.
fn punctuation(letter: char, inside_number: bool) -> char {
    match letter {
        ',' if !inside_number => '，',
        ':' if !inside_number => '：',
        ';' => '；',
        '?' => '？',
        '!' => '！',
        '(' => '（',
        ')' => '）',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_apart_and_whole() {
        assert_eq!(
            plain("占 基本支出的91.87％,主要"),
            "占基本支出的91.87%，主要"
        );
        assert_eq!(plain("１０，４４３．６０万元"), "10，443.60万元");
        assert_eq!(plain("10,443.60 万元"), "10,443.60万元");
        assert_eq!(plain("100 120万元"), "100 120万元");
        assert_eq!(plain("增长‑12.5％；"), "增长-12.5%；");
        assert_eq!(plain("48\u{200b}.47"), "48.47");
    }

    #[test]
    fn the_way_back_leads_to_the_letters() {
        let text = "[bookmark: _Go1]１，２ 万元";
        let plain = Plain::of(text);
        assert_eq!(plain.text, "1，2万元");
        let at = plain.text.find("万").unwrap();
        let back = plain.original(&(at..plain.text.len()), text);
        assert_eq!(text.get(back), Some("万元"));
    }
}
