//! What reports say around findings: headings, the closing lines, the names of human slips.

use std::path::PathBuf;

use crate::finding::{
    Advice, Figures, Grant, Level, NumberCounts, PackStamp, RuleCounts, SettingsStamp,
};
use crate::source::{Encoding, Place};

use super::{Lang, with_unit};

/// The line above the findings of one level.
#[must_use]
pub fn level_heading(level: Level, count: usize, lang: Lang) -> String {
    let words = match level {
        Level::Error => lang.pick("必须更正", "Must be corrected"),
        Level::Query => lang.pick("需要说明", "Must be explained"),
        Level::Advice => lang.pick("提示", "Worth knowing"),
    };
    counted(words, count, lang)
}

/// The line above differences that rounding explains.
#[must_use]
pub fn tails_heading(count: usize, lang: Lang) -> String {
    counted(
        lang.pick("尾差，不必改数", "Rounding tails, no figure need change"),
        count,
        lang,
    )
}

/// The line above what could not be checked; counts causes, not rules.
#[must_use]
pub fn not_run_heading(count: usize, lang: Lang) -> String {
    counted(lang.pick("未能核对", "Could not be checked"), count, lang)
}

/// The line above what the submission explains.
#[must_use]
pub fn answered_heading(count: usize, lang: Lang) -> String {
    counted(
        lang.pick(
            "已说明，请审核人核实",
            "Explained, for the reviewer to judge",
        ),
        count,
        lang,
    )
}

/// Before the words of an explanation.
#[must_use]
pub fn answer_lead(lang: Lang) -> &'static str {
    lang.pick("  说明：", "  explanation: ")
}

/// The line above what is waived.
#[must_use]
pub fn waived_heading(count: usize, lang: Lang) -> String {
    counted(lang.pick("已豁免", "Waived"), count, lang)
}

/// Before what was granted.
#[must_use]
pub fn waiver_lead(lang: Lang) -> &'static str {
    lang.pick("  豁免：", "  waiver: ")
}

/// Why something is waived, by whom, until when.
#[must_use]
pub fn grant(grant: &Grant, lang: Lang) -> String {
    let Grant {
        reason,
        granted_by,
        expires,
    } = grant;
    match lang {
        Lang::Chinese => format!("{reason}（{granted_by} 批准，至 {expires}）"),
        Lang::English => format!("{reason} (granted by {granted_by}, until {expires})"),
    }
}

/// The settings that were in force.
#[must_use]
pub fn settings(stamp: &SettingsStamp, lang: Lang) -> String {
    let hash = stamp.hash.trim_start_matches("sha256:");
    let short: String = hash.chars().take(12).collect();
    match lang {
        Lang::Chinese => format!("设置：{}（指纹 {short}）", stamp.file),
        Lang::English => format!("Settings: {} (hash {short})", stamp.file),
    }
}

/// Settings and packs that lie with the input and are not used; `None` where there are none.
#[must_use]
pub fn not_used(files: &[PathBuf], lang: Lang) -> Option<String> {
    let first = files.first()?;
    let shown: Vec<String> = files
        .iter()
        .take(5)
        .map(|file| file.to_string_lossy().into_owned())
        .collect();
    let shown = shown.join(lang.pick("、", ", "));
    let more = match (files.len().saturating_sub(5), lang) {
        (0, _) => String::new(),
        (more, Lang::Chinese) => format!("等 {} 个", more + 5),
        (more, Lang::English) => format!(" and {more} more"),
    };
    let is_settings = first.extension().is_some_and(|ending| ending == "toml");
    let option = if is_settings { "--config" } else { "--pack" };
    Some(match lang {
        Lang::Chinese => {
            format!(
                "没有使用同自评在一起的 {shown}{more}：自评不能自带设置和规则；确实要用，请用 {option} 指明"
            )
        }
        Lang::English => format!(
            "not used: {shown}{more}, found with the submissions, which cannot bring settings and rules of their own; to use one, name it with {option}"
        ),
    })
}

