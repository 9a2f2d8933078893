//! The words of the rules' language, as far as it can be sure here how a check ends.

use std::cmp::Ordering;

use super::super::Code;
use super::figure::{Figure, Flaw};
use super::{Ended, Quick, Stop, Thing};
use crate::verbs::sign_of;

/// A word that is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pack::plan) enum Known {
    Equal,
    AtMost,
    AtLeast,
    Between,
    Explained,
    Present,
    Across,
    SummarizeTails,
    PlainNumber,
    SameUnit,
    PercentScale,
    Direction,
    Signed,
    Sum,
    SumColumn,
    Percent,
    PercentOf,
    Absolute,
    Least,
    Greatest,
    Round,
    OrZero,
    Given,
    Unit,
    Pure,
    Count,
    At,
    Rows,
    RowsBelow,
    Numbers,
    Amounts,
    Parameter,
    Text,
    Negative,
    Holds,
    Both,
    Either,
    ZeroExecution,
    OverBudget,
    /// Either differs from the other.
    Changed,
    ChangedBy,
    Less,
    More,
    NonZero,
    Below,
    Above,
    Reaches,
    Skip,
    /// What is said here is never that a rule passes.
    Flag,
}

impl Known {
    pub(in crate::pack::plan) fn named(name: &str, arguments: usize) -> Option<Self> {
        Some(match (name, arguments) {
            ("equal", 2) => Self::Equal,
            ("at_most", 2) => Self::AtMost,
            ("at_least", 2) => Self::AtLeast,
            ("between", 3) => Self::Between,
            ("explained", 2) => Self::Explained,
            ("present", 1) => Self::Present,
            ("across", 3) => Self::Across,
            ("summarize_tails", 1) => Self::SummarizeTails,
            ("plain_number", 1) => Self::PlainNumber,
            ("same_unit", 2) => Self::SameUnit,
            ("percent_scale", 2) => Self::PercentScale,
            ("direction", 2) => Self::Direction,
            ("signed", 2) => Self::Signed,
            ("sum", 2) => Self::SumColumn,
            ("sum", _) => Self::Sum,
            ("percent", 2) => Self::Percent,
            ("percent_of", 2) => Self::PercentOf,
            ("abs", 1) => Self::Absolute,
            ("min", 2) => Self::Least,
            ("max", 2) => Self::Greatest,
            ("round", 2) => Self::Round,
            ("or_zero", 1) => Self::OrZero,
            ("given", 1) => Self::Given,
            ("unit", 2) => Self::Unit,
            ("pure", 1) => Self::Pure,
            ("count", 1) => Self::Count,
            ("at", 2) => Self::At,
            ("rows", 1) => Self::Rows,
            ("rows", 2) => Self::RowsBelow,
            ("numbers", 1) => Self::Numbers,
            ("amounts", 1) => Self::Amounts,
            ("param", 1) => Self::Parameter,
            ("text", 1) => Self::Text,
            ("-", 1) => Self::Negative,
            ("holds", 1) => Self::Holds,
            ("both", 2) => Self::Both,
            ("either", 2) => Self::Either,
            ("zero_execution", 2) => Self::ZeroExecution,
            ("over_budget", 2) => Self::OverBudget,
            ("changed" | "differs", 2) => Self::Changed,
            ("changed", 3) => Self::ChangedBy,
            ("less", 2) => Self::Less,
            ("more", 2) => Self::More,
            ("nonzero", 1) => Self::NonZero,
            ("below", 3) => Self::Below,
            ("above", 3) => Self::Above,
            ("reaches", 3) => Self::Reaches,
            ("skip", 1) => Self::Skip,
            ("flag", 2) => Self::Flag,
            _ => return None,
        })
    }

    /// What it makes of two figures.
    fn on_figures<'r>(self) -> Option<Two<'r>> {
        Some(match self {
            Self::Percent => Figure::percent,
            Self::PercentOf => Figure::percent_of,
            Self::Least => |a, b| a.or_better(b, Ordering::is_lt),
            Self::Greatest => |a, b| a.or_better(b, Ordering::is_gt),
            _ => return None,
        })
    }
}

