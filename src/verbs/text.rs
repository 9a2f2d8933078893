//! Verbs on words: what a text must be, must hold, must not hold.

use regex::{Regex, RegexSet};
use std::sync::Arc;

use rhai::ImmutableString;

use super::arguments::{Fallible, amount, item, rows, strings, texts};
use super::call::{Call, Language};
use super::item::{Item, misuse};
use super::ledger::{Check, Run};
use super::scale::sign_of;
use super::value::Value;
use super::{Sort, Word};
use crate::document::{NodeId, folded, is_invisible_character, narrow};
use crate::finding::{Finding, Verdict};
use crate::words::Message;

pub(super) const WORDS: &[Word] = &[
    Word::of(
        Sort::Verb,
        "same",
        &["same(文字, 应为)"],
        "文字应与给定的相同。",
        "The text is the one given.",
        same,
    ),
    Word::of(
        Sort::Verb,
        "one_of",
        &["one_of(文字或列表, [允许的, …])"],
        "每一条都应在允许之列；不在的合为一条报告。",
        "Every text is one of those allowed; all others are one finding.",
        one_of,
    ),
    Word::of(
        Sort::Verb,
        "matches",
        &["matches(文字, \"正则\")"],
        "文字应合乎正则表达式（整段匹配）。",
        "The whole text matches the regular expression.",
        matches,
    ),
    Word::of(
        Sort::Verb,
        "includes",
        &["includes(文字列表, [\"概况|基本情况\", …])"],
        "每一项（竖线隔开的任一说法）都应在某条文字中出现；缺的合为一条报告。",
        "Some text contains each entry (any of its alternatives); all missing are one finding.",
        includes,
    ),
    Word::of(
        Sort::Verb,
        "distinct",
        &["distinct(文字列表)", "distinct(各行, \"列名\")"],
        "文字不应重复；重复的合为一条报告。",
        "No text stands twice; all repeats are one finding.",
        distinct,
    ),
    Word::of(
        Sort::Verb,
        "no_residue",
        &[
            "no_residue(文字, [\"正则\", …])",
            "no_residue(文字, [\"正则\", …], [\"可叠用的词\", …])",
        ],
        "没有紧接重复的词（如“获评获评”），也没有模板、书签残留（各正则）。可叠用的词（如“研究研究”的“研究”）不算。",
        "No word doubled on the spot, but for those that may be, and none of the patterns.",
        no_residue,
    ),
    Word::of(
        Sort::Verb,
        "substantive",
        &["substantive(说明, 最少字数, [空话, …])"],
        "写了的说明应有实质内容：不在空话之列，字数不少于下限。没有写的不在此查。",
        "An explanation that is given says something: not an empty phrase, long enough.",
        substantive,
    ),
    Word::of(
        Sort::Verb,
        "same_year",
        &["same_year(文字, 年度)"],
        "文字中写的年份（不论写法：2022年、２０２２年、二〇二二年、2022 年度、（2022）、2022-2023年）应有该年度；没有写年份的不查。",
        "The years the text names, in any notation, have the one given among them; a text without a year is not checked.",
        same_year,
    ),
];

/// Writes down a finding at one or more places, the first being the primary.
fn found(run: &Run, mut finding: Finding, nodes: &[NodeId], due: &str) {
    for (index, node) in nodes.iter().enumerate() {
        let text = Some(Message::Odd(due.to_owned()));
        finding.labels.push(run.label(*node, text, index == 0));
    }
    run.record(Check::Found(Box::new(finding), None));
}

fn same(language: &mut Language) {
    language.add(
        "same",
        |context: &Call, text: Value, due: Value| -> Fallible<()> {
            let run = context.run;
            let field = item(context, &text)?;
            if let Ok(other @ (Item::Node(_) | Item::Missing(_))) = item(context, &due)
                && run.text(&other).is_ok_and(|text| text.is_none())
            {
                record_missing(run, &other);
                return Ok(());
            }
            let due = strings(context, run, &due)?.concat();
            let place = run.place(&field);
            // the figures that decided what is due belong to the check
            let compared: Vec<NodeId> = run
                .ledger()
                .comparisons
                .iter()
                .flat_map(|(_, nodes, _)| nodes.clone())
                .collect();
            run.mark(&compared);
            match run.text(&field) {
                Ok(Some(text)) if folded(&text) == folded(&due) => run.record(Check::Held),
                Ok(Some(text)) => {
                    let message = Message::NotSame(run.title(&field), text, due.clone());
                    let mut finding = run.finding(Verdict::Mismatch, message);
                    finding
                        .labels
                        .push(run.label(place, Some(Message::ShouldBe(due)), true));
                    for node in compared {
                        let label = run.label(node, None, false);
                        if !finding.labels.contains(&label) && node != place {
                            finding.labels.push(label);
                        }
                    }
                    run.record(Check::Found(Box::new(finding), None));
                }
                Ok(None) => record_missing(run, &field),
                Err(trouble) => run.record_trouble(&trouble),
            }
            Ok(())
        },
    );
}

