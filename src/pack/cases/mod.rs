//! A pack's own tests: `clean.json` must give nothing, and each case changes some of it and
//! states all that must then be found.

mod accept;
mod compare;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::coverage::{Covered, Seen, covered};
use super::{Checker, Pack, PackFault};
use crate::finding::{Checked, RuleOutcome};
use crate::source::Source;
pub(super) use accept::with_line_ends;
use tree::Tree;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(default)]
    case: Vec<Case>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// Which clean submission to start from; `clean.json` when not said.
    #[serde(default)]
    from: Option<String>,
    /// JSON Pointer = number as written, or a text.
    #[serde(default)]
    set: BTreeMap<String, toml::Value>,
    /// JSON Pointer = text, also where it reads as a number.
    #[serde(default)]
    text: BTreeMap<String, String>,
    /// JSON Pointer = JSON.
    #[serde(default)]
    json: BTreeMap<String, String>,
    #[serde(default)]
    remove: Vec<String>,
    #[serde(default)]
    parameters: BTreeMap<String, toml::Value>,
    /// `None`: a new case, which does not say yet.
    #[serde(default)]
    expect: Option<Vec<Expected>>,
    #[serde(default)]
    not_run: Option<Vec<ExpectedNotRun>>,
    #[serde(default)]
    not_applicable: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    rule: String,
    #[serde(default)]
    verdict: Option<String>,
    #[serde(default)]
    at: Option<String>,
    #[serde(default)]
    level: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedNotRun {
    rule: String,
    #[serde(default)]
    field: Option<String>,
}

/// A case file or a change that cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFault {
    /// The file.
    pub file: String,
    /// The case, empty when the file as a whole is meant.
    pub case: String,
    /// Why, in both languages.
    pub why: String,
}

impl Case {
    /// Whether it says what it expects.
    fn states(&self) -> bool {
        self.expect.is_some() || self.not_run.is_some() || !self.not_applicable.is_empty()
    }

    /// Rules it speaks of.
    fn names(&self) -> impl Iterator<Item = String> {
        let found = self.expect.iter().flatten().map(|entry| &entry.rule);
        let not_run = self.not_run.iter().flatten().map(|entry| &entry.rule);
        found.chain(not_run).chain(&self.not_applicable).cloned()
    }
}

/// What one case showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// The file.
    pub file: String,
    /// The case.
    pub name: String,
    /// Its place among the cases of its file, from 0; `None` for a clean submission.
    pub number: Option<usize>,
    /// What was found otherwise than expected; empty when it passed.
    pub differences: Vec<Difference>,
    /// Rules that failed as this case expected.
    pub failed_rules: Vec<String>,
    /// Rules the case speaks of, or that found something.
    pub concerns: Vec<String>,
    /// How each rule ended; empty where the case could not be carried out.
    pub outcomes: Vec<RuleOutcome>,
    /// What was found, as entries of `expect`.
    found: Vec<String>,
    /// What could not run, as entries of `not_run`.
    not_run: Vec<String>,
    /// Whether the case says what it expects.
    states: bool,
}

impl CaseResult {
    fn new(file: &str, name: &str, number: Option<usize>) -> Self {
        Self {
            file: file.to_owned(),
            name: name.to_owned(),
            number,
            differences: Vec::new(),
            failed_rules: Vec::new(),
            concerns: Vec::new(),
            outcomes: Vec::new(),
            found: Vec::new(),
            not_run: Vec::new(),
            states: true,
        }
    }

    /// Whether it is a case that could be carried out and does not say yet what it expects.
    #[must_use]
    pub fn is_new(&self) -> bool {
        !self.states && !self.outcomes.is_empty()
    }

    fn see(&mut self, checked: Checked) {
        let (found, not_run) = compare::said(&checked);
        self.concerns
            .extend(found.iter().chain(&not_run).map(|said| said.rule.clone()));
        self.found = found.into_iter().map(|said| said.line).collect();
        self.not_run = not_run.into_iter().map(|said| said.line).collect();
        self.outcomes = checked.outcomes;
    }
}

/// One difference between what a case expects and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Expected and not found.
    Missing(String),
    /// Found and not expected.
    Extra(String),
    /// The rule found something else: what was expected, and what was found.
    Other(String, String),
    /// The case could not be carried out.
    Fault(String),
}

/// Why a pack's cases could not be run: files that cannot be read, faults of the pack.
pub type CasesFault = (Vec<CaseFault>, Vec<PackFault>);

