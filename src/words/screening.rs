//! What a screening says: its page, its notes on the way, and what is wrong with a roster, a
//! folder of results, a path.

use std::collections::BTreeMap;

use crate::finding::Totals;
use crate::report::{Differing, Due, OtherYear, Round, Unlisted};
use crate::screen::{Column, Held, InputFault, LogFault, RosterFault, TableFault};

use super::{Lang, read};
use crate::source::Place;

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Who has not handed in.
    Missing,
    /// Who has, more than once.
    Repeated,
    /// Who is not on the roster.
    Unlisted,
    /// Whose code or name is not the roster's.
    Differing,
    /// What must go back.
    Return,
    /// What must be explained.
    Explain,
    /// What could not be decided.
    Undetermined,
    /// What is explained, and a person must read.
    Answered,
    /// What the bureau has waived.
    Waived,
    /// Findings over several submissions.
    Across,
    /// Files that are no submissions by their names.
    PassedOver,
    /// Submissions that are the same as one before.
    Copies,
    /// Submissions of another year than the one asked for.
    OtherYears,
    /// Not in order in the round before, and in order now.
    Mended,
    /// Not in order in both rounds.
    StillOpen,
    /// In order in the round before, and no longer.
    Worse,
    /// Not handed in in the round before.
    New,
}

impl Section {
    /// The line above it.
    #[must_use]
    pub fn heading(self, count: usize, lang: Lang) -> String {
        match lang {
            Lang::Chinese => match self {
                Self::Missing => format!("未报送（{count} 份）"),
                Self::Repeated => format!("重复报送（{count} 个单位）"),
                Self::Unlisted => format!("名单上没有（{count} 份）"),
                Self::Differing => format!("编码、名称与名单不一致（{count} 份）"),
                Self::Return => format!("建议退回更正（{count} 份）"),
                Self::Explain => format!("需说明（{count} 份）"),
                Self::Undetermined => format!("未能判定（{count} 份）"),
                Self::Answered => format!("已写说明，请核实（{count} 份）"),
                Self::Waived => format!("有豁免的（{count} 份）"),
                Self::Across => format!("几份对照（{count} 条）"),
                Self::PassedOver => {
                    format!("没有审核的文件（{count} 个，不是 .json、.xlsx、.ndjson、.zip）")
                }
                Self::Copies => format!("内容相同，只算一份（{count} 份）"),
                Self::OtherYears => format!("别的年度的（{count} 份）"),
                Self::Mended => format!("与上次相比，已改好（{count} 份）"),
                Self::StillOpen => format!("与上次相比，仍有问题（{count} 份）"),
                Self::Worse => format!("与上次相比，新出问题（{count} 份）"),
                Self::New => format!("上次没有的（{count} 份）"),
            },
            Lang::English => match self {
                Self::Missing => format!("Not handed in ({count})"),
                Self::Repeated => format!("Handed in more than once ({count} units)"),
                Self::Unlisted => format!("Not on the roster ({count})"),
                Self::Differing => format!("Code or name not as on the roster ({count})"),
                Self::Return => format!("To be returned for correction ({count})"),
                Self::Explain => format!("To be explained ({count})"),
                Self::Undetermined => format!("Undetermined ({count})"),
                Self::Answered => format!("With explanations to judge ({count})"),
                Self::Waived => format!("With waivers ({count})"),
                Self::Across => format!("Across submissions ({count})"),
                Self::PassedOver => {
                    format!("Files not screened ({count}, not .json, .ndjson or .zip)")
                }
                Self::Copies => format!("The same as another, counted once ({count})"),
                Self::OtherYears => format!("Of another year ({count})"),
                Self::Mended => format!("In order since the round before ({count})"),
                Self::StillOpen => format!("Still not in order ({count})"),
                Self::Worse => format!("No longer in order ({count})"),
                Self::New => format!("Not in the round before ({count})"),
            },
        }
    }
}

/// A submission that is the same as one before.
#[must_use]
pub fn copy(name: &str, first: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{name}  与 {first} 相同"),
        Lang::English => format!("{name}  the same as {first}"),
    }
}

/// Names that are listed of each part of a round.
const OF_A_ROUND: usize = 20;

