//! What a trace says of values and checks.

use super::{Lang, with_unit};
use crate::finding::{Outcome, Verdict};
use crate::pack::{Judged, Step};

/// A turn of a loop and the name it gives.
#[must_use]
pub fn turn(number: usize, name: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("第 {number} 次：{name}"),
        Lang::English => format!("turn {number}: {name}"),
    }
}

/// A loop is left, or its next turn begun.
#[must_use]
pub fn leaves(lang: Lang) -> &'static str {
    lang.pick(
        "到此为止，看下一个（continue 或 break）",
        "continue or break",
    )
}

/// A value there is not, and why.
#[must_use]
pub fn no_value(why: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("没有值：{why}"),
        Lang::English => format!("no value: {why}"),
    }
}

/// Whether something is so.
#[must_use]
pub fn truth(truth: bool, lang: Lang) -> &'static str {
    if truth {
        lang.pick("成立", "true")
    } else {
        lang.pick("不成立", "false")
    }
}

/// A list.
#[must_use]
pub fn entries(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{count} 项"),
        Lang::English => format!("{count} entries"),
    }
}

/// A table.
#[must_use]
pub fn table(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("表（{count} 项）"),
        Lang::English => format!("a table of {count}"),
    }
}

/// A field left empty.
#[must_use]
pub fn empty(lang: Lang) -> &'static str {
    lang.pick("没有填写", "empty")
}

/// A text.
#[must_use]
pub fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("“{text}”"),
        Lang::English => format!("\"{text}\""),
    }
}

/// A step on one line: what it is, its value, where it stands.
#[must_use]
pub fn line(step: &Step, lang: Lang) -> String {
    let mut text = step.text.clone();
    if !step.value.is_empty() {
        let value = with_unit(&step.value, &step.unit);
        text = format!("{text} = {value}");
    }
    match (step.place, lang) {
        (Some((line, column)), Lang::Chinese) => {
            format!("{text}（第 {line} 行第 {column} 列）")
        }
        (Some((line, column)), Lang::English) => format!("{text} ({line}:{column})"),
        (None, _) => text,
    }
}

/// What a check came to.
#[must_use]
pub fn judged(judged: &Judged, lang: Lang) -> String {
    let mut text = match judged.held {
        Some(true) => lang.pick("成立", "held"),
        Some(false) => lang.pick("不成立", "failed"),
        None => lang.pick("未能核对", "could not be checked"),
    }
    .to_owned();
    let bracket = |text: &mut String, words: &str| match lang {
        Lang::Chinese => text.extend(["（", words, "）"]),
        Lang::English => text.extend([" (", words, ")"]),
    };
    if let Some(verdict) = judged
        .verdict
        .and_then(|verdict| self::verdict(verdict, lang))
    {
        bracket(&mut text, verdict);
    }
    if let Some(difference) = &judged.difference {
        text.push_str(lang.pick("，相差 ", ", off by "));
        text.push_str(difference);
    }
    if let Some(slack) = &judged.slack {
        text.push_str(lang.pick("，四舍五入至多可差 ", ", rounding explains up to "));
        text.push_str(slack);
    }
    if !judged.message.is_empty() {
        text.push_str(lang.pick("：", ": "));
        text.push_str(&judged.message);
    }
    text
}

fn verdict(verdict: Verdict, lang: Lang) -> Option<&'static str> {
    Some(match verdict {
        Verdict::Exact => lang.pick("相等", "exact"),
        Verdict::Rounding => lang.pick("尾差", "rounding"),
        Verdict::Truncation => lang.pick("截断", "truncation"),
        Verdict::Wrong => lang.pick("错误", "wrong"),
        Verdict::Undefined => lang.pick("无意义的比率", "undefined"),
        _ => return None,
    })
}

/// How the rule ended.
#[must_use]
pub fn outcome(outcome: Outcome, note: &str, lang: Lang) -> String {
    let words = match outcome {
        Outcome::Passed => lang.pick("通过", "passed"),
        Outcome::Rounding => lang.pick("通过，有尾差", "passed, with rounding tails"),
        Outcome::Failed => lang.pick("未通过", "failed"),
        Outcome::NotApplicable => lang.pick("不适用", "not applicable"),
        Outcome::CouldNotRun => lang.pick("未能核对", "could not run"),
    };
    let lead = lang.pick("结果：", "outcome: ");
    if note.is_empty() {
        format!("{lead}{words}")
    } else {
        format!("{lead}{words}{}{note}", lang.pick("，", ", "))
    }
}

/// There was more than is shown.
#[must_use]
pub fn cut(lang: Lang) -> &'static str {
    lang.pick(
        "（步骤太多，后面的没有列出）",
        "(too many steps; the rest is not shown)",
    )
}

/// Nothing of the rule ran.
#[must_use]
pub fn nothing_ran(lang: Lang) -> &'static str {
    lang.pick("规则没有运行", "the rule did not run")
}
