//! How a rule ended: its checks gathered into one outcome.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{
    Answered, Checked, Explanation, Finding, Label, NOTHING_CHECKED, NotRun, Outcome, Reason,
};
use crate::source::Span;
use crate::verbs::{Check, Run};
use crate::words::Message;

/// Gathers a rule's checks into its outcome; exactly one.
pub(super) fn conclude(
    run: &Run,
    checked: &mut Checked,
    skipped: bool,
    note: &mut String,
) -> Outcome {
    let (checks, read, stood) = {
        let mut ledger = run.ledger();
        let checks = std::mem::take(&mut ledger.checks);
        (checks, ledger.read, ledger.stood)
    };
    let mut held = 0_usize;
    let mut findings: Vec<Finding> = Vec::new();
    let mut anchors = BTreeMap::new();
    let mut asked: Vec<Finding> = Vec::new();
    let mut texts: Vec<Explanation> = Vec::new();
    let mut given = BTreeMap::new();
    let mut not_run: Vec<NotRun> = Vec::new();
    let mut said = BTreeSet::new();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, check) in checks.into_iter().enumerate() {
        match check {
            Check::Held => held += 1,
            Check::Found(finding, anchor) => {
                found.insert(index, checked.findings.len() + findings.len());
                add_finding(&mut findings, &mut anchors, *finding, anchor);
            }
            Check::Answered(finding, anchor, text) => {
                held += 1;
                add_finding(&mut asked, &mut given, *finding, Some(anchor));
                if asked.len() > texts.len() {
                    texts.push(text);
                }
            }
            Check::NotRun(entry) => {
                let message = format!("{:?} {:?}", entry.reason, entry.message);
                if said.insert((entry.path.clone(), entry.field.clone(), message)) {
                    not_run.push(entry);
                }
            }
        }
    }
    if !read && !skipped && not_run.is_empty() && findings.is_empty() && held > 0 {
        not_run.push(NotRun {
            rule: run.rule(),
            reason: Reason::NothingRead,
            path: String::new(),
            field: String::new(),
            message: Message::NothingRead,
            labels: Vec::new(),
        });
    }
    // gaps compared with gaps: nothing submitted has been found right
    if !stood {
        held = 0;
    }
    let outcome = if findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Failed)
    {
        Outcome::Failed
    } else if !not_run.is_empty() {
        Outcome::CouldNotRun
    } else if !findings.is_empty() {
        Outcome::Rounding
    } else if held > 0 {
        Outcome::Passed
    } else {
        if note.is_empty() {
            NOTHING_CHECKED.clone_into(note);
        }
        Outcome::NotApplicable
    };
    let mut ledger = run.ledger();
    let first = ledger.first_equation;
    for equation in ledger.equations.iter_mut().skip(first) {
        equation.finding = found.get(&equation.check).copied();
    }
    drop(ledger);
    let answered = asked.into_iter().zip(texts);
    checked
        .answered
        .extend(answered.map(|(finding, explanation)| Answered {
            finding,
            explanation,
        }));
    checked.findings.extend(findings);
    checked.not_run.extend(not_run);
    outcome
}

/// Findings of one rule with the same anchor lack the same words: they are one.
fn add_finding(
    findings: &mut Vec<Finding>,
    anchors: &mut BTreeMap<String, (usize, BTreeSet<Span>)>,
    finding: Finding,
    anchor: Option<String>,
) {
    let Some(anchor) = anchor else {
        findings.push(finding);
        return;
    };
    let next = findings.len();
    let (index, labelled) = anchors.entry(anchor).or_insert_with(|| {
        (
            next,
            finding.labels.iter().map(|label| label.span).collect(),
        )
    });
    let Some(known) = findings.get_mut(*index) else {
        findings.push(finding);
        return;
    };
    match (&mut known.message, finding.message) {
        (Message::Unexplained(all, _), Message::Unexplained(more, _))
        | (Message::Circumstances(all), Message::Circumstances(more)) => all.extend(more),
        _ => {}
    }
    for label in finding.labels {
        if labelled.insert(label.span) {
            known.labels.push(Label {
                primary: false,
                ..label
            });
        }
    }
}
