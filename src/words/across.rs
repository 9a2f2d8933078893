//! What rules over all submissions say.

use super::{Lang, with_unit};
use crate::finding::Verdict;
use crate::report::AcrossCounts;

/// Why a question was not asked or not answered, or what was left out of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// The department's own submission did not come in.
    NoTotal,
    /// Several came in under the department's name.
    SeveralTotals,
    /// Nobody says how many units there are.
    UnitsUnknown,
    /// Not all units came in, or more than there are.
    UnitsMissing,
    /// A unit came in more than once.
    UnitTwice,
    /// More units than a department has.
    TooManyUnits,
    /// Last year's submission of the unit is not there.
    NoPrior,
    /// There are several of them.
    SeveralPrior,
    /// Nothing stands there in one of both years.
    NotBoth,
    /// Fewer submissions than are asked for.
    TooFew(usize),
    /// A figure is missing: whose, which.
    Missing(String, String),
    /// Figures that cannot be held against each other.
    Unusable,
    /// Sentences that very many have.
    Template,
}

/// A note and how often it is to be made.
#[must_use]
pub fn note(note: &Note, times: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => match note {
            Note::NoTotal => format!("部门的汇总数没有报来 {times} 处"),
            Note::SeveralTotals => format!("部门名下有几份，不知以哪份为准 {times} 处"),
            Note::UnitsUnknown => {
                format!(
                    "不知所属单位是否齐全（名单没有“主管部门”列，部门也没有填单位个数）{times} 处"
                )
            }
            Note::UnitsMissing => format!("所属单位没有报齐 {times} 处"),
            Note::UnitTwice => format!("所属单位有重复报送的 {times} 处"),
            Note::TooManyUnits => format!("所属单位过多 {times} 处"),
            Note::NoPrior => format!("没有上年申报 {times} 份"),
            Note::SeveralPrior => format!("上年有几份，不知以哪份为准 {times} 份"),
            Note::NotBoth => format!("有一年没有填 {times} 处"),
            Note::TooFew(fewest) => format!("不足 {fewest} 份，不作统计"),
            Note::Missing(who, field) => format!("{who}没有填“{field}” {times} 处"),
            Note::Unusable => format!("单位不同或数过大，无法核对 {times} 处"),
            Note::Template => format!("很多份都有的 {times} 句视为模板用语，不计"),
        },
        Lang::English => match note {
            Note::NoTotal => format!("{times}: the department's own submission did not come in"),
            Note::SeveralTotals => format!("{times}: several came in under the department's name"),
            Note::UnitsUnknown => {
                format!("{times}: neither the roster nor the department says how many units it has")
            }
            Note::UnitsMissing => format!("{times}: not all units came in"),
            Note::UnitTwice => format!("{times}: a unit came in more than once"),
            Note::TooManyUnits => format!("{times}: too many units"),
            Note::NoPrior => format!("{times} without last year's submission"),
            Note::SeveralPrior => format!("{times} with several of last year's"),
            Note::NotBoth => format!("{times}: nothing stands there in one of both years"),
            Note::TooFew(fewest) => format!("fewer than {fewest} submissions"),
            Note::Missing(who, field) => format!("{times}: {who} leaves out \"{field}\""),
            Note::Unusable => format!("{times}: units differ, or a number is too large"),
            Note::Template => {
                format!("{times} sentences that very many have are the template's and not counted")
            }
        },
    }
}

/// How a rule over all submissions came out, on one line.
#[must_use]
pub fn counts(counts: &AcrossCounts, lang: Lang) -> String {
    let AcrossCounts {
        rule,
        title,
        level: _,
        held,
        rounding,
        failed,
        not_applicable,
        could_not_run,
        unlisted,
        notes,
    } = counts;
    let mut parts = Vec::new();
    let mut part = |count: usize, zh: &str, en: &str| {
        if count > 0 {
            parts.push(format!("{} {count}", lang.pick(zh, en)));
        }
    };
    part(*failed, "发现", "found");
    part(*unlisted, "其中未列出", "of these not listed");
    part(*rounding, "尾差", "rounding");
    part(*held, "相符", "held");
    part(*not_applicable, "未核对", "not applicable");
    part(*could_not_run, "缺数", "could not run");
    parts.extend(notes.iter().cloned());
    if parts.is_empty() {
        parts.push(lang.pick("没有可核对的", "nothing to hold").to_owned());
    }
    let said = parts.join(lang.pick("；", "; "));
    let colon = lang.pick("：", ": ");
    format!("{rule} {title}{colon}{said}")
}

/// A figure and what it should be.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// Whose figure.
    pub who: &'a str,
    /// The form's titles.
    pub field: &'a str,
    /// As written.
    pub stated: &'a str,
    /// What it should be.
    pub expected: &'a str,
    /// stated − expected.
    pub difference: &'a str,
    /// The unit of all three.
    pub unit: &'a str,
    /// What was found out.
    pub verdict: Verdict,
}

