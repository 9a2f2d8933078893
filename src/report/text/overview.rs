//! [`Overview`]: a screening on one page.
//!
//! A clerk reads from the top who has not handed in, then what to tell whom: for each submission
//! that must go back, the lines to correct. What does not fit is counted, never dropped without a
//! word.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::paint::Ink;
use super::{NARROWEST, Style, clean, wrap};
use crate::finding::{Advice, Level, Outcome, Subject};
use crate::report::set_aside::{Aside, set_aside};
use crate::report::{Difference, ENGINE, FindingRecord, Record, Roster, Screening};
use crate::words::across as across_words;
use crate::words::screening::{self as words, Section};
use crate::words::{Lang, report as report_words};

/// Entries of a list on the page.
const ENTRIES: usize = 20;
/// Lines of one submission on the page.
const LINES: usize = 4;
/// Columns of a name that need not be told in full.
const NAME: usize = 60;
/// Columns of an explanation that need not be told in full.
const SAID: usize = 100;

/// Gathers what one page needs while the submissions go by, and writes it in the end.
#[derive(Debug)]
pub struct Overview {
    lang: Lang,
    /// Entries of a list.
    entries: usize,
    /// Lines of a submission.
    lines: usize,
    returned: Vec<Entry>,
    explain: Vec<Entry>,
    undetermined: Vec<Entry>,
    /// How many submissions explain something, and the first of them.
    answered: (usize, Vec<Entry>),
    /// How many have something waived, and the first of them.
    waived: (usize, Vec<Entry>),
}

/// What is said of one submission.
#[derive(Debug)]
struct Entry {
    who: String,
    lines: Vec<String>,
    more: usize,
}

impl Overview {
    /// With the words of a language; with `all`, however long it gets.
    #[must_use]
    pub fn new(lang: Lang, all: bool) -> Self {
        Self {
            lang,
            entries: if all { usize::MAX } else { ENTRIES },
            lines: if all { usize::MAX } else { LINES },
            returned: Vec::new(),
            explain: Vec::new(),
            undetermined: Vec::new(),
            answered: (0, Vec::new()),
            waived: (0, Vec::new()),
        }
    }

    /// Looks at one submission, in the order of the input.
    pub fn note(&mut self, record: &Record) {
        if record.copy_of.is_some() {
            return;
        }
        self.note_aside(record, Aside::Answered);
        self.note_aside(record, Aside::Waived);
        let list = match record.verdict {
            Advice::Return => &self.returned,
            Advice::Explain => &self.explain,
            Advice::Undetermined => &self.undetermined,
            Advice::Accept => return,
        };
        if list.len() >= self.entries {
            return;
        }
        let lines: Vec<String> = match record.verdict {
            Advice::Undetermined => self.undecided(record),
            Advice::Return => self.findings(record, Level::Error),
            Advice::Explain | Advice::Accept => self.findings(record, Level::Query),
        };
        let entry = self.entry(record, lines);
        match record.verdict {
            Advice::Return => self.returned.push(entry),
            Advice::Explain => self.explain.push(entry),
            Advice::Undetermined | Advice::Accept => self.undetermined.push(entry),
        }
    }

    fn entry(&self, record: &Record, mut lines: Vec<String>) -> Entry {
        let more = lines.len().saturating_sub(self.lines);
        lines.truncate(self.lines);
        Entry {
            who: Self::who(record.subject.as_ref(), &record.source),
            lines,
            more,
        }
    }

