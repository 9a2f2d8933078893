//! Slips of scale and sign: the point shifted, another unit, the sign turned.

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::case::Figure;
use super::Cause;

/// What the figure may have been before a slip of scale or sign.
pub(super) fn slips(figure: &Figure) -> Vec<(Cause, Decimal)> {
    let mut all = Vec::new();
    let value = figure.value;
    if value.is_zero() {
        return all;
    }
    for power in [1, 2, 3] {
        both_ways(value, power, Cause::DecimalShift, &mut all);
    }
    if figure.percent {
        // a fraction for a percentage
        let percent = value.checked_mul(Decimal::ONE_HUNDRED);
        all.retain(|(_, value)| Some(*value) != percent);
        all.extend(percent.map(|value| (Cause::UnitSlip, value)));
    }
    // 元, 万元, 亿元
    if !figure.percent {
        for power in [4, 8] {
            both_ways(value, power, Cause::UnitSlip, &mut all);
        }
    }
    all.push((Cause::SignFlip, -value));
    let halfway = RoundingStrategy::MidpointAwayFromZero;
    for (_, value) in &mut all {
        *value = value.round_dp_with_strategy(figure.places, halfway);
    }
    all.retain(|(_, value)| *value != figure.value && !value.is_zero());
    all
}

fn both_ways(value: Decimal, power: u32, cause: Cause, all: &mut Vec<(Cause, Decimal)>) {
    let factor = Decimal::from(10_i64.pow(power));
    all.extend(value.checked_mul(factor).map(|value| (cause, value)));
    all.extend(value.checked_div(factor).map(|value| (cause, value)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: &str, percent: bool, cause: Cause, truth: &str) -> bool {
        let figure = Figure {
            value: value.parse().unwrap(),
            places: 2,
            exact: false,
            signed: true,
            percent,
        };
        slips(&figure).contains(&(cause, truth.parse().unwrap()))
    }

    #[test]
    fn the_point_shifted() {
        assert!(found("484.7", false, Cause::DecimalShift, "48.47"));
        assert!(found("4.85", false, Cause::DecimalShift, "4850"));
        assert!(!found("484700", false, Cause::DecimalShift, "48.47"));
    }

    #[test]
    fn another_unit() {
        assert!(found("484712", false, Cause::UnitSlip, "48.47"));
        assert!(found("1.52", false, Cause::UnitSlip, "15200"));
        assert!(found("0.9856", true, Cause::UnitSlip, "98.56"));
        // nobody writes 9856 for 98.56 % because of the unit
        assert!(!found("9856", true, Cause::UnitSlip, "98.56"));
        assert!(found("9856", true, Cause::DecimalShift, "98.56"));
        assert!(!found("0.9856", false, Cause::UnitSlip, "98.56"));
        assert!(!found("484712", true, Cause::UnitSlip, "48.47"));
    }

    #[test]
    fn the_sign_turned() {
        assert!(found("-6", false, Cause::SignFlip, "6"));
        assert!(!found("0", false, Cause::SignFlip, "0"));
    }
}
