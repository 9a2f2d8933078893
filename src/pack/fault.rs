//! What can be wrong with a pack, at its place in the pack.

use super::syntax::SyntaxFault;
use crate::words::{Lang, syntax};

/// One fault of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFault {
    /// The file, with the pack's folder.
    pub file: String,
    /// 1-based line and character column, where known.
    pub place: Option<(usize, usize)>,
    /// The line itself, where known.
    pub line: String,
    /// What.
    pub kind: PackFaultKind,
}

/// What is wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackFaultKind {
    /// No pack of this id or folder; the nearest id.
    NoSuchPack(String, Option<String>),
    /// A file could not be read.
    Unreadable(String),
    /// A file the manifest names is not there, or is not UTF-8.
    NoSuchFile(String),
    /// The manifest is not as it should be.
    Manifest(String),
    /// The form is not as it should be.
    Form(String),
    /// The pack extends itself, directly or not.
    Circle(String),
    /// The pack has no form and serves only as a base.
    NoForm,
    /// The script does not compile.
    Syntax(SyntaxFault),
    /// The pack borrows several forms, of these kinds, where one is asked for.
    SeveralForms(Vec<String>),
    /// The script does not run; the engine's words.
    Script(String),
    /// Two rules of one id.
    DuplicateRule(String),
    /// A metadata key rules do not have; the nearest.
    UnknownKey(String, String, Option<String>),
    /// Metadata that is missing or of the wrong kind.
    Metadata(String, String),
    /// A field the form does not have; the nearest.
    UnknownField(String, Option<String>),
    /// A parameter the pack does not have; the nearest.
    UnknownParameter(String, Option<String>),
    /// What is wrong with settings (`gouji.toml`).
    Settings(crate::settings::SettingsFaultKind),
    /// A rule that calls no verb.
    NeverReports(String),
    /// A keyword of ours in a form that there is not, or that makes no sense.
    FormKeyword(crate::document::FormFault),
    /// A comparison, or a word that makes a value, whose result nobody uses.
    Unused(String),
    /// A word called with so many arguments, and the ways to call it.
    Arguments(String, usize, Vec<&'static str>),
    /// A sentence of reports that cannot be read with; none where it is the file as a whole.
    Sentence(String, crate::prose::SentenceFault),
}

impl PackFault {
    /// A fault of a file as a whole.
    #[must_use]
    pub fn of(file: impl Into<String>, kind: PackFaultKind) -> Self {
        Self {
            file: file.into(),
            place: None,
            line: String::new(),
            kind,
        }
    }

    /// A fault at a place of a script's text.
    #[must_use]
    pub fn at(file: &str, text: &str, position: rhai::Position, kind: PackFaultKind) -> Self {
        let place = position
            .line()
            .map(|line| (line, position.position().unwrap_or(1)));
        let line = place
            .and_then(|(line, _)| text.lines().nth(line.saturating_sub(1)))
            .unwrap_or_default()
            .to_owned();
        Self {
            file: file.to_owned(),
            place,
            line,
            kind,
        }
    }

    /// The fault in words, with its place and the line it stands in.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let mut text = self.file.clone();
        if let Some((line, column)) = self.place {
            text = format!("{text}:{line}:{column}");
        }
        text = format!("{text}: {}", self.kind.text(lang));
        if let Some((line, column)) = self.place
            && !self.line.is_empty()
        {
            let before: String = self.line.chars().take(column.saturating_sub(1)).collect();
            let indent = unicode_width::UnicodeWidthStr::width(before.as_str());
            let number = line.to_string();
            let margin = " ".repeat(number.len());
            text = format!(
                "{text}\n {number} | {}\n {margin} | {}^",
                self.line,
                " ".repeat(indent)
            );
        }
        text
    }
}

