//! An amount as it would be if some figures were others.

use rust_decimal::Decimal;

use crate::amount::{Amount, Origin, Precision, Trouble};
use crate::document::NodeId;

/// Figures and what they are to be, each once, in the order of the text. Few: a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes(Vec<(NodeId, (Decimal, Precision))>);

impl Changes {
    fn place(&self, node: NodeId) -> Result<usize, usize> {
        self.0.binary_search_by_key(&node, |(known, _)| *known)
    }

    /// What a figure is to be.
    pub(crate) fn get(&self, node: NodeId) -> Option<&(Decimal, Precision)> {
        self.0.get(self.place(node).ok()?).map(|(_, change)| change)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &(NodeId, (Decimal, Precision))> {
        self.0.iter()
    }

    /// A change more, in place of one of the same figure.
    pub(crate) fn insert(&mut self, node: NodeId, change: (Decimal, Precision)) {
        match self.place(node) {
            Err(place) => self.0.insert(place, (node, change)),
            Ok(place) => {
                if let Some((_, known)) = self.0.get_mut(place) {
                    *known = change;
                }
            }
        }
    }
}

impl Extend<(NodeId, (Decimal, Precision))> for Changes {
    fn extend<T: IntoIterator<Item = (NodeId, (Decimal, Precision))>>(&mut self, all: T) {
        for (node, change) in all {
            self.insert(node, change);
        }
    }
}

impl FromIterator<(NodeId, (Decimal, Precision))> for Changes {
    fn from_iter<T: IntoIterator<Item = (NodeId, (Decimal, Precision))>>(all: T) -> Self {
        let mut changes = Self::default();
        changes.extend(all);
        changes
    }
}

impl IntoIterator for Changes {
    type Item = (NodeId, (Decimal, Precision));
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The amount with the changes made; the same amount where none concerns it.
pub(crate) fn with(amount: &Amount, changes: &Changes) -> Amount {
    rebuilt(amount, changes).unwrap_or_else(|| amount.clone())
}

/// `None` where no change concerns the amount.
fn rebuilt(amount: &Amount, changes: &Changes) -> Option<Amount> {
    let fresh = match amount.origin() {
        Origin::Written { node, .. } => {
            let (value, precision) = changes.get(*node)?;
            return Some(Amount::written(
                *node,
                *value,
                amount.unit().clone(),
                *precision,
            ));
        }
        Origin::Given => return None,
        Origin::Negative(a) => rebuilt(a, changes)?.negated(),
        Origin::Absolute(a) => rebuilt(a, changes)?.absolute(),
        Origin::Rounded(a, places) => rebuilt(a, changes)?.rounded(*places),
        Origin::Difference(a, b) => both(a, b, changes, Amount::minus)?,
        Origin::Product(a, b) => both(a, b, changes, Amount::times)?,
        Origin::Quotient(a, b) => {
            // a share of nothing keeps no trace of its being a percentage but this
            let undefined = matches!(amount.value(), Err(Trouble::Undefined { .. }));
            let make = if undefined {
                Amount::percent
            } else {
                Amount::over
            };
            both(a, b, changes, make)?
        }
        Origin::Sum(all) => Amount::sum(each(all, changes)?),
        Origin::Least(all) => Amount::least(each(all, changes)?),
        Origin::Greatest(all) => Amount::greatest(each(all, changes)?),
    };
    Some(fresh.with_unit(amount.unit().clone()))
}

fn both(
    a: &Amount,
    b: &Amount,
    changes: &Changes,
    make: impl Fn(&Amount, &Amount) -> Amount,
) -> Option<Amount> {
    match (rebuilt(a, changes), rebuilt(b, changes)) {
        (None, None) => None,
        (Some(a), None) => Some(make(&a, b)),
        (None, Some(b)) => Some(make(a, &b)),
        (Some(a), Some(b)) => Some(make(&a, &b)),
    }
}

fn each(all: &[Amount], changes: &Changes) -> Option<Vec<Amount>> {
    let fresh: Vec<Option<Amount>> = all.iter().map(|one| rebuilt(one, changes)).collect();
    if fresh.iter().all(Option::is_none) {
        return None;
    }
    let pick = |(one, new): (&Amount, Option<Amount>)| new.unwrap_or_else(|| one.clone());
    Some(all.iter().zip(fresh).map(pick).collect())
}
