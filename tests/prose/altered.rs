//! The report of the sample altered a few hundred times: whatever is read is right.

use std::collections::BTreeMap;

use super::{SENTENCES, figures, read, seed};
use crate::sequence::Sequence;

const TIMES: usize = 400;

/// A text, and what a figure may be read as instead of what it was: by its digits.
struct Altered {
    what: String,
    text: String,
    /// Digits that were altered, and what they may be read as.
    instead: Option<(String, Option<String>)>,
}

/// Bytes of all figures with their unit 万元.
fn amounts(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("万元") {
        let before = &text[..at];
        let digits = before
            .bytes()
            .rev()
            .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
            .count();
        if digits > 0 {
            found.push((at - digits, at));
        }
    }
    found
}

fn replaced(text: &str, from: usize, to: usize, with: &str) -> String {
    format!("{}{with}{}", &text[..from], &text[to..])
}

#[expect(clippy::too_many_lines, reason = "a table of alterations")]
fn altered(text: &str, sequence: &mut Sequence) -> Altered {
    let amounts = amounts(text);
    let (from, to) = amounts[sequence.below(amounts.len())];
    let digits = text[from..to].to_owned();
    let one = |what: &str, text: String, value: Option<String>| Altered {
        what: format!("{what} {digits}"),
        text,
        instead: Some((digits.clone(), value)),
    };
    let same = |what: String, text: String| Altered {
        what,
        text,
        instead: None,
    };
    // places of a letter, to cut or to add at
    let places =
        |letter: char| -> Vec<usize> { text.match_indices(letter).map(|(at, _)| at).collect() };
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    match sequence.below(11) {
        0 => {
            let words = ["约", "近", "不足", "区本级", "同比口径下", "其中，"];
            let word = words[sequence.below(words.len())];
            one("word before", replaced(text, from, from, word), None)
        }
        1 => {
            let words = ["余", "多", "左右的", " 8"];
            let word = words[sequence.below(words.len())];
            one("word behind", replaced(text, to, to, word), None)
        }
        2 => {
            let moved = {
                let value: rust_decimal::Decimal = digits.parse().unwrap();
                (value / rust_decimal::Decimal::from(10_000))
                    .normalize()
                    .to_string()
            };
            one("yuan", replaced(text, to, to + "万".len(), ""), Some(moved))
        }
        3 => {
            let unit = ["亿元", "", "元/人", "万美元", "万"][sequence.below(5)];
            let value = if digits.bytes().all(|byte| byte == b'0') {
                Some("0".to_owned())
            } else {
                None
            };
            one("unit", replaced(text, to, to + "万元".len(), unit), value)
        }
        4 => {
            let mark = ["，", ",", " ", ".", "\n"][sequence.below(5)];
            let at = from + 1;
            // a point makes another number of a whole one, and that is what the text then says
            let value = (mark == "." && !digits.contains('.'))
                .then(|| format!("{}.{}", &digits[..1], &digits[1..]));
            one("mark inside", replaced(text, at, at, mark), value)
        }
        5 => {
            let commas = places('，');
            let at = commas[sequence.below(commas.len())];
            let mark = ["。", "；", "、", ""][sequence.below(4)];
            same(
                format!("comma at {at} to {mark}"),
                replaced(text, at, at + "，".len(), mark),
            )
        }
        6 => {
            // two clauses change places
            let commas = places('，');
            let index = sequence.below(commas.len() - 2);
            let (a, b, c) = (commas[index], commas[index + 1], commas[index + 2]);
            let (first, second) = (&text[a..b], &text[b..c]);
            if first.contains(['。', '\n', '；']) || second.contains(['。', '\n', '；']) {
                return altered(text, sequence);
            }
            same(
                format!("{first} and {second} exchanged"),
                format!("{}{second}{first}{}", &text[..a], &text[c..]),
            )
        }
        7 => {
            // a letter is lost; without 万 the unit is another, which is told above
            let (at, letter) = letters[sequence.below(letters.len())];
            if letter.is_ascii_digit() || "万元.-".contains(letter) {
                return altered(text, sequence);
            }
            same(
                format!("{letter} lost at {at}"),
                replaced(text, at, at + letter.len_utf8(), ""),
            )
        }
        8 => {
            let (at, _) = letters[sequence.below(letters.len())];
            let words = ["其中：", "预计", "上年", "不含", "2020年", "。", "，"];
            let word = words[sequence.below(words.len())];
            let beside =
                |at: usize| text[at..].starts_with(|l: char| l.is_ascii_digit() || l == '.');
            if beside(at) {
                return altered(text, sequence);
            }
            same(
                format!("{word} added at {at}"),
                replaced(text, at, at, word),
            )
        }
        9 => {
            let names = [
                "基本工资",
                "津贴补贴",
                "住房公积金",
                "职业年金",
                "办公费",
                "奖金",
            ];
            let name = names[sequence.below(names.len())];
            same(format!("{name} renamed"), text.replace(name, "某项支出"))
        }
        _ => {
            let years: Vec<usize> = text.match_indices("2021年").map(|(at, _)| at).collect();
            let at = years[sequence.below(years.len() - 1) + 1];
            same(format!("year at {at}"), replaced(text, at, at + 4, "2020"))
        }
    }
}

#[test]
fn no_alteration_gives_a_wrong_figure() {
    let text = seed();
    let (_, reading) = read(text.clone().into_bytes());
    let right = figures(&SENTENCES.write(&reading).json);
    let mut sequence = Sequence::new(2021);
    let mut read_in_all = 0;
    let mut wrong = Vec::new();
    for _ in 0..TIMES {
        let case = altered(&text, &mut sequence);
        let (_, reading) = read(case.text.clone().into_bytes());
        let counts = reading.counts();
        assert_eq!(
            counts.figures + counts.none + counts.unread,
            reading.numbers.len()
        );
        let got = figures(&SENTENCES.write(&reading).json);
        read_in_all += got.len();
        for (field, figure) in &got {
            if !is_right(field, figure, &right, case.instead.as_ref()) {
                wrong.push(format!("{}: {field} = {figure}", case.what));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // a reader that reads nothing is never wrong
    assert!(read_in_all > TIMES * 35, "{read_in_all}");
}

fn is_right(
    field: &str,
    figure: &str,
    right: &BTreeMap<String, String>,
    instead: Option<&(String, Option<String>)>,
) -> bool {
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    let Some(was) = right.get(field) else {
        return false;
    };
    let same = number(was) == number(figure);
    match instead {
        // the altered figure: other fields may have the same digits
        Some((digits, value)) if number(digits) == number(was) => {
            same || value
                .as_deref()
                .is_some_and(|value| number(value) == number(figure))
        }
        _ => same,
    }
}
