//! What is said of workbooks: why one cannot be read, and what was noticed while it was bound.
//!
//! The reader has the workbook open in front of them: sentences name sheets, cells and labels,
//! nothing of ours.

use super::Lang;
use crate::bind::{Note, NoteKind, Spot};
use crate::fault::WorkbookFault;

/// Places that are named in one sentence.
const PLACES: usize = 8;

/// Why a workbook cannot be read, or not be taken for a submission.
#[must_use]
pub fn fault(fault: &WorkbookFault, lang: Lang) -> String {
    let (chinese, english) = match fault {
        WorkbookFault::Encrypted => (
            "工作簿设有打开密码，无法读取".to_owned(),
            "the workbook has a password and cannot be read".to_owned(),
        ),
        WorkbookFault::Damaged(why) => (
            format!("工作簿不完整或已损坏，无法读取（{why}）"),
            format!("the workbook is cut off or damaged and cannot be read ({why})"),
        ),
        WorkbookFault::Excessive => (
            "工作簿展开后过大，不像填报的表，没有读取".to_owned(),
            "the workbook unpacks to more than anybody fills in and was not read".to_owned(),
        ),
        WorkbookFault::Entities => (
            "工作簿里有办公软件不会写的内容（实体定义），没有读取".to_owned(),
            "the workbook defines entities, which no office program does, and was not read"
                .to_owned(),
        ),
        WorkbookFault::NoSheet => (
            "工作簿里没有填写任何内容".to_owned(),
            "nothing is filled in in the workbook".to_owned(),
        ),
        WorkbookFault::NoMapping(titles) if titles.is_empty() => (
            "这个规则包没有说明怎样读工作簿".to_owned(),
            "the pack does not say how to read workbooks".to_owned(),
        ),
        WorkbookFault::NoMapping(titles) => (
            format!(
                "看不出这个工作簿是哪一种表；能读的有：{}",
                titles.join("、")
            ),
            format!(
                "which form the workbook is cannot be told; known are: {}",
                titles.join(", ")
            ),
        ),
        WorkbookFault::SeveralMappings(ids) => (
            format!("这个工作簿合于几个规则包：{}", ids.join("、")),
            format!("the workbook fits several packs: {}", ids.join(", ")),
        ),
        WorkbookFault::BrokenMapping(pack, why) => (
            format!("规则包 {pack} 的 excel.toml 有误：{why}"),
            format!("the excel.toml of pack {pack} is wrong: {why}"),
        ),
    };
    lang.pick(&chinese, &english).to_owned()
}

/// What to do about it: Chinese, then English.
#[must_use]
pub fn help(fault: &WorkbookFault) -> Option<(&'static str, &'static str)> {
    Some(match fault {
        WorkbookFault::Encrypted => (
            "请打开后在“另存为—工具—常规选项”里清空密码，存一份不加密的",
            "open it, save a copy without a password, and hand in that",
        ),
        WorkbookFault::Damaged(_) => (
            "请用办公软件打开，另存为 .xlsx 后再审核；打不开的请向填报人再要一份",
            "open it in an office program and save it as .xlsx, or ask for it again",
        ),
        WorkbookFault::Excessive | WorkbookFault::Entities => (
            "请用办公软件打开，另存为 .xlsx 后再审核",
            "open it in an office program and save it as .xlsx",
        ),
        WorkbookFault::NoSheet => (
            "请确认保存成功，并且选对了文件",
            "check that it was saved and is the right file",
        ),
        WorkbookFault::NoMapping(_) => (
            "请核对表头的标题；是本地的表样，请在规则包里写 excel.toml",
            "check the title on the sheet; for a form of your own, write an excel.toml in the pack",
        ),
        WorkbookFault::SeveralMappings(_) => {
            ("请用 --pack 写明规则包", "name the pack with --pack")
        }
        WorkbookFault::BrokenMapping(..) => (
            "请规则包的维护者改正",
            "whoever maintains the pack must mend it",
        ),
    })
}

