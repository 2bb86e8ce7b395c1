//! One diagnostic as a person sees it: severity and rule, message, source with labels, why it matters, what to do.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, ThemeCharacters, ThemeStyles};

use super::Texts;
use super::excerpt::{CONTEXT_LINES, Excerpt, Paper, Wanted};
use super::paint::{Brush, Ink, hanging, opening, wrapped};
use super::visible::{one_line, without_commands};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::text::Span;

/// Related places that are drawn; a duplicate id may have hundreds.
const MOST_RELATED: usize = 5;

/// How text for people is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether colours are wanted.
    pub color: bool,
    /// Whether the reader shows characters beyond ASCII.
    pub unicode: bool,
    /// Columns of the page.
    pub width: usize,
    /// Whether a CI runner reads the output and takes some texts for commands.
    pub neutralise: bool,
    /// Whether what stands in the files is kept back.
    pub redact: bool,
}

impl Look {
    /// A page of 80 columns without colours, as it is written to files.
    pub const PLAIN: Self = Self { color: false, unicode: true, width: 80, neutralise: false, redact: false };

    pub(super) fn brush(self) -> Brush {
        Brush { color: self.color }
    }

    /// Lines in which nothing acts on a terminal.
    #[must_use]
    pub fn calm(self, text: &str) -> String {
        text.lines().map(|line| one_line(line, self.unicode).into_owned() + "\n").collect()
    }

    /// The output as it may be printed.
    #[must_use]
    pub fn printed(self, output: String) -> String {
        if self.neutralise { without_commands(&output).into_owned() } else { output }
    }
}

/// A statement about places in sources.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// How much it weighs.
    pub severity: Severity,
    /// What speaks: the name of a rule, or `settings`.
    pub name: &'a str,
    /// What was found.
    pub message: &'a str,
    /// Where.
    pub span: Span,
    /// Further places.
    pub related: &'a [Label],
}

impl<'a> From<&'a Diagnostic> for Statement<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        Self {
            severity: diagnostic.severity,
            name: &diagnostic.rule,
            message: &diagnostic.message,
            span: diagnostic.span,
            related: &diagnostic.related,
        }
    }
}

/// The colour of a severity.
pub(super) fn ink_of(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Bad,
        Severity::Warning => Ink::Care,
        Severity::Note => Ink::Idea,
    }
}

/// A statement with the lines that it is about.
#[must_use]
pub fn picture(statement: Statement<'_>, texts: Texts<'_>, look: Look) -> String {
    let head = format!("{}[{}]", statement.severity, one_line(statement.name, look.unicode));
    let mut text = look.brush().paint(ink_of(statement.severity), &head);
    text.push('\n');
    if look.redact {
        return text + &places(&statement, texts, look);
    }
    let related = &statement.related[..statement.related.len().min(MOST_RELATED)];
    // Two labels at one place would be drawn as two places: the second one gives its text to the first.
    let (same, others): (Vec<&Label>, Vec<&Label>) =
        related.iter().partition(|label| starts_at(label.span, statement.span));
    // What is wrong at the place itself, the message says.
    let own = same.first().map_or("", |label| label.message.as_str());
    let mut wanted = vec![Wanted { span: statement.span, message: own }];
    wanted.extend(others.iter().map(|label| Wanted { span: label.span, message: &label.message }));
    let paper = Paper { width: look.width, unicode: look.unicode, neutralise: look.neutralise };
    let excerpt = Excerpt::new(texts, &wanted, paper);
    let (labels, orders) = excerpt.labels();
    let drawn = Drawn {
        message: one_line(statement.message, look.unicode).into_owned(),
        severity: statement.severity,
        excerpt,
        labels,
    };
    let handler = handler(statement.severity, &orders, look);
    // Writing to a string fails only if miette cannot read the excerpt: then the message alone is shown.
    let mut body = String::new();
    match handler.render_report(&mut body, &drawn) {
        Ok(()) => text.push_str(&trimmed(&body)),
        Err(fmt::Error) => text.push_str(&format!("  {}\n", drawn.message)),
    }
    let more = statement.related.len() - related.len();
    if more > 0 {
        text.push_str(&format!("  and {more} more places; --output json lists all\n"));
    }
    text
}

/// What is said and where, without the lines that stand there.
fn places(statement: &Statement<'_>, texts: Texts<'_>, look: Look) -> String {
    let line = |span: Span, said: &str| {
        let place = texts.place(span).to_string();
        let said = if said.is_empty() { String::new() } else { format!(": {said}") };
        hanging(look.brush(), Ink::Faint, "at", &one_line(&format!("{place}{said}"), look.unicode), 2, look.width)
    };
    let mut text = String::new();
    for line in wrapped(&one_line(statement.message, look.unicode), look.width - 2, look.width - 2) {
        text.push_str(&format!("  {line}\n"));
    }
    text.push_str(&line(statement.span, ""));
    for label in statement.related.iter().take(MOST_RELATED) {
        text.push_str(&line(label.span, &label.message));
    }
    let more = statement.related.len().saturating_sub(MOST_RELATED);
    if more > 0 {
        text.push_str(&format!("  and {more} more places; --output json lists all\n"));
    }
    text
}

fn starts_at(span: Span, other: Span) -> bool {
    (span.source, span.start) == (other.source, other.start)
}

/// A statement with the lines that it is about, and what to do.
#[must_use]
pub fn advised(statement: Statement<'_>, fix: &str, texts: Texts<'_>, look: Look) -> String {
    picture(statement, texts, look) + &advice(None, fix, look)
}

/// Why a rule matters, in a sentence or two, and what to do, as they stand below a picture.
pub(super) fn advice(why: Option<&str>, fix: &str, look: Look) -> String {
    let mut text = String::new();
    for (head, body) in [("why it matters:", why.map(|why| opening(why, 60))), ("what to do:", Some(fix.to_owned()))] {
        if let Some(body) = body.filter(|body| !body.trim().is_empty()) {
            text.push_str(&hanging(look.brush(), Ink::Strong, head, &body, 2, look.width));
        }
    }
    text
}

/// Lines without the spaces that padding leaves at their ends.
fn trimmed(body: &str) -> String {
    body.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn handler(severity: Severity, orders: &[usize], look: Look) -> GraphicalReportHandler {
    let characters = if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let mut styles = if look.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let main = match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Note => styles.advice,
    };
    // The place that the diagnostic is about has the colour of its severity, the others have one of their own.
    let other = if look.color { ThemeStyles::ansi().highlights.first().copied() } else { None };
    styles.highlights = orders.iter().map(|order| if *order == 0 { main } else { other.unwrap_or(main) }).collect();
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(look.width)
        // An id or a date is never cut at its hyphens.
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_context_lines(CONTEXT_LINES)
        .with_links(false)
        // The name of a source has the place in it: in a sheet that is a cell.
        .without_primary_span_start()
        .with_urls(false)
        .without_cause_chain()
        .without_syntax_highlighting()
}

/// A statement as miette draws it.
#[derive(Debug)]
struct Drawn {
    message: String,
    severity: Severity,
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn {}

impl miette::Diagnostic for Drawn {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
