//! Submissions in any number, the same for the same seed: the clean one of the department pack
//! under another unit's name, its money multiplied by a whole number, so that every sum and share
//! still holds; in every fifth, one digit of one figure changed.

#![allow(
    clippy::indexing_slicing,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::fmt::Write as _;
use std::fs;

use crate::fresh::root;
pub(crate) use crate::sequence::Sequence;

/// Sections whose figures with two places are money, but for shares, rates and scores.
const MONEY: [&str; 5] = ["预算", "决算", "三公经费", "资金", "基础数据"];

/// `count` submissions, on one line each.
pub(crate) fn submissions(count: usize, seed: u64) -> Vec<String> {
    let form = fs::read_to_string(root().join("rules/department/clean.json")).unwrap();
    let unit = "云澜市南屏区农业技术服务中心";
    let mut sequence = Sequence::new(seed);
    (0..count)
        .map(|index| {
            let factor = 1 + sequence.below(89) as u64;
            let text = multiplied(&form, factor);
            // as many times the people: money a head stays what it is
            let people = "\"编制数\": 48, \"在职人数\": 46";
            let more = format!("\"编制数\": {}, \"在职人数\": {}", 48 * factor, 46 * factor);
            assert!(text.contains(people));
            let text = text.replace(people, &more);
            let text = text.replace(unit, &format!("云澜市第{index:06}服务中心"));
            let text = if index % 5 == 4 {
                with_a_slip(&text, &mut sequence)
            } else {
                text
            };
            one_line(&text)
        })
        .collect()
}

/// Without the blanks between tokens.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

/// Ranges of figures with two places that are money.
fn figures(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut section = "";
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("  \"") {
            section = rest.split('"').next().unwrap();
        }
        let mut at = 0;
        while let Some(found_at) = line[at..].find("\": ") {
            let colon = at + found_at;
            let key = line[..colon].rsplit('"').next().unwrap();
            let minus = usize::from(line[colon + 3..].starts_with('-'));
            let start = colon + 3 + minus;
            let length = line[start..]
                .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
                .unwrap();
            let figure = &line[start..start + length];
            let rate = ["率", "占", "得分", "分值"]
                .iter()
                .any(|part| key.contains(part));
            if MONEY.contains(&section) && figure.contains('.') && !rate {
                found.push((offset + start, offset + start + length));
            }
            at = start;
        }
        offset += line.len();
    }
    found
}

fn multiplied(form: &str, factor: u64) -> String {
    let mut text = String::with_capacity(form.len() + 256);
    let mut done = 0;
    for (start, end) in figures(form) {
        text.push_str(&form[done..start]);
        done = end;
        let cents: u64 = form[start..end].replace('.', "").parse().unwrap();
        let cents = cents * factor;
        write!(text, "{}.{:02}", cents / 100, cents % 100).unwrap();
    }
    text.push_str(&form[done..]);
    text
}

/// One digit of one figure becomes another.
fn with_a_slip(text: &str, sequence: &mut Sequence) -> String {
    let all = figures(text);
    let (start, end) = all[sequence.below(all.len())];
    let digits: Vec<usize> = (start..end)
        .filter(|at| text.as_bytes()[*at].is_ascii_digit())
        .collect();
    let at = digits[sequence.below(digits.len())];
    let old = text.as_bytes()[at] - b'0';
    // never a zero, which must not begin a number
    let new = 1 + u8::try_from(sequence.below(9)).unwrap();
    let new = if new == old { 1 + new % 9 } else { new };
    format!("{}{new}{}", &text[..at], &text[at + 1..])
}
