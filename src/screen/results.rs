//! The files that a screening writes into its folder of results, and how such a folder is known.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::earlier::LOG;
use crate::report::Kind;

/// What the whole screening comes to, as data, beside the log.
pub const SCREENING: &str = "screening.json";
/// All that was found across submissions, a finding a line.
pub(super) const ACROSS: &str = "across.ndjson";
/// The page, as it was printed.
pub const SUMMARY: &str = "summary.txt";
/// All records as one JSON value.
pub const RESULTS: &str = "results.json";
/// All records, one a line.
pub const RESULT_LINES: &str = "results.ndjson";
/// Held while a run writes to the folder.
pub(super) const LOCK: &str = "log.lock";
/// Logs of which the rest is to be used again.
pub(super) const BEFORE: &str = "log.before-";

/// How a line of a log begins.
const BEGINNING: &[u8] = b"{\"content\":";

/// Files that are made anew in the end of every run.
pub(super) fn reports() -> impl Iterator<Item = &'static str> {
    let kinds = Kind::ALL.map(Kind::file);
    [SCREENING, ACROSS, SUMMARY, RESULTS, RESULT_LINES]
        .into_iter()
        .chain(kinds)
}

/// Whether a file in a folder of results is one of them, by its name.
pub(super) fn is_own(name: &str) -> bool {
    name == LOG || name == LOCK || name.starts_with(BEFORE) || reports().any(|own| own == name)
}

/// Whether a folder holds the results of a screening: there is a log in it.
pub(super) fn holds_results(folder: &Path) -> bool {
    let path = folder.join(LOG);
    // asked before opening: a named pipe would wait for a writer
    if !path.is_file() {
        return false;
    }
    let mut beginning = [0; BEGINNING.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    read.is_ok() && beginning == BEGINNING
}
