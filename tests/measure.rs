//! The measure of a pack: what it plants, and that it counts what it sees.

#![expect(
    clippy::expect_used,
    reason = "helpers of tests: a panic is a failed test, as it should be"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use gouji::measure::{Held, Kind, Located, Named, Options, Strength, Trial, measure};
use gouji::pack::{Library, Pack};
use gouji::words::Lang;

/// A pack of these rules over six figures, with a clean submission that satisfies them.
fn strength(name: &str, rules: &str, options: Options) -> Strength {
    let folder = std::env::temp_dir().join(format!("gouji-measure-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let write = |file: &str, text: &str| fs::write(folder.join(file), text).expect("a file");
    let figure = "{\"type\": \"number\", \"x-unit\": \"万元\", \"x-places\": 2}";
    let fields = ["甲", "乙", "丙", "丁", "戊", "己"].map(|key| format!("\"{key}\": {figure}"));
    write(
        "pack.toml",
        "id = \"t\"\ntitle = \"试\"\nversion = \"1\"\n\"文种\" = [\"试\"]\nform = \"f.json\"\nrules = [\"r.rhai\"]\n",
    );
    write(
        "f.json",
        &format!(
            "{{\"type\": \"object\", \"properties\": {{\"表\": {{\"title\": \"一张表\", \"type\": \"object\", \"properties\": {{{}}}}}}}}}",
            fields.join(",")
        ),
    );
    write("r.rhai", rules);
    write(
        "clean.json",
        r#"{"表": {"甲": 63.27, "乙": 41.05, "丙": 22.22, "丁": 63.27, "戊": 9.10, "己": 7.00}}"#,
    );
    let loaded = Pack::load_folder(&folder, &Library::with_folder(Path::new("/nowhere")));
    let pack = Arc::new(
        loaded
            .map_err(|faults| format!("{faults:#?}"))
            .expect("a sound pack"),
    );
    let strength = measure(&pack, options).expect("a sound pack");
    fs::remove_dir_all(&folder).expect("the folder");
    strength
}

const RULES: &str = r#"
rule("R-1", #{ title: "t", level: "error" }, |表| { equal(表.表.甲, 表.表.乙 + 表.表.丙); });
rule("R-2", #{ title: "t", level: "error" }, |表| { equal(表.表.丁, 表.表.甲); });
rule("R-3", #{ title: "t", level: "error" }, |表| { at_most(表.表.戊, 10); });
"#;

fn held(strength: &Strength, path: &str) -> Held {
    let place = strength.places.iter().find(|place| place.path == path);
    place.expect("a figure").held
}

#[test]
fn what_holds_a_figure_is_counted() {
    let strength = strength("held", RULES, Options::default());
    for (path, wanted) in [
        ("/表/甲", Held::Twice),
        ("/表/乙", Held::Once),
        ("/表/丁", Held::Once),
        ("/表/戊", Held::Loose),
        ("/表/己", Held::Unwatched),
    ] {
        assert_eq!(held(&strength, path), wanted, "{path}");
    }
    let unwatched: Vec<&str> = strength.unwatched().map(|place| &*place.path).collect();
    assert_eq!(unwatched, ["/表/己"]);
    assert_eq!(strength.tables(), ["一张表"]);
}

/// Identities that share more than the figure are no two witnesses for it.
#[test]
fn witnesses_that_agree_on_others_too_are_not_independent() {
    let rules = r#"
rule("R-1", #{ title: "t", level: "error" }, |表| { equal(表.表.甲, 表.表.乙 + 表.表.丙); });
rule("R-2", #{ title: "t", level: "error" }, |表| { equal(表.表.丁, 表.表.乙 + 表.表.丙); });
rule("R-3", #{ title: "t", level: "error" }, |表| { equal(表.表.乙, 表.表.甲 - 表.表.丙); });
"#;
    let strength = strength("joined", rules, Options::default());
    assert_eq!(held(&strength, "/表/乙"), Held::Joined);
    // R-1 and R-3 say the same of the same figures
    assert_eq!(held(&strength, "/表/甲"), Held::Once);
}

fn places(planted: &str) -> usize {
    planted
        .split_once('.')
        .map_or(0, |(_, behind)| behind.len())
}

#[test]
fn every_slip_is_one_and_what_came_of_it_is_true() {
    let strength = strength("slips", RULES, Options::default());
    for trial in &strength.trials {
        assert_ne!(trial.truth, trial.planted);
        let outcome = &trial.outcome;
        assert!(outcome.false_findings.is_empty(), "{trial:?}");
        match trial.held {
            Held::Unwatched => assert!(!outcome.caught, "{trial:?}"),
            // a third place is cut off or rounded off, and looks it
            Held::Twice if !outcome.in_slack && places(&trial.planted) <= 2 => {
                assert!(outcome.caught, "{trial:?}");
                assert_eq!(outcome.located, Located::First, "{trial:?}");
            }
            Held::Once => assert!(outcome.caught || outcome.in_slack, "{trial:?}"),
            _ => {}
        }
    }
    let of = |path: &str, kind: Kind| -> Option<&Trial> {
        let mut trials = strength.trials.iter();
        trials.find(|trial| trial.path == path && trial.kind == kind)
    };
    let omitted = of("/表/甲", Kind::OmittedAddend).expect("a total");
    assert!(["22.22", "41.05"].contains(&omitted.planted.as_str()));
    assert_eq!(omitted.outcome.named, Named::Yes);
    assert_eq!(of("/表/甲", Kind::LeftZero).expect("a total").planted, "0");
    assert!(of("/表/乙", Kind::LeftZero).is_none());
    assert_eq!(of("/表/甲", Kind::SignFlip).expect("any").planted, "-63.27");
    let row = of("/表/乙", Kind::ShiftedRow).expect("a row");
    assert!(["63.27", "22.22"].contains(&row.planted.as_str()));
}

/// A pack that finds what is not there, and misses what is, is said to.
#[test]
fn a_bad_pack_is_measured_as_bad() {
    let rules = r#"
rule("R-1", #{ title: "t", level: "error" }, |表| { equal(表.表.甲, 表.表.乙 + 表.表.丙); });
rule("R-2", #{ title: "t", level: "error" }, |表| { if 表.表.己 > 7 { flag(表.表.丁, "x"); } });
rule("R-3", #{ title: "t", level: "error" }, |表| { flag(表.表.戊, "x"); });
"#;
    let strength = strength("bad", rules, Options::default());
    let [clean] = strength.clean.as_slice() else {
        unreachable!("one clean submission");
    };
    assert_eq!(clean.false_findings, ["R-3"]);
    let total = strength.all();
    assert!(total.false_findings >= strength.trials.len() - 20);
    let missed = strength.tally(|trial| trial.path == "/表/丁");
    assert!(missed.caught < missed.open() || missed.open() == 0);
}

#[test]
fn same_seed_same_bytes_and_another_seed_other_slips() {
    let options = Options::default();
    let json = |options| serde_json::to_string(&strength("seed", RULES, options)).expect("plain");
    assert_eq!(json(options), json(options));
    assert_ne!(json(options), json(Options { seed: 2, ..options }));
}

#[test]
fn two_at_once_are_in_two_places() {
    let options = Options {
        pairs: true,
        ..Options::default()
    };
    let strength = strength("pairs", RULES, options);
    assert!(!strength.trials.is_empty());
    for pair in strength.trials.chunks(2) {
        let [one, other] = pair else {
            unreachable!("slips come in pairs");
        };
        assert_ne!(one.path, other.path);
        let beside = one.beside.as_deref().expect("the other slip");
        assert!(beside.starts_with(&other.path));
    }
}

/// The diagnosis has a name for every slip that is planted, and both languages have words.
#[test]
fn every_kind_has_its_words() {
    let mut said = BTreeSet::new();
    for kind in Kind::ALL {
        for lang in [Lang::Chinese, Lang::English] {
            assert!(said.insert(gouji::words::measure::kind(kind, lang)));
            assert_ne!(
                gouji::words::diagnosis::cause(kind.code(), lang),
                kind.code()
            );
        }
    }
}

/// Shares are cut off: what is not all never reads as all.
#[test]
fn no_share_is_rounded_up() {
    use gouji::words::measure::percent;
    assert_eq!(percent(9_999, 10_000), "99.9%");
    assert_eq!(percent(1, 3), "33.3%");
    assert_eq!(percent(3, 3), "100.0%");
    assert_eq!(percent(0, 0), "—");
}