/// A text that is not there keeps a check from being made.
pub(super) fn record_missing(run: &Run, field: &Item) {
    let trouble = match field {
        Item::Missing(missing) => missing.trouble(),
        other => {
            let node = run.place(other);
            let document = run.submission.document();
            crate::amount::Trouble::Missing {
                nearest: document.parent(node).unwrap_or_else(|| document.root()),
                field: document.key(node).unwrap_or_default().to_owned(),
            }
        }
    };
    run.record_trouble(&trouble);
}

fn one_of(language: &mut Language) {
    language.add(
        "one_of",
        |context: &Call, text: Value, allowed: Value| -> Fallible<()> {
            let run = context.run;
            if let Ok(field @ (Item::Node(_) | Item::Missing(_))) = item(context, &text)
                && !run.given(&field)
            {
                record_missing(run, &field);
                return Ok(());
            }
            let allowed = strings(context, run, &allowed)?;
            let folds: Vec<String> = allowed.iter().map(|text| folded(text)).collect();
            let odd: Vec<(NodeId, String)> = texts(context, run, &text)?
                .into_iter()
                .filter(|(_, text)| !allowed.contains(text) && !folds.contains(&folded(text)))
                .collect();
            if odd.is_empty() {
                run.record(Check::Held);
                return Ok(());
            }
            let (nodes, words): (Vec<_>, Vec<_>) = odd.into_iter().unzip();
            let finding = run.finding(Verdict::Mismatch, Message::NotListed(words, allowed));
            found(run, finding, &nodes, "");
            Ok(())
        },
    );
}

thread_local! {
    /// Patterns compiled by this worker: the same few are asked for on every submission.
    /// Shared, not cloned: each clone would make its tables anew.
    static PATTERNS: std::cell::RefCell<std::collections::BTreeMap<String, Arc<Regex>>> =
        const { std::cell::RefCell::new(std::collections::BTreeMap::new()) };
}

thread_local! {
    /// Sets of patterns compiled by this worker; `None` of those too large.
    static SETS: std::cell::RefCell<std::collections::BTreeMap<Vec<String>, Option<Arc<RegexSet>>>> =
        const { std::cell::RefCell::new(std::collections::BTreeMap::new()) };
}

/// All patterns as one, which tells at once of a text that none is in it.
fn pattern_set(patterns: &[String]) -> Option<Arc<RegexSet>> {
    if let Some(known) = SETS.with_borrow(|known| known.get(patterns).cloned()) {
        return known;
    }
    let set = regex::RegexSetBuilder::new(patterns)
        .size_limit(1 << 20)
        .build();
    let made = set.ok().map(Arc::new);
    SETS.with_borrow_mut(|known| {
        if known.len() < PATTERNS_KEPT {
            known.insert(patterns.to_vec(), made.clone());
        }
    });
    made
}

/// More patterns than any pack has; beyond, they are compiled each time.
const PATTERNS_KEPT: usize = 200;

/// A pattern of a rule or parameter; bad ones are the author's to mend.
fn pattern(context: &Call, text: &str) -> Fallible<Arc<Regex>> {
    if let Some(known) = PATTERNS.with_borrow(|known| known.get(text).map(Arc::clone)) {
        return Ok(known);
    }
    let made = Arc::new(compile(context, text)?);
    PATTERNS.with_borrow_mut(|known| {
        if known.len() < PATTERNS_KEPT {
            known.insert(text.to_owned(), Arc::clone(&made));
        }
    });
    Ok(made)
}

