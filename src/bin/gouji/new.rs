//! `gouji new`: a pack, or a rule in one, that works as it is and is there to be edited.

use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gouji::pack::{Library, NotMade, new_pack, new_rule};
use gouji::settings::near;
use gouji::words::command::{Mistake, authoring};

use crate::console::{Console, Exit, Stop};
use crate::layout::plain;
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct New {
    #[arg(value_enum)]
    what: What,
    name: OsString,
    #[arg(long)]
    pack: Option<OsString>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    Pack,
    Rule,
}

impl New {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let name = self.name.to_str().ok_or_else(|| stop(Mistake::NotText))?;
        match (self.what, &self.pack) {
            (What::Pack, Some(_)) => Err(stop(Mistake::Unwanted("--pack".to_owned()))),
            (What::Pack, None) => pack(Path::new(name), console),
            (What::Rule, given) => {
                let library = packs::library();
                let folder = match given {
                    Some(name) => packs::folder(name, &library, "new")?,
                    None => own_pack(&library)?,
                };
                rule(&folder, name.trim(), &library, console)
            }
        }
    }
}

fn stop(mistake: Mistake) -> Stop {
    Stop::Mistake(mistake, "gouji new".to_owned())
}

fn not_made(why: NotMade) -> Stop {
    match why {
        NotMade::Faults(faults) => Stop::Faults(faults),
        why => stop(Mistake::NotMade(Box::new(why))),
    }
}

fn pack(folder: &Path, console: &mut Console) -> Result<Exit, Stop> {
    let id = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let files = new_pack(&id).map_err(not_made)?;
    let shown = folder.display().to_string();
    let taken = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        // a file of that name; all else is no sign that something is there
        Err(_) if folder.is_file() => true,
        Err(error) => return Err(cannot(&shown, &error)),
    };
    if taken {
        return Err(stop(Mistake::FolderTaken(shown)));
    }
    for (path, text) in &files {
        create(&folder.join(path), text, console)?;
    }
    let next = authoring::pack_next(&plain(&shown), console.lang);
    writeln!(console.out, "\n{next}")?;
    Ok(Exit::Clean)
}

fn rule(folder: &Path, id: &str, library: &Library, console: &mut Console) -> Result<Exit, Stop> {
    let made = new_rule(folder, id, library).map_err(not_made)?;
    for (path, text) in &made.added {
        create(&folder.join(path), text, console)?;
    }
    let manifest = folder.join("pack.toml");
    let shown = manifest.display().to_string();
    fs::write(&manifest, &made.manifest).map_err(|error| cannot(&shown, &error))?;
    let script = format!("{id}.rhai");
    let listed = authoring::listed(&plain(&shown), &script, console.lang);
    writeln!(console.out, "{listed}")?;
    let folder = folder.display().to_string();
    let next = authoring::rule_next(id, &plain(&folder), console.lang);
    writeln!(console.out, "\n{next}")?;
    Ok(Exit::Clean)
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str, console: &mut Console) -> Result<(), Stop> {
    let shown = path.display().to_string();
    let cannot = |error: std::io::Error| cannot(&shown, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(cannot)?;
    }
    let mut file = fs::File::create_new(path).map_err(cannot)?;
    file.write_all(text.as_bytes()).map_err(cannot)?;
    let wrote = authoring::wrote(&plain(&shown), console.lang);
    writeln!(console.out, "{wrote}")?;
    Ok(())
}

fn cannot(path: &str, error: &std::io::Error) -> Stop {
    stop(Mistake::CannotWriteFile(path.to_owned(), error.to_string()))
}

/// The pack of the folder the command runs in, or the only one of its `rules/`.
fn own_pack(library: &Library) -> Result<PathBuf, Stop> {
    let here = PathBuf::from(".");
    if here.join("pack.toml").is_file() {
        return Ok(here);
    }
    let own: Vec<(String, PathBuf)> = packs::ids(library)
        .into_iter()
        .filter_map(|id| library.own(&id).map(|folder| (id, folder)))
        .collect();
    match own.as_slice() {
        [(_, only)] => Ok(near(only)),
        several => Err(stop(Mistake::WhichPack(
            several.iter().map(|(id, _)| id.clone()).collect(),
        ))),
    }
}
