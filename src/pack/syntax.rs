//! What an error of Rhai's parser means to someone who writes rules, and where it is best shown.

use std::collections::BTreeSet;

use rhai::{LexError, ParseError, ParseErrorType, Position};

use super::fault::{PackFault, PackFaultKind};
use crate::verbs::words;

/// What is wrong with the text of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxFault {
    /// A full-width or typographic sign, and the one that is meant, if there is one.
    Sign(char, Option<&'static str>),
    /// A percent sign after a number.
    Percent,
    /// A comma or semicolon is missing here, at the end of what came before.
    Separator(&'static str),
    /// A bracket that is never closed, or not where it should be; what closes it.
    Unclosed(char, char),
    /// A closing bracket to which there is no opening one.
    Unopened(char),
    /// `=` where two values are compared.
    Assignment,
    /// A name that means nothing; the nearest that does.
    Name(String, Option<String>),
    /// A name made outside the closure that asks for it.
    Outside(String),
    /// A field written without the table it stands in.
    BareField(String),
    /// A word of another language; what is written here instead.
    Keyword(String, &'static str),
    /// A word that is switched off in rules; what to do instead.
    SwitchedOff(String),
    /// A word of the language used as a name.
    Reserved(String),
    /// A text without its closing quotation mark.
    Text,
    /// A number that is none.
    Number(String),
    /// The key of a map written twice.
    Twice(String),
    /// Something else is due here.
    Due(String),
    /// Anything else, in the parser's own words.
    Other(String),
}

/// Signs that Chinese keyboards give, and what is meant.
const SIGNS: &[(char, &str)] = &[
    ('（', "("),
    ('）', ")"),
    ('｛', "{"),
    ('｝', "}"),
    ('［', "["),
    ('］', "]"),
    ('【', "["),
    ('】', "]"),
    ('，', ","),
    ('、', ","),
    ('；', ";"),
    ('：', ":"),
    ('。', "."),
    ('．', "."),
    ('“', "\""),
    ('”', "\""),
    ('「', "\""),
    ('」', "\""),
    ('‘', "\""),
    ('’', "\""),
    ('！', "!"),
    ('＝', "="),
    ('＋', "+"),
    ('－', "-"),
    ('—', "-"),
    ('–', "-"),
    ('−', "-"),
    ('＊', "*"),
    ('×', "*"),
    ('／', "/"),
    ('÷', "/"),
    ('＜', "<"),
    ('＞', ">"),
    ('≤', "<="),
    ('≥', ">="),
    ('≠', "!="),
    ('｜', "|"),
    ('＃', "#"),
    ('＆', "&"),
    ('％', "%"),
    ('\u{3000}', " "),
];

/// Words of spreadsheets and of other languages, and what is written here instead.
const KEYWORDS: &[(&str, &str)] = &[
    ("elseif", "else if"),
    ("elif", "else if"),
    ("elsif", "else if"),
    ("endif", "}"),
    ("end", "}"),
    ("then", "{"),
    ("and", "&&"),
    ("AND", "&&"),
    ("or", "||"),
    ("OR", "||"),
    ("not", "!"),
    ("NOT", "!"),
    ("var", "let"),
    ("dim", "let"),
    ("function", "fn"),
    ("def", "fn"),
    ("func", "fn"),
    ("foreach", "for"),
    ("True", "true"),
    ("TRUE", "true"),
    ("False", "false"),
    ("FALSE", "false"),
    ("null", "given(…)"),
    ("None", "given(…)"),
    ("nil", "given(…)"),
    ("IF", "if"),
    ("If", "if"),
    ("SUM", "sum"),
    ("ROUND", "round"),
    ("ABS", "abs"),
    ("MIN", "min"),
    ("MAX", "max"),
    ("如果", "if"),
    ("若", "if"),
    ("否则", "else"),
    ("并且", "&&"),
    ("或者", "||"),
    ("规则", "rule"),
];

/// The fault of a script that does not compile, at the place where it is mended.
pub(super) fn fault(
    file: &str,
    text: &str,
    error: &ParseError,
    fields: &BTreeSet<String>,
) -> PackFault {
    let scan = Scan::of(text);
    let at = Place::of(error.position());
    let (kind, place) = meaning(error.err_type(), at, &scan, fields);
    let position = place.or(at).and_then(|at| {
        let line = u16::try_from(at.line).ok()?;
        let column = u16::try_from(at.column).ok()?;
        Some(Position::new(line, column))
    });
    PackFault::at(
        file,
        text,
        position.unwrap_or(Position::NONE),
        PackFaultKind::Syntax(kind),
    )
}

/// Line and column, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: usize,
    column: usize,
}

impl Place {
    fn of(position: Position) -> Option<Self> {
        Some(Self {
            line: position.line()?,
            column: position.position().unwrap_or(1),
        })
    }
}

fn meaning(
    kind: &ParseErrorType,
    at: Option<Place>,
    scan: &Scan,
    fields: &BTreeSet<String>,
) -> (SyntaxFault, Option<Place>) {
    // a foreign sign is what broke everything after it
    if let Some((place, sign)) = at.and_then(|at| scan.sign_near(at)) {
        let meant = SIGNS.iter().find(|(wide, _)| *wide == sign);
        return (
            SyntaxFault::Sign(sign, meant.map(|(_, meant)| *meant)),
            Some(place),
        );
    }
    if let Some(place) = at.and_then(|at| scan.percent_before(at)) {
        return (SyntaxFault::Percent, Some(place));
    }
    match kind {
        ParseErrorType::BadInput(error) => (bad_input(error), at),
        ParseErrorType::VariableUndefined(name) | ParseErrorType::ModuleUndefined(name) => {
            (name_fault(name, scan, fields), at)
        }
        ParseErrorType::MissingToken(token, due) => missing(token, due, at, scan),
        ParseErrorType::UnexpectedEOF => match scan.unclosed.last() {
            Some((place, open)) => (unclosed(*open), Some(*place)),
            None => (SyntaxFault::Due(String::new()), at),
        },
        ParseErrorType::Reserved(word) => (switched_off(word), at),
        ParseErrorType::ExprExpected(_) | ParseErrorType::MissingSymbol(_) => {
            if let Some((place, close)) = scan.unopened.first() {
                return (SyntaxFault::Unopened(*close), Some(*place));
            }
            let found = at.map(|at| scan.word_at(at)).unwrap_or_default();
            (SyntaxFault::Due(found), at)
        }
        ParseErrorType::PropertyExpected | ParseErrorType::VariableExpected => {
            let found = at.map(|at| scan.word_at(at)).unwrap_or_default();
            (SyntaxFault::Due(found), at)
        }
        ParseErrorType::DuplicatedProperty(name) => (SyntaxFault::Twice(name.clone()), at),
        other => (SyntaxFault::Other(other.to_string()), at),
    }
}

fn bad_input(error: &LexError) -> SyntaxFault {
    match error {
        LexError::ImproperSymbol(sign, _) if sign == "=" => SyntaxFault::Assignment,
        LexError::ImproperSymbol(sign, _) if sign == "<>" => {
            SyntaxFault::Keyword(sign.clone(), "!=")
        }
        LexError::ImproperSymbol(word, _) if word.chars().all(is_name) => {
            SyntaxFault::SwitchedOff(word.clone())
        }
        LexError::UnterminatedString | LexError::MalformedChar(_) => SyntaxFault::Text,
        LexError::MalformedNumber(text) => SyntaxFault::Number(text.clone()),
        LexError::UnexpectedInput(text) => match text.chars().next() {
            Some(sign) if !sign.is_alphanumeric() => {
                let meant = SIGNS.iter().find(|(wide, _)| *wide == sign);
                SyntaxFault::Sign(sign, meant.map(|(_, meant)| *meant))
            }
            _ => SyntaxFault::Other(error.to_string()),
        },
        _ => SyntaxFault::Other(error.to_string()),
    }
}

fn switched_off(word: &str) -> SyntaxFault {
    match keyword(word) {
        Some(meant) => SyntaxFault::Keyword(word.to_owned(), meant),
        None if [
            "switch", "try", "this", "eval", "import", "export", "*=", "/=", "**",
        ]
        .contains(&word) =>
        {
            SyntaxFault::SwitchedOff(word.to_owned())
        }
        None => SyntaxFault::Reserved(word.to_owned()),
    }
}

fn keyword(word: &str) -> Option<&'static str> {
    KEYWORDS
        .iter()
        .find(|(other, _)| *other == word)
        .map(|(_, meant)| *meant)
}

