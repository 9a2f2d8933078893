//! `gouji text`: how the sentences of a report are read.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use gouji::fault::Fault;
use gouji::pack::{Pack, unreadable};
use gouji::prose::Sentences;
use gouji::read::{self, Blocks};
use gouji::report::{Format, Text as Told, reading};
use gouji::source::Source;
use gouji::words::command::{Mistake, sheet};

use crate::console::{Console, Exit, Stop};
use crate::layout::plain;
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct Text {
    file: OsString,
    #[arg(long)]
    pack: Option<OsString>,
    #[arg(long, conflicts_with_all = ["unread", "json"])]
    html: bool,
    #[arg(long, conflicts_with = "json")]
    unread: bool,
    #[arg(long)]
    json: bool,
    #[arg(long, short)]
    output: Option<PathBuf>,
}

impl Text {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let lang = console.lang;
        let name = if self.file == "-" {
            sheet::standard_input(lang).to_owned()
        } else {
            Path::new(&self.file).display().to_string()
        };
        let blocks = match self.read() {
            Ok(blocks) => blocks,
            Err(fault) => {
                let checked = unreadable(&[fault]);
                let source = Source::new(name, "");
                Told::new(lang, console.style).submission(&source, &checked, &mut console.out)?;
                return Ok(Exit::CouldNotRun);
            }
        };
        let sentences = self.sentences(&blocks, console)?;
        let read = sentences.read(&blocks);
        let shown = if self.html {
            reading::html(&name, &blocks, &read, lang)
        } else if self.unread {
            plain(&reading::unread(&blocks, &read, lang)).into_owned()
        } else if self.json {
            sentences.write(&read).json
        } else {
            plain(&reading::text(&blocks, &read, lang)).into_owned()
        };
        match &self.output {
            Some(file) => std::fs::write(file, shown)?,
            None => console.out.write_all(shown.as_bytes())?,
        }
        Ok(Exit::Clean)
    }

    fn read(&self) -> Result<Blocks, Fault> {
        let bytes = if self.file == "-" {
            let mut bytes = Vec::new();
            let most = Source::SIZE_LIMIT + 1;
            let read = io::stdin().lock().take(most).read_to_end(&mut bytes);
            read.map_err(|error| {
                Fault::nowhere(gouji::fault::FaultKind::Unreadable {
                    reason: error.to_string(),
                })
            })?;
            bytes
        } else {
            Source::bytes(Path::new(&self.file))?
        };
        read::report(bytes)
    }

    /// The sentences of the pack that is named, else of the only one that knows the title.
    fn sentences(&self, blocks: &Blocks, console: &mut Console) -> Result<Sentences, Stop> {
        let library = packs::library();
        let named: Option<Vec<Arc<Pack>>> = match &self.pack {
            Some(name) => Some(packs::named(name, &library, "text")?),
            None => None,
        };
        let all = named.clone().unwrap_or_else(|| {
            let packs = packs::all(&library).into_iter();
            packs.filter_map(Result::ok).collect()
        });
        let mut readers = Vec::new();
        for pack in &all {
            match pack.sentences() {
                Ok(sentences) => {
                    readers.extend(sentences.map(|read| (pack.stamp.id.clone(), read)));
                }
                Err(faults) if named.is_some() => return Err(Stop::Faults(faults)),
                Err(faults) => console.faults(&faults)?,
            }
        }
        let stop = |mistake| Stop::Mistake(mistake, "gouji text".to_owned());
        if readers.is_empty() {
            return Err(stop(Mistake::NoSentences));
        }
        if readers.len() > 1 || named.is_none() {
            readers.retain(|(_, sentences)| sentences.knows(blocks));
        }
        let ids: Vec<String> = readers.iter().map(|(id, _)| id.clone()).collect();
        match (readers.pop(), ids.len()) {
            (Some((_, sentences)), 1) => Ok(sentences),
            _ => Err(stop(Mistake::NoTitle(ids))),
        }
    }
}
