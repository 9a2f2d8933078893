//! Every sample: its reports as they were looked at (snapshots), and an oracle that trusts none
//! of the code under test: places recounted, spans sliced, paths resolved by `serde_json`, the
//! JSON report held against its published schema.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use gouji::finding::Checked;
use gouji::pack::{Checker, Library, Pack};
use gouji::report::{Format, Json, NdJson, Style, Text};
use gouji::source::Source;
use gouji::words::Lang;
use serde_json::Value;

use crate::fresh::{expect_file, root};

/// Name and file of every sample, in order.
fn samples() -> Vec<(String, PathBuf)> {
    let mut all: Vec<(String, PathBuf)> = fs::read_dir(root().join("samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("自评.json").is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, path.join("自评.json"))
        })
        .collect();
    all.sort();
    assert!(all.len() >= 14);
    all
}

pub(crate) fn checker() -> Checker {
    let pack = Pack::load("department", &Library::shipped()).unwrap_or_else(|faults| {
        let words: Vec<String> = faults
            .iter()
            .map(|fault| fault.text(Lang::English))
            .collect();
        panic!("{}", words.join("\n"))
    });
    Arc::new(pack).checker().unwrap()
}

/// Every sample and what is found in it.
pub(crate) fn all_samples() -> Vec<(Source, Checked)> {
    let mut checker = checker();
    samples()
        .into_iter()
        .map(|(name, file)| {
            let text = fs::read_to_string(&file).unwrap();
            checker.check_source(Source::new(format!("samples/{name}/自评.json"), text))
        })
        .collect()
}

