//! What a case changes in a clean submission.

use std::collections::BTreeMap;

use serde_json::Value;

use super::tree::Tree;
use crate::document::{Document, read_json_number};
use crate::pack::Pack;
use crate::source::Source;

/// The clean submission that a case starts from when it does not say.
pub(super) const CLEAN: &str = "clean.json";

static NO_VALUES: BTreeMap<String, toml::Value> = BTreeMap::new();
static NO_TEXTS: BTreeMap<String, String> = BTreeMap::new();

/// Changes by JSON Pointer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'c> {
    /// Numbers as written, or texts.
    pub(super) set: &'c BTreeMap<String, toml::Value>,
    /// Texts, also where they read as numbers.
    pub(super) text: &'c BTreeMap<String, String>,
    /// JSON.
    pub(super) json: &'c BTreeMap<String, String>,
    /// What is taken away.
    pub(super) remove: &'c [String],
    /// A field at the top that is taken away where it is there.
    pub(super) forget: Option<&'c str>,
}

impl Default for Change<'_> {
    fn default() -> Self {
        Self {
            set: &NO_VALUES,
            text: &NO_TEXTS,
            json: &NO_TEXTS,
            remove: &[],
            forget: None,
        }
    }
}

impl Pack {
    /// A clean submission with changes, as text; of two changes at one place the later holds.
    /// Numbers stay as written.
    pub(super) fn changed(
        &self,
        from: Option<&str>,
        changes: &[Change<'_>],
    ) -> Result<String, String> {
        let file = from.unwrap_or(CLEAN);
        let text = self
            .files()
            .text(file)
            .ok_or_else(|| format!("没有 {file} / no {file}"))?;
        let document = Document::parse(Source::new(file, text))
            .map_err(|_| format!("{file} 不是 JSON / is not JSON"))?;
        let mut edits: BTreeMap<String, Option<String>> = BTreeMap::new();
        for change in changes {
            for (path, value) in change.set {
                edits.insert(path.clone(), Some(raw(value)));
            }
            for (path, value) in change.text {
                edits.insert(path.clone(), Some(Value::from(value.as_str()).to_string()));
            }
            for (path, value) in change.json {
                edits.insert(path.clone(), Some(value.clone()));
            }
            let forget = change.forget.into_iter();
            for name in forget.filter(|name| document.get(document.root(), name).is_some()) {
                edits.insert(format!("/{name}"), None);
            }
            for path in change.remove {
                edits.insert(path.clone(), None);
            }
        }
        let mut tree = Tree::of(&document, document.root());
        for (path, value) in edits {
            tree.edit(&path, value)
                .map_err(|why| format!("{path}: {why}"))?;
        }
        let mut text = String::new();
        tree.write(&mut text, 0);
        Ok(text)
    }
}

/// A value of a case as JSON: text that reads as a number is that number.
fn raw(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => {
            let number = read_json_number(text).is_ok()
                && serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_number());
            if number {
                text.clone()
            } else {
                Value::from(text.as_str()).to_string()
            }
        }
        other => other.to_string(),
    }
}
