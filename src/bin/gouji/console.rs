//! Where a command writes, how it ends, and what may stop it.

use std::cell::Cell;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::rc::Rc;

use anstream::{AutoStream, ColorChoice};
use clap::builder::StyledStr;
use gouji::pack::PackFault;
use gouji::report::Style;
use gouji::words::Lang;
use gouji::words::command::Mistake;

use crate::arguments::Early;
use crate::layout;

/// Columns where nobody says how many there are, as in a file.
const WIDTH: usize = 100;

/// How a command ended; the later is the graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Nothing to correct or explain.
    Clean,
    /// Some rule that decides could not run.
    Undetermined,
    /// Something to correct or explain; a case that differs.
    Findings,
    /// Usage, an unreadable file, a broken pack.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::CouldNotRun => 2,
            Exit::Undetermined => 3,
        })
    }
}

/// What keeps a command from going on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Help or version was asked for.
    Shown(StyledStr),
    /// Nothing was asked for: help, but as an error.
    Nothing(StyledStr),
    /// A mistake, and the command whose help tells more.
    Mistake(Mistake, String),
    /// A broken pack.
    Faults(Vec<PackFault>),
    /// Anything else, in sentences that say what to do.
    Said(Vec<String>),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// The language, the two streams and how to write to them.
pub(crate) struct Console {
    /// The language of all words.
    pub(crate) lang: Lang,
    /// How to lay out text on standard output.
    pub(crate) style: Style,
    /// Standard output, without escapes where nobody wants them.
    pub(crate) out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Whether the reader of standard output has gone away.
    closed: Rc<Cell<bool>>,
}

impl Console {
    pub(crate) fn new(early: Early) -> Self {
        let choose = |auto: ColorChoice| match early.color {
            ColorChoice::Auto => auto,
            chosen => chosen,
        };
        let color = choose(AutoStream::choice(&io::stdout()));
        let out = AutoStream::new(io::stdout().lock(), color);
        let err_color = choose(AutoStream::choice(&io::stderr()));
        // not locked: progress is shown from another thread
        let err = AutoStream::new(io::stderr(), err_color);
        let closed = Rc::new(Cell::new(false));
        Self {
            lang: early.lang,
            style: Style {
                color: color != ColorChoice::Never,
                width: width(),
                ascii: false,
            },
            out: Box::new(Pipe {
                to: BufWriter::new(out),
                closed: Rc::clone(&closed),
            }),
            err: Box::new(err),
            closed,
        }
    }

    /// Whether whoever read standard output has gone away.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Standard output byte by byte, for what is no text of a terminal.
    pub(crate) fn unfiltered(&self) -> Box<dyn Write> {
        Box::new(Pipe {
            to: BufWriter::new(io::stdout().lock()),
            closed: Rc::clone(&self.closed),
        })
    }

    /// Says what is wrong with packs, after all that has been printed so far.
    pub(crate) fn faults(&mut self, faults: &[PackFault]) -> io::Result<()> {
        for fault in faults {
            let text = layout::plain(&fault.text(self.lang)).into_owned();
            self.complain(&text)?;
        }
        Ok(())
    }

    /// The same, without those that were said of an earlier pack: packs inherit scripts, and their
    /// faults with them.
    pub(crate) fn new_faults(
        &mut self,
        faults: &[PackFault],
        told: &mut Vec<PackFault>,
    ) -> io::Result<()> {
        for fault in faults {
            if !told.contains(fault) {
                self.faults(std::slice::from_ref(fault))?;
                told.push(fault.clone());
            }
        }
        Ok(())
    }

    /// A remark on standard error about what is being done.
    pub(crate) fn remark(&mut self, text: &str) {
        let text = layout::plain(text);
        // nobody is left to be told when this fails
        let _ = self.out.flush();
        let _ = writeln!(self.err, "\u{1b}[2m{text}\u{1b}[0m");
    }

    /// An error on standard error, after all that has been printed so far.
    pub(crate) fn complain(&mut self, text: &str) -> io::Result<()> {
        self.out.flush()?;
        let lead = Mistake::lead(self.lang);
        // nobody is left to be told when this fails
        let _ = writeln!(self.err, "\u{1b}[1;31m{lead}\u{1b}[0m{text}");
        Ok(())
    }

    /// A note on standard error, after all that has been printed so far.
    pub(crate) fn note(&mut self, text: &str) -> io::Result<()> {
        self.out.flush()?;
        let lead = Mistake::note_lead(self.lang);
        // nobody is left to be told when this fails
        let _ = writeln!(self.err, "{lead}{}", layout::plain(text));
        Ok(())
    }

    /// Says what stopped the command, if anything did, and how it ended.
    pub(crate) fn close(mut self, ended: Result<Exit, Stop>) -> Exit {
        let said = match ended {
            Ok(exit) => Ok(exit),
            Err(Stop::Shown(help)) => write!(self.out, "{}", help.ansi()).map(|()| Exit::Clean),
            Err(Stop::Nothing(help)) => {
                let _ = write!(self.err, "{}", help.ansi());
                Ok(Exit::CouldNotRun)
            }
            Err(Stop::Mistake(mistake, command)) => {
                let text = layout::plain(&mistake.text(self.lang)).into_owned();
                let see = mistake.see(&command, self.lang);
                self.complain(&format!("{text}\n{see}"))
                    .map(|()| Exit::CouldNotRun)
            }
            Err(Stop::Faults(faults)) => self.faults(&faults).map(|()| Exit::CouldNotRun),
            Err(Stop::Said(sentences)) => sentences
                .iter()
                .try_for_each(|sentence| self.complain(&layout::plain(sentence)))
                .map(|()| Exit::CouldNotRun),
            Err(Stop::Output(error)) => Err(error),
        };
        said.and_then(|exit| self.out.flush().map(|()| exit))
            .unwrap_or_else(|error| {
                let text = Mistake::CannotWrite(error.to_string()).text(self.lang);
                let _ = writeln!(self.err, "{}{text}", Mistake::lead(self.lang));
                Exit::CouldNotRun
            })
    }
}

/// Columns of the terminal: as the user says, as it says itself, else a good width for files.
fn width() -> usize {
    let said = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.trim().parse().ok());
    let own = || {
        let stdout = io::stdout();
        stdout
            .is_terminal()
            .then(|| terminal_size::terminal_size_of(&stdout))
            .flatten()
            .map(|(width, _)| usize::from(width.0))
    };
    said.filter(|width| *width > 0)
        .or_else(own)
        .unwrap_or(WIDTH)
}

/// A stream whose reader may go away, as `head` does: what comes after that is dropped, and the
/// command ends as if it had been read.
struct Pipe<W> {
    to: W,
    closed: Rc<Cell<bool>>,
}

impl<W: Write> Pipe<W> {
    fn unless_closed<T>(
        &mut self,
        dropped: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.closed.get() {
            return Ok(dropped);
        }
        match write(&mut self.to) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed.set(true);
                Ok(dropped)
            }
            written => written,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |to| to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), W::flush)
    }
}
