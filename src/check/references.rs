//! What the index finds amiss: ids that are used twice, references that name nothing, limits that disagree.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Label;
use crate::expr::At;
use crate::index::{Dangling, Disagreement, Index, Limit};
use crate::model::{self, FieldId, Kind, Record, RecordId, Records, State, Type};
use crate::text::{Place, Sources};

use super::draft::Draft;
use super::parameters::fields_of;
use super::place;
use super::reading::{Complaint, Reader};

/// Letters of a value that a message shows.
const MOST_SHOWN: usize = 60;

/// Everything that the index finds amiss, in the order of records.
pub(super) fn drafts<'w>(reader: &Reader<'_, 'w>, index: &Index<'w>) -> Vec<Draft> {
    let finder = References { reader, index, records: index.records, sources: index.sources };
    let mut drafts = finder.duplicates();
    drafts.extend(finder.unresolved());
    drafts.extend(finder.unknown_people());
    drafts.extend(index.records.joins.disagreements().iter().filter_map(|found| finder.parts_disagree(found)));
    drafts.extend(index.limits().disagreements().filter_map(|disagreement| finder.disagreement(&disagreement)));
    drafts
}

struct References<'a, 'w> {
    reader: &'a Reader<'a, 'w>,
    index: &'a Index<'w>,
    records: &'a Records,
    sources: &'a Sources,
}

impl References<'_, '_> {
    fn duplicates(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let groups = self.index.duplicates().into_iter().chain(self.nested_duplicates());
        for group in groups {
            let Some((first, others)) = group.split_first() else { continue };
            for other in others {
                drafts.extend(self.duplicate(*first, *other));
            }
        }
        drafts
    }

    fn duplicate(&self, first: RecordId, other: RecordId) -> Option<Draft> {
        let place = |id| self.sources.place(self.records.place(id)).whole();
        let id = self.records.full_id(other)?;
        self.reader.draft(Complaint {
            name: "input-id-duplicate",
            span: self.records.place(other),
            facts: vec![
                ("id", id),
                ("kind", self.records.get(other).kind.name().to_owned()),
                ("a", place(first)),
                ("b", place(other)),
                ("what", format!("is used at {} and at {}", place(first), place(other))),
            ],
            related: vec![Label { span: self.records.place(first), message: "it is used here first".to_owned() }],
            at: Some(At { record: other, field: Kind::field(self.records.get(other).kind, "id"), item: None }),
        })
    }

    /// Records of one kind in one parent with one id.
    fn nested_duplicates(&self) -> Vec<Vec<RecordId>> {
        let has_id: Vec<bool> = Kind::ALL.iter().map(|kind| kind.has_id()).collect();
        let mut first: FxHashMap<(RecordId, Kind, &str), RecordId> = FxHashMap::default();
        let mut again: FxHashMap<RecordId, Vec<RecordId>> = FxHashMap::default();
        for (id, record) in self.records.iter() {
            let Some(parent) = self.records.parent(id).filter(|_| has_id[record.kind as usize]) else { continue };
            let Some(text) = self.records.bare_id(id) else { continue };
            let known = *first.entry((parent, record.kind, text)).or_insert(id);
            if known != id {
                again.entry(known).or_insert_with(|| vec![known]).push(id);
            }
        }
        let mut groups: Vec<Vec<RecordId>> = again.into_values().collect();
        groups.sort_unstable();
        groups
    }

    fn unresolved(&self) -> Vec<Draft> {
        let prefixes = self.prefixes();
        let is_wrong = |dangling: &Dangling| {
            let text = self.written(dangling);
            let info = self.records.get(dangling.record).kind.field_info(dangling.field);
            if let Type::Parent(parent) = info.ty {
                return self.index.loaded(parent);
            }
            if text.contains("://") || text.chars().any(char::is_whitespace) || self.index.path_exists(text) {
                return false;
            }
            let kinds = dangling.kinds(self.records);
            if kinds.is_empty() {
                return prefix(text).is_some_and(|prefix| prefixes.contains(prefix));
            }
            let was_read = kinds.iter().any(|kind| self.index.loaded(*kind));
            let tracked = kinds.iter().all(|kind| matches!(kind, Kind::ChangeTicket | Kind::Incident));
            // A ticket of a tracker that is not read here cannot be looked up.
            let elsewhere = tracked && prefix(text).is_some_and(|prefix| !prefixes.contains(prefix));
            was_read && !elsewhere
        };
        let wrong = self.index.dangling().iter().filter(|dangling| is_wrong(dangling));
        let draft = |dangling: &Dangling| {
            let item = self.item(dangling);
            let at = At { record: dangling.record, field: Some(dangling.field), item };
            self.nothing_there(at, self.written(dangling))
        };
        wrong.filter_map(draft).collect()
    }

