//! What is said about a file that cannot be read: for each fault a sentence, a label at the place,
//! and advice.
//!
//! The reader is a clerk with a text editor, not a programmer: no names of the grammar, no types
//! of ours, no English where a Chinese word exists.

use crate::document::{Kind, NumberFault};
use crate::fault::{ArchiveFault, DocumentFault, Expected, FaultKind, Foreign};

use super::Lang;

/// What is wrong, in one sentence: what was found and what belongs there.
#[must_use]
pub fn fault_text(kind: &FaultKind, lang: Lang) -> String {
    match lang {
        Lang::Chinese => chinese_text(kind),
        Lang::English => english_text(kind),
    }
}

/// At most 12 characters to stand under the place.
#[must_use]
pub fn fault_label(kind: &FaultKind, lang: Lang) -> String {
    let (chinese, english) = label(kind);
    lang.pick(chinese, english).to_owned()
}

/// The rule that a file can be read, in one line.
#[must_use]
pub fn rule_title(lang: Lang) -> &'static str {
    lang.pick("文件应能读取", "a file should be readable")
}

/// What to do about it, where the sentence does not say so already.
#[must_use]
pub fn fault_help(kind: &FaultKind, lang: Lang) -> Option<String> {
    let (chinese, english) = help(kind)?;
    Some(lang.pick(chinese, english).to_owned())
}

