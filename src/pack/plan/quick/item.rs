//! What stands in the submission: fields, figures, texts, and whether something does.

use super::figure::{Figure, shared};
use super::{Ended, Quick, Stop, Thing};
use crate::document::{Kind, NodeId, is_blank, trimmed};

impl<'r> Quick<'r> {
    /// The value at a node.
    pub(super) fn thing(&self, node: NodeId) -> Thing<'r> {
        if self.submission.document().kind(node) == Kind::List {
            Thing::List(node)
        } else {
            Thing::Node(node)
        }
    }

    /// The field of a name below a value. A name that the form has not is not known here: then
    /// something has to be said.
    pub(super) fn field(&self, base: Thing<'r>, name: &str) -> Ended<'r> {
        let form = self.submission.form();
        let declared = match base {
            Thing::Node(node) => {
                if let Some(child) = self.submission.document().get(node, name) {
                    return Ok(self.thing(child));
                }
                self.submission.field_id(node)
            }
            Thing::Missing(field) => Some(field),
            _ => None,
        };
        let below = declared.filter(|_| !name.starts_with('['));
        below
            .and_then(|field| form.field(field).field(name))
            .map(Thing::Missing)
            .ok_or(Stop::Unknown)
    }

    /// The field at a dotted path.
    pub(super) fn at(&self, base: Thing<'r>, path: &str) -> Ended<'r> {
        path.split('.')
            .try_fold(base, |base, name| self.field(base, name))
    }

    /// Whether something is filled in.
    pub(super) fn given(&mut self, value: &Thing<'r>) -> Ended<'r, bool> {
        let given = match value {
            Thing::Integer(_) | Thing::Decimal(_) | Thing::Figure(_) => return Ok(true),
            Thing::Troubled => return Ok(false),
            Thing::Missing(_) => false,
            Thing::List(node) | Thing::Node(node) => self.submission.is_filled(*node),
            _ => return Err(Stop::Unknown),
        };
        self.stood |= given;
        Ok(given)
    }

    /// The same, as a rule asks: a stroke is an answer where the form lets one stand.
    pub(super) fn answered(&mut self, value: &Thing<'r>) -> Ended<'r, bool> {
        if let Thing::Node(node) = value
            && self.submission.is_stroke(*node)
        {
            self.stood = true;
            return Ok(true);
        }
        self.given(value)
    }

    /// The figure at a node; `None` where none stands.
    pub(super) fn figure_at(&mut self, node: NodeId) -> Ended<'r, Option<Figure<'r>>> {
        let submission = self.submission;
        let (value, written) = if let Some(value) = submission.document().number(node) {
            (value, value.scale())
        } else if let Some(number) = submission.number(node) {
            (number.value, number.places)
        } else {
            return Ok(None);
        };
        self.stood = true;
        let mut figure = Figure::of(value, "");
        if let Some(stated) = submission.stated(node, written) {
            figure.unit = stated.unit;
            if let Some(places) = stated.places
                && !stated.exact
            {
                figure.places = Some(places.max(written));
            }
        }
        let at = u32::try_from(self.nodes.len()).map_err(|_| Stop::Unknown)?;
        if self.nodes.len() >= super::ENTRIES {
            return Err(Stop::Unknown);
        }
        self.nodes.push(node);
        (figure.from, figure.to) = (at, at + 1);
        Ok(Some(figure))
    }

    /// The figure that a value stands for; `None` where it has no value.
    pub(super) fn figure(&mut self, value: &Thing<'r>) -> Ended<'r, Option<Figure<'r>>> {
        Ok(Some(match value {
            Thing::Figure(figure) => *figure,
            Thing::Node(node) | Thing::List(node) => return self.figure_at(*node),
            Thing::Integer(number) => Figure::whole(*number),
            Thing::Decimal(number) => Figure::of(*number, ""),
            Thing::Troubled => return Ok(None),
            Thing::Missing(_) => {
                return Ok(None);
            }
            _ => return Err(Stop::Unknown),
        }))
    }

    /// The figure, where without one nothing is sure.
    pub(super) fn needed(&mut self, value: &Thing<'r>) -> Ended<'r, Figure<'r>> {
        self.figure(value)?.ok_or(Stop::Unknown)
    }

    /// What was made of two figures was made from the figures of both.
    pub(super) fn of_both(&mut self, a: (u32, u32), b: (u32, u32)) -> Ended<'r, (u32, u32)> {
        if a.0 == a.1 {
            return Ok(b);
        }
        if b.0 == b.1 || a == b {
            return Ok(a);
        }
        if a.1 == b.0 {
            return Ok((a.0, b.1));
        }
        let end = |nodes: &[NodeId]| u32::try_from(nodes.len()).map_err(|_| Stop::Unknown);
        let start = if a.1 == end(&self.nodes)? {
            a.0
        } else {
            let start = end(&self.nodes)?;
            self.copy(a)?;
            start
        };
        self.copy(b)?;
        Ok((start, end(&self.nodes)?))
    }

    fn copy(&mut self, (from, to): (u32, u32)) -> Ended<'r, ()> {
        let (from, to) = (from as usize, to as usize);
        if to > self.nodes.len() || self.nodes.len() + to - from > super::ENTRIES {
            return Err(Stop::Unknown);
        }
        self.nodes.extend_from_within(from..to);
        Ok(())
    }

    /// Figures took part in a check.
    pub(super) fn mark(&mut self, from: u32, to: u32) {
        if !self.scan
            && self.marks.len() <= super::MARKS
            && let Some(nodes) = self.nodes.get(from as usize..to as usize)
        {
            self.marks.extend_from_slice(nodes);
        }
    }

    /// The text at a value; `None` where none stands.
    pub(super) fn text(&mut self, value: &Thing<'r>) -> Ended<'r, Option<&'r str>> {
        let document = self.submission.document();
        let text = match value {
            Thing::Missing(_) => None,
            Thing::Node(node) => match document.kind(*node) {
                Kind::Null => None,
                Kind::Text => {
                    let text = trimmed(document.text(*node).unwrap_or_default());
                    // one of the form's texts, written otherwise
                    let field = self.submission.field_id(*node);
                    if let Some(id) = field
                        && let Some(listed) = self.submission.form().listed(id, text)
                    {
                        Some(listed)
                    } else {
                        (!is_blank(text)).then_some(text)
                    }
                }
                Kind::Number if self.submission.code(*node).is_some() => return Err(Stop::Unknown),
                Kind::Number => Some(document.source().slice(document.span(*node))),
                Kind::Bool | Kind::List | Kind::Map => return Err(Stop::Unknown),
            },
            _ => return Err(Stop::Unknown),
        };
        self.stood |= text.is_some();
        Ok(text)
    }

    /// Adds a figure to a total, which is `None` once one has no value or another unit.
    pub(super) fn add(
        &mut self,
        total: &mut Option<Figure<'r>>,
        addend: Option<Figure<'r>>,
    ) -> Ended<'r, ()> {
        let sum = match (&*total, &addend) {
            (Some(total), Some(addend)) if shared(total.unit, addend.unit).is_some() => {
                let mut sum = total.plus(addend)?;
                let both = self.of_both((total.from, total.to), (addend.from, addend.to))?;
                (sum.from, sum.to) = both;
                Some(sum)
            }
            _ => None,
        };
        *total = sum;
        Ok(())
    }
}
