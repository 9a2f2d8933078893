//! The `gouji` command: arguments in, a report on standard output, an exit code.
//!
//! The words are in [`gouji::words::command`], what a command does in a file of its name; here
//! they are only put together.

mod annotate;
mod arguments;
mod check;
mod completions;
mod console;
mod explain;
mod form;
mod help;
mod layout;
mod lint;
mod measure;
mod mistakes;
mod new;
mod packs;
mod printed;
mod progress;
mod report;
mod rules;
mod screen;
mod test;
mod text;
mod trace;
mod verdict;
mod watch;
mod written;

use std::env;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use arguments::{Arguments, Command, Early};
use console::{Console, Exit, Stop};

/// Packs may come from anywhere: what their rules hold is counted.
#[global_allocator]
static MEMORY: gouji::memory::Counting = gouji::memory::Counting;

fn main() -> ExitCode {
    let typed: Vec<OsString> = env::args_os().collect();
    // where it panics, the panic has already been shown
    let work = AssertUnwindSafe(|| gouji::pack::with_room(|| answer(&typed)));
    catch_unwind(work).unwrap_or(Exit::CouldNotRun).into()
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
        Command::Report(report) => report.run(console),
        Command::Screen(screen) => screen.run(console),
        Command::Explain(explain) => explain.run(console),
        Command::Rules(rules) => rules.run(console),
        Command::Text(text) => text.run(console),
        Command::Test(test) => test.run(console),
        Command::Measure(measure) => measure.run(console),
        Command::Trace(trace) => trace.run(console),
        Command::Lint(lint) => lint.run(console),
        Command::Form(form) => form.run(console),
        Command::New(new) => new.run(console),
        Command::Completions(completions) => completions.run(console),
        Command::Help(help) => help.run(console),
    }
}
