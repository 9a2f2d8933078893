//! Slips of the fingers: digits swapped, mistyped, lost or typed twice.

use rust_decimal::Decimal;

use super::super::case::Figure;
use super::Cause;
use crate::amount::{power, quotient};

/// Figures of more digits are not typed by hand.
const MOST_DIGITS: u32 = 18;

/// A figure in digits: all of them as one number, and how many are behind the point.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Form {
    negative: bool,
    number: i128,
    /// How many digits there are, with zeros up to one before the point.
    count: u32,
    behind: u32,
    /// From the left.
    digits: [u8; MOST_DIGITS as usize],
}

impl Form {
    /// As written with so many places, or more where it has more; no zeros before the first digit
    /// but one before the point.
    fn new(value: Decimal, places: u32) -> Self {
        let mut value = value;
        if value.scale() < places {
            value.rescale(places);
        }
        let behind = value.scale();
        let number = value.mantissa().abs();
        let own = number.checked_ilog10().map_or(1, |log| log + 1);
        let count = own.max(behind + 1);
        let mut digits = [0; MOST_DIGITS as usize];
        // of more digits nothing is asked
        if let (Ok(mut rest), Some(digits)) =
            (u64::try_from(number), digits.get_mut(..count as usize))
        {
            for digit in digits.iter_mut().rev() {
                *digit = u8::try_from(rest % 10).unwrap_or_default();
                rest /= 10;
            }
        }
        Self {
            negative: value.is_sign_negative(),
            number,
            count,
            behind,
            digits,
        }
    }

    /// How many digits stand before the point.
    fn before(&self) -> u32 {
        self.count.saturating_sub(self.behind)
    }

    /// What one counts at a digit, from the left.
    fn weight(&self, at: u32) -> i128 {
        unit(self.count.saturating_sub(at + 1))
    }

    /// The digit at a place from the left.
    fn digit(&self, at: u32) -> i128 {
        self.digits.get(at as usize).copied().map_or(0, i128::from)
    }
}

/// Ten to so many.
fn unit(exponent: u32) -> i128 {
    power(exponent).unwrap_or(i128::MAX)
}

/// The least and the greatest number that may be wanted with so many digits behind the point.
pub(super) type Bounds = (i128, i128);

/// Values that are wanted, as they come.
struct Wanted<'w> {
    figure: &'w Figure,
    bounds: &'w dyn Fn(u32) -> Bounds,
    /// Bounds that were asked for.
    known: Vec<(u32, Bounds)>,
    found: Vec<(Cause, Decimal)>,
}

/// Numbers of one form with so many digits behind the point.
struct Sieve {
    low: i128,
    high: i128,
    behind: u32,
}

impl Sieve {
    /// Whether a number from the first to the last may pass.
    fn any(&self, first: i128, last: i128) -> bool {
        self.low <= last && first <= self.high
    }
}

impl Wanted<'_> {
    /// A first sieve.
    fn sieve(&mut self, form: &Form, behind: u32) -> Sieve {
        let known = self.known.iter().find(|(places, _)| *places == behind);
        let (low, high) = if let Some((_, bounds)) = known {
            *bounds
        } else {
            let bounds = (self.bounds)(behind);
            self.known.push((behind, bounds));
            bounds
        };
        let (low, high) = if form.negative {
            (high.saturating_neg(), low.saturating_neg())
        } else {
            (low, high)
        };
        Sieve { low, high, behind }
    }

    #[inline]
    fn take(&mut self, cause: Cause, form: &Form, number: i128, sieve: &Sieve) {
        if sieve.low <= number && number <= sieve.high {
            self.look(cause, form, number, sieve.behind);
        }
    }

    fn look(&mut self, cause: Cause, form: &Form, number: i128, behind: u32) {
        let number = if form.negative { -number } else { number };
        let Ok(value) = Decimal::try_from_i128_with_scale(number, behind) else {
            return;
        };
        if value != self.figure.value && value.normalize().scale() <= self.figure.places {
            self.found.push((cause, value));
        }
    }
}

/// What the figure may have been before a slip of the fingers, as far as that is within the
/// bounds.
pub(super) fn slips(figure: &Figure, bounds: &dyn Fn(u32) -> Bounds) -> Vec<(Cause, Decimal)> {
    let padded = Form::new(figure.value, figure.places);
    if padded.count > MOST_DIGITS {
        return Vec::new();
    }
    // lost digits leave a figure with fewer places than the form has
    let bare = Form::new(figure.value.normalize(), 0);
    let mut wanted = Wanted {
        figure,
        bounds,
        known: Vec::new(),
        found: Vec::new(),
    };
    swapped(&padded, &mut wanted);
    undoubled(&padded, &mut wanted);
    for form in [&bare, &padded] {
        regained(form, &mut wanted);
    }
    retyped(&padded, &mut wanted);
    wanted.found
}

