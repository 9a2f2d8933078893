//! `gouji trace`: how one rule works on one submission, step by step.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gouji::document::{Document, Unreadable};
use gouji::finding::Outcome;
use gouji::pack::{Pack, Step, Trace as Traced, unreadable};
use gouji::report::{Format, Text};
use gouji::source::Source;
use gouji::words;
use gouji::words::command::{Mistake, sheet};
use gouji::words::report::not_used;
use gouji::words::trace as said;
use serde_json::json;

use crate::console::{Console, Exit, Stop};
use crate::layout::{bold, hanging, plain};
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct Trace {
    file: OsString,
    #[arg(long)]
    rule: String,
    #[arg(long)]
    pack: Option<OsString>,
    #[arg(long)]
    config: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Written::Text)]
    format: Written,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    Text,
    Json,
}

fn stop(mistake: Mistake) -> Stop {
    Stop::Mistake(mistake, "gouji trace".to_owned())
}

impl Trace {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let lang = console.lang;
        let (name, read) = if self.file == "-" {
            let name = sheet::standard_input(lang);
            let read = Source::from_reader(name, io::stdin().lock());
            (name.to_owned(), read)
        } else {
            let path = Path::new(&self.file);
            (path.display().to_string(), Source::read(path))
        };
        let source = match read {
            Ok(source) => source,
            Err(fault) => {
                let checked = unreadable(&[fault]);
                return refused(&Source::new(name, ""), &checked, console);
            }
        };
        let document = match Document::parse(source) {
            Ok(document) => document,
            Err(Unreadable { source, faults }) => {
                return refused(&source, &unreadable(&faults), console);
            }
        };
        let source = document.source().clone();
        let file = Path::new(&self.file);
        let config = self.config.as_deref();
        let inputs = [file.to_owned()];
        let (reach, unused) = packs::shelf(self.pack.as_ref(), config, None, &inputs, "trace")?;
        if let Some(said) = not_used(&unused, lang) {
            console.note(&said)?;
        }
        let found = reach.checker(file, &document, lang);
        console.faults(&reach.take_faults())?;
        let (pack, checker) = match found {
            Ok(found) => found,
            Err(checked) => return refused(&source, &checked, console),
        };
        let id = self.rule.trim();
        let Some(rule) = pack.rule(id).map(|rule| rule.id.clone()) else {
            if let Some(rule) = pack.rule_of_all(id) {
                return Err(stop(Mistake::RuleOfAll(rule.id.clone())));
            }
            let known = pack.rules.iter().map(|rule| rule.id.as_str());
            let nearest = words::nearest(id, known).map(str::to_owned);
            return Err(stop(Mistake::UnknownRule(id.to_owned(), nearest)));
        };
        let traced = match checker.trace(source.clone(), &rule, lang) {
            Ok(Some(traced)) => traced,
            Ok(None) => return Err(stop(Mistake::NotFollowed(rule))),
            Err(Unreadable { source, faults }) => {
                return refused(&source, &unreadable(&faults), console);
            }
        };
        match self.format {
            Written::Text => text(&source, &traced, console)?,
            Written::Json => data(&source, &pack, &traced, console)?,
        }
        Ok(match traced.outcome {
            Outcome::Passed | Outcome::Rounding | Outcome::NotApplicable => Exit::Clean,
            Outcome::Failed => Exit::Findings,
            Outcome::CouldNotRun => Exit::Undetermined,
        })
    }
}

/// A file that is no submission, shown as `check` would.
fn refused(
    source: &Source,
    checked: &gouji::finding::Checked,
    console: &mut Console,
) -> Result<Exit, Stop> {
    Text::new(console.lang, console.style).submission(source, checked, &mut console.out)?;
    Ok(Exit::CouldNotRun)
}

fn text(source: &Source, traced: &Traced, console: &mut Console) -> io::Result<()> {
    let lang = console.lang;
    let rule = &traced.rule;
    writeln!(
        console.out,
        "{}  {}\n{}  {}\n",
        bold(&plain(&rule.id)),
        bold(&plain(&rule.title)),
        plain(source.name()),
        plain(&traced.file)
    )?;
    if traced.steps.is_empty() {
        writeln!(console.out, "{}", said::nothing_ran(lang))?;
    }
    let digits = traced.steps.iter().map(widest_line).max().unwrap_or(0);
    for step in &traced.steps {
        statement(step, digits, "", console)?;
    }
    if traced.cut {
        writeln!(console.out, "{}", said::cut(lang))?;
    }
    writeln!(console.out)?;
    let outcome = said::outcome(traced.outcome, &traced.note, lang);
    writeln!(console.out, "{}", bold(&plain(&outcome)))?;
    for entry in &traced.not_run {
        let message = entry.message.text(lang);
        writeln!(console.out, "  {}", plain(&message))?;
    }
    Ok(())
}

