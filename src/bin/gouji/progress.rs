//! How far a screening has come, on standard error while it runs.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use gouji::screen::{Estimate, Gauge};
use gouji::words::Lang;
use gouji::words::screening as words;

/// Between two looks on a terminal.
const LOOK: Duration = Duration::from_millis(200);
/// Between two lines in a file.
const LINE: Duration = Duration::from_secs(5);

/// Shows progress from a thread of its own, so that a slow submission does not stop it.
pub(crate) struct Progress {
    done: Arc<AtomicU64>,
    stop: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    pub(crate) fn start(paths: Vec<PathBuf>, gauge: Arc<Gauge>, lang: Lang) -> Self {
        let done = Arc::new(AtomicU64::new(0));
        let (stop, stopped) = channel();
        let seen = Arc::clone(&done);
        let work = move || {
            let terminal = io::stderr().is_terminal();
            let began = Instant::now();
            let pause = if terminal { LOOK } else { LINE };
            let mut estimate = None;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                // counting takes a while where there is much, and is not needed for little
                let estimate = estimate.get_or_insert_with(|| Estimate::of(&paths));
                let done = seen.load(Ordering::Relaxed);
                let all = estimate.submissions(&gauge);
                let line = line(done, all, began.elapsed(), lang);
                let mut err = io::stderr().lock();
                let _ = if terminal {
                    write!(err, "\r{line}\u{1b}[K").and_then(|()| err.flush())
                } else {
                    writeln!(err, "{line}")
                };
            }
            if terminal {
                let _ = write!(io::stderr(), "\r\u{1b}[K");
            }
        };
        Self {
            done,
            stop,
            thread: thread::Builder::new()
                .name("progress".to_owned())
                .spawn(work)
                .ok(),
        }
    }

    pub(crate) fn one_more(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Leaves the line empty for what comes after.
    pub(crate) fn end(self) {
        let _ = self.stop.send(());
        if let Some(thread) = self.thread {
            let _ = thread.join();
        }
    }
}

fn line(done: u64, all: Option<u64>, took: Duration, lang: Lang) -> String {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    let rate = done.saturating_mul(1_000) / millis;
    let all = all.filter(|all| *all >= done);
    let left = all
        .filter(|_| done > 0)
        .map(|all| (all - done).saturating_mul(millis) / done / 1_000);
    words::progress(done, all, rate, left, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left() {
        let shown =
            |done, all, seconds| line(done, all, Duration::from_secs(seconds), Lang::Chinese);
        assert_eq!(shown(0, Some(140), 1), "已审核 0/140 份，每秒 0 份");
        assert_eq!(
            shown(50, Some(200), 10),
            "已审核 50/200 份，每秒 5 份，还需约 30 秒"
        );
        assert_eq!(
            shown(1_000, Some(200_000), 10),
            "已审核 1000/200000 份，每秒 100 份，还需约 33 分 10 秒"
        );
        // an estimate that was too low is none
        assert_eq!(shown(50, Some(40), 10), "已审核 50 份，每秒 5 份");
    }
}
