//! Which pack checks a submission: each says by its 文种 what it is.
//!
//! A [`Shelf`] holds the packs within reach and loads each when a submission first needs it; all
//! workers share it. A [`Desk`] is one worker's: the checkers it has made so far.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::subject::{KIND, subject};
use super::{Checker, Library, Pack, PackFault, kinds_served, unreadable};
use crate::document::{Document, Form, Unreadable};
use crate::finding::{
    Checked, Figures, Finding, Label, Level, Outcome, PackStamp, RuleInfo, Verdict,
};
use crate::source::{Source, Span};
use crate::words::command::sheet::{self, NoPack};
use crate::words::{self, Lang, Message};

/// The packs within reach, each loaded when it is first needed.
#[derive(Debug)]
pub struct Shelf {
    library: Library,
    /// Ids of packs and the kinds they serve.
    served: Vec<(String, Vec<String>)>,
    /// The pack for all submissions, where one is named.
    named: Option<Arc<Pack>>,
    /// By id; `None` for a pack that is broken.
    loaded: Mutex<BTreeMap<String, Option<Arc<Pack>>>>,
    faults: Mutex<Vec<PackFault>>,
}

impl Shelf {
    /// The packs of a library; with `named`, that one for every submission.
    #[must_use]
    pub fn new(library: Library, named: Option<Arc<Pack>>) -> Self {
        Self {
            served: kinds_served(&library),
            library,
            named,
            loaded: Mutex::default(),
            faults: Mutex::default(),
        }
    }

    /// A desk for one worker, with the engine's words in a language.
    #[must_use]
    pub fn desk(self: &Arc<Self>, lang: Lang) -> Desk {
        Desk {
            shelf: Arc::clone(self),
            checkers: BTreeMap::new(),
            lang,
        }
    }

    /// What is wrong with packs that submissions asked for since this was last asked.
    #[must_use]
    pub fn take_faults(&self) -> Vec<PackFault> {
        mem::take(&mut *locked(&self.faults))
    }

    /// The stamp of the pack of this id as it is now; `None` where there is none that can check.
    #[must_use]
    pub fn stamp(&self, id: &str) -> Option<PackStamp> {
        match &self.named {
            Some(pack) => Some(&pack.stamp).filter(|stamp| stamp.id == id).cloned(),
            None => self.pack(id).map(|pack| pack.stamp.clone()),
        }
    }

    fn pack(&self, id: &str) -> Option<Arc<Pack>> {
        let mut loaded = locked(&self.loaded);
        if let Some(known) = loaded.get(id) {
            return known.clone();
        }
        let pack = match Pack::load(id, &self.library) {
            Ok(pack) => Some(Arc::new(pack)),
            Err(faults) => {
                locked(&self.faults).extend(faults);
                None
            }
        };
        loaded.insert(id.to_owned(), pack.clone());
        pack
    }

    fn checker(&self, id: &str) -> Option<Checker> {
        let made = self.pack(id)?.checker();
        made.map_err(|faults| locked(&self.faults).extend(faults))
            .ok()
    }

    /// The pack that serves a submission: its id.
    fn pack_for(&self, document: &Document) -> Result<String, NoPack> {
        if let Some(pack) = &self.named {
            return Ok(pack.stamp.id.clone());
        }
        let field = document.get(document.root(), KIND).ok_or(NoPack::Unsaid)?;
        let kind = document.text(field).ok_or(NoPack::NotText)?.trim();
        let serving: Vec<String> = self
            .served
            .iter()
            .filter(|(_, kinds)| kinds.iter().any(|served| served == kind))
            .map(|(id, _)| id.clone())
            .collect();
        match serving.as_slice() {
            [] => {
                let nearest = words::nearest(kind, self.kinds().iter().map(String::as_str))
                    .map(str::to_owned);
                Err(NoPack::Unknown(kind.to_owned(), nearest))
            }
            [id] => Ok(id.clone()),
            _ => {
                let name = document.source().name();
                let typed = [Lang::Chinese, Lang::English]
                    .iter()
                    .find(|lang| sheet::standard_input(**lang) == name)
                    .map_or(name, |_| "-");
                Err(NoPack::Several(kind.to_owned(), serving, typed.to_owned()))
            }
        }
    }

    /// The form that a submission is laid over; `None` where no pack serves it.
    #[must_use]
    pub fn form(&self, document: &Document) -> Option<Arc<Form>> {
        let pack = match &self.named {
            Some(pack) => Arc::clone(pack),
            None => self.pack(&self.pack_for(document).ok()?)?,
        };
        Some(Arc::clone(&pack.form))
    }

    /// Every 文种 that some pack serves, sorted.
    #[must_use]
    pub fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<String> = self
            .served
            .iter()
            .flat_map(|(_, kinds)| kinds.iter().cloned())
            .collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }
}

fn locked<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One worker's checkers, each made when a submission first needs it.
#[derive(Debug)]
pub struct Desk {
    shelf: Arc<Shelf>,
    /// By id of the pack; `None` for a pack that is broken.
    checkers: BTreeMap<String, Option<Checker>>,
    lang: Lang,
}

impl Desk {
    /// Reads and checks a submission; a file that is no JSON gives its faults as findings.
    /// Returns the source as well, for the places.
    pub fn check_source(&mut self, source: Source) -> (Source, Checked) {
        match Document::parse(source) {
            Ok(document) => {
                let source = document.source().clone();
                (source, self.check(document))
            }
            Err(Unreadable { source, faults }) => (source, unreadable(&faults)),
        }
    }

    /// Checks a submission with the pack that serves it; where none does, that is what is found.
    pub fn check(&mut self, document: Document) -> Checked {
        let found = self.shelf.pack_for(&document).and_then(|id| {
            let Self {
                shelf, checkers, ..
            } = self;
            // the named pack is not the library's of the same id
            let make = || match &shelf.named {
                Some(pack) => pack
                    .checker()
                    .map_err(|faults| locked(&shelf.faults).extend(faults))
                    .ok(),
                None => shelf.checker(&id),
            };
            let known = checkers.entry(id.clone()).or_insert_with(make);
            known.as_mut().ok_or(NoPack::Broken(id))
        });
        match found {
            Ok(checker) => checker.check(document),
            Err(why) => refusal(&document, &why, &self.shelf.kinds(), self.lang),
        }
    }
}

/// What is to be said of a submission for which there is no pack.
fn refusal(document: &Document, why: &NoPack, kinds: &[String], lang: Lang) -> Checked {
    let field = document.get(document.root(), KIND);
    let label = Label {
        path: field
            .map(|field| document.pointer(field))
            .unwrap_or_default(),
        label: field.map(|_| KIND.to_owned()).unwrap_or_default(),
        span: field.map_or_else(
            || {
                let start = document.span(document.root()).start;
                Span::new(start, start + 1)
            },
            |field| document.span(field),
        ),
        text: None,
        primary: true,
    };
    let mut checked = unreadable(&[]);
    checked.subject = subject(document);
    checked.findings.push(Finding {
        rule: Arc::new(RuleInfo {
            id: "PACK".to_owned(),
            title: NoPack::title(lang).to_owned(),
            level: Level::Error,
            basis: String::new(),
            verified: true,
            help: why.help(kinds, lang),
        }),
        level: Level::Error,
        outcome: Outcome::Failed,
        verdict: Verdict::Structure,
        message: Message::Plain(why.text(lang)),
        figures: Figures::default(),
        labels: vec![label],
        suspects: Vec::new(),
        consequences: Vec::new(),
        follows: None,
        held_by: Vec::new(),
    });
    checked
}
