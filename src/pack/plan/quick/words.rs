//! The words of the rules' language, as far as it can be sure here how a check ends.

use std::cmp::Ordering;

use super::super::{Code, Operator};
use super::figure::{Figure, Flaw};
use super::{Ended, Quick, Stop, Thing};
use crate::document::{Kind, NodeId, Style};
use crate::verbs::{POWERS, Parameter, sign_of};

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

impl Operator {
    /// What it makes of figures.
    pub(super) fn on_figures<'r>(self) -> Option<Two<'r>> {
        Some(match self {
            Self::Plus => Figure::plus,
            Self::Minus => Figure::minus,
            Self::Times => Figure::times,
            Self::Over => Figure::over,
            _ => return None,
        })
    }
}

type Two<'r> = fn(&Figure<'r>, &Figure<'r>) -> Result<Figure<'r>, Flaw>;

impl<'r> Quick<'r> {
    pub(super) fn word(&mut self, known: Known, codes: &'r [Code]) -> Ended<'r> {
        match (known, codes) {
            (Known::Equal, [stated, due]) => {
                let (stated, due) = (self.figure_of(stated)?, self.figure_of(due)?);
                self.equal(stated, due)
            }
            (Known::Sum, [Code::Array(entries)]) => {
                let mut total = Some(Figure::whole(0));
                for code in entries {
                    total = match self.place(code) {
                        Some(node) => self.summed_at(total, node)?,
                        None => {
                            let value = self.code(code)?;
                            self.summed(total, &value)?
                        }
                    };
                }
                Ok(total.map_or(Thing::Troubled, Thing::Figure))
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
                    self.held()
                } else {
                    Err(Stop::Unknown)
                }
            }
            (Known::Across, [list, Thing::Text(total), Thing::Array(from, length)]) => {
                self.across(list, total, *from, *length)
            }
            (Known::SummarizeTails, [Thing::Node(_) | Thing::List(_)]) if self.no_tails => {
                self.stood = true;
                self.held()
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
                self.held()
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
                self.mark(change.from, change.to);
                self.held()
            }
            (Known::SumColumn, [list, Thing::Text(column)]) => self.column(list, column),
            (Known::Sum | Known::SumColumn, all) => {
                let mut total = Some(Figure::whole(0));
                for value in all {
                    total = self.summed(total, value)?;
                }
                Ok(total.map_or(Thing::Troubled, Thing::Figure))
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
            (Known::Given, [value]) => Ok(Thing::Truth(self.given(value)?)),
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
            (Known::Both, [Thing::Condition(a, c, d), Thing::Condition(b, e, f)]) => {
                let (from, to) = self.of_both((*c, *d), (*e, *f))?;
                Ok(Thing::Condition(*a && *b, from, to))
            }
            (Known::Either, [Thing::Condition(a, c, d), Thing::Condition(b, e, f)]) => {
                let (from, to) = self.of_both((*c, *d), (*e, *f))?;
                Ok(Thing::Condition(*a || *b, from, to))
            }
            (Known::Skip, [Thing::Text(reason)]) => Err(Stop::Skip(reason)),
            (known, arguments) => self.condition(known, arguments),
        }
    }

    fn held(&mut self) -> Ended<'r> {
        self.held += 1;
        Ok(Thing::Nothing)
    }

    fn one(&mut self, value: &Thing<'r>, make: fn(&Figure<'r>) -> Figure<'r>) -> Ended<'r> {
        let figure = self.figure(value)?;
        Ok(figure.map_or(Thing::Troubled, |figure| Thing::Figure(make(&figure))))
    }

    fn two(&mut self, a: &Thing<'r>, b: &Thing<'r>, make: Two<'r>) -> Ended<'r> {
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
            Ok(mut made) => {
                (made.from, made.to) = self.of_both((a.from, a.to), (b.from, b.to))?;
                Ok(Thing::Figure(made))
            }
            Err(Flaw::Trouble) => Ok(Thing::Troubled),
            Err(Flaw::Unknown) => Err(Stop::Unknown),
        }
    }

    // Checks.

