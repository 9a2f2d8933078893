//! A text that was handed in, and places in it.
//!
//! Everything later speaks of byte ranges ([`Span`]) of the *decoded* text: they are two numbers,
//! and cost nothing to carry along. Line and column ([`Place`]) are what people use, and are
//! worked out only when one is shown.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::fault::{Fault, FaultKind};
use crate::foreign::foreign;
use crate::origin::Origins;

/// A range of bytes of a decoded text, its end excluded.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Default, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to but not including `end`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte: a point between two characters.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A place as people name it.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1. Characters are Unicode scalar values, not bytes and not
    /// columns of a terminal.
    pub column: u32,
    /// What a person finds it by instead, where the text is none that was handed in:
    /// `自评表!D14`.
    #[serde(skip)]
    pub origin: Option<Arc<str>>,
}

impl Place {
    /// A line and a character in it, both from 1.
    #[must_use]
    pub fn new(line: u32, column: u32) -> Self {
        Self {
            line,
            column,
            origin: None,
        }
    }
}

/// How bytes were taken to stand for text.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8 without a mark.
    Utf8,
    /// UTF-8 with a byte order mark, as Windows editors write it.
    Utf8Bom,
    /// UTF-16, low byte first, with its byte order mark.
    Utf16Le,
    /// UTF-16, high byte first, with its byte order mark.
    Utf16Be,
    /// None: the text was made of a workbook.
    Workbook,
    /// GB18030, and with it GBK and GB2312, which are parts of it.
    Gb18030,
}

impl Encoding {
    /// The name people know it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 (BOM)",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
            Self::Workbook => "xlsx",
        }
    }
}

/// A named text, decoded and without its byte order mark.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    /// Shared: who shows a place keeps it, and it is as long as all that was handed in.
    text: Arc<String>,
    encoding: Encoding,
    /// The byte at which each line starts; made when a place is first asked for.
    lines: OnceLock<Vec<u32>>,
    /// Where its values come from, where it was made of a workbook.
    origins: Option<Arc<Origins>>,
    /// How many characters begin before each stretch of [`STRETCH`] bytes; made when a place in a
    /// long line is first asked for, so that a file without line ends costs no more than another.
    characters: OnceLock<Arc<Vec<u32>>>,
}

/// Bytes that are gone through to find a column.
const STRETCH: usize = 1024;

impl Source {
    /// The most bytes that are read: far above any submission (they have kilobytes), far below
    /// what offsets of 32 bits can hold.
    pub const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

