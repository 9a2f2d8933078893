//! `gouji test`: whether packs still find what their own cases say they find.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use gouji::finding::{NOTHING_CHECKED, Outcome};
use gouji::pack::{CaseResult, CasesFault, Covered, Difference, Library, Pack};
use gouji::screen::ask_together;
use gouji::words;
use gouji::words::command::{Mistake, authoring, sheet};

use crate::console::{Console, Exit, Stop};
use crate::layout::{bold, hanging, plain};
use crate::packs;
use crate::watch::Watch;

#[derive(Debug, Args)]
pub(crate) struct Test {
    pack: Option<OsString>,
    #[arg(long)]
    rule: Option<String>,
    #[arg(long)]
    accept: bool,
    #[arg(long)]
    coverage: bool,
    #[arg(long)]
    watch: bool,
}

impl Test {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let library = packs::library();
        if !self.watch {
            return self.once(&library, console);
        }
        let mut watch = match &self.pack {
            Some(name) => Watch::of(&packs::folder(name, &library, "test")?),
            None => {
                Watch::of_all(&library).ok_or_else(|| Self::stop(Mistake::WhichPack(Vec::new())))?
            }
        };
        loop {
            match self.once(&library, console) {
                Ok(_) => {}
                // a pack in the middle of an edit; its author is about to save again
                Err(Stop::Faults(faults)) => console.faults(&faults)?,
                Err(stop) => return Err(stop),
            }
            let lang = console.lang;
            writeln!(console.out, "\n{}", authoring::watching(lang))?;
            console.out.flush()?;
            if console.is_closed() {
                return Ok(Exit::Clean);
            }
            let file = plain(&watch.wait()).into_owned();
            writeln!(console.out, "{}\n", authoring::changed(&file, lang))?;
        }
    }

    fn once(&self, library: &Library, console: &mut Console) -> Result<Exit, Stop> {
        if let Some(name) = &self.pack {
            let packs = packs::named(name, library, "test")?;
            self.known_rule(&packs.iter().collect::<Vec<_>>())?;
            return self.packs(&packs, console);
        }
        let with_form = packs::all(library).into_iter();
        let with_form = with_form.map(|pack| pack.map(|pack| vec![pack]));
        let packs: Vec<_> = with_form.chain(packs::all_borrowing(library)).collect();
        let good: Vec<&Arc<Pack>> = packs.iter().flatten().flatten().collect();
        self.known_rule(&good)?;
        let mut exit = Exit::Clean;
        let mut told = Vec::new();
        for packs in &packs {
            exit = exit.max(match packs {
                Ok(packs) => self.packs(packs, console)?,
                Err(faults) => {
                    console.new_faults(faults, &mut told)?;
                    Exit::CouldNotRun
                }
            });
        }
        Ok(exit)
    }

    fn stop(mistake: Mistake) -> Stop {
        Stop::Mistake(mistake, "gouji test".to_owned())
    }

    /// The rule to look at, as the pack spells it; `None` where all are to be looked at.
    fn wanted<'p>(&self, pack: &'p Pack) -> Option<&'p str> {
        let id = self.rule.as_deref()?.trim();
        let rule = pack.rule(id).or_else(|| pack.rule_of_all(id));
        rule.map(|rule| rule.id.as_str())
    }

    fn concerns(&self, pack: &Pack) -> bool {
        self.rule.is_none() || self.wanted(pack).is_some()
    }

    fn known_rule(&self, packs: &[&Arc<Pack>]) -> Result<(), Stop> {
        let Some(id) = &self.rule else {
            return Ok(());
        };
        if packs.iter().any(|pack| self.concerns(pack)) {
            return Ok(());
        }
        let known = packs.iter().flat_map(|pack| pack.all_rules());
        let nearest = words::nearest(id, known.map(|rule| rule.id.as_str()));
        let unknown = Mistake::UnknownRule(id.clone(), nearest.map(str::to_owned));
        Err(Self::stop(unknown))
    }

    fn packs(&self, packs: &[Arc<Pack>], console: &mut Console) -> Result<Exit, Stop> {
        let mut exit = Exit::Clean;
        for pack in packs.iter().filter(|pack| self.concerns(pack)) {
            exit = exit.max(self.pack(pack, console)?);
        }
        Ok(exit)
    }

    fn pack(&self, pack: &Arc<Pack>, console: &mut Console) -> Result<Exit, Stop> {
        if self.accept && !Path::new(&pack.stamp.origin).is_dir() {
            return Err(Self::stop(Mistake::Embedded(pack.manifest.id.clone())));
        }
        let ran = if self.coverage {
            pack.cover_cases(ask_together)
        } else {
            pack.run_cases(ask_together)
                .map(|results| (results, Vec::new()))
        };
        let (all, mut covered) = match ran {
            Ok(ran) => ran,
            Err(faults) => return Ok(broken(pack, &faults, console)?),
        };
        let wanted = self.wanted(pack);
        let mut results = all.clone();
        if let Some(rule) = wanted {
            results.retain(|result| result.concerns.iter().any(|id| id == rule));
            covered.retain(|covered| covered.rule && covered.name == rule);
        }
        if self.accept {
            accept(pack, &results, console)?;
            // what was written is judged like all else
            let again = Pack::load_folder_all(Path::new(&pack.stamp.origin), &packs::library());
            let again: Vec<Arc<Pack>> = again
                .map_err(Stop::Faults)?
                .into_iter()
                .filter(|again| again.manifest.kinds == pack.manifest.kinds)
                .map(Arc::new)
                .collect();
            let plainly = Self {
                pack: None,
                rule: self.rule.clone(),
                accept: false,
                coverage: self.coverage,
                watch: false,
            };
            return plainly.packs(&again, console);
        }
        let exit = report(pack, &results, wanted, console)?;
        if self.coverage {
            coverage(&all, &covered, wanted, console)?;
        }
        Ok(exit)
    }
}