fn chinese_text(kind: &FaultKind) -> String {
    match kind {
        FaultKind::FileMissing => "找不到这个文件".into(),
        FaultKind::IsFolder => "这是一个文件夹，不是文件".into(),
        FaultKind::NotRegular => "这是管道或设备，不是普通文件".into(),
        FaultKind::WideLines => "这个一行一份的文件是 UTF-16 编码；请用 UTF-8 另存一次".into(),
        FaultKind::Unreadable { reason } => format!("文件无法读取：{reason}"),
        FaultKind::TooLarge { limit } => format!("文件超过 {} MB 的上限", limit / 1024 / 1024),
        FaultKind::Foreign { is } => format!("这是{}，不是 JSON 文件", foreign_name(*is).0),
        FaultKind::NoReport { .. } | FaultKind::Document { .. } => report_text(kind).0,
        FaultKind::Undecodable { tried, byte } => {
            format!(
                "文件不是文本：从第 {} 个字节起不合 {} 编码，也不合其他可读的编码",
                byte + 1,
                tried.name()
            )
        }
        FaultKind::Empty => "文件是空的，没有任何内容".into(),
        FaultKind::RootNotObject { found } => {
            format!(
                "最外层是{}，应当是用 {{ }} 括起的对象",
                chinese_kind(*found)
            )
        }
        FaultKind::Unexpected { found, expected } => {
            format!(
                "此处是{}，应当是{}",
                chinese_character(*found),
                chinese_expected(*expected)
            )
        }
        FaultKind::FullWidth { found, half } => {
            // quotation marks inside quotation marks would be shown as single ones
            if matches!(found, '“' | '”') {
                format!("此处用了全角引号 {found} ，应当用半角的 {half}")
            } else {
                format!("此处用了全角的“{found}”，应当用半角的 {half}")
            }
        }
        FaultKind::OddSpace { found } => {
            format!(
                "此处有全角空格或看不见的字符（U+{:04X}），应当用普通空格",
                u32::from(*found)
            )
        }
        FaultKind::SingleQuoted => "此处用了单引号，应当用双引号 \"".into(),
        FaultKind::TrailingComma => "逗号后面没有内容，最后一项之后不应有逗号".into(),
        FaultKind::MissingComma => "两项之间缺少逗号".into(),
        FaultKind::MissingColon => "名称后面缺少冒号".into(),
        FaultKind::MissingValue => "此处缺少值".into(),
        FaultKind::UnquotedKey => "名称没有加双引号".into(),
        FaultKind::Comment => "此处是注释，JSON 文件中不能有注释".into(),
        FaultKind::WrongWord {
            word,
            instead: Some(instead),
        } => format!("“{word}”应当写作 {instead}"),
        FaultKind::WrongWord {
            word,
            instead: None,
        } => format!("文字“{word}”没有加双引号"),
        FaultKind::LeadingPlus => "数字前面不应有加号".into(),
        FaultKind::LeadingZero => "数字前面不应有多余的 0".into(),
        FaultKind::BarePoint => "小数点前后都应有数字".into(),
        FaultKind::GroupedNumber => "数字中有千分位逗号，应当去掉".into(),
        FaultKind::MalformedNumber => "此处应当是数字，但夹有其他字符".into(),
        FaultKind::NumberRange { fault } => chinese_number(*fault).into(),
        FaultKind::ControlInText { found: '\n' | '\r' } => "文字中间换了行，应当写作 \\n".into(),
        FaultKind::ControlInText { found: '\t' } => "文字中有制表符，应当写作 \\t 或用空格".into(),
        FaultKind::ControlInText { found } => {
            format!(
                "文字中有看不见的控制字符（U+{:04X}），应当删去",
                u32::from(*found)
            )
        }
        FaultKind::BadEscape { found } => format!("反斜杠后面不能跟{}", chinese_character(*found)),
        FaultKind::LoneSurrogate => "此处的 \\u 转义只有半个字符".into(),
        FaultKind::UnterminatedText => "文字没有结束：到行尾都没有双引号 \"".into(),
        FaultKind::Unclosed { open, others: 0 } => {
            format!("括号 {open} 没有对应的 {}", closing(*open))
        }
        FaultKind::Unclosed { open, others } => {
            format!(
                "文件结束时，括号 {open} 还没有对应的 {}，外面另有 {others} 个括号也没有关闭",
                closing(*open)
            )
        }
        FaultKind::AfterEnd => "内容已经结束，后面还有多余的字符".into(),
        FaultKind::DuplicateKey { key } => format!("名称“{key}”在同一对象中出现了两次"),
        FaultKind::TooDeep { limit } => format!("括号嵌套超过 {limit} 层"),
        FaultKind::LinkedFolder => "这是指向文件夹的链接，没有进入".into(),
        FaultKind::LinkedFile => "这是指向别处文件的链接，没有读".into(),
        FaultKind::Archive { fault } => archive(fault, Lang::Chinese),
        FaultKind::Workbook { fault } => super::workbook::fault(fault, Lang::Chinese),
        FaultKind::Panicked { words } => format!("程序在审核这一份时出错（是程序的缺陷）：{words}"),
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one sentence a fault; splitting would hide a missing one"
)]
fn english_text(kind: &FaultKind) -> String {
    match kind {
        FaultKind::FileMissing => "there is no such file".into(),
        FaultKind::IsFolder => "this is a folder, not a file".into(),
        FaultKind::NotRegular => "this is a pipe or a device, not a file".into(),
        FaultKind::WideLines => "this file of lines is UTF-16; save it as UTF-8".into(),
        FaultKind::Unreadable { reason } => format!("the file cannot be read: {reason}"),
        FaultKind::TooLarge { limit } => {
            format!("the file is larger than {} MB", limit / 1024 / 1024)
        }
        FaultKind::Foreign { is } => format!("this is {}, not JSON", foreign_name(*is).1),
        FaultKind::NoReport { .. } | FaultKind::Document { .. } => report_text(kind).1,
        FaultKind::Undecodable { tried, byte } => {
            format!(
                "the file is not text: byte {} is not {}, and no other encoding fits",
                byte + 1,
                tried.name()
            )
        }
        FaultKind::Empty => "the file is empty".into(),
        FaultKind::RootNotObject { found } => {
            format!(
                "the outermost value is {}, but should be an object in {{ }}",
                english_kind(*found)
            )
        }
        FaultKind::Unexpected { found, expected } => {
            format!(
                "found {}, expected {}",
                english_character(*found),
                english_expected(*expected)
            )
        }
        FaultKind::FullWidth { found, half } => {
            format!("the full-width \"{found}\" should be the half-width {half}")
        }
        FaultKind::OddSpace { found } => {
            format!(
                "a full-width space or an invisible character (U+{:04X}) stands here",
                u32::from(*found)
            )
        }
        FaultKind::SingleQuoted => "single quotation marks should be double ones".into(),
        FaultKind::TrailingComma => "nothing follows this comma".into(),
        FaultKind::MissingComma => "a comma is missing between two values".into(),
        FaultKind::MissingColon => "a colon is missing after the name".into(),
        FaultKind::MissingValue => "a value is missing here".into(),
        FaultKind::UnquotedKey => "the name is not in double quotation marks".into(),
        FaultKind::Comment => "JSON has no comments".into(),
        FaultKind::WrongWord {
            word,
            instead: Some(instead),
        } => format!("\"{word}\" should be {instead}"),
        FaultKind::WrongWord {
            word,
            instead: None,
        } => {
            format!("the text \"{word}\" is not in double quotation marks")
        }
        FaultKind::LeadingPlus => "a number has no plus in front".into(),
        FaultKind::LeadingZero => "a number has no further 0 in front".into(),
        FaultKind::BarePoint => "a decimal point needs digits on both sides".into(),
        FaultKind::GroupedNumber => "a number has no commas between its digits".into(),
        FaultKind::MalformedNumber => "a number is expected, but other characters are in it".into(),
        FaultKind::NumberRange { fault } => english_number(*fault).into(),
        FaultKind::ControlInText { found: '\n' | '\r' } => {
            "a line break inside a text should be written \\n".into()
        }
        FaultKind::ControlInText { found: '\t' } => {
            "a tab inside a text should be written \\t".into()
        }
        FaultKind::ControlInText { found } => {
            format!(
                "a control character (U+{:04X}) stands inside a text",
                u32::from(*found)
            )
        }
        FaultKind::BadEscape { found } => format!(
            "a backslash cannot stand before {}",
            english_character(*found)
        ),
        FaultKind::LoneSurrogate => "this \\u escape is only half a character".into(),
        FaultKind::UnterminatedText => "the text has no closing quotation mark in its line".into(),
        FaultKind::Unclosed { open, others: 0 } => {
            format!("the bracket {open} has no {}", closing(*open))
        }
        FaultKind::Unclosed { open, others } => {
            format!(
                "the file ends before the bracket {open} has its {}, and so have {others} more around it",
                closing(*open)
            )
        }
        FaultKind::AfterEnd => "something follows after the end of the content".into(),
        FaultKind::DuplicateKey { key } => format!("the name \"{key}\" stands twice in one object"),
        FaultKind::TooDeep { limit } => format!("brackets are nested more than {limit} deep"),
        FaultKind::LinkedFolder => "this is a link to a folder, which is not entered".into(),
        FaultKind::LinkedFile => "this is a link to a file elsewhere, which is not read".into(),
        FaultKind::Archive { fault } => archive(fault, Lang::English),
        FaultKind::Workbook { fault } => super::workbook::fault(fault, Lang::English),
        FaultKind::Panicked { words } => {
            format!("the program failed at this submission (a defect of its own): {words}")
        }
    }
}

