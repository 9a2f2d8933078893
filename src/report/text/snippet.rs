//! One finding as miette draws it. No other file names miette's renderer.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode,
    ThemeStyles,
};

use super::Style;
use super::excerpt::{Excerpt, Renumbered};
use super::paint;
use crate::finding::Level;

/// What miette draws: a headline, a sentence, and places.
#[derive(Debug)]
pub(super) struct Snippet {
    /// The rule and its title.
    pub(super) headline: String,
    /// What is to be said.
    pub(super) sentence: String,
    /// How grave it is.
    pub(super) level: Level,
    /// Where; `None` when there is no place.
    pub(super) excerpt: Option<Excerpt>,
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.headline))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.level {
            Level::Error => Severity::Error,
            Level::Query => Severity::Warning,
            Level::Advice => Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt
            .as_ref()
            .map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = &self.excerpt.as_ref()?.labels;
        Some(Box::new(labels.iter().cloned()))
    }
}

impl Snippet {
    /// Drawn, with a line end at the end.
    pub(super) fn drawn(&self, style: Style) -> String {
        let handler = GraphicalReportHandler::new_themed(self.theme(style))
            .with_width(style.width)
            .with_context_lines(1)
            .with_urls(false)
            .without_cause_chain()
            .without_syntax_highlighting();
        let mut drawn = String::new();
        if handler.render_report(&mut drawn, self).is_err() {
            // nothing here writes to anything that can fail; if it does, say at least this
            return format!("{}\n  {}\n", self.headline, self.sentence);
        }
        // miette leaves a line free below the headline, which is one line
        let mut drawn = drawn.replacen("\n\n", "\n", 1);
        for (header, found) in self.excerpt.iter().flat_map(|excerpt| &excerpt.headers) {
            drawn = drawn.replace(header, found);
        }
        match self
            .excerpt
            .as_ref()
            .and_then(|excerpt| excerpt.renumbered.as_ref())
        {
            Some(numbers) => renumber(&drawn, numbers),
            None => drawn,
        }
    }

    fn theme(&self, style: Style) -> GraphicalTheme {
        let mut theme = if style.ascii {
            GraphicalTheme::none()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        // those of miette are of unsure width on a Chinese terminal
        "!".clone_into(&mut theme.characters.warning);
        "i".clone_into(&mut theme.characters.advice);
        if style.color {
            theme.styles = ThemeStyles::ansi();
            let grave = match self.level {
                Level::Error => theme.styles.error,
                Level::Query => theme.styles.warning,
                Level::Advice => theme.styles.advice,
            };
            let other = theme.styles.help;
            theme.styles.link = theme.styles.linum;
            // miette takes one style for each label, in the order of the text
            let labels = self.excerpt.iter().flat_map(|excerpt| &excerpt.labels);
            let styles = labels.map(|label| if label.primary() { grave } else { other });
            theme.styles.highlights = styles.collect();
            if theme.styles.highlights.is_empty() {
                theme.styles.highlights.push(grave);
            }
        }
        theme
    }
}

/// Puts the source's line numbers where miette has numbered rows. Such a line begins with a
/// blank, perhaps a colour, and a number of as many digits as any of them has; no other does:
/// the headline is left alone, sentences begin with two blanks and a sign.
fn renumber(drawn: &str, numbers: &Renumbered) -> String {
    let width = numbers.first.to_string().len();
    let mut all = String::with_capacity(drawn.len());
    for (count, line) in drawn.split_inclusive('\n').enumerate() {
        let exchanged = (count > 0)
            .then(|| exchanged(line, numbers, width))
            .flatten();
        all.push_str(exchanged.as_deref().unwrap_or(line));
    }
    all
}

fn exchanged(line: &str, numbers: &Renumbered, width: usize) -> Option<String> {
    let rest = line.strip_prefix(' ')?;
    let (colour, rest) = match rest.strip_prefix(paint::DIM) {
        Some(rest) => (paint::DIM, rest),
        None => ("", rest),
    };
    let (number, rest) = rest.split_at_checked(width)?;
    let row = number.parse::<usize>().ok()?.checked_sub(numbers.first)?;
    let number = match numbers.lines.get(row)? {
        Some(line) => line.to_string(),
        None => String::new(),
    };
    Some(format!(" {colour}{number:>width$}{rest}"))
}
