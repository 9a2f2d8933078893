//! What was typed and cannot be done, in a sentence that says what to type instead.

use super::super::Lang;
use super::authoring;
use crate::pack::NotMade;

/// A mistake on the command line, or a name there that means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// A command there is not; the nearest; whether a file has this name.
    UnknownCommand(String, Option<String>, bool),
    /// An option there is not; the nearest.
    UnknownOption(String, Option<String>),
    /// A value an option does not take: the option, the value, those it takes, the nearest.
    UnknownValue(String, String, Vec<String>, Option<String>),
    /// An option without its value; the values it takes, where they are few.
    ValueLacking(String, Vec<String>),
    /// A value given to an option that takes none.
    ValueUnwanted(String),
    /// Arguments that are needed.
    Lacking(Vec<String>),
    /// An option given twice.
    Twice(String),
    /// Full-width or long dashes where an option was meant; the option as it should be typed.
    WideDash(String, String),
    /// Standard input named more than once.
    InputTwice,
    /// A pack there is not; the nearest; all there are.
    UnknownPack(String, Option<String>, Vec<String>),
    /// A folder there is not.
    NoFolder(String),
    /// No day of the calendar.
    NoDate(String),
    /// A rule there is not; the nearest.
    UnknownRule(String, Option<String>),
    /// A rule over all submissions, where one of a single submission is asked for.
    RuleOfAll(String),
    /// No pack within reach says how reports are read.
    NoSentences,
    /// A report whose title no pack knows, or several do; those.
    NoTitle(Vec<String>),
    /// Bytes that are no text where text is needed.
    NotText,
    /// A word too many.
    Unwanted(String),
    /// A folder for a new pack that has something in it.
    FolderTaken(String),
    /// A file that cannot be written, and the system's words.
    CannotWriteFile(String, String),
    /// A file that is there already and is not replaced.
    FileThere(String),
    /// The end of a file's name says none of the kinds that can be written; those.
    NoSuchKind(String, &'static str),
    /// One file for a pack that has several forms; their packs.
    OneFileForForms(Vec<String>),
    /// A form that cannot be written; why.
    NoForm(String),
    /// A new pack or rule that was not made.
    NotMade(Box<NotMade>),
    /// A pack that is embedded in the program and so cannot be edited.
    Embedded(String),
    /// No pack was named and there is not exactly one; those there are.
    WhichPack(Vec<String>),
    /// A rule that is declared in a way that cannot be followed.
    NotFollowed(String),
    /// Several formats without a folder for them.
    FormatsNeedOut,
    /// The output cannot be written; the system's words.
    CannotWrite(String),
    /// A format that is no text, on a terminal.
    NeedsFile(String),
    /// A log that cannot be read; where and why.
    NoLog(String),
    /// What is beside a log does not belong to it; the file.
    OtherLog(String),
    /// Anything else the parser of arguments says, in its own words.
    Other(String),
}

