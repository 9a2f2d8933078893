//! The straight way of reading: for texts in which nothing is wrong, which nearly all are.
//!
//! One pass over the bytes, eight at a time where texts and blanks are long; what is known from
//! the submissions before ([`Layout`]) is compared as a whole. It makes the very nodes that
//! [`super::json`] makes, and gives up at the first thing that is not plain: then that reader
//! begins from the start, and says what there is to say. So it need not know any fault.

use rust_decimal::Decimal;

use super::Kind;
use super::json::DEPTH_LIMIT;
use super::layout::{Bracket, Gap, Layout, Name, Named, Place};
use super::node::{Arena, NONE, Node};
use super::number::{MOST_SHORT, read_written_number, short};
use super::scan::{Mark, Scanner};
use crate::source::{Span, narrow};

/// Objects of more names than these are left to the other reader, which looks for equal ones by
/// hash.
const MOST_NAMES: usize = 64;

/// A bracket that is open.
struct Frame {
    node: u32,
    map: bool,
    children: u32,
    place: Place,
    /// Where its names begin in the list of them.
    names: usize,
    /// Whether that list has them all.
    listed: bool,
    /// Whether its names came in the order in which they were first seen, and which was the last.
    in_order: bool,
    ordinal: u16,
}

struct Straight<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    arena: Arena,
    frames: Vec<Frame>,
    /// A number for each name of the objects that are open; equal names have equal ones.
    names: Vec<u64>,
    /// The innermost bracket.
    top: Frame,
    /// The name that waits for its value, and its place.
    name: Span,
    named: Named,
}

/// Reads a text, into memory that was used before; `None` where something is not plain.
pub(super) fn read(text: &str, layout: Option<&mut Layout>, mut arena: Arena) -> Option<Arena> {
    arena.clear();
    // pretty-printed forms have some 25 bytes a value: this avoids most of the growing
    arena.nodes.reserve(text.len() / 24 + 1);
    arena.numbers.reserve(text.len() / 40 + 1);
    let mut straight = Straight {
        text,
        bytes: text.as_bytes(),
        at: 0,
        arena,
        frames: Vec::with_capacity(16),
        names: Vec::with_capacity(64),
        top: Frame {
            node: NONE,
            map: false,
            children: 0,
            place: Place::NONE,
            names: 0,
            listed: true,
            in_order: true,
            ordinal: 0,
        },
        name: Span::default(),
        named: Named::default(),
    };
    straight.run(layout)?;
    Some(straight.arena)
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Ten to so many.
const TENS: [u64; 9] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];

/// Marks bytes that are zero; only the lowest mark is sure.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & HIGH
}

/// Marks quotation marks, backslashes and control characters; only the lowest mark is sure.
const fn special(word: u64) -> u64 {
    let quote = zeros(word ^ (LOW * b'"' as u64));
    let backslash = zeros(word ^ (LOW * b'\\' as u64));
    let control = word.wrapping_sub(LOW * 0x20) & !word & HIGH;
    quote | backslash | control
}

const fn mixed(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
}

