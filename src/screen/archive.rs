//! Submissions in a `.zip`, as mailboxes and chat programs hand them over.
//!
//! An archive may be hostile: small files that unpack to no end, entries beyond counting. So each
//! entry is read up to the size of a submission, an archive up to a total, and one with too many
//! entries is not read at all.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::vec;

use zip::ZipArchive;

use super::input::{Content, Item, Sort};
use super::review::SIZE_LIMIT;
use crate::fault::{ArchiveFault, FaultKind};

/// The most entries: above it an archive is of the newer, larger sort, and its list alone would
/// fill the memory.
const ENTRIES: u16 = u16::MAX;
/// The most bytes that are unpacked of one archive.
const TOTAL: u64 = 4 * 1024 * 1024 * 1024;

/// The mark of the record at the end of an archive.
const END: &[u8] = b"PK\x05\x06";
/// The end record without its comment.
const END_LENGTH: usize = 22;
/// Where in it the number of entries stands.
const END_COUNT: usize = 10;

/// An open archive.
pub(super) struct Archive {
    name: String,
    open: ZipArchive<File>,
    /// Names as shown, with their indices, sorted by the bytes of the names.
    entries: vec::IntoIter<(String, usize)>,
    left: u64,
    over: bool,
}

impl Archive {
    /// Reads the list of entries.
    pub(super) fn open(name: &str, mut file: File) -> Result<Self, FaultKind> {
        let declared = declared(&mut file).map_err(|error| unreadable(&error))?;
        if declared == Some(ENTRIES) {
            return Err(fault(ArchiveFault::Entries(usize::from(ENTRIES))));
        }
        let mut archive = ZipArchive::new(file).map_err(|error| unreadable(&error))?;
        // equal names would be one entry, and a submission lost
        if declared.is_some_and(|count| usize::from(count) != archive.len()) {
            return Err(fault(ArchiveFault::EqualNames));
        }
        let mut entries = Vec::new();
        for index in 0..archive.len() {
            let entry = archive
                .by_index_raw(index)
                .map_err(|error| unreadable(&error))?;
            if !entry.is_dir() {
                entries.push((decoded(entry.name_raw()), index));
            }
        }
        entries.sort();
        Ok(Self {
            name: name.to_owned(),
            open: archive,
            entries: entries.into_iter(),
            left: TOTAL,
            over: false,
        })
    }

    fn read(&mut self, index: usize) -> Result<Vec<u8>, FaultKind> {
        let entry = self
            .open
            .by_index(index)
            .map_err(|error| unreadable(&error))?;
        let mut bytes = Vec::new();
        // one byte more than allowed tells a full entry from one that is too long
        let read = entry.take(SIZE_LIMIT + 1).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        read.map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > SIZE_LIMIT {
            return Err(FaultKind::TooLarge { limit: SIZE_LIMIT });
        }
        Ok(bytes)
    }
}

impl Iterator for Archive {
    /// A submission, or the name of an entry that is none by its name.
    type Item = Result<Item, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let (entry, index) = self.entries.next()?;
        let name = format!("{}!/{entry}", self.name);
        match Sort::of(&entry) {
            Sort::Submission => {}
            Sort::Other => return Some(Err(name)),
            // there may be submissions in it
            Sort::Archive | Sort::Lines => {
                return Some(Ok(Item::fault(name, fault(ArchiveFault::Nested))));
            }
        }
        if self.left == 0 {
            self.over = true;
            let kind = fault(ArchiveFault::Size(TOTAL));
            return Some(Ok(Item::fault(self.name.clone(), kind)));
        }
        Some(Ok(match self.read(index) {
            Ok(bytes) => Item {
                name,
                content: Content::Bytes(bytes),
            },
            Err(kind) => Item::fault(name, kind),
        }))
    }
}

fn unreadable(error: &dyn std::error::Error) -> FaultKind {
    fault(ArchiveFault::Unreadable(error.to_string()))
}

fn fault(fault: ArchiveFault) -> FaultKind {
    FaultKind::Archive { fault }
}

/// Names are UTF-8, or what Windows in Chinese writes without saying so.
fn decoded(name: &[u8]) -> String {
    match str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(name)
            .0
            .into_owned(),
    }
}

/// How many entries the record at the end of an archive says there are; `None` where there is no
/// such record, which the reader then says in its own words.
pub(super) fn declared(file: &mut File) -> std::io::Result<Option<u16>> {
    let length = file.seek(SeekFrom::End(0))?;
    // a comment may follow the record
    let tail = length.min((END_LENGTH + usize::from(u16::MAX)) as u64);
    file.seek(SeekFrom::Start(length - tail))?;
    let mut bytes = Vec::new();
    file.take(tail).read_to_end(&mut bytes)?;
    file.seek(SeekFrom::Start(0))?;
    let end = bytes
        .windows(END_LENGTH)
        .rposition(|window| window.starts_with(END));
    Ok(end.and_then(|at| {
        let count = bytes.get(at + END_COUNT..at + END_COUNT + 2)?;
        Some(u16::from_le_bytes([*count.first()?, *count.get(1)?]))
    }))
}
