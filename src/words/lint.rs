//! What lints say of a rule, for its author: what is amiss, and what to write instead.

use super::Lang;
use crate::lint::Said;

/// The sentence.
#[must_use]
pub fn text(said: &Said, lang: Lang) -> String {
    match lang {
        Lang::Chinese => chinese(said),
        Lang::English => english(said),
    }
}

/// Nothing was found.
#[must_use]
pub fn clean(excused: usize, lang: Lang) -> String {
    match (lang, excused) {
        (Lang::Chinese, 0) => "没有发现".into(),
        (Lang::Chinese, _) => format!("没有发现；另有 {excused} 处由规则写明理由放过"),
        (Lang::English, 0) => "nothing found".into(),
        (Lang::English, _) => {
            format!("nothing found; {excused} excused by the rules, with reasons")
        }
    }
}

/// How much was found.
#[must_use]
pub fn counted(found: usize, excused: usize, lang: Lang) -> String {
    match (lang, excused) {
        (Lang::Chinese, 0) => format!("发现 {found} 处"),
        (Lang::Chinese, _) => format!("发现 {found} 处；另有 {excused} 处由规则写明理由放过"),
        (Lang::English, 0) => format!("{found} found"),
        (Lang::English, _) => {
            format!("{found} found; {excused} excused by the rules, with reasons")
        }
    }
}

/// Before the reason for which a rule lets a lint be.
#[must_use]
pub fn excuse_lead(lang: Lang) -> &'static str {
    lang.pick("放过，理由：", "excused: ")
}

fn chinese(said: &Said) -> String {
    let near = |nearest: &Option<String>| {
        nearest
            .as_ref()
            .map_or_else(String::new, |name| format!("，是否为“{name}”？"))
    };
    match said {
        Said::UnknownField(path, nearest) => {
            format!("表式中没有 {path} 这个字段{}", near(nearest))
        }
        Said::UnknownWord(name, nearest) => {
            format!("没有“{name}”这个词，也没有这个函数{}", near(nearest))
        }
        Said::Units(a, a_unit, b, b_unit) => format!(
            "单位不同：{a} 是{}，{b} 是{}；不能相加、比较，换算用 convert，百分数用 percent、percent_of",
            unit(a_unit),
            unit(b_unit)
        ),
        Said::AlwaysHolds(check) => format!("{check} 永远成立，查不出任何问题"),
        Said::CannotFail => "这条规则无论填什么都通过，请写上要核对的字段".into(),
        Said::SameIdentity(other, figure) => format!(
            "与 {other} 核对的是同一个等式（{figure}），错一个数会报两次；请合并，或去掉一条"
        ),
        Said::NeverAllHold(rules, file) => format!(
            "{} 的等式互相矛盾，不可能同时成立（见 {file}）",
            rules.join("、")
        ),
        Said::OnlyIf(rules, figure, value) => format!(
            "{} 的等式只有在“{figure}”为 {value} 时才能同时成立",
            rules.join("、")
        ),
        Said::Level(verb, due) => {
            let why = match *verb {
                "explained" | "substantive" => "有说明就放过，所以",
                "equal" => "算术错误不能靠说明放过，所以",
                _ => "",
            };
            format!("{verb} 与规则的级别不合：{why}应为 level: \"{due}\"")
        }
        Said::JoinedComparisons => {
            "几个比较用 || 连在一起只报一条，看不出是哪一个不符；请分开写，各报各的".into()
        }
        Said::TwoDemands => "标题里有两个要求；一条规则只核对一件事，请拆成两条".into(),
        Said::UnusedParameter(name) => {
            format!(
                "参数“{name}”没有规则用到，改它不起作用；请删去，或在规则里用 param(\"{name}\")"
            )
        }
        Said::MissingKey(key) => format!(
            "缺 {key}（{}）",
            match *key {
                "basis" => "依据的文件",
                "verified" => "依据的原文查对过没有：true 或 false",
                _ => "填报人该做什么",
            }
        ),
        Said::NoCase => "没有查出问题的用例，不知道它查不查得出；请在 cases/ 中写一个".into(),
        Said::Tolerance(check) => {
            format!("{check} 是手写的容差；写 equal(填报数, 应有数)，尾差由表式的小数位数推算")
        }
        Said::Division(divisor) => format!(
            "除数 {divisor} 可能为 0，那时规则不能运行；求百分数用 percent(部分, 全部)，或先写 if {divisor} != 0 {{ … }}"
        ),
        Said::UnknownLint(name, nearest) => {
            format!("allow 中的“{name}”不是检查项{}", near(nearest))
        }
        Said::UnusedAllow(name) => format!("allow 中的 {name} 没有用到，请删去"),
    }
}

fn unit(name: &str) -> &str {
    if name.is_empty() {
        "没有单位的数"
    } else {
        name
    }
}

fn english(said: &Said) -> String {
    let near = |nearest: &Option<String>| {
        nearest
            .as_ref()
            .map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
    };
    match said {
        Said::UnknownField(path, nearest) => format!("the form has no {path}{}", near(nearest)),
        Said::UnknownWord(name, nearest) => {
            format!("\"{name}\" is neither a word nor a function{}", near(nearest))
        }
        Said::Units(a, a_unit, b, b_unit) => format!(
            "units differ: {a} is in \"{a_unit}\", {b} in \"{b_unit}\"; use convert, percent or percent_of"
        ),
        Said::AlwaysHolds(check) => format!("{check} always holds and finds nothing"),
        Said::CannotFail => "this rule passes whatever is submitted; check a field".into(),
        Said::SameIdentity(other, figure) => format!(
            "says the same identity as {other} ({figure}): one error, two findings; keep one of them"
        ),
        Said::NeverAllHold(rules, file) => format!(
            "the identities of {} contradict one another and never all hold (see {file})",
            rules.join(", ")
        ),
        Said::OnlyIf(rules, figure, value) => format!(
            "the identities of {} all hold only if \"{figure}\" is {value}",
            rules.join(", ")
        ),
        Said::Level(verb, due) => {
            format!("{verb} does not go with the rule's level; it should be level: \"{due}\"")
        }
        Said::JoinedComparisons => {
            "comparisons joined by || give one finding that does not say which failed; write one each"
                .into()
        }
        Said::TwoDemands => "the title asks for two things; make it two rules".into(),
        Said::UnusedParameter(name) => {
            format!("no rule uses the parameter \"{name}\"; take it out, or use param(\"{name}\")")
        }
        Said::MissingKey(key) => format!("{key} is missing"),
        Said::NoCase => "no case shows it failing; write one in cases/".into(),
        Said::Tolerance(check) => {
            format!("{check} is a tolerance by hand; write equal(stated, expected)")
        }
        Said::Division(divisor) => format!(
            "{divisor} may be 0, and the rule then cannot run; use percent, or ask if {divisor} != 0 first"
        ),
        Said::UnknownLint(name, nearest) => {
            format!("allow names \"{name}\", which is no lint{}", near(nearest))
        }
        Said::UnusedAllow(name) => format!("allow: {name} is not needed; take it out"),
    }
}