fn render(format: &mut dyn Format, checker: &mut Checker, name: &str, text: &str) -> String {
    let (source, found) = checker.check_source(Source::new(name, text));
    let mut out = Vec::new();
    format.begin(&mut out).unwrap();
    format.submission(&source, &found, &mut out).unwrap();
    format.end(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn style() -> Style {
    Style {
        color: false,
        width: 100,
        ascii: false,
    }
}

/// The pack's hash changes with every comment in a rule; which it was is not what is looked at.
fn without_hash(text: &str) -> String {
    let hash = checker().pack().stamp.hash.clone();
    let short: String = hash
        .trim_start_matches("sha256:")
        .chars()
        .take(12)
        .collect();
    text.replace(&hash, "sha256:…").replace(&short, "…")
}

#[test]
fn snapshots() {
    let mut checker = checker();
    for (name, file) in samples() {
        let text = fs::read_to_string(&file).unwrap();
        let shown = format!("samples/{name}/自评.json");
        let zh = render(
            &mut Text::new(Lang::Chinese, style()),
            &mut checker,
            &shown,
            &text,
        );
        expect_file(&format!("tests/snapshots/{name}.txt"), &without_hash(&zh));
        let json = render(&mut Json::new(Lang::Chinese), &mut checker, &shown, &text);
        expect_file(
            &format!("tests/snapshots/{name}.json"),
            &without_hash(&json),
        );
    }
    let text = fs::read_to_string(root().join("samples/yanfeng-2021/自评.json")).unwrap();
    let shown = "samples/yanfeng-2021/自评.json";
    let en = render(
        &mut Text::new(Lang::English, style()),
        &mut checker,
        shown,
        &text,
    );
    expect_file("tests/snapshots/yanfeng-2021.en.txt", &without_hash(&en));
}

#[test]
fn same_input_same_bytes() {
    let text = fs::read_to_string(root().join("samples/yanfeng-2021/自评.json")).unwrap();
    let (mut one, mut other) = (checker(), checker());
    let first = render(&mut NdJson::new(Lang::Chinese), &mut one, "a", &text);
    let again = render(&mut NdJson::new(Lang::Chinese), &mut one, "a", &text);
    let elsewhere = render(&mut NdJson::new(Lang::Chinese), &mut other, "a", &text);
    assert_eq!(first, again);
    assert_eq!(first, elsewhere);
}

/// Line and column counted letter by letter.
fn recount(text: &str, offset: usize) -> (u64, u64) {
    let (mut line, mut column) = (1, 1);
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if at >= offset {
            break;
        }
        if letter == '\n'
            || (letter == '\r' && letters.peek().is_none_or(|(_, next)| *next != '\n'))
        {
            line += 1;
            column = 1;
        } else if letter != '\r' {
            column += 1;
        }
    }
    (line, column)
}

fn check_places(text: &str, report: &Value) {
    let tree: Value = serde_json::from_str(text).unwrap();
    for finding in report["findings"].as_array().unwrap() {
        let labels = finding["labels"].as_array().unwrap();
        let primaries = labels
            .iter()
            .filter(|label| label["primary"] == true)
            .count();
        assert_eq!(primaries, 1, "{finding}");
        for label in labels {
            let start = usize::try_from(label["start"].as_u64().unwrap()).unwrap();
            let end = usize::try_from(label["end"].as_u64().unwrap()).unwrap();
            let slice = &text[start..end];
            let (line, column) = recount(text, start);
            assert_eq!(label["line"], line, "{finding}");
            assert_eq!(label["column"], column, "{finding}");
            let path = label["path"].as_str().unwrap();
            let value = tree
                .pointer(path)
                .unwrap_or_else(|| panic!("{path} leads nowhere"));
            if finding["verdict"] != "structure" {
                let sliced: Value = serde_json::from_str(slice).unwrap();
                assert_eq!(&sliced, value, "{path}: {slice}");
            }
            if label["primary"] == true
                && let Some(stated) = finding["stated"].as_str()
            {
                let written = slice.trim_matches('"').replace(',', "");
                assert_eq!(written, stated, "{finding}");
                assert!(
                    finding["message"].as_str().unwrap().contains(stated),
                    "{finding}"
                );
            }
        }
        check_arithmetic(finding);
    }
    for entry in report["not_run"].as_array().unwrap() {
        assert!(
            tree.pointer(entry["path"].as_str().unwrap()).is_some(),
            "{entry}"
        );
    }
}

/// stated − expected = difference, in whole ten-thousandths.
fn check_arithmetic(finding: &Value) {
    let read = |key: &str| {
        let text = finding[key].as_str()?;
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let negative = whole.starts_with('-');
        let digits = format!("{}{rest:0<10}", whole.trim_start_matches('-'));
        digits
            .parse::<i128>()
            .ok()
            .map(|value| if negative { -value } else { value })
    };
    if let (Some(stated), Some(expected), Some(difference)) =
        (read("stated"), read("expected"), read("difference"))
    {
        assert_eq!(stated - expected, difference, "{finding}");
        let slack = read("slack");
        if finding["verdict"] == "wrong" {
            assert!(
                slack.is_none_or(|slack| difference.abs() >= slack),
                "{finding}"
            );
        } else if finding["verdict"] == "rounding" {
            assert!(
                slack.is_none_or(|slack| difference.abs() <= slack),
                "{finding}"
            );
        }
    }
}

#[test]
fn places_are_true_in_every_shape_of_the_file() {
    let mut checker = checker();
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(root().join("docs/report.schema.json")).unwrap())
            .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, file) in samples() {
        let text = fs::read_to_string(&file).unwrap();
        let minified = minify(&text);
        let crlf = text.replace('\n', "\r\n");
        for shape in [&text, &minified, &crlf] {
            let line = render(&mut NdJson::new(Lang::Chinese), &mut checker, &name, shape);
            assert_eq!(line.trim_end().lines().count(), 1);
            let report: Value = serde_json::from_str(&line).unwrap();
            let faults: Vec<String> = validator
                .iter_errors(&report)
                .map(|fault| format!("{}: {fault}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{name}: {faults:?}");
            check_places(shape, &report);
        }
    }
}

/// The document on one line, its scalars untouched.
fn minify(text: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    text.chars()
        .filter(|letter| {
            let keep = quoted || !letter.is_whitespace();
            if quoted {
                quoted = *letter != '"' || escaped;
                escaped = *letter == '\\' && !escaped;
            } else {
                quoted = *letter == '"';
            }
            keep
        })
        .collect()
}