/// The rule that a workbook can be read as the form, in one line.
#[must_use]
pub fn rule_title(lang: Lang) -> &'static str {
    lang.pick(
        "工作簿应能按表式读取",
        "a workbook should be readable as the form",
    )
}

/// What was noticed.
#[must_use]
pub fn note(note: &Note, lang: Lang) -> String {
    match lang {
        Lang::Chinese => chinese(note),
        Lang::English => english(note),
    }
}

fn places(spots: &[Spot], lang: Lang) -> String {
    let mut named: Vec<String> = spots.iter().take(PLACES).map(Spot::words).collect();
    if spots.len() > PLACES {
        let count = spots.len();
        named.push(match lang {
            Lang::Chinese => format!("等 {count} 处"),
            Lang::English => format!("{count} in all"),
        });
    }
    named.join(lang.pick("、", ", "))
}

fn listed(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("“{text}”")).collect();
    texts.join("、")
}

fn quoted(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    texts.join(", ")
}

fn chinese(note: &Note) -> String {
    let at = places(&note.spots, Lang::Chinese);
    match &note.kind {
        NoteKind::SheetMissing(names) => {
            format!(
                "没有名为或标题为{}的工作表，其中的字段没有读取",
                listed(names)
            )
        }
        NoteKind::SheetTwice(names) => format!(
            "{}都像是同一张表，都没有读取；请只留一张，或改名",
            listed(names)
        ),
        NoteKind::LabelsMissing(sheet, labels) => {
            format!(
                "工作表“{sheet}”上没有找到{}，相应的字段视为未填",
                listed(labels)
            )
        }
        NoteKind::BlockMissing(sheet, labels) => {
            format!(
                "工作表“{sheet}”上没有找到{}，以下各行没有读取",
                listed(labels)
            )
        }
        NoteKind::LabelTwice(label) => {
            format!("“{label}”有几处，不知以哪一处为准，都没有读取：{at}")
        }
        NoteKind::UnitMissing(sheet, wanted) => format!(
            "工作表“{sheet}”上没有写明金额单位（找的是{}），其中的金额没有读取",
            listed(wanted)
        ),
        NoteKind::UnitTwice(units) => {
            format!(
                "同一张表写了两种金额单位{}，其中的金额没有读取：{at}",
                listed(units)
            )
        }
        NoteKind::Converted(from, to) => {
            format!("{at} 写明金额单位为{from}，已按{to}换算（精确换算）；报告中的金额以{to}计")
        }
        NoteKind::Unclaimed(count, name) => {
            let row = if name.is_empty() {
                String::new()
            } else {
                format!("“{name}”一行")
            };
            format!("{row}有 {count} 个数不属于表式中的任何字段，没有核对：{at}")
        }
        NoteKind::ReadText(text, number) => {
            format!("{at} 是文字“{text}”，按数 {number} 读取；请改填数字")
        }
        NoteKind::ShownAs(value, shown) => {
            format!("{at} 的值是 {value}，显示为 {shown}；按值核对")
        }
        NoteKind::Residue(value, shown) => {
            format!("{at} 的值是计算余数 {value}，显示为 {shown}；按显示的数核对")
        }
        NoteKind::NoResult(formula) => {
            format!("{at} 的公式 {formula} 没有算出的结果，不能核对；请用办公软件打开后保存一次")
        }
        NoteKind::Scaled(value) => format!(
            "{at} 的值是 {value}，但单元格格式让它显示成另外的大小，不知以哪个为准，不能核对"
        ),
        NoteKind::ErrorValue(text) => format!("{at} 是错误值 {text}，应当是填报的数或文字"),
        NoteKind::DateForNumber(text) => format!("{at} 是日期（{text}），应当是数"),
        NoteKind::StruckOut(text) => {
            format!("{at} 的“{text}”画有删除线，不知是否作数；请删去不要的，去掉删除线")
        }
        NoteKind::UnderMerge(text) => {
            format!("{at} 被合并单元格盖住的“{text}”看不见，没有采用")
        }
        NoteKind::Hidden(count) => {
            format!("采用了隐藏的行、列或工作表中的 {count} 个单元格，第一处是 {at}")
        }
        NoteKind::NameTwice(name) => format!("{at} 的“{name}”前面已有一行，这一行没有读取"),
        NoteKind::TooLong(text) => format!("{at} 的数 {text} 位数过多，无法精确保存"),
        NoteKind::FieldTwice(title) => {
            format!("“{title}”填了两处而数不同，都没有采用：{at}")
        }
        NoteKind::Formulas(count) => {
            format!("有 {count} 个数是公式，采用的是文件中保存的结果，没有重新计算")
        }
    }
}

