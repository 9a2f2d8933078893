//! What can be wrong with a file before any rule sees it: it cannot be opened, its bytes are no
//! text, its text is no JSON.
//!
//! A fault is data. Its sentences are in `words::read`, one `match` for each language, so that all
//! of them can be reviewed in one place.

use serde::Serialize;

use crate::document::{Kind, NumberFault};
pub use crate::foreign::Foreign;
pub use crate::read::DocumentFault;
use crate::source::{Encoding, Span};

/// One thing that keeps a file from being read.
#[derive(Clone, Eq, PartialEq, Debug, Serialize)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where it stands in the decoded text; `None` where there is no text to point at.
    pub span: Option<Span>,
    /// A second place that explains the first: the other of two equal keys, the bracket that
    /// closed the wrong one.
    pub related: Option<Span>,
}

impl Fault {
    /// A fault without a place: the file could not be opened or decoded.
    #[must_use]
    pub fn nowhere(kind: FaultKind) -> Self {
        Self {
            kind,
            span: None,
            related: None,
        }
    }

    /// A fault at a place of the text.
    #[must_use]
    pub fn at(kind: FaultKind, span: Span) -> Self {
        Self {
            kind,
            span: Some(span),
            related: None,
        }
    }

    /// The same fault with the second place that explains it.
    #[must_use]
    pub fn with_related(mut self, related: Span) -> Self {
        self.related = Some(related);
        self
    }
}

/// What the grammar of JSON allows where something else was found.
#[derive(Copy, Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// A text, number, list, object, `true`, `false` or `null`.
    Value,
    /// The quoted name of a field.
    Key,
    /// `:` between a name and its value.
    Colon,
    /// `,` before the next value, or the closing bracket.
    Separator,
}

/// What is wrong with an archive.
#[derive(Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveFault {
    /// It, or an entry of it, cannot be read; the reader's own words.
    Unreadable(String),
    /// It is in an archive, and holds several submissions itself.
    Nested,
    /// It ends without a list of what is in it: cut off, or no archive.
    NoEnd,
    /// Its list does not agree with what is in it, so that there may be more.
    Directory,
    /// It has this many entries or more, which are too many.
    Entries(usize),
    /// It unpacks to more bytes than this; the rest of it is not read.
    Size(u64),
}

/// Why a workbook cannot be read, or not be taken for a submission.
#[derive(Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkbookFault {
    /// It has a password.
    Encrypted,
    /// It ends too early, or is damaged; the reader's own words.
    Damaged(String),
    /// It unpacks to more than anybody fills in, or has too many parts.
    Excessive,
    /// Its parts define entities, which no program that writes workbooks does.
    Entities,
    /// It has no sheet with anything in it.
    NoSheet,
    /// No mapping within reach fits it; titles of the forms that could be read.
    NoMapping(Vec<String>),
    /// Mappings of several packs fit it; their ids.
    SeveralMappings(Vec<String>),
    /// The mapping of a pack is wrong; the pack, and what is wrong.
    BrokenMapping(String, String),
}

