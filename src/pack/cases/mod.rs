//! A pack's own tests: `clean.json` must give nothing, and each case changes some of it and
//! states all that must then be found. Rules over all submissions have cases that hand in several.

mod accept;
mod change;
mod compare;
mod shown;
mod together;
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
use change::Change;
use compare::Said;
pub use shown::{Shown, ShownTogether};
use together::Part;
pub use together::{Asked, Asking, FoundTogether, HandedIn, PlaceTogether, Together};

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
    /// Rules that must have been asked, and must hold.
    #[serde(default)]
    passed: Vec<String>,
    /// What is handed in together, for rules over all submissions; the changes above are made in
    /// each.
    #[serde(default)]
    submission: Vec<Part>,
    /// Departments and their units, as a roster has them.
    #[serde(default)]
    roster: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    rule: String,
    #[serde(default)]
    verdict: Option<String>,
    /// The submission, where several are handed in.
    #[serde(default)]
    unit: Option<String>,
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
        self.expect.is_some()
            || self.not_run.is_some()
            || !self.not_applicable.is_empty()
            || !self.passed.is_empty()
    }

    /// The clean submission that it, or the first it hands in, is made from.
    fn begins_with(&self) -> &str {
        let first = self
            .submission
            .first()
            .and_then(|part| part.from.as_deref());
        first.or(self.from.as_deref()).unwrap_or(change::CLEAN)
    }

    /// Rules it speaks of.
    fn names(&self) -> impl Iterator<Item = String> {
        let found = self.expect.iter().flatten().map(|entry| &entry.rule);
        let not_run = self.not_run.iter().flatten().map(|entry| &entry.rule);
        let stated = self.not_applicable.iter().chain(&self.passed);
        found.chain(not_run).chain(stated).cloned()
    }

    fn change(&self) -> Change<'_> {
        Change {
            set: &self.set,
            text: &self.text,
            json: &self.json,
            remove: &self.remove,
            forget: None,
        }
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

    fn see(&mut self, said: Said) {
        let rules = said.found.iter().map(|found| &found.expected.rule);
        let not_run = said.not_run.iter().map(|not_run| &not_run.expected.rule);
        self.concerns.extend(rules.chain(not_run).cloned());
        self.found = said.found.into_iter().map(|found| found.line).collect();
        self.not_run = said.not_run.into_iter().map(|one| one.line).collect();
        self.outcomes = said.outcomes;
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

impl Pack {
    /// Runs the pack's clean submissions and cases; `ask` is [`crate::screen::ask_together`].
    ///
    /// # Errors
    /// Case files that cannot be read, and faults of the pack itself.
    pub fn run_cases(self: &Arc<Self>, ask: Asking) -> Result<Vec<CaseResult>, CasesFault> {
        self.run_all(ask, None)
    }

    /// Runs them and says what of the rules they ran.
    ///
    /// # Errors
    /// As [`Self::run_cases`].
    pub fn cover_cases(
        self: &Arc<Self>,
        ask: Asking,
    ) -> Result<(Vec<CaseResult>, Vec<Covered>), CasesFault> {
        let seen = Seen::default();
        let results = self.run_all(ask, Some(&seen))?;
        Ok((results, covered(self, &seen)))
    }

    fn run_all(
        self: &Arc<Self>,
        ask: Asking,
        seen: Option<&Seen>,
    ) -> Result<Vec<CaseResult>, CasesFault> {
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
            let said = Said::of_one(&outcome);
            compare::compare(&Case::default(), &said, &mut result);
            result.see(said);
            results.push(result);
        }
        for (file, cases) in files {
            for (number, case) in cases.iter().enumerate() {
                if !self.serves(case.begins_with()) {
                    continue;
                }
                let mut result = CaseResult::new(file, &case.name, Some(number));
                match self.carried_out(file, case, &mut checker, ask, seen) {
                    Ok(said) => {
                        compare::compare(case, &said, &mut result);
                        result.see(said);
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

    /// What a case finds, in one submission or across several; or why it cannot be carried out.
    fn carried_out(
        self: &Arc<Self>,
        file: &str,
        case: &Case,
        checker: &mut Checker,
        ask: Asking,
        seen: Option<&Seen>,
    ) -> Result<Said, String> {
        if let Some(why) = self.misnamed(case) {
            return Err(why);
        }
        if case.submission.is_empty() {
            let (_, outcome) = self.carry_out(file, case, checker, seen)?;
            return Ok(Said::of_one(&outcome));
        }
        let together = self.handed_in(case)?;
        let asked = self.under(case, checker, seen, |checker| ask(checker, &together))??;
        // what is made of one clean submission is alike, and would strike others too
        Ok(Said::of_all(asked).only(&case.names().collect()))
    }

    /// The submission a case makes, and what is found in it; or why it cannot be made.
    fn carry_out(
        self: &Arc<Self>,
        file: &str,
        case: &Case,
        checker: &mut Checker,
        seen: Option<&Seen>,
    ) -> Result<(Source, Checked), String> {
        let text = self.changed(case.from.as_deref(), &[case.change()])?;
        let source = Source::new(format!("{file}#{}", case.name), text);
        self.under(case, checker, seen, |checker| checker.check_source(source))
    }

    /// Does something with a checker that has the parameters of a case.
    fn under<T>(
        self: &Arc<Self>,
        case: &Case,
        checker: &mut Checker,
        seen: Option<&Seen>,
        what: impl FnOnce(&mut Checker) -> T,
    ) -> Result<T, String> {
        if case.parameters.is_empty() {
            return Ok(what(checker));
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
        Ok(what(&mut checker))
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
}
