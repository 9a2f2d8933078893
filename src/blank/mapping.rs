//! What reads the workbook again, made from the same layout that it is written from.

/// The head above the values of rows that have one each.
pub(super) const VALUE_HEAD: &str = "填报内容";

/// The name of a field's cell.
pub(super) fn name_of(path: &str) -> String {
    let letters = path.chars().map(|letter| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '_'
        }
    });
    format!("自评_{}", letters.collect::<String>())
}
