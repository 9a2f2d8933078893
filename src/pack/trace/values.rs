//! Values of a script as a trace shows them: a figure with its unit and place, and what it was
//! made from.

use std::sync::Arc;

use rhai::{Array, Dynamic, EvalContext, Expr, Expression};
use rust_decimal::Decimal;

use super::super::parsed::{Parsed, within};
use super::super::written::written;
use super::Step;
use crate::amount::{Amount, Exact, Origin, Trouble};
use crate::document::{Kind, NodeId};
use crate::verbs::{Circumstance, Item, Run, circumstance};
use crate::words::{Lang, trace as words};

/// Parts of one value that are shown.
const MOST_PARTS: usize = 400;
/// Expressions within expressions, and figures within figures, that are shown.
const DEPTH: usize = 24;
/// Letters of a text that are shown.
const LETTERS: usize = 40;

/// Methods that change nothing.
const READING: [&str; 9] = [
    "len",
    "is_empty",
    "contains",
    "starts_with",
    "ends_with",
    "keys",
    "values",
    "split",
    "index_of",
];

/// Shows values of one run.
pub(super) struct Shower<'a> {
    run: &'a Arc<Run>,
    parsed: &'a Parsed,
    lang: Lang,
}

impl<'a> Shower<'a> {
    pub(super) fn new(run: &'a Arc<Run>, parsed: &'a Parsed, lang: Lang) -> Self {
        Self { run, parsed, lang }
    }

    /// An expression with its value and what it was made from.
    pub(super) fn step(&self, context: &mut EvalContext, expression: &Expr) -> Step {
        self.nested(context, expression, 0)
    }

    /// The same, into a step that has its own text.
    pub(super) fn fill(&self, context: &mut EvalContext, expression: &Expr, step: &mut Step) {
        let line = step.script_line;
        *step = self.step(context, expression);
        step.script_line = line;
    }

    /// The arguments of a call, but for literals.
    pub(super) fn arguments(&self, context: &mut EvalContext, all: &[Expr]) -> Vec<Step> {
        self.parts(context, all, 0)
    }

    fn parts(&self, context: &mut EvalContext, all: &[Expr], depth: usize) -> Vec<Step> {
        all.iter()
            .filter(|part| !is_literal(part))
            .take(MOST_PARTS)
            .map(|part| self.nested(context, part, depth))
            .collect()
    }

    fn nested(&self, context: &mut EvalContext, expression: &Expr, depth: usize) -> Step {
        let mut step = Step {
            text: written(expression),
            ..Step::default()
        };
        if depth > DEPTH {
            return step;
        }
        if !self.is_pure(expression) {
            step.below = self.made_from(context, expression, None, depth);
            return step;
        }
        let value = match context.eval_expression_tree(&Expression::from(expression)) {
            Ok(value) => value,
            Err(error) => {
                step.value = words::no_value(&self.why(&error), self.lang);
                step.below = self.made_from(context, expression, None, depth);
                return step;
            }
        };
        self.value(&value, &mut step);
        let made = self.made_from(context, expression, Some(&value), depth);
        if !made.is_empty() {
            step.below = made;
        }
        step
    }

    /// Why an expression has no value.
    fn why(&self, error: &rhai::EvalAltResult) -> String {
        let (text, _) = super::super::scripts::innermost(error);
        let trouble = match error {
            rhai::EvalAltResult::ErrorRuntime(value, _) => value
                .read_lock::<crate::verbs::Escape>()
                .map(|escape| match &*escape {
                    crate::verbs::Escape::Skip(reason) => reason.clone(),
                    crate::verbs::Escape::Trouble(trouble) => self.trouble(trouble),
                }),
            _ => None,
        };
        trouble.unwrap_or(text)
    }

    fn trouble(&self, trouble: &Trouble) -> String {
        self.run.not_run(trouble).message.text(self.lang)
    }

    fn made_from(
        &self,
        context: &mut EvalContext,
        expression: &Expr,
        value: Option<&Dynamic>,
        depth: usize,
    ) -> Vec<Step> {
        match expression {
            Expr::FnCall(call, _) => {
                let own = self.parsed.function(&call.name, call.args.len()).is_some();
                let amount = value.and_then(amount_of);
                // what a sum of a table adds up stands in the table, not in the script
                match amount {
                    Some(amount) if own || call.name == "sum" => {
                        let parts = origin_parts(&amount);
                        let shown = parts.iter().take(MOST_PARTS);
                        shown.map(|part| self.amount_step(part, 0)).collect()
                    }
                    _ if call.name == "param" => Vec::new(),
                    _ => self.parts(context, &call.args, depth + 1),
                }
            }
            Expr::And(all, _) | Expr::Or(all, _) => {
                let decides = matches!(expression, Expr::Or(..));
                let mut steps = Vec::new();
                for side in all.iter() {
                    steps.push(self.nested(context, side, depth + 1));
                    let value = if self.is_pure(side) {
                        context.eval_expression_tree(&Expression::from(side)).ok()
                    } else {
                        None
                    };
                    // what comes behind is not asked
                    if value.and_then(|value| value.as_bool().ok()) != Some(!decides) {
                        break;
                    }
                }
                steps
            }
            Expr::Array(all, _) => self.parts(context, all, depth + 1),
            _ => Vec::new(),
        }
    }

    /// Whether working it out once more changes nothing and checks nothing.
    fn is_pure(&self, expression: &Expr) -> bool {
        let mut pure = true;
        within(expression, &mut |part| match part {
            Expr::FnCall(call, _) => pure &= !self.parsed.checks(&call.name),
            Expr::MethodCall(call, _) => pure &= READING.contains(&call.name.as_str()),
            Expr::Stmt(_) => pure = false,
            _ => {}
        });
        pure
    }