/// What became of the submissions of the round before: a heading and names, then the counts.
#[must_use]
pub fn of_round(round: &Round, lang: Lang) -> String {
    let parts = [
        (Section::Mended, &round.mended),
        (Section::StillOpen, &round.open),
        (Section::Worse, &round.worse),
        (Section::New, &round.new),
    ];
    let mut lines = Vec::new();
    for (section, list) in parts {
        if !list.is_empty() {
            lines.push(section.heading(list.count, lang));
            let names = list.names.iter().take(OF_A_ROUND);
            lines.extend(names.map(|name| format!("  {name}")));
        }
    }
    lines.push(round_counts(parts.map(|(_, list)| list.count), lang));
    lines.join("\n")
}

fn round_counts([mended, open, worse, new]: [usize; 4], lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!(
            "与上次相比：已改好 {mended}，仍有问题 {open}，新出问题 {worse}，上次没有的 {new}"
        ),
        Lang::English => format!(
            "Against the round before: mended {mended}, still open {open}, worse {worse}, new {new}"
        ),
    }
}

/// The years that submissions are for.
#[must_use]
pub fn years(years: &BTreeMap<String, usize>, lang: Lang) -> String {
    let all = years.iter().rev().map(|(year, count)| match lang {
        Lang::Chinese => format!("{year} 年 {count} 份"),
        Lang::English => format!("{year}: {count}"),
    });
    let all: Vec<String> = all.collect();
    match lang {
        Lang::Chinese => format!("年度：{}", all.join("，")),
        Lang::English => format!("Years: {}", all.join(", ")),
    }
}

/// An explanation, after what it explains.
#[must_use]
pub fn explained(message: &str, explanation: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{message}  说明：{explanation}"),
        Lang::English => format!("{message}  explained: {explanation}"),
    }
}

/// A waiver, after what it waives.
#[must_use]
pub fn waived(message: &str, grant: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{message}  豁免：{grant}"),
        Lang::English => format!("{message}  waived: {grant}"),
    }
}

/// Entries of a list that are left out.
#[must_use]
pub fn more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("另有 {count} 项，此处未列（加 --all 全部列出）"),
        Lang::English => format!("{count} more are not listed here (--all lists them)"),
    }
}

/// Findings of one submission that are left out.
#[must_use]
pub fn more_findings(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("另有 {count} 处"),
        Lang::English => format!("{count} more"),
    }
}

/// A unit that does not say its name.
#[must_use]
pub fn nameless(lang: Lang) -> &'static str {
    lang.pick("（没有单位名称）", "(no name)")
}

/// A due submission.
#[must_use]
pub fn due(due: &Due, lang: Lang) -> String {
    let Due {
        code, unit, kind, ..
    } = due;
    let project = if due.project.is_empty() {
        &due.project_code
    } else {
        &due.project
    };
    let kind = match (kind.is_empty(), project.is_empty()) {
        (_, true) => kind.clone(),
        (true, false) => project.clone(),
        (false, false) => format!("{kind} {project}"),
    };
    let code = if code.is_empty() {
        String::new()
    } else {
        format!("{code}  ")
    };
    match (kind.is_empty(), lang) {
        (true, _) => format!("{code}{unit}"),
        (false, Lang::Chinese) => format!("{code}{unit}（{kind}）"),
        (false, Lang::English) => format!("{code}{unit} ({kind})"),
    }
}

/// After a unit that has not handed in: a file that cannot be read and may be its, or one for
/// another year.
#[must_use]
pub fn hint(due: &Due, lang: Lang) -> Option<String> {
    if let Some(other) = &due.other_year {
        let OtherYear { source, year } = other;
        return Some(match lang {
            Lang::Chinese => format!("交来的 {source} 是 {year} 年度的"),
            Lang::English => format!("{source}, which came in, is for {year}"),
        });
    }
    let source = due.perhaps.as_ref()?;
    Some(match (due.unscreened, lang) {
        (false, Lang::Chinese) => format!("读不了的 {source} 可能是它的"),
        (false, Lang::English) => format!("{source}, which cannot be read, may be theirs"),
        (true, Lang::Chinese) => format!("没有审核的 {source} 可能是它的"),
        (true, Lang::English) => format!("{source}, which was not screened, may be theirs"),
    })
}

/// After a submission that is not on the roster: why, as far as can be told.
#[must_use]
pub fn unlisted(one: &Unlisted, lang: Lang) -> Option<String> {
    let code = &one.subject.code;
    if let Some(unit) = &one.code_of {
        return Some(match lang {
            Lang::Chinese => format!("单位编码 {code} 在名单上是“{unit}”的"),
            Lang::English => format!("the code {code} is that of \"{unit}\" on the roster"),
        });
    }
    if one.other_project {
        let project = if one.subject.project.is_empty() {
            &one.subject.project_code
        } else {
            &one.subject.project
        };
        return Some(match lang {
            Lang::Chinese => format!("名单上这个单位没有项目“{project}”"),
            Lang::English => format!("the roster has no project \"{project}\" of this unit"),
        });
    }
    one.nearest.as_ref().map(|name| much_like(name, lang))
}

