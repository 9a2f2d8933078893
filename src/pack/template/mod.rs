//! What `gouji new` writes: a small pack that passes its own cases, and a rule with a case for a
//! pack there is.

use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;
use toml_edit::{DocumentMut, Value};

use super::cases::with_line_ends;
use super::files::{Files, Library};
use super::{Pack, PackFault};
use crate::document::{Document, NodeId, Submission};
use crate::source::Source;

const PACK: [(&str, &str); 6] = [
    ("pack.toml", include_str!("pack.toml")),
    ("form.schema.json", include_str!("form.schema.json")),
    ("规则.rhai", include_str!("规则.rhai")),
    ("clean.json", include_str!("clean.json")),
    ("cases/用例.toml", include_str!("用例.toml")),
    ("README.md", include_str!("README.md")),
];

/// Places of the clean submission that are tried for a case nothing else finds.
const PLACES_TRIED: usize = 60;

/// Files by their path inside a pack.
type Written = Vec<(String, String)>;

/// Why nothing was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMade {
    /// The name cannot be the name of a pack or rule.
    Name(String),
    /// The pack has such a rule.
    RuleExists(String),
    /// The pack has no `clean.json` a case could start from.
    NoClean,
    /// Nothing in `clean.json` could be changed by a case.
    NothingToCheck,
    /// The pack's manifest cannot be edited; why.
    Manifest(String),
    /// The pack is broken.
    Faults(Vec<PackFault>),
}

/// The files of a new pack of this id.
///
/// # Errors
/// [`NotMade::Name`].
pub fn new_pack(id: &str) -> Result<Written, NotMade> {
    check_name(id)?;
    let file = |(path, text): (&str, &str)| (path.to_owned(), text.replace("{ID}", id));
    Ok(PACK.into_iter().map(file).collect())
}

/// What stands in a script, a manifest and a path without any sign to protect it.
fn check_name(name: &str) -> Result<(), NotMade> {
    let good = !name.is_empty()
        && name.chars().count() <= 40
        && !name.starts_with('-')
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-_".contains(letter));
    if good {
        Ok(())
    } else {
        Err(NotMade::Name(name.to_owned()))
    }
}

/// A rule to be added to a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    /// Files that are new.
    pub added: Written,
    /// The manifest, which now lists the script.
    pub manifest: String,
}

/// A rule of this id and a case in which it fails, for a pack in a folder.
///
/// The rule asks something of one field of `clean.json`: one that a case can change without any
/// other rule minding, so that the case shows the new rule alone.
///
/// # Errors
/// [`NotMade`].
pub fn new_rule(folder: &Path, id: &str, library: &Library) -> Result<NewRule, NotMade> {
    check_name(id)?;
    let pack = Pack::load_folder(folder, library).map_err(NotMade::Faults)?;
    let pack = Arc::new(pack);
    let script = format!("{id}.rhai");
    let cases = format!("cases/{id}.toml");
    let files = &pack.files().files;
    if pack
        .all_rules()
        .any(|rule| rule.id.eq_ignore_ascii_case(id))
        || files.contains_key(&script)
        || files.contains_key(&cases)
    {
        return Err(NotMade::RuleExists(id.to_owned()));
    }
    let subject = subject(&pack)?;
    let manifest = listed(pack.files(), &script)?;
    let added = vec![(script, subject.rule(id)), (cases, subject.case(id))];
    Ok(NewRule { added, manifest })
}

/// The manifest with one more script: the last, but for one that sums up what came before.
fn listed(files: &Files, script: &str) -> Result<String, NotMade> {
    let fault = |why: String| NotMade::Manifest(why);
    let text = files.text("pack.toml").unwrap_or_default();
    let mut manifest: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| fault(error.to_string()))?;
    let rules = manifest
        .entry("rules")
        .or_insert(toml_edit::value(toml_edit::Array::new()))
        .as_array_mut()
        .ok_or_else(|| fault("rules".to_owned()))?;
    let sums_up = rules
        .iter()
        .last()
        .and_then(Value::as_str)
        .and_then(|last| files.text(last))
        .is_some_and(|text| text.contains("summarize_tails("));
    let at = rules.len().saturating_sub(usize::from(sums_up));
    rules.insert(at, script);
    Ok(with_line_ends(text, &manifest.to_string()))
}

/// The field a new rule asks something of.
struct Subject {
    /// Its path, dot-joined.
    field: String,
    /// Its path as a JSON Pointer.
    pointer: String,
    /// The form's title.
    title: String,
    /// For a number: a bound above it, and what a case sets it to. A text is just taken away.
    bound: Option<(String, String)>,
    /// What the pack finds already when the case is carried out, as lines of a case.
    others: Vec<String>,
}

