//! What a case expects against what was found.

use super::{Case, CaseResult, Difference, Expected};
use crate::finding::{Checked, Finding, NotRun, Outcome};
use crate::words::Lang;

/// The code of a plain enum, as serde writes it.
fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Something found, or that could not run, as a case states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) rule: String,
    /// The entry of the case's list.
    pub(super) line: String,
    /// What it says, for people.
    pub(super) words: String,
}

impl Said {
    fn shown(&self) -> String {
        format!("{}  # {}", self.line, self.words)
    }
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

fn of_finding(finding: &Finding) -> (Expected, Said) {
    let at = finding.labels.iter().find(|label| label.primary);
    let at = at.map(|label| label.path.clone()).unwrap_or_default();
    let verdict = code(&finding.verdict);
    let line = format!(
        "{{ rule = {}, verdict = {}, at = {} }}",
        quoted(&finding.rule.id),
        quoted(&verdict),
        quoted(&at)
    );
    let said = Said {
        rule: finding.rule.id.clone(),
        line,
        words: finding.message.text(Lang::Chinese),
    };
    let expected = Expected {
        rule: finding.rule.id.clone(),
        verdict: Some(verdict),
        at: Some(at),
        level: Some(code(&finding.level)),
    };
    (expected, said)
}

fn of_not_run(entry: &NotRun) -> Said {
    let field = if entry.field.is_empty() {
        String::new()
    } else {
        format!(", field = {}", quoted(&entry.field))
    };
    Said {
        rule: entry.rule.id.clone(),
        line: format!("{{ rule = {}{field} }}", quoted(&entry.rule.id)),
        words: entry.message.text(Lang::Chinese),
    }
}

/// All that was found, and all that could not run.
pub(super) fn said(checked: &Checked) -> (Vec<Said>, Vec<Said>) {
    let found = checked.findings.iter().map(|finding| of_finding(finding).1);
    let not_run = checked.not_run.iter().map(of_not_run);
    (found.collect(), not_run.collect())
}

fn agrees(wanted: Option<&String>, found: Option<&String>) -> bool {
    wanted.is_none() || wanted == found
}

fn wanted_line(wanted: &Expected) -> String {
    let mut line = format!("{{ rule = {}", quoted(&wanted.rule));
    for (key, value) in [
        ("verdict", &wanted.verdict),
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
pub(super) fn compare(case: &Case, checked: &Checked, result: &mut CaseResult) {
    let mut left: Vec<(Expected, Said)> = checked.findings.iter().map(of_finding).collect();
    let mut missing = Vec::new();
    for wanted in case.expect.iter().flatten() {
        let hit = left.iter().position(|(found, _)| {
            found.rule == wanted.rule
                && agrees(wanted.verdict.as_ref(), found.verdict.as_ref())
                && agrees(wanted.at.as_ref(), found.at.as_ref())
                && agrees(wanted.level.as_ref(), found.level.as_ref())
        });
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
        let other = left.iter().position(|(found, _)| found.rule == wanted.rule);
        result.differences.push(match other {
            Some(index) => Difference::Other(wanted_line(wanted), left.remove(index).1.shown()),
            None => Difference::Missing(wanted_line(wanted)),
        });
    }
    let extra = left.into_iter().map(|(_, said)| said.shown());
    result.differences.extend(extra.map(Difference::Extra));
    let mut left: Vec<(&NotRun, Said)> = checked
        .not_run
        .iter()
        .map(|entry| (entry, of_not_run(entry)))
        .collect();
    for wanted in case.not_run.iter().flatten() {
        let hit = left.iter().position(|(entry, _)| {
            entry.rule.id == wanted.rule
                && wanted
                    .field
                    .as_ref()
                    .is_none_or(|name| *name == entry.field)
        });
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
        .map(|(_, said)| format!("not_run {}", said.shown()));
    result.differences.extend(extra.map(Difference::Extra));
    for id in &case.not_applicable {
        let outcome = checked
            .outcomes
            .iter()
            .find(|outcome| outcome.rule.id == *id);
        if outcome.map(|outcome| outcome.outcome) != Some(Outcome::NotApplicable) {
            let line = format!("not_applicable {}", quoted(id));
            result.differences.push(Difference::Missing(line));
        }
    }
}
