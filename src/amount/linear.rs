//! Linear and fractional forms of an amount over the figures that were written.
//!
//! `(Σ aᵢxᵢ + a₀) / (Σ bᵢxᵢ + b₀)`: sums, differences, shares, rates of change and implied
//! prior values all have this form, with each written figure named once, so what they may have
//! been before rounding follows exactly (no interval arithmetic widening what repeats).

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

/// Figures with their coefficients, in the order of the text, each once. Few: a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms(Vec<(NodeId, (Exact, Variable))>);

impl Terms {
    fn place(&self, node: NodeId) -> Result<usize, usize> {
        // forms are mostly made in the order of the text
        match self.0.last() {
            Some((last, _)) if *last < node => Err(self.0.len()),
            _ => self.0.binary_search_by_key(&node, |(known, _)| *known),
        }
    }

    /// A figure's coefficient, and the figure.
    #[must_use]
    pub fn get(&self, node: &NodeId) -> Option<&(Exact, Variable)> {
        let place = self.place(*node).ok()?;
        self.0.get(place).map(|(_, term)| term)
    }

    /// Whether the figure is one of them.
    #[must_use]
    pub fn contains_key(&self, node: &NodeId) -> bool {
        self.place(*node).is_ok()
    }

    /// The figures.
    pub fn keys(&self) -> impl Iterator<Item = &NodeId> {
        self.0.iter().map(|(node, _)| node)
    }

    /// The coefficients, with the figures' values.
    pub fn values(&self) -> impl Iterator<Item = &(Exact, Variable)> {
        self.0.iter().map(|(_, term)| term)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&NodeId, &(Exact, Variable))> {
        self.0.iter().map(|(node, term)| (node, term))
    }

    /// How many figures there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds to a figure's coefficient.
    fn add(&mut self, node: NodeId, coefficient: Exact, variable: Variable) {
        match self.place(node) {
            Err(place) if !coefficient.is_zero() => {
                self.0.insert(place, (node, (coefficient, variable)));
            }
            Err(_) => {}
            Ok(place) => {
                let Some((_, (known, _))) = self.0.get_mut(place) else {
                    return;
                };
                let sum = known.plus(&coefficient);
                if sum.is_zero() {
                    self.0.remove(place);
                } else {
                    *known = sum;
                }
            }
        }
    }
}

/// `Σ coefficient × figure + constant`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linear {
    /// Coefficient of each written, rounded figure.
    pub terms: Terms,
    /// What does not depend on a rounded figure.
    pub constant: Option<Exact>,
}

impl Linear {
    fn constant(value: Exact) -> Self {
        Self {
            terms: Terms::default(),
            constant: Some(value),
        }
    }

    /// The constant part.
    #[must_use]
    pub fn offset(&self) -> Exact {
        self.constant.clone().unwrap_or(Exact::ZERO)
    }

    /// Its value as stated, and how far the rounding of its figures may move it.
    #[must_use]
    pub fn value_and_reach(&self) -> (Exact, Exact) {
        let (mut at, mut reach) = (self.offset(), Exact::ZERO);
        for (coefficient, variable) in self.terms.values() {
            at = at.plus(&coefficient.times(&variable.value));
            if !variable.precision.exact {
                reach = reach.plus(&coefficient.abs().times(&variable.precision.half()));
            }
        }
        (at, reach)
    }

    /// Whether it is the constant 1.
    fn is_one(&self) -> bool {
        let one = |constant: &Exact| constant.sign_of_one() == Some(false);
        self.terms.is_empty() && self.constant.as_ref().is_some_and(one)
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

    /// self − other
    #[must_use]
    pub fn less(mut self, other: &Self) -> Self {
        self.add_scaled(other, &-Exact::ONE);
        self
    }

    /// Adds factor × other; touches only the figures of `other`, so long sums stay linear.
    fn add_scaled(&mut self, other: &Self, factor: &Exact) {
        self.constant = Some(self.offset().plus(&other.offset().times(factor)));
        for (node, (coefficient, variable)) in other.terms.iter() {
            self.terms
                .add(*node, coefficient.times(factor), variable.clone());
        }
    }

    fn scaled(&self, factor: &Exact) -> Self {
        Self::default().plus_scaled(self, factor)
    }
}

/// Which figures a form keeps as variables; all others are constants at their stated value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Those that were rounded: exact ones have nothing to vary.
    Rounded,
    /// All: any of them may be wrong.
    All,
    /// This one alone.
    Only(NodeId),
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

