//! `gouji test`: whether packs still find what their own cases say they find.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::sync::Arc;

use clap::Args;
use gouji::pack::{CaseResult, Difference, Pack};
use gouji::words::command::sheet;

use crate::console::{Console, Exit, Stop};
use crate::layout::{bold, hanging, plain};
use crate::packs;

#[derive(Debug, Args)]
pub(crate) struct Test {
    pack: Option<OsString>,
}

impl Test {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let library = packs::library();
        if let Some(name) = &self.pack {
            let packs = packs::named(name, &library, "test")?;
            return Ok(run_packs(&packs, console)?);
        }
        let mut exit = Exit::Clean;
        let with_form = packs::all(&library).into_iter();
        let with_form = with_form.map(|pack| pack.map(|pack| vec![pack]));
        for packs in with_form.chain(packs::all_borrowing(&library)) {
            exit = exit.max(match packs {
                Ok(packs) => run_packs(&packs, console)?,
                Err(faults) => {
                    console.faults(&faults)?;
                    Exit::CouldNotRun
                }
            });
        }
        Ok(exit)
    }
}

fn run_packs(packs: &[Arc<Pack>], console: &mut Console) -> io::Result<Exit> {
    let mut exit = Exit::Clean;
    for pack in packs {
        exit = exit.max(run_pack(pack, console)?);
    }
    Ok(exit)
}

fn run_pack(pack: &Arc<Pack>, console: &mut Console) -> io::Result<Exit> {
    let lang = console.lang;
    let results = match pack.run_cases() {
        Ok(results) => results,
        Err((cases, faults)) => {
            console.faults(&faults)?;
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
            return Ok(Exit::CouldNotRun);
        }
    };
    let mut stamp = packs::stamp(&pack.stamp, lang);
    if pack.borrows() {
        // one of several of this id
        stamp = format!("{stamp} {}", sheet::listed(&pack.manifest.kinds, lang));
    }
    let differ: Vec<&CaseResult> = results
        .iter()
        .filter(|result| !result.differences.is_empty())
        .collect();
    let counted = sheet::cases(results.len() - differ.len(), differ.len(), lang);
    writeln!(console.out, "{}  {counted}", bold(&plain(&stamp)))?;
    for result in &differ {
        show(result, console)?;
    }
    let failing: BTreeSet<&str> = results
        .iter()
        .flat_map(|result| &result.failed_rules)
        .map(String::as_str)
        .collect();
    let untested: Vec<String> = pack
        .rules
        .iter()
        .map(|rule| rule.id.clone())
        .filter(|id| !failing.contains(id.as_str()))
        .collect();
    // a case that differs may be the one that would have shown a rule failing
    // rules of a borrowed form have their cases there
    if differ.is_empty() && !untested.is_empty() && !pack.borrows() {
        let lead = sheet::untested(untested.len(), lang);
        let text = format!("{lead}{}", sheet::listed(&untested, lang));
        writeln!(
            console.out,
            "\n  {}",
            hanging(&plain(&text), 4, console.style.width)
        )?;
    }
    Ok(if differ.is_empty() {
        Exit::Clean
    } else {
        Exit::Findings
    })
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
        };
        // not broken into lines: it is there to be copied into the case
        writeln!(console.out, "      {lead}{}", plain(text))?;
    }
    Ok(())
}
