//! Packs that are wrong say so when they are loaded, at the place; packs that are right stay in their folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::sync::Arc;

use gouji::document::Document;
use gouji::finding::{Outcome, Reason};
use gouji::pack::{Library, Pack, PackFault, PackFaultKind};
use gouji::source::Source;

use crate::engine::{FORM, Folder, MANIFEST, check, load, named, outcome_of, script, words};

fn manifest(change: (&str, &str)) -> String {
    assert!(MANIFEST.contains(change.0), "{}", change.0);
    MANIFEST.replacen(change.0, change.1, 1)
}

fn with(manifest: &str, form: &str, scripts: &[(&str, &str)]) -> Result<Arc<Pack>, Vec<PackFault>> {
    let mut files = vec![
        ("tiny/pack.toml", manifest),
        ("tiny/form.schema.json", form),
    ];
    files.extend(scripts);
    load(&files)
}

fn meta(text: &str) -> String {
    format!("\n  rule(\"T\", #{{ {text} }}, |表| {{ equal(表.甲, 1); }});")
}

#[test]
fn each_fault_of_a_script_has_its_place() {
    let good = "title: \"题\", level: \"error\"";
    let cases: Vec<(String, &str, (usize, usize))> = vec![
        (meta(&format!("{good}, basiss: \"x\"")), "did you mean \"basis\"", (2, 3)),
        (meta("level: \"error\""), "title", (2, 3)),
        (meta("title: \"题\", level: \"grave\""), "level", (2, 3)),
        (meta(&format!("{good}, verified: \"yes\"")), "verified", (2, 3)),
        (meta(&format!("{good}, needs: 5")), "needs", (2, 3)),
        (meta(&format!("{good}, needs: \"各行行\"")), "did you mean \"各行\"", (2, 3)),
        (meta(&format!("{good}, needs: [\"甲\", \"表.内.身\"]")), "表.内.身", (2, 3)),
        ("\n  rule(\"\", #{ title: \"题\", level: \"error\" }, |表| { equal(表.甲, 1); });".to_owned(), "id", (2, 3)),
        (named("T", "equal(表.甲, 1);") + named("T", "equal(表.甲, 2);").as_str(), "duplicate", (2, 1)),
        (named("zt-1", "equal(表.甲, 1);") + named("ZT-1", "equal(表.甲, 2);").as_str(), "duplicate", (2, 1)),
        ("\nrule(\"T\", #{ title: \"题\", level: \"error\" }, |表| {\n  equal(表.甲甲, 1);\n});".to_owned(), "did you mean \"甲\"", (3, 11)),
        ("\nrule(\"T\", #{ title: \"题\", level: \"error\" }, |表| {\n  equal(表.表.内.身, 1);\n});".to_owned(), "身", (3, 15)),
        ("\nrule(\"T\", #{ title: \"题\", level: \"error\" }, |表| {\n  at_most(表.率, param(\"上限\"));\n});".to_owned(), "上限", (3, 22)),
        ("\nrule(\"T\", #{ title: \"题\", level: \"error\" }, |表| {\n  let x = 表.甲;\n});".to_owned(), "never report", (2, 1)),
        ("\nrule(\"T\", #{ title: \"题\", level: \"error\" }, |表| { skip(\"x\"); });".to_owned(), "never report", (2, 1)),
        ("\nrule(\"T\", #{ title: \"题\", level: \"error\" }, |表| {\n  equal（表.甲, 1);\n});".to_owned(), "full-width", (3, 8)),
        ("\nrule(\"T\", #{ title: \"题\", level: \"error\" }, |表| {\n  equal(表.甲, 甲数);\n});".to_owned(), "甲数", (3, 14)),
        ("\nequal(1, 1);".to_owned(), "only inside a rule", (2, 1)),
        ("\nfn equal(a, b) { }\n".to_owned() + named("T", "equal(表.甲, 1);").as_str(), "taken", (2, 16)),
        ("let x = 5 +;".to_owned(), "", (1, 12)),
        ("throw \"x\";".to_owned(), "x", (1, 1)),
    ];
    for (text, word, place) in cases {
        let faults = script(&text).expect_err(&text);
        let fault = &faults[0];
        assert_eq!(
            (fault.file.as_str(), fault.place),
            ("tiny/a.rhai", Some(place)),
            "{text}\n{}",
            words(&faults)
        );
        assert!(words(&faults).contains(word), "{word}\n{}", words(&faults));
        assert!(words(&faults).starts_with(&format!("tiny/a.rhai:{}:{}: ", place.0, place.1)));
    }
}

