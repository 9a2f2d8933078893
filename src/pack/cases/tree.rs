//! A submission taken apart, so that a case can change some of it; numbers stay as written.

use serde_json::Value;

use crate::source::Source;

/// A submission taken apart, its scalars as written.
pub(super) enum Tree {
    Scalar(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn of(document: &crate::document::Document, node: crate::document::NodeId) -> Self {
        use crate::document::Kind;
        match document.kind(node) {
            Kind::List => Self::List(
                document
                    .children(node)
                    .map(|child| Self::of(document, child))
                    .collect(),
            ),
            Kind::Map => Self::Map(
                document
                    .children(node)
                    .map(|child| {
                        (
                            document.key(child).unwrap_or_default().to_owned(),
                            Self::of(document, child),
                        )
                    })
                    .collect(),
            ),
            _ => Self::Scalar(document.source().slice(document.span(node)).to_owned()),
        }
    }

    /// Sets (or, with `None`, removes) what stands at a pointer.
    pub(super) fn edit(
        &mut self,
        pointer: &str,
        value: Option<String>,
    ) -> Result<(), &'static str> {
        let mut steps: Vec<String> = pointer
            .strip_prefix('/')
            .ok_or("路径应以 / 开头 / a path starts with /")?
            .split('/')
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .collect();
        let last = steps.pop().unwrap_or_default();
        let mut at = self;
        for step in steps {
            at = match at {
                Self::Map(fields) => {
                    let found = fields.iter().position(|(key, _)| *key == step);
                    let index = if let Some(index) = found {
                        index
                    } else if value.is_some() {
                        fields.push((step, Self::Map(Vec::new())));
                        fields.len() - 1
                    } else {
                        return Err("没有这个位置 / no such place");
                    };
                    fields.get_mut(index).map(|(_, below)| below)
                }
                Self::List(all) => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| all.get_mut(index)),
                Self::Scalar(_) => None,
            }
            .ok_or("没有这个位置 / no such place")?;
        }
        let parsed = match value {
            Some(text) => Some(Self::read(&text).ok_or("值不是 JSON / the value is not JSON")?),
            None => None,
        };
        match (at, parsed) {
            (Self::Map(fields), Some(value)) => {
                match fields.iter_mut().find(|(key, _)| *key == last) {
                    Some((_, old)) => *old = value,
                    None => fields.push((last, value)),
                }
                Ok(())
            }
            (Self::Map(fields), None) => {
                let before = fields.len();
                fields.retain(|(key, _)| *key != last);
                if fields.len() == before {
                    Err("没有这个位置 / no such place")
                } else {
                    Ok(())
                }
            }
            (Self::List(all), value) => {
                let index = if last == "-" {
                    Some(all.len())
                } else {
                    last.parse::<usize>().ok()
                };
                match (index, value) {
                    (Some(index), Some(value)) if index == all.len() => all.push(value),
                    (Some(index), Some(value)) => {
                        *all.get_mut(index).ok_or("没有这个位置 / no such place")? = value;
                    }
                    (Some(index), None) if index < all.len() => {
                        all.remove(index);
                    }
                    _ => return Err("没有这个位置 / no such place"),
                }
                Ok(())
            }
            (Self::Scalar(_), _) => Err("没有这个位置 / no such place"),
        }
    }

    fn read(text: &str) -> Option<Self> {
        // wrapped, since a document is an object
        let wrapped = format!("{{\"值\":{text}}}");
        let document = crate::document::Document::parse(Source::new("", wrapped)).ok()?;
        let node = document.get(document.root(), "值")?;
        (document.child_count(document.root()) == 1).then(|| Self::of(&document, node))
    }

    pub(super) fn write(&self, out: &mut String, depth: usize) {
        let indent = "  ".repeat(depth + 1);
        let closing = "  ".repeat(depth);
        match self {
            Self::Scalar(text) => out.push_str(text),
            Self::List(all) => {
                out.push_str("[\n");
                for (index, entry) in all.iter().enumerate() {
                    out.push_str(&indent);
                    entry.write(out, depth + 1);
                    out.push_str(if index + 1 < all.len() { ",\n" } else { "\n" });
                }
                out.push_str(&closing);
                out.push(']');
            }
            Self::Map(fields) => {
                out.push_str("{\n");
                for (index, (key, value)) in fields.iter().enumerate() {
                    out.push_str(&indent);
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push_str(": ");
                    value.write(out, depth + 1);
                    out.push_str(if index + 1 < fields.len() {
                        ",\n"
                    } else {
                        "\n"
                    });
                }
                out.push_str(&closing);
                out.push('}');
            }
        }
    }
}
