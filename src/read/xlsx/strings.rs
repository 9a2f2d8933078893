//! Texts: shared ones, and rich ones in a cell.

use smol_str::SmolStr;

use super::part::{Package, Seen};
use crate::fault::WorkbookFault;
use crate::read::sheet::Struck;

/// The texts that cells share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    texts: Vec<(SmolStr, Struck)>,
}

impl Shared {
    pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Self, WorkbookFault> {
        let mut texts = Vec::new();
        let mut rich = Rich::default();
        package.events(part, |seen| {
            match seen {
                Seen::Open(element) if element.name == "si" => rich = Rich::default(),
                Seen::Close("si") => texts.push(std::mem::take(&mut rich).finish()),
                seen => rich.see(seen),
            }
            Ok(())
        })?;
        Ok(Self { texts })
    }

    pub(super) fn get(&self, index: usize) -> Option<&(SmolStr, Struck)> {
        self.texts.get(index)
    }
}

/// A text of runs while it is read: runs are joined, what only says how to pronounce them is
/// passed over.
#[derive(Debug, Default)]
pub(super) struct Rich {
    text: String,
    in_text: bool,
    phonetic: bool,
    run_struck: bool,
    struck: usize,
    plain: usize,
}

impl Rich {
    pub(super) fn see(&mut self, seen: &Seen<'_>) {
        match seen {
            Seen::Open(element) => match element.name {
                "rPh" => self.phonetic = true,
                "r" => self.run_struck = false,
                "strike" => self.run_struck = element.flag("val", true),
                "t" => self.in_text = true,
                _ => {}
            },
            Seen::Close("rPh") => self.phonetic = false,
            Seen::Close("t") => self.in_text = false,
            Seen::Close("r") => self.run_struck = false,
            Seen::Close(_) => {}
            Seen::Text(text) => {
                if self.in_text && !self.phonetic {
                    self.text.push_str(text);
                    let letters = text.chars().filter(|c| !c.is_whitespace()).count();
                    *(if self.run_struck {
                        &mut self.struck
                    } else {
                        &mut self.plain
                    }) += letters;
                }
            }
        }
    }

    pub(super) fn finish(self) -> (SmolStr, Struck) {
        let struck = match (self.struck, self.plain) {
            (0, _) => Struck::No,
            (_, 0) => Struck::Wholly,
            _ => Struck::Partly,
        };
        (unescaped(&self.text).into(), struck)
    }
}

/// `_x000D_` stands for a character that XML cannot hold, `_x005F_` for an underscore.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let code = from
            .get(2..6)
            .filter(|_| from.get(6..7) == Some("_"))
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        if let Some(letter) = code {
            plain.push(letter);
            rest = from.get(7..).unwrap_or("");
        } else {
            plain.push_str("_x");
            rest = from.get(2..).unwrap_or("");
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn characters_that_xml_cannot_hold() {
        assert_eq!(unescaped("a_x000D_b"), "a\rb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_x00"), "_x00");
        assert_eq!(unescaped("中_x_文_xZZZZ_"), "中_x_文_xZZZZ_");
    }
}
