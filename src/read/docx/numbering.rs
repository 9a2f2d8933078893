//! Automatic numbering: the text that Word shows before a paragraph and keeps nowhere.

use std::collections::BTreeMap;

use super::DocumentFault;
use super::xml::{Reader, Tag};

/// Levels of a list; Word has nine.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    /// As `（%1）`: what stands around the numbers of this level and those above.
    text: String,
    legal: bool,
}

/// What a style says of its paragraphs.
#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<String>,
    depth: Option<usize>,
    outline: Option<u8>,
}

/// What a paragraph says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties {
    pub(super) style: Option<String>,
    pub(super) list: Option<String>,
    pub(super) depth: Option<usize>,
    pub(super) outline: Option<u8>,
    /// Whether its end was deleted, so that the next paragraph goes on in it.
    pub(super) joins: bool,
}

impl Properties {
    /// `w:pPr`, whose start was read.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, DocumentFault> {
        let mut read = Self::default();
        while let Some(tag) = reader.child()? {
            match tag.name() {
                "numPr" => {
                    while let Some(tag) = reader.child()? {
                        read.list_part(&tag);
                        reader.skip()?;
                    }
                    continue;
                }
                "pStyle" => read.style = tag.value(),
                "outlineLvl" => read.outline = outline(&tag),
                "rPr" => {
                    while let Some(tag) = reader.child()? {
                        read.joins |= matches!(tag.name(), "del" | "moveFrom");
                        reader.skip()?;
                    }
                    continue;
                }
                _ => {}
            }
            reader.skip()?;
        }
        Ok(read)
    }

    fn list_part(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "numId" => self.list = tag.value(),
            "ilvl" => self.depth = tag.number().map(|depth| depth as usize),
            _ => {}
        }
    }
}

fn outline(tag: &Tag<'_>) -> Option<u8> {
    // 9 is body text
    tag.number()
        .and_then(|level| u8::try_from(level).ok())
        .filter(|level| *level < 9)
}

/// The lists and styles of a document, and how far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Levels by list definition.
    definitions: BTreeMap<String, Vec<Level>>,
    /// List definition, and starts of its own, by list.
    lists: BTreeMap<String, (String, BTreeMap<usize, u32>)>,
    styles: BTreeMap<String, Style>,
    /// By list definition: the lists that use one go on counting together.
    counted: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// Lists whose own starts have been used.
    begun: BTreeMap<String, bool>,
}

impl Numbering {
    pub(super) fn read(numbering: &str, styles: &str) -> Result<Self, DocumentFault> {
        let mut read = Self::default();
        let mut reader = Reader::new(numbering);
        if reader.child()?.is_some() {
            while let Some(tag) = reader.child()? {
                match (
                    tag.name(),
                    tag.attribute("abstractNumId"),
                    tag.attribute("numId"),
                ) {
                    ("abstractNum", Some(id), _) => {
                        let levels = levels(&mut reader)?;
                        read.definitions.insert(id, levels);
                    }
                    ("num", _, Some(id)) => {
                        let list = list(&mut reader)?;
                        read.lists.insert(id, list);
                    }
                    _ => reader.skip()?,
                }
            }
        }
        let mut reader = Reader::new(styles);
        if reader.child()?.is_some() {
            while let Some(tag) = reader.child()? {
                match (tag.name(), tag.attribute("styleId")) {
                    ("style", Some(id)) => {
                        let style = style(&mut reader)?;
                        read.styles.insert(id, style);
                    }
                    _ => reader.skip()?,
                }
            }
        }
        Ok(read)
    }

    /// The outline level of a paragraph: its own, else that of its style.
    pub(super) fn outline(&self, properties: &Properties) -> Option<u8> {
        let style = properties.style.as_deref();
        properties
            .outline
            .or_else(|| self.inherited(style, |style| style.outline))
    }

