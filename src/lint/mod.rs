//! What can be said of rules without a submission to check: fields and units that cannot be
//! right, rules that can find nothing, rules that say the same or contradict one another.
//!
//! One file a lint; each is a function from a `Bench` to notices, listed in `LINTS`. Some
//! look at the scripts only, some at what the rules did with the pack's clean submissions. A rule
//! may excuse a lint in its metadata (`allow: #{ lint: "reason" }`); the notice is then kept, with
//! the reason.

mod cannot_fail;
mod conjunction;
mod contradiction;
mod division;
mod forms;
mod level;
mod metadata;
mod no_case;
mod parameter;
mod same_identity;
mod tolerance;
mod unknown_word;
mod values;

use std::collections::BTreeSet;
use std::sync::Arc;

use rhai::Position;

use crate::document::{Document, Submission};
use crate::pack::parsed::{At, Function, Parsed, RuleTree};
use crate::pack::{Pack, with_room};
use crate::source::Source;
use crate::verbs::{Equation, Standing};
use crate::words::Lang;
use crate::words::lint as words;

/// What a lint has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The form has no such field at this place; its path, and the nearest name there.
    UnknownField(String, Option<String>),
    /// A word or function there is not; the nearest.
    UnknownWord(String, Option<String>),
    /// Two sides of different units, and each unit.
    Units(String, String, String, String),
    /// A check that holds whatever is submitted; the check.
    AlwaysHolds(String),
    /// A rule all of whose checks hold whatever is submitted.
    CannotFail,
    /// An identity another rule has as well; that rule, and the identity's figure.
    SameIdentity(String, String),
    /// Identities that can never all hold; the rules, and the clean submission that shows it.
    NeverAllHold(Vec<String>, String),
    /// Identities that all hold only if this figure is the one given; the rules.
    OnlyIf(Vec<String>, String, String),
    /// A verb that does not go with the rule's level.
    Level(&'static str, &'static str),
    /// Comparisons joined by `||` before one finding.
    JoinedComparisons,
    /// A title that asks for two things.
    TwoDemands,
    /// A parameter no rule asks for.
    UnusedParameter(String),
    /// Metadata that is missing.
    MissingKey(&'static str),
    /// No case shows the rule failing.
    NoCase,
    /// A tolerance written by hand.
    Tolerance(String),
    /// A division by what may be zero; the divisor.
    Division(String),
    /// `allow` names no lint; the nearest.
    UnknownLint(String, Option<String>),
    /// `allow` excuses what does not occur.
    UnusedAllow(String),
}

/// One notice of a lint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The lint, as `allow` names it.
    pub lint: &'static str,
    /// The rule; empty for what belongs to none.
    pub rule: String,
    /// File, with the pack's id.
    pub file: String,
    /// Line and column in characters, from 1.
    pub place: Option<(usize, usize)>,
    /// The line itself.
    pub line: String,
    /// What it says.
    pub said: Said,
    /// Why the rule's author lets it be; empty where nobody does.
    pub excuse: String,
}

impl Notice {
    /// The sentence.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        words::text(&self.said, lang)
    }
}

/// A clean submission and what the rules did with it.
struct Sample {
    file: String,
    submission: Arc<Submission>,
    equations: Vec<Equation>,
}

/// A pack on the bench: its scripts taken apart, its clean submissions run.
struct Bench<'a> {
    pack: &'a Arc<Pack>,
    parsed: Parsed,
    samples: Vec<Sample>,
}

/// A lint: its name and what it does.
type Lint = (&'static str, fn(&Bench<'_>, &mut Found<'_>));

const LINTS: &[Lint] = &[
    ("unknown_field", values::unknown_fields),
    ("units", values::units),
    ("unknown_word", unknown_word::look),
    ("cannot_fail", cannot_fail::look),
    ("same_identity", same_identity::look),
    ("contradiction", contradiction::look),
    ("level", level::look),
    ("conjunction", conjunction::look),
    ("unused_parameter", parameter::look),
    ("metadata", metadata::look),
    ("no_case", no_case::look),
    ("tolerance", tolerance::look),
    ("division", division::look),
];

/// About `allow` itself; it cannot be allowed.
const ALLOW: &str = "allow";

/// Names of all lints.
pub fn names() -> impl Iterator<Item = &'static str> {
    LINTS.iter().map(|(name, _)| *name)
}

/// Where a lint puts what it has to say.
struct Found<'a> {
    pack: &'a Pack,
    lint: &'static str,
    notices: Vec<Notice>,
}

