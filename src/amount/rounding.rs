//! Whether a stated figure can be what an expression says, given how both were rounded.
//!
//! Each rounded figure stands for all unrounded figures that round to it. If some choice of
//! them satisfies the identity, the difference is a tail of rounding; if only cutting digits
//! off instead of rounding explains it, it is a truncation; if nothing does, it is wrong.
//! Everything is exact: bounds are rationals and remember whether they are reached.

use std::cmp::Ordering;

use super::around_zero;
use super::linear::{Fraction, Linear, Variable};
use super::whole::Whole;
use super::{Amount, Exact, Origin, Trouble};
use crate::finding::Verdict;

/// How figures were made shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Half away from zero (四舍五入): the rule.
    HalfUp,
    /// Half to even (四舍六入五成双): recognised and named.
    HalfEven,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// `None` is without end.
    pub(super) at: Option<Exact>,
    /// Whether the end itself belongs to the range.
    pub(super) closed: bool,
}

/// All values a figure may have had before rounding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) low: End,
    pub(super) high: End,
}

impl Range {
    fn point(value: &Exact) -> Self {
        let end = End {
            at: Some(value.clone()),
            closed: true,
        };
        Self {
            low: end.clone(),
            high: end,
        }
    }

    fn without_end() -> Self {
        let end = End {
            at: None,
            closed: false,
        };
        Self {
            low: end.clone(),
            high: end,
        }
    }

    /// What may have been rounded to `variable`.
    pub(super) fn of_rounded(variable: &Variable, mode: Mode) -> Self {
        let value = &variable.value;
        if variable.precision.exact {
            return Self::point(value);
        }
        let places = variable.precision.places;
        let half = Exact::half_unit(places);
        let (low_closed, high_closed) = match mode {
            Mode::HalfUp => match value.sign() {
                std::cmp::Ordering::Greater => (true, false),
                std::cmp::Ordering::Less => (false, true),
                std::cmp::Ordering::Equal => (false, false),
            },
            Mode::HalfEven => {
                let even = last_digit_even(value, places);
                (even, even)
            }
        };
        Self {
            low: End {
                at: Some(value.minus(&half)),
                closed: low_closed,
            },
            high: End {
                at: Some(value.plus(&half)),
                closed: high_closed,
            },
        }
    }

    /// What may have been cut off to `variable`.
    fn of_truncated(variable: &Variable) -> Self {
        let value = &variable.value;
        let unit = Exact::unit(variable.precision.places);
        let stated = |closed| End {
            at: Some(value.clone()),
            closed,
        };
        let beyond = |at: Exact| End {
            at: Some(at),
            closed: false,
        };
        match value.sign() {
            std::cmp::Ordering::Greater => Self {
                low: stated(true),
                high: beyond(value.plus(&unit)),
            },
            std::cmp::Ordering::Less => Self {
                low: beyond(value.minus(&unit)),
                high: stated(true),
            },
            std::cmp::Ordering::Equal => Self {
                low: beyond(value.minus(&unit)),
                high: beyond(value.plus(&unit)),
            },
        }
    }

    fn meets(&self, other: &Self) -> bool {
        below(&self.low, &other.high) && below(&other.low, &self.high)
    }

    /// Whether they meet, were all ends reached.
    fn touches(&self, other: &Self) -> bool {
        let below = |low: &End, high: &End| match (&low.at, &high.at) {
            (Some(low), Some(high)) => low <= high,
            _ => true,
        };
        below(&self.low, &other.high) && below(&other.low, &self.high)
    }

    fn contains_zero(&self) -> bool {
        self.meets(&Self::point(&Exact::ZERO))
    }

    /// The least range with all of some in it; without end where there is none.
    fn around(all: Vec<Self>) -> Self {
        let wider = |a: Self, b: Self| {
            let end = |a: End, b: End, better: Ordering| match (&a.at, &b.at) {
                (None, _) => a,
                (Some(one), Some(other)) if one.cmp(other) == better => a,
                _ => b,
            };
            Self {
                low: end(a.low, b.low, Ordering::Less),
                high: end(a.high, b.high, Ordering::Greater),
            }
        };
        all.into_iter()
            .reduce(wider)
            .unwrap_or_else(Self::without_end)
    }
}

