//! Operators on plain values and on figures.

use std::cmp::Ordering;

use super::super::Operator;
use super::figure::Figure;
use super::words::Two;
use super::{Ended, Quick, Stop, Thing};
use crate::document::NodeId;

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

impl<'r> Quick<'r> {
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
