//! `gouji screen`: everything that came in.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::thread;
use std::vec;

use clap::{Args, ValueEnum};
use gouji::desk::Shelf;
use gouji::report::{Log, LogFile, Overview, Round, Screening, Style};
use gouji::screen::{
    self, Across, Held, Inputs, LOG, LogWriter, Receipt, Review, Reviewed, Roster, SCREENING, Seen,
    is_input,
};
use gouji::words::Lang;
use gouji::words::command::Mistake;
use gouji::words::report::not_used;
use gouji::words::screening as words;

use crate::console::{Console, Exit, Stop};
use crate::packs;
use crate::printed::Printed;
use crate::progress::Progress;
use crate::verdict;
use crate::written::Written;

/// Threads that are started at most: more than there are processors help nobody.
const MOST_JOBS: usize = 256;
/// How the page is laid out in a file, whatever the terminal is like.
const PLAIN: Style = Style {
    color: false,
    width: 100,
    ascii: false,
};

#[derive(Debug, Args)]
pub(crate) struct Screen {
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[arg(long)]
    roster: Option<PathBuf>,
    #[arg(long)]
    prior: Vec<PathBuf>,
    #[arg(long)]
    year: Option<String>,
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long, requires = "out")]
    resume: bool,
    #[arg(long, requires = "out")]
    since: Option<PathBuf>,
    #[arg(long, value_enum, value_delimiter = ',', default_value = "text")]
    format: Vec<Written>,
    #[arg(long)]
    all: bool,
    #[arg(long)]
    jobs: Option<NonZeroUsize>,
    #[arg(long)]
    pack: Option<OsString>,
    #[arg(long)]
    config: Option<PathBuf>,
    #[arg(long)]
    date: Option<String>,
    #[arg(long)]
    quiet: bool,
}

