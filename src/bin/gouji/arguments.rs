//! What can be typed, and its help in the user's language.
//!
//! The shape is derived; every word of help is laid over it from [`words`], since the parser has
//! only English of its own.

use std::ffi::OsString;

use anstream::ColorChoice;
use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use gouji::words::Lang;
use gouji::words::command::{self as words, Heading};

use crate::check::Check;
use crate::completions::Completions;
use crate::console::Stop;
use crate::explain::Explain;
use crate::form::Form;
use crate::help::Help;
use crate::lint::Lint;
use crate::measure::Measure;
use crate::mistakes;
use crate::new::New;
use crate::report::Report;
use crate::rules::Rules;
use crate::screen::Screen;
use crate::test::Test;
use crate::text::Text;
use crate::trace::Trace;

/// The variable that chooses the language.
const LANG_VARIABLE: &str = "GOUJI_LANG";
/// Options that every command has come after its own.
const LAST: usize = 100;

/// All that was typed.
#[derive(Debug, Parser)]
#[command(name = "gouji", version)]
pub(crate) struct Arguments {
    #[arg(long, global = true, value_enum, display_order = LAST)]
    lang: Option<Language>,
    #[arg(long, global = true, value_enum, display_order = LAST + 1)]
    color: Option<When>,
    #[arg(long, global = true, display_order = LAST + 2)]
    pub(crate) ascii: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Report(Report),
    Screen(Screen),
    Form(Form),
    Text(Text),
    Explain(Explain),
    Rules(Rules),
    Test(Test),
    Measure(Measure),
    Trace(Trace),
    Lint(Lint),
    New(New),
    Completions(Completions),
    Help(Help),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    Zh,
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

/// What must be known before the arguments are understood, because it decides how to say that
/// they are not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Early {
    /// The language.
    pub(crate) lang: Lang,
    /// Whether to use colours.
    pub(crate) color: ColorChoice,
}

impl Early {
    pub(crate) fn of(typed: &[OsString]) -> Self {
        let said = |option: &str| -> Option<&str> {
            let mut typed = typed.iter().skip(1).map_while(|word| match word.to_str() {
                Some("--") => None,
                word => Some(word.unwrap_or_default()),
            });
            typed
                .by_ref()
                .find_map(|word| {
                    let rest = word.strip_prefix(option)?;
                    rest.is_empty()
                        .then_some("")
                        .or_else(|| rest.strip_prefix('='))
                })
                .map(|value| {
                    if value.is_empty() {
                        typed.next().unwrap_or_default()
                    } else {
                        value
                    }
                })
        };
        let variable = std::env::var(LANG_VARIABLE).unwrap_or_default();
        let english =
            said("--lang").map_or_else(|| variable.starts_with("en"), |lang| lang == "en");
        Self {
            lang: if english {
                Lang::English
            } else {
                Lang::Chinese
            },
            color: match said("--color") {
                Some("always") => ColorChoice::Always,
                Some("never") => ColorChoice::Never,
                _ => ColorChoice::Auto,
            },
        }
    }
}

/// Understands what was typed.
pub(crate) fn parse(typed: &[OsString], lang: Lang) -> Result<Arguments, Stop> {
    mistakes::wide_dash(typed)?;
    let mut command = command(lang);
    command
        .try_get_matches_from_mut(typed)
        .and_then(|matches| Arguments::from_arg_matches(&matches))
        .map_err(|error| mistakes::stop(&error, &mut command, typed))
}

/// The command with all its help in one language.
pub(crate) fn command(lang: Lang) -> clap::Command {
    let command = Arguments::command()
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .global(true)
                .display_order(LAST + 3),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .display_order(LAST + 4),
        );
    in_words(command, lang)
}

fn in_words(command: clap::Command, lang: Lang) -> clap::Command {
    let name = command.get_name().to_owned();
    let template = template(&command, lang);
    command
        .about(words::about(&name, lang).unwrap_or_default())
        .override_usage(words::usage(&name, lang))
        .help_template(template)
        .mut_args(|argument| {
            let id = argument.get_id().to_string();
            let argument = argument.help(words::argument(&name, &id, lang).unwrap_or_default());
            match words::value_name(&id, lang) {
                Some(value) => argument
                    .value_name(value)
                    .hide_possible_values(true)
                    .hide_default_value(true),
                None => argument,
            }
        })
        .mut_subcommands(|command| in_words(command, lang))
}

/// The layout of a command's help; the parser's own has English headings.
fn template(command: &clap::Command, lang: Lang) -> String {
    let name = command.get_name();
    let heading = |heading: Heading| format!("\u{1b}[1m{}\u{1b}[0m\n", heading.text(lang));
    let mut template = format!("{{about}}\n\n{}  {{usage}}\n\n", heading(Heading::Usage));
    let sections = [
        (
            command.has_subcommands(),
            Heading::Commands,
            "{subcommands}",
        ),
        (
            command.get_positionals().next().is_some(),
            Heading::Arguments,
            "{positionals}",
        ),
        (true, Heading::Options, "{options}"),
    ];
    for (_, title, section) in sections.into_iter().filter(|(there, ..)| *there) {
        template.push_str(&heading(title));
        template.push_str(section);
        template.push_str("\n\n");
    }
    template.push_str(&heading(Heading::Examples));
    template.push_str(words::examples(name, lang));
    template.push('\n');
    template
}

/// The command whose help tells more about a mistake: the first that was typed, if any.
pub(crate) fn typed_command<'c>(
    command: &'c clap::Command,
    typed: &[OsString],
) -> &'c clap::Command {
    typed
        .iter()
        .skip(1)
        .find_map(|word: &OsString| command.find_subcommand(word))
        .unwrap_or(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever can be typed has words in both languages.
    #[test]
    fn every_argument_has_help() {
        for lang in [Lang::Chinese, Lang::English] {
            let mut all = command(lang);
            all.build();
            let mut waiting = vec![&all];
            while let Some(command) = waiting.pop() {
                waiting.extend(command.get_subcommands());
                let name = command.get_name();
                assert!(words::about(name, lang).is_some(), "{name}");
                for argument in command.get_arguments() {
                    let id = argument.get_id().as_str();
                    assert!(words::argument(name, id, lang).is_some(), "{name} {id}");
                }
            }
            all.debug_assert();
        }
    }
}
