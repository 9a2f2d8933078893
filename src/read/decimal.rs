//! Numbers of workbooks as exact decimals.
//!
//! A workbook keeps a binary fraction and writes up to 17 digits of it. What a person typed, and
//! what every program shows, are its first 15 significant digits: 48.469999999999999 is 48.47.

use std::fmt;

/// Digits that a person can have typed into a cell.
const DIGITS: usize = 15;
/// Places and zeros beyond which no amount goes; ends hostile exponents.
const LONGEST: i64 = 400;

/// A decimal number: its digits without leading zeros, and how many of them stand after the point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// Whether it is below zero.
    pub negative: bool,
    /// Digits, the most significant first; empty for zero.
    pub digits: Vec<u8>,
    /// Digits after the point; where there are fewer digits, zeros stand between.
    pub places: usize,
}

/// Reads the text of a number cell, cut to 15 significant digits, trailing zeros dropped. `None`
/// where it is no number.
#[must_use]
pub fn read(text: &str) -> Option<Plain> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0
        || whole.len() + fraction.len() > 64
        || !is_digits(whole)
        || !is_digits(fraction)
        || exponent.abs() > LONGEST
    {
        return None;
    }
    let mut digits: Vec<u8> = (whole.bytes().chain(fraction.bytes()))
        .map(|byte| byte - b'0')
        .collect();
    let mut places = i64::try_from(fraction.len()).ok()? - exponent;
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    digits.drain(..zeros);
    if digits.len() > DIGITS {
        let dropped = digits.len() - DIGITS;
        round_off(&mut digits, dropped);
        places -= i64::try_from(dropped).ok()?;
    }
    while digits.last() == Some(&0) && places > 0 {
        digits.pop();
        places -= 1;
    }
    if digits.is_empty() {
        places = 0;
    }
    while places < 0 {
        digits.push(0);
        places += 1;
    }
    Some(Plain {
        negative: negative && !digits.is_empty(),
        digits,
        places: usize::try_from(places).ok()?,
    })
}

/// Drops the last digits, rounding half away from zero. A carry may add a digit in front.
fn round_off(digits: &mut Vec<u8>, dropped: usize) {
    let kept = digits.len().saturating_sub(dropped);
    let up = digits.get(kept).is_some_and(|digit| *digit >= 5);
    digits.truncate(kept);
    if !up {
        return;
    }
    for digit in digits.iter_mut().rev() {
        if *digit == 9 {
            *digit = 0;
        } else {
            *digit += 1;
            return;
        }
    }
    digits.insert(0, 1);
}

impl Plain {
    /// Times a power of ten, exactly: `up` of 2 makes a percentage of a share, of -4 万元 of 元.
    #[must_use]
    pub fn scaled(mut self, up: i32) -> Self {
        if self.digits.is_empty() {
            return self;
        }
        for _ in 0..up {
            if self.places > 0 {
                self.places -= 1;
            } else {
                self.digits.push(0);
            }
        }
        for _ in up..0 {
            self.places += 1;
        }
        self.trimmed(0)
    }

    /// Without zeros at the end beyond so many places.
    #[must_use]
    pub fn trimmed(mut self, least: usize) -> Self {
        while self.places > least && self.digits.last() == Some(&0) {
            self.digits.pop();
            self.places -= 1;
        }
        if self.digits.is_empty() {
            self.places = self.places.min(least);
        }
        self
    }

    /// Rounded to so many places, half away from zero, on the decimal digits; zeros are added
    /// where there are fewer.
    #[must_use]
    pub fn rounded(mut self, places: usize) -> Self {
        while self.places < places {
            if !self.digits.is_empty() {
                self.digits.push(0);
            }
            self.places += 1;
        }
        let dropped = self.places - places;
        if dropped > 0 {
            // zeros in front, so that there is a digit to round on
            while self.digits.len() < dropped {
                self.digits.insert(0, 0);
            }
            round_off(&mut self.digits, dropped);
            let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
            self.digits.drain(..zeros);
            self.places = places;
        }
        self.negative = self.negative && !self.digits.is_empty();
        self
    }

    /// Whether both are the same number.
    #[must_use]
    pub fn equals(&self, other: &Self) -> bool {
        self.clone().trimmed(0) == other.clone().trimmed(0)
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text: Vec<u8> = self.digits.iter().map(|digit| digit + b'0').collect();
        while text.len() <= self.places {
            text.insert(0, b'0');
        }
        let at = text.len() - self.places;
        let (whole, fraction) = text.split_at(at);
        let read = |bytes| str::from_utf8(bytes).unwrap_or("");
        if self.negative {
            f.write_str("-")?;
        }
        f.write_str(read(whole))?;
        if !fraction.is_empty() {
            write!(f, ".{}", read(fraction))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn plain(text: &str) -> String {
        read(text).map_or_else(|| "none".to_owned(), |number| number.to_string())
    }

    #[test]
    fn fifteen_digits_are_what_was_typed() {
        for (raw, typed) in [
            ("48.469999999999999", "48.47"),
            ("48.47", "48.47"),
            ("0.1", "0.1"),
            ("1.0000000000000002", "1"),
            ("464.60000000000002", "464.6"),
            ("5.684341886080802E-14", "0.0000000000000568434188608080"),
            ("1E2", "100"),
            ("1.5e+3", "1500"),
            ("-0.00", "0"),
            ("-12.50", "-12.5"),
            ("123456789012345678", "123456789012346000"),
            ("9.9999999999999999", "10"),
            ("0", "0"),
        ] {
            assert_eq!(
                plain(raw).trim_end_matches('0'),
                typed.trim_end_matches('0'),
                "{raw}"
            );
        }
        for wrong in ["", "-", "1.2.3", "1e999999", "NaN", "abc", "1e"] {
            assert_eq!(plain(wrong), "none", "{wrong}");
        }
    }

    #[test]
    fn half_is_rounded_away_from_zero_on_decimal_digits() {
        for (raw, places, shown) in [
            ("1.005", 2, "1.01"),
            ("-1.005", 2, "-1.01"),
            ("0.125", 2, "0.13"),
            ("2.5", 0, "3"),
            ("12", 2, "12.00"),
            ("0.004", 2, "0.00"),
            ("-0.004", 2, "0.00"),
            ("0.995", 2, "1.00"),
            ("0", 2, "0.00"),
            ("5.684341886080802E-14", 2, "0.00"),
        ] {
            let rounded = read(raw).map(|number| number.rounded(places).to_string());
            assert_eq!(rounded.as_deref(), Some(shown), "{raw}");
        }
    }

    #[test]
    fn powers_of_ten_are_exact() {
        for (raw, up, scaled) in [
            ("0.9071", 2, "90.71"),
            ("4646000", -4, "464.6"),
            ("42900", -4, "4.29"),
            ("1.52", 4, "15200"),
            ("0", -4, "0"),
            ("100", 2, "10000"),
        ] {
            let number = read(raw).map(|number| number.scaled(up).to_string());
            assert_eq!(number.as_deref(), Some(scaled), "{raw}");
        }
    }
}
