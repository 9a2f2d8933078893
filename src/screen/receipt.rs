//! [`Receipt`]: what came in against what is due.

use std::collections::BTreeMap;

use super::roster::{Roster, folded};
use crate::desk::Shelf;
use crate::document::{Document, Kind, NodeId, Submission};
use crate::finding::Subject;
use crate::report::{self, Difference, Differing, Due, OtherYear, Record, Repeated, Unlisted};
use crate::source::Source;
use crate::words;

/// Values that differ and are listed, of one pair of files.
const DIFFERENCES: usize = 20;
/// Of a hundred submissions, how many must be for the same year for it to be the one in question.
const NEARLY_ALL: usize = 80;
/// Units not on the roster that are held against its names.
const NEAREST: usize = 200;
/// Letters of the name of such a unit that are kept.
const NAME: usize = 200;
/// Files that cannot be read and are looked at as what may be missing.
const UNREAD: usize = 200;
/// Units whose several files are compared; beyond it they are named only.
const COMPARED: usize = 500;

/// One submission that came in.
#[derive(Clone, Debug)]
struct Received {
    source: String,
    year: String,
    project_code: String,
    project: String,
    /// Its place in the input, from 0.
    number: usize,
    content: Option<[u8; 32]>,
}

/// Notes what comes in, and in the end says what is missing.
#[derive(Debug)]
pub struct Receipt {
    roster: Roster,
    /// Entries of the roster by folded code, and by folded name.
    codes: BTreeMap<String, Vec<usize>>,
    names: BTreeMap<String, Vec<usize>>,
    /// For each entry of the roster.
    received: Vec<Vec<Received>>,
    unlisted: Vec<Unlisted>,
    differing: Vec<Differing>,
    /// The year in question, where it is said.
    year: Option<String>,
    /// Files that do not say whose they are, the first of them.
    unread: Vec<String>,
    /// Units of the roster, for whom a name is much like another.
    units: Vec<String>,
    number: usize,
}

impl Receipt {
    /// Nothing has come in yet; submissions are due for a year, where it is said.
    #[must_use]
    pub fn new(roster: Roster, year: Option<String>) -> Self {
        let mut codes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut units = Vec::new();
        for (index, due) in roster.due.iter().enumerate() {
            if !due.code.is_empty() {
                codes.entry(folded(&due.code)).or_default().push(index);
            }
            let entries = names.entry(folded(&due.unit)).or_default();
            if entries.is_empty() {
                units.push(due.unit.clone());
            }
            entries.push(index);
        }
        Self {
            received: vec![Vec::new(); roster.due.len()],
            roster,
            codes,
            names,
            unlisted: Vec::new(),
            differing: Vec::new(),
            year,
            unread: Vec::new(),
            units,
            number: 0,
        }
    }

    /// Notes a submission, in the order of the input.
    pub fn note(&mut self, record: &Record, content: Option<[u8; 32]>) {
        let number = self.number;
        self.number += 1;
        let nobody = Subject::default();
        let subject = record.subject.as_ref().unwrap_or(&nobody);
        // what cannot be read does not say whose it is
        if *subject == Subject::default() {
            if self.unread.len() < UNREAD {
                self.unread.push(record.source.clone());
            }
            return;
        }
        let short = Subject {
            unit: subject.unit.chars().take(NAME).collect(),
            ..subject.clone()
        };
        match self.answer(subject) {
            Answer::Due { index, differs } => {
                if let Some(due) = self.roster.due.get(index).filter(|_| differs) {
                    self.differing.push(Differing {
                        source: record.source.clone(),
                        subject: short,
                        due: due.clone(),
                    });
                }
                if let Some(received) = self.received.get_mut(index) {
                    received.push(Received {
                        source: record.source.clone(),
                        year: subject.year.clone(),
                        project_code: folded(&subject.project_code),
                        project: folded(&subject.project),
                        number,
                        content,
                    });
                }
            }
            Answer::Nobody {
                code_of,
                other_project,
            } => self.unlisted.push(Unlisted {
                source: record.source.clone(),
                subject: short,
                nearest: None,
                code_of,
                other_project,
            }),
        }
    }

