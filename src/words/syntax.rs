//! What is wrong with the text of a script, for its author.

use super::Lang;
use crate::document::{Due, FormFault};
use crate::pack::SyntaxFault;

/// The sentence.
#[must_use]
pub fn text(fault: &SyntaxFault, lang: Lang) -> String {
    match lang {
        Lang::Chinese => chinese(fault),
        Lang::English => english(fault),
    }
}

/// What is wrong with a keyword of ours in a form.
pub fn form(fault: &FormFault, lang: Lang) -> String {
    let due = |due: &Due| match due {
        Due::Truth => lang.pick("应写 true 或 false", "is true or false"),
        Due::Text => lang.pick("应写单位，如 \"万元\"", "is a unit, such as \"万元\""),
        Due::Places => lang.pick(
            "应写小数位数，0 到 20 的整数",
            "is a whole number of places up to 20",
        ),
        Due::AtNumber => lang.pick(
            "只能写在 type 为 number 或 integer 的字段上",
            "belongs to fields of type number or integer",
        ),
    };
    match (fault, lang) {
        (FormFault::NoAnnotation(place, key, nearest), Lang::Chinese) => {
            let near = nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("，是否为 {name}？"));
            format!("字段“{place}”：表式中没有 {key} 这个标注{near}")
        }
        (FormFault::NoAnnotation(place, key, nearest), Lang::English) => {
            let near = nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("; did you mean {name}?"));
            format!("field \"{place}\": no annotation {key}{near}")
        }
        (FormFault::Annotation(place, key, what), Lang::Chinese) => {
            format!("字段“{place}”：{key} {}", due(what))
        }
        (FormFault::Annotation(place, key, what), Lang::English) => {
            format!("field \"{place}\": {key} {}", due(what))
        }
        (FormFault::TooLarge(most), Lang::Chinese) => format!("表式的字段超过 {most} 个"),
        (FormFault::TooLarge(most), Lang::English) => {
            format!("the form has more than {most} fields")
        }
        (FormFault::Invalid(words) | FormFault::Reference(words), _) => words.clone(),
    }
}

fn chinese(fault: &SyntaxFault) -> String {
    match fault {
        SyntaxFault::Sign(sign, Some(" ")) => {
            format!("此处用了全角空格“{sign}”，请改用半角空格")
        }
        SyntaxFault::Percent => {
            "规则里不写百分号：百分之几写 percent_of(30, 数)，或用单位为 % 的参数".into()
        }
        SyntaxFault::Sign(sign, Some(meant)) => {
            format!("此处用了全角符号“{sign}”，请改用半角的 {meant}")
        }
        SyntaxFault::Sign(sign, None) => format!("此处的“{sign}”不能用在规则里，请删去"),
        SyntaxFault::Separator(sign) => {
            let name = if *sign == "," { "逗号" } else { "分号" };
            format!("此处少了{name} {sign}")
        }
        SyntaxFault::Unclosed(open, close) => {
            format!("这个 {open} 没有与它相配的 {close}，请在应当结束的地方补上")
        }
        SyntaxFault::Unopened(close) => format!("这个 {close} 多了，前面没有与它相配的左括号"),
        SyntaxFault::Assignment => "比较两个值用 ==（两个等号）；一个 = 是起名赋值".into(),
        SyntaxFault::Name(name, nearest) => {
            let near = nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("，是否为“{name}”？"));
            format!(
                "没有“{name}”这个名字{near}{}",
                if near.is_empty() {
                    "；字段要从 表 写起，新名字先用 let 起"
                } else {
                    ""
                }
            )
        }
        SyntaxFault::Outside(name) => format!(
            "这里没有“{name}”：闭包 |…| 里只看得见自己的参数，名字也只在起名的 {{ }} 之内有用；\
             要用外面的，请改写成 for 循环，或移到外面"
        ),
        SyntaxFault::BareField(name) => {
            format!("“{name}”是字段，要从 表 写起，如 表.….{name}")
        }
        SyntaxFault::Keyword(word, meant) => format!("规则里不写“{word}”，请写 {meant}"),
        SyntaxFault::SwitchedOff(word) => format!(
            "规则里不能用 {word}{}",
            match word.as_str() {
                "switch" => "，请用 if … else if …",
                "try" => "；没有填的字段先用 given(…) 问",
                "*=" | "/=" => "，请写成 甲 = 甲 * 乙",
                _ => "",
            }
        ),
        SyntaxFault::Reserved(word) => format!("“{word}”是脚本自己的词，不能用作名字"),
        SyntaxFault::Text => "这段文字没有结束：少了右引号 \"".into(),
        SyntaxFault::Number(text) => format!("“{text}”不是数：不写分节号，小数点用半角的 ."),
        SyntaxFault::Twice(name) => format!("“{name}”写了两次，请删去一个"),
        SyntaxFault::Due(found) if found.is_empty() => "写到这里没有写完".into(),
        SyntaxFault::Due(found) => format!("此处不应是 {found}：前面少写或多写了什么"),
        SyntaxFault::Other(words) => format!("脚本有误（脚本引擎的原话）：{words}"),
    }
}

