//! Slips of the fingers: digits swapped, mistyped, lost or typed twice.

use rust_decimal::Decimal;

use super::super::case::Figure;
use super::Cause;
use super::units::{Bounds, Written};

/// Figures of more digits are not typed by hand; one digit more still fits 64 bits.
const MOST_DIGITS: usize = 18;

/// A figure in digits: all of them as one number, and how many are behind the point.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Form {
    negative: bool,
    number: u64,
    /// How many digits there are, with zeros up to one before the point.
    count: usize,
    behind: usize,
    /// From the left.
    digits: [u8; MOST_DIGITS],
}

impl Form {
    /// No zeros before the first digit but one before the point; `None` of too many digits.
    fn new(negative: bool, number: u64, behind: usize) -> Option<Self> {
        let own = number.checked_ilog10().map_or(1, |log| log as usize + 1);
        let count = own.max(behind + 1);
        let mut digits = [0; MOST_DIGITS];
        let mut rest = number;
        for digit in digits.get_mut(..count)?.iter_mut().rev() {
            *digit = u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        Some(Self {
            negative,
            number,
            count,
            behind,
            digits,
        })
    }

    /// How many digits stand before the point.
    fn before(&self) -> usize {
        self.count.saturating_sub(self.behind)
    }

    /// What one counts at a digit, from the left.
    fn weight(&self, at: usize) -> u64 {
        unit(self.count.saturating_sub(at + 1))
    }

    /// The digit at a place from the left.
    fn digit(&self, at: usize) -> u64 {
        self.digits.get(at).copied().map_or(0, u64::from)
    }
}

/// Ten to so many.
#[expect(
    clippy::indexing_slicing,
    reason = "worked out while this is compiled, which a wrong index would end"
)]
fn unit(exponent: usize) -> u64 {
    const UNITS: [u64; MOST_DIGITS + 2] = {
        let mut all = [1; MOST_DIGITS + 2];
        let mut at = 1;
        while at < all.len() {
            all[at] = all[at - 1] * 10;
            at += 1;
        }
        all
    };
    UNITS.get(exponent).copied().unwrap_or(u64::MAX)
}

/// Values that are wanted, as they come.
struct Wanted<'w> {
    figure: &'w Figure,
    bounds: &'w Bounds<'w>,
    found: Vec<(Cause, Decimal)>,
}

/// Numbers of one form with so many digits behind the point.
#[derive(Clone, Copy)]
struct Sieve {
    low: u64,
    high: u64,
    behind: usize,
}

impl Sieve {
    /// Whether a number from the first to the last may pass.
    fn any(&self, first: u64, last: u64) -> bool {
        self.low <= last && first <= self.high
    }
}

impl Wanted<'_> {
    /// A first sieve.
    fn sieve(&self, form: &Form, behind: usize) -> Sieve {
        let (low, high) = self.bounds.of(behind);
        let (low, high) = if form.negative {
            (high.saturating_neg(), low.saturating_neg())
        } else {
            (low, high)
        };
        // numbers have no sign here, and none that is asked for is as large as 64 bits hold
        let narrow = |end: i128| u64::try_from(end.clamp(0, u64::MAX.into())).unwrap_or(u64::MAX);
        let (low, high) = if high < 0 {
            (1, 0)
        } else {
            (narrow(low), narrow(high))
        };
        Sieve { low, high, behind }
    }

    #[inline]
    fn take(&mut self, cause: Cause, form: &Form, number: u64, sieve: &Sieve) {
        if sieve.low <= number && number <= sieve.high {
            self.look(cause, form, number, sieve.behind);
        }
    }

    fn look(&mut self, cause: Cause, form: &Form, number: u64, behind: usize) {
        let number = i128::from(number);
        let number = if form.negative { -number } else { number };
        let behind = crate::source::narrow(behind);
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
pub(super) fn slips(figure: &Figure, bounds: &Bounds) -> Vec<(Cause, Decimal)> {
    let mut wanted = Wanted {
        figure,
        bounds,
        found: Vec::new(),
    };
    let forms = Written::of(figure.value).and_then(|written| {
        let form =
            |written: Written| Form::new(written.negative, written.number, written.behind as usize);
        // lost digits leave a figure with fewer places than the form has
        Some((form(written.padded(figure.places)?)?, form(written.bare())?))
    });
    let Some((padded, bare)) = forms else {
        return Vec::new();
    };
    swapped(&padded, &mut wanted);
    undoubled(&padded, &mut wanted);
    regained(&bare, &mut wanted);
    if padded != bare {
        regained(&padded, &mut wanted);
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
    for at in 0..form.count {
        let (one, left) = (form.digit(at), form.weight(at));
        let mut right = left;
        for other in form.digits.get(at + 1..form.count).unwrap_or_default() {
            right /= 10;
            let other = u64::from(*other);
            if other != one {
                // none of it is below zero: the digits taken away are there
                let without = form.number - one * left - other * right;
                let number = without + other * left + one * right;
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
    // with more digits than the form has nothing is wanted, but where the last one is a zero
    let fits =
        (form.behind as u64) < u64::from(wanted.figure.places) || form.number.is_multiple_of(10);
    let finer = fits.then(|| wanted.sieve(form, form.behind + 1));
    for at in 0..=form.count {
        let weight = unit(form.count - at);
        let head = form.number / weight;
        let zero = form.number + head * weight * 9;
        let any = |sieve: &Sieve| sieve.any(zero, zero + 9 * weight);
        if !any(&sieve) && !finer.as_ref().is_some_and(any) {
            continue;
        }
        for digit in 0..10 {
            let number = zero + digit * weight;
            if at <= form.before() {
                wanted.take(Cause::DroppedDigit, form, number, &sieve);
            }
            if let Some(finer) = finer.as_ref().filter(|_| at >= form.before()) {
                wanted.take(Cause::DroppedDigit, form, number, finer);
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
        let head = form.number / (weight * 10);
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
        slips(&figure, &Bounds::new(&|_| (i128::MIN, i128::MAX)))
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
    fn as_many_digits_as_anybody_types() {
        let found = of("2134567890123456.00", Cause::Transposition);
        assert!(found.contains(&"1234567890123456.00".to_owned()));
        let found = of("2134567890123456.00", Cause::DroppedDigit);
        assert!(found.contains(&"92134567890123456.00".to_owned()));
        let found = of("-213456789012345.60", Cause::OneDigit);
        assert!(found.contains(&"-913456789012345.60".to_owned()));
        assert!(of("21345678901234567.00", Cause::OneDigit).is_empty());
    }

    #[test]
    fn a_digit_twice() {
        assert!(of("448.47", Cause::DoubledDigit).contains(&"48.47".to_owned()));
        assert!(of("48.477", Cause::DoubledDigit).contains(&"48.47".to_owned()));
        assert!(of("48.447", Cause::DoubledDigit).contains(&"48.47".to_owned()));
        assert!(of("48.48", Cause::DoubledDigit).is_empty());
    }
}
