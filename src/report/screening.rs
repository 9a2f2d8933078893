//! A whole screening, for reports that need more than one submission at a time.
//!
//! The records stay in their log and are read from it as often as a report likes, one at a time:
//! a year of a province does not fit into memory. What is left, [`Screening`], does.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::record::{FindingRecord, Record};
use crate::finding::{Advice, Level, Outcome, PackStamp, RuleInfo, SettingsStamp, Subject, Totals};

/// A report on many submissions.
pub trait Report {
    /// Writes it.
    ///
    /// # Errors
    /// When the log cannot be read or `out` cannot be written to.
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()>;
}

/// Where the records of a screening are. Each call starts from the first one.
pub trait Log {
    /// The records, in the order of the input.
    ///
    /// # Errors
    /// When the log cannot be opened; each record, when it cannot be read.
    fn records(&self) -> io::Result<Records<'_>>;
}

/// Records, one at a time.
pub type Records<'a> = Box<dyn Iterator<Item = io::Result<Record>> + 'a>;

/// All that a screening comes to besides the records of its submissions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// How many submissions were advised what.
    pub totals: Totals,
    /// The packs that were used, by id, each once.
    pub packs: Vec<PackStamp>,
    /// The settings that were in force, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<SettingsStamp>,
    /// Files that were not screened.
    #[serde(default, skip_serializing_if = "PassedOver::is_empty")]
    pub passed_over: PassedOver,
    /// Submissions that are the same, byte for byte, as one before: they count once.
    #[serde(default, skip_serializing_if = "Copies::is_empty")]
    pub copies: Copies,
    /// Years that submissions are for, and how many.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub years: BTreeMap<String, usize>,
    /// Submissions of another year than the one that was asked for.
    #[serde(default, skip_serializing_if = "PassedOver::is_empty")]
    pub other_years: PassedOver,
    /// What the roster says; `None` where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roster: Option<Roster>,
    /// Findings across submissions; their labels name the file they are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingRecord>,
    /// Rules over all submissions: how often each held, and what it could not be asked of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub across: Vec<AcrossCounts>,
}

/// How a rule over all submissions came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcrossCounts {
    /// Id of the rule.
    pub rule: String,
    /// The rule in one line.
    pub title: String,
    /// Its level.
    pub level: Level,
    /// Questions that were asked and held.
    pub held: usize,
    /// Held but for what rounding explains.
    pub rounding: usize,
    /// Did not hold.
    pub failed: usize,
    /// Could not be asked: there is nothing to hold it against.
    pub not_applicable: usize,
    /// A figure is missing or is none.
    pub could_not_run: usize,
    /// Findings besides those listed.
    #[serde(default)]
    pub unlisted: usize,
    /// Why it did not apply or could not run, with how often.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl AcrossCounts {
    /// Nothing has been asked yet.
    #[must_use]
    pub fn new(rule: &RuleInfo) -> Self {
        Self {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            level: rule.level,
            held: 0,
            rounding: 0,
            failed: 0,
            not_applicable: 0,
            could_not_run: 0,
            unlisted: 0,
            notes: Vec::new(),
        }
    }

    /// Whether a page should say it: that figures held is of interest, that nothing was strange is
    /// not.
    #[must_use]
    pub fn is_worth_saying(&self) -> bool {
        let asked = self.held + self.rounding + self.not_applicable + self.could_not_run;
        self.failed > 0 || self.level > Level::Advice && asked > 0
    }
}

/// Files that are no submissions by their names, and so were not screened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// How many.
    pub count: usize,
    /// The first of them, in the order of the input.
    pub names: Vec<String>,
}

/// A round of submissions against the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Not in order then, in order now.
    pub mended: PassedOver,
    /// Not in order, then and now.
    pub open: PassedOver,
    /// In order then, and no longer.
    pub worse: PassedOver,
    /// Not handed in then.
    pub new: PassedOver,
}

impl Round {
    /// Compares a submission with what was advised before.
    pub fn note(&mut self, before: Option<Advice>, record: &Record) {
        let unit = record.subject.as_ref().map_or("", |subject| &subject.unit);
        let name = format!("{unit}  {}", record.source);
        let list = match (before, record.verdict) {
            (None, _) => &mut self.new,
            (Some(Advice::Accept), Advice::Accept) => return,
            (Some(Advice::Accept), _) => &mut self.worse,
            (Some(_), Advice::Accept) => &mut self.mended,
            (Some(_), _) => &mut self.open,
        };
        list.note(name.trim_start());
    }
}

/// Submissions that are the same as one before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    /// How many.
    pub count: usize,
    /// The first of them: each, and the one it is the same as.
    pub names: Vec<(String, String)>,
}

