//! What the check made of what was planted.

use rust_decimal::Decimal;
use serde::Serialize;

use super::plan::{Plan, Slip};
use super::sample::Sample;
use crate::amount::{Precision, judge};
use crate::diagnosis::substitute::{self, Changes};
use crate::document::Document;
use crate::finding::{self, Checked, Finding, Verdict};
use crate::pack::Checker;
use crate::source::Source;
use crate::words::Message;

/// Whether the right figure was pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Located {
    /// Another figure comes first, or none is named.
    No,
    /// It is ranked first together with others.
    Tied,
    /// It alone is ranked first.
    First,
}

/// Whether the right slip was named, with the true figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// Another slip, another figure, or none.
    No,
    /// A slip that makes the same digits: nobody could tell them apart.
    Alike,
    /// The very one.
    Yes,
}

/// What the check made of one slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Whether every identity of the figure still holds, by rounding.
    pub in_slack: bool,
    /// Whether a finding points at the figure or follows from one that does.
    pub caught: bool,
    /// Whether the right figure was pointed at.
    pub located: Located,
    /// Whether the right slip was named.
    pub named: Named,
    /// Findings about the figure that follow from no other and name other figures first.
    pub astray: usize,
    /// Rules with findings that have nothing to do with what was planted.
    pub false_findings: Vec<String>,
}

/// Plants, checks and compares; an outcome for each slip.
pub(super) fn of(plan: &Plan, samples: &[Sample], checker: &mut Checker) -> Vec<Outcome> {
    let Some(sample) = samples.get(plan.sample) else {
        return Vec::new();
    };
    let source = Source::new(sample.file.as_str(), text(sample, &plan.slips));
    let Ok(document) = Document::parse(source) else {
        return Vec::new();
    };
    let found = checker.check(document);
    let paths: Vec<&str> = plan.slips.iter().map(|slip| slip.path.as_str()).collect();
    let strangers: Vec<String> = failed(&found)
        .filter(|finding| !concerns(finding, &found, &paths))
        .map(|finding| finding.rule.id.clone())
        .collect();
    plan.slips
        .iter()
        .map(|slip| Outcome {
            false_findings: strangers.clone(),
            ..judged(sample, slip, &found)
        })
        .collect()
}

/// The clean text with the slips in it.
fn text(sample: &Sample, slips: &[Slip]) -> String {
    let document = sample.submission.document();
    let mut places: Vec<(usize, usize, &str)> = slips
        .iter()
        .map(|slip| {
            let span = document.span(slip.node);
            (
                span.start as usize,
                span.end as usize,
                slip.planted.as_str(),
            )
        })
        .collect();
    places.sort_unstable();
    let mut text = document.source().text().to_owned();
    for (start, end, planted) in places.into_iter().rev() {
        text.replace_range(start..end, planted);
    }
    text
}

fn failed(checked: &Checked) -> impl Iterator<Item = &Finding> {
    let all = checked.findings.iter();
    all.filter(|finding| finding.outcome == finding::Outcome::Failed)
}

fn points_at(finding: &Finding, path: &str) -> bool {
    finding.labels.iter().any(|label| label.path == path)
        || finding.suspects.iter().any(|suspect| suspect.path == path)
}

/// Whether a finding points at one of the places, or follows from one that does.
fn concerns(finding: &Finding, checked: &Checked, paths: &[&str]) -> bool {
    let at = |finding: &Finding| paths.iter().any(|path| points_at(finding, path));
    at(finding)
        || finding.follows.as_ref().is_some_and(|lead| {
            let leads = |other: &&Finding| {
                let primary = other.labels.iter().find(|label| label.primary);
                other.rule.id == lead.rule && primary.is_some_and(|label| label.path == lead.path)
            };
            checked.findings.iter().filter(leads).any(at)
        })
}

fn judged(sample: &Sample, slip: &Slip, checked: &Checked) -> Outcome {
    let mut outcome = Outcome {
        in_slack: is_in_slack(sample, slip),
        caught: failed(checked).any(|finding| concerns(finding, checked, &[&slip.path])),
        located: Located::No,
        named: Named::No,
        astray: 0,
        false_findings: Vec::new(),
    };
    let leads = failed(checked)
        .filter(|finding| finding.follows.is_none() && points_at(finding, &slip.path));
    for lead in leads {
        let located = located(lead, &slip.path);
        if located == Located::No && !lead.suspects.is_empty() {
            outcome.astray += 1;
        }
        outcome.located = outcome.located.max(located);
        outcome.named = outcome.named.max(named(sample, lead, slip));
    }
    outcome
}

fn located(lead: &Finding, path: &str) -> Located {
    let first = lead.suspects.iter().filter(|suspect| suspect.rank == 1);
    let (mut own, mut others) = (false, false);
    for suspect in first {
        if suspect.path == path {
            own = true;
        } else {
            others = true;
        }
    }
    match (own, others) {
        (true, false) => Located::First,
        (true, true) => Located::Tied,
        // a finding about this figure alone needs no suspect
        (false, false) => match lead.labels.as_slice() {
            [only] if only.path == path => Located::First,
            _ => Located::No,
        },
        (false, true) => Located::No,
    }
}

fn named(sample: &Sample, lead: &Finding, slip: &Slip) -> Named {
    let document = sample.submission.document();
    let is_true = |proposed: &str| match sample.submission.number(slip.node) {
        Some(number) => proposed.parse::<Decimal>() == Ok(number.value),
        None => document.text(slip.node) == Some(proposed),
    };
    // some rules name the slip themselves
    let told = match &lead.message {
        Message::UnitSlip(..) | Message::PercentScale(..) => Some("unit_slip"),
        Message::Direction(..) => Some("wrong_direction"),
        _ => None,
    };
    let primary = |label: &&finding::Label| label.primary && label.path == slip.path;
    let told = told
        .filter(|_| lead.suspects.is_empty() && lead.labels.iter().any(|label| primary(&label)));
    let causes = lead
        .suspects
        .iter()
        .filter(|suspect| {
            suspect.rank == 1 && suspect.path == slip.path && is_true(&suspect.proposed)
        })
        .map(|suspect| suspect.cause.as_str())
        .chain(told);
    causes
        .map(|cause| {
            if cause == slip.kind.code() {
                Named::Yes
            } else if slip.alike.iter().any(|kind| kind.code() == cause) {
                Named::Alike
            } else {
                Named::No
            }
        })
        .max()
        .unwrap_or(Named::No)
}

/// Whether every identity of the figure would still hold with what was planted.
fn is_in_slack(sample: &Sample, slip: &Slip) -> bool {
    let (Some(number), Ok(value)) = (
        sample.submission.number(slip.node),
        slip.planted.parse::<Decimal>(),
    ) else {
        return false;
    };
    if !slip.held.in_identity() {
        return false;
    }
    let stated = sample.submission.stated(slip.node, number.places);
    let places = stated.and_then(|stated| stated.places);
    let precision = Precision {
        places: places.unwrap_or(number.places).max(value.scale()),
        exact: stated.is_none_or(|stated| stated.exact),
    };
    let changes: Changes = std::iter::once((slip.node, (value, precision))).collect();
    sample.of(slip.node).all(|identity| {
        let stated = substitute::with(&identity.stated, &changes);
        let expected = substitute::with(&identity.expected, &changes);
        judge(&stated, &expected)
            .is_ok_and(|judgement| matches!(judgement.verdict, Verdict::Exact | Verdict::Rounding))
    })
}
