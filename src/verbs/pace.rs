//! The time a rule has, looked at within words: one step of a script may be a word over all rows
//! of a large submission, and a few of these are more than a clock between steps would see.

use std::cell::Cell;
use std::time::Instant;

thread_local! {
    /// When the time of the rule that runs on this thread is over.
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Says until when the rule that begins on this thread may run; `None` is without end.
pub(crate) fn set_deadline(deadline: Option<Instant>) {
    DEADLINE.with(|known| known.set(deadline));
}

/// Whether that time is over.
pub(crate) fn is_over() -> bool {
    DEADLINE.with(|known| {
        known
            .get()
            .is_some_and(|deadline| Instant::now() > deadline)
    })
}
