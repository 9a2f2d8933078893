//! `JUnit` XML, which most systems that run checks can show: a submission is a test suite.
//!
//! Each finding is a test case of its rule; what must be corrected or explained is a failure, and
//! what could not be checked is an error. The rules that held are one test case that says how
//! many they were.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{FindingRecord, Log, Record, Report, Screening, outline, suspects};
use crate::words::table::{self, Class, Column};
use crate::words::{Lang, diagnosis};

/// A submission a test suite.
#[derive(Debug)]
pub struct JUnit {
    lang: Lang,
}

impl JUnit {
    /// With words in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

/// How many test cases there are, and how many did not succeed.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of(findings: &[FindingRecord]) -> Self {
        let failed = |finding: &&FindingRecord| is_failure(finding, findings);
        Self {
            tests: findings.len(),
            failures: findings.iter().filter(failed).count(),
            errors: 0,
        }
    }

    fn of_record(record: &Record) -> Self {
        let mut counts = Self::of(&record.findings);
        counts.errors = record.not_run.len();
        counts.tests += record.not_run.len() + 1;
        counts
    }

    fn add(&mut self, other: Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
    }

    fn attributes(self) -> String {
        let Self {
            tests,
            failures,
            errors,
        } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"")
    }
}

impl Report for JUnit {
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let across = Counts::of(&screening.findings);
        let mut all = across;
        for record in log.records()? {
            all.add(Counts::of_record(&record?));
        }
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"gouji\" {}>", all.attributes())?;
        for record in log.records()? {
            let record = record?;
            let mut text = String::new();
            self.suite(&mut text, &record.source, Counts::of_record(&record));
            let passed = format!("{} {}", Column::Passed.text(self.lang), record.rules.passed);
            let _ = writeln!(
                text,
                "    <testcase name=\"{passed}\" classname=\"{}\"/>",
                escape(&record.source)
            );
            for finding in &record.findings {
                self.finding(&mut text, &record.source, finding, &record.findings);
            }
            for entry in &record.not_run {
                let name = format!("{} {}", entry.rule, table::reason(entry.reason, self.lang));
                let _ = writeln!(
                    text,
                    "    <testcase name=\"{}\" classname=\"{}\">\n      <error message=\"{}\" type=\"{}\"/>\n    </testcase>",
                    escape(&name),
                    escape(&record.source),
                    escape(&entry.message),
                    Class::NotRun.code()
                );
            }
            text.push_str("  </testsuite>\n");
            out.write_all(text.as_bytes())?;
        }
        if !screening.findings.is_empty() {
            let mut text = String::new();
            self.suite(&mut text, table::across(self.lang), across);
            for finding in &screening.findings {
                self.finding(&mut text, table::across(self.lang), finding, &[]);
            }
            text.push_str("  </testsuite>\n");
            out.write_all(text.as_bytes())?;
        }
        writeln!(out, "</testsuites>")
    }
}

impl JUnit {
    #[expect(
        clippy::unused_self,
        reason = "beside `finding`, which writes what goes in"
    )]
    fn suite(&self, text: &mut String, name: &str, counts: Counts) {
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" {}>",
            escape(name),
            counts.attributes()
        );
    }

    fn finding(
        &self,
        text: &mut String,
        source: &str,
        finding: &FindingRecord,
        all: &[FindingRecord],
    ) {
        let class = Class::of(finding.level, finding.outcome);
        let name = format!("{} {}", finding.rule, finding.title);
        let _ = write!(
            text,
            "    <testcase name=\"{}\" classname=\"{}\"",
            escape(name.trim()),
            escape(source)
        );
        let label = finding.primary();
        let place = label.map_or_else(String::new, |label| {
            let file = label.source.as_deref().unwrap_or(source);
            match &label.cell {
                Some(cell) => format!("{file} {} {}", cell.words(), label.label),
                None => format!("{file}:{}:{} {}", label.line, label.column, label.label),
            }
        });
        let _ = if is_failure(finding, all) {
            let mut said = finding.message.clone();
            let write = suspects::suspicion(finding, self.lang).write;
            if !write.is_empty() {
                let stop = self.lang.pick("。", ". ");
                said = format!("{said}{stop}{}{write}", diagnosis::write_lead(self.lang));
            }
            let (message, class) = (escape(&said), class.code());
            writeln!(
                text,
                ">\n      <failure message=\"{message}\" type=\"{class}\">{}</failure>\n    </testcase>",
                text_of(&place)
            )
        } else {
            let said = format!("{}\n{}\n{place}", class.text(self.lang), finding.message);
            writeln!(
                text,
                ">\n      <system-out>{}</system-out>\n    </testcase>",
                text_of(&said)
            )
        };
    }
}

/// What must be corrected or explained; what only follows from that fails with it.
fn is_failure(finding: &FindingRecord, all: &[FindingRecord]) -> bool {
    let class = Class::of(finding.level, finding.outcome);
    matches!(class, Class::Correct | Class::Explain) && !outline::is_led(finding, all)
}

/// A text in an attribute, on one line.
fn escape(text: &str) -> String {
    text_of(text).replace('\n', " ")
}

/// A text in an element; characters that XML cannot hold are replaced.
fn text_of(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ if super::is_unshowable(character) => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
