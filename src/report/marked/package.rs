//! The parts of a workbook and what leads from one to another.

use std::collections::BTreeMap;
use std::io::Cursor;

use zip::ZipArchive;

use super::xml::{Edits, Kind, escaped, tags};
use super::{NotMarked, part};

const CONTENT_TYPES: &str = "[Content_Types].xml";
/// Namespaces of the relations that office programs write, and of the strict form of the format.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_RELATIONS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

/// A workbook while it is changed.
pub(super) struct Package<'a, 'b> {
    archive: &'a mut ZipArchive<Cursor<&'b [u8]>>,
    /// Parts that are not as they were, by name.
    pub(super) changed: BTreeMap<String, String>,
    /// The part that lists the sheets.
    pub(super) workbook: String,
    /// Namespace of relations.
    pub(super) relations: &'static str,
}

/// What leads from a part to another.
pub(super) struct Relation {
    pub(super) id: String,
    /// The end of its type's name: `comments`.
    pub(super) kind: String,
    /// The part, from the root of the package.
    pub(super) target: String,
}

impl<'a, 'b> Package<'a, 'b> {
    pub(super) fn open(archive: &'a mut ZipArchive<Cursor<&'b [u8]>>) -> Result<Self, NotMarked> {
        let mut package = Self {
            archive,
            changed: BTreeMap::new(),
            workbook: String::new(),
            relations: RELATIONS,
        };
        let of_root = package.relations_of("")?;
        let workbook = of_root
            .into_iter()
            .find(|relation| relation.kind == "officeDocument");
        package.workbook = workbook.ok_or(NotMarked::NoWorkbook)?.target;
        if package
            .text(&package.workbook.clone())?
            .contains(STRICT_RELATIONS)
        {
            package.relations = STRICT_RELATIONS;
        }
        Ok(package)
    }

