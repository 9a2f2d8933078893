//! What a file is, by its bytes: names are often wrong.

/// Kinds of workbooks that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Office Open XML (xlsx, xlsm).
    Xlsx,
}

/// The kind of workbook these bytes are; `None` for everything else.
#[must_use]
pub fn container(bytes: &[u8]) -> Option<Container> {
    // the names of entries stand in a zip file uncompressed
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    (bytes.starts_with(b"PK\x03\x04") && (holds(b"xl/workbook.xml") || holds(b"xl/worksheets/")))
        .then_some(Container::Xlsx)
}
