//! [`Plan`]: a pack's rules made ready to run without the interpreter.
//!
//! Rhai resolves names, copies values and keeps a scope at each step, which is most of what a
//! rule costs. What rules are nearly all made of (fields, words, functions of the pack, `let`,
//! `if`, loops) is compiled into a small tree that calls the same words directly. The language
//! is Rhai's, and Rhai remains its judge: whatever the tree does not know, and whatever goes
//! wrong in it, is left to the interpreter, which runs that rule again from its beginning.
//! Rules are pure, so the second run is the same run.

mod compile;
mod quick;
mod run;

use std::sync::atomic::{AtomicU64, Ordering};

use rhai::{EvalAltResult, INT, ImmutableString, Position};

use crate::document::{NodeId, Submission};
use crate::verbs::{Native, Value};

pub(super) use compile::plan;
use quick::Known;
pub(super) use quick::Quick;

/// The functions of a pack; rules are the anonymous ones.
#[derive(Default)]
pub(super) struct Plan {
    functions: Vec<Function>,
}

/// One function.
struct Function {
    name: String,
    parameters: usize,
    /// Places for its parameters and variables.
    places: usize,
    /// `None` where something in it is not known here.
    body: Option<Code>,
    /// Whether all that it does is known to the quick way.
    known: bool,
}

/// What a function does.
enum Code {
    Constant(Value),
    /// A variable or parameter.
    Local(usize),
    Array(Vec<Code>),
    Field(Box<Code>, ImmutableString, Near),
    Index(Box<Code>, Box<Code>),
    Length(Box<Code>),
    /// `array.push(value)`
    Push(usize, Box<Code>),
    /// A word.
    Word(Box<Word>),
    /// An operator on two values.
    Operator(Operator, Box<Word>),
    Not(Box<Code>),
    And(Vec<Code>),
    Or(Vec<Code>),
    /// A function of the pack.
    Function(usize, Vec<Code>),
    /// Its value is that of the last.
    Block(Vec<Code>),
    /// `let` and `=`
    Set(usize, Box<Code>),
    If(Box<[Code; 3]>),
    While(Box<[Code; 2]>),
    For {
        entry: usize,
        counter: Option<usize>,
        over_and_body: Box<[Code; 2]>,
    },
    Break,
    Continue,
    Return(Box<Code>),
    ParseDecimal(Box<Code>),
}

/// A call of a word.
struct Word {
    name: ImmutableString,
    ways: Vec<Native>,
    arguments: Vec<Code>,
    position: Position,
    /// What the quick way knows it as.
    known: Option<Known>,
}

/// Where a field stood the last time: how far behind its table, and which field of the form it
/// was. Submissions of one form have it there nearly always; this only says where to look first.
#[derive(Debug, Default)]
struct Near(AtomicU64);

impl Near {
    /// The field of a name in a table; `None` also where there is no such table.
    #[inline]
    fn find(
        &self,
        submission: &Submission,
        table: NodeId,
        name: &ImmutableString,
    ) -> Option<NodeId> {
        let known = self.0.load(Ordering::Relaxed);
        if let Some(node) = submission.child_known(table, known) {
            return Some(node);
        }
        let node = submission.document().get(table, name)?;
        if let Some(known) = submission.knowledge(table, node, name) {
            self.0.store(known, Ordering::Relaxed);
        }
        Some(node)
    }
}

impl Plan {
    /// The function of this name that takes the whole submission.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.functions
            .iter()
            .position(|function| function.name == name && function.parameters == 1)
    }

    /// Whether a function may be sure of how it ends the quick way.
    pub(super) fn is_known(&self, function: usize) -> bool {
        self.functions
            .get(function)
            .is_some_and(|function| function.known)
    }
}

/// Operators that Rhai itself has for plain values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "+" => Self::Plus,
            "-" => Self::Minus,
            "*" => Self::Times,
            "/" => Self::Over,
            "==" => Self::Equal,
            "!=" => Self::Unequal,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }
}

/// Why a tree does not go on.
pub(super) enum Halt {
    /// The rule is left through a word (`skip`, a value that is missing where one is needed).
    Escape(Box<EvalAltResult>),
    /// Not for the tree: the interpreter has to run the rule.
    Unknown,
    /// Ways out of loops and functions.
    Break,
    Continue,
    Return(Value),
}

/// More steps than any honest rule takes; the interpreter has the last word on longer ones.
const STEPS: u32 = 200_000;
/// Nested calls.
const DEPTH: u32 = 24;
/// Entries of an array, and bytes of a text, that are made here.
const LARGEST: usize = 10_000;
/// Weight of what may be pushed to an array as one entry.
const FEW: usize = 20;

/// A whole number from a script's index or counter.
fn index(number: INT) -> Option<usize> {
    usize::try_from(number).ok()
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Plan")
            .field("functions", &self.functions.len())
            .finish_non_exhaustive()
    }
}
