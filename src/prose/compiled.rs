//! `文字.toml` made ready to read with.

use std::collections::BTreeMap;
use std::sync::Arc;

use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::fault::SentenceFault;
use super::file::{File, Words};
use super::pattern::{Group, Pattern};
use super::plain::plain;
use crate::document::Form;

/// Bytes that an expression, and all of them together, may grow to.
const SIZE: usize = 64 * 1024 * 1024;

/// One way of saying something.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub(super) expression: Regex,
    pub(super) groups: Vec<Group>,
    /// Words of headings it stands under; none: anywhere.
    pub(super) under: Vec<String>,
}

/// A chapter whose text fills a field.
#[derive(Clone, Debug)]
pub(super) struct Chapter {
    pub(super) under: Vec<String>,
    pub(super) field: Vec<String>,
}

/// The sentences of a pack.
#[derive(Clone, Debug)]
pub struct Sentences {
    pub(super) form: Arc<Form>,
    /// All sentences at once: one pass says which of them begin at a place.
    pub(super) all: RegexSet,
    pub(super) each: Vec<Sentence>,
    pub(super) titles: Vec<Sentence>,
    pub(super) chapters: Vec<Chapter>,
    /// By list: the name of the form by the name in the text, made plain.
    pub(super) names: BTreeMap<Vec<String>, BTreeMap<String, String>>,
    pub(super) report: super::file::Report,
}

impl Sentences {
    /// Reads the files of a pack: its base's first, to which its own adds.
    ///
    /// # Errors
    /// All that is wrong with them, and the sentence it is about.
    pub fn parse(texts: &[&str], form: &Arc<Form>) -> Result<Self, Vec<(String, SentenceFault)>> {
        let mut file = File::default();
        for text in texts {
            let more: File = toml::from_str(text)
                .map_err(|error| vec![(String::new(), SentenceFault::File(error.to_string()))])?;
            file.add(more);
        }
        let mut faults = Vec::new();
        let mut sentences = Vec::new();
        let mut expressions = Vec::new();
        for sentence in &file.sentences {
            for says in sentence.says.each() {
                // it begins and ends where a sentence of the text does
                match compiled(says, &sentence.under, form, r"(?:[。；！？\n]|$)") {
                    Ok((source, compiled)) => {
                        expressions.push(source);
                        sentences.push(compiled);
                    }
                    Err(fault) => faults.push((says.clone(), fault)),
                }
            }
        }
        let mut titles = Vec::new();
        for title in &file.report.titles {
            match compiled(title, &Words::None, form, "$") {
                Ok((_, compiled)) => titles.push(compiled),
                Err(fault) => faults.push((title.clone(), fault)),
            }
        }
        let field = |path: &str| path.split('.').map(str::to_owned).collect::<Vec<_>>();
        let known = |path: &str| {
            let mut steps = path.split('.');
            let ends = steps.try_fold(form.root(), |id, step| form.field(id).field(step));
            ends.is_some()
        };
        let report = &file.report;
        let single = [
            &report.title_field,
            &report.year,
            &report.headings,
            &report.called,
            &report.name,
        ];
        let paths = single
            .into_iter()
            .flatten()
            .chain(report.fixed.keys())
            .chain(file.chapters.iter().map(|chapter| &chapter.field))
            .chain(file.names.iter().map(|names| &names.list));
        for path in paths {
            if !known(path) {
                faults.push((path.clone(), SentenceFault::Field(path.clone(), None)));
            }
        }
        let mut names: BTreeMap<Vec<String>, BTreeMap<String, String>> = BTreeMap::new();
        for list in &file.names {
            let known = names.entry(field(&list.list)).or_default();
            for (name, others) in &list.names {
                known.insert(plain(name), name.clone());
                for other in others.each() {
                    known.insert(plain(other), name.clone());
                }
            }
        }
        let all = RegexSetBuilder::new(&expressions).size_limit(SIZE).build();
        let all = match all {
            Ok(all) if faults.is_empty() => all,
            Ok(_) => return Err(faults),
            Err(_) => {
                faults.push((String::new(), SentenceFault::TooLarge));
                return Err(faults);
            }
        };
        Ok(Self {
            form: Arc::clone(form),
            all,
            each: sentences,
            titles,
            chapters: file
                .chapters
                .iter()
                .map(|chapter| Chapter {
                    under: plain_words(&chapter.under),
                    field: field(&chapter.field),
                })
                .collect(),
            names,
            report: file.report,
        })
    }
}

fn plain_words(words: &Words) -> Vec<String> {
    words.each().iter().map(|word| plain(word)).collect()
}

fn compiled(
    says: &str,
    under: &Words,
    form: &Form,
    end: &str,
) -> Result<(String, Sentence), SentenceFault> {
    let Pattern { expression, groups } = Pattern::parse(says, form)?;
    let source = format!("^(?:{expression}){end}");
    let built = RegexBuilder::new(&source).size_limit(SIZE).build();
    let expression = built.map_err(|_| SentenceFault::TooLarge)?;
    let under = plain_words(under);
    Ok((
        source,
        Sentence {
            expression,
            groups,
            under,
        },
    ))
}