fn english(fault: &SyntaxFault) -> String {
    match fault {
        SyntaxFault::Sign(sign, Some(" ")) => {
            format!("this blank is full-width (\"{sign}\"); use a plain one")
        }
        SyntaxFault::Percent => {
            "no percent sign in rules: write percent_of(30, figure), or use a parameter with the unit %".into()
        }
        SyntaxFault::Sign(sign, Some(meant)) => {
            format!("\"{sign}\" is full-width; use a plain {meant}")
        }
        SyntaxFault::Sign(sign, None) => {
            format!("\"{sign}\" has no meaning in a rule; take it out")
        }
        SyntaxFault::Separator(sign) => {
            let name = if *sign == "," { "comma" } else { "semicolon" };
            format!("a {name} {sign} is missing here")
        }
        SyntaxFault::Unclosed(open, close) => {
            format!("this {open} has no {close}; add it where it should end")
        }
        SyntaxFault::Unopened(close) => {
            format!("this {close} is one too many: no bracket before it is open")
        }
        SyntaxFault::Assignment => "values are compared with ==; a single = gives a name".into(),
        SyntaxFault::Name(name, nearest) => {
            let near = nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"));
            format!("nothing is called \"{name}\"{near}")
        }
        SyntaxFault::Outside(name) => format!(
            "\"{name}\" is not seen here: a closure sees its own parameters only, and a name ends \
             with the {{ }} it was made in; use a for loop, or move it outside"
        ),
        SyntaxFault::BareField(name) => {
            format!("\"{name}\" is a field: write it from the table on, as in 表.….{name}")
        }
        SyntaxFault::Keyword(word, meant) => {
            format!("\"{word}\" is not written in rules; write {meant}")
        }
        SyntaxFault::SwitchedOff(word) => format!(
            "{word} is switched off in rules{}",
            match word.as_str() {
                "switch" => "; use if … else if …",
                "try" => "; ask given(…) for fields that may be empty",
                "*=" | "/=" => "; write a = a * b",
                _ => "",
            }
        ),
        SyntaxFault::Reserved(word) => {
            format!("\"{word}\" is a word of the language and cannot be a name")
        }
        SyntaxFault::Text => "this text does not end: its closing \" is missing".into(),
        SyntaxFault::Number(text) => {
            format!("\"{text}\" is no number: no separators, a plain decimal point")
        }
        SyntaxFault::Twice(name) => format!("\"{name}\" stands twice; take one out"),
        SyntaxFault::Due(found) if found.is_empty() => "the script ends too early".into(),
        SyntaxFault::Due(found) => {
            format!("{found} cannot stand here: something before it is missing or too much")
        }
        SyntaxFault::Other(words) => format!("script (the parser's own words): {words}"),
    }
}
