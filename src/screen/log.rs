//! [`LogWriter`]: results as they come, a line each, in a file that only grows.
//!
//! What is in the log is there: a run that is cut off loses at most the line it was writing, and
//! goes on after the last whole one. The log ends with the same bytes as if nothing had happened.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::earlier::{Earlier, Held, LOG, line};
use super::results::{BEFORE, LOCK, reports};
use super::review::Reviewed;
use crate::words::Lang;

/// Between two times at which the disk is asked to keep what it was given.
const SYNC: Duration = Duration::from_secs(5);
/// Bytes that wait to be written at most.
const WAITING: usize = 1 << 18;

/// Why a folder cannot take the results.
#[derive(Debug)]
pub enum LogFault {
    /// It has results already, and nothing was said of going on with them.
    Exists(PathBuf),
    /// It has no results, but a file that a report would be written over.
    Taken(PathBuf),
    /// Another run is writing there.
    Locked(PathBuf),
    /// It is no folder.
    NoFolder(PathBuf),
    /// It cannot be made or written to; the file, the system's words.
    Io(PathBuf, io::Error),
}

/// Writes the log of a screening.
#[derive(Debug)]
pub struct LogWriter {
    folder: PathBuf,
    file: File,
    lang: Lang,
    earlier: Arc<Earlier>,
    /// Lines so far.
    lines: usize,
    /// Of these, written.
    saved: usize,
    /// Lines of an earlier run that may stay as they are.
    kept: usize,
    /// Bytes so far that are whole lines.
    written: u64,
    waiting: Vec<u8>,
    synced: Instant,
    lock: File,
}

impl LogWriter {
    /// Begins a log in a folder, which is made where it is not there; with `resume`, goes on with
    /// the one that is. Its results are added to `earlier`, and so are those of `since`, another
    /// log or the folder of one.
    ///
    /// # Errors
    /// Why that cannot be.
    pub fn begin(
        folder: &Path,
        resume: bool,
        since: Option<&Path>,
        lang: Lang,
    ) -> Result<(Self, Held), LogFault> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |error| LogFault::Io(path, error)
        };
        let path = folder.join(LOG);
        // an empty one is of a run that did not come to its first result
        let begun = fs::metadata(&path).is_ok_and(|about| !about.is_file() || about.len() > 0);
        if !resume && begun {
            return Err(LogFault::Exists(folder.to_owned()));
        }
        if !path.exists()
            && let Some(taken) = reports()
                .map(|name| folder.join(name))
                .find(|path| path.exists())
        {
            return Err(LogFault::Taken(taken));
        }
        let since = since.map(|since| {
            if since.is_dir() {
                since.join(LOG)
            } else {
                since.to_owned()
            }
        });
        // asked before anything is made, so that a slip of the pen leaves nothing behind
        if let Some(log) = &since {
            File::open(log).map_err(io(log))?;
        }
        if folder.exists() && !folder.is_dir() {
            return Err(LogFault::NoFolder(folder.to_owned()));
        }
        fs::create_dir_all(folder).map_err(io(folder))?;
        let lock_path = folder.join(LOCK);
        let lock = File::create(&lock_path).map_err(io(&lock_path))?;
        if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
            return Err(LogFault::Locked(folder.to_owned()));
        }
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(io(&path))?;
        let mut earlier = Earlier::new(lang);
        let held = earlier.add(&path).map_err(io(&path))?;
        file.set_len(held.bytes).map_err(io(&path))?;
        for before in befores(folder).map_err(io(folder))? {
            earlier.add(&before).map_err(io(&before))?;
        }
        if let Some(log) = since {
            earlier.add_round(&log).map_err(io(&log))?;
        }
        let writer = Self {
            folder: folder.to_owned(),
            file,
            lang,
            earlier: Arc::new(earlier),
            lines: 0,
            saved: held.lines,
            kept: held.lines,
            written: held.bytes,
            waiting: Vec::new(),
            synced: Instant::now(),
            lock,
        };
        Ok((writer, held))
    }

    /// The results of earlier runs.
    #[must_use]
    pub fn earlier(&self) -> Arc<Earlier> {
        Arc::clone(&self.earlier)
    }

    /// How many lines of the run before stayed as they were.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.kept.min(self.lines)
    }

    /// How many results are in the log.
    #[must_use]
    pub fn saved(&self) -> usize {
        self.saved
    }

    /// Adds a result; it is written now with `flush`, else when enough have come together.
    ///
    /// # Errors
    /// When the log cannot be written; it is whole up to some line before.
    pub fn add(&mut self, reviewed: &Reviewed, flush: bool) -> io::Result<()> {
        self.add_line(reviewed)?;
        if flush || self.waiting.len() > WAITING {
            self.flush()?;
        }
        Ok(())
    }

    fn add_line(&mut self, reviewed: &Reviewed) -> io::Result<()> {
        if self.lines < self.kept && reviewed.earlier == Some(self.lines) {
            self.lines += 1;
            return Ok(());
        }
        let line = line(&reviewed.record, reviewed.content, self.lang)?;
        if self.lines < self.kept {
            if self.stands(&line)? {
                self.lines += 1;
                return Ok(());
            }
            self.part()?;
        }
        self.waiting.extend_from_slice(line.as_bytes());
        self.lines += 1;
        Ok(())
    }

    /// Whether the line is what the log has at this place.
    fn stands(&mut self, line: &str) -> io::Result<bool> {
        let start = self.earlier.start(self.lines);
        let end = self.earlier.start(self.lines + 1);
        if end - start != line.len() as u64 {
            return Ok(false);
        }
        let mut bytes = vec![0; line.len()];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes == line.as_bytes())
    }

    /// From here on the log is another one than it was. The old one is kept, under another name,
    /// until the new one is whole: its results may still hold.
    fn part(&mut self) -> io::Result<()> {
        let number = befores(&self.folder)?.len() + 1;
        let before = self.folder.join(format!("{BEFORE}{number}.ndjson"));
        let path = self.folder.join(LOG);
        let end = self.earlier.start(self.lines);
        fs::rename(&path, &before)?;
        self.kept = self.lines;
        self.saved = self.lines;
        self.written = 0;
        self.file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        io::copy(&mut File::open(&before)?.take(end), &mut self.file)?;
        self.written = end;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.written))?;
        if let Err(error) = self.file.write_all(&self.waiting) {
            // half a line is of no use to anybody
            let _ = self.file.set_len(self.written);
            return Err(error);
        }
        self.written += self.waiting.len() as u64;
        self.saved = self.lines;
        self.waiting.clear();
        if self.synced.elapsed() > SYNC {
            self.file.sync_data()?;
            self.synced = Instant::now();
        }
        Ok(())
    }

    /// Ends the log: nothing is left of earlier runs beside it.
    ///
    /// # Errors
    /// When the log cannot be written.
    pub fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        if self.lines < self.kept {
            // fewer submissions than there were
            self.file.set_len(self.earlier.start(self.lines))?;
        }
        self.file.sync_all()?;
        for before in befores(&self.folder)? {
            fs::remove_file(before)?;
        }
        let _ = self.lock.unlock();
        // another run may just have locked it again
        let _ = fs::remove_file(self.folder.join(LOCK));
        Ok(())
    }
}

/// Logs that were parted with, in order.
fn befores(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(BEFORE) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
