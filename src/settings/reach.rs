//! Which settings and which `rules/` folder a command may use: nobody chooses how he is judged.
//!
//! What is named with `--config` is used as it is. Otherwise those of the folder the command runs
//! in, or nearest above it, are used, unless that folder lies inside the input: then whoever
//! handed in may have written them. What lies beside or above the input is never used; it is
//! listed, so that it can be said.

use std::env;
use std::path::{Path, PathBuf};

use super::configured::near;
use super::read::Settings;
use crate::pack::Library;

/// The settings and packs that a command uses.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// The packs within reach.
    pub library: Library,
    /// The settings file for all submissions; `None` where there is none.
    pub settings: Option<PathBuf>,
    /// Settings files and `rules/` folders that were found and are not used, as seen from the
    /// working folder.
    pub unused: Vec<PathBuf>,
}

impl Reach {
    /// What may be used for some inputs, files or folders, by a command that runs in the working
    /// folder; `config` is the settings file that is asked for by name.
    #[must_use]
    pub fn of(config: Option<&Path>, inputs: &[PathBuf]) -> Self {
        let here = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        Self::from(&here, config, inputs)
    }

    fn from(here: &Path, config: Option<&Path>, inputs: &[PathBuf]) -> Self {
        let whole = here.canonicalize().unwrap_or_else(|_| here.to_owned());
        let inputs: Vec<PathBuf> = inputs
            .iter()
            .filter_map(|input| input.canonicalize().ok())
            .collect();
        let inside = inputs
            .iter()
            .any(|input| input.is_dir() && whole.starts_with(input));
        let own = Settings::near(here);
        let mut unused = Vec::new();
        let library = Library::near(here);
        let library = if inside {
            unused.extend(library.folder().map(Path::to_path_buf));
            Library::shipped()
        } else {
            library
        };
        let settings = match config {
            Some(named) => Some(named.to_owned()),
            None => own.filter(|_| !inside),
        };
        let used = settings.as_ref().and_then(|file| file.canonicalize().ok());
        for input in &inputs {
            let folder = if input.is_dir() {
                Some(input.as_path())
            } else {
                input.parent()
            };
            let found = folder
                .and_then(Settings::near)
                .and_then(|file| file.canonicalize().ok());
            unused.extend(found.filter(|file| Some(file) != used.as_ref()));
        }
        unused.sort();
        unused.dedup();
        Self {
            library,
            settings,
            unused: unused.iter().map(|file| near(file)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Inputs, the working folder, and whether its settings and rules are used.
    #[test]
    fn what_lies_with_the_input_is_not_used() {
        let root = env::temp_dir().join(format!("gouji-reach-{}", std::process::id()));
        let root_in = root.join("in/A");
        fs::create_dir_all(root_in.join("rules/x")).unwrap();
        fs::write(root_in.join("rules/x/pack.toml"), "").unwrap();
        fs::write(root_in.join("gouji.toml"), "").unwrap();
        fs::write(root.join("gouji.toml"), "").unwrap();
        fs::write(root_in.join("a.json"), "").unwrap();
        let root = root.canonicalize().unwrap();
        let used = |here: &str, input: &str| {
            let inputs = [root.join(input)];
            let reach = Reach::from(&root.join(here), None, &inputs);
            let settings = reach.settings.map(|file| file.starts_with(&root));
            (
                settings,
                reach.library.folder().is_some(),
                reach.unused.len(),
            )
        };
        // the bureau's own hold, also those that lie above the input as well
        assert_eq!(used("", "in"), (Some(true), false, 0));
        assert_eq!(used("", "in/A"), (Some(true), false, 1));
        assert_eq!(used("", "in/A/a.json"), (Some(true), false, 1));
        // inside the input nothing is trusted: neither what is there nor what is above
        assert_eq!(used("in", "in"), (None, false, 1));
        assert_eq!(used("in/A", "in"), (None, false, 2));
        // a unit in its own folder
        assert_eq!(used("in/A", "in/A/a.json"), (Some(true), true, 0));
        // a folder elsewhere
        let named = root.join("in/A/gouji.toml");
        let elsewhere = Reach::from(&root.join("in"), Some(&named), &[root.join("in")]);
        assert_eq!(elsewhere.settings, Some(named));
        let _ = fs::remove_dir_all(&root);
    }
}
