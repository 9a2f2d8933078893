//! SARIF 2.1.0, the interchange format of static analysis, for editors and code hosts.
//!
//! Lists are written element by element, so that a log of any length is passed on as it is read.
//! Columns count characters (`unicodeCodePoints`); the standard's own default would be UTF-16
//! units. Rules are described in `rules`, files in `artifacts`, and results refer to both.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::{FindingRecord, LabelRecord, Log, NotRunRecord, Record, Report, Screening, suspects};
use crate::finding::{Level, Outcome};
use crate::words::Lang;
use crate::words::table;

/// The schema that says what may stand where.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run, a result a finding.
#[derive(Debug)]
pub struct Sarif {
    lang: Lang,
}

impl Sarif {
    /// With messages in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    short_description: OwnedText,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<OwnedText>,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct OwnedText {
    text: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    basis: String,
    verified: bool,
}

#[derive(Serialize)]
struct Artifact<'a> {
    location: ArtifactLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'a str>,
}

#[derive(Serialize)]
struct ArtifactLocation<'a> {
    #[serde(skip_serializing_if = "String::is_empty")]
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    kind: &'static str,
    message: OwnedText,
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the standard's names, by which they are written"
)]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    name: &'a str,
    fully_qualified_name: &'a str,
    kind: &'static str,
}

/// What SARIF has no place for; amounts are strings.
#[derive(Serialize)]
struct ResultProperties<'a> {
    verdict: crate::finding::Verdict,
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slack: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    causes: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    write: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    consequences: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    help: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification<'a> {
    level: &'static str,
    message: Text<'a>,
    associated_rule: RuleReference<'a>,
    locations: Vec<Location<'a>>,
    descriptor: RuleReference<'a>,
}

#[derive(Serialize)]
struct RuleReference<'a> {
    id: &'a str,
}

impl Report for Sarif {
    fn write(
        &mut self,
        screening: &Screening,
        log: &dyn Log,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let (rules, descriptors) = rules(screening, log)?;
        let version = env!("CARGO_PKG_VERSION");
        write!(
            out,
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{{\
             \"name\":\"gouji\",\"semanticVersion\":\"{version}\",\"rules\":["
        )?;
        let mut list = Elements::new(out);
        for descriptor in &descriptors {
            list.push(descriptor)?;
        }
        let language = self.lang.pick("zh-CN", "en-US");
        write!(
            out,
            "\n]}}}},\"language\":\"{language}\",\"columnKind\":\"unicodeCodePoints\",\
             \"invocations\":[{{\"executionSuccessful\":true,\"toolExecutionNotifications\":["
        )?;
        let mut list = Elements::new(out);
        for (index, record) in log.records()?.enumerate() {
            let record = record?;
            for entry in &record.not_run {
                list.push(&notification(&record, index, entry))?;
            }
        }
        write!(out, "\n]}}],\"artifacts\":[")?;
        let mut list = Elements::new(out);
        for record in log.records()? {
            let record = record?;
            list.push(&Artifact {
                location: ArtifactLocation {
                    uri: uri(&record.source),
                    index: None,
                    description: record
                        .subject
                        .as_ref()
                        .filter(|subject| !subject.unit.is_empty())
                        .map(|subject| Text {
                            text: &subject.unit,
                        }),
                },
                encoding: encoding(&record.encoding),
            })?;
        }
        write!(out, "\n],\"results\":[")?;
        let mut list = Elements::new(out);
        for (index, record) in log.records()?.enumerate() {
            let record = record?;
            for finding in &record.findings {
                let file = (record.source.as_str(), Some(index));
                list.push(&result(finding, file, &rules, self.lang))?;
            }
        }
        for finding in &screening.findings {
            list.push(&result(finding, ("", None), &rules, self.lang))?;
        }
        writeln!(out, "\n]}}]}}")
    }
}

/// Every rule that has a finding: its place in the list, by id, and the list.
fn rules(
    screening: &Screening,
    log: &dyn Log,
) -> io::Result<(BTreeMap<String, usize>, Vec<Descriptor>)> {
    let mut found: BTreeMap<String, Descriptor> = BTreeMap::new();
    let mut note = |finding: &FindingRecord| {
        let described = found
            .entry(finding.rule.clone())
            .or_insert_with(|| Descriptor {
                id: finding.rule.clone(),
                short_description: OwnedText {
                    text: if finding.title.is_empty() {
                        finding.rule.clone()
                    } else {
                        finding.title.clone()
                    },
                },
                help: (!finding.help.is_empty()).then(|| OwnedText {
                    text: finding.help.clone(),
                }),
                default_configuration: Configuration {
                    level: level(finding.level),
                },
                properties: RuleProperties {
                    basis: finding.basis.clone(),
                    verified: finding.verified,
                },
            });
        // a check may be graver than the one seen before
        if finding.level == Level::Error {
            described.default_configuration.level = level(Level::Error);
        }
    };
    for record in log.records()? {
        record?.findings.iter().for_each(&mut note);
    }
    screening.findings.iter().for_each(&mut note);
    let rules = found.keys().cloned().zip(0..).collect();
    Ok((rules, found.into_values().collect()))
}

fn result<'a>(
    finding: &'a FindingRecord,
    file: (&'a str, Option<usize>),
    rules: &BTreeMap<String, usize>,
    lang: Lang,
) -> SarifResult<'a> {
    let is_tail = finding.outcome == Outcome::Rounding;
    let said = suspects::suspicion(finding, lang);
    let (primary, others): (Vec<&LabelRecord>, Vec<&LabelRecord>) =
        finding.labels.iter().partition(|label| label.primary);
    let mut locations: Vec<Location<'_>> = primary
        .into_iter()
        .map(|label| location(label, file, None))
        .collect();
    if locations.is_empty() && file.1.is_some() {
        locations.push(whole(file));
    }
    let others = others.into_iter().enumerate();
    SarifResult {
        rule_id: &finding.rule,
        rule_index: rules.get(&finding.rule).copied().unwrap_or_default(),
        // the standard: none unless the kind is `fail`
        level: if is_tail {
            "none"
        } else if finding.follows.is_some() {
            // what it follows from has a result of its own
            "note"
        } else {
            level(finding.level)
        },
        kind: if is_tail { "informational" } else { "fail" },
        message: OwnedText {
            text: finding.message.clone(),
        },
        locations,
        related_locations: others
            .map(|(index, label)| location(label, file, Some(index + 1)))
            .collect(),
        properties: ResultProperties {
            verdict: finding.verdict,
            stated: finding.stated.as_deref(),
            expected: finding.expected.as_deref(),
            difference: finding.difference.as_deref(),
            slack: finding.slack.as_deref(),
            unit: &finding.unit,
            causes: said.likely,
            write: said.write,
            consequences: &finding.consequences,
            help: &finding.help,
        },
    }
}

fn location<'a>(
    label: &'a LabelRecord,
    (file, index): (&str, Option<usize>),
    id: Option<usize>,
) -> Location<'a> {
    let (file, index) = match &label.source {
        Some(other) => (other.as_str(), None),
        None => (file, index),
    };
    Location {
        id,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(file),
                index,
                description: None,
            },
            region: Some(Region {
                start_line: label.line,
                start_column: label.column,
            }),
        },
        logical_locations: if label.label.is_empty() {
            Vec::new()
        } else {
            vec![LogicalLocation {
                name: &label.label,
                fully_qualified_name: &label.path,
                kind: "value",
            }]
        },
        message: (!label.text.is_empty()).then_some(Text { text: &label.text }),
    }
}

