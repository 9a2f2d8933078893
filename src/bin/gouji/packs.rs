//! Which pack: named by id or folder, or the one that serves a kind of submission.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;

use gouji::finding::PackStamp;
use gouji::pack::{Library, Pack, PackFault, PackFaultKind, Shelf, kinds_served};
use gouji::words::Lang;
use gouji::words::command::{Mistake, sheet};

use crate::console::Stop;

/// The packs within reach of the folder the command runs in.
pub(crate) fn library() -> Library {
    Library::near(&env::current_dir().unwrap_or_else(|_| PathBuf::from(".")))
}

/// Ids of the packs that have a form and so can check something.
pub(crate) fn ids(library: &Library) -> Vec<String> {
    kinds_served(library)
        .into_iter()
        .map(|(id, _)| id)
        .collect()
}

/// The packs for a command's submissions: one for all of them where it is named.
pub(crate) fn shelf(pack: Option<&OsString>, command: &str) -> Result<Arc<Shelf>, Stop> {
    let library = library();
    let named = pack
        .map(|name| named(name, &library, command))
        .transpose()?;
    Ok(Arc::new(Shelf::new(library, named)))
}

/// The pack of this id, or in this folder. `command` is the one whose help tells more.
pub(crate) fn named(name: &OsStr, library: &Library, command: &str) -> Result<Arc<Pack>, Stop> {
    let path = Path::new(name);
    let text = name.to_string_lossy();
    let stop = |mistake| Stop::Mistake(mistake, format!("gouji {command}"));
    let is_folder =
        text.contains(is_separator) || text.starts_with('.') || path.join("pack.toml").is_file();
    let loaded = if is_folder && !path.is_dir() {
        return Err(stop(Mistake::NoFolder(text.into_owned())));
    } else if is_folder {
        Pack::load_folder(path, library)
    } else {
        Pack::load(&text, library)
    };
    loaded.map(Arc::new).map_err(|faults| {
        if let [
            PackFault {
                kind: PackFaultKind::NoSuchPack(id, nearest),
                ..
            },
        ] = faults.as_slice()
            && *id == text
        {
            let known = ids(library);
            return stop(Mistake::UnknownPack(id.clone(), nearest.clone(), known));
        }
        Stop::Faults(faults)
    })
}

/// Every pack that can check something, or why it cannot.
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
