//! The words of a page or letter on many submissions.

use serde::Serialize;

use super::Lang;
use crate::finding::Advice;

/// The fixed words of a page; whoever lays it out takes them from here.
#[derive(Clone, Copy, Debug, Serialize)]
#[expect(missing_docs, reason = "each says itself what it is")]
pub struct Page {
    pub lang: &'static str,
    pub title: &'static str,
    pub person_decides: &'static str,
    pub skip: &'static str,
    pub overview: &'static str,
    pub submissions: &'static str,
    pub by_rule: &'static str,
    pub by_unit: &'static str,
    pub roster: &'static str,
    pub across: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub every_rule: &'static str,
    pub rule: &'static str,
    pub verdict: &'static str,
    pub open_all: &'static str,
    pub close_all: &'static str,
    pub clear: &'static str,
    pub shown: &'static str,
    pub of: &'static str,
    pub none_found: &'static str,
    pub to_correct: &'static str,
    pub to_explain: &'static str,
    pub not_run: &'static str,
    pub advice: &'static str,
    pub tails: &'static str,
    pub tails_heading: &'static str,
    pub answered: &'static str,
    pub answered_heading: &'static str,
    pub waived: &'static str,
    pub not_run_heading: &'static str,
    pub position: &'static str,
    pub cause: &'static str,
    pub others: &'static str,
    pub held_by: &'static str,
    pub write: &'static str,
    pub follows: &'static str,
    pub help: &'static str,
    pub basis: &'static str,
    pub unverified: &'static str,
    pub excerpt: &'static str,
    pub file: &'static str,
    pub code: &'static str,
    pub unit: &'static str,
    pub kind: &'static str,
    pub due: &'static str,
    pub missing: &'static str,
    pub repeated: &'static str,
    pub unlisted: &'static str,
    pub differing: &'static str,
    pub passed_over: &'static str,
    pub same: &'static str,
    pub differs: &'static str,
    pub not_there: &'static str,
    pub path: &'static str,
    pub count: &'static str,
    pub findings: &'static str,
    pub none: &'static str,
    pub made_with: &'static str,
    pub number: &'static str,
    pub problem: &'static str,
}

impl Page {
    /// In a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let pick = |chinese: &'static str, english: &'static str| lang.pick(chinese, english);
        Self {
            lang: pick("zh-CN", "en"),
            title: pick("绩效自评审核结果", "Review of self-assessments"),
            person_decides: pick(
                "结论由程序按规则得出，供参考；由审核人决定。",
                "Verdicts are advice by rule; the reviewer decides.",
            ),
            skip: pick("跳到逐份结果", "Skip to the results"),
            overview: pick("总览", "Overview"),
            submissions: pick("逐份结果", "Results"),
            by_rule: pick("哪些规则查出的多", "By rule"),
            by_unit: pick("哪些单位的问题多", "By unit"),
            roster: pick("名单核对", "Roster"),
            across: pick("几份对照", "Across submissions"),
            search: pick("查找", "Search"),
            search_hint: pick("单位、文件、规则或文字", "unit, file, rule or words"),
            every_rule: pick("全部规则", "every rule"),
            rule: pick("规则", "Rule"),
            verdict: pick("结论", "Verdict"),
            open_all: pick("展开", "Open"),
            close_all: pick("收起", "Close"),
            clear: pick("清除筛选", "Clear"),
            shown: pick("显示", "showing"),
            of: pick("份，共", "of"),
            none_found: pick("没有符合条件的。", "Nothing matches."),
            to_correct: pick("更正", "correct"),
            to_explain: pick("说明", "explain"),
            not_run: pick("未核对", "not checked"),
            advice: pick("提示", "advice"),
            tails: pick("尾差", "tails"),
            tails_heading: pick("尾差，不必改数", "Rounding tails, no figure need change"),
            answered: pick("已说明", "explained"),
            answered_heading: pick(
                "已说明，请审核人核实",
                "Explained, for the reviewer to judge",
            ),
            waived: pick("已豁免", "waived"),
            not_run_heading: pick("未能核对", "Could not be checked"),
            position: pick("位置", "where"),
            cause: pick("疑因", "likely cause"),
            others: pick("其他可能", "or else"),
            held_by: pick("印证", "held by"),
            write: pick("应改", "to write"),
            follows: pick("连带", "follows"),
            help: pick("改正", "fix"),
            basis: pick("依据", "basis"),
            unverified: pick("（依据未核实）", " (basis not verified)"),
            excerpt: pick("原文", "as submitted"),
            file: pick("文件", "file"),
            code: pick("单位编码", "code"),
            unit: pick("单位名称", "unit"),
            kind: pick("文种", "kind"),
            due: pick("应报", "due"),
            missing: pick("应报未报", "Not handed in"),
            repeated: pick("重复报送", "Handed in more than once"),
            unlisted: pick("不在名单", "Not on the roster"),
            differing: pick("编码、名称不一致", "Code or name differs"),
            passed_over: pick("没有审核的文件", "files not screened"),
            same: pick("内容相同", "the same"),
            differs: pick("不同之处", "differs"),
            not_there: pick("（无）", "(absent)"),
            path: pick("字段", "field"),
            count: pick("数量", "count"),
            findings: pick("条", "findings"),
            none: pick("无", "none"),
            made_with: pick("审核所用", "Made with"),
            number: pick("序号", "no."),
            problem: pick("问题", "problem"),
        }
    }
}

/// The heading above the submissions of one verdict: what is to be done with them.
#[must_use]
pub fn group(verdict: Advice, lang: Lang) -> &'static str {
    match verdict {
        Advice::Return => lang.pick("建议退回更正", "Return for correction"),
        Advice::Undetermined => lang.pick("未能判定，须补数据再核", "Undetermined: data lacking"),
        Advice::Explain => lang.pick("需补充说明", "To be explained"),
        Advice::Accept => lang.pick("可受理", "May be accepted"),
    }
}

/// That a view does not show all there is.
#[must_use]
pub fn capped(shown: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("共 {all}，此处列出 {shown}；全部见 CSV 或 XLSX 表。"),
        Lang::English => format!("{all} in all, {shown} shown; the CSV and XLSX tables have all."),
    }
}

/// That a plot has only the longest bars.
#[must_use]
pub fn most(shown: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("共 {all}，此处是最多的 {shown}。"),
        Lang::English => format!("{all} in all; the {shown} with most."),
    }
}

/// How many were due and how many of them are missing.
#[must_use]
pub fn due(due: usize, missing: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("应报 {due} 份，未报 {missing} 份"),
        Lang::English => format!("{due} due, {missing} not handed in"),
    }
}

/// Line and column of a file.
#[must_use]
pub fn place(line: u32, column: u32, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("第 {line} 行第 {column} 列"),
        Lang::English => format!("line {line}, column {column}"),
    }
}

/// The names of the figures of an equation, in the order stated, expected, difference, slack.
#[must_use]
pub fn figures(lang: Lang) -> [&'static str; 4] {
    [
        lang.pick("所填", "stated"),
        lang.pick("算得", "computed"),
        lang.pick("差", "difference"),
        lang.pick("四舍五入可解释", "rounding explains"),
    ]
}
