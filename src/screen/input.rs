//! [`Inputs`]: what there is to screen, one submission at a time, in an order that depends on
//! names alone.
//!
//! A folder gives its entries sorted by the bytes of their names, folders inside it in their turn;
//! nothing in it is filtered out, and what is no submission by its name is counted and said.
//! Whatever cannot be read is an item as well, with the reason: nothing ends the run, and nothing
//! is lost without a word. Links to folders are not followed, so that there is no going round.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::vec;

use super::archive::Archive;
use super::estimate::Gauge;
use super::lines::Lines;
use super::results::{holds_results, is_own};
use super::review::SIZE_LIMIT;
use crate::fault::{Fault, FaultKind};
use crate::report::PassedOver;

/// Names that are listed of what was passed over; the count is of all.
const LISTED: usize = 1_000;

/// One submission to screen.
#[derive(Debug)]
pub struct Item {
    /// What reports call it: the path; for a line of a file `path:17`; for an entry of an archive
    /// `path!/entry`.
    pub name: String,
    /// Where its bytes are.
    pub content: Content,
}

/// Where the bytes of a submission are.
#[derive(Debug)]
pub enum Content {
    /// In a file that is still to be read, of about so many bytes.
    File(PathBuf, u64),
    /// At hand.
    Bytes(Vec<u8>),
    /// Nowhere: why they cannot be read.
    Fault(Box<Fault>),
}

impl Item {
    pub(super) fn fault(name: String, kind: FaultKind) -> Self {
        Self {
            name,
            content: Content::Fault(Box::new(Fault::nowhere(kind))),
        }
    }

    /// How many bytes of it are in memory, or will be when it is checked.
    #[must_use]
    pub fn weight(&self) -> usize {
        match &self.content {
            Content::Bytes(bytes) => bytes.len(),
            Content::File(_, size) => usize::try_from(*size).unwrap_or(usize::MAX),
            Content::Fault(_) => 0,
        }
    }
}

/// Counts a file that is passed over, and keeps its name if it is among the first.
fn note(passed_over: &mut PassedOver, name: String) {
    passed_over.count += 1;
    if passed_over.names.len() < LISTED {
        passed_over.names.push(name);
    }
}

/// A path that was named and leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputFault {
    /// There is no such file or folder.
    Missing(String),
    /// No file matches the pattern.
    NoMatch(String),
    /// Standard input is named more than once.
    InputTwice,
}

/// What a file is by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Submission,
    Lines,
    Archive,
    Other,
}

impl Sort {
    /// By the ending of a name, in either case.
    pub(super) fn of(name: &str) -> Self {
        // what systems leave beside files: resource forks, locks of office programs
        let base = name.rsplit('/').next().unwrap_or(name);
        if base.starts_with("._") || base.starts_with("~$") {
            return Self::Other;
        }
        let ending = base.rsplit_once('.').map(|(_, ending)| ending);
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("json" | "xlsx" | "xlsm") => Self::Submission,
            Some("ndjson" | "jsonl") => Self::Lines,
            Some("zip") => Self::Archive,
            _ => Self::Other,
        }
    }
}

/// Where the input is being read.
enum Level {
    Paths(vec::IntoIter<PathBuf>),
    Folder(PathBuf, vec::IntoIter<Entry>),
    Lines(Box<Lines<Box<dyn BufRead + Send>>>),
    Archive(Box<Archive>),
}

struct Entry {
    name: OsString,
    kind: std::io::Result<fs::FileType>,
}

/// The submissions there are, in order.
pub struct Inputs {
    /// Innermost last.
    levels: Vec<Level>,
    input: Option<Box<dyn Read + Send>>,
    waits: bool,
    leave_out: Option<PathBuf>,
    /// Files of the folder being read that are results of an earlier screening.
    own: BTreeSet<PathBuf>,
    /// Paths that others named already hold.
    repeated: Vec<String>,
    passed_over: Arc<Mutex<PassedOver>>,
    gauge: Arc<Gauge>,
}

impl Inputs {
    /// What is at some paths: folders, files, patterns such as `2021/*/自评.json` (some shells do
    /// not expand them); `-` is `input`, a submission a line.
    ///
    /// # Errors
    /// A path that leads nowhere.
    pub fn new(paths: &[PathBuf], input: Option<Box<dyn Read + Send>>) -> Result<Self, InputFault> {
        let mut all = Vec::new();
        for path in paths {
            all.extend(expanded(path)?);
        }
        if all.iter().filter(|path| is_input(path)).count() > 1 {
            return Err(InputFault::InputTwice);
        }
        let repeated = drop_repeated(&mut all);
        Ok(Self {
            repeated,
            waits: all.iter().any(|path| is_input(path)),
            levels: vec![Level::Paths(all.into_iter())],
            input,
            leave_out: None,
            own: BTreeSet::new(),
            passed_over: Arc::default(),
            gauge: Arc::default(),
        })
    }