/// A submission whose code and name are not both those of the roster: both are said.
#[must_use]
pub fn differing(one: &Differing, lang: Lang) -> String {
    let Differing {
        source,
        subject,
        due,
    } = one;
    let pair = |name: &str, code: &str| {
        if code.is_empty() {
            name.to_owned()
        } else {
            format!("{name} {code}")
        }
    };
    let (own, listed) = (
        pair(&subject.unit, &subject.code),
        pair(&due.unit, &due.code),
    );
    match lang {
        Lang::Chinese => format!("{own}  {source}  名单上是 {listed}"),
        Lang::English => format!("{own}  {source}  the roster has {listed}"),
    }
}

/// After a unit that is not on the roster: a name that is.
#[must_use]
pub fn much_like(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("名单上有相近的“{name}”"),
        Lang::English => format!("the roster has \"{name}\", which is much like it"),
    }
}

/// Several files with the same content.
#[must_use]
pub fn same_content(lang: Lang) -> &'static str {
    lang.pick("内容相同", "the same content")
}

/// Differences that are not listed.
#[must_use]
pub fn more_differences(count: usize, listed: bool, lang: Lang) -> String {
    match (listed, lang) {
        (true, Lang::Chinese) => format!("另有 {count} 处不同"),
        (true, Lang::English) => format!("{count} more differences"),
        (false, Lang::Chinese) => "内容不同，未能逐项比较".into(),
        (false, Lang::English) => "they differ; they could not be compared".into(),
    }
}

/// A value that is not there.
#[must_use]
pub fn absent(lang: Lang) -> &'static str {
    lang.pick("（无）", "(none)")
}

/// Before a line and column.
#[must_use]
pub fn place(place: &Place, lang: Lang) -> String {
    let Place {
        line,
        column,
        origin,
    } = place;
    if let Some(origin) = origin {
        return origin.to_string();
    }
    match lang {
        Lang::Chinese => format!("第 {line} 行第 {column} 列"),
        Lang::English => format!("{line}:{column}"),
    }
}

/// A figure and what it should be, with its unit.
#[must_use]
pub fn should_be(stated: &str, expected: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{stated}，应为 {expected}"),
        Lang::English => format!("{stated}, should be {expected}"),
    }
}

/// A figure elsewhere that is probably the wrong one.
#[must_use]
pub fn suspect(place: &str, name: &str, stated: &str, proposed: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("；疑为{place}“{name}”{stated} 应为 {proposed}"),
        Lang::English => format!("; probably {place} \"{name}\" {stated} should be {proposed}"),
    }
}

/// The last line: what it all comes to. `missing` is `None` without a roster; `across` counts
/// what was found over several submissions.
#[must_use]
pub fn verdict(totals: Totals, missing: Option<usize>, across: usize, lang: Lang) -> String {
    let Totals {
        accept,
        explain,
        returned,
        undetermined,
    } = totals;
    let all = totals.submissions();
    match lang {
        Lang::Chinese => {
            let missing = missing.map_or_else(String::new, |count| format!("；未报送 {count} 份"));
            let across = match across {
                0 => String::new(),
                count => format!("；几份对照 {count} 条"),
            };
            format!(
                "共 {all} 份：可受理 {accept}，需说明 {explain}，建议退回 {returned}，未能判定 {undetermined}{missing}{across}"
            )
        }
        Lang::English => {
            let missing =
                missing.map_or_else(String::new, |count| format!("; not handed in {count}"));
            let across = match across {
                0 => String::new(),
                count => format!("; across submissions {count}"),
            };
            format!(
                "{all} screened: accept {accept}, explain {explain}, return {returned}, undetermined {undetermined}{missing}{across}"
            )
        }
    }
}

