//! The settings in use and what of them holds for a file. Which settings those are, [`Reach`]
//! says: never ones that lie beside a submission.
//!
//! [`Reach`]: super::Reach

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::apply::Choice;
use super::read::Settings;
use super::waivers::{Use, Waiver, WaiverNote};
use crate::finding::SettingsStamp;
use crate::pack::{Library, Pack, PackFault, kinds_served};

/// Which settings hold for a file, and which of their choices; all files with the same share a
/// checker.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The settings; `None` where there are none.
    pub settings: Option<Arc<Settings>>,
    /// The file they were read from.
    file: Option<PathBuf>,
    chosen: Vec<usize>,
}

/// What tells one [`Configuration`] from another.
pub type Key = (Option<PathBuf>, Vec<usize>);

impl Configuration {
    /// What tells it from others.
    #[must_use]
    pub fn key(&self) -> Key {
        (self.file.clone(), self.chosen.clone())
    }

    /// The pack that is chosen for the file, by id or folder.
    #[must_use]
    pub fn pack(&self) -> Option<&str> {
        self.settings.as_ref()?.pack_of(&self.chosen)
    }

    /// What is chosen for the file.
    #[must_use]
    pub fn choice(&self) -> Choice {
        let settings = self.settings.as_ref();
        settings.map_or_else(Choice::default, |settings| settings.choice(&self.chosen))
    }
}

/// The settings in use, read when a file first needs them.
#[derive(Debug, Default)]
pub struct Configured {
    /// Those that hold for all files, where there are any.
    own: Option<PathBuf>,
    /// By file; `None` for one that is broken, which has been said.
    known: BTreeMap<PathBuf, Option<Arc<Settings>>>,
    /// What came of each waiver, by file.
    uses: BTreeMap<PathBuf, Vec<Use>>,
}

/// Settings that cannot be used: the file, and all that is wrong with it where that has not been
/// said yet.
#[derive(Debug)]
pub struct Unusable {
    /// The file.
    pub file: PathBuf,
    /// What is wrong with it; empty when it was said before.
    pub faults: Vec<PackFault>,
}

impl Configured {
    /// The settings of a file, for all submissions; none where there is no file.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn new(
        own: Option<&Path>,
        pack: &[Arc<Pack>],
        library: &Library,
    ) -> Result<Self, Vec<PackFault>> {
        let mut configured = Self {
            own: own.map(Path::to_path_buf),
            ..Self::default()
        };
        // what is wrong with it is said at once, not at the first file that can be read
        if let Some(file) = configured.own.clone() {
            configured
                .load(&file, pack, library)
                .map_err(|unusable| unusable.faults)?;
        }
        Ok(configured)
    }

    /// What reports call the settings for all submissions.
    #[must_use]
    pub fn stamp(&self) -> Option<SettingsStamp> {
        let settings = self.known.get(self.own.as_ref()?)?.as_ref()?;
        Some(settings.stamp.clone())
    }

    /// What holds for a file. Settings that are new are held against the packs they speak of.
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub fn of(
        &mut self,
        file: &Path,
        pack: &[Arc<Pack>],
        library: &Library,
    ) -> Result<Configuration, Unusable> {
        let Some(found) = self.own.clone() else {
            return Ok(Configuration::default());
        };
        let settings = self.load(&found, pack, library)?;
        Ok(Configuration {
            chosen: settings.chosen(file),
            settings: Some(settings),
            file: Some(found),
        })
    }

    fn load(
        &mut self,
        file: &Path,
        pack: &[Arc<Pack>],
        library: &Library,
    ) -> Result<Arc<Settings>, Unusable> {
        let unusable = |faults| Unusable {
            file: file.to_owned(),
            faults,
        };
        if let Some(known) = self.known.get(file) {
            return known.clone().ok_or_else(|| unusable(Vec::new()));
        }
        // what packs have to say of it is said together with what is written wrongly
        let read = Settings::load_all(file).and_then(|(settings, mut faults)| {
            faults.extend(settings.faults_among(pack, library));
            faults.sort_by_key(|fault| fault.place);
            if faults.is_empty() {
                Ok(Arc::new(settings))
            } else {
                Err(faults)
            }
        });
        // several may be at fault: which is told by its folder
        let read = read.map_err(|mut faults| {
            let shown = near(file).to_string_lossy().into_owned();
            for fault in &mut faults {
                fault.file.clone_from(&shown);
            }
            faults
        });
        self.known
            .insert(file.to_owned(), read.as_ref().ok().cloned());
        if read.is_ok() {
            self.uses.insert(file.to_owned(), Vec::new());
        }
        read.map_err(unusable)
    }

    /// Keeps in mind what came of the waivers.
    pub fn note(&mut self, of: &Configuration, uses: Vec<Use>) {
        if let Some(file) = &of.file
            && !uses.is_empty()
        {
            let known = self.uses.entry(file.clone()).or_default();
            known.resize_with(known.len().max(uses.len()), Use::default);
            for (known, one) in known.iter_mut().zip(uses) {
                known.add(one);
            }
        }
    }

    /// What a person should know of the waivers: where each stands, which, and what.
    #[must_use]
    pub fn waiver_notes(&self) -> Vec<(String, Waiver, WaiverNote)> {
        self.uses
            .iter()
            .filter_map(|(name, uses)| Some((name, self.known.get(name)?.as_ref()?, uses)))
            .flat_map(|(name, settings, uses)| {
                let file = near(name).to_string_lossy().into_owned();
                let notes = settings.notes(uses).into_iter();
                notes.map(move |(line, waiver, note)| {
                    (format!("{file}:{line}"), waiver.clone(), note)
                })
            })
            .collect()
    }
}

/// A file or folder as seen from where the command runs, if it lies below.
#[must_use]
pub fn near(file: &Path) -> PathBuf {
    env::current_dir()
        .ok()
        .and_then(|here| file.strip_prefix(here).ok().map(Path::to_path_buf))
        .unwrap_or_else(|| file.to_path_buf())
}

impl Settings {
    /// What none of the packs within reach can make sense of.
    fn faults_among(&self, named: &[Arc<Pack>], library: &Library) -> Vec<PackFault> {
        if !self.asks_packs() {
            return Vec::new();
        }
        let all = kinds_served(library).into_iter();
        let mut known: Vec<Arc<Pack>> = all
            .filter_map(|(id, _)| Pack::load(&id, library).ok().map(Arc::new))
            .collect();
        known.extend(named.iter().cloned());
        for name in self.packs_named() {
            known.extend(self.load_packs(name, library).into_iter().flatten());
        }
        self.faults(&known)
    }

    /// The pack that settings name, by id or by folder; several where it borrows several forms.
    ///
    /// # Errors
    /// Every fault found in it.
    pub fn load_packs(
        &self,
        name: &str,
        library: &Library,
    ) -> Result<Vec<Arc<Pack>>, Vec<PackFault>> {
        let loaded = if name.contains(['/', '\\']) || name.starts_with('.') {
            // without the dots that a settings file is written with
            let folder: PathBuf = self.folder.join(name).components().collect();
            Pack::load_folder_all(&folder, library)
        } else {
            Pack::load_all(name, library)
        };
        Ok(loaded?.into_iter().map(Arc::new).collect())
    }
}