/// Why a file is no report that can be read; Chinese, then English.
fn report_text(kind: &FaultKind) -> (String, String) {
    match kind {
        FaultKind::Document { why } => document_text(why),
        FaultKind::NoReport { is } => {
            let (chinese, english) = foreign_name(*is);
            (
                format!("这是{chinese}，不能作为报告读取"),
                format!("this is {english}, which cannot be read as a report"),
            )
        }
        _ => (String::new(), String::new()),
    }
}

/// How it becomes one; Chinese, then English.
fn report_help(kind: &FaultKind) -> (&'static str, &'static str) {
    match kind {
        FaultKind::NoReport {
            is: Foreign::OldOffice | Foreign::OpenDocument | Foreign::Markup,
        } => (
            "请用 Word 或 WPS 打开（有密码的先取消密码），点“文件—另存为”，类型选“Word 文档 (*.docx)”，再审核另存的文件",
            "open it in Word or WPS (without its password), save it as “Word Document (*.docx)”, and check that file",
        ),
        FaultKind::NoReport {
            is: Foreign::Pdf | Foreign::Ofd | Foreign::Picture,
        } => (
            "版式文件和图片中的数字不能可靠读取，请用制作它的原稿，在 Word 或 WPS 中另存为“Word 文档 (*.docx)”",
            "figures in fixed-layout files and pictures cannot be read for certain: take the document it was made from and save it as “Word Document (*.docx)”",
        ),
        FaultKind::NoReport { .. } => (
            "报告可以是 Word 文档（.docx）或文本文件（.txt）",
            "a report may be a Word document (.docx) or a text file (.txt)",
        ),
        _ => (
            "请用 Word 或 WPS 打开确认完好，另存为新的“Word 文档 (*.docx)”后再审核",
            "open it in Word or WPS to see that it is whole, save it as a new “Word Document (*.docx)”, and check that",
        ),
    }
}

