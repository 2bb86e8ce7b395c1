//! [`Page`]: text for people that grows by headings, paragraphs and tables.

use super::Look;
use super::paint::{Ink, wrapped};
use super::visible::width;

/// A page that grows by headings and paragraphs.
pub(super) struct Page {
    pub(super) look: Look,
    pub(super) text: String,
}

impl Page {
    pub(super) fn new(look: Look) -> Self {
        Self { look, text: String::new() }
    }

    /// The name that the page is about, and what there is to know about it at once.
    pub(super) fn title(&mut self, name: &str, about: &str) {
        self.text.push_str(&self.look.brush().paint(Ink::Strong, name));
        if !about.is_empty() {
            self.text.push_str(&format!("  {}", self.look.brush().paint(Ink::Faint, about)));
        }
        self.text.push('\n');
    }

    pub(super) fn heading(&mut self, heading: &str) {
        self.text.push_str(&format!("\n{}\n", self.look.brush().paint(Ink::Strong, heading)));
    }

    /// Text wrapped to the page; a blank line in it starts a new paragraph.
    pub(super) fn paragraphs(&mut self, text: &str, indent: usize) {
        let room = self.look.width.saturating_sub(indent).max(20);
        for (index, paragraph) in text.trim().split("\n\n").enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            for line in wrapped(paragraph, room, room) {
                self.text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
            }
        }
    }

    /// Lines as they are.
    pub(super) fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(format!("  {line}").trim_end());
            self.text.push('\n');
        }
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Names and what they mean, in two columns.
    pub(super) fn table(&mut self, rows: &[(String, String)]) {
        self.indented_table(rows, 2);
    }

    /// The same, so many columns from the margin.
    pub(super) fn indented_table(&mut self, rows: &[(String, String)], indent: usize) {
        let longest = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(self.look.width / 2);
        let hang = longest + indent + 2;
        let room = self.look.width.saturating_sub(hang).max(20);
        for (name, about) in rows {
            let lines = wrapped(about, room, room);
            let fits = width(name) <= longest;
            let gap = " ".repeat(longest.saturating_sub(width(name)));
            self.text.push_str(&format!("{}{name}{gap}", " ".repeat(indent)));
            for (index, line) in lines.iter().enumerate() {
                match index {
                    0 if fits => self.text.push_str(&format!("  {line}\n")),
                    0 => self.text.push_str(&format!("\n{}{line}\n", " ".repeat(hang))),
                    _ => self.text.push_str(&format!("{}{line}\n", " ".repeat(hang))),
                }
            }
            if lines.is_empty() {
                self.text.push('\n');
            }
        }
    }
}