#[test]
fn all_faults_are_said_at_once() {
    let text = named("T", "equal(表.甲甲, 表.乙乙);") + named("U", "let x = 表.甲;").as_str();
    assert_eq!(script(&text).expect_err("three").len(), 3);
}

#[test]
fn faults_of_the_other_files() {
    let rule = named("T", "equal(表.甲, 1);");
    let a = [("tiny/a.rhai", rule.as_str())];
    for (manifest, word) in [
        (manifest(("\"a.rhai\"", "\"b.rhai\"")), "b.rhai"),
        (
            manifest(("\"a.rhai\"", "\"../tiny/a.rhai\"")),
            "../tiny/a.rhai",
        ),
        (manifest(("\"a.rhai\"", "\"/etc/passwd\"")), "/etc/passwd"),
        (
            manifest(("\"form.schema.json\"", "\"../form.json\"")),
            "../form.json",
        ),
        (manifest(("form = \"form.schema.json\"\n", "")), "no form"),
        (
            manifest(("version = \"1\"", "version = \"1\"\nverion = 1")),
            "verion",
        ),
        (
            manifest((
                "version = \"1\"",
                "version = \"1\"\nextends = [\"nowhere\"]",
            )),
            "nowhere",
        ),
        (
            manifest((
                "version = \"1\"",
                "version = \"1\"\nextends = [\"../tiny\"]",
            )),
            "../tiny",
        ),
        (
            manifest(("version = \"1\"", "version = \"1\"\nextends = [\"tiny\"]")),
            "circle",
        ),
        (
            manifest(("title = \"试\"", "title = \"试\" \"")),
            "pack.toml",
        ),
        (manifest(("default = \"90\"", "default = \"九十\"")), "下限"),
        (manifest(("default = \"90\"", "default = 90.5")), "下限"),
        (
            manifest((
                "default = \"90\"",
                "default = \"0.33333333333333333333333333333333\"",
            )),
            "下限",
        ),
        (manifest(("type = \"number\"", "type = \"float\"")), "float"),
        (manifest(("type = \"number\"", "")), "下限"),
        (manifest(("type = \"list\"", "type = \"bool\"")), "词表"),
        (
            manifest(("default = [\"增加\", \"减少\"]", "default = [1]")),
            "词表",
        ),
    ] {
        let faults = with(&manifest, FORM, &a).expect_err(&manifest);
        assert!(words(&faults).contains(word), "{word}\n{}", words(&faults));
    }
    for form in [
        "{",
        "{\"type\": 5}",
        "{\"$ref\": \"#/$defs/nothing\"}",
        "{\"properties\": {\"甲\": {\"$ref\": \"#\"}}}",
        "{\"$ref\": \"https://example.org/x\"}",
        "{\"$ref\": \"file:///etc/passwd\"}",
    ] {
        let faults = with(MANIFEST, form, &a).expect_err(form);
        assert!(
            matches!(faults[0].kind, PackFaultKind::Form(_)),
            "{}",
            words(&faults)
        );
    }
    assert!(load(&[("tiny/a.rhai", "")]).is_err(), "no manifest");
}

