//! [`Roster`]: which unit owes which submissions, as a table that a bureau keeps anyway.
//!
//! Columns are found by their headings, which differ from place to place; a heading that could be
//! two things is a fault, not a guess. All faults of a table are told together, each at its line.

use std::collections::BTreeMap;
use std::path::Path;

use super::table::{Table, TableFault};
pub(super) use crate::pack::folded;
use crate::report::Due;

/// Rows at the top among which the headings are looked for: a title and a line of remarks may
/// stand above them.
const TOP: usize = 10;
/// Faults that are told of one table.
const FAULTS: usize = 20;

/// A column of the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// 单位编码
    Code,
    /// 单位名称
    Unit,
    /// 应报表种
    Kinds,
    /// 主管部门
    Superior,
    /// 项目编码
    ProjectCode,
    /// 项目名称
    Project,
}

impl Column {
    const ALL: [Self; 6] = [
        Self::Code,
        Self::Unit,
        Self::Kinds,
        Self::Superior,
        Self::ProjectCode,
        Self::Project,
    ];

    /// Headings it goes by; the first is ours.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Code => &[
                "单位编码",
                "单位代码",
                "预算单位编码",
                "预算单位代码",
                "预算编码",
                "部门编码",
                "编码",
                "代码",
            ],
            Self::Unit => &[
                "单位名称",
                "预算单位名称",
                "预算单位",
                "部门名称",
                "部门（单位）名称",
                "单位",
                "名称",
            ],
            Self::Kinds => &[
                "应报表种",
                "表种",
                "应报文种",
                "文种",
                "应报报表",
                "报表种类",
            ],
            Self::Superior => &["主管部门", "主管单位", "上级部门", "主管部门名称"],
            Self::ProjectCode => &["项目编码", "项目代码"],
            Self::Project => &["项目名称", "项目"],
        }
    }
}

/// What is wrong with a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterFault {
    /// The file cannot be read as a table.
    Table(TableFault),
    /// No row at the top has a heading for the units; the headings of the first row.
    NoHeadings(Vec<String>),
    /// Two columns could be the same one: line, which, the headings.
    TwoColumns(usize, Column, Vec<String>),
    /// A row without a unit's name.
    NoUnit(usize),
    /// A row that is a total, not a unit: line, what stands there.
    NotAUnit(usize, String),
    /// The same unit and kind twice: line, the line before, the unit.
    Twice(usize, usize, String),
    /// One code for two names: line, the line before, the code.
    CodeTwice(usize, usize, String),
    /// A code that a spreadsheet has turned into a number with an exponent: line, what stands
    /// there.
    CodeLost(usize, String),
    /// One name with two codes: line, the line before, the name.
    NameTwice(usize, usize, String),
    /// A kind that no pack serves: line, the kind, the nearest that one does.
    UnknownKind(usize, String, Option<String>),
    /// There are headings, and no unit below them.
    NoUnits,
    /// More faults than are told.
    More(usize),
}

/// Who owes what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// What is due, in the order of the table.
    pub due: Vec<Due>,
    /// The headings that were taken for the columns.
    pub headings: Vec<(Column, String)>,
}

impl Column {
    fn matches(self, heading: &str) -> bool {
        self.names().iter().any(|name| folded(name) == heading)
    }
}

