//! Results as bytes: one file a format, all of them streams.
//!
//! A format is handed one submission after the other and never holds them all. It sees what was
//! found out and the text it was found in, nothing else: no pack, no rules.

mod bound;
mod csv;
mod github;
mod html;
mod json;
mod junit;
mod kind;
mod markdown;
pub mod marked;
mod outline;
pub mod reading;
mod record;
mod sarif;
mod screening;
mod set_aside;
mod suspects;
mod text;
mod xlsx;

use std::io::{self, Write};

use crate::finding::{Checked, Finding, Outcome, READING, RuleCounts, Verdict};
use crate::source::Source;
use crate::words::{Lang, Message, form, read};

pub use csv::Csv;
pub use github::GitHub;
pub use html::Html;
pub use json::{Json, NdJson};
pub use junit::JUnit;
pub use kind::{Gathered, Kind};
pub use markdown::Markdown;
pub use record::{FindingRecord, LabelRecord, LeftOut, NotRunRecord, Record, Row, RowMark};
pub use sarif::Sarif;
pub use screening::{
    AcrossCounts, Copies, Difference, Differing, Due, Log, LogFile, OtherYear, PassedOver, Records,
    Repeated, Report, Roster, Round, Screening, Unlisted,
};
pub(crate) use text::excerpt_of;
pub use text::{Overview, Style, Text};
pub use xlsx::Xlsx;

/// A way to write down what was found out.
pub trait Format {
    /// Before the first submission.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;

    /// One submission.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// After the last submission.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

/// The program and its version, by which a report can be made again.
pub const ENGINE: &str = concat!("gouji ", env!("CARGO_PKG_VERSION"));

/// How many rules ended how.
fn counts(checked: &Checked) -> RuleCounts {
    let mut counts = RuleCounts::default();
    for rule in checked.outcomes.iter() {
        let count = match rule.outcome {
            Outcome::Passed => &mut counts.passed,
            Outcome::Rounding => &mut counts.rounding,
            Outcome::Failed => &mut counts.failed,
            Outcome::NotApplicable => &mut counts.not_applicable,
            Outcome::CouldNotRun => &mut counts.could_not_run,
        };
        *count += 1;
    }
    counts
}

/// The packs and settings of a screening, a line each: what everything in a report stands on.
fn in_force(screening: &Screening, lang: Lang) -> Vec<String> {
    let packs = screening.packs.iter();
    let settings = screening.settings.iter();
    packs
        .map(|pack| crate::words::report::whole_pack(pack, lang))
        .chain(settings.map(|stamp| {
            let lead = crate::words::report::settings_lead(lang);
            format!("{lead} {} {}", stamp.file, stamp.hash)
        }))
        .collect()
}

/// What to do about a finding: the rule's words, or the engine's own for a file that cannot be
/// read. Empty where neither says anything.
fn help(finding: &Finding, lang: Lang) -> String {
    match &finding.message {
        Message::Fault(kind) if finding.rule.help.is_empty() => {
            read::fault_help(kind, lang).unwrap_or_default()
        }
        departure if finding.verdict == Verdict::Structure => {
            form::advice(departure, lang).unwrap_or_else(|| finding.rule.help.clone())
        }
        _ => finding.rule.help.clone(),
    }
}

/// The rule in one line: the pack's words, or the engine's own for a file that cannot be read.
fn title(finding: &Finding, lang: Lang) -> String {
    match &finding.message {
        Message::Fault(_) if finding.rule.id == READING => read::rule_title(lang).to_owned(),
        _ => finding.rule.title.clone(),
    }
}

/// Whether a character is obeyed by terminals and editors instead of being shown: control
/// characters, marks that turn the direction of writing, line ends of Unicode, and what is
/// invisible. A submission could forge lines of a report with them, or hide text in it.
fn is_unshowable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
        // no characters at all, which XML and spreadsheets refuse
        || matches!(u32::from(character) & 0xffff, 0xfffe | 0xffff)
}

/// Whether a spreadsheet may take a text for a formula: it begins with one of the signs that open
/// one, perhaps after blanks, in plain or full width.
fn begins_like_a_formula(text: &str) -> bool {
    let blank = |character: char| character.is_whitespace() || is_unshowable(character);
    text.trim_start_matches(blank)
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n'])
}
