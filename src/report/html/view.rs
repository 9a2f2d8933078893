//! Records as the templates want them: every text cleaned, every sentence said.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::finding::Advice;
use crate::report::outline::{self, Cause};
use crate::report::set_aside::{Aside, SetAside, set_aside};
use crate::report::{
    FindingRecord, LabelRecord, NotRunRecord, Record, Row, Screening, is_unshowable, suspects,
};
use crate::words::across;
use crate::words::page::{self, Page};
use crate::words::table::{self, Class};
use crate::words::{Lang, diagnosis, report as words, with_unit};

/// Findings of one submission, and across submissions, that are shown.
const MOST_FINDINGS: usize = 200;

/// Characters of a text that are shown; a submission may hold one of any length.
const MOST_CHARACTERS: usize = 2000;

/// A text as it may be shown: nothing in it is obeyed, and it has an end.
pub(super) fn clean(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(MOST_CHARACTERS)
        .map(|character| match character {
            '\n' | '\r' | '\t' => ' ',
            _ if is_unshowable(character) => '\u{fffd}',
            _ => character,
        })
        .collect();
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

/// A verdict, for style sheets and scripts.
pub(super) fn code(verdict: Advice) -> &'static str {
    match verdict {
        Advice::Accept => "accept",
        Advice::Explain => "explain",
        Advice::Undetermined => "undetermined",
        Advice::Return => "return",
    }
}

/// Whose submission it is: the unit's name, else the file's, for something must be said.
pub(super) fn unit(record: &Record, lang: Lang) -> String {
    match &record.subject {
        Some(subject) if !subject.unit.is_empty() => clean(&subject.unit),
        Some(_) if record.pack.is_some() => table::nameless(lang).to_owned(),
        _ => clean(&record.source),
    }
}

/// One submission.
#[derive(Serialize)]
pub(super) struct SubmissionView<'a> {
    w: &'a Page,
    code: &'static str,
    unit: String,
    source: String,
    /// Whether there is nothing to unfold.
    empty: bool,
    open: bool,
    /// Ids of its rules, with blanks between.
    rules: String,
    chips: Vec<Chip>,
    first: String,
    findings: Vec<FindingView>,
    capped: Option<String>,
    not_run: Vec<NotRunView>,
    not_run_count: usize,
    tails: Vec<OneLine>,
    tails_count: usize,
    answered: Vec<AsideView>,
    answered_count: usize,
    waived: Vec<AsideView>,
    waived_count: usize,
    counted: String,
}