/// Digits of the largest line number in a step.
fn widest_line(step: &Step) -> usize {
    let own = step.script_line.map_or(0, |line| line.to_string().len());
    step.below
        .iter()
        .map(widest_line)
        .max()
        .unwrap_or(0)
        .max(own)
}

/// A statement with its line number, then what belongs to it as a tree.
fn statement(step: &Step, digits: usize, indent: &str, console: &mut Console) -> io::Result<()> {
    let number = step
        .script_line
        .map(|line| line.to_string())
        .unwrap_or_default();
    let lead = format!("{number:>digits$}  {indent}");
    entry(step, &lead, &format!("{:digits$}  {indent}", ""), console)
}

fn entry(step: &Step, lead: &str, margin: &str, console: &mut Console) -> io::Result<()> {
    let lang = console.lang;
    let width = console.style.width;
    let line = said::line(step, lang);
    let room = unicode_width::UnicodeWidthStr::width(lead);
    writeln!(console.out, "{lead}{}", hanging(&plain(&line), room, width))?;
    let (parts, statements): (Vec<&Step>, Vec<&Step>) = step
        .below
        .iter()
        .partition(|below| below.script_line.is_none());
    let (branch, last, through) = if console.style.ascii {
        ("|- ", "`- ", "|  ")
    } else {
        ("├─ ", "└─ ", "│  ")
    };
    let more = step.judged.len() + statements.len();
    for (index, part) in parts.iter().enumerate() {
        let ends = index + 1 == parts.len() && more == 0;
        let (sign, below) = if ends {
            (last, "   ")
        } else {
            (branch, through)
        };
        let lead = format!("{margin}{sign}");
        let margin = format!("{margin}{below}");
        entry(part, &lead, &margin, console)?;
    }
    for (index, judged) in step.judged.iter().enumerate() {
        let ends = index + 1 == step.judged.len() && statements.is_empty();
        let sign = if ends { last } else { branch };
        let color = match judged.held {
            Some(true) => "32",
            Some(false) => "31",
            None => "33",
        };
        let text = said::judged(judged, lang);
        let room = unicode_width::UnicodeWidthStr::width(margin) + 3;
        let text = hanging(&plain(&text), room, width);
        writeln!(console.out, "{margin}{sign}\u{1b}[{color}m{text}\u{1b}[0m")?;
    }
    for statement in statements {
        // statements keep their numbers at the left
        let digits = margin.chars().take_while(|letter| *letter == ' ').count();
        let inner = format!("{margin}  ");
        let number = statement
            .script_line
            .map(|line| line.to_string())
            .unwrap_or_default();
        let lead: String = if number.len() <= digits {
            let rest: String = inner.chars().skip(number.len()).collect();
            format!("{number}{rest}")
        } else {
            inner.clone()
        };
        entry(statement, &lead, &inner, console)?;
    }
    Ok(())
}

fn data(source: &Source, pack: &Pack, traced: &Traced, console: &mut Console) -> io::Result<()> {
    let lang = console.lang;
    let findings: Vec<String> = traced
        .findings
        .iter()
        .map(|finding| finding.message.text(lang))
        .collect();
    let not_run: Vec<String> = traced
        .not_run
        .iter()
        .map(|entry| entry.message.text(lang))
        .collect();
    let all = json!({
        "source": source.name(),
        "pack": {
            "id": pack.stamp.id,
            "version": pack.stamp.version,
            "hash": pack.stamp.hash,
        },
        "rule": traced.rule.id,
        "title": traced.rule.title,
        "file": traced.file,
        "steps": traced.steps,
        "cut": traced.cut,
        "outcome": traced.outcome,
        "note": traced.note,
        "findings": findings,
        "not_run": not_run,
    });
    serde_json::to_writer_pretty(&mut console.out, &all)?;
    writeln!(console.out)
}
