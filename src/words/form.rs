//! What to do where a submission departs from its form: for each kind of departure its own advice,
//! with what to write where that can be known.

use super::{Lang, Message, nearest};

/// What people write for nothing.
const NOTHING: [&str; 8] = ["无", "没有", "不适用", "未填", "暂无", "N/A", "n/a", "空"];

/// Units of money, which are not put right by another name.
const MONEY: [&str; 4] = ["元", "千元", "万元", "亿元"];

/// What to do; `None` where nothing more can be said than that the form is to be followed.
#[must_use]
pub fn advice(message: &Message, lang: Lang) -> Option<String> {
    let (chinese, english) = match message {
        Message::WrongType(expected, _, written, instead) => {
            return wrong_type(expected, written, instead.as_deref(), lang);
        }
        Message::NotMatching(_, written, pattern, instead) if is_stroke(pattern) => {
            return Some(figure(written, instead.as_deref(), true, lang));
        }
        Message::Required(name) => (
            format!("请补上字段“{name}”"),
            format!("add the field \"{name}\""),
        ),
        Message::UnknownField(name, Some(near)) => (
            format!("请把字段名“{name}”改为“{near}”"),
            format!("rename the field \"{name}\" to \"{near}\""),
        ),
        Message::UnknownField(name, None) => (
            format!("请删去“{name}”，或改用表式中的字段名"),
            format!("delete \"{name}\", or use a name the form has"),
        ),
        Message::NotListed(found, allowed) => return Some(not_listed(found, allowed, lang)),
        _ => return None,
    };
    Some(match lang {
        Lang::Chinese => chinese,
        Lang::English => english,
    })
}

/// Whether a pattern asks for nothing but the stroke that stands for no figure.
pub(super) fn is_stroke(pattern: &str) -> bool {
    pattern.trim_matches(['^', '$', '?']) == "—"
}

/// Whether a pattern asks for a number.
pub(super) fn is_number(pattern: &str) -> bool {
    pattern.starts_with("-?[0-9]+") || pattern.starts_with("^-?[0-9]+")
}

fn wrong_type(
    expected: &[&str],
    written: &str,
    instead: Option<&str>,
    lang: Lang,
) -> Option<String> {
    let wants = |kind: &str| expected.contains(&kind);
    if wants("number") || wants("integer") {
        return Some(figure(written, instead, wants("string"), lang));
    }
    let said = match *expected.first()? {
        "string" => lang.pick("请写成文字，前后加双引号", "write it as a quoted text"),
        "array" => lang.pick(
            "这里是几行的表：请用 [ ] 括起，每行用 { }",
            "a list is due: put the rows into [ ], each in { }",
        ),
        "object" => lang.pick(
            "这里是一组字段：请用 { } 括起，写成“\"字段\": 值”",
            "a group of fields is due: put them into { }",
        ),
        _ => return None,
    };
    Some(said.to_owned())
}

/// A figure that is not written as one.
fn figure(written: &str, instead: Option<&str>, may_be_stroke: bool, lang: Lang) -> String {
    if let Some(instead) = instead {
        return match lang {
            Lang::Chinese => format!("请写 {instead}（只写数字，不带单位、符号和引号）"),
            Lang::English => format!("write {instead} (digits only, no unit and no quotes)"),
        };
    }
    let is_nothing = written.trim().is_empty() || NOTHING.contains(&written.trim());
    let said = match (is_nothing, may_be_stroke) {
        (true, true) => lang.pick("没有数的请写“—”", "write \"—\" where there is no figure"),
        (true, false) => lang.pick(
            "没有数的，请整个删去这个字段",
            "delete the field where there is no figure",
        ),
        (false, _) => lang.pick(
            "请只写数字，如 452.60；单位、货币符号、公式和引号都去掉",
            "write digits only, such as 452.60, without unit, sign, formula or quotes",
        ),
    };
    said.to_owned()
}

fn not_listed(found: &[String], allowed: &[String], lang: Lang) -> String {
    let found = found.first().map_or("", |found| found.trim());
    if let [due] = allowed
        && MONEY.contains(&due.as_str())
        && MONEY.contains(&found)
    {
        return match lang {
            Lang::Chinese => format!(
                "如果各项金额确是按{found}填的，请先全部换算成{due}，再把单位写为“{due}”；不要只改单位名称"
            ),
            Lang::English => format!(
                "if the amounts are in {found}, convert all of them to {due} before the unit is changed; never change its name alone"
            ),
        };
    }
    let folded: String = match found {
        ">=" | "=>" | "＞=" | "＞＝" | "大于等于" | "不低于" => "≥".to_owned(),
        "<=" | "=<" | "＜=" | "＜＝" | "小于等于" | "不高于" => "≤".to_owned(),
        "==" => "=".to_owned(),
        _ => found.chars().map(half).collect(),
    };
    let names = || allowed.iter().map(String::as_str);
    let instead = names()
        .find(|name| name.chars().map(half).eq(folded.chars()))
        .or_else(|| nearest(found, names()));
    match (instead, lang) {
        (Some(instead), Lang::Chinese) => format!("请改为“{instead}”"),
        (Some(instead), Lang::English) => format!("write \"{instead}\""),
        (None, Lang::Chinese) => format!("请改为其中之一：{}", allowed.join("、")),
        (None, Lang::English) => format!("write one of: {}", allowed.join(", ")),
    }
}

/// A sign in half width.
fn half(letter: char) -> char {
    match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}
