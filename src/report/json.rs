//! Results for other programs: a JSON array, or a submission a line.
//!
//! The keys and their order are a contract with whoever reads them; design §5 has it. Amounts are
//! strings, for a reader that takes JSON numbers for binary floats would change them.

use std::io::{self, Write};

use serde::Serialize;

use super::{ENGINE, Format, counts, help};
use crate::finding::{
    Advice, Checked, Figures, Finding, Follows, Label, Level, NotRun, NumberCounts, Outcome,
    PackStamp, Reason, RuleCounts, Suspect, Verdict, Witness,
};
use crate::source::Source;
use crate::words::Lang;

/// All submissions as one JSON array, indented for people.
#[derive(Debug)]
pub struct Json {
    lang: Lang,
    /// Whether an element is written already, and a comma is due.
    begun: bool,
}

impl Json {
    /// With messages in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang, begun: false }
    }
}

impl Format for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.begun = false;
        out.write_all(b"[")
    }

    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let element = serde_json::to_string_pretty(&submission(source, checked, self.lang))?;
        out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        // Line ends in JSON are between tokens only; those of the data are escaped.
        let indented = element.replace('\n', "\n  ");
        write!(out, "  {}", escape(&indented))
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]\n" } else { b"]\n" })
    }
}

/// A submission a line, each a JSON object.
#[derive(Debug)]
pub struct NdJson {
    lang: Lang,
}

impl NdJson {
    /// With messages in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

impl Format for NdJson {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let line = serde_json::to_string(&submission(source, checked, self.lang))?;
        writeln!(out, "{}", escape(&line))
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// What `serde_json` leaves as it is, but a terminal or an editor obeys instead of showing: the
/// upper control characters, marks that turn the direction of writing, invisible ones. They can
/// stand inside JSON texts only, and there an escape means the same.
fn escape(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if character != '\n' && super::is_unshowable(character) {
            let units = character.encode_utf16(&mut [0; 2]).to_vec();
            escaped.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

#[derive(Serialize)]
struct SubmissionJson<'a> {
    source: &'a str,
    encoding: &'static str,
    pack: Option<&'a PackStamp>,
    engine: &'static str,
    verdict: Advice,
    rules: RuleCounts,
    numbers: NumberCounts,
    findings: Vec<FindingJson<'a>>,
    not_run: Vec<NotRunJson<'a>>,
    unchecked: &'a [String],
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    level: Level,
    outcome: Outcome,
    verdict: Verdict,
    title: &'a str,
    message: String,
    #[serde(flatten)]
    figures: FiguresJson<'a>,
    labels: Vec<LabelJson<'a>>,
    suspects: &'a [Suspect],
    consequences: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<&'a Follows>,
    #[serde(skip_serializing_if = "<[Witness]>::is_empty")]
    held_by: &'a [Witness],
    help: String,
    basis: &'a str,
    verified: bool,
}

#[derive(Serialize)]
struct FiguresJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slack: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'a str,
}

#[derive(Serialize)]
struct LabelJson<'a> {
    path: &'a str,
    label: &'a str,
    line: u32,
    column: u32,
    start: u32,
    end: u32,
    text: String,
    primary: bool,
}

#[derive(Serialize)]
struct NotRunJson<'a> {
    rule: &'a str,
    reason: Reason,
    path: &'a str,
    field: &'a str,
    message: String,
}

fn submission<'a>(source: &'a Source, checked: &'a Checked, lang: Lang) -> SubmissionJson<'a> {
    let finding = |finding| finding_json(source, finding, lang);
    let not_run = |entry: &'a NotRun| NotRunJson {
        rule: &entry.rule.id,
        reason: entry.reason,
        path: &entry.path,
        field: &entry.field,
        message: entry.message.text(lang),
    };
    SubmissionJson {
        source: source.name(),
        encoding: source.encoding().name(),
        pack: checked.pack.as_ref(),
        engine: ENGINE,
        verdict: checked.verdict,
        rules: counts(checked),
        numbers: checked.numbers,
        findings: checked.findings.iter().map(finding).collect(),
        not_run: checked.not_run.iter().map(not_run).collect(),
        unchecked: &checked.unchecked,
    }
}

fn finding_json<'a>(source: &Source, finding: &'a Finding, lang: Lang) -> FindingJson<'a> {
    FindingJson {
        rule: &finding.rule.id,
        level: finding.level,
        outcome: finding.outcome,
        verdict: finding.verdict,
        title: &finding.rule.title,
        message: finding.message.text(lang),
        figures: figures_json(&finding.figures),
        labels: finding
            .labels
            .iter()
            .map(|label| label_json(source, label, lang))
            .collect(),
        suspects: &finding.suspects,
        consequences: &finding.consequences,
        follows: finding.follows.as_ref(),
        held_by: &finding.held_by,
        help: help(finding, lang),
        basis: &finding.rule.basis,
        verified: finding.rule.verified,
    }
}

fn figures_json(figures: &Figures) -> FiguresJson<'_> {
    FiguresJson {
        stated: figures.stated.as_deref(),
        expected: figures.expected.as_deref(),
        difference: figures.difference.as_deref(),
        slack: figures.slack.as_deref(),
        unit: &figures.unit,
    }
}

fn label_json<'a>(source: &Source, label: &'a Label, lang: Lang) -> LabelJson<'a> {
    let place = source.place(label.span.start);
    LabelJson {
        path: &label.path,
        label: &label.label,
        line: place.line,
        column: place.column,
        start: label.span.start,
        end: label.span.end,
        text: label
            .text
            .as_ref()
            .map_or_else(String::new, |text| text.text(lang)),
        primary: label.primary,
    }
}
