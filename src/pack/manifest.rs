//! `pack.toml`: what a pack says of itself.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::amount::Unit;
use crate::document::read_json_number;
use crate::verbs::Parameter;

/// A pack's manifest, as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Identifier: the folder's name.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// The pack's own version.
    pub version: String,
    /// Which submissions it serves (their 文种).
    #[serde(rename = "文种", default)]
    pub kinds: Vec<String>,
    /// Packs whose rules and parameters come first.
    #[serde(default)]
    pub extends: Vec<String>,
    /// Rules of those packs that this form has no use for.
    #[serde(default)]
    pub without: Vec<String>,
    /// File of the form; none in a pack that others extend.
    #[serde(default)]
    pub form: Option<String>,
    /// Script files, in the order of their rules.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Values that users may set.
    #[serde(default)]
    pub parameters: BTreeMap<String, ParameterText>,
    /// Values set for parameters of the packs it extends.
    #[serde(rename = "set", default)]
    pub settings: Vec<Setting>,
}

/// A value for a parameter that an extended pack declares: what differs from one place to the
/// next is this, and no formula.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The parameter's name.
    pub parameter: String,
    /// Its value here.
    #[serde(default)]
    pub value: Option<toml::Value>,
    /// Or, for a list, what is added to it.
    #[serde(default)]
    pub add: Vec<String>,
    /// Where the value was seen, and whether verified.
    #[serde(default)]
    pub source: String,
    /// The one extended pack it is meant for, where its name means something else in another.
    #[serde(default)]
    pub only: Option<String>,
}

impl Setting {
    /// What a declared parameter becomes.
    ///
    /// # Errors
    /// Why the value is not of its type.
    pub fn apply(&self, declared: &Declared) -> Result<Declared, String> {
        let value = match (&self.value, &declared.value) {
            (Some(value), known) if self.add.is_empty() => set(known, value)?,
            (None, Parameter::List(known)) if !self.add.is_empty() => {
                let mut all = known.clone();
                all.extend(self.add.iter().filter(|one| !known.contains(one)).cloned());
                Parameter::List(all)
            }
            _ => {
                return Err(
                    "应有 value，或对列表用 add（二者取一）/ value, or add for a list, is due"
                        .to_owned(),
                );
            }
        };
        let source = if self.source.is_empty() {
            &declared.source
        } else {
            &self.source
        };
        Ok(Declared {
            value,
            doc: declared.doc.clone(),
            source: source.clone(),
        })
    }
}

/// A parameter, as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterText {
    /// `number`, `text`, `list` or `bool`; may be left out where a base pack says it.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// Unit of a number.
    #[serde(default)]
    pub unit: Option<String>,
    /// The value.
    pub default: toml::Value,
    /// What it is for.
    #[serde(default)]
    pub doc: String,
    /// Where the value was seen, and whether verified.
    #[serde(default)]
    pub source: String,
}

/// A parameter with its value and what it is for.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The value.
    pub value: Parameter,
    /// What it is for.
    pub doc: String,
    /// Where the value was seen.
    pub source: String,
}

impl ParameterText {
    /// The parameter, over what a base pack declared of the same name.
    ///
    /// # Errors
    /// Why the value is not of its type.
    pub fn declare(&self, base: Option<&Declared>) -> Result<Declared, String> {
        let kind = match (&self.kind, base.map(|base| &base.value)) {
            (Some(kind), _) => kind.as_str(),
            (None, Some(Parameter::Number(..))) => "number",
            (None, Some(Parameter::Text(_))) => "text",
            (None, Some(Parameter::List(_))) => "list",
            (None, Some(Parameter::Bool(_))) => "bool",
            (None, None) => return Err("缺 type / type is missing".to_owned()),
        };
        let unit = match (&self.unit, base.map(|base| &base.value)) {
            (Some(unit), _) => Unit::new(unit),
            (None, Some(Parameter::Number(_, unit))) => unit.clone(),
            _ => Unit::NONE,
        };
        let kept = |own: &str, base: Option<&str>| {
            if own.is_empty() {
                base.unwrap_or_default().to_owned()
            } else {
                own.to_owned()
            }
        };
        Ok(Declared {
            value: read(kind, unit, &self.default)?,
            doc: kept(&self.doc, base.map(|base| base.doc.as_str())),
            source: kept(&self.source, base.map(|base| base.source.as_str())),
        })
    }
}

/// A parameter's value from TOML.
pub(super) fn read(kind: &str, unit: Unit, value: &toml::Value) -> Result<Parameter, String> {
    let wrong = || format!("值应为 {kind} / the value should be a {kind}: {value}");
    match kind {
        "number" => {
            let text = match value {
                toml::Value::String(text) => text.clone(),
                toml::Value::Integer(number) => number.to_string(),
                // a TOML float is binary: its digits are not what was written
                _ => return Err(format!("{}（小数请加引号 / quote decimals）", wrong())),
            };
            // one that cannot be held exactly is refused, never rounded
            read_json_number(&text)
                .map(|number| Parameter::Number(number, unit))
                .map_err(|_| wrong())
        }
        "text" => value
            .as_str()
            .map(|text| Parameter::Text(text.to_owned()))
            .ok_or_else(wrong),
        "list" => value
            .as_array()
            .and_then(|all| {
                all.iter()
                    .map(|entry| entry.as_str().map(str::to_owned))
                    .collect()
            })
            .map(Parameter::List)
            .ok_or_else(wrong),
        "bool" => value.as_bool().map(Parameter::Bool).ok_or_else(wrong),
        _ => Err(format!(
            "type 应为 number、text、list、bool 之一，写的是 {kind}"
        )),
    }
}

/// A parameter given on top of a declared one, of the same type and unit.
pub(super) fn set(declared: &Parameter, value: &toml::Value) -> Result<Parameter, String> {
    match declared {
        Parameter::Number(_, unit) => read("number", unit.clone(), value),
        Parameter::Text(_) => read("text", Unit::NONE, value),
        Parameter::List(_) => read("list", Unit::NONE, value),
        Parameter::Bool(_) => read("bool", Unit::NONE, value),
    }
}
