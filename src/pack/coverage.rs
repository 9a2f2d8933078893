//! Which lines and branches of the rules the cases ran.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rhai::{ASTNode, Expr, Stmt, StmtBlock};

use super::Pack;
use super::parsed::{At, Function, Parsed, blocks, each_statement};

/// How often each place of the scripts was run.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(Arc<Mutex<BTreeMap<At, u64>>>);

impl Seen {
    pub(super) fn note(&self, at: At) {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *places.entry(at).or_default() += 1;
    }

    fn counts(&self) -> BTreeMap<At, u64> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// A line of a script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScriptLine {
    /// The script, with its pack's id.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// The line, without blanks at its ends.
    pub text: String,
}

/// What of a branch never happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The condition never held.
    Then,
    /// The condition always held.
    Else,
    /// The loop had nothing to go through.
    Loop,
}

/// What the cases ran of one rule or function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// The rule's id or the function's name.
    pub name: String,
    /// Whether it is a rule.
    pub rule: bool,
    /// Lines with something to run.
    pub lines: usize,
    /// Those that no case ran.
    pub missed: Vec<ScriptLine>,
    /// Sides of conditions, and loops.
    pub branches: usize,
    /// Those that no case took.
    pub untaken: Vec<(ScriptLine, Side)>,
}

/// What the cases ran of all rules and functions, in the order of the scripts.
pub(super) fn covered(pack: &Arc<Pack>, seen: &Seen) -> Vec<Covered> {
    let parsed = Parsed::of(pack);
    let counts = seen.counts();
    let rules = parsed
        .rules
        .iter()
        .chain(&parsed.rules_of_all)
        // what the pack leaves out is in the script it inherits, and no case could run it
        .filter(|rule| pack.all_rules().any(|known| known.id == rule.id))
        .map(|rule| (rule.id.as_str(), true, &rule.body));
    let functions = parsed
        .functions
        .iter()
        .map(|function| (function.name(), false, function));
    let mut all: Vec<(At, Covered)> = rules
        .chain(functions)
        .map(|(name, rule, function)| {
            let start = At::of(function.script, function.definition.body.start_position());
            let measured = Measure::of(pack, &counts, function);
            (start, measured.covered(name, rule))
        })
        .collect();
    all.sort_by_key(|(start, _)| *start);
    all.into_iter().map(|(_, covered)| covered).collect()
}

struct Measure<'a> {
    pack: &'a Pack,
    counts: &'a BTreeMap<At, u64>,
    script: usize,
    lines: BTreeSet<usize>,
    ran: BTreeSet<usize>,
    branches: usize,
    untaken: Vec<(usize, Side)>,
}

impl<'a> Measure<'a> {
    fn of(pack: &'a Pack, counts: &'a BTreeMap<At, u64>, function: &Function) -> Self {
        let mut measure = Self {
            pack,
            counts,
            script: function.script,
            lines: BTreeSet::new(),
            ran: BTreeSet::new(),
            branches: 0,
            untaken: Vec::new(),
        };
        each_statement(function.body(), &mut |statement| {
            measure.statement(statement);
        });
        measure
    }

    fn statement(&mut self, statement: &Stmt) {
        let Some(at) = key(self.script, statement) else {
            return;
        };
        let count = self.count(Some(at));
        self.lines.insert(at.line);
        if count > 0 {
            self.ran.insert(at.line);
        }
        match statement {
            Stmt::If(flow, _) => {
                let Some(then) = first(self.script, &flow.body) else {
                    return;
                };
                let held = self.count(Some(then));
                self.branch(at, held > 0, Side::Then);
                self.branch(at, count > held, Side::Else);
            }
            Stmt::For(..) | Stmt::While(..) => {
                let body = blocks(statement)
                    .first()
                    .and_then(|body| first(self.script, body));
                if body.is_some() {
                    self.branch(at, self.count(body) > 0, Side::Loop);
                }
            }
            _ => {}
        }
    }

    fn branch(&mut self, at: At, taken: bool, side: Side) {
        self.branches += 1;
        if !taken {
            self.untaken.push((at.line, side));
        }
    }

    fn count(&self, at: Option<At>) -> u64 {
        at.and_then(|at| self.counts.get(&at)).copied().unwrap_or(0)
    }

    fn covered(self, name: &str, rule: bool) -> Covered {
        let line = |line: usize| {
            let script = self.pack.scripts.get(self.script);
            ScriptLine {
                file: script.map(|script| script.file.clone()).unwrap_or_default(),
                line,
                text: script
                    .and_then(|script| script.text.lines().nth(line.saturating_sub(1)))
                    .unwrap_or_default()
                    .trim()
                    .to_owned(),
            }
        };
        let missed = self.lines.difference(&self.ran);
        Covered {
            name: name.to_owned(),
            rule,
            lines: self.lines.len(),
            missed: missed.map(|number| line(*number)).collect(),
            branches: self.branches,
            untaken: self
                .untaken
                .iter()
                .map(|(number, side)| (line(*number), *side))
                .collect(),
        }
    }
}

/// The first statement of a block that does anything.
fn first(script: usize, block: &StmtBlock) -> Option<At> {
    block
        .statements()
        .iter()
        .find_map(|statement| key(script, statement))
}

/// Where the interpreter says a statement stands when it comes to it.
fn key(script: usize, statement: &Stmt) -> Option<At> {
    match statement {
        Stmt::Noop(_) => None,
        Stmt::Expr(expression) if matches!(**expression, Expr::Stmt(_)) => None,
        // the interpreter passes on to the expression
        Stmt::Expr(expression) => Some(At::of(script, ASTNode::Expr(expression).position())),
        other => Some(At::of(script, other.position())),
    }
}
