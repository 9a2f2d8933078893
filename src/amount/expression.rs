//! An amount in writing: the arithmetic as a person would put it on paper.

use super::{Amount, Exact, Origin};

/// Sums of more addends than this are shortened; the places show them all anyway.
const ADDENDS_SHOWN: usize = 16;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Whole,
}

impl Amount {
    /// The expression with the figures as they were written: `10429.74 ÷ (151.31 + 10429.74) × 100`.
    #[must_use]
    pub fn expression(&self) -> String {
        write(self).0
    }
}

fn write(amount: &Amount) -> (String, Binding) {
    match amount.origin() {
        Origin::Written { .. } | Origin::Given => (figure(amount), Binding::Whole),
        Origin::Sum(addends) => {
            let said: Vec<&Amount> = addends.iter().filter(|addend| !is_unsaid(addend)).collect();
            match said.as_slice() {
                [] => ("0".to_owned(), Binding::Whole),
                [only] => write(only),
                _ => (sum(&said), Binding::Sum),
            }
        }
        Origin::Difference(a, b) if is_unsaid(b) => write(a),
        Origin::Difference(a, b) => {
            // a − (−b) reads better as a + b
            if let Origin::Negative(inner) = b.origin() {
                return (
                    format!("{} + {}", write(a).0, wrapped(inner, Binding::Product)),
                    Binding::Sum,
                );
            }
            (
                format!("{} − {}", write(a).0, wrapped(b, Binding::Product)),
                Binding::Sum,
            )
        }
        Origin::Product(a, b) => (
            format!(
                "{} × {}",
                wrapped(a, Binding::Product),
                wrapped(b, Binding::Product)
            ),
            Binding::Product,
        ),
        Origin::Quotient(a, b) => (
            format!(
                "{} ÷ {}",
                wrapped(a, Binding::Product),
                wrapped(b, Binding::Whole)
            ),
            Binding::Product,
        ),
        Origin::Negative(a) => (format!("−{}", wrapped(a, Binding::Whole)), Binding::Product),
        Origin::Absolute(a) => (format!("|{}|", write(a).0), Binding::Whole),
        Origin::Rounded(a, places) => (format!("round({}, {places})", write(a).0), Binding::Whole),
        Origin::Least(all) => (call("min", all), Binding::Whole),
        Origin::Greatest(all) => (call("max", all), Binding::Whole),
    }
}

fn wrapped(amount: &Amount, needed: Binding) -> String {
    let (text, binding) = write(amount);
    if binding < needed {
        format!("({text})")
    } else {
        text
    }
}

fn figure(amount: &Amount) -> String {
    match amount.value() {
        Ok(value) => value
            .to_decimal()
            .map_or_else(|| value.to_fixed(6), |decimal| decimal.to_string()),
        Err(_) => "?".to_owned(),
    }
}

/// A zero that nobody wrote: what `or_zero` makes of a gap, or where a rule begins to add up.
fn is_unsaid(amount: &Amount) -> bool {
    match amount.origin() {
        Origin::Given => amount.value().is_ok_and(|value| *value == Exact::ZERO),
        Origin::Negative(inner) => is_unsaid(inner),
        Origin::Sum(addends) => addends.iter().all(is_unsaid),
        _ => false,
    }
}

fn sum(addends: &[&Amount]) -> String {
    let mut text = String::new();
    for (index, addend) in addends.iter().enumerate() {
        if index == ADDENDS_SHOWN {
            text.push_str(" + …");
            break;
        }
        if let Origin::Negative(inner) = addend.origin() {
            text.push_str(if index == 0 { "−" } else { " − " });
            text.push_str(&wrapped(inner, Binding::Product));
            continue;
        }
        if index > 0 {
            text.push_str(" + ");
        }
        let negative = addend.value().is_ok_and(Exact::is_negative);
        let bare = matches!(addend.origin(), Origin::Written { .. } | Origin::Given);
        if negative && bare && index > 0 {
            text.push('(');
            text.push_str(&figure(addend));
            text.push(')');
        } else {
            text.push_str(&wrapped(addend, Binding::Sum));
        }
    }
    text
}

fn call(name: &str, all: &[Amount]) -> String {
    let parts: Vec<String> = all.iter().map(|amount| write(amount).0).collect();
    format!("{name}({})", parts.join(", "))
}