fn name_fault(name: &str, scan: &Scan, fields: &BTreeSet<String>) -> SyntaxFault {
    if let Some(meant) = keyword(name) {
        return SyntaxFault::Keyword(name.to_owned(), meant);
    }
    if scan.names.contains(name) {
        return SyntaxFault::Outside(name.to_owned());
    }
    let known = scan.names.iter().map(String::as_str);
    let words = words().map(|word| word.name);
    let nearest = crate::words::nearest(name, known.chain(words).filter(|known| *known != name));
    match nearest {
        None if fields.contains(name) => SyntaxFault::BareField(name.to_owned()),
        nearest => SyntaxFault::Name(name.to_owned(), nearest.map(str::to_owned)),
    }
}

fn missing(token: &str, due: &str, at: Option<Place>, scan: &Scan) -> (SyntaxFault, Option<Place>) {
    let found = at.map(|at| scan.word_at(at)).unwrap_or_default();
    if found == "=" {
        return (SyntaxFault::Assignment, at);
    }
    // the word that was not understood stands here or before
    if let Some((place, word)) = at.and_then(|at| scan.keyword_near(at)) {
        let meant = keyword(&word).unwrap_or_default();
        return (SyntaxFault::Keyword(word, meant), Some(place));
    }
    let before = at.and_then(|at| scan.end_before(at));
    match token {
        "," => match innermost(at, &found, scan) {
            Some((place, open)) => (unclosed(open), Some(place)),
            None => (SyntaxFault::Separator(","), before),
        },
        ";" => match scan.unopened.first() {
            Some((place, close)) => (SyntaxFault::Unopened(*close), Some(*place)),
            None => (SyntaxFault::Separator(";"), before),
        },
        ")" | "]" | "}" => {
            let open = match token {
                ")" => '(',
                "]" => '[',
                _ => '{',
            };
            // between entries a missing comma looks the same to the parser
            let follows = !matches!(found.as_str(), "" | ";" | ")" | "]" | "}");
            if follows && due.contains("separate") {
                return (SyntaxFault::Separator(","), before);
            }
            match at.and_then(|at| scan.open_at(at, open)) {
                Some(place) => (unclosed(open), Some(place)),
                None => (SyntaxFault::Due(token.to_owned()), at),
            }
        }
        token => (SyntaxFault::Due(token.to_owned()), at),
    }
}

