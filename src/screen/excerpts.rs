//! What stands at the places of findings across submissions: read again in the end, and only the
//! files that are named.

use std::collections::{BTreeMap, BTreeSet};

use super::input::{Content, Inputs, Item};
use super::review;
use crate::report::{LabelRecord, Row, Screening, excerpt_of};
use crate::source::Source;
use crate::words::Lang;

/// Findings whose places are shown, in the order of the rules: what a page shows.
const MOST_FINDINGS: usize = 500;
/// Places of one finding that are shown.
const MOST_PLACES: usize = 6;

/// Places in one file: which finding, and the labels.
type Places = Vec<(usize, Vec<LabelRecord>)>;

/// Lays rows of the files into the findings across submissions. A file that cannot be read any
/// more, or in which something else stands now, is left out.
pub fn show_places(screening: &mut Screening, inputs: impl Iterator<Item = Inputs>, lang: Lang) {
    let mut wanted = wanted(screening);
    let mut found: BTreeMap<(usize, String), Vec<Row>> = BTreeMap::new();
    for item in inputs.flatten() {
        if wanted.is_empty() {
            break;
        }
        let Some(places) = wanted.remove(&item.name) else {
            continue;
        };
        let Some(source) = source(item) else { continue };
        for (finding, labels) in places {
            let rows = rows(&source, &labels, lang);
            found.insert((finding, source.name().to_owned()), rows);
        }
    }
    for (index, finding) in screening.findings.iter_mut().enumerate() {
        let mut seen = BTreeSet::new();
        let names = finding
            .labels
            .iter()
            .filter_map(|label| label.source.as_ref());
        // the file the finding is about first, as the labels are
        let names = names.filter(|name| seen.insert(*name));
        let rows = names.filter_map(|name| found.remove(&(index, name.clone())));
        finding.excerpt = rows.flatten().collect();
    }
}

fn wanted(screening: &Screening) -> BTreeMap<String, Places> {
    let mut wanted: BTreeMap<String, Places> = BTreeMap::new();
    let findings = screening.findings.iter().enumerate();
    for (index, finding) in findings.take(MOST_FINDINGS) {
        for label in finding.labels.iter().take(MOST_PLACES) {
            let Some(name) = &label.source else { continue };
            let places = wanted.entry(name.clone()).or_default();
            match places.last_mut() {
                Some((last, labels)) if *last == index => labels.push(label.clone()),
                _ => places.push((index, vec![label.clone()])),
            }
        }
    }
    wanted
}

fn source(item: Item) -> Option<Source> {
    let bytes = match item.content {
        Content::Bytes(bytes) => bytes,
        Content::File(path, _) => review::read(&path).ok()?,
        Content::Fault(_) => return None,
    };
    Source::from_bytes(item.name, bytes).ok()
}

fn rows(source: &Source, labels: &[LabelRecord], lang: Lang) -> Vec<Row> {
    let stands = |label: &&LabelRecord| {
        let inside = source.text().get(label.start as usize..label.end as usize);
        inside.is_some() && source.place(label.start) == label.place()
    };
    let labels: Vec<LabelRecord> = labels.iter().filter(stands).cloned().collect();
    let mut rows = excerpt_of(source, &labels, lang);
    if let Some(first) = rows.first_mut() {
        first.source = Some(source.name().to_owned());
    }
    rows
}
