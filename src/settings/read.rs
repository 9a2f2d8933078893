//! Reads a `gouji.toml`, all its faults in one go and each at its place.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::apply::{Choice, Setting};
use super::configured::near;
use super::date::Date;
use super::fault::SettingsFaultKind;
use super::waivers::Waiver;
use crate::finding::{Level, SettingsStamp};
use crate::pack::{PackFault, PackFaultKind, hash_words};
use crate::source::Source;
use crate::words::Lang;

/// What the file is called that is looked for.
pub const NAME: &str = "gouji.toml";
/// Settings are a page or two.
const SIZE_LIMIT: u64 = 4 * 1024 * 1024;

/// What a bureau has set.
#[derive(Debug)]
pub struct Settings {
    /// What reports call it.
    pub stamp: SettingsStamp,
    /// The folder its paths start from.
    pub(super) folder: PathBuf,
    pub(super) text: String,
    /// What holds for all files.
    pub(super) general: Choice,
    /// What holds for some files, the later over the earlier.
    pub(super) some: Vec<(GlobSet, Choice)>,
    pub(super) waivers: Vec<Waiver>,
}

impl Settings {
    /// The file that is nearest above a folder.
    #[must_use]
    pub fn near(folder: &Path) -> Option<PathBuf> {
        folder
            .ancestors()
            .map(|folder| folder.join(NAME))
            .find(|file| file.is_file())
    }

    /// The folder its paths start from.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads a file.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn load(file: &Path) -> Result<Self, Vec<PackFault>> {
        match Self::load_all(file)? {
            (settings, faults) if faults.is_empty() => Ok(settings),
            (_, faults) => Err(faults),
        }
    }

    /// What can be read of a file, and all that is wrong with the rest.
    pub(super) fn load_all(file: &Path) -> Result<(Self, Vec<PackFault>), Vec<PackFault>> {
        let name = near(file).to_string_lossy().into_owned();
        let unreadable = |why: String| {
            let kind = PackFaultKind::Settings(SettingsFaultKind::Unreadable(why));
            vec![PackFault::of(file.to_string_lossy(), kind)]
        };
        let about = fs::metadata(file).map_err(|why| unreadable(why.to_string()))?;
        if !about.is_file() || about.len() > SIZE_LIMIT {
            return Err(unreadable(
                "不是普通文件，或过大 / no file, or too large".into(),
            ));
        }
        let bytes = fs::read(file).map_err(|why| unreadable(why.to_string()))?;
        // editors of Windows write GB18030 without saying so
        let source = Source::from_bytes(name.clone(), bytes).map_err(|fault| {
            unreadable(crate::words::read::fault_text(&fault.kind, Lang::Chinese))
        })?;
        let text = source.text();
        let whole = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let folder = whole.parent().unwrap_or(Path::new(".")).to_owned();
        Ok(Self::parse_all(&name, folder, text))
    }

    /// Reads a text; its paths start from a folder.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn parse(name: &str, folder: PathBuf, text: &str) -> Result<Self, Vec<PackFault>> {
        match Self::parse_all(name, folder, text) {
            (settings, faults) if faults.is_empty() => Ok(settings),
            (_, faults) => Err(faults),
        }
    }

    fn parse_all(name: &str, folder: PathBuf, text: &str) -> (Self, Vec<PackFault>) {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let mut settings = Self {
            stamp: SettingsStamp {
                file: name.to_owned(),
                hash: hash_words(&Sha256::digest(text.as_bytes())),
            },
            folder,
            text: bare,
            general: Choice::default(),
            some: Vec::new(),
            waivers: Vec::new(),
        };
        let text = settings.text.clone();
        let (table, errors) = DeTable::parse_recoverable(&text);
        let mut reader = Reader {
            name,
            text: &text,
            faults: Vec::new(),
        };
        for error in &errors {
            let kind = SettingsFaultKind::Syntax(error.message().to_owned());
            reader.fault(&error.span().unwrap_or_default(), kind);
        }
        // half a table is not what was meant
        if errors.is_empty() {
            reader.settings(table.get_ref(), &mut settings);
        }
        reader.faults.sort_by_key(|fault| fault.place);
        let faults = reader.faults;
        (settings, faults)
    }
}

/// A fault at a byte of a text.
pub(super) fn fault(name: &str, text: &str, at: usize, kind: SettingsFaultKind) -> PackFault {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    let column = before.get(start..).unwrap_or("").chars().count() + 1;
    PackFault {
        file: name.to_owned(),
        place: Some((line, column)),
        line: text.lines().nth(line - 1).unwrap_or_default().to_owned(),
        kind: PackFaultKind::Settings(kind),
    }
}

struct Reader<'t> {
    name: &'t str,
    text: &'t str,
    faults: Vec<PackFault>,
}