impl Copies {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Years that are told apart.
const YEARS: usize = 100;

/// Names that are listed of what is counted besides.
const LISTED: usize = 1_000;

impl PassedOver {
    /// Counts one more, and keeps its name if it is among the first.
    pub fn note(&mut self, name: &str) {
        self.count += 1;
        if self.names.len() < LISTED {
            self.names.push(name.to_owned());
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// What was due against what came in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// How many submissions are due: a unit that owes two kinds counts twice.
    pub due: usize,
    /// Not handed in, in the roster's order.
    pub missing: Vec<Due>,
    /// Handed in more than once, in the roster's order.
    pub repeated: Vec<Repeated>,
    /// Handed in and not on the roster, in the order of the input.
    pub unlisted: Vec<Unlisted>,
    /// Handed in, by code or name, while the other of the two is not the roster's, in the order
    /// of the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<Differing>,
}

/// A submission whose code and name are not both those of the roster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differing {
    /// The file.
    pub source: String,
    /// Whose it says it is.
    pub subject: Subject,
    /// What it was taken for.
    pub due: Due,
}

/// One submission that is due.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// 单位编码; may be empty.
    pub code: String,
    /// 单位名称
    pub unit: String,
    /// 文种; empty where the roster asks for any.
    pub kind: String,
    /// Where it is missing: a file that came in and cannot be read, and is probably it by its
    /// name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perhaps: Option<String>,
    /// Where it is missing: a submission of the unit that came in, but for another year than
    /// nearly all the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_year: Option<OtherYear>,
    /// 主管部门; empty where the roster does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub superior: String,
    /// 项目编码, where the roster says which projects are due.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project_code: String,
    /// 项目名称, in the same way.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
    /// Whether `perhaps` is a file that was not screened, rather than one that cannot be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unscreened: bool,
}

/// A submission for another year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherYear {
    /// The file.
    pub source: String,
    /// 评价年度
    pub year: String,
}

/// One due submission that came in more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeated {
    /// What was due.
    pub due: Due,
    /// The files, in the order of the input; at least two.
    pub sources: Vec<String>,
    /// Where their contents differ; none when they are the same.
    pub differences: Vec<Difference>,
    /// Differences besides those listed.
    #[serde(default)]
    pub more: usize,
}

/// A value that is not the same in several files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// JSON Pointer of the value.
    pub path: String,
    /// The form's titles from the root to the value, joined by ` › `.
    pub label: String,
    /// As written, in the order of the files; `None` where it is not there.
    pub values: Vec<Option<String>>,
}

/// A submission that nobody on the roster owes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlisted {
    /// The file.
    pub source: String,
    /// Whose it says it is.
    pub subject: Subject,
    /// A name on the roster that is much like it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// The unit of the roster whose code it bears, though its name is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_of: Option<String>,
    /// Whether its unit owes this kind, but not for this project.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other_project: bool,
}

impl Screening {
    /// What there is to say with nothing but the records: no roster, nothing across them.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn of_records(log: &dyn Log) -> io::Result<Self> {
        let mut screening = Self::default();
        for record in log.records()? {
            screening.count(&record?);
        }
        Ok(screening)
    }

    /// What rules over all submissions found wrong or strange: those listed and those that are not;
    /// what rounding explains is neither.
    #[must_use]
    pub fn found_across(&self) -> usize {
        let listed = self.findings.iter();
        let listed = listed.filter(|finding| finding.outcome == Outcome::Failed);
        listed.count() + self.across.iter().map(|rule| rule.unlisted).sum::<usize>()
    }

    /// Counts one more submission.
    pub fn count(&mut self, record: &Record) {
        if let Some(first) = &record.copy_of {
            self.copies.count += 1;
            if self.copies.names.len() < LISTED {
                let pair = (record.source.clone(), first.clone());
                self.copies.names.push(pair);
            }
            return;
        }
        self.totals.count(record.verdict);
        let year = record.subject.as_ref().map(|subject| &subject.year);
        if let Some(year) = year.filter(|year| !year.is_empty()) {
            // years are few; what is none must not grow without end
            if self.years.len() < YEARS || self.years.contains_key(year) {
                *self.years.entry(year.clone()).or_default() += 1;
            }
        }
        if let Some(pack) = &record.pack
            && !self.packs.contains(pack)
        {
            let at = self
                .packs
                .partition_point(|known| (&known.id, &known.hash) < (&pack.id, &pack.hash));
            self.packs.insert(at, pack.clone());
        }
        if let Some(settings) = &record.settings
            && !self.settings.contains(settings)
        {
            self.settings.push(settings.clone());
        }
    }
}

impl Log for Vec<Record> {
    fn records(&self) -> io::Result<Records<'_>> {
        Ok(Box::new(self.iter().cloned().map(Ok)))
    }
}

/// A log in a file, a record a line. Empty lines are passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFile {
    path: PathBuf,
}

impl LogFile {
    /// The log at a path; it is opened when it is read.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }
}

impl Log for LogFile {
    fn records(&self) -> io::Result<Records<'_>> {
        let reader = BufReader::new(File::open(&self.path)?);
        let lines = reader.lines().enumerate();
        let records = lines.filter_map(|(index, line)| match line {
            Ok(line) if line.trim().is_empty() => None,
            Ok(line) => Some(Record::from_line(&line).map_err(|error| {
                let place = format!("{}:{}: {error}", self.path.display(), index + 1);
                io::Error::new(io::ErrorKind::InvalidData, place)
            })),
            Err(error) => Some(Err(error)),
        });
        Ok(Box::new(records))
    }
}
