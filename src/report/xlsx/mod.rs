//! A workbook, for those who go through many submissions in a spreadsheet.
//!
//! Numbers of the format are binary, so each figure stands there twice: as the exact text, and as
//! a number beside it to add and sort by. Text is written as text, whatever it begins with; the
//! file holds no formula. Rows go through a temporary file, not through memory.

mod sheet;

use std::fs::File;
use std::io::{self, Seek, Write};

use rust_xlsxwriter::XlsxError;

use super::set_aside::{Aside, SetAside, set_aside};
use super::{
    ENGINE, FindingRecord, Log, NotRunRecord, Record, Report, Roster, Screening, outline, suspects,
};
use crate::finding::{Advice, Subject};
use crate::words::table::{self, Class, Column};
use crate::words::{Lang, page, report, screening};
use sheet::{Book, Cell, Sheet};
pub(super) use sheet::{MOST_LINES, lines};

const TOTALS: [(Column, u8); 2] = [(Column::Entry, 30), (Column::Count, 100)];

const SUBMISSIONS: [(Column, u8); 16] = [
    (Column::Number, 6),
    (Column::Code, 12),
    (Column::Unit, 30),
    (Column::Kind, 22),
    (Column::Year, 9),
    (Column::Advice, 10),
    (Column::Errors, 9),
    (Column::Queries, 9),
    (Column::NotRun, 9),
    (Column::Advices, 7),
    (Column::Tails, 7),
    (Column::Passed, 9),
    (Column::Submitted, 9),
    (Column::Checked, 9),
    (Column::File, 40),
    (Column::Pack, 20),
];

const FINDINGS: [(Column, u8); 27] = [
    (Column::Code, 10),
    (Column::Unit, 18),
    (Column::Class, 9),
    (Column::Rule, 9),
    (Column::Position, 24),
    (Column::Message, 44),
    (Column::Cause, 34),
    (Column::Write, 32),
    (Column::Help, 28),
    (Column::Stated, 14),
    (Column::StatedNumber, 14),
    (Column::Expected, 14),
    (Column::ExpectedNumber, 14),
    (Column::Difference, 12),
    (Column::DifferenceNumber, 12),
    (Column::Slack, 10),
    (Column::FigureUnit, 9),
    (Column::Title, 34),
    (Column::Verdict, 12),
    (Column::Basis, 34),
    (Column::Verified, 9),
    (Column::Consequences, 14),
    (Column::Follows, 14),
    (Column::File, 40),
    (Column::Line, 7),
    (Column::Column, 7),
    (Column::Path, 34),
];

/// Columns of findings that are printed: up to what to do.
const FINDINGS_PRINTED: usize = 9;

const NOT_RUN: [(Column, u8); 8] = [
    (Column::Code, 12),
    (Column::Unit, 30),
    (Column::Rule, 9),
    (Column::Reason, 16),
    (Column::Message, 60),
    (Column::Field, 24),
    (Column::File, 40),
    (Column::Path, 34),
];

const ASIDE: [(Column, u8); 9] = [
    (Column::Code, 12),
    (Column::Unit, 26),
    (Column::Class, 10),
    (Column::Rule, 9),
    (Column::Position, 34),
    (Column::Message, 60),
    (Column::Note, 70),
    (Column::File, 40),
    (Column::Path, 34),
];

const ROSTER: [(Column, u8); 6] = [
    (Column::Roster, 14),
    (Column::Code, 12),
    (Column::Unit, 30),
    (Column::Kind, 24),
    (Column::File, 44),
    (Column::Note, 70),
];

/// 概况, 单位×结论, 问题, 未能核对, 说明和豁免, and 名单核对 where there was a roster.
#[derive(Debug)]
pub struct Xlsx {
    lang: Lang,
}

impl Xlsx {
    /// With headings in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

impl Report for Xlsx {
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut file = tempfile::tempfile()?;
        self.book(screening, log, &file)
            .map_err(|error| match error {
                Fault::Read(error) => error,
                Fault::Write(error) => io::Error::other(error),
            })?;
        file.rewind()?;
        io::copy(&mut file, out)?;
        Ok(())
    }
}

