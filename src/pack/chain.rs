//! What a pack is made of, before it is made: which manifests, in which order, with which form
//! and which values.
//!
//! A pack with a form is one plan. A pack without one that extends packs with forms (a province's
//! settings, a bureau's own rules) borrows those: it is one plan for each.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::files::{Files, Library};
use super::manifest::{Declared, Manifest};
use super::{PackFault, PackFaultKind, Script, hash_words};

/// A manifest and the files beside it.
type Link = (Manifest, Files);

/// A pack about to be made.
pub(super) struct Plan {
    /// The pack's own manifest; of a borrowed form also the kinds that form serves.
    pub(super) manifest: Manifest,
    /// The pack's own files; where forms are borrowed also their clean submissions, by `id/name`.
    pub(super) files: Files,
    /// The manifest that names the form, and the files it lies among.
    pub(super) form: Manifest,
    pub(super) form_files: Files,
    pub(super) parameters: BTreeMap<String, Declared>,
    pub(super) scripts: Vec<Script>,
    pub(super) hash: String,
    /// Whether it and all that it extends are embedded in the binary.
    pub(super) shipped: bool,
    pub(super) borrowed: bool,
    /// The pack's own title, without the form's.
    pub(super) own_title: String,
    /// What is wrong with manifests; the form and the scripts are still to be read.
    pub(super) faults: Vec<PackFault>,
}

/// The plans of a pack: as many as it has forms of its own or borrowed.
pub(super) fn plans(files: Files, library: &Library) -> Result<Vec<Plan>, Vec<PackFault>> {
    let chains = chains(files, library, &mut Vec::new())?;
    let ids: BTreeSet<String> = chains
        .iter()
        .flatten()
        .map(|(manifest, _)| manifest.id.clone())
        .collect();
    let mut unset: Option<Vec<String>> = None;
    let mut all = Vec::with_capacity(chains.len());
    for chain in chains {
        let (plan, unknown) = plan(chain);
        // a setting that means nothing to one form may mean something to another
        unset = Some(match unset {
            None => unknown,
            Some(mut known) => {
                known.retain(|name| unknown.contains(name));
                known
            }
        });
        all.push(plan);
    }
    // cases of any of the forms start from its clean submissions
    let mut lent = BTreeMap::new();
    for plan in all.iter().filter(|plan| plan.borrowed) {
        for (path, bytes) in &plan.form_files.files {
            if path.starts_with("clean") {
                lent.insert(format!("{}/{path}", plan.form.id), bytes.clone());
            }
        }
    }
    for plan in all.iter_mut().filter(|plan| plan.borrowed) {
        plan.files.files.extend(lent.clone());
    }
    if let Some(plan) = all.first_mut() {
        let file = format!("{}/pack.toml", plan.manifest.id);
        for setting in &plan.manifest.settings {
            if let Some(only) = setting.only.as_ref().filter(|only| !ids.contains(*only)) {
                let name = &setting.parameter;
                if let Some(unset) = &mut unset {
                    unset.retain(|known| known != name);
                }
                let words =
                    format!("[[set]] {name}: 没有继承规则包“{only}” / {only} is not extended");
                let kind = PackFaultKind::Manifest(words);
                plan.faults.push(PackFault::of(file.clone(), kind));
            }
        }
        for name in unset.unwrap_or_default() {
            let known = plan.parameters.keys().map(String::as_str);
            let nearest = crate::words::nearest(&name, known).map(str::to_owned);
            let kind = PackFaultKind::UnknownParameter(name, nearest);
            plan.faults.push(PackFault::of(file.clone(), kind));
        }
    }
    Ok(all)
}

