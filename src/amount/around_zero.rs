//! What a quotient may have been where its divisor may have been zero before rounding: on either
//! side of zero it has a range of its own, which is often one that does not go on without end.

use std::collections::BTreeSet;

use super::Exact;
use super::linear::{Fraction, Linear, Variable};
use super::rounding::{End, Mode, Range, linear_range, negated};
use crate::document::NodeId;

/// The ranges of a quotient, that of positive divisors first.
pub(super) fn ranges(fraction: &Fraction, mode: Mode) -> Vec<Range> {
    let turned = Fraction {
        numerator: negated(&fraction.numerator),
        denominator: negated(&fraction.denominator),
    };
    [fraction, &turned]
        .into_iter()
        .filter_map(|fraction| positive_half(fraction, mode))
        .collect()
}

/// All it may have been with a divisor above zero, if that may have been.
fn positive_half(fraction: &Fraction, mode: Mode) -> Option<Range> {
    let top = linear_range(&fraction.denominator, mode).high.at?;
    if top <= Exact::ZERO {
        return None;
    }
    let mirrored = Fraction {
        numerator: negated(&fraction.numerator),
        denominator: fraction.denominator.clone(),
    };
    let mirror = highest(&mirrored, mode);
    Some(Range {
        low: End {
            at: mirror.at.map(|at| -at),
            closed: mirror.closed,
        },
        high: highest(fraction, mode),
    })
}

/// The greatest quotient with a divisor above zero; ends count as reached where that is not
/// sure, so that nothing right is called wrong.
fn highest(fraction: &Fraction, mode: Mode) -> End {
    let without_end = End {
        at: None,
        closed: false,
    };
    let (above, below) = (&fraction.numerator, &fraction.denominator);
    // next to zero it grows without end, if anything is then left above the line
    if greatest_where_zero(above, below, mode).is_some_and(|most| most > Exact::ZERO) {
        return without_end;
    }
    let Some(mut at) = corner(fraction, below, mode).and_then(|(n, d)| n.over(&d)) else {
        return without_end;
    };
    for _ in 0..64 {
        let excess = above.plus_scaled(below, &-at.clone());
        let Some((n, d)) = corner(fraction, &excess, mode) else {
            return without_end;
        };
        // the best corner is no corner of this side: then nothing on it is better
        let next = if d > Exact::ZERO { n.over(&d) } else { None };
        match next {
            Some(next) if next > at => at = next,
            _ => {
                return End {
                    at: Some(at),
                    closed: true,
                };
            }
        }
    }
    without_end
}

/// What stands above and below the line at the corner where `towards` is greatest.
fn corner(fraction: &Fraction, towards: &Linear, mode: Mode) -> Option<(Exact, Exact)> {
    let at = |linear: &Linear| {
        let mut sum = linear.offset();
        for (node, (coefficient, variable)) in linear.terms.iter() {
            let range = Range::of_rounded(variable, mode);
            let value = match towards.terms.get(node) {
                Some((slope, _)) if slope.is_negative() => range.low.at?,
                Some(_) => range.high.at?,
                None => variable.value.clone(),
            };
            sum = sum.plus(&coefficient.times(&value));
        }
        Some(sum)
    };
    Some((at(&fraction.numerator)?, at(&fraction.denominator)?))
}

/// The greatest value of `above` where `below` is zero; `None` where it cannot be. Each figure
/// below the line is worth so much above it: those worth most are used up first.
fn greatest_where_zero(above: &Linear, below: &Linear, mode: Mode) -> Option<Exact> {
    let ends = |variable: &Variable, coefficient: &Exact| {
        let range = Range::of_rounded(variable, mode);
        let (a, b) = (
            range.low.at?.times(coefficient),
            range.high.at?.times(coefficient),
        );
        Some(if a <= b { (a, b) } else { (b, a) })
    };
    let nodes: BTreeSet<&NodeId> = above.terms.keys().chain(below.terms.keys()).collect();
    let mut most = above.offset();
    // from −(what is below the line at its least) down to nothing
    let mut left = -below.offset();
    let mut worth: Vec<(Exact, Exact)> = Vec::new();
    for node in nodes {
        match (above.terms.get(node), below.terms.get(node)) {
            (Some((coefficient, variable)), None) => {
                most = most.plus(&ends(variable, coefficient)?.1);
            }
            (own, Some((coefficient, variable))) => {
                let rate = match own {
                    Some((own, _)) => own.over(coefficient)?,
                    None => Exact::ZERO,
                };
                let (low, high) = ends(variable, coefficient)?;
                left = left.minus(&low);
                most = most.plus(&rate.times(&low));
                worth.push((rate, high.minus(&low)));
            }
            (None, None) => {}
        }
    }
    if left.is_negative() {
        return None;
    }
    worth.sort_by(|(a, _), (b, _)| b.cmp(a));
    for (rate, room) in worth {
        let used = if room < left { room } else { left.clone() };
        most = most.plus(&rate.times(&used));
        left = left.minus(&used);
    }
    left.is_zero().then_some(most)
}
