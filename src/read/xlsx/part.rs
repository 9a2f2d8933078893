//! The zip file a workbook is, its parts, and the relations between them.
//!
//! A workbook may be hostile: parts that unpack to no end, thousands of parts, entities that
//! multiply. What is unpacked is counted over all parts, and documents with a type declaration are
//! refused: no program that writes workbooks makes one.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::fault::WorkbookFault;

/// The most bytes all parts together may unpack to.
const UNPACKED: u64 = 512 * 1024 * 1024;
/// The most times a part may grow when it is unpacked; sheets of equal rows grow a hundredfold.
const RATIO: u64 = 1_000;
/// A part that unpacks to no more than this may have grown as it likes.
const SMALL: u64 = 16 * 1024 * 1024;
/// The most parts.
const PARTS: usize = 10_000;
/// Elements in elements, more than any part has.
const DEPTH: usize = 64;

/// An open workbook.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names of parts as other parts write them, in small letters.
    parts: BTreeMap<String, usize>,
    left: u64,
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
pub(super) fn damaged(why: impl ToString) -> WorkbookFault {
    WorkbookFault::Damaged(why.to_string())
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, WorkbookFault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.len() > PARTS {
            return Err(WorkbookFault::Excessive);
        }
        let parts = (0..zip.len())
            .filter_map(|index| {
                let name = zip.name_for_index(index)?;
                let name = name.ok()?.replace('\\', "/").to_lowercase();
                Some((name.trim_start_matches('/').to_owned(), index))
            })
            .collect();
        Ok(Self {
            zip,
            parts,
            left: UNPACKED,
        })
    }

    /// Reads a part as XML, an event after the other; `false` where there is no such part.
    pub(super) fn events(
        &mut self,
        part: &str,
        mut each: impl FnMut(&Seen<'_>) -> Result<(), WorkbookFault>,
    ) -> Result<bool, WorkbookFault> {
        let Some(index) = self.parts.get(&part.to_lowercase()).copied() else {
            return Ok(false);
        };
        let entry = self.zip.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(words) if words.contains("assword") => {
                WorkbookFault::Encrypted
            }
            other => damaged(other),
        })?;
        let most = (entry.compressed_size().saturating_mul(RATIO))
            .max(SMALL)
            .min(self.left);
        let mut counted = Counted {
            inner: entry.take(most + 1),
        };
        let outcome = read_events(&mut counted, &mut each);
        let read = (most + 1).saturating_sub(counted.inner.limit());
        self.left = self.left.saturating_sub(read);
        if read > most {
            return Err(WorkbookFault::Excessive);
        }
        outcome.map(|()| true)
    }
}

struct Counted<R> {
    inner: std::io::Take<R>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.inner.read(buffer)
    }
}

/// What was met in a part.
pub(super) enum Seen<'a> {
    /// An element begins.
    Open(&'a Element<'a>),
    /// An element ends, also one that was empty.
    Close(&'a str),
    /// Text, with entities resolved.
    Text(&'a str),
}

/// An element that begins.
pub(super) struct Element<'a> {
    /// Its name without a prefix.
    pub(super) name: &'a str,
    tag: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// An attribute, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.tag
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().as_ref() == name)
            .and_then(|attribute| {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
                Some(value.into_owned())
            })
    }

    /// An attribute that says yes or no; `absent` where it is not there.
    pub(super) fn flag(&self, name: &str, absent: bool) -> bool {
        match self.attribute(name).as_deref() {
            None => absent,
            Some("0" | "false" | "none") => false,
            Some(_) => true,
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

fn read_events(
    part: impl Read,
    each: &mut impl FnMut(&Seen<'_>) -> Result<(), WorkbookFault>,
) -> Result<(), WorkbookFault> {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 15, part));
    let mut buffer = Vec::new();
    let mut depth = 0;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(WorkbookFault::Excessive);
                }
                let local = tag.local_name();
                let name = local.as_ref();
                each(&Seen::Open(&Element { name, tag: &tag }))?;
            }
            Event::Empty(tag) => {
                let local = tag.local_name();
                let name = local.as_ref();
                each(&Seen::Open(&Element { name, tag: &tag }))?;
                each(&Seen::Close(name))?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                each(&Seen::Close(tag.local_name().as_ref()))?;
            }
            Event::Text(text) => {
                each(&Seen::Text(&text.xml_content(XmlVersion::Implicit1_0)))?;
            }
            Event::CData(text) => each(&Seen::Text(&text))?,
            Event::GeneralRef(reference) => {
                let written = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    Err(_) => return Err(damaged("entity")),
                    Ok(None) => match &*reference {
                        "amp" => "&".to_owned(),
                        "lt" => "<".to_owned(),
                        "gt" => ">".to_owned(),
                        "quot" => "\"".to_owned(),
                        "apos" => "'".to_owned(),
                        _ => return Err(WorkbookFault::Entities),
                    },
                };
                each(&Seen::Text(&written))?;
            }
            Event::DocType(_) => return Err(WorkbookFault::Entities),
            Event::Eof if depth > 0 => return Err(damaged("end")),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// Which parts belong to a part.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// By id: the last word of the kind, and the part.
    all: BTreeMap<String, (String, String)>,
}

impl Relations {
    /// Those of a part; of the file itself where the name is empty.
    pub(super) fn of(package: &mut Package<'_>, part: &str) -> Result<Self, WorkbookFault> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let mut all = BTreeMap::new();
        package.events(&path, |seen| {
            if let Seen::Open(element) = seen
                && element.name == "Relationship"
                && let (Some(id), Some(kind), Some(target)) = (
                    element.attribute("Id"),
                    element.attribute("Type"),
                    element.attribute("Target"),
                )
            {
                // the strict kinds differ in what stands before the last word
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                all.insert(id, (kind, resolved(folder, &target)));
            }
            Ok(())
        })?;
        Ok(Self { all })
    }

    pub(super) fn first_of(&self, kind: &str) -> Option<String> {
        let mut all = self.all.values();
        let (_, part) = all.find(|(known, _)| known == kind)?;
        Some(part.clone())
    }

    pub(super) fn target(&self, id: &str, kind: &str) -> Option<String> {
        let (known, part) = self.all.get(id)?;
        (known == kind).then(|| part.clone())
    }
}

/// The name of a part from how another part in a folder writes it.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
