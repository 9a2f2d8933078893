//! `gouji explain`: what a rule asks, on what basis, and what to do.

use std::ffi::OsString;
use std::io;
use std::sync::Arc;

use clap::Args;
use gouji::document::Document;
use gouji::fault::{Fault, FaultKind};
use gouji::finding::RuleInfo;
use gouji::pack::{Pack, unreadable};
use gouji::report::Text;
use gouji::screen::ask_together;
use gouji::source::Source;
use gouji::words;
use gouji::words::command::Mistake;
use gouji::words::command::sheet::{self, Entry};

use crate::console::{Console, Exit, Stop};
use crate::layout::{self, bold, hanging, plain};
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct Explain {
    rule: String,
    #[arg(long)]
    pack: Option<OsString>,
}

impl Explain {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let library = packs::library();
        let mut faults = Vec::new();
        let packs: Vec<Arc<Pack>> = match &self.pack {
            Some(name) => packs::named(name, &library, "explain")?,
            None => packs::all(&library)
                .into_iter()
                .filter_map(|pack| pack.map_err(|more| faults.extend(more)).ok())
                .collect(),
        };
        let id = self.rule.trim();
        let having: Vec<(&Arc<Pack>, &Arc<RuleInfo>)> = packs
            .iter()
            .filter_map(|pack| {
                let mut rules = pack.all_rules();
                let rule = rules.find(|rule| rule.id.eq_ignore_ascii_case(id))?;
                Some((pack, rule))
            })
            .collect();
        if let Some((pack, rule)) = having.first() {
            let names: Vec<String> = having
                .iter()
                .map(|(pack, _)| packs::stamp(&pack.stamp, console.lang))
                .collect();
            show(rule, Some(pack), &names, console)?;
            return Ok(Exit::Clean);
        }
        let own = engine_rules(&packs);
        if let Some(rule) = own.iter().find(|rule| rule.id.eq_ignore_ascii_case(id)) {
            show(rule, None, &[], console)?;
            return Ok(Exit::Clean);
        }
        if packs.is_empty() || !faults.is_empty() {
            console.faults(&faults)?;
        }
        let known = packs.iter().flat_map(|pack| pack.all_rules()).chain(&own);
        let nearest = nearest(id, known.map(|rule| rule.id.as_str()));
        let unknown = Mistake::UnknownRule(id.to_owned(), nearest);
        Err(Stop::Mistake(unknown, "gouji explain".to_owned()))
    }
}

/// The rule that looks the same but for what keyboards confuse, else the nearest.
fn nearest<'r>(typed: &str, known: impl Iterator<Item = &'r str> + Clone) -> Option<String> {
    let wanted = bare(typed);
    known
        .clone()
        .find(|id| bare(id) == wanted)
        .or_else(|| words::nearest(typed, known))
        .map(str::to_owned)
}

/// An id without dashes and blanks, its letters half-width, and what looks like a digit a digit.
fn bare(id: &str) -> String {
    id.chars()
        .map(|letter| match letter {
            // full-width forms stand as far behind ASCII, all of them
            '！'..='～' => u32::from(letter)
                .checked_sub(0xfee0)
                .and_then(char::from_u32)
                .unwrap_or(letter),
            _ => letter,
        })
        .filter(|letter| letter.is_alphanumeric())
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        })
        .collect()
}

/// The engine's own rules, which no pack declares but reports name.
fn engine_rules(packs: &[Arc<Pack>]) -> Vec<Arc<RuleInfo>> {
    let reading = unreadable(&[Fault::nowhere(FaultKind::Empty)]);
    let mut rules: Vec<Arc<RuleInfo>> = reading
        .findings
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    if let Some(pack) = packs.first()
        && let Ok(mut checker) = pack.checker()
        && let Ok(document) = Document::parse(Source::new("", "{}"))
    {
        let outcomes = checker.check(document).outcomes;
        rules.extend(
            outcomes
                .iter()
                .map(|outcome| Arc::clone(&outcome.rule))
                .filter(|rule| pack.rule(&rule.id).is_none()),
        );
    }
    rules
}

fn show(
    rule: &RuleInfo,
    pack: Option<&Arc<Pack>>,
    packs: &[String],
    console: &mut Console,
) -> io::Result<()> {
    let lang = console.lang;
    let width = console.style.width;
    let out = &mut console.out;
    writeln!(
        out,
        "{}  {}\n",
        bold(&plain(&rule.id)),
        bold(&plain(&rule.title))
    )?;
    let level = sheet::level(rule.level, lang);
    let meaning = sheet::bracketed(sheet::level_meaning(rule.level, lang), lang);
    let mut entries = vec![(Entry::Level.text(lang), format!("{level}{meaning}"))];
    let basis = if rule.basis.is_empty() {
        sheet::no_basis(lang).to_owned()
    } else {
        let verified = sheet::bracketed(sheet::verified(rule.verified, lang), lang);
        format!("{}{verified}", rule.basis)
    };
    if pack.is_some() {
        entries.push((Entry::Basis.text(lang), basis));
    }
    let checks = pack.map_or_else(Vec::new, |pack| pack.checks_in_words(&rule.id, lang));
    if !checks.is_empty() {
        entries.push((Entry::Checks.text(lang), checks.join("\n")));
    }
    if !rule.help.is_empty() {
        entries.push((Entry::Help.text(lang), rule.help.clone()));
    }
    if !packs.is_empty() {
        entries.push((Entry::Pack.text(lang), packs.join("\n")));
    }
    let excerpt = pack.and_then(|pack| pack.rule_text(&rule.id));
    if let Some(excerpt) = &excerpt {
        let place = format!("{}:{}", excerpt.file, excerpt.line);
        entries.push((Entry::Place.text(lang), place));
    }
    layout::entries(out, &entries, 2, width)?;
    if let Some(excerpt) = &excerpt {
        writeln!(out, "\n{}\n", bold(Entry::Text.text(lang)))?;
        block(out, excerpt.text)?;
    }
    if let Some(shown) = pack.and_then(|pack| pack.shown_failing(&rule.id)) {
        let text = Text::new(lang, console.style);
        let drawn = text.drawn(&shown.source, &shown.checked, shown.finding);
        let case = sheet::bracketed(&format!("{}  {}", shown.file, shown.name), lang);
        writeln!(
            out,
            "\n{}{}\n",
            bold(Entry::Example.text(lang)),
            plain(&case)
        )?;
        // the report cleans what it shows; its colours are its own
        write!(out, "{}", drawn.unwrap_or_default())?;
    }
    if let Some(shown) = pack.and_then(|pack| pack.shown_together(&rule.id, ask_together)) {
        let case = sheet::bracketed(&format!("{}  {}", shown.file, shown.name), lang);
        let lead = bold(Entry::Example.text(lang));
        writeln!(out, "\n{lead}{}\n", plain(&case))?;
        let message = hanging(&plain(&shown.found.message), 2, width);
        writeln!(out, "  {message}")?;
        let places = shown.found.places.iter();
        let places = places.map(|place| (place.submission.as_str(), place.words()));
        layout::entries(out, &places.collect::<Vec<_>>(), 4, width)?;
    }
    Ok(())
}

/// Text as it was written, indented.
fn block(out: &mut dyn io::Write, text: &str) -> io::Result<()> {
    for line in plain(text).lines() {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}
