//! Many submissions: everything that came in, screened by all cores, handed over in the order of
//! the input.
//!
//! [`Inputs`] finds the submissions, [`screen`] has them reviewed, a [`LogWriter`] keeps what is
//! said of each, and a [`Receipt`] holds what came in against the [`Roster`]. Nothing ends a
//! screening but a disk that is full: a submission that cannot be read is a result as any other.

mod archive;
mod cases;
mod directory;
mod earlier;
mod estimate;
mod excerpts;
mod input;
mod lines;
mod log;
mod many;
mod ordered;
mod receipt;
mod results;
mod review;
mod roster;
mod seen;
mod table;

use std::collections::BTreeMap;
use std::io;

use sha2::{Digest, Sha256};

pub use cases::ask_together;
pub use earlier::{Earlier, Held, LOG};
pub use estimate::{Estimate, Gauge};
pub use excerpts::show_places;
pub use input::{Content, InputFault, Inputs, Item, is_input};
pub use log::{LogFault, LogWriter};
pub use many::Across;
pub use ordered::in_order;
pub use receipt::{Receipt, Reread};
pub use results::{RESULT_LINES, RESULTS, SCREENING, SUMMARY};
pub use review::{Looked, Review, Reviewed, Reviewer, SIZE_LIMIT};
pub use roster::{Column, Roster, RosterFault};
pub use seen::Seen;
pub use table::{Table, TableFault};

use crate::source::Source;

/// Has everything reviewed by some threads, and hands it over in the order of the input. The flag
/// says whether the next result is still to come.
///
/// # Errors
/// What `take` returns, which ends it; that a thread cannot be started.
pub fn screen<E: From<io::Error>>(
    inputs: Inputs,
    review: Review,
    jobs: usize,
    take: impl FnMut(&mut Reviewed, bool) -> Result<(), E>,
) -> Result<(), E> {
    let make_worker = move || {
        let mut reviewer = review.reviewer();
        move |_, item| reviewer.review(item)
    };
    let waits = inputs.waits();
    in_order(jobs, inputs, Item::weight, waits, make_worker, take)
}

/// Looks at last year's submissions, by some threads, and hands over what could be gathered in
/// the order of the input; `None` for one that cannot be read, or that no rules ask for.
///
/// # Errors
/// What `take` returns, which ends it; that a thread cannot be started.
pub fn look_at<E: From<io::Error>>(
    inputs: Inputs,
    review: Review,
    jobs: usize,
    mut take: impl FnMut(Option<Looked>) -> Result<(), E>,
) -> Result<(), E> {
    let make_worker = move || {
        let mut reviewer = review.reviewer();
        move |_, item| reviewer.look_at(item)
    };
    let waits = inputs.waits();
    in_order(
        jobs,
        inputs,
        Item::weight,
        waits,
        make_worker,
        |looked, _| take(looked.take()),
    )
}

/// Bytes of submissions that are read again.
const REREAD: usize = 32 * 1024 * 1024;

/// Reads some submissions again, by their places in the input. What cannot be read is left out,
/// and what comes after the first 32 MiB.
#[must_use]
pub fn reread(inputs: Inputs, numbers: &[usize]) -> BTreeMap<usize, Reread> {
    let mut found = BTreeMap::new();
    let mut held = 0;
    let Some(last) = numbers.last() else {
        return found;
    };
    for (number, item) in inputs.enumerate().take(last + 1) {
        if numbers.binary_search(&number).is_err() {
            continue;
        }
        let bytes = match item.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::File(path, _) => review::read(&path).ok(),
            Content::Fault(_) => None,
        };
        let Some(bytes) = bytes else { continue };
        let content: [u8; 32] = Sha256::digest(&bytes).into();
        held += bytes.len();
        if held > REREAD {
            break;
        }
        if let Ok(source) = Source::from_bytes(item.name, bytes) {
            found.insert(number, Reread { content, source });
        }
    }
    found
}
