//! `文字.toml`: how the sentences of a report are read, as its author writes it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The report as a whole.
    #[serde(rename = "报告", default)]
    pub(super) report: Report,
    /// Texts of chapters that fill a field.
    #[serde(rename = "段", default)]
    pub(super) chapters: Vec<Chapter>,
    /// Sentences.
    #[serde(rename = "句", default)]
    pub(super) sentences: Vec<Sentence>,
    /// Other names of what lists hold.
    #[serde(rename = "名", default)]
    pub(super) names: Vec<Names>,
}

impl File {
    /// Adds what a pack says beyond its base: more sentences, and its own answers where both say
    /// one thing.
    pub(super) fn add(&mut self, more: Self) {
        self.chapters.extend(more.chapters);
        self.sentences.extend(more.sentences);
        self.names.extend(more.names);
        let Report {
            titles,
            title_field,
            year,
            headings,
            called,
            name,
            calling,
            fixed,
        } = more.report;
        let report = &mut self.report;
        report.titles.extend(titles);
        report.calling.extend(calling);
        report.fixed.extend(fixed);
        for (own, more) in [
            (&mut report.title_field, title_field),
            (&mut report.year, year),
            (&mut report.headings, headings),
            (&mut report.called, called),
            (&mut report.name, name),
        ] {
            if more.is_some() {
                *own = more;
            }
        }
    }
}

/// The report as a whole.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    /// Its title: by this a report is known to be of the kind.
    #[serde(rename = "题", default)]
    pub(super) titles: Vec<String>,
    /// The field that the title fills, without the name of the unit before it.
    #[serde(rename = "题目", default)]
    pub(super) title_field: Option<String>,
    /// The field of the year that is reported on.
    #[serde(rename = "年度", default)]
    pub(super) year: Option<String>,
    /// The field that the headings of the first level fill.
    #[serde(rename = "章节", default)]
    pub(super) headings: Option<String>,
    /// The field of all ways in which the unit calls itself.
    #[serde(rename = "称谓", default)]
    pub(super) called: Option<String>,
    /// The field of the unit's name, which is one of them.
    #[serde(rename = "名称", default)]
    pub(super) name: Option<String>,
    /// Words by which a unit calls itself, wherever they stand.
    #[serde(rename = "自称", default)]
    pub(super) calling: Vec<String>,
    /// Fields whose text goes without saying.
    #[serde(rename = "定", default)]
    pub(super) fixed: BTreeMap<String, String>,
}

/// A chapter whose text fills a field.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chapter {
    /// Words of its heading; without any, what stands before the first heading.
    #[serde(rename = "在", default)]
    pub(super) under: Words,
    /// The field.
    #[serde(rename = "入")]
    pub(super) field: String,
}

/// A sentence in its ways of being said.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentence {
    /// Words of a heading that it stands under.
    #[serde(rename = "在", default)]
    pub(super) under: Words,
    /// The sentence.
    #[serde(rename = "文")]
    pub(super) says: Words,
}

/// Other names in a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// The field of the list.
    #[serde(rename = "列")]
    pub(super) list: String,
    /// The name in the form, and other ways to write it.
    #[serde(rename = "名")]
    pub(super) names: BTreeMap<String, Words>,
}

/// One text or several.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    /// None.
    #[default]
    None,
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Words {
    /// Each of them.
    pub(super) fn each(&self) -> &[String] {
        match self {
            Self::None => &[],
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}
