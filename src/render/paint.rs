//! Colour, where there is any, and text wrapped to a width.

use super::visible::width;

/// What a piece of text is, as far as its colour goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// An error, or a gate that is failed.
    Bad,
    /// A warning.
    Care,
    /// A note.
    Idea,
    /// A gate that is passed.
    Good,
    /// A heading or a name.
    Strong,
    /// What may be read last.
    Faint,
}

/// Paints text if colours are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Brush {
    /// Whether colours are wanted.
    pub(super) color: bool,
}

impl Brush {
    /// The text in its colour.
    pub(super) fn paint(self, ink: Ink, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Bad => "1;31",
            Ink::Care => "1;33",
            Ink::Idea => "1;36",
            Ink::Good => "1;32",
            Ink::Strong => "1",
            Ink::Faint => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// A text in lines of at most `room` columns, broken between words; a longer word stands alone.
pub(super) fn wrapped(text: &str, first_room: usize, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let limit = if lines.is_empty() { first_room } else { room };
        let columns = width(word);
        if used > 0 && used + 1 + columns > limit {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += columns;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A paragraph that starts with a word in colour and hangs below it.
pub(super) fn hanging(brush: Brush, ink: Ink, head: &str, text: &str, indent: usize, total: usize) -> String {
    let hang = indent + 2;
    let first = total.saturating_sub(indent + width(head) + 1).max(20);
    let lines = wrapped(text, first, total.saturating_sub(hang).max(20));
    let mut paragraph = format!("{}{}", " ".repeat(indent), brush.paint(ink, head));
    for (index, line) in lines.iter().enumerate() {
        match index {
            0 => paragraph.push(' '),
            _ => paragraph.push_str(&format!("\n{}", " ".repeat(hang))),
        }
        paragraph.push_str(line);
    }
    paragraph.push('\n');
    paragraph
}

/// The first sentence of a text, and further ones while it is short.
pub(super) fn opening(text: &str, enough: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = 0;
    while end < enough.min(text.len()) {
        let rest = &text[end..];
        end += rest.find(". ").map_or(rest.len(), |stop| stop + 2);
    }
    text[..end].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrapped("one two three", 7, 20), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensibilities are long", 5, 8), ["incomprehensibilities", "are long"]);
        assert_eq!(wrapped(" \n ", 5, 5), Vec::<String>::new());
    }

    #[test]
    fn a_text_opens_with_as_many_sentences_as_are_worth_reading() {
        let text = "It is dated.\nClause 10.2 d asks for more. A third sentence.";
        assert_eq!(opening(text, 10), "It is dated.");
        assert_eq!(opening(text, 20), "It is dated. Clause 10.2 d asks for more.");
        assert_eq!(opening(text, 500), "It is dated. Clause 10.2 d asks for more. A third sentence.");
        assert_eq!(opening("", 20), "");
    }
}
