//! The fields of a form as a page.

use std::fmt::Write;

use super::layout::{Body, Layout};
use crate::document::{Field, Form};

/// A table for each section: 字段, 名称, 单位, 必填, 说明.
#[must_use]
pub fn markdown(layout: &Layout, form: &Form) -> String {
    let mut page = format!("# {}\n\n", layout.title);
    if !layout.note.is_empty() {
        let _ = writeln!(page, "{}\n", layout.note);
    }
    let _ = writeln!(page, "规则包 {} {}\n", layout.pack, layout.version);
    page.push_str("列表中的字段写作 `列表[].字段`，名称自定的写作 `字段.<名称>`。\n");
    for sheet in &layout.sheets {
        let _ = writeln!(page, "\n## {}", cell(&sheet.name));
        for section in &sheet.sections {
            let _ = writeln!(page, "\n### {}\n", cell(&section.heading));
            page.push_str("| 字段 | 名称 | 单位 | 必填 | 说明 |\n|---|---|---|---|---|\n");
            for (path, name, field) in fields(form, &section.body) {
                let required = if layout.required.contains(&path) {
                    "是"
                } else {
                    ""
                };
                let note = note(field);
                let (unit, name) = (cell(&field.unit), cell(&name));
                let _ = writeln!(
                    page,
                    "| `{path}` | {name} | {unit} | {required} | {} |",
                    cell(&note)
                );
            }
        }
    }
    page
}

/// Each field of a section, its name and what the form declares of it.
fn fields<'f>(form: &'f Form, body: &Body) -> Vec<(String, String, &'f Field)> {
    match body {
        Body::Singles(rows) => rows
            .iter()
            .map(|row| (row.path.clone(), row.label.clone(), form.field(row.field)))
            .collect(),
        Body::Block { rows, .. } => {
            let mut all = Vec::new();
            for row in rows {
                let object = form.field(row.field);
                for key in object.names() {
                    let below = object.field(key).map(|id| form.field(id));
                    if let Some(field) = below.filter(|field| super::layout::is_value(field)) {
                        let name = format!("{} › {}", row.label, field.title);
                        all.push((format!("{}.{key}", row.path), name, field));
                    }
                }
            }
            all
        }
        Body::List {
            path, key, columns, ..
        } => columns
            .iter()
            .map(|column| {
                let at = listed(form, path, &column.path, key.is_some());
                (at, plain_head(&column.head), form.field(column.field))
            })
            .collect(),
    }
}

/// The path of a column of a list: `[]` after each list it stands in.
fn listed(form: &Form, list: &str, column: &str, is_open: bool) -> String {
    let find = |path: &str| {
        let mut steps = path.split('.');
        steps.try_fold(form.root(), |field, name| form.field(field).field(name))
    };
    let mut path = format!("{list}{}", if is_open { ".<名称>" } else { "[]" });
    let mut field = find(list).and_then(|field| {
        let field = form.field(field);
        field.items().or(field.others())
    });
    for name in column.split('.').filter(|name| !name.is_empty()) {
        path.push('.');
        path.push_str(name);
        field = field.and_then(|field| form.field(field).field(name));
        if let Some(items) = field.and_then(|field| form.field(field).items()) {
            path.push_str("[]");
            field = Some(items);
        }
    }
    path
}

/// A head without its unit, which has a column of its own.
fn plain_head(head: &str) -> String {
    match head.rsplit_once('（') {
        Some((title, rest)) if rest.ends_with('）') => title.to_owned(),
        _ => head.to_owned(),
    }
}

/// What may stand in a field.
pub(super) fn note(field: &Field) -> String {
    let mut parts = Vec::new();
    match field.choices.as_slice() {
        [] => {}
        [only] => parts.push(format!("只能是“{only}”")),
        several => parts.push(format!("选填：{}", several.join("、"))),
    }
    if field.numeric {
        parts.push(match field.places {
            Some(0) => "整数".to_owned(),
            Some(places) if !field.unit.is_empty() => format!("{places} 位小数"),
            _ if field.textual => "数字或文字".to_owned(),
            _ => "数字".to_owned(),
        });
        if field.signed {
            parts.push("可为负数".to_owned());
        }
        if field.textual && &*field.unit == "%" {
            parts.push("分母为 0 时填“—”".to_owned());
        }
    }
    if field.explanation {
        parts.push("说明原因的文字".to_owned());
    }
    if !field.note.is_empty() {
        parts.push(field.note.clone());
    }
    parts.join("；")
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
