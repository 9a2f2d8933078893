//! `gouji form`: blank forms, read by readers that are not ours, and held against the form.

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Data, Reader, SheetVisible, Xlsx, open_workbook};
use serde_json::Value;

use super::*;

const PACKS: [&str; 3] = ["department", "project", "final-accounts"];

/// Every value that a schema declares, by a path that knows nothing of layouts: `a.b`, `a[].b`,
/// `a.<名称>`.
fn values(schema: &Value) -> BTreeSet<String> {
    fn walk(at: &Value, root: &Value, path: String, all: &mut BTreeSet<String>) {
        if let Some(reference) = at["$ref"].as_str() {
            let target = root.pointer(reference.trim_start_matches('#')).unwrap();
            return walk(target, root, path, all);
        }
        let below = |key: &str| match path.as_str() {
            "" => key.to_owned(),
            path => format!("{path}.{key}"),
        };
        if let Some(items) = at.get("items") {
            return walk(items, root, format!("{path}[]"), all);
        }
        let open = at["additionalProperties"].is_object();
        if open {
            walk(&at["additionalProperties"], root, below("<名称>"), all);
        } else if let Some(properties) = at["properties"].as_object() {
            for (key, property) in properties {
                walk(property, root, below(key), all);
            }
        } else {
            all.insert(path);
        }
    }
    let mut all = BTreeSet::new();
    walk(schema, schema, String::new(), &mut all);
    all
}

fn schema(pack: &str) -> Value {
    let path = format!(
        "{}/rules/{pack}/form.schema.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// No field is left out of the layout, and none stands in it twice.
#[test]
fn every_field_stands_in_it_once() {
    let folder = folder("form-fields");
    for pack in PACKS {
        let file = format!("{pack}.md");
        assert_eq!(run(&folder, &["form", pack, "-o", &file]).code, 0);
        let page = std::fs::read_to_string(folder.join(&file)).unwrap();
        let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            let path = row.split('`').next().unwrap();
            *found.entry(path.to_owned()).or_default() += 1;
        }
        assert!(found.values().all(|count| *count == 1), "{pack} {found:?}");
        let found: BTreeSet<String> = found.into_keys().collect();
        assert_eq!(found, values(&schema(pack)), "{pack}");
    }
}

/// Without a name it has a telling one; what is there is never replaced.
#[test]
fn a_file_is_never_replaced() {
    let folder = folder("form-there");
    let first = run(&folder, &["form", "project"]);
    assert_eq!((first.code, &*first.err), (0, ""));
    let name = "项目支出绩效自评-空表.xlsx";
    assert!(
        first.out.starts_with(&format!("已写 {name}\n")),
        "{}",
        first.out
    );
    let before = std::fs::read(folder.join(name)).unwrap();
    let again = run(&folder, &["form", "project"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("没有改动"), "{}", again.err);
    assert_eq!(std::fs::read(folder.join(name)).unwrap(), before);
    // the same form is the same bytes
    run(&folder, &["form", "project", "-o", "乙.xlsx"]);
    assert!(std::fs::read(folder.join("乙.xlsx")).unwrap() == before);
    let other = run(&folder, &["form", "project", "-o", "乙.docx"]);
    assert_eq!(other.code, 2);
    assert!(other.err.contains(".xlsx .json .md .toml"), "{}", other.err);
}

/// A pack that serves several kinds gives a form of each, and does not squeeze them into one.
#[test]
fn several_forms() {
    let folder = folder("form-several");
    let each = run(&folder, &["form", "hubei"]);
    assert_eq!(each.code, 0, "{}", each.err);
    let files = fs::read_dir(&*folder).unwrap().count();
    assert_eq!(each.out.matches("已写").count(), files);
    assert!(files > 1);
    assert_eq!(run(&folder, &["form", "hubei", "-o", "x.xlsx"]).code, 2);
}

/// Which form it is stands where no person sees it; nothing is a formula; merged cells are heads.
#[test]
fn the_workbook_by_another_reader() {
    let folder = folder("form-book");
    for pack in PACKS {
        let file = format!("{pack}.xlsx");
        assert_eq!(run(&folder, &["form", pack, "-o", &file]).code, 0);
        let mut book: Xlsx<_> = open_workbook(folder.join(&file)).unwrap();
        let sheets = book.sheets_metadata().to_vec();
        let mark = sheets.iter().find(|sheet| sheet.name == "gouji").unwrap();
        assert_eq!(mark.visible, SheetVisible::VeryHidden);
        let range = book.worksheet_range("gouji").unwrap();
        assert_eq!(
            range.get_value((1, 0)),
            Some(&Data::String(pack.to_owned()))
        );
        for sheet in sheets.iter().map(|sheet| &sheet.name) {
            assert_eq!(
                book.worksheet_formula(sheet).unwrap().used_cells().count(),
                0
            );
        }
        for sheet in sheets.iter().map(|sheet| &sheet.name) {
            let range = book.worksheet_range(sheet).unwrap();
            for area in book.merge_cells_by_sheet_name(sheet).unwrap() {
                let text = range.get_value(area.start).unwrap().to_string();
                let is_head = text.starts_with('表') || text.ends_with("填报表");
                assert!(is_head || text == "填写说明", "{text}");
            }
        }
        assert!(!book.defined_names().is_empty());
    }
}

/// The skeleton has every field and is read as a submission.
#[test]
fn the_skeleton_is_a_submission() {
    let folder = folder("form-json");
    for pack in PACKS {
        let file = format!("{pack}.json");
        run(&folder, &["form", pack, "-o", &file]);
        let text = std::fs::read_to_string(folder.join(&file)).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        for key in schema(pack)["properties"].as_object().unwrap().keys() {
            assert!(value.get(key).is_some(), "{pack} {key}");
        }
        let checked = run(&folder, &["check", &file]);
        assert_ne!(checked.code, 2, "{}", checked.err);
        // a choice that is left blank is not filled in, and not wrong
        let blank = |line: &&str| line.contains("“”不在允许之列");
        assert_eq!(checked.out.lines().find(blank), None, "{pack}");
    }
}