    /// The unit of the roster that a name is probably meant for: the only one that it abbreviates,
    /// or that abbreviates it, else the nearest.
    fn much_like(&self, unit: &str, folded_units: &[String]) -> Option<String> {
        let name = folded(unit);
        if name.is_empty() || self.names.contains_key(&name) {
            return None;
        }
        let known = self.units.iter().zip(folded_units);
        let mut alike = known
            .filter(|(_, known)| abbreviates(&name, known) || abbreviates(known, &name))
            .map(|(unit, _)| unit);
        match (alike.next(), alike.next()) {
            (Some(only), None) => Some(only.clone()),
            _ => words::nearest(unit, self.units.iter().map(String::as_str)).map(str::to_owned),
        }
    }

    /// Says of the first units that are not on the roster which one may be meant: looking through
    /// the roster takes a while, and a page shows some only.
    fn with_nearest(&self) -> Vec<Unlisted> {
        let mut unlisted = self.unlisted.clone();
        let folded_units: Vec<String> = self.units.iter().map(|unit| folded(unit)).collect();
        for one in unlisted.iter_mut().take(NEAREST) {
            one.nearest = self.much_like(&one.subject.unit, &folded_units);
        }
        unlisted
    }

    /// The entry of the roster that a submission answers. A unit is its code and its name: a code
    /// of one unit with the name of another answers neither, and where only one of the two is the
    /// roster's, that is said.
    fn answer(&self, subject: &Subject) -> Answer {
        let (code, name) = (folded(&subject.code), folded(&subject.unit));
        let by_name = self.names.get(&name);
        let by_code = self.codes.get(&code).filter(|_| !code.is_empty());
        let known = |entries: &[usize]| entries.first().and_then(|at| self.roster.due.get(*at));
        let of_another = |entries: &[usize]| Answer::Nobody {
            code_of: known(entries).map(|due| due.unit.clone()),
            other_project: false,
        };
        let (entries, differs) = match (by_code, by_name) {
            (Some(code), Some(name)) if code != name => return of_another(code),
            (Some(entries), Some(_)) => (entries, false),
            (Some(entries), None) => {
                let listed = known(entries).map_or_else(String::new, |due| folded(&due.unit));
                let short = abbreviates(&name, &listed) || abbreviates(&listed, &name);
                // a unit may have a new name; but not one that is much like another's
                let other = || {
                    let units: Vec<String> = self.units.iter().map(|unit| folded(unit)).collect();
                    let alike = self.much_like(&subject.unit, &units);
                    alike.is_some_and(|unit| folded(&unit) != listed)
                };
                if !name.is_empty() && !short && other() {
                    return of_another(entries);
                }
                (entries, !name.is_empty())
            }
            (None, Some(entries)) => {
                let listed = known(entries).map_or_else(String::new, |due| folded(&due.code));
                // a spreadsheet drops the noughts before a number
                let bare = |code: &str| code.trim_start_matches('0').to_owned();
                let both = !code.is_empty() && !listed.is_empty();
                (entries, both && bare(&code) != bare(&listed))
            }
            (None, None) => return Answer::NOBODY,
        };
        let of_kind: Vec<usize> = entries
            .iter()
            .filter(|index| {
                self.roster.due.get(**index).is_some_and(|due| {
                    due.kind.is_empty() || folded(&due.kind) == folded(&subject.kind)
                })
            })
            .copied()
            .collect();
        let is_project = |index: &&usize| {
            let due = self.roster.due.get(**index);
            due.is_some_and(|due| same_project(due, subject))
        };
        let any = |index: &&usize| {
            let due = self.roster.due.get(**index);
            due.is_some_and(|due| due.project.is_empty() && due.project_code.is_empty())
        };
        let found = of_kind.iter().find(is_project);
        match found.or_else(|| of_kind.iter().find(any)) {
            Some(index) => Answer::Due {
                index: *index,
                differs,
            },
            None => Answer::Nobody {
                code_of: None,
                other_project: !of_kind.is_empty(),
            },
        }
    }

