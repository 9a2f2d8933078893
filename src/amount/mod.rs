//! [`Amount`]: a figure that remembers what it was made from.
//!
//! A figure read from a submission knows its node; every operation keeps its operands. So a
//! failed check can show each operand at its place, and rounding can be judged from what the
//! operands may have been before they were rounded, without any tolerance being named.

mod around_zero;
mod exact;
mod expression;
mod linear;
mod rounding;
mod unit;
mod whole;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::document::NodeId;

pub use exact::Exact;
pub(crate) use exact::{power, quotient};
pub use linear::{Fraction, Keep, Linear, Terms, Variable};
pub use rounding::{Judgement, Mode, judge, possible_values, verdict};
pub use unit::Unit;
pub(crate) use whole::{Term, Whole};

/// How finely the form lets a figure be stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precision {
    /// Decimal places the figure is rounded to.
    pub places: u32,
    /// Whether the figure is not rounded from a finer one (a count, a weight).
    pub exact: bool,
}

impl Precision {
    /// The half unit that a figure may have been rounded by.
    #[must_use]
    pub fn half(&self) -> Exact {
        if self.exact {
            Exact::ZERO
        } else {
            Exact::half_unit(self.places)
        }
    }
}

/// Why an amount has no value. It travels through arithmetic, so that the check that needed
/// the amount can say where the trouble began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing stands at this place; `field` is what is missing below `nearest`, dot-joined.
    Missing {
        /// The deepest node that does exist.
        nearest: NodeId,
        /// What is missing below it.
        field: String,
    },
    /// The form has no such field.
    Unknown {
        /// The deepest node that does exist.
        nearest: NodeId,
        /// What the rule asked for.
        field: String,
        /// The form's nearest field name, if any is near.
        nearest_name: Option<String>,
    },
    /// Something that is not a number stands where a number is due.
    NotANumber {
        /// The place.
        node: NodeId,
    },
    /// Something that is not a text stands where a text is due.
    NotAText {
        /// The place.
        node: NodeId,
    },
    /// Figures of different units were added or compared.
    Units {
        /// Unit of the left side.
        left: String,
        /// Unit of the right side.
        right: String,
        /// Places of both sides.
        nodes: Vec<NodeId>,
    },
    /// A division by zero.
    ZeroDivision {
        /// Places of divisor and dividend.
        nodes: Vec<NodeId>,
    },
    /// A share of nothing: `percent` with a whole of zero.
    Undefined {
        /// The part.
        part: Box<Amount>,
        /// The whole.
        whole: Box<Amount>,
    },
    /// A number beyond what the engine carries.
    Overflow,
    /// Nothing that could be added up is filled in: no sum, least of all zero. What is held
    /// against it is not judged.
    Nothing,
    /// A figure stands under a name that the form does not have, beside a sum that lacks one.
    Unplaced {
        /// The place of the name.
        node: NodeId,
    },
}

/// Where an amount comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Read from the submission.
    Written {
        /// Its place.
        node: NodeId,
        /// How finely the form lets it be stated.
        precision: Precision,
    },
    /// A literal or a parameter in a rule: exact by definition.
    Given,
    /// Sum of all.
    Sum(Vec<Amount>),
    /// First minus second.
    Difference(Amount, Amount),
    /// Product of both.
    Product(Amount, Amount),
    /// First over second.
    Quotient(Amount, Amount),
    /// With the sign turned.
    Negative(Amount),
    /// Without sign.
    Absolute(Amount),
    /// The smallest.
    Least(Vec<Amount>),
    /// The greatest.
    Greatest(Vec<Amount>),
    /// Rounded half away from zero to some places.
    Rounded(Amount, u32),
}

impl Origin {
    fn size(&self) -> Size {
        let parts = match self {
            Self::Written { .. } | Self::Given => &[][..],
            Self::Negative(a) | Self::Absolute(a) | Self::Rounded(a, _) => std::slice::from_ref(a),
            Self::Difference(a, b) | Self::Product(a, b) | Self::Quotient(a, b) => {
                return a.0.size.with(b.0.size).above();
            }
            Self::Sum(all) | Self::Least(all) | Self::Greatest(all) => all.as_slice(),
        };
        let nothing = Size { count: 0, depth: 0 };
        let below = parts
            .iter()
            .fold(nothing, |size, part| size.with(part.0.size));
        below.above()
    }
}

impl Size {
    fn with(self, other: Self) -> Self {
        Self {
            count: self.count.saturating_add(other.count),
            depth: self.depth.max(other.depth),
        }
    }