/// Whether some value is at or above `low` and at or below `high`.
fn below(low: &End, high: &End) -> bool {
    match (&low.at, &high.at) {
        (Some(low_at), Some(high_at)) => {
            low_at < high_at || (low_at == high_at && low.closed && high.closed)
        }
        _ => true,
    }
}

fn last_digit_even(value: &Exact, places: u32) -> bool {
    let digits = value.to_fixed(places);
    digits
        .bytes()
        .next_back()
        .is_some_and(|digit| digit % 2 == 0)
}

/// The least and greatest value of a linear form.
pub(super) fn linear_range(linear: &Linear, mode: Mode) -> Range {
    let mut low = End {
        at: Some(linear.offset()),
        closed: true,
    };
    let mut high = low.clone();
    for (coefficient, variable) in linear.terms.values() {
        let range = Range::of_rounded(variable, mode);
        let (down, up) = if coefficient.is_negative() {
            (&range.high, &range.low)
        } else {
            (&range.low, &range.high)
        };
        for (end, step) in [(&mut low, down), (&mut high, up)] {
            end.at = match (&end.at, &step.at) {
                (Some(at), Some(step)) => Some(at.plus(&step.times(coefficient))),
                _ => None,
            };
            end.closed &= step.closed;
        }
    }
    Range { low, high }
}

/// The greatest value of `fraction` (Dinkelbach's method: a linear problem over the box at each
/// step, exact and finite because only corners are visited). The denominator is positive.
fn fraction_high(fraction: &Fraction, mode: Mode) -> End {
    let Some(mut at) = value_of(fraction, None, mode) else {
        return End {
            at: None,
            closed: false,
        };
    };
    // each step moves to a better corner; 64 is far beyond what any table needs
    for _ in 0..64 {
        let excess = fraction
            .numerator
            .plus_scaled(&fraction.denominator, &-at.clone());
        let high = linear_range(&excess, mode).high;
        if high.at.as_ref().is_none_or(Exact::is_zero) {
            return End {
                at: Some(at),
                closed: high.closed,
            };
        }
        match value_of(fraction, Some(&excess), mode) {
            Some(next) if next > at => at = next,
            _ => {
                return End {
                    at: Some(at),
                    closed: high.closed,
                };
            }
        }
    }
    End {
        at: None,
        closed: false,
    }
}

/// The fraction's value at the corner where `towards` is greatest, or at the stated figures.
fn value_of(fraction: &Fraction, towards: Option<&Linear>, mode: Mode) -> Option<Exact> {
    let evaluate = |linear: &Linear| {
        let mut sum = linear.offset();
        for (node, (coefficient, variable)) in linear.terms.iter() {
            let at = match towards {
                None => variable.value.clone(),
                Some(towards) => {
                    let range = Range::of_rounded(variable, mode);
                    match towards.terms.get(node) {
                        Some((slope, _)) if slope.is_negative() => range.low.at?,
                        Some(_) => range.high.at?,
                        None => variable.value.clone(),
                    }
                }
            };
            sum = sum.plus(&coefficient.times(&at));
        }
        Some(sum)
    };
    evaluate(&fraction.numerator)?.over(&evaluate(&fraction.denominator)?)
}

pub(super) fn negated(linear: &Linear) -> Linear {
    Linear::default().plus_scaled(linear, &-Exact::ONE)
}

fn fraction_range(fraction: &Fraction, mode: Mode) -> Range {
    Range::around(fraction_ranges(fraction, mode))
}