/// What is wrong. The data is what a sentence about it needs.
#[derive(Clone, Eq, PartialEq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// No file of this name.
    FileMissing,
    /// The name belongs to a folder.
    IsFolder,
    /// The name belongs to a pipe, a socket or a device, from which reading might never return.
    NotRegular,
    /// A file of lines in UTF-16, whose lines do not end where bytes say so.
    WideLines,
    /// The operating system refused to hand the bytes over.
    Unreadable {
        /// The operating system's own words.
        reason: String,
    },
    /// More bytes than a submission may have.
    TooLarge {
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// A workbook, a letter, a picture …: no text at all, or text of another kind.
    Foreign {
        /// What it is.
        is: Foreign,
    },
    /// A file of a kind that is no report and cannot be read as one.
    NoReport {
        /// What it is.
        is: Foreign,
    },
    /// A Word document that is damaged, protected or not what it seems.
    Document {
        /// What is wrong with it.
        why: DocumentFault,
    },
    /// The bytes are text in none of the encodings tried.
    Undecodable {
        /// The encoding that was tried first: UTF-16 or UTF-8 with a byte order mark, else UTF-8
        /// (GB18030 was tried after it).
        tried: Encoding,
        /// First byte of the file, counted from 0, that is wrong in that encoding.
        byte: u64,
    },
    /// Nothing but white space.
    Empty,
    /// The outermost value is not an object.
    RootNotObject {
        /// What it is.
        found: Kind,
    },
    /// A character that the grammar does not allow here, and for which there is no more telling
    /// fault.
    Unexpected {
        /// What stands there.
        found: char,
        /// What may stand there.
        expected: Expected,
    },
    /// Full-width punctuation, quotation marks or digits outside a text.
    FullWidth {
        /// What stands there.
        found: char,
        /// What JSON has for it.
        half: char,
    },
    /// A blank that is none of JSON's four, often invisible: the full-width space, the no-break
    /// space, a zero-width mark.
    OddSpace {
        /// The first of them.
        found: char,
    },
    /// Text in single quotation marks.
    SingleQuoted,
    /// A comma with nothing after it.
    TrailingComma,
    /// Two values with no comma between them.
    MissingComma,
    /// A name with no colon after it.
    MissingColon,
    /// No value between a colon and a comma, between two commas, before a closing bracket.
    MissingValue,
    /// The name of a field without quotation marks.
    UnquotedKey,
    /// A comment; JSON has none.
    Comment,
    /// A bare word that is none of `true`, `false`, `null`.
    WrongWord {
        /// The word, cut to 20 characters.
        word: String,
        /// What was probably meant: `true`, `false` or `null`; `None` for a text without quotation
        /// marks.
        instead: Option<&'static str>,
    },
    /// `+1`.
    LeadingPlus,
    /// `007`.
    LeadingZero,
    /// `.5` or `5.`.
    BarePoint,
    /// `10,443.60` without quotation marks.
    GroupedNumber,
    /// Starts like a number and is none: `1.2.3`, `91.87%`, `18万`.
    MalformedNumber,
    /// A well-formed number that cannot be held exactly.
    NumberRange {
        /// In which respect.
        fault: NumberFault,
    },
    /// A line break, a tab or another control character inside a text.
    ControlInText {
        /// The first of them in that text.
        found: char,
    },
    /// A backslash before something that cannot be escaped.
    BadEscape {
        /// What follows the backslash.
        found: char,
    },
    /// Half of a surrogate pair, `\ud83d` alone: no character.
    LoneSurrogate,
    /// No closing quotation mark before the line ends.
    UnterminatedText,
    /// A bracket that is never closed, or is closed by the wrong one (which is then the related
    /// place).
    Unclosed {
        /// `{` or `[`.
        open: char,
        /// How many more brackets around it are open as well when the file ends.
        others: usize,
    },
    /// Something after the outermost object.
    AfterEnd,
    /// Two fields of one object have the same name; the related place is the first of them.
    DuplicateKey {
        /// The name.
        key: String,
    },
    /// Brackets in brackets, more than anybody means.
    TooDeep {
        /// The deepest that is read.
        limit: usize,
    },
    /// A link to a folder, found in a folder.
    LinkedFolder,
    /// A link to a file outside the folder it was found in.
    LinkedFile,
    /// An archive, or an entry of one, that cannot be read.
    Archive {
        /// In which respect.
        fault: ArchiveFault,
    },
    /// A workbook that cannot be read, or not be taken for a submission.
    Workbook {
        /// In which respect.
        fault: WorkbookFault,
    },
    /// The program itself failed at this submission.
    Panicked {
        /// What it said.
        words: String,
    },
}

impl FaultKind {
    /// The stable name of this kind in machine-readable reports.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileMissing => "file_missing",
            Self::IsFolder => "is_folder",
            Self::NotRegular => "not_regular",
            Self::WideLines => "wide_lines",
            Self::Unreadable { .. } => "unreadable",
            Self::TooLarge { .. } => "too_large",
            Self::Foreign { .. } => "foreign",
            Self::NoReport { .. } => "no_report",
            Self::Document { .. } => "document",
            Self::Undecodable { .. } => "undecodable",
            Self::Empty => "empty",
            Self::RootNotObject { .. } => "root_not_object",
            Self::Unexpected { .. } => "unexpected",
            Self::FullWidth { .. } => "full_width",
            Self::OddSpace { .. } => "odd_space",
            Self::SingleQuoted => "single_quoted",
            Self::TrailingComma => "trailing_comma",
            Self::MissingComma => "missing_comma",
            Self::MissingColon => "missing_colon",
            Self::MissingValue => "missing_value",
            Self::UnquotedKey => "unquoted_key",
            Self::Comment => "comment",
            Self::WrongWord { .. } => "wrong_word",
            Self::LeadingPlus => "leading_plus",
            Self::LeadingZero => "leading_zero",
            Self::BarePoint => "bare_point",
            Self::GroupedNumber => "grouped_number",
            Self::MalformedNumber => "malformed_number",
            Self::NumberRange { .. } => "number_range",
            Self::ControlInText { .. } => "control_in_text",
            Self::BadEscape { .. } => "bad_escape",
            Self::LoneSurrogate => "lone_surrogate",
            Self::UnterminatedText => "unterminated_text",
            Self::Unclosed { .. } => "unclosed",
            Self::AfterEnd => "after_end",
            Self::DuplicateKey { .. } => "duplicate_key",
            Self::TooDeep { .. } => "too_deep",
            Self::LinkedFolder => "linked_folder",
            Self::LinkedFile => "linked_file",
            Self::Archive { .. } => "archive",
            Self::Workbook { .. } => "workbook",
            Self::Panicked { .. } => "panicked",
        }
    }
}
