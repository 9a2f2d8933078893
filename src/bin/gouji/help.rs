//! `gouji help`: the same as `--help`, for those who type it in front.

use clap::Args;
use gouji::words::command::Mistake;

use crate::arguments;
use crate::console::{Console, Exit, Stop};
use crate::mistakes::nearest_command;

#[derive(Debug, Args)]
pub(crate) struct Help {
    command: Option<String>,
}

impl Help {
    pub(crate) fn run(&self, console: &Console) -> Result<Exit, Stop> {
        let mut all = arguments::command(console.lang);
        // options that every command has reach the commands only now
        all.build();
        let Some(name) = &self.command else {
            return Err(Stop::Shown(all.render_help()));
        };
        if let Some(command) = all.find_subcommand_mut(name) {
            return Err(Stop::Shown(command.render_help()));
        }
        let nearest = nearest_command(name, &all);
        Err(Stop::Mistake(
            Mistake::UnknownCommand(name.clone(), nearest, false),
            "gouji".to_owned(),
        ))
    }
}