    fn equal(&mut self, stated: Option<Figure<'r>>, due: Option<Figure<'r>>) -> Ended<'r> {
        let (Some(stated), Some(due)) = (stated, due) else {
            return Err(Stop::Unknown);
        };
        if !stated.is_due(&due)? {
            return Err(Stop::Unknown);
        }
        self.mark(stated.from, stated.to);
        self.mark(due.from, due.to);
        self.held()
    }

    fn bound(
        &mut self,
        value: &Thing<'r>,
        bound: &Thing<'r>,
        holds: fn(Ordering) -> bool,
    ) -> Ended<'r> {
        let (value, bound) = (self.needed(value)?, self.needed(bound)?);
        if !holds(value.compare(&bound)?) {
            return Err(Stop::Unknown);
        }
        self.mark(value.from, value.to);
        self.mark(bound.from, bound.to);
        self.held()
    }

    fn explained(&mut self, text: &Thing<'r>, condition: &Thing<'r>) -> Ended<'r> {
        let Thing::Condition(false, from, to) = condition else {
            return Err(Stop::Unknown);
        };
        self.mark(*from, *to);
        self.text(text)?;
        self.held()
    }

    /// Two figures of which surely neither is the other in another unit.
    fn same_unit(&mut self, first: &Thing<'r>, second: &Thing<'r>) -> Ended<'r> {
        let (Thing::Node(_), Thing::Node(_)) = (first, second) else {
            return Err(Stop::Unknown);
        };
        let (first, second) = (self.needed(first)?, self.needed(second)?);
        first.compare(&second)?;
        for power in POWERS {
            for (large, small) in [(&first, &second), (&second, &first)] {
                if !small.is_zero() && !large.is_zero() && large.may_be(small, power)? {
                    return Err(Stop::Unknown);
                }
            }
        }
        self.mark(first.from, first.to);
        self.mark(second.from, second.to);
        self.held()
    }

    fn plain_number(&mut self, value: &Thing<'r>) -> Ended<'r> {
        let Thing::Array(from, length) = value else {
            return Err(Stop::Unknown);
        };
        let submission = self.submission;
        for at in *from..from + length {
            let Some(Thing::Node(node)) = self.entries.get(at) else {
                return Err(Stop::Unknown);
            };
            let Some(number) = submission.number(*node) else {
                continue;
            };
            let places = submission.field(*node).and_then(|field| field.places);
            let fits = places.is_none_or(|places| {
                number.places <= places || number.value.normalize().scale() <= places
            });
            if number.style != Style::Number || !fits {
                return Err(Stop::Unknown);
            }
            self.stood = true;
            self.held += 1;
        }
        Ok(Thing::Nothing)
    }

    /// Each row's total column against the others.
    fn across(&mut self, list: &Thing<'r>, total: &str, from: usize, length: usize) -> Ended<'r> {
        let (Thing::Node(list) | Thing::List(list)) = list else {
            return Err(Stop::Unknown);
        };
        let document = self.submission.document();
        let is_list = document.kind(*list) == Kind::List;
        for row in document.children(*list) {
            if !is_list && document.kind(row) != Kind::Map {
                continue;
            }
            let row = self.thing(row);
            let mut sum = Some(Figure::whole(0));
            let mut empty = true;
            for at in from..from + length {
                let Some(Thing::Text(name)) = self.entries.get(at).copied() else {
                    return Err(Stop::Unknown);
                };
                let cell = self.field(row, name)?;
                if self.given(&cell)? {
                    empty = false;
                    let addend = self.figure(&cell)?;
                    sum = self.add(sum, addend)?;
                }
            }
            let total = self.field(row, total)?;
            let stated = self.given(&total)?;
            if empty && !stated {
                continue;
            }
            let sum = sum.ok_or(Stop::Unknown)?;
            if sum.is_zero() && !stated {
                self.mark(sum.from, sum.to);
                self.held += 1;
            } else {
                let total = self.figure(&total)?;
                self.equal(total, Some(sum))?;
            }
        }
        Ok(Thing::Nothing)
    }

    // Makers.

    /// A total with what a value stands for added.
    fn summed(
        &mut self,
        mut total: Option<Figure<'r>>,
        value: &Thing<'r>,
    ) -> Ended<'r, Option<Figure<'r>>> {
        match value {
            Thing::Array(from, length) => {
                for at in *from..from + length {
                    let value = self.entries.get(at).copied().ok_or(Stop::Unknown)?;
                    total = self.summed(total, &value)?;
                }
            }
            Thing::Node(node) | Thing::List(node) => return self.summed_at(total, *node),
            other => {
                let figure = self.figure(other)?;
                total = self.add(total, figure)?;
            }
        }
        Ok(total)
    }

    /// The same for what stands at a node: a figure, or all figures of a table or list.
    fn summed_at(
        &mut self,
        mut total: Option<Figure<'r>>,
        node: NodeId,
    ) -> Ended<'r, Option<Figure<'r>>> {
        let submission = self.submission;
        let document = submission.document();
        let kind = document.kind(node);
        if !matches!(kind, Kind::Map | Kind::List) {
            let figure = self.figure_at(node)?;
            return self.add(total, figure);
        }
        for child in document.children(node) {
            let figure = self.figure_at(child)?;
            if kind == Kind::List || figure.is_some() {
                total = self.add(total, figure)?;
            }
        }
        Ok(total)
    }

    fn column(&mut self, list: &Thing<'r>, column: &str) -> Ended<'r> {
        let Thing::Array(from, length) = self.rows(list)? else {
            return Err(Stop::Unknown);
        };
        let mut total = Some(Figure::whole(0));
        for at in from..from + length {
            let row = self.entries.get(at).copied().ok_or(Stop::Unknown)?;
            let cell = self.field(row, column)?;
            let figure = self.figure(&cell)?;
            total = self.add(total, figure)?;
        }
        Ok(total.map_or(Thing::Troubled, Thing::Figure))
    }

    fn count(&mut self, value: &Thing<'r>) -> Ended<'r> {
        let document = self.submission.document();
        let count = match value {
            Thing::Array(_, length) => *length,
            Thing::List(node) => document.child_count(*node),
            Thing::Node(node) if document.kind(*node) == Kind::Map => document.child_count(*node),
            _ => return Err(Stop::Unknown),
        };
        let count = i64::try_from(count).map_err(|_| Stop::Unknown)?;
        Ok(Thing::Figure(Figure::whole(count)))
    }

    fn rows(&mut self, value: &Thing<'r>) -> Ended<'r> {
        let submission = self.submission;
        let document = submission.document();
        match value {
            Thing::Array(from, length) => {
                let all = self.entries.get(*from..from + length);
                let fields = |thing: &Thing| {
                    matches!(
                        thing,
                        Thing::Node(_) | Thing::List(_) | Thing::Missing(_) | Thing::Figure(_)
                    )
                };
                if all.is_some_and(|all| all.iter().all(fields)) {
                    Ok(*value)
                } else {
                    Err(Stop::Unknown)
                }
            }
            Thing::Node(node) | Thing::List(node) => {
                let list = document.kind(*node) == Kind::List;
                let rows = document
                    .children(*node)
                    .filter(|child| list || document.kind(*child) == Kind::Map)
                    .map(|child| match document.kind(child) {
                        Kind::List => Thing::List(child),
                        _ => Thing::Node(child),
                    });
                self.array_of(rows)
            }
            _ => Err(Stop::Unknown),
        }
    }

    /// Numbers below a value that are wanted.
    fn scan(&mut self, value: &Thing<'r>, wanted: fn(&Self, NodeId) -> bool) -> Ended<'r> {
        let (Thing::Node(top) | Thing::List(top)) = value else {
            return Err(Stop::Unknown);
        };
        let submission = self.submission;
        let from = self.entries.len();
        for node in submission.document().with_all_below(*top) {
            if submission.number(node).is_some() && wanted(self, node) {
                self.entries.push(Thing::Node(node));
            }
        }
        let found = self.entries.len() - from;
        if self.entries.len() > super::ENTRIES {
            return Err(Stop::Unknown);
        }
        self.stood |= found > 0;
        Ok(Thing::Array(from, found))
    }

    fn parameter(&mut self, name: &str) -> Ended<'r> {
        Ok(match self.parameters.get(name) {
            Some(Parameter::Number(value, unit)) => Thing::Figure(Figure::of(*value, unit.name())),
            Some(Parameter::Text(text)) => Thing::Text(text),
            Some(Parameter::List(list)) => {
                return self.array_of(list.iter().map(|text| Thing::Text(text)));
            }
            Some(Parameter::Bool(value)) => Thing::Truth(*value),
            None => return Err(Stop::Unknown),
        })
    }

    // Circumstances.

    fn condition(&mut self, known: Known, arguments: &[Thing<'r>]) -> Ended<'r> {
        let [first, rest @ ..] = arguments else {
            return Err(Stop::Unknown);
        };
        let a = self.needed(first)?;
        if known == Known::NonZero && rest.is_empty() {
            return Ok(Thing::Condition(!a.is_zero(), a.from, a.to));
        }
        let [second, rest @ ..] = rest else {
            return Err(Stop::Unknown);
        };
        let b = self.needed(second)?;
        let holds = match (known, rest) {
            (Known::ZeroExecution, []) => {
                a.compare(&b)?;
                a.is_positive() && b.is_zero()
            }
            (Known::OverBudget, []) => b.compare(&a)?.is_gt(),
            (Known::Changed, []) => a.compare(&b)?.is_ne(),
            (Known::Less, []) => a.compare(&b)?.is_lt(),
            (Known::More, []) => a.compare(&b)?.is_gt(),
            (Known::ChangedBy, [share]) => {
                let share = self.needed(share)?;
                let bound = Figure::percent_of(&share, &b.absolute())?;
                a.minus(&b)?.absolute().compare(&bound)?.is_gt()
            }
            (Known::Below | Known::Above | Known::Reaches, [share]) => {
                let share = self.needed(share)?;
                let order = a.compare(&Figure::percent_of(&share, &b)?)?;
                b.is_positive()
                    && match known {
                        Known::Below => order.is_lt(),
                        Known::Reaches => order.is_ge(),
                        _ => order.is_gt(),
                    }
            }
            _ => return Err(Stop::Unknown),
        };
        let (from, to) = self.of_both((a.from, a.to), (b.from, b.to))?;
        Ok(Thing::Condition(holds, from, to))
    }

    // Operators.

    pub(super) fn operator(
        &mut self,
        operator: Operator,
        left: Thing<'r>,
        right: Thing<'r>,
    ) -> Ended<'r> {
        match (left, right) {
            (Thing::Integer(a), Thing::Integer(b)) => match operator {
                Operator::Plus => a.checked_add(b),
                Operator::Minus => a.checked_sub(b),
                Operator::Times => a.checked_mul(b),
                Operator::Over => None,
                _ => return truth(operator, a.cmp(&b)),
            }
            .map(Thing::Integer)
            .ok_or(Stop::Unknown),
            (Thing::Text(a), Thing::Text(b))
                if matches!(operator, Operator::Equal | Operator::Unequal) =>
            {
                truth(operator, a.cmp(b))
            }
            (Thing::Truth(a), Thing::Truth(b))
                if matches!(operator, Operator::Equal | Operator::Unequal) =>
            {
                truth(operator, a.cmp(&b))
            }
            (Thing::Array(a, b), Thing::Array(c, d)) if operator == Operator::Plus => {
                self.joined((a, b), (c, d))
            }
            (Thing::Node(node), Thing::Text(text)) | (Thing::Text(text), Thing::Node(node))
                if matches!(operator, Operator::Equal | Operator::Unequal) =>
            {
                self.same_text(operator, node, text)
            }
            _ => match operator.on_figures() {
                Some(make) => self.two(&left, &right, make),
                None => self.compared(operator, &left, &right),
            },
        }
    }

    fn compared(&mut self, operator: Operator, left: &Thing<'r>, right: &Thing<'r>) -> Ended<'r> {
        // two texts are compared as texts
        if let (Thing::Node(a), Thing::Node(b)) = (left, right)
            && self.submission.number(*a).is_none()
            && self.submission.number(*b).is_none()
        {
            return Err(Stop::Unknown);
        }
        let (a, b) = (self.needed(left)?, self.needed(right)?);
        truth(operator, a.compare(&b)?)
    }

    /// A field's text against one of the rule.
    fn same_text(&mut self, operator: Operator, node: NodeId, text: &str) -> Ended<'r> {
        let number = self.submission.number(node).is_some();
        if number && !(self.submission.field(node)).is_some_and(|field| field.textual) {
            return Err(Stop::Unknown);
        }
        let found = self.text(&Thing::Node(node))?.ok_or(Stop::Unknown)?;
        truth(operator, found.cmp(text.trim()))
    }
}

fn truth<'r>(operator: Operator, order: Ordering) -> Ended<'r> {
    Ok(Thing::Truth(match operator {
        Operator::Equal => order.is_eq(),
        Operator::Unequal => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        _ => return Err(Stop::Unknown),
    }))
}
