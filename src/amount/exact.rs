//! [`Exact`]: a rational number without limits of digits.
//!
//! Nearly all figures are short decimals, so that is the fast form; quotients and anything a
//! [`Decimal`] would have to round become a ratio, of 128 bits while they do, else of big integers. Nothing here ever rounds but
//! [`Exact::round`], which says how.

use std::cmp::Ordering;
use std::ops::Neg;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::{BigRational, Ratio};
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// The most bits a numerator or denominator may have; beyond, a rule is multiplying without end.
const BITS_LIMIT: u64 = 4096;

/// An exact rational number.
#[derive(Clone, Debug)]
pub struct Exact(Form);

#[derive(Clone, Debug)]
enum Form {
    Decimal(Decimal),
    /// Boxed, so that all others stay small.
    Small(Box<Ratio<i128>>),
    Ratio(Box<BigRational>),
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self(Form::Decimal(Decimal::ZERO));
    /// One.
    pub const ONE: Self = Self(Form::Decimal(Decimal::ONE));
    /// One hundred.
    pub const HUNDRED: Self = Self(Form::Decimal(Decimal::ONE_HUNDRED));

    /// Half a unit of the last of `places` decimal places: 2 places give 0.005.
    #[must_use]
    pub fn half_unit(places: u32) -> Self {
        if places < 28 {
            Self(Form::Decimal(Decimal::new(5, places + 1)))
        } else {
            Self::unit(places).times(&Self(Form::Decimal(Decimal::new(5, 1))))
        }
    }

    /// One unit of the last of `places` decimal places: 2 places give 0.01.
    #[must_use]
    pub fn unit(places: u32) -> Self {
        if places <= 28 {
            Self(Form::Decimal(Decimal::new(1, places)))
        } else {
            Self::ratio(BigRational::new(
                BigInt::one(),
                BigInt::from(10).pow(places),
            ))
        }
    }

    fn ratio(value: BigRational) -> Self {
        Self(Form::Ratio(Box::new(value)))
    }

    /// As a ratio of 128 bits, where it is one.
    fn to_small(&self) -> Option<Ratio<i128>> {
        match &self.0 {
            Form::Decimal(value) => Some(Ratio::new(value.mantissa(), power(value.scale())?)),
            Form::Small(value) => Some(**value),
            Form::Ratio(_) => None,
        }
    }