    fn above(self) -> Self {
        Self {
            count: self.count.saturating_add(1),
            depth: self.depth + 1,
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Made {
    /// Trouble is rare, and would make all of them larger.
    value: Result<Exact, Box<Trouble>>,
    unit: Unit,
    origin: Origin,
    size: Size,
}

/// How much an amount remembers: figures and operations along all branches, and the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    count: u32,
    depth: u32,
}

/// What is remembered is walked, branch by branch, and `x + x` forty times over has no end.
const MOST: Size = Size {
    count: 100_000,
    depth: 400,
};

/// A figure with its value (or why it has none), its unit and what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount(Arc<Made>);

impl Amount {
    fn make(value: Result<Exact, Trouble>, unit: Unit, origin: Origin) -> Self {
        let mut size = origin.size();
        let (value, origin) = match value {
            _ if size.count > MOST.count || size.depth > MOST.depth => {
                size = Origin::Given.size();
                (Err(Trouble::Overflow), Origin::Given)
            }
            Ok(value) if value.is_too_large() => (Err(Trouble::Overflow), origin),
            other => (other, origin),
        };
        Self(Arc::new(Made {
            value: value.map_err(Box::new),
            unit,
            origin,
            size,
        }))
    }

    /// A figure read from the submission.
    #[must_use]
    pub fn written(node: NodeId, value: Decimal, unit: Unit, precision: Precision) -> Self {
        Self::make(Ok(value.into()), unit, Origin::Written { node, precision })
    }

    /// A literal or parameter of a rule.
    #[must_use]
    pub fn given(value: impl Into<Exact>, unit: Unit) -> Self {
        Self::make(Ok(value.into()), unit, Origin::Given)
    }

    /// A figure that has no value.
    #[must_use]
    pub fn troubled(trouble: Trouble) -> Self {
        Self::make(Err(trouble), Unit::NONE, Origin::Given)
    }

    /// The value, or why there is none.
    ///
    /// # Errors
    /// The [`Trouble`] that began where the amount was read or made.
    pub fn value(&self) -> Result<&Exact, &Trouble> {
        self.0.value.as_ref().map_err(|trouble| &**trouble)
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.0.unit
    }

    /// What it was made from.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// The node, if it is a figure read from the submission as it stands.
    #[must_use]
    pub fn node(&self) -> Option<NodeId> {
        match self.origin() {
            Origin::Written { node, .. } => Some(*node),
            _ => None,
        }
    }

    /// The same figure under another unit, its value untouched.
    #[must_use]
    pub fn with_unit(&self, unit: Unit) -> Self {
        let value = self.value().cloned().map_err(Clone::clone);
        Self::make(value, unit, self.0.origin.clone())
    }

    /// Places of all submitted figures it was made from, each once, in the order of use.
    #[must_use]
    pub fn nodes(&self) -> Vec<NodeId> {
        let count = self.0.size.count.min(64);
        let mut nodes = Vec::with_capacity(count as usize);
        self.each_node(&mut |node| nodes.push(node));
        // mostly in the order of the text, and then each is there once
        if nodes.is_sorted_by(|a, b| a < b) {
            return nodes;
        }
        let mut seen = std::collections::BTreeSet::new();
        nodes.retain(|node| seen.insert(*node));
        nodes
    }

    /// The same as they come, one as often as it is used.
    pub(crate) fn each_node(&self, found: &mut dyn FnMut(NodeId)) {
        match self.origin() {
            Origin::Written { node, .. } => found(*node),
            Origin::Given => {}
            Origin::Negative(a) | Origin::Absolute(a) | Origin::Rounded(a, _) => {
                a.each_node(found);
            }
            Origin::Difference(a, b) | Origin::Product(a, b) | Origin::Quotient(a, b) => {
                a.each_node(found);
                b.each_node(found);
            }
            Origin::Sum(all) | Origin::Least(all) | Origin::Greatest(all) => {
                for amount in all {
                    amount.each_node(found);
                }
            }
        }
    }

    fn both<'a>(&'a self, other: &'a Self) -> Result<(&'a Exact, &'a Exact), Trouble> {
        match (self.value(), other.value()) {
            (Ok(a), Ok(b)) => Ok((a, b)),
            (Err(trouble), _) | (_, Err(trouble)) => Err(trouble.clone()),
        }
    }

    /// Whether both may be held against each other.
    fn same_unit(&self, other: &Self) -> Result<(), Trouble> {
        self.shared_unit(other).map(|_| ())
    }

    /// The unit both sides share, or the trouble of their differing.
    fn shared_unit(&self, other: &Self) -> Result<Unit, Trouble> {
        self.unit().shared(other.unit()).ok_or_else(|| {
            let mut nodes = self.nodes();
            nodes.extend(other.nodes());
            Trouble::Units {
                left: self.unit().name().to_owned(),
                right: other.unit().name().to_owned(),
                nodes,
            }
        })
    }

    /// self + other
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self::sum(vec![self.clone(), other.clone()])
    }