    /// Whether it is a linear form: the denominator does not depend on a figure.
    #[must_use]
    pub fn is_linear(&self) -> bool {
        self.denominator
            .as_constant()
            .is_some_and(|divisor| !divisor.is_zero())
    }

    /// The linear form, if the denominator does not depend on a figure.
    #[must_use]
    pub fn as_linear(&self) -> Option<Linear> {
        let divisor = self.denominator.as_constant()?;
        if divisor == Exact::ONE {
            return Some(self.numerator.clone());
        }
        Some(self.numerator.scaled(&Exact::ONE.over(&divisor)?))
    }

    /// The same, of a form that is not needed any more.
    #[must_use]
    pub fn into_linear(self) -> Option<Linear> {
        if self.denominator.is_one() {
            return Some(self.numerator);
        }
        self.as_linear()
    }

    /// The form of an amount over its rounded figures; `None` where it has none (a product of
    /// two rounded figures, rounding, minimum and maximum).
    #[must_use]
    pub fn of(amount: &Amount) -> Option<Self> {
        Self::keeping(amount, Keep::Rounded)
    }

    /// The form of an amount over the figures to keep.
    #[must_use]
    pub fn keeping(amount: &Amount, keep: Keep) -> Option<Self> {
        let of = |amount: &Amount| Self::keeping(amount, keep);
        match amount.origin() {
            Origin::Written { .. } => {
                let Some((node, variable)) = varying(amount, keep) else {
                    let value = amount.value().ok()?.clone();
                    return Some(Self::whole(Linear::constant(value)));
                };
                let mut linear = Linear::constant(Exact::ZERO);
                linear.terms.add(node, Exact::ONE, variable);
                Some(Self::whole(linear))
            }
            Origin::Given => Some(Self::whole(Linear::constant(amount.value().ok()?.clone()))),
            Origin::Sum(addends) => {
                let mut sum = Self::whole(Linear::constant(Exact::ZERO));
                sum.numerator.terms.0.reserve(addends.len());
                for addend in addends {
                    // the rule, and no form need be made of it
                    if sum.denominator.is_one()
                        && let Some((node, variable)) = varying(addend, keep)
                    {
                        sum.numerator.terms.add(node, Exact::ONE, variable);
                        continue;
                    }
                    let form = of(addend)?;
                    let plain = sum.denominator.is_one() && form.denominator.is_one();
                    if plain || sum.denominator == form.denominator {
                        sum.numerator.add_scaled(&form.numerator, &Exact::ONE);
                    } else {
                        sum = sum.plus_scaled(&form, &Exact::ONE)?;
                    }
                }
                Some(sum)
            }
            Origin::Difference(a, b) => of(a)?.plus_scaled(&of(b)?, &-Exact::ONE),
            Origin::Negative(a) => {
                Self::whole(Linear::constant(Exact::ZERO)).plus_scaled(&of(a)?, &-Exact::ONE)
            }
            Origin::Product(a, b) => of(a)?.times(&of(b)?),
            Origin::Quotient(a, b) => {
                let b = of(b)?;
                let inverse = Self {
                    numerator: b.denominator,
                    denominator: b.numerator,
                };
                of(a)?.times(&inverse)
            }
            Origin::Absolute(_) | Origin::Least(_) | Origin::Greatest(_) | Origin::Rounded(..) => {
                let fixed = match keep {
                    Keep::Only(only) => !amount.nodes().contains(&only),
                    Keep::Rounded | Keep::All => false,
                };
                let value = amount.value().ok().filter(|_| fixed)?;
                Some(Self::whole(Linear::constant(value.clone())))
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

/// A written figure that is kept as a variable.
fn varying(amount: &Amount, keep: Keep) -> Option<(NodeId, Variable)> {
    let Origin::Written { node, precision } = amount.origin() else {
        return None;
    };
    let varies = match keep {
        Keep::Rounded => !precision.exact,
        Keep::All => true,
        Keep::Only(only) => *node == only,
    };
    let variable = Variable {
        value: amount.value().ok().filter(|_| varies)?.clone(),
        precision: *precision,
    };
    Some((*node, variable))
}

fn product(a: &Linear, b: &Linear) -> Option<Linear> {
    if let Some(constant) = a.as_constant() {
        Some(b.scaled(&constant))
    } else {
        b.as_constant().map(|constant| a.scaled(&constant))
    }
}
