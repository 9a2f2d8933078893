//! The parser's errors, in our own words: it knows only English ones.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use gouji::words;
use gouji::words::command::Mistake;

use crate::arguments::typed_command;
use crate::console::Stop;

/// What an error of the parser comes to.
pub(crate) fn stop(error: &clap::Error, command: &mut clap::Command, typed: &[OsString]) -> Stop {
    let mistake = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return Stop::Shown(error.render()),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Stop::Nothing(command.render_help());
        }
        kind => mistake(kind, error, command, typed),
    };
    let name = typed_command(command, typed).get_name();
    let help = if name == "gouji" {
        name.to_owned()
    } else {
        format!("gouji {name}")
    };
    Stop::Mistake(mistake, help)
}

fn mistake(
    kind: ErrorKind,
    error: &clap::Error,
    command: &clap::Command,
    typed: &[OsString],
) -> Mistake {
    let all = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let one = |kind| all(kind).into_iter().next().unwrap_or_default();
    // `--pack <规则包>` is called `--pack`
    let option = || {
        let shown = one(ContextKind::InvalidArg);
        match shown.split_once(' ') {
            Some((name, _)) if name.starts_with('-') => name.to_owned(),
            _ => shown,
        }
    };
    match kind {
        ErrorKind::InvalidSubcommand => {
            let word = one(ContextKind::InvalidSubcommand);
            let is_file = Path::new(&word).is_file();
            let nearest = nearest_command(&word, command);
            Mistake::UnknownCommand(word, nearest, is_file)
        }
        ErrorKind::UnknownArgument => {
            let word = one(ContextKind::InvalidArg);
            if !word.starts_with('-') {
                return Mistake::Unwanted(word);
            }
            let word = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
            let options: Vec<String> = typed_command(command, typed)
                .get_arguments()
                .filter_map(|argument| argument.get_long().map(|name| format!("--{name}")))
                .collect();
            let nearest = words::nearest(word, options.iter().map(String::as_str));
            let suggested = || all(ContextKind::SuggestedArg).into_iter().next();
            Mistake::UnknownOption(
                word.to_owned(),
                nearest.map(str::to_owned).or_else(suggested),
            )
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = one(ContextKind::InvalidValue);
            let allowed = all(ContextKind::ValidValue);
            if value.is_empty() {
                return Mistake::ValueLacking(option(), allowed);
            }
            let nearest = words::nearest(&value, allowed.iter().map(String::as_str));
            let nearest = nearest.map(str::to_owned);
            Mistake::UnknownValue(option(), value, allowed, nearest)
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            Mistake::ValueLacking(option(), Vec::new())
        }
        ErrorKind::TooManyValues => Mistake::ValueUnwanted(option()),
        ErrorKind::ArgumentConflict => Mistake::Twice(option()),
        ErrorKind::MissingRequiredArgument => Mistake::Lacking(all(ContextKind::InvalidArg)),
        ErrorKind::InvalidUtf8 => Mistake::NotText,
        _ => Mistake::Other(error.to_string().trim().to_owned()),
    }
}

/// The command nearest to a word.
pub(crate) fn nearest_command(word: &str, command: &clap::Command) -> Option<String> {
    let names = command.get_subcommands().map(clap::Command::get_name);
    words::nearest(word, names).map(str::to_owned)
}

/// Chinese keyboards make `——` and `－－` of dashes. What begins with them and is no file was
/// meant as an option.
pub(crate) fn wide_dash(typed: &[OsString]) -> Result<(), Stop> {
    for word in typed.iter().skip(1).filter_map(|word| word.to_str()) {
        let name = word.trim_start_matches(['—', '–', '－', '-', '﹣', '―']);
        let option = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
        if option && word.starts_with(['—', '–', '－', '﹣', '―']) && !Path::new(word).exists()
        {
            let meant = format!("--{name}");
            return Err(Stop::Mistake(
                Mistake::WideDash(word.to_owned(), meant),
                "gouji".to_owned(),
            ));
        }
    }
    Ok(())
}
