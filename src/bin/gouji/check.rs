//! `gouji check`: submissions named one by one.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use gouji::desk::Desk;
use gouji::fault::{Fault, FaultKind, Foreign};
use gouji::finding::Checked;
use gouji::pack::unreadable;
use gouji::report::{Format, Gathered, Json, NdJson, Style, Text};
use gouji::source::Source;
use gouji::words::Lang;
use gouji::words::command::annotating::NoCopy;
use gouji::words::command::{Mistake, authoring, sheet};
use gouji::words::report::{self as words, not_used};

use crate::annotate::write_copy;
use crate::console::{Console, Exit, Stop};
use crate::layout::plain;
use crate::packs;
use crate::written::{Out, Written};

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[arg(long)]
    pack: Option<OsString>,
    #[arg(long, value_enum, default_value = "text")]
    format: Written,
    #[arg(long)]
    config: Option<PathBuf>,
    #[arg(long)]
    date: Option<String>,
    #[arg(long, short)]
    output: Option<PathBuf>,
    #[arg(long)]
    annotate: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let lang = console.lang;
        let inputs = self.files.iter().filter(|file| is_input(file)).count();
        if inputs > 1 {
            return Err(Stop::Mistake(Mistake::InputTwice, "gouji check".to_owned()));
        }
        let (reach, unused) = packs::shelf(
            self.pack.as_ref(),
            self.config.as_deref(),
            self.date.as_ref(),
            &self.files,
            "check",
        )?;
        let unused = not_used(&unused, lang);
        if let (Some(said), false) = (&unused, self.format == Written::Text) {
            console.note(said)?;
        }
        let settings = reach.settings();
        let settings = settings.map(|stamp| words::settings(&stamp, lang));
        let before = settings.into_iter().chain(unused).collect();
        let mut desk = reach.desk(lang);
        let mut format: Box<dyn Format> = match self.format {
            Written::Text => Box::new(Text::new(lang, self.style(console)).after(before)),
            Written::Json => Box::new(Json::new(lang)),
            Written::NdJson => Box::new(NdJson::new(lang)),
            Written::Report(kind) => Box::new(Gathered::new(kind, lang)),
        };
        let mut out = Out::open(self.output.as_deref(), self.format, "gouji check", console)?;
        let mut exit = Exit::Clean;
        format.begin(out.stream(console))?;
        for file in &self.files {
            let mut bytes = Vec::new();
            let (source, checked) = match self.read(file, lang, &desk, &mut bytes) {
                Ok(source) => desk.check_source(file, source),
                Err(unread) => {
                    let (source, fault) = *unread;
                    if fault.kind == FaultKind::FileMissing
                        && let Some(near) = near_file(file)
                    {
                        console.note(&sheet::near_file(source.name(), &near, lang))?;
                    }
                    (source, unreadable(&[fault]))
                }
            };
            console.faults(&reach.take_faults())?;
            format.submission(&source, &checked, out.stream(console))?;
            exit = exit.max(ended(&checked));
            if let (Some(folder), true) = (&self.annotate, checked.pack.is_some()) {
                let copy = write_copy(folder, file, &bytes, (&source, &checked), lang);
                exit = exit.max(tell(copy, console)?);
            }
        }
        let written = out.stream(console);
        format.end(written)?;
        written.flush()?;
        packs::waiver_notes(&reach, console)?;
        Ok(exit)
    }

    /// The terminal's style; in a file, none.
    fn style(&self, console: &Console) -> Style {
        Style {
            color: console.style.color && self.output.is_none(),
            ..console.style
        }
    }

    /// A file, or an empty text of its name and why it cannot be read. Its bytes are kept where
    /// they are to be marked.
    fn read(
        &self,
        file: &Path,
        lang: Lang,
        desk: &Desk,
        kept: &mut Vec<u8>,
    ) -> Result<Source, Box<(Source, Fault)>> {
        let (name, read) = if is_input(file) {
            let name = match self.format {
                Written::Text => sheet::standard_input(lang),
                // other programs know it by what was typed
                Written::Json | Written::NdJson | Written::Report(_) => "-",
            };
            (name.to_owned(), Source::bytes_of(io::stdin().lock()))
        } else {
            (file.to_string_lossy().into_owned(), Source::bytes(file))
        };
        let read = read.and_then(|bytes| {
            if self.annotate.is_some() {
                kept.clone_from(&bytes);
            }
            desk.source(file, &name, bytes)
        });
        let read = read.and_then(|source| match Foreign::by_name(&name, source.text()) {
            Some(is) => Err(Fault::nowhere(FaultKind::Foreign { is })),
            None => Ok(source),
        });
        read.map_err(|fault| Box::new((Source::new(name, ""), fault)))
    }
}

/// A file beside one that is not there, and probably meant: the same name with an ending that the
/// system hides, else the nearest.
fn near_file(file: &Path) -> Option<String> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let typed = file.file_name()?.to_string_lossy().into_owned();
    let longer = names.iter().find(|name| {
        let rest = name.strip_prefix(typed.as_str());
        rest.is_some_and(|rest| rest.starts_with('.'))
    });
    let found = match longer {
        Some(name) => name.as_str(),
        None => gouji::words::nearest(&typed, names.iter().map(String::as_str))?,
    };
    let found = folder.map_or_else(|| PathBuf::from(found), |folder| folder.join(found));
    Some(found.to_string_lossy().into_owned())
}

/// Says which marked copy was written, or why none was.
fn tell(copy: Result<PathBuf, NoCopy>, console: &mut Console) -> Result<Exit, Stop> {
    let lang = console.lang;
    match copy {
        Ok(path) => {
            console.remark(&authoring::wrote(&path.display().to_string(), lang));
            Ok(Exit::Clean)
        }
        // nothing is amiss: there is no cell to mark
        Err(why @ NoCopy::NoWorkbook(_)) => {
            console.note(&why.text(lang))?;
            Ok(Exit::Clean)
        }
        Err(why) => {
            console.complain(&plain(&why.text(lang)))?;
            Ok(Exit::CouldNotRun)
        }
    }
}

fn is_input(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// What one submission means for the exit code.
fn ended(checked: &Checked) -> Exit {
    if checked.pack.is_none() {
        return Exit::CouldNotRun;
    }
    let open = checked.open();
    if open.errors || open.queries {
        Exit::Findings
    } else if open.undecided {
        Exit::Undetermined
    } else {
        Exit::Clean
    }
}
