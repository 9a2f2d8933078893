//! A table with a finding a line, for spreadsheets and for programs that read CSV (RFC 4180, with
//! a byte order mark, without which Excel takes UTF-8 for something else).
//!
//! A cell that begins like a formula is a danger wherever a spreadsheet opens the file: it may run
//! what somebody wrote into a submission. Text that begins so gets an apostrophe before it.
//! Figures are exempt, for they are checked to be nothing but a decimal number.

use std::io::{self, Write};

use super::set_aside::{Aside, SetAside, set_aside};
use super::{
    FindingRecord, Log, NotRunRecord, Record, Report, Screening, is_unshowable, outline, suspects,
};
use crate::finding::Subject;
use crate::words::Lang;
use crate::words::page::Page;
use crate::words::table::{self, Class, Column};

/// The columns, in order.
const COLUMNS: [Column; 29] = [
    Column::File,
    Column::Code,
    Column::Unit,
    Column::Kind,
    Column::Year,
    Column::Advice,
    Column::Class,
    Column::Rule,
    Column::Title,
    Column::Verdict,
    Column::Message,
    Column::Position,
    Column::Path,
    Column::Line,
    Column::Column,
    Column::Stated,
    Column::Expected,
    Column::Difference,
    Column::Slack,
    Column::FigureUnit,
    Column::Cause,
    Column::Help,
    Column::Basis,
    Column::Verified,
    Column::Consequences,
    Column::Follows,
    Column::Note,
    Column::Write,
    Column::Derived,
];

/// A finding a line; what could not be checked, is explained or waived has lines as well.
#[derive(Debug)]
pub struct Csv {
    lang: Lang,
}

impl Csv {
    /// With headings in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

impl Report for Csv {
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lang = self.lang;
        out.write_all("\u{feff}".as_bytes())?;
        line(
            out,
            COLUMNS.iter().map(|column| Cell::Text(column.text(lang))),
        )?;
        for record in log.records()? {
            let record = record?;
            for finding in &record.findings {
                finding_line(out, Some(&record), finding, None, lang)?;
            }
            for entry in &record.not_run {
                not_run_line(out, &record, entry, lang)?;
            }
            for one in set_aside(&record, lang) {
                finding_line(out, Some(&record), one.finding, Some(&one), lang)?;
            }
        }
        for finding in &screening.findings {
            finding_line(out, None, finding, None, lang)?;
        }
        Ok(())
    }
}