impl PackFaultKind {
    fn text(&self, lang: Lang) -> String {
        let near = |nearest: &Option<String>| match (nearest, lang) {
            (Some(name), Lang::Chinese) => format!("，是否为“{name}”？"),
            (Some(name), Lang::English) => format!("; did you mean \"{name}\"?"),
            (None, _) => String::new(),
        };
        match lang {
            Lang::Chinese => match self {
                Self::NoSuchPack(id, nearest) => format!("没有规则包“{id}”{}", near(nearest)),
                Self::Unreadable(why) => format!("读不了：{why}"),
                Self::NoSuchFile(file) => format!("没有文件“{file}”，或不是 UTF-8 文本"),
                Self::Manifest(why) => format!("pack.toml 有误：{why}"),
                Self::Form(why) => format!("表式有误：{why}"),
                Self::Circle(id) => format!("extends 循环引用：{id}"),
                Self::NoForm => "这个规则包没有表式，只供其他规则包引用".to_owned(),
                Self::SeveralForms(kinds) => {
                    format!("这个规则包用于几种文种：{}", kinds.join("、"))
                }
                Self::Syntax(fault) => syntax::text(fault, lang),
                Self::Script(words) => format!("脚本有误：{words}"),
                Self::DuplicateRule(id) => format!("规则编号“{id}”重复"),
                Self::UnknownKey(id, key, nearest) => {
                    format!("规则 {id} 的说明中没有“{key}”这一项{}", near(nearest))
                }
                Self::Metadata(id, why) => format!("规则 {id} 的说明有误：{why}"),
                Self::UnknownField(name, nearest) => {
                    format!("表式中没有字段“{name}”{}", near(nearest))
                }
                Self::UnknownParameter(name, nearest) => {
                    format!("没有参数“{name}”{}", near(nearest))
                }
                Self::Settings(kind) => crate::words::settings::fault(kind, lang),
                Self::FormKeyword(why) => crate::words::syntax::form(why, lang),
                Self::Unused(what) => format!(
                    "{what} 的结果没有用到，查不出问题；要核对请用动词，如 at_most(…)、equal(…)，要分情况请写在 if 里"
                ),
                Self::Arguments(word, count, usage) => {
                    format!("{word} 写了 {count} 个参数，应写作 {}", usage.join(" 或 "))
                }
                Self::Sentence(sentence, fault) => {
                    crate::words::prose::fault(sentence, fault, lang)
                }
                Self::NeverReports(id) => {
                    format!(
                        "规则 {id} 没有用到任何会报告的动词（equal、explained、present …），永远查不出问题"
                    )
                }
            },
            Lang::English => match self {
                Self::NoSuchPack(id, nearest) => format!("no pack \"{id}\"{}", near(nearest)),
                Self::Unreadable(why) => format!("cannot be read: {why}"),
                Self::NoSuchFile(file) => format!("no file \"{file}\", or it is not UTF-8"),
                Self::Manifest(why) => format!("bad pack.toml: {why}"),
                Self::Form(why) => format!("bad form: {why}"),
                Self::Circle(id) => format!("extends in a circle: {id}"),
                Self::NoForm => "this pack has no form; it only serves others".to_owned(),
                Self::SeveralForms(kinds) => {
                    format!("this pack serves several kinds: {}", kinds.join(", "))
                }
                Self::Syntax(fault) => syntax::text(fault, lang),
                Self::Script(words) => format!("script: {words}"),
                Self::DuplicateRule(id) => format!("duplicate rule id \"{id}\""),
                Self::UnknownKey(id, key, nearest) => {
                    format!("rule {id} has an unknown key \"{key}\"{}", near(nearest))
                }
                Self::Metadata(id, why) => format!("rule {id}: {why}"),
                Self::UnknownField(name, nearest) => {
                    format!("the form has no field \"{name}\"{}", near(nearest))
                }
                Self::UnknownParameter(name, nearest) => {
                    format!("no parameter \"{name}\"{}", near(nearest))
                }
                Self::Settings(kind) => crate::words::settings::fault(kind, lang),
                Self::FormKeyword(why) => crate::words::syntax::form(why, lang),
                Self::Unused(what) => format!(
                    "the result of {what} is not used: use a verb such as at_most(…), or an if"
                ),
                Self::Arguments(word, count, usage) => {
                    format!("{word} has {count} arguments; write {}", usage.join(" or "))
                }
                Self::Sentence(sentence, fault) => {
                    crate::words::prose::fault(sentence, fault, lang)
                }
                Self::NeverReports(id) => format!("rule {id} calls no verb and can never report"),
            },
        }
    }
}
