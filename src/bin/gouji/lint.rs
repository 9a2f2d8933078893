//! `gouji lint`: what can be said of a pack's rules without a submission.

use std::ffi::OsString;
use std::io;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use gouji::lint::{Notice, lint};
use gouji::pack::Pack;
use gouji::words::lint as words;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use crate::console::{Console, Exit, Stop};
use crate::layout::{bold, hanging, plain};
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct Lint {
    pack: Option<OsString>,
    #[arg(long, value_enum, default_value_t = Written::Text)]
    format: Written,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    Text,
    Json,
}

impl Lint {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let library = packs::library();
        let mut exit = Exit::Clean;
        let mut all = Vec::new();
        let mut told = Vec::new();
        let packs = match &self.pack {
            Some(name) => packs::named(name, &library, "lint")?
                .into_iter()
                .map(Ok)
                .collect(),
            None => packs::all(&library),
        };
        for pack in packs {
            let pack = match pack {
                Ok(pack) => pack,
                Err(faults) => {
                    console.new_faults(&faults, &mut told)?;
                    exit = Exit::CouldNotRun;
                    continue;
                }
            };
            let notices = lint(&pack);
            if notices.iter().any(|notice| notice.excuse.is_empty()) {
                exit = exit.max(Exit::Findings);
            }
            match self.format {
                Written::Text => text(&pack, &notices, console)?,
                Written::Json => all.push(data(&pack, &notices, console)),
            }
        }
        if self.format == Written::Json {
            serde_json::to_writer_pretty(&mut console.out, &all).map_err(io::Error::from)?;
            writeln!(console.out)?;
        }
        Ok(exit)
    }
}

fn text(pack: &Arc<Pack>, notices: &[Notice], console: &mut Console) -> io::Result<()> {
    let lang = console.lang;
    let stamp = packs::stamp(&pack.stamp, lang);
    let excused = notices
        .iter()
        .filter(|notice| !notice.excuse.is_empty())
        .count();
    let found = notices.len() - excused;
    let counted = if found == 0 {
        words::clean(excused, lang)
    } else {
        words::counted(found, excused, lang)
    };
    writeln!(console.out, "{}  {counted}", bold(&plain(&stamp)))?;
    // what was once excused is counted, and stands in the JSON
    for notice in notices.iter().filter(|notice| notice.excuse.is_empty()) {
        show(notice, console)?;
    }
    Ok(())
}

fn show(notice: &Notice, console: &mut Console) -> io::Result<()> {
    let lang = console.lang;
    let width = console.style.width;
    let place = match notice.place {
        Some((line, column)) => format!("{}:{line}:{column}", notice.file),
        None => notice.file.clone(),
    };
    let names = [notice.rule.as_str(), notice.lint];
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    writeln!(
        console.out,
        "\n  {}  {}",
        bold(&plain(&names.join("  "))),
        plain(&place)
    )?;
    let said = plain(&notice.text(lang)).into_owned();
    writeln!(console.out, "    {}", hanging(&said, 4, width))?;
    if let Some((line, column)) = notice.place {
        let before: String = notice.line.chars().take(column.saturating_sub(1)).collect();
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(
            console.out,
            "     {number} | {}\n     {margin} | {}^",
            plain(&notice.line),
            " ".repeat(before.as_str().width())
        )?;
    }
    Ok(())
}

fn data(pack: &Arc<Pack>, notices: &[Notice], console: &Console) -> Value {
    let notices: Vec<Value> = notices
        .iter()
        .map(|notice| {
            json!({
                "lint": notice.lint,
                "rule": notice.rule,
                "file": notice.file,
                "line": notice.place.map(|(line, _)| line),
                "column": notice.place.map(|(_, column)| column),
                "text": notice.line,
                "message": notice.text(console.lang),
                "excused": !notice.excuse.is_empty(),
                "reason": notice.excuse,
            })
        })
        .collect();
    json!({
        "pack": {
            "id": pack.stamp.id,
            "version": pack.stamp.version,
            "hash": pack.stamp.hash,
        },
        "notices": notices,
    })
}
