//! What is said of the figures that may be to blame for a finding, in sentences.

use super::{FindingRecord, LabelRecord};
use crate::finding::{Remedy, Suspect};
use crate::words::{Lang, diagnosis as words, nested_quotes, with_unit};

/// Most figures named as a likely cause; more are no help.
const MOST_SUSPECTS: usize = 3;

/// Most other possibilities that are spelt out.
const MOST_OTHERS: usize = 8;

/// Why a finding is so, as far as can be told.
#[derive(Debug, Default)]
pub(super) struct Suspicion {
    /// The likeliest, a sentence each.
    pub(super) likely: Vec<String>,
    /// Other possibilities, on one line; empty where there are none.
    pub(super) others: String,
    /// Figures that speak for the stated one, on one line; empty where there are none.
    pub(super) held_by: String,
    /// What to write instead, and where; empty where nothing can be named.
    pub(super) write: String,
}

/// What is said of a finding's suspects and witnesses.
pub(super) fn suspicion(finding: &FindingRecord, lang: Lang) -> Suspicion {
    let (first, others): (Vec<&Suspect>, Vec<&Suspect>) = finding
        .suspects
        .iter()
        .partition(|suspect| suspect.rank == 1);
    let likely = first.iter().take(MOST_SUSPECTS).map(|suspect| {
        said(finding, suspect, |accused| {
            let place = find(finding, &accused.suspect.path).map(LabelRecord::place);
            words::sentence(&words::Accused { place, ..accused }, lang)
        })
    });
    let mut likely: Vec<String> = likely.collect();
    likely.extend(
        finding
            .undiagnosed
            .map(|why| words::undiagnosed(why, lang).to_owned()),
    );
    let mut rest: Vec<&Suspect> = first.into_iter().skip(MOST_SUSPECTS).collect();
    rest.extend(others);
    let spelt: Vec<String> = rest
        .iter()
        .take(MOST_OTHERS)
        .map(|suspect| said(finding, suspect, |accused| words::other(&accused, lang)))
        .collect();
    Suspicion {
        likely,
        others: if rest.is_empty() {
            String::new()
        } else {
            words::others(&spelt, rest.len() - spelt.len(), lang)
        },
        held_by: if finding.held_by.is_empty() {
            String::new()
        } else {
            let primary = finding.primary();
            let name = primary.map_or_else(String::new, |label| last_titles(&label.label, 2));
            let stated = finding.stated.as_deref().unwrap_or_default();
            nested_quotes(&words::witnesses(&name, stated, &finding.held_by, lang))
        },
        write: to_write(finding, lang),
    }
}

/// What to write instead, and where.
pub(super) fn to_write(finding: &FindingRecord, lang: Lang) -> String {
    let said = match finding.remedy() {
        Remedy::Unknown | Remedy::Follows => String::new(),
        Remedy::OneOf(count) => words::one_of(count, lang),
        Remedy::Stated => {
            let name = finding.primary().map_or("", |label| label.label.as_str());
            let stated = finding.stated.as_deref().unwrap_or_default();
            let expected = finding.expected.as_deref().unwrap_or_default();
            words::should_be(name, stated, &with_unit(expected, &finding.unit), lang)
        }
        Remedy::Change(suspect) => {
            let label = find(finding, &suspect.path);
            let name = label.map_or_else(|| pointer_words(&suspect.path), |own| own.label.clone());
            let place = label.filter(|label| !label.primary).map(LabelRecord::place);
            words::should_perhaps_be(&name, suspect, place, lang)
        }
    };
    nested_quotes(&said)
}

fn find<'a>(finding: &'a FindingRecord, path: &str) -> Option<&'a LabelRecord> {
    finding.labels.iter().find(|label| label.path == path)
}

/// Hands a suspect with its names over to be said.
fn said(
    finding: &FindingRecord,
    suspect: &Suspect,
    say: impl FnOnce(words::Accused<'_>) -> String,
) -> String {
    let name = name_of(finding, &suspect.path);
    let source = suspect.source.as_ref().map(|path| {
        let figure = match find(finding, path) {
            Some(_) if suspect.is_adding() => difference(finding),
            _ => String::new(),
        };
        (name_of(finding, path), figure)
    });
    let total = finding
        .primary()
        .filter(|label| label.path != suspect.path)
        .zip(finding.expected.as_deref())
        .map(|(label, due)| (last_titles(&label.label, 2), due));
    let said = say(words::Accused {
        suspect,
        name: &name,
        source: source
            .as_ref()
            .map(|(name, figure)| (name.as_str(), figure.as_str())),
        total: total.as_ref().map(|(name, due)| (name.as_str(), *due)),
        place: None,
    });
    nested_quotes(&said)
}

/// What a total is off by, without sign: the part it lacks or has twice.
fn difference(finding: &FindingRecord) -> String {
    let difference = finding.difference.as_deref().unwrap_or_default();
    difference.trim_start_matches('-').to_owned()
}

/// The last title of a figure; more of them where another figure of the finding has the same.
fn name_of(finding: &FindingRecord, path: &str) -> String {
    let Some(label) = find(finding, path) else {
        return pointer_words(path);
    };
    let short = last_titles(&label.label, 1);
    let same = |other: &&LabelRecord| last_titles(&other.label, 1) == short;
    if label.primary || finding.labels.iter().filter(same).count() > 1 {
        last_titles(&label.label, 2)
    } else {
        short
    }
}

fn last_titles(label: &str, count: usize) -> String {
    let titles: Vec<&str> = label.split(" › ").collect();
    let from = titles.len().saturating_sub(count);
    titles.get(from..).unwrap_or_default().join(" › ")
}

/// A JSON Pointer as people read it, for a figure that no label names.
fn pointer_words(path: &str) -> String {
    let steps: Vec<String> = path
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    steps.join(" › ")
}