/// What keeps a Word document from being read; Chinese, then English.
fn document_text(why: &DocumentFault) -> (String, String) {
    match why {
        DocumentFault::Archive(reason) => (
            format!("Word 文档已损坏：{reason}"),
            format!("the Word document is damaged: {reason}"),
        ),
        DocumentFault::NoText => (
            "Word 文档中没有正文".to_owned(),
            "the Word document has no text".to_owned(),
        ),
        DocumentFault::TooLarge(limit) => (
            format!("Word 文档展开后超过 {} MB 的上限", limit / 1024 / 1024),
            format!(
                "the Word document unpacks to more than {} MB",
                limit / 1024 / 1024
            ),
        ),
        DocumentFault::Markup(reason) => (
            format!("Word 文档的内容不完整：{reason}"),
            format!("the Word document is not well-formed: {reason}"),
        ),
        DocumentFault::Entities => (
            "Word 文档中定义了实体，正常的文档没有这种内容，不予读取".to_owned(),
            "the Word document defines entities, which no genuine one does; it is not read"
                .to_owned(),
        ),
    }
}

/// Chinese, then English, with its article.
fn foreign_name(is: Foreign) -> (&'static str, &'static str) {
    match is {
        Foreign::Workbook => ("电子表格（xlsx）", "a workbook (xlsx)"),
        Foreign::Letter => ("文字文档（docx）", "a document (docx)"),
        Foreign::Slides => ("演示文稿（pptx）", "slides (pptx)"),
        Foreign::OpenDocument => ("OpenDocument 文档", "an OpenDocument file"),
        Foreign::Ofd => ("OFD 版式文档", "an OFD document"),
        Foreign::OldOffice => (
            "旧格式的 Office 或 WPS 文档（xls、doc、et、wps）",
            "an Office or WPS file of the old format (xls, doc, et, wps)",
        ),
        Foreign::Pdf => ("PDF 文档", "a PDF"),
        Foreign::Picture => ("图片", "a picture"),
        Foreign::Archive => ("压缩包", "an archive"),
        Foreign::Markup => ("网页或 XML 文件", "a web page or XML"),
        Foreign::Program => ("程序", "a program"),
        Foreign::Table => ("文本表格（csv）", "a table as text (csv)"),
    }
}

