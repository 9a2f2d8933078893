//! [`Pack`]: a form and its rules, read, checked and ready for workers.
//!
//! A pack is data; each worker makes a [`Checker`] of it, with an engine and scripts of its own
//! (sharing them costs more than compiling them again).

mod answers;
mod author;
mod bounded;
mod cases;
mod chain;
mod checker;
mod conclude;
mod coverage;
mod engine;
mod evidence;
mod excerpt;
mod fault;
mod files;
mod identity;
mod manifest;
pub mod many;
mod own_rules;
pub(crate) mod parsed;
mod plain_figure;
mod plan;
mod probe;
mod room;
mod scripts;
mod subject;
mod syntax;
mod template;
mod trace;
mod unchecked;
pub(crate) mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::bind::Mapping;
use crate::document::{Form, Structure};
use crate::finding::{PackStamp, RuleInfo};
use crate::prose::Sentences;
use crate::verbs::Parameter;

use scripts::Prepared;

pub use cases::{
    Asked, Asking, CaseFault, CaseResult, CasesFault, Difference, FoundTogether, HandedIn,
    PlaceTogether, Shown, ShownTogether, Together,
};
pub use checker::{Checker, Examined};
pub use coverage::{Covered, ScriptLine, Side};
pub use engine::{rule_memory, rule_time};
pub use excerpt::Excerpt;
pub use fault::{PackFault, PackFaultKind};
pub use files::{Files, Library};
pub use manifest::{Declared, Manifest, Setting};
pub use own_rules::unreadable;
pub use room::with_room;
pub use subject::{KIND, folded, subject};
pub use syntax::SyntaxFault;
pub use template::{NewRule, NotMade, new_pack, new_rule};
pub use trace::{Judged, Step, Trace};

/// The file beside a form that says how workbooks are read.
pub const MAPPING: &str = "excel.toml";

/// One script of a pack.
#[derive(Clone, Debug)]
pub struct Script {
    /// File, with the pack's id.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// A pack, ready to make checkers of.
#[derive(Debug)]
pub struct Pack {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its own title; the manifest's has the form's before it where that is borrowed.
    pub own_title: String,
    /// What reports call it.
    pub stamp: PackStamp,
    /// Its form.
    pub form: Arc<Form>,
    /// Its parameters by name, those of the packs it extends included.
    pub parameters: BTreeMap<String, Declared>,
    /// Its rules in order, those of the packs it extends first.
    pub rules: Vec<Arc<RuleInfo>>,
    /// Its rules over all submissions of a screening.
    pub rules_of_all: Vec<Arc<RuleInfo>>,
    asking: OnceLock<BTreeSet<String>>,
    /// Lints that rules excuse, with their reasons, by rule.
    pub allowed: BTreeMap<String, BTreeMap<String, String>>,
    /// What rules check, where their authors say it, by rule.
    says: BTreeMap<String, Vec<String>>,
    values: Arc<BTreeMap<String, Parameter>>,
    structure: Structure,
    pub(crate) scripts: Vec<Script>,
    files: Files,
    /// How workbooks are read, as its own file or that of the form says (`excel.toml`).
    mapping: Option<String>,
    /// Whether the form is that of a pack it extends, one of several perhaps.
    borrowed: bool,
    prepared: Mutex<Option<Prepared>>,
    /// Files of sentences with their names: that of the pack whose form it is, then its own.
    sentences: Vec<(String, String)>,
}

impl Pack {
    /// Reads a pack by its id: one that has a form or borrows exactly one.
    ///
    /// # Errors
    /// Every fault found in it.
    pub fn load(id: &str, library: &Library) -> Result<Self, Vec<PackFault>> {
        Self::from_files(Self::find(id, library)?, library)
    }

    /// Reads a pack by its id. One without a form of its own borrows those of the packs it
    /// extends, and is as many packs as they are: each submission is for the one of its 文种.
    ///
    /// # Errors
    /// Every fault found in them.
    pub fn load_all(id: &str, library: &Library) -> Result<Vec<Self>, Vec<PackFault>> {
        Self::all_from_files(Self::find(id, library)?, library)
    }

    fn find(id: &str, library: &Library) -> Result<Files, Vec<PackFault>> {
        library
            .files(id)
            .map_err(|why| vec![PackFault::of(id, PackFaultKind::Unreadable(why))])?
            .ok_or_else(|| {
                let ids = library.ids();
                let nearest = crate::words::nearest(id, ids.iter().map(String::as_str));
                let kind = PackFaultKind::NoSuchPack(id.to_owned(), nearest.map(str::to_owned));
                vec![PackFault::of(id, kind)]
            })
    }