/// While it runs: how many, of how many, how many a second, seconds left.
#[must_use]
pub fn progress(done: u64, all: Option<u64>, rate: u64, left: Option<u64>, lang: Lang) -> String {
    let of = all.map_or_else(String::new, |all| format!("/{all}"));
    let left = left.map(|seconds| {
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match (hours, minutes, lang) {
            (0, 0, Lang::Chinese) => format!("，还需约 {seconds} 秒"),
            (0, _, Lang::Chinese) => format!("，还需约 {minutes} 分 {seconds} 秒"),
            (_, _, Lang::Chinese) => format!("，还需约 {hours} 小时 {minutes} 分"),
            (0, 0, Lang::English) => format!(", {seconds} s left"),
            (0, _, Lang::English) => format!(", {minutes} min {seconds} s left"),
            (_, _, Lang::English) => format!(", {hours} h {minutes} min left"),
        }
    });
    let left = left.unwrap_or_default();
    match lang {
        Lang::Chinese => format!("已审核 {done}{of} 份，每秒 {rate} 份{left}"),
        Lang::English => format!("{done}{of} screened, {rate} a second{left}"),
    }
}

/// How a run that goes on with another came out. `kept` results stayed, `taken` came from other
/// logs, `redone` were made again although there was one.
#[must_use]
pub fn resumed(held: Held, kept: usize, taken: usize, done: usize, lang: Lang) -> String {
    let torn = match (held.torn, lang) {
        (0, _) => String::new(),
        (bytes, Lang::Chinese) => format!("；记录末尾有 {bytes} 字节不完整，已舍去"),
        (bytes, Lang::English) => format!("; {bytes} bytes of a torn line were cut off"),
    };
    let had = held.lines;
    match lang {
        Lang::Chinese => {
            format!("原有结果 {had} 份，保留 {kept} 份，另沿用 {taken} 份，审核 {done} 份{torn}")
        }
        Lang::English => format!(
            "{had} results were there: {kept} kept, {taken} more taken over, {done} screened{torn}"
        ),
    }
}

/// Before a run that can be gone on with.
#[must_use]
pub fn can_resume(lang: Lang) -> &'static str {
    lang.pick(
        "结果随审随存；如被中断，用同样的命令加 --resume 接着做",
        "results are kept as they come; if this is cut off, the same command with --resume goes on",
    )
}

/// The columns that were taken from a roster.
#[must_use]
pub fn headings(headings: &[(Column, String)], due: usize, lang: Lang) -> String {
    let quoted = |text: &str| match lang {
        Lang::Chinese => format!("“{text}”"),
        Lang::English => format!("\"{text}\""),
    };
    let all: Vec<String> = headings
        .iter()
        .map(|(_, heading)| quoted(heading))
        .collect();
    match lang {
        Lang::Chinese => format!("名单：应报 {due} 份，取自{}列", all.join("、")),
        Lang::English => format!("roster: {due} due, from the columns {}", all.join(", ")),
    }
}

/// What is wrong with a path.
#[must_use]
pub fn input_fault(fault: &InputFault, lang: Lang) -> String {
    match (fault, lang) {
        (InputFault::Missing(path), Lang::Chinese) => format!("没有文件或文件夹“{path}”"),
        (InputFault::Missing(path), Lang::English) => format!("no file or folder \"{path}\""),
        (InputFault::NoMatch(path), Lang::Chinese) => format!("没有文件与“{path}”相符"),
        (InputFault::NoMatch(path), Lang::English) => format!("no file matches \"{path}\""),
        (InputFault::InputTwice, Lang::Chinese) => "- （标准输入）只能写一次".into(),
        (InputFault::InputTwice, Lang::English) => {
            "- (standard input) can be given only once".into()
        }
    }
}

/// After a screening of nothing.
#[must_use]
pub fn nothing_found(lang: Lang) -> &'static str {
    lang.pick(
        "没有找到一份自评：请看路径对不对，自评应是 .json、.ndjson 或 .zip",
        "no submission was found: look at the path; submissions are .json, .ndjson or .zip",
    )
}

/// Paths that are not screened twice.
#[must_use]
pub fn repeated_paths(paths: &[String], lang: Lang) -> String {
    let shown = paths.iter().take(5).cloned().collect::<Vec<_>>();
    let shown = shown.join(lang.pick("、", ", "));
    match lang {
        Lang::Chinese => format!("写了两次的路径只审一次（{} 个）：{shown}", paths.len()),
        Lang::English => format!("named twice, screened once ({}): {shown}", paths.len()),
    }
}

