//! What stands at the places of a finding: "should be" only at the figure that is to be changed.

use crate::finding::{Finding, Remedy};
use crate::words::Message;

/// Labels the figure that is to be changed as such, and the stated one otherwise where evidence
/// speaks for it.
pub(super) fn settle(finding: &mut Finding) {
    let change = match finding.remedy() {
        Remedy::Stated => return,
        Remedy::Change(suspect) => Some((suspect.path.clone(), suspect.proposed.clone())),
        Remedy::Unknown | Remedy::Follows | Remedy::OneOf(_) => None,
    };
    // what rules say of places where nothing is to be written in figures is theirs
    if finding.figures.expected.is_none() {
        return;
    }
    for label in &mut finding.labels {
        if label.primary
            && let Some(Message::ShouldBe(due)) = &label.text
        {
            label.text = Some(Message::ComesTo(due.clone()));
        }
        let is_due = |(path, _): &&(String, String)| *path == label.path;
        if let Some((_, proposed)) = change.as_ref().filter(is_due) {
            label.text = Some(Message::Perhaps(proposed.clone()));
        }
    }
}
