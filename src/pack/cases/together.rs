//! Submissions of a case that are handed in together: what rules over all submissions are tried
//! on.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Case, Change};
use crate::document::Document;
use crate::finding::{Level, RuleOutcome, Verdict};
use crate::pack::{Checker, Pack, subject};
use crate::source::Source;
use crate::words::nearest;

/// Submissions of one case; a threshold that needs more is better tried with a smaller one.
const MOST: usize = 200;
/// Characters of a text that are shown.
const LONGEST: usize = 30;
/// The field of a unit's name.
const UNIT: &str = "/单位名称";
/// The field of its code.
const CODE: &str = "单位编码";

/// A submission of a case, or several that differ in nothing but the unit's name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// The unit's name; that of the clean submission when not said.
    #[serde(default)]
    unit: Option<String>,
    /// Whether it is last year's.
    #[serde(default)]
    prior: bool,
    /// How many; their units are numbered from 1.
    #[serde(default)]
    times: Option<usize>,
    #[serde(default)]
    pub(super) from: Option<String>,
    #[serde(default)]
    set: BTreeMap<String, toml::Value>,
    #[serde(default)]
    text: BTreeMap<String, String>,
    #[serde(default)]
    json: BTreeMap<String, String>,
    #[serde(default)]
    remove: Vec<String>,
}

/// What a case hands in.
#[derive(Clone, Debug)]
pub struct Together {
    /// The submissions, by the names that a case calls them.
    pub submissions: Vec<HandedIn>,
    /// What a roster says: departments and their units.
    pub roster: Vec<(String, String)>,
}

/// One submission of a case.
#[derive(Clone, Debug)]
pub struct HandedIn {
    /// Its text, under the name that the case calls it.
    pub source: Source,
    /// Whether it is last year's.
    pub prior: bool,
}

/// What came of asking rules over all submissions.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What was found.
    pub found: Vec<FoundTogether>,
    /// How each rule that asked something ended.
    pub outcomes: Vec<RuleOutcome>,
    /// Rules that could not be asked, and why.
    pub not_run: Vec<(String, String)>,
}

/// A finding across submissions.
#[derive(Clone, Debug)]
pub struct FoundTogether {
    /// Id of the rule.
    pub rule: String,
    /// How grave it is.
    pub level: Level,
    /// What was found out.
    pub verdict: Verdict,
    /// What is said.
    pub message: String,
    /// The places, the primary one first: name of the submission, JSON Pointer, title of the
    /// field, what stands there.
    pub places: Vec<PlaceTogether>,
}

/// A place of a finding across submissions.
#[derive(Clone, Debug)]
pub struct PlaceTogether {
    /// Name of the submission.
    pub submission: String,
    /// JSON Pointer.
    pub path: String,
    /// The form's titles.
    pub label: String,
    /// What stands there.
    pub text: String,
}

/// Asks rules over all submissions. [`crate::screen`] does, which a pack does not see.
pub type Asking = fn(&mut Checker, &Together) -> Result<Asked, String>;

impl PlaceTogether {
    /// The field and what stands there, or the beginning of it.
    #[must_use]
    pub fn words(&self) -> String {
        let mut text: String = self.text.chars().take(LONGEST).collect();
        if text.len() < self.text.len() {
            text.push('…');
        }
        format!("{}  {text}", self.label)
    }
}

