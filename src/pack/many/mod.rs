//! Rules over all submissions of a screening.
//!
//! `rule_all("PL-02", #{…}, |各份| { … })` declares one. Its closure is run once, before anything
//! is read: the words in it judge nothing, they write down what is asked. What comes
//! out is a [`Plan`]: what to gather of each submission ([`Gathered`]) and what to ask of all of
//! them. So gathering is one pass, holds one submission at a time and is the same for any number
//! of workers; who asks is [`crate::screen`].

mod gather;
mod make;
mod words;

use std::sync::Arc;

use rhai::FnPtr;

use crate::amount::Exact;
use crate::finding::RuleInfo;

pub use gather::{Gathered, Given, Passage, Spot};
pub(super) use make::{Stage, make};
pub(super) use words::{Ear, register};

/// A rule over all submissions, as its script declares it.
#[derive(Clone, Debug)]
pub(super) struct RuleOfAll {
    /// What it says of itself.
    pub(super) info: Arc<RuleInfo>,
    /// The closure.
    pub(super) body: FnPtr,
    /// What it checks, in its author's words.
    pub(super) says: Vec<String>,
    /// Index of its script.
    pub(super) script: usize,
    /// Where it stands there.
    pub(super) position: rhai::Position,
    /// Whether the settings have switched it off.
    pub(super) off: bool,
}

/// What rules over all submissions ask, under the parameters in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Tells plans apart: two submissions are held against each other only under the same one.
    pub key: String,
    /// What is gathered of each submission.
    pub slots: Vec<Slot>,
    /// The questions, in the order of the rules.
    pub questions: Vec<Question>,
    /// The rules, those that ask nothing under these parameters included.
    pub rules: Vec<Arc<RuleInfo>>,
}

/// A field that is gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Names of the fields from the root, dot-joined.
    pub path: String,
    /// JSON Pointer.
    pub pointer: String,
    /// The form's titles, joined by ` › `.
    pub label: String,
    /// The unit the form declares; may be empty.
    pub unit: String,
}

/// One thing that a rule asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// What it asks.
    pub ask: Ask,
}

/// What can be asked of all submissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A figure of a department against what its units hand in.
    Total {
        /// The slot of the total.
        stated: usize,
        /// What it should be.
        expected: Term,
        /// The slot in which a department says how many units it has; without one, only a roster
        /// can tell that all have come in.
        units: Option<usize>,
    },
    /// A figure against one of last year's submission of the same unit.
    Prior {
        /// The slot of the figure.
        stated: usize,
        /// What it should be.
        expected: Term,
    },
    /// Texts that are the same in several submissions.
    Alike {
        /// Dotted paths below which texts are looked at.
        texts: Vec<String>,
        /// Sentences shorter than this, in characters, are not looked at.
        shortest: usize,
        /// Fewest sentences in common.
        fewest: usize,
        /// Least share of the sentences of the shorter text in common, in percent.
        share: Exact,
        /// A sentence that more than this share of all submissions have is the template's, in
        /// percent.
        template: Exact,
    },
    /// Nearly all have the same value.
    Mostly {
        /// The slot.
        slot: usize,
        /// The value; any text where there is none.
        value: Option<Exact>,
        /// Least share, in percent.
        share: Exact,
        /// Fewest submissions.
        fewest: usize,
    },
    /// The same rule fails at the same place in many.
    SameRow {
        /// Least share, in percent.
        share: Exact,
        /// Fewest submissions.
        fewest: usize,
    },
    /// What rounding explains lies to one side.
    OneSided {
        /// Least share of one side, in percent.
        share: Exact,
        /// Fewest submissions with such differences.
        fewest: usize,
        /// How many standard deviations off the middle it must be.
        deviations: Exact,
    },
}

/// A figure made of what was gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The figure of one submission.
    At(Who, usize),
    /// The same, zero where nothing stands.
    OrZero(Who, usize),
    /// The figures of all units, added.
    Units(usize),
    /// First plus second.
    Plus(Box<Term>, Box<Term>),
    /// First minus second.
    Minus(Box<Term>, Box<Term>),
}

/// Whose figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Each submission's own.
    Own,
    /// A department's.
    Department,
    /// Last year's.
    Prior,
}

impl Plan {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// A gathered field.
    #[must_use]
    pub fn slot(&self, index: usize) -> Option<&Slot> {
        self.slots.get(index)
    }

    /// Where a path is gathered.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.path == path)
    }
}

impl Term {
    /// Every figure of single submissions in it.
    pub fn each(&self, visit: &mut dyn FnMut(&Term)) {
        match self {
            Self::Plus(a, b) | Self::Minus(a, b) => {
                a.each(visit);
                b.each(visit);
            }
            leaf => visit(leaf),
        }
    }
}