    /// What Word shows before a paragraph; the list counts on.
    pub(super) fn label(&mut self, properties: &Properties) -> String {
        let style = properties.style.as_deref();
        let list = properties.list.clone();
        let list = list.or_else(|| self.inherited(style, |style| style.list.clone()));
        let depth = properties
            .depth
            .or_else(|| self.inherited(style, |style| style.depth));
        let depth = depth.unwrap_or(0).min(LEVELS - 1);
        // list 0 takes a paragraph out of the list of its style
        let Some((list, (definition, starts))) = list
            .filter(|list| list != "0")
            .and_then(|list| self.lists.get_key_value(&list))
        else {
            return String::new();
        };
        let Some(levels) = self.definitions.get(definition) else {
            return String::new();
        };
        let counted = self.counted.entry(definition.clone()).or_default();
        if !starts.is_empty() && !*self.begun.entry(list.clone()).or_default() {
            self.begun.insert(list.clone(), true);
            for (level, start) in starts {
                if let Some(counted) = counted.get_mut(*level) {
                    *counted = start.checked_sub(1);
                }
            }
        }
        let start = |level: usize| levels.get(level).map_or(1, |level| level.start);
        for (level, counted) in counted.iter_mut().enumerate() {
            match level.cmp(&depth) {
                std::cmp::Ordering::Less => {
                    counted.get_or_insert_with(|| start(level));
                }
                std::cmp::Ordering::Equal => {
                    *counted = Some(counted.map_or_else(|| start(level), |last| last + 1));
                }
                std::cmp::Ordering::Greater => *counted = None,
            }
        }
        let counted = *counted;
        levels
            .get(depth)
            .map_or_else(String::new, |level| shown(level, levels, &counted))
    }

    /// What a style or one that it is based on says.
    fn inherited<T>(&self, style: Option<&str>, of: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut next = style;
        // styles may be based on each other in a circle
        for _ in 0..32 {
            let style = self.styles.get(next?)?;
            if let Some(found) = of(style) {
                return Some(found);
            }
            next = style.based_on.as_deref();
        }
        None
    }
}

fn levels(reader: &mut Reader<'_>) -> Result<Vec<Level>, DocumentFault> {
    let mut levels = vec![Level::default(); LEVELS];
    while let Some(tag) = reader.child()? {
        let index = tag.attribute("ilvl").and_then(|index| index.parse().ok());
        let slot = index.and_then(|index: usize| levels.get_mut(index));
        match (tag.name(), slot) {
            ("lvl", Some(slot)) => *slot = level(reader)?,
            _ => reader.skip()?,
        }
    }
    Ok(levels)
}

fn level(reader: &mut Reader<'_>) -> Result<Level, DocumentFault> {
    let mut level = Level {
        format: "decimal".to_owned(),
        start: 1,
        ..Level::default()
    };
    while let Some(tag) = reader.child()? {
        match tag.name() {
            "start" => level.start = tag.number().unwrap_or(1),
            "numFmt" => level.format = tag.value().unwrap_or_default(),
            "lvlText" => level.text = tag.value().unwrap_or_default(),
            "isLgl" => level.legal = tag.is_on(),
            _ => {}
        }
        reader.skip()?;
    }
    Ok(level)
}

fn list(reader: &mut Reader<'_>) -> Result<(String, BTreeMap<usize, u32>), DocumentFault> {
    let mut definition = String::new();
    let mut starts = BTreeMap::new();
    while let Some(tag) = reader.child()? {
        match tag.name() {
            "abstractNumId" => definition = tag.value().unwrap_or_default(),
            "lvlOverride" => {
                let level = tag.attribute("ilvl").and_then(|level| level.parse().ok());
                while let Some(tag) = reader.child()? {
                    if let ("startOverride", Some(level), Some(start)) =
                        (tag.name(), level, tag.number())
                    {
                        starts.insert(level, start);
                    }
                    reader.skip()?;
                }
                continue;
            }
            _ => {}
        }
        reader.skip()?;
    }
    Ok((definition, starts))
}