type Entry<'i> = (
    &'i Spanned<std::borrow::Cow<'i, str>>,
    &'i Spanned<DeValue<'i>>,
);

impl Reader<'_> {
    fn fault(&mut self, at: &Range<usize>, kind: SettingsFaultKind) {
        self.faults
            .push(fault(self.name, self.text, at.start, kind));
    }

    fn kind(&mut self, (key, value): Entry, zh: &'static str, en: &'static str) {
        let kind = SettingsFaultKind::Kind(key.get_ref().to_string(), zh, en);
        self.fault(&value.span(), kind);
    }

    /// Entries of the keys a table may have; the others are faults.
    fn entries<'i>(&mut self, table: &'i DeTable<'i>, keys: &[&'static str]) -> Vec<Entry<'i>> {
        let mut known = Vec::new();
        for (key, value) in table {
            if keys.contains(&key.get_ref().as_ref()) {
                known.push((key, value));
            } else {
                let nearest = crate::words::nearest(key.get_ref(), keys.iter().copied());
                let kind = SettingsFaultKind::UnknownKey(
                    key.get_ref().to_string(),
                    nearest.map(str::to_owned),
                );
                self.fault(&key.span(), kind);
            }
        }
        known
    }

    fn settings(&mut self, table: &DeTable, settings: &mut Settings) {
        let keys = ["pack", "parameters", "levels", "files", "waiver"];
        for entry in self.entries(table, &keys) {
            match entry.0.get_ref().as_ref() {
                "files" => {
                    for (span, table) in self.tables(entry) {
                        let keys = ["match", "pack", "parameters", "levels"];
                        let mut choice = Choice::default();
                        let mut matched = None;
                        for entry in self.entries(table, &keys) {
                            if entry.0.get_ref() == "match" {
                                matched = self.patterns(entry);
                            } else {
                                self.choice(entry, &mut choice);
                            }
                        }
                        if table.iter().all(|(key, _)| key.get_ref() != "match") {
                            self.fault(&span, SettingsFaultKind::Missing("match"));
                        }
                        settings
                            .some
                            .extend(matched.map(|matched| (matched, choice)));
                    }
                }
                "waiver" => {
                    for (span, table) in self.tables(entry) {
                        let waiver = self.waiver(table, &span);
                        settings.waivers.extend(waiver);
                    }
                }
                _ => self.choice(entry, &mut settings.general),
            }
        }
    }

    /// The tables of `[[…]]`, each with its place.
    fn tables<'i>(&mut self, entry: Entry<'i>) -> Vec<(Range<usize>, &'i DeTable<'i>)> {
        let mut tables = Vec::new();
        if let DeValue::Array(all) = entry.1.get_ref() {
            for value in all {
                match value.get_ref() {
                    DeValue::Table(table) => tables.push((value.span(), table)),
                    _ => self.kind((entry.0, value), "一张表", "a table"),
                }
            }
        } else {
            let (zh, en) = ("写作 [[…]] 的表", "tables under [[…]]");
            self.kind(entry, zh, en);
        }
        tables
    }

    fn choice(&mut self, entry: Entry, choice: &mut Choice) {
        match entry.0.get_ref().as_ref() {
            "pack" => choice.pack = self.text(entry),
            "parameters" => {
                for (key, value) in self.table(entry) {
                    let plain = plain(value.get_ref());
                    let at = Setting {
                        key: key.span().start,
                        value: value.span().start,
                    };
                    choice
                        .parameters
                        .insert(key.get_ref().to_string(), (plain, at));
                }
            }
            _ => {
                for (key, value) in self.table(entry) {
                    let level = match value.get_ref() {
                        DeValue::String(text) => match text.as_ref() {
                            "off" => Some(None),
                            "advice" => Some(Some(Level::Advice)),
                            "query" => Some(Some(Level::Query)),
                            "error" => Some(Some(Level::Error)),
                            _ => None,
                        },
                        _ => None,
                    };
                    let at = Setting {
                        key: key.span().start,
                        value: value.span().start,
                    };
                    match level {
                        Some(level) => {
                            choice.levels.insert(key.get_ref().to_string(), (level, at));
                        }
                        None => self.kind(
                            (key, value),
                            "\"off\"、\"advice\"、\"query\"、\"error\" 之一",
                            "\"off\", \"advice\", \"query\" or \"error\"",
                        ),
                    }
                }
            }
        }
    }

    fn table<'i>(&mut self, entry: Entry<'i>) -> Vec<Entry<'i>> {
        if let DeValue::Table(table) = entry.1.get_ref() {
            table.iter().collect()
        } else {
            self.kind(entry, "一张表", "a table");
            Vec::new()
        }
    }

    fn text(&mut self, entry: Entry) -> Option<String> {
        match entry.1.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                self.kind(entry, "文字，写在引号里", "a text in quotes");
                None
            }
        }
    }

    /// One pattern of paths or several.
    fn patterns(&mut self, entry: Entry) -> Option<GlobSet> {
        let one;
        let all: Vec<&Spanned<DeValue>> = match entry.1.get_ref() {
            DeValue::Array(all) => all.iter().collect(),
            DeValue::String(_) => {
                one = entry.1;
                vec![one]
            }
            _ => Vec::new(),
        };
        if all.is_empty() {
            self.kind(
                entry,
                "路径样式，如 [\"区直/**/*.json\"]",
                "patterns of paths, as [\"*/*.json\"]",
            );
            return None;
        }
        let mut set = GlobSetBuilder::new();
        for value in all {
            let text = self.text((entry.0, value))?;
            // as it is typed on Windows, and as shells complete it
            let text = text.replace('\\', "/");
            let mut bare = text.as_str();
            while let Some(rest) = bare.strip_prefix("./") {
                bare = rest.trim_start_matches('/');
            }
            let text = bare.to_owned();
            // a bare name is meant in any folder
            let anywhere = if text.contains('/') {
                text.clone()
            } else {
                format!("**/{text}")
            };
            match GlobBuilder::new(&anywhere).literal_separator(true).build() {
                Ok(glob) => {
                    set.add(glob);
                }
                Err(error) => {
                    let kind = SettingsFaultKind::Pattern(text, error.kind().to_string());
                    self.fault(&value.span(), kind);
                    return None;
                }
            }
        }
        set.build().ok()
    }

    fn waiver(&mut self, table: &DeTable, span: &Range<usize>) -> Option<Waiver> {
        const DUE: [&str; 6] = ["rule", "path", "values", "reason", "granted_by", "expires"];
        let keys: Vec<&'static str> = DUE.into_iter().chain(["files", "unit", "row"]).collect();
        let before = self.faults.len();
        let mut waiver = Waiver {
            at: span.start,
            ..Waiver::default()
        };
        for entry in self.entries(table, &keys) {
            match entry.0.get_ref().as_ref() {
                "rule" => {
                    waiver.rule = self.text(entry).unwrap_or_default();
                    waiver.rule_at = entry.1.span().start;
                }
                "path" => {
                    waiver.path = self.text(entry).unwrap_or_default();
                    self.pointer(&waiver.path, &entry.1.span());
                }
                "reason" => waiver.reason = self.text(entry).unwrap_or_default(),
                "granted_by" => waiver.granted_by = self.text(entry).unwrap_or_default(),
                "expires" => waiver.expires = self.date(entry),
                "files" => waiver.files = self.patterns(entry),
                "unit" => waiver.unit = self.text(entry).unwrap_or_default(),
                "row" => waiver.row = self.text(entry).unwrap_or_default(),
                _ => waiver.values = self.values(entry),
            }
        }
        for key in DUE {
            if table.iter().all(|(known, _)| known.get_ref() != key) {
                self.fault(span, SettingsFaultKind::Missing(key));
            }
        }
        (self.faults.len() == before).then_some(waiver)
    }

    fn pointer(&mut self, path: &str, span: &Range<usize>) {
        // a place as reports name it is one as well
        let name = path.contains('›') || path.contains(" > ");
        if !path.is_empty() && !path.starts_with('/') && !name {
            self.fault(span, SettingsFaultKind::Pointer(path.to_owned()));
        }
    }

    fn date(&mut self, entry: Entry) -> Option<Date> {
        let written = match entry.1.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let date = written.parse().ok();
        if date.is_none() {
            self.fault(&entry.1.span(), SettingsFaultKind::Date(written));
        }
        date
    }

    fn values(&mut self, entry: Entry) -> BTreeMap<String, String> {
        let mut values = BTreeMap::new();
        for (key, value) in self.table(entry) {
            self.pointer(key.get_ref(), &key.span());
            let written = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                // the digits as they are written, never a binary float
                DeValue::Integer(number) => number.as_str().to_owned(),
                DeValue::Float(number) => number.as_str().to_owned(),
                _ => {
                    self.kind((key, value), "文字或数", "a text or a number");
                    continue;
                }
            };
            values.insert(key.get_ref().to_string(), written);
        }
        values
    }
}

/// A value without its places.
fn plain(value: &DeValue) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(
                |_| toml::Value::String(number.to_string()),
                toml::Value::Integer,
            ),
        // its digits, which a float would lose
        DeValue::Float(number) => toml::Value::String(number.as_str().to_owned()),
        DeValue::Boolean(truth) => toml::Value::Boolean(*truth),
        DeValue::Datetime(date) => toml::Value::Datetime(*date),
        DeValue::Array(all) => {
            toml::Value::Array(all.iter().map(|entry| plain(entry.get_ref())).collect())
        }
        DeValue::Table(table) => toml::Value::Table(
            table
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref())))
                .collect(),
        ),
    }
}