    /// Writes a value into a step.
    pub(super) fn value(&self, value: &Dynamic, step: &mut Step) {
        if let Some(item) = value.read_lock::<Item>() {
            self.item(&item, step);
            return;
        }
        if let Some(circumstance) = circumstance(value) {
            self.circumstance(&circumstance, step);
            return;
        }
        step.value = if let Ok(truth) = value.as_bool() {
            words::truth(truth, self.lang).to_owned()
        } else if let Ok(number) = value.as_int() {
            number.to_string()
        } else if let Some(number) = value.read_lock::<Decimal>() {
            number.to_string()
        } else if let Some(array) = value.read_lock::<Array>() {
            step.below = array
                .iter()
                .take(MOST_PARTS)
                .enumerate()
                .map(|(index, entry)| {
                    let mut below = Step {
                        text: format!("[{index}]"),
                        ..Step::default()
                    };
                    self.value(entry, &mut below);
                    below
                })
                .collect();
            words::entries(array.len(), self.lang)
        } else if value.is_unit() {
            String::new()
        } else {
            self.quoted(&value.to_string())
        };
    }

    fn circumstance(&self, circumstance: &Circumstance, step: &mut Step) {
        step.value = match &circumstance.holds {
            Ok(truth) => words::truth(*truth, self.lang).to_owned(),
            Err(trouble) => words::no_value(&self.trouble(trouble), self.lang),
        };
        step.below = circumstance
            .figures
            .iter()
            .map(|amount| self.amount_step(amount, 0))
            .collect();
    }

    fn item(&self, item: &Item, step: &mut Step) {
        match item {
            Item::Amount(amount) => self.amount(amount, step),
            Item::List(node, entries) => {
                step.value = words::entries(entries.len(), self.lang);
                self.place(*node, step);
            }
            Item::Missing(missing) if missing.unknown.is_none() => {
                words::empty(self.lang).clone_into(&mut step.value);
            }
            Item::Missing(missing) => {
                let reason = self.trouble(&missing.trouble());
                step.value = words::no_value(&reason, self.lang);
            }
            Item::Node(node) => self.node(*node, step),
        }
    }

    fn node(&self, node: NodeId, step: &mut Step) {
        let submission = &self.run.submission;
        let document = submission.document();
        self.place(node, step);
        if submission.number(node).is_some() {
            self.amount(&self.run.amount_at(node), step);
            return;
        }
        step.value = match document.kind(node) {
            Kind::Map => words::table(document.child_count(node), self.lang),
            Kind::List => words::entries(document.child_count(node), self.lang),
            Kind::Null => words::empty(self.lang).to_owned(),
            Kind::Bool => document.boolean(node).unwrap_or_default().to_string(),
            Kind::Text | Kind::Number => self.quoted(document.text(node).unwrap_or_default()),
        };
    }

    fn quoted(&self, text: &str) -> String {
        let mut shown: String = text.chars().take(LETTERS).collect();
        if text.chars().nth(LETTERS).is_some() {
            shown.push('…');
        }
        words::quoted(&shown, self.lang)
    }

    /// A figure, and unless it was read as it stands, what it was made from.
    fn amount(&self, amount: &Amount, step: &mut Step) {
        match amount.value() {
            Ok(value) => {
                step.value = figure(value);
                amount.unit().name().clone_into(&mut step.unit);
            }
            Err(trouble) => step.value = words::no_value(&self.trouble(trouble), self.lang),
        }
        if let Some(node) = amount.node() {
            self.place(node, step);
        } else {
            let parts = origin_parts(amount);
            let shown = parts.iter().take(MOST_PARTS);
            step.below = shown.map(|part| self.amount_step(part, 0)).collect();
        }
    }

    fn amount_step(&self, amount: &Amount, depth: usize) -> Step {
        let text = match amount.node() {
            Some(node) => self.run.submission.title(node),
            None => amount.expression(),
        };
        let mut step = Step {
            text,
            ..Step::default()
        };
        if depth < DEPTH {
            self.amount(amount, &mut step);
        }
        step
    }

    fn place(&self, node: NodeId, step: &mut Step) {
        let document = self.run.submission.document();
        let place = document.source().place(document.span(node).start);
        step.place = Some((place.line, place.column));
        step.path = Some(document.pointer(node));
    }
}

pub(super) fn is_literal(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::IntegerConstant(..)
            | Expr::StringConstant(..)
            | Expr::BoolConstant(..)
            | Expr::DynamicConstant(..)
            | Expr::Unit(_)
    )
}

fn amount_of(value: &Dynamic) -> Option<Amount> {
    match &*value.read_lock::<Item>()? {
        Item::Amount(amount) => Some(amount.clone()),
        _ => None,
    }
}

fn origin_parts(amount: &Amount) -> Vec<Amount> {
    match amount.origin() {
        Origin::Written { .. } | Origin::Given => Vec::new(),
        Origin::Sum(all) | Origin::Least(all) | Origin::Greatest(all) => all.clone(),
        Origin::Difference(a, b) | Origin::Product(a, b) | Origin::Quotient(a, b) => {
            vec![a.clone(), b.clone()]
        }
        Origin::Negative(a) | Origin::Absolute(a) | Origin::Rounded(a, _) => vec![a.clone()],
    }
}

fn figure(value: &Exact) -> String {
    value
        .to_decimal()
        .map_or_else(|| value.to_fixed(6), |decimal| decimal.to_string())
}