fn style(reader: &mut Reader<'_>) -> Result<Style, DocumentFault> {
    let mut style = Style::default();
    while let Some(tag) = reader.child()? {
        match tag.name() {
            "basedOn" => style.based_on = tag.value(),
            "pPr" => {
                let properties = Properties::read(reader)?;
                style.list = properties.list;
                style.depth = properties.depth;
                style.outline = properties.outline;
                continue;
            }
            _ => {}
        }
        reader.skip()?;
    }
    Ok(style)
}

fn shown(level: &Level, levels: &[Level], counted: &[Option<u32>; LEVELS]) -> String {
    if level.format == "bullet" {
        return "•".to_owned();
    }
    let mut shown = String::new();
    let mut letters = level.text.chars().peekable();
    while let Some(letter) = letters.next() {
        let which = letters.peek().filter(|_| letter == '%');
        let Some(which) = which.and_then(|digit| digit.to_digit(10)) else {
            shown.push(letter);
            continue;
        };
        letters.next();
        let index = (which as usize).saturating_sub(1);
        let number = counted.get(index).copied().flatten().unwrap_or(1);
        let format = levels.get(index).map_or("decimal", |other| &*other.format);
        let format = if level.legal { "decimal" } else { format };
        shown.push_str(&numeral(number, format));
    }
    shown
}

fn numeral(number: u32, format: &str) -> String {
    let nth = |letters: &str| {
        let count = letters.chars().count().max(1);
        let index = (number as usize).saturating_sub(1) % count;
        letters.chars().nth(index).map(String::from)
    };
    let circled = |first: u32| char::from_u32(first + number.saturating_sub(1)).map(String::from);
    let letter = |first: char| {
        let index = number.saturating_sub(1);
        let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
        Some(letter.to_string().repeat((index / 26 + 1).min(20) as usize))
    };
    let special = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => Some(chinese(
            number,
            "〇一二三四五六七八九",
            ["", "十", "百", "千"],
        )),
        "chineseLegalSimplified" | "ideographLegalTraditional" => Some(chinese(
            number,
            "零壹贰叁肆伍陆柒捌玖",
            ["", "拾", "佰", "仟"],
        )),
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            circled(0x2460)
        }
        "decimalEnclosedParen" if (1..=20).contains(&number) => circled(0x2474),
        "decimalZero" => Some(format!("{number:02}")),
        "upperLetter" => letter('A'),
        "lowerLetter" => letter('a'),
        "upperRoman" => Some(roman(number)),
        "lowerRoman" => Some(roman(number).to_lowercase()),
        "none" => Some(String::new()),
        _ => None,
    };
    special.unwrap_or_else(|| number.to_string())
}

/// 1 to 9999 as 一, 十一, 一百二十; beyond that in digits.
fn chinese(number: u32, digits: &str, units: [&str; 4]) -> String {
    if number > 9999 {
        return number.to_string();
    }
    let digit = |value: u32| digits.chars().nth(value as usize).unwrap_or('?');
    if number == 0 {
        return digit(0).to_string();
    }
    let mut text = String::new();
    let mut gap = false;
    for (place, unit) in [1000, 100, 10, 1].into_iter().zip(units.into_iter().rev()) {
        let value = number / place % 10;
        if value == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        // ten is 十, not 一十
        if !(value == 1 && place == 10 && text.is_empty()) {
            text.push(digit(value));
        }
        text.push_str(unit);
    }
    text
}

fn roman(mut number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, letters) in PARTS {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_those_of_word() {
        let counting = |number| numeral(number, "chineseCountingThousand");
        assert_eq!(
            [1, 10, 11, 20, 21, 101, 110, 1005].map(counting),
            [
                "一",
                "十",
                "十一",
                "二十",
                "二十一",
                "一百零一",
                "一百一十",
                "一千零五"
            ]
        );
        assert_eq!(numeral(3, "decimalEnclosedCircle"), "③");
        assert_eq!(numeral(27, "lowerLetter"), "aa");
        assert_eq!(numeral(4, "upperRoman"), "IV");
        assert_eq!(numeral(7, "decimal"), "7");
    }
}