/// All that a quotient may have been: one range, or two where the divisor may have been on
/// either side of zero.
fn fraction_ranges(fraction: &Fraction, mode: Mode) -> Vec<Range> {
    if let Some(linear) = fraction.as_linear() {
        return vec![linear_range(&linear, mode)];
    }
    let divisor = linear_range(&fraction.denominator, mode);
    let zero = Exact::ZERO;
    let fraction = if divisor.low.at.as_ref().is_some_and(|low| *low > zero) {
        fraction.clone()
    } else if divisor.high.at.as_ref().is_some_and(|high| *high < zero) {
        Fraction {
            numerator: negated(&fraction.numerator),
            denominator: negated(&fraction.denominator),
        }
    } else {
        return around_zero::ranges(fraction, mode);
    };
    if let Some(range) = range_apart(&fraction, mode) {
        return vec![range];
    }
    let high = fraction_high(&fraction, mode);
    let mirrored = Fraction {
        numerator: negated(&fraction.numerator),
        denominator: fraction.denominator,
    };
    let mirror = fraction_high(&mirrored, mode);
    vec![Range {
        low: End {
            at: mirror.at.map(|at| -at),
            closed: mirror.closed,
        },
        high,
    }]
}

/// The same where no figure stands above and below the line: then each end is a quotient of
/// ends. The denominator is positive.
fn range_apart(fraction: &Fraction, mode: Mode) -> Option<Range> {
    let (above, below) = (&fraction.numerator, &fraction.denominator);
    if above
        .terms
        .keys()
        .any(|node| below.terms.contains_key(node))
    {
        return None;
    }
    let (above, below) = (linear_range(above, mode), linear_range(below, mode));
    let end = |of: &End, small: &End, large: &End| {
        let at = of.at.as_ref()?;
        let by = match at.sign() {
            // whatever it is divided by
            Ordering::Equal => None,
            Ordering::Greater => Some(small),
            Ordering::Less => Some(large),
        };
        Some(match by {
            None => of.clone(),
            Some(by) => End {
                at: Some(at.over(by.at.as_ref()?)?),
                closed: of.closed && by.closed,
            },
        })
    };
    Some(Range {
        low: end(&above.low, &below.high, &below.low)?,
        high: end(&above.high, &below.low, &below.high)?,
    })
}

/// All values an amount may have had before its figures were rounded.
fn range(amount: &Amount, mode: Mode) -> Range {
    if let Some(fraction) = Fraction::of(amount) {
        return fraction_range(&fraction, mode);
    }
    match amount.origin() {
        Origin::Rounded(inner, places) => {
            map_ends(range(inner, mode), |value| value.round(*places), true)
        }
        Origin::Negative(inner) => {
            let Range { low, high } = range(inner, mode);
            let turn = |end: End| End {
                at: end.at.map(|at| -at),
                closed: end.closed,
            };
            Range {
                low: turn(high),
                high: turn(low),
            }
        }
        Origin::Absolute(inner) => absolute_range(range(inner, mode)),
        Origin::Least(all) => extreme(all, mode, false),
        Origin::Greatest(all) => extreme(all, mode, true),
        Origin::Sum(all) => all.iter().fold(Range::point(&Exact::ZERO), |sum, addend| {
            combine(&sum, &range(addend, mode), |a, b| Some(a.plus(b)))
        }),
        Origin::Difference(a, b) => {
            combine(&range(a, mode), &range(b, mode), |a, b| Some(a.minus(b)))
        }
        Origin::Product(a, b) => combine(&range(a, mode), &range(b, mode), |a, b| Some(a.times(b))),
        Origin::Quotient(a, b) => {
            let divisor = range(b, mode);
            if divisor.contains_zero() {
                return Range::without_end();
            }
            combine(&range(a, mode), &divisor, Exact::over)
        }
        Origin::Written { .. } | Origin::Given => amount
            .value()
            .map_or_else(|_| Range::without_end(), Range::point),
    }
}

/// The least and the greatest value an amount may have had before its figures were rounded;
/// `None` is without end.
#[must_use]
pub fn possible_values(amount: &Amount) -> (Option<Exact>, Option<Exact>) {
    let range = range(amount, Mode::HalfUp);
    (range.low.at, range.high.at)
}

