//! Findings that are no longer open: the submission explains them, or the bureau has waived them.
//! A person still reads the explanations.

use super::{FindingRecord, LabelRecord, Record};
use crate::words::{Lang, report as words};

/// Why a finding is not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// The submission explains it.
    Answered,
    /// The bureau has waived it.
    Waived,
}

/// A finding that is not open, and the words for that.
#[derive(Clone, Debug)]
pub(super) struct SetAside<'a> {
    pub(super) aside: Aside,
    pub(super) finding: &'a FindingRecord,
    /// The explanation, or why, by whom and until when it was waived.
    pub(super) said: String,
    /// Where the explanation stands.
    pub(super) place: Option<&'a LabelRecord>,
}

/// What is set aside in a submission, explanations first.
pub(super) fn set_aside(record: &Record, lang: Lang) -> impl Iterator<Item = SetAside<'_>> {
    let answered = record.answered.iter().map(|answered| SetAside {
        aside: Aside::Answered,
        finding: &answered.finding,
        said: answered.explanation.text.clone(),
        place: Some(&answered.explanation),
    });
    let waived = record.waived.iter().map(move |waived| SetAside {
        aside: Aside::Waived,
        finding: &waived.finding,
        said: words::grant(&waived.waiver, lang),
        place: None,
    });
    answered.chain(waived)
}
