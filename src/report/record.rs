//! [`Record`]: what is said of one submission, as the JSON report has it.
//!
//! The keys and their order are a contract with whoever reads them (docs/design.md, "The JSON
//! report"). This is their one description: reports for programs are written from it, and logs of
//! a screening are read back into it. Keys that a later version may add are passed over. Amounts
//! are strings, for a reader that takes JSON numbers for binary floats would change them.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bound::Budget;
use super::{ENGINE, counts, help, title};
use crate::finding::{
    Advice, Checked, Explanation, Figures, Finding, Follows, Grant, Label, Level, NotRun,
    NumberCounts, Outcome, PackStamp, Reason, Remedy, RuleCounts, SettingsStamp, Subject, Suspect,
    Undiagnosed, Verdict, Witness,
};
use crate::origin::Origin;
use crate::pack::hash_words;
use crate::source::{Place, Source, Span};
use crate::words::Lang;

/// All that is said of one submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The file's name; `-` for standard input.
    pub source: String,
    /// How it was decoded.
    pub encoding: String,
    /// What it consists of, where it was made of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hashes: Option<Hashes>,
    /// Whose it is, where that was asked for (a screening does).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The submission before it that is the same, byte for byte (a screening says so): it counts
    /// once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// The pack; `None` when the submission could not be read far enough to know.
    pub pack: Option<PackStamp>,
    /// The settings (gouji.toml) that were in force, where there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<SettingsStamp>,
    /// The program and its version.
    pub engine: String,
    /// What the reviewer is advised to do.
    pub verdict: Advice,
    /// How many rules ended how.
    pub rules: RuleCounts,
    /// How many numbers were submitted, how many some rule checked.
    pub numbers: NumberCounts,
    /// Findings, in the order of rules, then of places.
    pub findings: Vec<FindingRecord>,
    /// Findings that the submission explains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<AnsweredRecord>,
    /// Findings that are waived.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<WaivedRecord>,
    /// What could not run.
    pub not_run: Vec<NotRunRecord>,
    /// JSON Pointers of submitted numbers no rule checked.
    pub unchecked: Vec<String>,
    /// What is left out, so that a record stays in proportion to its submission.
    #[serde(default, skip_serializing_if = "LeftOut::is_nothing")]
    pub left_out: LeftOut,
}

/// How much of a record is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Findings besides those listed, also those explained or waived.
    pub findings: usize,
    /// What else could not run.
    pub not_run: usize,
    /// Numbers no rule checked besides those listed.
    pub unchecked: usize,
}

impl LeftOut {
    /// Whether the record is whole.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRecord {
    /// Id of the rule.
    pub rule: String,
    /// How grave it is.
    pub level: Level,
    /// `Failed` or `Rounding`.
    pub outcome: Outcome,
    /// What was found out.
    pub verdict: Verdict,
    /// The rule in one line.
    pub title: String,
    /// What is said.
    pub message: String,
    /// The figure as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<String>,
    /// In its place, what several written figures come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<String>,
    /// What it should be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// stated − expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// The largest difference that rounding alone could explain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slack: Option<String>,
    /// Unit of the four above; empty for a pure number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The places, primary first, then in document order.
    pub labels: Vec<LabelRecord>,
    /// Places besides those in `labels`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more_labels: usize,
    /// The text around the labels, where that was asked for: see [`Record::with_excerpts`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excerpt: Vec<Row>,
    /// Figures whose change would mend it, likeliest first.
    pub suspects: Vec<Suspect>,
    /// Ids of rules whose failure follows from this one.
    pub consequences: Vec<String>,
    /// The finding this one follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Follows>,
    /// Figures that speak for the stated one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_by: Vec<Witness>,
    /// Why no suspect is named, where some were looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undiagnosed: Option<Undiagnosed>,
    /// What to do; empty when nobody says.
    pub help: String,
    /// The document the rule stands on; empty when none.
    pub basis: String,
    /// Whether somebody has verified the basis.
    pub verified: bool,
}

/// A finding that the submission explains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredRecord {
    /// What was asked.
    pub finding: FindingRecord,
    /// What was answered; its text is in `text`.
    pub explanation: LabelRecord,
}

/// A finding that is waived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaivedRecord {
    /// What was found.
    pub finding: FindingRecord,
    /// By whom, why and until when.
    pub waiver: Grant,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// One place that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelRecord {
    /// The file, in a finding across several submissions; else it is the record's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// JSON Pointer of the value.
    pub path: String,
    /// The form's titles from the root to the value, joined by ` › `.
    pub label: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The first byte, in the text as decoded.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// What is said at this place; may be empty.
    pub text: String,
    /// Whether this is the figure the finding is about.
    pub primary: bool,
    /// The cell, where a workbook was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellRecord>,
}