/// What may go wrong while the book is made.
enum Fault {
    Read(io::Error),
    Write(XlsxError),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl From<XlsxError> for Fault {
    fn from(error: XlsxError) -> Self {
        Self::Write(error)
    }
}

impl Xlsx {
    fn book(&self, screening: &Screening, log: &dyn Log, file: &File) -> Result<(), Fault> {
        let lang = self.lang;
        let mut book = Book::new(table::report_title(lang), lang)?;
        self.totals(&mut book, screening)?;

        let mut sheet = book.sheet(lang.pick("单位×结论", "verdicts"), &SUBMISSIONS)?;
        for (index, record) in log.records()?.enumerate() {
            self.submission(&mut sheet, index + 1, &record?)?;
        }
        sheet.end()?;

        let mut sheet =
            book.sheet_printed(Column::Message.text(lang), &FINDINGS, FINDINGS_PRINTED)?;
        for record in log.records()? {
            let record = record?;
            for finding in &record.findings {
                self.finding(&mut sheet, Some(&record), finding)?;
            }
        }
        for finding in &screening.findings {
            self.finding(&mut sheet, None, finding)?;
        }
        sheet.end()?;

        let mut sheet = book.sheet(Column::NotRun.text(lang), &NOT_RUN)?;
        for record in log.records()? {
            let record = record?;
            for entry in &record.not_run {
                self.not_run(&mut sheet, &record, entry)?;
            }
        }
        sheet.end()?;

        let mut sheet = book.sheet(lang.pick("说明和豁免", "explained, waived"), &ASIDE)?;
        for record in log.records()? {
            let record = record?;
            for one in set_aside(&record, lang) {
                self.aside(&mut sheet, &record, &one)?;
            }
        }
        sheet.end()?;

        if let Some(roster) = &screening.roster {
            let mut sheet = book.sheet(lang.pick("名单核对", "roster"), &ROSTER)?;
            self.roster(&mut sheet, roster)?;
            sheet.end()?;
        }
        book.save(file)?;
        Ok(())
    }

    fn totals(&self, book: &mut Book, screening: &Screening) -> Result<(), XlsxError> {
        let lang = self.lang;
        let mut sheet = book.sheet(lang.pick("概况", "totals"), &TOTALS)?;
        let mut count = |name: &str, count| sheet.push(&[Cell::Text(name), Cell::Count(count)]);
        count(
            Column::Submissions.text(lang),
            screening.totals.submissions(),
        )?;
        for verdict in [
            Advice::Return,
            Advice::Undetermined,
            Advice::Explain,
            Advice::Accept,
        ] {
            count(table::advice(verdict, lang), screening.totals.of(verdict))?;
        }
        let w = page::Page::new(lang);
        if let Some(roster) = &screening.roster {
            count(w.due, roster.due)?;
            count(w.missing, roster.missing.len())?;
            count(w.repeated, roster.repeated.len())?;
            count(w.unlisted, roster.unlisted.len())?;
        }
        count(w.across, screening.findings.len())?;
        count(w.passed_over, screening.passed_over.count)?;
        for pack in &screening.packs {
            let stamp = report::whole_pack(pack, lang);
            sheet.push(&[Cell::Text(Column::Pack.text(lang)), Cell::Text(&stamp)])?;
        }
        for stamp in &screening.settings {
            let said = format!("{} {}", stamp.file, stamp.hash);
            sheet.push(&[Cell::Text(report::settings_lead(lang)), Cell::Text(&said)])?;
        }
        sheet.push(&[Cell::Text(w.made_with), Cell::Text(ENGINE)])?;
        sheet.push(&[
            Cell::Text(Column::Note.text(lang)),
            Cell::Text(table::person_decides(lang)),
        ])?;
        sheet.end()
    }