/// Why a folder cannot take results, and what to do.
#[must_use]
pub fn log_fault(fault: &LogFault, lang: Lang) -> String {
    match (fault, lang) {
        (LogFault::Exists(folder), Lang::Chinese) => format!(
            "“{0}”里已有审核结果；接着做请加 --resume，只审有变化的请另用一个文件夹并加 --since {0}",
            folder.display()
        ),
        (LogFault::Exists(folder), Lang::English) => format!(
            "\"{0}\" has results already; add --resume to go on with them, or use another folder, with --since {0} to screen only what changed",
            folder.display()
        ),
        (LogFault::Taken(file), Lang::Chinese) => format!(
            "“{}”不是以前的审核结果，没有动它；请另用一个文件夹，或把它移走",
            file.display()
        ),
        (LogFault::Taken(file), Lang::English) => format!(
            "\"{}\" is not of an earlier screening and was left alone; use another folder, or move it away",
            file.display()
        ),
        (LogFault::NoFolder(path), Lang::Chinese) => format!(
            "“{}”是一个文件；--out 要的是放结果的文件夹，没有的会新建",
            path.display()
        ),
        (LogFault::NoFolder(path), Lang::English) => format!(
            "\"{}\" is a file; --out takes the folder for the results, which is made if it is not there",
            path.display()
        ),
        (LogFault::Locked(folder), Lang::Chinese) => {
            format!("另一个 gouji 正在往“{}”里写结果", folder.display())
        }
        (LogFault::Locked(folder), Lang::English) => {
            format!("another gouji is writing to \"{}\"", folder.display())
        }
        (LogFault::Io(path, error), Lang::Chinese) => {
            format!("“{}”无法读写：{error}", path.display())
        }
        (LogFault::Io(path, error), Lang::English) => {
            format!("\"{}\" cannot be read or written: {error}", path.display())
        }
    }
}

/// The log cannot be written any more; how many results it has.
#[must_use]
pub fn cut_off(done: usize, error: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!(
            "结果写不下去：{error}；已存的 {done} 份完好，解决后用同样的命令加 --resume 接着做"
        ),
        Lang::English => format!(
            "results can no longer be written: {error}; the {done} that were are whole, and the same command with --resume goes on"
        ),
    }
}

/// What a column of a roster is for.
fn column(column: Column, lang: Lang) -> &'static str {
    match column {
        Column::Code => lang.pick("单位编码", "the unit's code (单位编码)"),
        Column::Unit => lang.pick("单位名称", "the unit's name (单位名称)"),
        Column::Kinds => lang.pick("应报表种", "the kinds due (应报表种)"),
        Column::Superior => lang.pick("主管部门", "the department (主管部门)"),
        Column::ProjectCode => lang.pick("项目编码", "the project's code (项目编码)"),
        Column::Project => lang.pick("项目名称", "the project (项目名称)"),
    }
}

/// What is gathered of all submissions goes to temporary files, and one cannot be written or read.
#[must_use]
pub fn no_scratch(error: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("临时文件无法读写，各份之间没有核对：{error}"),
        Lang::English => {
            format!("a temporary file cannot be written; nothing was compared across: {error}")
        }
    }
}

/// How many of last year's were read, and how many could not be used.
#[must_use]
pub fn prior_read(read: usize, unread: usize, lang: Lang) -> String {
    match (unread, lang) {
        (0, Lang::Chinese) => format!("上年：{read} 份"),
        (0, Lang::English) => format!("last year's: {read}"),
        (_, Lang::Chinese) => {
            format!(
                "上年：{read} 份；另有 {unread} 份读不了或没有规则包，没有用上（用 gouji screen 看是哪几份）"
            )
        }
        (_, Lang::English) => format!(
            "last year's: {read}; {unread} more cannot be read or have no pack, and were left out (gouji screen says which)"
        ),
    }
}

/// A fault of a roster, at its line.
#[must_use]
pub fn roster_fault(file: &str, fault: &RosterFault, lang: Lang) -> String {
    match lang {
        Lang::Chinese => roster_chinese(file, fault),
        Lang::English => roster_english(file, fault),
    }
}

