//! The columns of a list: those of its items, of lists in them, and of objects in them.

use super::layout::{Column, bare, head, heads_apart, is_plain_list, is_value};
use crate::document::{FieldId, Form};

/// The head of the column of names, its columns, and those that hold for the rows below.
pub(super) fn columns(form: &Form, list: FieldId) -> (Option<String>, Vec<Column>, Vec<String>) {
    let field = form.field(list);
    let (items, key) = match (field.items(), field.others()) {
        (Some(items), _) => (items, None),
        (None, Some(others)) => (others, Some("名称".to_owned())),
        (None, None) => return (None, Vec::new(), Vec::new()),
    };
    let mut columns = Vec::new();
    let mut down = Vec::new();
    let item = form.field(items);
    if is_value(item) {
        let unit = match (&*item.unit, item.numeric) {
            ("", true) => "数值".to_owned(),
            ("", false) => "内容（一行一项）".to_owned(),
            (unit, _) if unit.ends_with('元') => format!("金额（{unit}）"),
            (unit, _) => format!("数值（{unit}）"),
        };
        columns.push(Column {
            head: unit,
            path: String::new(),
            field: items,
        });
    } else {
        below(form, items, ("", ""), &mut columns, &mut down);
    }
    heads_apart(&mut columns);
    (key, columns, down)
}

/// Columns of an item. `above`: the path to it from the outermost item, with a point, and the
/// title of the list it is an item of, where that is an inner one or has inner ones.
fn below(
    form: &Form,
    item: FieldId,
    (path, title): (&str, &str),
    columns: &mut Vec<Column>,
    down: &mut Vec<String>,
) {
    let field = form.field(item);
    let fields = || {
        field
            .names()
            .iter()
            .filter_map(|key| Some((key, field.field(key)?)))
    };
    let has_lists = fields()
        .any(|(_, id)| form.field(id).items().is_some() && !is_plain_list(form, form.field(id)));
    let title = if has_lists || !title.is_empty() {
        bare(&field.title)
    } else {
        ""
    };
    let mut named = !has_lists;
    for (key, id) in fields() {
        let own = form.field(id);
        let path = format!("{path}{key}");
        match own.items() {
            Some(items) if !is_plain_list(form, own) => {
                below(form, items, (&format!("{path}."), title), columns, down);
            }
            None if !own.names().is_empty() => {
                below(
                    form,
                    id,
                    (&format!("{path}."), bare(&own.title)),
                    columns,
                    down,
                );
            }
            _ => {
                // the deepest rows say their own columns' names; those around them say whose
                let above = if has_lists { title } else { "" };
                if !named && own.textual {
                    down.push(path.clone());
                    named = true;
                }
                columns.push(Column {
                    head: head(own, above),
                    path,
                    field: id,
                });
            }
        }
    }
}