    fn submission(
        &self,
        sheet: &mut Sheet<'_>,
        number: usize,
        record: &Record,
    ) -> Result<(), XlsxError> {
        let nobody = Subject::default();
        let subject = record.subject.as_ref().unwrap_or(&nobody);
        let causes = outline::causes(&record.findings);
        let count = |class| {
            let same = |cause: &&outline::Cause<'_>| cause.class() == class;
            Cell::Count(causes.iter().filter(same).count())
        };
        let pack = record
            .pack
            .as_ref()
            .map_or_else(String::new, |pack| format!("{} {}", pack.id, pack.version));
        sheet.push(&[
            Cell::Count(number),
            Cell::Text(&subject.code),
            Cell::Text(&subject.unit),
            Cell::Text(&subject.kind),
            Cell::Text(&subject.year),
            Cell::Text(table::advice(record.verdict, self.lang)),
            count(Class::Correct),
            count(Class::Explain),
            Cell::Count(record.not_run.len()),
            count(Class::Advice),
            count(Class::Tail),
            Cell::Count(record.rules.passed),
            Cell::Count(record.numbers.submitted),
            Cell::Count(record.numbers.checked),
            Cell::Text(&record.source),
            Cell::Text(&pack),
        ])
    }

    fn finding(
        &self,
        sheet: &mut Sheet<'_>,
        record: Option<&Record>,
        finding: &FindingRecord,
    ) -> Result<(), XlsxError> {
        let lang = self.lang;
        let nobody = Subject::default();
        let subject = record.and_then(|record| record.subject.as_ref());
        let subject = subject.unwrap_or(&nobody);
        let label = finding.primary();
        let own = label.and_then(|label| label.source.as_deref());
        let file = own.or(record.map(|record| record.source.as_str()));
        let separator = lang.pick("、", ", ");
        let follows = finding.follows.as_ref().map(|leads| leads.rule.as_str());
        let place = |number: Option<u32>| Cell::Count(number.map_or(0, |number| number as usize));
        let said = suspects::suspicion(finding, lang);
        let is_led = record.is_some_and(|record| outline::is_led(finding, &record.findings));
        let class = if is_led {
            page::Page::new(lang).follows
        } else {
            Class::of(finding.level, finding.outcome).text(lang)
        };
        sheet.push(&[
            Cell::Text(&subject.code),
            Cell::Text(&subject.unit),
            Cell::Text(class),
            Cell::Text(&finding.rule),
            Cell::Text(label.map_or("", |label| &label.label)),
            Cell::Text(&finding.message),
            Cell::Text(&said.likely.join("\n")),
            Cell::Text(&said.write),
            Cell::Text(&finding.help),
            Cell::Exact(finding.stated.as_deref()),
            Cell::Number(finding.stated.as_deref()),
            Cell::Exact(finding.expected.as_deref()),
            Cell::Number(finding.expected.as_deref()),
            Cell::Exact(finding.difference.as_deref()),
            Cell::Number(finding.difference.as_deref()),
            Cell::Exact(finding.slack.as_deref()),
            Cell::Text(&finding.unit),
            Cell::Text(&finding.title),
            Cell::Text(table::verdict(finding.verdict, lang)),
            Cell::Text(&finding.basis),
            Cell::Text(if finding.basis.is_empty() {
                ""
            } else {
                table::yes(finding.verified, lang)
            }),
            Cell::Text(&finding.consequences.join(separator)),
            Cell::Text(follows.unwrap_or_default()),
            Cell::Text(file.unwrap_or_default()),
            place(
                label
                    .filter(|label| label.cell.is_none())
                    .map(|label| label.line),
            ),
            place(
                label
                    .filter(|label| label.cell.is_none())
                    .map(|label| label.column),
            ),
            Cell::Text(&label.map_or_else(String::new, crate::report::LabelRecord::found_by)),
        ])
    }