fn compile(context: &Call, text: &str) -> Fallible<Regex> {
    regex::RegexBuilder::new(text)
        .size_limit(1 << 20)
        .build()
        .map_err(|error| {
            misuse(
                format!("正则表达式有误 / bad pattern: {error}"),
                context.position,
            )
        })
}

fn matches(language: &mut Language) {
    language.add(
        "matches",
        |context: &Call, text: Value, wanted: ImmutableString| -> Fallible<()> {
            let run = context.run;
            // by itself first: "a)|(b" would break out of the brackets
            pattern(context, &wanted)?;
            let whole = pattern(context, &format!("^(?:{wanted})$"))?;
            let field = item(context, &text)?;
            match run.text(&field) {
                Ok(Some(text))
                    if readings(run, &field, &text).any(|text| whole.is_match(&text)) =>
                {
                    run.record(Check::Held);
                }
                Ok(Some(text)) => {
                    let message =
                        Message::NotMatching(run.title(&field), text, wanted.to_string(), None);
                    found(
                        run,
                        run.finding(Verdict::Mismatch, message),
                        &[run.place(&field)],
                        "",
                    );
                }
                Ok(None) => record_missing(run, &field),
                Err(trouble) => run.record_trouble(&trouble),
            }
            Ok(())
        },
    );
}

/// The ways to read what is written: as it stands, folded, and, where it reads as a number, as
/// that number is plainly written.
fn readings(run: &Run, field: &Item, text: &str) -> impl Iterator<Item = String> {
    let number = match field {
        Item::Node(node) => run.submission.number(*node),
        _ => None,
    };
    let plain = number.map(|number| number.value.to_string());
    [text.to_owned(), folded(text)].into_iter().chain(plain)
}

fn includes(language: &mut Language) {
    language.add(
        "includes",
        |context: &Call, list: Value, required: Value| -> Fallible<()> {
            let run = context.run;
            if let Ok(Item::Missing(missing)) = item(context, &list) {
                run.record_trouble(&missing.trouble());
                return Ok(());
            }
            let present = texts(context, run, &list)?;
            let missing: Vec<String> = strings(context, run, &required)?
                .into_iter()
                .filter(|entry| {
                    !entry
                        .split('|')
                        .any(|word| present.iter().any(|(_, text)| text.contains(word)))
                })
                .map(|entry| entry.split('|').next().unwrap_or_default().to_owned())
                .collect();
            if missing.is_empty() {
                run.record(Check::Held);
                return Ok(());
            }
            let finding = run.finding(Verdict::Absent, Message::NotIncluded(missing));
            let place = match item(context, &list) {
                Ok(field) => run.place(&field),
                // an array of fields stands nowhere itself
                Err(_) => present
                    .first()
                    .map_or_else(|| run.submission.document().root(), |(node, _)| *node),
            };
            found(run, finding, &[place], "");
            Ok(())
        },
    );
}

fn distinct(language: &mut Language) {
    language.add("distinct", |context: &Call, list: Value| -> Fallible<()> {
        let run = context.run;
        let all = texts(context, run, &list)?;
        record_repeats(run, &all);
        Ok(())
    });
    language.add(
        "distinct",
        |context: &Call, list: Value, column: ImmutableString| -> Fallible<()> {
            let run = context.run;
            let mut all = Vec::new();
            for row in rows(context, run, &list)? {
                let field = run.field(&row, &column);
                match run.text(&field) {
                    Ok(Some(text)) => all.push((run.place(&field), text)),
                    Ok(None) => {}
                    Err(trouble) => run.record_trouble(&trouble),
                }
            }
            record_repeats(run, &all);
            Ok(())
        },
    );
}

fn record_repeats(run: &Run, all: &[(NodeId, String)]) {
    let mut seen = std::collections::BTreeSet::new();
    let mut nodes = Vec::new();
    let mut words = Vec::new();
    for (node, text) in all {
        if !seen.insert(folded(text)) {
            nodes.push(*node);
            if !words.contains(text) {
                words.push(text.clone());
            }
        }
    }
    if nodes.is_empty() {
        run.record(Check::Held);
        return;
    }
    found(
        run,
        run.finding(Verdict::Mismatch, Message::Repeated(words)),
        &nodes,
        "",
    );
}

