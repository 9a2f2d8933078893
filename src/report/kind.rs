//! The reports on many submissions, by name.

use std::io::{self, Write};

use super::{Csv, Format, GitHub, Html, JUnit, Markdown, Record, Report, Sarif, Screening, Xlsx};
use crate::finding::Checked;
use crate::source::Source;
use crate::words::Lang;

/// A kind of report on many submissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page.
    Html,
    /// A workbook.
    Xlsx,
    /// A table, a finding a line.
    Csv,
    /// A letter.
    Markdown,
    /// For editors and code hosts.
    Sarif,
    /// For systems that run checks.
    JUnit,
    /// For GitHub's own.
    GitHub,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Html,
        Self::Xlsx,
        Self::Csv,
        Self::Markdown,
        Self::Sarif,
        Self::JUnit,
        Self::GitHub,
    ];

    /// What it is called where it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Sarif => "sarif",
            Self::JUnit => "junit",
            Self::GitHub => "github",
        }
    }

    /// What its file is called in a folder of results.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Html => "report.html",
            Self::Xlsx => "report.xlsx",
            Self::Csv => "findings.csv",
            Self::Markdown => "letter.md",
            Self::Sarif => "findings.sarif",
            Self::JUnit => "junit.xml",
            Self::GitHub => "github.txt",
        }
    }

    /// Whether it is no text: a terminal must not be given it.
    #[must_use]
    pub fn is_binary(self) -> bool {
        self == Self::Xlsx
    }

    /// The report, in a language.
    #[must_use]
    pub fn report(self, lang: Lang) -> Box<dyn Report> {
        match self {
            Self::Html => Box::new(Html::new(lang)),
            Self::Xlsx => Box::new(Xlsx::new(lang)),
            Self::Csv => Box::new(Csv::new(lang)),
            Self::Markdown => Box::new(Markdown::new(lang)),
            Self::Sarif => Box::new(Sarif::new(lang)),
            Self::JUnit => Box::new(JUnit::new(lang)),
            Self::GitHub => Box::new(GitHub::new(lang)),
        }
    }
}

/// A report on the few submissions of one command: it is written when all have been seen.
#[derive(Debug)]
pub struct Gathered {
    kind: Kind,
    lang: Lang,
    records: Vec<Record>,
}

impl Gathered {
    /// Of a kind, in a language.
    #[must_use]
    pub fn new(kind: Kind, lang: Lang) -> Self {
        Self {
            kind,
            lang,
            records: Vec::new(),
        }
    }
}

impl Format for Gathered {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        self.records.clear();
        Ok(())
    }

    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        let record = Record::with_excerpts(source, checked, self.lang);
        self.records.push(record);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let screening = Screening::of_records(&self.records)?;
        let mut report = self.kind.report(self.lang);
        report.write(&screening, &self.records, out)
    }
}
