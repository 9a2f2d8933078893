//! Gaps beside a sum that does not come out.
//!
//! What is not filled in is not zero. Where a sum is not what is stated, and one of the figures
//! it should have is not there, or stands under a name that nobody reads, then nobody can say
//! that what is stated is wrong: the check could not be made, and the gap is named. This holds
//! for whatever rule adds up, so that none has to think of it.

use std::collections::BTreeSet;

use super::ledger::Run;
use crate::amount::{Amount, Origin, Trouble};
use crate::document::{Kind, NodeId, Submission};

/// The gap beside the sums of an identity that does not hold, if there is one.
pub(super) fn beside(run: &Run, stated: &Amount, expected: &Amount) -> Option<Trouble> {
    let mut addends = BTreeSet::new();
    collect(stated, false, &mut addends);
    collect(expected, false, &mut addends);
    if addends.is_empty() {
        return None;
    }
    let submission = &run.submission;
    let document = submission.document();
    let gaps = run.ledger().gaps.clone();
    // the tables the figures stand in, and those their rows stand in
    let mut tables: BTreeSet<NodeId> = BTreeSet::new();
    for node in &addends {
        let Some(table) = document.parent(*node) else {
            continue;
        };
        tables.insert(table);
        if let Some(above) = document.parent(table)
            && document.kind(above) == Kind::Map
            && document.parent(above).is_some()
        {
            tables.insert(above);
        }
    }
    let missing = gaps.iter().find(|gap| {
        addends.iter().any(|node| {
            let Some(table) = document.parent(*node) else {
                return false;
            };
            let beside = gap.blank && table == gap.table;
            beside || is_same_column(submission, *node, table, gap.table, &gap.field)
        })
    });
    if let Some(gap) = missing {
        tables.insert(gap.table);
    }
    if let Some(node) = tables.iter().find_map(|table| unplaced(submission, *table)) {
        return Some(Trouble::Unplaced { node });
    }
    missing.map(|gap| Trouble::Missing {
        nearest: gap.table,
        field: gap.field.clone(),
    })
}

/// What is to be said where nothing is filled in that a stated figure could be the sum of: the
/// place that is left out of a table that is there, or that there is nothing to judge.
pub(super) fn instead_of(run: &Run, stated: &Amount) -> Trouble {
    let submission = &run.submission;
    let document = submission.document();
    let gaps = run.ledger().gaps.clone();
    let figures = stated.nodes();
    let gaps: Vec<_> = gaps
        .iter()
        .filter(|gap| {
            let mut figures = figures.iter();
            gap.blank
                || figures.any(|figure| document.key(*figure) == Some(&*gap.field))
                    && has_figures(submission, gap.table)
        })
        .collect();
    let own = figures.iter().filter_map(|figure| document.parent(*figure));
    let mut tables = own.chain(gaps.iter().map(|gap| gap.table));
    if let Some(node) = tables.find_map(|table| unplaced(submission, table)) {
        return Trouble::Unplaced { node };
    }
    gaps.first()
        .map_or(Trouble::Nothing, |gap| Trouble::Missing {
            nearest: gap.table,
            field: gap.field.clone(),
        })
}

/// Figures that are added up anywhere in an amount.
fn collect(amount: &Amount, inside: bool, found: &mut BTreeSet<NodeId>) {
    match amount.origin() {
        Origin::Written { node, .. } if inside => {
            found.insert(*node);
        }
        Origin::Written { .. } | Origin::Given => {}
        Origin::Sum(all) => all.iter().for_each(|one| collect(one, true, found)),
        Origin::Negative(one) | Origin::Absolute(one) | Origin::Rounded(one, _) => {
            collect(one, inside, found);
        }
        Origin::Difference(a, b) | Origin::Product(a, b) | Origin::Quotient(a, b) => {
            collect(a, inside, found);
            collect(b, inside, found);
        }
        Origin::Least(all) | Origin::Greatest(all) => {
            for one in all {
                collect(one, inside, found);
            }
        }
    }
}

/// Whether a gap is in the column of a figure, in another row of its table that has figures.
fn is_same_column(
    submission: &Submission,
    figure: NodeId,
    row: NodeId,
    other: NodeId,
    field: &str,
) -> bool {
    let document = submission.document();
    let table = document.parent(row);
    row != other
        && table.is_some()
        && table == document.parent(other)
        && table.is_some_and(|table| document.kind(table) == Kind::Map)
        && document.key(figure) == Some(field)
        && has_figures(submission, other)
}

fn has_figures(submission: &Submission, table: NodeId) -> bool {
    let mut cells = submission.document().children(table);
    cells.any(|cell| submission.is_number(cell))
}

/// A name in a table that the form does not have, with figures under it.
fn unplaced(submission: &Submission, table: NodeId) -> Option<NodeId> {
    let document = submission.document();
    if document.kind(table) != Kind::Map {
        return None;
    }
    document.children(table).find(|child| {
        submission.field_id(*child).is_none()
            && match document.kind(*child) {
                Kind::Number => true,
                Kind::Map => document
                    .children(*child)
                    .any(|cell| document.kind(cell) == Kind::Number),
                _ => false,
            }
    })
}