impl Part {
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

impl Pack {
    /// Why a case names rules or submissions that it cannot name.
    pub(super) fn misnamed(&self, case: &Case) -> Option<String> {
        let together = !case.submission.is_empty();
        if !together && !case.roster.is_empty() {
            return Some(
                "roster（名单）要与 [[case.submission]] 一起写 / roster needs [[case.submission]]"
                    .to_owned(),
            );
        }
        for id in case.names() {
            match (together, self.rule_of_all(&id).is_some()) {
                (true, true) | (false, false) => {}
                (false, true) => {
                    return Some(format!(
                        "规则 {id} 看的是各份之间：用例要用 [[case.submission]] 写出各份 / rule {id} is over all submissions: say which with [[case.submission]]"
                    ));
                }
                (true, false) if self.rule(&id).is_some() => {
                    return Some(format!(
                        "规则 {id} 一份一份地看：用例不写 [[case.submission]] / rule {id} looks at one submission: leave [[case.submission]] out"
                    ));
                }
                (true, false) => {
                    let known = self.rules_of_all.iter().map(|rule| rule.id.as_str());
                    let (near, english) = nearest(&id, known)
                        .map_or_else(Default::default, |near| {
                            (format!("；是不是 {near}"), format!("; perhaps {near}"))
                        });
                    return Some(format!(
                        "没有各份之间的规则 {id}{near} / no rule {id} over all submissions{english}"
                    ));
                }
            }
        }
        None
    }

    /// The submissions that a case hands in, or why they cannot be made.
    pub(super) fn handed_in(&self, case: &Case) -> Result<Together, String> {
        let mut submissions: Vec<HandedIn> = Vec::new();
        for (index, part) in case.submission.iter().enumerate() {
            let which = index + 1;
            let wrong =
                |why: String| format!("第 {which} 个 submission / submission {which}: {why}");
            let times = part.times.unwrap_or(1);
            if times == 0 || times > MOST - submissions.len() {
                return Err(wrong(format!(
                    "times = {times}：一个用例可写 1～{MOST} 份 / a case has 1 to {MOST} submissions"
                )));
            }
            for copy in 1..=times {
                let text = self.copied(case, part, copy).map_err(wrong)?;
                let name = name(&text, part.prior, &submissions);
                submissions.push(HandedIn {
                    source: Source::new(name, text),
                    prior: part.prior,
                });
            }
        }
        let known = |unit: &String| submissions.iter().any(|one| one.source.name() == *unit);
        let expected = case.expect.iter().flatten();
        let mut expected = expected.filter_map(|entry| entry.unit.as_ref());
        if let Some(unit) = expected.find(|unit| !known(unit)) {
            let all = submissions.iter().map(|one| one.source.name()).take(10);
            let all = all.collect::<Vec<_>>().join("、");
            return Err(format!(
                "expect 的 unit：没有“{unit}”这一份，有的是 {all} / no submission is called \"{unit}\""
            ));
        }
        let roster = case.roster.iter().flat_map(|(department, units)| {
            units.iter().map(|unit| (department.clone(), unit.clone()))
        });
        Ok(Together {
            roster: roster.collect(),
            submissions,
        })
    }

    /// The text of one of the submissions that a part stands for.
    fn copied(&self, case: &Case, part: &Part, copy: usize) -> Result<String, String> {
        let unit = part.unit.as_ref().map(|unit| match part.times {
            Some(_) => format!("{unit}{copy}"),
            None => unit.clone(),
        });
        let unit: BTreeMap<String, String> = unit
            .into_iter()
            .map(|unit| (UNIT.to_owned(), unit))
            .collect();
        let renamed = Change {
            // another unit has another code
            forget: (!unit.is_empty()).then_some(CODE),
            text: &unit,
            ..Change::default()
        };
        let from = part.from.as_deref().or(case.from.as_deref());
        self.changed(from, &[case.change(), renamed, part.change()])
    }
}

/// What a case calls a submission: by its unit, and whichever of the same name it is.
fn name(text: &str, prior: bool, before: &[HandedIn]) -> String {
    let document = Document::parse(Source::new("", text));
    let unit = document.map_or_else(|_| String::new(), |document| subject(&document).unit);
    let name = if prior {
        format!("{unit}（上年）")
    } else {
        unit
    };
    let taken = |name: &str| before.iter().any(|one| one.source.name() == name);
    if !taken(&name) {
        return name;
    }
    let numbered = (2..).map(|number| format!("{name}（第{number}份）"));
    numbered
        .into_iter()
        .find(|numbered| !taken(numbered))
        .unwrap_or(name)
}
