//! What all submissions come to, counted in one reading of the records.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::view;
use super::{Screening, VERDICTS};
use crate::report::{FindingRecord, Log, outline};
use crate::words::Lang;
use crate::words::page;
use crate::words::table::{self, Class};

/// Bars of a plot; more are no longer a plot.
const MOST_BARS: usize = 12;

/// Width of the plots, in units of their own.
const WIDTH: usize = 1000;

/// Counts and plots.
#[derive(Debug, Serialize)]
pub(super) struct Overview {
    totals: Totals,
    share: Vec<Share>,
    rules: Vec<RuleBar>,
    rules_shown: Vec<RuleBar>,
    rules_capped: Option<String>,
    units_shown: Vec<UnitBar>,
    units_capped: Option<String>,
}

/// How many there are of everything.
#[derive(Debug, Default, Serialize)]
struct Totals {
    all: usize,
    correct: usize,
    explain: usize,
    not_run: usize,
    advice: usize,
    tail: usize,
}

impl Totals {
    fn of(&mut self, class: Class) -> &mut usize {
        match class {
            Class::Correct => &mut self.correct,
            Class::Explain => &mut self.explain,
            Class::NotRun => &mut self.not_run,
            Class::Advice => &mut self.advice,
            Class::Tail => &mut self.tail,
        }
    }
}

/// A part of the bar of verdicts.
#[derive(Debug, Serialize)]
struct Share {
    code: &'static str,
    name: &'static str,
    count: usize,
    x: usize,
    width: usize,
}

/// How often a rule speaks, tails left out.
#[derive(Clone, Debug, Serialize)]
struct RuleBar {
    id: String,
    title: String,
    class: &'static str,
    #[serde(skip)]
    gravest: Class,
    count: usize,
    width: usize,
}

/// How many findings a unit has.
#[derive(Clone, Debug, Default, Serialize)]
struct UnitBar {
    name: String,
    correct: usize,
    explain: usize,
    correct_width: usize,
    explain_width: usize,
}

impl Overview {
    pub(super) fn new(screening: &Screening, log: &dyn Log, lang: Lang) -> io::Result<Self> {
        let mut totals = Totals {
            all: screening.totals.submissions(),
            ..Totals::default()
        };
        let mut rules: BTreeMap<String, RuleBar> = BTreeMap::new();
        let mut units: BTreeMap<String, UnitBar> = BTreeMap::new();
        for record in log.records()? {
            let record = record?;
            totals.not_run += record.not_run.len();
            let mut unit = UnitBar::default();
            for cause in outline::causes(&record.findings) {
                let (finding, class) = (cause.finding, cause.class());
                *totals.of(class) += 1;
                unit.correct += usize::from(class == Class::Correct);
                unit.explain += usize::from(class == Class::Explain);
                count_rule(&mut rules, finding, class);
            }
            if unit.correct + unit.explain > 0 {
                let name = view::unit(&record, lang);
                let known = units.entry(name).or_default();
                known.correct += unit.correct;
                known.explain += unit.explain;
            }
        }
        for finding in &screening.findings {
            let class = Class::of(finding.level, finding.outcome);
            *totals.of(class) += 1;
            count_rule(&mut rules, finding, class);
        }
        let share = share(screening, lang);
        let rules: Vec<RuleBar> = rules.into_values().collect();
        let (rules_shown, rules_capped) = rule_bars(&rules, lang);
        let (units_shown, units_capped) = unit_bars(units, lang);
        Ok(Self {
            totals,
            share,
            rules,
            rules_shown,
            rules_capped,
            units_shown,
            units_capped,
        })
    }
}

fn count_rule(rules: &mut BTreeMap<String, RuleBar>, finding: &FindingRecord, class: Class) {
    let known = rules
        .entry(finding.rule.clone())
        .or_insert_with(|| RuleBar {
            id: view::clean(&finding.rule),
            title: view::clean(&finding.title),
            class: class.code(),
            gravest: class,
            count: 0,
            width: 0,
        });
    if class < known.gravest {
        known.gravest = class;
        known.class = class.code();
    }
    if class != Class::Tail {
        known.count += 1;
    }
}

/// The part of the whole that each verdict has; the last one fills up what division leaves.
fn share(screening: &Screening, lang: Lang) -> Vec<Share> {
    let all = screening.totals.submissions().max(1);
    let mut before = 0;
    let mut x = 0;
    let mut shares = Vec::new();
    for verdict in VERDICTS {
        let count = screening.totals.of(verdict);
        before += count;
        let end = before * WIDTH / all;
        shares.push(Share {
            code: view::code(verdict),
            name: table::advice(verdict, lang),
            count,
            x,
            width: end - x,
        });
        x = end;
    }
    shares
}

fn rule_bars(rules: &[RuleBar], lang: Lang) -> (Vec<RuleBar>, Option<String>) {
    let mut shown: Vec<RuleBar> = rules
        .iter()
        .filter(|rule| rule.count > 0)
        .cloned()
        .collect();
    let all = shown.len();
    shown.sort_by_key(|rule| Reverse(rule.count));
    shown.truncate(MOST_BARS);
    let most = shown.first().map_or(1, |rule| rule.count);
    for rule in &mut shown {
        rule.width = rule.count * WIDTH / most;
    }
    let capped = (all > shown.len()).then(|| page::most(shown.len(), all, lang));
    (shown, capped)
}

fn unit_bars(units: BTreeMap<String, UnitBar>, lang: Lang) -> (Vec<UnitBar>, Option<String>) {
    let named = units
        .into_iter()
        .map(|(name, unit)| UnitBar { name, ..unit });
    let mut shown: Vec<UnitBar> = named.collect();
    let all = shown.len();
    shown.sort_by_key(|unit| Reverse((unit.correct, unit.explain)));
    shown.truncate(MOST_BARS);
    let most = shown.iter().map(|unit| unit.correct + unit.explain).max();
    for unit in &mut shown {
        unit.correct_width = unit.correct * WIDTH / most.unwrap_or(1);
        unit.explain_width = unit.explain * WIDTH / most.unwrap_or(1);
    }
    let capped = (all > shown.len()).then(|| page::most(shown.len(), all, lang));
    (shown, capped)
}
