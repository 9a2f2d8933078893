//! [`Overlay`]: the form laid over the tree of a submission, shared by all that have that tree.
//!
//! Most submissions of a form have the same names and as many rows as the one before. The places
//! of their values in document order tell: a place is the names from the root, so the same places
//! in the same order are the same tree, whatever the values are.

use std::sync::OnceLock;

use super::FieldId;
use super::node::Arena;

/// What the form says of each value of a tree.
#[derive(Debug)]
pub(crate) struct Overlay {
    /// The layout by which the tree was read, and the places of its values; empty where not all
    /// of them are known.
    layout: u64,
    places: Vec<u16>,
    /// The field that the form has there.
    pub(super) declared: Vec<Option<FieldId>>,
    /// The kinds of values that fit there whatever they are, a bit for each; see [`super::shape`].
    pub(super) fitting: OnceLock<Vec<u8>>,
}

impl Overlay {
    pub(super) fn new(arena: &Arena, declared: Vec<Option<FieldId>>) -> Self {
        let mut places = Vec::new();
        if arena.layout != 0 && arena.nodes.iter().all(|node| node.place != 0) {
            places.extend(arena.nodes.iter().map(|node| node.place));
        }
        Self {
            layout: arena.layout,
            places,
            declared,
            fitting: OnceLock::new(),
        }
    }

    /// Whether a tree is surely the same.
    pub(super) fn is_of(&self, arena: &Arena) -> bool {
        let nodes = arena.nodes.iter().map(|node| node.place);
        !self.places.is_empty()
            && self.layout == arena.layout
            && self.places.len() == arena.nodes.len()
            && self.places.iter().copied().eq(nodes)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Form, Laid, NodeId, Reader, Submission};
    use crate::source::Source;

    const FORM: &str = r#"{"type": "object", "properties": {
        "a": {"type": "number", "x-unit": "元"},
        "b": {"type": "array", "items": {"type": "object", "properties": {"c": {"type": "number"}}}},
        "d": {"type": "object", "properties": {"c": {"type": "number", "x-unit": "%"}}}}}"#;

    /// The field of each value, whatever was read before.
    fn fields(submission: &Submission) -> Vec<Option<String>> {
        let nodes = submission.document().nodes();
        let field = |node: NodeId| submission.field(node).map(|field| format!("{field:?}"));
        nodes.map(field).collect()
    }

    #[test]
    fn nothing_is_taken_over_from_another_tree() {
        let form = Arc::new(Form::parse(FORM).unwrap());
        let (mut reader, mut laid) = (Reader::default(), Laid::default());
        let texts = [
            r#"{"a": 1, "b": [{"c": 1}, {"c": 2}], "d": {"c": 3}}"#,
            r#"{"a": 9, "b": [{"c": 7}, {"c": 8}], "d": {"c": 6}}"#,
            r#"{"a": 1, "b": [{"c": 1}, {}, {"c": 2}], "d": {"c": 3}}"#,
            r#"{"a": 1, "b": [{}, {"c": 1}, {"c": 2}], "d": {"c": 3}}"#,
            r#"{"a": 1, "b": [{"c": 1}, {"c": 2}, {}], "d": {"c": 3}}"#,
            r#"{"a": 1, "b": [[{"c": 1}], [[]]], "d": {"c": 3}}"#,
            r#"{"a": 1, "b": [[{"c": 1}, []]], "d": {"c": 3}}"#,
            r#"{"d": {"c": 3}, "b": [{"c": 1}, {"c": 2}], "a": 1}"#,
            r#"{"a": {"c": 3}, "b": [{"c": 1}, {"c": 2}], "d": 1}"#,
            r#"{"a": [3], "b": {}, "e": {"a": [1], "b": {}}}"#,
        ];
        for (turn, text) in texts
            .iter()
            .chain(&texts)
            .chain(texts.iter().rev())
            .enumerate()
        {
            let document = reader.read(Source::new("-", *text)).unwrap();
            let submission = Arc::new(Submission::laid(document, Arc::clone(&form), &mut laid));
            let document = super::super::Document::parse(Source::new("-", *text)).unwrap();
            let alone = Submission::new(document, Arc::clone(&form));
            assert_eq!(fields(&submission), fields(&alone), "{turn}: {text}");
            let kinds = |submission: &Submission| {
                let document = submission.document();
                let all = document.nodes().map(|node| {
                    let place = (submission.pointer(node), submission.label(node));
                    (document.kind(node), document.number(node), place)
                });
                all.collect::<Vec<_>>()
            };
            assert_eq!(kinds(&submission), kinds(&alone), "{turn}: {text}");
            reader.reuse(submission);
        }
    }

    #[test]
    fn the_same_places_in_the_same_order_are_known() {
        let form = Arc::new(Form::parse(FORM).unwrap());
        let (mut reader, mut laid) = (Reader::default(), Laid::default());
        let mut lay = |text: &str| {
            let document = reader.read(Source::new("-", text)).unwrap();
            Submission::laid(document, Arc::clone(&form), &mut laid)
        };
        let first = lay(r#"{"a": 1, "b": [{"c": 1}]}"#);
        let same = lay(r#"{ "a": -2.5, "b": [ {"c": "x"} ] }"#);
        assert!(Arc::ptr_eq(first.overlay(), same.overlay()));
        let more = lay(r#"{"a": 1, "b": [{"c": 1}, {"c": 1}]}"#);
        assert!(!Arc::ptr_eq(first.overlay(), more.overlay()));
    }
}
