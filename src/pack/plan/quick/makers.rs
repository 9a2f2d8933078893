//! Makers and circumstances: values from values.

use super::figure::Figure;
use super::words::Known;
use super::{Ended, Quick, Stop, Thing};
use crate::document::{Kind, NodeId};
use crate::verbs::Parameter;

impl<'r> Quick<'r> {
    /// Adds what a value stands for to a total, which is `None` once it has no value.
    pub(super) fn sum_up(
        &mut self,
        total: &mut Option<Figure<'r>>,
        value: &Thing<'r>,
    ) -> Ended<'r, ()> {
        match value {
            Thing::Array(from, length) => {
                for at in *from..from + length {
                    let value = self.entries.get(at).copied().ok_or(Stop::Unknown)?;
                    self.sum_up(total, &value)?;
                }
                Ok(())
            }
            Thing::Node(node) | Thing::List(node) => self.sum_up_at(total, *node),
            other => {
                let figure = self.figure(other)?;
                self.add(total, figure)
            }
        }
    }

    /// The same for what stands at a node: a figure, or all figures of a table or list.
    pub(super) fn sum_up_at(
        &mut self,
        total: &mut Option<Figure<'r>>,
        node: NodeId,
    ) -> Ended<'r, ()> {
        let submission = self.submission;
        let document = submission.document();
        let kind = document.kind(node);
        if !matches!(kind, Kind::Map | Kind::List) {
            if !self.add_at(total, node)? {
                *total = None;
            }
            return Ok(());
        }
        for child in document.children(node) {
            self.step()?;
            if !self.add_at(total, child)?
                && (kind == Kind::List || submission.is_unreadable(child))
            {
                *total = None;
            }
        }
        Ok(())
    }

    /// Adds the figure at a node to a total; whether one stands there.
    fn add_at(&mut self, total: &mut Option<Figure<'r>>, node: NodeId) -> Ended<'r, bool> {
        let submission = self.submission;
        // nearly always a plain number, which needs no figure made of it
        if let Some(sum) = total
            && let Some(value) = submission.document().number(node)
        {
            let end = u32::try_from(self.nodes.len()).map_err(|_| Stop::Unknown)?;
            let unit = submission.field(node).map_or("", |field| &*field.unit);
            let follows = sum.to == end || sum.from == sum.to;
            if follows
                && self.nodes.len() < super::ENTRIES
                && sum.add_decimal(value, unit).is_some()
            {
                if sum.from == sum.to {
                    sum.from = end;
                }
                sum.to = end + 1;
                self.nodes.push(node);
                self.stood = true;
                return Ok(true);
            }
        }
        let figure = self.figure_at(node)?;
        if figure.is_some() {
            self.add(total, figure)?;
        }
        Ok(figure.is_some())
    }

    pub(super) fn column(&mut self, list: &Thing<'r>, column: &str) -> Ended<'r> {
        let Thing::Array(from, length) = self.rows(list)? else {
            return Err(Stop::Unknown);
        };
        // of nothing there is no sum
        if length == 0 {
            return Err(Stop::Unknown);
        }
        let mut total = Some(Figure::whole(0));
        for at in from..from + length {
            self.step()?;
            let row = self.entries.get(at).copied().ok_or(Stop::Unknown)?;
            let cell = self.field(row, column)?;
            let figure = self.figure(&cell)?;
            self.add(&mut total, figure)?;
        }
        Ok(total.map_or(Thing::Troubled, Thing::Figure))
    }

    pub(super) fn count(&mut self, value: &Thing<'r>) -> Ended<'r> {
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

    pub(super) fn rows(&mut self, value: &Thing<'r>) -> Ended<'r> {
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

    /// The rows of the lists at a path below each row; rows without one are passed over.
    pub(super) fn rows_below(&mut self, value: &Thing<'r>, path: &str) -> Ended<'r> {
        let document = self.submission.document();
        let mut at = self.rows(value)?;
        for name in path.split('.') {
            let Thing::Array(from, length) = at else {
                return Err(Stop::Unknown);
            };
            let mut below: Vec<NodeId> = Vec::new();
            for place in from..from + length {
                self.step()?;
                let row = *self.entries.get(place).ok_or(Stop::Unknown)?;
                match self.field(row, name)? {
                    Thing::List(list) => below.extend(document.children(list)),
                    Thing::Node(node) if document.kind(node) == Kind::Map => {
                        let tables = document.children(node);
                        below.extend(tables.filter(|below| document.kind(*below) == Kind::Map));
                    }
                    Thing::Node(_) | Thing::Missing(_) => {}
                    _ => return Err(Stop::Unknown),
                }
                if below.len() > super::ENTRIES {
                    return Err(Stop::Unknown);
                }
            }
            let things: Vec<Thing> = below.into_iter().map(|node| self.thing(node)).collect();
            at = self.array_of(things.into_iter())?;
        }
        Ok(at)
    }

    /// Numbers below a value that are wanted.
    pub(super) fn scan(
        &mut self,
        value: &Thing<'r>,
        wanted: fn(&Self, NodeId) -> bool,
    ) -> Ended<'r> {
        let (Thing::Node(top) | Thing::List(top)) = value else {
            return Err(Stop::Unknown);
        };
        let submission = self.submission;
        let from = self.entries.len();
        for node in submission.document().with_all_below(*top) {
            self.step()?;
            if self.entries.len() > super::ENTRIES {
                return Err(Stop::Unknown);
            }
            if submission.is_number(node) && wanted(self, node) {
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

    pub(super) fn parameter(&mut self, name: &str) -> Ended<'r> {
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

    pub(super) fn joint(
        &mut self,
        one: &Thing<'r>,
        other: &Thing<'r>,
        join: fn(bool, bool) -> bool,
    ) -> Ended<'r> {
        let (Thing::Condition(a, from, to), Thing::Condition(b, start, end)) = (one, other) else {
            return Err(Stop::Unknown);
        };
        let (from, to) = self.of_both((*from, *to), (*start, *end))?;
        Ok(Thing::Condition(join(*a, *b), from, to))
    }

    pub(super) fn condition(&mut self, known: Known, arguments: &[Thing<'r>]) -> Ended<'r> {
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
}
