//! Writes what was found into a case that does not say yet what it expects.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Value};

use super::CaseResult;

/// The text of a case file with the findings of its new cases written in; all else stays as it
/// is. `None` where there is nothing to write.
///
/// # Errors
/// Why the file cannot be edited.
pub(super) fn accepted(text: &str, results: &[&CaseResult]) -> Result<Option<String>, String> {
    let mut file: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())?;
    let Some(cases) = file.get_mut("case") else {
        return Ok(None);
    };
    let Some(cases) = cases.as_array_of_tables_mut() else {
        return Err("用例应写成 [[case]] / cases are to be written as [[case]]".to_owned());
    };
    let mut written = false;
    for result in results.iter().filter(|result| result.is_new()) {
        written |= write(cases, result)?;
    }
    Ok(written.then(|| with_line_ends(text, &file.to_string())))
}

/// A changed text with the line ends of the one it was.
pub(in crate::pack) fn with_line_ends(before: &str, after: &str) -> String {
    let after = after.replace("\r\n", "\n");
    if before.contains("\r\n") {
        after.replace('\n', "\r\n")
    } else {
        after
    }
}

fn write(cases: &mut ArrayOfTables, result: &CaseResult) -> Result<bool, String> {
    let Some(case) = result.number.and_then(|number| cases.get_mut(number)) else {
        return Ok(false);
    };
    case.insert("expect", list(&result.found)?);
    if !result.not_run.is_empty() {
        case.insert("not_run", list(&result.not_run)?);
    }
    Ok(true)
}

/// One entry on the line, several below each other, as cases are written by hand.
fn list(lines: &[String]) -> Result<Item, String> {
    let text = match lines {
        [] => "[]".to_owned(),
        [only] => format!("[ {only} ]"),
        all => format!("[\n  {},\n]", all.join(",\n  ")),
    };
    let value: Value = text
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())?;
    Ok(Item::Value(value))
}
