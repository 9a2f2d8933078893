//! Workbooks: which form one is, its binding, and what is said of how it was read.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::Shelf;
use crate::bind::{self, Mapping, Note, Weight};
use crate::blank;
use crate::document::Submission;
use crate::fault::{Fault, FaultKind, WorkbookFault};
use crate::finding::{
    Checked, Figures, Finding, Label, Level, NotRun, Outcome, Reason, RuleInfo, Verdict,
};
use crate::pack::{MAPPING, Pack, hash_words};
use crate::read::{self, Workbook};
use crate::source::{Source, Span};
use crate::words::{Lang, Message, workbook as words};

/// The engine's own rule: a workbook can be read as the form.
const BINDING: &str = "BIND";

/// A form that a workbook may be: the pack it is checked with and how it is read.
struct Reading {
    pack: Arc<Pack>,
    mapping: Mapping,
}

impl Shelf {
    /// The submission in some bytes.
    ///
    /// # Errors
    /// Why there is none.
    pub fn source(&self, file: &Path, name: &str, bytes: Vec<u8>) -> Result<Source, Fault> {
        let Some(kind) = read::container(&bytes) else {
            return Source::from_bytes(name, bytes);
        };
        let refuse = |fault| Fault::nowhere(FaultKind::Workbook { fault });
        let workbook = read::workbook(&bytes, kind).map_err(refuse)?;
        let Reading { pack, mapping } = self.reading(file, &workbook).map_err(refuse)?;
        let kind = pack.manifest.kinds.first().map_or("", String::as_str);
        let written = bind::bind(&workbook, &mapping, &pack.form, kind);
        let mut origins = written.origins;
        origins.bytes = hash_words(&Sha256::digest(&bytes));
        Ok(Source::bound(name, written.json, Arc::new(origins)))
    }

    /// The one form that a workbook is.
    fn reading(&self, file: &Path, workbook: &Workbook) -> Result<Reading, WorkbookFault> {
        if let Some(reading) = self.blank_form(file, workbook) {
            return Ok(reading);
        }
        let mut titles = Vec::new();
        let mut fitting = Vec::new();
        for pack in self.packs_with_mapping(file)? {
            let Some(mapping) = pack.mapping() else {
                continue;
            };
            let id = pack.manifest.id.clone();
            let mapping = mapping.map_err(|why| WorkbookFault::BrokenMapping(id, why))?;
            titles.push(pack.manifest.title.clone());
            if bind::is_of(workbook, &mapping) {
                fitting.push(Reading { pack, mapping });
            }
        }
        if fitting.len() > 1 {
            let ids = fitting.iter().map(|one| one.pack.manifest.id.clone());
            return Err(WorkbookFault::SeveralMappings(ids.collect()));
        }
        fitting.pop().ok_or(WorkbookFault::NoMapping(titles))
    }

    /// What reads a workbook that is one of our blank forms, filled in: it says so itself, and its
    /// mapping is made from the form.
    fn blank_form(&self, file: &Path, workbook: &Workbook) -> Option<Reading> {
        let id = blank::made_for(workbook)?;
        let packs = if self.named.is_empty() {
            let configuration = self.configuration(file).ok()?;
            let chosen = configuration.pack().unwrap_or(&id);
            self.load(&configuration, configuration.pack().is_some(), chosen)?
        } else {
            self.named.clone()
        };
        let readings = packs.into_iter().filter_map(|pack| {
            let text = blank::mapping(&blank::Layout::of(&pack));
            let mapping = Mapping::parse(&text).ok()?;
            Some(Reading { pack, mapping })
        });
        let mut fitting = readings.filter(|one| bind::is_of(workbook, &one.mapping));
        let first = fitting.next();
        // where several fit, the mark says which
        match fitting.find(|one| one.pack.manifest.id == id) {
            Some(other)
                if first
                    .as_ref()
                    .is_some_and(|first| first.pack.manifest.id != id) =>
            {
                Some(other)
            }
            _ => first,
        }
    }

    /// The packs that may check a file and say how workbooks are read.
    fn packs_with_mapping(&self, file: &Path) -> Result<Vec<Arc<Pack>>, WorkbookFault> {
        if !self.named.is_empty() {
            return Ok(self.named.clone());
        }
        let nothing = || WorkbookFault::NoMapping(Vec::new());
        let configuration = self.configuration(file).map_err(|_| nothing())?;
        if let Some(id) = configuration.pack() {
            return self.load(&configuration, true, id).ok_or_else(nothing);
        }
        let mut packs = Vec::new();
        for (id, _) in &self.served {
            let files = self.library.files(id);
            let maps = matches!(&files, Ok(Some(files)) if files.text(MAPPING).is_some());
            if maps {
                packs.extend(self.load(&configuration, false, id).unwrap_or_default());
            }
        }
        Ok(packs)
    }
}

/// Adds to what was found what is to be said of how the workbook was read. What a note says of a
/// cell is not said again as a departure from the form.
pub(super) fn add_notes(submission: &Submission, checked: &mut Checked) {
    let document = submission.document();
    let Some(origins) = document.source().origins() else {
        return;
    };
    let spoken: Vec<&str> = origins
        .notes
        .iter()
        .filter(|note| note.speaks_for_cell())
        .map(|note| note.field.as_str())
        .chain(origins.unsure.iter().map(String::as_str))
        .collect();
    checked.findings.retain(|finding| {
        let primary = finding.labels.iter().find(|label| label.primary);
        finding.rule.id != "FORM" || !primary.is_some_and(|label| spoken.contains(&&*label.path))
    });
    for note in &origins.notes {
        let label = label_of(submission, note);
        let message = Message::Workbook(Box::new(note.clone()));
        match note.weight() {
            Weight::Undecided => checked.not_run.push(NotRun {
                rule: rule(Level::Error),
                reason: if note.speaks_for_cell() {
                    Reason::WrongType
                } else {
                    Reason::MissingField
                },
                path: note.field.clone(),
                field: String::new(),
                message,
                labels: Vec::new(),
            }),
            weight => {
                let level = match weight {
                    Weight::Fault => Level::Error,
                    _ => Level::Advice,
                };
                checked.findings.push(Finding {
                    rule: rule(level),
                    level,
                    outcome: Outcome::Failed,
                    verdict: Verdict::Structure,
                    message,
                    figures: Figures::default(),
                    labels: label.into_iter().collect(),
                    suspects: Vec::new(),
                    consequences: Vec::new(),
                    follows: None,
                    held_by: Vec::new(),
                    undiagnosed: None,
                });
            }
        }
    }
    checked.numbers.submitted += origins.unclaimed;
    checked.verdict = checked.open().verdict();
}

/// The value that a note is about.
fn label_of(submission: &Submission, note: &Note) -> Option<Label> {
    let document = submission.document();
    let origins = document.source().origins()?;
    let value = origins.of_cell(note.spots.first()?)?;
    let Span { start, .. } = value.span;
    let mut nodes = document.nodes();
    let found = nodes.find(|id| document.span(*id).start == start)?;
    Some(Label {
        path: submission.pointer(found),
        label: submission.label(found),
        span: value.span,
        text: None,
        primary: true,
    })
}

fn rule(level: Level) -> Arc<RuleInfo> {
    Arc::new(RuleInfo {
        id: BINDING.to_owned(),
        title: words::rule_title(Lang::Chinese).to_owned(),
        level,
        basis: String::new(),
        verified: true,
        help: String::new(),
    })
}
