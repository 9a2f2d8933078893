//! A pack's own tests: `clean.json` must give nothing, and each case changes some of it and
//! states all that must then be found.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::{Checker, Pack, PackFault};
use crate::finding::{Checked, Outcome};
use crate::source::Source;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    #[serde(default)]
    case: Vec<Case>,
}

#[derive(Clone, Debug, Deserialize)]
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
    #[serde(default)]
    expect: Vec<Expected>,
    #[serde(default)]
    not_run: Vec<ExpectedNotRun>,
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

/// What one case showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// The file.
    pub file: String,
    /// The case.
    pub name: String,
    /// What was found otherwise than expected; empty when it passed.
    pub differences: Vec<Difference>,
    /// Rules that failed as this case expected.
    pub failed_rules: Vec<String>,
}

/// One difference between what a case expects and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Expected and not found.
    Missing(String),
    /// Found and not expected.
    Extra(String),
    /// The case could not be carried out.
    Fault(String),
}

impl Pack {
    /// Runs the pack's clean submissions and cases.
    ///
    /// # Errors
    /// Case files that cannot be read, and faults of the pack itself.
    pub fn run_cases(
        self: &Arc<Self>,
    ) -> Result<Vec<CaseResult>, (Vec<CaseFault>, Vec<PackFault>)> {
        let mut checker = self.checker().map_err(|faults| (Vec::new(), faults))?;
        let mut faults = Vec::new();
        let mut results = Vec::new();
        let clean: Vec<&str> = self
            .files()
            .files
            .keys()
            .map(String::as_str)
            .filter(|path| {
                path.starts_with("clean")
                    && std::path::Path::new(path)
                        .extension()
                        .is_some_and(|ending| ending == "json")
            })
            .collect();
        for file in &clean {
            if !self.serves(file) {
                continue;
            }
            let text = self.files().text(file).unwrap_or_default();
            let outcome = checker.check_source(Source::new(*file, text)).1;
            let mut differences: Vec<Difference> = found(&outcome)
                .into_iter()
                .map(|(_, line)| Difference::Extra(line))
                .collect();
            differences.extend(
                not_run(&outcome)
                    .into_iter()
                    .map(|(.., line)| Difference::Extra(line)),
            );
            results.push(CaseResult {
                file: (*file).to_owned(),
                name: "没有问题的填报 / clean".to_owned(),
                differences,
                failed_rules: Vec::new(),
            });
        }
        for file in self.files().under("cases/", ".toml") {
            let text = self.files().text(file).unwrap_or_default();
            match toml::from_str::<CaseFile>(text) {
                Err(error) => faults.push(CaseFault {
                    file: file.to_owned(),
                    case: String::new(),
                    why: error.to_string(),
                }),
                Ok(known) => {
                    for case in known.case {
                        if !self.serves(case.from.as_deref().unwrap_or("clean.json")) {
                            continue;
                        }
                        results.push(self.run_case(file, &case, &mut checker));
                    }
                }
            }
        }
        if faults.is_empty() {
            Ok(results)
        } else {
            Err((faults, Vec::new()))
        }
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

    fn run_case(self: &Arc<Self>, file: &str, case: &Case, checker: &mut Checker) -> CaseResult {
        let mut result = CaseResult {
            file: file.to_owned(),
            name: case.name.clone(),
            differences: Vec::new(),
            failed_rules: Vec::new(),
        };
        let text = match self.changed(case) {
            Ok(text) => text,
            Err(why) => {
                result.differences.push(Difference::Fault(why));
                return result;
            }
        };
        let source = Source::new(format!("{file}#{}", case.name), text);
        let outcome = if case.parameters.is_empty() {
            checker.check_source(source).1
        } else {
            match self.checker_with(&case.parameters) {
                Ok(mut checker) => checker.check_source(source).1,
                Err(faults) => {
                    let words = faults
                        .iter()
                        .map(|fault| fault.text(crate::words::Lang::Chinese));
                    result
                        .differences
                        .push(Difference::Fault(words.collect::<Vec<_>>().join("; ")));
                    return result;
                }
            }
        };
        compare(case, &outcome, &mut result);
        result
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

/// A submission taken apart, its scalars as written.
enum Tree {
    Scalar(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    fn of(document: &crate::document::Document, node: crate::document::NodeId) -> Self {
        use crate::document::Kind;
        match document.kind(node) {
            Kind::List => Self::List(
                document
                    .children(node)
                    .map(|child| Self::of(document, child))
                    .collect(),
            ),
            Kind::Map => Self::Map(
                document
                    .children(node)
                    .map(|child| {
                        (
                            document.key(child).unwrap_or_default().to_owned(),
                            Self::of(document, child),
                        )
                    })
                    .collect(),
            ),
            _ => Self::Scalar(document.source().slice(document.span(node)).to_owned()),
        }
    }

    /// Sets (or, with `None`, removes) what stands at a pointer.
    fn edit(&mut self, pointer: &str, value: Option<String>) -> Result<(), &'static str> {
        let mut steps: Vec<String> = pointer
            .strip_prefix('/')
            .ok_or("路径应以 / 开头 / a path starts with /")?
            .split('/')
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .collect();
        let last = steps.pop().unwrap_or_default();
        let mut at = self;
        for step in steps {
            at = match at {
                Self::Map(fields) => {
                    let found = fields.iter().position(|(key, _)| *key == step);
                    let index = if let Some(index) = found {
                        index
                    } else if value.is_some() {
                        fields.push((step, Self::Map(Vec::new())));
                        fields.len() - 1
                    } else {
                        return Err("没有这个位置 / no such place");
                    };
                    fields.get_mut(index).map(|(_, below)| below)
                }
                Self::List(all) => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| all.get_mut(index)),
                Self::Scalar(_) => None,
            }
            .ok_or("没有这个位置 / no such place")?;
        }
        let parsed = match value {
            Some(text) => Some(Self::read(&text).ok_or("值不是 JSON / the value is not JSON")?),
            None => None,
        };
        match (at, parsed) {
            (Self::Map(fields), Some(value)) => {
                match fields.iter_mut().find(|(key, _)| *key == last) {
                    Some((_, old)) => *old = value,
                    None => fields.push((last, value)),
                }
                Ok(())
            }
            (Self::Map(fields), None) => {
                let before = fields.len();
                fields.retain(|(key, _)| *key != last);
                if fields.len() == before {
                    Err("没有这个位置 / no such place")
                } else {
                    Ok(())
                }
            }
            (Self::List(all), value) => {
                let index = if last == "-" {
                    Some(all.len())
                } else {
                    last.parse::<usize>().ok()
                };
                match (index, value) {
                    (Some(index), Some(value)) if index == all.len() => all.push(value),
                    (Some(index), Some(value)) => {
                        *all.get_mut(index).ok_or("没有这个位置 / no such place")? = value;
                    }
                    (Some(index), None) if index < all.len() => {
                        all.remove(index);
                    }
                    _ => return Err("没有这个位置 / no such place"),
                }
                Ok(())
            }
            (Self::Scalar(_), _) => Err("没有这个位置 / no such place"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        // wrapped, since a document is an object
        let wrapped = format!("{{\"值\":{text}}}");
        let document = crate::document::Document::parse(Source::new("", wrapped)).ok()?;
        let node = document.get(document.root(), "值")?;
        (document.child_count(document.root()) == 1).then(|| Self::of(&document, node))
    }

    fn write(&self, out: &mut String, depth: usize) {
        let indent = "  ".repeat(depth + 1);
        let closing = "  ".repeat(depth);
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::List(all) => {
                out.push_str("[\n");
                for (index, entry) in all.iter().enumerate() {
                    out.push_str(&indent);
                    entry.write(out, depth + 1);
                    out.push_str(if index + 1 < all.len() { ",\n" } else { "\n" });
                }
                out.push_str(&closing);
                out.push(']');
            }
            Self::Map(fields) => {
                out.push_str("{\n");
                for (index, (key, value)) in fields.iter().enumerate() {
                    out.push_str(&indent);
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push_str(": ");
                    value.write(out, depth + 1);
                    out.push_str(if index + 1 < fields.len() {
                        ",\n"
                    } else {
                        "\n"
                    });
                }
                out.push_str(&closing);
                out.push('}');
            }
        }
    }
}

/// The code of a plain enum, as serde writes it.
fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Each finding and how a case would state it.
fn found(checked: &Checked) -> Vec<(Expected, String)> {
    checked
        .findings
        .iter()
        .map(|finding| {
            let at = finding.labels.iter().find(|label| label.primary);
            let expected = Expected {
                rule: finding.rule.id.clone(),
                verdict: Some(code(&finding.verdict)),
                at: Some(at.map(|label| label.path.clone()).unwrap_or_default()),
                level: Some(code(&finding.level)),
            };
            let line = format!(
                "{{ rule = \"{}\", verdict = \"{}\", at = \"{}\" }}  # {}",
                expected.rule,
                expected.verdict.as_deref().unwrap_or_default(),
                expected.at.as_deref().unwrap_or_default(),
                finding.message.text(crate::words::Lang::Chinese)
            );
            (expected, line)
        })
        .collect()
}

fn not_run(checked: &Checked) -> Vec<(String, String, String)> {
    checked
        .not_run
        .iter()
        .map(|entry| {
            let line = format!(
                "not_run {{ rule = \"{}\", field = \"{}\" }}  # {}",
                entry.rule.id,
                entry.field,
                entry.message.text(crate::words::Lang::Chinese)
            );
            (entry.rule.id.clone(), entry.field.clone(), line)
        })
        .collect()
}

fn agrees(wanted: Option<&String>, found: Option<&String>) -> bool {
    wanted.is_none() || wanted == found
}

fn compare(case: &Case, checked: &Checked, result: &mut CaseResult) {
    let mut left = found(checked);
    for wanted in &case.expect {
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
            None => result.differences.push(Difference::Missing(format!(
                "{{ rule = \"{}\", verdict = \"{}\", at = \"{}\" }}",
                wanted.rule,
                wanted.verdict.as_deref().unwrap_or("…"),
                wanted.at.as_deref().unwrap_or("…")
            ))),
        }
    }
    result
        .differences
        .extend(left.into_iter().map(|(_, line)| Difference::Extra(line)));
    let mut left = not_run(checked);
    for wanted in &case.not_run {
        let hit = left.iter().position(|(rule, field, _)| {
            *rule == wanted.rule && wanted.field.as_ref().is_none_or(|name| name == field)
        });
        match hit {
            Some(index) => {
                left.remove(index);
            }
            None => result.differences.push(Difference::Missing(format!(
                "not_run {{ rule = \"{}\", field = \"{}\" }}",
                wanted.rule,
                wanted.field.as_deref().unwrap_or("…")
            ))),
        }
    }
    result
        .differences
        .extend(left.into_iter().map(|(.., line)| Difference::Extra(line)));
    for id in &case.not_applicable {
        let outcome = checked
            .outcomes
            .iter()
            .find(|outcome| outcome.rule.id == *id);
        if outcome.map(|outcome| outcome.outcome) != Some(Outcome::NotApplicable) {
            result
                .differences
                .push(Difference::Missing(format!("not_applicable \"{id}\"")));
        }
    }
}