    /// Numerator and denominator, the latter above zero, as they are at hand; `None` where they
    /// are larger than 128 bits.
    fn parts(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Form::Decimal(value) => Some((value.mantissa(), power(value.scale())?)),
            Form::Small(value) => Some((*value.numer(), *value.denom())),
            Form::Ratio(_) => None,
        }
    }

    /// An operation on ratios of 128 bits: `quick` on their parts, which need not be reduced, or
    /// else, where that does not fit, `apply`; `None` where neither does.
    fn small(
        &self,
        other: &Self,
        quick: impl Fn((i128, i128), (i128, i128)) -> Option<(i128, i128)>,
        apply: impl Fn(&Ratio<i128>, &Ratio<i128>) -> Option<Ratio<i128>>,
    ) -> Option<Self> {
        let made =
            quick(self.parts()?, other.parts()?).and_then(|(above, below)| reduced(above, below));
        // the least i128 has no positive counterpart: `-` and `abs` would overflow
        made.or_else(|| apply(&self.to_small()?, &other.to_small()?))
            .filter(|value| *value.numer() != i128::MIN && *value.denom() != i128::MIN)
            .map(|value| Self(Form::Small(Box::new(value))))
    }

    fn to_ratio(&self) -> BigRational {
        match &self.0 {
            Form::Small(value) => {
                BigRational::new_raw(BigInt::from(*value.numer()), BigInt::from(*value.denom()))
            }
            Form::Decimal(value) => BigRational::new(
                BigInt::from(value.mantissa()),
                BigInt::from(10).pow(value.scale()),
            ),
            Form::Ratio(value) => (**value).clone(),
        }
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        if let (Form::Decimal(a), Form::Decimal(b)) = (&self.0, &other.0) {
            if let Some(sum) = narrow(a, b, |a, b| a + b) {
                return Self(Form::Decimal(sum));
            }
            // rust_decimal gives up places rather than fail; the scale tells whether it did
            if let Some(sum) = a.checked_add(*b)
                && sum.scale() == a.scale().max(b.scale())
            {
                return Self(Form::Decimal(sum));
            }
        }
        let quick = |(a, b): (i128, i128), (c, d): (i128, i128)| {
            if b == d {
                return Some((a.checked_add(c)?, b));
            }
            let sum = a.checked_mul(d)?.checked_add(c.checked_mul(b)?)?;
            Some((sum, b.checked_mul(d)?))
        };
        self.small(other, quick, num_traits::CheckedAdd::checked_add)
            .unwrap_or_else(|| Self::ratio(self.to_ratio() + other.to_ratio()))
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        if let (Form::Decimal(a), Form::Decimal(b)) = (&self.0, &other.0)
            && let Some(difference) = narrow(a, b, |a, b| a - b)
        {
            return Self(Form::Decimal(difference));
        }
        self.plus(&-other.clone())
    }

    /// In units of the last of `places`; `None` where it is finer than that, or a quotient.
    #[must_use]
    pub(crate) fn units_at(&self, places: u32) -> Option<i128> {
        match &self.0 {
            Form::Decimal(value) => {
                let unit = power(places.checked_sub(value.scale())?)?;
                value.mantissa().checked_mul(unit)
            }
            _ => None,
        }
    }

    /// As a decimal, where it is kept as one.
    pub(crate) fn as_decimal(&self) -> Option<&Decimal> {
        match &self.0 {
            Form::Decimal(value) => Some(value),
            _ => None,
        }
    }

    /// So many units of the last of `places`.
    #[must_use]
    pub(crate) fn of_units(units: i128, places: u32) -> Self {
        match Decimal::try_from_i128_with_scale(units, places) {
            Ok(value) => Self(Form::Decimal(value)),
            Err(_) => Self::ratio(BigRational::new(
                BigInt::from(units),
                BigInt::from(10).pow(places),
            )),
        }
    }

    /// Whether it is one (`false`) or minus one (`true`).
    pub(crate) fn sign_of_one(&self) -> Option<bool> {
        match &self.0 {
            Form::Decimal(value) if value.scale() == 0 => match value.mantissa() {
                1 => Some(false),
                -1 => Some(true),
                _ => None,
            },
            _ => None,
        }
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        // a product of zero has fewer places than asked for below, and is none the less exact
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        // most coefficients are one
        match (self.sign_of_one(), other.sign_of_one()) {
            (_, Some(false)) => return self.clone(),
            (Some(false), _) => return other.clone(),
            (_, Some(true)) => return -self.clone(),
            (Some(true), _) => return -other.clone(),
            (None, None) => {}
        }
        if let (Form::Decimal(a), Form::Decimal(b)) = (&self.0, &other.0)
            && let Some(product) = a.checked_mul(*b)
            && product.scale() == a.scale() + b.scale()
        {
            return Self(Form::Decimal(product));
        }
        let quick = |(a, b): (i128, i128), (c, d): (i128, i128)| {
            Some((a.checked_mul(c)?, b.checked_mul(d)?))
        };
        self.small(other, quick, num_traits::CheckedMul::checked_mul)
            .unwrap_or_else(|| Self::ratio(self.to_ratio() * other.to_ratio()))
    }

    /// The quotient; `None` when `other` is zero.
    #[must_use]
    pub fn over(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        if matches!(other.0, Form::Decimal(one) if one == Decimal::ONE) {
            return Some(self.clone());
        }
        let quick = |(a, b): (i128, i128), (c, d): (i128, i128)| {
            if b == d {
                return Some((a, c));
            }
            Some((a.checked_mul(d)?, b.checked_mul(c)?))
        };
        let small = self.small(other, quick, num_traits::CheckedDiv::checked_div);
        Some(small.unwrap_or_else(|| Self::ratio(self.to_ratio() / other.to_ratio())))
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Form::Decimal(value) => value.is_zero(),
            Form::Small(value) => value.is_zero(),
            Form::Ratio(value) => value.is_zero(),
        }
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Decimal(value) => value.is_sign_negative() && !value.is_zero(),
            Form::Small(value) => value.is_negative(),
            Form::Ratio(value) => value.is_negative(),
        }
    }

    /// −1, 0 or 1 by its sign.
    #[must_use]
    pub fn sign(&self) -> Ordering {
        if self.is_zero() {
            Ordering::Equal
        } else if self.is_negative() {
            Ordering::Less
        } else {
            Ordering::Greater
        }
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() {
            -self.clone()
        } else {
            self.clone()
        }
    }

    /// Whether it has outgrown what the engine carries.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        match &self.0 {
            Form::Decimal(_) | Form::Small(_) => false,
            Form::Ratio(value) => {
                value.numer().bits() > BITS_LIMIT || value.denom().bits() > BITS_LIMIT
            }
        }
    }

    /// Rounded half away from zero (四舍五入) to `places` decimal places.
    #[must_use]
    pub fn round(&self, places: u32) -> Self {
        if let Form::Decimal(value) = &self.0 {
            if value.scale() <= places {
                return self.clone();
            }
            let rounded = power(value.scale() - places)
                .and_then(|unit| round_parts(value.mantissa(), unit, places));
            if let Some(rounded) = rounded {
                return rounded;
            }
        }
        if let Some(rounded) = self
            .to_small()
            .and_then(|value| round_small(&value, places))
        {
            return rounded;
        }
        let scaled = self.to_ratio() * BigRational::from(BigInt::from(10).pow(places));
        let half = BigRational::new(BigInt::one(), BigInt::from(2));
        let whole = if scaled.is_negative() {
            -((-scaled + half).floor())
        } else {
            (scaled + half).floor()
        };
        Self::ratio(whole / BigRational::from(BigInt::from(10).pow(places))).simplified()
    }

    /// Cut towards zero to `places` decimal places.
    #[must_use]
    pub fn truncate(&self, places: u32) -> Self {
        if let Form::Decimal(value) = &self.0 {
            return Self(Form::Decimal(value.trunc_with_scale(places).normalize()));
        }
        let few = self.parts().and_then(|(above, below)| {
            let scaled = above.checked_mul(power(places)?)?;
            Decimal::try_from_i128_with_scale(scaled.checked_div(below)?, places).ok()
        });
        if let Some(few) = few {
            return Self(Form::Decimal(few.normalize()));
        }
        let power = BigRational::from(BigInt::from(10).pow(places));
        Self::ratio((self.to_ratio() * &power).trunc() / power).simplified()
    }

    /// The greatest whole number of units of the last of `places` that is not above it; `None`
    /// where 128 bits do not do.
    #[must_use]
    pub(crate) fn floor_units(&self, places: u32) -> Option<i128> {
        let (above, below) = self.parts()?;
        floor_units(above, below, places)
    }

    /// The least whole number of units of the last of `places` that is not below it; `None`
    /// where 128 bits do not do.
    #[must_use]
    pub(crate) fn ceiling_units(&self, places: u32) -> Option<i128> {
        let (above, below) = self.parts()?;
        Some(-floor_units(above.checked_neg()?, below, places)?)
    }

    /// The value as a decimal where it is one within 28 digits.
    #[must_use]
    pub fn to_decimal(&self) -> Option<Decimal> {
        match &self.0 {
            Form::Decimal(value) => Some(*value),
            Form::Small(value) => {
                let mut divisor = *value.denom();
                let mut scale = 0;
                let mut mantissa = *value.numer();
                while divisor != 1 {
                    let step = 10.gcd(&divisor);
                    if step == 1 || scale == 28 {
                        return None;
                    }
                    mantissa = mantissa.checked_mul(10 / step)?;
                    divisor /= step;
                    scale += 1;
                }
                Decimal::try_from_i128_with_scale(mantissa, scale).ok()
            }
            Form::Ratio(value) => {
                let mut denominator = value.denom().clone();
                let ten = BigInt::from(10);
                let mut scale = 0_u32;
                let mut numerator = value.numer().clone();
                while !denominator.is_one() {
                    if scale == 28 {
                        return None;
                    }
                    numerator *= &ten;
                    let divisor = num_gcd(&numerator, &denominator);
                    numerator /= &divisor;
                    denominator /= &divisor;
                    scale += 1;
                }
                let mantissa = numerator.to_i128()?;
                Decimal::try_from_i128_with_scale(mantissa, scale).ok()
            }
        }
    }

    fn simplified(self) -> Self {
        self.to_decimal()
            .map_or(self, |value| Self(Form::Decimal(value)))
    }

    /// Decimal text with exactly `places` places, rounded half away from zero.
    #[must_use]
    pub fn to_fixed(&self, places: u32) -> String {
        let rounded = self.round(places);
        let few = match &rounded.0 {
            Form::Decimal(value) if value.scale() <= places => {
                power(places - value.scale()).and_then(|unit| value.mantissa().checked_mul(unit))
            }
            _ => None,
        };
        if let Some(few) = few.and_then(|few| Decimal::try_from_i128_with_scale(few, places).ok()) {
            return few.to_string();
        }
        let scaled = rounded.to_ratio() * BigRational::from(BigInt::from(10).pow(places));
        let scaled = scaled.to_integer();
        let (negative, digits) = (scaled.is_negative(), scaled.abs().to_string());
        let width = places as usize;
        let padded = format!("{digits:0>width$}", width = width + 1);
        let cut = padded.len() - width;
        let (whole, rest) = padded.split_at(cut);
        let sign = if negative { "-" } else { "" };
        if width == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest}")
        }
    }

    /// Decimal text as short as it can be said exactly, else rounded to `places` places.
    #[must_use]
    pub fn to_short(&self, places: u32) -> String {
        match self.to_decimal() {
            Some(value) => value.normalize().to_string(),
            None => self.to_fixed(places),
        }
    }
}

