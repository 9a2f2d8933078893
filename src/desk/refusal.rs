//! What is said of a submission that no pack checks.

use std::sync::Arc;

use crate::document::Document;
use crate::finding::{Checked, Figures, Finding, Label, Level, Outcome, RuleInfo, Verdict};
use crate::pack::{KIND, subject, unreadable};
use crate::source::Span;
use crate::words::command::sheet::NoPack;
use crate::words::{Lang, Message};

/// Why no pack checks a submission, and the kinds that could be.
pub(super) struct Refusal {
    why: Box<NoPack>,
    kinds: Vec<String>,
}

impl Refusal {
    pub(super) fn new(why: NoPack, kinds: Vec<String>) -> Self {
        Self {
            why: Box::new(why),
            kinds,
        }
    }
}

/// The refusal as a finding at 文种, or at the beginning where there is none.
pub(super) fn refused(document: &Document, refusal: &Refusal, lang: Lang) -> Checked {
    let Refusal { why, kinds } = refusal;
    let field = document.get(document.root(), KIND);
    let label = Label {
        path: field
            .map(|field| document.pointer(field))
            .unwrap_or_default(),
        label: field.map(|_| KIND.to_owned()).unwrap_or_default(),
        span: field.map_or_else(
            || {
                let start = document.span(document.root()).start;
                Span::new(start, start + 1)
            },
            |field| document.span(field),
        ),
        text: None,
        primary: true,
    };
    let mut checked = unreadable(&[]);
    checked.subject = subject(document);
    checked.findings.push(Finding {
        rule: Arc::new(RuleInfo {
            id: "PACK".to_owned(),
            title: NoPack::title(lang).to_owned(),
            level: Level::Error,
            basis: String::new(),
            verified: true,
            help: why.help(kinds, lang),
        }),
        level: Level::Error,
        outcome: Outcome::Failed,
        verdict: Verdict::Structure,
        message: Message::Plain(why.text(lang)),
        figures: Figures::default(),
        labels: vec![label],
        suspects: Vec::new(),
        consequences: Vec::new(),
        follows: None,
        held_by: Vec::new(),
        undiagnosed: None,
    });
    checked
}
