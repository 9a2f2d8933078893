//! Linear and fractional forms of an amount over the figures that were written.
//!
//! `(Σ aᵢxᵢ + a₀) / (Σ bᵢxᵢ + b₀)`: sums, differences, shares, rates of change and implied
//! prior values all have this form, with each written figure named once, so what they may have
//! been before rounding follows exactly (no interval arithmetic widening what repeats).

use std::collections::BTreeMap;

use super::{Amount, Exact, Origin, Precision};
use crate::document::NodeId;

/// A written figure as a variable: its stated value and how finely it was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// As stated.
    pub value: Exact,
    /// As the form declares.
    pub precision: Precision,
}

/// `Σ coefficient × figure + constant`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linear {
    /// Coefficient of each written, rounded figure.
    pub terms: BTreeMap<NodeId, (Exact, Variable)>,
    /// What does not depend on a rounded figure.
    pub constant: Option<Exact>,
}

impl Linear {
    fn constant(value: Exact) -> Self {
        Self {
            terms: BTreeMap::new(),
            constant: Some(value),
        }
    }

    /// The constant part.
    #[must_use]
    pub fn offset(&self) -> Exact {
        self.constant.clone().unwrap_or(Exact::ZERO)
    }

    /// Its value, if it depends on no figure.
    #[must_use]
    pub fn as_constant(&self) -> Option<Exact> {
        self.terms.is_empty().then(|| self.offset())
    }

    /// self + factor × other
    #[must_use]
    pub fn plus_scaled(&self, other: &Self, factor: &Exact) -> Self {
        let mut sum = self.clone();
        sum.add_scaled(other, factor);
        sum
    }

    /// The same in place: long sums are gathered addend by addend.
    fn add_scaled(&mut self, other: &Self, factor: &Exact) {
        self.constant = Some(self.offset().plus(&other.offset().times(factor)));
        for (node, (coefficient, variable)) in &other.terms {
            let entry = self
                .terms
                .entry(*node)
                .or_insert_with(|| (Exact::ZERO, variable.clone()));
            entry.0 = entry.0.plus(&coefficient.times(factor));
            if entry.0.is_zero() {
                self.terms.remove(node);
            }
        }
    }

    fn scaled(&self, factor: &Exact) -> Self {
        Self::default().plus_scaled(self, factor)
    }
}

/// A quotient of two linear forms; the denominator is the constant 1 for plain sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
    /// Above the line.
    pub numerator: Linear,
    /// Below the line.
    pub denominator: Linear,
}

impl Fraction {
    fn whole(numerator: Linear) -> Self {
        Self {
            numerator,
            denominator: Linear::constant(Exact::ONE),
        }
    }

    /// The linear form, if the denominator does not depend on a figure.
    #[must_use]
    pub fn as_linear(&self) -> Option<Linear> {
        let divisor = self.denominator.as_constant()?;
        Some(self.numerator.scaled(&Exact::ONE.over(&divisor)?))
    }

    /// The form of an amount; `None` where it has none (a product of two rounded figures,
    /// rounding, minimum and maximum).
    #[must_use]
    pub fn of(amount: &Amount) -> Option<Self> {
        match amount.origin() {
            Origin::Written { node, precision } => {
                let value = amount.value().ok()?.clone();
                if precision.exact {
                    return Some(Self::whole(Linear::constant(value)));
                }
                let mut linear = Linear::constant(Exact::ZERO);
                let variable = Variable {
                    value,
                    precision: *precision,
                };
                linear.terms.insert(*node, (Exact::ONE, variable));
                Some(Self::whole(linear))
            }
            Origin::Given => Some(Self::whole(Linear::constant(amount.value().ok()?.clone()))),
            Origin::Sum(addends) => {
                let mut sum = Self::whole(Linear::constant(Exact::ZERO));
                for addend in addends {
                    let addend = Self::of(addend)?;
                    if sum.denominator == addend.denominator {
                        sum.numerator.add_scaled(&addend.numerator, &Exact::ONE);
                    } else {
                        sum = sum.plus_scaled(&addend, &Exact::ONE)?;
                    }
                }
                Some(sum)
            }
            Origin::Difference(a, b) => Self::of(a)?.plus_scaled(&Self::of(b)?, &-Exact::ONE),
            Origin::Negative(a) => {
                Self::whole(Linear::constant(Exact::ZERO)).plus_scaled(&Self::of(a)?, &-Exact::ONE)
            }
            Origin::Product(a, b) => Self::of(a)?.times(&Self::of(b)?),
            Origin::Quotient(a, b) => {
                let b = Self::of(b)?;
                let inverse = Self {
                    numerator: b.denominator,
                    denominator: b.numerator,
                };
                Self::of(a)?.times(&inverse)
            }
            Origin::Absolute(_) | Origin::Least(_) | Origin::Greatest(_) | Origin::Rounded(..) => {
                None
            }
        }
    }

    fn plus_scaled(&self, other: &Self, factor: &Exact) -> Option<Self> {
        if self.denominator == other.denominator {
            return Some(Self {
                numerator: self.numerator.plus_scaled(&other.numerator, factor),
                denominator: self.denominator.clone(),
            });
        }
        if let Some(linear) = other.as_linear() {
            // N/D + c·L = (N + c·L·D)/D: linear only where L is a constant
            if let Some(constant) = linear.as_constant() {
                let numerator = self
                    .numerator
                    .plus_scaled(&self.denominator, &constant.times(factor));
                return Some(Self {
                    numerator,
                    denominator: self.denominator.clone(),
                });
            }
            if let Some(own) = self.as_linear() {
                return Some(Self::whole(own.plus_scaled(&linear, factor)));
            }
        }
        if let Some(own) = self.as_linear().and_then(|linear| linear.as_constant()) {
            let numerator = other
                .numerator
                .scaled(factor)
                .plus_scaled(&other.denominator, &own);
            return Some(Self {
                numerator,
                denominator: other.denominator.clone(),
            });
        }
        None
    }

    fn times(&self, other: &Self) -> Option<Self> {
        Some(Self {
            numerator: product(&self.numerator, &other.numerator)?,
            denominator: product(&self.denominator, &other.denominator)?,
        })
    }
}

fn product(a: &Linear, b: &Linear) -> Option<Linear> {
    if let Some(constant) = a.as_constant() {
        Some(b.scaled(&constant))
    } else {
        b.as_constant().map(|constant| a.scaled(&constant))
    }
}