/// Any two digits swapped.
fn swapped(form: &Form, wanted: &mut Wanted) {
    let sieve = wanted.sieve(form, form.behind);
    // the same digits make no number with more of them
    if !sieve.any(0, unit(form.count)) {
        return;
    }
    let digits: Vec<(i128, i128)> = (0..form.count)
        .map(|at| (form.digit(at), form.weight(at)))
        .collect();
    for (at, (one, left)) in digits.iter().enumerate() {
        for (other, right) in digits.iter().skip(at + 1) {
            let apart = other - one;
            if apart != 0 {
                let moved = apart * (left - right);
                let number = form.number + moved;
                wanted.take(Cause::Transposition, form, number, &sieve);
            }
        }
    }
}

/// One digit another.
fn retyped(form: &Form, wanted: &mut Wanted) {
    let sieve = wanted.sieve(form, form.behind);
    for at in 0..form.count {
        let weight = form.weight(at);
        let zero = form.number - form.digit(at) * weight;
        if !sieve.any(zero, zero + 9 * weight) {
            continue;
        }
        for digit in 0..10 {
            let number = zero + digit * weight;
            wanted.take(Cause::OneDigit, form, number, &sieve);
        }
    }
}

/// A digit more, the point where it was.
fn regained(form: &Form, wanted: &mut Wanted) {
    let sieve = wanted.sieve(form, form.behind);
    let finer = wanted.sieve(form, form.behind + 1);
    for at in 0..=form.count {
        let weight = unit(form.count - at);
        let head = quotient(form.number, weight);
        let zero = form.number + head * weight * 9;
        let any = |sieve: &Sieve| sieve.any(zero, zero + 9 * weight);
        if !any(&sieve) && !any(&finer) {
            continue;
        }
        for digit in 0..10 {
            let number = zero + digit * weight;
            if at <= form.before() {
                wanted.take(Cause::DroppedDigit, form, number, &sieve);
            }
            if at >= form.before() {
                wanted.take(Cause::DroppedDigit, form, number, &finer);
            }
        }
    }
}

/// Of two equal digits side by side, one less.
fn undoubled(form: &Form, wanted: &mut Wanted) {
    for at in 0..form.count.saturating_sub(1) {
        if form.digit(at) != form.digit(at + 1) {
            continue;
        }
        let weight = form.weight(at);
        let head = quotient(form.number, weight * 10);
        let number = head * weight + form.number % weight;
        if at < form.before() {
            let sieve = wanted.sieve(form, form.behind);
            wanted.take(Cause::DoubledDigit, form, number, &sieve);
        }
        // the second of the two stands behind the point
        if at + 1 >= form.before() && form.behind > 0 {
            let sieve = wanted.sieve(form, form.behind - 1);
            wanted.take(Cause::DoubledDigit, form, number, &sieve);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str, cause: Cause) -> Vec<String> {
        let figure = Figure {
            value: value.parse().unwrap(),
            places: 2,
            exact: false,
            signed: false,
            percent: false,
        };
        slips(&figure, &|_| (i128::MIN, i128::MAX))
            .into_iter()
            .filter(|(found, _)| *found == cause)
            .map(|(_, value)| figure.show(value))
            .collect()
    }

    #[test]
    fn two_digits_swapped() {
        let found = of("48.97", Cause::Transposition);
        for truth in ["84.97", "49.87", "48.79", "78.94"] {
            assert!(found.contains(&truth.to_owned()), "{truth}");
        }
        assert!(!found.contains(&"48.97".to_owned()));
        assert!(!found.contains(&"48.47".to_owned()));
        // 3.9 is 3.90 in a form of two places
        assert!(of("3.9", Cause::Transposition).contains(&"3.09".to_owned()));
    }

    #[test]
    fn one_digit_wrong() {
        let found = of("15.71", Cause::OneDigit);
        assert!(found.contains(&"15.21".to_owned()));
        assert!(!found.contains(&"15.22".to_owned()));
        assert_eq!(found.len(), 4 * 9);
    }

    #[test]
    fn a_digit_lost() {
        let found = of("8.47", Cause::DroppedDigit);
        assert!(found.contains(&"48.47".to_owned()));
        assert!(!found.contains(&"47.47".to_owned()));
        // 48.47 without its 4 behind the point
        assert!(of("48.7", Cause::DroppedDigit).contains(&"48.47".to_owned()));
        assert!(of("48", Cause::DroppedDigit).contains(&"48.40".to_owned()));
    }

    #[test]
    fn a_digit_twice() {
        assert!(of("448.47", Cause::DoubledDigit).contains(&"48.47".to_owned()));
        assert!(of("48.477", Cause::DoubledDigit).contains(&"48.47".to_owned()));
        assert!(of("48.447", Cause::DoubledDigit).contains(&"48.47".to_owned()));
        assert!(of("48.48", Cause::DoubledDigit).is_empty());
    }
}
