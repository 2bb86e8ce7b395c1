//! `tenone explain`: the manual page of a rule, a field, a kind of record, an obligation or the functions of conditions.

mod field;
mod functions;
mod obligation;
mod rule;
#[cfg(test)]
mod tests;

pub use field::{field_page, kind_page};
pub use functions::functions_page;
pub use obligation::obligation_page;
pub(super) use rule::default;
pub use rule::{Drawn, rule_page};

use super::Look;
use super::paint::{Ink, wrapped};
use super::visible::width;
use crate::model::{FieldId, Kind};
use crate::rule::Catalogue;

/// What a name that somebody wants explained stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The rule with this name.
    Rule(String),
    /// The obligation with this slug.
    Obligation(String),
    /// The fields with this name, in all kinds that have it.
    Field(Vec<(Kind, FieldId)>),
    /// A kind of record.
    Kind(Kind),
}

/// What a name stands for: a rule, an obligation, `kind.field`, a field of any kind, or a kind.
///
/// # Errors
///
/// The nearest known name, if the name is not known.
pub fn topic(name: &str, catalogue: &Catalogue) -> Result<Topic, Option<String>> {
    if let Some(rule) = catalogue.rule(name) {
        return Ok(Topic::Rule(rule.name.clone()));
    }
    if let Some(obligation) = catalogue.obligation(name) {
        return Ok(Topic::Obligation(obligation.slug.clone()));
    }
    if let Some(kind) = kind_named(name) {
        return Ok(Topic::Kind(kind));
    }
    let fields = match name.split_once('.') {
        Some((kind, field)) => {
            kind_named(kind).and_then(|kind| Some((kind, kind.field(field)?))).into_iter().collect::<Vec<_>>()
        }
        None => Kind::ALL.iter().filter_map(|kind| Some((*kind, kind.field(name)?))).collect(),
    };
    if fields.is_empty() { Err(nearest_name(name, catalogue)) } else { Ok(Topic::Field(fields)) }
}

/// A kind by its name in settings, or as conditions write it.
fn kind_named(name: &str) -> Option<Kind> {
    Kind::from_name(&name.replace('_', "-"))
}

fn nearest_name(name: &str, catalogue: &Catalogue) -> Option<String> {
    if let Some((kind, field)) = name.split_once('.').and_then(|(kind, field)| Some((kind_named(kind)?, field))) {
        let fields = kind.shape().fields.iter().map(|field| field.name);
        return crate::data::nearest(field, fields).map(|field| format!("{}.{field}", kind.name()));
    }
    let rules = catalogue.rules().iter().map(|rule| rule.name.as_str());
    let obligations = catalogue.obligations().iter().map(|obligation| obligation.slug.as_str());
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    let fields = Kind::ALL.iter().flat_map(|kind| kind.shape().fields).map(|field| field.name);
    crate::data::nearest(name, rules.chain(obligations).chain(kinds).chain(fields)).map(str::to_owned)
}

/// A page that grows by headings and paragraphs.
struct Page {
    look: Look,
    text: String,
}

impl Page {
    fn new(look: Look) -> Self {
        Self { look, text: String::new() }
    }

    /// The name that the page is about, and what there is to know about it at once.
    fn title(&mut self, name: &str, about: &str) {
        self.text.push_str(&self.look.brush().paint(Ink::Strong, name));
        if !about.is_empty() {
            self.text.push_str(&format!("  {}", self.look.brush().paint(Ink::Faint, about)));
        }
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        self.text.push_str(&format!("\n{}\n", self.look.brush().paint(Ink::Strong, heading)));
    }

    /// Text wrapped to the page; a blank line in it starts a new paragraph.
    fn paragraphs(&mut self, text: &str, indent: usize) {
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
    fn verbatim(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(format!("  {line}").trim_end());
            self.text.push('\n');
        }
    }

    /// Names and what they mean, in two columns.
    fn table(&mut self, rows: &[(String, String)]) {
        let longest = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(self.look.width / 2);
        let room = self.look.width.saturating_sub(longest + 4).max(20);
        for (name, about) in rows {
            let lines = wrapped(about, room, room);
            let fits = width(name) <= longest;
            let gap = " ".repeat(longest.saturating_sub(width(name)));
            self.text.push_str(&format!("  {name}{gap}"));
            for (index, line) in lines.iter().enumerate() {
                match index {
                    0 if fits => self.text.push_str(&format!("  {line}\n")),
                    0 => self.text.push_str(&format!("\n{}{line}\n", " ".repeat(longest + 4))),
                    _ => self.text.push_str(&format!("{}{line}\n", " ".repeat(longest + 4))),
                }
            }
            if lines.is_empty() {
                self.text.push('\n');
            }
        }
    }
}
