//! What can be wrong with a pack's sentences.

/// What is wrong with one of them, or with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentenceFault {
    /// The file is no TOML of this shape.
    File(String),
    /// A bracket that is not closed, or closes none.
    Bracket(char),
    /// Nothing is said.
    Empty,
    /// The form has no such field; the nearest name it has.
    Field(String, Option<String>),
    /// `{什么：…}` of a kind that there is not.
    Kind(String),
    /// A field that no number may stand in.
    NoNumber(String),
    /// A number without the unit that the form has for it.
    NoUnit(String, String),
    /// A field that is no list of figures.
    NoList(String),
    /// The expression grows too large.
    TooLarge,
}