    /// Reads a pack from its folder.
    ///
    /// # Errors
    /// Every fault found in it.
    pub fn load_folder(folder: &Path, library: &Library) -> Result<Self, Vec<PackFault>> {
        let (files, library) = Self::find_folder(folder, library)?;
        Self::from_files(files, &library)
    }

    /// Reads a pack from its folder, as [`Pack::load_all`] does.
    ///
    /// # Errors
    /// Every fault found in them.
    pub fn load_folder_all(folder: &Path, library: &Library) -> Result<Vec<Self>, Vec<PackFault>> {
        let (files, library) = Self::find_folder(folder, library)?;
        Self::all_from_files(files, &library)
    }

    fn find_folder(folder: &Path, library: &Library) -> Result<(Files, Library), Vec<PackFault>> {
        let name = folder.display().to_string();
        let files = Files::read(folder)
            .map_err(|why| vec![PackFault::of(&name, PackFaultKind::Unreadable(why))])?;
        // packs it extends lie beside it first
        let library = match folder.canonicalize().ok().as_deref().and_then(Path::parent) {
            Some(parent) => Library::with_folder(parent),
            None => library.clone(),
        };
        Ok((files, library))
    }

    fn from_files(files: Files, library: &Library) -> Result<Self, Vec<PackFault>> {
        let name = files.origin.clone();
        let mut all = Self::all_from_files(files, library)?;
        match (all.pop(), all.is_empty()) {
            (Some(pack), true) => Ok(pack),
            (last, _) => {
                let kinds = all
                    .into_iter()
                    .chain(last)
                    .flat_map(|pack| pack.manifest.kinds);
                let kind = PackFaultKind::SeveralForms(kinds.collect());
                Err(vec![PackFault::of(name, kind)])
            }
        }
    }

    fn all_from_files(files: Files, library: &Library) -> Result<Vec<Self>, Vec<PackFault>> {
        let mut packs = Vec::new();
        let mut faults = Vec::new();
        for made in chain::plans(files, library)?.into_iter().map(Self::build) {
            match made {
                Ok(pack) => packs.push(pack),
                // what they share is wrong in each
                Err(more) => faults.extend(
                    more.into_iter()
                        .filter(|one| !faults.contains(one))
                        .collect::<Vec<_>>(),
                ),
            }
        }
        if faults.is_empty() {
            Ok(packs)
        } else {
            Err(faults)
        }
    }

    fn build(plan: chain::Plan) -> Result<Self, Vec<PackFault>> {
        let chain::Plan {
            manifest,
            files,
            form,
            form_files,
            parameters,
            scripts,
            hash,
            shipped,
            borrowed,
            own_title,
            mut faults,
        } = plan;
        let mut sentences = Vec::new();
        let lender = borrowed.then_some((&form.id, &form_files));
        for (id, files) in lender.into_iter().chain([(&manifest.id, &files)]) {
            if let Some(text) = files.text(crate::prose::FILE) {
                sentences.push((format!("{id}/{}", crate::prose::FILE), text.to_owned()));
            }
        }
        let mapping = [&files, &form_files]
            .iter()
            .find_map(|files| files.text(MAPPING))
            .map(str::to_owned);
        let (form, structure) = match form_of(&form, &form_files, shipped) {
            Ok(form) => form,
            Err(fault) => {
                faults.push(fault);
                return Err(faults);
            }
        };
        let values: BTreeMap<String, Parameter> = parameters
            .iter()
            .map(|(name, declared)| (name.clone(), declared.value.clone()))
            .collect();
        let stamp = PackStamp {
            id: manifest.id.clone(),
            version: manifest.version.clone(),
            hash,
            origin: files.origin.clone(),
        };
        let mut pack = Self {
            stamp,
            form: Arc::new(form),
            parameters,
            rules: Vec::new(),
            rules_of_all: Vec::new(),
            asking: OnceLock::new(),
            allowed: BTreeMap::new(),
            says: BTreeMap::new(),
            values: Arc::new(values),
            structure,
            scripts,
            files,
            mapping,
            borrowed,
            own_title,
            manifest,
            prepared: Mutex::new(None),
            sentences,
        };
        match with_room(|| scripts::prepare(&pack, shipped)) {
            Ok(prepared) => {
                pack.rules = prepared
                    .rules
                    .iter()
                    .map(|rule| Arc::clone(&rule.info))
                    .collect();
                let of_all = prepared.rules_of_all.iter();
                pack.rules_of_all = of_all.map(|rule| Arc::clone(&rule.info)).collect();
                pack.allowed = prepared
                    .rules
                    .iter()
                    .filter(|rule| !rule.allow.is_empty())
                    .map(|rule| (rule.info.id.clone(), rule.allow.clone()))
                    .collect();
                let own = prepared.rules.iter();
                let own = own.map(|rule| (&rule.info, &rule.says));
                let of_all = prepared.rules_of_all.iter();
                let of_all = of_all.map(|rule| (&rule.info, &rule.says));
                pack.says = own
                    .chain(of_all)
                    .filter(|(_, says)| !says.is_empty())
                    .map(|(info, says)| (info.id.clone(), says.clone()))
                    .collect();
                pack.prepared = Mutex::new(Some(prepared));
                if faults.is_empty() {
                    Ok(pack)
                } else {
                    Err(faults)
                }
            }
            Err(more) => {
                faults.extend(more);
                Err(faults)
            }
        }
    }

