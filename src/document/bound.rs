//! A target as tables print it: sign, number and unit in one cell (`≥90%`, `不少于3次`).
//!
//! Only what is wholly understood is read: a date, a range or a sentence with a number in it is
//! no quantity, and stays text.

use super::number::{Style, WrittenNumber, read_text_number};

/// Ways to write a sign before a number, longer ones first.
const BEFORE: &[(&str, &str)] = &[
    ("大于或等于", "≥"),
    ("小于或等于", "≤"),
    ("大于等于", "≥"),
    ("小于等于", "≤"),
    ("不低于", "≥"),
    ("不少于", "≥"),
    ("不小于", "≥"),
    ("不高于", "≤"),
    ("不超过", "≤"),
    ("不大于", "≤"),
    ("不多于", "≤"),
    ("控制在", "≤"),
    ("至少", "≥"),
    ("达到", "≥"),
    ("大于", ">"),
    ("高于", ">"),
    ("多于", ">"),
    ("超过", ">"),
    ("小于", "<"),
    ("低于", "<"),
    ("少于", "<"),
    ("等于", "="),
    (">=", "≥"),
    ("=>", "≥"),
    ("<=", "≤"),
    ("=<", "≤"),
    ("≥", "≥"),
    ("≧", "≥"),
    ("⩾", "≥"),
    ("≤", "≤"),
    ("≦", "≤"),
    ("⩽", "≤"),
    (">", ">"),
    ("<", "<"),
    ("=", "="),
];

/// Ways to write it after the number and its unit.
const AFTER: &[(&str, &str)] = &[
    ("及以上", "≥"),
    ("以上", "≥"),
    ("及以下", "≤"),
    ("以下", "≤"),
    ("以内", "≤"),
    ("之内", "≤"),
];

/// In a unit these mark a date or a period, whose numbers are no quantities.
const OF_DATES: &[char] = &[
    '年', '月', '日', '号', '季', '旬', '底', '前', '后', '初', '末',
];

/// The most characters of a unit that is taken for one: 立方米/秒, not a sentence.
const LONGEST_UNIT: usize = 6;

/// A number with the sign and the unit written around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// `≥`, `≤`, `>`, `<`, `=`, or empty where none is written.
    pub sign: &'static str,
    /// The number.
    pub number: WrittenNumber,
    /// Its unit as written, empty where none is.
    pub unit: String,
}

/// Reads a target; `None` where the text is more, or anything else, than sign, number and unit.
#[must_use]
pub fn read_bound(text: &str) -> Option<Bound> {
    // longer than any cell that holds a bound; ends hostile input before it is copied
    if text.len() > 120 {
        return None;
    }
    let plain = folded(text);
    let (mut sign, mut rest) = (read_sign_before(&plain)).unwrap_or(("", plain.as_str()));
    if let Some((after, short)) = AFTER
        .iter()
        .find_map(|(word, after)| Some((*after, rest.strip_suffix(word)?)))
    {
        // "不低于90%以上" says it twice; "不低于90%以下" says nothing
        if !sign.is_empty() && sign != after {
            return None;
        }
        (sign, rest) = (after, short);
    }
    let end = rest
        .find(|letter: char| !matches!(letter, '0'..='9' | '.' | ',' | '-'))
        .unwrap_or(rest.len());
    let (digits, unit) = rest.split_at_checked(end)?;
    let mut number = read_text_number(digits)?;
    if !is_unit(unit) {
        return None;
    }
    if !sign.is_empty() || !unit.is_empty() {
        number.style = Style::Bound;
    }
    Some(Bound {
        sign,
        number,
        unit: unit.to_owned(),
    })
}

/// The sign a text means or begins with; empty where it has none.
#[must_use]
pub fn read_sign(text: &str) -> &'static str {
    if let Some(bound) = read_bound(text) {
        return bound.sign;
    }
    let plain = folded(text);
    read_sign_before(&plain).map_or("", |(sign, _)| sign)
}

fn read_sign_before(plain: &str) -> Option<(&'static str, &str)> {
    BEFORE
        .iter()
        .find_map(|(word, sign)| Some((*sign, plain.strip_prefix(word)?)))
}

fn is_unit(unit: &str) -> bool {
    let letter =
        |one: char| one.is_alphabetic() || matches!(one, '%' | '‰' | '℃' | '°' | '/' | '㎡');
    unit.chars().count() <= LONGEST_UNIT && unit.chars().all(letter) && !unit.contains(OF_DATES)
}

/// Half width and without blanks: a cell is broken where it is narrow.
fn folded(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{2212}' => '-',
        other => other,
    };
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .map(narrow)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&'static str, String, String)> {
        read_bound(text).map(|bound| (bound.sign, bound.number.value.to_string(), bound.unit))
    }

    fn is(sign: &'static str, number: &str, unit: &str) -> (&'static str, String, String) {
        (sign, number.to_owned(), unit.to_owned())
    }

    #[test]
    fn what_tables_print_is_read() {
        assert_eq!(read("≥90%"), Some(is("≥", "90", "%")));
        assert_eq!(read("＞＝９０％"), Some(is("≥", "90", "%")));
        assert_eq!(read("不低于 95 %"), Some(is("≥", "95", "%")));
        assert_eq!(read("不超过3天"), Some(is("≤", "3", "天")));
        assert_eq!(read("＜3"), Some(is("<", "3", "")));
        assert_eq!(read("=0"), Some(is("=", "0", "")));
        assert_eq!(read("90%以上"), Some(is("≥", "90", "%")));
        assert_eq!(read("1,250人次"), Some(is("", "1250", "人次")));
        assert_eq!(read("-5"), Some(is("", "-5", "")));
        assert_eq!(read("≤10万元"), Some(is("≤", "10", "万元")));
    }

    #[test]
    fn what_is_no_quantity_stays_text() {
        for text in [
            "2021年12月完成",
            "12月底前",
            "3年",
            "90%-95%",
            "完成",
            "≥",
            "",
            "建设公路32.1公里",
            "不低于90%以下",
            "5次，每次3天",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_sign_stands_alone_too() {
        assert_eq!(read_sign("不低于"), "≥");
        assert_eq!(read_sign("＝"), "=");
        assert_eq!(read_sign("定性"), "");
        assert_eq!(read_sign("≥90%"), "≥");
        assert_eq!(read_sign("90%以上"), "≥");
    }
}
