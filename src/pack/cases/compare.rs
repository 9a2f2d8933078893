//! What a case expects against what was found.

use std::collections::BTreeSet;

use super::{Asked, Case, CaseResult, Difference, Expected, ExpectedNotRun, FoundTogether};
use crate::finding::{Checked, Finding, NotRun, Outcome, RuleOutcome};
use crate::words::Lang;

/// The code of a plain enum, as serde writes it.
fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// All that a case showed.
#[derive(Debug)]
pub(super) struct Said {
    /// What was found.
    pub(super) found: Vec<Entry<Expected>>,
    /// What could not run.
    pub(super) not_run: Vec<Entry<ExpectedNotRun>>,
    /// How each rule ended.
    pub(super) outcomes: Vec<RuleOutcome>,
}

/// Something found, or that could not run, as a case states it.
#[derive(Debug)]
pub(super) struct Entry<E> {
    pub(super) expected: E,
    /// The entry of the case's list.
    pub(super) line: String,
    /// What it says, for people.
    words: String,
}

impl<E> Entry<E> {
    fn shown(&self) -> String {
        format!("{}  # {}", self.line, self.words)
    }
}

impl Said {
    /// Of one submission.
    pub(super) fn of_one(checked: &Checked) -> Self {
        Self {
            found: checked.findings.iter().map(of_finding).collect(),
            not_run: checked.not_run.iter().map(of_not_run).collect(),
            outcomes: checked.outcomes.to_vec(),
        }
    }

    /// What is said of some rules; with none, everything.
    pub(super) fn only(mut self, rules: &BTreeSet<String>) -> Self {
        if !rules.is_empty() {
            self.found
                .retain(|found| rules.contains(&found.expected.rule));
            self.not_run
                .retain(|one| rules.contains(&one.expected.rule));
            self.outcomes.retain(|ended| rules.contains(&ended.rule.id));
        }
        self
    }

    /// Of several, held against each other.
    pub(super) fn of_all(asked: Asked) -> Self {
        let not_run = asked.not_run.into_iter();
        let not_run = not_run.map(|(rule, words)| not_run_entry(rule, None, words));
        Self {
            found: asked.found.into_iter().map(of_all).collect(),
            not_run: not_run.collect(),
            outcomes: asked.outcomes,
        }
    }
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

fn entry(expected: Expected, words: String) -> Entry<Expected> {
    // a case states the level only where its author wants to
    let line = line(&Expected {
        level: None,
        ..expected.clone()
    });
    Entry {
        expected,
        line,
        words,
    }
}

fn of_finding(finding: &Finding) -> Entry<Expected> {
    let at = finding.labels.iter().find(|label| label.primary);
    let expected = Expected {
        rule: finding.rule.id.clone(),
        verdict: Some(code(&finding.verdict)),
        unit: None,
        at: Some(at.map(|label| label.path.clone()).unwrap_or_default()),
        level: Some(code(&finding.level)),
    };
    entry(expected, finding.message.text(Lang::Chinese))
}

fn of_all(found: FoundTogether) -> Entry<Expected> {
    let first = found.places.into_iter().next();
    let (unit, at) = first.map(|place| (place.submission, place.path)).unzip();
    let expected = Expected {
        rule: found.rule,
        verdict: Some(code(&found.verdict)),
        unit,
        at,
        level: Some(code(&found.level)),
    };
    entry(expected, found.message)
}

fn of_not_run(entry: &NotRun) -> Entry<ExpectedNotRun> {
    let field = (!entry.field.is_empty()).then(|| entry.field.clone());
    let words = entry.message.text(Lang::Chinese);
    not_run_entry(entry.rule.id.clone(), field, words)
}

fn not_run_entry(rule: String, field: Option<String>, words: String) -> Entry<ExpectedNotRun> {
    let said = field
        .as_ref()
        .map_or_else(String::new, |field| format!(", field = {}", quoted(field)));
    Entry {
        line: format!("{{ rule = {}{said} }}", quoted(&rule)),
        expected: ExpectedNotRun { rule, field },
        words,
    }
}

fn agrees(wanted: Option<&String>, found: Option<&String>) -> bool {
    wanted.is_none() || wanted == found
}

fn line(wanted: &Expected) -> String {
    let mut line = format!("{{ rule = {}", quoted(&wanted.rule));
    for (key, value) in [
        ("verdict", &wanted.verdict),
        ("unit", &wanted.unit),
        ("at", &wanted.at),
        ("level", &wanted.level),
    ] {
        if let Some(value) = value {
            line.extend([", ", key, " = ", &quoted(value)]);
        }
    }
    line.push_str(" }");
    line
}

/// Holds a case against what was found.
pub(super) fn compare(case: &Case, said: &Said, result: &mut CaseResult) {
    let mut left: Vec<&Entry<Expected>> = said.found.iter().collect();
    let mut missing = Vec::new();
    for wanted in case.expect.iter().flatten() {
        let hit = left.iter().position(
            |Entry {
                 expected: found, ..
             }| {
                found.rule == wanted.rule
                    && agrees(wanted.verdict.as_ref(), found.verdict.as_ref())
                    && agrees(wanted.unit.as_ref(), found.unit.as_ref())
                    && agrees(wanted.at.as_ref(), found.at.as_ref())
                    && agrees(wanted.level.as_ref(), found.level.as_ref())
            },
        );
        match hit {
            Some(index) => {
                result.failed_rules.push(wanted.rule.clone());
                left.remove(index);
            }
            None => missing.push(wanted),
        }
    }
    for wanted in missing {
        // the same rule found something else: most often a place or a verdict was misjudged
        let mut found = left.iter();
        let other = found.position(|found| found.expected.rule == wanted.rule);
        result.differences.push(match other {
            Some(index) => Difference::Other(line(wanted), left.remove(index).shown()),
            None => Difference::Missing(line(wanted)),
        });
    }
    let extra = left.into_iter().map(Entry::shown);
    result.differences.extend(extra.map(Difference::Extra));
    let mut left: Vec<&Entry<ExpectedNotRun>> = said.not_run.iter().collect();
    for wanted in case.not_run.iter().flatten() {
        let hit = left.iter().position(
            |Entry {
                 expected: found, ..
             }| {
                found.rule == wanted.rule
                    && wanted
                        .field
                        .as_deref()
                        .is_none_or(|name| name == found.field.as_deref().unwrap_or_default())
            },
        );
        match hit {
            Some(index) => {
                left.remove(index);
            }
            None => result.differences.push(Difference::Missing(format!(
                "not_run {{ rule = {}, field = {} }}",
                quoted(&wanted.rule),
                quoted(wanted.field.as_deref().unwrap_or("…"))
            ))),
        }
    }
    let extra = left
        .into_iter()
        .map(|entry| format!("not_run {}", entry.shown()));
    result.differences.extend(extra.map(Difference::Extra));
    for (ids, outcome, key) in [
        (
            &case.not_applicable,
            Outcome::NotApplicable,
            "not_applicable",
        ),
        (&case.passed, Outcome::Passed, "passed"),
    ] {
        for id in ids {
            let mut ended = said.outcomes.iter().filter(|ended| ended.rule.id == *id);
            let ended = ended.next();
            if ended.is_none_or(|ended| ended.outcome != outcome) {
                // why it did not apply is what its author must know
                let note = ended.map_or("", |ended| ended.note.as_str());
                let note = if note.is_empty() {
                    String::new()
                } else {
                    format!("  # {note}")
                };
                let line = format!("{key} {}{note}", quoted(id));
                result.differences.push(Difference::Missing(line));
            }
        }
    }
}