    /// How workbooks are read as its form; `None` where nothing says so.
    ///
    /// # Errors
    /// What is wrong with the mapping.
    #[must_use]
    pub fn mapping(&self) -> Option<Result<Mapping, String>> {
        self.mapping.as_deref().map(Mapping::parse)
    }

    /// How its reports are read; `None` where it does not say. Made anew each time: only who reads
    /// reports needs it.
    ///
    /// # Errors
    /// All that is wrong with its sentences.
    pub fn sentences(&self) -> Result<Option<Sentences>, Vec<PackFault>> {
        let texts: Vec<&str> = self.sentences.iter().map(|(_, text)| &**text).collect();
        let Some((file, _)) = self.sentences.last() else {
            return Ok(None);
        };
        Sentences::parse(&texts, &self.form)
            .map(Some)
            .map_err(|faults| {
                let fault = |(sentence, fault)| {
                    PackFault::of(file.clone(), PackFaultKind::Sentence(sentence, fault))
                };
                faults.into_iter().map(fault).collect()
            })
    }

    /// Whether it says how reports are read.
    #[must_use]
    pub fn reads_reports(&self) -> bool {
        !self.sentences.is_empty()
    }

    /// Its submissions with nothing to find (`clean*.json`): file and text, by name.
    pub fn clean(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.files.under("clean", ".json");
        names.filter_map(|file| Some((file, self.files.text(file)?)))
    }

    /// Ids of the rules over all submissions that ask something under its parameters.
    pub fn rules_asking(self: &Arc<Self>) -> &BTreeSet<String> {
        self.asking.get_or_init(|| {
            let plan = self.checker().and_then(|mut made| made.plan_of_all());
            let questions = plan.iter().flat_map(|plan| &plan.questions);
            questions.map(|question| question.rule.id.clone()).collect()
        })
    }

    /// A checker for one worker.
    ///
    /// # Errors
    /// Never for a pack that loaded; scripts are compiled again all the same.
    pub fn checker(self: &Arc<Self>) -> Result<Checker, Vec<PackFault>> {
        Checker::new(Arc::clone(self), Arc::clone(&self.values))
    }

    /// A checker with some parameters set otherwise (name to TOML value).
    ///
    /// # Errors
    /// Names the pack does not have, or values not of their type.
    pub fn checker_with(
        self: &Arc<Self>,
        settings: &BTreeMap<String, toml::Value>,
    ) -> Result<Checker, Vec<PackFault>> {
        let mut values = (*self.values).clone();
        let mut faults = Vec::new();
        for (name, value) in settings {
            let kind = match self.values.get(name) {
                None => {
                    let nearest =
                        crate::words::nearest(name, self.values.keys().map(String::as_str));
                    PackFaultKind::UnknownParameter(name.clone(), nearest.map(str::to_owned))
                }
                Some(declared) => match manifest::set(declared, value) {
                    Ok(value) => {
                        values.insert(name.clone(), value);
                        continue;
                    }
                    Err(why) => PackFaultKind::Manifest(format!("{name}: {why}")),
                },
            };
            faults.push(PackFault::of(&self.manifest.id, kind));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Checker::new(Arc::clone(self), Arc::new(values))
    }

    /// Why a value cannot be that of a parameter; `None` where it can, or there is no such
    /// parameter.
    pub(crate) fn parameter_fault(&self, name: &str, value: &toml::Value) -> Option<String> {
        manifest::set(self.values.get(name)?, value).err()
    }

    /// Scripts compiled in an engine: those that loading made, once; after that new ones.
    fn take_prepared(&self) -> Result<Prepared, Vec<PackFault>> {
        let ready = self
            .prepared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match ready {
            Some(ready) => Ok(ready),
            None => with_room(|| scripts::prepare(self, true)),
        }
    }

    /// The rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Arc<RuleInfo>> {
        self.rules
            .iter()
            .find(|rule| rule.id.eq_ignore_ascii_case(id))
    }