/// What ends a screening before its end.
enum Halt {
    /// Nobody reads what is printed, and nothing is kept.
    Unread,
    /// The output cannot be written.
    Output(io::Error),
    /// The log cannot be written any more: how many results it has.
    Log(usize, io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Screen {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let lang = console.lang;
        if self.out.is_none() && !matches!(self.format.as_slice(), [only] if only.is_stream()) {
            return Err(mistake(Mistake::FormatsNeedOut));
        }
        let all: Vec<PathBuf> = [self.paths.clone(), self.prior.clone()].concat();
        let (packs, unused) = packs::shelf(
            self.pack.as_ref(),
            self.config.as_deref(),
            self.date.as_ref(),
            &all,
            "screen",
        )?;
        if let Some(said) = not_used(&unused, lang) {
            console.note(&said)?;
        }
        let roster = self.roster(&packs, console)?;
        let mut inputs = self.inputs(&self.paths, Some(Box::new(io::stdin())), lang)?;
        let passed_over = inputs.passed_over();
        if !inputs.repeated().is_empty() {
            self.note(console, &words::repeated_paths(inputs.repeated(), lang));
        }
        let (log, held) = self.log(lang)?;
        self.leave_out(&mut inputs);
        if log.is_some() {
            self.note(console, words::can_resume(lang));
        }
        let review = Review {
            shelf: Arc::clone(&packs),
            lang,
            earlier: log.as_ref().map(LogWriter::earlier),
            gathering: self.compares(),
        };
        let gauge = inputs.gauge();
        let across = self.across(roster.as_ref(), &review, console)?;
        let mut run = Run {
            screening: Screening::default(),
            overview: Overview::new(lang, self.all),
            across,
            receipt: roster.map(|roster| Receipt::new(roster, self.year.clone())),
            copies: Seen::default(),
            round: None,
            year: self.year.clone(),
            log,
            printed: self.printed(),
            exit: Exit::Clean,
            done: 0,
            taken: 0,
            progress: (!self.quiet).then(|| Progress::start(self.paths.clone(), gauge, lang)),
        };
        run.printed.begin(&mut console.out)?;
        let ended = screen::screen(inputs, review, self.jobs(), |reviewed, pause| {
            run.take(reviewed, pause, &packs, console)
        });
        if let Some(progress) = run.progress.take() {
            progress.end();
        }
        console.faults(&packs.take_faults())?;
        match ended {
            Ok(()) => {}
            Err(Halt::Unread) => return Ok(run.exit),
            Err(Halt::Output(error)) => return Err(Stop::Output(error)),
            Err(Halt::Log(done, error)) => {
                return Err(said(words::cut_off(done, &error.to_string(), lang)));
            }
        }
        run.printed.end(&mut console.out)?;
        run.screening.passed_over = passed_over
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        self.conclude(run, held, &packs, console)
    }

    fn jobs(&self) -> usize {
        self.jobs
            .or_else(|| thread::available_parallelism().ok())
            .map_or(1, NonZeroUsize::get)
            .min(MOST_JOBS)
    }

    /// A remark on standard error, unless none are wanted.
    fn note(&self, console: &mut Console, words: &str) {
        if !self.quiet {
            console.remark(words);
        }
    }

    /// Whether submissions are held against each other. A filter, a line in and a line out, has no
    /// place to say what comes of it.
    fn compares(&self) -> bool {
        let page = self
            .format
            .iter()
            .any(|format| !format.is_stream() || *format == Written::Text);
        self.out.is_some() || page || !self.prior.is_empty()
    }

    /// What rules over all submissions know before the first: the roster, last year's.
    fn across(
        &self,
        roster: Option<&Roster>,
        review: &Review,
        console: &mut Console,
    ) -> Result<Across, Stop> {
        let lang = review.lang;
        let prior = !self.prior.is_empty();
        let mut across = Across::new(self.out.as_deref(), roster, prior, lang);
        if prior {
            let inputs = self.inputs(&self.prior, None, lang)?;
            let review = review.clone();
            let (mut read, mut unread) = (0, 0);
            let ended = screen::look_at(inputs, review, self.jobs(), |looked| {
                let Some(looked) = looked else {
                    unread += 1;
                    return Ok(());
                };
                read += 1;
                across.note_prior(&looked)
            });
            ended.map_err(|error| unwritable(&error, lang))?;
            self.note(console, &words::prior_read(read, unread, lang));
        }
        Ok(across)
    }

    fn roster(&self, packs: &Shelf, console: &mut Console) -> Result<Option<Roster>, Stop> {
        let Some(path) = &self.roster else {
            return Ok(None);
        };
        let lang = console.lang;
        let file = path.to_string_lossy();
        let roster = Roster::read(path, &packs.kinds()).map_err(|faults| {
            let words = faults
                .iter()
                .map(|fault| words::roster_fault(&file, fault, lang));
            Stop::Said(words.collect())
        })?;
        let note = words::headings(&roster.headings, roster.due.len(), lang);
        self.note(console, &note);
        Ok(Some(roster))
    }

    fn inputs(
        &self,
        paths: &[PathBuf],
        input: Option<Box<dyn Read + Send>>,
        lang: Lang,
    ) -> Result<Inputs, Stop> {
        let inputs = Inputs::new(paths, input);
        let mut inputs = inputs.map_err(|fault| said(words::input_fault(&fault, lang)))?;
        self.leave_out(&mut inputs);
        Ok(inputs)
    }

    /// Results that are written inside the input are no input; the folder must be there.
    fn leave_out(&self, inputs: &mut Inputs) {
        if let Some(folder) = &self.out {
            inputs.leave_out(folder);
        }
    }

    fn log(&self, lang: Lang) -> Result<(Option<LogWriter>, Held), Stop> {
        let Some(folder) = &self.out else {
            return Ok((None, Held::default()));
        };
        LogWriter::begin(folder, self.resume, self.since.as_deref(), lang)
            .map(|(log, held)| (Some(log), held))
            .map_err(|fault| said(words::log_fault(&fault, lang)))
    }

    /// After the last submission: the roster, the page, the reports in the folder.
    fn conclude(
        &self,
        run: Run,
        held: Held,
        packs: &Shelf,
        console: &mut Console,
    ) -> Result<Exit, Stop> {
        let lang = console.lang;
        let Run {
            mut screening,
            overview,
            across,
            receipt,
            round,
            log,
            exit,
            done,
            taken,
            ..
        } = run;
        if let Some(receipt) = receipt {
            let texts = self.texts(&receipt, lang)?;
            let passed_over = &screening.passed_over.names;
            screening.roster = Some(receipt.conclude(&texts, passed_over, packs));
        }
        let asked = across.conclude(&mut screening);
        asked.map_err(|error| unwritable(&error, lang))?;
        if !screening.findings.is_empty() {
            screen::show_places(&mut screening, self.read_again(lang), lang);
        }
        if let Some(mut log) = log {
            let finished = log.finish();
            finished
                .map_err(|error| said(words::cut_off(log.saved(), &error.to_string(), lang)))?;
            let kept = log.kept();
            if held != Held::default() || taken > 0 {
                let others = taken.saturating_sub(kept);
                let note = words::resumed(held, kept, others, done - kept - others, lang);
                self.note(console, &note);
            }
        }
        if let Some(folder) = &self.out {
            self.reports(folder, &screening, &overview, lang)
                .map_err(|error| {
                    let path = folder.display();
                    said(Mistake::CannotWrite(format!("{path}: {error}")).text(lang))
                })?;
        }
        // said on the side: results do not depend on what there was before
        if let Some(round) = round {
            for line in words::of_round(&round, lang).lines() {
                self.note(console, line);
            }
        }
        packs::waiver_notes(packs, console)?;
        let filter = self.paths.iter().any(|path| is_input(path));
        let nothing = done == 0 && !filter;
        let exit = exit
            .max(if nothing {
                Exit::CouldNotRun
            } else {
                Exit::Clean
            })
            .max(verdict::of_roster(screening.roster.as_ref()))
            .max(verdict::of_across(&screening));
        if self.out.is_some() || self.format.contains(&Written::Text) {
            overview.write(&screening, console.style, &mut console.out)?;
        } else {
            let missing = screening.roster.as_ref().map(|roster| roster.missing.len());
            let across = screening.found_across();
            let said = words::verdict(screening.totals, missing, across, lang);
            self.note(console, &said);
        }
        if nothing {
            console.complain(words::nothing_found(lang))?;
        }
        Ok(exit)
    }

    /// Everything once more, last year's too, as far as it is still there; standard input has been
    /// read, and is not to be had again.
    fn read_again(&self, lang: Lang) -> vec::IntoIter<Inputs> {
        let mut all = Vec::new();
        for paths in [&self.paths, &self.prior] {
            let paths = paths.iter().filter(|path| !is_input(path));
            let paths: Vec<PathBuf> = paths.cloned().collect();
            if !paths.is_empty() {
                all.extend(self.inputs(&paths, None, lang));
            }
        }
        all.into_iter()
    }

    /// The submissions of units that handed in several.
    fn texts(
        &self,
        receipt: &Receipt,
        lang: Lang,
    ) -> Result<BTreeMap<usize, screen::Reread>, Stop> {
        let numbers = receipt.to_compare();
        // standard input has been read, and is not to be had again
        if numbers.is_empty() || self.paths.iter().any(|path| is_input(path)) {
            return Ok(BTreeMap::new());
        }
        Ok(screen::reread(
            self.inputs(&self.paths, None, lang)?,
            &numbers,
        ))
    }

    /// Reports in the folder of results, made from the log: a run that was cut off and went on
    /// ends with the same ones.
    fn reports(
        &self,
        folder: &Path,
        screening: &Screening,
        overview: &Overview,
        lang: Lang,
    ) -> io::Result<()> {
        let whole = serde_json::to_string_pretty(screening)?;
        std::fs::write(folder.join(SCREENING), whole + "\n")?;
        let log = LogFile::new(folder.join(LOG));
        for format in Written::value_variants() {
            let path = folder.join(format.file());
            // those of an earlier run too: they would speak of results that are no more
            if !self.format.contains(format) && !path.exists() {
                continue;
            }
            let mut out = BufWriter::new(File::create(path)?);
            match format {
                Written::Text => {
                    overview.write(screening, PLAIN, &mut out)?;
                }
                Written::Json | Written::NdJson => {
                    let mut printed = Printed::new(*format);
                    printed.begin(&mut out)?;
                    for record in log.records()? {
                        printed.record(&mut record?, &mut out)?;
                    }
                    printed.end(&mut out)?;
                }
                Written::Report(kind) => kind.report(lang).write(screening, &log, &mut out)?,
            }
            out.into_inner()?.sync_all()?;
        }
        Ok(())
    }
}

/// A screening under way.
struct Run {
    screening: Screening,
    overview: Overview,
    across: Across,
    receipt: Option<Receipt>,
    copies: Seen,
    /// What became of the submissions of the round before, where there was one.
    round: Option<Round>,
    /// The year that was asked for.
    year: Option<String>,
    log: Option<LogWriter>,
    printed: Printed,
    exit: Exit,
    done: usize,
    /// Of these, from an earlier run.
    taken: usize,
    progress: Option<Progress>,
}

impl Run {
    /// One more result; `pause` when the next is still to come.
    fn take(
        &mut self,
        reviewed: &mut Reviewed,
        pause: bool,
        packs: &Shelf,
        console: &mut Console,
    ) -> Result<(), Halt> {
        reviewed.record.copy_of = self.copies.note(&reviewed.record, reviewed.content);
        let record = &reviewed.record;
        self.screening.count(record);
        let subject = record.subject.as_ref();
        let other = |year: &String| {
            subject.is_some_and(|subject| !subject.year.is_empty() && subject.year != *year)
        };
        if self.year.as_ref().is_some_and(other) {
            self.screening.other_years.note(&record.source);
            self.exit = self.exit.max(Exit::Findings);
        }
        self.exit = self.exit.max(verdict::of_record(record));
        self.overview.note(record);
        if let Some(earlier) = self.log.as_ref().map(LogWriter::earlier)
            && earlier.has_round()
        {
            let round = self.round.get_or_insert_default();
            round.note(earlier.before(record), record);
        }
        if let Some(receipt) = &mut self.receipt {
            receipt.note(record, reviewed.content);
        }
        if let (Some(gathered), None) = (&reviewed.gathered, &record.copy_of) {
            self.across.note(record, gathered)?;
        }
        self.done += 1;
        self.taken += usize::from(reviewed.earlier.is_some());
        if let Some(log) = &mut self.log {
            let added = log.add(reviewed, pause);
            added.map_err(|error| Halt::Log(log.saved(), error))?;
        }
        if let Some(progress) = &self.progress {
            progress.one_more();
        }
        self.printed
            .record(&mut reviewed.record, &mut console.out)?;
        if pause {
            let faults = packs.take_faults();
            if !faults.is_empty() {
                console.faults(&faults)?;
            }
            console.out.flush()?;
            if self.log.is_none() && console.is_closed() {
                return Err(Halt::Unread);
            }
        }
        Ok(())
    }
}

impl Screen {
    /// How results are printed while they come.
    fn printed(&self) -> Printed {
        match (&self.out, self.format.as_slice()) {
            (None, [format]) => Printed::new(*format),
            _ => Printed::Nothing,
        }
    }
}

/// A temporary file that cannot be written.
fn unwritable(error: &io::Error, lang: Lang) -> Stop {
    said(words::no_scratch(&error.to_string(), lang))
}

fn mistake(mistake: Mistake) -> Stop {
    Stop::Mistake(mistake, "gouji screen".to_owned())
}

fn said(words: String) -> Stop {
    Stop::Said(vec![words])
}