    /// The sum of all; zero for none. Addends share one unit.
    #[must_use]
    pub fn sum(addends: Vec<Self>) -> Self {
        let mut total = Exact::ZERO;
        let mut unit = Unit::NONE;
        let mut trouble = None;
        for (index, addend) in addends.iter().enumerate() {
            match addend.value() {
                Ok(value) => total = total.plus(value),
                Err(first) => {
                    trouble.get_or_insert_with(|| first.clone());
                    continue;
                }
            }
            if let Some(shared) = unit.shared(addend.unit()) {
                unit = shared;
            } else {
                let mut nodes = addend.nodes();
                nodes.extend(addends.iter().take(index).flat_map(Self::nodes));
                trouble.get_or_insert(Trouble::Units {
                    left: unit.name().to_owned(),
                    right: addend.unit().name().to_owned(),
                    nodes,
                });
            }
        }
        Self::make(trouble.map_or(Ok(total), Err), unit, Origin::Sum(addends))
    }

    /// self − other
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let origin = Origin::Difference(self.clone(), other.clone());
        let made = self.both(other).and_then(|(a, b)| {
            let unit = self.shared_unit(other)?;
            Ok((a.minus(b), unit))
        });
        Self::from_parts(made, origin)
    }

    /// self × other; at least one side is a pure number.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let origin = Origin::Product(self.clone(), other.clone());
        let made = self.both(other).and_then(|(a, b)| {
            let unit = if self.unit().is_none() {
                other.unit().clone()
            } else if other.unit().is_none() {
                self.unit().clone()
            } else {
                // two units: what their product counts, no form says
                return Err(self.units_trouble(other));
            };
            Ok((a.times(b), unit))
        });
        Self::from_parts(made, origin)
    }

    /// self ÷ other; like units cancel.
    #[must_use]
    pub fn over(&self, other: &Self) -> Self {
        let origin = Origin::Quotient(self.clone(), other.clone());
        let made = self.both(other).and_then(|(a, b)| {
            let unit = if other.unit().is_none() {
                self.unit().clone()
            } else if self.unit() == other.unit() {
                Unit::NONE
            } else {
                return Err(self.units_trouble(other));
            };
            let value = a.over(b).ok_or_else(|| {
                let mut nodes = other.nodes();
                nodes.extend(self.nodes());
                Trouble::ZeroDivision { nodes }
            })?;
            Ok((value, unit))
        });
        Self::from_parts(made, origin)
    }

    /// part ÷ whole in percent; undefined when the whole is zero.
    #[must_use]
    pub fn percent(part: &Self, whole: &Self) -> Self {
        if let (Ok(_), Ok(value)) = (part.value(), whole.value())
            && value.is_zero()
        {
            return Self::make(
                Err(Trouble::Undefined {
                    part: Box::new(part.clone()),
                    whole: Box::new(whole.clone()),
                }),
                Unit::percent(),
                Origin::Quotient(part.clone(), whole.clone()),
            );
        }
        let share = part.over(whole);
        let unit_free = if share.unit().is_none() || share.value().is_err() {
            share
        } else {
            // part in 万元 over a pure number is no share
            return Self::from_parts(
                Err(part.units_trouble(whole)),
                Origin::Quotient(part.clone(), whole.clone()),
            );
        };
        unit_free
            .times(&Self::given(Exact::HUNDRED, Unit::NONE))
            .with_unit(Unit::percent())
    }

    /// rate % of whole: rate ÷ 100 × whole.
    #[must_use]
    pub fn percent_of(rate: &Self, whole: &Self) -> Self {
        if !rate.unit().is_percent() && !rate.unit().is_none() {
            return Self::from_parts(
                Err(rate.units_trouble(whole)),
                Origin::Product(rate.clone(), whole.clone()),
            );
        }
        rate.with_unit(Unit::NONE)
            .over(&Self::given(Exact::HUNDRED, Unit::NONE))
            .times(whole)
    }

    /// The value changed, with the unit, or why there is none.
    fn changed(&self, change: impl Fn(&Exact) -> Exact) -> Result<(Exact, Unit), Trouble> {
        let value = self.value().map_err(Clone::clone)?;
        Ok((change(value), self.unit().clone()))
    }

    /// −self
    #[must_use]
    pub fn negated(&self) -> Self {
        let made = self.changed(|value| -value.clone());
        Self::from_parts(made, Origin::Negative(self.clone()))
    }

    /// |self|
    #[must_use]
    pub fn absolute(&self) -> Self {
        let made = self.changed(Exact::abs);
        Self::from_parts(made, Origin::Absolute(self.clone()))
    }

    /// Rounded half away from zero to `places`.
    #[must_use]
    pub fn rounded(&self, places: u32) -> Self {
        let made = self.changed(|value| value.round(places));
        Self::from_parts(made, Origin::Rounded(self.clone(), places))
    }

    /// The smallest of all.
    #[must_use]
    pub fn least(all: Vec<Self>) -> Self {
        let made = Self::pick(&all, |new, best| new < best);
        Self::from_parts(made, Origin::Least(all))
    }

    /// The greatest of all.
    #[must_use]
    pub fn greatest(all: Vec<Self>) -> Self {
        let made = Self::pick(&all, |new, best| new > best);
        Self::from_parts(made, Origin::Greatest(all))
    }

    fn pick(
        all: &[Self],
        better: impl Fn(&Exact, &Exact) -> bool,
    ) -> Result<(Exact, Unit), Trouble> {
        let Some(first) = all.first() else {
            return Ok((Exact::ZERO, Unit::NONE));
        };
        let mut best = first.value().map_err(Clone::clone)?;
        let mut unit = first.unit().clone();
        for amount in all.iter().skip(1) {
            let value = amount.value().map_err(Clone::clone)?;
            unit = unit
                .shared(amount.unit())
                .ok_or_else(|| first.units_trouble(amount))?;
            if better(value, best) {
                best = value;
            }
        }
        Ok((best.clone(), unit))
    }

    /// Converted between units of money.
    #[must_use]
    pub fn converted(&self, unit: &Unit) -> Self {
        match (self.unit().in_yuan(), unit.in_yuan()) {
            _ if self.value().is_err() => self.clone(),
            (Some(from), Some(to)) => {
                let pure = self.with_unit(Unit::NONE);
                // as people write it: ÷ 10000, not × 0.0001
                let converted = if from < to {
                    let factor = to.over(&from).unwrap_or(Exact::ONE);
                    pure.over(&Self::given(factor, Unit::NONE))
                } else {
                    let factor = from.over(&to).unwrap_or(Exact::ONE);
                    pure.times(&Self::given(factor, Unit::NONE))
                };
                converted.with_unit(unit.clone())
            }
            _ => Self::from_parts(
                Err(Trouble::Units {
                    left: self.unit().name().to_owned(),
                    right: unit.name().to_owned(),
                    nodes: self.nodes(),
                }),
                self.origin().clone(),
            ),
        }
    }

    /// Converted to the unit of money of another figure. What has that unit already, and zero
    /// without a unit, needs no conversion.
    #[must_use]
    pub fn converted_like(&self, other: &Self) -> Self {
        if self.value().is_ok() && other.value().is_err() {
            return other.clone();
        }
        if self.unit().is_none() || self.unit() == other.unit() {
            return self.clone();
        }
        self.converted(other.unit())
    }

    fn units_trouble(&self, other: &Self) -> Trouble {
        let mut nodes = self.nodes();
        nodes.extend(other.nodes());
        Trouble::Units {
            left: self.unit().name().to_owned(),
            right: other.unit().name().to_owned(),
            nodes,
        }
    }

    fn from_parts(made: Result<(Exact, Unit), Trouble>, origin: Origin) -> Self {
        match made {
            Ok((value, unit)) => Self::make(Ok(value), unit, origin),
            Err(trouble) => Self::make(Err(trouble), Unit::NONE, origin),
        }
    }

    /// How the two compare, exactly as stated.
    ///
    /// # Errors
    /// Whatever keeps either from having a value, or their units from being the same.
    pub fn compare(&self, other: &Self) -> Result<std::cmp::Ordering, Trouble> {
        let (a, b) = self.both(other)?;
        self.shared_unit(other)?;
        Ok(a.cmp(b))
    }
}