    /// The submissions, by their places in the input, that must be read again to see how those of
    /// one unit differ.
    #[must_use]
    pub fn to_compare(&self) -> Vec<usize> {
        let mut numbers: Vec<usize> = self
            .repeated()
            .take(COMPARED)
            .flat_map(|(_, files)| files.into_iter().map(|file| file.number))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Entries with several submissions of the same year, and of the same project where a unit
    /// hands in one for each.
    fn repeated(&self) -> impl Iterator<Item = (usize, Vec<&Received>)> {
        self.received.iter().enumerate().flat_map(|(index, files)| {
            let with_code = files.iter().filter(|file| !file.project_code.is_empty());
            let codes: BTreeMap<&str, &str> = with_code
                .map(|file| (file.project.as_str(), file.project_code.as_str()))
                .collect();
            let project = |file: &Received| {
                let known = codes.get(file.project.as_str()).copied();
                match (file.project_code.as_str(), known) {
                    ("", None) => format!(" {}", file.project),
                    ("", Some(code)) | (code, _) => code.to_owned(),
                }
            };
            let mut years: BTreeMap<(&str, String), Vec<&Received>> = BTreeMap::new();
            for file in files {
                let key = (file.year.as_str(), project(file));
                years.entry(key).or_default().push(file);
            }
            let several = years.into_values().filter(|files| files.len() > 1);
            several.map(move |files| (index, files)).collect::<Vec<_>>()
        })
    }

    /// The year in question: the one that is said, else the one that nearly all submissions are
    /// for; `None` where they are for several, or do not say.
    fn year(&self) -> Option<&str> {
        if let Some(year) = &self.year {
            return Some(year);
        }
        let mut years: BTreeMap<&str, usize> = BTreeMap::new();
        let files = self.received.iter().flatten();
        for file in files.filter(|file| !file.year.is_empty()) {
            *years.entry(&file.year).or_default() += 1;
        }
        let all: usize = years.values().sum();
        let (year, count) = years.into_iter().max_by_key(|(_, count)| *count)?;
        (count * 100 >= all * NEARLY_ALL).then_some(year)
    }

    /// What the roster says in the end. `texts` are the submissions that were read again, by their
    /// places; what is not among them, or has changed, is not compared.
    #[must_use]
    pub fn conclude(
        self,
        texts: &BTreeMap<usize, Reread>,
        passed_over: &[String],
        packs: &Shelf,
    ) -> report::Roster {
        let repeated = self
            .repeated()
            .map(|(index, files)| Repeated {
                due: self.roster.due.get(index).cloned().unwrap_or_default(),
                sources: files.iter().map(|file| file.source.clone()).collect(),
                ..compared(&files, texts, packs)
            })
            .collect();
        let year = self.year();
        let missing = self
            .roster
            .due
            .iter()
            .zip(&self.received)
            .filter_map(|(due, files)| {
                let other_year = year.and_then(|year| not_of(year, files));
                (files.is_empty() || other_year.is_some()).then(|| Due {
                    other_year,
                    ..due.clone()
                })
            })
            .collect();
        let missing = with_unread(missing, &self.unread, false);
        let missing = with_unread(missing, passed_over, true);
        let unlisted = self.with_nearest();
        report::Roster {
            due: self.roster.due.len(),
            missing,
            repeated,
            unlisted,
            differing: self.differing,
        }
    }
}

/// Which entry of the roster a submission answers.
enum Answer {
    /// This one; whether its code or name is not the roster's.
    Due { index: usize, differs: bool },
    /// None: the unit whose code it bears; whether its unit owes this kind for other projects.
    Nobody {
        code_of: Option<String>,
        other_project: bool,
    },
}

impl Answer {
    const NOBODY: Self = Self::Nobody {
        code_of: None,
        other_project: false,
    };
}

/// Whether a submission is for the project that is due: by code where both have one, else by name.
fn same_project(due: &Due, subject: &Subject) -> bool {
    let (code, own) = (folded(&due.project_code), folded(&subject.project_code));
    if !code.is_empty() && !own.is_empty() {
        return code == own;
    }
    !due.project.is_empty() && folded(&due.project) == folded(&subject.project)
}

/// Says of what is missing which file may be it: one that cannot be read, and whose name or
/// folder abbreviates this unit's name and no other's.
fn with_unread(mut missing: Vec<Due>, unread: &[String], unscreened: bool) -> Vec<Due> {
    let units: Vec<String> = missing.iter().map(|due| folded(&due.unit)).collect();
    for source in unread {
        let speaking = source.split(['/', '\\', '!']).rev().find_map(|part| {
            let name = part.rsplit_once('.').map_or(part, |(name, _)| name);
            let name = folded(name);
            // two letters stand in many names in this order
            let may = |unit: &&String| name.chars().count() > 2 && abbreviates(&name, unit);
            let mut units = units.iter().filter(may);
            let only = units.next()?;
            units.all(|other| other == only).then_some(only)
        });
        let Some(unit) = speaking else { continue };
        for (due, known) in missing.iter_mut().zip(&units) {
            if known == unit && due.perhaps.is_none() && due.other_year.is_none() {
                due.perhaps = Some(source.clone());
                due.unscreened = unscreened;
            }
        }
    }
    missing
}

/// The last of the files, where all of them are for another year.
fn not_of(year: &str, files: &[Received]) -> Option<OtherYear> {
    let other = |file: &Received| !file.year.is_empty() && file.year != year;
    let last = files.last()?;
    files.iter().all(other).then(|| OtherYear {
        source: last.source.clone(),
        year: last.year.clone(),
    })
}

/// Whether all letters of one text stand in another in the same order.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short
        .chars()
        .all(|letter| letters.any(|other| other == letter))
}