/// The links of a pack, base packs first: one chain for each form.
fn chains(
    files: Files,
    library: &Library,
    above: &mut Vec<String>,
) -> Result<Vec<Vec<Link>>, Vec<PackFault>> {
    let place = format!("{}/pack.toml", files.origin);
    let text = files.text("pack.toml").ok_or_else(|| {
        let kind = PackFaultKind::NoSuchFile("pack.toml".to_owned());
        vec![PackFault::of(files.origin.clone(), kind)]
    })?;
    let manifest: Manifest = toml::from_str(text).map_err(|error| {
        let kind = PackFaultKind::Manifest(error.to_string());
        vec![PackFault::of(place.clone(), kind)]
    })?;
    if above.contains(&manifest.id) {
        let kind = PackFaultKind::Circle(above.join(" → "));
        return Err(vec![PackFault::of(place, kind)]);
    }
    above.push(manifest.id.clone());
    let mut shared: Vec<Link> = Vec::new();
    let mut with_form: Vec<Vec<Link>> = Vec::new();
    for base in &manifest.extends {
        let found = library
            .files(base)
            .map_err(|why| vec![PackFault::of(base, PackFaultKind::Unreadable(why))])?;
        let Some(found) = found else {
            let ids = library.ids();
            let nearest = crate::words::nearest(base, ids.iter().map(String::as_str));
            let kind = PackFaultKind::NoSuchPack(base.clone(), nearest.map(str::to_owned));
            return Err(vec![PackFault::of(place, kind)]);
        };
        for chain in chains(found, library, above)? {
            let has_form = chain.iter().any(|(manifest, _)| manifest.form.is_some());
            if has_form && manifest.form.is_none() {
                with_form.push(chain);
            } else {
                join(&mut shared, chain);
            }
        }
    }
    above.pop();
    if with_form.is_empty() {
        shared.push((manifest, files));
        return Ok(vec![shared]);
    }
    for chain in &mut with_form {
        join(chain, shared.clone());
        chain.push((manifest.clone(), files.clone()));
    }
    Ok(with_form)
}

/// Adds the links that are not there yet.
fn join(chain: &mut Vec<Link>, more: Vec<Link>) {
    for link in more {
        if chain.iter().all(|(known, _)| known.id != link.0.id) {
            chain.push(link);
        }
    }
}

/// The plan of a chain, and the names of parameters it sets that none of its packs declares.
fn plan(mut chain: Vec<Link>) -> (Plan, Vec<String>) {
    let hash = hash(&chain);
    let shipped = chain.iter().all(|(_, files)| files.is_shipped());
    let mut parameters: BTreeMap<String, Declared> = BTreeMap::new();
    let mut faults = Vec::new();
    let mut scripts = Vec::new();
    let mut unknown = Vec::new();
    let mut without = Vec::new();
    let ids: Vec<String> = chain
        .iter()
        .map(|(manifest, _)| manifest.id.clone())
        .collect();
    for (manifest, files) in &chain {
        let mut fault = |kind| {
            faults.push(PackFault::of(format!("{}/pack.toml", manifest.id), kind));
        };
        for (name, text) in &manifest.parameters {
            match text.declare(parameters.get(name)) {
                Ok(declared) => {
                    parameters.insert(name.clone(), declared);
                }
                Err(why) => {
                    fault(PackFaultKind::Manifest(format!(
                        "[parameters.{name}] {why}"
                    )));
                }
            }
        }
        for setting in &manifest.settings {
            let name = &setting.parameter;
            let meant = setting.only.as_ref().is_none_or(|only| ids.contains(only));
            match parameters
                .get(name)
                .filter(|_| meant)
                .map(|known| setting.apply(known))
            {
                None => unknown.push(name.clone()),
                Some(Ok(declared)) => {
                    parameters.insert(name.clone(), declared);
                }
                Some(Err(why)) => {
                    fault(PackFaultKind::Manifest(format!("[[set]] {name}: {why}")));
                }
            }
        }
        for file in &manifest.rules {
            match files.text(file) {
                Some(text) => scripts.push(Script {
                    file: format!("{}/{file}", manifest.id),
                    text: text.to_owned(),
                }),
                None => fault(PackFaultKind::NoSuchFile(file.clone())),
            }
        }
        for id in &manifest.without {
            if !without.contains(id) {
                without.push(id.clone());
            }
        }
    }
    // never empty: a chain ends with the pack itself
    let (mut manifest, files) = chain.pop().unwrap_or_default();
    manifest.without = without;
    let lender = chain
        .into_iter()
        .rev()
        .find(|(lender, _)| manifest.form.is_none() && lender.form.is_some());
    let borrowed = lender.is_some();
    let own_title = manifest.title.clone();
    let (form, form_files) = lender.unwrap_or_else(|| (manifest.clone(), files.clone()));
    if borrowed {
        manifest.title = format!("{}（{}）", form.title, manifest.title);
        manifest.kinds.clone_from(&form.kinds);
    }
    let plan = Plan {
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
        faults,
    };
    (plan, unknown)
}

/// The hash over every file of the pack and of those it extends: same hash, same verdicts.
fn hash(chain: &[Link]) -> String {
    let mut hasher = Sha256::new();
    for (manifest, files) in chain {
        hasher.update((manifest.id.len() as u64).to_be_bytes());
        hasher.update(manifest.id.as_bytes());
        hasher.update(files.digest());
    }
    hash_words(&hasher.finalize())
}