fn broken(pack: &Arc<Pack>, faults: &CasesFault, console: &mut Console) -> io::Result<Exit> {
    let (cases, faults) = faults;
    console.faults(faults)?;
    for fault in cases {
        let case = if fault.case.is_empty() {
            String::new()
        } else {
            format!(" {}", fault.case)
        };
        let id = &pack.manifest.id;
        let text = format!("{id}/{}{case}: {}", fault.file, fault.why.trim_end());
        console.complain(&plain(&text))?;
    }
    Ok(Exit::CouldNotRun)
}

/// Writes what was found into the new cases among these.
fn accept(pack: &Arc<Pack>, results: &[CaseResult], console: &mut Console) -> Result<(), Stop> {
    let lang = console.lang;
    let stop = Test::stop;
    let folder = Path::new(&pack.stamp.origin);
    let written = pack.accept(results).map_err(|fault| {
        let words = format!("{}: {}", fault.file, fault.why);
        stop(Mistake::Other(words))
    })?;
    if written.is_empty() {
        writeln!(console.out, "{}\n", authoring::nothing_new(lang))?;
    }
    for (file, text) in written {
        let path = folder.join(&file);
        fs::write(&path, text).map_err(|error| {
            let shown = path.display().to_string();
            stop(Mistake::CannotWriteFile(shown, error.to_string()))
        })?;
        let new = |result: &&CaseResult| result.file == file && result.is_new();
        let count = results.iter().filter(new).count();
        let said = authoring::accepted(count, &file, lang);
        writeln!(console.out, "{}\n", plain(&said))?;
    }
    Ok(())
}