#[test]
fn packs_that_extend_each_other() {
    let tiny = manifest(("version = \"1\"", "version = \"1\"\nextends = [\"base\"]"));
    let base = "id = \"base\"\ntitle = \"底\"\nversion = \"1\"\nrules = [\"b.rhai\"]\n";
    let help = "\n\nfn 倍(x) { x * 2 }\nfn 错(x) { x + () }\n";
    let pack = |tiny: &str, base: &str, a: &str, b: &str| {
        load(&[
            ("tiny/pack.toml", tiny),
            ("tiny/form.schema.json", FORM),
            ("tiny/a.rhai", a),
            ("base/pack.toml", base),
            ("base/b.rhai", b),
        ])
    };
    // functions of the base are there; its rules come first
    let loaded = pack(
        &tiny,
        base,
        &named("T", "equal(表.甲, 倍(表.乙));"),
        &format!("{help}{}", named("B", "equal(表.甲, 4);")),
    )
    .unwrap();
    let checked = check(&loaded, r#"{"甲": 4, "乙": 2}"#);
    let ended: Vec<(&str, Outcome)> = checked
        .outcomes
        .iter()
        .map(|o| (o.rule.id.as_str(), o.outcome))
        .collect();
    assert_eq!(
        ended,
        [
            ("FORM", Outcome::Passed),
            ("B", Outcome::Passed),
            ("T", Outcome::Passed)
        ]
    );
    // but one that says so comes after all, whoever extends whom
    let tails = "rule(\"B\", #{ title: \"尾\", level: \"advice\", last: true }, |表| { summarize_tails(表); });";
    let loaded = pack(
        &tiny,
        base,
        &named("T", "equal(表.甲, 表.乙 + 表.丙);"),
        tails,
    )
    .unwrap();
    let ids: Vec<&str> = loaded.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["T", "B"]);
    let checked = check(&loaded, r#"{"甲": 4.01, "乙": 2, "丙": 2}"#);
    assert!(
        checked
            .findings
            .iter()
            .any(|finding| finding.rule.id == "B"),
        "the tail of T is summed up: {:?}",
        checked.findings
    );
    // what fails in another file is said to be there
    let loaded = pack(&tiny, base, &named("T", "equal(表.甲, 错(表.乙));"), help).unwrap();
    let checked = check(&loaded, r#"{"甲": 4, "乙": 2}"#);
    let said = checked.not_run[0].message.text(gouji::words::Lang::English);
    assert!(said.contains("base/b.rhai:4:"), "{said}");
    // two functions of one name, two rules of one id, a circle
    for (tiny, base, a, b, word) in [
        (tiny.as_str(), base, "fn 倍(x) { x }", help, "taken"),
        (
            tiny.as_str(),
            base,
            named("T", "equal(表.甲, 1);").as_str(),
            named("T", "equal(表.甲, 1);").as_str(),
            "duplicate",
        ),
        (
            tiny.as_str(),
            &base.replace("rules", "extends = [\"tiny\"]\nrules"),
            "",
            "",
            "circle",
        ),
    ] {
        let faults = pack(tiny, base, a, b).expect_err(word);
        assert!(words(&faults).contains(word), "{}", words(&faults));
    }
    // closures of the same words in two files stay two rules
    let text = "equal(表.甲, 1);";
    let loaded = pack(&tiny, base, &named("T", text), &named("B", text)).unwrap();
    let checked = check(&loaded, r#"{"甲": 4}"#);
    assert_eq!(
        (outcome_of(&checked, "T"), outcome_of(&checked, "B")),
        (Outcome::Failed, Outcome::Failed)
    );
}

#[test]
#[cfg(unix)]
fn links_out_of_the_folder_are_not_followed() {
    let folder = Folder::new(&[
        (
            "tiny/pack.toml",
            &manifest(("\"a.rhai\"", "\"link.rhai\", \"dir/a.rhai\"")),
        ),
        ("tiny/form.schema.json", FORM),
        ("outside/a.rhai", &named("T", "equal(表.甲, 1);")),
    ]);
    std::os::unix::fs::symlink(
        folder.0.join("outside/a.rhai"),
        folder.0.join("tiny/link.rhai"),
    )
    .unwrap();
    std::os::unix::fs::symlink(folder.0.join("outside"), folder.0.join("tiny/dir")).unwrap();
    let faults = Pack::load_folder(&folder.0.join("tiny"), &Library::shipped()).expect_err("links");
    let missing: Vec<_> = faults.iter().map(|fault| fault.kind.clone()).collect();
    assert_eq!(
        missing,
        [
            PackFaultKind::NoSuchFile("link.rhai".into()),
            PackFaultKind::NoSuchFile("dir/a.rhai".into())
        ]
    );
}

#[test]
fn same_input_same_findings() {
    let body = "for 行 in 表.各行 { equal(行.额, 表.甲); explained(表.注, nonzero(行.额)); present(行.名); }
        equal(表.乙, 1); flag(表.甲, \"x\"); let f = |x, y| x; f.call(1);";
    let text = named("T", body) + named("U", "distinct(表.词); loop { }").as_str();
    let pack = script(&text).unwrap();
    let json = r#"{"甲": 1, "词": ["a", "a"], "各行": [{"额": 2}, {"额": 3}, {"名": "x"}]}"#;
    let document = || Document::parse(Source::new("t.json", json)).unwrap();
    let mut one = pack.checker().unwrap();
    let mut two = pack.checker().unwrap();
    let first = one.check(document());
    assert!(first.findings.len() > 3 && first.not_run.len() > 2);
    for _ in 0..3 {
        assert_eq!(first, one.check(document()));
        assert_eq!(first, two.check(document()));
    }
    assert_eq!(first, check(&script(&text).unwrap(), json).tap(&first));
}

/// Another load has another folder as its origin, and nothing else.
trait Tap {
    fn tap(self, like: &Self) -> Self;
}

impl Tap for gouji::finding::Checked {
    fn tap(mut self, like: &Self) -> Self {
        let (Some(own), Some(other)) = (&mut self.pack, &like.pack) else {
            panic!("a pack")
        };
        own.origin.clone_from(&other.origin);
        self
    }
}

#[test]
fn every_rule_is_listed_once_in_order_with_what_became_of_it() {
    let text = [
        ("A", "equal(表.甲, 1);"),
        ("B", "equal(表.甲, 2);"),
        ("C", "equal(表.甲, 1.01);"),
        ("D", "equal(表.乙, 1);"),
        ("E", "skip(\"x\"); equal(表.甲, 1);"),
        ("F", "equal(表.甲, 2); equal(表.乙, 1);"),
    ]
    .map(|(id, body)| named(id, body))
    .concat();
    let checked = check(&script(&text).unwrap(), r#"{"甲": 1}"#);
    let ended: Vec<(&str, Outcome)> = checked
        .outcomes
        .iter()
        .skip(1)
        .map(|o| (o.rule.id.as_str(), o.outcome))
        .collect();
    let due = [
        Outcome::Passed,
        Outcome::Failed,
        Outcome::Failed,
        Outcome::CouldNotRun,
        Outcome::NotApplicable,
        Outcome::Failed,
    ];
    assert_eq!(
        ended,
        ["A", "B", "C", "D", "E", "F"]
            .into_iter()
            .zip(due)
            .collect::<Vec<_>>()
    );
    assert_eq!(
        checked
            .not_run
            .iter()
            .map(|n| n.rule.id.as_str())
            .collect::<Vec<_>>(),
        ["D", "F"]
    );
    assert!(
        checked
            .not_run
            .iter()
            .all(|n| n.reason == Reason::MissingField)
    );
    let codes: Vec<String> = due
        .iter()
        .map(|o| {
            serde_json::to_value(o)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(codes[..1], ["passed"]);
    assert_eq!(
        codes[1..],
        [
            "failed",
            "failed",
            "could_not_run",
            "not_applicable",
            "failed"
        ]
    );
}

#[test]
fn parameters_keep_their_type() {
    let pack = script(&named(
        "T",
        "at_most(表.率, param(\"下限\")); one_of(表.文, param(\"词表\"));",
    ))
    .unwrap();
    let with = |name: &str, value: &str| {
        let value: toml::Value =
            toml::from_str::<toml::Table>(&format!("v = {value}")).unwrap()["v"].clone();
        pack.checker_with(&[(name.to_owned(), value)].into())
    };
    for (name, value) in [
        ("下限", "\"x\""),
        ("下限", "90.5"),
        ("下限", "true"),
        ("下线", "\"80\""),
        ("词表", "\"x\""),
        ("词表", "[1]"),
    ] {
        assert!(with(name, value).is_err(), "{name} {value}");
    }
    let mut checker = with("下限", "\"92.5\"").unwrap();
    let document = Document::parse(Source::new("t", r#"{"率": 92.5, "文": "增加"}"#)).unwrap();
    assert_eq!(outcome_of(&checker.check(document), "T"), Outcome::Passed);
    let unset = check(&pack, r#"{"率": 92.5, "文": "增加"}"#);
    assert_eq!(outcome_of(&unset, "T"), Outcome::Failed);
}