    fn nothing_there(&self, at: At, text: &str) -> Option<Draft> {
        let field = at.field.map(|field| self.records.get(at.record).kind.field_info(field).name);
        self.reader.draft(Complaint {
            name: "input-reference-unresolved",
            span: place::span(self.records, &at),
            facts: vec![
                ("a", self.speaker(at.record)),
                ("ref", text.to_owned()),
                ("field", field.unwrap_or_default().to_owned()),
            ],
            related: Vec::new(),
            at: Some(at),
        })
    }

    /// The innermost record with an id around a record, as people call it.
    fn speaker(&self, mut id: RecordId) -> String {
        loop {
            if let Some(name) = self.records.full_id(id).filter(|_| self.records.get(id).kind.has_id()) {
                return name;
            }
            match self.records.parent(id) {
                Some(parent) => id = parent,
                None => {
                    let place = self.sources.place(self.records.place(id));
                    return format!("the {} at {}", self.records.get(id).kind.name(), place.whole());
                }
            }
        }
    }

    /// What ids of the records that were read begin with: the letters and signs before their first digit.
    fn prefixes(&self) -> FxHashSet<&str> {
        let own = |(id, record): &(RecordId, &Record)| self.records.parent(*id).is_none() && record.kind.has_id();
        let tops = self.records.iter().filter(own);
        let ids = tops.filter(|(_, record)| record.kind != Kind::Person).map(|(id, _)| id);
        ids.filter_map(|id| self.records.bare_id(id)).filter_map(prefix).collect()
    }

    fn written(&self, dangling: &Dangling) -> &str {
        self.sources
            .slice(dangling.span(self.records))
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"'))
    }

    fn item(&self, dangling: &Dangling) -> Option<usize> {
        let is_list = self.records.get(dangling.record).kind.field_info(dangling.field).list;
        let items = self.records.items(dangling.record, dangling.field).iter();
        items.map(|cell| cell.node()).position(|node| node == dangling.node).filter(|_| is_list)
    }

    /// Person fields that name nobody, where people were read.
    fn unknown_people(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if self.index.people().is_empty() {
            return drafts;
        }
        let shapes: FxHashSet<String> =
            self.index.of_kind(Kind::Person).iter().filter_map(|id| self.records.bare_id(*id)).map(shape).collect();
        let fields = fields_of(|ty| matches!(ty, Type::Person));
        let mut known: FxHashMap<&str, bool> = FxHashMap::default();
        for (id, record) in self.records.iter() {
            for (field, list) in &fields[record.kind as usize] {
                for (item, text) in self.texts(id, *field, *list) {
                    let is_fine = *known
                        .entry(text)
                        .or_insert_with(|| !is_person_like(text, &shapes) || self.index.people().find(text).is_some());
                    if !is_fine && !self.is_outsider(id) {
                        drafts.extend(self.nothing_there(At { record: id, field: Some(*field), item }, text));
                    }
                }
            }
        }
        drafts
    }

    /// Whether a record says that its person is with another organisation.
    fn is_outsider(&self, id: RecordId) -> bool {
        self.records.text_in(id, "organisation").is_some()
    }

    fn texts(&self, id: RecordId, field: FieldId, list: bool) -> impl Iterator<Item = (Option<usize>, &str)> {
        let tree = self.records.tree_of(id, field);
        let one = self.records.cell(id, field).filter(|_| !list).map(|cell| (None, cell));
        let items = if list { self.records.items(id, field) } else { &[] };
        let many = items.iter().enumerate().map(|(number, cell)| (Some(number), cell));
        one.into_iter()
            .chain(many)
            .filter(|(_, cell)| cell.state() == State::Given)
            .map(|(number, cell)| (number, tree.text(cell.node()).trim()))
    }

    /// Two places say different things about one field of one record.
    fn parts_disagree(&self, found: &model::Disagreement) -> Option<Draft> {
        let records = self.records;
        let (one, other) = (records.holder(found.one, found.field), found.other);
        let info = records.get(one).kind.field_info(found.field);
        let [ours, theirs] = [one, other].map(|id| self.shown(id, found.field));
        let same_person =
            || self.index.people().find(&ours).is_some_and(|who| Some(who) == self.index.people().find(&theirs));
        if matches!(info.ty, Type::Person) && !info.list && same_person() {
            return None;
        }
        let [first, second] = [one, other].map(|id| At { record: id, field: Some(found.field), item: None });
        let [at_first, at_second] = [&first, &second].map(|at| self.sources.place(place::span(records, at)));
        let file = |place: &Place| match at_first.path == at_second.path {
            true if place.within.is_some() => place.whole(),
            true => format!("line {} of {}", place.line, place.path),
            false => place.path.clone(),
        };
        self.reader.draft(Complaint {
            name: "input-sources-disagree",
            span: place::span(records, &second),
            facts: vec![
                ("id", self.speaker(records.main(other))),
                ("field", info.name.to_owned()),
                ("file1", file(&at_first)),
                ("file2", file(&at_second)),
                ("b", theirs),
                ("a", ours.clone()),
            ],
            related: vec![Label { span: place::span(records, &first), message: format!("{ours} here") }],
            at: Some(second),
        })
    }

