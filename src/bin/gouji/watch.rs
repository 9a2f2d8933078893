//! Waiting for a file of a pack to change, by looking at it again and again: that also works on
//! network drives, which send no word of changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use gouji::pack::Library;
use gouji::settings::near;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(300);
/// Folders below a pack's that are looked into.
const DEPTH: usize = 4;
/// Files that are looked at, as many as packs may have.
const FILES: usize = 20_000;

type Stamps = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Files that are watched.
pub(crate) struct Watch {
    folders: Vec<PathBuf>,
    seen: Stamps,
}

impl Watch {
    /// The files of one pack and of those beside it that it extends.
    pub(crate) fn of(folder: &Path) -> Self {
        let mut folders = vec![folder.to_path_buf()];
        let mut next = 0;
        while let Some(folder) = folders.get(next).cloned() {
            next += 1;
            let manifest = fs::read_to_string(folder.join("pack.toml")).unwrap_or_default();
            let manifest: toml::Table = toml::from_str(&manifest).unwrap_or_default();
            let bases = manifest.get("extends").and_then(toml::Value::as_array);
            for base in bases.into_iter().flatten().filter_map(toml::Value::as_str) {
                let beside = folder.join("..").join(base);
                if beside.join("pack.toml").is_file() && !folders.contains(&beside) {
                    folders.push(beside);
                }
            }
            // a circle of packs would lengthen the path each time
            if folders.len() > 100 {
                break;
            }
        }
        Self::with(folders)
    }

    /// All packs of the user's own `rules/`; `None` where there are none.
    pub(crate) fn of_all(library: &Library) -> Option<Self> {
        let folders: Vec<PathBuf> = library
            .ids()
            .iter()
            .filter_map(|id| library.own(id))
            .map(|folder| near(&folder))
            .collect();
        (!folders.is_empty()).then(|| Self::with(folders))
    }

    fn with(folders: Vec<PathBuf>) -> Self {
        let seen = stamps(&folders);
        Self { folders, seen }
    }

    /// Waits until a file has changed, come or gone, and nothing changes any more; says which.
    pub(crate) fn wait(&mut self) -> String {
        loop {
            let now = stamps(&self.folders);
            if now != self.seen {
                let file = changed(&self.seen, &now);
                // editors write several files, and not all of one at once
                let mut settled = now;
                loop {
                    thread::sleep(PAUSE);
                    let later = stamps(&self.folders);
                    if later == settled {
                        break;
                    }
                    settled = later;
                }
                self.seen = settled;
                return file;
            }
            thread::sleep(PAUSE);
        }
    }
}

/// The first file that differs.
fn changed(before: &Stamps, now: &Stamps) -> String {
    let differs = |path: &&PathBuf| before.get(*path) != now.get(*path);
    before
        .keys()
        .chain(now.keys())
        .find(differs)
        .map(|path| path.display().to_string())
        .unwrap_or_default()
}

fn stamps(folders: &[PathBuf]) -> Stamps {
    let mut all = Stamps::new();
    for folder in folders {
        collect(folder, DEPTH, &mut all);
    }
    all
}

fn collect(folder: &Path, depth: usize, all: &mut Stamps) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') || all.len() >= FILES {
            continue;
        }
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_dir() && depth > 0 {
            collect(&entry.path(), depth - 1, all);
        } else if metadata.is_file() {
            all.insert(entry.path(), (metadata.modified().ok(), metadata.len()));
        }
    }
}