/// Chinese, then English.
fn label(kind: &FaultKind) -> (&'static str, &'static str) {
    match kind {
        FaultKind::FileMissing => ("文件不存在", "not found"),
        FaultKind::IsFolder => ("是文件夹", "a folder"),
        FaultKind::NotRegular => ("不是普通文件", "not a file"),
        FaultKind::WideLines => ("编码不符", "UTF-16"),
        FaultKind::Unreadable { .. } => ("无法读取", "unreadable"),
        FaultKind::TooLarge { .. } => ("文件过大", "too large"),
        FaultKind::Foreign { .. } => ("不是 JSON", "not JSON"),
        FaultKind::NoReport { .. } => ("不是报告", "no report"),
        FaultKind::Document { .. } => ("文档读不出", "unreadable"),
        FaultKind::Undecodable { .. } => ("编码不符", "not text"),
        FaultKind::Empty => ("没有内容", "empty"),
        FaultKind::RootNotObject { .. } => ("应当是对象", "no object"),
        FaultKind::Unexpected { .. } => ("不应在此", "unexpected"),
        FaultKind::FullWidth {
            half: '0'..='9', ..
        } => ("全角数字", "full width"),
        FaultKind::FullWidth { .. } => ("全角符号", "full width"),
        FaultKind::OddSpace { .. } => ("不是普通空格", "odd space"),
        FaultKind::SingleQuoted => ("单引号", "single quote"),
        FaultKind::TrailingComma => ("多余的逗号", "extra comma"),
        FaultKind::MissingComma => ("此后缺逗号", "comma needed"),
        FaultKind::MissingColon => ("此后缺冒号", "colon needed"),
        FaultKind::MissingValue => ("此处缺值", "value needed"),
        FaultKind::Comment => ("注释", "comment"),
        FaultKind::WrongWord {
            instead: Some(_), ..
        } => ("写法不对", "wrong word"),
        FaultKind::UnquotedKey | FaultKind::WrongWord { instead: None, .. } => {
            ("缺双引号", "not quoted")
        }
        FaultKind::LeadingPlus => ("多余的加号", "extra plus"),
        FaultKind::LeadingZero => ("多余的 0", "extra zero"),
        FaultKind::BarePoint => ("小数点缺数字", "digit needed"),
        FaultKind::GroupedNumber => ("千分位逗号", "has commas"),
        FaultKind::MalformedNumber => ("不是数字", "no number"),
        FaultKind::NumberRange { .. } => ("超出精确范围", "out of range"),
        FaultKind::ControlInText { found: '\n' | '\r' } => ("文字中换行", "line break"),
        FaultKind::ControlInText { .. } => ("控制字符", "control"),
        FaultKind::BadEscape { .. } => ("转义不对", "bad escape"),
        FaultKind::LoneSurrogate => ("半个字符", "half a pair"),
        FaultKind::UnterminatedText => ("缺结尾引号", "not ended"),
        FaultKind::Unclosed { .. } => ("没有关闭", "not closed"),
        FaultKind::AfterEnd => ("多余的内容", "after end"),
        FaultKind::DuplicateKey { .. } => ("名称重复", "duplicate"),
        FaultKind::TooDeep { .. } => ("嵌套过深", "too deep"),
        FaultKind::LinkedFolder | FaultKind::LinkedFile => ("链接", "a link"),
        FaultKind::Archive { .. } => ("压缩文件", "an archive"),
        FaultKind::Workbook { .. } => ("工作簿", "a workbook"),
        FaultKind::Panicked { .. } => ("程序出错", "failed"),
    }
}

