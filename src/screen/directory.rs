//! The list of entries at the end of a `.zip`, read whole.
//!
//! The usual readers keep one entry of each name and stop where the end record says; a submission
//! can be lost that way, by accident or by intent. Here every header of the list is read, up to
//! the end record, and what the list does not name is noticed. An entry is then handed to the
//! usual reader as an archive of its own.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use crate::fault::ArchiveFault;

/// The most entries: above it an archive is of the newer, larger sort, and its list alone would
/// fill the memory.
const ENTRIES: usize = u16::MAX as usize;
/// The most bytes of the list: its names alone could fill the memory.
const LIST: u64 = 64 * 1024 * 1024;

/// The mark of the record at the end of an archive, and its length without its comment.
const END: &[u8; 4] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
/// The mark of a header in the list, and its length without name, extra and comment.
const HEADER: &[u8; 4] = b"PK\x01\x02";
const HEADER_LENGTH: usize = 46;
/// The mark of a header before the bytes of an entry, and its length without name and extra.
const LOCAL: &[u8; 4] = b"PK\x03\x04";
const LOCAL_LENGTH: usize = 30;
/// What may stand between the list and the end record: the record of large archives, a signature.
const LARGE_END: &[u8; 4] = b"PK\x06\x06";
const LARGE_LOCATOR: &[u8; 4] = b"PK\x06\x07";
const SIGNATURE: &[u8; 4] = b"PK\x05\x05";
/// A number that does not fit and stands elsewhere.
const ELSEWHERE: u32 = u32::MAX;

/// An entry of the list.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name as written.
    pub(super) name: Vec<u8>,
    /// Whether it is a folder: nothing is in it.
    pub(super) is_folder: bool,
    /// Where its header stands in the list.
    header: u64,
    /// How many bytes the header has with name, extra and comment.
    header_length: usize,
    /// Where its own bytes begin, and how many of them are packed data.
    start: u64,
    packed: u64,
}

/// All entries of an archive.
#[derive(Debug)]
pub(super) struct Directory {
    /// In the order of the list.
    pub(super) entries: Vec<Entry>,
    /// Whether the list and the archive agree: as many entries as the end record says, and
    /// nothing between them that is not listed.
    pub(super) agrees: bool,
}

/// Why a list cannot be read.
#[derive(Debug)]
pub(super) enum Unlisted {
    /// The file cannot be read.
    Io(io::Error),
    /// The archive is at fault.
    Archive(ArchiveFault),
}