#[derive(Serialize)]
struct Chip {
    code: &'static str,
    name: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct NotRunView {
    rule: String,
    message: String,
}

/// A finding that needs no more than a line.
#[derive(Serialize)]
struct OneLine {
    class: &'static str,
    rule: String,
    said: String,
}

/// What is explained or waived.
#[derive(Serialize)]
struct AsideView {
    rule: String,
    message: String,
    said: String,
    place: String,
}

/// One finding.
#[derive(Serialize)]
pub(super) struct FindingView {
    class: &'static str,
    class_name: &'static str,
    rule: String,
    title: String,
    message: String,
    figures: Vec<Named>,
    rows: Vec<RowView>,
    lines: Vec<Named>,
    followers: Vec<OneLine>,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    text: String,
    code: &'static str,
}

#[derive(Serialize)]
struct RowView {
    /// The file that begins here; empty where it is the same.
    file: String,
    gap: bool,
    line: String,
    parts: Vec<Part>,
    note: String,
}

/// A part of a row: `mark` is empty where it is not underlined.
#[derive(Serialize)]
struct Part {
    text: String,
    mark: &'static str,
}

impl<'a> SubmissionView<'a> {
    pub(super) fn new(w: &'a Page, record: &Record, open: bool, lang: Lang) -> Self {
        let causes = outline::causes(&record.findings);
        let counts = Class::ALL.map(|kind| {
            let same = |cause: &&Cause<'_>| cause.class() == kind;
            let found = causes.iter().filter(same).count();
            let not_run = if kind == Class::NotRun {
                record.not_run.len()
            } else {
                0
            };
            (kind, found + not_run)
        });
        let (answered, answered_count) = asides(record, Aside::Answered, lang);
        let (waived, waived_count) = asides(record, Aside::Waived, lang);
        let chips = counts.iter().filter(|(_, count)| *count > 0);
        let chip = |(kind, count): &(Class, usize)| Chip {
            code: kind.code(),
            name: match kind {
                Class::Correct => w.to_correct,
                Class::Explain => w.to_explain,
                Class::NotRun => w.not_run,
                Class::Advice => w.advice,
                Class::Tail => w.tails,
            },
            count: *count,
        };
        let aside_chips = [
            ("answered", w.answered, answered_count),
            ("waived", w.waived, waived_count),
        ]
        .into_iter()
        .filter(|(_, _, count)| *count > 0)
        .map(|(code, name, count)| Chip { code, name, count });
        let (tails, mut leading): (Vec<Cause<'_>>, Vec<Cause<'_>>) = causes
            .into_iter()
            .partition(|cause| cause.class() == Class::Tail);
        leading.sort_by_key(Cause::class);
        let shown = leading.iter().take(MOST_FINDINGS);
        let findings: Vec<FindingView> = shown.map(|cause| FindingView::new(cause, lang)).collect();
        let rules: BTreeSet<&str> = record
            .findings
            .iter()
            .map(|finding| finding.rule.as_str())
            .chain(record.not_run.iter().map(|entry| entry.rule.as_str()))
            .chain(set_aside(record, lang).map(|one| one.finding.rule.as_str()))
            .collect();
        let rules: Vec<String> = rules.into_iter().map(clean).collect();
        Self {
            w,
            code: code(record.verdict),
            unit: unit(record, lang),
            source: clean(&record.source),
            empty: record.findings.is_empty()
                && record.not_run.is_empty()
                && answered_count + waived_count == 0,
            open,
            rules: rules.join(" "),
            chips: chips.map(chip).chain(aside_chips).collect(),
            first: first(&leading, record),
            capped: (leading.len() > findings.len())
                .then(|| page::capped(findings.len(), leading.len(), lang)),
            findings,
            not_run: record
                .not_run
                .iter()
                .take(MOST_FINDINGS)
                .map(NotRunView::new)
                .collect(),
            not_run_count: record.not_run.len(),
            tails: tails
                .iter()
                .take(MOST_FINDINGS)
                .map(|tail| OneLine::new(tail.finding, lang))
                .collect(),
            tails_count: tails.len(),
            answered,
            answered_count,
            waived,
            waived_count,
            counted: counted(record, lang),
        }
    }
}

/// What is explained, or waived, and how much of that there is.
fn asides(record: &Record, aside: Aside, lang: Lang) -> (Vec<AsideView>, usize) {
    let all: Vec<SetAside<'_>> = set_aside(record, lang)
        .filter(|one| one.aside == aside)
        .collect();
    let shown = all.iter().take(MOST_FINDINGS).map(|one| {
        let place = one.place.or(one.finding.primary()).map(LabelRecord::place);
        AsideView {
            rule: clean(&one.finding.rule),
            message: clean(&one.finding.message),
            said: clean(&one.said),
            place: place.map_or_else(String::new, |place| words::place_words(place, lang)),
        }
    });
    (shown.collect(), all.len())
}

/// What is said of a submission while it is folded: the first thing to do.
fn first(leading: &[Cause<'_>], record: &Record) -> String {
    match (leading.first(), record.not_run.first()) {
        (Some(Cause { finding, .. }), _) => clean(&format!("{} {}", finding.rule, finding.message)),
        (None, Some(entry)) => clean(&format!("{} {}", entry.rule, entry.message)),
        (None, None) => String::new(),
    }
}

/// The line below the findings: rules, numbers, pack.
fn counted(record: &Record, lang: Lang) -> String {
    if record.pack.is_none() {
        return words::pack(None, &record.engine, lang);
    }
    let rules = words::rules(&record.rules, lang);
    let numbers = words::numbers(record.numbers, record.unchecked.len(), lang);
    format!("{rules}{}{numbers}", lang.pick("；", "; "))
}

impl NotRunView {
    fn new(entry: &NotRunRecord) -> Self {
        Self {
            rule: clean(&entry.rule),
            message: clean(&entry.message),
        }
    }
}

impl OneLine {
    fn new(finding: &FindingRecord, lang: Lang) -> Self {
        let place = finding.primary().map(LabelRecord::place);
        let said = match place {
            Some(place) => words::place_words(place, lang),
            None => String::new(),
        };
        Self {
            class: Class::of(finding.level, finding.outcome).code(),
            rule: clean(&finding.rule),
            said: clean(&format!("{}{said}", finding.message)),
        }
    }
}

impl OneLine {
    /// What follows from another finding.
    fn led(finding: &FindingRecord, lang: Lang) -> Self {
        Self {
            class: "follows",
            said: clean(&outline::follower_line(finding, lang)),
            ..Self::new(finding, lang)
        }
    }
}

impl FindingView {
    fn new(cause: &Cause<'_>, lang: Lang) -> Self {
        let Cause {
            finding, followers, ..
        } = cause;
        let class = cause.class();
        Self {
            class: class.code(),
            class_name: class.text(lang),
            rule: clean(&finding.rule),
            title: clean(&finding.title),
            message: clean(&finding.message),
            figures: figures(finding, lang),
            rows: rows(&finding.excerpt),
            lines: lines(finding, followers, lang),
            followers: followers
                .iter()
                .map(|follower| OneLine::led(follower, lang))
                .collect(),
        }
    }
}

fn figures(finding: &FindingRecord, lang: Lang) -> Vec<Named> {
    let figures = [
        &finding.stated,
        &finding.expected,
        &finding.difference,
        &finding.slack,
    ];
    let named = page::figures(lang).into_iter().zip(figures);
    named
        .filter_map(|(name, figure)| {
            let figure = figure.as_ref()?;
            Some(Named {
                name,
                text: clean(&with_unit(figure, &finding.unit)),
                code: "",
            })
        })
        .collect()
}

/// Everything else there is to say of a finding, a line each.
fn lines(finding: &FindingRecord, followers: &[&FindingRecord], lang: Lang) -> Vec<Named> {
    let w = Page::new(lang);
    let mut lines = Vec::new();
    let mut line = |name, text: String, code| {
        if !text.is_empty() {
            let text = clean(&text);
            lines.push(Named { name, text, code });
        }
    };
    if let Some(label) = finding.primary() {
        let place = words::place_words(label.place(), lang);
        let file = label.source.as_deref().map_or_else(String::new, |source| {
            format!("{source}{}", lang.pick("：", ": "))
        });
        line(w.position, format!("{file}{}{place}", label.label), "");
    }
    for label in finding.labels.iter().filter(|label| !label.primary) {
        if let Some(source) = &label.source {
            let place = words::place_words(label.place(), lang);
            line("", format!("{source}: {}{place}", label.label), "");
        }
    }
    let said = suspects::suspicion(finding, lang);
    for likely in said.likely {
        line(w.cause, likely, "");
    }
    line(w.others, said.others, "");
    line(w.held_by, said.held_by, "");
    line(w.write, said.write, "due");
    let mut silent = finding.consequences.clone();
    silent.retain(|rule| !followers.iter().any(|follower| follower.rule == *rule));
    if !silent.is_empty() {
        line(w.follows, diagnosis::consequences(&silent, lang), "");
    }
    line(w.help, finding.help.clone(), "");
    if !finding.basis.is_empty() {
        let unverified = if finding.verified { "" } else { w.unverified };
        line(w.basis, format!("{}{unverified}", finding.basis), "");
    }
    lines
}

fn rows(excerpt: &[Row]) -> Vec<RowView> {
    let mut before = None;
    excerpt
        .iter()
        .map(|row| {
            let other = row.source.is_some() || before != Some(row.line);
            let line = other.then(|| row.line.to_string());
            before = Some(row.line);
            let notes: Vec<&str> = row
                .marks
                .iter()
                .map(|mark| mark.text.as_str())
                .filter(|text| !text.is_empty())
                .collect();
            RowView {
                file: row.source.as_deref().map(clean).unwrap_or_default(),
                gap: row.gap,
                line: line.unwrap_or_default(),
                parts: parts(row),
                note: clean(&notes.join(" / ")),
            }
        })
        .collect()
}

/// A row cut at its marks.
fn parts(row: &Row) -> Vec<Part> {
    let characters: Vec<char> = row.text.chars().collect();
    let mut parts = Vec::new();
    let mut push = |from: usize, to: usize, mark| {
        if let Some(cut) = characters.get(from..to)
            && !cut.is_empty()
        {
            let text = clean(&cut.iter().collect::<String>());
            parts.push(Part { text, mark });
        }
    };
    let mut reached = 0;
    for mark in &row.marks {
        let start = (mark.start as usize).clamp(reached, characters.len());
        let end = (mark.end as usize).clamp(start, characters.len());
        push(reached, start, "");
        push(start, end, if mark.primary { "p" } else { "m" });
        reached = end;
    }
    push(reached, characters.len(), "");
    parts
}

/// Findings across submissions.
#[derive(Serialize)]
#[expect(
    clippy::struct_field_names,
    reason = "the names they have beside others in the template"
)]
pub(super) struct Across {
    across: Vec<FindingView>,
    across_count: usize,
    across_capped: Option<String>,
    across_said: Vec<String>,
}

impl Across {
    pub(super) fn new(screening: &Screening, lang: Lang) -> Self {
        let findings = &screening.findings;
        let counts = screening.across.iter();
        let counts = counts.filter(|rule| rule.is_worth_saying());
        let across_said = counts
            .map(|rule| clean(&across::counts(rule, lang)))
            .collect();
        let shown = findings.iter().take(MOST_FINDINGS);
        let alone = |finding| Cause {
            index: 0,
            finding,
            followers: Vec::new(),
        };
        let across: Vec<FindingView> = shown
            .map(|finding| FindingView::new(&alone(finding), lang))
            .collect();
        Self {
            across_count: findings.len(),
            across_capped: (findings.len() > across.len())
                .then(|| page::capped(across.len(), findings.len(), lang)),
            across,
            across_said,
        }
    }
}
