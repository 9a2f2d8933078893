//! Two demands in one rule: a finding then does not say which of them failed.

use rhai::{Expr, Stmt};

use super::{Bench, Found, Said, Subject};
use crate::pack::parsed::{call_of, each_statement, within};

/// Between the demands of a title.
const BETWEEN: [char; 6] = ['，', '；', '、', '且', ',', ';'];

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    for rule in &bench.parsed.rules {
        let title = bench
            .pack
            .rule(&rule.id)
            .map(|info| info.title.as_str())
            .unwrap_or_default();
        let demands = title
            .split(BETWEEN)
            .filter(|part| part.contains('应'))
            .count();
        if demands > 1 {
            found.at(&rule.id, rule.at, Said::TwoDemands);
        }
    }
    for subject in bench.subjects() {
        each_statement(subject.function.body(), &mut |statement| {
            joined(subject, statement, found);
        });
    }
}

/// `if a != b || c != d { flag(…) }`
fn joined(subject: Subject<'_>, statement: &Stmt, found: &mut Found<'_>) {
    let Stmt::If(flow, _) = statement else {
        return;
    };
    let Expr::Or(sides, position) = &flow.expr else {
        return;
    };
    let flags = flow
        .body
        .statements()
        .iter()
        .filter_map(call_of)
        .any(|(call, _)| call.name == "flag");
    let compared = sides.iter().filter(|side| compares(side)).count();
    if flags && compared > 1 {
        found.at(subject.rule, subject.at(*position), Said::JoinedComparisons);
    }
}

fn compares(expression: &Expr) -> bool {
    let mut compares = false;
    within(expression, &mut |part| {
        if let Expr::FnCall(call, _) = part {
            compares |= ["==", "!=", "<", "<=", ">", ">="].contains(&call.name.as_str());
        }
    });
    compares
}
