//! Tolerances written by hand. How far rounding reaches follows from the form; a constant is too
//! wide for short sums and too narrow for long ones.

use rhai::{Expr, Position};
use rust_decimal::Decimal;

use super::{Bench, Found, Said, Subject};
use crate::pack::parsed::{each_call, within};
use crate::pack::written::written;

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    for subject in bench.subjects() {
        each_call(subject.function.body(), &mut |name, arguments, position| {
            let [left, right] = arguments else {
                return;
            };
            let compares = matches!(name, "<" | "<=" | ">" | ">=" | "at_most" | "at_least");
            let distance = is_distance(left) && number(right) || is_distance(right) && number(left);
            let rounded = matches!(name, "==" | "!=") && is_rounded(left) && is_rounded(right);
            if compares && distance || rounded {
                say(subject, name, arguments, position, found);
            }
        });
    }
}

fn say(
    subject: Subject<'_>,
    name: &str,
    arguments: &[Expr],
    position: Position,
    found: &mut Found<'_>,
) {
    let sides: Vec<String> = arguments.iter().map(written).collect();
    let check = if name.starts_with(char::is_alphabetic) {
        format!("{name}({})", sides.join(", "))
    } else {
        sides.join(&format!(" {name} "))
    };
    found.at(subject.rule, subject.at(position), Said::Tolerance(check));
}

/// `abs(a - b)`, or with a name given to the difference.
fn is_distance(expression: &Expr) -> bool {
    let mut distance = false;
    if let Expr::FnCall(call, _) = expression
        && call.name == "abs"
    {
        within(expression, &mut |part| {
            if let Expr::FnCall(call, _) = part {
                distance |= call.name == "-" && call.args.len() == 2;
            }
        });
        distance |= matches!(call.args.first(), Some(Expr::Variable(..)));
    }
    distance
}

fn number(expression: &Expr) -> bool {
    match expression {
        Expr::IntegerConstant(..) => true,
        Expr::DynamicConstant(value, _) => value.is::<Decimal>(),
        _ => false,
    }
}

fn is_rounded(expression: &Expr) -> bool {
    matches!(expression, Expr::FnCall(call, _) if call.name == "round")
}