/// A cell of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRecord {
    /// The name of the sheet.
    pub sheet: String,
    /// Column and row, as `D14`.
    #[serde(rename = "ref")]
    pub reference: String,
}

impl CellRecord {
    /// `自评表!D14`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}!{}", self.sheet, self.reference)
    }

    /// The cell that a span of the text comes from.
    pub(super) fn of(source: &Source, span: Span) -> Option<Self> {
        let found = source.origins()?.at(span)?;
        let Origin::Cell { sheet, at } = &found.origin;
        Some(Self {
            sheet: sheet.to_string(),
            reference: at.to_string(),
        })
    }
}

/// What a submission consists of, where it was made of a workbook: the same figures, saved again
/// by another program, are other bytes and the same text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashes {
    /// SHA-256 of the bytes that were handed in.
    pub bytes: String,
    /// SHA-256 of the canonical text.
    pub text: String,
}

impl Hashes {
    fn of(source: &Source) -> Option<Self> {
        let origins = source.origins()?;
        Some(Self {
            bytes: origins.bytes.clone(),
            text: hash_words(&Sha256::digest(source.text().as_bytes())),
        })
    }
}

impl LabelRecord {
    /// What a person finds it by: the cell, or the JSON Pointer.
    #[must_use]
    pub fn found_by(&self) -> String {
        let cell = self.cell.as_ref().map(CellRecord::words);
        cell.unwrap_or_else(|| self.path.clone())
    }

    /// Line and column.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            line: self.line,
            column: self.column,
            origin: self.cell.as_ref().map(|cell| cell.words().into()),
        }
    }
}

/// One thing that kept a rule from deciding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotRunRecord {
    /// Id of the rule.
    pub rule: String,
    /// Why.
    pub reason: Reason,
    /// JSON Pointer of the place, or of the deepest object that does exist.
    pub path: String,
    /// What is missing below `path`; empty when nothing is missing.
    pub field: String,
    /// What is said.
    pub message: String,
}

/// A row of a submission's text, fit to be shown: characters that a screen obeys are replaced,
/// and of a long row only what is around the marks is kept, with `…` for the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The file that begins here, in a finding across several submissions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The line of the file, from 1. Rows that are pieces of one long line have the same.
    pub line: u32,
    /// What is shown.
    pub text: String,
    /// What is underlined, in order, without overlaps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<RowMark>,
    /// Whether rows before this one, and after the one before, are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gap: bool,
}

/// A part of a row that is underlined.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowMark {
    /// The first character of the row's text, from 0.
    pub start: u32,
    /// The character after the last.
    pub end: u32,
    /// What to say at it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Whether this is the figure the finding is about.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub primary: bool,
}

impl Record {
    /// What `gouji check --format json` writes: no subject, no excerpts.
    #[must_use]
    pub fn new(source: &Source, checked: &Checked, lang: Lang) -> Self {
        let mut budget = Budget::new(source.text().len());
        let mut left_out = LeftOut::default();
        let mut found = |finding: &Finding| {
            let mut finding = FindingRecord::new(source, finding, lang);
            let fits = budget.finding(&mut finding);
            left_out.findings += usize::from(!fits);
            fits.then_some(finding)
        };
        let findings = checked.findings.iter().filter_map(&mut found).collect();
        let answered = checked.answered.iter().filter_map(|one| {
            Some(AnsweredRecord {
                finding: found(&one.finding)?,
                explanation: explanation(source, &one.explanation),
            })
        });
        let answered = answered.collect();
        let waived = checked.waived.iter().filter_map(|one| {
            Some(WaivedRecord {
                finding: found(&one.finding)?,
                waiver: one.grant.clone(),
            })
        });
        let waived = waived.collect();
        let not_run = checked.not_run.iter();
        let mut not_run = not_run
            .map(|entry| NotRunRecord::new(entry, lang))
            .collect();
        left_out.not_run = budget.list(&mut not_run);
        let mut unchecked = (checked.unchecked.iter())
            .map(ToString::to_string)
            .collect();
        left_out.unchecked = budget.list(&mut unchecked);
        Self {
            source: source.name().to_owned(),
            encoding: source.encoding().name().to_owned(),
            hashes: Hashes::of(source),
            subject: None,
            copy_of: None,
            pack: checked.pack.clone(),
            settings: checked.settings.clone(),
            engine: ENGINE.to_owned(),
            verdict: checked.verdict,
            rules: counts(checked),
            numbers: checked.numbers,
            findings,
            answered,
            waived,
            not_run,
            unchecked,
            left_out,
        }
    }

