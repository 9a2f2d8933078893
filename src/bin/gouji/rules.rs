//! `gouji rules`: which packs there are, and what stands in one.

use std::ffi::OsString;
use std::io;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use gouji::finding::Level;
use gouji::pack::{Declared, Pack};
use gouji::verbs::Parameter;
use gouji::words::Lang;
use gouji::words::command::sheet::{self, Entry};
use serde_json::{Value, json};

use crate::console::{Console, Exit, Stop};
use crate::layout::{self, bold, hanging, padded, plain, widest};
use crate::packs;

/// Digits of a content hash that tell packs apart for people; reports carry all of them.
const HASH_SHOWN: usize = "sha256:".len() + 12;

#[derive(Debug, Args)]
pub(crate) struct Rules {
    pack: Option<OsString>,
    #[arg(long, requires = "pack")]
    parameters: bool,
    #[arg(long, value_enum, default_value_t = Written::Text)]
    format: Written,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Written {
    Text,
    Json,
}

impl Rules {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let library = packs::library();
        let Some(name) = &self.pack else {
            return self.packs(console);
        };
        let packs = packs::named(name, &library, "rules")?;
        if let (Written::Json, [_, _, ..]) = (self.format, &*packs) {
            let all: Vec<Value> = packs.iter().map(|pack| contents(pack)).collect();
            print_json(&Value::from(all), console)?;
            return Ok(Exit::Clean);
        }
        for (index, pack) in packs.iter().enumerate() {
            if index > 0 {
                writeln!(console.out)?;
            }
            match (self.format, self.parameters) {
                (Written::Json, _) => print_json(&contents(pack), console)?,
                (Written::Text, true) => parameters(pack, console)?,
                (Written::Text, false) => table(pack, console)?,
            }
        }
        Ok(Exit::Clean)
    }

    /// All packs that can check something.
    fn packs(&self, console: &mut Console) -> Result<Exit, Stop> {
        let mut exit = Exit::Clean;
        let mut good = Vec::new();
        for pack in packs::all(&packs::library()) {
            match pack {
                Ok(pack) => good.push(pack),
                Err(faults) => {
                    console.faults(&faults)?;
                    exit = Exit::CouldNotRun;
                }
            }
        }
        let mut borrowing = Vec::new();
        for packs in packs::all_borrowing(&packs::library()) {
            match packs {
                Ok(packs) => borrowing.push(packs),
                Err(faults) => {
                    console.faults(&faults)?;
                    exit = Exit::CouldNotRun;
                }
            }
        }
        if self.format == Written::Json {
            let all = good.iter().chain(borrowing.iter().flatten());
            let all: Vec<Value> = all.map(|pack| summary(pack)).collect();
            print_json(&Value::from(all), console)?;
            return Ok(exit);
        }
        let lang = console.lang;
        for pack in &good {
            let manifest = &pack.manifest;
            writeln!(
                console.out,
                "{}  {}",
                bold(&plain(&manifest.id)),
                plain(&manifest.title)
            )?;
            let hash: String = pack.stamp.hash.chars().take(HASH_SHOWN).collect();
            let origin = sheet::origin(&pack.stamp.origin, lang);
            let entries = [
                (
                    Entry::Kinds.text(lang),
                    sheet::listed(&manifest.kinds, lang),
                ),
                (Entry::Rules.text(lang), counts(pack, lang)),
                (Entry::Version.text(lang), manifest.version.clone()),
                (Entry::Origin.text(lang), origin.to_owned()),
                (Entry::Hash.text(lang), hash),
            ];
            layout::entries(&mut console.out, &entries, 2, console.style.width)?;
            writeln!(console.out)?;
        }
        for packs in &borrowing {
            settings(packs, console)?;
        }
        if let Some(pack) = good.first() {
            writeln!(
                console.out,
                "{}",
                sheet::rules_hint(&pack.manifest.id, lang)
            )?;
        }
        Ok(exit)
    }
}

/// A pack that borrows its forms: whom it serves and what it sets.
fn settings(packs: &[Arc<Pack>], console: &mut Console) -> io::Result<()> {
    let Some(pack) = packs.first() else {
        return Ok(());
    };
    let lang = console.lang;
    let manifest = &pack.manifest;
    let all = packs.iter().flat_map(|pack| pack.manifest.kinds.clone());
    let kinds: Vec<String> = all.collect();
    let mut set: Vec<String> = Vec::new();
    for setting in &manifest.settings {
        if !set.contains(&setting.parameter) {
            set.push(setting.parameter.clone());
        }
    }
    writeln!(
        console.out,
        "{}  {}",
        bold(&plain(&manifest.id)),
        plain(&pack.own_title)
    )?;
    let entries = [
        (Entry::Kinds.text(lang), sheet::listed(&kinds, lang)),
        (Entry::Settings.text(lang), sheet::listed(&set, lang)),
        (Entry::Version.text(lang), manifest.version.clone()),
        (
            Entry::Origin.text(lang),
            sheet::origin(&pack.stamp.origin, lang).to_owned(),
        ),
    ];
    layout::entries(&mut console.out, &entries, 2, console.style.width)?;
    writeln!(console.out)
}

fn counts(pack: &Pack, lang: Lang) -> String {
    let of = |level: Level| pack.all_rules().filter(|rule| rule.level == level).count();
    let levels = [Level::Error, Level::Query, Level::Advice].map(of);
    let verified = pack.all_rules().filter(|rule| rule.verified).count();
    sheet::rule_counts(levels, verified, lang)
}

