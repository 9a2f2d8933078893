use std::fs;

use gouji::report::Kind;
use serde_json::Value;

use super::across::{HOSTILE, bytes, counted, records, sample_records, screening};
use crate::fresh::root;

fn sarif() -> Value {
    let records = records();
    let screening = screening(&records, HOSTILE[0]);
    serde_json::from_slice(&bytes(Kind::Sarif, &screening, &records)).unwrap()
}

#[test]
fn the_official_schema_accepts_it() {
    let schema = root().join("../shared/schemas/sarif-2.1.0.schema.json");
    // `.ci/run` says so where it is absent
    let Ok(schema) = fs::read_to_string(&schema) else {
        return;
    };
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let sarif = sarif();
    let faults: Vec<String> = validator
        .iter_errors(&sarif)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // and it does refuse what is wrong
    let mut wrong = sarif.clone();
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] =
        0.into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn results_are_the_findings_and_refer_to_rules_and_files() {
    let records = records();
    let run = &sarif()["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let artifacts = run["artifacts"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(artifacts.len(), records.len());
    let counts = counted(&records, &[]);
    let of = |level: &str| {
        let same = |result: &&Value| result["level"] == level;
        results.iter().filter(same).count()
    };
    assert_eq!(of("error"), counts["correct"] + 1);
    assert_eq!(of("warning"), counts["explain"]);
    assert_eq!(of("note"), counts["advice"] + counts["follows"]);
    assert_eq!(of("none"), counts["tail"]);
    let notifications = &run["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(notifications.as_array().unwrap().len(), counts["not-run"]);
    let findings: Vec<_> = records
        .iter()
        .enumerate()
        .flat_map(|(index, record)| record.findings.iter().map(move |one| (index, one)))
        .collect();
    for (result, (file, finding)) in results.iter().zip(findings) {
        let index = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        assert_eq!(
            rules[index(&result["ruleIndex"])]["id"],
            finding.rule.as_str()
        );
        let physical = &result["locations"][0]["physicalLocation"];
        let location = &physical["artifactLocation"];
        assert_eq!(index(&location["index"]), file);
        assert_eq!(location["uri"], artifacts[file]["location"]["uri"]);
        if let Some(label) = finding.labels.iter().find(|label| label.primary) {
            assert_eq!(physical["region"]["startLine"], label.line);
            assert_eq!(physical["region"]["startColumn"], label.column);
        }
    }
}

/// Chinese names are percent-encoded, and decode to the names they were made from.
#[test]
fn names_are_uris() {
    let mut record = sample_records().remove(0);
    for (name, uri) in [
        ("自评.json", "%E8%87%AA%E8%AF%84.json"),
        ("a b/100%#1?.json", "a%20b/100%25%231%3F.json"),
        ("a:b/c.json", "a%3Ab/c.json"),
        ("/srv/自评.json", "file:///srv/%E8%87%AA%E8%AF%84.json"),
        ("C:\\自评\\1.json", "file:///C:/%E8%87%AA%E8%AF%84/1.json"),
        ("-", "-"),
    ] {
        name.clone_into(&mut record.source);
        let records = vec![record.clone()];
        let screening = gouji::report::Screening::of_records(&records).unwrap();
        let sarif: Value =
            serde_json::from_slice(&bytes(Kind::Sarif, &screening, &records)).unwrap();
        assert_eq!(sarif["runs"][0]["artifacts"][0]["location"]["uri"], uri);
    }
}
