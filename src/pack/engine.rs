//! The Rhai engine that rules run in: what they may use and how much of it.
//!
//! A pack may come from another bureau, so nothing in it is trusted: no files, no `eval`, no
//! modules, no printing where a report is read; every rule has a budget of steps, time and
//! memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rhai::module_resolvers::DummyModuleResolver;
use rhai::{Dynamic, Engine, OptimizationLevel};

use super::bounded;
use crate::document::Form;
use crate::memory;
use crate::verbs::{self, Natives, pace};

/// Steps of the interpreter one rule may take: a rule over a form of 2,000 figures takes some
/// tens of thousands. Few enough that they, and not the clock, end a loop without end on any machine:
/// the same rule then ends the same way everywhere.
const STEPS: u64 = 500_000;
/// Time one rule may take, in milliseconds. Steps bound scripts; this bounds slow native calls
/// between steps as well.
const MILLISECONDS: u64 = 2_000;
/// How much more of both a rule gets that is looked at: its values are worked out several times.
const LOOKING: u64 = 20;
/// Bytes that all rules of a submission may hold at once, what they found included. One step of
/// the interpreter can go beyond it by the size of one value, and a report may take as much again.
const MEMORY: i64 = 64 << 20;
/// Time all rules of a submission may take together, in milliseconds.
const MILLISECONDS_OF_ALL: u64 = 20_000;
/// Steps between two looks at the clock; words look at it themselves.
const STEPS_PER_LOOK: u64 = 128;
/// Depth of expressions: sums of some hundred addends must compile (the default fails at 32).
const EXPRESSION_DEPTH: usize = 256;
/// Nested calls of script functions.
const CALL_DEPTH: usize = 32;
/// Bytes of a text a script makes.
pub(super) const TEXT_SIZE: usize = 1 << 20;
/// Entries of an array or map a script makes.
const COLLECTION_SIZE: usize = 100_000;

/// Texts of scripts that the engine keeps to share.
const STRINGS_KEPT: usize = 16_384;

/// The time and memory a rule has left; shared with the engine's progress callback.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    origin: Instant,
    deadline: Arc<AtomicU64>,
    /// When all rules of the submission should have ended.
    end: Arc<AtomicU64>,
    /// What the thread may hold.
    ceiling: Arc<AtomicI64>,
}

impl Clock {
    fn new() -> Self {
        Self {
            origin: Instant::now(),
            deadline: Arc::new(AtomicU64::new(u64::MAX)),
            end: Arc::new(AtomicU64::new(u64::MAX)),
            ceiling: Arc::new(AtomicI64::new(i64::MAX)),
        }
    }

    /// Begins a submission: what is held from here on is its rules'. On the thread they run on.
    pub(super) fn begin(&self) {
        self.ceiling
            .store(memory::held().saturating_add(MEMORY), Ordering::Relaxed);
        let end = self.now().saturating_add(MILLISECONDS_OF_ALL);
        self.end.store(end, Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.origin.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Starts a rule's time.
    pub(super) fn start(&self) {
        let end = self.end.load(Ordering::Relaxed);
        self.until(self.now().saturating_add(MILLISECONDS).min(end));
    }

    fn until(&self, deadline: u64) {
        self.deadline.store(deadline, Ordering::Relaxed);
        let instant = self.origin.checked_add(Duration::from_millis(deadline));
        pace::set_deadline(instant);
    }

    /// Ends a rule's time: what else this thread does is not bound by it. Whether it was over.
    pub(super) fn stop(&self) -> bool {
        let over = self.is_over();
        self.deadline.store(u64::MAX, Ordering::Relaxed);
        pace::set_deadline(None);
        over
    }

    /// Starts the time of a rule that is looked at while it runs.
    pub(super) fn start_looking(&self) {
        let allowed = MILLISECONDS.saturating_mul(LOOKING);
        self.until(self.now().saturating_add(allowed));
    }

    fn is_over(&self) -> bool {
        self.now() > self.deadline.load(Ordering::Relaxed)
    }

    /// Whether the rules hold more than they may.
    pub(super) fn is_full(&self) -> bool {
        memory::held() > self.ceiling.load(Ordering::Relaxed)
    }
}

pub(super) use crate::verbs::TIME_OVER;
/// What is given to a script when it holds too much.
pub(super) const MEMORY_FULL: &str = "memory";

/// An engine for the rules of a form, its clock, and the words it knows.
pub(super) fn engine(form: &Form) -> (Engine, Clock, Natives) {
    let mut engine = Engine::new();
    engine.set_module_resolver(DummyModuleResolver::new());
    // folded code has lost the names that the checks at loading look for
    engine.set_optimization_level(OptimizationLevel::None);
    // native operators would take `1 / 3` for integers before ours is asked
    engine.set_fast_operators(false);
    engine.set_strict_variables(true);
    engine.set_max_operations(STEPS);
    engine.set_max_expr_depths(EXPRESSION_DEPTH, EXPRESSION_DEPTH);
    engine.set_max_call_levels(CALL_DEPTH);
    engine.set_max_string_size(TEXT_SIZE);
    engine.set_max_array_size(COLLECTION_SIZE);
    engine.set_max_map_size(COLLECTION_SIZE);
    // a pack names some thousand fields and words; a small cache of texts is swept at each of them
    engine.set_max_strings_interned(STRINGS_KEPT);
    engine.set_max_modules(0);
    engine.set_max_functions(2_000);
    engine.set_max_variables(500);
    // `**` on decimals is a series, not exact; `eval` and `import` reach outside; `/=` and `*=`
    // are Rhai's own, for integers and 28 digits; `switch` never finds a field among its cases;
    // `try` would swallow what keeps a check from being made; a function curried with itself
    // doubles each time, and no limit on sizes counts it; `this` changes one entry of a value, and
    // the limit on sizes looks at the entry alone
    for word in [
        "eval", "import", "export", "**", "**=", "/=", "*=", "switch", "try", "curry", "this",
    ] {
        engine.disable_symbol(word);
    }
    bounded::register(&mut engine);
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
    let clock = Clock::new();
    let watched = clock.clone();
    engine.on_progress(move |steps| {
        if watched.is_full() {
            return Some(Dynamic::from(MEMORY_FULL.to_owned()));
        }
        (steps % STEPS_PER_LOOK == 0 && watched.is_over())
            .then(|| Dynamic::from(TIME_OVER.to_owned()))
    });
    let natives = verbs::register(&mut engine);
    verbs::register_fields(&mut engine, form.names().iter());
    (engine, clock, natives)
}

/// Lets a rule take more steps, for one that is looked at.
pub(super) fn give_time_to_look(engine: &mut Engine) {
    engine.set_max_operations(STEPS.saturating_mul(LOOKING));
}

/// How many bytes the rules of one submission may hold at once, where
/// [`memory::Counting`] counts.
#[must_use]
pub fn rule_memory() -> u64 {
    MEMORY.unsigned_abs()
}

/// How long one rule may take.
#[must_use]
pub fn rule_time() -> Duration {
    Duration::from_millis(MILLISECONDS)
}
