//! Marked copies and blank forms in programs that people have. Where one of them is not
//! installed, the test says so and holds nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use gouji::blank::{Filled, Layout, workbook};
use gouji::document::Document;
use gouji::pack::{Library, Pack};
use gouji::report::marked::{Mark, marked};
use gouji::source::Source;
use gouji::words::table::Class;

/// The seed's figures in the blank form.
fn filled() -> (Layout, Vec<u8>) {
    let pack = Pack::load("department", &Library::shipped()).unwrap();
    let path = format!(
        "{}/samples/yanfeng-2021/自评.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let source = Source::read(Path::new(&path)).unwrap();
    let document = Document::parse(source).unwrap();
    let layout = Layout::of(&pack);
    let filled = Filled {
        document: &document,
    };
    let bytes = workbook(&layout, &pack.form, Some(filled)).unwrap();
    (layout, bytes)
}

type Values = BTreeMap<(String, usize, usize), Data>;

fn values(bytes: Vec<u8>) -> Values {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut all = Values::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let place = (name.clone(), row + top as usize, column + left as usize);
            all.insert(place, data.clone());
        }
    }
    all
}

/// The first cell that holds a number.
fn cell(values: &Values, number: f64) -> (String, String) {
    let ((sheet, row, column), _) = values
        .iter()
        .find(|(_, data)| **data == Data::Float(number))
        .unwrap();
    let letter = char::from(b'A' + u8::try_from(*column).unwrap());
    (sheet.clone(), format!("{letter}{}", row + 1))
}

fn marks(values: &Values) -> Vec<Mark> {
    let of = |number: f64, index, class| {
        let (sheet, cell) = cell(values, number);
        Mark {
            sheet,
            cell,
            class,
            number: index,
            text: "人员经费合计写为 48.47 万元，算得 48.97 万元".to_owned(),
            difference: "相差 0.50 万元".to_owned(),
            advice: "核对合计与十一项明细，改正不符的一项，再行上报".to_owned(),
        }
    };
    vec![
        of(48.47, 1, Class::Correct),
        of(15.71, 2, Class::Explain),
        of(10443.6, 3, Class::Advice),
    ]
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("gouji-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The workbook as `LibreOffice` writes it after opening it.
#[expect(clippy::print_stderr, reason = "a test that could not be made says so")]
fn saved_by_libreoffice(bytes: &[u8], folder: &Path) -> Option<Vec<u8>> {
    let file = folder.join("原.xlsx");
    fs::write(&file, bytes).unwrap();
    let out = folder.join("存");
    // a profile of its own: one that is open elsewhere refuses the work
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let ended = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(&out)
        .arg(&file)
        .output();
    let Ok(ended) = ended else {
        eprintln!("LibreOffice is not installed: not tried");
        return None;
    };
    assert!(ended.status.success(), "{ended:?}");
    Some(fs::read(out.join("原.xlsx")).unwrap())
}

#[test]
fn a_marked_copy_in_libreoffice() {
    let (_, original) = filled();
    let before = values(original.clone());
    let made = marked(&original, &marks(&before)).unwrap();
    let mut after = values(made.clone());
    after.retain(|(sheet, ..), _| sheet != "审核意见");
    assert_eq!(before, after);
    let folder = folder("marked");
    if let Some(saved) = saved_by_libreoffice(&made, &folder) {
        let mut again = values(saved);
        let list = again
            .iter()
            .filter(|((sheet, ..), _)| sheet == "审核意见")
            .count();
        assert_eq!(list, 6 * 4);
        again.retain(|(sheet, ..), _| sheet != "审核意见");
        assert_eq!(before, again);
    }
    let _ = fs::remove_dir_all(folder);
}

/// What says which form it is, labels and names are there after another program has saved it.
#[test]
fn a_blank_form_saved_by_libreoffice() {
    let (layout, original) = filled();
    let folder = folder("form-saved");
    if let Some(saved) = saved_by_libreoffice(&original, &folder) {
        assert_eq!(values(original.clone()), values(saved.clone()));
        let names = |bytes: Vec<u8>| {
            let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
            let mut names: Vec<String> = book
                .defined_names()
                .iter()
                .map(|(name, _)| name.clone())
                .collect();
            names.retain(|name| name.starts_with("自评_"));
            names.sort();
            names
        };
        let kept = names(saved.clone());
        assert!(!kept.is_empty());
        assert_eq!(names(original), kept);
        let values = values(saved);
        let mark = values.get(&("gouji".to_owned(), 1, 0));
        assert_eq!(mark, Some(&Data::String(layout.pack)));
    }
    let _ = fs::remove_dir_all(folder);
}

/// By a reader in another language: the same values, and the comments where they belong.
#[test]
fn a_marked_copy_in_openpyxl() {
    let (_, original) = filled();
    let before = values(original.clone());
    let marks = marks(&before);
    let made = marked(&original, &marks).unwrap();
    let folder = folder("marked-openpyxl");
    fs::write(folder.join("a.xlsx"), &original).unwrap();
    fs::write(folder.join("b.xlsx"), &made).unwrap();
    let script = "
import sys
try:
    import openpyxl
except ImportError:
    print('absent'); sys.exit()
a, b = (openpyxl.load_workbook(name) for name in ('a.xlsx', 'b.xlsx'))
assert b.sheetnames == a.sheetnames + ['审核意见'], b.sheetnames
for sheet in a:
    for row in sheet.iter_rows():
        for cell in row:
            other = b[sheet.title][cell.coordinate]
            assert cell.value == other.value and cell.number_format == other.number_format, cell
print(sum(cell.comment is not None and '【' in cell.comment.text for sheet in b for row in sheet.iter_rows() for cell in row))
assert b['审核意见']['B2'].hyperlink.location
";
    let ended = Command::new("python3")
        .args(["-c", script])
        .current_dir(&folder)
        .output();
    match ended {
        Ok(ended) => {
            let said = String::from_utf8_lossy(&ended.stdout).trim().to_owned();
            if said == "absent" {
                eprintln!("openpyxl is not installed: not tried");
            } else {
                let told = String::from_utf8_lossy(&ended.stderr);
                assert!(ended.status.success(), "{told}");
                assert_eq!(said, marks.len().to_string());
            }
        }
        Err(_) => eprintln!("Python is not installed: not tried"),
    }
    let _ = fs::remove_dir_all(folder);
}
