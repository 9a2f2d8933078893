//! What is said of a pack's strength.

use super::Lang;
use crate::measure::{Held, Kind, Strength, Tally};

/// A part of the table: what its rows have in common, then a name and a tally a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Above the rows.
    pub heading: &'static str,
    /// Name, how many figures are meant (where that is known), tally.
    pub rows: Vec<(String, Tally)>,
}

/// A slip's short name.
#[must_use]
pub fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::OmittedAddend => lang.pick("漏加", "addend left out"),
        Kind::DoubledAddend => lang.pick("重复加", "addend twice"),
        Kind::SignFlip => lang.pick("正负号写反", "sign flipped"),
        Kind::Transposition => lang.pick("两位颠倒", "digits swapped"),
        Kind::OneDigit => lang.pick("写错一位", "one digit wrong"),
        Kind::DroppedDigit => lang.pick("漏写一位", "digit dropped"),
        Kind::DoubledDigit => lang.pick("多写一位", "digit doubled"),
        Kind::DecimalShift => lang.pick("小数点错位", "point shifted"),
        Kind::UnitSlip => lang.pick("单位混用", "other unit"),
        Kind::PercentTruncated => lang.pick("比率去尾", "rate cut off"),
        Kind::WrongDirection => lang.pick("增减写反", "direction turned"),
        Kind::PriorYearPasted => lang.pick("误填上年数", "last year's figure"),
        Kind::CopiedRow => lang.pick("抄自别的合计", "another total"),
        Kind::LeftZero => lang.pick("合计留为 0", "total left at 0"),
        Kind::ShiftedRow => lang.pick("错行", "row shifted"),
    }
}

/// How well a figure is held, in a few words.
#[must_use]
pub fn held(held: Held, lang: Lang) -> &'static str {
    match held {
        Held::Unwatched => lang.pick("没有规则看", "no rule looks"),
        Held::Loose => lang.pick("只有界限、情形", "bounds only"),
        Held::Once => lang.pick("一个等式", "one identity"),
        Held::Joined => lang.pick("几个等式，不独立", "several, not independent"),
        Held::Twice => lang.pick("两个以上独立等式", "two independent or more"),
    }
}

/// Above the picture.
#[must_use]
pub fn picture_title(pack: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{pack}：植入一处笔误，指准的百分比"),
        Lang::English => format!("{pack}: one slip planted, right figure first, in percent"),
    }
}

/// All rows, or all columns.
#[must_use]
pub fn everything(lang: Lang) -> &'static str {
    lang.pick("全部", "all")
}

/// The columns of the table.
#[must_use]
pub fn columns(lang: Lang) -> [&'static str; 9] {
    match lang {
        Lang::Chinese => [
            "植入",
            "尾差内",
            "查出",
            "指准",
            "并列",
            "说中",
            "同形",
            "旁指",
            "误报",
        ],
        Lang::English => [
            "planted", "in slack", "caught", "located", "tied", "named", "alike", "astray", "false",
        ],
    }
}

/// A tally in the columns. Shares are of what could be found, and cut off, never rounded up.
#[must_use]
pub fn cells(tally: &Tally) -> [String; 9] {
    let share = |part: usize| percent(part, tally.open());
    [
        tally.planted.to_string(),
        tally.in_slack.to_string(),
        share(tally.caught),
        share(tally.located()),
        share(tally.tied),
        share(tally.named),
        share(tally.alike),
        tally.astray.to_string(),
        tally.false_findings.to_string(),
    ]
}

/// A share with one decimal place, cut off; a stroke where there is nothing to have a share of.
#[must_use]
pub fn percent(part: usize, whole: usize) -> String {
    match (part * 1000).checked_div(whole) {
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
        None => "—".to_owned(),
    }
}

