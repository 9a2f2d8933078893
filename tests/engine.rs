//! Tiny packs made on the spot, for the tests of the rule engine in `engine_*`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gouji::document::Document;
use gouji::finding::{Checked, NotRun, Outcome, Reason};
use gouji::pack::{Library, Pack, PackFault};
use gouji::source::Source;
use gouji::words::Lang;

pub(crate) const MANIFEST: &str = r#"
id = "tiny"
title = "试"
version = "1"
form = "form.schema.json"
rules = ["a.rhai"]
[parameters."下限"]
type = "number"
unit = "%"
default = "90"
[parameters."词表"]
type = "list"
default = ["增加", "减少"]
"#;

pub(crate) const FORM: &str = r##"{
  "type": "object", "additionalProperties": false,
  "$defs": { "money": { "type": "number", "x-unit": "万元", "x-places": 2 } },
  "properties": {
    "甲": { "$ref": "#/$defs/money", "title": "甲数" },
    "乙": { "$ref": "#/$defs/money" },
    "丙": { "$ref": "#/$defs/money", "x-signed": true },
    "元额": { "type": "number", "x-unit": "元", "x-places": 2 },
    "率": { "type": ["number", "string"], "x-unit": "%", "x-places": 2 },
    "个数": { "type": "integer", "x-unit": "个", "x-places": 0, "x-exact": true },
    "纯数": { "type": "number" },
    "年": { "type": "integer" },
    "文": { "type": "string" },
    "另文": { "type": "string" },
    "注": { "type": "string", "x-explanation": true },
    "向": { "type": "string" },
    "是": { "type": "boolean" },
    "表": { "type": "object", "additionalProperties": false, "properties": {
      "内": { "type": "object", "title": "内表", "additionalProperties": false, "properties": {
        "深": { "$ref": "#/$defs/money", "title": "深数" } } } } },
    "各行": { "type": "array", "items": { "type": "object", "additionalProperties": false, "properties": {
      "名": { "type": "string" }, "额": { "$ref": "#/$defs/money" },
      "原额": { "$ref": "#/$defs/money" }, "行注": { "type": "string", "x-explanation": true } } } },
    "词": { "type": "array", "items": { "type": "string" } },
    "明细": { "type": "object", "additionalProperties": { "$ref": "#/$defs/money" } }
  }
}"##;

/// A folder of its own below the system's, removed when dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("gouji-engine-{}-{count}", std::process::id()));
        for (name, text) in files {
            let file = path.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Loads the pack in `tiny/` of some files.
pub(crate) fn load(files: &[(&str, &str)]) -> Result<Arc<Pack>, Vec<PackFault>> {
    let folder = Folder::new(files);
    Pack::load_folder(&folder.0.join("tiny"), &Library::shipped()).map(Arc::new)
}

/// Loads a pack of one script.
pub(crate) fn script(text: &str) -> Result<Arc<Pack>, Vec<PackFault>> {
    load(&[
        ("tiny/pack.toml", MANIFEST),
        ("tiny/form.schema.json", FORM),
        ("tiny/a.rhai", text),
    ])
}

pub(crate) fn words(faults: &[PackFault]) -> String {
    let all: Vec<String> = faults.iter().map(|f| f.text(Lang::English)).collect();
    all.join("\n")
}

/// One rule, `T`, with this body.
pub(crate) fn rule(body: &str) -> String {
    named("T", body)
}

pub(crate) fn named(id: &str, body: &str) -> String {
    format!("rule(\"{id}\", #{{ title: \"题\", level: \"error\" }}, |表| {{ {body} }});\n")
}

pub(crate) fn check(pack: &Arc<Pack>, json: &str) -> Checked {
    let document = Document::parse(Source::new("t.json", json)).expect("readable");
    pack.checker().expect("compiles").check(document)
}

/// The body of a rule, on a submission.
pub(crate) fn run(body: &str, json: &str) -> Checked {
    run_script(&rule(body), json)
}

pub(crate) fn run_script(text: &str, json: &str) -> Checked {
    match script(text) {
        Ok(pack) => check(&pack, json),
        Err(faults) => panic!("{text}\n{}", words(&faults)),
    }
}

/// How rule `T` ended.
pub(crate) fn outcome(checked: &Checked) -> Outcome {
    outcome_of(checked, "T")
}

pub(crate) fn outcome_of(checked: &Checked, id: &str) -> Outcome {
    let mut all = checked.outcomes.iter().filter(|o| o.rule.id == id);
    let found = all.next().expect("the rule is listed").outcome;
    assert!(all.next().is_none(), "one outcome a rule");
    found
}

/// What rule `T` (and no other) could not do.
pub(crate) fn not_run(checked: &Checked) -> &NotRun {
    match checked.not_run.as_slice() {
        [one] => one,
        other => panic!(
            "expected one that could not run: {other:#?} {:#?}",
            checked.findings
        ),
    }
}

#[track_caller]
pub(crate) fn ends(body: &str, json: &str, due: Outcome) -> Checked {
    let checked = run(body, json);
    assert_eq!(
        outcome(&checked),
        due,
        "{body}\n{json}\n{:#?}\n{:#?}",
        checked.findings,
        checked.not_run
    );
    checked
}

#[track_caller]
pub(crate) fn passes(body: &str, json: &str) {
    let checked = ends(body, json, Outcome::Passed);
    assert!(checked.not_run.is_empty());
}

#[track_caller]
pub(crate) fn fails(body: &str, json: &str) -> Checked {
    let checked = ends(body, json, Outcome::Failed);
    assert!(checked.not_run.is_empty(), "{:#?}", checked.not_run);
    checked
}

/// The rule could not run for this reason; `path` and `field` of where.
#[track_caller]
pub(crate) fn cannot(body: &str, json: &str, due: Reason) -> (String, String) {
    let checked = ends(body, json, Outcome::CouldNotRun);
    let entry = not_run(&checked);
    assert_eq!(entry.reason, due, "{body}\n{json}\n{entry:#?}");
    (entry.path.clone(), entry.field.clone())
}
