//! The commonest check of all: a field against a sum, difference or share of fields, all of which
//! stand there as plain numbers. Nothing but additions is left of it here; whatever is not so
//! plain goes the general way.

use super::super::{Code, Operator};
use super::figure::{Figure, fits, raised, shared};
use super::words::Known;
use super::{Quick, Thing};
use crate::document::{Kind, NodeId};

/// A decimal with its unit. The figures it was made from are the last in the list of them.
#[derive(Clone, Copy)]
struct Plain<'r> {
    top: i128,
    scale: u32,
    unit: &'r str,
}

impl<'r> Plain<'r> {
    const ZERO: Self = Self {
        top: 0,
        scale: 0,
        unit: "",
    };

    #[inline]
    fn plus(self, other: Self) -> Option<Self> {
        let unit = shared(self.unit, other.unit)?;
        let scale = self.scale.max(other.scale);
        let (a, b) = if self.scale == other.scale {
            (self.top, other.top)
        } else {
            let a = raised(self.top, scale - self.scale)?;
            (a, raised(other.top, scale - other.scale)?)
        };
        Some(Self {
            top: fits(a.checked_add(b)?)?,
            scale,
            unit,
        })
    }

    fn times(self, sign: i128) -> Option<Self> {
        let top = self.top.checked_mul(sign)?;
        Some(Self { top, ..self })
    }

    fn figure(self) -> Figure<'r> {
        Figure::of_parts(self.top, self.scale, self.unit)
    }
}

impl<'r> Quick<'r> {
    /// Whether `equal` surely holds; `None` where this is not the place to say so, and then
    /// nothing has been noted.
    pub(super) fn identity(&mut self, stated: &'r Code, due: &'r Code) -> Option<Thing<'r>> {
        let from = self.nodes.len();
        let held = self.holds(stated, due);
        if held.is_some() {
            self.evidence = true;
            if !self.scan && self.marks.len() <= super::MARKS {
                self.marks
                    .extend_from_slice(self.nodes.get(from..).unwrap_or_default());
            }
            return Some(self.held());
        }
        self.nodes.truncate(from);
        None
    }

    fn holds(&mut self, stated: &'r Code, due: &'r Code) -> Option<()> {
        let node = self.place(stated)?;
        let stated = self.figure_at(node).ok()??;
        let due = match due {
            Code::Word(word) if word.known == Some(Known::Percent) => {
                let [part, whole] = word.arguments.as_slice() else {
                    return None;
                };
                let (part, whole) = (self.plain(part)?, self.plain(whole)?);
                Figure::percent(&part.figure(), &whole.figure()).ok()?
            }
            other => self.plain(other)?.figure(),
        };
        let fits = self.nodes.len() <= super::ENTRIES;
        (stated.is_due(&due).ok()? && fits).then_some(())
    }

    fn plain(&mut self, code: &'r Code) -> Option<Plain<'r>> {
        match code {
            Code::Local(_) | Code::Field(..) => {
                let node = self.place(code)?;
                self.plain_at(node)
            }
            Code::Word(word) => match (word.known?, word.arguments.as_slice()) {
                (Known::Sum, [Code::Array(addends)]) if !addends.is_empty() => {
                    addends.iter().try_fold(Plain::ZERO, |total, addend| {
                        total.plus(self.plain_inside(addend)?)
                    })
                }
                (Known::Sum, [table]) => {
                    let table = self.place(table)?;
                    self.plain_inside_table(table)
                }
                (Known::Absolute, [one]) => {
                    let one = self.plain(one)?;
                    one.times(if one.top < 0 { -1 } else { 1 })
                }
                _ => None,
            },
            Code::Operator(operator @ (Operator::Plus | Operator::Minus), word) => {
                let [left, right] = word.arguments.as_slice() else {
                    return None;
                };
                let (left, right) = (self.plain(left)?, self.plain(right)?);
                let sign = if *operator == Operator::Plus { 1 } else { -1 };
                left.plus(right.times(sign)?)
            }
            _ => None,
        }
    }

    /// An addend: a table adds all its figures.
    #[inline]
    fn plain_inside(&mut self, code: &'r Code) -> Option<Plain<'r>> {
        match code {
            Code::Local(_) | Code::Field(..) => {
                let node = self.place(code)?;
                match self.submission.document().kind(node) {
                    Kind::Number => self.plain_at(node),
                    _ => self.plain_inside_table(node),
                }
            }
            other => self.plain(other),
        }
    }

    fn plain_inside_table(&mut self, table: NodeId) -> Option<Plain<'r>> {
        let submission = self.submission;
        let document = submission.document();
        if !matches!(document.kind(table), Kind::Map | Kind::List) {
            return None;
        }
        // of nothing there is no sum
        document.children(table).next()?;
        let mut total = Plain::ZERO;
        for child in document.children(table) {
            self.step().ok()?;
            total = total.plus(self.plain_at(child)?)?;
        }
        Some(total)
    }

    #[inline]
    fn plain_at(&mut self, node: NodeId) -> Option<Plain<'r>> {
        let submission = self.submission;
        let value = submission.document().number(node)?;
        self.stood = true;
        self.nodes.push(node);
        Some(Plain {
            top: value.mantissa(),
            scale: value.scale(),
            unit: submission.field(node).map_or("", |field| &*field.unit),
        })
    }
}
