//! Which pack checks a submission, and under which settings: one named for all, one that the
//! settings name, or the one within reach that serves the submission's 文种.
//!
//! A [`Shelf`] holds packs and settings and loads each when a submission first needs it; all
//! workers share it. A [`Desk`] is one worker's: the checkers it has made so far.

mod refusal;
mod workbook;

use std::collections::BTreeMap;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use refusal::{Refusal, refused};

use crate::document::{Document, Form, Reader, Submission, Unreadable};
use crate::fault::Fault;
use crate::finding::{Checked, SettingsStamp};
use crate::pack::many::Gathered;
use crate::pack::{Checker, KIND, Library, Pack, PackFault, kinds_served, unreadable};
use crate::report::Record;
use crate::settings::{Configuration, Configured, Date, Key, Waiver, WaiverNote};
use crate::source::Source;
use crate::words::command::sheet::{self, NoPack};
use crate::words::{self, Lang};

/// The packs of an id, one for each form it borrows; `None` for a pack that is broken, which has
/// been said.
type Loaded = Option<Vec<Arc<Pack>>>;

/// The packs within reach and the settings in force.
#[derive(Debug)]
pub struct Shelf {
    library: Library,
    /// Ids of packs and the kinds they serve.
    served: Vec<(String, Vec<String>)>,
    /// The pack for all submissions, where one is named: one, or one for each form it borrows.
    named: Vec<Arc<Pack>>,
    configured: Mutex<Configured>,
    /// The day waivers are held against.
    today: Date,
    /// By id or folder, and the settings that name it.
    loaded: Mutex<BTreeMap<(Option<PathBuf>, String), Loaded>>,
    faults: Mutex<Vec<PackFault>>,
}

impl Shelf {
    /// The packs of a library; with `named`, those for every submission. Settings are those of
    /// a file, or none.
    ///
    /// # Errors
    /// All that is wrong with the settings.
    pub fn new(
        library: Library,
        named: Vec<Arc<Pack>>,
        settings: Option<&Path>,
        today: Date,
    ) -> Result<Self, Vec<PackFault>> {
        Ok(Self {
            served: kinds_served(&library),
            configured: Mutex::new(Configured::new(settings, &named, &library)?),
            library,
            named,
            today,
            loaded: Mutex::default(),
            faults: Mutex::default(),
        })
    }

    /// A desk for one worker, with the engine's words in a language.
    #[must_use]
    pub fn desk(self: &Arc<Self>, lang: Lang) -> Desk {
        Desk {
            shelf: Arc::clone(self),
            checkers: BTreeMap::new(),
            reader: Reader::default(),
            lang,
        }
    }

    /// What reports call the settings in force; `None` where there are none.
    #[must_use]
    pub fn settings(&self) -> Option<SettingsStamp> {
        locked(&self.configured).stamp()
    }

    /// What is wrong with packs and settings that submissions asked for since this was last
    /// asked.
    #[must_use]
    pub fn take_faults(&self) -> Vec<PackFault> {
        mem::take(&mut *locked(&self.faults))
    }

    /// What a person should know of the waivers in the end: where each stands, which, and what.
    #[must_use]
    pub fn waiver_notes(&self) -> Vec<(String, Waiver, WaiverNote)> {
        locked(&self.configured).waiver_notes()
    }

    /// Every 文种 that some pack serves, sorted.
    #[must_use]
    pub fn kinds(&self) -> Vec<String> {
        let served = match self.named.as_slice() {
            [] | [_] => self.served.iter().map(|(_, kinds)| kinds).collect(),
            several => kinds_of(several),
        };
        sorted(served)
    }

    /// The form that a submission is laid over; `None` where no pack serves it.
    #[must_use]
    pub fn form(&self, document: &Document) -> Option<Arc<Form>> {
        let name = document.source().name();
        let configuration = self.configuration(Path::new(name)).ok()?;
        let pack = self
            .pack_for(&configuration, &kind_of(document), name)
            .ok()?;
        Some(Arc::clone(&pack.form))
    }

    /// The pack that serves a submission which is, or is in, a file, and a checker of it under
    /// the settings that hold there.
    ///
    /// # Errors
    /// Where there is none: what is to be said of the submission.
    pub fn checker(
        &self,
        file: &Path,
        document: &Document,
        lang: Lang,
    ) -> Result<(Arc<Pack>, Checker), Box<Checked>> {
        let refuse = |why: &Refusal| Box::new(refused(document, why, lang));
        let configuration = self.configuration(file).map_err(|why| refuse(&why))?;
        let name = document.source().name();
        let pack = self
            .pack_for(&configuration, &kind_of(document), name)
            .map_err(|why| refuse(&why))?;
        let checker = self
            .make_checker(&configuration, &pack)
            .ok_or_else(|| refuse(&self.broken(&pack)))?;
        Ok((pack, checker))
    }

    fn make_checker(&self, configuration: &Configuration, pack: &Arc<Pack>) -> Option<Checker> {
        let made = configuration.choice().checker(pack);
        made.map_err(|faults| locked(&self.faults).extend(faults))
            .ok()
    }