fn report(
    pack: &Arc<Pack>,
    results: &[CaseResult],
    wanted: Option<&str>,
    console: &mut Console,
) -> io::Result<Exit> {
    let lang = console.lang;
    let mut stamp = packs::stamp(&pack.stamp, lang);
    if pack.borrows() {
        // one of several of this id
        stamp = format!("{stamp} {}", sheet::listed(&pack.manifest.kinds, lang));
    }
    let differ: Vec<&CaseResult> = results
        .iter()
        .filter(|result| !result.differences.is_empty())
        .collect();
    let counted = match wanted {
        Some(rule) if results.is_empty() => authoring::no_cases(rule, lang),
        _ => sheet::cases(results.len() - differ.len(), differ.len(), lang),
    };
    writeln!(console.out, "{}  {counted}", bold(&plain(&stamp)))?;
    for result in &differ {
        show(result, console)?;
    }
    let new = differ.iter().filter(|result| result.is_new()).count();
    if new > 0 {
        writeln!(console.out, "\n  {}", authoring::new_cases(new, lang))?;
    }
    let failing: BTreeSet<&str> = results
        .iter()
        .flat_map(|result| &result.failed_rules)
        .map(String::as_str)
        .collect();
    let untested: Vec<String> = pack
        .all_rules()
        .map(|rule| rule.id.clone())
        // what asks nothing under the parameters has nothing to find
        .filter(|id| pack.rule(id).is_some() || pack.rules_asking().contains(id))
        .filter(|id| wanted.is_none_or(|rule| rule == id))
        .filter(|id| !failing.contains(id.as_str()))
        .collect();
    // a case that differs may be the one that would have shown a rule failing
    // rules of a borrowed form have their cases there
    if differ.is_empty() && !untested.is_empty() && !pack.borrows() {
        named(&sheet::untested(untested.len(), lang), &untested, console)?;
    }
    Ok(if differ.is_empty() {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

/// A sentence and the rules it is about.
fn named(lead: &str, rules: &[String], console: &mut Console) -> io::Result<()> {
    let text = format!("{lead}{}", sheet::listed(rules, console.lang));
    let text = hanging(&plain(&text), 4, console.style.width);
    writeln!(console.out, "\n  {text}")
}

fn show(result: &CaseResult, console: &mut Console) -> io::Result<()> {
    let lang = console.lang;
    let mark = if console.style.ascii { "x" } else { "✗" };
    let title = format!("{}  {}", result.file, result.name);
    writeln!(
        console.out,
        "\n  \u{1b}[31m{mark}\u{1b}[0m {}",
        plain(&title)
    )?;
    for difference in &result.differences {
        let (lead, text) = match difference {
            Difference::Missing(text) => (sheet::missing_lead(lang), text),
            Difference::Extra(text) => (sheet::extra_lead(lang), text),
            Difference::Fault(text) => (sheet::fault_lead(lang), text),
            Difference::Other(expected, found) => {
                let lead = authoring::other_lead(lang);
                writeln!(console.out, "      {lead}{}", plain(expected))?;
                (authoring::found_lead(lang), found)
            }
        };
        // not broken into lines: it is there to be copied into the case
        writeln!(console.out, "      {lead}{}", plain(text))?;
    }
    Ok(())
}

/// What of the rules the cases ran, and which rules they show from one side only.
fn coverage(
    results: &[CaseResult],
    covered: &[Covered],
    wanted: Option<&str>,
    console: &mut Console,
) -> io::Result<()> {
    let lang = console.lang;
    let lines = |one: &Covered| (one.lines - one.missed.len(), one.lines);
    let branches = |one: &Covered| (one.branches - one.untaken.len(), one.branches);
    let both = |sum: (usize, usize), one: (usize, usize)| (sum.0 + one.0, sum.1 + one.1);
    let all_lines = covered.iter().map(lines).fold((0, 0), both);
    let all_branches = covered.iter().map(branches).fold((0, 0), both);
    let text = authoring::coverage(covered.len(), all_lines, all_branches, lang);
    writeln!(console.out, "\n{}", bold(&text))?;
    for one in covered {
        let whole = one.missed.is_empty() && one.untaken.is_empty();
        if whole && wanted.is_none() {
            continue;
        }
        let text = authoring::covered(lines(one), branches(one), lang);
        writeln!(console.out, "\n  {}  {text}", plain(&one.name))?;
        let missed = one
            .missed
            .iter()
            .map(|line| (line, authoring::not_run(lang)));
        let untaken = one
            .untaken
            .iter()
            .map(|(line, side)| (line, authoring::untaken(*side, lang)));
        let mut notes: Vec<_> = missed.chain(untaken).collect();
        notes.sort();
        for (line, note) in notes {
            let text = format!("{}:{}  {note}  {}", line.file, line.line, line.text);
            writeln!(console.out, "      {}", plain(&text))?;
        }
    }
    let outcomes = || results.iter().flat_map(|result| &result.outcomes);
    let ended = |rule: &str, wanted: &[Outcome]| {
        outcomes().any(|ended| ended.rule.id == rule && wanted.contains(&ended.outcome))
    };
    // a rule that only reports what strikes it never passes
    let silent =
        |rule: &str| outcomes().any(|ended| ended.rule.id == rule && ended.note == NOTHING_CHECKED);
    for failing in [true, false] {
        let rules: Vec<String> = covered
            .iter()
            .filter(|one| one.rule)
            .map(|one| one.name.clone())
            .filter(|id| {
                let passed = ended(id, &[Outcome::Passed]) || silent(id);
                let failed = ended(id, &[Outcome::Failed, Outcome::Rounding]);
                if failing { failed && !passed } else { !failed }
            })
            .collect();
        if !rules.is_empty() {
            named(authoring::one_sided(failing, lang), &rules, console)?;
        }
    }
    Ok(())
}
