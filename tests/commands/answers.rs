//! Explanations (审核说明): what answers a finding, what does not, and what reopens it.

use serde_json::{Value, json};

use super::*;

const PLACE: &str = "/三公经费/公务接待费/决算";
const WORDS: &str = "本年无外来公务接待任务，接待费未支出，指标由财政收回。";

/// The sample that lacks an explanation, with these answers.
fn report(name: &str, answers: &Value) -> (i32, Value) {
    let folder = folder(name);
    let file = repository("samples/zero-execution-unexplained/自评.json");
    let mut submission: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    submission["审核说明"] = answers.clone();
    write(&folder, "自评.json", submission.to_string());
    let ended = run(&folder, &["check", "自评.json", "--format", "json"]);
    let mut all: Value = serde_json::from_str(&ended.out).unwrap();
    (ended.code, all[0].take())
}

fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

#[test]
fn an_adequate_explanation_answers_its_query() {
    for place in [PLACE, "“三公”经费 › 公务接待费 › 决算数"] {
        for values in [json!([1.2, 0]), json!([0, 1.20, 0])] {
            let answer = json!([{ "规则": "ZT-11", "路径": place, "说明": WORDS, "数值": values }]);
            let (code, report) = report("answered", &answer);
            assert_eq!(
                (code, &report["verdict"]),
                (0, &json!("accept")),
                "{report}"
            );
            assert_eq!(rules(&report), [""; 0]);
            let answered = &report["answered"][0];
            assert_eq!(answered["finding"]["rule"], "ZT-11");
            assert_eq!(answered["finding"]["labels"][0]["path"], PLACE);
            assert_eq!(answered["explanation"]["text"], WORDS);
            assert_eq!(answered["explanation"]["path"], "/审核说明/0/说明");
            assert_eq!(report["rules"]["failed"], 0);
            // its figures are none of the submission's own
            assert_eq!(report["numbers"]["submitted"], 33);
        }
    }
}

