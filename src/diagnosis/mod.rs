//! What is probably wrong: which figure, why, and what follows from it.
//!
//! Every equation a figure takes part in is a witness: one that holds says what the figure may
//! be, one that is wrong says what it would have to be. A figure is suspected only of a value
//! with which all of them hold. Of the slips people make, those that lead from such a value to
//! the figure as written are named, likeliest first. Nothing here changes how a rule ended.

mod branch;
mod case;
mod cause;
mod feasible;
mod group;
mod interval;
mod pair;
mod remedy;
mod repair;
mod room;
pub(crate) mod substitute;
mod whole;

use crate::document::Submission;
use crate::finding::{Finding, Suspect, Undiagnosed, Verdict};
use crate::verbs::Equation;
use case::Case;

/// Steps that one submission may take; a step is one figure looked at in one equation. A form of
/// 300 figures takes some thousands for each wrong figure.
pub const MOST_STEPS: u64 = 500_000;

/// What a diagnosis took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Steps taken.
    pub steps: u64,
    /// Whether all that could be looked for was.
    pub complete: bool,
}

/// Writes suspects into the findings, and which findings follow from which.
pub fn diagnose(submission: &Submission, equations: &[Equation], findings: &mut [Finding]) {
    diagnose_within(submission, equations, findings, MOST_STEPS);
}

/// The same with another bound. Past it, findings that are not explained by then say so.
pub fn diagnose_within(
    submission: &Submission,
    equations: &[Equation],
    findings: &mut [Finding],
    most_steps: u64,
) -> Effort {
    let effort = find_causes(submission, equations, findings, most_steps);
    for finding in findings {
        remedy::settle(finding);
    }
    effort
}

fn find_causes(
    submission: &Submission,
    equations: &[Equation],
    findings: &mut [Finding],
    most_steps: u64,
) -> Effort {
    for equation in equations {
        if equation.verdict == Verdict::Truncation {
            cut_off(submission, equation, findings);
        }
    }
    let wrong = |equation: &Equation| equation.verdict == Verdict::Wrong;
    if !equations.iter().any(wrong) {
        return Effort {
            steps: 0,
            complete: true,
        };
    }
    let mut case = Case::new(submission, equations.to_vec(), most_steps);
    let explained = repair::explain(&mut case);
    let complete = !case.is_spent();
    for repair in &explained.repairs {
        group::write(&case, repair, findings);
    }
    let why = if complete {
        Undiagnosed::Several
    } else {
        Undiagnosed::Bound
    };
    for index in explained.left {
        let finding = case
            .equations
            .get(index)
            .and_then(|equation| equation.finding);
        if let Some(finding) = finding.and_then(|index| findings.get_mut(index))
            && finding.suspects.is_empty()
            && finding.follows.is_none()
        {
            finding.undiagnosed = Some(why);
        }
    }
    Effort {
        steps: most_steps - case.left(),
        complete,
    }
}

/// The figure was cut off where it should have been rounded: the judge says so already.
fn cut_off(submission: &Submission, equation: &Equation, findings: &mut [Finding]) {
    let (Some(node), Some(finding)) = (
        equation.stated.node(),
        equation.finding.and_then(|index| findings.get_mut(index)),
    ) else {
        return;
    };
    let figures = &finding.figures;
    if let (Some(stated), Some(expected)) = (&figures.stated, &figures.expected) {
        finding.suspects = vec![Suspect {
            path: submission.pointer(node),
            cause: cause::Cause::PercentTruncated.code().to_owned(),
            stated: stated.clone(),
            proposed: expected.clone(),
            rank: 1,
            unique: true,
            ..Suspect::default()
        }];
    }
}