impl Straight<'_> {
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn word(&self) -> Option<u64> {
        let word = self.bytes.get(self.at..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*word))
    }

    /// The next byte that is no blank, which is not taken.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.byte()?;
        if byte > b' ' {
            return Some(byte);
        }
        // as after a colon
        if byte == b' '
            && let Some(after) = self.bytes.get(self.at + 1)
            && *after > b' '
        {
            self.at += 1;
            return Some(*after);
        }
        self.next_after_blanks()
    }

    fn next_after_blanks(&mut self) -> Option<u8> {
        loop {
            match self.byte()? {
                b' ' | b'\r' | b'\t' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    // what follows is mostly an indent
                    while let Some(word) = self.word() {
                        let blanks = (word ^ (LOW * u64::from(b' '))).trailing_zeros() / 8;
                        self.at += blanks as usize;
                        if blanks < 8 {
                            break;
                        }
                    }
                }
                byte => return Some(byte),
            }
        }
    }

    fn run(&mut self, mut layout: Option<&mut Layout>) -> Option<()> {
        let mut gap = Gap::default();
        let mut after = Place::NONE;
        if let Some(layout) = &mut layout {
            after = layout.begin();
            self.arena.layout = layout.number;
        }
        // at the start, or after a value
        loop {
            if layout.as_ref().is_some_and(|layout| layout.is_full()) {
                layout = None;
                self.named = Named::default();
            }
            if let Some(layout) = &layout {
                match self.known(layout, after) {
                    Some(true) => break,
                    Some(false) => {
                        after = self.value()?;
                        continue;
                    }
                    None => {}
                }
            }
            gap.begin(after, self.at, layout.is_some());
            let ended = self.unknown(&mut gap, layout.as_deref_mut())?;
            if let Some(layout) = &mut layout {
                let text = self.bytes.get(gap.start..self.at)?;
                let value = (!ended).then(|| gap.name(self.name, self.named));
                layout.learn(text, &gap, value);
            }
            if ended {
                break;
            }
            after = self.value()?;
        }
        // nothing may follow
        let rest = self.bytes.get(self.at..)?;
        let blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        rest.iter().all(blank).then_some(())
    }

    /// Takes what is known to stand before the next value; whether the submission ends with it.
    /// `None` where something else stands: then nothing has been taken.
    #[inline]
    fn known(&mut self, layout: &Layout, after: Place) -> Option<bool> {
        let rest = self.bytes.get(self.at..)?;
        let lead = layout.leads(after).iter().find(|lead| {
            let after = rest.strip_prefix(&*lead.text);
            let starts = |byte: &u8| matches!(byte, b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n');
            after.is_some_and(|after| lead.value.is_none() || after.first().is_some_and(starts))
        })?;
        // else a name might be one that its table has already
        let mut outer = self.frames.iter().rev().take(lead.closes);
        if !self.top.in_order || !outer.all(|frame| frame.in_order) {
            return None;
        }
        let start = self.at;
        for bracket in &lead.brackets {
            match bracket {
                Bracket::Open { at, map, name } => {
                    self.take_name(start, name);
                    self.at = start + *at as usize;
                    self.open(*map)?;
                }
                Bracket::Close { at } => {
                    self.at = start + *at as usize;
                    self.close()?;
                }
            }
        }
        self.at = start + lead.text.len();
        match &lead.value {
            Some(name) => self.take_name(start, name),
            None => return Some(true),
        }
        Some(false)
    }

    /// A known name, of a lead that starts here.
    #[inline]
    fn take_name(&mut self, start: usize, name: &Name) {
        self.named = name.named;
        if !name.span.is_empty() {
            let start = narrow(start);
            self.name = Span::new(start + name.span.start, start + name.span.end);
            self.top.listed = false;
            self.top.ordinal = name.named.ordinal;
        }
    }

    /// Takes what stands before the next value; whether the submission ends there.
    fn unknown(&mut self, gap: &mut Gap, mut layout: Option<&mut Layout>) -> Option<bool> {
        if self.frames.is_empty() {
            if self.next()? != b'{' {
                return None;
            }
            self.named.place = if layout.is_some() {
                Place::ROOT
            } else {
                Place::NONE
            };
            gap.open(self.at, true, Span::default(), self.named);
            self.open(true)?;
        } else if self.separated(gap)? {
            return Some(true);
        }
        // within the innermost bracket, before a name, a value or its end
        loop {
            let mut byte = self.next()?;
            if self.top.children == 0 && byte == if self.top.map { b'}' } else { b']' } {
                gap.close(self.at);
                if self.close()? || self.separated(gap)? {
                    return Some(true);
                }
                continue;
            }
            if self.top.map {
                if byte != b'"' {
                    return None;
                }
                let number = self.key()?;
                if let Some(layout) = &mut layout {
                    self.find_name(number, gap, layout)?;
                }
                if self.next()? != b':' {
                    return None;
                }
                self.at += 1;
                byte = self.next()?;
            } else if let Some(layout) = &mut layout {
                self.named = layout.entry(self.top.place);
            }
            if !matches!(byte, b'{' | b'[') {
                return Some(false);
            }
            gap.open(self.at, byte == b'{', self.name, self.named);
            self.open(byte == b'{')?;
        }
    }

    /// The place of the name that was just read.
    fn find_name(&mut self, number: u64, gap: &mut Gap, layout: &mut Layout) -> Option<()> {
        let (start, end) = (self.name.start as usize, self.name.end as usize);
        let name = self.bytes.get(start..end)?;
        self.named = layout.name(self.top.place, name, number);
        if self.named.ordinal <= self.top.ordinal {
            self.top.in_order = false;
        }
        if !self.top.in_order {
            gap.give_up();
        }
        self.top.ordinal = self.named.ordinal;
        Some(())
    }

    /// Reads a value that is neither a list nor an object; its place.
    #[inline]
    fn value(&mut self) -> Option<Place> {
        let place = self.named.place;
        match self.byte()? {
            b'"' => self.string()?,
            byte @ (b'0'..=b'9' | b'-') => self.number(byte)?,
            b't' => self.literal("true", Kind::Bool, 1)?,
            b'f' => self.literal("false", Kind::Bool, 0)?,
            b'n' => self.literal("null", Kind::Null, 0)?,
            _ => return None,
        }
        Some(place)
    }

    /// Takes what follows a value: a comma, or the ends of brackets up to one. Whether the
    /// outermost has ended.
    fn separated(&mut self, gap: &mut Gap) -> Option<bool> {
        loop {
            match self.next()? {
                b',' => {
                    self.at += 1;
                    // an end may not follow, and is taken for one only where nothing stands before it
                    return Some(false);
                }
                b'}' if self.top.map => {}
                b']' if !self.top.map => {}
                _ => return None,
            }
            gap.close(self.at);
            if self.close()? {
                return Some(true);
            }
        }
    }

    fn open(&mut self, map: bool) -> Option<()> {
        if self.frames.len() >= DEPTH_LIMIT {
            return None;
        }
        let node = narrow(self.arena.nodes.len());
        let kind = if map { Kind::Map } else { Kind::List };
        let place = self.named.place;
        self.add(kind, self.at, self.at + 1, 0);
        self.at += 1;
        let inner = Frame {
            node,
            map,
            children: 0,
            place,
            names: self.names.len(),
            listed: true,
            in_order: true,
            ordinal: 0,
        };
        self.frames.push(std::mem::replace(&mut self.top, inner));
        Some(())
    }

    /// Takes the end of the innermost bracket; whether it was the outermost.
    fn close(&mut self) -> Option<bool> {
        self.at += 1;
        let next = narrow(self.arena.nodes.len());
        let node = self.arena.nodes.get_mut(self.top.node as usize)?;
        node.span.end = narrow(self.at);
        node.next = next;
        node.load = self.top.children;
        self.names.truncate(self.top.names);
        self.top = self.frames.pop()?;
        Some(self.frames.is_empty())
    }

    fn add(&mut self, kind: Kind, start: usize, end: usize, load: u32) {
        self.arena.nodes.push(Node {
            kind,
            place: self.named.place.0,
            span: Span::new(narrow(start), narrow(end)),
            key: self.name,
            key_text: NONE,
            parent: self.top.node,
            position: self.top.children,
            next: narrow(self.arena.nodes.len() + 1),
            load,
        });
        self.top.children += 1;
        self.name = Span::default();
    }

    /// Steps over the text that starts here. Its last quotation mark is taken; `None` where
    /// something in it needs a closer look. For a name gives its number, else any.
    #[inline]
    fn skip_text<const NAME: bool>(&mut self) -> Option<u64> {
        self.at += 1;
        let mut hash = 0;
        while let Some(word) = self.word() {
            let found = special(word);
            if found != 0 {
                let before = found.trailing_zeros() / 8;
                self.at += before as usize;
                if self.byte()? != b'"' {
                    return None;
                }
                self.at += 1;
                if !NAME {
                    return Some(0);
                }
                // the bytes before the mark, and how many they are
                let rest = if before == 0 {
                    0
                } else {
                    word & (u64::MAX >> (64 - 8 * before))
                };
                return Some(mixed(mixed(hash, rest), u64::from(before)));
            }
            if NAME {
                hash = mixed(hash, word);
            }
            self.at += 8;
        }
        self.skip_last_text(hash)
    }

    /// The same within the last bytes of the text.
    fn skip_last_text(&mut self, hash: u64) -> Option<u64> {
        let rest = self.bytes.get(self.at..)?;
        let before = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\') || *byte < 0x20)?;
        if rest.get(before) != Some(&b'"') {
            return None;
        }
        let mut word = [0; 8];
        word.get_mut(..before)?.copy_from_slice(rest.get(..before)?);
        self.at += before + 1;
        let hash = mixed(hash, u64::from_le_bytes(word));
        Some(mixed(hash, u64::from(narrow(before))))
    }

    /// Reads a name that the object must not have yet; its number.
    fn key(&mut self) -> Option<u64> {
        let start = self.at;
        let name = self.skip_text::<true>()?;
        if !self.top.listed {
            self.list_names()?;
        }
        let known = self.names.get(self.top.names..).unwrap_or_default();
        if known.contains(&name) || known.len() >= MOST_NAMES {
            return None;
        }
        self.names.push(name);
        self.name = Span::new(narrow(start), narrow(self.at));
        Some(name)
    }

    /// Numbers the names of the innermost object, of which some were known.
    fn list_names(&mut self) -> Option<()> {
        let here = self.at;
        self.names.truncate(self.top.names);
        let mut child = self.top.node + 1;
        for _ in 0..self.top.children {
            let node = self.arena.nodes.get(child as usize)?;
            child = node.next;
            self.at = node.key.start as usize;
            let name = self.skip_text::<true>()?;
            self.names.push(name);
        }
        self.at = here;
        self.top.listed = true;
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let start = self.at;
        if self.skip_text::<false>().is_some() {
            self.add(Kind::Text, start, self.at, NONE);
            return Some(());
        }
        let mut scan = Scanner::new(self.text);
        scan.at = start;
        let text = scan.quoted(Mark {
            byte: b'"',
            wide: None,
        });
        if !scan.faults.is_empty() || !text.closed {
            return None;
        }
        self.at = scan.at;
        let load = text.content.map_or(NONE, |content| {
            self.arena.texts.push(content);
            narrow(self.arena.texts.len() - 1)
        });
        self.add(Kind::Text, start, self.at, load);
        Some(())
    }

    fn literal(&mut self, word: &str, kind: Kind, load: u32) -> Option<()> {
        let start = self.at;
        let rest = self.bytes.get(start..)?;
        if !rest.starts_with(word.as_bytes()) {
            return None;
        }
        self.at += word.len();
        if !self.ends_here() {
            return None;
        }
        self.add(kind, start, self.at, load);
        Some(())
    }

    /// Whether a number or word may end here.
    fn ends_here(&self) -> bool {
        let after = self.byte();
        after.is_some_and(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'))
    }

    /// The digits from a byte on, written after those of a number, and where they end. What
    /// overflows is longer than what is taken.
    #[inline]
    fn digits(&self, mut number: u64, mut at: usize) -> Option<(u64, usize)> {
        while let Some(chunk) = self.bytes.get(at..)?.first_chunk::<8>() {
            // the first digit is in the lowest byte
            let word = u64::from_le_bytes(*chunk) ^ (LOW * u64::from(b'0'));
            let others = (word | word.wrapping_add(LOW * 0x76)) & HIGH;
            let count = others.trailing_zeros() / 8;
            if count == 0 {
                return Some((number, at));
            }
            // zeros before them, up to eight; then two, four and eight digits as one number
            let pairs = (word << (64 - 8 * count)).wrapping_mul(10 * 256 + 1) >> 8;
            let fours = (pairs & 0x00ff_00ff_00ff_00ff).wrapping_mul(100 * 65_536 + 1) >> 16;
            let eight = (fours & 0x0000_ffff_0000_ffff).wrapping_mul((10_000 << 32) + 1) >> 32;
            let power = TENS.get(count as usize)?;
            number = number.wrapping_mul(*power).wrapping_add(eight);
            at += count as usize;
            if count < 8 {
                return Some((number, at));
            }
        }
        while let Some(byte @ b'0'..=b'9') = self.bytes.get(at) {
            number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            at += 1;
        }
        Some((number, at))
    }

    fn number(&mut self, first: u8) -> Option<()> {
        let start = self.at;
        let negative = first == b'-';
        let digits = start + usize::from(negative);
        let (mut number, mut at) = self.digits(0, digits)?;
        let mut point = 0;
        if self.bytes.get(at) == Some(&b'.') {
            point = at;
            // money has two places, and that is foreseen by the processor as well
            (number, at) = match self.bytes.get(at + 1..at + 4) {
                Some([ten @ b'0'..=b'9', one @ b'0'..=b'9', end]) if !end.is_ascii_digit() => {
                    let behind = u64::from(ten - b'0') * 10 + u64::from(one - b'0');
                    (number.wrapping_mul(100).wrapping_add(behind), at + 3)
                }
                _ => self.digits(number, at + 1)?,
            };
        }
        self.at = at;
        let places = if point == 0 { 0 } else { at - point - 1 };
        let whole = (if point == 0 { at } else { point }) - digits;
        let zero_first = whole > 1 && self.bytes.get(digits) == Some(&b'0');
        let plain = whole > 0 && !zero_first && (point == 0 || places > 0);
        let load = narrow(self.arena.numbers.len());
        // written where it stays: what is handed on through memory is waited for
        if plain && at - digits <= MOST_SHORT && self.ends_here() {
            self.arena
                .numbers
                .push(short(number, negative, narrow(places)));
        } else {
            let value = self.number_at_length(start)?;
            self.arena.numbers.push(value);
        }
        self.add(Kind::Number, start, self.at, load);
        Some(())
    }

    /// A number that is long or has an exponent.
    fn number_at_length(&mut self, start: usize) -> Option<Decimal> {
        let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        let rest = self.bytes.get(start..)?;
        let length = rest.iter().position(|byte| !part(byte))?;
        self.at = start + length;
        if !self.ends_here() {
            return None;
        }
        read_written_number(self.text.get(start..self.at)?).ok()
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "cut where characters are")]
mod tests {
    use super::super::json;
    use super::{Arena, Layout};

    const TEXT: &str = concat!(
        "{\n  \"文种\": \"部门整体\", \"a\": [1, -2.50, {\"b\": []}, \"长一些的文字，不止八个字节\"],\r\n",
        "\t\"c\": {\"d\": true, \"e\": null, \"f\": \"x\\ny\", \"g\": {}}, \"h\": 1e3,\n",
        "        \"i\": 12345678901234567890.5, \"e\": 0.10, \"末\": -0\n}\n",
    );

    /// What is read straight is what the other reader reads, whatever has been read before.
    fn agrees_after(layout: Option<&mut Layout>, text: &str) -> bool {
        let used = super::read(TEXT, None, Arena::default()).unwrap();
        let Some(mut straight) = super::read(text, layout, used) else {
            return false;
        };
        straight.layout = 0;
        straight.nodes.iter_mut().for_each(|node| node.place = 0);
        let other = json::read(text).map_err(|faults| format!("{faults:?} in {text}"));
        assert_eq!(
            format!("{straight:?}"),
            format!("{:?}", other.unwrap()),
            "{text}"
        );
        true
    }

    fn agrees(text: &str) -> bool {
        agrees_after(None, text)
    }

    #[test]
    fn plain_texts_are_read_straight() {
        assert!(agrees(TEXT));
        assert!(agrees("{}"));
        assert!(agrees("{\"a\":{\"完成率\":9}}"));
        let deep = |levels| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
        assert!(agrees(&deep(127)));
        assert!(!agrees(&deep(128)));
        for wrong in [
            "",
            "[]",
            "{\"a\":1,}",
            "{\"a\":01}",
            "{\"a\":1.}",
            "{\"a\":.5}",
            "{\"a\":-}",
            "{\"a\":1}}",
            "{\"a\":[1,]}",
            "{\"a\":tru}",
            "{\"a\":truee}",
            "{\"a\":1,\"a\":2}",
            "{\"a\" 1}",
            "{,}",
            "{\"a\":[}]}",
            "{\"a\":\"\u{1}\"}",
            "{\"a\":1 /* */}",
        ] {
            assert!(!agrees(wrong), "{wrong}");
        }
    }

    #[test]
    fn numbers_of_any_length() {
        let digits = "98765432109876543210";
        let mut straight = 0;
        for length in 1..=digits.len() {
            for point in 0..=length + 1 {
                let (before, behind) = digits[..length].split_at(point.min(length));
                let plain = if point > length {
                    before.to_owned()
                } else {
                    format!("{before}.{behind}")
                };
                for sign in ["", "-", "0", "-0", "+"] {
                    for end in ["", " ", ".", "e1", "5", "\n", "五", "\"", "-"] {
                        let number = format!("{sign}{plain}{end}");
                        straight += u32::from(agrees(&format!("{{\"a\":{number}}}")));
                        agrees(&format!("{{\"a\": [{number}, 1, 22, 333], \"b\": 12345}}"));
                    }
                }
            }
        }
        assert!(straight > 1_000, "{straight}");
    }

    #[test]
    fn a_name_is_found_twice_whatever_came_before() {
        let mut layout = Layout::default();
        let mut after = |text: &str| agrees_after(Some(&mut layout), text);
        for known in [
            "{\"a\": 1, \"b\": 2}",
            "{\"b\": 1, \"a\": 2}",
            "{\"b\": 1, \"c\": 2, \"a\": 3}",
            "{\"a\": {\"x\": 1, \"y\": 2}, \"b\": 1}",
            "{\"a\": {\"y\": 1}, \"c\": 1}",
            "{\"b\": {}, \"c\": [1, {\"k\": 1}, {\"l\": 1, \"k\": 2}]}",
        ] {
            assert!(after(known) && after(known), "{known}");
        }
        for wrong in [
            "{\"a\": 1, \"b\": 2, \"a\": 3}",
            "{\"b\": 1, \"a\": 2, \"b\": 3}",
            "{\"b\": 1, \"c\": 2, \"a\": 3, \"b\": 2}",
            "{\"a\": {\"x\": 1, \"y\": 2}, \"b\": 1, \"a\": 1}",
            "{\"a\": {\"y\": 1, \"x\": 1, \"y\": 2}, \"b\": 1}",
            "{\"b\": {}, \"c\": [1, {\"k\": 1, \"k\": 1}]}",
            "{\"b\": {}, \"c\": [1, {\"l\": 1, \"k\": 1, \"l\": 1}]}",
            "{\"b\": {}, \"c\": [1], \"b\": {}}",
        ] {
            assert!(!after(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_nobody_writes_is_read_without_being_kept() {
        let many = |names: usize, of: &dyn Fn(usize) -> String| {
            let all: Vec<String> = (0..names).map(of).collect();
            format!("{{\"甲\": [{}], \"乙\": {{\"丙\": 1}}}}", all.join(", "))
        };
        let brackets = "[], ".repeat(3_000);
        let blanks = " ".repeat(9_000);
        for text in [
            many(20_000, &|at| format!("{{\"{at}\": {at}, \"名\": [{at}]}}")),
            many(2_000, &|at| format!("{{\"{}\": [[{at}]]}}", at % 300)),
            many(3, &|at| format!("[{brackets}{at}]")),
            many(3, &|at| format!("{blanks}{at}")),
            TEXT.to_owned(),
        ] {
            let mut layout = Layout::default();
            for _ in 0..3 {
                assert!(agrees_after(Some(&mut layout), &text));
                assert!(agrees_after(Some(&mut layout), TEXT));
            }
            assert!(layout.weight() < 4 << 20, "{}", layout.weight());
        }
    }

    #[test]
    fn no_change_makes_the_readers_differ() {
        let mut straight = 0;
        let mut layout = Layout::default();
        let mut agrees = |text: &str| {
            let alone = agrees(text);
            assert_eq!(agrees_after(Some(&mut layout), text), alone, "{text}");
            alone
        };
        for (at, was) in TEXT.char_indices() {
            agrees(&TEXT[..at]);
            for other in [
                "", "\"", "\\", ",", ":", "{", "}", "[", "]", "0", ".", "-", "e", " ", "\n", "，",
                "\u{1f}", "ab",
            ] {
                let after = at + was.len_utf8();
                straight += u32::from(agrees(&format!("{}{other}{}", &TEXT[..at], &TEXT[after..])));
                agrees(&format!("{}{other}{}", &TEXT[..at], &TEXT[at..]));
            }
        }
        assert!(straight > 100, "{straight}");
    }
}
