//! [`Item`]: what a rule holds in its hand: a place in the submission, a place where nothing
//! stands, or an amount made of some.

use std::sync::Arc;

use rhai::{Dynamic, EvalAltResult, ImmutableString, Position};

use crate::amount::{Amount, Trouble};
use crate::document::{FieldId, NodeId};

/// A value in a rule.
#[derive(Clone, Debug)]
pub enum Item {
    /// A value or table in the submission.
    Node(NodeId),
    /// A list in the submission, with its entries so that it can be looped over.
    List(NodeId, Arc<[NodeId]>),
    /// Nothing stands here.
    Missing(Arc<Missing>),
    /// A figure made in the rule.
    Amount(Amount),
}

/// A place where nothing stands: how far the path led, and what remained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The deepest node that does exist.
    pub nearest: NodeId,
    /// What is missing below it, dot-joined.
    pub field: String,
    /// The form's field at this place, so that titles are known and misspelt names found.
    pub declared: Option<FieldId>,
    /// Set when the form has no such field: the nearest name it has, if any.
    pub unknown: Option<Option<String>>,
}

impl Missing {
    /// The trouble of needing what is missing.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match &self.unknown {
            Some(nearest_name) => Trouble::Unknown {
                nearest: self.nearest,
                field: self.field.clone(),
                nearest_name: nearest_name.clone(),
            },
            None => Trouble::Missing {
                nearest: self.nearest,
                field: self.field.clone(),
            },
        }
    }
}

/// Ways out of a rule other than its end; carried by Rhai as a runtime error.
#[derive(Clone, Debug)]
pub enum Escape {
    /// `skip(reason)`: the rule does not apply.
    Skip(String),
    /// Something the rule branches on has no value.
    Trouble(Trouble),
}

impl Escape {
    /// As the error that Rhai carries outward.
    #[expect(
        clippy::unnecessary_box_returns,
        reason = "Rhai's errors are boxed everywhere"
    )]
    pub(crate) fn raise(self, position: Position) -> Box<EvalAltResult> {
        Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(self), position))
    }
}

impl IntoIterator for Item {
    type Item = Result<Item, Box<EvalAltResult>>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        let items = match self {
            Item::List(_, nodes) => nodes.iter().map(|node| Ok(Item::Node(*node))).collect(),
            Item::Missing(missing) => {
                vec![Err(Escape::Trouble(missing.trouble()).raise(Position::NONE))]
            }
            Item::Node(node) => {
                vec![Err(
                    Escape::Trouble(Trouble::NotAText { node }).raise(Position::NONE)
                )]
            }
            Item::Amount(_) => vec![Err(EvalAltResult::ErrorFor(Position::NONE).into())],
        };
        items.into_iter()
    }
}

/// A failure of the rule itself: words for its author.
#[expect(
    clippy::unnecessary_box_returns,
    reason = "Rhai's errors are boxed everywhere"
)]
pub(crate) fn misuse(words: impl Into<ImmutableString>, position: Position) -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorRuntime(
        Dynamic::from(words.into()),
        position,
    ))
}
