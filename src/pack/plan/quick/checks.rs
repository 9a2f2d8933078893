//! Checks: whether they hold, as far as that is sure.

use std::cmp::Ordering;

use super::figure::Figure;
use super::{Ended, Quick, Stop, Thing};
use crate::document::{Kind, Style};
use crate::verbs::POWERS;

/// Longer than any figure of money; its digits are to be looked at.
const LONG: usize = 16;

impl<'r> Quick<'r> {
    pub(super) fn equal(
        &mut self,
        stated: Option<Figure<'r>>,
        due: Option<Figure<'r>>,
    ) -> Ended<'r> {
        let (Some(stated), Some(due)) = (stated, due) else {
            return Err(Stop::Unknown);
        };
        // what no figure was added up to is not zero
        if !stated.is_due(&due)? || (due.from == due.to && due.is_zero()) {
            return Err(Stop::Unknown);
        }
        self.evidence = true;
        self.mark(stated.from, stated.to);
        self.mark(due.from, due.to);
        Ok(self.held())
    }

    pub(super) fn bound(
        &mut self,
        value: &Thing<'r>,
        bound: &Thing<'r>,
        holds: fn(Ordering) -> bool,
    ) -> Ended<'r> {
        let (value, bound) = (self.needed(value)?, self.needed(bound)?);
        if !holds(value.compare(&bound)?) {
            return Err(Stop::Unknown);
        }
        // of each figure a scan says only what the form says
        self.evidence |= !self.scan;
        self.mark(value.from, value.to);
        self.mark(bound.from, bound.to);
        Ok(self.held())
    }

    pub(super) fn explained(&mut self, text: &Thing<'r>, condition: &Thing<'r>) -> Ended<'r> {
        let Thing::Condition(false, from, to) = condition else {
            return Err(Stop::Unknown);
        };
        self.mark(*from, *to);
        self.text(text)?;
        Ok(self.held())
    }

    /// Two figures of which surely neither is the other in another unit.
    pub(super) fn same_unit(&mut self, first: &Thing<'r>, second: &Thing<'r>) -> Ended<'r> {
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
        Ok(self.held())
    }

    pub(super) fn plain_number(&mut self, value: &Thing<'r>) -> Ended<'r> {
        let Thing::Array(from, length) = value else {
            return Err(Stop::Unknown);
        };
        let submission = self.submission;
        for at in *from..from + length {
            self.step()?;
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
            let written = submission
                .document()
                .source()
                .slice(submission.document().span(*node));
            let long = written.len() > LONG || written.contains(['e', 'E']);
            let code = submission
                .field(*node)
                .is_some_and(|field| field.textual && !field.numeric);
            if number.style != Style::Number || !fits || long || code {
                return Err(Stop::Unknown);
            }
            self.stood = true;
            self.held += 1;
        }
        Ok(Thing::Nothing)
    }

    /// Each row's total column against the others.
    pub(super) fn across(
        &mut self,
        list: &Thing<'r>,
        total: &str,
        from: usize,
        length: usize,
    ) -> Ended<'r> {
        let (Thing::Node(list) | Thing::List(list)) = list else {
            return Err(Stop::Unknown);
        };
        let document = self.submission.document();
        let is_list = document.kind(*list) == Kind::List;
        for row in document.children(*list) {
            if !is_list && document.kind(row) != Kind::Map {
                continue;
            }
            self.step()?;
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
                    self.add(&mut sum, addend)?;
                }
            }
            let total = self.field(row, total)?;
            let stated = self.given(&total)?;
            if empty && !stated {
                continue;
            }
            // of nothing there is no sum
            if empty {
                return Err(Stop::Unknown);
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
}
