//! Problems of reading to diagnostics, through the rules below `rules/input/`.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Kin, Label, Problem, Severity};
use crate::expr::At;
use crate::index::Index;
use crate::model::{FieldId, RecordId, Records};
use crate::rule::{Catalogue, Rule};
use crate::text::{SourceId, Sources, Span};

use super::draft::{Draft, identified, named};
use super::place;
use super::settings::RuleSettings;

/// Problems that are about a source as a whole, whatever record they are pointed at.
const OF_SOURCES: [&str; 12] = [
    "input-column-lost",
    "input-column-missing",
    "input-encoding-guessed",
    "input-field-lost",
    "input-field-unknown",
    "input-file-not-read",
    "input-file-unreadable",
    "input-limit-exceeded",
    "input-record-unreadable",
    "input-source-empty",
    "input-source-lost",
    "input-syntax-error",
];

/// What turns problems into drafts.
pub(super) struct Reader<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) settings: &'a RuleSettings,
    pub(super) sources: &'a Sources,
    pub(super) records: &'a Records,
    /// The names of the rules about reading, once for all that they say.
    names: FxHashMap<&'a str, Arc<str>>,
    no_check: Arc<str>,
}

/// What is wrong with reading, in the words of its rule.
pub(super) struct Complaint<'a> {
    pub(super) name: &'a str,
    pub(super) span: Span,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) related: Vec<Label>,
    /// The record and field concerned, if it is one.
    pub(super) at: Option<At>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, settings: &'a RuleSettings, index: &'a Index<'_>) -> Self {
        let rules = catalogue.rules().iter().filter(|rule| rule.is_reading());
        Self {
            catalogue,
            settings,
            sources: index.sources,
            records: index.records,
            names: rules.map(|rule| (rule.name.as_str(), Arc::from(rule.name.as_str()))).collect(),
            no_check: Arc::from(""),
        }
    }

    /// The drafts of all problems, in their order.
    pub(super) fn drafts(&self, problems: &[Problem]) -> Vec<Draft> {
        let mut finder = Finder { records: self.records, tops: FxHashMap::default() };
        let draft = |problem: &Problem| {
            let about_source = OF_SOURCES.contains(&problem.name);
            self.draft(Complaint {
                name: problem.name,
                span: problem.span,
                facts: problem.facts.clone(),
                related: problem.related.clone(),
                at: if about_source { None } else { finder.find(problem.span) },
            })
        };
        problems.iter().filter_map(draft).collect()
    }

    /// The draft of a complaint; none if its rule is switched off.
    pub(super) fn draft(&self, complaint: Complaint<'_>) -> Option<Draft> {
        let rule = self.catalogue.rule(complaint.name);
        if rule.is_some_and(|rule| !self.settings.runs(rule)) {
            return None;
        }
        let mut facts = complaint.facts;
        let place = self.sources.place(complaint.span);
        facts.push(("file", place.path.clone()));
        facts.push(("line", place.line.to_string()));
        let message = match rule.and_then(|rule| rule.message.as_deref()) {
            Some(template) => fill(template, &facts),
            None => format!("{}: {}", complaint.name, facts[0].1),
        };
        let severity = |rule: &Rule| self.settings.severity(rule).unwrap_or(rule.severity);
        let (subject, field, identity) = match &complaint.at {
            Some(at) => (
                place::subject(self.records, at.record),
                place::field_path(self.records, at),
                format!("{}\n{}", place::identity(self.records, at.record), place::stable_path(self.records, at)),
            ),
            // What is said of all files of a source is pointed at the first: it stays the same when that is another one.
            None => {
                let source = facts.iter().find(|(name, _)| *name == "source").map(|(_, source)| source);
                let identity = format!("workspace\n{}", source.unwrap_or(&place.path));
                ("workspace".to_owned(), String::new(), identity)
            }
        };
        let print = identified(complaint.name, "", &identity);
        let about = complaint.at.map_or(0, |at| named(&place::identity(self.records, at.record)));
        let kin = Kin { stem: print, subject: about, related: Box::default() };
        Some(Draft {
            rule: self.names.get(complaint.name).cloned().unwrap_or_else(|| Arc::from(complaint.name)),
            check: Arc::clone(&self.no_check),
            severity: rule.map_or(Severity::Error, severity),
            span: complaint.span,
            message,
            related: complaint.related,
            related_at: Vec::new(),
            subject,
            field,
            print,
            kin,
        })
    }
}

