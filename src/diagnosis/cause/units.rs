//! Figures in whole units of their last place, in which slips are looked for.

use std::cell::Cell;

use rust_decimal::Decimal;

use crate::amount::power;

/// A figure as a whole number of units of its last place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) negative: bool,
    pub(super) number: u64,
    /// How many digits are behind the point.
    pub(super) behind: u32,
}

impl Written {
    /// `None` where it does not fit.
    pub(super) fn of(value: Decimal) -> Option<Self> {
        Some(Self {
            negative: value.is_sign_negative(),
            number: u64::try_from(value.mantissa().unsigned_abs()).ok()?,
            behind: value.scale(),
        })
    }

    /// With so many digits behind the point, or more where it has more.
    pub(super) fn padded(self, places: u32) -> Option<Self> {
        let Some(missing) = places.checked_sub(self.behind) else {
            return Some(self);
        };
        let unit = u64::try_from(power(missing)?).ok()?;
        Some(Self {
            number: self.number.checked_mul(unit)?,
            behind: places,
            ..self
        })
    }

    /// Without zeros at the end behind the point.
    pub(super) fn bare(mut self) -> Self {
        while self.behind > 0 && self.number.is_multiple_of(10) {
            self.number /= 10;
            self.behind -= 1;
        }
        self
    }
}

/// The least and the greatest whole number that may be wanted with some digits behind the point.
pub(super) struct Bounds<'b> {
    of: &'b dyn Fn(u32) -> (i128, i128),
    /// Those that were asked for last, and for how many digits.
    known: [Cell<(usize, i128, i128)>; 4],
}

impl<'b> Bounds<'b> {
    pub(super) fn new(of: &'b dyn Fn(u32) -> (i128, i128)) -> Self {
        Self {
            of,
            known: [const { Cell::new((usize::MAX, 0, 0)) }; 4],
        }
    }

    pub(super) fn of(&self, behind: usize) -> (i128, i128) {
        let slot = self.known.get(behind % 4);
        if let Some((known, low, high)) = slot.map(Cell::get)
            && known == behind
        {
            return (low, high);
        }
        let (low, high) = (self.of)(crate::source::narrow(behind));
        if let Some(slot) = slot {
            slot.set((behind, low, high));
        }
        (low, high)
    }
}