/// The ratio with nothing common above and below, and its sign above; `None` of the least number,
/// which has no positive counterpart, and of a division by zero.
fn reduced(above: i128, below: i128) -> Option<Ratio<i128>> {
    let (size, divisor) = (above.checked_abs()?, below.checked_abs()?);
    if divisor == 0 {
        return None;
    }
    // much quicker in 64 bits, which nearly always do
    let common = if let (Ok(size), Ok(divisor)) = (u64::try_from(size), u64::try_from(divisor)) {
        i128::from(size.gcd(&divisor))
    } else {
        size.gcd(&divisor)
    };
    let (size, divisor) = (quotient(size, common), quotient(divisor, common));
    let negative = (above < 0) != (below < 0);
    let above = if negative { -size } else { size };
    Some(Ratio::new_raw(above, divisor))
}

/// Two decimals in units of the finer one's last place, and how many places that has; `None`
/// where they are far apart.
#[inline]
fn aligned(a: &Decimal, b: &Decimal) -> Option<(i128, i128, u32)> {
    let (places, other) = (a.scale(), b.scale());
    let (one, two) = (a.mantissa(), b.mantissa());
    if places == other {
        return Some((one, two, places));
    }
    // of 96 bits each, and nine places are thirty: nothing overflows
    let unit = power(places.abs_diff(other)).filter(|unit| *unit <= 1_000_000_000)?;
    Some(if places < other {
        (one * unit, two, other)
    } else {
        (one, two * unit, places)
    })
}