impl Compared<'_> {
    /// What stands there, what should, and how far off it is.
    fn figures(&self, lang: Lang) -> [String; 3] {
        [
            with_unit(self.stated, self.unit),
            with_unit(self.expected, self.unit),
            self.ending(lang),
        ]
    }

    fn ending(&self, lang: Lang) -> String {
        let off = self.difference.trim_start_matches('-');
        let off = with_unit(off, self.unit);
        let above = !self.difference.starts_with('-');
        let what = match (self.verdict, lang) {
            (Verdict::Rounding, Lang::Chinese) => "，四舍五入可以解释，不必改",
            (Verdict::Rounding, Lang::English) => ", which rounding explains",
            (Verdict::Truncation, Lang::Chinese) => "，末位是截去的，没有四舍五入",
            (Verdict::Truncation, Lang::English) => ", digits were cut off",
            _ => "",
        };
        match (above, lang) {
            (true, Lang::Chinese) => format!("多 {off}{what}"),
            (false, Lang::Chinese) => format!("少 {off}{what}"),
            (true, Lang::English) => format!("{off} too much{what}"),
            (false, Lang::English) => format!("{off} too little{what}"),
        }
    }
}

/// A department's total is not what its units hand in.
#[must_use]
pub fn total(said: &Compared<'_>, units: usize, lang: Lang) -> String {
    let Compared { who, field, .. } = said;
    let [stated, expected, ending] = said.figures(lang);
    match lang {
        Lang::Chinese => {
            format!("{who}的“{field}”为 {stated}，所属 {units} 个单位合计 {expected}，{ending}")
        }
        Lang::English => {
            format!(
                "\"{field}\" of {who} is {stated}, its {units} units come to {expected}: {ending}"
            )
        }
    }
}

/// A figure is not last year's.
#[must_use]
pub fn prior(said: &Compared<'_>, other: &str, lang: Lang) -> String {
    let Compared { who, field, .. } = said;
    let [stated, expected, ending] = said.figures(lang);
    match lang {
        Lang::Chinese => {
            format!("{who}的“{field}”为 {stated}，上年申报的“{other}”是 {expected}，{ending}")
        }
        Lang::English => {
            format!(
                "\"{field}\" of {who} is {stated}, last year's \"{other}\" was {expected}: {ending}"
            )
        }
    }
}

/// Characters of a passage that are shown.
const PASSAGE: usize = 60;

/// Texts that are the same: one, the first of the others, how many others and sentences, the
/// longest of these.
#[must_use]
pub fn alike(
    who: &str,
    other: &str,
    (others, sentences): (usize, usize),
    passage: &str,
    lang: Lang,
) -> String {
    let mut short: String = passage.chars().take(PASSAGE).collect();
    if short.len() < passage.len() {
        short.push('…');
    }
    match lang {
        Lang::Chinese => {
            let others = match others {
                1 => String::new(),
                count => format!("等 {count} 份"),
            };
            format!("{who}与{other}{others}有 {sentences} 句相同，最长的一句：“{short}”")
        }
        Lang::English => {
            let others = match others {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            format!(
                "{who} has {sentences} sentences in common with {other}{others}, the longest: \"{short}\""
            )
        }
    }
}

/// A unit's submission of another year.
#[must_use]
pub fn of_year(name: &str, year: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{name}（{year} 年）"),
        Lang::English => format!("{name} ({year})"),
    }
}

/// Nearly all have the same value, or full marks; how many of how many.
#[must_use]
pub fn mostly(
    field: &str,
    value: &str,
    full: bool,
    (count, all): (usize, usize),
    lang: Lang,
) -> String {
    match (full, lang) {
        (true, Lang::Chinese) => format!("{all} 份中有 {count} 份“{field}”是满分 {value}"),
        (true, Lang::English) => format!("{count} of {all} have full marks {value} in \"{field}\""),
        (false, Lang::Chinese) => format!("{all} 份中有 {count} 份“{field}”是“{value}”"),
        (false, Lang::English) => format!("{count} of {all} have \"{value}\" in \"{field}\""),
    }
}

/// Rounding differences lie to one side; how many submissions of how many.
#[must_use]
pub fn one_sided(above: bool, (count, all): (usize, usize), lang: Lang) -> String {
    match (above, lang) {
        (true, Lang::Chinese) => {
            format!("有尾差的 {all} 份中，{count} 份的合计数偏大；四舍五入的尾差应有大有小")
        }
        (false, Lang::Chinese) => {
            format!("有尾差的 {all} 份中，{count} 份的合计数偏小；四舍五入的尾差应有大有小")
        }
        (true, Lang::English) => {
            format!(
                "of {all} with rounding differences, {count} lie above; rounding goes both ways"
            )
        }
        (false, Lang::English) => {
            format!(
                "of {all} with rounding differences, {count} lie below; rounding goes both ways"
            )
        }
    }
}

/// A row that is wrong in many.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Id of the rule that fails.
    pub rule: &'a str,
    /// It in one line.
    pub title: &'a str,
    /// The form's titles of the place.
    pub field: &'a str,
    /// In how many.
    pub count: usize,
    /// Of how many.
    pub all: usize,
}

/// The same row is wrong in many.
#[must_use]
pub fn same_row(row: &Row<'_>, lang: Lang) -> String {
    let Row {
        rule,
        title,
        field,
        count,
        all,
    } = row;
    match lang {
        Lang::Chinese => format!(
            "{all} 份中有 {count} 份在“{field}”不符合 {rule}（{title}）：多半是表样或规则的问题，先查清再退"
        ),
        Lang::English => format!(
            "{count} of {all} fail {rule} ({title}) at \"{field}\": the template or the rule is probably at fault"
        ),
    }
}
