//! `gouji completions`: a script that lets a shell complete what is typed.

use clap::Args;
use clap_complete::{Shell, generate};

use crate::arguments;
use crate::console::{Console, Exit, Stop};

#[derive(Debug, Args)]
pub(crate) struct Completions {
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        // written to memory first: the generator panics when its output fails
        let mut script = Vec::new();
        let mut command = arguments::command(console.lang);
        generate(self.shell, &mut command, "gouji", &mut script);
        console.out.write_all(&script)?;
        Ok(Exit::Clean)
    }
}
