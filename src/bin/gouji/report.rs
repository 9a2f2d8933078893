//! `gouji report`: results that were written down before, as a report.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use gouji::report::{LogFile, Screening};
use gouji::screen::{LOG, SCREENING};
use gouji::words::command::Mistake;

use crate::console::{Console, Exit, Stop};
use crate::written::{OfAll, Out, Written};

#[derive(Debug, Args)]
pub(crate) struct Report {
    log: PathBuf,
    #[arg(long, value_enum)]
    format: OfAll,
    #[arg(long, short)]
    output: Option<PathBuf>,
}

impl Report {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let unreadable = |path: &Path, error: &io::Error| {
            let words = error.to_string();
            let name = path.display().to_string();
            // a line that is at fault has been named already
            let words = if words.starts_with(&name) {
                words
            } else {
                format!("{name}: {words}")
            };
            Stop::Mistake(Mistake::NoLog(words), "gouji report".to_owned())
        };
        // standard input can be read once only, a report reads its records several times
        let mut kept = None;
        let file = if self.log.as_os_str() == "-" {
            let mut file = tempfile::NamedTempFile::new()?;
            io::copy(&mut io::stdin().lock(), &mut file)?;
            file.flush()?;
            kept.insert(file).path().to_owned()
        } else if self.log.is_dir() {
            self.log.join(LOG)
        } else {
            self.log.clone()
        };
        let log = LogFile::new(&file);
        let counted = Screening::of_records(&log).map_err(|error| unreadable(&file, &error))?;
        let beside = self.log.join(SCREENING);
        let screening = if beside.is_file() {
            let read = || -> io::Result<Screening> {
                Ok(serde_json::from_reader(io::BufReader::new(File::open(
                    &beside,
                )?))?)
            };
            let said = read().map_err(|error| unreadable(&beside, &error))?;
            if said.totals != counted.totals {
                return Err(Stop::Mistake(
                    Mistake::OtherLog(beside.display().to_string()),
                    "gouji report".to_owned(),
                ));
            }
            said
        } else {
            counted
        };
        let OfAll(kind) = self.format;
        let written = Written::Report(kind);
        let mut out = Out::open(self.output.as_deref(), written, "gouji report", console)?;
        let mut report = kind.report(console.lang);
        let out = out.stream(console);
        report.write(&screening, &log, out)?;
        out.flush()?;
        Ok(Exit::Clean)
    }
}
