//! Writes down what a rule does while it does it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rhai::{ASTNode, Dynamic, EvalContext, Expr, Stmt};

use super::super::parsed::{At, Function, Parsed, blocks, expressions, within};
use super::super::written::written;
use super::values::{Shower, is_literal};
use super::{Judged, Step, judged};
use crate::verbs::{Check, Equation, Run};
use crate::words::{Lang, trace as words};

/// A rule whose loops go on and on is shown so far.
const MOST_STEPS: usize = 5_000;

/// A statement that ran, and how deep it lies.
struct Entry {
    depth: usize,
    step: Step,
    /// How many checks had been made before, for a statement that may check.
    checks_before: Option<usize>,
}

/// A name whose value is known only when the statement has run.
struct Pending {
    entry: usize,
    name: String,
}

/// What was seen of a rule.
pub(super) struct Recorder {
    rule: String,
    lang: Lang,
    parsed: Parsed,
    /// Functions whose statements are shown: the rule's own and those that check for it.
    followed: BTreeSet<String>,
    /// How deep each statement lies in its function, and, for the first of a loop, the name the
    /// loop gives to what it takes.
    nesting: BTreeMap<(String, At), (usize, Option<String>)>,
    entries: Vec<Entry>,
    /// Nested calls and the depth at which each began.
    levels: Vec<(usize, usize)>,
    turns: BTreeMap<usize, usize>,
    pending: Option<Pending>,
    cut: bool,
}

impl Recorder {
    pub(super) fn new(rule: &str, body: &Function, parsed: Parsed, lang: Lang) -> Self {
        let mut followed: BTreeSet<String> = parsed
            .functions
            .iter()
            .map(|function| function.name().to_owned())
            .filter(|name| parsed.checks(name))
            .collect();
        followed.insert(body.name().to_owned());
        let mut nesting = BTreeMap::new();
        for function in parsed.functions.iter().chain([body]) {
            nest(function.name(), function.body(), 0, None, &mut nesting);
        }
        Self {
            rule: rule.to_owned(),
            lang,
            parsed,
            followed,
            nesting,
            entries: Vec::new(),
            levels: Vec::new(),
            turns: BTreeMap::new(),
            pending: None,
            cut: false,
        }
    }

    /// What the interpreter comes to.
    pub(super) fn see(&mut self, context: &mut EvalContext, node: &ASTNode, function: &str) {
        let run = context
            .tag()
            .read_lock::<Arc<Run>>()
            .map(|run| Arc::clone(&run));
        let Some(run) = run else {
            return;
        };
        if run.rule().id != self.rule || !self.followed.contains(function) {
            return;
        }
        let key = (function.to_owned(), At::of(0, node.position()));
        let Some((nested, taken)) = self.nesting.get(&key).cloned() else {
            return;
        };
        self.name_pending(context, &run);
        if self.entries.len() >= MOST_STEPS {
            self.cut = true;
            return;
        }
        let depth = self.base(context.call_level()) + nested;
        if let Some(name) = taken {
            self.turn(context, &run, depth, &name);
        }
        match node {
            ASTNode::Stmt(statement) => self.statement(context, &run, statement, depth),
            ASTNode::Expr(expression) => self.expression(context, &run, expression, depth),
            _ => {}
        }
    }

    /// Where the statements of a call begin: below the statement that called.
    fn base(&mut self, level: usize) -> usize {
        while self.levels.last().is_some_and(|(known, _)| *known > level) {
            self.levels.pop();
        }
        match self.levels.last() {
            Some((known, base)) if *known == level => *base,
            _ => {
                let base = self.entries.last().map_or(0, |entry| entry.depth + 1);
                self.levels.push((level, base));
                base
            }
        }
    }

    /// Another turn of a loop.
    fn turn(&mut self, context: &mut EvalContext, run: &Arc<Run>, depth: usize, name: &str) {
        let above = depth.saturating_sub(1);
        let turn = self.turns.entry(above).or_default();
        *turn += 1;
        let mut step = Step {
            text: words::turn(*turn, name, self.lang),
            ..Step::default()
        };
        if let Some(value) = context.scope().get(name) {
            Shower::new(run, &self.parsed, self.lang).value(value, &mut step);
        }
        self.entries.push(Entry {
            depth: above,
            step,
            checks_before: None,
        });
    }

    fn push(&mut self, run: &Run, depth: usize, step: Step, may_check: bool) {
        let checks_before = may_check.then(|| run.ledger().checks.len());
        self.entries.push(Entry {
            depth,
            step,
            checks_before,
        });
    }

