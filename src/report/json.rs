//! Results for other programs: a JSON array, or a submission a line.
//!
//! The keys and their order are a contract with whoever reads them; design §5 has it. Amounts are
//! strings, for a reader that takes JSON numbers for binary floats would change them.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

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
        out.write_all(if self.begun { b",\n  " } else { b"\n  " })?;
        self.begun = true;
        // Line ends in JSON are between tokens only; those of the data are escaped.
        let out = Escaped { out, indent: "  " };
        let element = submission(source, checked, self.lang);
        Ok(serde_json::to_writer_pretty(out, &element)?)
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
        let element = submission(source, checked, self.lang);
        serde_json::to_writer(
            Escaped {
                out: &mut *out,
                indent: "",
            },
            &element,
        )?;
        out.write_all(b"\n")
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// What `serde_json` leaves as it is, but a terminal or an editor obeys instead of showing: the
/// upper control characters, marks that turn the direction of writing, invisible ones. They can
/// stand inside JSON texts only, and there an escape means the same. Lines are indented on the
/// way, so that a report is never held as a whole.
struct Escaped<'a> {
    out: &'a mut dyn Write,
    indent: &'static str,
}

impl Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // serde_json writes whole texts and whole tokens
        let text = str::from_utf8(bytes)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let odd = |letter: char| letter == '\n' || super::is_unshowable(letter);
        let mut rest = text;
        while let Some(at) = rest.find(odd) {
            let (plain, from) = rest.split_at(at);
            self.out.write_all(plain.as_bytes())?;
            let mut letters = from.chars();
            match letters.next() {
                Some('\n') => {
                    self.out.write_all(b"\n")?;
                    self.out.write_all(self.indent.as_bytes())?;
                }
                Some(letter) => {
                    for unit in letter.encode_utf16(&mut [0; 2]) {
                        write!(self.out, "\\u{unit:04x}")?;
                    }
                }
                None => {}
            }
            rest = letters.as_str();
        }
        self.out.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A list whose entries are made one after the other as they are written.
struct Each<'a, T, J> {
    all: &'a [T],
    source: &'a Source,
    lang: Lang,
    made: fn(&Source, &'a T, Lang) -> J,
}

impl<T, J: Serialize> Serialize for Each<'_, T, J> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.all
                .iter()
                .map(|entry| (self.made)(self.source, entry, self.lang)),
        )
    }
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
    findings: Each<'a, Finding, FindingJson<'a>>,
    not_run: Each<'a, NotRun, NotRunJson<'a>>,
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
    SubmissionJson {
        source: source.name(),
        encoding: source.encoding().name(),
        pack: checked.pack.as_ref(),
        engine: ENGINE,
        verdict: checked.verdict,
        rules: counts(checked),
        numbers: checked.numbers,
        findings: Each {
            all: &checked.findings,
            source,
            lang,
            made: finding_json,
        },
        not_run: Each {
            all: &checked.not_run,
            source,
            lang,
            made: not_run_json,
        },
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

fn not_run_json<'a>(_: &Source, entry: &'a NotRun, lang: Lang) -> NotRunJson<'a> {
    NotRunJson {
        rule: &entry.rule.id,
        reason: entry.reason,
        path: &entry.path,
        field: &entry.field,
        message: entry.message.text(lang),
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