fn no_residue(language: &mut Language) {
    fn judge(context: &Call, text: &Value, patterns: &Value, doubled: &[String]) -> Fallible<()> {
        let run = context.run;
        let patterns = strings(context, run, patterns)?;
        let mut wanted = Vec::new();
        for text in &patterns {
            wanted.push(pattern(context, text)?);
        }
        let any = pattern_set(&patterns);
        for (node, text) in texts(context, run, text)? {
            let mut residue = doubled_words(&text, doubled);
            let some = any.as_ref().is_none_or(|any| any.is_match(&text));
            for pattern in wanted.iter().filter(|_| some) {
                residue.extend(pattern.find_iter(&text).map(|hit| hit.as_str().to_owned()));
            }
            residue.dedup();
            if residue.is_empty() {
                run.record(Check::Held);
                continue;
            }
            let message = Message::Residue(run.row_name(node), residue);
            found(run, run.finding(Verdict::Mismatch, message), &[node], "");
        }
        Ok(())
    }
    language.add(
        "no_residue",
        |context: &Call, text: Value, patterns: Value| judge(context, &text, &patterns, &[]),
    );
    language.add(
        "no_residue",
        |context: &Call, text: Value, patterns: Value, doubled: Value| {
            let doubled = strings(context, context.run, &doubled)?;
            judge(context, &text, &patterns, &doubled)
        },
    );
}

/// Words of two to six Chinese characters that stand twice in a row. What may be doubled in good
/// Chinese is left alone: counting by the piece (一步一步, 两个两个, 逐项逐项), one syllable over and
/// over, and the verbs and adverbs that the pack lists (研究研究); nothing in the words themselves
/// tells these from 获评获评.
fn doubled_words(text: &str, allowed: &[String]) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut hits = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let hit = (2..=6).rev().find_map(|length| {
            if letters.get(at) != letters.get(at + length) {
                return None;
            }
            let first = letters.get(at..at + length)?;
            let second = letters.get(at + length..at + 2 * length)?;
            let chinese = first
                .iter()
                .all(|letter| ('\u{4e00}'..='\u{9fff}').contains(letter));
            let counts = first
                .first()
                .is_some_and(|letter| "一二两三四五六七八九十百千几半每逐层家户".contains(*letter));
            (first == second && chinese && first.first() != first.get(1) && !counts)
                .then(|| first.iter().collect::<String>())
        });
        match hit {
            Some(word) => {
                at += 2 * word.chars().count();
                if !allowed.contains(&word) {
                    hits.push(word.repeat(2));
                }
            }
            None => at += 1,
        }
    }
    hits
}

fn substantive(language: &mut Language) {
    language.add(
        "substantive",
        |context: &Call, text: Value, fewest: Value, hollow: Value| {
            let run = context.run;
            let fewest = amount(context, run, &fewest)?;
            let fewest = fewest
                .value()
                .ok()
                .and_then(crate::amount::Exact::to_decimal)
                .and_then(|value| usize::try_from(value.trunc().mantissa()).ok())
                .unwrap_or(0);
            let hollow = strings(context, run, &hollow)?;
            let mut told = Vec::new();
            for (node, text) in texts(context, run, &text)? {
                let core = substance(&text);
                if !is_hollow(&core, fewest, &hollow) {
                    run.record(Check::Held);
                    told.push((node, core));
                    continue;
                }
                let message = Message::Hollow(run.row_name(node), text, fewest);
                found(run, run.finding(Verdict::Unexplained, message), &[node], "");
            }
            same_words(run, told);
            Fallible::Ok(())
        },
    );
}

/// One explanation of an increase and of a decrease: it can be true of one at most.
fn same_words(run: &Run, mut told: Vec<(NodeId, String)>) {
    let document = run.submission.document();
    let sign = |node: NodeId| {
        let table = document.parent(node)?;
        let mut words = document.children(table).filter(|cell| *cell != node);
        words.find_map(|cell| sign_of(document.text(cell)?))
    };
    told.sort_by(|(a, one), (b, other)| one.cmp(other).then(a.cmp(b)));
    for group in told.chunk_by(|(_, one), (_, other)| one == other) {
        let signs: Vec<i64> = group.iter().filter_map(|(node, _)| sign(*node)).collect();
        if signs.contains(&1) && signs.contains(&-1) {
            let nodes: Vec<NodeId> = group.iter().map(|(node, _)| *node).collect();
            let words = nodes.first().and_then(|node| document.text(*node));
            let message = Message::SameWords(words.unwrap_or_default().trim().to_owned());
            found(run, run.finding(Verdict::Unexplained, message), &nodes, "");
        }
    }
}