/// What the gold list says of the real report.
#[test]
#[expect(clippy::too_many_lines, reason = "one list, read from top to bottom")]
fn the_real_report() {
    let file = root().join("samples/yanfeng-2021/自评.json");
    let text = fs::read_to_string(&file).unwrap();
    let line = render(
        &mut NdJson::new(Lang::Chinese),
        &mut checker(),
        "自评.json",
        &text,
    );
    let report: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(report["verdict"], "return");
    let mut by_rule: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap() {
        by_rule
            .entry(finding["rule"].as_str().unwrap())
            .or_default()
            .push(finding);
    }
    let only = |rule: &str| {
        assert_eq!(by_rule.get(rule).map(Vec::len), Some(1), "{rule}");
        by_rule[rule][0]
    };
    let primary = |finding: &Value| {
        let labels = finding["labels"].as_array().unwrap();
        let label = labels
            .iter()
            .find(|label| label["primary"] == true)
            .unwrap();
        label["path"].as_str().unwrap().to_owned()
    };
    let sum = only("ZT-19");
    assert_eq!(
        (&sum["outcome"], &sum["verdict"], &sum["level"]),
        (&"failed".into(), &"wrong".into(), &"error".into())
    );
    assert_eq!(sum["stated"], "48.47");
    assert_eq!(sum["expected"], "48.97");
    assert_eq!(sum["difference"], "-0.50");
    assert_eq!(sum["slack"], "0.06");
    assert_eq!(primary(sum), "/决算/基本支出/人员经费/合计");
    assert_eq!(sum["labels"].as_array().unwrap().len(), 12);
    let cut = only("ZT-23");
    assert_eq!(cut["verdict"], "truncation");
    assert_eq!(cut["level"], "advice");
    assert_eq!(
        (&cut["stated"], &cut["expected"]),
        (&"98.56".into(), &"98.57".into())
    );
    let tail = only("ZT-20");
    assert_eq!(
        (&tail["outcome"], &tail["level"]),
        (&"rounding".into(), &"advice".into())
    );
    assert_eq!(
        (&tail["stated"], &tail["expected"]),
        (&"4.29".into(), &"4.30".into())
    );
    assert_eq!(tail["slack"], "0.015");
    let idle = only("ZT-11");
    assert_eq!(idle["level"], "query");
    let marked: Vec<&str> = idle["labels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|label| label["path"].as_str().unwrap())
        .collect();
    assert!(marked.contains(&"/三公经费/公务接待费/决算"));
    assert!(marked.contains(&"/三公经费/合计/决算"));
    let over = only("ZT-12");
    let words = over["message"].as_str().unwrap();
    assert!(
        words.contains("29.20") && words.contains("52.76"),
        "{words}"
    );
    let carried = only("ZT-29");
    assert!(carried["message"].as_str().unwrap().contains("10400"));
    for finding in &by_rule["ZT-26"] {
        assert_eq!(
            (&finding["verdict"], &finding["level"]),
            (&"undefined".into(), &"advice".into())
        );
    }
    assert_eq!(by_rule["ZT-26"].len(), 2);
    for rule in ["GEN-07", "GEN-08", "GEN-09"] {
        only(rule);
    }
    assert!(only("GEN-08")["message"].as_str().unwrap().contains('二'));
    assert!(only("GEN-07")["labels"].as_array().unwrap().len() >= 5);
    let residue: String = by_rule["GEN-10"]
        .iter()
        .map(|finding| finding["message"].to_string())
        .collect();
    assert!(residue.contains("获评获评") && residue.contains("主要是因为主要"));
    let not_run = report["not_run"].as_array().unwrap();
    assert_eq!(not_run.len(), 1);
    assert_eq!(
        (
            &not_run[0]["rule"],
            &not_run[0]["path"],
            &not_run[0]["field"]
        ),
        (&"ZT-07".into(), &"/预算/支出".into(), &"全年预算数".into())
    );
    // the identities that hold give no finding
    for rule in [
        "ZT-01", "ZT-02", "ZT-03", "ZT-18", "ZT-21", "ZT-25", "GEN-13",
    ] {
        assert!(!by_rule.contains_key(rule), "{rule}");
    }
    assert_eq!(by_rule["ZT-23"].len(), 1, "14.14 and 123.80 hold");
    let known = [
        "ZT-11", "ZT-12", "ZT-19", "ZT-20", "ZT-23", "ZT-26", "ZT-29", "GEN-07", "GEN-08",
        "GEN-09", "GEN-10", "GEN-14",
    ];
    for rule in by_rule.keys() {
        assert!(known.contains(rule), "{rule} is not in the gold list");
    }
}

#[test]
fn the_clean_sample_is_clean() {
    let text = fs::read_to_string(root().join("samples/clean/自评.json")).unwrap();
    let (_, checked) = checker().check_source(Source::new("自评.json", text));
    assert!(checked.findings.is_empty() && checked.not_run.is_empty());
    assert_eq!(
        checked.numbers.checked + checked.unchecked.len(),
        checked.numbers.submitted
    );
}
