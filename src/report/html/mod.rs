//! A page that opens anywhere: one file, nothing fetched, works in light and dark, by keyboard, on
//! paper.
//!
//! The records are read several times: once to count, then once for each verdict, so that what
//! must be corrected stands first and nothing but counts is held. A page that shows a hundred
//! thousand submissions helps nobody and opens nowhere: the view is cut at a number, which is said
//! together with how many there are; the tables have all. Templates escape whatever they are
//! given; the style and the script are ours alone.

mod overview;
mod roster;
mod view;

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::{ENGINE, Log, Report, Screening, in_force};
use crate::finding::Advice;
use crate::words::page::{self, Page};
use crate::words::{Lang, table};
use overview::Overview;
use view::{Across, SubmissionView};

/// Submissions that are shown in full, over all verdicts but 可受理.
const MOST_SHOWN: usize = 5_000;

/// Submissions of 可受理 that are shown.
const MOST_ACCEPTED: usize = 5_000;

/// Up to so many submissions with something to correct are unfolded at once.
const UNFOLDED: usize = 3;

/// The gravest first.
const VERDICTS: [Advice; 4] = [
    Advice::Return,
    Advice::Undetermined,
    Advice::Explain,
    Advice::Accept,
];

/// One page on all submissions.
#[derive(Debug)]
pub struct Html {
    lang: Lang,
}

impl Html {
    /// With words in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

impl Report for Html {
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lang = self.lang;
        let templates = templates()?;
        let w = Page::new(lang);
        let overview = Overview::new(screening, log, lang)?;
        let head = Head {
            w: &w,
            style: include_str!("style.css"),
            said: table::totals(
                screening.totals,
                screening.roster.as_ref().map(|roster| roster.missing.len()),
                lang,
            ),
            overview: &overview,
            across: Across::new(screening, lang),
            passed_over: roster::passed_over(&screening.passed_over, lang),
            roster: roster::roster(screening.roster.as_ref(), lang),
        };
        render(&templates, "head.html", &head, out)?;
        for verdict in VERDICTS {
            self.group(screening, log, verdict, &templates, out)?;
        }
        let tail = Tail {
            w: &w,
            script: include_str!("script.js"),
            engine: ENGINE,
            packs: in_force(screening, lang),
        };
        render(&templates, "tail.html", &tail, out)
    }
}

impl Html {
    /// The submissions of one verdict, in the order of the input.
    fn group(
        &self,
        screening: &Screening,
        log: &dyn Log,
        verdict: Advice,
        templates: &Environment<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let all = screening.totals.of(verdict);
        if all == 0 {
            return Ok(());
        }
        let most = most(screening, verdict);
        let w = Page::new(self.lang);
        let group = Group {
            w: &w,
            code: view::code(verdict),
            name: page::group(verdict, self.lang),
            count: all,
            capped: (all > most).then(|| page::capped(most, all, self.lang)),
        };
        render(templates, "group.html", &group, out)?;
        let mut shown = 0;
        for record in log.records()? {
            let record = record?;
            if record.verdict != verdict || record.copy_of.is_some() {
                continue;
            }
            if shown == most {
                break;
            }
            shown += 1;
            let open = verdict != Advice::Accept && all <= UNFOLDED;
            let view = SubmissionView::new(&w, &record, open, self.lang);
            render(templates, "submission.html", &view, out)?;
        }
        writeln!(out, "</section>")
    }
}

/// How many submissions of a verdict are shown: the graver ones have first claim.
fn most(screening: &Screening, verdict: Advice) -> usize {
    if verdict == Advice::Accept {
        return MOST_ACCEPTED;
    }
    let graver = VERDICTS.iter().take_while(|graver| **graver != verdict);
    let taken: usize = graver.map(|graver| screening.totals.of(*graver)).sum();
    MOST_SHOWN.saturating_sub(taken)
}

/// What stands before the submissions.
#[derive(Serialize)]
struct Head<'a> {
    w: &'a Page,
    style: &'static str,
    said: String,
    #[serde(flatten)]
    overview: &'a Overview,
    #[serde(flatten)]
    across: Across,
    passed_over: Option<roster::PassedOverView>,
    roster: Option<roster::RosterView>,
}

#[derive(Serialize)]
struct Group<'a> {
    w: &'a Page,
    code: &'static str,
    name: &'static str,
    count: usize,
    capped: Option<String>,
}

#[derive(Serialize)]
struct Tail<'a> {
    w: &'a Page,
    script: &'static str,
    engine: &'static str,
    packs: Vec<String>,
}

/// The templates. Their names end in `.html`, by which what they are given is escaped.
fn templates() -> io::Result<Environment<'static>> {
    let mut templates = Environment::new();
    // a name that a template misspells is an error, not an empty text
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    for (name, text) in [
        ("head.html", include_str!("head.html")),
        ("group.html", include_str!("group.html")),
        ("submission.html", include_str!("submission.html")),
        ("finding.html", include_str!("finding.html")),
        ("tail.html", include_str!("tail.html")),
    ] {
        templates
            .add_template(name, text)
            .map_err(io::Error::other)?;
    }
    Ok(templates)
}

fn render(
    templates: &Environment<'_>,
    name: &str,
    view: &impl Serialize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let template = templates.get_template(name).map_err(io::Error::other)?;
    let text = template.render(Serde(view)).map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}
