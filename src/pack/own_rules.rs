//! The engine's own rules: whether a file can be read, and its structure against the form.

use std::sync::Arc;

use super::plain_figure::plain_figure;
use crate::document::{StructureFault, StructureKind};
use crate::fault::Fault;
use crate::finding::{
    Advice, Checked, Figures, Finding, Label, Level, NumberCounts, Outcome, READING, RuleInfo,
    Subject, Verdict,
};
use crate::source::Span;
use crate::verbs::Run;
use crate::words::{Lang, Message, read};

/// The engine's own rule: structure against the form.
pub(super) fn structure_rule() -> RuleInfo {
    RuleInfo {
        id: "FORM".to_owned(),
        title: "结构应与表式一致".to_owned(),
        level: Level::Error,
        basis: String::new(),
        verified: true,
        help: "按表式的字段名称和类型填写".to_owned(),
    }
}

/// The engine's own rule for files that cannot be read.
fn reading_rule() -> RuleInfo {
    RuleInfo {
        id: READING.to_owned(),
        // reports say it in their language
        title: read::rule_title(Lang::Chinese).to_owned(),
        level: Level::Error,
        basis: String::new(),
        verified: true,
        help: String::new(),
    }
}

/// What is to be said of a file that could not be read.
#[must_use]
pub fn unreadable(faults: &[Fault]) -> Checked {
    let rule = Arc::new(reading_rule());
    let findings = faults
        .iter()
        .map(|fault| {
            let label = |span: Span, text: Option<Message>, primary| Label {
                path: String::new(),
                label: String::new(),
                span,
                text,
                primary,
            };
            let words = Some(Message::FaultLabel(Box::new(fault.kind.clone())));
            let mut labels: Vec<Label> = fault
                .span
                .map(|span| label(span, words, true))
                .into_iter()
                .collect();
            labels.extend(fault.related.map(|span| label(span, None, false)));
            Finding {
                rule: Arc::clone(&rule),
                level: Level::Error,
                outcome: Outcome::Failed,
                verdict: Verdict::Structure,
                message: Message::Fault(Box::new(fault.kind.clone())),
                figures: Figures::default(),
                labels,
                suspects: Vec::new(),
                consequences: Vec::new(),
                follows: None,
                held_by: Vec::new(),
                undiagnosed: None,
            }
        })
        .collect();
    Checked {
        subject: Subject::default(),
        verdict: Advice::Undetermined,
        pack: None,
        outcomes: Arc::default(),
        findings,
        answered: Vec::new(),
        waived: Vec::new(),
        settings: None,
        not_run: Vec::new(),
        numbers: NumberCounts::default(),
        unchecked: Arc::default(),
    }
}

/// What is to be said of a departure from the form.
pub(super) fn structure_finding(run: &Run, fault: &StructureFault) -> Finding {
    let submission = &run.submission;
    let document = submission.document();
    let unit = submission
        .field(fault.node)
        .map_or("", |field| &*field.unit);
    let instead = |text: &str| plain_figure(text, unit);
    let message = match &fault.kind {
        StructureKind::Type { expected, found } => {
            let text = document.text(fault.node).unwrap_or_default();
            Message::WrongType(expected.clone(), found, beginning(text), instead(text))
        }
        StructureKind::Required(name) => Message::Required(name.clone()),
        StructureKind::Unknown { field, nearest } => Message::UnknownField(
            document.key(*field).unwrap_or_default().to_owned(),
            nearest.clone(),
        ),
        StructureKind::NotListed(allowed) => Message::NotListed(
            vec![
                document
                    .source()
                    .slice(document.span(fault.node))
                    .trim_matches('"')
                    .to_owned(),
            ],
            allowed.clone(),
        ),
        StructureKind::Pattern(pattern) => Message::NotMatching(
            submission.title(fault.node),
            document.text(fault.node).unwrap_or_default().to_owned(),
            pattern.clone(),
            instead(document.text(fault.node).unwrap_or_default()),
        ),
        StructureKind::Bound(limit) | StructureKind::Length(limit) => Message::Limit(limit.clone()),
        // the words of a library are for no clerk
        StructureKind::Other(_) => Message::OffForm,
        StructureKind::Untold(count) => Message::Untold(*count),
    };
    let mut finding = run.finding(Verdict::Structure, message);
    let mut label = run.label(fault.node, Some(Message::Odd(String::new())), true);
    if let StructureKind::Unknown { field, .. } = &fault.kind
        && let Some(key) = document.key_span(*field)
    {
        label.span = key;
    }
    finding.labels.push(label);
    finding
}

/// A text that is not to be shown at any length.
fn beginning(text: &str) -> String {
    text.chars().take(40).collect()
}