    /// A text that is already at hand. A byte order mark before it is dropped.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        let mut encoding = Encoding::Utf8;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
            encoding = Encoding::Utf8Bom;
        }
        Self::decoded(name.into(), text, encoding)
    }

    /// Reads a file. Its name may be of any bytes; what is not UTF-8 in it is shown as `�`.
    ///
    /// # Errors
    /// A fault without a place when there is no such file, it is a folder or a device, it cannot
    /// be read, it has more than [`Source::SIZE_LIMIT`] bytes, or its bytes are no text.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        Self::from_bytes(path.to_string_lossy(), Self::bytes(path)?)
    }

    /// The bytes of a file, not yet decoded.
    ///
    /// # Errors
    /// As [`Source::read`], but for the bytes being text.
    pub fn bytes(path: &Path) -> Result<Vec<u8>, Fault> {
        // Asked before opening: opening a named pipe waits for a writer, perhaps for ever.
        let about = fs::metadata(path).map_err(|error| refusal(&error))?;
        if about.is_dir() {
            return Err(Fault::nowhere(FaultKind::IsFolder));
        }
        if !about.is_file() {
            return Err(Fault::nowhere(FaultKind::NotRegular));
        }
        if about.len() > Self::SIZE_LIMIT {
            return Err(too_large());
        }
        let file = File::open(path).map_err(|error| refusal(&error))?;
        read_all(file)
    }

    /// The bytes of a stream, not yet decoded.
    ///
    /// # Errors
    /// A fault without a place when reading fails, or there are more than
    /// [`Source::SIZE_LIMIT`] bytes.
    pub fn bytes_of(reader: impl Read) -> Result<Vec<u8>, Fault> {
        let bytes = read_all(reader)?;
        if bytes.len() as u64 > Self::SIZE_LIMIT {
            return Err(too_large());
        }
        Ok(bytes)
    }

    /// Reads all there is, as from standard input.
    ///
    /// # Errors
    /// A fault without a place when reading fails, there are more than [`Source::SIZE_LIMIT`]
    /// bytes, or the bytes are no text.
    pub fn from_reader(name: impl Into<String>, reader: impl Read) -> Result<Self, Fault> {
        Self::from_bytes(name, read_all(reader)?)
    }

    /// Decodes bytes. A byte order mark decides; without one they are UTF-8 if they can be, else
    /// GB18030 if they can be. Nothing is guessed from the content, and nothing is replaced.
    ///
    /// # Errors
    /// A fault without a place when the bytes are a file of another kind, text in none of these
    /// encodings, or more than [`Source::SIZE_LIMIT`].
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Fault> {
        if bytes.len() as u64 > Self::SIZE_LIMIT {
            return Err(too_large());
        }
        if let Some(is) = foreign(&bytes) {
            return Err(Fault::nowhere(FaultKind::Foreign { is }));
        }
        let (text, encoding) = decode(bytes)?;
        Ok(Self::decoded(name.into(), text, encoding))
    }

    fn decoded(name: String, text: String, encoding: Encoding) -> Self {
        Self {
            name,
            text: Arc::new(text),
            encoding,
            lines: OnceLock::new(),
            origins: None,
            characters: OnceLock::new(),
        }
    }

    /// The canonical text of a workbook, and where its values come from.
    #[must_use]
    pub fn bound(name: impl Into<String>, text: String, origins: Arc<Origins>) -> Self {
        Self {
            origins: Some(origins),
            ..Self::decoded(name.into(), text, Encoding::Workbook)
        }
    }

    /// Where its values come from, where it was made of a workbook.
    #[must_use]
    pub fn origins(&self) -> Option<&Arc<Origins>> {
        self.origins.as_ref()
    }

    /// What the text is called in messages: the path as given, or any other name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The decoded text, to which all spans refer.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the bytes were taken when they were decoded.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The text of a span; what lies outside the text, or cuts a character, is left out.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let start = self.text.floor_char_boundary(span.start as usize);
        let end = self.text.floor_char_boundary(span.end as usize);
        self.text.get(start..end).unwrap_or("")
    }

    /// Line and column of a byte; of the end of the text for one beyond it.
    #[must_use]
    pub fn place(&self, offset: u32) -> Place {
        let offset = self.text.floor_char_boundary(offset as usize);
        let line = self
            .lines()
            .partition_point(|&start| start as usize <= offset);
        let start = line
            .checked_sub(1)
            .and_then(|index| self.lines().get(index))
            .map_or(0, |&start| start as usize);
        Place {
            line: narrow(line.max(1)),
            column: narrow(self.characters_between(start, offset) + 1),
            origin: self.origin(narrow(offset)),
        }
    }

    /// How many characters begin in a stretch of the text.
    fn characters_between(&self, start: usize, end: usize) -> usize {
        if end - start <= 4 * STRETCH {
            return count(self.text.as_bytes().get(start..end).unwrap_or_default());
        }
        self.characters_before(end) - self.characters_before(start)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let known = self.characters.get_or_init(|| {
            let mut before = 0;
            let stretches = bytes.chunks(STRETCH).map(|stretch| {
                let known = narrow(before);
                before += count(stretch);
                known
            });
            Arc::new(stretches.collect())
        });
        let stretch = offset / STRETCH;
        let from = stretch * STRETCH;
        match known.get(stretch) {
            Some(before) => *before as usize + count(bytes.get(from..offset).unwrap_or_default()),
            None => count(bytes),
        }
    }

    fn origin(&self, offset: u32) -> Option<Arc<str>> {
        let origins = self.origins.as_ref()?;
        let found = origins.after(offset)?;
        Some(found.origin.words().into())
    }

    /// The bytes of a line, counted from 1, without its line end; an empty span at the end of the
    /// text for a line that is not there.
    #[must_use]
    pub fn line_span(&self, line: u32) -> Span {
        let index = line as usize;
        let end_of_text = narrow(self.text.len());
        let Some(&start) = index
            .checked_sub(1)
            .and_then(|before| self.lines().get(before))
        else {
            return Span::new(end_of_text, end_of_text);
        };
        let next = self.lines().get(index).copied().unwrap_or(end_of_text);
        let written = self.slice(Span::new(start, next));
        let bare = written.strip_suffix('\n').unwrap_or(written);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        Span::new(start, start.saturating_add(narrow(bare.len())))
    }

    /// How many lines there are: one more than line ends, so that an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        narrow(self.lines().len())
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| line_starts(&self.text))
    }
}

