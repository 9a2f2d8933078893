//! Numbers as they are written: exact, or refused with the reason.
//!
//! `rust_decimal`'s own parsers are not used: one rounds silently, the other refuses exponents,
//! and both take `.5`, `5.`, `+1` and `1_000`.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::fold::{is_invisible_character, trimmed};

/// The most decimals a `Decimal` holds.
const MOST_PLACES: u32 = 28;
/// The first coefficient that a `Decimal` of 96 bits no longer holds.
const TOO_BIG: u128 = 1 << 96;

/// Why a number cannot be taken.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberFault {
    /// Not a number by the grammar of JSON.
    NotANumber,
    /// More digits than can be held exactly (28, or 29 up to 79228162514264337593543950335).
    TooManyDigits,
    /// More than 28 decimals.
    TooManyPlaces,
    /// The exponent makes it larger or finer than can be held exactly.
    ExponentTooLarge,
}

/// How a number was written.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// A JSON number.
    Number,
    /// Text that reads like one: `"10443.60"`.
    PlainText,
    /// Text with a comma (of either width) before each group of three digits: `"10,443.60"`.
    Grouped,
    /// Text with full-width digits, point or minus: `"１０４４３．６０"`.
    FullWidth,
    /// Text with blanks around it: `" 3 "`.
    Padded,
    /// A target with its sign or unit, where the form prints them in one cell: `"≥90%"`.
    Bound,
}

/// A number and how it was written. Where several styles apply, full width is named before groups,
/// and these before blanks.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct WrittenNumber {
    /// Its exact value.
    pub value: Decimal,
    /// How many decimals it was written with: 2 for `1.10`, 3 for `1.5e-2`.
    pub places: u32,
    /// How it was written.
    pub style: Style,
}

/// A JSON number, exactly. `-0` is 0; an exponent is resolved (`1e3` is 1000).
///
/// # Errors
/// When the text is not a JSON number, or a `Decimal` cannot hold its exact value. Zeros at the
/// end count as digits, as they were written to mean something; only where there is an exponent
/// may they be dropped to make the number fit.
pub fn read_json_number(text: &str) -> Result<Decimal, NumberFault> {
    if let Some(value) = read_short(text.as_bytes()) {
        return Ok(value);
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (digits, exponent) = match rest.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, Some(read_exponent(exponent)?)),
        None => (rest, None),
    };
    let (whole, fraction) = split_point(digits).ok_or(NumberFault::NotANumber)?;
    if has_leading_zero(whole) {
        return Err(NumberFault::NotANumber);
    }
    let coefficient = read_digits(whole.bytes().chain(fraction.bytes()))?;
    let places = u32::try_from(fraction.len()).map_err(|_| NumberFault::TooManyPlaces)?;
    match exponent {
        None => make(negative, coefficient, places),
        Some(exponent) => shift(negative, coefficient, i64::from(places) - exponent),
    }
}

/// A JSON number as it was meant: exactly, but for what a computer's arithmetic leaves behind. A
/// spreadsheet that keeps binary fractions writes 6340144.57 as 6340144.5700000003, and what
/// should be zero as 5.684341886080802E-14.
///
/// # Errors
/// As [`read_json_number`].
pub(super) fn read_written_number(text: &str) -> Result<Decimal, NumberFault> {
    let exact = read_json_number(text);
    tidied(text, exact).map_or(exact, Ok)
}

/// Whether a number as written has such a tail.
pub(crate) fn untidied(text: &str) -> bool {
    tidied(text, read_json_number(text)).is_some()
}