impl Found<'_> {
    /// Says something at a place of a script.
    fn at(&mut self, rule: &str, at: At, said: Said) {
        let script = self.pack.scripts.get(at.script);
        let line = script
            .and_then(|script| script.text.lines().nth(at.line.saturating_sub(1)))
            .unwrap_or_default();
        self.notices.push(Notice {
            lint: self.lint,
            rule: rule.to_owned(),
            file: script.map(|script| script.file.clone()).unwrap_or_default(),
            place: (at.line > 0).then_some((at.line, at.column)),
            line: line.to_owned(),
            said,
            excuse: String::new(),
        });
    }

    /// Says something of the manifest.
    fn of_manifest(&mut self, words: &str, said: Said) {
        let text = self.pack.files().text("pack.toml").unwrap_or_default();
        let hit = text
            .lines()
            .enumerate()
            .find(|(_, line)| line.trim_start().starts_with('[') && line.contains(words));
        self.notices.push(Notice {
            lint: self.lint,
            rule: String::new(),
            file: format!("{}/pack.toml", self.pack.manifest.id),
            place: hit.map(|(index, _)| (index + 1, 1)),
            line: hit.map(|(_, line)| line.to_owned()).unwrap_or_default(),
            said,
            excuse: String::new(),
        });
    }
}

/// A rule's closure, or a function, to be looked at.
#[derive(Clone, Copy)]
struct Subject<'b> {
    /// The rule's id; empty for a function.
    rule: &'b str,
    function: &'b Function,
}

impl Subject<'_> {
    fn at(&self, position: Position) -> At {
        At::of(self.function.script, position)
    }
}

impl<'a> Bench<'a> {
    fn of(pack: &'a Arc<Pack>) -> Self {
        let mut samples = Vec::new();
        if let Ok(mut checker) = pack.checker() {
            for file in pack.clean_files() {
                let text = pack.files().text(file).unwrap_or_default();
                let Ok(document) = Document::parse(Source::new(file, text)) else {
                    continue;
                };
                let examined = checker.examine(document);
                samples.push(Sample {
                    file: file.to_owned(),
                    submission: examined.submission,
                    // bounds are no identities
                    equations: (examined.equations.into_iter())
                        .filter(|equation| equation.standing == Standing::Equal)
                        .collect(),
                });
            }
        }
        let mut parsed = Parsed::of(pack);
        // what a pack leaves out of those it extends is none of its rules
        parsed.rules.retain(|rule| pack.rule(&rule.id).is_some());
        Self {
            pack,
            parsed,
            samples,
        }
    }

    /// All rules' closures and all functions.
    fn subjects(&self) -> impl Iterator<Item = Subject<'_>> {
        let rules = self.parsed.rules.iter().map(|rule| Subject {
            rule: &rule.id,
            function: &rule.body,
        });
        let functions = self
            .parsed
            .functions
            .iter()
            .map(|function| Subject { rule: "", function });
        rules.chain(functions)
    }

    fn tree(&self, id: &str) -> Option<&RuleTree> {
        self.parsed.rules.iter().find(|rule| rule.id == id)
    }

    /// Where a rule stands.
    fn place(&self, id: &str) -> At {
        self.tree(id).map(|rule| rule.at).unwrap_or_default()
    }
}

/// Everything the lints have to say of a pack, in the order of files and places.
#[must_use]
pub fn lint(pack: &Arc<Pack>) -> Vec<Notice> {
    with_room(|| lint_here(pack))
}

fn lint_here(pack: &Arc<Pack>) -> Vec<Notice> {
    let bench = Bench::of(pack);
    let mut notices = Vec::new();
    for (lint, look) in LINTS {
        let mut found = Found {
            pack,
            lint,
            notices: Vec::new(),
        };
        look(&bench, &mut found);
        notices.append(&mut found.notices);
    }
    excuse(&bench, &mut notices);
    let order: Vec<&str> = pack
        .scripts
        .iter()
        .map(|script| script.file.as_str())
        .collect();
    notices.sort_by_key(|notice| {
        let file = order.iter().position(|file| *file == notice.file);
        (file.unwrap_or(usize::MAX), notice.place)
    });
    notices.dedup();
    notices
}

/// Lays the rules' excuses over the notices, and speaks of those that excuse nothing.
fn excuse(bench: &Bench<'_>, notices: &mut Vec<Notice>) {
    let mut found = Found {
        pack: bench.pack,
        lint: ALLOW,
        notices: Vec::new(),
    };
    for (rule, allowed) in &bench.pack.allowed {
        for (lint, reason) in allowed {
            let mut used = false;
            for notice in notices.iter_mut() {
                if notice.rule == *rule && notice.lint == lint {
                    notice.excuse.clone_from(reason);
                    used = true;
                }
            }
            let known: BTreeSet<&str> = names().collect();
            let at = bench.place(rule);
            if !known.contains(lint.as_str()) {
                let nearest = crate::words::nearest(lint, known).map(str::to_owned);
                found.at(rule, at, Said::UnknownLint(lint.clone(), nearest));
            } else if !used {
                found.at(rule, at, Said::UnusedAllow(lint.clone()));
            }
        }
    }
    notices.append(&mut found.notices);
}
