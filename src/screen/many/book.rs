//! [`Book`]: what every submission gave, in a temporary file; in memory is where each stands.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};

use super::sorter::Scratch;
use crate::finding::Subject;
use crate::pack::many::Given;

/// Bytes that wait to be written.
const WAITING: usize = 256 * 1024;

/// One submission.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The file.
    pub(super) source: String,
    /// Whose it is.
    pub(super) subject: Subject,
    /// Which plan its values answer.
    pub(super) group: usize,
    /// By slot.
    pub(super) values: Vec<Option<Given>>,
}

/// Submissions by number.
#[derive(Debug)]
pub(super) struct Book {
    file: File,
    /// Where each begins.
    starts: Vec<u64>,
    /// Bytes so far.
    end: u64,
    waiting: Vec<u8>,
}

impl Book {
    pub(super) fn new(scratch: &Scratch) -> io::Result<Self> {
        Ok(Self {
            file: scratch.file()?,
            starts: Vec::new(),
            end: 0,
            waiting: Vec::new(),
        })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Adds a submission; its number.
    pub(super) fn add(&mut self, entry: &Entry) -> io::Result<usize> {
        let number = self.starts.len();
        self.starts.push(self.end);
        let before = self.waiting.len();
        serde_json::to_writer(&mut self.waiting, entry)?;
        self.end += (self.waiting.len() - before) as u64;
        if self.waiting.len() > WAITING {
            self.flush()?;
        }
        Ok(number)
    }

    /// Writes what waits; before the first is read.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// A submission.
    pub(super) fn get(&mut self, number: usize) -> io::Result<Entry> {
        let nothing = || io::Error::from(io::ErrorKind::NotFound);
        let start = self.starts.get(number).copied().ok_or_else(nothing)?;
        let end = self.starts.get(number + 1).copied().unwrap_or(self.end);
        let length = usize::try_from(end - start).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        self.file.seek(SeekFrom::Start(start))?;
        self.file.read_exact(&mut bytes)?;
        Ok(serde_json::from_slice(&bytes)?)
    }
}