fn map_ends(range: Range, change: impl Fn(&Exact) -> Exact, closed: bool) -> Range {
    let turn = |end: End| End {
        at: end.at.as_ref().map(&change),
        closed,
    };
    Range {
        low: turn(range.low),
        high: turn(range.high),
    }
}

fn absolute_range(range: Range) -> Range {
    let Range { low, high } = range;
    match (&low.at, &high.at) {
        (Some(low_at), _) if !low_at.is_negative() => Range { low, high },
        (_, Some(high_at)) if high_at.is_negative() => Range {
            low: End {
                at: high.at.map(|at| -at),
                closed: high.closed,
            },
            high: End {
                at: low.at.map(|at| -at),
                closed: low.closed,
            },
        },
        (Some(low_at), Some(high_at)) => {
            let mirrored = low_at.abs();
            let far = if mirrored > *high_at {
                End {
                    at: Some(mirrored),
                    closed: low.closed,
                }
            } else {
                high
            };
            Range {
                low: End {
                    at: Some(Exact::ZERO),
                    closed: true,
                },
                high: far,
            }
        }
        _ => Range::without_end(),
    }
}

/// Range of the least (or greatest) of several.
fn extreme(all: &[Amount], mode: Mode, greatest: bool) -> Range {
    let pick = |ends: Vec<End>| {
        ends.into_iter()
            .reduce(|best, end| match (&best.at, &end.at) {
                (Some(a), Some(b)) if a == b => End {
                    at: best.at,
                    closed: best.closed || end.closed,
                },
                (Some(a), Some(b)) if (b > a) == greatest => end,
                (None, _) => best,
                (_, None) => end,
                _ => best,
            })
    };
    let (lows, highs) = all
        .iter()
        .map(|amount| range(amount, mode))
        .map(|range| (range.low, range.high))
        .unzip();
    match (pick(lows), pick(highs)) {
        (Some(low), Some(high)) => Range { low, high },
        _ => Range::point(&Exact::ZERO),
    }
}

/// Interval arithmetic for what has no linear form; ends count as reached, so nothing right
/// is called wrong.
fn combine(a: &Range, b: &Range, apply: impl Fn(&Exact, &Exact) -> Option<Exact>) -> Range {
    let mut corners = Vec::with_capacity(4);
    for left in [&a.low.at, &a.high.at] {
        for right in [&b.low.at, &b.high.at] {
            match (left, right) {
                (Some(left), Some(right)) => match apply(left, right) {
                    Some(value) => corners.push(value),
                    None => return Range::without_end(),
                },
                _ => return Range::without_end(),
            }
        }
    }
    match (corners.iter().min(), corners.iter().max()) {
        (Some(low), Some(high)) => Range {
            low: End {
                at: Some(low.clone()),
                closed: true,
            },
            high: End {
                at: Some(high.clone()),
                closed: true,
            },
        },
        _ => Range::without_end(),
    }
}

/// What [`judge`] found out about one identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// `Exact`, `Rounding`, `Truncation` or `Wrong`.
    pub verdict: Verdict,
    /// The way of rounding that explains a `Rounding` verdict.
    pub mode: Mode,
    /// The expected value at the stated figure's places.
    pub expected: Exact,
    /// stated − expected at those places.
    pub difference: Exact,
    /// The largest difference that rounding could explain; `None` when without end.
    pub slack: Option<Exact>,
    /// Decimal places of the stated figure.
    pub places: u32,
}

/// Judges `stated = expected`.
///
/// # Errors
/// Whatever keeps either side from having a value, or their units from being the same.
pub fn judge(stated: &Amount, expected: &Amount) -> Result<Judgement, Trouble> {
    let mut judgement = as_shown(stated, expected)?;
    if judgement.difference.is_zero() {
        return Ok(judgement);
    }
    let sides = Sides::of(stated, expected);
    judgement.slack = sides.slack(&judgement.expected, judgement.difference.is_negative());
    (judgement.verdict, judgement.mode) = sides.verdict();
    Ok(judgement)
}

