//! Paths to values: JSON Pointers (RFC 6901).

use super::{Document, Kind, NodeId};

impl Document {
    /// The path to a value: `""` for the root, else each name or index behind a `/`, with `~`
    /// written `~0` and `/` written `~1`.
    #[must_use]
    pub fn pointer(&self, id: NodeId) -> String {
        let mut steps = Vec::with_capacity(8);
        let mut here = id;
        while let Some(parent) = self.parent(here) {
            steps.push(here);
            here = parent;
        }
        let mut path = String::with_capacity(steps.len() * 16);
        for step in steps.into_iter().rev() {
            path.push('/');
            match self.key(step) {
                Some(key) if key.contains(['~', '/']) => {
                    path.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                Some(key) => path.push_str(key),
                None => path.push_str(&self.index_in_parent(step).to_string()),
            }
        }
        path
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
