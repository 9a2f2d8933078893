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
use gouji::settings::{Choice, Date};
use gouji::source::{Source, Span};
use gouji::words::command::{Mistake, sheet};
use gouji::words::{self, Lang, Message};
use sheet::NoPack;

use crate::configured::{Configured, Key};
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
    #[arg(long)]
    config: Option<PathBuf>,
    #[arg(long)]
    date: Option<String>,
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
        let today = self.today()?;
        let config = self.config.as_deref();
        let mut desk = Desk::new(self.pack.as_ref(), Configured::new(config)?, today)?;
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
                Ok(source) => desk.check(file, source, console)?,
                Err(unread) => {
                    let (source, fault) = *unread;
                    (source, unreadable(&[fault]))
                }
            };
            format.submission(&source, &checked, out.stream(console))?;
            exit = exit.max(ended(&checked));
        }
        let written = out.stream(console);
        format.end(written)?;
        written.flush()?;
        for (place, waiver) in desk.configured.unused() {
            console.note(&sheet::unused_waiver(
                &place,
                &waiver.rule,
                &waiver.path,
                lang,
            ))?;
        }
        Ok(exit)
    }

    /// The day waivers are held against.
    fn today(&self) -> Result<Date, Stop> {
        match &self.date {
            None => Ok(Date::today()),
            Some(text) => text.parse().map_err(|()| {
                Stop::Mistake(Mistake::NoDate(text.clone()), "gouji check".to_owned())
            }),
        }
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
    /// The pack for all submissions, where one is named: one, or one for each form it borrows.
    named: Vec<Arc<Pack>>,
    configured: Configured,
    today: Date,
    /// By id of the pack, kind of submission and what of the settings holds; `None` for a pack that is broken, which
    /// has been said.
    checkers: BTreeMap<(String, String, Key), Option<Checker>>,
}

impl Desk {
    fn new(pack: Option<&OsString>, configured: Configured, today: Date) -> Result<Self, Stop> {
        let library = packs::library();
        let named = match pack {
            Some(name) => packs::named(name, &library, "check")?,
            None => Vec::new(),
        };
        // a pack that borrows several forms serves only those, each by the pack of that form
        let served = if named.len() > 1 {
            let serves =
                |pack: &Arc<Pack>| (pack.manifest.title.clone(), pack.manifest.kinds.clone());
            named.iter().map(serves).collect()
        } else {
            kinds_served(&library)
        };
        Ok(Self {
            served,
            library,
            named,
            configured,
            today,
            checkers: BTreeMap::new(),
        })
    }

    fn check(
        &mut self,
        file: &Path,
        source: Source,
        console: &mut Console,
    ) -> Result<(Source, Checked), Stop> {
        let document = match Document::parse(source) {
            Ok(document) => document,
            Err(Unreadable { source, faults }) => return Ok((source, unreadable(&faults))),
        };
        let source = document.source().clone();
        let named = self.named.first();
        let key = self.configured.of(file, named, &self.library)?;
        let choice = self.configured.choice(&key);
        let id = match (named, &choice.pack) {
            (Some(_), _) if self.named.len() == 1 => Ok(String::new()),
            (None, Some(pack)) => Ok(pack.clone()),
            _ => self.pack_for(&document),
        };
        // a pack of the settings may borrow several forms
        let kind = document
            .get(document.root(), KIND)
            .and_then(|field| document.text(field))
            .filter(|_| self.named.is_empty() && choice.pack.is_some())
            .map(|kind| kind.trim().to_owned())
            .unwrap_or_default();
        let found = match id {
            Ok(id) => self
                .checker(&id, &kind, &key, &choice, console)?
                .ok_or(NoPack::Broken(id)),
            Err(why) => Err(why),
        };
        let mut checked = match found {
            Ok(checker) => checker.check(document),
            Err(why) => self.refusal(&document, &why, console.lang),
        };
        self.configured
            .finish(&key, file, &source, self.today, &mut checked);
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

    /// The checker of the pack that is named for all, or else of this one.
    fn checker(
        &mut self,
        id: &str,
        kind: &str,
        key: &Key,
        choice: &Choice,
        console: &mut Console,
    ) -> Result<Option<&mut Checker>, Stop> {
        let slot = (id.to_owned(), kind.to_owned(), key.clone());
        if !self.checkers.contains_key(&slot) {
            let of_form = |pack: &&Arc<Pack>| self.named.len() == 1 || pack.manifest.title == id;
            let pack = match self.named.iter().find(of_form) {
                Some(pack) => Ok(Arc::clone(pack)),
                None => self.configured.pack(key, id, kind, &self.library),
            };
            let checker = match pack.and_then(|pack| choice.checker(&pack)) {
                Ok(checker) => Some(checker),
                Err(faults) => {
                    console.faults(&faults)?;
                    None
                }
            };
            self.checkers.insert(slot.clone(), checker);
        }
        Ok(self.checkers.get_mut(&slot).and_then(Option::as_mut))
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
