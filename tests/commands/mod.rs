//! The command as a user meets it: what is typed, what is printed, how it ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, also in the functions it shares"
)]

mod across;
mod annotate;
mod answers;
mod authoring;
mod cases;
mod check;
mod desk;
mod form;
mod help;
mod hostile;
mod identity;
mod judged;
mod lossless;
mod mistakes;
mod packs;
mod resume;
mod roster;
mod screen;
mod settings;
mod streams;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command left behind.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

/// A folder of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A fresh, empty folder outside the repository's `rules/`: only embedded packs are within
/// reach of it.
fn folder(name: &str) -> Folder {
    let folder = std::env::temp_dir()
        .join(format!("gouji-commands-{}", std::process::id()))
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    Folder(folder)
}

/// A folder that is gone when its test has passed; a failed test leaves it to be looked at.
struct Folder(PathBuf);

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
            // the last one out takes the common folder along
            let _ = self.0.parent().map(fs::remove_dir);
        }
    }
}

/// The command, not yet run, without settings of whoever runs the tests.
fn gouji(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.current_dir(folder).stdin(Stdio::null());
    for variable in [
        "GOUJI_LANG",
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
    ] {
        command.env_remove(variable);
    }
    command
}

fn end(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs the command in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Ended {
    end(gouji(folder).args(arguments))
}

/// Runs the command with something on its standard input.
fn run_with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Ended {
    let mut child = gouji(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The text of the department pack's clean submission.
fn clean() -> String {
    fs::read_to_string(repository("rules/department/clean.json")).unwrap()
}

/// Writes a file into a folder.
fn write(folder: &Path, name: impl AsRef<OsStr>, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name.as_ref());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// Copies the repository's packs into a folder, to be edited there.
fn copy_rules(to: &Path) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let rules = to.join("rules");
    copy(&repository("rules"), &rules);
    rules
}