/// How many characters begin in some bytes of a text: all bytes but those that go on with one.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// An offset or a count as 32 bits. Texts are far shorter (see [`Source::SIZE_LIMIT`]), so nothing
/// is cut.
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The span of a range of bytes.
pub(crate) fn span(range: Range<usize>) -> Span {
    Span::new(narrow(range.start), narrow(range.end))
}

/// Where lines start. A line ends with `\n`, with `\r\n`, or with a lone `\r`.
fn line_starts(text: &str) -> Vec<u32> {
    let mut starts = vec![0];
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let ends = match byte {
            b'\n' => true,
            b'\r' => bytes.peek().is_none_or(|&(_, next)| next != b'\n'),
            _ => false,
        };
        if ends {
            starts.push(narrow(at + 1));
        }
    }
    starts
}

fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), Fault> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return decode_utf16(rest, u16::from_le_bytes, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return decode_utf16(rest, u16::from_be_bytes, Encoding::Utf16Be);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return match str::from_utf8(rest) {
            Ok(text) => Ok((text.to_owned(), Encoding::Utf8Bom)),
            Err(error) => Err(undecodable(Encoding::Utf8Bom, error.valid_up_to() + 3)),
        };
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, Encoding::Utf8)),
        Err(error) => error,
    };
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(error.as_bytes())
    {
        Some(text) => Ok((text.into_owned(), Encoding::Gb18030)),
        None => Err(undecodable(
            Encoding::Utf8,
            error.utf8_error().valid_up_to(),
        )),
    }
}

/// By hand rather than by `encoding_rs`, which does not say where it failed.
fn decode_utf16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    encoding: Encoding,
) -> Result<(String, Encoding), Fault> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    // The mark is two bytes.
    let mut at = 2;
    for character in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let Ok(character) = character else {
            return Err(undecodable(encoding, at));
        };
        text.push(character);
        at += 2 * character.len_utf16();
    }
    if rest.is_empty() {
        Ok((text, encoding))
    } else {
        Err(undecodable(encoding, at))
    }
}

fn undecodable(tried: Encoding, byte: usize) -> Fault {
    Fault::nowhere(FaultKind::Undecodable {
        tried,
        byte: byte as u64,
    })
}

fn read_all(reader: impl Read) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a full file from one that is too long, also when it
    // grows while it is read.
    reader
        .take(Source::SIZE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refusal(&error))?;
    Ok(bytes)
}

fn too_large() -> Fault {
    Fault::nowhere(FaultKind::TooLarge {
        limit: Source::SIZE_LIMIT,
    })
}

fn refusal(error: &std::io::Error) -> Fault {
    Fault::nowhere(match error.kind() {
        ErrorKind::NotFound => FaultKind::FileMissing,
        ErrorKind::IsADirectory => FaultKind::IsFolder,
        _ => FaultKind::Unreadable {
            reason: error.to_string(),
        },
    })
}