/// Whether a text explains nothing: too short, without a word of Chinese or a foreign one, one
/// letter over and over, or an empty phrase, whatever is put before or behind it.
pub(crate) fn is_hollow(core: &str, fewest: usize, hollow: &[String]) -> bool {
    let letters = |text: &str| -> std::collections::BTreeSet<char> {
        text.chars()
            .filter(|letter| letter.is_alphabetic())
            .collect()
    };
    let empty = |text: &str| hollow.iter().any(|phrase| substance(phrase) == text);
    let bare = bare_reason(core);
    core.chars().count() < fewest
        || letters(bare).len() < 2
        || empty(core)
        || empty(bare)
        || placeholder(core)
}

/// What is left of a reason without the words that only say that one follows.
fn bare_reason(core: &str) -> &str {
    let mut bare = core;
    while let Some(rest) = LEADS
        .iter()
        .find_map(|lead| bare.strip_prefix(lead))
        .or_else(|| TAILS.iter().find_map(|tail| bare.strip_suffix(tail)))
    {
        bare = rest;
    }
    bare
}

/// Words that only say that a reason follows.
const LEADS: [&str; 26] = [
    "增减变化",
    "增减变动",
    "变动",
    "主要",
    "具体",
    "原因",
    "说明",
    "情况",
    "因为",
    "由于",
    "鉴于",
    "按照",
    "根据",
    "依据",
    "基于",
    "出于",
    "为了",
    "因",
    "按",
    "系",
    "是",
    "为",
    "如下",
    "本年",
    "本年度",
    "单位",
];

/// Words that only say that it was one.
const TAILS: [&str; 9] = [
    "所致",
    "导致",
    "造成",
    "引起",
    "的原因",
    "等原因",
    "原因",
    "等",
    "的",
];

/// Phrases and signs that forms print for a text that is still to come.
fn placeholder(core: &str) -> bool {
    const PHRASES: [&str; 14] = [
        "无需说明",
        "无须说明",
        "不需说明",
        "不用说明",
        "没有说明",
        "无说明",
        "未说明",
        "暂无说明",
        "不适用",
        "待补充",
        "待填写",
        "请填写",
        "请说明",
        "此处填写",
    ];
    let mut letters = core.chars();
    let first = letters.next();
    PHRASES.contains(&core)
        || letters.all(|letter| Some(letter) == first)
        || core.is_ascii() && !core.contains(|letter: char| letter.is_ascii_lowercase())
}

/// The letters of a text: what remains of it without blanks and punctuation.
pub(crate) fn substance(text: &str) -> String {
    text.chars()
        .filter(|letter| !is_invisible_character(*letter))
        .map(narrow)
        .filter(|letter| !"。、.,;:!?()[]{}*_/\\|~…—-“”‘’《》".contains(*letter))
        .collect()
}

fn same_year(language: &mut Language) {
    language.add(
        "same_year",
        |context: &Call, text: Value, year: Value| -> Fallible<()> {
            let run = context.run;
            let due = amount(context, run, &year)?;
            let stated = due.nodes();
            let due = match due.value() {
                Ok(value) => {
                    run.mark(&stated);
                    value.to_fixed(0)
                }
                Err(trouble) => {
                    run.record_trouble(trouble);
                    return Ok(());
                }
            };
            for (node, text) in texts(context, run, &text)? {
                let named = years(&text);
                // a text that names no year says nothing of it
                let Some((written, _)) = named.first() else {
                    continue;
                };
                if named.iter().any(|(_, years)| years.contains(&due)) {
                    run.record(Check::Held);
                    continue;
                }
                let message = Message::Year(written.clone(), due.clone());
                let mut finding = run.finding(Verdict::Mismatch, message);
                let odd = Some(Message::Odd(due.clone()));
                finding.labels.push(run.label(node, odd, true));
                let given = stated.iter().map(|node| run.label(*node, None, false));
                finding.labels.extend(given);
                run.record(Check::Found(Box::new(finding), None));
            }
            Ok(())
        },
    );
}

