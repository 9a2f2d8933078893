//! [`Pack`]: a form and its rules, read, checked and ready for workers.
//!
//! A pack is data; each worker makes a [`Checker`] of it, with an engine and scripts of its own
//! (sharing them costs more than compiling them again).

mod bounded;
mod cases;
mod checker;
mod desk;
mod engine;
mod excerpt;
mod fault;
mod files;
mod manifest;
mod plan;
mod room;
mod scripts;
mod subject;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::document::{Form, Structure};
use crate::finding::{PackStamp, RuleInfo};
use crate::verbs::Parameter;

use scripts::Prepared;

pub use cases::{CaseFault, CaseResult, Difference};
pub use checker::{Checker, unreadable};
pub use desk::{Desk, Shelf};
pub use engine::{rule_memory, rule_time};
pub use excerpt::Excerpt;
pub use fault::{PackFault, PackFaultKind};
pub use files::{Files, Library};
pub use manifest::{Declared, Manifest};
pub use room::with_room;
pub use subject::{KIND, subject};

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
    /// What reports call it.
    pub stamp: PackStamp,
    /// Its form.
    pub form: Arc<Form>,
    /// Its parameters by name, those of the packs it extends included.
    pub parameters: BTreeMap<String, Declared>,
    /// Its rules in order, those of the packs it extends first.
    pub rules: Vec<Arc<RuleInfo>>,
    values: Arc<BTreeMap<String, Parameter>>,
    structure: Structure,
    scripts: Vec<Script>,
    files: Files,
    prepared: Mutex<Option<Prepared>>,
}

/// The manifests and files of a pack and of all it extends, base packs first.
struct Chain {
    links: Vec<(Manifest, Files)>,
}

impl Pack {
    /// Reads a pack by its id.
    ///
    /// # Errors
    /// Every fault found in it.
    pub fn load(id: &str, library: &Library) -> Result<Self, Vec<PackFault>> {
        let files = library
            .files(id)
            .map_err(|why| vec![PackFault::of(id, PackFaultKind::Unreadable(why))])?
            .ok_or_else(|| {
                let ids = library.ids();
                let nearest = crate::words::nearest(id, ids.iter().map(String::as_str));
                let kind = PackFaultKind::NoSuchPack(id.to_owned(), nearest.map(str::to_owned));
                vec![PackFault::of(id, kind)]
            })?;
        Self::from_files(files, library)
    }

    /// Reads a pack from its folder.
    ///
    /// # Errors
    /// Every fault found in it.
    pub fn load_folder(folder: &Path, library: &Library) -> Result<Self, Vec<PackFault>> {
        let name = folder.display().to_string();
        let files = Files::read(folder)
            .map_err(|why| vec![PackFault::of(&name, PackFaultKind::Unreadable(why))])?;
        // packs it extends lie beside it first
        let library = match folder.canonicalize().ok().as_deref().and_then(Path::parent) {
            Some(parent) => Library::with_folder(parent),
            None => library.clone(),
        };
        Self::from_files(files, &library)
    }