/// Chinese, then English.
#[expect(
    clippy::too_many_lines,
    reason = "one advice a fault, both languages side by side"
)]
fn help(kind: &FaultKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        FaultKind::FileMissing => ("请核对文件名和所在文件夹", "check the name and the folder"),
        FaultKind::IsFolder => (
            "请写出文件夹里的文件名，可以一次写几个",
            "name the files in it, several if you like",
        ),
        FaultKind::Foreign {
            is: Foreign::Archive,
        } => (
            "请先解压，再审核其中的 JSON 文件",
            "unpack it, and check the JSON files in it",
        ),
        FaultKind::Foreign {
            is: Foreign::Letter,
        } => (
            "报告里的数可用 gouji text 读出；要审核的，请用 gouji form 写出空表（xlsx），照填后再审核",
            "gouji text reads the figures of a report; to check, fill in the blank form that gouji form writes (xlsx)",
        ),
        FaultKind::Foreign { .. } => (
            "请按表式把其中的数和文字填进 JSON 文件（格式见 docs/self-check.md），再审核那个文件",
            "fill its figures and texts into a JSON file as the form has them (see docs/self-check.md), and check that",
        ),
        FaultKind::NoReport { .. } | FaultKind::Document { .. } => report_help(kind),
        FaultKind::Undecodable { .. } => (
            "请用编辑器打开，另存为 UTF-8 编码的文本文件",
            "open it in an editor and save it as UTF-8 text",
        ),
        FaultKind::Empty => (
            "请确认保存成功，并且选对了文件",
            "check that it was saved and is the right file",
        ),
        FaultKind::FullWidth { .. } => (
            "请把输入法切换到半角英文标点后重新输入；双引号里面的文字不受影响",
            "type it again with half-width input; text inside quotation marks is not affected",
        ),
        FaultKind::OddSpace { .. } => (
            "请删去，需要空格时用空格键重新输入",
            "delete it, and type a plain space if one is needed",
        ),
        FaultKind::Comment => (
            "请删去注释，需要保留的话写进说明字段",
            "delete it, or put it into a field for remarks",
        ),
        FaultKind::WrongWord {
            instead: Some("null"),
            ..
        } => (
            "没有数的地方写 null；有数的地方写数字",
            "write null where there is no value, else the number",
        ),
        FaultKind::WrongWord { instead: None, .. } => (
            "此处如应填数，请只写数字（如 400.00），去掉货币符号、公式和汉字，不加引号；确是文字的，前后各加一个双引号 \"",
            "write digits only where a number is due, without sign or formula; put a double quotation mark on each side where it is a text",
        ),
        FaultKind::UnquotedKey => (
            "请在名称前后各加一个双引号 \"",
            "put a double quotation mark on each side",
        ),
        FaultKind::LeadingZero => (
            "编码（如科目编码）请加双引号写成文字；金额请去掉前面的 0",
            "quote it if it is a code; drop the zeros if it is an amount",
        ),
        FaultKind::BarePoint => ("如 .5 写作 0.5，5. 写作 5", "write .5 as 0.5, and 5. as 5"),
        FaultKind::GroupedNumber => ("如 10,443.60 写作 10443.60", "write 10,443.60 as 10443.60"),
        FaultKind::MalformedNumber => (
            "只写数字，单位和百分号请去掉；确是文字的请加双引号",
            "write digits only, without unit or percent sign; quote it if it is text",
        ),
        FaultKind::NumberRange { .. } => {
            ("请核对是否多输了数字", "check for digits typed by mistake")
        }
        FaultKind::BadEscape { .. } => {
            ("反斜杠本身请写作 \\\\", "write a backslash itself as \\\\")
        }
        FaultKind::LoneSurrogate => (
            "请直接输入这个字，不用转义",
            "write the character itself instead",
        ),
        FaultKind::UnterminatedText => (
            "请在文字末尾加双引号；文字里面的双引号写作 \\\" 或改用“ ”",
            "add the mark at the end; a mark inside the text is written \\\"",
        ),
        FaultKind::Unclosed { .. } => (
            "请在这一部分末尾补上；如果文件不完整，请重新导出",
            "add it where this part ends; if the file is cut off, export it again",
        ),
        FaultKind::LinkedFolder => ("请直接写出它所指的文件夹", "name the folder itself"),
        FaultKind::LinkedFile => (
            "请把所指的文件本身放进来",
            "put the file itself into the folder",
        ),
        FaultKind::Archive { .. } => (
            "请先解开，再审核解开后的文件夹",
            "unpack it first, then screen the folder",
        ),
        FaultKind::Workbook { fault } => return super::workbook::help(fault),
        FaultKind::Panicked { .. } => (
            "请把这一份交给程序的维护者；其余各份不受影响",
            "send this submission to whoever maintains the program; the others are not affected",
        ),
        FaultKind::SingleQuoted => (
            "请把前后两个单引号都改为半角双引号 \"",
            "put double quotation marks in place of both",
        ),
        FaultKind::TrailingComma => ("请删去这个逗号", "delete this comma"),
        FaultKind::MissingComma => (
            "请在前一项的末尾加一个半角逗号 ,",
            "add a comma at the end of the value before",
        ),
        FaultKind::MissingColon => ("请在名称后面加一个半角冒号 :", "add a colon after the name"),
        FaultKind::MissingValue => (
            "请在此处填上数字，或加双引号的文字；没有内容的写 null",
            "fill in a number or a quoted text, or null where there is nothing",
        ),
        FaultKind::LeadingPlus => ("请删去加号", "delete the plus"),
        FaultKind::ControlInText { found: '\n' | '\r' } => (
            "请删去换行，把文字写在一行里",
            "delete the line break, and keep the text on one line",
        ),
        FaultKind::ControlInText { .. } => ("请删去这个字符", "delete this character"),
        FaultKind::AfterEnd => (
            "一个文件只放一份自评；请删去多余的内容",
            "keep one submission in a file, and delete the rest",
        ),
        FaultKind::DuplicateKey { .. } => (
            "请删去其中一个，或改正写错的名称",
            "delete one of them, or correct the name",
        ),
        _ => return None,
    })
}