impl Mistake {
    /// The sentence, without an end.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Chinese => self.chinese(),
            Lang::English => self.english(),
        }
    }

    fn chinese(&self) -> String {
        let near = |nearest: &Option<String>| {
            nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("，是否为“{name}”？"))
        };
        match self {
            Self::UnknownCommand(typed, _, true) => {
                format!("没有命令“{typed}”；要审核这个文件，请写 gouji check {typed}")
            }
            Self::UnknownCommand(typed, nearest, false) => {
                format!("没有命令“{typed}”{}", near(nearest))
            }
            Self::UnknownOption(typed, nearest) => format!("没有选项“{typed}”{}", near(nearest)),
            Self::UnknownValue(option, typed, allowed, _) if allowed.is_empty() => {
                format!("{option} 不能是“{typed}”，应为大于 0 的整数")
            }
            Self::UnknownValue(option, typed, allowed, nearest) => {
                let allowed = allowed.join("、");
                match nearest {
                    Some(name) => {
                        format!("{option} 不能是“{typed}”，是否为“{name}”？可以是：{allowed}")
                    }
                    None => format!("{option} 不能是“{typed}”，可以是：{allowed}"),
                }
            }
            Self::ValueLacking(option, allowed) if allowed.is_empty() => {
                format!("{option} 后面缺少它的值")
            }
            Self::ValueLacking(option, allowed) => {
                format!("{option} 后面缺少它的值，可以是：{}", allowed.join("、"))
            }
            Self::ValueUnwanted(option) => format!("{option} 后面不跟值"),
            Self::Lacking(names) => format!("缺少 {}", names.join(" ")),
            Self::Twice(option) => format!("{option} 只能写一次"),
            Self::WideDash(typed, option) => {
                format!("“{typed}”前面是全角横线，应为半角减号：{option}")
            }
            Self::InputTwice => "- （标准输入）只能写一次".into(),
            Self::UnknownPack(typed, nearest, known) => {
                let near = near(nearest);
                let stop = if near.is_empty() { "；" } else { "" };
                format!("没有规则包“{typed}”{near}{stop}现有：{}", known.join("、"))
            }
            Self::NoFolder(path) => format!("没有文件夹“{path}”"),
            Self::UnknownRule(typed, nearest) => format!("没有规则“{typed}”{}", near(nearest)),
            Self::RuleOfAll(id) => format!(
                "规则“{id}”看的是各份之间，单份不运行；请把几份放在一个文件夹里，用 gouji screen"
            ),
            Self::NoSentences => "规则包没有“文字.toml”，不读报告文字".into(),
            Self::NoTitle(packs) if packs.is_empty() => "报告开头没有找到认识的标题（如“2021年度部门整体支出绩效自评报告”），请补上标题，或用 --pack 指明规则包".into(),
            Self::NoTitle(packs) => format!("这个报告的标题有几个规则包认识：{}；请用 --pack 指明一个", packs.join("、")),
            Self::NotText => "参数中有不是文字的字节".into(),
            Self::FileThere(path) => {
                format!("“{path}”已经有了，没有改动；请用 -o 换一个名称，或先移走它")
            }
            Self::NoSuchKind(path, kinds) => {
                format!("“{path}”的扩展名不认识，可以是：{kinds}")
            }
            Self::OneFileForForms(packs) => format!(
                "这个规则包有几种表式，不能写进一个文件；不写 -o 则各写一个，或指明其中一个：{}",
                packs.join("、")
            ),
            Self::NoForm(why) => format!("做不成空表：{why}"),
            Self::Unwanted(typed) => format!("多了“{typed}”"),
            Self::FolderTaken(path) => {
                format!("“{path}”已有内容，没有改动；请换一个新的文件夹")
            }
            Self::CannotWriteFile(path, why) => format!("“{path}”写不了：{why}"),
            Self::NotMade(why) => authoring::not_made(why, Lang::Chinese),
            Self::Embedded(id) => {
                format!("规则包“{id}”是内置的，改不了；先把 rules/ 文件夹复制到自己的文件夹")
            }
            Self::WhichPack(ids) if ids.is_empty() => {
                "没有自己的规则包；先用 gouji new pack 建一个，或把 rules/ 复制过来".into()
            }
            Self::WhichPack(ids) => {
                format!("请用 --pack 指明规则包，现有：{}", ids.join("、"))
            }
            Self::NotFollowed(id) => {
                format!("规则 {id} 不是用 rule(\"{id}\", …) 直接写的，无法一步步显示")
            }
            Self::NoDate(typed) => {
                format!("“{typed}”不是日期，应写作 2022-06-30 的样子")
            }
            Self::FormatsNeedOut => {
                "几种写法，或网页、表格一类，不能写到屏幕上；请用 --out 指明存放结果的文件夹".into()
            }
            Self::CannotWrite(why) => format!("结果写不出去：{why}"),
            Self::NeedsFile(format) => {
                format!("{format} 不是文字，不能显示在屏幕上；请写 --output 文件名")
            }
            Self::NoLog(why) => format!(
                "读不出审核记录：{why}。应为 gouji check --format ndjson 或 gouji screen --out 写出的记录"
            ),
            Self::OtherLog(file) => format!(
                "{file} 与同一文件夹中的记录份数不同，不是同一次审核的；请重新运行 gouji screen"
            ),
            Self::Other(words) => words.clone(),
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one sentence a mistake; splitting would hide a missing one"
    )]
    fn english(&self) -> String {
        let near = |nearest: &Option<String>| {
            nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
        };
        match self {
            Self::UnknownCommand(typed, _, true) => {
                format!("no command \"{typed}\"; to check this file, type: gouji check {typed}")
            }
            Self::UnknownCommand(typed, nearest, false) => {
                format!("no command \"{typed}\"{}", near(nearest))
            }
            Self::UnknownOption(typed, nearest) => {
                format!("no option \"{typed}\"{}", near(nearest))
            }
            Self::UnknownValue(option, typed, allowed, _) if allowed.is_empty() => {
                format!("{option} cannot be \"{typed}\"; it is a whole number above 0")
            }
            Self::UnknownValue(option, typed, allowed, nearest) => {
                let allowed = allowed.join(", ");
                match nearest {
                    Some(name) => format!(
                        "{option} cannot be \"{typed}\"; did you mean \"{name}\"? It may be: {allowed}"
                    ),
                    None => format!("{option} cannot be \"{typed}\"; it may be: {allowed}"),
                }
            }
            Self::ValueLacking(option, allowed) if allowed.is_empty() => {
                format!("{option} needs a value")
            }
            Self::ValueLacking(option, allowed) => {
                format!("{option} needs a value, one of: {}", allowed.join(", "))
            }
            Self::ValueUnwanted(option) => format!("{option} takes no value"),
            Self::Lacking(names) => format!("missing {}", names.join(" ")),
            Self::Twice(option) => format!("{option} can be given only once"),
            Self::WideDash(typed, option) => {
                format!("\"{typed}\" begins with a wide dash; type it with plain ones: {option}")
            }
            Self::InputTwice => "- (standard input) can be given only once".into(),
            Self::UnknownPack(typed, nearest, known) => {
                let near = near(nearest);
                let stop = if near.is_empty() {
                    "; there are"
                } else {
                    " There are"
                };
                format!("no pack \"{typed}\"{near}{stop}: {}", known.join(", "))
            }
            Self::NoFolder(path) => format!("no folder \"{path}\""),
            Self::UnknownRule(typed, nearest) => format!("no rule \"{typed}\"{}", near(nearest)),
            Self::RuleOfAll(id) => format!(
                "rule \"{id}\" is over many submissions and does not run on one; put several in a folder and use gouji screen"
            ),
            Self::NoSentences => "the pack has no 文字.toml and reads no reports".into(),
            Self::NoTitle(packs) if packs.is_empty() => "the report has no title that is known at its head (such as 2021年度部门整体支出绩效自评报告); add it, or name the pack with --pack".into(),
            Self::NoTitle(packs) => format!("several packs know the title of this report: {}; name one with --pack", packs.join(", ")),
            Self::NotText => "an argument holds bytes that are no text".into(),
            Self::FileThere(path) => format!(
                "\"{path}\" is there already and was left alone; name another file with -o, or move it away"
            ),
            Self::NoSuchKind(path, kinds) => {
                format!("\"{path}\" does not end as any file that can be written: {kinds}")
            }
            Self::OneFileForForms(packs) => format!(
                "this pack has several forms, and they do not go into one file; leave out -o to get one each, or name one of: {}",
                packs.join(", ")
            ),
            Self::NoForm(why) => format!("the blank form cannot be made: {why}"),
            Self::Unwanted(typed) => format!("\"{typed}\" is one word too many"),
            Self::FolderTaken(path) => {
                format!("\"{path}\" has something in it and was left alone; name a new folder")
            }
            Self::CannotWriteFile(path, why) => format!("\"{path}\" cannot be written: {why}"),
            Self::NotMade(why) => authoring::not_made(why, Lang::English),
            Self::Embedded(id) => format!(
                "the pack \"{id}\" is embedded and cannot be edited; copy the rules/ folder first"
            ),
            Self::WhichPack(ids) if ids.is_empty() => {
                "there is no pack of your own; make one with gouji new pack, or copy rules/".into()
            }
            Self::WhichPack(ids) => format!("name a pack with --pack: {}", ids.join(", ")),
            Self::NotFollowed(id) => {
                format!("rule {id} is not written as rule(\"{id}\", …) and cannot be followed")
            }
            Self::NoDate(typed) => format!("\"{typed}\" is no day; write it as 2022-06-30"),
            Self::FormatsNeedOut => {
                "several formats, or a page or a table, cannot be printed; name a folder with --out"
                    .into()
            }
            Self::CannotWrite(why) => format!("the output cannot be written: {why}"),
            Self::NeedsFile(format) => {
                format!("{format} is no text for a screen; give it a file with --output FILE")
            }
            Self::NoLog(why) => format!(
                "no results can be read: {why}; a log is what gouji check --format ndjson or gouji screen --out writes"
            ),
            Self::OtherLog(file) => format!(
                "{file} does not belong to the log beside it: the counts differ; run gouji screen again"
            ),
            Self::Other(words) => words.clone(),
        }
    }

    /// Before a mistake.
    #[must_use]
    pub fn lead(lang: Lang) -> &'static str {
        lang.pick("错误：", "error: ")
    }

    /// Before what is worth knowing and stops nothing.
    #[must_use]
    pub fn note_lead(lang: Lang) -> &'static str {
        lang.pick("提醒：", "note: ")
    }

    /// Where more is to be had; `command` is `gouji` or one of its commands.
    #[must_use]
    pub fn see(&self, command: &str, lang: Lang) -> String {
        match (self, lang) {
            (Self::UnknownRule(..), Lang::Chinese) => "全部规则见 gouji rules <规则包>".into(),
            (Self::UnknownRule(..), Lang::English) => "see gouji rules <PACK> for all".into(),
            (_, Lang::Chinese) => format!("用法见 {command} --help"),
            (_, Lang::English) => format!("see {command} --help"),
        }
    }
}
