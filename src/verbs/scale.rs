//! Slips of scale and sign that have a name: 元 for 万元, a fraction for a percentage, a
//! direction word against its figure.

use std::cmp::Ordering;

use super::arguments::{Fallible, amount, item};
use super::bounds::shown;
use super::call::{Call, Language};
use super::equal::labels;
use super::equation::Standing;
use super::ledger::{Check, Run};
use super::text::record_missing;
use super::value::Value;
use super::{Sort, Word};
use crate::amount::{Amount, Exact, Trouble, Unit, judge};
use crate::document::folded;
use crate::finding::{Suspect, Verdict};
use crate::words::Message;

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "same_unit",
        sort: Sort::Verb,
        usage: &["same_unit(甲, 乙)"],
        zh: "本应相当的两数如恰差 1 万倍或 1 亿倍（四舍五入之内），疑似元、万元、亿元混用。其他差异不在此查。",
        en: "Two linked figures that differ by exactly 10⁴ or 10⁸ betray mixed units of money.",
        register: same_unit,
    },
    Word {
        name: "percent_scale",
        sort: Sort::Verb,
        usage: &["percent_scale(填报百分数, 应有百分数)"],
        zh: "填报数乘以 100 恰为应有数时，疑似把小数当百分数填写。其他差异不在此查。",
        en: "A stated percentage that is the expected one over 100 was written as a fraction.",
        register: percent_scale,
    },
    Word {
        name: "direction",
        sort: Sort::Verb,
        usage: &["direction(方向, 增减额)"],
        zh: "“增加/减少/持平”应与增减额的正负一致。",
        en: "The word for up, down or unchanged agrees with the sign of the change.",
        register: direction,
    },
];

/// The power of ten that separates money in 元, 万元 and 亿元.
pub(crate) const POWERS: [i64; 2] = [10_000, 100_000_000];

fn same_unit(language: &mut Language) {
    language.add(
        "same_unit",
        |context: &Call, first: Value, second: Value| -> Fallible<()> {
            let run = context.run;
            let first = amount(context, run, &first)?;
            let second = amount(context, run, &second)?;
            compare_units(run, &first, &second);
            Ok(())
        },
    );
}

fn compare_units(run: &Run, first: &Amount, second: &Amount) {
    let (a, b) = match (first.value(), second.value()) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(trouble), _) | (_, Err(trouble)) => {
            run.record_trouble(trouble);
            return;
        }
    };
    if let Err(trouble) = first.compare(second) {
        run.record_trouble(&trouble);
        return;
    }
    run.mark(&[first.nodes(), second.nodes()].concat());
    if !a.is_zero() && !b.is_zero() {
        for power in POWERS {
            let factor = Amount::given(power, Unit::NONE);
            for (large, small) in [(first, second), (second, first)] {
                if holds(large, &small.times(&factor)) || holds(small, &large.over(&factor)) {
                    let message = Message::UnitSlip(
                        format!("“{}” {}", run.name(first), shown(first)),
                        format!("“{}” {}", run.name(second), shown(second)),
                        power.to_string(),
                    );
                    let mut finding = run.finding(Verdict::Wrong, message);
                    finding.labels = labels(run, large, small, Some(Message::Odd(String::new())));
                    let due = large
                        .value()
                        .ok()
                        .and_then(|value| value.over(&Exact::from(power)));
                    finding.suspects.extend(in_other_unit(run, large, due));
                    run.record(Check::Found(Box::new(finding), None));
                    return;
                }
            }
        }
    }
    run.record(Check::Held);
}

/// The figure in another unit, and what it would be in the form's.
fn in_other_unit(run: &Run, amount: &Amount, due: Option<Exact>) -> Option<Suspect> {
    let node = amount.node()?;
    let number = run.submission.number(node)?;
    let places = run.submission.field(node).and_then(|field| field.places);
    Some(Suspect {
        path: run.submission.document().pointer(node),
        cause: "unit_slip".to_owned(),
        stated: number.value.to_string(),
        proposed: due?.to_fixed(places.unwrap_or(2)),
        rank: 1,
        unique: true,
        ..Suspect::default()
    })
}

fn holds(stated: &Amount, expected: &Amount) -> bool {
    judge(stated, expected).is_ok_and(|judgement| {
        matches!(
            judgement.verdict,
            Verdict::Exact | Verdict::Rounding | Verdict::Truncation
        )
    })
}

