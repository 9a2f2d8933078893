//! [`Earlier`]: the log of an earlier screening, from which results that still hold are taken.
//!
//! A result holds as long as the bytes of the submission, its name, the pack, the engine and the
//! language are the same. Only where each line stands is kept in memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::finding::{Advice, Subject};
use crate::pack::folded;
use crate::report::{ENGINE, Record};
use crate::words::Lang;

/// What a log is called in its folder.
pub const LOG: &str = "log.ndjson";

/// The keys that a line of the log has before those of its record.
#[derive(Debug, Deserialize)]
struct Stamp {
    content: Option<String>,
    lang: String,
    source: String,
    engine: String,
    #[serde(default)]
    subject: Option<Subject>,
    verdict: Advice,
}

/// The last key of a line: the digest of all that stands before it. A line that somebody has
/// edited is no result of a check.
const DIGEST: &str = ",\"digest\":\"";

/// What a line depends on; `None` where it is none of ours, or is not as it was written.
fn whole(line: &[u8]) -> Option<Stamp> {
    let text = str::from_utf8(line).ok()?;
    let (before, digest) = text.rsplit_once(DIGEST)?;
    let digest = digest.strip_suffix("\"}")?;
    let found: [u8; 32] = Sha256::digest(before.as_bytes()).into();
    if parsed(digest)? != found {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Which result a line holds: half of the hash over all that it depends on.
pub(super) type Key = [u8; 16];

/// Where a line stands.
#[derive(Clone, Copy, Debug)]
struct Line {
    key: Option<Key>,
    start: u64,
    length: u32,
}

/// Logs of earlier screenings.
#[derive(Debug, Default)]
pub struct Earlier {
    files: Vec<Mutex<File>>,
    lines: Vec<(usize, Line)>,
    by_key: HashMap<Key, usize>,
    /// What was advised in the round before, by whose submission it was.
    round: HashMap<Key, Advice>,
    lang: Lang,
}

/// What a log was found to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Whole lines from its beginning.
    pub lines: usize,
    /// How many bytes those have.
    pub bytes: u64,
    /// How many bytes come after them: the rest of a run that was cut off.
    pub torn: u64,
}

impl Earlier {
    /// No results, in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            ..Self::default()
        }
    }

    /// Whether a file begins with a line of a log.
    pub(super) fn holds_a_line(path: &Path) -> bool {
        let mut text = Vec::new();
        let Ok(file) = File::open(path) else {
            return false;
        };
        let read = BufReader::new(file.take(LINE_LIMIT)).read_until(b'\n', &mut text);
        let line = text.strip_suffix(b"\n");
        read.is_ok() && line.is_some_and(|line| whole(line).is_some())
    }

    /// Adds the results of the round before, and keeps what was advised, to be compared.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn add_round(&mut self, path: &Path) -> io::Result<Held> {
        self.read(path, true)
    }

    /// What was advised in the round before of whose submission this is; `None` where there was
    /// none, and where there is no round before.
    #[must_use]
    pub fn before(&self, record: &Record) -> Option<Advice> {
        let key = identity(record.subject.as_ref(), &record.source);
        self.round.get(&key).copied()
    }

    /// Whether there is a round before to compare with.
    #[must_use]
    pub fn has_round(&self) -> bool {
        !self.round.is_empty()
    }

    /// Adds the results of a log: its whole lines up to the first that is not.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn add(&mut self, path: &Path) -> io::Result<Held> {
        self.read(path, false)
    }

    fn read(&mut self, path: &Path, round: bool) -> io::Result<Held> {
        let file = File::open(path)?;
        let about = file.metadata()?;
        if !about.is_file() {
            // a device may have no end
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let size = about.len();
        let mut reader = BufReader::with_capacity(1 << 18, File::open(path)?);
        let index = self.files.len();
        let mut held = Held::default();
        let mut text = Vec::new();
        loop {
            text.clear();
            let read = reader
                .by_ref()
                .take(LINE_LIMIT)
                .read_until(b'\n', &mut text)?;
            let Some(stamp) = text.strip_suffix(b"\n").and_then(whole) else {
                break;
            };
            let line = Line {
                key: self.key_of(&stamp),
                start: held.bytes,
                length: u32::try_from(read).unwrap_or(u32::MAX),
            };
            if let Some(key) = line.key {
                self.by_key.entry(key).or_insert(self.lines.len());
            }
            if round {
                let key = identity(stamp.subject.as_ref(), &stamp.source);
                self.round.insert(key, stamp.verdict);
            }
            self.lines.push((index, line));
            held.lines += 1;
            held.bytes += read as u64;
        }
        held.torn = size.saturating_sub(held.bytes);
        self.files.push(Mutex::new(file));
        Ok(held)
    }

    fn key_of(&self, stamp: &Stamp) -> Option<Key> {
        if stamp.engine != ENGINE || stamp.lang != code(self.lang) {
            return None;
        }
        let content = parsed(stamp.content.as_deref()?)?;
        Some(key(&stamp.source, content))
    }

    /// The result of a submission of this name and content, and its line, counted from 0.
    pub(super) fn record(&self, name: &str, content: [u8; 32]) -> Option<(usize, Record)> {
        let number = *self.by_key.get(&key(name, content))?;
        let record = self.at(number)?;
        (record.source == name).then_some((number, record))
    }

    /// The record of a line.
    fn at(&self, number: usize) -> Option<Record> {
        let (file, line) = self.lines.get(number)?;
        let mut bytes = vec![0; line.length as usize];
        {
            let file = self.files.get(*file)?;
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(line.start)).ok()?;
            file.read_exact(&mut bytes).ok()?;
        }
        serde_json::from_slice(&bytes).ok()
    }

    /// Where in the first log a line begins; its end for one beyond it.
    pub(super) fn start(&self, number: usize) -> u64 {
        let end = || {
            let own = self.lines.iter().rfind(|(file, _)| *file == 0);
            own.map_or(0, |(_, line)| line.start + u64::from(line.length))
        };
        match self.lines.get(number) {
            Some((0, line)) => line.start,
            _ => end(),
        }
    }
}

