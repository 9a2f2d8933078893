//! Results for people at a terminal.
//!
//! A clerk reads this and tells a colleague what to correct: first what it comes to and a line
//! for each finding; then what must be corrected and what must be explained, each at the digits
//! in the file; then one line for each rounding tail; then what could not be checked.

mod causes;
mod clean;
mod excerpt;
mod marks;
mod overview;
mod paint;
mod rows;
mod snippet;
mod wrap;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::outline::{self, Cause};
use super::{ENGINE, FindingRecord, Format, LabelRecord, Row, counts, help, title};
use crate::finding::{Answered, Checked, Finding, Label, Level, NotRun, Waived};
use crate::source::{Place, Source, Span};
use crate::words::table::Class;
use crate::words::{Lang, Message, report as words};
use excerpt::Excerpt;
pub use overview::Overview;
use paint::Ink;
use rows::Rows;
use snippet::Snippet;

/// Fewest columns that are laid out for.
const NARROWEST: usize = 40;

/// Findings of a level that are listed before they are told at length.
const MOST_LISTED: usize = 30;

/// How to write to this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to draw with ASCII only, for terminals and fonts that show line-drawing characters
    /// in double width. What was submitted stays as it is.
    pub ascii: bool,
}

/// Findings at the digits of the file, then a summary; see [`Style`].
#[derive(Debug)]
pub struct Text {
    lang: Lang,
    style: Style,
    /// Lines that come before the first submission.
    before: Vec<String>,
    /// Whether a submission is written already, and a blank line is due.
    begun: bool,
}

impl Text {
    /// With messages in a language.
    #[must_use]
    pub fn new(lang: Lang, style: Style) -> Self {
        let width = style.width.max(NARROWEST);
        Self {
            lang,
            style: Style { width, ..style },
            before: Vec::new(),
            begun: false,
        }
    }

    /// With lines before the first submission: what all that follows stands on.
    #[must_use]
    pub fn after(self, before: Vec<String>) -> Self {
        Self { before, ..self }
    }
}

impl Text {
    /// One finding by itself, as it is drawn among others; `None` where there is no such finding.
    #[must_use]
    pub fn drawn(&self, source: &Source, checked: &Checked, finding: usize) -> Option<String> {
        let mut page = Page {
            source,
            rows: Rows::new(source),
            lang: self.lang,
            style: self.style,
            text: String::new(),
        };
        let records = page.records(&checked.findings);
        let cause = outline::causes(&records)
            .into_iter()
            .find(|cause| cause.index == finding)
            .or_else(|| {
                Some(Cause {
                    index: finding,
                    finding: records.get(finding)?,
                    followers: Vec::new(),
                })
            });
        page.finding(&cause?, &checked.findings);
        Some(page.text)
    }
}

impl Format for Text {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.begun = !self.before.is_empty();
        for line in &self.before {
            let line = clean::line(line, self.style.ascii);
            out.write_all(wrap::hanging("", &line, self.style.width).as_bytes())?;
        }
        Ok(())
    }

    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.begun {
            writeln!(out)?;
        }
        self.begun = true;
        let mut page = Page {
            source,
            rows: Rows::new(source),
            lang: self.lang,
            style: self.style,
            text: String::new(),
        };
        page.write(checked);
        out.write_all(page.text.as_bytes())
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Columns of excerpts that are not for a terminal.
const EXCERPT_COLUMNS: usize = 100;

/// The style of excerpts that are not for a terminal.
const EXCERPT: Style = Style {
    color: false,
    width: EXCERPT_COLUMNS,
    ascii: false,
};

/// For each finding, the rows of the text around its labels.
pub(super) fn excerpts(source: &Source, findings: &[Finding], lang: Lang) -> Vec<Vec<Row>> {
    let mut rows = Rows::new(source);
    let labels = findings.iter().map(|finding| causes::marked(finding, lang));
    labels
        .map(|labels| around(&mut rows, labels, lang))
        .collect()
}

