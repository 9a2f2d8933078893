//! The files that a screening writes into its folder of results, and how such a folder is known.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;

use super::earlier::{Earlier, LOG};
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

/// How files begin that a screening writes and that would be taken for submissions by their
/// names, without blanks; of those not named here nobody asks.
const BEGINNINGS: [(&str, &[u8]); 4] = [
    (SCREENING, b"{\"totals\":"),
    (ACROSS, b"{\"rule\":"),
    (RESULTS, b"[{\"source\":"),
    (RESULT_LINES, b"{\"source\":"),
];

/// Whether a file in a folder of results is one of them, by its name and how it begins: another
/// that only bears the name was handed in.
pub(super) fn is_own(folder: &Path, name: &str) -> bool {
    let log = name == LOG || name.starts_with(BEFORE);
    let begins = |beginning: &[u8]| begins(&folder.join(name), beginning);
    if log {
        return Path::new(name)
            .extension()
            .is_some_and(|ending| ending == "ndjson")
            && (begins(BEGINNING) || is_empty(&folder.join(name)));
    }
    match BEGINNINGS.iter().find(|(own, _)| *own == name) {
        // of no submission at all there is an empty list
        Some((_, beginning)) => begins(beginning) || begins(b"[]"),
        None => name == LOCK || reports().any(|own| own == name),
    }
}

/// Whether a folder holds the results of a screening: there is a log in it, of whole lines.
pub(super) fn holds_results(folder: &Path) -> bool {
    let path = folder.join(LOG);
    begins(&path, BEGINNING) && Earlier::holds_a_line(&path)
}

fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() == 0)
}

/// Whether a file begins so, blanks aside.
fn begins(path: &Path, beginning: &[u8]) -> bool {
    // asked before opening: a named pipe would wait for a writer
    if !path.is_file() {
        return false;
    }
    let Ok(file) = File::open(path) else {
        return false;
    };
    let mut found = Vec::new();
    for byte in BufReader::new(file.take(256)).bytes().map_while(Result::ok) {
        if found.len() == beginning.len() {
            break;
        }
        if !byte.is_ascii_whitespace() {
            found.push(byte);
        }
    }
    found == beginning
}