impl Roster {
    /// Reads a roster from a file; `kinds` are those that packs serve.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(path: &Path, kinds: &[String]) -> Result<Self, Vec<RosterFault>> {
        let table = Table::read(path).map_err(|fault| vec![RosterFault::Table(fault)])?;
        Self::of(&table, kinds)
    }

    /// Reads a roster from a table.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn of(table: &Table, kinds: &[String]) -> Result<Self, Vec<RosterFault>> {
        let (at, columns) = headings(table)?;
        let mut reader = Reader {
            kinds,
            columns: &columns,
            seen: BTreeMap::new(),
            codes: BTreeMap::new(),
            names: BTreeMap::new(),
            faults: Vec::new(),
            due: Vec::new(),
        };
        for (line, cells) in table.rows.iter().skip(at + 1) {
            reader.row(*line, cells);
        }
        let Reader {
            mut faults, due, ..
        } = reader;
        if faults.is_empty() && due.is_empty() {
            // everybody would have handed in
            faults.push(RosterFault::NoUnits);
        }
        if faults.is_empty() {
            let headings = columns
                .iter()
                .map(|(column, (_, heading))| (*column, heading.clone()))
                .collect();
            return Ok(Self { due, headings });
        }
        if faults.len() > FAULTS {
            let more = faults.len() - FAULTS;
            faults.truncate(FAULTS);
            faults.push(RosterFault::More(more));
        }
        Err(faults)
    }
}

type Columns = BTreeMap<Column, (usize, String)>;

/// The row of the headings, and which column stands where.
fn headings(table: &Table) -> Result<(usize, Columns), Vec<RosterFault>> {
    for (at, (line, cells)) in table.rows.iter().enumerate().take(TOP) {
        let mut columns = Columns::new();
        let mut faults = Vec::new();
        for column in Column::ALL {
            let found: Vec<(usize, String)> = cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| column.matches(&folded(cell)))
                .map(|(index, cell)| (index, cell.trim().to_owned()))
                .collect();
            // our own heading leaves no doubt
            let own = found
                .iter()
                .filter(|(_, cell)| {
                    column
                        .names()
                        .first()
                        .is_some_and(|name| folded(name) == folded(cell))
                })
                .count();
            match found.as_slice() {
                [] => {}
                [one] => {
                    columns.insert(column, one.clone());
                }
                several if own == 1 => {
                    let ours = several.iter().find(|(_, cell)| {
                        column
                            .names()
                            .first()
                            .is_some_and(|name| folded(name) == folded(cell))
                    });
                    columns.extend(ours.map(|ours| (column, ours.clone())));
                }
                several => {
                    let names = several.iter().map(|(_, cell)| cell.clone()).collect();
                    faults.push(RosterFault::TwoColumns(*line, column, names));
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        if columns.contains_key(&Column::Unit) {
            return Ok((at, columns));
        }
    }
    let first = table.rows.first().map(|(_, cells)| cells.clone());
    Err(vec![RosterFault::NoHeadings(first.unwrap_or_default())])
}

struct Reader<'a> {
    kinds: &'a [String],
    columns: &'a Columns,
    /// Unit, kind and project, and the line where they stood.
    seen: BTreeMap<(String, String, String), usize>,
    /// Code, the name it stands for, the line.
    codes: BTreeMap<String, (String, usize)>,
    /// Name, the code it has, the line.
    names: BTreeMap<String, (String, usize)>,
    faults: Vec<RosterFault>,
    due: Vec<Due>,
}

impl Reader<'_> {
    fn cell(&self, cells: &[String], column: Column) -> String {
        self.columns
            .get(&column)
            .and_then(|(index, _)| cells.get(*index))
            .map(|cell| cell.trim().to_owned())
            .unwrap_or_default()
    }

    fn row(&mut self, line: usize, cells: &[String]) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let mut code = self.cell(cells, Column::Code);
        let unit = self.cell(cells, Column::Unit);
        let superior = self.cell(cells, Column::Superior);
        let kinds = self.cell(cells, Column::Kinds);
        let bare = kinds.is_empty() && superior.is_empty();
        // a remark may stand in any column, also in that of the codes
        if (code.is_empty() || unit.is_empty()) && bare && is_note(cells) {
            return;
        }
        if unit.is_empty() {
            self.faults.push(RosterFault::NoUnit(line));
            return;
        }
        let name = folded(&unit);
        if matches!(name.as_str(), "合计" | "总计" | "小计") {
            self.faults.push(RosterFault::NotAUnit(line, unit));
            return;
        }
        if is_exponent(&code) {
            self.faults.push(RosterFault::CodeLost(line, code));
            return;
        }
        if !code.is_empty() {
            let (known, before) = self
                .codes
                .entry(folded(&code))
                .or_insert_with(|| (name.clone(), line));
            if *known != name {
                let fault = RosterFault::CodeTwice(line, *before, code.clone());
                self.faults.push(fault);
            }
        }
        // a merged cell has its text in the first row only
        let (known, before) = self
            .names
            .entry(name.clone())
            .or_insert_with(|| (code.clone(), line));
        if code.is_empty() {
            code.clone_from(known);
        } else if known.is_empty() {
            known.clone_from(&code);
        } else if folded(known) != folded(&code) {
            let fault = RosterFault::NameTwice(line, *before, unit.clone());
            self.faults.push(fault);
        }
        let project_code = self.cell(cells, Column::ProjectCode);
        let project = self.cell(cells, Column::Project);
        let mut listed: Vec<&str> = kinds
            .split(['、', '，', ',', ';', '；', '\n'])
            .map(str::trim)
            .filter(|kind| !kind.is_empty())
            .collect();
        if listed.is_empty() {
            listed.push("");
        }
        for kind in listed {
            let due = Due {
                code: code.clone(),
                unit: unit.clone(),
                kind: kind.to_owned(),
                superior: superior.clone(),
                project_code: project_code.clone(),
                project: project.clone(),
                ..Due::default()
            };
            self.kind(line, due);
        }
    }

    fn kind(&mut self, line: usize, due: Due) {
        let kind = due.kind.as_str();
        let known = self.kinds.iter().any(|known| folded(known) == folded(kind));
        if !kind.is_empty() && !known {
            let nearest = crate::words::nearest(kind, self.kinds.iter().map(String::as_str));
            let fault = RosterFault::UnknownKind(line, kind.to_owned(), nearest.map(str::to_owned));
            self.faults.push(fault);
            return;
        }
        let project = if due.project_code.is_empty() {
            folded(&due.project)
        } else {
            folded(&due.project_code)
        };
        let key = (folded(&due.unit), folded(kind), project);
        if let Some(before) = self.seen.get(&key) {
            let fault = RosterFault::Twice(line, *before, due.unit);
            self.faults.push(fault);
            return;
        }
        self.seen.insert(key, line);
        self.due.push(due);
    }
}