fn subject(pack: &Arc<Pack>) -> Result<Subject, NotMade> {
    let read = |file: &str| {
        let text = pack.files().text(file)?;
        let document = Document::parse(Source::new(file, text)).ok()?;
        Some(Submission::new(document, Arc::clone(&pack.form)))
    };
    let clean = read("clean.json").ok_or(NotMade::NoClean)?;
    let others: Vec<Submission> = pack.clean_files().filter_map(read).collect();
    let mut best: Option<Subject> = None;
    let nodes: Vec<NodeId> = clean.document().nodes().collect();
    // figures first: most rules are about them
    let (numbers, texts): (Vec<NodeId>, Vec<NodeId>) = nodes
        .into_iter()
        .partition(|node| clean.number(*node).is_some());
    for node in numbers.into_iter().chain(texts).take(PLACES_TRIED) {
        let Some(mut subject) = of_node(&clean, &others, node) else {
            continue;
        };
        let Some(found) = pack.found_in_case(&subject.case_head()) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|best| found.len() < best.others.len())
        {
            let alone = found.is_empty();
            subject.others = found;
            best = Some(subject);
            if alone {
                break;
            }
        }
    }
    best.ok_or(NotMade::NothingToCheck)
}

/// What could be asked of a node that all clean submissions meet; `None` where nothing can:
/// tables, rows of lists, fields the form does not know.
fn of_node(clean: &Submission, all: &[Submission], node: NodeId) -> Option<Subject> {
    let pointer = clean.document().pointer(node);
    let names: Vec<&str> = pointer.strip_prefix('/')?.split('/').collect();
    let form = clean.form();
    names.iter().try_fold(form.root(), |at, name| {
        let field = form.field(at);
        field.declares(name).then(|| field.field(name)).flatten()
    })?;
    let there = |submission: &Submission| {
        let document = submission.document();
        names
            .iter()
            .try_fold(document.root(), |at, name| document.get(at, name))
    };
    let bound = if clean.number(node).is_some() {
        let figures = all
            .iter()
            .filter_map(|other| other.number(there(other)?).map(|number| number.value));
        let most = figures.max()?;
        let mut bound = Decimal::ONE;
        while bound <= most {
            bound = bound.checked_mul(Decimal::TEN)?;
        }
        let past = bound.checked_add(Decimal::ONE)?;
        Some((bound.to_string(), past.to_string()))
    } else {
        let stands = |submission: &Submission| {
            let text = there(submission).and_then(|node| submission.document().text(node));
            text.is_some_and(|text| text.chars().any(char::is_alphanumeric))
        };
        if !all.iter().all(stands) {
            return None;
        }
        None
    };
    Some(Subject {
        field: names.join("."),
        title: clean.title(node),
        pointer,
        bound,
        others: Vec::new(),
    })
}

impl Subject {
    fn rule(&self, id: &str) -> String {
        let Self { field, title, .. } = self;
        let title = title.replace(['\\', '"'], "");
        let (title, fix, needs, check) = match &self.bound {
            Some((bound, _)) => (
                format!("{title}不应超过 {bound}"),
                format!("核对“{title}”，填错的改正"),
                format!("    needs: \"{field}\",\n"),
                format!("at_most(表.{field}, {bound});"),
            ),
            None => (
                format!("{title}应填写"),
                format!("填写“{title}”"),
                String::new(),
                format!("present(表.{field});"),
            ),
        };
        format!(
            "// 样子：标题、依据、改法和最后一行都请改成自己的；全部的词见 docs/verbs.md\n\n\
             rule(\"{id}\", #{{\n    title: \"{title}\",\n    level: \"error\",\n    \
             basis: \"请写明依据的文件和文号\",\n    verified: false,\n    fix: \"{fix}\",\n\
             {needs}}}, |表| {{\n    {check}\n}});\n"
        )
    }

    fn case_head(&self) -> String {
        let Self { pointer, title, .. } = self;
        let title = toml_edit::Value::from(match &self.bound {
            Some((bound, _)) => format!("{title}超过 {bound}"),
            None => format!("没有填写{title}"),
        });
        let pointer = toml_edit::Value::from(pointer.as_str());
        let change = match &self.bound {
            Some((_, past)) => format!("set = {{ {pointer} = \"{past}\" }}"),
            None => format!("remove = [{pointer}]"),
        };
        format!("[[case]]\nname = {title}\n{change}\n")
    }

    fn case(&self, id: &str) -> String {
        let (verdict, at) = match &self.bound {
            Some(_) => ("out_of_bounds", self.pointer.as_str()),
            None => (
                "absent",
                self.pointer.rsplit_once('/').map_or("", |(above, _)| above),
            ),
        };
        let own = format!("{{ rule = \"{id}\", verdict = \"{verdict}\", at = \"{at}\" }}");
        let mut expect = self.others.clone();
        expect.push(own);
        let expect = match expect.as_slice() {
            [only] => format!("[ {only} ]"),
            all => format!("[\n  {},\n]", all.join(",\n  ")),
        };
        format!(
            "# 用例：把 clean.json 改一处，写明应查出的全部\n\n{}expect = {expect}\n",
            self.case_head()
        )
    }
}