/// A submission that was read a second time.
#[derive(Debug)]
pub struct Reread {
    /// SHA-256 of its bytes.
    pub content: [u8; 32],
    /// Its text.
    pub source: Source,
}

/// How the files of one unit differ: every value that is not the same in all of them.
fn compared(files: &[&Received], texts: &BTreeMap<usize, Reread>, packs: &Shelf) -> Repeated {
    let same = files.iter().all(|file| {
        file.content.is_some() && file.content == files.first().and_then(|first| first.content)
    });
    if same {
        return Repeated::default();
    }
    let unknown = Repeated {
        more: 1,
        ..Repeated::default()
    };
    let mut submissions = Vec::new();
    for file in files {
        let read = texts
            .get(&file.number)
            .filter(|read| Some(read.content) == file.content);
        let document = read.and_then(|read| Document::parse(read.source.clone()).ok());
        match document {
            Some(document) => submissions.push(laid(document, packs)),
            None => return unknown,
        }
    }
    let mut paths: Vec<(String, String)> = Vec::new();
    let mut all: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for (index, submission) in submissions.iter().enumerate() {
        for node in submission.document.nodes() {
            let Some(value) = submission.value(node) else {
                continue;
            };
            let path = submission.document.pointer(node);
            let values = all.entry(path.clone()).or_insert_with(|| {
                paths.push((path, submission.label(node)));
                vec![None; files.len()]
            });
            if let Some(slot) = values.get_mut(index) {
                *slot = Some(value);
            }
        }
    }
    let mut differences = Vec::new();
    let mut more = 0;
    for (path, label) in paths {
        let Some(values) = all.remove(&path) else {
            continue;
        };
        let first = values.first();
        if values.iter().all(|value| Some(value) == first) {
            continue;
        }
        if differences.len() < DIFFERENCES {
            differences.push(Difference {
                path,
                label,
                values,
            });
        } else {
            more += 1;
        }
    }
    Repeated {
        differences,
        more,
        ..Repeated::default()
    }
}

/// A document, with its form over it where a pack knows it.
struct Laid {
    document: Document,
    submission: Option<Submission>,
}

fn laid(document: Document, packs: &Shelf) -> Laid {
    let form = packs.form(&document);
    Laid {
        submission: form.map(|form| Submission::new(document.clone(), form)),
        document,
    }
}

impl Laid {
    /// A number by its value, a text without blanks around it.
    fn value(&self, node: NodeId) -> Option<String> {
        match self.document.kind(node) {
            Kind::Null => Some("null".to_owned()),
            Kind::Bool => self.document.boolean(node).map(|value| value.to_string()),
            Kind::Number => {
                let number = self.document.number(node)?;
                Some(number.normalize().to_string())
            }
            Kind::Text => {
                let number = self
                    .submission
                    .as_ref()
                    .and_then(|submission| submission.number(node));
                let text = self.document.text(node)?.trim().to_owned();
                Some(number.map_or(text, |number| number.value.normalize().to_string()))
            }
            Kind::List | Kind::Map => None,
        }
    }

    fn label(&self, node: NodeId) -> String {
        match &self.submission {
            Some(submission) => submission.label(node),
            None => self.document.pointer(node),
        }
    }
}
