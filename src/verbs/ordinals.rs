//! `consecutive`: section numbers run 一、二、三… without repeat or gap.

use super::arguments::{Fallible, item, texts};
use super::call::{Call, Language};
use super::item::Item;
use super::ledger::Check;
use super::value::Value;
use super::{Sort, Word};
use crate::finding::Verdict;
use crate::words::Message;

pub(super) const WORDS: &[Word] = &[Word {
    name: "consecutive",
    sort: Sort::Verb,
    usage: &["consecutive(标题列表)"],
    zh: "标题的序号（一、二、…或 1、2、…）应从一开始，不重不跳；错的合为一条报告。",
    en: "The titles' ordinals start at one and neither repeat nor skip; all faults are one finding.",
    register,
}];

fn register(language: &mut Language) {
    language.add(
        "consecutive",
        |context: &Call, list: Value| -> Fallible<()> {
            let run = context.run;
            if let Ok(Item::Missing(missing)) = item(context, &list) {
                run.record_trouble(&missing.trouble());
                return Ok(());
            }
            let mut due = 1;
            let mut faults = Vec::new();
            let mut nodes = Vec::new();
            for (node, text) in texts(context, &run, &list)? {
                let Some((number, written, chinese)) = ordinal(&text) else {
                    continue;
                };
                if number != due {
                    let right = if chinese {
                        chinese_number(due)
                    } else {
                        due.to_string()
                    };
                    faults.push((written, right));
                    nodes.push(node);
                }
                // go on from what stands there when it skips ahead, so that one slip is said once;
                // after a repeat the numbers that follow are right as they are
                due = if number > due {
                    number + 1
                } else {
                    due.max(number + 1)
                };
            }
            if faults.is_empty() {
                run.record(Check::Held);
                return Ok(());
            }
            let mut finding = run.finding(Verdict::Mismatch, Message::Ordinals(faults.clone()));
            for (index, (node, (_, right))) in nodes.into_iter().zip(faults).enumerate() {
                finding
                    .labels
                    .push(run.label(node, Some(Message::ShouldBe(right)), index == 0));
            }
            run.record(Check::Found(Box::new(finding), None));
            Ok(())
        },
    );
}

/// The number a title begins with, as it is written, and whether it is in Chinese.
fn ordinal(text: &str) -> Option<(u32, String, bool)> {
    let text = text.trim_start_matches(['第', '（', '(']);
    let written: String = text
        .chars()
        .take_while(|letter| "一二三四五六七八九十".contains(*letter) || letter.is_ascii_digit())
        .collect();
    let rest = text.strip_prefix(written.as_str())?;
    if !rest.starts_with(['、', '.', '．', '，', ',', '）', ')', ' ', '部', '章']) {
        return None;
    }
    if let Ok(number) = written.parse() {
        return Some((number, written, false));
    }
    let number = chinese_value(&written)?;
    Some((number, written, true))
}

fn digit(letter: char) -> Option<u32> {
    "一二三四五六七八九"
        .chars()
        .position(|known| known == letter)
        .and_then(|index| u32::try_from(index + 1).ok())
}

fn chinese_value(text: &str) -> Option<u32> {
    match text.split_once('十') {
        None => {
            let mut letters = text.chars();
            let value = digit(letters.next()?)?;
            letters.next().is_none().then_some(value)
        }
        Some((tens, ones)) => {
            let tens = if tens.is_empty() {
                1
            } else {
                chinese_value(tens)?
            };
            let ones = if ones.is_empty() {
                0
            } else {
                chinese_value(ones)?
            };
            Some(tens * 10 + ones)
        }
    }
}

fn chinese_number(number: u32) -> String {
    let name = |digit: u32| {
        "一二三四五六七八九"
            .chars()
            .nth(digit as usize - 1)
            .map(String::from)
            .unwrap_or_default()
    };
    match (number / 10, number % 10) {
        (0, 0) => String::new(),
        (0, ones) => name(ones),
        (tens, ones) => {
            let tens = if tens == 1 {
                String::new()
            } else {
                name(tens.min(9))
            };
            let ones = if ones == 0 { String::new() } else { name(ones) };
            format!("{tens}十{ones}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_are_read_and_written_alike() {
        for number in 1..=99 {
            let written = chinese_number(number);
            assert_eq!(chinese_value(&written), Some(number), "{written}");
        }
        assert_eq!(ordinal("十一、附件").map(|(number, ..)| number), Some(11));
        assert_eq!(ordinal("3. 其他").map(|(number, ..)| number), Some(3));
        assert_eq!(ordinal("（二）机构").map(|(number, ..)| number), Some(2));
        assert_eq!(ordinal("一般公共预算"), None);
        assert_eq!(ordinal("附表"), None);
    }
}
