//! Slips of scale and sign: the point shifted, another unit, the sign turned.

use rust_decimal::{Decimal, RoundingStrategy};

use super::super::case::Figure;
use super::Cause;
use super::units::Bounds;
use crate::amount::{power, quotient};

/// What the figure may have been before a slip of scale or sign, at the form's places and as far
/// as that is within the bounds.
pub(super) fn slips(figure: &Figure, bounds: &Bounds) -> Vec<(Cause, Decimal)> {
    let mut all = Vec::new();
    if figure.value.is_zero() {
        return all;
    }
    let (low, high) = bounds.of(figure.places as usize);
    let mut take = |cause, exponent, turned: bool| {
        let number = shifted(figure, exponent);
        let number = number.map(|number| if turned { -number } else { number });
        if number.is_some_and(|number| number < low || high < number) {
            return;
        }
        let short =
            number.and_then(|number| Decimal::try_from_i128_with_scale(number, figure.places).ok());
        let value = short.or_else(|| {
            let value = at_length(figure, exponent)?;
            Some(if turned { -value } else { value })
        });
        let other = |value: &Decimal| *value != figure.value && !value.is_zero();
        all.extend(value.filter(other).map(|value| (cause, value)));
    };
    for exponent in [1, -1, -2, 3, -3] {
        take(Cause::DecimalShift, exponent, false);
    }
    if figure.percent {
        // a fraction for a percentage
        take(Cause::UnitSlip, 2, false);
    } else {
        take(Cause::DecimalShift, 2, false);
        // 元, 万元, 亿元
        for exponent in [4, -4, 8, -8] {
            take(Cause::UnitSlip, exponent, false);
        }
    }
    take(Cause::SignFlip, 0, true);
    all
}

/// The figure times ten to so many, in units of the form's last place, half away from zero.
fn shifted(figure: &Figure, exponent: i32) -> Option<i128> {
    let number = figure.value.mantissa();
    let places = i32::try_from(figure.places).ok()?;
    let scale = i32::try_from(figure.value.scale()).ok()?;
    let by = exponent + places - scale;
    let unit = power(by.unsigned_abs())?;
    if by >= 0 {
        return number.checked_mul(unit);
    }
    let doubled = number.abs().checked_mul(2)?.checked_add(unit)?;
    let size = quotient(doubled, unit.checked_mul(2)?);
    Some(if number < 0 { -size } else { size })
}

/// The same of a figure that is too long for so many places.
fn at_length(figure: &Figure, exponent: i32) -> Option<Decimal> {
    let factor = Decimal::from(10_i64.pow(exponent.unsigned_abs()));
    let value = if exponent < 0 {
        figure.value.checked_div(factor)?
    } else {
        figure.value.checked_mul(factor)?
    };
    let halfway = RoundingStrategy::MidpointAwayFromZero;
    Some(value.round_dp_with_strategy(figure.places, halfway))
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
        slips(&figure, &Bounds::new(&|_| (i128::MIN, i128::MAX)))
            .contains(&(cause, truth.parse().unwrap()))
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
    fn a_form_of_many_places() {
        let figure = |value: &str| Figure {
            value: value.parse().unwrap(),
            places: 20,
            exact: false,
            signed: true,
            percent: false,
        };
        let of = |value: &str| slips(&figure(value), &Bounds::new(&|_| (i128::MIN, i128::MAX)));
        assert!(of("-2000000000").contains(&(Cause::SignFlip, Decimal::from(2_000_000_000_u32))));
        let thousand = Decimal::from(2_000_000_000_000_u64);
        assert!(of("2000000000").contains(&(Cause::DecimalShift, thousand)));
        assert!(!of("79228162514264337593543950335").is_empty());
    }

    #[test]
    fn the_sign_turned() {
        assert!(found("-6", false, Cause::SignFlip, "6"));
        assert!(!found("0", false, Cause::SignFlip, "0"));
    }
}