    /// The rule over all submissions of this id.
    #[must_use]
    pub fn rule_of_all(&self, id: &str) -> Option<&Arc<RuleInfo>> {
        self.rules_of_all
            .iter()
            .find(|rule| rule.id.eq_ignore_ascii_case(id))
    }

    /// All its rules: those over all submissions come last.
    pub fn all_rules(&self) -> impl Iterator<Item = &Arc<RuleInfo>> + Clone {
        self.rules.iter().chain(&self.rules_of_all)
    }

    /// Whether the form is that of a pack it extends.
    #[must_use]
    pub fn borrows(&self) -> bool {
        self.borrowed
    }

    /// The pack's own files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }
}

/// Ids of the packs within reach that have no form of their own and borrow those of packs they
/// extend: a province's settings, a bureau's own rules. They serve whoever names them.
#[must_use]
pub fn borrowing(library: &Library) -> Vec<String> {
    fn has_form(id: &str, library: &Library, depth: u32) -> bool {
        // a circle is said when the pack is loaded
        depth < 8
            && read_manifest(id, library).is_some_and(|manifest| {
                let mut bases = manifest.extends.iter();
                manifest.form.is_some() || bases.any(|base| has_form(base, library, depth + 1))
            })
    }
    let ids = library.ids().into_iter();
    ids.filter(|id| {
        read_manifest(id, library).is_some_and(|manifest| manifest.form.is_none())
            && has_form(id, library, 0)
    })
    .collect()
}

fn read_manifest(id: &str, library: &Library) -> Option<Manifest> {
    let text = library.manifest(id)?;
    toml::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text)).ok()
}

/// The kinds of submission (文种) each pack within reach serves: id and kinds. A pack whose
/// manifest cannot be read is left out; naming it says what is wrong with it.
#[must_use]
pub fn kinds_served(library: &Library) -> Vec<(String, Vec<String>)> {
    library
        .ids()
        .into_iter()
        .filter_map(|id| {
            let manifest = read_manifest(&id, library)?;
            manifest.form.is_some().then_some((id, manifest.kinds))
        })
        .collect()
}

/// What is wrong with a keyword of ours, where the file has it first.
fn annotation_fault(file: &str, text: &str, why: crate::document::FormFault) -> PackFault {
    use crate::document::FormFault;
    let key = match &why {
        FormFault::NoAnnotation(_, key, _) | FormFault::Annotation(_, key, _) => key.clone(),
        _ => String::new(),
    };
    let quoted = format!("\"{key}\"");
    let mut fault = PackFault::of(file, PackFaultKind::FormKeyword(why));
    let mut lines = text.lines().enumerate();
    if !key.is_empty()
        && let Some((line, found, column)) =
            lines.find_map(|(at, line)| Some((at + 1, line, line.find(&quoted)?)))
    {
        let before = found.get(..column).unwrap_or_default().chars().count();
        fault.place = Some((line, before + 1));
        found.clone_into(&mut fault.line);
    }
    fault
}

#[expect(
    clippy::result_large_err,
    reason = "once a pack, and the caller collects it"
)]
fn form_of(
    manifest: &Manifest,
    files: &Files,
    shipped: bool,
) -> Result<(Form, Structure), PackFault> {
    let Some(file) = &manifest.form else {
        return Err(PackFault::of(&manifest.id, PackFaultKind::NoForm));
    };
    let name = format!("{}/{file}", manifest.id);
    let Some(text) = files.text(file) else {
        return Err(PackFault::of(name, PackFaultKind::NoSuchFile(file.clone())));
    };
    let fault = |why: crate::document::FormFault| {
        let words = match why {
            crate::document::FormFault::Invalid(words) => words,
            crate::document::FormFault::Reference(target) => format!("$ref {target}"),
            other => return annotation_fault(&name, text, other),
        };
        PackFault::of(name.clone(), PackFaultKind::Form(words))
    };
    let form = Form::parse(text).map_err(fault)?;
    let structure = if shipped {
        Structure::of_shipped()
    } else {
        Structure::new(&form).map_err(fault)?
    };
    Ok((form, structure))
}

/// A SHA-256 hash as reports write it.
pub(crate) fn hash_words(digest: &[u8]) -> String {
    digest.iter().fold("sha256:".to_owned(), |mut hex, byte| {
        for half in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        hex
    })
}
