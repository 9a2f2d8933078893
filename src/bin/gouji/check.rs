//! `gouji check`: submissions named one by one.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use gouji::document::{Document, Unreadable};
use gouji::fault::Fault;
use gouji::finding::{Checked, Figures, Finding, Label, Level, Outcome, RuleInfo, Verdict};
use gouji::pack::{Checker, KIND, Library, Pack, kinds_served, subject, unreadable};
use gouji::report::{Format, Gathered, Json, NdJson, Style, Text};
use gouji::source::{Source, Span};
use gouji::words::command::{Mistake, sheet};
use gouji::words::{self, Lang, Message};
use sheet::NoPack;

use crate::console::{Console, Exit, Stop};
use crate::packs;
use crate::written::{Out, Written};

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[arg(long)]
    pack: Option<OsString>,
    #[arg(long, value_enum, default_value = "text")]
    format: Written,
    #[arg(long, short)]
    output: Option<PathBuf>,
}

impl Check {
    pub(crate) fn run(&self, console: &mut Console) -> Result<Exit, Stop> {
        let lang = console.lang;
        let inputs = self.files.iter().filter(|file| is_input(file)).count();
        if inputs > 1 {
            return Err(Stop::Mistake(Mistake::InputTwice, "gouji check".to_owned()));
        }
        let mut desk = Desk::new(self.pack.as_ref())?;
        let mut format: Box<dyn Format> = match self.format {
            Written::Text => Box::new(Text::new(lang, self.style(console))),
            Written::Json => Box::new(Json::new(lang)),
            Written::NdJson => Box::new(NdJson::new(lang)),
            Written::Report(kind) => Box::new(Gathered::new(kind, lang)),
        };
        let mut out = Out::open(self.output.as_deref(), self.format, "gouji check", console)?;
        let mut exit = Exit::Clean;
        format.begin(out.stream(console))?;
        for file in &self.files {
            let (source, checked) = match self.read(file, lang) {
                Ok(source) => desk.check(source, console)?,
                Err(unread) => {
                    let (source, fault) = *unread;
                    (source, unreadable(&[fault]))
                }
            };
            format.submission(&source, &checked, out.stream(console))?;
            exit = exit.max(ended(&checked));
        }
        let out = out.stream(console);
        format.end(out)?;
        out.flush()?;
        Ok(exit)
    }

    /// The terminal's style; in a file, none.
    fn style(&self, console: &Console) -> Style {
        Style {
            color: console.style.color && self.output.is_none(),
            ..console.style
        }
    }

    /// A file, or an empty text of its name and why it cannot be read.
    fn read(&self, file: &Path, lang: Lang) -> Result<Source, Box<(Source, Fault)>> {
        let (name, read) = if is_input(file) {
            let name = match self.format {
                Written::Text => sheet::standard_input(lang),
                // other programs know it by what was typed
                Written::Json | Written::NdJson | Written::Report(_) => "-",
            };
            (
                name.to_owned(),
                Source::from_reader(name, io::stdin().lock()),
            )
        } else {
            (file.to_string_lossy().into_owned(), Source::read(file))
        };
        read.map_err(|fault| Box::new((Source::new(name, ""), fault)))
    }
}