    fn from_files(files: Files, library: &Library) -> Result<Self, Vec<PackFault>> {
        let mut chain = Chain { links: Vec::new() };
        extend(&mut chain, files, library, &mut Vec::new())?;
        let hash = hash(&chain);
        let mut parameters: BTreeMap<String, Declared> = BTreeMap::new();
        let mut faults = Vec::new();
        let mut scripts = Vec::new();
        for (manifest, files) in &chain.links {
            for (name, text) in &manifest.parameters {
                match text.declare(parameters.get(name)) {
                    Ok(declared) => {
                        parameters.insert(name.clone(), declared);
                    }
                    Err(why) => faults.push(PackFault::of(
                        format!("{}/pack.toml", manifest.id),
                        PackFaultKind::Manifest(format!("[parameters.{name}] {why}")),
                    )),
                }
            }
            for file in &manifest.rules {
                let name = format!("{}/{file}", manifest.id);
                match files.text(file) {
                    Some(text) => scripts.push(Script {
                        file: name,
                        text: text.to_owned(),
                    }),
                    None => faults.push(PackFault::of(
                        format!("{}/pack.toml", manifest.id),
                        PackFaultKind::NoSuchFile(file.clone()),
                    )),
                }
            }
        }
        let Some((manifest, files)) = chain.links.pop() else {
            return Err(faults);
        };
        let (form, structure) = match form_of(&manifest, &files) {
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
            values: Arc::new(values),
            structure,
            scripts,
            files,
            manifest,
            prepared: Mutex::new(None),
        };
        match with_room(|| scripts::prepare(&pack)) {
            Ok(prepared) => {
                pack.rules = prepared
                    .rules
                    .iter()
                    .map(|rule| Arc::clone(&rule.info))
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

    /// Scripts compiled in an engine: those that loading made, once; after that new ones.
    fn take_prepared(&self) -> Result<Prepared, Vec<PackFault>> {
        let ready = self
            .prepared
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match ready {
            Some(ready) => Ok(ready),
            None => with_room(|| scripts::prepare(self)),
        }
    }

    /// The rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Arc<RuleInfo>> {
        self.rules
            .iter()
            .find(|rule| rule.id.eq_ignore_ascii_case(id))
    }

    /// The pack's own files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }
}

/// The kinds of submission (文种) each pack within reach serves: id and kinds. A pack whose
/// manifest cannot be read is left out; naming it says what is wrong with it.
#[must_use]
pub fn kinds_served(library: &Library) -> Vec<(String, Vec<String>)> {
    library
        .ids()
        .into_iter()
        .filter_map(|id| {
            let text = library.manifest(&id)?;
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let manifest: Manifest = toml::from_str(text).ok()?;
            manifest.form.is_some().then_some((id, manifest.kinds))
        })
        .collect()
}

fn extend(
    chain: &mut Chain,
    files: Files,
    library: &Library,
    above: &mut Vec<String>,
) -> Result<(), Vec<PackFault>> {
    let place = |file: &str| format!("{}/{file}", files.origin);
    let text = files.text("pack.toml").ok_or_else(|| {
        let kind = PackFaultKind::NoSuchFile("pack.toml".to_owned());
        vec![PackFault::of(files.origin.clone(), kind)]
    })?;
    let manifest: Manifest = toml::from_str(text).map_err(|error| {
        vec![PackFault::of(
            place("pack.toml"),
            PackFaultKind::Manifest(error.to_string()),
        )]
    })?;
    if above.contains(&manifest.id) {
        let kind = PackFaultKind::Circle(above.join(" → "));
        return Err(vec![PackFault::of(place("pack.toml"), kind)]);
    }
    above.push(manifest.id.clone());
    for base in &manifest.extends {
        if chain.links.iter().any(|(known, _)| known.id == *base) {
            continue;
        }
        let found = library
            .files(base)
            .map_err(|why| vec![PackFault::of(base, PackFaultKind::Unreadable(why))])?;
        let Some(found) = found else {
            let ids = library.ids();
            let nearest = crate::words::nearest(base, ids.iter().map(String::as_str));
            let kind = PackFaultKind::NoSuchPack(base.clone(), nearest.map(str::to_owned));
            return Err(vec![PackFault::of(place("pack.toml"), kind)]);
        };
        extend(chain, found, library, above)?;
    }
    above.pop();
    chain.links.push((manifest, files));
    Ok(())
}

#[expect(
    clippy::result_large_err,
    reason = "once a pack, and the caller collects it"
)]
fn form_of(manifest: &Manifest, files: &Files) -> Result<(Form, Structure), PackFault> {
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
        };
        PackFault::of(name.clone(), PackFaultKind::Form(words))
    };
    let form = Form::parse(text).map_err(fault)?;
    let structure = Structure::new(&form).map_err(fault)?;
    Ok((form, structure))
}

/// The hash over every file of the pack and of those it extends: same hash, same verdicts.
fn hash(chain: &Chain) -> String {
    let mut hasher = Sha256::new();
    for (manifest, files) in &chain.links {
        for (path, bytes) in &files.files {
            for part in [manifest.id.as_bytes(), path.as_bytes(), bytes] {
                hasher.update((part.len() as u64).to_be_bytes());
                hasher.update(part);
            }
        }
    }
    let digest = hasher.finalize();
    digest.iter().fold("sha256:".to_owned(), |mut hex, byte| {
        for half in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        hex
    })
}