/// Adds or subtracts two decimals; `None` where the result has more digits than are sure to fit.
#[inline]
fn narrow(a: &Decimal, b: &Decimal, apply: impl Fn(i128, i128) -> i128) -> Option<Decimal> {
    let (one, two, places) = aligned(a, b)?;
    // a zero with more places gives none of them to the sum, nor to who is shown it
    if a.scale() != b.scale() && (one == 0 || two == 0) {
        return None;
    }
    let made = i64::try_from(apply(one, two)).ok()?;
    Decimal::try_new(made, places).ok()
}

/// Ten to so many; `None` where 128 bits do not hold it.
#[expect(
    clippy::indexing_slicing,
    reason = "worked out while this is compiled, which a wrong index would end"
)]
pub(crate) fn power(exponent: u32) -> Option<i128> {
    const POWERS: [i128; 39] = {
        let mut all = [1; 39];
        let mut at = 1;
        while at < all.len() {
            all[at] = all[at - 1] * 10;
            at += 1;
        }
        all
    };
    POWERS.get(exponent as usize).copied()
}

/// The quotient of two numbers not below zero, the divisor above: nearly always of 64 bits, in
/// which it is much quicker.
pub(crate) fn quotient(size: i128, divisor: i128) -> i128 {
    match (u64::try_from(size), u64::try_from(divisor)) {
        (Ok(size), Ok(divisor)) => i128::from(size.checked_div(divisor).unwrap_or_default()),
        _ => size.checked_div(divisor).unwrap_or_default(),
    }
}

/// `above ÷ below` in units of the last of `places`, rounded down; `below` is above zero.
fn floor_units(above: i128, below: i128, places: u32) -> Option<i128> {
    let scaled = above.checked_mul(power(places)?)?;
    if scaled >= 0 {
        return Some(quotient(scaled, below));
    }
    // away from zero
    let size = scaled.checked_neg()?.checked_add(below)?.checked_sub(1)?;
    Some(-quotient(size, below))
}

/// Half away from zero, in 128 bits; `None` where that is too narrow.
fn round_small(value: &Ratio<i128>, places: u32) -> Option<Exact> {
    round_parts(
        value.numer().checked_mul(power(places)?)?,
        *value.denom(),
        places,
    )
}

