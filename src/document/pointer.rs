//! Paths to values: JSON Pointers (RFC 6901).

use std::fmt::Write as _;

use super::{Document, Kind, NodeId};

impl Document {
    /// The path to a value: `""` for the root, else each name or index behind a `/`, with `~`
    /// written `~0` and `/` written `~1`.
    #[must_use]
    pub fn pointer(&self, id: NodeId) -> String {
        let mut path = String::with_capacity(96);
        self.write_pointer(id, &mut path);
        path
    }

    /// At most as many brackets are around a value as are read.
    fn write_pointer(&self, id: NodeId, path: &mut String) {
        let Some(parent) = self.parent(id) else {
            return;
        };
        self.write_pointer(parent, path);
        path.push('/');
        match self.key(id) {
            Some(key) if key.contains(['~', '/']) => {
                path.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Some(key) => path.push_str(key),
            None => {
                let _ = write!(path, "{}", self.index_in_parent(id));
            }
        }
    }

    /// The value at a path; `None` if there is none, or the path is no JSON Pointer.
    #[must_use]
    pub fn find(&self, pointer: &str) -> Option<NodeId> {
        if pointer.is_empty() {
            return Some(self.root());
        }
        let mut here = self.root();
        for step in pointer.strip_prefix('/')?.split('/') {
            here = match self.kind(here) {
                Kind::Map => self.get(here, &unescape(step)?)?,
                Kind::List => self.item(here, list_index(step)?)?,
                _ => return None,
            };
        }
        Some(here)
    }
}

fn unescape(step: &str) -> Option<String> {
    let mut parts = step.split('~');
    let mut name = parts.next()?.to_owned();
    for part in parts {
        let mut rest = part.chars();
        name.push(match rest.next()? {
            '0' => '~',
            '1' => '/',
            _ => return None,
        });
        name.push_str(rest.as_str());
    }
    Some(name)
}

/// Digits without zeros in front, as the RFC has it.
fn list_index(step: &str) -> Option<usize> {
    let plain =
        step.bytes().all(|byte| byte.is_ascii_digit()) && (step == "0" || !step.starts_with('0'));
    if plain { step.parse().ok() } else { None }
}