impl From<io::Error> for Unlisted {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The record at the end.
#[derive(Clone, Copy, Debug, Default)]
struct End {
    /// Where it stands.
    at: u64,
    count: usize,
    size: u64,
    offset: u64,
}

impl Directory {
    /// Reads the list of an archive.
    pub(super) fn read<F: Read + Seek>(file: &mut F) -> Result<Self, Unlisted> {
        let length = file.seek(SeekFrom::End(0))?;
        let end = end_record(file, length)?;
        if end.count >= ENTRIES {
            return Err(Unlisted::Archive(ArchiveFault::Entries(ENTRIES)));
        }
        // what comes before an archive, as in one that unpacks itself, shifts all its places
        let shifted = end.at.checked_sub(end.size);
        let starts = [Some(end.offset), shifted];
        for start in starts.into_iter().flatten() {
            let shift = start.saturating_sub(end.offset);
            if let Some((mut entries, stop)) = walk(file, start, end.at)? {
                for entry in &mut entries {
                    entry.start = entry.start.saturating_add(shift);
                }
                let agrees = entries.len() == end.count
                    && stop == Stop::AtEnd
                    && covers(file, &entries, start)?;
                return Ok(Self { entries, agrees });
            }
        }
        Err(Unlisted::Archive(ArchiveFault::Directory))
    }
}

/// How many entries an archive says it has; `None` where it has no end record to say so.
pub(super) fn declared<F: Read + Seek>(file: &mut F) -> Option<usize> {
    let length = file.seek(SeekFrom::End(0)).ok()?;
    end_record(file, length).ok().map(|end| end.count)
}

/// The record at the end of an archive. A comment may follow it, and may look like another: then
/// nobody can know which list is meant.
fn end_record<F: Read + Seek>(file: &mut F, length: u64) -> Result<End, Unlisted> {
    let tail = length.min((END_LENGTH + usize::from(u16::MAX)) as u64);
    let before = length - tail;
    file.seek(SeekFrom::Start(before))?;
    let mut bytes = Vec::new();
    file.by_ref().take(tail).read_to_end(&mut bytes)?;
    let mut found = bytes
        .windows(END_LENGTH)
        .enumerate()
        .filter(|(_, record)| record.starts_with(END))
        .filter(|(at, record)| at + END_LENGTH + short(record, 20) == bytes.len());
    let (at, record) = match (found.next(), found.next()) {
        (Some(one), None) => one,
        (Some(_), Some(_)) => return Err(Unlisted::Archive(ArchiveFault::Directory)),
        // something may have been added behind it
        (None, _) => bytes
            .windows(END_LENGTH)
            .enumerate()
            .rfind(|(_, record)| record.starts_with(END))
            .ok_or(Unlisted::Archive(ArchiveFault::NoEnd))?,
    };
    let mut end = End {
        at: before + at as u64,
        count: short(record, 10),
        size: u64::from(long(record, 12)),
        offset: u64::from(long(record, 16)),
    };
    // of an archive of more than 4 GB the places stand in a record before
    let locator = at.checked_sub(20).and_then(|at| bytes.get(at..at + 20));
    if let Some(locator) = locator.filter(|locator| locator.starts_with(LARGE_LOCATOR))
        && (long(record, 16) == ELSEWHERE || long(record, 12) == ELSEWHERE)
    {
        let large = huge(locator, 8);
        file.seek(SeekFrom::Start(large))?;
        let mut record = [0; 56];
        file.read_exact(&mut record)?;
        if record.starts_with(LARGE_END) {
            end.at = large;
            end.size = huge(&record, 40);
            end.offset = huge(&record, 48);
        }
    }
    Ok(end)
}

/// Where a list ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// At the end record.
    AtEnd,
    /// Before it, at something that is no header.
    Before,
}

/// The entries from a place on; `None` where no list begins there.
fn walk<F: Read + Seek>(
    file: &mut F,
    start: u64,
    end: u64,
) -> Result<Option<(Vec<Entry>, Stop)>, Unlisted> {
    let Some(size) = end.checked_sub(start) else {
        return Ok(None);
    };
    if size > LIST {
        return Err(Unlisted::Archive(ArchiveFault::Entries(ENTRIES)));
    }
    file.seek(SeekFrom::Start(start))?;
    let mut reader = BufReader::new(file.by_ref().take(size));
    let mut entries = Vec::new();
    let mut at = start;
    loop {
        let ready = reader.fill_buf()?;
        if ready.is_empty() {
            return Ok(Some((entries, Stop::AtEnd)));
        }
        let mut header = [0; HEADER_LENGTH];
        let mut mark = [0; 4];
        if reader.read_exact(&mut mark).is_err() {
            return Ok(Some((entries, Stop::Before)));
        }
        if &mark != HEADER {
            let known = &mark == LARGE_END || &mark == LARGE_LOCATOR || &mark == SIGNATURE;
            if !known && entries.is_empty() {
                return Ok(None);
            }
            let stop = if known { Stop::AtEnd } else { Stop::Before };
            return Ok(Some((entries, stop)));
        }
        if let Some((first, rest)) = header.split_first_chunk_mut::<4>() {
            *first = mark;
            reader.read_exact(rest)?;
        }
        let [name, extra, comment] = [28, 30, 32].map(|at| short(&header, at));
        let mut bytes = vec![0; name + extra + comment];
        reader.read_exact(&mut bytes)?;
        if entries.len() >= ENTRIES {
            return Err(Unlisted::Archive(ArchiveFault::Entries(ENTRIES)));
        }
        let extra = bytes.get(name..name + extra).unwrap_or_default();
        let (packed, start) = places(&header, extra);
        let length = HEADER_LENGTH + bytes.len();
        bytes.truncate(name);
        entries.push(Entry {
            is_folder: bytes.ends_with(b"/") && packed == 0,
            name: bytes,
            header: at,
            header_length: length,
            start,
            packed,
        });
        at += length as u64;
    }
}

