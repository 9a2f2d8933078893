//! What results mean for the exit code.

use gouji::finding::{Advice, Level, Outcome};
use gouji::report::{Record, Roster, Screening};

use crate::console::Exit;

/// One submission, as its record says.
pub(crate) fn of_record(record: &Record) -> Exit {
    if record.pack.is_none() {
        return Exit::CouldNotRun;
    }
    let failed = record
        .findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Failed && finding.level >= Level::Query);
    match (failed, record.verdict) {
        (true, _) => Exit::Findings,
        (false, Advice::Undetermined) => Exit::Undetermined,
        (false, _) => Exit::Clean,
    }
}

/// The roster: whoever has not handed in, or has twice, is something to see to.
pub(crate) fn of_roster(roster: Option<&Roster>) -> Exit {
    let settled = roster.is_none_or(|roster| {
        roster.missing.is_empty()
            && roster.repeated.is_empty()
            && roster.unlisted.is_empty()
            && roster.differing.is_empty()
    });
    if settled { Exit::Clean } else { Exit::Findings }
}

/// What rules over all submissions found, as they would of one.
pub(crate) fn of_across(screening: &Screening) -> Exit {
    let failed = screening
        .findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Failed && finding.level >= Level::Query);
    if failed { Exit::Findings } else { Exit::Clean }
}
