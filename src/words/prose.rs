//! What is said of reading a report's sentences.

use super::Lang;
use crate::prose::{Counts, NoFigure, SentenceFault, Unread};

/// What is wrong with a sentence of a pack; an empty one stands for the file as a whole.
pub(crate) fn fault(sentence: &str, fault: &SentenceFault, lang: Lang) -> String {
    let said = match fault {
        SentenceFault::File(why) => match lang {
            Lang::Chinese => format!("文件的写法有误：{why}"),
            Lang::English => format!("the file is not as it should be: {why}"),
        },
        SentenceFault::Bracket(which) => match lang {
            Lang::Chinese => format!("括号“{which}”没有成对"),
            Lang::English => format!("the bracket \"{which}\" has no counterpart"),
        },
        SentenceFault::Empty => lang.pick("没有写内容", "says nothing").to_owned(),
        SentenceFault::Field(path, near) => match (lang, near) {
            (Lang::Chinese, None) => format!("表式中没有字段“{path}”"),
            (Lang::Chinese, Some(near)) => format!("表式中没有字段“{path}”，是否为“{near}”？"),
            (Lang::English, None) => format!("the form has no field \"{path}\""),
            (Lang::English, Some(near)) => {
                format!("the form has no field \"{path}\"; did you mean \"{near}\"?")
            }
        },
        SentenceFault::Kind(kind) => match lang {
            Lang::Chinese => format!(
                "没有“{{{kind}：…}}”这种写法；可用的有 {{字段}}、{{方向：}}、{{列：}}、{{原因：}}、{{文：}}、{{名：}}、{{项：}}、{{年}}、{{上年}}、{{称谓}}、{{略}}"
            ),
            Lang::English => format!(
                "there is no {{{kind}：…}}; there are {{field}}, {{方向：}}, {{列：}}, {{原因：}}, {{文：}}, {{名：}}, {{项：}}, {{年}}, {{上年}}, {{称谓}}, {{略}}"
            ),
        },
        SentenceFault::NoNumber(path) => match lang {
            Lang::Chinese => format!("字段“{path}”填的不是数"),
            Lang::English => format!("the field \"{path}\" holds no number"),
        },
        SentenceFault::NoUnit(path, unit) => match lang {
            Lang::Chinese => format!("字段“{path}”的单位是{unit}，其后应写明单位"),
            Lang::English => format!("the unit of the field \"{path}\" is {unit}: write it behind"),
        },
        SentenceFault::NoList(path) => match lang {
            Lang::Chinese => format!("字段“{path}”下不是按名称列出的金额"),
            Lang::English => format!("the field \"{path}\" holds no amounts by name"),
        },
        SentenceFault::TooLarge => lang
            .pick(
                "句子过长或可省部分过多",
                "the sentence, or all of them, grow too large",
            )
            .to_owned(),
    };
    match (sentence, lang) {
        ("", _) => said,
        (sentence, Lang::Chinese) => format!("句子“{sentence}”：{said}"),
        (sentence, Lang::English) => format!("sentence \"{sentence}\": {said}"),
    }
}

/// Why a number is surely no figure.
#[must_use]
pub fn no_figure(why: NoFigure, lang: Lang) -> &'static str {
    match why {
        NoFigure::Date => lang.pick("年月日", "a date"),
        NoFigure::Ordinal => lang.pick("序号", "the number of an item"),
        NoFigure::DocumentNumber => lang.pick("文号", "the number of a document"),
        NoFigure::Approximate => lang.pick("约数", "about so much"),
        NoFigure::InWord => lang.pick("词中的数字", "part of a word"),
        NoFigure::Telephone => lang.pick("电话", "a telephone number"),
        NoFigure::Mark => lang.pick("书签", "a bookmark"),
    }
}

