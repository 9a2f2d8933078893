//! One cause, one finding: what a repair mends stands under the finding that leads.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::case::Case;
use super::cause::Proposal;
use super::feasible::is_held;
use super::repair::Repair;
use super::substitute::{self, Changes};
use crate::document::{NodeId, Submission};
use crate::finding::{Change, Finding, Follows, Label, Suspect, Witness};
use crate::verbs::{Equation, Standing};
use crate::words::{Message, with_unit};

/// Writes a repair into the findings it concerns.
pub(super) fn write(case: &Case, repair: &Repair, findings: &mut [Finding]) {
    let suspects = suspects(case, repair);
    let places: BTreeSet<&str> = suspects
        .iter()
        .filter(|suspect| suspect.rank == 1)
        .map(|suspect| suspect.path.as_str())
        .collect();
    let mut members: Vec<usize> = repair
        .mended
        .iter()
        .filter_map(|index| case.equations.get(*index)?.finding)
        .filter(|index| findings.get(*index).is_some_and(is_free))
        .collect();
    members.sort_unstable();
    members.dedup();
    let Some(lead) = lead(findings, &members, &places) else {
        return;
    };
    // what other rules say of the same figure
    for (index, finding) in findings.iter().enumerate() {
        let told = matches!(
            finding.message,
            Message::UnitSlip(..) | Message::PercentScale(..) | Message::Direction(..)
        );
        let here = |label: &Label| places.contains(label.path.as_str());
        if told && is_free(finding) && finding.labels.iter().any(here) {
            members.push(index);
        }
    }
    members.retain(|index| *index != lead);
    members.sort_unstable();
    members.dedup();
    let Some(leading) = findings.get(lead) else {
        return;
    };
    let follows = Follows {
        rule: leading.rule.id.clone(),
        path: primary_path(leading).to_owned(),
    };
    let mut consequences: Vec<String> = Vec::new();
    for index in members {
        let Some(follower) = findings.get_mut(index) else {
            continue;
        };
        follower.follows = Some(follows.clone());
        follower.suspects.clear();
        if !consequences.contains(&follower.rule.id) {
            consequences.push(follower.rule.id.clone());
        }
    }
    let witnesses = witnesses(case, repair, lead);
    if let Some(leading) = findings.get_mut(lead) {
        leading.held_by = witnesses;
        leading.consequences = consequences;
        for (proposal, _) in &repair.suspects {
            let place = proposal.word.as_ref().map(|(word, _, _)| *word);
            for node in place.into_iter().chain(proposal.source) {
                show(case.submission, leading, node);
            }
        }
        leading.suspects = suspects;
    }
}

/// Whether it leads nothing and follows nothing yet.
fn is_free(finding: &Finding) -> bool {
    finding.follows.is_none() && finding.consequences.is_empty()
}

fn primary_path(finding: &Finding) -> &str {
    let primary = finding.labels.iter().find(|label| label.primary);
    primary.map_or("", |label| label.path.as_str())
}

/// The gravest, then the one about the suspect, then the first.
fn lead(findings: &[Finding], members: &[usize], places: &BTreeSet<&str>) -> Option<usize> {
    let key = |index: &usize| {
        let finding = findings.get(*index)?;
        let elsewhere = !places.contains(primary_path(finding));
        Some((std::cmp::Reverse(finding.level), elsewhere, *index))
    };
    members.iter().copied().min_by_key(|index| key(index))
}

fn suspects(case: &Case, repair: &Repair) -> Vec<Suspect> {
    let mut all: Vec<Suspect> = Vec::new();
    for (index, (proposal, rank)) in repair.suspects.iter().enumerate() {
        let Some(figure) = case.figure(proposal.node) else {
            continue;
        };
        let other = repair.together.get(index);
        let (place, stated, proposed) = match &proposal.word {
            Some((word, stated, proposed)) => (*word, stated.clone(), proposed.clone()),
            None => (
                proposal.node,
                figure.show(figure.value),
                figure.show(proposal.value),
            ),
        };
        let ties = repair.suspects.iter().filter(|(_, other)| other == rank);
        all.push(Suspect {
            path: case.submission.pointer(place),
            cause: proposal.cause.code().to_owned(),
            stated,
            proposed,
            rank: *rank,
            unique: ties.count() == 1,
            source: proposal
                .source
                .map(|source| case.submission.pointer(source)),
            together: other
                .and_then(|other| change(case, other))
                .into_iter()
                .collect(),
        });
    }
    all
}