    fn aside(
        &self,
        sheet: &mut Sheet<'_>,
        record: &Record,
        one: &SetAside<'_>,
    ) -> Result<(), XlsxError> {
        let nobody = Subject::default();
        let subject = record.subject.as_ref().unwrap_or(&nobody);
        let label = one.finding.primary();
        let w = page::Page::new(self.lang);
        sheet.push(&[
            Cell::Text(&subject.code),
            Cell::Text(&subject.unit),
            Cell::Text(match one.aside {
                Aside::Answered => w.answered,
                Aside::Waived => w.waived,
            }),
            Cell::Text(&one.finding.rule),
            Cell::Text(label.map_or("", |label| &label.label)),
            Cell::Text(&one.finding.message),
            Cell::Text(&one.said),
            Cell::Text(&record.source),
            Cell::Text(&label.map_or_else(String::new, crate::report::LabelRecord::found_by)),
        ])
    }

    fn not_run(
        &self,
        sheet: &mut Sheet<'_>,
        record: &Record,
        entry: &NotRunRecord,
    ) -> Result<(), XlsxError> {
        let nobody = Subject::default();
        let subject = record.subject.as_ref().unwrap_or(&nobody);
        sheet.push(&[
            Cell::Text(&subject.code),
            Cell::Text(&subject.unit),
            Cell::Text(&entry.rule),
            Cell::Text(table::reason(entry.reason, self.lang)),
            Cell::Text(&entry.message),
            Cell::Text(&entry.field),
            Cell::Text(&record.source),
            Cell::Text(&entry.path),
        ])
    }

    fn roster(&self, sheet: &mut Sheet<'_>, roster: &Roster) -> Result<(), XlsxError> {
        let w = page::Page::new(self.lang);
        for due in &roster.missing {
            let hint = screening::hint(due, self.lang);
            let other = due.other_year.as_ref().map(|other| &other.source);
            let file = other.or(due.perhaps.as_ref()).map_or("", String::as_str);
            sheet.push(&[
                Cell::Text(w.missing),
                Cell::Text(&due.code),
                Cell::Text(&due.unit),
                Cell::Text(&due.kind),
                Cell::Text(file),
                Cell::Text(&hint.unwrap_or_default()),
            ])?;
        }
        for again in &roster.repeated {
            let note = if again.differences.is_empty() && again.more == 0 {
                w.same.to_owned()
            } else {
                table::differences(again.differences.len() + again.more, self.lang)
            };
            for source in &again.sources {
                sheet.push(&[
                    Cell::Text(w.repeated),
                    Cell::Text(&again.due.code),
                    Cell::Text(&again.due.unit),
                    Cell::Text(&again.due.kind),
                    Cell::Text(source),
                    Cell::Text(&note),
                ])?;
            }
            for difference in &again.differences {
                let values: Vec<&str> = difference
                    .values
                    .iter()
                    .map(|value| value.as_deref().unwrap_or(w.not_there))
                    .collect();
                let name = if difference.label.is_empty() {
                    &difference.path
                } else {
                    &difference.label
                };
                let note = format!("{name}: {}", values.join(" | "));
                sheet.push(&[
                    Cell::Text(w.differs),
                    Cell::Text(&again.due.code),
                    Cell::Text(&again.due.unit),
                    Cell::Text(&again.due.kind),
                    Cell::Text(""),
                    Cell::Text(&note),
                ])?;
            }
        }
        for one in &roster.unlisted {
            let note = screening::unlisted(one, self.lang).unwrap_or_default();
            sheet.push(&[
                Cell::Text(w.unlisted),
                Cell::Text(&one.subject.code),
                Cell::Text(&one.subject.unit),
                Cell::Text(&one.subject.kind),
                Cell::Text(&one.source),
                Cell::Text(&note),
            ])?;
        }
        for one in &roster.differing {
            let note = screening::differing(one, self.lang);
            sheet.push(&[
                Cell::Text(w.differing),
                Cell::Text(&one.subject.code),
                Cell::Text(&one.subject.unit),
                Cell::Text(&one.subject.kind),
                Cell::Text(&one.source),
                Cell::Text(&note),
            ])?;
        }
        Ok(())
    }
}
