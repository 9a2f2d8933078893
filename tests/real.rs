//! Published forms, typed as printed under invented names, with verdicts written by hand before
//! the first run (tests/real/*/gold.json): what must be found, what holds, what may be said.
//!
//! A finding that the gold does not foresee is a false alarm. The gold says `rule` or
//! `rule_or_kind` as patterns (`XM-04|ZT-*`), a path that some label is at or below, and
//! sometimes a pattern of the message.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gouji::finding::{Checked, Finding, Level};
use gouji::pack::{KIND, Library, Pack};
use gouji::source::Source;
use gouji::words::Lang;
use serde_json::Value;

use crate::fresh::root;

/// What is known not to be found, and to be said in vain, by document: missed, false errors and
/// queries, false advice. docs/strength.md says why.
const KNOWN: &[(&str, usize, usize, usize)] = &[("sichuan-2023-wages", 0, 0, 1)];

fn folders() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(root().join("tests/real"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("gold.json").exists())
        .collect();
    all.sort();
    all
}

fn matches_rule(pattern: &str, finding: &Finding) -> bool {
    pattern.split('|').any(|one| {
        let one = one.split(':').next().unwrap();
        match one.strip_suffix('*') {
            Some(start) => finding.rule.id.starts_with(start),
            None => finding.rule.id == one,
        }
    })
}

fn hits(entry: &Value, finding: &Finding) -> bool {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
    let rule = match text("rule_or_kind") {
        "" => text("rule"),
        rule => rule,
    };
    let path = text("path");
    let below = |path: &str, at: &str| at == path || at.starts_with(&format!("{path}/"));
    let there = path.is_empty() || finding.labels.iter().any(|label| below(path, &label.path));
    let said = finding.message.text(Lang::Chinese);
    let message = text("message");
    let worded = message.is_empty() || regex::Regex::new(message).unwrap().is_match(&said);
    matches_rule(rule, finding) && there && worded
}

fn list<'a>(gold: &'a Value, key: &str) -> &'a [Value] {
    gold.get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn check(folder: &Path, gold: &Value) -> Checked {
    let text = fs::read_to_string(folder.join("submission.json")).unwrap();
    let kind = serde_json::from_str::<Value>(&text).unwrap();
    let kind = kind.get(KIND).unwrap().as_str().unwrap().to_owned();
    let id = gold.get("pack").unwrap().as_str().unwrap();
    let packs = Pack::load_all(id, &Library::shipped()).unwrap();
    let pack = packs
        .into_iter()
        .find(|pack| pack.manifest.kinds.contains(&kind));
    let mut checker = Arc::new(pack.unwrap()).checker().unwrap();
    checker.check_source(Source::new("submission.json", text)).1
}

#[test]
fn published_forms_are_judged_as_by_hand() {
    let mut wrong = String::new();
    for folder in folders() {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let gold: Value =
            serde_json::from_str(&fs::read_to_string(folder.join("gold.json")).unwrap()).unwrap();
        let checked = check(&folder, &gold);
        let must = list(&gold, "must_find");
        let mut taken = vec![false; must.len()];
        let (mut grave, mut advice) = (0, 0);
        let mut alarms = String::new();
        for finding in &checked.findings {
            let free = must
                .iter()
                .enumerate()
                .find(|(at, entry)| !taken[*at] && hits(entry, finding));
            if let Some((at, _)) = free {
                taken[at] = true;
                continue;
            }
            let foreseen = ["must_find", "also_acceptable", "excerpt_only"]
                .iter()
                .any(|key| list(&gold, key).iter().any(|entry| hits(entry, finding)));
            if !foreseen {
                match finding.level {
                    Level::Advice => advice += 1,
                    _ => grave += 1,
                }
                writeln!(alarms, "  {} {:?}", finding.rule.id, finding.message).unwrap();
            }
        }
        let missed = taken.iter().filter(|found| !**found).count();
        let known = KNOWN.iter().find(|known| known.0 == name);
        let (_, expected, grave_known, advice_known) = known.copied().unwrap_or(("", 0, 0, 0));
        if (missed, grave, advice) != (expected, grave_known, advice_known) {
            write!(
                wrong,
                "{name}: missed {missed} {taken:?}, false {grave} + {advice}\n{alarms}"
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
