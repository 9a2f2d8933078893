//! What can be wrong with a `gouji.toml`.

/// What is wrong, at a place that the fault around it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsFaultKind {
    /// The file cannot be read.
    Unreadable(String),
    /// Not TOML; the parser's words.
    Syntax(String),
    /// A key there is not; the nearest of those there are.
    UnknownKey(String, Option<String>),
    /// A value of another kind is due: key, what is due in Chinese and English.
    Kind(String, &'static str, &'static str),
    /// A key that must be there is not.
    Missing(&'static str),
    /// No such day, or not written as one.
    Date(String),
    /// Not a JSON Pointer.
    Pointer(String),
    /// A pattern of paths that is none; the matcher's words.
    Pattern(String, String),
    /// No pack has this rule; the nearest.
    UnknownRule(String, Option<String>),
    /// No pack has this parameter; the nearest.
    UnknownParameter(String, Option<String>),
    /// The value is not of the parameter's type.
    Parameter(String),
    /// A rule whose level is not a pack's to give.
    EngineRule(String),
}