    fn broken(&self, pack: &Pack) -> Refusal {
        Refusal::new(NoPack::Broken(pack.stamp.id.clone()), self.kinds())
    }

    /// Whether an earlier record would come out the same now, its submission being the same: the
    /// pack and the settings are what they were. One that settings with waivers had a say in is
    /// made anew: the day matters.
    #[must_use]
    pub fn still_holds(&self, record: &Record) -> bool {
        // without a pack nothing was checked, and looking again costs nothing
        let Some(then) = &record.pack else {
            return false;
        };
        let Ok(configuration) = self.configuration(Path::new(&record.source)) else {
            return false;
        };
        let settings = configuration.settings.as_ref();
        if settings.is_some_and(|settings| settings.has_waivers())
            || settings.map(|settings| &settings.stamp) != record.settings.as_ref()
        {
            return false;
        }
        let subject = record.subject.as_ref().ok_or(NoPack::Unsaid);
        let kind = subject.map(|subject| subject.kind.as_str());
        self.pack_for(&configuration, &kind, &record.source)
            .is_ok_and(|pack| {
                let now = &pack.stamp;
                (&now.id, &now.version, &now.hash) == (&then.id, &then.version, &then.hash)
            })
    }

    fn configuration(&self, file: &Path) -> Result<Configuration, Refusal> {
        let mut configured = locked(&self.configured);
        configured
            .of(file, &self.named, &self.library)
            .map_err(|unusable| {
                locked(&self.faults).extend(unusable.faults);
                let file = unusable.file.to_string_lossy().into_owned();
                Refusal::new(NoPack::Settings(file), self.kinds())
            })
    }

    /// The pack for a submission of a kind and name.
    fn pack_for(
        &self,
        configuration: &Configuration,
        kind: &Result<&str, NoPack>,
        name: &str,
    ) -> Result<Arc<Pack>, Refusal> {
        let of_these = |packs: &[Arc<Pack>]| match packs {
            [pack] => Ok(Arc::clone(pack)),
            several => {
                let served = sorted(kinds_of(several));
                let kind = match kind {
                    Ok(kind) => *kind,
                    Err(why) => return Err(Refusal::new(why.clone(), served)),
                };
                let serving = |pack: &&Arc<Pack>| pack.manifest.kinds.iter().any(|own| own == kind);
                several
                    .iter()
                    .find(serving)
                    .cloned()
                    .ok_or_else(|| Refusal::new(unknown(kind, &served), served))
            }
        };
        if !self.named.is_empty() {
            return of_these(&self.named);
        }
        let chosen = configuration.pack();
        let id = match chosen {
            Some(name) => name.to_owned(),
            None => self
                .serving(kind, name)
                .map_err(|why| Refusal::new(why, self.kinds()))?,
        };
        let packs = self
            .load(configuration, chosen.is_some(), &id)
            .ok_or_else(|| Refusal::new(NoPack::Broken(id), self.kinds()))?;
        of_these(&packs)
    }

    /// The id of the only pack within reach that serves a kind.
    fn serving(&self, kind: &Result<&str, NoPack>, name: &str) -> Result<String, NoPack> {
        let kind = kind.clone()?;
        let serving: Vec<String> = self
            .served
            .iter()
            .filter(|(_, kinds)| kinds.iter().any(|served| served == kind))
            .map(|(id, _)| id.clone())
            .collect();
        match serving.as_slice() {
            [] => Err(unknown(kind, &self.kinds())),
            [id] => Ok(id.clone()),
            _ => {
                let typed = [Lang::Chinese, Lang::English]
                    .iter()
                    .find(|lang| sheet::standard_input(**lang) == name)
                    .map_or(name, |_| "-");
                Err(NoPack::Several(kind.to_owned(), serving, typed.to_owned()))
            }
        }
    }

    fn load(&self, configuration: &Configuration, named_there: bool, id: &str) -> Loaded {
        let settings = configuration.settings.as_ref().filter(|_| named_there);
        let (file, _) = configuration.key();
        let slot = (file.filter(|_| named_there), id.to_owned());
        let mut loaded = locked(&self.loaded);
        if let Some(known) = loaded.get(&slot) {
            return known.clone();
        }
        let read = match settings {
            Some(settings) => settings.load_packs(id, &self.library),
            None => Pack::load(id, &self.library).map(|pack| vec![Arc::new(pack)]),
        };
        let packs = read
            .map_err(|faults| locked(&self.faults).extend(faults))
            .ok();
        loaded.insert(slot, packs.clone());
        packs
    }
}

fn locked<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

fn kinds_of(packs: &[Arc<Pack>]) -> Vec<&Vec<String>> {
    packs.iter().map(|pack| &pack.manifest.kinds).collect()
}

