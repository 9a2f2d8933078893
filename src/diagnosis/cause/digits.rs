//! Slips of the fingers: digits swapped, mistyped, lost or typed twice.

use rust_decimal::Decimal;

use super::super::case::Figure;
use super::Cause;

/// Figures of more digits are not typed by hand.
const MOST_DIGITS: usize = 18;

/// A figure in digits: all of them, and how many are behind the point.
#[derive(Clone, PartialEq, Eq)]
struct Form {
    negative: bool,
    digits: Vec<u8>,
    behind: usize,
}

impl Form {
    /// As written with so many places, or more where it has more; no zeros before the first digit
    /// but one before the point.
    fn new(value: Decimal, places: u32) -> Self {
        let mut value = value;
        if value.scale() < places {
            value.rescale(places);
        }
        let behind = value.scale() as usize;
        let text = value.mantissa().unsigned_abs().to_string();
        let text = format!("{text:0>width$}", width = behind + 1);
        Self {
            negative: value.is_sign_negative(),
            digits: text.bytes().map(|byte| byte - b'0').collect(),
            behind,
        }
    }

    fn value(&self) -> Option<Decimal> {
        let mut mantissa = 0_i128;
        for digit in &self.digits {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(*digit))?;
        }
        if self.negative {
            mantissa = -mantissa;
        }
        let scale = u32::try_from(self.behind).ok()?;
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }

    /// How many digits stand before the point.
    fn before(&self) -> usize {
        self.digits.len().saturating_sub(self.behind)
    }
}

/// What the figure may have been before a slip of the fingers.
pub(super) fn slips(figure: &Figure) -> Vec<(Cause, Decimal)> {
    let padded = Form::new(figure.value, figure.places);
    if padded.digits.len() > MOST_DIGITS {
        return Vec::new();
    }
    // lost digits leave a figure with fewer places than the form has
    let bare = Form::new(figure.value.normalize(), 0);
    let mut all = Vec::new();
    all.extend(swapped(&padded).map(|value| (Cause::Transposition, value)));
    all.extend(undoubled(&padded).map(|value| (Cause::DoubledDigit, value)));
    for form in [&bare, &padded] {
        let found = regained(form).map(|value| (Cause::DroppedDigit, value));
        all.extend(found);
    }
    all.extend(retyped(&padded).map(|value| (Cause::OneDigit, value)));
    let places = figure.places;
    all.retain(|(_, value)| value.normalize().scale() <= places && *value != figure.value);
    all
}

/// Any two digits swapped.
fn swapped(form: &Form) -> impl Iterator<Item = Decimal> {
    let count = form.digits.len();
    let pairs = (0..count).flat_map(move |one| (one + 1..count).map(move |other| (one, other)));
    pairs.filter_map(|(one, other)| {
        let mut form = form.clone();
        form.digits.swap(one, other);
        form.value()
    })
}

/// One digit another.
fn retyped(form: &Form) -> impl Iterator<Item = Decimal> {
    let places = 0..form.digits.len();
    let tries = places.flat_map(|at| (0..10_u8).map(move |digit| (at, digit)));
    tries.filter_map(|(at, digit)| {
        let mut form = form.clone();
        *form.digits.get_mut(at)? = digit;
        form.value()
    })
}

/// A digit more, the point where it was.
fn regained(form: &Form) -> impl Iterator<Item = Decimal> {
    let gaps = 0..=form.digits.len();
    let tries = gaps.flat_map(|at| (0..10_u8).map(move |digit| (at, digit)));
    tries.flat_map(|(at, digit)| {
        let mut longer = form.clone();
        longer.digits.insert(at, digit);
        let mut finer = longer.clone();
        finer.behind += 1;
        let whole = (at <= form.before()).then_some(longer);
        let part = (at >= form.before()).then_some(finer);
        [whole, part]
            .into_iter()
            .flatten()
            .filter_map(|form| form.value())
    })
}

/// Of two equal digits side by side, one less.
fn undoubled(form: &Form) -> impl Iterator<Item = Decimal> {
    let doubled = form.digits.windows(2).enumerate();
    let places = doubled.filter(|(_, pair)| pair.first() == pair.last());
    places.flat_map(|(at, _)| {
        let mut form = form.clone();
        let point = form.before();
        form.digits.remove(at);
        let mut forms = Vec::new();
        if at < point {
            forms.push(form.clone());
        }
        // the second of the two stands behind the point
        if at + 1 >= point && form.behind > 0 {
            form.behind -= 1;
            forms.push(form);
        }
        forms.into_iter().filter_map(|form| form.value())
    })
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
        slips(&figure)
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
