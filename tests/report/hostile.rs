use gouji::report::Json;
use proptest::prelude::*;

use super::*;

/// What no report may pass on to a terminal.
pub(super) fn obeyed(character: char) -> bool {
    (character.is_control() && character != '\n')
        || ('\u{200b}'..='\u{200f}').contains(&character)
        || ('\u{202a}'..='\u{202e}').contains(&character)
        || ('\u{2066}'..='\u{2069}').contains(&character)
        || ['\u{2028}', '\u{2029}', '\u{feff}', '\u{e0041}'].contains(&character)
}

#[test]
fn submitted_text_gives_the_terminal_no_orders() {
    let text = "{\"说明\": \"\u{1b}]0;x\u{7}\u{202e}倒\u{2069}\u{9b}2J\", \"数\": 1.50}";
    let source = Source::new("a\u{1b}[2J\nb.json", text);
    let digits = text.find("1.50").unwrap();
    let labels = vec![at(digits, digits + 4, "应\u{1b}为\n2", true)];
    let mut bad = finding(
        rule("Z\u{1b}[1m", Level::Error),
        Message::Plain("写\u{202e}的\u{7}是\r\n假\u{1b}[31m".to_owned()),
        labels,
    );
    bad.consequences.push("\u{1b}c".to_owned());
    let mut all = checked(vec![bad]);
    if let Some(pack) = &mut all.pack {
        pack.origin.push('\u{1b}');
    }
    for ascii in [false, true] {
        let out = text_of(&source, &all, Style { ascii, ..PLAIN });
        assert_eq!(out.chars().find(|&found| obeyed(found)), None, "{out}");
        // the mark is under the digits although what stands before them is replaced
        let rows: Vec<&str> = out.lines().collect();
        let row = rows.iter().position(|row| row.contains("1.50}")).unwrap();
        let column = |row: &str, what: &str| super::text::columns(&row[..row.find(what).unwrap()]);
        let underline = if ascii { "^" } else { "─" };
        assert_eq!(
            column(rows[row], "1.50}"),
            column(rows[row + 1], underline),
            "{out}"
        );
    }
}

#[test]
fn there_are_no_links_and_no_colours_unless_asked_for() {
    let source = Source::new("自评.json", SMALL);
    let all = checked(vec![wrong_sum(&source)]);
    assert!(!text_of(&source, &all, PLAIN).contains('\u{1b}'));
    let colours = text_of(
        &source,
        &all,
        Style {
            color: true,
            ..PLAIN
        },
    );
    assert!(colours.contains("\u{1b}[31m"));
    assert!(!colours.contains("\u{1b}]8"));
}

fn text_of(source: &Source, checked: &Checked, style: Style) -> String {
    super::text(source, checked, Lang::Chinese, style)
}

fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\\",
        "\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "　",
        "a",
        "中",
        "é",
        "e\u{301}",
        "👩\u{200d}👧",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{0}",
        "\u{2028}",
        "12.30",
        "“",
        "\"合计\": 48.47,",
        "\"x\":{\"y\":[1,2]},",
    ]);
    let long = Just("因为工作需要 ".repeat(60));
    let any = prop_oneof![20 => scrap.prop_map(str::to_owned), 1 => long];
    prop::collection::vec(any, 0..60).prop_map(|scraps| scraps.concat())
}

fn labels() -> impl Strategy<Value = Vec<Label>> {
    let near = prop_oneof![3 => 0..400_u32, 1 => any::<u32>()];
    let said = prop_oneof![
        Just(None),
        scraps().prop_map(|text| Some(Message::Plain(text)))
    ];
    let label =
        (near, 0..40_u32, said, any::<bool>()).prop_map(|(start, length, text, primary)| Label {
            path: String::new(),
            label: "名".to_owned(),
            span: Span::new(start, start.wrapping_add(length)),
            text,
            primary,
        });
    prop::collection::vec(label, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text, any spans: no panic, nothing for the terminal to obey, no place that is wrong.
    #[test]
    fn anything_can_be_reported(
        content in scraps(),
        name in scraps(),
        said in scraps(),
        labels in labels(),
        width in 0..200_usize,
        ascii in any::<bool>(),
        color in any::<bool>(),
    ) {
        let source = Source::new(name, content);
        let mut odd = finding(rule("Z", Level::Query), Message::Plain(said.clone()), labels);
        odd.rule = Arc::new(RuleInfo { help: said, ..(*odd.rule).clone() });
        let mut all = checked(vec![odd.clone()]);
        all.findings.push(Finding { outcome: Outcome::Rounding, verdict: Verdict::Rounding, ..odd });
        let out = text_of(&source, &all, Style { color, width, ascii });
        let found = out.chars().find(|&found| obeyed(found) && !(color && found == '\u{1b}'));
        prop_assert_eq!(found, None, "{}", out);
        if !color {
            prop_assert!(!out.contains("Failed to read"), "{}", out);
        }

        let json = written(&mut Json::new(Lang::English), &[(&source, &all)]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        for label in json[0]["findings"][0]["labels"].as_array().unwrap() {
            let start = usize::try_from(label["start"].as_u64().unwrap()).unwrap();
            prop_assert_eq!((label["line"].as_u64(), label["column"].as_u64()), recounted(source.text(), start));
        }
    }
}

/// Line and column, character by character.
fn recounted(text: &str, byte: usize) -> (Option<u64>, Option<u64>) {
    let (mut line, mut column) = (1, 1);
    let mut characters = text.char_indices().peekable();
    while let Some((_, character)) = characters.next() {
        let next = characters.peek().map_or(text.len(), |&(at, _)| at);
        if byte < next {
            break;
        }
        let pair = character == '\r' && text[next..].starts_with('\n');
        if character == '\n' || (character == '\r' && !pair) {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
    }
    (Some(line), Some(column))
}