/// A case carried out: the submission it made, and what was found in it.
#[derive(Debug)]
pub struct Shown {
    /// The case's file.
    pub file: String,
    /// The case's name.
    pub name: String,
    /// The changed submission.
    pub source: Source,
    /// What was found.
    pub checked: Checked,
    /// Which of the findings is the rule's.
    pub finding: usize,
}

impl Pack {
    /// Runs the pack's clean submissions and cases.
    ///
    /// # Errors
    /// Case files that cannot be read, and faults of the pack itself.
    pub fn run_cases(self: &Arc<Self>) -> Result<Vec<CaseResult>, CasesFault> {
        self.run_all(None)
    }

    /// Runs them and says what of the rules they ran.
    ///
    /// # Errors
    /// As [`Self::run_cases`].
    pub fn cover_cases(self: &Arc<Self>) -> Result<(Vec<CaseResult>, Vec<Covered>), CasesFault> {
        let seen = Seen::default();
        let results = self.run_all(Some(&seen))?;
        Ok((results, covered(self, &seen)))
    }

    fn run_all(self: &Arc<Self>, seen: Option<&Seen>) -> Result<Vec<CaseResult>, CasesFault> {
        let mut checker = self.checker().map_err(|faults| (Vec::new(), faults))?;
        if let Some(seen) = seen {
            checker.count_steps(seen);
        }
        let files = self.case_files().map_err(|faults| (faults, Vec::new()))?;
        let mut results = Vec::new();
        for file in self.clean_files().filter(|file| self.serves(file)) {
            let text = self.files().text(file).unwrap_or_default();
            let outcome = checker.check_source(Source::new(file, text)).1;
            let mut result = CaseResult::new(file, "没有问题的填报 / clean", None);
            compare::compare(&Case::default(), &outcome, &mut result);
            result.see(outcome);
            results.push(result);
        }
        for (file, cases) in files {
            for (number, case) in cases.iter().enumerate() {
                if !self.serves(case.from.as_deref().unwrap_or("clean.json")) {
                    continue;
                }
                let mut result = CaseResult::new(file, &case.name, Some(number));
                match self.carry_out(file, case, &mut checker, seen) {
                    Ok((_, outcome)) => {
                        compare::compare(case, &outcome, &mut result);
                        result.see(outcome);
                    }
                    Err(why) => result.differences.push(Difference::Fault(why)),
                }
                result.concerns.extend(case.names());
                result.states = case.states();
                results.push(result);
            }
        }
        Ok(results)
    }

    /// Whether a submission of the pack's own is of the form at hand: a pack that borrows several
    /// has the cases of all in one place. What cannot be read is for the case to say.
    fn serves(&self, file: &str) -> bool {
        if !self.borrowed {
            return true;
        }
        let text = self.files().text(file).unwrap_or_default();
        serde_json::from_str::<Value>(text).map_or(true, |read| {
            let kind = read.get("文种").and_then(Value::as_str);
            kind.is_none_or(|kind| self.manifest.kinds.iter().any(|served| served == kind))
        })
    }

    /// Names of the clean submissions.
    pub(crate) fn clean_files(&self) -> impl Iterator<Item = &str> {
        self.files()
            .files
            .keys()
            .map(String::as_str)
            .filter(|path| {
                path.starts_with("clean")
                    && std::path::Path::new(path)
                        .extension()
                        .is_some_and(|ending| ending == "json")
            })
    }

    /// Rules that some case expects to find something.
    pub(crate) fn rules_in_cases(&self) -> BTreeSet<String> {
        let files = self.case_files().unwrap_or_default();
        let cases = files.iter().flat_map(|(_, cases)| cases);
        cases
            .flat_map(|case| case.expect.iter().flatten())
            .map(|entry| entry.rule.clone())
            .collect()
    }

    fn case_files(&self) -> Result<Vec<(&str, Vec<Case>)>, Vec<CaseFault>> {
        let mut faults = Vec::new();
        let mut files = Vec::new();
        for file in self.files().under("cases/", ".toml") {
            let text = self.files().text(file).unwrap_or_default();
            match toml::from_str::<CaseFile>(text) {
                Ok(known) => files.push((file, known.case)),
                Err(error) => faults.push(CaseFault {
                    file: file.to_owned(),
                    case: String::new(),
                    why: error.to_string(),
                }),
            }
        }
        if faults.is_empty() {
            Ok(files)
        } else {
            Err(faults)
        }
    }