#[test]
fn an_explanation_in_its_own_field_is_listed_too() {
    let folder = folder("own-field");
    let file = repository("samples/zero-execution-explained/自评.json");
    write(&folder, "自评.json", fs::read_to_string(file).unwrap());
    let ended = run(&folder, &["check", "自评.json"]);
    assert_eq!(ended.code, 0);
    assert!(
        ended.out.contains("已说明，请审核人核实（1）"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("分文未支"), "{}", ended.out);
    assert!(
        ended.out.contains("说明：本年无外来公务接待任务"),
        "{}",
        ended.out
    );
}

/// Each leaves the query open, and says why at the explanation.
#[test]
fn an_explanation_that_explains_nothing_leaves_it_open() {
    let given = |text: &str, values: Value| json!({ "规则": "ZT-11", "路径": PLACE, "说明": text, "数值": values });
    let both = || json!([1.2, 0]);
    for (answer, why) in [
        (given("", both()), "没有写文字"),
        (given("无", both()), "没有实质内容"),
        (given("按计划执行。", both()), "没有实质内容"),
        (given(WORDS, json!([])), "（没有写），现在是 0.0、1.2"),
        (given(WORDS, json!([1.3, 0])), "1.3、0，现在是 0.0、1.2"),
        (given(WORDS, json!([1.2])), "1.2，现在是"),
        (given(WORDS, json!([1.2, 0, 5])), "1.2、0、5，现在是"),
        (given(WORDS, json!(["约一万二", 0, 1.2])), "约一万二"),
    ] {
        let (code, report) = report("open", &json!([answer]));
        assert_eq!(
            (code, &report["verdict"]),
            (1, &json!("explain")),
            "{report}"
        );
        assert_eq!(rules(&report), ["ZT-11", "ANSWER"], "{report}");
        let said = report["findings"][1]["message"].as_str().unwrap();
        assert!(said.contains(why), "{said}");
        assert!(report.get("answered").is_none());
    }
    // to what nobody asked
    for (rule, place, why) in [
        ("ZT-99", PLACE, "没有规则"),
        ("ZT-12", PLACE, "没有要求说明"),
        ("ZT-11", "/三公经费/合计/决算", "没有要求说明"),
    ] {
        let answer = json!([{ "规则": rule, "路径": place, "说明": WORDS, "数值": [1.2, 0] }]);
        let (code, report) = report("unasked", &answer);
        assert_eq!(code, 1);
        let said = report["findings"][1]["message"].as_str().unwrap();
        assert!(said.contains(why), "{said}");
    }
    // the same words for another rule as well
    let answers = json!([
        { "规则": "ZT-11", "路径": PLACE, "说明": WORDS, "数值": [1.2, 0] },
        { "规则": "ZT-12", "路径": "/决算/基本支出/合计", "说明": WORDS, "数值": [] },
    ]);
    let (code, report) = report("repeated", &answers);
    assert_eq!((code, &report["verdict"]), (1, &json!("explain")));
    let said = report["findings"][1]["message"].as_str().unwrap();
    assert!(said.contains("一字不差"), "{said}");
}

#[test]
fn no_explanation_cures_an_error() {
    let folder = folder("error");
    let file = repository("samples/broken-sum/自评.json");
    let mut submission: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    write(&folder, "自评.json", submission.to_string());
    let before = run(&folder, &["check", "自评.json", "--format", "json"]);
    let all: Value = serde_json::from_str(&before.out).unwrap();
    let error = &all[0]["findings"][0];
    assert_eq!(error["level"], "error");
    let figures: Vec<&Value> = error["labels"].as_array().unwrap().iter().collect();
    let values: Vec<Value> = figures
        .iter()
        .map(|label| {
            submission
                .pointer(label["path"].as_str().unwrap())
                .unwrap()
                .clone()
        })
        .collect();
    submission["审核说明"] = json!([{
        "规则": error["rule"], "路径": figures[0]["path"], "说明": WORDS, "数值": values,
    }]);
    write(&folder, "自评.json", submission.to_string());
    let after = run(&folder, &["check", "自评.json", "--format", "json"]);
    let all: Value = serde_json::from_str(&after.out).unwrap();
    assert_eq!((after.code, &all[0]["verdict"]), (1, &json!("return")));
    assert!(after.out.contains("说明不能代替更正"), "{}", after.out);
}

/// A rule may say what an explanation must name.
#[test]
fn a_rule_says_what_must_be_named() {
    for (names, text, why) in [
        (
            "\"figure\"",
            "全年没有外来接待任务，未发生支出",
            Some("应写出所说明的数"),
        ),
        ("\"figure\"", "全年没有接待任务，预算 1.2 万元未支", None),
        (
            "[\"收回|结转\", \"figure\"]",
            "没有接待任务，1.2 万元未支",
            Some("收回、结转"),
        ),
        (
            "[\"收回|结转\", \"figure\"]",
            "没有接待任务，1.2 万元已收回",
            None,
        ),
    ] {
        let folder = folder("names");
        let rules = copy_rules(&folder);
        let script = rules.join("department/资金.rhai");
        let edited = fs::read_to_string(&script).unwrap().replacen(
            "rule(\"ZT-11\", #{",
            &format!("rule(\"ZT-11\", #{{ names: {names},"),
            1,
        );
        fs::write(script, edited).unwrap();
        let file = repository("samples/zero-execution-unexplained/自评.json");
        let mut submission: Value =
            serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        submission["审核说明"] =
            json!([{ "规则": "ZT-11", "路径": PLACE, "说明": text, "数值": [1.2, 0] }]);
        write(&folder, "自评.json", submission.to_string());
        let ended = run(&folder, &["check", "自评.json", "--format", "json"]);
        assert_eq!(
            ended.code,
            i32::from(why.is_some()),
            "{names} {text} {}",
            ended.out
        );
        assert!(
            ended.out.contains(why.unwrap_or("answered")),
            "{}",
            ended.out
        );
    }
}

/// A clean submission in which one figure is another.
fn altered(clean: &str, path: &str, figure: &str) -> Value {
    let text = fs::read_to_string(repository(clean)).unwrap();
    // the figures stay as they are written
    let mut submission: Value = serde_json::from_str(&text).unwrap();
    *submission.pointer_mut(path).unwrap() = serde_json::from_str(figure).unwrap();
    submission
}

fn said_of(folder: &Path, submission: &Value) -> (i32, Value) {
    write(folder, "填报.json", submission.to_string());
    let ended = run(folder, &["check", "填报.json", "--format", "json"]);
    let mut all: Value = serde_json::from_str(&ended.out).unwrap();
    (ended.code, all[0].take())
}

/// Every form has the list of answers; the figures are those that the report underlines.
#[test]
fn every_form_takes_answers() {
    for (clean, rule, path, figure, other) in [
        (
            "rules/project/clean.json",
            "XM-08",
            "/绩效指标/一级/0/二级/3/三级/0/完成值",
            "214.20",
            "214.30",
        ),
        (
            "rules/final-accounts/clean.json",
            "JS-07-9",
            "/收入支出总表/收入/上年年末结转和结余",
            "130000.00",
            "130001.00",
        ),
    ] {
        let folder = folder(&format!("answers-{rule}"));
        let mut submission = altered(clean, path, figure);
        let (code, report) = said_of(&folder, &submission);
        assert_eq!((code, rules(&report)), (1, vec![rule]), "{report}");
        let labels = report["findings"][0]["labels"].as_array().unwrap();
        let figures: Vec<Value> = labels
            .iter()
            .filter_map(|label| submission.pointer(label["path"].as_str().unwrap()))
            .filter(|value| value.is_number())
            .cloned()
            .collect();
        assert!(figures.len() > 1, "{report}");
        submission["审核说明"] = json!([{
            "规则": rule,
            "路径": labels[0]["path"],
            "说明": "以前年度的质保金在本年支付，按财政批复调整。",
            "数值": figures,
        }]);
        let (code, report) = said_of(&folder, &submission);
        assert_eq!(
            (code, &report["verdict"]),
            (0, &json!("accept")),
            "{report}"
        );
        let answered = report["answered"].as_array().unwrap();
        let by = |one: &&Value| one["explanation"]["path"] == "/审核说明/0/说明";
        let answered = answered.iter().find(by).unwrap();
        assert_eq!(answered["finding"]["rule"], rule);
        // another figure is another question
        *submission.pointer_mut(path).unwrap() = serde_json::from_str(other).unwrap();
        let (code, report) = said_of(&folder, &submission);
        assert_eq!(code, 1);
        assert_eq!(rules(&report), [rule, "ANSWER"], "{report}");
        // empty words are no answer
        *submission.pointer_mut(path).unwrap() = serde_json::from_str(figure).unwrap();
        submission["审核说明"][0]["说明"] = json!("无");
        let (code, report) = said_of(&folder, &submission);
        assert_eq!(code, 1);
        assert_eq!(rules(&report), [rule, "ANSWER"], "{report}");
    }
}