    /// A folder for results: they are no input. Nor are those of earlier screenings, in any
    /// folder.
    pub fn leave_out(&mut self, folder: &Path) {
        self.leave_out = folder.canonicalize().ok();
    }

    /// Whether somebody else's program may be long in giving the next: standard input.
    pub(super) fn waits(&self) -> bool {
        self.waits
    }

    /// Paths that were named and are not read on their own, for others hold them.
    #[must_use]
    pub fn repeated(&self) -> &[String] {
        &self.repeated
    }

    /// What is passed over, as far as the input has been read; it stays true when the input has
    /// gone to another thread.
    #[must_use]
    pub fn passed_over(&self) -> Arc<Mutex<PassedOver>> {
        Arc::clone(&self.passed_over)
    }

    /// How far files of lines have been read.
    #[must_use]
    pub fn gauge(&self) -> Arc<Gauge> {
        Arc::clone(&self.gauge)
    }

    fn pass_over(&self, name: String) {
        let mut passed_over = self
            .passed_over
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        note(&mut passed_over, name);
    }

    /// What a path that the user named holds.
    fn open(&mut self, path: PathBuf) -> Option<Item> {
        if is_input(&path) {
            let reader: Box<dyn Read + Send> = self.input.take()?;
            self.read_lines("-".to_owned(), reader);
            return None;
        }
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => self.enter(path),
            // named, so whatever it is called it is a submission
            _ => match Sort::of(&path.to_string_lossy()) {
                Sort::Other => self.read(path, Sort::Submission),
                sort => self.read(path, sort),
            },
        }
    }

    /// Starts on a folder; an item where it cannot be listed.
    fn enter(&mut self, path: PathBuf) -> Option<Item> {
        let own = self.leave_out.as_deref();
        let current = own.is_some() && path.canonicalize().ok().as_deref() == own;
        let results = current || holds_results(&path);
        let listed = fs::read_dir(&path).and_then(|entries| {
            entries
                .map(|entry| {
                    entry.map(|entry| Entry {
                        name: entry.file_name(),
                        kind: entry.file_type(),
                    })
                })
                .collect::<Result<Vec<Entry>, _>>()
        });
        match listed {
            Ok(mut entries) => {
                // only these: what else is there was handed in
                entries.retain(|entry| {
                    let name = entry.name.to_str();
                    let own = results && name.is_some_and(|name| is_own(&path, name));
                    if own && !current {
                        self.own.insert(path.join(&entry.name));
                    }
                    !own || !current
                });
                entries.sort_by(|a, b| a.name.as_encoded_bytes().cmp(b.name.as_encoded_bytes()));
                self.levels.push(Level::Folder(path, entries.into_iter()));
                None
            }
            Err(error) => {
                let kind = FaultKind::Unreadable {
                    reason: error.to_string(),
                };
                Some(Item::fault(path.to_string_lossy().into_owned(), kind))
            }
        }
    }

    /// One entry of a folder.
    fn entry(&mut self, path: PathBuf, kind: std::io::Result<fs::FileType>) -> Option<Item> {
        let name = path.to_string_lossy().into_owned();
        // results of an earlier screening, which somebody may have put there: not read, but said
        if self.own.remove(&path) {
            self.pass_over(name);
            return None;
        }
        let sort = Sort::of(&name);
        let kind = match kind {
            Ok(kind) => kind,
            Err(error) => {
                let reason = error.to_string();
                return Some(Item::fault(name, FaultKind::Unreadable { reason }));
            }
        };
        if kind.is_dir() {
            let entered = self.enter(path);
            // who named a folder so meant something by it
            return match sort {
                Sort::Other => entered,
                _ => entered.or_else(|| Some(Item::fault(name, FaultKind::IsFolder))),
            };
        }
        if kind.is_symlink() && fs::metadata(&path).is_ok_and(|about| about.is_dir()) {
            return Some(Item::fault(name, FaultKind::LinkedFolder));
        }
        if sort == Sort::Other {
            self.pass_over(name);
            return None;
        }
        // what it leads to would be shown in reports, whoever may read it
        if kind.is_symlink() && self.leaves(&path) {
            return Some(Item::fault(name, FaultKind::LinkedFile));
        }
        self.read(path, sort)
    }

    /// Whether a link leads to a file outside the folder that was named.
    fn leaves(&self, path: &Path) -> bool {
        let root = self.levels.iter().find_map(|level| match level {
            Level::Folder(folder, _) => folder.canonicalize().ok(),
            _ => None,
        });
        match (root, path.canonicalize()) {
            (Some(root), Ok(target)) => !target.starts_with(root),
            // a link to nothing is said when it is read
            _ => false,
        }
    }

    /// A file that holds one submission or many.
    fn read(&mut self, path: PathBuf, sort: Sort) -> Option<Item> {
        let name = path.to_string_lossy().into_owned();
        let about = fs::metadata(&path);
        if matches!(sort, Sort::Submission | Sort::Other) {
            // what is too large is not read
            let size = about.map_or(0, |about| about.len().min(SIZE_LIMIT));
            return Some(Item {
                name,
                content: Content::File(path, size),
            });
        }
        // asked before opening: opening a named pipe waits for a writer, perhaps for ever
        if about.is_ok_and(|about| !about.is_file()) {
            return Some(Item::fault(name, FaultKind::NotRegular));
        }
        let opened = File::open(&path);
        match (opened, sort) {
            (Err(error), _) => Some(Item::fault(name, refused(&error))),
            (Ok(file), Sort::Archive) => match Archive::open(&name, file) {
                Ok(archive) => {
                    self.levels.push(Level::Archive(Box::new(archive)));
                    None
                }
                Err(kind) => Some(Item::fault(name, kind)),
            },
            (Ok(file), _) => {
                self.read_lines(name, Box::new(file));
                None
            }
        }
    }

    fn read_lines(&mut self, name: String, reader: Box<dyn Read + Send>) {
        let reader: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(1 << 16, reader));
        let lines = Lines::new(name, reader, Arc::clone(&self.gauge));
        self.levels.push(Level::Lines(Box::new(lines)));
    }
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let below = match self.levels.last_mut()? {
                Level::Paths(paths) => paths.next().map(Below::Path),
                Level::Folder(folder, entries) => entries
                    .next()
                    .map(|entry| Below::Entry(folder.join(&entry.name), entry.kind)),
                Level::Lines(lines) => lines.next().map(Below::Item),
                Level::Archive(archive) => archive.next().map(|entry| match entry {
                    Ok(item) => Below::Item(item),
                    Err(name) => Below::Other(name),
                }),
            };
            let found = match below {
                Some(Below::Path(path)) => self.open(path),
                Some(Below::Entry(path, kind)) => self.entry(path, kind),
                Some(Below::Item(item)) => Some(item),
                Some(Below::Other(name)) => {
                    self.pass_over(name);
                    None
                }
                None => {
                    self.levels.pop();
                    None
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// What comes next where the input is being read.
enum Below {
    Path(PathBuf),
    Entry(PathBuf, std::io::Result<fs::FileType>),
    Item(Item),
    Other(String),
}

/// Takes out paths that are named twice, or lie in a folder that is named as well: what they hold
/// would count twice.
fn drop_repeated(paths: &mut Vec<PathBuf>) -> Vec<String> {
    let whole: Vec<Option<PathBuf>> = paths
        .iter()
        .map(|path| path.canonicalize().ok().filter(|_| !is_input(path)))
        .collect();
    let folders: BTreeSet<&PathBuf> = whole
        .iter()
        .flatten()
        .filter(|path| path.is_dir())
        .collect();
    let mut met = BTreeSet::new();
    let mut repeated = Vec::new();
    let mut keep = whole.iter().zip(paths.iter()).map(|(whole, path)| {
        let Some(whole) = whole else { return true };
        let above = whole.ancestors().skip(1);
        let held = above
            .into_iter()
            .any(|folder| folders.contains(&folder.to_path_buf()));
        let stays = met.insert(whole) && !held;
        if !stays {
            repeated.push(path.to_string_lossy().into_owned());
        }
        stays
    });
    let keep: Vec<bool> = keep.by_ref().collect();
    let mut keep = keep.into_iter();
    paths.retain(|_| keep.next().unwrap_or(true));
    repeated
}

/// Whether a path stands for standard input.
#[must_use]
pub fn is_input(path: &Path) -> bool {
    path.as_os_str() == OsStr::new("-")
}

pub(super) fn refused(error: &std::io::Error) -> FaultKind {
    match error.kind() {
        std::io::ErrorKind::NotFound => FaultKind::FileMissing,
        _ => FaultKind::Unreadable {
            reason: error.to_string(),
        },
    }
}

/// A path, or the paths that match it where it is a pattern and no file has that very name.
pub(super) fn expanded(path: &Path) -> Result<Vec<PathBuf>, InputFault> {
    if is_input(path) || fs::symlink_metadata(path).is_ok() {
        return Ok(vec![path.to_owned()]);
    }
    let shown = || path.to_string_lossy().into_owned();
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
    let Some(pattern) = pattern else {
        return Err(InputFault::Missing(shown()));
    };
    let matches = glob::glob(pattern).map_err(|_| InputFault::Missing(shown()))?;
    // what cannot be listed on the way says so when it is named
    let mut found: Vec<PathBuf> = matches
        .map(|found| found.unwrap_or_else(|error| error.path().to_owned()))
        .collect();
    found.sort_by(|a, b| {
        let bytes = |path: &PathBuf| path.as_os_str().as_encoded_bytes().to_vec();
        bytes(a).cmp(&bytes(b))
    });
    found.dedup();
    if found.is_empty() {
        return Err(InputFault::NoMatch(shown()));
    }
    Ok(found)
}