fn sorted(kinds: Vec<&Vec<String>>) -> Vec<String> {
    let mut kinds: Vec<String> = kinds.into_iter().flatten().cloned().collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn unknown(kind: &str, served: &[String]) -> NoPack {
    let nearest = words::nearest(kind, served.iter().map(String::as_str));
    NoPack::Unknown(kind.to_owned(), nearest.map(str::to_owned))
}

/// What a submission says it is.
fn kind_of(document: &Document) -> Result<&str, NoPack> {
    let field = document.get(document.root(), KIND).ok_or(NoPack::Unsaid)?;
    Ok(document.text(field).ok_or(NoPack::NotText)?.trim())
}

/// One worker's checkers, each made when a submission first needs it.
#[derive(Debug)]
pub struct Desk {
    shelf: Arc<Shelf>,
    /// By the pack (where it lies: the shelf keeps it) and what of the settings holds; `None`
    /// where none can be made, which has been said.
    checkers: BTreeMap<(usize, Key), Option<Checker>>,
    reader: Reader,
    lang: Lang,
}

impl Desk {
    /// The submission in some bytes: text, or a workbook, which is bound as the form that fits.
    ///
    /// # Errors
    /// Why there is none in them.
    pub fn source(&self, file: &Path, name: &str, bytes: Vec<u8>) -> Result<Source, Fault> {
        self.shelf.source(file, name, bytes)
    }

    /// Reads and checks a submission that is, or is in, a file; a text that is no JSON gives its
    /// faults as findings. Returns the source as well, for the places.
    pub fn check_source(&mut self, file: &Path, source: Source) -> (Source, Checked) {
        let (source, checked, _) = self.read(file, source, false);
        (source, checked)
    }

    /// The same, and what rules over all submissions want to know of it.
    pub fn check_and_gather(
        &mut self,
        file: &Path,
        source: Source,
    ) -> (Source, Checked, Option<Gathered>) {
        self.read(file, source, true)
    }

    fn read(
        &mut self,
        file: &Path,
        source: Source,
        gathering: bool,
    ) -> (Source, Checked, Option<Gathered>) {
        match self.reader.read(source) {
            Ok(document) => {
                let source = document.source().clone();
                let (checked, gathered) = self.examine(file, document, gathering);
                (source, checked, gathered)
            }
            Err(Unreadable { source, faults }) => (source, unreadable(&faults), None),
        }
    }

    /// What rules over all submissions want to know of a submission, which is not checked.
    pub fn gather(&mut self, file: &Path, document: Document) -> Option<Gathered> {
        let packs = Arc::clone(&self.shelf);
        let configuration = packs.configuration(file).ok()?;
        let checker = self.checker(&packs, &configuration, &document).ok()?;
        let form = Arc::clone(&checker.pack().form);
        let submission = Arc::new(Submission::new(document, form));
        gather(checker, &submission, &packs)
    }

    /// Checks a submission with the pack that serves it; where none does, that is what is found.
    fn examine(
        &mut self,
        file: &Path,
        document: Document,
        gathering: bool,
    ) -> (Checked, Option<Gathered>) {
        let packs = Arc::clone(&self.shelf);
        let configuration = match packs.configuration(file) {
            Ok(configuration) => configuration,
            Err(why) => return (refused(&document, &why, self.lang), None),
        };
        let source = document.source().clone();
        let (mut checked, gathered) = match self.checker(&packs, &configuration, &document) {
            Ok(checker) => {
                let (mut said, submission) = checker.check_and_keep(document);
                workbook::add_notes(&submission, &mut said);
                let gathered = gathering
                    .then(|| gather(checker, &submission, &packs))
                    .flatten();
                self.reader.reuse(submission);
                (said, gathered)
            }
            Err(why) => (refused(&document, &why, self.lang), None),
        };
        if let Some(settings) = &configuration.settings {
            let uses = settings.finish(file, &source, packs.today, &mut checked);
            locked(&packs.configured).note(&configuration, uses);
        }
        (checked, gathered)
    }

    fn checker(
        &mut self,
        packs: &Shelf,
        configuration: &Configuration,
        document: &Document,
    ) -> Result<&mut Checker, Refusal> {
        let name = document.source().name();
        let pack = packs.pack_for(configuration, &kind_of(document), name)?;
        let slot = (Arc::as_ptr(&pack) as usize, configuration.key());
        let known = self.checkers.entry(slot);
        let known = known.or_insert_with(|| packs.make_checker(configuration, &pack));
        known.as_mut().ok_or_else(|| packs.broken(&pack))
    }
}

/// What a checker's rules over all submissions want to know of a submission; `None` where they
/// ask nothing.
fn gather(checker: &mut Checker, submission: &Arc<Submission>, packs: &Shelf) -> Option<Gathered> {
    match checker.plan_of_all() {
        Ok(plan) if plan.is_empty() => None,
        Ok(plan) => Some(checker.gather(submission, &plan)),
        Err(faults) => {
            let mut known = locked(&packs.faults);
            for fault in faults {
                if !known.contains(&fault) {
                    known.push(fault);
                }
            }
            None
        }
    }
}
