//! How much there is to screen, for the time that is left.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::directory::declared;
use super::input::{Sort, expanded, is_input};

/// How far files of lines have been read.
#[derive(Debug, Default)]
pub struct Gauge {
    bytes: AtomicU64,
    lines: AtomicU64,
}

impl Gauge {
    pub(super) fn read(&self, bytes: usize, line: bool) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.lines.fetch_add(u64::from(line), Ordering::Relaxed);
    }
}

/// How much there is, as far as a look at names and sizes tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// Files and entries of archives.
    pub files: u64,
    /// Bytes of files of lines.
    pub bytes: u64,
    /// Whether there is standard input, of which nobody knows the end.
    pub open: bool,
}

impl Estimate {
    /// Looks at all that is at some paths, without reading any of it. It is not exact: what cannot
    /// be looked at is left out.
    #[must_use]
    pub fn of(paths: &[PathBuf]) -> Self {
        let mut estimate = Self::default();
        let named = paths.iter().filter_map(|path| expanded(path).ok());
        let mut waiting: Vec<PathBuf> = named.flatten().collect();
        while let Some(path) = waiting.pop() {
            estimate.add(&path, &mut waiting);
        }
        estimate
    }

    fn add(&mut self, path: &Path, waiting: &mut Vec<PathBuf>) {
        if is_input(path) {
            self.open = true;
            return;
        }
        match Sort::of(&path.to_string_lossy()) {
            Sort::Submission => self.files += 1,
            Sort::Lines => self.bytes += fs::metadata(path).map_or(0, |about| about.len()),
            Sort::Archive if path.is_file() => {
                let opened = File::open(path).ok();
                let count = opened.and_then(|mut file| declared(&mut file));
                self.files += count.unwrap_or_default() as u64;
            }
            Sort::Archive | Sort::Other => {
                let entries = fs::read_dir(path).into_iter().flatten().flatten();
                let below = entries.filter(|entry| {
                    let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                    folder || Sort::of(&entry.file_name().to_string_lossy()) != Sort::Other
                });
                waiting.extend(below.map(|entry| entry.path()));
            }
        }
    }

    /// How many submissions that makes, given what is known of the lines so far; `None` where
    /// that is nobody's to know.
    #[must_use]
    pub fn submissions(&self, gauge: &Gauge) -> Option<u64> {
        if self.open {
            return None;
        }
        let bytes = gauge.bytes.load(Ordering::Relaxed);
        let lines = gauge.lines.load(Ordering::Relaxed);
        let in_lines = match (self.bytes, bytes) {
            (0, _) => 0,
            (_, 0) => return None,
            (all, read) => {
                let lines = u128::from(all) * u128::from(lines) / u128::from(read);
                u64::try_from(lines).ok()?
            }
        };
        Some(self.files + in_lines)
    }
}
