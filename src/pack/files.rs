//! Where packs lie: embedded in the binary, in a `rules/` folder beside the user, or in a
//! folder named on the command line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::finding::BUILT_IN;

include!("digest.rs");

/// The digests of shipped packs, by id.
static DIGESTS: &[(&str, [u8; 32])] = include!(concat!(env!("OUT_DIR"), "/digests.rs"));

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// No file of a pack is larger than this: forms and rules are pages, not data.
const FILE_LIMIT: u64 = 4 * 1024 * 1024;
/// No pack has more files than this.
const COUNT_LIMIT: usize = 2_000;

/// The files of one pack by their path inside it, and where they came from.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// `built-in` or the folder.
    pub origin: String,
    /// Contents by path with `/`.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What [`Files::digest`] is, where that is known.
    known: Option<[u8; 32]>,
}

impl Files {
    /// A file as text.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let bytes = self.files.get(path)?;
        let text = std::str::from_utf8(bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Whether they are embedded in the binary.
    #[must_use]
    pub fn is_shipped(&self) -> bool {
        self.known.is_some()
    }

    /// SHA-256 of all names and contents.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.known.unwrap_or_else(|| digest(&self.files))
    }

    /// Files below a folder with an ending, in order of their names.
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.files
            .keys()
            .map(String::as_str)
            .filter(move |path| path.starts_with(folder) && path.ends_with(ending))
    }

    /// Reads the folder of a pack: plain files only, links are not followed.
    ///
    /// # Errors
    /// What could not be read, and why.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let mut files = BTreeMap::new();
        collect(folder, "", &mut files, 0)?;
        // as seen from the working folder: reports name it, and no machine's paths where they
        // need not
        let here = std::env::current_dir().ok();
        let below = here
            .as_deref()
            .and_then(|here| folder.strip_prefix(here).ok());
        Ok(Self {
            origin: below.unwrap_or(folder).display().to_string(),
            files,
            known: None,
        })
    }

    fn shipped(id: &str) -> Option<Self> {
        let folder = SHIPPED.get_dir(id)?;
        let mut files = BTreeMap::new();
        let mut waiting = vec![folder];
        while let Some(dir) = waiting.pop() {
            waiting.extend(dir.dirs());
            for file in dir.files() {
                let path = file.path().strip_prefix(id).unwrap_or(file.path());
                let path = path.to_string_lossy().replace('\\', "/");
                files.insert(path, file.contents().to_vec());
            }
        }
        Some(Self {
            origin: BUILT_IN.to_owned(),
            files,
            known: DIGESTS
                .iter()
                .find(|(known, _)| *known == id)
                .map(|(_, digest)| *digest),
        })
    }
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
    depth: usize,
) -> Result<(), String> {
    let at = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(at)? {
        let entry = entry.map_err(at)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(at)?;
        let path = format!("{prefix}{name}");
        if kind.is_dir() && depth < 4 && !name.starts_with('.') {
            collect(&entry.path(), &format!("{path}/"), files, depth + 1)?;
        } else if kind.is_file() {
            let size = entry.metadata().map_err(at)?.len();
            if size > FILE_LIMIT || files.len() >= COUNT_LIMIT {
                return Err(format!(
                    "{path}: 文件过大或过多 / too large or too many files"
                ));
            }
            let bytes = fs::read(entry.path()).map_err(at)?;
            files.insert(path, decoded(bytes));
        }
    }
    Ok(())
}

/// Text as UTF-8: editors of Windows write GB18030 without saying so.
fn decoded(bytes: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(text) => text.into_bytes(),
        Err(error) => {
            let bytes = error.into_bytes();
            let text = encoding_rs::GB18030
                .decode_without_bom_handling_and_without_replacement(&bytes)
                .map(|text| text.into_owned().into_bytes());
            text.unwrap_or(bytes)
        }
    }
}

/// The packs within reach: a `rules/` folder of the user's over those shipped.
#[derive(Clone, Debug, Default)]
pub struct Library {
    folder: Option<PathBuf>,
}

impl Library {
    /// Only the packs embedded in the binary.
    #[must_use]
    pub fn shipped() -> Self {
        Self { folder: None }
    }

    /// The packs of a `rules/` folder, over those shipped.
    #[must_use]
    pub fn with_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: Some(folder.into()),
        }
    }

    /// The `rules/` folder of `start` or the nearest of its parents that has one with a pack in
    /// it, over the shipped packs.
    #[must_use]
    pub fn near(start: &Path) -> Self {
        let folder = start
            .ancestors()
            .map(|folder| folder.join("rules"))
            .find(|rules| {
                fs::read_dir(rules).is_ok_and(|entries| {
                    entries
                        .flatten()
                        .any(|entry| entry.path().join("pack.toml").is_file())
                })
            });
        Self { folder }
    }

    /// The user's own `rules/` folder, where there is one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Ids of all packs within reach, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = SHIPPED
            .dirs()
            .filter_map(|dir| dir.path().to_str().map(str::to_owned))
            .collect();
        if let Some(Ok(entries)) = self.folder.as_ref().map(fs::read_dir) {
            ids.extend(
                entries
                    .flatten()
                    .filter(|entry| entry.path().join("pack.toml").is_file())
                    .map(|entry| entry.file_name().to_string_lossy().into_owned()),
            );
        }
        ids.sort();
        ids.dedup();
        ids
    }

    /// The folder of the user's own pack of this id, if there is one.
    #[must_use]
    pub fn own(&self, id: &str) -> Option<PathBuf> {
        if is_no_id(id) {
            return None;
        }
        let folder = self.folder.as_ref()?.join(id);
        folder.join("pack.toml").is_file().then_some(folder)
    }

    /// The text of a pack's manifest, without its other files; the user's own wins.
    pub(super) fn manifest(&self, id: &str) -> Option<String> {
        match self.own(id) {
            Some(folder) => {
                let file = folder.join("pack.toml");
                // as for all files of a pack: links are not followed, and sizes have a limit
                let found = fs::symlink_metadata(&file).ok()?;
                let plain = found.is_file() && found.len() <= FILE_LIMIT;
                plain.then(|| fs::read_to_string(file).ok()).flatten()
            }
            None => SHIPPED
                .get_file(format!("{id}/pack.toml"))
                .and_then(|file| file.contents_utf8())
                .map(str::to_owned),
        }
    }

    /// The files of a pack by id; the user's own win.
    ///
    /// # Errors
    /// What could not be read. `Ok(None)` where there is no such pack.
    pub fn files(&self, id: &str) -> Result<Option<Files>, String> {
        if is_no_id(id) {
            return Ok(None);
        }
        if let Some(folder) = self.own(id) {
            return Files::read(&folder).map(Some);
        }
        Ok(Files::shipped(id))
    }
}

/// What cannot be the name of a pack, as it would lead elsewhere.
fn is_no_id(id: &str) -> bool {
    id.is_empty() || id.contains(['/', '\\', '\0']) || id.starts_with('.')
}
