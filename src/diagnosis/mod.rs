//! What is probably wrong: which figure, why, and what follows from it.
//!
//! Every equation a figure takes part in is a witness: one that holds says what the figure may
//! be, one that is wrong says what it would have to be. A figure is suspected only of a value
//! with which all of them hold. Of the slips people make, those that lead from such a value to
//! the figure as written are named, likeliest first. Nothing here changes how a rule ended.

mod case;
mod cause;
mod feasible;
mod group;
mod interval;
mod pair;
mod repair;
mod room;
pub(crate) mod substitute;

use crate::document::Submission;
use crate::finding::{Finding, Suspect, Verdict};
use crate::verbs::Equation;
use case::Case;

/// Writes suspects into the findings, and which findings follow from which.
pub fn diagnose(submission: &Submission, equations: &[Equation], findings: &mut [Finding]) {
    for equation in equations {
        if equation.verdict == Verdict::Truncation {
            cut_off(submission, equation, findings);
        }
    }
    let wrong = |equation: &Equation| equation.verdict == Verdict::Wrong;
    if !equations.iter().any(wrong) {
        return;
    }
    let mut case = Case::new(submission, equations.to_vec());
    for repair in repair::explain(&mut case) {
        group::write(&case, &repair, findings);
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
            path: submission.document().pointer(node),
            cause: cause::Cause::PercentTruncated.code().to_owned(),
            stated: stated.clone(),
            proposed: expected.clone(),
            rank: 1,
            unique: true,
            ..Suspect::default()
        }];
    }
}
