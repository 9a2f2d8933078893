//! `JUnit`, GitHub annotations and the letter.

use gouji::report::{Kind, Record, Screening};
use quick_junit::{NonSuccessKind, TestCaseStatus};

use super::across::{HOSTILE, bytes, counted, hostile, records, screening};
use super::*;
use crate::fresh::expect_file;

fn text_of(kind: Kind, screening: &Screening, records: &Vec<Record>) -> String {
    String::from_utf8(bytes(kind, screening, records)).unwrap()
}

#[test]
fn junit_is_read_back_with_the_same_counts() {
    let records = records();
    let screening = screening(&records, HOSTILE[5]);
    let xml = text_of(Kind::JUnit, &screening, &records);
    let report = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    let counts = counted(&records, &screening.findings);
    let wrong = counts["correct"] + counts["explain"];
    assert_eq!((report.failures, report.errors), (wrong, counts["not-run"]));
    assert_eq!(report.test_suites.len(), records.len() + 1);
    let mut failures = 0;
    let mut errors = 0;
    for suite in &report.test_suites {
        assert_eq!(suite.tests, suite.test_cases.len());
        for case in &suite.test_cases {
            match &case.status {
                TestCaseStatus::NonSuccess { kind, .. } if *kind == NonSuccessKind::Failure => {
                    failures += 1;
                }
                TestCaseStatus::NonSuccess { .. } => errors += 1,
                _ => {}
            }
        }
    }
    assert_eq!((failures, errors), (wrong, counts["not-run"]));
    let tests: usize = report.test_suites.iter().map(|suite| suite.tests).sum();
    assert_eq!(report.tests, tests);
}

#[test]
fn an_annotation_is_one_line_and_ends_where_it_should() {
    let records = records();
    let screening = screening(&records, HOSTILE[7]);
    let text = text_of(Kind::GitHub, &screening, &records);
    let counts = counted(&records, &screening.findings);
    let of = |command: &str| {
        text.lines()
            .filter(|line| line.starts_with(command))
            .count()
    };
    assert_eq!(of("::error file="), counts["correct"]);
    assert_eq!(of("::warning file="), counts["explain"] + counts["not-run"]);
    assert_eq!(
        of("::notice file="),
        counts["advice"] + counts["tail"] + counts["follows"]
    );
    assert_eq!(text.lines().count(), counts.values().sum::<usize>());
    let obeyed = hostile(HOSTILE[7]);
    let records = vec![obeyed];
    let screening = Screening::of_records(&records).unwrap();
    let text = text_of(Kind::GitHub, &screening, &records);
    let line = text.lines().next().unwrap();
    let name = "%3A%3Aerror file=x%3A%3A%250A%0A%3A%3Aset-output";
    assert_eq!(
        line,
        format!(
            "::error file={name},line=2,col=8,title=X-1 {name}::\
             ::error file=x::%250A%0A::set-output：::error file=x::%250A%0A::set-output"
        )
    );
}

/// Small ones as they were looked at.
#[test]
fn snapshots() {
    let source = Source::new("某市/自评.json", SMALL);
    let mut found = checked(vec![wrong_sum(&source), rounding_tail(&source)]);
    found.not_run.push(missing(&source, "ZT-21"));
    let records = vec![Record::with_excerpts(&source, &found, Lang::Chinese)];
    let screening = Screening::of_records(&records).unwrap();
    for (kind, name) in [
        (Kind::JUnit, "one.junit.xml"),
        (Kind::GitHub, "one.github.txt"),
        (Kind::Markdown, "one.md"),
        (Kind::Csv, "one.csv"),
        (Kind::Sarif, "one.sarif"),
    ] {
        let text = text_of(kind, &screening, &records);
        expect_file(&format!("tests/snapshots/reports/{name}"), &text);
    }
}

#[test]
fn a_letter_has_every_figure_to_correct_and_obeys_nothing() {
    let records = records();
    let screening = screening(&records, HOSTILE[6]);
    let text = text_of(Kind::Markdown, &screening, &records);
    let counts = counted(&records, &screening.findings);
    let is_item = |line: &&str| {
        line.split_once(". **")
            .is_some_and(|(number, _)| number.parse::<usize>().is_ok())
    };
    // advice and tails ask for nothing, and are no part of a letter
    assert_eq!(
        text.lines().filter(is_item).count(),
        counts["correct"] + counts["explain"]
    );
    for record in &records {
        for finding in &record.findings {
            let asked = finding.outcome == Outcome::Failed && finding.level != Level::Advice;
            if let Some(expected) = finding.expected.as_ref().filter(|_| asked) {
                assert!(text.contains(expected), "{expected}");
            }
        }
    }
    assert!(
        !text.contains("<script") && !text.contains("<img"),
        "{text}"
    );
    assert!(!text.contains("[乙]("));
}