fn english(note: &Note) -> String {
    let at = places(&note.spots, Lang::English);
    match &note.kind {
        NoteKind::SheetMissing(names) => {
            format!(
                "no sheet is called, or headed, {}; its fields were not read",
                quoted(names)
            )
        }
        NoteKind::SheetTwice(names) => {
            format!("{} seem to be the same sheet; none was read", quoted(names))
        }
        NoteKind::LabelsMissing(sheet, labels) => {
            format!(
                "sheet \"{sheet}\" has no {}; the fields count as blank",
                quoted(labels)
            )
        }
        NoteKind::BlockMissing(sheet, labels) => {
            format!(
                "sheet \"{sheet}\" has no {}; the rows below were not read",
                quoted(labels)
            )
        }
        NoteKind::LabelTwice(label) => {
            format!("\"{label}\" stands in several places; none was taken: {at}")
        }
        NoteKind::UnitMissing(sheet, wanted) => format!(
            "sheet \"{sheet}\" does not say how it counts money (looked for {}); its amounts were not read",
            quoted(wanted)
        ),
        NoteKind::UnitTwice(units) => {
            format!(
                "one sheet names two units, {}; its amounts were not read: {at}",
                quoted(units)
            )
        }
        NoteKind::Converted(from, to) => {
            format!("{at} counts money in {from}; it was converted, exactly, into {to}")
        }
        NoteKind::Unclaimed(count, name) => {
            format!(
                "{count} numbers of the row \"{name}\" belong to no field and were not checked: {at}"
            )
        }
        NoteKind::ReadText(text, number) => {
            format!("{at} is the text \"{text}\", read as {number}; enter a number")
        }
        NoteKind::ShownAs(value, shown) => {
            format!("{at} holds {value} and shows {shown}; the value was taken")
        }
        NoteKind::Residue(value, shown) => {
            format!(
                "{at} holds {value}, left over by a computation, and shows {shown}, which was taken"
            )
        }
        NoteKind::NoResult(formula) => {
            format!(
                "the formula {formula} in {at} has no result; open and save it in an office program"
            )
        }
        NoteKind::Scaled(value) => {
            format!("{at} holds {value}, but its format shows another size; it was not taken")
        }
        NoteKind::ErrorValue(text) => format!("{at} is the error value {text}"),
        NoteKind::DateForNumber(text) => format!("{at} is a date ({text}) where a number is due"),
        NoteKind::StruckOut(text) => {
            format!("\"{text}\" in {at} is struck out; whether it counts cannot be known")
        }
        NoteKind::UnderMerge(text) => {
            format!("\"{text}\" in {at} lies under a merged cell and was not used")
        }
        NoteKind::Hidden(count) => {
            format!("{count} cells of hidden rows, columns or sheets were used, the first is {at}")
        }
        NoteKind::NameTwice(name) => {
            format!("\"{name}\" in {at} has a row above already; this one was not read")
        }
        NoteKind::TooLong(text) => format!("{text} in {at} has too many digits to be held"),
        NoteKind::FieldTwice(title) => {
            format!("\"{title}\" stands in two places with different values; none was taken: {at}")
        }
        NoteKind::Formulas(count) => {
            format!(
                "{count} figures are formulas; the results in the file were taken, not computed anew"
            )
        }
    }
}