/// What a number with such a tail is without it. Fifteen digits are all that a binary fraction
/// holds for certain; a number that ends in zeros or nines up to there was never that fine.
fn tidied(text: &str, exact: Result<Decimal, NumberFault>) -> Option<Decimal> {
    let has_exponent = text.contains(['e', 'E']);
    if text.len() <= MOST_SHORT && !has_exponent {
        return None;
    }
    match exact {
        Ok(value) => {
            let fine = has_exponent || value.scale() > FINE;
            if fine && !value.is_zero() && value.abs() < Decimal::new(1, RESIDUE) {
                return Some(Decimal::ZERO);
            }
            if value.scale() == 0 || digits(&value) <= CERTAIN {
                return None;
            }
            let certain = value
                .round_sf_with_strategy(CERTAIN, RoundingStrategy::MidpointAwayFromZero)?
                .normalize();
            (digits(&certain) <= FINE).then_some(certain)
        }
        Err(
            NumberFault::TooManyPlaces | NumberFault::ExponentTooLarge | NumberFault::TooManyDigits,
        ) => (size(text)? < -i64::from(RESIDUE)).then_some(Decimal::ZERO),
        Err(NumberFault::NotANumber) => None,
    }
}

/// Digits that a binary fraction of 64 bits holds for certain.
const CERTAIN: u32 = 15;
/// Digits that a figure of money may have, and decimals that none has.
const FINE: u32 = 12;
/// Less than this many places down there is nothing but residue.
const RESIDUE: u32 = 8;

/// How many significant digits a value has.
fn digits(value: &Decimal) -> u32 {
    value
        .mantissa()
        .unsigned_abs()
        .checked_ilog10()
        .map_or(1, |log| log + 1)
}

/// The power of ten of the first digit that is not zero; `None` where there is none.
fn size(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, read_exponent(exponent).ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let first = whole
        .bytes()
        .chain(fraction.bytes())
        .position(|digit| digit != b'0')?;
    let place = |count: usize| i64::try_from(count).ok();
    Some(place(whole.len())? - place(first)? - 1 + exponent)
}

/// Numbers as nearly all are: short and without exponent. In one pass, as this is where reading
/// spends its time; `None` leaves the number to the full grammar.
fn read_short(text: &[u8]) -> Option<Decimal> {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    if unsigned.len() > MOST_SHORT || matches!(unsigned, [b'0', b'0'..=b'9', ..]) {
        return None;
    }
    let mut coefficient: u64 = 0;
    let mut point = None;
    for (at, &byte) in unsigned.iter().enumerate() {
        match byte {
            b'0'..=b'9' => coefficient = coefficient * 10 + u64::from(byte - b'0'),
            b'.' if at > 0 && point.is_none() => point = Some(at),
            _ => return None,
        }
    }
    let places = point.map_or(0, |at| unsigned.len() - at - 1);
    if unsigned.is_empty() || (point.is_some() && places == 0) {
        return None;
    }
    let negative = unsigned.len() < text.len();
    Some(short(coefficient, negative, u32::try_from(places).ok()?))
}

/// The most digits, a point among them, of a number that is short: they fit 64 bits.
pub(super) const MOST_SHORT: usize = 16;

/// A number of few digits; zero has no sign.
#[inline]
pub(super) fn short(coefficient: u64, negative: bool, places: u32) -> Decimal {
    let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
    let (low, high) = (half(coefficient), half(coefficient >> 32));
    Decimal::from_parts(low, high, 0, negative && coefficient != 0, places)
}

/// An amount written as text, or `None` where the text is anything else, also where it is a number
/// that cannot be held exactly.
///
/// Taken are an optional minus (`-`, `−`, `－`), digits of either width, commas of either width if
/// they part correct groups of three, a point of either width between digits, blanks around. Not
/// taken are exponents, a plus, zeros in front (`007` is a code, not an amount).
#[must_use]
pub fn read_text_number(text: &str) -> Option<WrittenNumber> {
    let bare = trimmed(text);
    let mut style = if bare.len() == text.len() {
        Style::PlainText
    } else {
        Style::Padded
    };
    // Longer than any amount that can be held; ends hostile input before it is copied.
    if bare.len() > 256 {
        return None;
    }
    let mut plain = String::with_capacity(bare.len());
    let (mut wide, mut grouped) = (false, false);
    for character in bare.chars() {
        // marks without width come along when text is copied
        if is_invisible_character(character) && !character.is_whitespace() {
            style = Style::Padded;
            continue;
        }
        plain.push(match character {
            '0'..='9' | '.' | '-' => character,
            '\u{2212}' => '-',
            ',' | '，' => {
                grouped = true;
                ','
            }
            _ => {
                wide = true;
                half_width(character)?
            }
        });
    }
    if grouped {
        style = Style::Grouped;
    }
    if wide {
        style = Style::FullWidth;
    }
    let (negative, unsigned) = match plain.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, plain.as_str()),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    if fraction.is_some_and(|digits| !all_digits(digits)) || !is_whole(whole) {
        return None;
    }
    let fraction = fraction.unwrap_or("");
    let digits = whole
        .bytes()
        .filter(|&byte| byte != b',')
        .chain(fraction.bytes());
    let places = u32::try_from(fraction.len()).ok()?;
    let value = make(negative, read_digits(digits).ok()?, places).ok()?;
    Some(WrittenNumber {
        value,
        places,
        style,
    })
}

