//! Runs the closures of rules over all submissions once, and makes a [`Plan`] of what they ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{AST, Dynamic, Engine};
use sha2::{Digest, Sha256};

use super::words::{Ear, Submissions};
use super::{Ask, Plan, Question, RuleOfAll, Slot};
use crate::document::{Document, Form, Submission};
use crate::pack::engine::Clock;
use crate::pack::fault::{PackFault, PackFaultKind};
use crate::pack::scripts::innermost;
use crate::pack::{Pack, hash_words};
use crate::source::Source;
use crate::verbs::{Parameter, Run};

/// What the closures run in.
pub(in crate::pack) struct Stage<'a> {
    pub(in crate::pack) engine: &'a mut Engine,
    pub(in crate::pack) clock: &'a Clock,
    pub(in crate::pack) library: &'a AST,
    pub(in crate::pack) ear: &'a Ear,
}

/// The plan of some rules under parameters.
///
/// # Errors
/// What is wrong with them: fields the form does not have, words that are used otherwise than
/// they can be.
pub(in crate::pack) fn make(
    pack: &Pack,
    rules: &[RuleOfAll],
    parameters: &Arc<BTreeMap<String, Parameter>>,
    stage: Stage<'_>,
) -> Result<Plan, Vec<PackFault>> {
    let Stage {
        engine,
        clock,
        library,
        ear,
    } = stage;
    let mut plan = Plan::default();
    let mut faults = Vec::new();
    let (Some(first), Ok(nothing)) = (rules.first(), Document::parse(Source::new("", "{}"))) else {
        return Ok(plan);
    };
    // the words ask the run for parameters; there is no submission yet
    let submission = Arc::new(Submission::new(nothing, Arc::clone(&pack.form)));
    let first = Arc::clone(&first.info);
    let run = Arc::new(Run::new(submission, Arc::clone(parameters), first));
    engine.set_default_tag(Dynamic::from(run));
    clock.begin();
    for rule in rules.iter().filter(|rule| !rule.off) {
        let mut fault = |position, kind| {
            let script = pack.scripts.get(rule.script);
            let (file, text) = script.map_or(("", ""), |script| (&script.file, &script.text));
            faults.push(PackFault::at(file, text, position, kind));
        };
        clock.start();
        let all = Dynamic::from(Submissions::all());
        if let Err(error) = rule.body.call::<Dynamic>(engine, library, (all,)) {
            let (words, position) = innermost(&error);
            fault(position, PackFaultKind::Script(words));
        }
        let asks = ear.take_asks();
        for path in asks.iter().flat_map(|ask| match ask {
            Ask::Alike { texts, .. } => texts.as_slice(),
            _ => &[],
        }) {
            if slot(&pack.form, path).is_none() {
                fault(rule.position, unknown(&pack.form, path));
            }
        }
        let asked = asks.into_iter().map(|ask| Question {
            rule: Arc::clone(&rule.info),
            ask,
        });
        plan.questions.extend(asked);
        plan.rules.push(Arc::clone(&rule.info));
    }
    engine.set_default_tag(Dynamic::UNIT);
    for path in ear.take_paths() {
        match slot(&pack.form, &path) {
            Some(slot) => plan.slots.push(slot),
            None => faults.push(PackFault::of(&pack.manifest.id, unknown(&pack.form, &path))),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let stamp = &pack.stamp;
    let whole = format!(
        "{} {} {:?} {plan:?}",
        stamp.id, stamp.hash, pack.manifest.kinds
    );
    plan.key = hash_words(&Sha256::digest(whole));
    Ok(plan)
}

/// The field at a dotted path.
fn slot(form: &Form, path: &str) -> Option<Slot> {
    let mut at = form.root();
    let mut titles = Vec::new();
    for name in path.split('.') {
        at = form.field(at).field(name)?;
        let title = &form.field(at).title;
        titles.push(if title.is_empty() { name } else { title });
    }
    let pointer = path.split('.').fold(String::new(), |pointer, name| {
        format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
    });
    Some(Slot {
        path: path.to_owned(),
        pointer,
        label: titles.join(" › "),
        unit: form.field(at).unit.to_string(),
    })
}

fn unknown(form: &Form, path: &str) -> PackFaultKind {
    let names = form.names().iter().map(String::as_str);
    let nearest = crate::words::nearest(path, names).map(str::to_owned);
    PackFaultKind::UnknownField(path.to_owned(), nearest)
}
