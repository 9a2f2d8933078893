//! Work done by several threads, handed over in the order it came in.
//!
//! How far the work may run ahead of what has been handed over is bounded, by count and by
//! weight: memory does not grow with how much there is to do, and a single slow item holds up the
//! others only when they are that far ahead.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::pack::with_room;

/// How many bundles a worker may be ahead.
const AHEAD: usize = 4;
/// Items that go from thread to thread together, so that threads wake each other less often; and
/// bytes after which no more are added.
const BUNDLE: usize = 16;
const FULL: usize = 256 * 1024;
/// How many bytes of items may be under way; one item may be heavier.
const WEIGHT: usize = 16 * 1024 * 1024;

/// An item's number, from 0.
type Number = usize;

/// Does `work` on every item with some threads and hands the results to `take` in order. Each
/// thread makes its own worker; `weigh` says how many bytes an item holds.
///
/// One job is one thread, the caller's: it takes, works and hands over in turn. Where the input
/// `waits` for somebody, each item is handed over as soon as it is done.
///
/// When `take` returns an error, nothing more is handed over and this returns at once; threads
/// that wait for input are left behind and end with the process.
///
/// # Errors
/// What `take` returned, or that a thread could not be started.
pub fn in_order<I, R, W, E>(
    jobs: usize,
    items: impl Iterator<Item = I> + Send + 'static,
    weigh: fn(&I) -> usize,
    waits: bool,
    make_worker: impl Fn() -> W + Send + Sync + 'static,
    mut take: impl FnMut(&mut R, bool) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send + 'static,
    R: Send + 'static,
    W: FnMut(Number, I) -> R + 'static,
    E: From<io::Error>,
{
    if jobs <= 1 {
        let mut worker = make_worker();
        for (number, item) in items.enumerate() {
            let pause = waits || number % BUNDLE == BUNDLE - 1;
            take(&mut worker(number, item), pause)?;
        }
        return Ok(());
    }
    // as many items, where each is a bundle: whoever writes much before reading is not kept waiting
    let ahead = if waits { AHEAD * BUNDLE } else { AHEAD };
    let gate = Arc::new(Gate::new(jobs * ahead));
    let (give, waiting) = channel::<Bundle<I>>();
    let waiting = Arc::new(Mutex::new(waiting));
    let (done, results) = channel::<Done<R>>();
    let make_worker = Arc::new(make_worker);
    for index in 0..jobs {
        let waiting = Arc::clone(&waiting);
        let done = done.clone();
        let make_worker = Arc::clone(&make_worker);
        let started = thread::Builder::new()
            .name(format!("worker {index}"))
            // all of a worker's submissions are checked in one room
            .spawn(move || with_room(move || work(&waiting, &done, make_worker())));
        // fewer do the work as well
        if index == 0 {
            started?;
        } else if started.is_err() {
            break;
        }
    }
    drop(done);
    let feeding = Arc::clone(&gate);
    let fed = thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || feed(bundles(items, weigh, waits), &feeding, &give))?;
    let ended = hand_over(&results, &gate, &mut take);
    gate.close();
    let handed = ended?;
    // every thread that could give a result has ended, and so has the input
    if fed.join().ok() != Some(handed) {
        return Err(io::Error::other("a thread ended before its work was done").into());
    }
    Ok(())
}

/// Some items that go together, or what came of them.
struct Bundle<T> {
    /// Its place among all bundles.
    number: usize,
    /// The number of its first item.
    first: Number,
    /// Bytes that its items hold.
    weight: usize,
    items: Vec<T>,
}

fn bundles<I>(
    items: impl Iterator<Item = I>,
    weigh: fn(&I) -> usize,
    waits: bool,
) -> impl Iterator<Item = Bundle<I>> {
    let mut items = items.fuse();
    let (mut number, mut first) = (0, 0);
    std::iter::from_fn(move || {
        let mut bundle = Bundle {
            number,
            first,
            weight: 0,
            items: Vec::new(),
        };
        // small ones first: where there are few, every thread shall have some
        let most = if waits { 1 } else { BUNDLE.min(1 + number / 8) };
        while bundle.items.len() < most && bundle.weight < FULL {
            let Some(item) = items.next() else { break };
            bundle.weight = bundle.weight.saturating_add(weigh(&item));
            bundle.items.push(item);
        }
        number += 1;
        first += bundle.items.len();
        (!bundle.items.is_empty()).then_some(bundle)
    })
}

/// What came of a bundle, and where it goes when it has been taken: memory is given back by the
/// thread that took it, or the two would wait for each other.
struct Done<R> {
    bundle: Bundle<R>,
    home: Sender<Vec<R>>,
}

/// How many bundles there were.
fn feed<I>(
    bundles: impl Iterator<Item = Bundle<I>>,
    gate: &Gate,
    give: &Sender<Bundle<I>>,
) -> usize {
    let mut fed = 0;
    for bundle in bundles {
        fed = bundle.number + 1;
        if !gate.enter(bundle.number, bundle.weight) || give.send(bundle).is_err() {
            break;
        }
    }
    fed
}