    /// What a submission explains, or has waived.
    fn note_aside(&mut self, record: &Record, aside: Aside) {
        let (any, count, kept) = match aside {
            Aside::Answered => (
                !record.answered.is_empty(),
                &mut self.answered.0,
                self.answered.1.len(),
            ),
            Aside::Waived => (
                !record.waived.is_empty(),
                &mut self.waived.0,
                self.waived.1.len(),
            ),
        };
        *count += usize::from(any);
        // words that nobody will see are not put together
        if !any || kept >= self.entries {
            return;
        }
        let all = set_aside(record, self.lang).filter(|one| one.aside == aside);
        let lines: Vec<String> = all
            .map(|one| {
                let place = one.place.or(one.finding.primary());
                let mut line = place.map_or_else(String::new, |label| {
                    format!("{}  ", words::place(&label.place(), self.lang))
                });
                let said = clean::short(&one.said, SAID, false);
                let message = one.finding.message.as_str();
                line.push_str(&match aside {
                    Aside::Answered => words::explained(message, &said, self.lang),
                    Aside::Waived => words::waived(message, &said, self.lang),
                });
                let _ = write!(line, "  {}", one.finding.rule);
                line
            })
            .collect();
        let entry = self.entry(record, lines);
        match aside {
            Aside::Answered => self.answered.1.push(entry),
            Aside::Waived => self.waived.1.push(entry),
        }
    }

    fn who(subject: Option<&Subject>, source: &str) -> String {
        let unit = subject.map_or("", |subject| subject.unit.as_str());
        if unit.is_empty() {
            return source.to_owned();
        }
        let unit = clean::short(unit, NAME, false);
        format!("{unit}  {source}")
    }

    fn findings(&self, record: &Record, level: Level) -> Vec<String> {
        let own = record.findings.iter().filter(|finding| {
            finding.outcome == Outcome::Failed
                && finding.level == level
                && finding.follows.is_none()
        });
        own.map(|finding| self.finding(finding)).collect()
    }

    /// Where, what, and what it should be, on one line.
    fn finding(&self, finding: &FindingRecord) -> String {
        let mut line = String::new();
        let primary = finding.primary();
        if let Some(label) = primary {
            line.push_str(&words::place(&label.place(), self.lang));
            line.push_str("  ");
        }
        match (&finding.stated, &finding.expected) {
            (Some(stated), Some(expected)) => {
                let name = primary.map_or("", |label| label.label.as_str());
                let unit = match finding.unit.as_str() {
                    "" => String::new(),
                    "%" => "%".to_owned(),
                    unit => format!(" {unit}"),
                };
                let figures = words::should_be(stated, &format!("{expected}{unit}"), self.lang);
                let _ = write!(line, "{name} {figures}");
            }
            _ => line.push_str(&finding.message),
        }
        if let Some(suspect) = finding.suspects.iter().find(|suspect| suspect.unique)
            && primary.is_some_and(|label| label.path != suspect.path)
            && let Some(label) = finding
                .labels
                .iter()
                .find(|label| label.path == suspect.path)
        {
            let place = words::place(&label.place(), self.lang);
            let name = label.label.rsplit(" › ").next().unwrap_or_default();
            let (stated, proposed) = (&suspect.stated, &suspect.proposed);
            line.push_str(&words::suspect(&place, name, stated, proposed, self.lang));
        }
        let _ = write!(line, "  {}", finding.rule);
        line
    }

    /// Why nothing could be decided.
    fn undecided(&self, record: &Record) -> Vec<String> {
        let mut lines: Vec<String> = record
            .findings
            .iter()
            .filter(|finding| record.pack.is_none() && finding.outcome == Outcome::Failed)
            .map(|finding| {
                let place = finding.primary().map_or_else(String::new, |label| {
                    format!("{}  ", words::place(&label.place(), self.lang))
                });
                format!("{place}{}", finding.message)
            })
            .collect();
        // rules that the same thing kept from deciding share a line
        let mut causes: Vec<(&str, Vec<&str>)> = Vec::new();
        for entry in &record.not_run {
            match causes.iter_mut().find(|(said, _)| *said == entry.message) {
                Some((_, rules)) => rules.push(&entry.rule),
                None => causes.push((&entry.message, vec![&entry.rule])),
            }
        }
        lines.extend(causes.into_iter().map(|(said, mut rules)| {
            rules.dedup();
            format!("{said}  {}", rules.join(self.lang.pick("、", ", ")))
        }));
        lines
    }

