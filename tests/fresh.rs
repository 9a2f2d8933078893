//! Files that are generated: compared, and rewritten with `UPDATE=1 cargo test`.

use std::fs;
use std::path::Path;

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Holds a file of the project against what it should be.
pub(crate) fn expect_file(path: &str, wanted: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    if found == wanted {
        return;
    }
    let line = found
        .lines()
        .zip(wanted.lines())
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| found.lines().count().min(wanted.lines().count()));
    panic!(
        "{path} is not fresh; first difference in line {}:\n  file: {}\n  now:  {}\nrun `UPDATE=1 cargo test` and look at the change",
        line + 1,
        found.lines().nth(line).unwrap_or("(end)"),
        wanted.lines().nth(line).unwrap_or("(end)")
    );
}