    fn statement(
        &mut self,
        context: &mut EvalContext,
        run: &Arc<Run>,
        statement: &Stmt,
        depth: usize,
    ) {
        let shower = Shower::new(run, &self.parsed, self.lang);
        let mut step = Step {
            script_line: statement.position().line(),
            ..Step::default()
        };
        let mut may_check = false;
        match statement {
            Stmt::Var(parts, ..) => {
                let name = &parts.0.name;
                shower.fill(context, &parts.1, &mut step);
                step.text = format!("let {name} = {}", written(&parts.1));
                if is_literal(&parts.1) {
                    step.value.clear();
                } else if step.value.is_empty() {
                    self.pending = Some(Pending {
                        entry: self.entries.len(),
                        name: name.to_string(),
                    });
                }
            }
            Stmt::Assignment(parts) => {
                let right = shower.step(context, &parts.1.rhs);
                // `*=` and `/=` are switched off, `-=` is read as it is written
                let sign = parts
                    .0
                    .get_op_assignment_info()
                    .map_or("=", |(_, _, _, syntax, ..)| syntax);
                step.text = format!("{} {sign} {}", written(&parts.1.lhs), written(&parts.1.rhs));
                step.value = right.value;
                step.unit = right.unit;
                step.below = right.below;
            }
            Stmt::If(flow, _) => {
                shower.fill(context, &flow.expr, &mut step);
                step.text = format!("if {}", written(&flow.expr));
            }
            Stmt::While(flow, _) => {
                step.text = format!("while {}", written(&flow.expr));
            }
            Stmt::For(parts, _) => {
                self.turns.remove(&(depth + 1));
                shower.fill(context, &parts.2.expr, &mut step);
                step.text = format!("for {} in {}", parts.0.name, written(&parts.2.expr));
            }
            Stmt::FnCall(call, _) => {
                may_check = true;
                step.text = written(&Expr::FnCall(call.clone(), statement.position()));
                step.below = shower.arguments(context, &call.args);
            }
            Stmt::BreakLoop(..) => words::leaves(self.lang).clone_into(&mut step.text),
            Stmt::Return(value, ..) => {
                "return".clone_into(&mut step.text);
                if let Some(value) = value {
                    shower.fill(context, value, &mut step);
                    step.text = format!("return {}", written(value));
                }
            }
            _ => return,
        }
        self.push(run, depth, step, may_check);
    }

    /// A statement that is an expression: the interpreter speaks of the expression only.
    fn expression(
        &mut self,
        context: &mut EvalContext,
        run: &Arc<Run>,
        expression: &Expr,
        depth: usize,
    ) {
        let shower = Shower::new(run, &self.parsed, self.lang);
        let mut step = Step::default();
        shower.fill(context, expression, &mut step);
        step.script_line = expression.start_position().line();
        step.text = written(expression);
        let mut may_check = false;
        within(expression, &mut |part| {
            if let Expr::FnCall(call, _) = part {
                may_check |= self.parsed.checks(&call.name);
            }
        });
        self.push(run, depth, step, may_check);
    }

    /// The value of a name that the statement before gave.
    fn name_pending(&mut self, context: &mut EvalContext, run: &Arc<Run>) {
        let Some(pending) = self.pending.take() else {
            return;
        };
        let value: Option<Dynamic> = context.scope().get(&pending.name).cloned();
        if let (Some(value), Some(entry)) = (value, self.entries.get_mut(pending.entry)) {
            Shower::new(run, &self.parsed, self.lang).value(&value, &mut entry.step);
        } else {
            // inside the statement still
            self.pending = Some(pending);
        }
    }

    /// Says of each statement what its checks came to.
    pub(super) fn judge(&mut self, checks: &[Check], equations: &[Equation], lang: Lang) {
        let mut end = checks.len();
        for entry in self.entries.iter_mut().rev() {
            let Some(start) = entry.checks_before.filter(|start| *start <= end) else {
                continue;
            };
            let own = checks.iter().enumerate().take(end).skip(start);
            entry.step.judged = own
                .map(|(index, check)| {
                    let equation = equations.iter().find(|equation| equation.check == index);
                    judged(check, equation, lang)
                })
                .collect::<Vec<Judged>>();
            end = start;
        }
    }

    /// What was seen, as a tree, and whether there was more.
    pub(super) fn steps(&mut self) -> (Vec<Step>, bool) {
        let mut open: Vec<(usize, Step)> = Vec::new();
        let mut all = Vec::new();
        for entry in self.entries.drain(..) {
            close(&mut open, &mut all, entry.depth);
            open.push((entry.depth, entry.step));
        }
        close(&mut open, &mut all, 0);
        (all, self.cut)
    }
}

/// Puts away all open steps that lie as deep as the next, or deeper.
fn close(open: &mut Vec<(usize, Step)>, all: &mut Vec<Step>, depth: usize) {
    while open.last().is_some_and(|(last, _)| *last >= depth) {
        let Some((_, step)) = open.pop() else {
            return;
        };
        match open.last_mut() {
            Some((_, above)) => above.below.push(step),
            None => all.push(step),
        }
    }
}

/// Notes how deep statements lie. What is in a loop lies two deeper: below the turn.
fn nest(
    function: &str,
    statements: &[Stmt],
    depth: usize,
    taken: Option<&str>,
    nesting: &mut BTreeMap<(String, At), (usize, Option<String>)>,
) {
    let mut taken = taken.map(str::to_owned);
    for statement in statements {
        let position = match statement {
            Stmt::Noop(_) => continue,
            Stmt::Expr(expression) => ASTNode::Expr(expression).position(),
            other => other.position(),
        };
        let key = (function.to_owned(), At::of(0, position));
        nesting.insert(key, (depth, taken.take()));
        for expression in expressions(statement) {
            within(expression, &mut |part| {
                if let Expr::Stmt(block) = part {
                    nest(function, block.statements(), depth + 1, None, nesting);
                }
            });
        }
        let (deeper, name) = match statement {
            Stmt::For(parts, _) => (2, Some(parts.0.name.as_str())),
            _ => (1, None),
        };
        for block in blocks(statement) {
            nest(function, block.statements(), depth + deeper, name, nesting);
        }
    }
}