    pub(super) fn find(&mut self, name: &str) -> Result<Option<String>, NotMarked> {
        match self.changed.get(name) {
            Some(text) => Ok(Some(text.clone())),
            None => part(self.archive, name),
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, NotMarked> {
        self.find(name)?.ok_or(NotMarked::NoWorkbook)
    }

    pub(super) fn set(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_owned(), text);
    }

    /// A name for a new part, with a number where it is taken.
    pub(super) fn free(&mut self, folder: &str, stem: &str, end: &str) -> String {
        let is_taken = |name: &str| {
            self.changed.contains_key(name) || self.archive.index_for_name(name).is_some()
        };
        (1..=u32::MAX)
            .map(|number| format!("{folder}/{stem}{number}.{end}"))
            .find(|name| !is_taken(name))
            .unwrap_or_default()
    }

    /// The part of a sheet.
    pub(super) fn sheet(&mut self, name: &str) -> Result<String, NotMarked> {
        let workbook = self.workbook.clone();
        let text = self.text(&workbook)?;
        let tags = tags(&text)?;
        let tag = tags
            .iter()
            .find(|tag| tag.opens("sheet") && tag.attribute(&text, "name").as_deref() == Some(name))
            .ok_or_else(|| NotMarked::NoSheet(name.to_owned()))?;
        let id = tag.attribute(&text, "id").ok_or(NotMarked::Broken)?;
        let relations = self.relations_of(&workbook)?;
        let found = relations.into_iter().find(|relation| relation.id == id);
        Ok(found.ok_or(NotMarked::Broken)?.target)
    }

    /// What leads on from a part; of the package itself for an empty name.
    pub(super) fn relations_of(&mut self, of: &str) -> Result<Vec<Relation>, NotMarked> {
        let Some(text) = self.find(&relations_part(of))? else {
            return Ok(Vec::new());
        };
        let tags = tags(&text)?;
        let relations = tags.iter().filter(|tag| tag.opens("Relationship"));
        Ok(relations
            .filter(|tag| tag.attribute(&text, "TargetMode").as_deref() != Some("External"))
            .filter_map(|tag| {
                let kind = tag.attribute(&text, "Type")?;
                Some(Relation {
                    id: tag.attribute(&text, "Id")?,
                    kind: kind.rsplit('/').next()?.to_owned(),
                    target: resolved(of, &tag.attribute(&text, "Target")?),
                })
            })
            .collect())
    }

    /// Makes a part lead to another; returns the id by which it does.
    pub(super) fn relate(
        &mut self,
        of: &str,
        kind: &str,
        target: &str,
    ) -> Result<String, NotMarked> {
        let name = relations_part(of);
        let text = self.find(&name)?.unwrap_or_else(|| {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".to_owned()
        });
        let id = (1..=u32::MAX)
            .map(|number| format!("rIdGouji{number}"))
            .find(|id| !text.contains(id.as_str()))
            .unwrap_or_default();
        let relations = self.relations;
        let added = |prefix: &str| {
            format!(
                "<{prefix}Relationship Id=\"{id}\" Type=\"{relations}/{kind}\" Target=\"/{}\"/>",
                escaped(target)
            )
        };
        let made = appended(&text, "Relationships", added)?;
        self.set(&name, made);
        Ok(id)
    }

    /// Says of what kind a new part is.
    pub(super) fn declare(&mut self, name: &str, content: &str) -> Result<(), NotMarked> {
        let text = self.text(CONTENT_TYPES)?;
        let made = appended(&text, "Types", |prefix| {
            format!(
                "<{prefix}Override PartName=\"/{}\" ContentType=\"{content}\"/>",
                escaped(name)
            )
        })?;
        self.set(CONTENT_TYPES, made);
        Ok(())
    }

    /// Says of what kind parts whose names end so are, where nothing says it yet.
    pub(super) fn declare_end(&mut self, end: &str, content: &str) -> Result<(), NotMarked> {
        let text = self.text(CONTENT_TYPES)?;
        let tags = tags(&text)?;
        let is_known = tags.iter().any(|tag| {
            tag.opens("Default")
                && tag
                    .attribute(&text, "Extension")
                    .is_some_and(|known| known.eq_ignore_ascii_case(end))
        });
        if is_known {
            return Ok(());
        }
        // those by the end of a name come before those by the whole name
        let root = tags
            .iter()
            .find(|tag| tag.opens("Types"))
            .ok_or(NotMarked::Broken)?;
        let mut edits = Edits::default();
        let prefix = &root.prefix;
        let line = format!("<{prefix}Default Extension=\"{end}\" ContentType=\"{content}\"/>");
        edits.insert(root.span.end, line);
        self.set(CONTENT_TYPES, edits.apply(&text)?);
        Ok(())
    }
}

/// A part with something more at the end of an element.
pub(super) fn appended(
    text: &str,
    element: &str,
    what: impl FnOnce(&str) -> String,
) -> Result<String, NotMarked> {
    let tags = tags(text)?;
    let mut edits = Edits::default();
    if let Some(end) = tags.iter().rev().find(|tag| tag.closes(element)) {
        edits.insert(end.span.start, what(&end.prefix));
    } else {
        let empty = tags
            .iter()
            .find(|tag| tag.kind == Kind::Empty && tag.name == element);
        let empty = empty.ok_or(NotMarked::Broken)?;
        let own = text.get(empty.span.clone()).unwrap_or_default();
        let open = own.trim_end_matches("/>").trim_end();
        let prefix = &empty.prefix;
        let made = format!("{open}>{}</{prefix}{element}>", what(prefix));
        edits.replace(empty.span.clone(), made);
    }
    edits.apply(text)
}

fn relations_part(of: &str) -> String {
    match of.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{of}.rels"),
    }
}

/// A target as it is written in the relations of a part, from the root.
fn resolved(of: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let folder = of.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut way: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                way.pop();
            }
            "." | "" => {}
            step => way.push(step),
        }
    }
    way.join("/")
}