fn archive(fault: &ArchiveFault, lang: Lang) -> String {
    let megabytes = |bytes: &u64| bytes / 1024 / 1024;
    match (fault, lang) {
        (ArchiveFault::Unreadable(reason), Lang::Chinese) => {
            format!("压缩文件无法读取：{reason}")
        }
        (ArchiveFault::Unreadable(reason), Lang::English) => {
            format!("the archive cannot be read: {reason}")
        }
        (ArchiveFault::Nested, Lang::Chinese) => {
            "压缩文件里的压缩文件、多份文件没有审核，请先解开".to_owned()
        }
        (ArchiveFault::Nested, Lang::English) => {
            "an archive or a file of many in an archive is not screened; unpack it first".to_owned()
        }
        (ArchiveFault::NoEnd, Lang::Chinese) => {
            "压缩文件无法读取：不完整，或不是 zip（末尾没有文件目录）".to_owned()
        }
        (ArchiveFault::NoEnd, Lang::English) => {
            "the archive cannot be read: it is cut off or no zip (it ends without a list of files)"
                .to_owned()
        }
        (ArchiveFault::Directory, Lang::Chinese) => {
            "压缩文件的目录与其中的内容对不上，可能还有没有列出的文件".to_owned()
        }
        (ArchiveFault::Directory, Lang::English) => {
            "the archive's list does not agree with what is in it: there may be files that it does not name"
                .to_owned()
        }
        (ArchiveFault::Entries(limit), Lang::Chinese) => {
            format!("压缩文件里的文件达到 {limit} 个，没有读")
        }
        (ArchiveFault::Entries(limit), Lang::English) => {
            format!("the archive has {limit} files or more, too many to be read")
        }
        (ArchiveFault::Size(limit), Lang::Chinese) => {
            let limit = megabytes(limit);
            format!("压缩文件解开后超过 {limit} MB，其余的没有读")
        }
        (ArchiveFault::Size(limit), Lang::English) => {
            let limit = megabytes(limit);
            format!("the archive unpacks to more than {limit} MB; the rest was not read")
        }
    }
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

fn chinese_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "空值 null",
        Kind::Bool => "真假值",
        Kind::Number => "数字",
        Kind::Text => "文字",
        Kind::List => "列表",
        Kind::Map => "对象",
    }
}

fn english_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "true or false",
        Kind::Number => "a number",
        Kind::Text => "a text",
        Kind::List => "a list",
        Kind::Map => "an object",
    }
}

fn chinese_expected(expected: Expected) -> &'static str {
    match expected {
        Expected::Value => "值（数字、加双引号的文字、[ 或 {）",
        Expected::Key => "加双引号的名称",
        Expected::Colon => "冒号 :",
        Expected::Separator => "逗号或右括号",
    }
}

fn english_expected(expected: Expected) -> &'static str {
    match expected {
        Expected::Value => "a value (a number, quoted text, [ or {)",
        Expected::Key => "a quoted name",
        Expected::Colon => "a colon",
        Expected::Separator => "a comma or a closing bracket",
    }
}

/// A character in a sentence; by its number where it cannot be seen.
fn chinese_character(found: char) -> String {
    match found {
        '\n' | '\r' => "换行".into(),
        _ if found.is_control() || found.is_whitespace() => {
            format!("看不见的字符 U+{:04X}", u32::from(found))
        }
        _ => format!("“{found}”"),
    }
}

fn english_character(found: char) -> String {
    match found {
        '\n' | '\r' => "a line break".into(),
        _ if found.is_control() || found.is_whitespace() => {
            format!("an invisible character (U+{:04X})", u32::from(found))
        }
        _ => format!("\"{found}\""),
    }
}

fn chinese_number(fault: NumberFault) -> &'static str {
    match fault {
        NumberFault::NotANumber => "此处不是数字",
        NumberFault::TooManyDigits => "数字的位数过多（超过 28 位有效数字），无法精确表示",
        NumberFault::TooManyPlaces => "小数位数过多（超过 28 位），无法精确表示",
        NumberFault::ExponentTooLarge => "指数过大，数值无法精确表示",
    }
}

fn english_number(fault: NumberFault) -> &'static str {
    match fault {
        NumberFault::NotANumber => "this is not a number",
        NumberFault::TooManyDigits => {
            "the number has too many digits (more than 28) to be held exactly"
        }
        NumberFault::TooManyPlaces => {
            "the number has too many decimals (more than 28) to be held exactly"
        }
        NumberFault::ExponentTooLarge => {
            "the exponent makes the number too large or too fine to be held exactly"
        }
    }
}
