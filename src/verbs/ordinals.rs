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
    zh: "标题的序号（一、二、…或 1、2、…）应从一开始，不重不跳；夹在其间的下级标题（（一）、1. 等另一种写法）各自从一数起。错的合为一条报告。",
    en: "The titles' ordinals start at one and neither repeat nor skip, those of a level within, written another way, by themselves; all faults are one finding.",
    register,
}];

/// Faults that are pointed at; all are counted.
const MOST: usize = 1_000;

fn register(language: &mut Language) {
    language.add(
        "consecutive",
        |context: &Call, list: Value| -> Fallible<()> {
            let run = context.run;
            if let Ok(Item::Missing(missing)) = item(context, &list) {
                run.record_trouble(&missing.trouble());
                return Ok(());
            }
            let mut levels = Levels::default();
            let mut faults = Vec::new();
            let mut nodes = Vec::new();
            let mut count = 0;
            for (node, text) in texts(context, run, &list)? {
                let Some(ordinal) = ordinal(&text) else {
                    continue;
                };
                if let Some(right) = levels.fault(&ordinal) {
                    count += 1;
                    if faults.len() < MOST {
                        faults.push((ordinal.written, right));
                        nodes.push(node);
                    }
                }
            }
            if faults.is_empty() {
                run.record(Check::Held);
                return Ok(());
            }
            let mut finding =
                run.finding(Verdict::Mismatch, Message::Ordinals(faults.clone(), count));
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

/// How an ordinal is written: titles of one level look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Style {
    /// 一、二、三 rather than 1、2、3.
    chinese: bool,
    /// What stands before and after it: `、` for all that merely part it from the title.
    around: (Option<char>, char),
}

/// The number a title begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ordinal {
    number: u32,
    written: String,
    style: Style,
}

/// The levels open at a place of a flat list, the outermost first, each with the number due next.
#[derive(Debug, Default)]
struct Levels {
    open: Vec<(Style, u32)>,
}

impl Levels {
    /// Goes on to the next title; what should stand there, if something else does.
    fn fault(&mut self, ordinal: &Ordinal) -> Option<String> {
        let number = ordinal.number;
        let known = self
            .open
            .iter()
            .rposition(|(style, _)| *style == ordinal.style);
        match known {
            Some(level) => self.open.truncate(level + 1),
            // 一、（一）: a level within begins at one; 一、2、 is the same level in another dress
            None if number == 1 || self.open.is_empty() => self.open.push((ordinal.style, 1)),
            None => {}
        }
        let (_, due) = self.open.last_mut()?;
        let right = (number != *due).then(|| {
            if ordinal.style.chinese {
                chinese_number(*due)
            } else {
                due.to_string()
            }
        });
        // go on from what stands there when it skips ahead, so that one slip is said once; after
        // a repeat the numbers that follow are right as they are
        *due = (*due).max(number.saturating_add(1));
        right
    }
}

fn ordinal(text: &str) -> Option<Ordinal> {
    let before = text.chars().next().filter(|c| "第（(".contains(*c));
    let text = text.trim_start_matches(['第', '（', '(']);
    let written: String = text
        .chars()
        .take_while(|letter| "一二三四五六七八九十".contains(*letter) || letter.is_ascii_digit())
        .collect();
    let after = text.strip_prefix(written.as_str())?.chars().next()?;
    let after = match after {
        '、' | '.' | '．' | '，' | ',' | ' ' => '、',
        '）' | ')' => '）',
        '部' | '章' | '节' => after,
        _ => return None,
    };
    let before = before.map(|bracket| if bracket == '(' { '（' } else { bracket });
    let (number, chinese) = match written.parse() {
        Ok(number) => (number, false),
        Err(_) => (chinese_value(&written)?, true),
    };
    Some(Ordinal {
        number,
        written,
        style: Style {
            chinese,
            around: (before, after),
        },
    })
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
        let number = |text| ordinal(text).map(|ordinal| ordinal.number);
        for number in 1..=99 {
            let written = chinese_number(number);
            assert_eq!(chinese_value(&written), Some(number), "{written}");
        }
        assert_eq!(number("十一、附件"), Some(11));
        assert_eq!(number("3. 其他"), Some(3));
        assert_eq!(number("（二）机构"), Some(2));
        assert_eq!(ordinal("一般公共预算"), None);
        assert_eq!(ordinal("附表"), None);
    }
}