    /// With whose it is, and the rows of the text around the labels of each finding. Reports made
    /// later from the log show them, when the submission itself is no longer at hand.
    #[must_use]
    pub fn with_excerpts(source: &Source, checked: &Checked, lang: Lang) -> Self {
        let mut record = Self::new(source, checked, lang);
        record.subject = Some(checked.subject.clone());
        let excerpts = super::text::excerpts(source, &checked.findings, lang);
        for (finding, excerpt) in record.findings.iter_mut().zip(excerpts) {
            finding.excerpt = excerpt;
        }
        record
    }

    /// A record from a line of an NDJSON report or log.
    ///
    /// # Errors
    /// When the line is no JSON, or lacks what a record must have.
    pub fn from_line(line: &str) -> serde_json::Result<Self> {
        serde_json::from_str(line)
    }

    /// The record as a line of NDJSON, without its line end.
    ///
    /// # Errors
    /// None that can come from a record; `serde_json` says it may fail.
    pub fn to_line(&self) -> serde_json::Result<String> {
        serde_json::to_string(self).map(super::json::escape)
    }
}

impl FindingRecord {
    /// A finding at its places in a text.
    #[must_use]
    pub fn new(source: &Source, finding: &Finding, lang: Lang) -> Self {
        let Figures {
            stated,
            derived,
            expected,
            difference,
            slack,
            unit,
        } = finding.figures.clone();
        Self {
            rule: finding.rule.id.clone(),
            level: finding.level,
            outcome: finding.outcome,
            verdict: finding.verdict,
            title: title(finding, lang),
            message: finding.message.text(lang),
            stated,
            derived,
            expected,
            difference,
            slack,
            unit,
            labels: finding
                .labels
                .iter()
                .map(|label| LabelRecord::new(source, label, lang))
                .collect(),
            more_labels: 0,
            excerpt: Vec::new(),
            suspects: finding.suspects.clone(),
            consequences: finding.consequences.clone(),
            follows: finding.follows.clone(),
            held_by: finding.held_by.clone(),
            undiagnosed: finding.undiagnosed,
            help: help(finding, lang),
            basis: finding.rule.basis.clone(),
            verified: finding.rule.verified,
        }
    }

    /// The place the finding is about.
    #[must_use]
    pub fn primary(&self) -> Option<&LabelRecord> {
        self.labels.iter().find(|label| label.primary)
    }

    /// What is to be written instead.
    #[must_use]
    pub fn remedy(&self) -> Remedy<'_> {
        Remedy::of(
            self.outcome,
            self.verdict,
            self.follows.is_some(),
            &self.suspects,
            (
                self.primary().map(|label| label.path.as_str()),
                self.stated.as_deref(),
                self.expected.as_deref(),
            ),
            self.undiagnosed.is_some(),
        )
    }

    /// The arithmetic.
    #[must_use]
    pub fn figures(&self) -> Figures {
        Figures {
            stated: self.stated.clone(),
            derived: self.derived.clone(),
            expected: self.expected.clone(),
            difference: self.difference.clone(),
            slack: self.slack.clone(),
            unit: self.unit.clone(),
        }
    }
}

/// Where an explanation stands, and its words.
fn explanation(source: &Source, explanation: &Explanation) -> LabelRecord {
    let Place { line, column, .. } = source.place(explanation.span.start);
    LabelRecord {
        cell: CellRecord::of(source, explanation.span),
        source: None,
        path: explanation.path.clone(),
        label: explanation.label.clone(),
        line,
        column,
        start: explanation.span.start,
        end: explanation.span.end,
        text: explanation.text.clone(),
        primary: true,
    }
}

impl LabelRecord {
    fn new(source: &Source, label: &Label, lang: Lang) -> Self {
        let Place { line, column, .. } = source.place(label.span.start);
        Self {
            cell: CellRecord::of(source, label.span),
            source: None,
            path: label.path.clone(),
            label: label.label.clone(),
            line,
            column,
            start: label.span.start,
            end: label.span.end,
            text: label
                .text
                .as_ref()
                .map_or_else(String::new, |text| text.text(lang)),
            primary: label.primary,
        }
    }
}

impl NotRunRecord {
    fn new(entry: &NotRun, lang: Lang) -> Self {
        Self {
            rule: entry.rule.id.clone(),
            reason: entry.reason,
            path: entry.path.clone(),
            field: entry.field.clone(),
            message: entry.message.text(lang),
        }
    }
}
