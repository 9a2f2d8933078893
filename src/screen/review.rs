//! [`Reviewer`]: one worker of a screening. Whatever an item is, something is said of it.

use std::any::Any;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::earlier::Earlier;
use super::input::{Content, Item};
use crate::desk::{Desk, Shelf};
use crate::document::Document;
use crate::fault::{Fault, FaultKind};
use crate::finding::{Checked, Subject};
use crate::pack::many::Gathered;
use crate::pack::{subject, unreadable};
use crate::report::Record;
use crate::source::Source;
use crate::words::Lang;

/// The most bytes of a submission: they have kilobytes, and each worker holds one with all that is
/// found out about it.
pub const SIZE_LIMIT: u64 = 4 * 1024 * 1024;

/// What is said of one submission.
#[derive(Debug)]
pub struct Reviewed {
    /// All that is said.
    pub record: Record,
    /// SHA-256 of its bytes; `None` where they could not be read.
    pub content: Option<[u8; 32]>,
    /// The line of an earlier log that it was taken over from, counted from 0.
    pub earlier: Option<usize>,
    /// What rules over all submissions want to know of it.
    pub gathered: Option<Gathered>,
}

/// What rules over all submissions want to know of one that is not checked: last year's.
#[derive(Debug)]
pub struct Looked {
    /// The file.
    pub source: String,
    /// Whose it is.
    pub subject: Subject,
    /// What was gathered.
    pub gathered: Gathered,
}

/// What all workers share.
#[derive(Clone, Debug)]
pub struct Review {
    /// The packs.
    pub shelf: Arc<Shelf>,
    /// The language of messages.
    pub lang: Lang,
    /// Results that may still hold.
    pub earlier: Option<Arc<Earlier>>,
    /// Whether anybody asks what rules over all submissions want to know.
    pub gathering: bool,
}

/// One worker.
#[derive(Debug)]
pub struct Reviewer {
    review: Review,
    desk: Desk,
}

impl Review {
    /// A worker.
    #[must_use]
    pub fn reviewer(&self) -> Reviewer {
        Reviewer {
            desk: self.shelf.desk(self.lang),
            review: self.clone(),
        }
    }
}

impl Reviewer {
    /// Reads and checks an item. Cannot fail: what goes wrong is what is said of it, also when the
    /// program itself is at fault.
    pub fn review(&mut self, item: Item) -> Reviewed {
        let name = item.name.clone();
        guarded(|| self.read_and_check(item)).unwrap_or_else(|words| {
            // what the checkers hold may be half done
            self.desk = self.review.shelf.desk(self.review.lang);
            self.fault(name, Fault::nowhere(FaultKind::Panicked { words }), None)
        })
    }

    fn read_and_check(&mut self, item: Item) -> Reviewed {
        let bytes = match item.content {
            Content::Bytes(bytes) => Ok(bytes),
            Content::File(path, _) => read(&path),
            Content::Fault(fault) => Err(*fault),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(fault) => return self.fault(item.name, fault, None),
        };
        let content: [u8; 32] = Sha256::digest(&bytes).into();
        if let Some(mut reviewed) = self.taken_over(&item.name, content) {
            // what was gathered then is not kept: it is gathered again, which costs less
            if self.review.gathering {
                reviewed.gathered = self.look(item.name, bytes).map(|looked| looked.gathered);
            }
            return reviewed;
        }
        let read = self.desk.source(Path::new(&item.name), &item.name, bytes);
        match read {
            Ok(source) => {
                let file = Path::new(&item.name);
                let (source, checked, gathered) = if self.review.gathering {
                    self.desk.check_and_gather(file, source)
                } else {
                    let (source, checked) = self.desk.check_source(file, source);
                    (source, checked, None)
                };
                Reviewed {
                    gathered,
                    ..self.reviewed(&source, &checked, Some(content))
                }
            }
            Err(fault) => self.fault(item.name, fault, Some(content)),
        }
    }

    /// Gathers from an item what rules over all submissions want to know, and checks nothing.
    /// `None` where it cannot be read, or no pack serves it, or its pack has no such rules.
    pub fn look_at(&mut self, item: Item) -> Option<Looked> {
        let bytes = match item.content {
            Content::Bytes(bytes) => bytes,
            Content::File(path, _) => read(&path).ok()?,
            Content::Fault(_) => return None,
        };
        let looked = guarded(|| self.look(item.name, bytes));
        looked.unwrap_or_else(|_| {
            self.desk = self.review.shelf.desk(self.review.lang);
            None
        })
    }

    fn look(&mut self, name: String, bytes: Vec<u8>) -> Option<Looked> {
        let source = self.desk.source(Path::new(&name), &name, bytes).ok()?;
        let document = Document::parse(source).ok()?;
        let subject = subject(&document);
        let gathered = self.desk.gather(Path::new(&name), document)?;
        Some(Looked {
            source: name,
            subject,
            gathered,
        })
    }

    fn taken_over(&self, name: &str, content: [u8; 32]) -> Option<Reviewed> {
        let earlier = self.review.earlier.as_ref()?;
        let (line, record) = earlier.record(name, content)?;
        self.review.shelf.still_holds(&record).then_some(Reviewed {
            record,
            content: Some(content),
            earlier: Some(line),
            gathered: None,
        })
    }

    fn fault(&self, name: String, fault: Fault, content: Option<[u8; 32]>) -> Reviewed {
        let source = Source::new(name, "");
        self.reviewed(&source, &unreadable(&[fault]), content)
    }

    fn reviewed(&self, source: &Source, checked: &Checked, content: Option<[u8; 32]>) -> Reviewed {
        Reviewed {
            record: Record::with_excerpts(source, checked, self.review.lang),
            content,
            earlier: None,
            gathered: None,
        }
    }
}

/// Does some work; a panic in it is an error, with its words.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| panic_words(&*panic))
}

fn panic_words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("?")
        .to_owned()
}

/// The bytes of a file, if it is one and not too large.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let too_large = || Fault::nowhere(FaultKind::TooLarge { limit: SIZE_LIMIT });
    // asked before reading: a folder of large files is refused without reading them
    if fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > SIZE_LIMIT) {
        return Err(too_large());
    }
    let bytes = Source::bytes(path)?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(too_large());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(guarded(|| 1), Ok(1));
        let fault = guarded(|| panic!("at {}", 7));
        assert_eq!(fault, Err::<(), _>("at 7".to_owned()));
    }
}
