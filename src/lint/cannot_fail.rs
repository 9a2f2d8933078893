//! Checks that hold whatever is submitted, and rules that have no others.

use rhai::{Expr, Position};

use super::{Bench, Found, Said, Subject};
use crate::pack::parsed::{each_call, is_verb, within};
use crate::pack::written::written;

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    for rule in &bench.parsed.rules {
        let subject = Subject {
            rule: &rule.id,
            function: &rule.body,
        };
        let mut idle: Vec<(Position, String)> = Vec::new();
        let mut working = 0_usize;
        each_call(rule.body.body(), &mut |name, arguments, position| {
            if name == "skip" {
                return;
            }
            if is_verb(name) && holds_always(name, arguments) {
                let arguments: Vec<String> = arguments.iter().map(written).collect();
                idle.push((position, format!("{name}({})", arguments.join(", "))));
            } else if bench.parsed.checks(name) || foreign(bench, name) {
                working += 1;
            }
        });
        if working == 0 {
            found.at(&rule.id, rule.at, Said::CannotFail);
        }
        for (position, check) in idle {
            found.at(&rule.id, subject.at(position), Said::AlwaysHolds(check));
        }
    }
}

/// A name that is nothing known may be a verb misspelt; another lint speaks of it.
fn foreign(bench: &Bench<'_>, name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && !crate::verbs::words().any(|word| word.name == name)
        && !bench
            .parsed
            .functions
            .iter()
            .any(|function| function.name() == name)
}

fn holds_always(verb: &str, arguments: &[Expr]) -> bool {
    match (verb, arguments) {
        ("equal" | "at_most" | "at_least" | "same", [left, right]) => {
            written(left) == written(right) || (constant(left) && constant(right))
        }
        ("between", [figure, low, high]) => constant(figure) && constant(low) && constant(high),
        _ => false,
    }
}

/// Whether nothing submitted is in it.
fn constant(expression: &Expr) -> bool {
    let mut constant = true;
    within(expression, &mut |part| {
        if matches!(part, Expr::Variable(..) | Expr::Stmt(_) | Expr::ThisPtr(_)) {
            constant = false;
        }
    });
    constant
}
