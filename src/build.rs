//! Shipped packs are embedded in the binary: a change below `rules/` must rebuild it. The digest
//! of each is worked out here, so that no start has to.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

include!("pack/digest.rs");

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/pack/digest.rs");
    let mut table = String::from("&[\n");
    let mut packs: Vec<_> = fs::read_dir("rules")?.collect::<Result<_, _>>()?;
    packs.sort_by_key(fs::DirEntry::file_name);
    for pack in packs {
        let mut files = BTreeMap::new();
        collect(&pack.path(), "", &mut files)?;
        let id = pack.file_name().to_string_lossy().into_owned();
        writeln!(table, "    ({id:?}, {:?}),", digest(&files))?;
    }
    table.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("digests.rs"), table)?;
    Ok(())
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}