/// The rows of the text around some places in it.
pub(crate) fn excerpt_of(source: &Source, places: &[LabelRecord], lang: Lang) -> Vec<Row> {
    let labels: Vec<Label> = places
        .iter()
        .map(|place| Label {
            path: place.path.clone(),
            label: place.label.clone(),
            span: Span::new(place.start, place.end),
            text: (!place.text.is_empty()).then(|| Message::Plain(place.text.clone())),
            primary: place.primary,
        })
        .collect();
    around(&mut Rows::new(source), labels, lang)
}

fn around(rows: &mut Rows, labels: Vec<Label>, lang: Lang) -> Vec<Row> {
    let labels = rows.drawn(labels);
    let (marks, _) = marks::marks(rows.source().text(), &labels, lang, EXCERPT);
    if marks.is_empty() {
        return Vec::new();
    }
    Excerpt::new(rows, &marks, EXCERPT).rows()
}

/// One submission while it is written.
struct Page<'a> {
    source: &'a Source,
    rows: Rows,
    lang: Lang,
    style: Style,
    text: String,
}

impl Page<'_> {
    fn write(&mut self, checked: &Checked) {
        let name = self.clean(self.source.name());
        let encoding = words::encoding(self.source.encoding(), self.lang);
        let name = Ink::Bold.on(&name, self.style.color);
        self.push(&[&name, &encoding, "\n\n"]);
        let records = self.records(&checked.findings);
        let causes = outline::causes(&records);
        let of = |class: Class| causes.iter().filter(move |cause| cause.class() == class);
        let tails: Vec<&Finding> = of(Class::Tail)
            .filter_map(|cause| checked.findings.get(cause.index))
            .collect();
        self.contents(checked, &causes);
        for (level, class) in [
            (Level::Error, Class::Correct),
            (Level::Query, Class::Explain),
            (Level::Advice, Class::Advice),
        ] {
            let causes: Vec<&Cause<'_>> = of(class).collect();
            if causes.is_empty() {
                continue;
            }
            let heading = words::level_heading(level, causes.len(), self.lang);
            self.heading(Ink::of_level(level), &heading);
            self.text.push('\n');
            self.findings(&causes, &checked.findings);
        }
        self.answered(&checked.answered);
        self.waived(&checked.waived);
        self.tails(&tails);
        self.not_run(&checked.not_run);
        self.summary(checked);
    }

    fn records(&self, findings: &[Finding]) -> Vec<FindingRecord> {
        let all = findings.iter();
        all.map(|finding| FindingRecord::new(self.source, finding, self.lang))
            .collect()
    }

    /// The verdict and a line for each finding, before they are told at length.
    fn contents(&mut self, checked: &Checked, causes: &[Cause<'_>]) {
        let listed = |class| causes.iter().filter(move |cause| cause.class() == class);
        // what keeps a file from being checked is said below, and is all there is
        let is_said = checked.pack.is_none() && causes.len() == 1;
        if is_said || causes.iter().all(|cause| cause.class() == Class::Tail) {
            return;
        }
        self.advice(checked);
        for (level, class) in [
            (Level::Error, Class::Correct),
            (Level::Query, Class::Explain),
            (Level::Advice, Class::Advice),
        ] {
            let count = listed(class).count();
            if count == 0 {
                continue;
            }
            let heading = words::level_heading(level, count, self.lang);
            let heading = format!(
                "  {}\n",
                Ink::of_level(level).on(&heading, self.style.color)
            );
            self.push(&[&heading]);
            for cause in listed(class).take(MOST_LISTED) {
                let lead = format!("  {}  ", cause.finding.rule);
                self.lines(&lead, &outline::gist(cause.finding, self.lang));
            }
            if count > MOST_LISTED {
                let more = words::more_listed(count - MOST_LISTED, self.lang);
                self.lines("  ", &more);
            }
        }
        self.text.push('\n');
    }

    fn advice(&mut self, checked: &Checked) {
        let lead = Ink::Bold.on(words::advice_lead(self.lang), self.style.color);
        let advice = words::advice(checked.verdict, self.lang);
        let advice = Ink::of_advice(checked.verdict).on(advice, self.style.color);
        self.push(&[&lead, &advice, "\n"]);
    }

    fn heading(&mut self, ink: Ink, words: &str) {
        let words = ink.on(words, self.style.color);
        self.push(&[&words, "\n"]);
    }

    fn finding(&mut self, cause: &Cause<'_>, all: &[Finding]) {
        let Some(finding) = all.get(cause.index) else {
            return;
        };
        let labels = self.rows.drawn(causes::marked(finding, self.lang));
        let text = self.rows.source().text();
        let (marks, left_out) = marks::marks(text, &labels, self.lang, self.style);
        let excerpt = (!marks.is_empty()).then(|| Excerpt::new(&mut self.rows, &marks, self.style));
        let snippet = Snippet {
            headline: self
                .clean(format!("{}  {}", finding.rule.id, title(finding, self.lang)).trim_end()),
            sentence: self.clean(&finding.message.text(self.lang)),
            level: finding.level,
            excerpt,
        };
        self.text.push_str(&snippet.drawn(self.style));
        if left_out > 0 {
            self.lines("", &words::more_places(left_out, self.lang));
        }
        // in the form's words: whoever must correct it may never have seen the file
        let primary = finding.labels.iter().find(|label| label.primary);
        if let Some(label) = primary.filter(|label| !label.label.is_empty()) {
            self.lines(words::position_lead(self.lang), &label.label);
        }
        self.causes(cause);
        let help = help(finding, self.lang);
        if !help.is_empty() {
            self.lines(words::help_lead(self.lang), &help);
        }
        let rule = &finding.rule;
        if !rule.basis.is_empty() {
            let unverified = if rule.verified {
                ""
            } else {
                words::unverified(self.lang)
            };
            self.lines(
                words::basis_lead(self.lang),
                &format!("{}{unverified}", rule.basis),
            );
        }
        self.text.push('\n');
    }

    /// What was asked and what the submission says to it, for the reviewer to judge.
    fn answered(&mut self, all: &[Answered]) {
        if all.is_empty() {
            return;
        }
        let heading = words::answered_heading(all.len(), self.lang);
        self.heading(Ink::Bold, &heading);
        for Answered {
            finding,
            explanation,
        } in all
        {
            self.set_aside(finding);
            let place = self.source.place(explanation.span.start);
            let place = words::place_words(place, self.lang);
            let said = format!("{}{place}", explanation.text);
            self.lines(words::answer_lead(self.lang), &said);
        }
        self.text.push('\n');
    }

    fn waived(&mut self, all: &[Waived]) {
        if all.is_empty() {
            return;
        }
        let heading = words::waived_heading(all.len(), self.lang);
        self.heading(Ink::Bold, &heading);
        for Waived { finding, grant } in all {
            self.set_aside(finding);
            self.lines(
                words::waiver_lead(self.lang),
                &words::grant(grant, self.lang),
            );
        }
        self.text.push('\n');
    }

    /// A finding that is no longer open, without its drawing.
    fn set_aside(&mut self, finding: &Finding) {
        self.lines(&format!("{}  ", finding.rule.id), &finding.rule.title);
        let mut said = finding.message.text(self.lang);
        if let Some(label) = finding.labels.iter().find(|label| label.primary) {
            said.push_str(&words::place_words(self.place(label), self.lang));
        }
        self.lines("  ", &said);
    }

    /// One line each, or, where a rule has summed them up by table, its line only.
    fn tails(&mut self, tails: &[&Finding]) {
        let is_summary = |finding: &Finding| matches!(finding.message, Message::Tails(..));
        let summed_up = tails.iter().any(|finding| is_summary(finding));
        let shown: Vec<&Finding> = tails
            .iter()
            .copied()
            .filter(|finding| !summed_up || is_summary(finding))
            .collect();
        if shown.is_empty() {
            return;
        }
        let count = shown.iter().map(|finding| match finding.message {
            Message::Tails(_, count, _) => count,
            _ => 1,
        });
        let heading = words::tails_heading(count.sum(), self.lang);
        self.heading(Ink::Bold, &heading);
        for finding in shown {
            let label = finding.labels.iter().find(|label| label.primary);
            let said = match label {
                Some(label) if !summed_up => {
                    let place = Some(self.place(label));
                    words::tail(&label.label, &finding.figures, place, self.lang)
                }
                _ => finding.message.text(self.lang),
            };
            self.lines(&format!("{}  ", finding.rule.id), &said);
        }
        self.text.push('\n');
    }

    /// Rules that the same thing kept from deciding share a line.
    fn not_run(&mut self, entries: &[NotRun]) {
        let mut causes: Vec<(String, Vec<&str>)> = Vec::new();
        let mut known = BTreeMap::new();
        for entry in entries {
            let label = entry
                .labels
                .iter()
                .find(|label| label.primary)
                .or(entry.labels.first());
            let mut said = entry.message.text(self.lang);
            if let Some(label) = label {
                said.push_str(&words::place_words(self.place(label), self.lang));
            }
            let index = *known.entry(said.clone()).or_insert_with(|| {
                causes.push((said, Vec::new()));
                causes.len() - 1
            });
            if let Some((_, rules)) = causes.get_mut(index)
                && !rules.contains(&entry.rule.id.as_str())
            {
                rules.push(&entry.rule.id);
            }
        }
        if causes.is_empty() {
            return;
        }
        let heading = words::not_run_heading(causes.len(), self.lang);
        self.heading(Ink::Yellow, &heading);
        for (said, rules) in causes {
            if let [rule] = rules.as_slice() {
                self.lines(&format!("{rule}  "), &said);
            } else {
                self.lines("", &rules.join(self.lang.pick("、", ", ")));
                self.lines("  ", &said);
            }
        }
        self.text.push('\n');
    }

    fn summary(&mut self, checked: &Checked) {
        self.advice(checked);
        if !checked.outcomes.is_empty() {
            let rules = words::rules(&counts(checked), self.lang);
            self.flush_left(&rules);
            let numbers = words::numbers(checked.numbers, checked.unchecked.len(), self.lang);
            self.flush_left(&numbers);
        }
        let pack = self.clean(&words::pack(checked.pack.as_ref(), ENGINE, self.lang));
        let pack = wrap::hanging("", &pack, self.style.width);
        let pack = Ink::Faint.on(pack.trim_end(), self.style.color);
        self.push(&[&pack, "\n"]);
        if let Some(stamp) = &checked.settings {
            let settings = self.clean(&words::settings(stamp, self.lang));
            let settings = wrap::hanging("", &settings, self.style.width);
            let settings = Ink::Faint.on(settings.trim_end(), self.style.color);
            self.push(&[&settings, "\n"]);
        }
    }

    fn push(&mut self, texts: &[&str]) {
        self.text.extend(texts.iter().copied());
    }

    fn flush_left(&mut self, words: &str) {
        self.text
            .push_str(&wrap::hanging("", words, self.style.width));
    }

    /// A line below a heading or finding; what does not fit goes below its own start.
    fn lines(&mut self, lead: &str, said: &str) {
        let lead = format!("  {}", self.clean(lead));
        let said = self.clean(said);
        self.text
            .push_str(&wrap::hanging(&lead, &said, self.style.width));
    }

    fn clean(&self, text: &str) -> String {
        let line = clean::line(text, self.style.ascii);
        // the form's titles are joined by it
        if self.style.ascii {
            line.replace('›', ">")
        } else {
            line
        }
    }

    fn place(&self, label: &Label) -> Place {
        self.source.place(label.span.start)
    }
}
