//! The zip archive around a document, unpacked within bounds.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::DocumentFault;
use super::xml::{Reader, Token};

/// The most bytes that one part unpacks to.
const PART: u64 = 64 * 1024 * 1024;
/// The most bytes that are unpacked altogether.
const TOTAL: u64 = 128 * 1024 * 1024;

/// An open package.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, DocumentFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        Ok(Self {
            archive,
            left: TOTAL,
        })
    }

    /// The part with the text, which the package's relations name.
    pub(super) fn main_part(&mut self) -> Result<String, DocumentFault> {
        let usual = "word/document.xml".to_owned();
        let Some(relations) = self.text("_rels/.rels")? else {
            return Ok(usual);
        };
        let mut reader = Reader::new(&relations);
        loop {
            match reader.next()? {
                Token::Start(tag) => {
                    let kind = tag.attribute("Type").unwrap_or_default();
                    if kind.ends_with("/officeDocument")
                        && let Some(target) = tag.attribute("Target")
                    {
                        return Ok(target.trim_start_matches('/').to_owned());
                    }
                }
                Token::Done => return Ok(usual),
                Token::End | Token::Text(_) => {}
            }
        }
    }

    /// A part in the folder of another, as text.
    pub(super) fn beside(
        &mut self,
        part: &str,
        name: &str,
    ) -> Result<Option<String>, DocumentFault> {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.text(&format!("{folder}/{name}"))
    }

    /// A part as text; `None` where there is none of this name.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, DocumentFault> {
        let entry = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(&error)),
        };
        let most = PART.min(self.left);
        let mut bytes = Vec::new();
        // one byte more than allowed tells a full part from one that is too long
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > most {
            return Err(DocumentFault::TooLarge(most));
        }
        self.left -= bytes.len() as u64;
        let (text, _, wrong) = encoding_rs::UTF_8.decode(&bytes);
        if wrong {
            return Err(DocumentFault::Markup(format!("{name}: UTF-8")));
        }
        Ok(Some(text.into_owned()))
    }
}

fn damaged(error: &dyn std::error::Error) -> DocumentFault {
    DocumentFault::Archive(error.to_string())
}
