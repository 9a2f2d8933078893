//! What a page says of the roster, and of files that were not screened.

use serde::Serialize;

use super::view::clean;
use crate::report::{PassedOver, Repeated, Roster};
use crate::words::page::{self, Page};
use crate::words::{Lang, screening, table};

/// Names in a list, and differences in a table, that are shown.
const MOST_NAMES: usize = 1000;

/// Files that were not screened.
#[derive(Serialize)]
pub(super) struct PassedOverView {
    heading: String,
    names: Vec<String>,
    capped: Option<String>,
}

pub(super) fn passed_over(all: &PassedOver, lang: Lang) -> Option<PassedOverView> {
    let names: Vec<String> = all.names.iter().map(|name| clean(name)).collect();
    (!all.is_empty()).then(|| PassedOverView {
        heading: screening::Section::PassedOver.heading(all.count, lang),
        capped: (all.count > names.len()).then(|| page::capped(names.len(), all.count, lang)),
        names,
    })
}

/// What the roster says.
#[derive(Serialize)]
pub(super) struct RosterView {
    said: String,
    missing: Vec<DueView>,
    missing_count: usize,
    missing_capped: Option<String>,
    repeated: Vec<RepeatedView>,
    repeated_count: usize,
    unlisted: Vec<UnlistedView>,
    unlisted_count: usize,
    differing: Vec<String>,
    differing_heading: String,
}

#[derive(Serialize)]
struct DueView {
    unit: String,
    code: String,
    kind: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct RepeatedView {
    unit: String,
    kind: String,
    sources: Vec<String>,
    rows: Vec<DifferenceView>,
    capped: Option<String>,
}

#[derive(Serialize)]
struct DifferenceView {
    name: String,
    values: Vec<String>,
}

#[derive(Serialize)]
struct UnlistedView {
    unit: String,
    source: String,
    why: Option<String>,
}

pub(super) fn roster(roster: Option<&Roster>, lang: Lang) -> Option<RosterView> {
    let roster = roster?;
    let missing = roster.missing.iter().take(MOST_NAMES).map(|due| DueView {
        unit: clean(&due.unit),
        code: clean(&due.code),
        kind: clean(&due.kind),
        hint: screening::hint(due, lang).map(|hint| clean(&hint)),
    });
    let repeated = roster.repeated.iter().take(MOST_NAMES);
    let unlisted = roster
        .unlisted
        .iter()
        .take(MOST_NAMES)
        .map(|one| UnlistedView {
            unit: if one.subject.unit.is_empty() {
                table::nameless(lang).to_owned()
            } else {
                clean(&one.subject.unit)
            },
            source: clean(&one.source),
            why: screening::unlisted(one, lang).map(|why| clean(&why)),
        });
    let differing = roster.differing.iter().take(MOST_NAMES);
    let differing = differing.map(|one| clean(&screening::differing(one, lang)));
    let count = roster.missing.len();
    Some(RosterView {
        said: page::due(roster.due, count, lang),
        missing: missing.collect(),
        missing_count: count,
        missing_capped: (count > MOST_NAMES).then(|| page::capped(MOST_NAMES, count, lang)),
        repeated: repeated.map(|again| repeated_view(again, lang)).collect(),
        repeated_count: roster.repeated.len(),
        unlisted: unlisted.collect(),
        unlisted_count: roster.unlisted.len(),
        differing: differing.collect(),
        differing_heading: screening::Section::Differing.heading(roster.differing.len(), lang),
    })
}

fn repeated_view(again: &Repeated, lang: Lang) -> RepeatedView {
    let w = Page::new(lang);
    let shown = again.differences.iter().take(MOST_NAMES);
    let rows: Vec<DifferenceView> = shown
        .map(|difference| DifferenceView {
            name: clean(if difference.label.is_empty() {
                &difference.path
            } else {
                &difference.label
            }),
            values: difference
                .values
                .iter()
                .map(|value| {
                    value
                        .as_deref()
                        .map_or_else(|| w.not_there.to_owned(), clean)
                })
                .collect(),
        })
        .collect();
    let all = again.differences.len() + again.more;
    RepeatedView {
        unit: clean(&again.due.unit),
        kind: clean(&again.due.kind),
        sources: again.sources.iter().map(|source| clean(source)).collect(),
        capped: (all > rows.len()).then(|| page::capped(rows.len(), all, lang)),
        rows,
    }
}