fn percent_scale(language: &mut Language) {
    language.add(
        "percent_scale",
        |context: &Call, stated: Value, expected: Value| -> Fallible<()> {
            let run = context.run;
            let stated = amount(context, run, &stated)?;
            let expected = amount(context, run, &expected)?;
            let (Ok(value), Ok(due)) = (stated.value(), expected.value()) else {
                // what is missing is said by the rule that needs the figure itself; not the rest
                for side in [&stated, &expected] {
                    match side.value() {
                        Ok(_) | Err(Trouble::Missing { .. } | Trouble::Undefined { .. }) => {}
                        Err(trouble) => run.record_trouble(trouble),
                    }
                }
                return Ok(());
            };
            if let Err(trouble) = stated.compare(&expected) {
                run.record_trouble(&trouble);
                return Ok(());
            }
            run.mark(&[stated.nodes(), expected.nodes()].concat());
            let hundred = Amount::given(Exact::HUNDRED, Unit::NONE);
            let slip = !value.is_zero()
                && !holds(&stated, &expected)
                && holds(&stated, &expected.over(&hundred));
            if slip {
                let message =
                    Message::PercentScale(run.name(&stated), value.to_short(4), due.to_fixed(2));
                let mut finding = run.finding(Verdict::Wrong, message);
                let text = Message::ShouldBe(due.to_fixed(2));
                finding.figures.stated = Some(value.to_short(4));
                finding.figures.expected = Some(due.to_fixed(2));
                "%".clone_into(&mut finding.figures.unit);
                finding.labels = labels(run, &stated, &expected, Some(text));
                finding
                    .suspects
                    .extend(in_other_unit(run, &stated, Some(due.clone())));
                run.record(Check::Found(Box::new(finding), None));
            } else {
                run.record(Check::Held);
            }
            Ok(())
        },
    );
}

/// The sign a direction word stands for.
pub(crate) fn sign_of(word: &str) -> Option<i64> {
    match folded(word).as_str() {
        "增加" | "增长" | "上升" | "提高" | "调增" | "追加" => Some(1),
        "减少" | "下降" | "降低" | "压减" | "调减" => Some(-1),
        "持平" | "不变" | "无变化" => Some(0),
        _ => None,
    }
}

/// Words of direction and their opposites.
const OPPOSITES: [(&str, &str); 10] = [
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("提高", "降低"),
    ("调增", "调减"),
    ("追加", "调减"),
    ("减少", "增加"),
    ("下降", "上升"),
    ("降低", "提高"),
    ("调减", "调增"),
];

/// The word that says the opposite of a direction word.
#[must_use]
pub fn opposite_direction(word: &str) -> Option<&'static str> {
    OPPOSITES
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, opposite)| *opposite)
}

/// The word that agrees with a change: of the same kind as the one that stands there.
fn right_word(word: &str, change: &Exact) -> &'static str {
    let sign = match change.sign() {
        Ordering::Greater => 1,
        Ordering::Less => -1,
        Ordering::Equal => return "持平",
    };
    opposite_direction(word)
        .filter(|other| sign_of(other) == Some(sign))
        .unwrap_or(if sign > 0 { "增加" } else { "减少" })
}

fn direction(language: &mut Language) {
    language.add(
        "direction",
        |context: &Call, word: Value, change: Value| -> Fallible<()> {
            let run = context.run;
            let word = item(context, &word)?;
            let change = amount(context, run, &change)?;
            let text = match run.text(&word) {
                Ok(Some(text)) => text,
                Ok(None) => {
                    record_missing(run, &word);
                    return Ok(());
                }
                Err(trouble) => {
                    run.record_trouble(&trouble);
                    return Ok(());
                }
            };
            let value = match change.value() {
                Ok(value) => value,
                Err(trouble) => {
                    run.record_trouble(trouble);
                    return Ok(());
                }
            };
            run.mark(&change.nodes());
            let right = match sign_of(&text) {
                Some(1) => !value.is_negative() && !value.is_zero(),
                Some(-1) => value.is_negative(),
                Some(_) => value.is_zero(),
                None => false,
            };
            if right {
                // the word speaks for the sign of the change
                let zero = Amount::given(Exact::ZERO, change.unit().clone());
                let sign = sign_of(&text).unwrap_or(0);
                if sign >= 0 {
                    run.record_bound(&change, &zero, Standing::AtLeast, true);
                }
                if sign <= 0 {
                    run.record_bound(&change, &zero, Standing::AtMost, true);
                }
                run.record(Check::Held);
                return Ok(());
            }
            let place = run.place(&word);
            let suspect = Suspect {
                path: run.submission.document().pointer(place),
                cause: "wrong_direction".to_owned(),
                stated: text.clone(),
                proposed: right_word(&text, value).to_owned(),
                rank: 1,
                unique: true,
                ..Suspect::default()
            };
            let message = Message::Direction(run.row_name(place), text, shown(&change));
            let mut finding = run.finding(Verdict::Mismatch, message);
            finding.suspects.push(suspect);
            finding
                .labels
                .push(run.label(place, Some(Message::Odd(String::new())), true));
            for node in change.nodes() {
                finding.labels.push(run.label(node, None, false));
            }
            run.record(Check::Found(Box::new(finding), None));
            Ok(())
        },
    );
}