/// Before the settings that were in force.
#[must_use]
pub fn settings_lead(lang: Lang) -> &'static str {
    lang.pick("设置", "Settings")
}

/// A pack with its folder and its whole hash.
#[must_use]
pub fn whole_pack(pack: &PackStamp, lang: Lang) -> String {
    let PackStamp {
        id,
        version,
        hash,
        origin,
    } = pack;
    let origin = super::command::sheet::origin(origin, lang);
    match lang {
        Lang::Chinese => format!("{id} {version}（{origin}）{hash}"),
        Lang::English => format!("{id} {version} ({origin}) {hash}"),
    }
}

fn counted(words: &str, count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{words}（{count}）"),
        Lang::English => format!("{words} ({count})"),
    }
}

/// That more findings are told below than are listed.
#[must_use]
pub fn more_listed(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("另有 {count} 条，见下文"),
        Lang::English => format!("{count} more below"),
    }
}

/// Before the row of the file that a finding points at.
#[must_use]
pub fn excerpt_lead(lang: Lang) -> &'static str {
    lang.pick("原文：", "as submitted: ")
}

/// One difference that rounding explains, on one line.
#[must_use]
pub fn tail(name: &str, figures: &Figures, place: Option<Place>, lang: Lang) -> String {
    let show = |figure: &Option<String>| {
        let figure = figure.as_deref().unwrap_or("?");
        with_unit(figure, &figures.unit)
    };
    let at = place.map_or_else(String::new, |place| place_words(place, lang));
    let stated = show(&figures.stated);
    let expected = show(&figures.expected);
    let slack = figures.slack.as_ref().map(|_| show(&figures.slack));
    match lang {
        Lang::Chinese => {
            let slack = slack.map_or_else(String::new, |slack| format!("，四舍五入可解释 {slack}"));
            format!("{name}写为 {stated}，算得 {expected}{slack}{at}")
        }
        Lang::English => {
            let slack =
                slack.map_or_else(String::new, |slack| format!(", rounding explains {slack}"));
            format!("{name}: stated {stated}, computed {expected}{slack}{at}")
        }
    }
}

/// A place in brackets, to follow a sentence.
#[must_use]
pub fn place_words(place: Place, lang: Lang) -> String {
    let Place {
        line,
        column,
        origin,
    } = place;
    if let Some(origin) = origin {
        return match lang {
            Lang::Chinese => format!("（{origin}）"),
            Lang::English => format!(" ({origin})"),
        };
    }
    match lang {
        Lang::Chinese => format!("（第 {line} 行第 {column} 列）"),
        Lang::English => format!(" (line {line}, column {column})"),
    }
}

/// Before where a figure stands in the form.
#[must_use]
pub fn position_lead(lang: Lang) -> &'static str {
    lang.pick("位置：", "where: ")
}

/// Before what to do.
#[must_use]
pub fn help_lead(lang: Lang) -> &'static str {
    lang.pick("改正：", "fix: ")
}

/// Before the document a rule stands on.
#[must_use]
pub fn basis_lead(lang: Lang) -> &'static str {
    lang.pick("依据：", "basis: ")
}

/// After a basis nobody has verified.
#[must_use]
pub fn unverified(lang: Lang) -> &'static str {
    lang.pick("（依据未核实）", " (basis not verified)")
}

/// Places that a finding has besides those drawn.
#[must_use]
pub fn more_places(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("另有 {count} 处同样，此处未列出"),
        Lang::English => format!("{count} more places are not drawn here"),
    }
}

/// After a file's name: how it is encoded, where that is not plain UTF-8.
#[must_use]
pub fn encoding(encoding: Encoding, lang: Lang) -> String {
    let name = encoding.name();
    match (encoding, lang) {
        (Encoding::Utf8 | Encoding::Workbook, _) => String::new(),
        (_, Lang::Chinese) => format!("（{name} 编码）"),
        (_, Lang::English) => format!(" ({name})"),
    }
}

