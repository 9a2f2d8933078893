//! Which pack: named by id or folder, or the one that serves a kind of submission.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;

use gouji::desk::Shelf;
use gouji::finding::PackStamp;
use gouji::pack::{Library, Pack, PackFault, PackFaultKind, borrowing, kinds_served};
use gouji::settings::{Date, Reach, near};
use gouji::words::Lang;
use gouji::words::command::{Mistake, sheet};

use crate::console::{Console, Stop};

/// The packs within reach of the folder the command runs in.
pub(crate) fn library() -> Library {
    Library::near(&env::current_dir().unwrap_or_else(|_| PathBuf::from(".")))
}

/// Ids of the packs that have a form, and so serve submissions of their 文种.
pub(crate) fn ids(library: &Library) -> Vec<String> {
    kinds_served(library)
        .into_iter()
        .map(|(id, _)| id)
        .collect()
}

/// The packs and settings for a command's submissions, and what of both lies with the input and
/// is not used. Waivers are held against the day that is typed, else today.
pub(crate) fn shelf(
    pack: Option<&OsString>,
    config: Option<&Path>,
    day: Option<&String>,
    inputs: &[PathBuf],
    command: &str,
) -> Result<(Arc<Shelf>, Vec<PathBuf>), Stop> {
    let no_date = |typed: &String| {
        let mistake = Mistake::NoDate(typed.clone());
        Stop::Mistake(mistake, format!("gouji {command}"))
    };
    let day = match day {
        None => Date::today(),
        Some(typed) => typed.parse().map_err(|()| no_date(typed))?,
    };
    let Reach {
        library,
        settings,
        unused,
    } = Reach::of(config, inputs);
    let named = match pack {
        Some(name) => named(name, &library, command)?,
        None => Vec::new(),
    };
    let shelf = Shelf::new(library, named, settings.as_deref(), day).map_err(Stop::Faults)?;
    Ok((Arc::new(shelf), unused))
}

/// Says which waivers were not used, and which were by several units.
pub(crate) fn waiver_notes(shelf: &Shelf, console: &mut Console) -> io::Result<()> {
    for (place, waiver, note) in shelf.waiver_notes() {
        let words = sheet::waiver_note(&place, &waiver.rule, &waiver.path, &note, console.lang);
        console.note(&words)?;
    }
    Ok(())
}

/// The packs of this id, or in this folder: one, or one for each form it borrows. `command` is
/// the one whose help tells more.
pub(crate) fn named(
    name: &OsStr,
    library: &Library,
    command: &str,
) -> Result<Vec<Arc<Pack>>, Stop> {
    let path = Path::new(name);
    let text = name.to_string_lossy();
    let stop = |mistake| Stop::Mistake(mistake, format!("gouji {command}"));
    let is_folder =
        text.contains(is_separator) || text.starts_with('.') || path.join("pack.toml").is_file();
    let loaded = if is_folder && !path.is_dir() {
        return Err(stop(Mistake::NoFolder(text.into_owned())));
    } else if is_folder {
        Pack::load_folder_all(path, library)
    } else {
        Pack::load_all(&text, library)
    };
    let shared = |packs: Vec<Pack>| packs.into_iter().map(Arc::new).collect();
    loaded.map(shared).map_err(|faults| {
        if let [
            PackFault {
                kind: PackFaultKind::NoSuchPack(id, nearest),
                ..
            },
        ] = faults.as_slice()
            && *id == text
        {
            let known = [ids(library), borrowing(library)].concat();
            return stop(Mistake::UnknownPack(id.clone(), nearest.clone(), known));
        }
        Stop::Faults(faults)
    })
}

/// The folder of a pack that is the user's own to edit.
pub(crate) fn folder(name: &OsStr, library: &Library, command: &str) -> Result<PathBuf, Stop> {
    let path = PathBuf::from(name);
    if path.join("pack.toml").is_file() {
        return Ok(path);
    }
    let text = name.to_string_lossy();
    if let Some(folder) = library.own(&text) {
        return Ok(near(&folder));
    }
    // the mistake is said as everywhere; what is left is embedded
    let packs = named(name, library, command)?;
    let id = packs.first().map(|pack| pack.manifest.id.clone());
    let embedded = Mistake::Embedded(id.unwrap_or_else(|| text.into_owned()));
    Err(Stop::Mistake(embedded, format!("gouji {command}")))
}

/// Every pack that borrows its forms, one for each of them, or why it cannot.
pub(crate) fn all_borrowing(library: &Library) -> Vec<Result<Vec<Arc<Pack>>, Vec<PackFault>>> {
    borrowing(library)
        .into_iter()
        .map(|id| {
            let packs = Pack::load_all(&id, library)?;
            Ok(packs.into_iter().map(Arc::new).collect())
        })
        .collect()
}

/// Every pack with a form, or why it cannot be used.
pub(crate) fn all(library: &Library) -> Vec<Result<Arc<Pack>, Vec<PackFault>>> {
    ids(library)
        .into_iter()
        .map(|id| Pack::load(&id, library).map(Arc::new))
        .collect()
}

/// A pack by id, version and origin, on one line.
pub(crate) fn stamp(stamp: &PackStamp, lang: Lang) -> String {
    let origin = sheet::origin(&stamp.origin, lang);
    format!(
        "{} {}{}",
        stamp.id,
        stamp.version,
        sheet::bracketed(origin, lang)
    )
}
