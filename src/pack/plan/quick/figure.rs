//! [`Figure`]: an amount without its origin: value, unit, and which figures it was made from.
//!
//! Whole numbers of 128 bits over a power of ten, and over a divisor where something was divided.
//! Exact as [`crate::amount::Exact`] is; what does not fit is left to it.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::amount::{power, quotient};

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It has no value: units differ, a division by zero.
    Trouble,
    /// It does not fit here.
    Unknown,
}

type Made<'r> = Result<Figure<'r>, Flaw>;

/// `top ÷ 10^scale ÷ under`, in a unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure<'r> {
    top: i128,
    /// Above zero.
    under: i128,
    scale: u32,
    /// Decimal places it was rounded to, for a figure as written that is not exact.
    pub(super) places: Option<u32>,
    pub(super) unit: &'r str,
    /// The figures it was made from: a range of the list of them.
    pub(super) from: u32,
    pub(super) to: u32,
}

/// The least has no positive counterpart, and signs are turned freely here.
pub(super) fn fits(value: i128) -> Option<i128> {
    (value != i128::MIN).then_some(value)
}

/// `value × 10^exponent`, quick where there is nothing to do.
pub(super) fn raised(value: i128, exponent: u32) -> Option<i128> {
    if exponent == 0 {
        return Some(value);
    }
    fits(value.checked_mul(power(exponent)?)?)
}

/// The unit both have; a pure number takes the other's.
pub(super) fn shared<'r>(a: &'r str, b: &'r str) -> Option<&'r str> {
    if b.is_empty() || std::ptr::eq(a, b) || a == b {
        Some(a)
    } else if a.is_empty() {
        Some(b)
    } else {
        None
    }
}

/// Division of numbers that nearly always fit 64 bits, rounded half away from zero.
fn divided_half_up(size: i128, divisor: i128) -> Option<i128> {
    let doubled = size.checked_mul(2)?.checked_add(divisor)?;
    let divisor = divisor.checked_mul(2)?;
    Some(quotient(doubled, divisor))
}

impl<'r> Figure<'r> {
    /// A number of the rule, or one as written.
    pub(super) fn of(value: Decimal, unit: &'r str) -> Self {
        Self {
            top: value.mantissa(),
            under: 1,
            scale: value.scale(),
            places: None,
            unit,
            from: 0,
            to: 0,
        }
    }

    pub(super) fn of_parts(top: i128, scale: u32, unit: &'r str) -> Self {
        Self {
            top,
            scale,
            ..Self::of(Decimal::ZERO, unit)
        }
    }

    pub(super) fn whole(value: i64) -> Self {
        Self {
            top: i128::from(value),
            ..Self::of(Decimal::ZERO, "")
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.top == 0
    }

    pub(super) fn is_positive(&self) -> bool {
        self.top > 0
    }

    /// The same under another unit.
    pub(super) fn under_unit(self, unit: &'r str) -> Self {
        Self { unit, ..self }
    }

    /// Both tops over the same power of ten, and its exponent.
    fn aligned(&self, other: &Self) -> Option<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        Some((
            raised(self.top, scale - self.scale)?,
            raised(other.top, scale - other.scale)?,
            scale,
        ))
    }

    /// The sum, with the unit given; what it was made from is the caller's to say.
    fn added(&self, other: &Self, unit: &'r str) -> Option<Self> {
        let (a, b, scale) = self.aligned(other)?;
        let (top, under) = if self.under == other.under {
            (a.checked_add(b)?, self.under)
        } else {
            let (a, b) = (a.checked_mul(other.under)?, b.checked_mul(self.under)?);
            (a.checked_add(b)?, self.under.checked_mul(other.under)?)
        };
        Some(Self {
            top: fits(top)?,
            under,
            scale,
            places: None,
            unit,
            ..*self
        })
    }

    /// Adds a decimal in a unit, where both fit and nothing was divided; else nothing is done.
    pub(super) fn add_decimal(&mut self, value: Decimal, unit: &'r str) -> Option<()> {
        let unit = shared(self.unit, unit)?;
        let (mut top, mut addend) = (self.top, value.mantissa());
        let scale = self.scale.max(value.scale());
        if self.under != 1 {
            return None;
        }
        if self.scale != value.scale() {
            top = raised(top, scale - self.scale)?;
            addend = raised(addend, scale - value.scale())?;
        }
        self.top = fits(top.checked_add(addend)?)?;
        (self.scale, self.unit, self.places) = (scale, unit, None);
        Some(())
    }

