//! `--annotate`: marked copies beside the results, read by a reader that is not ours.

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use super::*;
use crate::workbook::blank::filled;

/// A sample's figures in the blank form.
fn filled_form(folder: &Path, name: &str, sample: &str) -> PathBuf {
    let json = fs::read(repository(&format!("samples/{sample}/自评.json"))).unwrap();
    write(folder, name, filled("department", &json))
}

type Rows = Vec<Vec<String>>;

fn rows(path: &Path, sheet: &str) -> Rows {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let rows = range.rows();
    rows.map(|row| row.iter().map(Data::to_string).collect())
        .collect()
}

#[test]
fn each_finding_stands_in_the_copy_at_its_cell() {
    let folder = folder("annotate");
    for sample in ["broken-sum", "yanfeng-2021", "omitted-addend"] {
        let name = format!("{sample}.xlsx");
        let original = filled_form(&folder, &name, sample);
        let before = fs::read(&original).unwrap();
        let arguments = ["check", &name, "--annotate", "标注", "--format", "json"];
        let ended = run(&folder, &arguments);
        assert!(matches!(ended.code, 0 | 1 | 3), "{}", ended.err);
        let copy = folder.join("标注").join(&name);
        assert!(ended.err.contains("已写"), "{}", ended.err);
        assert!(fs::read(&original).unwrap() == before);

        // all that the report says, and nothing else
        let report: Value = serde_json::from_str(&ended.out).unwrap();
        let report = &report[0];
        let mut wanted: Vec<(String, String)> = Vec::new();
        for finding in report["findings"].as_array().unwrap() {
            let labels = finding["labels"].as_array().unwrap();
            let label = labels.iter().find(|label| label["primary"] == true);
            let cell = &label.unwrap()["cell"];
            let [sheet, cell] = ["sheet", "ref"].map(|key| cell[key].as_str().unwrap());
            let rule = finding["rule"].as_str().unwrap().to_owned();
            wanted.push((format!("{sheet}!{cell}"), rule));
        }
        let not_run = report["not_run"].as_array().unwrap().len();
        let list = rows(&copy, "审核意见");
        let mut found: Vec<(String, String)> = Vec::new();
        for row in list.iter().skip(1).filter(|row| row[2] != "未能核对") {
            let rule = row[3].split(' ').next().unwrap().to_owned();
            found.push((row[1].clone(), rule));
        }
        assert_eq!(list.len() - 1 - found.len(), not_run, "{list:?}");
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{sample}");

        // nobody is told to change what rounding explains
        for row in list.iter().filter(|row| row[2] == "尾差") {
            assert_eq!(row[5], "四舍五入可以解释，无须改数");
        }

        // the figures are what they were
        let book: Xlsx<_> = open_workbook(&original).unwrap();
        for sheet in book.sheet_names() {
            assert_eq!(rows(&original, &sheet), rows(&copy, &sheet), "{sheet}");
        }
        // and are checked again with the same result
        let again = run(&folder, &["check", copy.to_str().unwrap()]);
        assert_eq!(again.code, ended.code, "{}", again.out);
    }
}

#[test]
fn what_to_do_is_what_the_report_says() {
    let folder = folder("annotate-advice");
    filled_form(&folder, "a.xlsx", "broken-sum");
    let ended = run(&folder, &["check", "a.xlsx", "--annotate", "out"]);
    let list = rows(&folder.join("out/a.xlsx"), "审核意见");
    assert!(list.len() > 1);
    let report: String = ended.out.split_whitespace().collect();
    for row in &list[1..] {
        assert_ne!(row[4], "", "{row:?}");
        for line in row[5].lines() {
            let line: String = line.split_whitespace().collect();
            let said = line.split_once('：').map_or(&*line, |(_, said)| said);
            assert!(report.contains(said), "{said}\n{}", ended.out);
        }
    }
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let folder = folder("annotate-there");
    let original = filled_form(&folder, "a.xlsx", "broken-sum");
    let before = fs::read(&original).unwrap();
    // the folder of the original
    let ended = run(&folder, &["check", "a.xlsx", "--annotate", "."]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("已经有了，没有改动"), "{}", ended.err);
    assert!(ended.err.contains("换一个文件夹"), "{}", ended.err);
    assert!(fs::read(&original).unwrap() == before);
    // twice; a file of the same name in another folder
    assert_eq!(
        run(&folder, &["check", "a.xlsx", "--annotate", "out"]).code,
        1
    );
    let copy = fs::read(folder.join("out/a.xlsx")).unwrap();
    filled_form(&folder, "other/a.xlsx", "clean");
    let arguments = ["check", "other/a.xlsx", "--annotate", "out", "--lang", "en"];
    let ended = run(&folder, &arguments);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("was left alone"), "{}", ended.err);
    assert!(fs::read(folder.join("out/a.xlsx")).unwrap() == copy);
}

#[test]
fn only_workbooks_are_marked() {
    let folder = folder("annotate-json");
    write(&folder, "a.json", clean());
    let ended = run(&folder, &["check", "a.json", "--annotate", "out"]);
    assert_eq!(ended.code, 0);
    assert!(ended.err.contains("不是工作簿"), "{}", ended.err);
    assert!(!folder.join("out").exists());
    // nothing was found: the copy says so
    filled_form(&folder, "b.xlsx", "clean");
    let ended = run(&folder, &["check", "b.xlsx", "--annotate", "out"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    let list = rows(&folder.join("out/b.xlsx"), "审核意见");
    assert!(list.len() > 1, "{list:?}");
}
