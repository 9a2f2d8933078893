//! Which objects of a form are rows of one table.
//!
//! Objects with the same values, wherever they stand below one object, are rows of a block; what
//! is left is asked for a value a row.

use std::collections::BTreeSet;

use super::layout::{Row, bare, is_value};
use crate::document::{FieldId, Form};

/// Objects of no more values do not get a section of their own.
const FEW: usize = 3;

/// Rows under one heading.
pub(super) struct Group {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// A section to be.
pub(super) enum Gathered {
    /// Values.
    Values(Group),
    /// Objects with the same values.
    Rows(Group),
    /// A list, or an object of any names.
    List(Row),
}

/// An object with values of its own.
struct Object {
    row: Row,
    title: String,
    /// Keys of its values.
    keys: BTreeSet<String>,
}

/// Everything below an object, in the form's order.
pub(super) fn gather(form: &Form, path: &str, id: FieldId) -> Vec<Gathered> {
    let mut objects = Vec::new();
    let mut lists = Vec::new();
    let title = form.field(id).title.clone();
    walk(form, path, id, (&title, 0), &mut objects, &mut lists);
    let mut groups: Vec<(usize, Gathered)> = Vec::new();
    for cluster in clusters(&objects) {
        let of_cluster: Vec<&Object> = cluster.iter().filter_map(|at| objects.get(*at)).collect();
        let (Some(at), Some(first)) = (cluster.first(), of_cluster.first()) else {
            continue;
        };
        let is_row_of_list = lists.iter().any(|list| is_like(form, first, list));
        if of_cluster.len() > 1 || is_row_of_list {
            let title = common_title(form, &of_cluster, &title);
            let base = of_cluster
                .iter()
                .map(|one| one.row.level)
                .min()
                .unwrap_or(0);
            let rows = of_cluster.iter().map(|one| Row {
                level: one.row.level - base,
                ..one.row.clone()
            });
            let rows = rows.collect();
            groups.push((*at, Gathered::Rows(Group { title, rows })));
        } else {
            groups.push((*at, values(form, first)));
        }
    }
    groups.sort_by_key(|(at, _)| *at);
    let mut all = few_together(groups.into_iter().map(|(_, one)| one).collect(), &title);
    all.extend(lists.into_iter().map(Gathered::List));
    all
}

/// Whether an object has what the items of a list have: the total of it.
fn is_like(form: &Form, object: &Object, list: &Row) -> bool {
    let field = form.field(list.field);
    let items = field.items().or(field.others());
    items.is_some_and(|items| {
        let names: BTreeSet<String> = form.field(items).names().iter().cloned().collect();
        object.keys.len() > 1 && overlaps(&object.keys, &names)
    })
}

fn walk(
    form: &Form,
    path: &str,
    id: FieldId,
    (title, level): (&str, u8),
    objects: &mut Vec<Object>,
    lists: &mut Vec<Row>,
) {
    let field = form.field(id);
    if field.items().is_some() || field.others().is_some() {
        lists.push(Row {
            label: title.to_owned(),
            path: path.to_owned(),
            field: id,
            level,
            has: BTreeSet::new(),
        });
        return;
    }
    let below = field
        .names()
        .iter()
        .filter_map(|key| Some((key, field.field(key)?)));
    let (values, larger): (Vec<_>, Vec<_>) = below.partition(|(_, id)| is_value(form.field(*id)));
    if !values.is_empty() {
        let keys: BTreeSet<String> = values.into_iter().map(|(key, _)| key.clone()).collect();
        objects.push(Object {
            row: Row {
                label: field.title.clone(),
                path: path.to_owned(),
                field: id,
                level,
                has: keys.clone(),
            },
            title: title.to_owned(),
            keys,
        });
    }
    for (key, id) in larger {
        let path = format!("{path}.{key}");
        let own = bare(&form.field(id).title);
        let title = if level == 0 || own.contains(title) {
            own.to_owned()
        } else {
            format!("{title}·{own}")
        };
        walk(form, &path, id, (&title, level + 1), objects, lists);
    }
}

/// Objects that have most of their values in common, by where they stand.
fn clusters(objects: &[Object]) -> Vec<Vec<usize>> {
    let mut clusters: Vec<(BTreeSet<String>, Vec<usize>)> = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        let known = clusters
            .iter_mut()
            .find(|(keys, _)| object.keys.len() > 1 && overlaps(keys, &object.keys));
        match known {
            Some((keys, members)) => {
                keys.extend(object.keys.iter().cloned());
                members.push(at);
            }
            None => clusters.push((object.keys.clone(), vec![at])),
        }
    }
    clusters.into_iter().map(|(_, members)| members).collect()
}

/// Whether the smaller of two sets is nearly all in the larger, and at least half of it.
fn overlaps(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let common = one.intersection(other).count();
    let (small, large) = (one.len().min(other.len()), one.len().max(other.len()));
    common > 1 && common == small && common * 2 >= large
}

/// What the objects of a block have in common: the key, or what they stand in.
fn common_title(form: &Form, objects: &[&Object], title: &str) -> String {
    let last = |object: &&Object| object.row.path.rsplit('.').next().map(str::to_owned);
    let keys: BTreeSet<Option<String>> = objects.iter().map(last).collect();
    if let ([Some(key)], [_, _, ..]) = (keys.iter().collect::<Vec<_>>().as_slice(), objects) {
        return key.clone();
    }
    let mut way: Vec<&str> = Vec::new();
    if let Some((first, rest)) = objects.split_first() {
        way = first.row.path.split('.').collect();
        for object in rest {
            let same = way.iter().zip(object.row.path.split('.'));
            let common = same.take_while(|(one, other)| **one == *other).count();
            way.truncate(common);
        }
    }
    let field = way
        .iter()
        .try_fold(form.root(), |field, key| form.field(field).field(key));
    match field.filter(|field| *field != form.root()) {
        Some(field) if way.len() > 1 => form.field(field).title.clone(),
        _ => title.to_owned(),
    }
}

fn values(form: &Form, object: &Object) -> Gathered {
    let field = form.field(object.row.field);
    let rows = field.names().iter().filter_map(|key| {
        let id = field.field(key).filter(|id| is_value(form.field(*id)))?;
        Some(Row {
            label: form.field(id).title.clone(),
            path: format!("{}.{key}", object.row.path),
            field: id,
            level: 0,
            has: BTreeSet::new(),
        })
    });
    Gathered::Values(Group {
        title: object.title.clone(),
        rows: rows.collect(),
    })
}

/// Puts objects of few values into one section, where the first of them stands.
fn few_together(groups: Vec<Gathered>, title: &str) -> Vec<Gathered> {
    let is_few = |one: &Gathered| matches!(one, Gathered::Values(group) if group.rows.len() <= FEW);
    if groups.iter().filter(|one| is_few(one)).count() < 2 {
        return groups;
    }
    let mut together: Option<usize> = None;
    let mut all: Vec<Gathered> = Vec::new();
    for one in groups {
        let few = is_few(&one);
        match (one, together.and_then(|at| all.get_mut(at))) {
            (Gathered::Values(group), Some(Gathered::Values(known))) if few => {
                known.rows.extend(group.rows);
            }
            (Gathered::Values(group), _) if few => {
                together = Some(all.len());
                let title = title.to_owned();
                all.push(Gathered::Values(Group { title, ..group }));
            }
            (one, _) => all.push(one),
        }
    }
    all
}
