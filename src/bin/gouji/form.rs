//! `gouji form`: a blank form to fill in.

use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use gouji::blank::{Layout, mapping, markdown, skeleton, workbook};
use gouji::pack::Pack;
use gouji::words::command::{Mistake, authoring, receiving};

use crate::console::{Console, Exit, Stop};
use crate::layout::plain;
use crate::packs;

/// The kinds of files there are, as they are told.
const KINDS: &str = ".xlsx .json .md .toml";

#[derive(Debug, Args)]
pub(crate) struct Form {
    pack: OsString,
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// What is written, by the end of the file's name.
#[derive(Clone, Copy, Debug)]
enum Written {
    Workbook,
    Json,
    Markdown,
    Mapping,
}

impl Form {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let packs = packs::named(&self.pack, &packs::library(), "form")?;
        match (&self.output, packs.as_slice()) {
            (Some(path), [pack]) => write(pack, path, console)?,
            (Some(_), several) => {
                let ids = several
                    .iter()
                    .flat_map(|pack| pack.manifest.extends.clone());
                return Err(stop(Mistake::OneFileForForms(ids.collect())));
            }
            // as for other things that are made to be filled in: a file of a telling name, here
            (None, several) => {
                for pack in several {
                    let name = format!("{}-空表.xlsx", Layout::of(pack).title);
                    write(pack, Path::new(&name), console)?;
                }
            }
        }
        Ok(Exit::Clean)
    }
}

fn write(pack: &Arc<Pack>, path: &Path, console: &mut Console) -> Result<(), Stop> {
    let written = written(path)?;
    let layout = Layout::of(pack);
    let bytes = match written {
        Written::Json => skeleton(&layout, &pack.form).into_bytes(),
        Written::Markdown => markdown(&layout, &pack.form).into_bytes(),
        Written::Mapping => mapping(&layout).into_bytes(),
        Written::Workbook => workbook(&layout, &pack.form, None)
            .map_err(|error| stop(Mistake::NoForm(error.to_string())))?,
    };
    create(path, &bytes)?;
    let shown = path.display().to_string();
    let shown = plain(&shown);
    let wrote = authoring::wrote(&shown, console.lang);
    writeln!(console.out, "{wrote}")?;
    let next = match written {
        Written::Workbook => receiving::fill_in(layout.sheets.len(), console.lang),
        Written::Json => receiving::fill_in_json(&shown, console.lang),
        Written::Markdown | Written::Mapping => return Ok(()),
    };
    writeln!(console.out, "{next}")?;
    Ok(())
}

fn written(path: &Path) -> Result<Written, Stop> {
    let end = path
        .extension()
        .map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("xlsx") => Ok(Written::Workbook),
        Some("json") => Ok(Written::Json),
        Some("md") => Ok(Written::Markdown),
        Some("toml") => Ok(Written::Mapping),
        _ => Err(stop(Mistake::NoSuchKind(path.display().to_string(), KINDS))),
    }
}

/// Writes a file that is not there yet: what stands in one may have been filled in.
fn create(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let shown = || path.display().to_string();
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => stop(Mistake::FileThere(shown())),
        _ => stop(Mistake::CannotWriteFile(shown(), error.to_string())),
    })?;
    file.write_all(bytes)
        .map_err(|error| stop(Mistake::CannotWriteFile(shown(), error.to_string())))
}

fn stop(mistake: Mistake) -> Stop {
    Stop::Mistake(mistake, "gouji form".to_owned())
}