/// The verdict alone.
///
/// # Errors
/// As [`judge`].
pub fn verdict(stated: &Amount, expected: &Amount) -> Result<Verdict, Trouble> {
    let judgement = as_shown(stated, expected)?;
    if judgement.difference.is_zero() {
        return Ok(judgement.verdict);
    }
    Ok(Sides::of(stated, expected).verdict().0)
}

/// Both sides at the stated figure's places, as if they were equal.
fn as_shown(stated: &Amount, expected: &Amount) -> Result<Judgement, Trouble> {
    let value = stated.value().map_err(Clone::clone)?;
    let due = expected.value().map_err(Clone::clone)?;
    stated.same_unit(expected)?;
    let (places, exact) = shown_places(stated, expected);
    let rounded = if exact {
        due.clone()
    } else {
        due.round(places)
    };
    Ok(Judgement {
        verdict: Verdict::Exact,
        mode: Mode::HalfUp,
        difference: value.minus(&rounded),
        expected: rounded,
        slack: Some(Exact::ZERO),
        places,
    })
}

/// Places at which the two sides are compared and shown, and whether the stated side is exact.
fn shown_places(stated: &Amount, expected: &Amount) -> (u32, bool) {
    if let Origin::Written { precision, .. } = stated.origin() {
        return (precision.places, precision.exact);
    }
    (finest_places(stated).max(finest_places(expected)), true)
}

/// The finest declared places among the figures an amount was made from; 2 where there is none.
fn finest_places(amount: &Amount) -> u32 {
    match amount.origin() {
        Origin::Written { precision, .. } => precision.places,
        Origin::Given => amount
            .value()
            .ok()
            .and_then(Exact::to_decimal)
            .map_or(2, |value| value.scale()),
        Origin::Negative(a) | Origin::Absolute(a) => finest_places(a),
        Origin::Rounded(_, places) => *places,
        Origin::Sum(all) | Origin::Least(all) | Origin::Greatest(all) => {
            all.iter().map(finest_places).max().unwrap_or(2)
        }
        Origin::Difference(a, b) | Origin::Product(a, b) | Origin::Quotient(a, b) => {
            finest_places(a).max(finest_places(b))
        }
    }
}

/// Two sides that are not equal as stated, with what both ways of rounding look at.
struct Sides<'a> {
    stated: &'a Amount,
    expected: &'a Amount,
    /// The expected side as a form of its figures, where it has one.
    due: Option<Fraction>,
    /// Whether that is a sum of figures.
    is_sum: bool,
    /// stated − expected of plain sums, where no end of it is zero; then nothing else is asked.
    whole: Option<Whole>,
    /// stated − expected, where that is linear.
    difference: Option<Spread>,
}

/// A linear form with its value as stated, and how far rounding may have moved it.
struct Spread {
    form: Linear,
    at: Exact,
    reach: Exact,
}

impl Spread {
    fn of(form: Linear) -> Self {
        let (at, reach) = form.value_and_reach();
        Self { form, at, reach }
    }

    /// Whether it may have been zero before rounding.
    fn contains_zero(&self, mode: Mode) -> bool {
        match self.at.abs().cmp(&self.reach) {
            Ordering::Less => true,
            Ordering::Greater => false,
            Ordering::Equal => {
                let low = !self.at.is_negative();
                let high = self.at.is_negative() || self.at.is_zero();
                // zero is the end of the range, and all figures have to reach theirs
                let reached = |upwards: bool| {
                    self.form.terms.values().all(|(coefficient, variable)| {
                        let range = Range::of_rounded(variable, mode);
                        if coefficient.is_negative() == upwards {
                            range.low.closed
                        } else {
                            range.high.closed
                        }
                    })
                };
                (!low || reached(false)) && (!high || reached(true))
            }
        }
    }
}