fn finding_line(
    out: &mut dyn Write,
    record: Option<&Record>,
    finding: &FindingRecord,
    aside: Option<&SetAside<'_>>,
    lang: Lang,
) -> io::Result<()> {
    let w = Page::new(lang);
    let is_led = record.is_some_and(|record| outline::is_led(finding, &record.findings));
    let class = match aside.map(|one| one.aside) {
        None if is_led => w.follows,
        None => Class::of(finding.level, finding.outcome).text(lang),
        Some(Aside::Answered) => w.answered,
        Some(Aside::Waived) => w.waived,
    };
    let nobody = Subject::default();
    let subject = record.and_then(|record| record.subject.as_ref());
    let subject = subject.unwrap_or(&nobody);
    let label = finding.primary();
    let file = match record {
        Some(record) => record.source.as_str(),
        None => label
            .and_then(|label| label.source.as_deref())
            .unwrap_or(""),
    };
    let place = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let consequences = finding.consequences.join(lang.pick("、", ", "));
    let follows = finding.follows.as_ref().map_or_else(String::new, |leads| {
        format!("{} {}", leads.rule, leads.path)
    });
    let causes = suspects::suspicion(finding, lang);
    let figure = |figure: &'_ Option<String>| figure.clone().unwrap_or_default();
    let cells = [
        Cell::Text(file),
        Cell::Text(&subject.code),
        Cell::Text(&subject.unit),
        Cell::Text(&subject.kind),
        Cell::Text(&subject.year),
        Cell::Text(record.map_or("", |record| table::advice(record.verdict, lang))),
        Cell::Text(class),
        Cell::Text(&finding.rule),
        Cell::Text(&finding.title),
        Cell::Text(table::verdict(finding.verdict, lang)),
        Cell::Text(&finding.message),
        Cell::Text(label.map_or("", |label| &label.label)),
        Cell::Text(&label.map_or_else(String::new, crate::report::LabelRecord::found_by)),
        Cell::Figure(place(
            label
                .filter(|label| label.cell.is_none())
                .map(|label| label.line),
        )),
        Cell::Figure(place(
            label
                .filter(|label| label.cell.is_none())
                .map(|label| label.column),
        )),
        Cell::Figure(figure(&finding.stated)),
        Cell::Figure(figure(&finding.expected)),
        Cell::Figure(figure(&finding.difference)),
        Cell::Figure(figure(&finding.slack)),
        Cell::Text(&finding.unit),
        Cell::Text(&causes.likely.join(lang.pick("；", "; "))),
        Cell::Text(&finding.help),
        Cell::Text(&finding.basis),
        Cell::Text(if finding.basis.is_empty() {
            ""
        } else {
            table::yes(finding.verified, lang)
        }),
        Cell::Text(&consequences),
        Cell::Text(&follows),
        Cell::Text(aside.map_or("", |one| &one.said)),
        Cell::Text(&causes.write),
        Cell::Figure(figure(&finding.derived)),
    ];
    line(out, cells)
}

fn not_run_line(
    out: &mut dyn Write,
    record: &Record,
    entry: &NotRunRecord,
    lang: Lang,
) -> io::Result<()> {
    let nobody = Subject::default();
    let subject = record.subject.as_ref().unwrap_or(&nobody);
    let known = [
        Cell::Text(&record.source),
        Cell::Text(&subject.code),
        Cell::Text(&subject.unit),
        Cell::Text(&subject.kind),
        Cell::Text(&subject.year),
        Cell::Text(table::advice(record.verdict, lang)),
        Cell::Text(Class::NotRun.text(lang)),
        Cell::Text(&entry.rule),
        Cell::Text(""),
        Cell::Text(table::reason(entry.reason, lang)),
        Cell::Text(&entry.message),
        Cell::Text(&entry.field),
        Cell::Text(&entry.path),
    ];
    let empty = COLUMNS.len() - known.len();
    line(
        out,
        known.into_iter().chain((0..empty).map(|_| Cell::Text(""))),
    )
}

/// One cell of a line.
enum Cell<'a> {
    /// Anything, also what somebody submitted.
    Text(&'a str),
    /// A decimal number, or nothing.
    Figure(String),
}

fn line<'a>(out: &mut dyn Write, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
    let mut text = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        match cell {
            Cell::Figure(figure) if is_decimal(&figure) => text.push_str(&figure),
            Cell::Figure(figure) => push_text(&mut text, &figure),
            Cell::Text(said) => push_text(&mut text, said),
        }
    }
    text.push_str("\r\n");
    out.write_all(text.as_bytes())
}

/// A text on one line, in quotation marks where it needs them.
fn push_text(line: &mut String, text: &str) {
    let guarded = super::begins_like_a_formula(text);
    let quoted = guarded || text.contains([',', '"', ';', '\'']) || text.contains(is_unshowable);
    if quoted {
        line.push('"');
    }
    if guarded {
        line.push('\'');
    }
    for character in text.chars() {
        match character {
            '"' => line.push_str("\"\""),
            '\n' | '\r' | '\t' => line.push(' '),
            _ if is_unshowable(character) => line.push('\u{fffd}'),
            _ => line.push(character),
        }
    }
    if quoted {
        line.push('"');
    }
}

/// Nothing, or digits with at most one point among them and perhaps a minus before them.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.is_empty() || (all(whole) && all(places))
}