fn roster_chinese(file: &str, fault: &RosterFault) -> String {
    let lang = Lang::Chinese;
    match fault {
        RosterFault::Table(fault) => match fault {
            TableFault::Unreadable(fault) => {
                format!("名单 {file}：{}", read::fault_text(&fault.kind, lang))
            }
            TableFault::Workbook(words) => format!("名单 {file} 不是可读的工作簿：{words}"),
            TableFault::Unclosed(line) => format!("名单 {file}:{line}：双引号没有结束"),
            TableFault::Empty => format!("名单 {file} 是空的"),
        },
        RosterFault::NoHeadings(found) => format!(
            "名单 {file} 前 10 行中没有“单位名称”一列；第一行是：{}。请把列名写成 单位编码、单位名称、应报表种（编码和表种可以没有）",
            found.join("、")
        ),
        RosterFault::TwoColumns(line, which, found) => format!(
            "名单 {file}:{line}：{}都可能是{}，请把其中一列的列名写成“{}”",
            found
                .iter()
                .map(|name| format!("“{name}”"))
                .collect::<Vec<_>>()
                .join("、"),
            column(*which, lang),
            column(*which, lang)
        ),
        RosterFault::NoUnit(line) => format!("名单 {file}:{line}：没有单位名称"),
        RosterFault::NotAUnit(line, text) => {
            format!("名单 {file}:{line}：“{text}”不是单位，请删去这一行")
        }
        RosterFault::Twice(line, before, unit) => {
            format!("名单 {file}:{line}：“{unit}”的同一表种在第 {before} 行已经列过")
        }
        RosterFault::CodeTwice(line, before, code) => {
            format!("名单 {file}:{line}：编码 {code} 在第 {before} 行是另一个单位的")
        }
        RosterFault::CodeLost(line, code) => format!(
            "名单 {file}:{line}：编码 {code} 是 Excel 把长编码当成数、改写成了科学计数，后几位已经丢了；请把这一列设为“文本”格式，重新填写编码"
        ),
        RosterFault::NameTwice(line, before, unit) => {
            format!("名单 {file}:{line}：“{unit}”在第 {before} 行是另一个编码")
        }
        RosterFault::UnknownKind(line, kind, nearest) => {
            let near = nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("，是否为“{name}”？"));
            format!("名单 {file}:{line}：没有规则包审核表种“{kind}”{near}")
        }
        RosterFault::NoUnits => format!("名单 {file} 只有列名，没有一个单位"),
        RosterFault::More(count) => format!("名单 {file}：另有 {count} 处错误，改后再查"),
    }
}

fn roster_english(file: &str, fault: &RosterFault) -> String {
    let lang = Lang::English;
    match fault {
        RosterFault::Table(fault) => match fault {
            TableFault::Unreadable(fault) => {
                format!("roster {file}: {}", read::fault_text(&fault.kind, lang))
            }
            TableFault::Workbook(words) => {
                format!("roster {file} is no workbook that can be read: {words}")
            }
            TableFault::Unclosed(line) => {
                format!("roster {file}:{line}: a quotation mark is never closed")
            }
            TableFault::Empty => format!("roster {file} is empty"),
        },
        RosterFault::NoHeadings(found) => format!(
            "roster {file} has no column \"单位名称\" in its first 10 rows; the first is: {}. Name the columns 单位编码, 单位名称, 应报表种 (codes and kinds may be left out)",
            found.join(", ")
        ),
        RosterFault::TwoColumns(line, which, found) => format!(
            "roster {file}:{line}: {} may each be {}; name one of them so",
            found
                .iter()
                .map(|name| format!("\"{name}\""))
                .collect::<Vec<_>>()
                .join(", "),
            column(*which, lang)
        ),
        RosterFault::NoUnit(line) => format!("roster {file}:{line}: no name of a unit"),
        RosterFault::NotAUnit(line, text) => {
            format!("roster {file}:{line}: \"{text}\" is no unit; delete this row")
        }
        RosterFault::Twice(line, before, unit) => {
            format!("roster {file}:{line}: \"{unit}\" has this kind on line {before} already")
        }
        RosterFault::CodeTwice(line, before, code) => {
            format!("roster {file}:{line}: the code {code} is another unit's on line {before}")
        }
        RosterFault::CodeLost(line, code) => format!(
            "roster {file}:{line}: Excel has turned a long code into the number {code}, and its last digits are lost; format the column as text and write the codes anew"
        ),
        RosterFault::NameTwice(line, before, unit) => {
            format!("roster {file}:{line}: \"{unit}\" has another code on line {before}")
        }
        RosterFault::UnknownKind(line, kind, nearest) => {
            let near = nearest
                .as_ref()
                .map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"));
            format!("roster {file}:{line}: no pack serves the kind \"{kind}\"{near}")
        }
        RosterFault::NoUnits => format!("roster {file} has headings and no unit below them"),
        RosterFault::More(count) => format!("roster {file}: {count} more faults"),
    }
}
