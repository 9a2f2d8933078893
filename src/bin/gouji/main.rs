//! The `gouji` command: arguments in, a report on standard output, an exit code.
//!
//! The words are in [`gouji::words::command`], what a command does in a file of its name; here
//! they are only put together.

mod arguments;
mod check;
mod completions;
mod console;
mod explain;
mod help;
mod layout;
mod mistakes;
mod packs;
mod progress;
mod rules;
mod screen;
mod test;
mod verdict;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;
use std::thread;

use arguments::{Arguments, Command, Early};
use console::{Console, Exit, Stop};

/// Scripts may nest as deep as the engine allows, which takes more stack than a main thread has
/// on every system.
const STACK: usize = 64 * 1024 * 1024;

fn main() -> ExitCode {
    let typed: Vec<OsString> = env::args_os().collect();
    let worker = thread::Builder::new()
        .name("gouji".to_owned())
        .stack_size(STACK)
        .spawn(move || answer(&typed));
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit.into(),
        // the panic has already been shown
        Ok(Err(_)) | Err(_) => Exit::CouldNotRun.into(),
    }
}

/// Does what was typed; whatever stopped it has been said when this returns.
fn answer(typed: &[OsString]) -> Exit {
    let early = Early::of(typed);
    let mut console = Console::new(early);
    let ended = arguments::parse(typed, early.lang).and_then(|arguments| {
        console.style.ascii = arguments.ascii;
        run(&arguments, &mut console)
    });
    console.close(ended)
}

fn run(arguments: &Arguments, console: &mut Console) -> Result<Exit, Stop> {
    match &arguments.command {
        Command::Check(check) => check.run(console),
        Command::Screen(screen) => screen.run(console),
        Command::Explain(explain) => explain.run(console),
        Command::Rules(rules) => rules.run(console),
        Command::Test(test) => test.run(console),
        Command::Completions(completions) => completions.run(console),
        Command::Help(help) => help.run(console),
    }
}
