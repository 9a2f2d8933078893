//! Asks rules over all submissions of what a case of a pack hands in, the way a screening does.

use std::sync::Arc;

use super::many::Across;
use super::review::Looked;
use super::roster::Roster;
use crate::document::{Document, Submission};
use crate::finding::{Outcome, RuleOutcome};
use crate::pack::{Asked, Checker, FoundTogether, PlaceTogether, Together, subject};
use crate::report::{AcrossCounts, Due, FindingRecord, Record, Screening};
use crate::words::Lang;

/// What a case's messages are in, as those of its pack.
const LANG: Lang = Lang::Chinese;

/// Asks rules over all submissions of what a case hands in.
///
/// # Errors
/// What keeps them from being asked: a rule that asks for what the form does not have, a
/// submission that cannot be read, no submission of this year, no rule that asks anything.
pub fn ask_together(checker: &mut Checker, together: &Together) -> Result<Asked, String> {
    let screening = screened(checker, together)?;
    let mut asked = Asked {
        found: screening
            .findings
            .iter()
            .map(|finding| found(finding, together))
            .collect(),
        ..Asked::default()
    };
    for counts in &screening.across {
        let Some(rule) = checker.pack().rule_of_all(&counts.rule) else {
            continue;
        };
        let note = counts.notes.join("；");
        if counts.could_not_run > 0 {
            asked.not_run.push((counts.rule.clone(), note.clone()));
        }
        asked.outcomes.push(RuleOutcome {
            rule: Arc::clone(rule),
            outcome: outcome(counts),
            note,
        });
    }
    if asked.outcomes.is_empty() {
        return Err(
            "按规则包的参数，各份之间没有要核对的 / under these parameters nothing is asked of all submissions"
                .to_owned(),
        );
    }
    Ok(asked)
}

fn screened(checker: &mut Checker, together: &Together) -> Result<Screening, String> {
    let plan = checker.plan_of_all().map_err(|faults| {
        let words = faults.iter().map(|fault| fault.text(LANG));
        words.collect::<Vec<_>>().join("; ")
    })?;
    let (prior, current): (Vec<_>, Vec<_>) = together.submissions.iter().partition(|one| one.prior);
    if current.is_empty() {
        return Err("没有本年的份 / no submission is of this year".to_owned());
    }
    let due = together.roster.iter().map(|(department, unit)| Due {
        unit: unit.clone(),
        superior: department.clone(),
        ..Due::default()
    });
    let roster = Roster {
        due: due.collect(),
        ..Roster::default()
    };
    let trouble = |error: std::io::Error| error.to_string();
    let unreadable = |name: &str| format!("“{name}”不是填报 / \"{name}\" is no submission");
    let roster = (!roster.due.is_empty()).then_some(&roster);
    let mut across = Across::new(None, roster, !prior.is_empty(), LANG);
    for one in prior {
        let name = one.source.name();
        let document = Document::parse(one.source.clone()).map_err(|_| unreadable(name))?;
        let subject = subject(&document);
        let form = Arc::clone(&checker.pack().form);
        let submission = Arc::new(Submission::new(document, form));
        let looked = Looked {
            source: name.to_owned(),
            subject,
            gathered: checker.gather(&submission, &plan),
        };
        across.note_prior(&looked).map_err(trouble)?;
    }
    for one in current {
        let name = one.source.name();
        let document = Document::parse(one.source.clone()).map_err(|_| unreadable(name))?;
        let (said, submission) = checker.check_and_keep(document);
        let record = Record::with_excerpts(&one.source, &said, LANG);
        let gathered = checker.gather(&submission, &plan);
        across.note(&record, &gathered).map_err(trouble)?;
    }
    let mut screening = Screening::default();
    across.conclude(&mut screening).map_err(trouble)?;
    Ok(screening)
}

fn found(finding: &FindingRecord, together: &Together) -> FoundTogether {
    let places = finding.labels.iter().map(|label| {
        let name = label.source.as_deref().unwrap_or_default();
        let of = |one: &&crate::pack::HandedIn| one.source.name() == name;
        let source = together.submissions.iter().find(of).map(|one| &one.source);
        let (start, end) = (label.start as usize, label.end as usize);
        let text = source.and_then(|source| source.text().get(start..end));
        PlaceTogether {
            submission: name.to_owned(),
            path: label.path.clone(),
            label: label.label.clone(),
            text: text.unwrap_or_default().to_owned(),
        }
    });
    FoundTogether {
        rule: finding.rule.clone(),
        level: finding.level,
        verdict: finding.verdict,
        message: finding.message.clone(),
        places: places.collect(),
    }
}

/// How a rule ended that was asked several times: the gravest counts, and that it held somewhere
/// more than that it did not apply elsewhere.
fn outcome(counts: &AcrossCounts) -> Outcome {
    let ended = [
        (counts.failed, Outcome::Failed),
        (counts.could_not_run, Outcome::CouldNotRun),
        (counts.rounding, Outcome::Rounding),
        (counts.held, Outcome::Passed),
    ];
    let ended = ended.iter().find(|(times, _)| *times > 0);
    ended.map_or(Outcome::NotApplicable, |(_, outcome)| *outcome)
}