/// The bracket that is still open where something ends that is not its own to end.
fn innermost(at: Option<Place>, found: &str, scan: &Scan) -> Option<(Place, char)> {
    let ends = matches!(found, ";" | "}" | "]" | ")");
    let open = ['(', '[', '{']
        .into_iter()
        .filter_map(|open| Some((scan.open_at(at?, open)?, open)))
        .max();
    open.filter(|(_, open)| ends && !found.starts_with(closing(*open)))
}

fn unclosed(open: char) -> SyntaxFault {
    SyntaxFault::Unclosed(open, closing(open))
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// A script's text in pieces, without its comments and the inside of its texts.
struct Scan {
    /// Words and signs with their places.
    pieces: Vec<(Place, String)>,
    /// Brackets that are never closed.
    unclosed: Vec<(Place, char)>,
    /// Brackets that close nothing.
    unopened: Vec<(Place, char)>,
    /// Names the script makes.
    names: BTreeSet<String>,
}

impl Scan {
    fn of(text: &str) -> Self {
        let mut scan = Self {
            pieces: Vec::new(),
            unclosed: Vec::new(),
            unopened: Vec::new(),
            names: BTreeSet::new(),
        };
        scan.cut(text);
        scan.match_brackets();
        scan.find_names();
        scan
    }

    fn cut(&mut self, text: &str) {
        let mut in_comment = false;
        for (index, line) in text.lines().enumerate() {
            let letters: Vec<char> = line.chars().collect();
            let mut at = 0;
            while let Some(letter) = letters.get(at).copied() {
                let next = letters.get(at + 1).copied();
                let start = at;
                at += 1;
                if in_comment {
                    if letter == '*' && next == Some('/') {
                        in_comment = false;
                        at += 1;
                    }
                    continue;
                }
                match letter {
                    '/' if next == Some('/') => break,
                    '/' if next == Some('*') => {
                        in_comment = true;
                        at += 1;
                        continue;
                    }
                    '"' => {
                        while let Some(inside) = letters.get(at).copied() {
                            at += 1;
                            match inside {
                                '\\' => at += 1,
                                '"' => break,
                                _ => {}
                            }
                        }
                    }
                    ' ' | '\t' => continue,
                    _ if is_name(letter) => {
                        while letters.get(at).copied().is_some_and(is_name) {
                            at += 1;
                        }
                    }
                    '=' | '<' | '>' | '!' | '&' | '|'
                        if next.is_some_and(|next| "=&|>".contains(next)) =>
                    {
                        at += 1;
                    }
                    _ => {}
                }
                let place = Place {
                    line: index + 1,
                    column: start + 1,
                };
                let piece = letters.get(start..at.min(letters.len())).unwrap_or(&[]);
                self.pieces.push((place, piece.iter().collect()));
            }
        }
    }

    fn match_brackets(&mut self) {
        let mut open: Vec<(Place, char)> = Vec::new();
        for (place, piece) in &self.pieces {
            let letter = piece.chars().next().unwrap_or(' ');
            match letter {
                '(' | '[' | '{' => open.push((*place, letter)),
                ')' | ']' | '}' => match open.last() {
                    Some((_, last)) if closing(*last) == letter => {
                        open.pop();
                    }
                    // what is between was forgotten; the outer one may still be closed
                    _ => match open.iter().rposition(|(_, open)| closing(*open) == letter) {
                        Some(outer) => {
                            self.unclosed.extend(open.drain(outer + 1..));
                            open.pop();
                        }
                        None => self.unopened.push((*place, letter)),
                    },
                },
                _ => {}
            }
        }
        self.unclosed.extend(open);
        self.unclosed.sort_unstable();
    }

    fn find_names(&mut self) {
        let pieces: Vec<&str> = self
            .pieces
            .iter()
            .map(|(_, piece)| piece.as_str())
            .collect();
        let mut names = BTreeSet::new();
        let mut between = false;
        for (index, piece) in pieces.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| pieces.get(index));
            if *piece == "|" {
                between = !between;
            }
            let made = between || matches!(before, Some(&("let" | "for" | "const" | "fn")));
            if made && piece.chars().all(is_name) {
                names.insert((*piece).to_owned());
            }
        }
        self.names = names;
    }

    /// The piece that begins at or spans a place.
    fn index_at(&self, at: Place) -> usize {
        self.pieces
            .iter()
            .rposition(|(place, _)| *place <= at)
            .unwrap_or(0)
    }

    fn word_at(&self, at: Place) -> String {
        self.pieces
            .iter()
            .find(|(place, _)| *place >= at)
            .map(|(_, piece)| piece.clone())
            .unwrap_or_default()
    }

    /// Just behind what stands before a place.
    fn end_before(&self, at: Place) -> Option<Place> {
        let (place, piece) = self.pieces.iter().rev().find(|(place, _)| *place < at)?;
        Some(Place {
            line: place.line,
            column: place.column + piece.chars().count(),
        })
    }

    /// A foreign sign at a place, or in the line up to it.
    fn sign_near(&self, at: Place) -> Option<(Place, char)> {
        // a word is taken for a name where the bracket behind it is none
        let next = self.pieces.get(self.index_at(at) + 1);
        let end = next.map_or(at, |(place, _)| *place);
        self.pieces
            .iter()
            .filter(|(place, _)| place.line == at.line && *place <= end)
            .filter_map(|(place, piece)| Some((*place, piece.chars().next()?)))
            .find(|(_, letter)| SIGNS.iter().any(|(wide, _)| wide == letter))
    }

    /// A percent sign that ends a number, right before a place.
    fn percent_before(&self, at: Place) -> Option<Place> {
        let index = self.index_at(at);
        let (place, sign) = self.pieces.get(index.checked_sub(1)?)?;
        let (_, number) = self.pieces.get(index.checked_sub(2)?)?;
        let (_, next) = self.pieces.get(index)?;
        let ends = next.starts_with([')', ']', '}', ',', ';']);
        let is_number = number.starts_with(|letter: char| letter.is_ascii_digit());
        (sign.starts_with('%') && is_number && ends).then_some(*place)
    }

    /// A word of another language among the pieces just before a place, or at it.
    fn keyword_near(&self, at: Place) -> Option<(Place, String)> {
        let index = self.index_at(at);
        let first = index.saturating_sub(6);
        self.pieces
            .get(first..=index)?
            .iter()
            .filter(|(place, piece)| place.line == at.line && !self.names.contains(piece))
            .find(|(_, piece)| keyword(piece).is_some())
            .cloned()
    }

    /// The innermost bracket of a kind that is open at a place.
    fn open_at(&self, at: Place, wanted: char) -> Option<Place> {
        let mut open: Vec<(Place, char)> = Vec::new();
        for (place, piece) in self.pieces.iter().filter(|(place, _)| *place < at) {
            let letter = piece.chars().next().unwrap_or(' ');
            match letter {
                '(' | '[' | '{' => open.push((*place, letter)),
                _ if open
                    .last()
                    .is_some_and(|(_, last)| closing(*last) == letter) =>
                {
                    open.pop();
                }
                _ => {}
            }
        }
        open.iter()
            .rev()
            .find(|(_, letter)| *letter == wanted)
            .map(|(place, _)| *place)
    }
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}
