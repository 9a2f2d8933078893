//! Submissions in a `.zip`, as mailboxes and chat programs hand them over.
//!
//! An archive may be hostile: small files that unpack to no end, entries beyond counting. So each
//! entry is read up to the size of a submission, an archive up to a total, and one with too many
//! entries is not read at all. Nor may it lose a submission: two entries of one name are two
//! submissions, and an archive whose list does not agree with what is in it says so.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::vec;

use zip::ZipArchive;

use super::directory::{Directory, Entry, Single, Unlisted};
use super::input::{Content, Item, Sort};
use super::review::SIZE_LIMIT;
use crate::fault::{ArchiveFault, FaultKind};

/// The most bytes that are unpacked of one archive.
const TOTAL: u64 = 4 * 1024 * 1024 * 1024;

/// An open archive.
pub(super) struct Archive {
    name: String,
    file: File,
    /// Names as shown, sorted by their bytes; those of one name in the order of the list.
    entries: vec::IntoIter<(String, Entry)>,
    /// Whether its list does not agree with what is in it; said in the end.
    disagrees: bool,
    left: u64,
    over: bool,
}

impl Archive {
    /// Reads the list of entries.
    pub(super) fn open(name: &str, mut file: File) -> Result<Self, FaultKind> {
        let directory = Directory::read(&mut file).map_err(|unlisted| match unlisted {
            Unlisted::Io(error) => unreadable(&error),
            Unlisted::Archive(why) => fault(why),
        })?;
        let listed = directory.entries.into_iter();
        let mut entries: Vec<(String, Entry)> = listed
            .filter(|entry| !entry.is_folder)
            .map(|entry| (decoded(&entry.name), entry))
            .collect();
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        for (name, _) in &mut entries {
            let count = met.entry(name.clone()).or_default();
            *count += 1;
            if *count > 1 {
                // told apart, and of the same kind as before
                *name = format!("({count})/{name}");
            }
        }
        Ok(Self {
            name: name.to_owned(),
            file,
            entries: entries.into_iter(),
            disagrees: !directory.agrees,
            left: TOTAL,
            over: false,
        })
    }

    fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, FaultKind> {
        let single = Single::new(&mut self.file, entry).map_err(|error| unreadable(&error))?;
        let mut archive = ZipArchive::new(single).map_err(|error| unreadable(&error))?;
        let entry = archive.by_index(0).map_err(|error| unreadable(&error))?;
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
        let Some((shown, entry)) = self.entries.next() else {
            self.over = true;
            return self.disagrees.then(|| {
                let kind = fault(ArchiveFault::Directory);
                Ok(Item::fault(self.name.clone(), kind))
            });
        };
        let name = format!("{}!/{shown}", self.name);
        match Sort::of(&shown) {
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
        Some(Ok(match self.read(&entry) {
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
