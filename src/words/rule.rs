//! What a rule checks, in sentences made of the form's titles.

use super::Lang;

/// Each row of a list.
#[must_use]
pub(crate) fn each_row(list: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{list} 每一行"),
        Lang::English => format!("each row of {list}"),
    }
}

/// Each of what a parameter lists, or each entry of a list by its name in the script.
#[must_use]
pub(crate) fn each_entry(list: &str, parameter: bool, lang: Lang) -> String {
    match (parameter, lang) {
        (true, Lang::Chinese) => format!("参数“{list}”所列的每一项"),
        (true, Lang::English) => format!("each entry of the parameter “{list}”"),
        (false, Lang::Chinese) => format!("“{list}”的每一项"),
        (false, Lang::English) => format!("each entry of “{list}”"),
    }
}

/// All figures of a table, or one column of rows.
#[must_use]
pub(crate) fn all_of(table: &str, column: Option<&str>, lang: Lang) -> String {
    match (column, lang) {
        (None, Lang::Chinese) => format!("{table} 各项之和"),
        (None, Lang::English) => format!("the sum of {table}"),
        (Some(column), Lang::Chinese) => format!("{table} 各行“{column}”之和"),
        (Some(column), Lang::English) => format!("the sum of \"{column}\" over {table}"),
    }
}

/// A parameter with its value.
#[must_use]
pub(crate) fn parameter(name: &str, value: &str, lang: Lang) -> String {
    match (value.is_empty(), lang) {
        (true, Lang::Chinese) => format!("参数“{name}”"),
        (true, Lang::English) => format!("the parameter \"{name}\""),
        (false, Lang::Chinese) => format!("“{name}”（{value}）"),
        (false, Lang::English) => format!("\"{name}\" ({value})"),
    }
}

/// A check; `None` for verbs whose call says as much.
#[must_use]
pub(crate) fn check(verb: &str, said: &[String], lang: Lang) -> Option<String> {
    let chinese = lang == Lang::Chinese;
    Some(match (verb, said) {
        ("equal" | "same", [a, b]) if chinese => format!("{a} 应等于 {b}"),
        ("equal" | "same", [a, b]) => format!("{a} is {b}"),
        ("at_most", [a, b]) if chinese => format!("{a} 不应超过 {b}"),
        ("at_most", [a, b]) => format!("{a} is not above {b}"),
        ("at_least", [a, b]) if chinese => format!("{a} 不应低于 {b}"),
        ("at_least", [a, b]) => format!("{a} is not below {b}"),
        ("between", [a, low, high]) if chinese => format!("{a} 应在 {low} 与 {high} 之间"),
        ("between", [a, low, high]) => format!("{a} is between {low} and {high}"),
        ("explained", [text, why]) if chinese => format!("{why}的，应在 {text} 中说明"),
        ("explained", [text, why]) => format!("where {why}, {text} says why"),
        ("present", [field]) if chinese => format!("{field} 应填写"),
        ("present", [field]) => format!("{field} is filled in"),
        ("flag", [_, words]) => words.clone(),
        ("consecutive", [list]) if chinese => format!("{list} 的序号从一起，不重不跳"),
        ("consecutive", [list]) => format!("{list} is numbered from one without gaps"),
        ("same_year", [text, year]) if chinese => format!("{text} 中的年份应为 {year}"),
        ("same_year", [text, year]) => format!("the year in {text} is {year}"),
        _ => return None,
    })
}

/// What a maker, a circumstance or an operator makes; `None` for what has no words here.
#[must_use]
pub(crate) fn made(name: &str, said: &[String], lang: Lang) -> Option<String> {
    let chinese = lang == Lang::Chinese;
    Some(match (name, said) {
        ("+", [a, b]) => format!("{a} + {b}"),
        ("-", [a, b]) => format!("{a} − {b}"),
        ("*", [a, b]) => format!("{a} × {b}"),
        ("/", [a, b]) => format!("{a} ÷ {b}"),
        ("-", [a]) => format!("−{a}"),
        ("abs", [a]) => format!("|{a}|"),
        ("percent", [part, whole]) => format!("{part} ÷ {whole} × 100%"),
        ("percent_of", [share, whole]) => format!("{whole} × {share}"),
        ("round", [a, places]) if chinese => format!("{a}（四舍五入到 {places} 位小数）"),
        ("round", [a, places]) => format!("{a} (to {places} places)"),
        ("count", [list]) if chinese => format!("{list} 的个数"),
        ("count", [list]) => format!("how many {list} there are"),
        ("over_budget", [budget, executed]) if chinese => format!("{executed} 大于 {budget}"),
        ("over_budget", [budget, executed]) => format!("{executed} is above {budget}"),
        ("zero_execution", [budget, executed]) if chinese => {
            format!("{budget} 大于 0 而 {executed} 为 0")
        }
        ("zero_execution", [budget, executed]) => {
            format!("{budget} is above 0 and {executed} is 0")
        }
        ("changed", [now, before]) if chinese => format!("{now} 与 {before} 不同"),
        ("changed", [now, before]) => format!("{now} differs from {before}"),
        ("changed", [now, before, share]) if chinese => {
            format!("{now} 比 {before} 变动超过 {share}")
        }
        ("changed", [now, before, share]) => {
            format!("{now} differs from {before} by more than {share}")
        }
        ("below", [part, whole, share]) if chinese => format!("{part} 不足 {whole} 的 {share}"),
        ("below", [part, whole, share]) => format!("{part} is below {share} of {whole}"),
        ("above", [part, whole, share]) if chinese => format!("{part} 超过 {whole} 的 {share}"),
        ("above", [part, whole, share]) => format!("{part} is above {share} of {whole}"),
        ("less", [a, b]) if chinese => format!("{a} 小于 {b}"),
        ("less", [a, b]) => format!("{a} is less than {b}"),
        ("more", [a, b]) if chinese => format!("{a} 大于 {b}"),
        ("more", [a, b]) => format!("{a} is more than {b}"),
        ("differs", [a, b]) if chinese => format!("{a} 与 {b} 不等"),
        ("differs", [a, b]) => format!("{a} and {b} differ"),
        ("nonzero", [a]) if chinese => format!("{a} 不为 0"),
        ("nonzero", [a]) => format!("{a} is not 0"),
        ("both", [a, b]) if chinese => format!("{a}，且 {b}"),
        ("both", [a, b]) => format!("{a}, and {b}"),
        ("either", [a, b]) if chinese => format!("{a}，或 {b}"),
        ("either", [a, b]) => format!("{a}, or {b}"),
        _ => return None,
    })
}
