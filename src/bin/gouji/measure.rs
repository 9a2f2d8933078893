//! `gouji measure`: what a pack finds of slips planted in its own clean submissions.

use std::ffi::OsString;
use std::io;

use clap::{Args, ValueEnum};
use gouji::measure::{Options, Strength, measure, picture};
use gouji::words::measure as words;

use crate::console::{Console, Exit, Stop};
use crate::layout::{bold, hanging, padded, plain, widest};
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct Measure {
    pack: Option<OsString>,
    #[arg(long)]
    pairs: bool,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    one_in: u64,
    #[arg(long, value_enum, default_value_t = Written::Text)]
    format: Written,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    Text,
    Json,
    Svg,
}

impl Measure {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let lang = console.lang;
        let library = packs::library();
        let options = Options {
            seed: self.seed,
            pairs: self.pairs,
            one_in: self.one_in,
        };
        let packs = match &self.pack {
            Some(name) => packs::named(name, &library, "measure")?
                .into_iter()
                .map(Ok)
                .collect(),
            None => packs::all(&library),
        };
        let mut exit = Exit::Clean;
        let mut all = Vec::new();
        for pack in packs {
            match pack.and_then(|pack| measure(&pack, options)) {
                Ok(strength) => all.push(strength),
                Err(faults) => {
                    console.faults(&faults)?;
                    exit = Exit::CouldNotRun;
                }
            }
        }
        match self.format {
            Written::Text => {
                for (index, strength) in all.iter().enumerate() {
                    if index > 0 {
                        writeln!(console.out)?;
                    }
                    text(strength, console)?;
                }
            }
            Written::Svg => {
                for strength in &all {
                    write!(console.out, "{}", picture(strength, lang))?;
                }
            }
            Written::Json => {
                serde_json::to_writer_pretty(&mut console.out, &all).map_err(io::Error::from)?;
                writeln!(console.out)?;
            }
        }
        Ok(exit)
    }
}

fn text(strength: &Strength, console: &mut Console) -> io::Result<()> {
    let lang = console.lang;
    let stamp = packs::stamp(&strength.pack, lang);
    let width = console.style.width;
    writeln!(console.out, "{}", bold(&plain(&stamp)))?;
    let lines = [
        words::lead(strength, lang),
        words::clean(strength, lang),
        words::unwatched(strength, lang),
    ];
    for line in lines {
        writeln!(console.out, "{}", hanging(&plain(&line), 0, width))?;
    }
    let sections = words::sections(strength, lang);
    let columns = words::columns(lang);
    let names = sections.iter().flat_map(|section| &section.rows);
    let first = widest(names.map(|(name, _)| name.as_str())) + 2;
    let all = sections.iter().flat_map(|section| &section.rows);
    let cells: Vec<[String; 9]> = all.map(|(_, tally)| words::cells(tally)).collect();
    let column = cells.iter().flatten().map(String::as_str).chain(columns);
    let column = widest(column) + 1;
    let heads: String = columns.iter().map(|head| right(head, column)).collect();
    writeln!(
        console.out,
        "\n{}\u{1b}[2m{heads}\u{1b}[0m",
        " ".repeat(first + 2)
    )?;
    for section in &sections {
        if !section.heading.is_empty() {
            writeln!(console.out, "{}", bold(section.heading))?;
        }
        for (name, tally) in &section.rows {
            let cells: String = words::cells(tally)
                .iter()
                .map(|cell| right(cell, column))
                .collect();
            writeln!(console.out, "  {}{cells}", padded(&plain(name), first))?;
        }
    }
    writeln!(console.out, "\n{}", words::legend(lang))
}

/// The text, blanks before it up to a width.
fn right(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(widest([text]));
    format!("{}{text}", " ".repeat(blanks))
}
