//! A letter in Markdown: for each unit, what it must correct and what it must explain.
//!
//! Submitted text is set so that it is shown as it is: signs by which Markdown or the HTML in it
//! would be obeyed are escaped.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{
    FindingRecord, LabelRecord, Log, Record, Report, Screening, in_force, is_unshowable, suspects,
};
use crate::finding::{Advice, Outcome};
use crate::words::page::{self, Page};
use crate::words::table::{self, Class};
use crate::words::{Lang, with_unit};

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
                if record.verdict == verdict {
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
            self.table(&mut text, &w, &findings);
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
        for class in [Class::Correct, Class::Explain] {
            let same =
                |finding: &&FindingRecord| Class::of(finding.level, finding.outcome) == class;
            let findings: Vec<&FindingRecord> = record.findings.iter().filter(same).collect();
            if !findings.is_empty() {
                let _ = writeln!(text, "### {}（{}）\n", class.text(lang), findings.len());
                self.table(&mut text, w, &findings);
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

    fn table(&self, text: &mut String, w: &Page, findings: &[&FindingRecord]) {
        let [stated, expected, ..] = page::figures(self.lang);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {stated} | {expected} | {} | {} |\n|---:|---|---|---:|---:|---|---|",
            w.number, w.rule, w.position, w.problem, w.help
        );
        for (number, finding) in (1..).zip(findings) {
            let figure = |figure: &Option<String>| {
                let figure = figure.as_ref();
                figure.map_or_else(String::new, |figure| {
                    plain(&with_unit(figure, &finding.unit))
                })
            };
            let _ = writeln!(
                text,
                "| {number} | {} | {} | {} | {} | {} | {} |",
                plain(&finding.rule),
                finding.primary().map_or_else(String::new, position),
                figure(&finding.stated),
                figure(&finding.expected),
                plain(&self.said(finding)),
                plain(&finding.help)
            );
        }
        text.push('\n');
    }

    /// The problem with its likely cause.
    fn said(&self, finding: &FindingRecord) -> String {
        let causes = suspects::suspicion(finding, self.lang).likely;
        let Some(cause) = causes.first() else {
            return finding.message.clone();
        };
        let lead = crate::words::diagnosis::cause_lead(self.lang);
        let stop = self.lang.pick("。", ". ");
        format!("{}{stop}{lead}{cause}", finding.message)
    }
}

fn position(label: &LabelRecord) -> String {
    let file = label.source.as_deref().unwrap_or_default();
    plain(format!("{file} {}", label.label).trim())
}

/// A text on one line that is shown as it is.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => shown.push(' '),
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            // inside words and numbers these mean nothing to Markdown
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '|' | '~' | '!' => {
                shown.push('\\');
                shown.push(character);
            }
            _ if is_unshowable(character) => shown.push('\u{fffd}'),
            _ => shown.push(character),
        }
    }
    shown
}
