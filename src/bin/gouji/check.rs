//! `gouji check`: submissions named one by one.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gouji::fault::Fault;
use gouji::finding::Checked;
use gouji::pack::unreadable;
use gouji::report::{Format, Json, NdJson, Text};
use gouji::source::Source;
use gouji::words::Lang;
use gouji::words::command::{Mistake, sheet};

use crate::console::{Console, Exit, Stop};
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[arg(long)]
    pack: Option<OsString>,
    #[arg(long, value_enum, default_value_t = Written::Text)]
    format: Written,
}

/// How results are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    Text,
    Json,
    #[value(name = "ndjson")]
    NdJson,
}

impl Check {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let lang = console.lang;
        let inputs = self.files.iter().filter(|file| is_input(file)).count();
        if inputs > 1 {
            return Err(Stop::Mistake(Mistake::InputTwice, "gouji check".to_owned()));
        }
        let packs = packs::shelf(self.pack.as_ref(), "check")?;
        let mut desk = packs.desk(lang);
        let mut format: Box<dyn Format> = match self.format {
            Written::Text => Box::new(Text::new(lang, console.style)),
            Written::Json => Box::new(Json::new(lang)),
            Written::NdJson => Box::new(NdJson::new(lang)),
        };
        let mut exit = Exit::Clean;
        format.begin(&mut console.out)?;
        for file in &self.files {
            let (source, checked) = match self.read(file, lang) {
                Ok(source) => desk.check_source(source),
                Err(unread) => {
                    let (source, fault) = *unread;
                    (source, unreadable(&[fault]))
                }
            };
            console.faults(&packs.take_faults())?;
            format.submission(&source, &checked, &mut console.out)?;
            exit = exit.max(ended(&checked));
        }
        format.end(&mut console.out)?;
        Ok(exit)
    }

    /// A file, or an empty text of its name and why it cannot be read.
    fn read(&self, file: &Path, lang: Lang) -> Result<Source, Box<(Source, Fault)>> {
        let (name, read) = if is_input(file) {
            let name = match self.format {
                Written::Text => sheet::standard_input(lang),
                // other programs know it by what was typed
                Written::Json | Written::NdJson => "-",
            };
            (
                name.to_owned(),
                Source::from_reader(name, io::stdin().lock()),
            )
        } else {
            (file.to_string_lossy().into_owned(), Source::read(file))
        };
        read.map_err(|fault| Box::new((Source::new(name, ""), fault)))
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