/// Why a number, or a field, was not read, and what can be done.
#[must_use]
pub fn unread(why: &Unread, lang: Lang) -> String {
    match why {
        Unread::NoSentence => lang
            .pick("没有哪句读法说到它", "no sentence of the pack says it")
            .to_owned(),
        Unread::Malformed => lang
            .pick("写法不成一个确定的数", "not written as one certain number")
            .to_owned(),
        Unread::Struck => lang.pick("划了删除线", "struck out").to_owned(),
        Unread::Table => lang.pick("在表格中", "in a table").to_owned(),
        Unread::TwoFields(fields) => match lang {
            Lang::Chinese => format!("有两种读法：{}", fields.join("、")),
            Lang::English => format!("claimed for {}", fields.join(" and for ")),
        },
        Unread::Differs(field) => match lang {
            Lang::Chinese => format!("“{field}”在文中两处不同"),
            Lang::English => format!("\"{field}\" is said differently in two places"),
        },
        Unread::UnknownName(name, list) => match lang {
            Lang::Chinese => format!(
                "所在列举中的“{name}”不认识，整个列举（{list}）未读；请在 文字.toml 该列的 [名.名] 下加一行：\"规范名称\" = [\"{name}\"]"
            ),
            Lang::English => format!(
                "\"{name}\" in its list is unknown, and the whole list ({list}) unread; add to [名.名] of that list in 文字.toml: \"name of the form\" = [\"{name}\"]"
            ),
        },
        Unread::NameTwice(name, list) => match lang {
            Lang::Chinese => format!("所在列举中“{name}”出现两次，整个列举（{list}）未读"),
            Lang::English => {
                format!(
                    "\"{name}\" stands twice in its list, and the whole list ({list}) is unread"
                )
            }
        },
        Unread::OtherYear(year) => match lang {
            Lang::Chinese => format!("句中的 {year} 年不是所报告的年度"),
            Lang::English => format!("the sentence is about {year}, not the year of the report"),
        },
        Unread::NoYear => lang
            .pick(
                "标题没有写明年度，句中的年份无从核对",
                "the title gives no year to hold the sentence's against",
            )
            .to_owned(),
        Unread::Coarse(unit) => match lang {
            Lang::Chinese => format!("写得比表式粗，换算成{unit}后位数不足"),
            Lang::English => format!("too coarse to be carried into {unit}"),
        },
        Unread::Sign => lang
            .pick(
                "既写“减少”又带负号，正负不能确定",
                "both the word and the sign say that it fell",
            )
            .to_owned(),
    }
}

/// How many numbers ended how.
#[must_use]
pub fn counts(counts: Counts, lang: Lang) -> String {
    let all = counts.figures + counts.none + counts.unread;
    match lang {
        Lang::Chinese => format!(
            "文中数字 {all} 个：读作填报数 {}，不是数额 {}，未读 {}",
            counts.figures, counts.none, counts.unread
        ),
        Lang::English => format!(
            "{all} numbers in the text: {} read as figures, {} surely none, {} unread",
            counts.figures, counts.none, counts.unread
        ),
    }
}

/// What `gouji text` says around a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// What the marks mean.
    Legend,
    /// Heading of what is unread.
    Unread,
    /// Heading of fields that could not be read.
    Open,
    /// Heading of the page.
    Page,
    /// The title was not found.
    NoTitle,
}

impl Around {
    /// The words.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Legend => lang.pick(
                "【】填报数，其字段列在段后；〔〕不是数额；？？未读",
                "【】figure, its field below the paragraph; 〔〕surely no figure; ？？unread",
            ),
            Self::Unread => lang.pick("未读的数字", "Unread numbers"),
            Self::Open => lang.pick("未能读出的字段", "Fields that could not be read"),
            Self::Page => lang.pick("报告文字的读法", "How the report was read"),
            Self::NoTitle => lang.pick(
                "没有找到本表式的报告标题，年度因此不明",
                "no title of such a report was found, so the year is not known",
            ),
        }
    }
}

/// The place of a paragraph, in the text or in a table.
#[must_use]
pub fn place(paragraph: u32, standing: crate::read::Standing, lang: Lang) -> String {
    use crate::read::Standing::{Cell, Text};
    match (standing, lang) {
        (Text, Lang::Chinese) => format!("第{paragraph}段"),
        (Text, Lang::English) => format!("paragraph {paragraph}"),
        (Cell { table, row, column }, Lang::Chinese) => {
            format!("第{table}个表格第{row}行第{column}列")
        }
        (Cell { table, row, column }, Lang::English) => {
            format!("table {table}, row {row}, column {column}")
        }
    }
}
