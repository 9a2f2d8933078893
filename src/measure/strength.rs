//! What all outcomes together say of a pack.

use serde::Serialize;

use super::Options;
use super::outcome::{Located, Named, Outcome};
use super::plan::Plan;
use super::sample::{Clean, Held, Sample};
use super::slip::Kind;
use crate::finding::PackStamp;

/// How many slips ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All that were planted.
    pub planted: usize,
    /// Those that rounding hides: all identities still hold. They are in no number below.
    pub in_slack: usize,
    /// Those that some finding points at.
    pub caught: usize,
    /// Caught, and the right figure alone ranked first.
    pub first: usize,
    /// Caught, and the right figure ranked first with others.
    pub tied: usize,
    /// Caught, and the right slip named, with the true figure.
    pub named: usize,
    /// Caught, and another slip named that makes the same digits.
    pub alike: usize,
    /// Those with a finding beside that names other figures first.
    pub astray: usize,
    /// Findings that have nothing to do with what was planted; in slack or not.
    pub false_findings: usize,
}

impl Tally {
    /// Slips that could be found.
    #[must_use]
    pub fn open(&self) -> usize {
        self.planted - self.in_slack
    }

    /// Right figure ranked first, alone or with others.
    #[must_use]
    pub fn located(&self) -> usize {
        self.first + self.tied
    }

    fn add(&mut self, outcome: &Outcome) {
        self.planted += 1;
        self.false_findings += outcome.false_findings.len();
        if outcome.in_slack {
            self.in_slack += 1;
            return;
        }
        self.caught += usize::from(outcome.caught);
        self.first += usize::from(outcome.located == Located::First);
        self.tied += usize::from(outcome.located == Located::Tied);
        self.named += usize::from(outcome.named == Named::Yes);
        self.alike += usize::from(outcome.named == Named::Alike);
        self.astray += usize::from(outcome.astray > 0);
    }
}

/// One slip and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trial {
    /// The clean submission.
    pub file: String,
    /// JSON Pointer of the figure.
    pub path: String,
    /// The part of the form.
    pub table: String,
    /// How well the rules hold the figure.
    pub held: Held,
    /// The slip.
    pub kind: Kind,
    /// Slips that make the same digits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<Kind>,
    /// The figure as it was.
    pub truth: String,
    /// What was planted.
    pub planted: String,
    /// The other slip, of two at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// A figure of a clean submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The clean submission.
    pub file: String,
    /// JSON Pointer.
    pub path: String,
    /// How well the rules hold it.
    pub held: Held,
}

/// What a pack can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Strength {
    /// The pack.
    pub pack: PackStamp,
    /// What was drawn from.
    pub seed: u64,
    /// Whether two slips were planted at once.
    pub pairs: bool,
    /// The clean submissions.
    pub clean: Vec<Clean>,
    /// Every figure and how well it is held.
    pub places: Vec<Place>,
    /// Every slip.
    pub trials: Vec<Trial>,
}

impl Strength {
    /// The slips of which something is true, counted.
    #[must_use]
    pub fn tally(&self, counts: impl Fn(&Trial) -> bool) -> Tally {
        let mut tally = Tally::default();
        for trial in self.trials.iter().filter(|trial| counts(trial)) {
            tally.add(&trial.outcome);
        }
        tally
    }

    /// Every slip counted.
    #[must_use]
    pub fn all(&self) -> Tally {
        self.tally(|_| true)
    }

    /// Kinds of slips that were planted, in their order.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let planted = |kind: &Kind| self.trials.iter().any(|trial| trial.kind == *kind);
        Kind::ALL.into_iter().filter(planted).collect()
    }

    /// Parts of the form, in the order of the submissions.
    #[must_use]
    pub fn tables(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for trial in &self.trials {
            if !all.contains(&trial.table.as_str()) {
                all.push(&trial.table);
            }
        }
        all
    }

    /// How many figures are held so well.
    #[must_use]
    pub fn figures(&self, held: Held) -> usize {
        let all = self.places.iter();
        all.filter(|place| place.held == held).count()
    }

    /// Figures that no rule checks, by their file and path.
    pub fn unwatched(&self) -> impl Iterator<Item = &Place> {
        let all = self.places.iter();
        all.filter(|place| place.held == Held::Unwatched)
    }
}

/// Puts plans and outcomes together.
pub(super) fn gather(
    stamp: &PackStamp,
    options: Options,
    samples: &[Sample],
    plans: Vec<Plan>,
    outcomes: Vec<Vec<Outcome>>,
) -> Strength {
    let mut trials = Vec::new();
    for (plan, outcomes) in plans.into_iter().zip(outcomes) {
        let Some(sample) = samples.get(plan.sample) else {
            continue;
        };
        let document = sample.submission.document();
        let said: Vec<String> = plan
            .slips
            .iter()
            .map(|slip| format!("{} {}", slip.path, slip.kind.code()))
            .collect();
        for (slip, outcome) in plan.slips.into_iter().zip(outcomes) {
            let own = format!("{} {}", slip.path, slip.kind.code());
            let source = document.source();
            trials.push(Trial {
                file: sample.file.clone(),
                truth: source.slice(document.span(slip.node)).to_owned(),
                path: slip.path,
                table: slip.table,
                held: slip.held,
                kind: slip.kind,
                alike: slip.alike,
                planted: slip.planted,
                beside: said.iter().find(|said| **said != own).cloned(),
                outcome,
            });
        }
    }
    let places = samples
        .iter()
        .flat_map(|sample| {
            sample.submission.numbers().map(|node| Place {
                file: sample.file.clone(),
                path: sample.submission.document().pointer(node),
                held: sample.held(node),
            })
        })
        .collect();
    Strength {
        pack: stamp.clone(),
        seed: options.seed,
        pairs: options.pairs,
        clean: samples.iter().map(|sample| sample.clean.clone()).collect(),
        places,
        trials,
    }
}