fn is_input(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// What one submission means for the exit code.
fn ended(checked: &Checked) -> Exit {
    if checked.pack.is_none() {
        return Exit::CouldNotRun;
    }
    let open = checked.open();
    if open.errors || open.queries {
        Exit::Findings
    } else if open.undecided {
        Exit::Undetermined
    } else {
        Exit::Clean
    }
}

/// The checkers in use, made when a submission first needs them.
struct Desk {
    library: Library,
    /// Ids of packs and the kinds they serve.
    served: Vec<(String, Vec<String>)>,
    /// The pack for all submissions, where one is named.
    named: Option<Checker>,
    /// By id of the pack; `None` for a pack that is broken, which has been said.
    checkers: BTreeMap<String, Option<Checker>>,
}

impl Desk {
    fn new(pack: Option<&OsString>) -> Result<Self, Stop> {
        let library = packs::library();
        let mut desk = Self {
            served: kinds_served(&library),
            library,
            named: None,
            checkers: BTreeMap::new(),
        };
        let Some(name) = pack else {
            return Ok(desk);
        };
        let mut packs = packs::named(name, &desk.library, "check")?;
        if packs.len() == 1 {
            let checker = packs.pop().map(|pack| pack.checker().map_err(Stop::Faults));
            desk.named = checker.transpose()?;
            return Ok(desk);
        }
        // it borrows several forms: only those are served, each by the pack of that form
        desk.served.clear();
        for pack in packs {
            let title = pack.manifest.title.clone();
            desk.served
                .push((title.clone(), pack.manifest.kinds.clone()));
            let checker = pack.checker().map_err(Stop::Faults)?;
            desk.checkers.insert(title, Some(checker));
        }
        Ok(desk)
    }

    fn check(&mut self, source: Source, console: &mut Console) -> io::Result<(Source, Checked)> {
        let document = match Document::parse(source) {
            Ok(document) => document,
            Err(Unreadable { source, faults }) => return Ok((source, unreadable(&faults))),
        };
        let source = document.source().clone();
        if let Some(checker) = &mut self.named {
            return Ok((source, checker.check(document)));
        }
        let found = match self.pack_for(&document) {
            Ok(id) => self.checker(&id, console)?.ok_or(NoPack::Broken(id)),
            Err(why) => Err(why),
        };
        let checked = match found {
            Ok(checker) => checker.check(document),
            Err(why) => self.refusal(&document, &why, console.lang),
        };
        Ok((source, checked))
    }

    /// The id of the pack that serves a submission.
    fn pack_for(&self, document: &Document) -> Result<String, NoPack> {
        let field = document.get(document.root(), KIND).ok_or(NoPack::Unsaid)?;
        let kind = document.text(field).ok_or(NoPack::NotText)?.trim();
        let serving: Vec<String> = self
            .served
            .iter()
            .filter(|(_, kinds)| kinds.iter().any(|served| served == kind))
            .map(|(id, _)| id.clone())
            .collect();
        match serving.as_slice() {
            [] => {
                let nearest = words::nearest(kind, self.kinds().iter().map(String::as_str))
                    .map(str::to_owned);
                Err(NoPack::Unknown(kind.to_owned(), nearest))
            }
            [id] => Ok(id.clone()),
            _ => {
                let name = document.source().name();
                let typed = [Lang::Chinese, Lang::English]
                    .iter()
                    .find(|lang| sheet::standard_input(**lang) == name)
                    .map_or(name, |_| "-");
                Err(NoPack::Several(kind.to_owned(), serving, typed.to_owned()))
            }
        }
    }

    fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<String> = self
            .served
            .iter()
            .flat_map(|(_, kinds)| kinds.iter().cloned())
            .collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }

    fn checker(&mut self, id: &str, console: &mut Console) -> io::Result<Option<&mut Checker>> {
        if !self.checkers.contains_key(id) {
            let made = Pack::load(id, &self.library)
                .map(Arc::new)
                .and_then(|pack| pack.checker());
            let checker = match made {
                Ok(checker) => Some(checker),
                Err(faults) => {
                    console.faults(&faults)?;
                    None
                }
            };
            self.checkers.insert(id.to_owned(), checker);
        }
        Ok(self.checkers.get_mut(id).and_then(Option::as_mut))
    }

    /// What is to be said of a submission for which there is no pack.
    fn refusal(&self, document: &Document, why: &NoPack, lang: Lang) -> Checked {
        let field = document.get(document.root(), KIND);
        let label = Label {
            path: field
                .map(|field| document.pointer(field))
                .unwrap_or_default(),
            label: field.map(|_| KIND.to_owned()).unwrap_or_default(),
            span: field.map_or_else(
                || {
                    let start = document.span(document.root()).start;
                    Span::new(start, start + 1)
                },
                |field| document.span(field),
            ),
            text: None,
            primary: true,
        };
        let mut checked = unreadable(&[]);
        checked.subject = subject(document);
        checked.findings.push(Finding {
            rule: Arc::new(RuleInfo {
                id: "PACK".to_owned(),
                title: NoPack::title(lang).to_owned(),
                level: Level::Error,
                basis: String::new(),
                verified: true,
                help: why.help(&self.kinds(), lang),
            }),
            level: Level::Error,
            outcome: Outcome::Failed,
            verdict: Verdict::Structure,
            message: Message::Plain(why.text(lang)),
            figures: Figures::default(),
            labels: vec![label],
            suspects: Vec::new(),
            consequences: Vec::new(),
            follows: None,
            held_by: Vec::new(),
            undiagnosed: None,
        });
        checked
    }
}
