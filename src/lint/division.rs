//! Divisions by what may be zero: the rule then cannot run. `percent` knows what a share of
//! nothing is.

use rhai::{Expr, Stmt};

use super::{Bench, Found, Said};
use crate::pack::parsed::{each_statement, expressions, within};
use crate::pack::written::written;

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    for subject in bench.subjects() {
        // conditions that came before, in the order of the text; one that names the divisor guards it
        let mut asked: Vec<String> = Vec::new();
        each_statement(subject.function.body(), &mut |statement| {
            if let Stmt::If(flow, _) = statement {
                asked.push(written(&flow.expr));
            }
            for expression in expressions(statement) {
                within(expression, &mut |part| {
                    let Expr::FnCall(call, position) = part else {
                        return;
                    };
                    let (true, [_, divisor]) = (call.name == "/", call.args.as_slice()) else {
                        return;
                    };
                    let divisor_text = written(divisor);
                    let guarded = asked
                        .iter()
                        .any(|condition| condition.contains(&divisor_text));
                    if !is_constant(divisor) && !guarded {
                        let at = subject.at(*position);
                        found.at(subject.rule, at, Said::Division(divisor_text));
                    }
                });
            }
        });
    }
}

/// A literal or a parameter: the pack's own to keep from zero.
fn is_constant(expression: &Expr) -> bool {
    match expression {
        Expr::IntegerConstant(value, _) => *value != 0,
        Expr::DynamicConstant(..) => true,
        Expr::FnCall(call, _) => {
            call.name == "param" || call.name == "pure" && call.args.iter().all(is_constant)
        }
        _ => false,
    }
}
