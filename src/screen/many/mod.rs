//! [`Across`]: rules over all submissions, asked in the end of what was gathered on the way.
//!
//! What each submission gave goes to temporary files ([`book`], [`sorter`]); what stays in memory
//! is counts, and eight bytes a submission. Everything is noted in the order of the input, so what
//! comes out is the same for any number of workers, and for a run that was cut off and went on.

mod alike;
mod book;
mod counted;
mod pairs;
mod sorter;
mod tell;
mod terms;
mod totals;
mod years;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use alike::Alike;
use book::{Book, Entry};
use counted::{Counted, Rows};
use sorter::Scratch;
use tell::Told;
use totals::{Superiors, Totals};
use years::Years;

use super::review::Looked;
use super::roster::Roster;
use crate::finding::Subject;
use crate::pack::many::{Ask, Gathered, Plan};
use crate::report::{Record, Screening};
use crate::words::Lang;

/// Bytes of a name that tell it from others.
const NAME: usize = 200;

/// Gathers what rules over all submissions want to know, and asks their questions.
#[derive(Debug)]
pub struct Across {
    lang: Lang,
    scratch: Scratch,
    /// Whether there is a last year to look at.
    prior: bool,
    superiors: Superiors,
    groups: Vec<Group>,
    keys: BTreeMap<String, usize>,
    gathered: Option<Files>,
}

/// Submissions under the same plan.
#[derive(Debug)]
struct Group {
    plan: Arc<Plan>,
    /// Of this year.
    count: usize,
    counted: Counted,
}

/// What goes to temporary files.
#[derive(Debug)]
struct Files {
    book: Book,
    totals: Totals,
    years: Years,
    alike: Alike,
    rows: Rows,
}

impl Across {
    /// Nothing has been gathered yet. Temporary files are made in a folder, else where the system
    /// has them; the roster may say which department a unit belongs to; `prior` when last year's
    /// submissions are looked at.
    #[must_use]
    pub fn new(folder: Option<&Path>, roster: Option<&Roster>, prior: bool, lang: Lang) -> Self {
        Self {
            lang,
            scratch: Scratch(folder.map(Path::to_owned)),
            prior,
            superiors: roster.map_or_else(Superiors::default, Superiors::new),
            groups: Vec::new(),
            keys: BTreeMap::new(),
            gathered: None,
        }
    }

    fn group(&mut self, plan: &Arc<Plan>) -> usize {
        if let Some(known) = self.keys.get(&plan.key) {
            return *known;
        }
        let group = self.groups.len();
        self.keys.insert(plan.key.clone(), group);
        self.groups.push(Group {
            plan: Arc::clone(plan),
            count: 0,
            counted: Counted::default(),
        });
        group
    }

    /// Enters a submission; its group and number.
    fn enter(
        &mut self,
        source: &str,
        subject: &Subject,
        gathered: &Gathered,
    ) -> io::Result<(usize, usize)> {
        let group = self.group(&gathered.plan);
        let entry = Entry {
            source: source.to_owned(),
            subject: Subject {
                kind: cut(&subject.kind),
                code: cut(&subject.code),
                unit: cut(&subject.unit),
                year: cut(&subject.year),
                project_code: cut(&subject.project_code),
                project: cut(&subject.project),
            },
            group,
            values: gathered.values.clone(),
        };
        let number = self.files()?.book.add(&entry)?;
        Ok((group, number))
    }

    fn files(&mut self) -> io::Result<&mut Files> {
        let known = self.gathered.take();
        let files = match known {
            Some(files) => files,
            None => Files {
                book: Book::new(&self.scratch)?,
                totals: Totals::new(&self.scratch, std::mem::take(&mut self.superiors)),
                years: Years::new(&self.scratch),
                alike: Alike::new(&self.scratch),
                rows: Rows::new(&self.scratch),
            },
        };
        Ok(self.gathered.insert(files))
    }

    /// Notes a submission of this year, in the order of the input.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn note(&mut self, record: &Record, gathered: &Gathered) -> io::Result<()> {
        let nobody = Subject::default();
        let subject = record.subject.as_ref().unwrap_or(&nobody);
        let (group, number) = self.enter(&record.source, subject, gathered)?;
        if let Some(group) = self.groups.get_mut(group) {
            group.count += 1;
            group.counted.note(record, gathered);
        }
        let prior = self.prior;
        let files = self.files()?;
        let plan = &gathered.plan;
        if asks(plan, |ask| matches!(ask, Ask::Total { .. })) {
            let superior = &gathered.superior;
            files.totals.note(group, number, subject, superior)?;
        }
        if prior && asks(plan, |ask| matches!(ask, Ask::Prior { .. })) {
            files.years.note(number, subject, false)?;
        }
        if asks(plan, |ask| matches!(ask, Ask::SameRow { .. })) {
            files.rows.note(group, number, record)?;
        }
        files.alike.note((group, number, false), subject, gathered)
    }

    /// Notes a submission of last year.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn note_prior(&mut self, looked: &Looked) -> io::Result<()> {
        let Looked {
            source,
            subject,
            gathered,
        } = looked;
        let (group, number) = self.enter(source, subject, gathered)?;
        let files = self.files()?;
        files.years.note(number, subject, true)?;
        files.alike.note((group, number, true), subject, gathered)
    }

    /// Asks all questions and lays what comes of them into the screening.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn conclude(self, screening: &mut Screening) -> io::Result<()> {
        let Self {
            lang,
            scratch,
            prior,
            groups,
            gathered,
            ..
        } = self;
        if let Some(folder) = &scratch.0 {
            tell::forget(folder)?;
        }
        let Some(files) = gathered else {
            return Ok(());
        };
        let Files {
            mut book,
            totals,
            years,
            alike,
            rows,
        } = files;
        book.flush()?;
        let mut told = Told::new(scratch.0.as_deref(), lang);
        for group in groups.iter().filter(|group| group.count > 0) {
            for question in &group.plan.questions {
                if prior || !matches!(question.ask, Ask::Prior { .. }) {
                    told.counts(&question.rule);
                }
            }
        }
        totals.ask(&groups, &mut book, &mut told)?;
        years.ask(&groups, &mut book, &mut told)?;
        alike.ask(&groups, &mut book, &mut told)?;
        for group in groups.iter().filter(|group| group.count > 0) {
            group.counted.ask(group, &mut told);
        }
        rows.ask(&groups, &mut told)?;
        let (findings, counts) = told.end()?;
        screening.findings.extend(findings);
        screening.across = counts;
        Ok(())
    }
}

fn asks(plan: &Plan, is: impl Fn(&Ask) -> bool) -> bool {
    plan.questions.iter().any(|question| is(&question.ask))
}

/// The beginning of a name, at a whole character; what separates keys is left out.
fn cut(name: &str) -> String {
    let mut end = NAME.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let name = name.get(..end).unwrap_or_default();
    name.replace('\u{1f}', " ")
}

/// A number at the beginning of some bytes.
fn number_of(bytes: &[u8]) -> usize {
    let number = bytes.first_chunk::<8>().copied().map(u64::from_be_bytes);
    number
        .and_then(|number| usize::try_from(number).ok())
        .unwrap_or(usize::MAX)
}

/// FNV-1a, to tell units apart.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
