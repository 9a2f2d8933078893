//! Submissions in any number, the same for the same seed: one real form, its money multiplied by
//! a whole number (so that every sum and every share still holds), and one digit of it changed in
//! every fifth.

use std::fmt::Write;

use crate::sequence::Sequence;

/// The form that is multiplied: sums, shares and rates of a department's year.
const FORM: &str = include_str!("submission.json");

/// Keys whose figures are shares and rates: they stay as they are when money is multiplied.
const RATES: [&str; 6] = ["率", "占比", "占本年支出合计", "完成率", "执行率", "得分"];

/// `count` submissions.
pub(crate) fn submissions(count: usize, seed: u64) -> Vec<String> {
    let mut sequence = Sequence::new(seed);
    (0..count)
        .map(|index| {
            let factor = 1 + sequence.below(97) as u64;
            let text = multiplied(factor);
            if index % 5 == 4 {
                with_a_slip(&text, &mut sequence)
            } else {
                text
            }
        })
        .collect()
}

/// The byte ranges of figures with two decimal places, and whether each is money.
fn figures(text: &str) -> Vec<(usize, usize, bool)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let is_start = bytes[at].is_ascii_digit() && at >= 2 && &bytes[at - 2..at] == b": ";
        if !is_start {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .position(|byte| !byte.is_ascii_digit() && *byte != b'.')
            .unwrap_or(bytes.len() - at);
        let figure = &text[at..at + length];
        if figure.contains('.') {
            let key = text[..at - 3].rsplit('"').next().unwrap_or_default();
            found.push((at, at + length, !RATES.contains(&key)));
        }
        at += length;
    }
    found
}

fn multiplied(factor: u64) -> String {
    let mut text = String::with_capacity(FORM.len() + 256);
    let mut done = 0;
    for (start, end, money) in figures(FORM) {
        text.push_str(&FORM[done..start]);
        done = end;
        let figure = &FORM[start..end];
        if money {
            let cents: u64 = figure.replace('.', "").parse().unwrap();
            let cents = cents * factor;
            let _ = write!(text, "{}.{:02}", cents / 100, cents % 100);
        } else {
            text.push_str(figure);
        }
    }
    text.push_str(&FORM[done..]);
    text
}

/// One digit of one figure becomes another.
fn with_a_slip(text: &str, sequence: &mut Sequence) -> String {
    let all = figures(text);
    let (start, end, _) = all[sequence.below(all.len())];
    let digits: Vec<usize> = (start..end)
        .filter(|at| text.as_bytes()[*at].is_ascii_digit())
        .collect();
    let at = digits[sequence.below(digits.len())];
    // a number must not begin with a zero that is not its only digit
    let old = usize::from(text.as_bytes()[at] - b'0');
    let new = 1 + (old + sequence.below(8)) % 9;
    let new = if new == old { 1 + new % 9 } else { new };
    format!("{}{new}{}", &text[..at], &text[at + 1..])
}