fn work<I, R>(
    waiting: &Mutex<Receiver<Bundle<I>>>,
    done: &Sender<Done<R>>,
    mut worker: impl FnMut(Number, I) -> R,
) {
    let (home, taken) = channel::<Vec<R>>();
    loop {
        let next = locked(waiting).recv();
        let Ok(bundle) = next else {
            return;
        };
        drop(taken.try_iter().collect::<Vec<_>>());
        let numbered = (bundle.first..).zip(bundle.items);
        let bundle = Bundle {
            number: bundle.number,
            first: bundle.first,
            weight: bundle.weight,
            items: numbered
                .map(|(number, item)| worker(number, item))
                .collect(),
        };
        let home = home.clone();
        if done.send(Done { bundle, home }).is_err() {
            return;
        }
    }
}

/// Results in the order of their items. The flag says whether the next one is not there yet, so
/// that what has been written may be flushed. Returns how many bundles there were.
fn hand_over<R, E>(
    results: &Receiver<Done<R>>,
    gate: &Gate,
    take: &mut impl FnMut(&mut R, bool) -> Result<(), E>,
) -> Result<usize, E> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for done in results {
        early.insert(done.bundle.number, done);
        while let Some(Done { mut bundle, home }) = early.remove(&next) {
            next += 1;
            let follows = early.contains_key(&next);
            let last = bundle.items.len();
            for (index, result) in bundle.items.iter_mut().enumerate() {
                take(result, !follows && index + 1 == last)?;
            }
            gate.leave(bundle.weight);
            // the worker may have ended
            let _ = home.send(bundle.items);
        }
    }
    Ok(next)
}

/// Keeps the input from running ahead.
struct Gate {
    ahead: usize,
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    left: usize,
    weight: usize,
    closed: bool,
}

impl Gate {
    fn new(ahead: usize) -> Self {
        Self {
            ahead,
            state: Mutex::default(),
            moved: Condvar::new(),
        }
    }

    /// Waits until a bundle may come in; false when nothing more is wanted.
    fn enter(&self, number: usize, weight: usize) -> bool {
        let mut state = locked(&self.state);
        loop {
            if state.closed {
                return false;
            }
            let under_way = number - state.left;
            let fits = under_way == 0 || state.weight.saturating_add(weight) <= WEIGHT;
            if under_way < self.ahead && fits {
                state.weight += weight;
                return true;
            }
            state = self
                .moved
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn leave(&self, weight: usize) {
        let mut state = locked(&self.state);
        state.left += 1;
        state.weight = state.weight.saturating_sub(weight);
        self.moved.notify_one();
    }

    fn close(&self) {
        locked(&self.state).closed = true;
        self.moved.notify_one();
    }
}

fn locked<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn squares(jobs: usize, count: usize) -> Vec<usize> {
        let mut all = Vec::new();
        in_order::<_, _, _, io::Error>(
            jobs,
            0..count,
            |_| 1,
            false,
            || {
                |number, item: usize| {
                    assert_eq!(number, item);
                    // the first are the slowest
                    if item.is_multiple_of(7) {
                        thread::sleep(Duration::from_micros(300));
                    }
                    item * item
                }
            },
            |square, _| {
                all.push(*square);
                Ok(())
            },
        )
        .unwrap();
        all
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let due: Vec<usize> = (0..1_000).map(|item| item * item).collect();
        for jobs in [1, 2, 8] {
            assert_eq!(squares(jobs, 1_000), due);
        }
        assert!(squares(3, 0).is_empty());
    }

    #[test]
    fn one_job_is_the_callers_thread() {
        let here = thread::current().id();
        for (waits, pauses) in [(true, 100), (false, 6)] {
            let mut paused = 0;
            in_order::<_, _, _, io::Error>(
                1,
                0..100,
                |_| 1,
                waits,
                move || move |_, _: usize| assert_eq!(thread::current().id(), here),
                |(), pause| {
                    paused += usize::from(pause);
                    Ok(())
                },
            )
            .unwrap();
            assert_eq!(paused, pauses);
        }
    }

    #[test]
    fn the_input_does_not_run_ahead() {
        static TAKEN: AtomicUsize = AtomicUsize::new(0);
        static FURTHEST: AtomicUsize = AtomicUsize::new(0);
        let items = (0..5_000_usize).inspect(|item| {
            let ahead = item.saturating_sub(TAKEN.load(Ordering::SeqCst));
            FURTHEST.fetch_max(ahead, Ordering::SeqCst);
        });
        let weigh = |_: &usize| WEIGHT / 8;
        in_order::<_, _, _, io::Error>(
            2,
            items,
            weigh,
            false,
            || |_, item: usize| item,
            |_, _| {
                TAKEN.fetch_add(1, Ordering::SeqCst);
                Ok(())
            },
        )
        .unwrap();
        // one more is in the hands of the input while it waits
        assert!(FURTHEST.load(Ordering::SeqCst) <= 9, "{FURTHEST:?}");
    }

    #[test]
    fn an_error_ends_it_although_the_input_has_no_end() {
        let mut taken = 0;
        let ended = in_order::<_, _, _, io::Error>(
            2,
            0..,
            |_| 1,
            false,
            || |_, item: u64| item,
            |_, _| {
                taken += 1;
                if taken == 100 {
                    Err(io::Error::other("full"))
                } else {
                    Ok(())
                }
            },
        );
        assert_eq!(ended.unwrap_err().to_string(), "full");
        assert_eq!(taken, 100);
    }
}
