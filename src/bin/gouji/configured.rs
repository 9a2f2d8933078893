//! Which settings hold for a file: those that are named, else the `gouji.toml` of the folder the
//! command runs in or nearest above it, else the one nearest above the file.
//!
//! So what a bureau has set in its own folder holds for all it checks there, whatever lies beside
//! a submission.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gouji::finding::Checked;
use gouji::pack::{Library, Pack, PackFault, PackFaultKind};
use gouji::settings::{Choice, Date, Settings, Waiver};
use gouji::source::Source;

use crate::console::Stop;
use crate::packs;

/// Which settings and which of their choices hold; all files with the same share a checker.
pub(crate) type Key = (Option<PathBuf>, Vec<usize>);

/// The settings in use, read when a file first needs them.
pub(crate) struct Configured {
    /// Those that hold for all files, where there are any.
    own: Option<PathBuf>,
    known: BTreeMap<PathBuf, Settings>,
    met: BTreeMap<PathBuf, BTreeSet<usize>>,
}

impl Configured {
    pub(crate) fn new(named: Option<&Path>) -> Result<Self, Stop> {
        let own = match named {
            Some(file) => Some(file.to_owned()),
            None => env::current_dir()
                .ok()
                .and_then(|here| Settings::near(&here)),
        };
        let mut configured = Self {
            own,
            known: BTreeMap::new(),
            met: BTreeMap::new(),
        };
        // what is wrong with it is said at once, not at the first file that can be read
        if let Some(file) = configured.own.clone() {
            configured.load(&file)?;
        }
        Ok(configured)
    }

    fn load(&mut self, file: &Path) -> Result<(), Stop> {
        if !self.known.contains_key(file) {
            let settings = Settings::load(file).map_err(Stop::Faults)?;
            self.known.insert(file.to_owned(), settings);
        }
        Ok(())
    }

    /// What holds for a file. Settings that are new are held against the packs they speak of.
    pub(crate) fn of(
        &mut self,
        file: &Path,
        named: Option<&Arc<Pack>>,
        library: &Library,
    ) -> Result<Key, Stop> {
        let beside = || {
            let whole = file.canonicalize().ok()?;
            Settings::near(whole.parent()?)
        };
        let Some(found) = self.own.clone().or_else(beside) else {
            return Ok((None, Vec::new()));
        };
        let first = !self.met.contains_key(&found);
        self.load(&found)?;
        let Some(settings) = self.known.get(&found) else {
            return Ok((None, Vec::new()));
        };
        if first {
            self.met.insert(found.clone(), BTreeSet::new());
            if settings.asks_packs() {
                let mut known: Vec<Arc<Pack>> = packs::all(library).into_iter().flatten().collect();
                known.extend(named.cloned());
                for name in settings.packs_named() {
                    known.extend(load(settings, name, library).into_iter().flatten());
                }
                let faults = settings.faults(&known);
                if !faults.is_empty() {
                    return Err(Stop::Faults(faults));
                }
            }
        }
        let chosen = settings.chosen(file);
        Ok((Some(found), chosen))
    }

    pub(crate) fn choice(&self, (file, chosen): &Key) -> Choice {
        let settings = file.as_ref().and_then(|file| self.known.get(file));
        settings.map_or_else(Choice::default, |settings| settings.choice(chosen))
    }

    /// A pack by id, or by folder as settings may name it; of one that borrows several forms the
    /// one for this kind of submission.
    pub(crate) fn pack(
        &self,
        (file, _): &Key,
        name: &str,
        kind: &str,
        library: &Library,
    ) -> Result<Arc<Pack>, Vec<PackFault>> {
        let packs = match file.as_ref().and_then(|file| self.known.get(file)) {
            Some(settings) => load(settings, name, library)?,
            None => vec![Arc::new(Pack::load(name, library)?)],
        };
        let single = packs.len() == 1;
        let kinds: Vec<String> = (packs.iter())
            .flat_map(|pack| pack.manifest.kinds.clone())
            .collect();
        packs
            .into_iter()
            .find(|pack| single || pack.manifest.kinds.iter().any(|own| own == kind))
            .ok_or_else(|| vec![PackFault::of(name, PackFaultKind::SeveralForms(kinds))])
    }

    /// Sets aside what is waived.
    pub(crate) fn finish(
        &mut self,
        (settings, _): &Key,
        file: &Path,
        source: &Source,
        today: Date,
        checked: &mut Checked,
    ) {
        let Some(name) = settings else { return };
        if let Some(settings) = self.known.get(name) {
            let met = settings.finish(file, source, today, checked);
            self.met.entry(name.clone()).or_default().extend(met);
        }
    }

    /// Waivers that no file had a finding for: where each stands, and which.
    pub(crate) fn unused(&self) -> Vec<(String, &Waiver)> {
        self.met
            .iter()
            .filter_map(|(name, met)| Some((self.known.get(name)?, met)))
            .flat_map(|(settings, met)| {
                let file = &settings.stamp.file;
                let unused = settings.unused(met).into_iter();
                unused.map(move |(line, waiver)| (format!("{file}:{line}"), waiver))
            })
            .collect()
    }
}

fn load(
    settings: &Settings,
    name: &str,
    library: &Library,
) -> Result<Vec<Arc<Pack>>, Vec<PackFault>> {
    let folder = settings.folder().join(name);
    let loaded = if name.contains(['/', '\\']) || name.starts_with('.') {
        Pack::load_folder_all(&folder, library)
    } else {
        Pack::load_all(name, library)
    };
    Ok(loaded?.into_iter().map(Arc::new).collect())
}