impl<'a> Sides<'a> {
    fn of(stated: &'a Amount, expected: &'a Amount) -> Self {
        let whole = Whole::difference(stated, expected);
        if let Some(whole) = whole.filter(|whole| whole.at.abs() != whole.reach) {
            return Self {
                stated,
                expected,
                due: None,
                is_sum: true,
                whole: Some(whole),
                difference: None,
            };
        }
        let mut due = Fraction::of(expected);
        let is_sum = due.as_ref().is_some_and(Fraction::is_linear);
        let linear = |amount: &Amount| Fraction::of(amount)?.into_linear();
        let difference = linear(stated).filter(|_| is_sum).and_then(|stated| {
            // with the difference nothing else is asked of it
            let sum = due.take()?.into_linear()?;
            Some(Spread::of(stated.less(&sum)))
        });
        Self {
            stated,
            expected,
            due,
            is_sum,
            whole: None,
            difference,
        }
    }

    /// All that the expected side may have been.
    fn due(&self, mode: Mode) -> Vec<Range> {
        match &self.due {
            Some(form) => fraction_ranges(form, mode),
            None => vec![range(self.expected, mode)],
        }
    }

    fn verdict(&self) -> (Verdict, Mode) {
        let (possible, due) = match (&self.whole, &self.difference) {
            (Some(whole), _) => {
                let possible = whole.at.abs() < whole.reach;
                (possible.then_some(Mode::HalfUp), None)
            }
            (None, Some(difference)) => {
                let mut modes = [Mode::HalfUp, Mode::HalfEven].into_iter();
                (modes.find(|mode| difference.contains_zero(*mode)), None)
            }
            (None, None) => {
                let (own, due) = (range(self.stated, Mode::HalfUp), self.due(Mode::HalfUp));
                let possible = if due.iter().any(|due| own.meets(due)) {
                    Some(Mode::HalfUp)
                } else if due.iter().any(|due| own.touches(due)) && self.meets_half_even() {
                    // the ends are the same, but other ones are reached
                    Some(Mode::HalfEven)
                } else {
                    None
                };
                (possible, Some(due))
            }
        };
        match possible {
            Some(mode) => (Verdict::Rounding, mode),
            None if self.truncated(due) => (Verdict::Truncation, Mode::HalfUp),
            None => (Verdict::Wrong, Mode::HalfUp),
        }
    }

    fn meets_half_even(&self) -> bool {
        let own = range(self.stated, Mode::HalfEven);
        let due = self.due(Mode::HalfEven);
        due.iter().any(|due| own.meets(due))
    }

    /// Whether the stated figure is the expected one with its last digits cut off. `due`: all
    /// that the expected side may have been, where it is no sum.
    fn truncated(&self, due: Option<Vec<Range>>) -> bool {
        let (Origin::Written { precision, .. }, Ok(value)) =
            (self.stated.origin(), self.stated.value())
        else {
            return false;
        };
        if precision.exact {
            return false;
        }
        // Sums are cut only where they have digits to cut: with parts of the same places the
        // total has none, and a total one unit past the rounding bound is wrong, not truncated.
        if self.is_sum {
            let due = self.expected.value();
            return due.is_ok_and(|due| due.truncate(precision.places) == *value);
        }
        let variable = Variable {
            value: value.clone(),
            precision: *precision,
        };
        let due = due.unwrap_or_else(|| self.due(Mode::HalfUp));
        let own = Range::of_truncated(&variable);
        due.iter().any(|due| own.meets(due))
    }

    /// The largest difference to what is due, as shown, that rounding explains on the side where
    /// the stated figure is: a quotient of small figures may lie further off on one than on the
    /// other.
    fn slack(&self, due: &Exact, below: bool) -> Option<Exact> {
        if let Some(whole) = &self.whole {
            return Some(whole.exact(whole.reach));
        }
        if let Some(difference) = &self.difference {
            return Some(difference.reach.clone());
        }
        let own = range(self.stated, Mode::HalfUp);
        let stated = self.stated.value().ok()?;
        let possible = Range::around(self.due(Mode::HalfUp));
        Some(if below {
            let own = own.high.at?.minus(stated);
            due.minus(&possible.low.at?).plus(&own)
        } else {
            let own = stated.minus(&own.low.at?);
            possible.high.at?.minus(due).plus(&own)
        })
    }
}