/// What a reviewer is advised to do; says that a person decides.
#[must_use]
pub fn advice(advice: Advice, lang: Lang) -> &'static str {
    match advice {
        Advice::Accept => lang.pick(
            "可受理（由审核人决定）",
            "may be accepted (the reviewer decides)",
        ),
        Advice::Explain => lang.pick(
            "需说明，补充说明后再审（由审核人决定）",
            "to be explained, then reviewed again (the reviewer decides)",
        ),
        Advice::Undetermined => lang.pick(
            "未能判定，有强制性内容未能核对（由审核人决定）",
            "undetermined, something binding could not be checked (the reviewer decides)",
        ),
        Advice::Return => lang.pick(
            "建议退回更正（由审核人决定）",
            "return for correction (the reviewer decides)",
        ),
    }
}

/// What to do about what rounding explains.
#[must_use]
pub fn nothing_to_change(lang: Lang) -> &'static str {
    lang.pick(
        "四舍五入可以解释，无须改数",
        "rounding explains it; no figure is to be changed",
    )
}

/// Before the advice.
#[must_use]
pub fn advice_lead(lang: Lang) -> &'static str {
    lang.pick("结论：", "Verdict: ")
}

/// How many rules ended how.
#[must_use]
pub fn rules(counts: &RuleCounts, lang: Lang) -> String {
    let kinds = [
        (counts.passed, "条通过", "passed"),
        (counts.rounding, "条尾差", "within rounding"),
        (counts.failed, "条不符", "failed"),
        (counts.not_applicable, "条不适用", "not applicable"),
        (counts.could_not_run, "条未能核对", "could not run"),
    ];
    let parts: Vec<String> = kinds
        .iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, chinese, english)| format!("{count} {}", lang.pick(chinese, english)))
        .collect();
    let total = kinds.iter().map(|(count, _, _)| count).sum::<usize>();
    match lang {
        Lang::Chinese => format!("规则：共 {total} 条，其中 {}", parts.join("、")),
        Lang::English => format!("Rules: {total}, of which {}", parts.join(", ")),
    }
}

/// How many of the submitted numbers some rule checked.
#[must_use]
pub fn numbers(counts: NumberCounts, unchecked: usize, lang: Lang) -> String {
    let NumberCounts { submitted, checked } = counts;
    match (lang, unchecked) {
        (Lang::Chinese, 0) => format!("数字：填报 {submitted} 个，核对了 {checked} 个"),
        (Lang::Chinese, _) => {
            format!(
                "数字：填报 {submitted} 个，核对了 {checked} 个，另 {unchecked} 个没有规则核对，请人工查看"
            )
        }
        (Lang::English, 0) => format!("Numbers: {submitted} submitted, {checked} checked"),
        (Lang::English, _) => {
            format!(
                "Numbers: {submitted} submitted, {checked} checked; {unchecked} that no rule checks need a look"
            )
        }
    }
}

/// Which pack was used; the hash cut to its first twelve digits.
#[must_use]
pub fn pack(pack: Option<&PackStamp>, engine: &str, lang: Lang) -> String {
    let Some(PackStamp {
        id,
        version,
        hash,
        origin,
    }) = pack
    else {
        return match lang {
            Lang::Chinese => format!("规则：一条也没有核对（{engine}）"),
            Lang::English => format!("Pack: none; nothing was checked ({engine})"),
        };
    };
    let digits = hash.strip_prefix("sha256:").unwrap_or(hash);
    let short: String = digits.chars().take(12).collect();
    match lang {
        Lang::Chinese => {
            let origin = if origin == "built-in" {
                "内置"
            } else {
                origin
            };
            let origin = match origin {
                "" => String::new(),
                origin => format!("{origin}，"),
            };
            format!("规则包：{id} {version}（{origin}指纹 {short}，{engine}）")
        }
        Lang::English => {
            let origin = match origin.as_str() {
                "" => String::new(),
                origin => format!("{origin}, "),
            };
            format!("Pack: {id} {version} ({origin}hash {short}, {engine})")
        }
    }
}