fn heading(pack: &Pack, console: &mut Console) -> io::Result<()> {
    writeln!(
        console.out,
        "{}  {}\n",
        bold(&plain(&pack.manifest.title)),
        plain(&packs::stamp(&pack.stamp, console.lang))
    )
}

/// One line a rule.
fn table(pack: &Pack, console: &mut Console) -> io::Result<()> {
    heading(pack, console)?;
    let lang = console.lang;
    let names = [Entry::Id, Entry::Level, Entry::Basis].map(|entry| entry.text(lang));
    let [id_name, level_name, basis_name] = names;
    let levels = [Level::Error, Level::Query, Level::Advice].map(|level| sheet::level(level, lang));
    let marks = [true, false].map(|yes| sheet::verified(yes, lang));
    let ids = pack.all_rules().map(|rule| rule.id.as_str());
    let columns = [
        widest(ids.chain([id_name])) + 2,
        widest(levels.into_iter().chain([level_name])) + 2,
        widest(marks.into_iter().chain([basis_name])) + 2,
    ];
    let row = |cells: [&str; 3], title: &str| {
        let before: String = cells
            .iter()
            .zip(columns)
            .map(|(cell, width)| padded(cell, width))
            .collect();
        let indent = columns.iter().sum::<usize>();
        format!("{before}{}", hanging(title, indent, console.style.width))
    };
    writeln!(
        console.out,
        "\u{1b}[2m{}\u{1b}[0m",
        row(names, Entry::Title.text(lang))
    )?;
    for rule in pack.all_rules() {
        let cells = [
            &*plain(&rule.id),
            sheet::level(rule.level, lang),
            sheet::verified(rule.verified, lang),
        ];
        writeln!(console.out, "{}", row(cells, &plain(&rule.title)))?;
    }
    writeln!(console.out, "\n{}", counts(pack, lang))?;
    if let Some(rule) = pack.rules.first() {
        writeln!(
            console.out,
            "{}",
            sheet::explain_hint(&plain(&rule.id), lang)
        )?;
    }
    Ok(())
}

/// Name and value, then what it is for and where it was seen.
fn parameters(pack: &Pack, console: &mut Console) -> io::Result<()> {
    heading(pack, console)?;
    let lang = console.lang;
    let width = console.style.width;
    for (name, declared) in &pack.parameters {
        let name = plain(name);
        let value = value(declared, lang);
        let indent = widest([&*name]) + 3;
        writeln!(
            console.out,
            "{} = {}",
            bold(&name),
            hanging(&plain(&value), indent, width)
        )?;
        for text in [
            declared.doc.clone(),
            if declared.source.is_empty() {
                String::new()
            } else {
                format!(
                    "{}{}{}",
                    Entry::Source.text(lang),
                    lang.pick("：", ": "),
                    declared.source
                )
            },
        ] {
            if !text.is_empty() {
                writeln!(console.out, "    {}", hanging(&plain(&text), 4, width))?;
            }
        }
        writeln!(console.out)?;
    }
    Ok(())
}

fn value(declared: &Declared, lang: Lang) -> String {
    match &declared.value {
        Parameter::Number(number, unit) if unit.is_none() => number.to_string(),
        Parameter::Number(number, unit) => format!("{number} {unit}"),
        Parameter::Text(text) => text.clone(),
        Parameter::List(all) if all.is_empty() => sheet::nothing(lang).to_owned(),
        Parameter::List(all) => sheet::listed(all, lang),
        Parameter::Bool(flag) => sheet::yes(*flag, lang).to_owned(),
    }
}

fn print_json(value: &Value, console: &mut Console) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut console.out, value)?;
    writeln!(console.out)
}

fn summary(pack: &Pack) -> Value {
    json!({
        "id": pack.manifest.id,
        "title": pack.manifest.title,
        "version": pack.stamp.version,
        "hash": pack.stamp.hash,
        "origin": pack.stamp.origin,
        "kinds": pack.manifest.kinds,
        "rules": pack.all_rules().count(),
    })
}

fn contents(pack: &Pack) -> Value {
    let rules: Vec<Value> = pack
        .all_rules()
        .map(|rule| {
            let excerpt = pack.rule_text(&rule.id);
            json!({
                "id": rule.id,
                "title": rule.title,
                "level": rule.level,
                "basis": rule.basis,
                "verified": rule.verified,
                "help": rule.help,
                "file": excerpt.as_ref().map(|excerpt| excerpt.file),
                "line": excerpt.as_ref().map(|excerpt| excerpt.line),
            })
        })
        .collect();
    let parameters: Vec<Value> = pack
        .parameters
        .iter()
        .map(|(name, declared)| {
            let (kind, plain, unit) = match &declared.value {
                // amounts are texts, here as in reports
                Parameter::Number(number, unit) => {
                    ("number", Value::from(number.to_string()), unit.name())
                }
                Parameter::Text(text) => ("text", Value::from(text.as_str()), ""),
                Parameter::List(all) => ("list", Value::from(all.clone()), ""),
                Parameter::Bool(flag) => ("bool", Value::from(*flag), ""),
            };
            json!({
                "name": name,
                "type": kind,
                "value": plain,
                "unit": unit,
                "doc": declared.doc,
                "source": declared.source,
            })
        })
        .collect();
    json!({ "pack": summary(pack), "rules": rules, "parameters": parameters })
}
