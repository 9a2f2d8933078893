//! Rules run by the plan end as the interpreter ends them: the same findings, to the last byte.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gouji::finding::Checked;
use gouji::pack::{Checker, Library, Pack};
use gouji::source::Source;

/// Both ways of running one pack.
struct Both {
    interpreted: Checker,
    planned: Checker,
}

impl Both {
    fn of(id: &str) -> Self {
        let pack = Arc::new(Pack::load(id, &Library::shipped()).unwrap());
        let mut interpreted = pack.checker().unwrap();
        interpreted.interpret();
        let mut planned = pack.checker().unwrap();
        planned.prepare();
        Self {
            interpreted,
            planned,
        }
    }

    fn agree(&mut self, text: &str, what: &str) {
        let check =
            |checker: &mut Checker| -> Checked { checker.check_source(Source::new("-", text)).1 };
        let (expected, found) = (check(&mut self.interpreted), check(&mut self.planned));
        assert_eq!(format!("{expected:#?}"), format!("{found:#?}"), "{what}");
    }
}

fn texts(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "json")
            && !path.ends_with("form.schema.json")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

/// Byte ranges of the numbers and texts that stand for values.
fn values(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for (at, pair) in bytes.windows(2).enumerate() {
        if pair != b": " {
            continue;
        }
        let start = at + 2;
        let rest = bytes.get(start..).unwrap_or_default();
        let length = match rest.first().copied().unwrap_or_default() {
            b'0'..=b'9' | b'-' => rest.iter().position(|byte| !b"0123456789.-".contains(byte)),
            b'"' => rest
                .iter()
                .skip(1)
                .position(|byte| *byte == b'"')
                .map(|end| end + 2),
            _ => None,
        };
        if let Some(length) = length {
            found.push((start, start + length));
        }
    }
    found
}

#[test]
fn plan_and_interpreter_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    texts(&root.join("rules"), &mut all);
    texts(&root.join("samples"), &mut all);
    assert!(all.len() > 10);
    let packs = Library::shipped();
    let mut known = std::collections::BTreeMap::new();
    for (id, kinds) in gouji::pack::kinds_served(&packs) {
        for kind in kinds {
            known.entry(kind).or_insert_with(|| Both::of(&id));
        }
    }
    for (path, text) in all {
        let kind = serde_json::from_str::<serde_json::Value>(&text)
            .ok()
            .and_then(|value| Some(value.get("文种")?.as_str()?.to_owned()));
        let Some(both) = kind.and_then(|kind| known.get_mut(&kind)) else {
            continue;
        };
        both.agree(&text, &path.display().to_string());
        // every so many values changed into what nobody invited
        let values = values(&text);
        for (index, (start, end)) in values.iter().enumerate().skip(3).step_by(11) {
            let others = [
                "null",
                "\"—\"",
                "0",
                "-1.005",
                "\"达成\"",
                "[]",
                "{}",
                "99999999999999999999",
            ];
            let other = others.iter().cycle().nth(index).unwrap();
            let changed = format!("{}{other}{}", &text[..*start], &text[*end..]);
            both.agree(
                &changed,
                &format!("{}: {} -> {other}", path.display(), &text[*start..*end]),
            );
        }
    }
}

/// One digit of one figure is what is mostly wrong: then some rules are sure of their end on bare
/// numbers, others are not, and the diagnosis needs the equations of both.
#[test]
fn a_wrong_digit_anywhere_ends_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (id, every) in [("department", 3), ("project", 5), ("final-accounts", 7)] {
        let text = std::fs::read_to_string(root.join("rules").join(id).join("clean.json")).unwrap();
        let mut both = Both::of(id);
        for (start, end) in values(&text).into_iter().step_by(every) {
            let written = &text[start..end];
            let Some(digit) = written.rfind(|last: char| last.is_ascii_digit()) else {
                continue;
            };
            let old = written.as_bytes()[digit] - b'0';
            let new = (old + 3) % 10;
            let at = start + digit;
            let changed = format!("{}{new}{}", &text[..at], &text[at + 1..]);
            both.agree(&changed, &format!("{id}: {written} -> {new} at {at}"));
        }
    }
}