/// What stands below a table, in whichever column: remarks, who made it, how many there are.
const NOTES: [&str; 19] = [
    "注:",
    "注1",
    "备注",
    "附注",
    "说明:",
    "填表人",
    "填表日期",
    "填表单位",
    "填报人",
    "填报日期",
    "填报单位",
    "制表",
    "审核人",
    "审核:",
    "负责人",
    "单位负责人",
    "联系人",
    "联系电话",
    "日期:",
];

/// Whether a row without a code is a remark or a count, not a unit.
fn is_note(cells: &[String]) -> bool {
    let filled = cells.iter().map(|cell| folded(cell));
    let Some(first) = filled.into_iter().find(|cell| !cell.is_empty()) else {
        return false;
    };
    let counts = ["合计", "总计", "共计", "小计"]
        .iter()
        .filter_map(|word| first.strip_prefix(word))
        .any(|rest| {
            // the bare word is told apart: it may stand for figures that are meant
            !rest.is_empty()
                && rest.starts_with(|letter: char| {
                    letter.is_numeric() || ":,、(一二三四五六七八九十百".contains(letter)
                })
        });
    counts || first == "注" || NOTES.iter().any(|note| first.starts_with(note))
}

/// Whether a code is what a spreadsheet makes of a long number: its last digits are lost.
fn is_exponent(code: &str) -> bool {
    let Some((digits, exponent)) = folded(code)
        .split_once('e')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
    else {
        return false;
    };
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    figures(&digits.replace('.', ""))
        && figures(exponent.trim_start_matches('+'))
        && digits.contains('.')
}
