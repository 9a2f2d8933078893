//! A letter in Markdown: for each unit, what it must correct and what it must explain.
//!
//! Submitted text is set so that it is shown as it is: signs by which Markdown or the HTML in it
//! would be obeyed are escaped.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::outline::{self, Cause};
use super::{
    FindingRecord, LabelRecord, Log, Record, Report, Row, Screening, in_force, is_unshowable,
    suspects,
};
use crate::finding::{Advice, Outcome};
use crate::words::page::Page;
use crate::words::table::{self, Class};
use crate::words::{Lang, diagnosis, report};

/// A section for each submission that has something to correct, to explain or to complete.
#[derive(Debug)]
pub struct Markdown {
    lang: Lang,
}

impl Markdown {
    /// With words in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

impl Report for Markdown {
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let lang = self.lang;
        let w = Page::new(lang);
        let missing = screening.roster.as_ref().map(|roster| roster.missing.len());
        let mut text = format!("# {}\n\n", w.title);
        let _ = writeln!(text, "{}\n", table::totals(screening.totals, missing, lang));
        if let Some(roster) = &screening.roster
            && !roster.missing.is_empty()
        {
            let _ = writeln!(text, "## {}（{}）\n", w.missing, roster.missing.len());
            for due in &roster.missing {
                let known = [&due.unit, &due.code, &due.kind];
                let hint = crate::words::screening::hint(due, lang).map(|hint| plain(&hint));
                let known: Vec<String> = known
                    .iter()
                    .filter(|word| !word.is_empty())
                    .map(|word| plain(word))
                    .chain(hint)
                    .collect();
                let _ = writeln!(text, "- {}", known.join(" "));
            }
            text.push('\n');
        }
        out.write_all(text.as_bytes())?;
        for verdict in [Advice::Return, Advice::Undetermined, Advice::Explain] {
            for record in log.records()? {
                let record = record?;
                if record.verdict == verdict && record.copy_of.is_none() {
                    let text = self.submission(&w, &record);
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        // what rounding explains asks nothing of anybody
        let failed = screening.findings.iter();
        let failed = failed.filter(|finding| finding.outcome == Outcome::Failed);
        let findings: Vec<&FindingRecord> = failed.collect();
        if !findings.is_empty() {
            let mut text = format!("## {}（{}）\n\n", w.across, findings.len());
            let alone = findings.into_iter().map(|finding| Cause {
                index: 0,
                finding,
                followers: Vec::new(),
            });
            let causes: Vec<Cause<'_>> = alone.collect();
            self.list(&mut text, &causes.iter().collect::<Vec<_>>());
            out.write_all(text.as_bytes())?;
        }
        writeln!(out, "{}", w.person_decides)?;
        for line in in_force(screening, lang) {
            writeln!(out, "\n{}", plain(&line))?;
        }
        Ok(())
    }
}

impl Markdown {
    fn submission(&self, w: &Page, record: &Record) -> String {
        let lang = self.lang;
        let subject = record.subject.as_ref();
        let unit = subject.map_or("", |subject| subject.unit.as_str());
        let unit = if unit.is_empty() {
            record.source.as_str()
        } else {
            unit
        };
        let mut text = format!(
            "## {}：{}\n\n{}：{}\n\n",
            plain(unit),
            table::advice(record.verdict, lang),
            w.file,
            plain(&record.source)
        );
        let causes = outline::causes(&record.findings);
        for class in [Class::Correct, Class::Explain] {
            let same = |cause: &&Cause<'_>| cause.class() == class;
            let causes: Vec<&Cause<'_>> = causes.iter().filter(same).collect();
            if !causes.is_empty() {
                let _ = writeln!(text, "### {}（{}）\n", class.text(lang), causes.len());
                self.list(&mut text, &causes);
            }
        }
        if !record.not_run.is_empty() {
            let count = record.not_run.len();
            let _ = writeln!(text, "### {}（{count}）\n", w.not_run_heading);
            for entry in &record.not_run {
                let _ = writeln!(text, "- {} {}", plain(&entry.rule), plain(&entry.message));
            }
            text.push('\n');
        }
        text
    }

    fn list(&self, text: &mut String, causes: &[&Cause<'_>]) {
        for (number, cause) in (1..).zip(causes) {
            self.cause(text, number, cause);
        }
        text.push('\n');
    }

    /// A finding: where, what, what to write instead and why, what follows from it.
    fn cause(&self, text: &mut String, number: usize, cause: &Cause<'_>) {
        let lang = self.lang;
        let finding = cause.finding;
        let mut head = finding.primary().map_or_else(String::new, position);
        if let Some(label) = finding.primary() {
            head.push_str(&plain(&report::place_words(label.place(), lang)));
        }
        let _ = writeln!(text, "{number}. **{}** {head}", plain(&finding.rule));
        let mut line = |lead: &str, said: &str| {
            if !said.is_empty() {
                let _ = writeln!(text, "   - {lead}{}", plain(said));
            }
        };
        let said = suspects::suspicion(finding, lang);
        line(diagnosis::problem_lead(lang), &finding.message);
        for cause in &said.likely {
            line(diagnosis::cause_lead(lang), cause);
        }
        line(diagnosis::others_lead(lang), &said.others);
        line(diagnosis::witnesses_lead(lang), &said.held_by);
        line(diagnosis::write_lead(lang), &said.write);
        for follower in cause.consequences(lang) {
            line(diagnosis::follows_lead(lang), &follower);
        }
        if said.write.is_empty() {
            line(report::excerpt_lead(lang), &excerpt(finding));
        }
        line(report::help_lead(lang), &finding.help);
    }
}

/// The row that the finding points at, as submitted.
fn excerpt(finding: &FindingRecord) -> String {
    let marked = |row: &&Row| row.marks.iter().any(|mark| mark.primary);
    let row = finding.excerpt.iter().find(marked);
    row.map_or_else(String::new, |row| row.text.trim().to_owned())
}

fn position(label: &LabelRecord) -> String {
    let file = label.source.as_deref().unwrap_or_default();
    plain(format!("{file} {}", label.label).trim())
}

/// Whether `www` ends a text: what follows it is taken for an address.
fn is_www(last: char, text: &str) -> bool {
    last.eq_ignore_ascii_case(&'w') && {
        let end = text.len().saturating_sub(3);
        let end = text.get(end..).unwrap_or_default();
        end.eq_ignore_ascii_case("www")
    }
}

/// A text on one line that is shown as it is.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        // many readers make links of bare addresses: a name must not lead anywhere
        let rest = text.get(at..).unwrap_or_default();
        let address = (character == ':' && rest.starts_with("://"))
            || character == '@'
            || (character == '.' && is_www(before, shown.as_str()));
        before = character;
        if address {
            let _ = write!(shown, "&#{};", u32::from(character));
            continue;
        }
        match character {
            '\n' | '\r' | '\t' => shown.push(' '),
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            // others mean nothing to Markdown within a line, or nothing without these
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' => {
                shown.push('\\');
                shown.push(character);
            }
            _ if is_unshowable(character) => shown.push('\u{fffd}'),
            _ => shown.push(character),
        }
    }
    shown
}