/// A file as a whole.
fn whole<'a>((file, index): (&str, Option<usize>)) -> Location<'a> {
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(file),
                index,
                description: None,
            },
            region: None,
        },
        logical_locations: Vec::new(),
        message: None,
    }
}

fn notification<'a>(record: &Record, index: usize, entry: &'a NotRunRecord) -> Notification<'a> {
    Notification {
        level: "warning",
        message: Text {
            text: &entry.message,
        },
        associated_rule: RuleReference { id: &entry.rule },
        locations: vec![whole((&record.source, Some(index)))],
        descriptor: RuleReference {
            id: table::reason_code(entry.reason),
        },
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Query => "warning",
        Level::Advice => "note",
    }
}

/// The name that the standard's list of encodings has.
fn encoding(name: &str) -> Option<&str> {
    match name {
        "UTF-8 (BOM)" => Some("UTF-8"),
        "" => None,
        name => Some(name),
    }
}

/// The name of a file as a URI reference. Whatever is not plain in a URI is percent-encoded, the
/// bytes of Chinese names too.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    let rooted = file.starts_with('/');
    // C:\… of Windows
    let drive = matches!(file.as_bytes().get(1..3), Some(b":\\" | b":/"))
        && file.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if rooted {
        uri.push_str("file://");
    } else if drive {
        uri.push_str("file:///");
    }
    for (index, byte) in file.bytes().enumerate() {
        match byte {
            b'/' => uri.push('/'),
            b'\\' if drive => uri.push('/'),
            b':' if drive && index == 1 => uri.push(':'),
            b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// A JSON list while it is written, an element a line.
struct Elements<'a> {
    out: &'a mut dyn Write,
    begun: bool,
}

impl<'a> Elements<'a> {
    fn new(out: &'a mut dyn Write) -> Self {
        Self { out, begun: false }
    }

    fn push(&mut self, element: &impl Serialize) -> io::Result<()> {
        let json = super::json::escape(serde_json::to_string(element)?);
        let comma = if self.begun { "," } else { "" };
        self.begun = true;
        write!(self.out, "{comma}\n{json}")
    }
}
