//! A thread with room for the deepest a rule may go.
//!
//! Steps, calls and sizes are limited, but how much stack they take is the interpreter's affair,
//! and how much a thread has is its maker's. So rules run where it is known.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::thread;

/// Values nested as deep as their sizes allow are walked and dropped by recursion, expressions
/// and calls by more of it; built without optimisation that takes some tens of megabytes.
const STACK: usize = 64 << 20;

thread_local! {
    static ROOMY: Cell<bool> = const { Cell::new(false) };
}

/// Does work on a thread that has room for rules; at once where this thread is one already.
///
/// Checking and loading see to it themselves. Whoever checks many submissions does all of it
/// within one call, so that no thread is started for each.
///
/// # Panics
/// When the work does, or when the system has no thread to give.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    if ROOMY.get() {
        return work();
    }
    let roomy = move || {
        ROOMY.set(true);
        work()
    };
    thread::scope(|scope| {
        let builder = thread::Builder::new().name("gouji".to_owned());
        #[expect(
            clippy::expect_used,
            reason = "without room the work could end the whole process; a panic can be caught"
        )]
        let worker = builder
            .stack_size(STACK)
            .spawn_scoped(scope, roomy)
            .expect("a thread");
        match worker.join() {
            Ok(done) => done,
            Err(panic) => resume_unwind(panic),
        }
    })
}