/// A total; where no figure went into it, it may be one of nothing, which has no value.
fn total_of(total: Option<Figure<'_>>) -> Ended<'_> {
    match total {
        None => Ok(Thing::Troubled),
        Some(total) if total.from == total.to => Err(Stop::Unknown),
        Some(total) => Ok(Thing::Figure(total)),
    }
}

/// What makes a figure of two.
pub(super) type Two<'r> = fn(&Figure<'r>, &Figure<'r>) -> Result<Figure<'r>, Flaw>;

impl<'r> Quick<'r> {
    pub(super) fn word(&mut self, known: Known, codes: &'r [Code]) -> Ended<'r> {
        match (known, codes) {
            (Known::Equal, [stated, due]) => {
                if let Some(held) = self.identity(stated, due) {
                    return Ok(held);
                }
                let (stated, due) = (self.figure_of(stated)?, self.figure_of(due)?);
                self.equal(stated, due)
            }
            (Known::Sum, [Code::Array(entries)]) => {
                let mut total = Some(Figure::whole(0));
                for code in entries {
                    if let Some(node) = self.place(code) {
                        self.sum_up_at(&mut total, node)?;
                    } else {
                        let value = self.code(code)?;
                        self.sum_up(&mut total, &value)?;
                    }
                }
                total_of(total)
            }
            (_, [a, b]) if known.on_figures().is_some() => {
                let (a, b) = (self.figure_of(a)?, self.figure_of(b)?);
                let make = known.on_figures().ok_or(Stop::Unknown)?;
                self.made(a, b, make)
            }
            (Known::Absolute, [a]) => {
                let figure = self.figure_of(a)?;
                Ok(figure.map_or(Thing::Troubled, |figure| Thing::Figure(figure.absolute())))
            }
            _ => self.rarer(known, codes),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each word")]
    fn rarer(&mut self, known: Known, codes: &'r [Code]) -> Ended<'r> {
        let mut room = [Thing::Nothing; 6];
        let arguments = self.all(codes, &mut room)?;
        match (known, arguments) {
            (Known::AtMost, [value, bound]) => self.bound(value, bound, Ordering::is_le),
            (Known::AtLeast, [value, bound]) => self.bound(value, bound, Ordering::is_ge),
            (Known::Between, [value, low, high]) => {
                self.bound(value, low, Ordering::is_ge)?;
                self.bound(value, high, Ordering::is_le)?;
                self.held -= 1;
                Ok(Thing::Nothing)
            }
            (Known::Explained, [text, condition]) => self.explained(text, condition),
            (Known::Present, [field]) => {
                if let Thing::Node(node) = field
                    && !self.scan
                {
                    self.marks.push(*node);
                }
                if self.given(field)? {
                    Ok(self.held())
                } else {
                    Err(Stop::Unknown)
                }
            }
            (Known::Across, [list, Thing::Text(total), Thing::Array(from, length)]) => {
                self.across(list, total, *from, *length)
            }
            (Known::SummarizeTails, [Thing::Node(_) | Thing::List(_)]) if self.no_tails => {
                self.stood = true;
                Ok(self.held())
            }
            (Known::PlainNumber, [value]) => self.plain_number(value),
            (Known::SameUnit, [first, second]) => self.same_unit(first, second),
            (Known::PercentScale, [stated, due]) => {
                let (stated, due) = (self.needed(stated)?, self.needed(due)?);
                // what is due to the last digit is no slip; nor is nothing
                if !stated.is_due(&due)? && !stated.is_zero() {
                    return Err(Stop::Unknown);
                }
                self.mark(stated.from, stated.to);
                self.mark(due.from, due.to);
                Ok(self.held())
            }
            (Known::Direction, [word, change]) => {
                let text = match word {
                    Thing::Text(_) => None,
                    word => self.text(word)?,
                };
                let change = self.needed(change)?;
                let right = match text.and_then(sign_of) {
                    Some(1) => change.is_positive(),
                    Some(-1) => !change.is_positive() && !change.is_zero(),
                    Some(_) => change.is_zero(),
                    None => false,
                };
                if !right {
                    return Err(Stop::Unknown);
                }
                self.evidence |= !self.scan;
                self.mark(change.from, change.to);
                Ok(self.held())
            }
            (Known::Signed, [word, value]) => {
                let value = self.figure(value)?;
                let text = match word {
                    Thing::Text(text) => Some(*text),
                    word => self.text(word)?,
                };
                let sign = text.and_then(sign_of).ok_or(Stop::Unknown)?;
                Ok(match (sign, value) {
                    (0, value) => {
                        let unit = value.map_or("", |value| value.unit);
                        Thing::Figure(Figure::whole(0).under_unit(unit))
                    }
                    (_, None) => Thing::Troubled,
                    (1, Some(value)) => Thing::Figure(value),
                    (_, Some(value)) => Thing::Figure(value.negated()),
                })
            }
            (Known::SumColumn, [list, Thing::Text(column)]) => self.column(list, column),
            (Known::Sum | Known::SumColumn, all) => {
                let mut total = Some(Figure::whole(0));
                for value in all {
                    self.sum_up(&mut total, value)?;
                }
                total_of(total)
            }
            (Known::Negative, [a]) => match a {
                Thing::Node(_) | Thing::List(_) | Thing::Figure(_) => self.one(a, Figure::negated),
                _ => Err(Stop::Unknown),
            },
            (Known::Round, [value, Thing::Integer(places)]) => {
                let places = u32::try_from(*places).ok().filter(|places| *places <= 28);
                let value = self.needed(value)?;
                let rounded = places.and_then(|places| value.rounded(places));
                rounded.map(Thing::Figure).ok_or(Stop::Unknown)
            }
            (Known::OrZero, [value]) => Ok(if self.given(value)? {
                *value
            } else {
                Thing::Figure(Figure::whole(0))
            }),
            (Known::Given, [value]) => Ok(Thing::Truth(self.answered(value)?)),
            (Known::Unit, [value, Thing::Text(unit)]) => Ok(match self.figure(value)? {
                Some(figure) if super::figure::shared(figure.unit, unit).is_some() => {
                    Thing::Figure(figure.under_unit(unit))
                }
                _ => Thing::Troubled,
            }),
            (Known::Pure, [value]) => self.one(value, |figure| figure.under_unit("")),
            (Known::Count, [value]) => self.count(value),
            (Known::At, [value, Thing::Text(path)]) => self.at(*value, path),
            (Known::Rows, [value]) => self.rows(value),
            (Known::RowsBelow, [value, Thing::Text(path)]) => self.rows_below(value, path),
            (Known::Numbers, [value]) => self.scan(value, |_, _| true),
            (Known::Amounts, [value]) => self.scan(value, |quick, node| {
                quick.submission.field(node).is_some_and(|field| {
                    !field.signed && crate::amount::Unit::is_money(&field.unit)
                })
            }),
            (Known::Parameter, [Thing::Text(name)]) => self.parameter(name),
            (Known::Text, [value]) => Ok(match value {
                Thing::Text(text) => Thing::Text(text),
                other => Thing::Text(self.text(other)?.unwrap_or_default()),
            }),
            (Known::Holds, [Thing::Condition(holds, from, to)]) => {
                self.mark(*from, *to);
                Ok(Thing::Truth(*holds))
            }
            (Known::Both, [one, other]) => self.joint(one, other, |a, b| a && b),
            (Known::Either, [one, other]) => self.joint(one, other, |a, b| a || b),
            (Known::Skip, [Thing::Text(reason)]) => Err(Stop::Skip(reason)),
            (known, arguments) => self.condition(known, arguments),
        }
    }

    /// A check held.
    pub(super) fn held(&mut self) -> Thing<'r> {
        self.held += 1;
        Thing::Nothing
    }

    pub(super) fn one(
        &mut self,
        value: &Thing<'r>,
        make: fn(&Figure<'r>) -> Figure<'r>,
    ) -> Ended<'r> {
        let figure = self.figure(value)?;
        Ok(figure.map_or(Thing::Troubled, |figure| Thing::Figure(make(&figure))))
    }

    pub(super) fn two(&mut self, a: &Thing<'r>, b: &Thing<'r>, make: Two<'r>) -> Ended<'r> {
        let (a, b) = (self.figure(a)?, self.figure(b)?);
        self.made(a, b, make)
    }

    /// What is made of two figures.
    pub(super) fn made(
        &mut self,
        a: Option<Figure<'r>>,
        b: Option<Figure<'r>>,
        make: Two<'r>,
    ) -> Ended<'r> {
        let (Some(a), Some(b)) = (a, b) else {
            return Ok(Thing::Troubled);
        };
        match make(&a, &b) {
            Ok(mut figure) => {
                (figure.from, figure.to) = self.of_both((a.from, a.to), (b.from, b.to))?;
                Ok(Thing::Figure(figure))
            }
            Err(Flaw::Trouble) => Ok(Thing::Troubled),
            Err(Flaw::Unknown) => Err(Stop::Unknown),
        }
    }
}