    /// Writes the page.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn write(
        &self,
        screening: &Screening,
        style: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let width = style.width.max(NARROWEST);
        let mut page = Page {
            overview: self,
            style: Style { width, ..style },
            text: String::new(),
        };
        if let Some(roster) = &screening.roster {
            page.roster(roster);
        }
        let totals = screening.totals;
        page.entries(Section::Return, totals.returned, &self.returned);
        page.entries(Section::Explain, totals.explain, &self.explain);
        page.entries(
            Section::Undetermined,
            totals.undetermined,
            &self.undetermined,
        );
        page.entries(Section::Answered, self.answered.0, &self.answered.1);
        page.entries(Section::Waived, self.waived.0, &self.waived.1);
        let across = screening.found_across();
        if across > 0 {
            let failed = screening.findings.iter();
            let failed = failed.filter(|finding| finding.outcome == Outcome::Failed);
            let lines = failed.map(|finding| {
                let mut lines = vec![format!("{}  {}", finding.rule, finding.message)];
                lines.extend(finding.labels.iter().take(self.lines).map(|label| {
                    let source = label.source.as_deref().unwrap_or_default();
                    let place = words::place(&label.place(), self.lang);
                    format!("  {source} {place}  {} {}", label.label, label.text)
                }));
                let more = finding.labels.len().saturating_sub(self.lines);
                if more > 0 {
                    lines.push(format!("  {}", words::more_findings(more, self.lang)));
                }
                lines
            });
            page.list(Section::Across, across, lines);
        }
        let passed_over = &screening.passed_over;
        page.list(
            Section::PassedOver,
            passed_over.count,
            passed_over.names.iter().map(|name| vec![name.clone()]),
        );
        let copies = &screening.copies;
        let lines = copies.names.iter();
        let lines = lines.map(|(name, first)| vec![words::copy(name, first, self.lang)]);
        page.list(Section::Copies, copies.count, lines);
        let others = &screening.other_years;
        let lines = others.names.iter().map(|name| vec![name.clone()]);
        page.list(Section::OtherYears, others.count, lines);
        if screening.years.len() > 1 {
            page.faint(&words::years(&screening.years, self.lang));
        }
        for pack in &screening.packs {
            let line = report_words::pack(Some(pack), ENGINE, self.lang);
            page.faint(&line);
        }
        for stamp in &screening.settings {
            page.faint(&report_words::settings(stamp, self.lang));
        }
        for rule in screening
            .across
            .iter()
            .filter(|rule| rule.is_worth_saying())
        {
            page.faint(&across_words::counts(rule, self.lang));
        }
        let missing = screening.roster.as_ref().map(|roster| roster.missing.len());
        let said = words::verdict(totals, missing, across, self.lang);
        page.verdict(&said, screening);
        out.write_all(page.text.as_bytes())
    }
}

struct Page<'a> {
    overview: &'a Overview,
    style: Style,
    text: String,
}