/// The whole table.
#[must_use]
pub fn sections(strength: &Strength, lang: Lang) -> Vec<Section> {
    let total = Section {
        heading: "",
        rows: vec![(everything(lang).to_owned(), strength.all())],
    };
    let by_held = Held::ALL
        .into_iter()
        .map(|held_so| {
            (
                held(held_so, lang).to_owned(),
                strength.tally(|trial| trial.held == held_so),
            )
        })
        .filter(|(_, tally)| tally.planted > 0)
        .collect();
    let by_kind = strength
        .kinds()
        .into_iter()
        .map(|of| {
            (
                kind(of, lang).to_owned(),
                strength.tally(|trial| trial.kind == of),
            )
        })
        .collect();
    let by_table = strength
        .tables()
        .into_iter()
        .map(|table| {
            (
                table.to_owned(),
                strength.tally(|trial| trial.table == table),
            )
        })
        .collect();
    vec![
        total,
        Section {
            heading: lang.pick("按数字所在的等式", "by what holds the figure"),
            rows: by_held,
        },
        Section {
            heading: lang.pick("按错误", "by slip"),
            rows: by_kind,
        },
        Section {
            heading: lang.pick("按表", "by table"),
            rows: by_table,
        },
    ]
}

/// What was done, on one line.
#[must_use]
pub fn lead(strength: &Strength, lang: Lang) -> String {
    let figures = strength.places.len();
    let files = strength.clean.len();
    let planted = strength.trials.len();
    let seed = strength.seed;
    match (lang, strength.pairs) {
        (Lang::Chinese, false) => format!(
            "没有问题的填报 {files} 份，数字 {figures} 个，逐一植入错误 {planted} 处（种子 {seed}）"
        ),
        (Lang::Chinese, true) => format!(
            "没有问题的填报 {files} 份，数字 {figures} 个，两处一组植入错误 {planted} 处（种子 {seed}）"
        ),
        (Lang::English, false) => format!(
            "{files} clean submissions, {figures} figures, {planted} slips planted one by one (seed {seed})"
        ),
        (Lang::English, true) => format!(
            "{files} clean submissions, {figures} figures, {planted} slips planted two at once (seed {seed})"
        ),
    }
}

/// What was found where there is nothing to find.
#[must_use]
pub fn clean(strength: &Strength, lang: Lang) -> String {
    let found: Vec<String> = strength
        .clean
        .iter()
        .filter(|clean| !clean.false_findings.is_empty())
        .map(|clean| format!("{}: {}", clean.file, clean.false_findings.join(" ")))
        .collect();
    let count: usize = strength
        .clean
        .iter()
        .map(|clean| clean.false_findings.len())
        .sum();
    let list = found.join("; ");
    match (lang, count) {
        (Lang::Chinese, 0) => "没有问题的填报：误报 0 条".to_owned(),
        (Lang::Chinese, _) => format!("没有问题的填报：误报 {count} 条（{list}）"),
        (Lang::English, 0) => "clean submissions: 0 false findings".to_owned(),
        (Lang::English, _) => format!("clean submissions: {count} false findings ({list})"),
    }
}

/// How many figures no rule checks, and which.
#[must_use]
pub fn unwatched(strength: &Strength, lang: Lang) -> String {
    let all: Vec<String> = strength
        .unwatched()
        .map(|place| format!("{}#{}", place.file, place.path))
        .collect();
    let count = all.len();
    let share = percent(count, strength.places.len());
    let list = all.join(lang.pick("、", ", "));
    match (lang, count) {
        (Lang::Chinese, 0) => "没有规则看的数字：0 个".to_owned(),
        (Lang::Chinese, _) => format!("没有规则看的数字：{count} 个，占 {share}：{list}"),
        (Lang::English, 0) => "figures no rule looks at: 0".to_owned(),
        (Lang::English, _) => format!("figures no rule looks at: {count}, {share}: {list}"),
    }
}

/// What the columns mean, a line each.
#[must_use]
pub fn legend(lang: Lang) -> &'static str {
    lang.pick(
        "尾差内：四舍五入可以解释，各等式仍成立，不计入以下各栏。
查出：有结论指到这个数。指准：这个数排在第一（“并列”是其中与别的数并列第一的）。
说中：说对了错在哪里、应为多少（“同形”是说成了另一种写出来一模一样的错误，另计）。
旁指：另有结论先指别的数。误报：与植入的错误无关的结论（条）。",
        "in slack: rounding explains it, all identities hold; in none of the columns after it.
caught: a finding points at the figure. located: it is ranked first (tied: together with others).
named: the right slip and the true figure (alike: another slip that makes the same digits).
astray: slips with a further finding that names other figures first. false: findings that have
nothing to do with what was planted.",
    )
}