fn change(case: &Case, proposal: &Proposal) -> Option<Change> {
    let figure = case.figure(proposal.node)?;
    Some(Change {
        path: case.submission.pointer(proposal.node),
        stated: figure.show(figure.value),
        proposed: figure.show(proposal.value),
    })
}

/// Labels a place that the finding has not.
fn show(submission: &Submission, finding: &mut Finding, node: NodeId) {
    let document = submission.document();
    let path = submission.pointer(node);
    if finding.labels.iter().any(|label| label.path == path) {
        return;
    }
    finding.labels.push(Label {
        path,
        label: submission.label(node),
        span: document.span(node),
        text: None,
        primary: false,
    });
}

/// Figures that would no longer fit if the stated one were what is expected, where no suspect is
/// the stated figure itself.
fn witnesses(case: &Case, repair: &Repair, lead: usize) -> Vec<Witness> {
    let mended = repair.mended.iter().find(|index| {
        let equation = case.equations.get(**index);
        equation.is_some_and(|equation| equation.finding == Some(lead))
    });
    let Some(equation) = mended.and_then(|index| case.equations.get(*index)) else {
        return Vec::new();
    };
    let Some(stated) = equation.stated.node() else {
        return Vec::new();
    };
    let is_suspect = |(proposal, _): &(Proposal, u32)| proposal.node == stated;
    if repair.suspects.iter().any(is_suspect) {
        return Vec::new();
    }
    let due = due_of(case, equation, &Changes::default());
    let Some(changes) = due.and_then(|due| case.changes(&[(stated, due)])) else {
        return Vec::new();
    };
    let mut all: Vec<Witness> = Vec::new();
    // those that fit the stated figure, then those that fit these
    let mut moved = changes;
    for _ in 0..2 {
        let mut next = moved.clone();
        let mut grown = false;
        let outcome = case.outcome(&moved);
        // with no step left nothing was judged
        if case.is_spent() {
            break;
        }
        for (index, verdict) in outcome {
            let Some(other) = case.equations.get(index) else {
                continue;
            };
            // a bound agrees with much
            if other.standing != Standing::Equal {
                continue;
            }
            let breaks = is_held(other.verdict) && !verdict.is_some_and(is_held);
            if !breaks {
                continue;
            }
            // its stated figure speaks, or, where that is moved, a figure on the other side
            let mut still = None;
            other.each_figure(|node| {
                if still.is_none() && moved.get(node).is_none() {
                    still = Some(node);
                }
            });
            let Some(node) = still else {
                continue;
            };
            if let Some(witness) = witness(case, &other.rule.id, node)
                && !all.iter().any(|known| known.path == witness.path)
            {
                all.push(witness);
            }
            if other.stated.node() == Some(node)
                && let Some(to) = due_of(case, other, &moved)
                && let Some(change) = case.changes(&[(node, to)])
            {
                next.extend(change);
                grown = true;
            }
        }
        // the same again would say the same
        if !grown {
            break;
        }
        moved = next;
    }
    all
}

/// What the stated figure of an equation would be with some changes.
fn due_of(case: &Case, equation: &Equation, moved: &Changes) -> Option<Decimal> {
    let figure = case.figure(equation.stated.node()?)?;
    let due = substitute::with(&equation.expected, moved);
    due.value().ok()?.round(figure.places).to_decimal()
}

fn witness(case: &Case, rule: &str, node: NodeId) -> Option<Witness> {
    let figure = case.figure(node)?;
    let unit = case.submission.field(node).map_or("", |field| &field.unit);
    Some(Witness {
        rule: rule.to_owned(),
        path: case.submission.pointer(node),
        name: row_name(case.submission, node),
        figure: with_unit(&figure.show(figure.value), unit),
    })
}

/// The last two titles of a node.
fn row_name(submission: &Submission, node: NodeId) -> String {
    let own = submission.title(node);
    let parent = submission.document().parent(node);
    let row = parent.map(|parent| submission.title(parent));
    match row.filter(|row| !row.is_empty()) {
        Some(row) => format!("{row} › {own}"),
        None => own,
    }
}
