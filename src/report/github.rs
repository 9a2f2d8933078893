//! Workflow commands by which GitHub shows findings beside the changed lines of a file.

use std::io::{self, Write};

use super::{FindingRecord, LabelRecord, Log, Report, Screening, outline, suspects};
use crate::words::table::{self, Class};
use crate::words::{Lang, diagnosis};

/// A finding a line: `::error file=…,line=…::…`.
#[derive(Debug)]
pub struct GitHub {
    lang: Lang,
}

impl GitHub {
    /// With words in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    fn finding(
        &self,
        out: &mut dyn Write,
        file: &str,
        finding: &FindingRecord,
        all: &[FindingRecord],
    ) -> io::Result<()> {
        let label = finding.primary();
        let command = match Class::of(finding.level, finding.outcome) {
            _ if outline::is_led(finding, all) => "notice",
            Class::Correct => "error",
            Class::Explain | Class::NotRun => "warning",
            Class::Advice | Class::Tail => "notice",
        };
        let title = format!("{} {}", finding.rule, finding.title);
        let mut said = finding.message.clone();
        if let Some(label) = label.filter(|label| !label.label.is_empty()) {
            said = format!("{}{}{said}", label.label, self.lang.pick("：", ": "));
        }
        let write = suspects::suspicion(finding, self.lang).write;
        if !write.is_empty() {
            let stop = self.lang.pick("。", ". ");
            said = format!("{said}{stop}{}{write}", diagnosis::write_lead(self.lang));
        }
        annotation(out, command, file, label, title.trim(), &said)
    }
}

impl Report for GitHub {
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for record in log.records()? {
            let record = record?;
            for finding in &record.findings {
                self.finding(out, &record.source, finding, &record.findings)?;
            }
            for entry in &record.not_run {
                let title = format!("{} {}", entry.rule, table::reason(entry.reason, self.lang));
                annotation(out, "warning", &record.source, None, &title, &entry.message)?;
            }
        }
        for finding in &screening.findings {
            let file = finding.primary().and_then(|label| label.source.as_deref());
            self.finding(out, file.unwrap_or_default(), finding, &[])?;
        }
        Ok(())
    }
}

fn annotation(
    out: &mut dyn Write,
    command: &str,
    file: &str,
    label: Option<&LabelRecord>,
    title: &str,
    said: &str,
) -> io::Result<()> {
    write!(out, "::{command} file={}", property(file))?;
    if let Some(LabelRecord { line, column, .. }) = label {
        write!(out, ",line={line},col={column}")?;
    }
    writeln!(out, ",title={}::{}", property(title), data(said))
}

/// A message: whoever reads it ends it at a line end, and takes `%` for an escape.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            _ if super::is_unshowable(character) => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A property, which besides ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
