//! How results are written down, and where to.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::LazyLock;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use gouji::report::Kind;
use gouji::screen::{RESULT_LINES, RESULTS, SUMMARY};
use gouji::words::command::Mistake;

use crate::console::{Console, Stop};

/// How the results of a command are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// For people at a terminal.
    Text,
    /// For programs, all at once.
    Json,
    /// For programs, one a line.
    NdJson,
    /// A report on all of them.
    Report(Kind),
}

impl Written {
    /// What it is called in a folder of results.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Text => SUMMARY,
            Self::Json => RESULTS,
            Self::NdJson => RESULT_LINES,
            Self::Report(kind) => kind.file(),
        }
    }

    /// Whether it can be printed while results come, or, as text, when they are over.
    pub(crate) fn is_stream(self) -> bool {
        !matches!(self, Self::Report(_))
    }
}

/// A report on all results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfAll(pub(crate) Kind);

static WRITTEN: LazyLock<Vec<Written>> = LazyLock::new(|| {
    let mut all = vec![Written::Text, Written::Json, Written::NdJson];
    all.extend(Kind::ALL.map(Written::Report));
    all
});

static OF_ALL: LazyLock<[OfAll; Kind::ALL.len()]> = LazyLock::new(|| Kind::ALL.map(OfAll));

impl ValueEnum for Written {
    fn value_variants<'a>() -> &'a [Self] {
        WRITTEN.as_slice()
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::NdJson => "ndjson",
            Self::Report(kind) => kind.name(),
        }))
    }
}

impl ValueEnum for OfAll {
    fn value_variants<'a>() -> &'a [Self] {
        OF_ALL.as_slice()
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

/// Where results go.
pub(crate) enum Out {
    /// Standard output as text.
    Console,
    /// Standard output, or a file, byte by byte.
    Bytes(Box<dyn Write>),
}

impl Out {
    /// A file, or standard output where none is named.
    pub(crate) fn open(
        file: Option<&Path>,
        written: Written,
        command: &str,
        console: &Console,
    ) -> Result<Self, Stop> {
        if let Some(path) = file {
            let file = File::create(path).map_err(|error| {
                io::Error::new(error.kind(), format!("{}: {error}", path.display()))
            })?;
            return Ok(Self::Bytes(Box::new(BufWriter::new(file))));
        }
        match written {
            Written::Report(kind) if kind.is_binary() && io::stdout().is_terminal() => {
                Err(Stop::Mistake(
                    Mistake::NeedsFile(kind.name().to_owned()),
                    command.to_owned(),
                ))
            }
            Written::Report(_) => Ok(Self::Bytes(console.unfiltered())),
            Written::Text | Written::Json | Written::NdJson => Ok(Self::Console),
        }
    }

    pub(crate) fn stream<'a>(&'a mut self, console: &'a mut Console) -> &'a mut dyn Write {
        match self {
            Self::Console => &mut console.out,
            Self::Bytes(bytes) => bytes,
        }
    }
}