    pub(super) fn plus(&self, other: &Self) -> Made<'r> {
        let unit = shared(self.unit, other.unit).ok_or(Flaw::Trouble)?;
        self.added(other, unit).ok_or(Flaw::Unknown)
    }

    pub(super) fn minus(&self, other: &Self) -> Made<'r> {
        self.plus(&other.negated())
    }

    pub(super) fn negated(&self) -> Self {
        Self {
            top: -self.top,
            places: None,
            ..*self
        }
    }

    pub(super) fn absolute(&self) -> Self {
        Self {
            top: self.top.abs(),
            places: None,
            ..*self
        }
    }

    pub(super) fn times(&self, other: &Self) -> Made<'r> {
        let unit = if self.unit.is_empty() {
            other.unit
        } else if other.unit.is_empty() {
            self.unit
        } else {
            return Err(Flaw::Trouble);
        };
        let made = || {
            Some(Self {
                top: fits(self.top.checked_mul(other.top)?)?,
                under: self.under.checked_mul(other.under)?,
                scale: self.scale + other.scale,
                places: None,
                unit,
                ..*self
            })
        };
        made().ok_or(Flaw::Unknown)
    }

    pub(super) fn over(&self, other: &Self) -> Made<'r> {
        let unit = if other.unit.is_empty() {
            self.unit
        } else if self.unit == other.unit {
            ""
        } else {
            return Err(Flaw::Trouble);
        };
        if other.top == 0 {
            return Err(Flaw::Trouble);
        }
        let made = || {
            let top = fits(self.top.checked_mul(other.under)?)?;
            let (top, scale) = if self.scale >= other.scale {
                (top, self.scale - other.scale)
            } else {
                (raised(top, other.scale - self.scale)?, 0)
            };
            let under = fits(self.under.checked_mul(other.top)?)?;
            let (top, under) = if under < 0 {
                (-top, -under)
            } else {
                (top, under)
            };
            Some(Self {
                top,
                under,
                scale,
                places: None,
                unit,
                ..*self
            })
        };
        made().ok_or(Flaw::Unknown)
    }

    /// The share in percent; of nothing it has no value that is known here.
    pub(super) fn percent(part: &Self, whole: &Self) -> Made<'r> {
        if whole.top == 0 {
            return Err(Flaw::Unknown);
        }
        let share = part.over(whole)?;
        if !share.unit.is_empty() {
            return Err(Flaw::Trouble);
        }
        Ok(share.times(&Self::whole(100))?.under_unit("%"))
    }

    /// So many percent of the whole.
    pub(super) fn percent_of(rate: &Self, whole: &Self) -> Made<'r> {
        if !rate.unit.is_empty() && rate.unit != "%" {
            return Err(Flaw::Trouble);
        }
        let share = Self {
            scale: rate.scale + 2,
            unit: "",
            ..*rate
        };
        share.times(whole)
    }

    /// How both compare, as stated.
    pub(super) fn compare(&self, other: &Self) -> Result<Ordering, Flaw> {
        shared(self.unit, other.unit).ok_or(Flaw::Trouble)?;
        self.order(other).ok_or(Flaw::Unknown)
    }

    /// This one, or the other where that is better.
    pub(super) fn or_better(&self, other: &Self, better: fn(Ordering) -> bool) -> Made<'r> {
        let unit = shared(self.unit, other.unit).ok_or(Flaw::Trouble)?;
        let order = other.order(self).ok_or(Flaw::Unknown)?;
        let best = if better(order) { other } else { self };
        Ok(Self {
            places: None,
            ..best.under_unit(unit)
        })
    }

    /// How the values compare, whatever the units.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        let (a, b, _) = self.aligned(other)?;
        Some(if self.under == other.under {
            a.cmp(&b)
        } else {
            let (a, b) = (a.checked_mul(other.under)?, b.checked_mul(self.under)?);
            a.cmp(&b)
        })
    }

    /// Rounded half away from zero.
    pub(super) fn rounded(&self, places: u32) -> Option<Self> {
        let plain = Self {
            places: None,
            ..*self
        };
        if self.under == 1 && self.scale <= places {
            return Some(plain);
        }
        let (size, divisor) = if self.scale > places {
            let divisor = self.under.checked_mul(power(self.scale - places)?)?;
            (self.top.abs(), divisor)
        } else {
            (raised(self.top.abs(), places - self.scale)?, self.under)
        };
        let size = divided_half_up(size, divisor)?;
        Some(Self {
            top: if self.top < 0 { -size } else { size },
            under: 1,
            scale: places,
            ..plain
        })
    }

    /// Whether a figure as written may be the other times a power, rounded or cut off as both may
    /// be: not where they are further apart than a unit of each.
    pub(super) fn may_be(&self, other: &Self, factor: i64) -> Result<bool, Flaw> {
        let factor = Self::whole(factor);
        let unit = |figure: &Self| Self {
            top: i128::from(figure.places.is_some()),
            scale: figure.places.unwrap_or(0),
            ..Self::whole(0)
        };
        let pure = |figure: &Self| figure.under_unit("");
        let apart = pure(self).minus(&pure(other).times(&factor)?)?;
        let reach = unit(self).plus(&unit(other).times(&factor)?)?;
        let order = apart.absolute().order(&reach).ok_or(Flaw::Unknown)?;
        Ok(order.is_le())
    }

    /// Whether a stated figure is, at its places, just what is due.
    pub(super) fn is_due(&self, due: &Self) -> Result<bool, Flaw> {
        shared(self.unit, due.unit).ok_or(Flaw::Trouble)?;
        let order = match self.places {
            Some(places) => due.rounded(places).and_then(|due| self.order(&due)),
            None => self.order(due),
        };
        Ok(order.ok_or(Flaw::Unknown)?.is_eq())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Figure<'static> {
        Figure::of(text.parse().unwrap(), "")
    }

    #[test]
    fn shares_are_exact_until_they_are_rounded() {
        let third = figure("1").over(&figure("-3")).unwrap();
        assert_eq!(
            third.times(&figure("3")).unwrap().order(&figure("-1.00")),
            Some(Ordering::Equal)
        );
        let rounded = third.rounded(2).unwrap();
        assert_eq!(rounded.order(&figure("-0.33")), Some(Ordering::Equal));
        let half = figure("0.125").rounded(2).unwrap();
        assert_eq!(half.order(&figure("0.13")), Some(Ordering::Equal));
        let half = figure("-0.125").rounded(2).unwrap();
        assert_eq!(half.order(&figure("-0.13")), Some(Ordering::Equal));
    }

    #[test]
    fn what_does_not_fit_is_left() {
        let large = figure("79228162514264337593543950335");
        assert!(matches!(large.times(&large), Err(Flaw::Unknown)));
        assert!(matches!(large.over(&figure("0")), Err(Flaw::Trouble)));
    }
}