impl Page<'_> {
    fn roster(&mut self, roster: &Roster) {
        let lang = self.overview.lang;
        let missing = roster.missing.iter().map(|due| {
            let hint = words::hint(due, lang).map(|hint| format!("  {hint}"));
            std::iter::once(words::due(due, lang)).chain(hint).collect()
        });
        self.list(Section::Missing, roster.missing.len(), missing);
        let repeated = roster.repeated.iter().map(|repeated| {
            let files = repeated.sources.join(lang.pick("、", ", "));
            let mut lines = vec![format!("{}  {files}", words::due(&repeated.due, lang))];
            let listed = repeated.differences.iter().take(self.overview.lines);
            lines.extend(listed.map(|difference| self.difference(difference)));
            let more = repeated
                .differences
                .len()
                .saturating_sub(self.overview.lines)
                + repeated.more;
            if more > 0 {
                let listed = !repeated.differences.is_empty();
                lines.push(format!("  {}", words::more_differences(more, listed, lang)));
            } else if repeated.differences.is_empty() {
                lines.push(format!("  {}", words::same_content(lang)));
            }
            lines
        });
        let repeated: Vec<Vec<String>> = repeated.collect();
        self.list(Section::Repeated, repeated.len(), repeated.into_iter());
        let unlisted = roster.unlisted.iter().map(|unlisted| {
            let mut line = Overview::who(Some(&unlisted.subject), &unlisted.source);
            if unlisted.subject.unit.is_empty() {
                line = format!("{}  {line}", words::nameless(lang));
            }
            if let Some(why) = words::unlisted(unlisted, lang) {
                let _ = write!(line, "  {why}");
            }
            vec![line]
        });
        let unlisted: Vec<Vec<String>> = unlisted.collect();
        self.list(Section::Unlisted, unlisted.len(), unlisted.into_iter());
        let differing = roster.differing.iter();
        let differing = differing.map(|one| vec![words::differing(one, lang)]);
        self.list(Section::Differing, roster.differing.len(), differing);
    }

    fn difference(&self, difference: &Difference) -> String {
        let lang = self.overview.lang;
        let values: Vec<String> = difference
            .values
            .iter()
            .map(|value| match value {
                Some(value) => clean::short(value, NAME / 2, self.style.ascii),
                None => words::absent(lang).to_owned(),
            })
            .collect();
        format!("  {}  {}", difference.label, values.join(" / "))
    }

    fn entries(&mut self, section: Section, total: usize, entries: &[Entry]) {
        let lang = self.overview.lang;
        let lists = entries.iter().map(|entry| {
            let mut lines = vec![entry.who.clone()];
            lines.extend(entry.lines.iter().map(|line| format!("  {line}")));
            if entry.more > 0 {
                lines.push(format!("  {}", words::more_findings(entry.more, lang)));
            }
            lines
        });
        self.list(section, total, lists);
    }

    /// A heading, and below it entries, the first line of each at the margin.
    fn list(&mut self, section: Section, total: usize, entries: impl Iterator<Item = Vec<String>>) {
        if total == 0 {
            return;
        }
        let (lang, most) = (self.overview.lang, self.overview.entries);
        let style = self.style;
        let ink = match section {
            Section::Missing | Section::Return => Ink::Red,
            Section::Repeated | Section::Explain | Section::Undetermined => Ink::Yellow,
            Section::Answered
            | Section::Waived
            | Section::Unlisted
            | Section::Differing
            | Section::Copies
            | Section::OtherYears
            | Section::Mended
            | Section::StillOpen
            | Section::Worse
            | Section::New
            | Section::Across
            | Section::PassedOver => Ink::Cyan,
        };
        let heading = section.heading(total, lang);
        self.text.push_str(&ink.on(&heading, style.color));
        self.text.push('\n');
        let mut shown = 0;
        for lines in entries.take(most) {
            shown += 1;
            for line in lines {
                let indent = line.len() - line.trim_start().len();
                self.line(&" ".repeat(indent + 2), line.trim_start());
            }
        }
        if total > shown {
            let more = words::more(total - shown, lang);
            self.line("  ", &more);
        }
        self.text.push('\n');
    }

    fn line(&mut self, lead: &str, said: &str) {
        let style = self.style;
        let said = clean::line(said, style.ascii);
        let said = if style.ascii {
            said.replace('›', ">")
        } else {
            said
        };
        self.text.push_str(&wrap::hanging(lead, &said, style.width));
    }

    fn faint(&mut self, said: &str) {
        let style = self.style;
        let said = wrap::hanging("", &clean::line(said, style.ascii), style.width);
        self.text
            .push_str(&Ink::Faint.on(said.trim_end(), style.color));
        self.text.push('\n');
    }

    /// The last line, in the colour of the gravest.
    fn verdict(&mut self, said: &str, screening: &Screening) {
        let totals = screening.totals;
        let gravest = [
            (totals.returned, Advice::Return),
            (totals.undetermined, Advice::Undetermined),
            (totals.explain, Advice::Explain),
        ];
        let advice = gravest
            .into_iter()
            .find(|(count, _)| *count > 0)
            .map_or(Advice::Accept, |(_, advice)| advice);
        let ink = Ink::of_advice(advice);
        self.text.push_str(&ink.on(said, self.style.color));
        self.text.push('\n');
    }
}