/// How many bytes an entry has, packed, and where they begin; large numbers stand in the extra.
fn places(header: &[u8], extra: &[u8]) -> (u64, u64) {
    let (packed, unpacked, start) = (long(header, 20), long(header, 24), long(header, 42));
    let mut large = [u64::from(packed), u64::from(start)];
    let mut rest = extra;
    while rest.len() >= 4 {
        let (id, size) = (short(rest, 0), short(rest, 2));
        if id == 1 {
            let mut at = 4;
            if unpacked == ELSEWHERE {
                at += 8;
            }
            for (number, short) in large.iter_mut().zip([packed, start]) {
                if short == ELSEWHERE {
                    *number = huge(rest, at);
                    at += 8;
                }
            }
        }
        rest = rest.get(4 + size..).unwrap_or_default();
    }
    let [packed, start] = large;
    (packed, start)
}

/// Whether the entries are all there is before the list: no entry stands between them unnamed.
fn covers<F: Read + Seek>(file: &mut F, entries: &[Entry], list: u64) -> io::Result<bool> {
    let mut parts = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut local = [0; LOCAL_LENGTH];
        file.seek(SeekFrom::Start(entry.start))?;
        if file.read_exact(&mut local).is_err() || !local.starts_with(LOCAL) {
            return Ok(false);
        }
        let names = LOCAL_LENGTH + short(&local, 26) + short(&local, 28);
        let end = entry
            .start
            .saturating_add(names as u64)
            .saturating_add(entry.packed);
        parts.push((entry.start, end));
    }
    parts.sort_unstable();
    parts.push((list, list));
    let mut until = 0;
    for (start, end) in parts {
        if start > until && holds_an_entry(file, until, start)? {
            return Ok(false);
        }
        until = until.max(end);
    }
    Ok(true)
}

/// Whether an entry begins between two places.
fn holds_an_entry<F: Read + Seek>(file: &mut F, from: u64, to: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(from))?;
    let mut reader = BufReader::new(file.by_ref().take(to - from));
    let mut last = [0; 4];
    loop {
        let ready = reader.fill_buf()?;
        if ready.is_empty() {
            return Ok(false);
        }
        for byte in ready {
            let [_, second, third, fourth] = last;
            last = [second, third, fourth, *byte];
            if &last == LOCAL {
                return Ok(true);
            }
        }
        let used = ready.len();
        reader.consume(used);
    }
}

/// An entry as an archive of its own, of which it is the only one: its bytes, its header, an end
/// record.
pub(super) struct Single<'f, F> {
    file: &'f mut F,
    start: u64,
    /// How many bytes of the file belong to it.
    length: u64,
    tail: Vec<u8>,
    at: u64,
}

impl<'f, F: Read + Seek> Single<'f, F> {
    pub(super) fn new(file: &'f mut F, entry: &Entry) -> io::Result<Self> {
        file.seek(SeekFrom::Start(entry.header))?;
        let mut tail = vec![0; entry.header_length];
        file.read_exact(&mut tail)?;
        if let Some(start) = tail.get_mut(42..46) {
            start.fill(0);
        }
        let size = u32::try_from(tail.len()).unwrap_or(u32::MAX);
        // names and extra have 64 KB each at most, and a descriptor may follow the data
        let most = entry.packed.saturating_add(0x2_0100).min(1 << 31);
        let all = file.seek(SeekFrom::End(0))?;
        let length = all.saturating_sub(entry.start).min(most);
        tail.extend_from_slice(END);
        tail.extend_from_slice(&[0, 0, 0, 0, 1, 0, 1, 0]);
        tail.extend_from_slice(&size.to_le_bytes());
        tail.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        tail.extend_from_slice(&[0, 0]);
        Ok(Self {
            file,
            start: entry.start,
            length,
            tail,
            at: 0,
        })
    }
}

impl<F: Read + Seek> Read for Single<'_, F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = if self.at < self.length {
            self.file.seek(SeekFrom::Start(self.start + self.at))?;
            let left = self.length - self.at;
            self.file.by_ref().take(left).read(into)?
        } else {
            let at = usize::try_from(self.at - self.length).unwrap_or(usize::MAX);
            let mut rest = self.tail.get(at..).unwrap_or_default();
            rest.read(into)?
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl<F: Read + Seek> Seek for Single<'_, F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let all = self.length + self.tail.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => all.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk::<N>());
    found.copied().unwrap_or([0; N])
}

fn short(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes(array(bytes, at)))
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(bytes, at))
}

fn huge(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array(bytes, at))
}