    /// What is written in a field, cut where nobody would read on.
    fn shown(&self, id: RecordId, field: FieldId) -> String {
        let info = self.records.get(id).kind.field_info(field);
        let texts: Vec<&str> = self.texts(id, field, info.list).map(|(_, text)| text).collect();
        let text = texts.join(", ").split_whitespace().collect::<Vec<&str>>().join(" ");
        match text.char_indices().nth(MOST_SHOWN) {
            Some((end, _)) => format!("'{}…'", &text[..end]),
            None if text.contains(' ') => format!("'{text}'"),
            None => text,
        }
    }

    fn disagreement(&self, found: &Disagreement<'_>) -> Option<Draft> {
        let place = |limit: &Limit| At { record: limit.record, field: Kind::Limit.field("value"), item: None };
        let (one, other) = (place(&found.one), place(&found.other));
        let path = |at: &At| self.sources.place(place::span(self.records, at)).path;
        let first = place::span(self.records, &one);
        self.reader.draft(Complaint {
            name: "input-sources-disagree",
            span: place::span(self.records, &other),
            facts: vec![
                ("id", "limits".to_owned()),
                ("field", found.key.to_owned()),
                ("a", found.one.value.to_string()),
                ("b", found.other.value.to_string()),
                ("file1", path(&one)),
                ("file2", path(&other)),
            ],
            related: vec![Label { span: first, message: format!("{} here", found.one.value) }],
            at: Some(other),
        })
    }
}

/// The letters and signs before the first digit of an id, without its namespace; none for what is no id of that sort.
fn prefix(text: &str) -> Option<&str> {
    let text = text.rsplit_once(':').map_or(text, |(_, own)| own);
    let end = text.find(|c: char| c.is_ascii_digit())?;
    let prefix = &text[..end];
    let is_id = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'));
    (is_id && prefix.starts_with(char::is_alphabetic) && prefix.ends_with(['-', '_'])).then_some(prefix)
}

/// What a person's id looks like: letters and digits as classes, signs as they are.
fn shape(id: &str) -> String {
    let mut shape = String::new();
    for letter in id.chars() {
        let class = match letter {
            _ if letter.is_alphabetic() => 'a',
            _ if letter.is_numeric() => '9',
            _ => letter,
        };
        if !(matches!(class, 'a' | '9') && shape.ends_with(class)) {
            shape.push(class);
        }
    }
    shape
}

/// Whether a text looks like the id, the address or the full name of a person rather than like a department.
fn is_person_like(text: &str, shapes: &FxHashSet<String>) -> bool {
    if text.starts_with("role:") || (text.contains('@') && !text.contains(' ')) {
        return true;
    }
    let words = text.split(' ').count();
    let is_name = (2..=3).contains(&words)
        && text.split(' ').all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().skip(1).any(char::is_lowercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
        });
    let id = shape(text);
    is_name || (words == 1 && id.len() > 1 && shapes.contains(&id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_known_by_what_they_begin_with() {
        let cases = [
            ("IMP-2026-014", Some("IMP-")),
            ("IA-2026-Q1/F-02", Some("IA-")),
            ("R-003", Some("R-")),
            ("site-b:NC-01", Some("NC-")),
            ("A.5.18", None),
            ("9.2", None),
            ("PROC-ACC", None),
            ("evidence/ar-mkt-q4.pdf", None),
            ("-5", None),
        ];
        for (text, expected) in cases {
            assert_eq!(prefix(text), expected, "{text}");
        }
    }

    #[test]
    fn people_look_like_people() {
        let shapes: FxHashSet<String> = ["a.weber", "ops"].into_iter().map(shape).collect();
        for text in ["m.schulz", "M.Schulz", "x@example.com", "Anna Weber", "role:ciso", "Anne-Marie O'Neil"] {
            assert!(is_person_like(text, &shapes), "{text}");
        }
        for text in ["ops", "IT department", "the IT team", "Finance", "IT", "CertCo GmbH auditors and others"] {
            assert!(!is_person_like(text, &shapes), "{text}");
        }
    }
}