/// A message template with its facts; `{{` is a brace, and a name without a fact stays as it is.
fn fill(template: &str, facts: &[(&'static str, String)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open + 1..];
        if let Some(literal) = rest.strip_prefix('{') {
            out.push('{');
            rest = literal;
            continue;
        }
        let name = rest.find('}').map(|close| &rest[..close]);
        match name.and_then(|name| facts.iter().find(|(known, _)| *known == name)) {
            Some((name, fact)) => {
                out.push_str(fact);
                rest = &rest[name.len() + 1..];
            }
            None => out.push('{'),
        }
    }
    out.push_str(rest);
    out.replace("}}", "}").trim_end().to_owned()
}

/// Finds the record and the field that a span lies in.
struct Finder<'a> {
    records: &'a Records,
    tops: FxHashMap<SourceId, Option<Tops>>,
}

/// The outermost records of a source: the batch, and for each the byte at which it starts, and its number.
type Tops = (u32, Vec<(u32, u32)>);

impl Finder<'_> {
    fn find(&mut self, span: Span) -> Option<At> {
        let records = self.records;
        let tops = self.tops.entry(span.source).or_insert_with(|| outermost(records, span.source)).as_ref();
        let (number, tops) = tops?;
        let batch = records.batches.get(*number as usize)?;
        let at = tops.partition_point(|(start, _)| *start <= span.start).checked_sub(1)?;
        let (_, first) = tops[at];
        let behind = tops.get(at + 1).map_or(batch.records.len(), |(_, index)| *index as usize);
        let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
        // Records stand before those that they contain: the last one that holds the span is the innermost.
        let range = first..u32::try_from(behind).unwrap_or(u32::MAX);
        let index = range.rev().find(|index| {
            batch.records.get(*index as usize).is_some_and(|record| holds(batch.tree.span(record.node)))
        })?;
        let record = RecordId { batch: *number, index };
        Some(self.field_at(record, span))
    }

    fn field_at(&self, record: RecordId, span: Span) -> At {
        // A part of a record is looked at as it stands, not as it counts.
        let batch = self.records.batch(record);
        let (tree, stands) = (&batch.tree, self.records.get(record));
        let fields = self.records.get(record).kind.shape().fields;
        for (field, info) in (0..).map(FieldId).zip(fields) {
            let Some(cell) = batch.cell(stands, field) else { continue };
            let value = tree.span(cell.node());
            let key = tree.key_span(cell.node());
            if key.is_some_and(|key| key.start == span.start) || (value.start <= span.start && span.end <= value.end) {
                let items = batch.items(stands, field);
                let item = items.iter().position(|item| tree.span(item.node()).start == span.start);
                return At { record, field: Some(field), item: item.filter(|_| info.list) };
            }
        }
        At { record, field: None, item: None }
    }
}

fn outermost(records: &Records, source: SourceId) -> Option<Tops> {
    let number = records.batches.iter().position(|batch| batch.tree.source() == source)?;
    let batch = &records.batches[number];
    let tops = (0..).zip(&batch.records).filter(|(_, record)| record.parent == u32::MAX);
    let mut tops: Vec<(u32, u32)> = tops.map(|(index, record)| (batch.tree.span(record.node).start, index)).collect();
    tops.sort_unstable();
    Some((u32::try_from(number).unwrap_or(u32::MAX), tops))
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_template_takes_facts() {
        let facts = [("id", "IMP-1".to_owned()), ("field", "due_on".to_owned())];
        assert_eq!(fill("{field} of {id} is {{odd}} {what}.", &facts), "due_on of IMP-1 is {odd} {what}.");
        assert_eq!(fill("open {", &facts), "open {");
        assert_eq!(fill("{id", &facts), "{id");
    }
}