/// The half-width form of a full-width digit, point or minus.
pub(super) fn half_width(character: char) -> Option<char> {
    match character {
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10),
        '．' => Some('.'),
        '－' => Some('-'),
        _ => None,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_leading_zero(whole: &str) -> bool {
    whole.len() > 1 && whole.starts_with('0')
}

/// Digits, or digits in correct groups of three, and no zero in front of others.
fn is_whole(text: &str) -> bool {
    if has_leading_zero(text) {
        return false;
    }
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or("");
    let mut rest = groups.peekable();
    let first_fits = rest.peek().is_none() || first.len() <= 3;
    all_digits(first) && first_fits && rest.all(|group| group.len() == 3 && all_digits(group))
}

/// The digits before and after the point; `None` if there are other characters, or a point without
/// digits on both sides.
fn split_point(text: &str) -> Option<(&str, &str)> {
    match text.split_once('.') {
        Some((whole, fraction)) => {
            (all_digits(whole) && all_digits(fraction)).then_some((whole, fraction))
        }
        None => all_digits(text).then_some((text, "")),
    }
}

/// The digits as one integer.
fn read_digits(digits: impl Iterator<Item = u8>) -> Result<u128, NumberFault> {
    let mut coefficient: u128 = 0;
    for digit in digits {
        coefficient = coefficient * 10 + u128::from(digit - b'0');
        if coefficient >= TOO_BIG {
            return Err(NumberFault::TooManyDigits);
        }
    }
    Ok(coefficient)
}

/// The exponent; one beyond 64 bits is as good as the largest.
fn read_exponent(text: &str) -> Result<i64, NumberFault> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if !all_digits(digits) {
        return Err(NumberFault::NotANumber);
    }
    // Far beyond what fits, far from overflow when the decimals are counted in.
    let far = i64::from(u32::MAX) * 4;
    let size = digits.parse::<i64>().unwrap_or(far).min(far);
    Ok(if negative { -size } else { size })
}

/// The coefficient divided by ten to the power of `places`, which may be negative.
fn shift(negative: bool, mut coefficient: u128, mut places: i64) -> Result<Decimal, NumberFault> {
    if coefficient == 0 {
        places = places.clamp(0, i64::from(MOST_PLACES));
    }
    // Neither loop runs more than 29 times: a coefficient has no more digits.
    while places < 0 {
        coefficient = coefficient.saturating_mul(10);
        places += 1;
        if coefficient >= TOO_BIG {
            return Err(NumberFault::ExponentTooLarge);
        }
    }
    while places > i64::from(MOST_PLACES) && coefficient.is_multiple_of(10) {
        coefficient /= 10;
        places -= 1;
    }
    let places = u32::try_from(places).map_err(|_| NumberFault::ExponentTooLarge)?;
    make(negative, coefficient, places).map_err(|_| NumberFault::ExponentTooLarge)
}

fn make(negative: bool, coefficient: u128, places: u32) -> Result<Decimal, NumberFault> {
    if places > MOST_PLACES {
        return Err(NumberFault::TooManyPlaces);
    }
    let unsigned = i128::try_from(coefficient).map_err(|_| NumberFault::TooManyDigits)?;
    let signed = if negative { -unsigned } else { unsigned };
    Decimal::try_from_i128_with_scale(signed, places).map_err(|_| NumberFault::TooManyDigits)
}
