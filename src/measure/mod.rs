//! How strong a pack is: slips are planted in its clean submissions, one at a time, and the
//! check is held against what was planted.
//!
//! Every figure in turn gets one slip of every kind a hand makes ([`Kind`]), in the text of the
//! submission, and the whole check runs on it. So the rules, the judgement and the diagnosis are
//! measured together, as their user meets them. Which of several values a slip leads to is drawn
//! from a seed; same pack, same seed, same result.

mod outcome;
mod picture;
mod plan;
mod sample;
mod slip;
mod strength;

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use crate::document::Document;
use crate::pack::{Checker, Pack, PackFault, with_room};
use crate::source::Source;

pub use outcome::{Located, Named, Outcome};
pub use picture::picture;
pub use plan::{Plan, Slip};
pub use sample::{Clean, Held};
pub use slip::Kind;
pub use strength::{Place, Strength, Tally, Trial};

use sample::Sample;

/// What to plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Decides which of several values a slip leads to.
    pub seed: u64,
    /// Two slips at once instead of one.
    pub pairs: bool,
    /// Of so many figures only one, drawn from the seed; 1 takes all.
    pub one_in: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            pairs: false,
            one_in: 1,
        }
    }
}

/// Measures a pack.
///
/// # Errors
/// Faults of the pack. A pack without clean submissions has a strength with nothing in it.
pub fn measure(pack: &Arc<Pack>, options: Options) -> Result<Strength, Vec<PackFault>> {
    let mut checker = pack.checker()?;
    let mut samples = Vec::new();
    for (file, text) in pack.clean() {
        let source = Source::new(file, text);
        // a clean submission that cannot be read is the business of `gouji test`
        if let Ok(document) = Document::parse(source) {
            samples.push(Sample::new(file, checker.examine(document)));
        }
    }
    let plans: Vec<Plan> = samples
        .iter()
        .enumerate()
        .flat_map(|(index, sample)| plan::plans(index, sample, options))
        .collect();
    let outcomes = run(pack, checker, &samples, &plans)?;
    Ok(strength::gather(
        &pack.stamp,
        options,
        &samples,
        plans,
        outcomes,
    ))
}

/// Checks all that was planned; the order of outcomes is that of the plans.
fn run(
    pack: &Arc<Pack>,
    first: Checker,
    samples: &[Sample],
    plans: &[Plan],
) -> Result<Vec<Vec<Outcome>>, Vec<PackFault>> {
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut checkers = vec![first];
    while checkers.len() < workers {
        checkers.push(pack.checker()?);
    }
    let share = plans.len().div_ceil(workers).max(1);
    let done: Vec<Vec<Vec<Outcome>>> = thread::scope(|scope| {
        let started: Vec<_> = plans
            .chunks(share)
            .zip(checkers)
            .map(|(plans, mut checker)| {
                scope.spawn(move || {
                    let one = |plan: &Plan| outcome::of(plan, samples, &mut checker);
                    with_room(|| plans.iter().map(one).collect())
                })
            })
            .collect();
        let join = |worker: ScopedJoinHandle<'_, _>| {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic))
        };
        started.into_iter().map(join).collect()
    });
    Ok(done.into_iter().flatten().collect())
}