/// `scaled ÷ divisor` as a number of units of the last place.
fn round_parts(scaled: i128, divisor: i128, places: u32) -> Option<Exact> {
    let size = scaled.checked_abs()?.checked_mul(2)?.checked_add(divisor)?;
    let rounded = quotient(size, divisor.checked_mul(2)?);
    let rounded = if scaled < 0 { -rounded } else { rounded };
    Decimal::try_from_i128_with_scale(rounded, places)
        .ok()
        .map(|value| Exact(Form::Decimal(value)))
}

fn num_gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut a, mut b) = (a.abs(), b.abs());
    while !b.is_zero() {
        let rest = &a % &b;
        a = b;
        b = rest;
    }
    a
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        Self(Form::Decimal(value))
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(Form::Decimal(Decimal::from(value)))
    }
}

impl From<usize> for Exact {
    fn from(value: usize) -> Self {
        Self(Form::Decimal(Decimal::from(value)))
    }
}

impl Neg for Exact {
    type Output = Self;
    fn neg(self) -> Self {
        match self.0 {
            Form::Decimal(value) => Self(Form::Decimal(-value)),
            Form::Small(value) => Self(Form::Small(Box::new(-*value))),
            Form::Ratio(value) => Self::ratio(-*value),
        }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Form::Decimal(a), Form::Decimal(b)) = (&self.0, &other.0) {
            return match aligned(a, b) {
                Some((one, two, _)) => one.cmp(&two),
                None => a.cmp(b),
            };
        }
        // one side is a ratio: nothing needs reducing for this
        if let (Some((a, b)), Some((c, d))) = (self.parts(), other.parts())
            && let (Some(left), Some(right)) = (a.checked_mul(d), c.checked_mul(b))
        {
            return left.cmp(&right);
        }
        if let (Some(a), Some(b)) = (self.to_small(), other.to_small()) {
            return a.cmp(&b);
        }
        self.to_ratio().cmp(&other.to_ratio())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse::<Decimal>().unwrap().into()
    }

    #[test]
    fn a_zero_gives_no_places_to_a_sum() {
        for (a, b, sum, difference) in [
            ("7.5", "0.00", "7.5", "7.5"),
            ("0.00", "7.5", "7.5", "-7.5"),
            ("7.50", "0", "7.50", "7.50"),
            ("7.5", "0.25", "7.75", "7.25"),
            ("3", "-0.000", "3", "3"),
            (
                "1e-20",
                "1e20",
                "100000000000000000000.00000000000000000001",
                "",
            ),
        ] {
            let shown = |value: Exact| value.to_decimal().map(|value| value.to_string());
            let made = shown(exact_of(a).plus(&exact_of(b)));
            assert_eq!(
                made.as_deref(),
                (sum.len() < 30).then_some(sum),
                "{a} + {b}"
            );
            if !difference.is_empty() {
                let made = shown(exact_of(a).minus(&exact_of(b)));
                assert_eq!(made.as_deref(), Some(difference), "{a} - {b}");
            }
        }
    }

    fn exact_of(text: &str) -> Exact {
        Decimal::from_scientific(text).map_or_else(|_| exact(text), Exact::from)
    }

    #[test]
    fn decimals_are_compared_whatever_their_places() {
        for (less, more) in [
            ("1.5", "1.50000001"),
            ("-2", "-1.99"),
            (
                "79228162514264337593543950334",
                "79228162514264337593543950335",
            ),
            (
                "0.0000000000000000000000000001",
                "79228162514264337593543950335",
            ),
            (
                "7922816251426433759354395033.4",
                "7922816251426433759354395033.5",
            ),
        ] {
            assert!(
                exact(less) < exact(more) && exact(more) > exact(less),
                "{less} {more}"
            );
        }
        assert_eq!(exact("1.50"), exact("1.5"));
        assert_eq!(exact("0.000"), exact("-0"));
    }

    #[test]
    fn whole_units_below_and_above() {
        for (value, places, floor, ceiling) in [
            ("1.239", 2, 123, 124),
            ("-1.239", 2, -124, -123),
            ("1.23", 2, 123, 123),
            ("-1.2", 3, -1200, -1200),
            ("0", 4, 0, 0),
        ] {
            assert_eq!(exact(value).floor_units(places), Some(floor), "{value}");
            assert_eq!(exact(value).ceiling_units(places), Some(ceiling), "{value}");
        }
        let third = exact("1").over(&exact("3")).unwrap();
        assert_eq!(
            (third.floor_units(2), third.ceiling_units(2)),
            (Some(33), Some(34))
        );
        assert_eq!(exact("79228162514264337593543950335").floor_units(20), None);
    }
}