/// The years that a text names, or spans of years (2023—2025年, 2021年3月至2022年2月), each as
/// written and year by year: in plain digits, full-width ones or Chinese numerals, before 年, 年度
/// or in brackets.
fn years(text: &str) -> Vec<(String, Vec<String>)> {
    let text = plain_digits(text);
    let named = YEARS.captures_iter(&text).filter_map(|hit| {
        let (Some(first), Some(last)) = (hit.get(1), hit.get(2)) else {
            let year = hit.get(3).or_else(|| hit.get(4))?.as_str().to_owned();
            return Some((year.clone(), vec![year]));
        };
        let written = hit.get(0)?.as_str().trim_end_matches(['年', '学']);
        let written = written.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        Some((written.to_owned(), span_of(first.as_str(), last.as_str())?))
    });
    named.collect()
}

/// The years of a span.
fn span_of(first: &str, last: &str) -> Option<Vec<String>> {
    // 2023—25年
    let century = first.get(..4 - last.len())?;
    let (from, to): (u32, u32) = (
        first.parse().ok()?,
        format!("{century}{last}").parse().ok()?,
    );
    // not a span, or one of centuries: only its ends are meant
    Some(if from <= to && to - from <= 100 {
        (from..=to).map(|year| year.to_string()).collect()
    } else {
        vec![from.to_string(), to.to_string()]
    })
}

/// A text with full-width digits, and four Chinese numerals in a row, as plain digits.
fn plain_digits(text: &str) -> String {
    let letters: Vec<char> = text
        .chars()
        .map(|letter| match letter {
            '０'..='９' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            other => other,
        })
        .collect();
    let mut plain = String::with_capacity(text.len());
    let mut rest = letters.as_slice();
    while let Some((letter, after)) = rest.split_first() {
        let run = rest.iter().map_while(|letter| numeral(*letter));
        let digits: Vec<char> = run.collect();
        if digits.is_empty() {
            plain.push(*letter);
            rest = after;
            continue;
        }
        let (written, after) = rest.split_at(digits.len());
        if digits.len() == 4 {
            plain.extend(digits);
        } else {
            plain.extend(written);
        }
        rest = after;
    }
    plain
}

/// The digit of a Chinese numeral as years are written with.
fn numeral(letter: char) -> Option<char> {
    let zero = "〇○零Ｏ".contains(letter).then_some('0');
    zero.or_else(|| {
        let place = "一二三四五六七八九".chars().position(|one| one == letter)?;
        char::from_digit(u32::try_from(place + 1).ok()?, 10)
    })
}

static YEARS: std::sync::LazyLock<Regex> = std::sync::LazyLock::new(|| {
    let span = "(?:^|[^0-9])([0-9]{4})\\s*(?:年度?)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?\\s*(?:[-－–—―─~～]+|至|到)\\s*([0-9]{4}|[0-9]{2})\\s*(?:年|学年)";
    let year = "(?:^|[^0-9])([0-9]{4})\\s*年";
    let bracketed = "[（(〔\\[]\\s*([0-9]{4})\\s*[）)〕\\]]";
    #[expect(clippy::expect_used, reason = "a pattern of ours, tested below")]
    Regex::new(&format!("{span}|{year}|{bracketed}")).expect("a pattern")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_any_notation() {
        let named = |text: &str| -> Vec<String> {
            years(text).into_iter().flat_map(|(_, all)| all).collect()
        };
        for text in [
            "2022年度自评",
            "２０２２年度自评",
            "二〇二二年度自评",
            "二○二二年自评",
            "二零二二 年自评",
            "2022 年度自评",
            "自评表（2022）",
            "自评表（２０２２）",
        ] {
            assert_eq!(named(text), ["2022"], "{text}");
        }
        assert_eq!(named("2022-2023年度"), ["2022", "2023"]);
        assert_eq!(named("2020年农村厕改2023年度"), ["2020", "2023"]);
        assert_eq!(named("2021年3月至2022年2月"), ["2021", "2022"]);
        assert_eq!(named("2023—25年"), ["2023", "2024", "2025"]);
        assert!(named("部门整体支出绩效自评表").is_empty());
        assert!(named("第十二三四五号文").is_empty());
        assert!(named("编号120221年").is_empty());
        assert_eq!(years("2022-2023年度").first().unwrap().0, "2022-2023");
    }
}
