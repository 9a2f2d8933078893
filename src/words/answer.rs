//! What is said of explanations (审核说明) that do not answer what they should.

use super::Lang;
use crate::finding::AnswerFault;

/// Why an explanation of a rule's finding does not answer it.
pub(super) fn answer(rule: &str, fault: &AnswerFault, lang: Lang) -> String {
    let near = |nearest: &Option<String>| match (nearest, lang) {
        (Some(name), Lang::Chinese) => format!("，是否为“{name}”？"),
        (Some(name), Lang::English) => format!("; did you mean \"{name}\"?"),
        (None, _) => String::new(),
    };
    let list = |all: &[String]| {
        if all.is_empty() {
            lang.pick("（没有写）", "(none)").to_owned()
        } else {
            all.join(lang.pick("、", ", "))
        }
    };
    match lang {
        Lang::Chinese => match fault {
            AnswerFault::UnknownRule(nearest) => format!("没有规则“{rule}”{}", near(nearest)),
            AnswerFault::NotAsked => format!("{rule} 在此处没有要求说明，这一条说明没有用到"),
            AnswerFault::Error => {
                format!("{rule} 是必须更正的问题，说明不能代替更正")
            }
            AnswerFault::Absent => format!("对 {rule} 的说明没有写文字"),
            AnswerFault::Hollow(text, fewest) => format!(
                "对 {rule} 的说明“{text}”没有实质内容：应写明具体原因，不少于 {fewest} 个字"
            ),
            AnswerFault::Repeated(other) => {
                format!("对 {rule} 的说明与对 {other} 的说明一字不差，不同的事项应分别说明")
            }
            AnswerFault::Unsaid(due) => {
                format!("对 {rule} 的说明应写明：{}", list(due))
            }
            AnswerFault::Figure(figures) => {
                format!("对 {rule} 的说明应写出所说明的数（{}）", list(figures))
            }
            AnswerFault::Stale { named, now } => format!(
                "对 {rule} 的说明所说明的数是 {}，现在是 {}：请按现在的数重新说明，并改写“数值”",
                list(named),
                list(now)
            ),
        },
        Lang::English => match fault {
            AnswerFault::UnknownRule(nearest) => {
                format!("there is no rule \"{rule}\"{}", near(nearest))
            }
            AnswerFault::NotAsked => format!("{rule} asks for no explanation here"),
            AnswerFault::Error => {
                format!("{rule} must be corrected; no explanation takes the place of that")
            }
            AnswerFault::Absent => format!("the explanation of {rule} has no text"),
            AnswerFault::Hollow(text, fewest) => format!(
                "the explanation of {rule}, \"{text}\", says nothing: give the reason, in at least {fewest} characters"
            ),
            AnswerFault::Repeated(other) => format!(
                "the explanation of {rule} is word for word that of {other}; unlike things want words of their own"
            ),
            AnswerFault::Unsaid(due) => {
                format!("the explanation of {rule} should name: {}", list(due))
            }
            AnswerFault::Figure(figures) => format!(
                "the explanation of {rule} should name the figure it explains ({})",
                list(figures)
            ),
            AnswerFault::Stale { named, now } => format!(
                "the explanation of {rule} is of {}, but the figures are {}: explain these, and name them in 数值",
                list(named),
                list(now)
            ),
        },
    }
}
