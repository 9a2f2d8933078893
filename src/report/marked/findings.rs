//! What was found, as marks: what all reports say of it, at the cells they point at.

use super::Mark;
use crate::finding::{Checked, NotRun};
use crate::report::outline::{self, Cause};
use crate::report::record::CellRecord;
use crate::report::{FindingRecord, is_unshowable, suspects};
use crate::source::Source;
use crate::words::table::Class;
use crate::words::{Lang, diagnosis, report, with_unit};

/// Characters of a text that are shown: a cell holds 32,767 units of UTF-16.
const MOST_CHARACTERS: usize = 4000;

/// A mark for all that was found in a workbook and all that could not be checked, the gravest
/// first; what follows from a finding comes after it. Where there is nothing, the verdict.
#[must_use]
pub fn marks(source: &Source, checked: &Checked, lang: Lang) -> Vec<Mark> {
    // not the bounded record: a cell that is left out would look right
    let findings = checked.findings.iter();
    let findings: Vec<FindingRecord> = findings
        .map(|finding| FindingRecord::new(source, finding, lang))
        .collect();
    let causes = outline::causes(&findings);
    let mut marks = Vec::new();
    for class in Class::ALL {
        for cause in causes.iter().filter(|cause| cause.class() == class) {
            self::cause(&mut marks, cause, lang);
        }
        if class == Class::NotRun {
            for entry in &checked.not_run {
                let number = marks.len() + 1;
                marks.push(not_run(source, entry, number, lang));
            }
        }
    }
    if marks.is_empty() {
        let verdict = report::advice(checked.verdict, lang);
        let text = format!("{}{verdict}", report::advice_lead(lang));
        marks.push(mark(None, Class::Advice, 1, &text));
    }
    marks
}

/// A finding and what follows from it.
fn cause(marks: &mut Vec<Mark>, cause: &Cause<'_>, lang: Lang) {
    let finding = cause.finding;
    let number = marks.len() + 1;
    let said = suspects::suspicion(finding, lang);
    let cell = finding.primary().and_then(|label| label.cell.as_ref());
    let mut made = mark(cell, cause.class(), number, &text(finding));
    made.difference = difference(finding, lang);
    let mut advice = Vec::new();
    let mut line = |lead: &str, said: &str| {
        if !said.is_empty() {
            advice.push(shown(&format!("{lead}{said}")));
        }
    };
    for likely in &said.likely {
        line(diagnosis::cause_lead(lang), likely);
    }
    line(diagnosis::others_lead(lang), &said.others);
    line(diagnosis::witnesses_lead(lang), &said.held_by);
    line(diagnosis::write_lead(lang), &said.write);
    // what a rule says of a wrong figure is not for one that rounding explains
    if cause.class() == Class::Tail {
        line("", report::nothing_to_change(lang));
    } else {
        line(report::help_lead(lang), &finding.help);
    }
    made.advice = advice.join("\n");
    marks.push(made);
    for follower in &cause.followers {
        let cell = follower.primary().and_then(|label| label.cell.as_ref());
        let class = Class::of(follower.level, follower.outcome);
        let mut made = mark(cell, class, marks.len() + 1, &text(follower));
        made.difference = difference(follower, lang);
        diagnosis::follows_number(number, lang).clone_into(&mut made.advice);
        marks.push(made);
    }
}

fn not_run(source: &Source, entry: &NotRun, number: usize, lang: Lang) -> Mark {
    let primary = entry.labels.iter().find(|label| label.primary);
    let cell = primary.and_then(|label| CellRecord::of(source, label.span));
    let text = format!("{} {}", entry.rule.id, entry.message.text(lang));
    mark(cell.as_ref(), Class::NotRun, number, &text)
}

fn mark(cell: Option<&CellRecord>, class: Class, number: usize, text: &str) -> Mark {
    let (sheet, cell) = cell.map_or_else(Default::default, |cell| {
        (cell.sheet.clone(), cell.reference.clone())
    });
    Mark {
        sheet,
        cell,
        class,
        number,
        text: shown(text),
        difference: String::new(),
        advice: String::new(),
    }
}

fn text(finding: &FindingRecord) -> String {
    format!("{} {}", finding.rule, finding.message)
}

/// By how much what is written is above or below what is computed.
fn difference(finding: &FindingRecord, lang: Lang) -> String {
    let Some(difference) = &finding.difference else {
        return String::new();
    };
    let (is_below, size) = match difference.strip_prefix('-') {
        Some(size) => (true, size),
        None => (false, difference.as_str()),
    };
    diagnosis::off_by(is_below, &with_unit(size, &finding.unit), lang)
}

/// A text as it may be shown: nothing in it is obeyed, and it has an end.
fn shown(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(MOST_CHARACTERS)
        .map(|letter| match letter {
            '\n' => letter,
            _ if is_unshowable(letter) => '\u{fffd}',
            _ => letter,
        })
        .collect();
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}