    /// The submission a case makes, and what is found in it; or why it cannot be made.
    fn carry_out(
        self: &Arc<Self>,
        file: &str,
        case: &Case,
        checker: &mut Checker,
        seen: Option<&Seen>,
    ) -> Result<(Source, Checked), String> {
        let text = self.changed(case)?;
        let source = Source::new(format!("{file}#{}", case.name), text);
        if case.parameters.is_empty() {
            return Ok(checker.check_source(source));
        }
        let mut checker = self.checker_with(&case.parameters).map_err(|faults| {
            let words = faults
                .iter()
                .map(|fault| fault.text(crate::words::Lang::Chinese));
            words.collect::<Vec<_>>().join("; ")
        })?;
        if let Some(seen) = seen {
            checker.count_steps(seen);
        }
        Ok(checker.check_source(source))
    }

    /// The case that shows a rule failing and little else, carried out.
    #[must_use]
    pub fn shown_failing(self: &Arc<Self>, rule: &str) -> Option<Shown> {
        let files = self.case_files().ok()?;
        let shows = |case: &&Case| {
            case.expect
                .iter()
                .flatten()
                .any(|entry| entry.rule == rule && entry.verdict.as_deref() != Some("rounding"))
        };
        let all = files
            .iter()
            .flat_map(|(file, cases)| cases.iter().map(move |case| (*file, case)));
        let (file, case) = all
            .filter(|(_, case)| shows(case))
            .min_by_key(|(_, case)| case.expect.iter().flatten().count())?;
        let mut checker = self.checker().ok()?;
        let (source, outcome) = self.carry_out(file, case, &mut checker, None).ok()?;
        let finding = outcome
            .findings
            .iter()
            .position(|finding| finding.rule.id == rule)?;
        Some(Shown {
            file: file.to_owned(),
            name: case.name.clone(),
            source,
            checked: outcome,
            finding,
        })
    }

    /// What the pack finds when a case (its `[[case]]` in TOML) is carried out, as entries of
    /// `expect`; `None` where it cannot be, or something could not run then.
    pub(super) fn found_in_case(self: &Arc<Self>, text: &str) -> Option<Vec<String>> {
        let file: CaseFile = toml::from_str(text).ok()?;
        let mut checker = self.checker().ok()?;
        let case = file.case.first()?;
        let (_, outcome) = self.carry_out("", case, &mut checker, None).ok()?;
        let (found, not_run) = compare::said(&outcome);
        let lines = found.into_iter().map(|said| said.line).collect();
        not_run.is_empty().then_some(lines)
    }

    /// Case files with the findings of their new cases written in: file and text.
    ///
    /// # Errors
    /// Which file cannot be edited, and why.
    pub fn accept(&self, results: &[CaseResult]) -> Result<Vec<(String, String)>, CaseFault> {
        let mut written = Vec::new();
        for file in self.files().under("cases/", ".toml") {
            let own: Vec<&CaseResult> = results
                .iter()
                .filter(|result| result.file == file)
                .collect();
            let text = self.files().text(file).unwrap_or_default();
            let accepted = accept::accepted(text, &own).map_err(|why| CaseFault {
                file: file.to_owned(),
                case: String::new(),
                why,
            })?;
            written.extend(accepted.map(|text| (file.to_owned(), text)));
        }
        Ok(written)
    }

    /// The clean submission with the case's changes, as text. Numbers stay as written.
    fn changed(&self, case: &Case) -> Result<String, String> {
        let file = case.from.as_deref().unwrap_or("clean.json");
        let text = self
            .files()
            .text(file)
            .ok_or_else(|| format!("没有 {file} / no {file}"))?;
        let document = crate::document::Document::parse(Source::new(file, text))
            .map_err(|_| format!("{file} 不是 JSON / is not JSON"))?;
        let mut edits: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (path, value) in &case.set {
            edits.insert(path.clone(), Some(raw(value)));
        }
        for (path, value) in &case.text {
            edits.insert(path.clone(), Some(Value::from(value.as_str()).to_string()));
        }
        for (path, value) in &case.json {
            edits.insert(path.clone(), Some(value.clone()));
        }
        for path in &case.remove {
            edits.insert(path.clone(), None);
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
            let number = crate::document::read_json_number(text).is_ok()
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
