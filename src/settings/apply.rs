//! What holds for a file, and the checker that it makes of a pack.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::fault::SettingsFaultKind;
use super::read::{Settings, fault};
use crate::finding::Level;
use crate::pack::{Checker, Pack, PackFault};

/// Where a setting stands, in bytes of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) key: usize,
    pub(super) value: usize,
}

/// What is chosen: for all files, for some, or, laid over each other, for one.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The pack, by id or folder.
    pub pack: Option<String>,
    /// Parameters by name.
    pub(super) parameters: BTreeMap<String, (toml::Value, Setting)>,
    /// Levels by rule; `None` is `off`.
    pub(super) levels: BTreeMap<String, (Option<Level>, Setting)>,
}

impl Choice {
    fn lay_over(&mut self, other: &Self) {
        if other.pack.is_some() {
            self.pack.clone_from(&other.pack);
        }
        let parameters = other.parameters.iter();
        self.parameters
            .extend(parameters.map(|(name, value)| (name.clone(), value.clone())));
        let levels = other.levels.iter();
        self.levels
            .extend(levels.map(|(rule, level)| (rule.clone(), *level)));
    }

    /// A checker of a pack under this choice. Parameters and rules that the pack does not have
    /// are another's.
    ///
    /// # Errors
    /// What [`Settings::faults`] says, where nobody asked it.
    pub fn checker(&self, pack: &Arc<Pack>) -> Result<Checker, Vec<PackFault>> {
        let parameters = self
            .parameters
            .iter()
            .filter(|(name, _)| pack.parameters.contains_key(*name))
            .map(|(name, (value, _))| (name.clone(), value.clone()))
            .collect();
        let mut checker = pack.checker_with(&parameters)?;
        for (rule, (level, _)) in &self.levels {
            let named =
                |known: &&Arc<crate::finding::RuleInfo>| known.id.eq_ignore_ascii_case(rule);
            let known = pack.all_rules().find(named);
            let rule = known.map_or(rule.as_str(), |known| known.id.as_str());
            checker.set_level(rule, *level);
        }
        Ok(checker)
    }
}

impl Settings {
    /// Which of the choices for some files hold for one: a key under which its checker can be
    /// kept.
    #[must_use]
    pub fn chosen(&self, file: &Path) -> Vec<usize> {
        let path = self.within(file);
        let matching = |(set, _): &(globset::GlobSet, Choice)| set.is_match(&path);
        (0..)
            .zip(&self.some)
            .filter(|(_, some)| matching(some))
            .map(|(index, _)| index)
            .collect()
    }

    /// What holds where some of the choices do.
    #[must_use]
    pub fn choice(&self, chosen: &[usize]) -> Choice {
        let mut choice = self.general.clone();
        for index in chosen {
            if let Some((_, some)) = self.some.get(*index) {
                choice.lay_over(some);
            }
        }
        choice
    }

    /// The pack where some of the choices hold: the last that names one.
    pub(super) fn pack_of(&self, chosen: &[usize]) -> Option<&str> {
        let some = chosen
            .iter()
            .rev()
            .filter_map(|index| self.some.get(*index));
        some.map(|(_, choice)| choice)
            .chain([&self.general])
            .find_map(|choice| choice.pack.as_deref())
    }

    /// A file's path below the folder of the settings, with `/`; as it is where it lies
    /// elsewhere.
    pub(super) fn within(&self, file: &Path) -> String {
        let whole = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let below = whole.strip_prefix(&self.folder).unwrap_or(&whole);
        below.to_string_lossy().replace('\\', "/")
    }

    /// Every pack that the settings name, by id or folder.
    pub fn packs_named(&self) -> impl Iterator<Item = &str> {
        let some = self.some.iter().map(|(_, choice)| choice);
        std::iter::once(&self.general)
            .chain(some)
            .filter_map(|choice| choice.pack.as_deref())
    }

    /// Whether the settings speak of rules or parameters, so that packs must be asked.
    #[must_use]
    pub fn asks_packs(&self) -> bool {
        let some = self.some.iter().map(|(_, choice)| choice);
        !self.waivers.is_empty()
            || std::iter::once(&self.general)
                .chain(some)
                .any(|choice| !choice.parameters.is_empty() || !choice.levels.is_empty())
    }

    /// What none of the packs within reach can make sense of: rules and parameters that are
    /// nobody's, values that are not of their type.
    #[must_use]
    pub fn faults(&self, packs: &[Arc<Pack>]) -> Vec<PackFault> {
        let mut faults = Vec::new();
        let mut say = |at: usize, kind| {
            faults.push(fault(&self.stamp.file, &self.text, at, kind));
        };
        let rules: BTreeSet<&str> = packs
            .iter()
            .flat_map(|pack| pack.all_rules().map(|rule| rule.id.as_str()))
            .collect();
        let parameters: BTreeSet<&str> = packs
            .iter()
            .flat_map(|pack| pack.parameters.keys().map(String::as_str))
            .collect();
        let unknown_rule = |rule: &str| {
            if ENGINE_RULES.contains(&rule) {
                return Some(SettingsFaultKind::EngineRule(rule.to_owned()));
            }
            let nearest = crate::words::nearest(rule, rules.iter().copied());
            // as explain takes it
            let known = rules.iter().any(|known| known.eq_ignore_ascii_case(rule));
            (!known).then(|| {
                SettingsFaultKind::UnknownRule(rule.to_owned(), nearest.map(str::to_owned))
            })
        };
        let some = self.some.iter().map(|(_, choice)| choice);
        for choice in std::iter::once(&self.general).chain(some) {
            for (rule, (_, at)) in &choice.levels {
                if let Some(kind) = unknown_rule(rule) {
                    say(at.key, kind);
                }
            }
            for (name, (value, at)) in &choice.parameters {
                if !parameters.contains(name.as_str()) {
                    let nearest = crate::words::nearest(name, parameters.iter().copied());
                    let nearest = nearest.map(str::to_owned);
                    let kind = SettingsFaultKind::UnknownParameter(name.clone(), nearest);
                    say(at.key, kind);
                    continue;
                }
                let why = packs
                    .iter()
                    .find_map(|pack| pack.parameter_fault(name, value));
                if let Some(why) = why {
                    say(at.value, SettingsFaultKind::Parameter(why));
                }
            }
        }
        for waiver in &self.waivers {
            // what the form or the engine finds can be waived as well
            if waiver.rule != "FORM"
                && let Some(kind) = unknown_rule(&waiver.rule)
            {
                say(waiver.rule_at, kind);
            }
        }
        faults.sort_by_key(|fault| fault.place);
        faults
    }
}

/// What the engine itself says, at levels of its own.
const ENGINE_RULES: [&str; 5] = ["FORM", "READ", "PACK", "ANSWER", "WAIVER"];