/// The longest line of a log that is read: a record says more than its submission has bytes, but
/// not without end.
const LINE_LIMIT: u64 = u32::MAX as u64;

/// Whose submission it is, whatever the file is called; by the file where it does not say.
fn identity(subject: Option<&Subject>, source: &str) -> Key {
    let whose = match subject.filter(|subject| !subject.unit.is_empty()) {
        Some(subject) => {
            let project = if subject.project_code.is_empty() {
                &subject.project
            } else {
                &subject.project_code
            };
            let parts = [&subject.kind, &subject.unit, &subject.year, project];
            parts.map(|part| folded(part)).join("\u{1f}")
        }
        None => source.to_owned(),
    };
    key(&whose, [0; 32])
}

fn key(name: &str, content: [u8; 32]) -> Key {
    let mut hasher = Sha256::new();
    hasher.update(content);
    hasher.update(name.as_bytes());
    let whole: [u8; 32] = hasher.finalize().into();
    let mut half = Key::default();
    half.copy_from_slice(whole.split_at(16).0);
    half
}

/// A line of a log, with its end: the record, and before it what it depends on.
///
/// # Errors
/// None that can come from a record; `serde_json` says it may fail.
pub(super) fn line(
    record: &Record,
    content: Option<[u8; 32]>,
    lang: Lang,
) -> serde_json::Result<String> {
    let content = content.map_or_else(
        || "null".to_owned(),
        |content| format!("\"{}\"", shown(content)),
    );
    let record = record.to_line()?;
    let keys = record.strip_prefix('{').unwrap_or(&record);
    let keys = keys.strip_suffix('}').unwrap_or(keys);
    let lang = code(lang);
    let mut line = format!("{{\"content\":{content},\"lang\":\"{lang}\",{keys}");
    let digest = shown(Sha256::digest(line.as_bytes()).into());
    line.push_str(DIGEST);
    line.push_str(&digest);
    line.push_str("\"}\n");
    Ok(line)
}

fn code(lang: Lang) -> &'static str {
    lang.pick("zh", "en")
}

/// A hash as reports write it.
fn shown(content: [u8; 32]) -> String {
    content.iter().fold("sha256:".to_owned(), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        text
    })
}

fn parsed(text: &str) -> Option<[u8; 32]> {
    let digits = text.strip_prefix("sha256:")?.as_bytes();
    let (pairs, rest) = digits.as_chunks::<2>();
    let mut content = [0; 32];
    if !rest.is_empty() || pairs.len() != content.len() {
        return None;
    }
    for (byte, pair) in content.iter_mut().zip(pairs) {
        let text = str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(text, 16).ok()?;
    }
    Some(content)
}
