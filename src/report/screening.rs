//! A whole screening, for reports that need more than one submission at a time.
//!
//! The records stay in their log and are read from it as often as a report likes, one at a time:
//! a year of a province does not fit into memory. What is left, [`Screening`], does.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::record::{FindingRecord, Record};
use crate::finding::{PackStamp, Subject, Totals};

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
    /// What the roster says; `None` where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roster: Option<Roster>,
    /// Findings across submissions; their labels name the file they are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingRecord>,
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

    /// Counts one more submission.
    pub fn count(&mut self, record: &Record) {
        self.totals.count(record.verdict);
        if let Some(pack) = &record.pack
            && !self.packs.contains(pack)
        {
            let at = self
                .packs
                .partition_point(|known| (&known.id, &known.hash) < (&pack.id, &pack.hash));
            self.packs.insert(at, pack.clone());
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
