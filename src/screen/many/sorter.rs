//! [`Sorter`]: more rows than fit into memory, in order.
//!
//! Rows are gathered up to a size, sorted, and written to a temporary file, run after run; in the
//! end the runs are merged. Reading and writing are linear, and what is in memory is one run, or
//! one block of each.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes of one run.
const RUN: usize = 4 * 1024 * 1024;
/// Bytes of a run that are read at once.
const BLOCK: usize = 16 * 1024;
/// Runs that are merged at once; more are merged into longer ones first.
const MOST_RUNS: usize = 256;

/// A row: what it is sorted by, and what goes with it.
pub(super) type Row = (Vec<u8>, Vec<u8>);

/// Where temporary files go; the system's folder for them where none is named.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch(pub(super) Option<PathBuf>);

impl Scratch {
    pub(super) fn file(&self) -> io::Result<File> {
        match &self.0 {
            Some(folder) => tempfile::tempfile_in(folder),
            None => tempfile::tempfile(),
        }
    }
}

/// Takes rows in any order.
#[derive(Debug)]
pub(super) struct Sorter {
    scratch: Scratch,
    waiting: Vec<Row>,
    bytes: usize,
    /// Bytes of a run.
    run: usize,
    file: Option<File>,
    /// Where each run in the file begins and ends.
    runs: Vec<(u64, u64)>,
}

impl Sorter {
    pub(super) fn new(scratch: &Scratch) -> Self {
        Self::with_run(scratch, RUN)
    }

    fn with_run(scratch: &Scratch, run: usize) -> Self {
        Self {
            scratch: scratch.clone(),
            waiting: Vec::new(),
            bytes: 0,
            run,
            file: None,
            runs: Vec::new(),
        }
    }

    /// Takes a row. Rows of the same key come out in the order of what goes with them.
    pub(super) fn push(&mut self, key: Vec<u8>, load: Vec<u8>) -> io::Result<()> {
        // what the two vectors themselves take counts as well
        self.bytes += key.len() + load.len() + 64;
        self.waiting.push((key, load));
        if self.bytes > self.run {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        let mut rows = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        rows.sort_unstable();
        let run = self.write(rows.into_iter().map(Ok))?;
        self.runs.push(run);
        Ok(())
    }

    /// Writes a run at the end of the file.
    fn write(&mut self, rows: impl Iterator<Item = io::Result<Row>>) -> io::Result<(u64, u64)> {
        if self.file.is_none() {
            self.file = Some(self.scratch.file()?);
        }
        let Some(file) = &mut self.file else {
            return Ok((0, 0));
        };
        let start = file.seek(SeekFrom::End(0))?;
        let mut at = start;
        let mut block = Vec::with_capacity(BLOCK * 2);
        for row in rows {
            let (key, load) = row?;
            for part in [&key, &load] {
                let length = u32::try_from(part.len()).map_err(io::Error::other)?;
                block.extend_from_slice(&length.to_le_bytes());
                block.extend_from_slice(part);
            }
            if block.len() > BLOCK {
                // a run that is merged is read from the same file meanwhile
                write_at(file, at, &block)?;
                at += block.len() as u64;
                block.clear();
            }
        }
        write_at(file, at, &block)?;
        Ok((start, at + block.len() as u64))
    }

    /// All rows in order.
    pub(super) fn sorted(mut self) -> io::Result<Sorted> {
        if self.runs.is_empty() {
            self.waiting.sort_unstable();
            return Ok(Sorted::Held(self.waiting.into_iter()));
        }
        if !self.waiting.is_empty() {
            self.spill()?;
        }
        while self.runs.len() > MOST_RUNS {
            let some: Vec<(u64, u64)> = self.runs.drain(..MOST_RUNS).collect();
            let Some(file) = &self.file else { break };
            let merged = Merged::of(&Arc::new(file.try_clone()?), &some)?;
            let run = self.write(merged)?;
            self.runs.push(run);
        }
        match self.file {
            Some(file) => Ok(Sorted::Merged(Merged::of(&Arc::new(file), &self.runs)?)),
            None => Ok(Sorted::Held(Vec::new().into_iter())),
        }
    }
}

fn write_at(file: &mut File, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)
}

/// Rows in order.
#[derive(Debug)]
pub(super) enum Sorted {
    Held(std::vec::IntoIter<Row>),
    Merged(Merged),
}

impl Iterator for Sorted {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Held(rows) => rows.next().map(Ok),
            Self::Merged(merged) => merged.next(),
        }
    }
}

/// Several runs as one.
#[derive(Debug)]
pub(super) struct Merged {
    runs: Vec<BufReader<Run>>,
    /// The next row of each run.
    heap: BinaryHeap<Reverse<(Row, usize)>>,
}

impl Merged {
    fn of(file: &Arc<File>, runs: &[(u64, u64)]) -> io::Result<Self> {
        let runs = runs.iter().map(|(start, end)| Run {
            file: Arc::clone(file),
            at: *start,
            end: *end,
        });
        let mut merged = Self {
            runs: runs
                .map(|run| BufReader::with_capacity(BLOCK, run))
                .collect(),
            heap: BinaryHeap::new(),
        };
        for index in 0..merged.runs.len() {
            merged.advance(index)?;
        }
        Ok(merged)
    }

    fn advance(&mut self, index: usize) -> io::Result<()> {
        let Some(run) = self.runs.get_mut(index) else {
            return Ok(());
        };
        let Some(key) = part(run)? else { return Ok(()) };
        let load = part(run)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        self.heap.push(Reverse(((key, load), index)));
        Ok(())
    }
}

impl Iterator for Merged {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((row, index)) = self.heap.pop()?;
        Some(self.advance(index).map(|()| row))
    }
}

/// A length and as many bytes; `None` at the end of the run.
fn part(run: &mut BufReader<Run>) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match run.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    run.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// A part of a file.
#[derive(Debug)]
struct Run {
    file: Arc<File>,
    at: u64,
    end: u64,
}

impl Read for Run {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let most = left.min(bytes.len());
        let Some(bytes) = bytes.get_mut(..most) else {
            return Ok(0);
        };
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(bytes)?;
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(count: u32, run: usize) -> Vec<Row> {
        let mut sorter = Sorter::with_run(&Scratch::default(), run);
        for number in 0..count {
            // 7919 is prime to the counts: every key comes once
            let key = (number * 7_919 % count).to_be_bytes().to_vec();
            sorter.push(key, number.to_be_bytes().to_vec()).unwrap();
        }
        sorter.sorted().unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn runs_are_merged_into_what_one_would_have_been() {
        let due = sorted(20_000, usize::MAX);
        assert!(due.is_sorted());
        assert_eq!(due.len(), 20_000);
        // a few runs, and more than are merged at once
        for run in [200_000, 2_000] {
            assert!(sorted(20_000, run) == due, "runs of {run}");
        }
        assert!(sorted(0, 100).is_empty());
    }
}
