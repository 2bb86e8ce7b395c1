//! [`Draft`]: a record that is put together from labels, tables and lists of a document.

use crate::data::{Entry, NodeId, Symbol, Tree};
use crate::model::{FieldId, Group, Kind, Listed, Type};
use crate::text::Span;

use super::details::{Detail, Row, enrich, records, take_apart};
use super::heads::{self, Head, word_in};
use super::people::{person, split_names, two_days};
use super::plan::Meaning;
use super::prose::{Pair, kind_of, rows, titled};
use super::tables::{Manner, Table, Tables, is_blank};
use super::words::meaning_of;

/// Labels of one record that are looked at; control data have some twenty.
const MOST_LABELS: usize = 300;

/// Lists in one record that are looked at.
const MOST_LISTS: usize = 100;

/// A record in the making.
pub(super) struct Draft<'a> {
    pub(super) kind: Kind,
    manner: Manner<'a>,
    entries: Vec<Entry>,
    heads: Vec<Head>,
    /// The kinds of its nested records, with the heads that they came from.
    nested: Vec<Table>,
    /// Sections about single nested records.
    details: Vec<Detail>,
    /// Fields that it leaves alone, because something else gives them: as paths, or the first field of them.
    taken: Vec<String>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(kind: Kind, manner: Manner<'a>, taken: Vec<String>) -> Self {
        Self { kind, manner, entries: Vec::new(), heads: Vec::new(), nested: Vec::new(), details: Vec::new(), taken }
    }

    /// How many different fields it has.
    pub(super) fn known(&self) -> usize {
        self.heads.iter().filter(|head| head.column.is_some() && head.path.is_some()).count()
    }

    /// Whether it has a value for a field.
    pub(super) fn gives(&self, path: &str) -> bool {
        self.heads.iter().any(|head| head.path.as_deref() == Some(path))
    }

    /// Whether a field has a value, here or elsewhere.
    pub(super) fn has(&self, path: &str) -> bool {
        let first = path.split('.').next().unwrap_or(path);
        self.taken.iter().any(|taken| taken == path || taken == first)
    }

    /// Adds labels with their values: the first one for each field that says something. Labels that nobody knows are kept
    /// where they stand in a table.
    pub(super) fn add_pairs(&mut self, tree: &mut Tree, pairs: &[Pair]) {
        let says = |tree: &Tree, pair: &Pair| {
            let text = tree.text(pair.value).trim();
            !text.is_empty() && !self.manner.lexicon.stand_ins.is_placeholder(text)
        };
        let mut chosen: Vec<(Option<String>, Pair)> = Vec::new();
        for pair in pairs.iter().take(MOST_LABELS) {
            let path = heads::path_of(tree.text(pair.label), self.kind, self.manner);
            let Some(path) = path else {
                if self.add_period(tree, pair) {
                    continue;
                }
                if pair.in_table {
                    chosen.push((None, *pair));
                }
                continue;
            };
            // A co-auditor is one more auditor.
            let people = self.list_of_people(&path).is_some();
            let known = chosen.iter_mut().find(|(known, _)| known.as_deref() == Some(path.as_str()) && !people);
            match known {
                Some((_, known)) if !says(tree, known) && says(tree, pair) => *known = *pair,
                Some(_) => {}
                None if self.has(&path) => {}
                None => chosen.push((Some(path), *pair)),
            }
        }
        self.add_grades(tree, &mut chosen);
        self.add_treatment(tree, &mut chosen);
        let labels: Vec<NodeId> = chosen.iter().map(|(_, pair)| pair.label).collect();
        let heads = heads::read(tree, &labels, None, self.kind, self.manner);
        for (head, (path, pair)) in heads.into_iter().zip(chosen) {
            let Some(column) = head.column else { continue };
            if let Some(people) = path.as_deref().and_then(|path| self.list_of_people(path)) {
                let names = split_names(tree.text(pair.value));
                if names.is_empty() {
                    continue;
                }
                let rows = names.into_iter().map(|name| tree.add_part(pair.value, name)).collect::<Vec<_>>();
                self.add_people(tree, people, pair.label, &rows);
                self.taken.extend(path);
                continue;
            }
            self.entries.push(Entry::Scalar(column, pair.value));
            self.taken.extend(path);
            self.heads.push(head);
        }
    }

    /// 'Audit dates: 2026-02-08 to 2026-02-10' gives two days.
    fn add_period(&mut self, tree: &mut Tree, pair: &Pair) -> bool {
        let text = tree.text(pair.value);
        if self.kind != Kind::Audit || !self.manner.lexicon.announces(tree.text(pair.label), Group::Period) {
            return false;
        }
        let Some((first, last)) = two_days(text) else { return false };
        let place = tree.span(pair.label);
        for (field, range) in [("started_on", first), ("completed_on", last)] {
            let day = tree.add_part(pair.value, range);
            self.add(tree, field, field, place, day);
        }
        true
    }

    /// 'Severity: Minor' grades a finding: what is no word of one field, and one of another, belongs there.
    fn add_grades(&mut self, tree: &mut Tree, chosen: &mut Vec<(Option<String>, Pair)>) {
        let words = |name: &str| match self.kind.field(name).map(|field| self.kind.field_info(field).ty) {
            Some(Type::Enum(words)) => Some(words),
            _ => None,
        };
        let (Some(severity), Some(classification)) = (words("severity"), words("classification")) else { return };
        let has = |chosen: &[(Option<String>, Pair)], name: &str| {
            chosen.iter().position(|(path, _)| path.as_deref() == Some(name))
        };
        let Some(at) = has(chosen, "severity") else { return };
        let pair = chosen[at].1;
        let knows = |words| word_in(tree.text(pair.value), words, self.manner.lexicon).is_some();
        if !knows(severity) && knows(classification) {
            chosen.remove(at);
            if has(chosen, "classification").is_none() {
                let word = word_in(tree.text(pair.value), classification, self.manner.lexicon).unwrap_or(0..0);
                let word = tree.add_part(pair.value, word);
                self.add(tree, "classification", "classification", tree.span(pair.label), word);
            }
        }
    }

    /// 'Treatment: Segment the network by March' names no option but what is done.
    fn add_treatment(&mut self, tree: &mut Tree, chosen: &mut Vec<(Option<String>, Pair)>) {
        let field = self.kind.field("treatment").map(|field| self.kind.field_info(field).ty);
        let (Some(Type::Enum(words)), Some(_)) = (field, self.kind.field("treatment_plan")) else { return };
        let Some(at) = chosen.iter().position(|(path, _)| path.as_deref() == Some("treatment")) else { return };
        let pair = chosen[at].1;
        let text = tree.text(pair.value);
        let known = |word: &str| words.set(word).or_else(|| self.manner.lexicon.word(words, word));
        let says_what = text.split_whitespace().count() > 2 && meaning_of(text, known) == Meaning::Unknown;
        if says_what
            && !chosen.iter().any(|(path, _)| path.as_deref().is_some_and(|path| path.contains("treatment_plan")))
        {
            chosen.remove(at);
            self.add(tree, "treatment_plan.action", "treatment_plan.action", tree.span(pair.label), pair.value);
        }
    }

    /// Adds a value for a field, with a key that is written elsewhere.
    pub(super) fn add(&mut self, tree: &mut Tree, field: &str, key: &str, place: Span, value: NodeId) {
        if self.has(field) {
            return;
        }
        let column = tree.add_column(key, place);
        self.entries.push(Entry::Scalar(column, value));
        let path = Some(field.to_owned());
        self.heads.push(Head { column: Some(column), text: key.to_owned(), path, constants: Vec::new() });
        self.taken.push(field.to_owned());
    }

    /// Lets the lists know what sections of their own say about their records.
    pub(super) fn know(&mut self, details: Vec<Detail>) {
        self.details = details;
    }

    /// Adds the nested records that only sections of their own tell of.
    pub(super) fn add_details(&mut self, tree: &mut Tree) {
        while let Some((field, above)) = self.details.first().map(|detail| (detail.field, detail.above)) {
            let (own, others) =
                std::mem::take(&mut self.details).into_iter().partition::<Vec<Detail>, _>(|one| one.field == field);
            self.details = others;
            let info = self.kind.field_info(field);
            let (Type::Record(below) | Type::Keyed(below)) = info.ty else { continue };
            if !self.has(info.name) {
                let (heads, rows) = records(tree, &own, field, below, self.manner);
                self.push_list(tree, field, below, above, heads, rows);
            }
        }
    }

    /// Adds the nested records of a table or a list; whether it holds any.
    pub(super) fn add_list(
        &mut self,
        tree: &mut Tree,
        listed: &Listed,
        heading: NodeId,
        block: NodeId,
        tables: &mut Tables,
    ) -> bool {
        let info = self.kind.field_info(listed.field);
        let (Type::Record(below) | Type::Keyed(below)) = info.ty else { return false };
        if self.has(info.name) || self.nested.len() >= MOST_LISTS {
            return false;
        }
        match kind_of(tree, block) {
            "table" => self.add_table(tree, listed, below, heading, block, tables),
            "list" => {
                let items: Vec<NodeId> =
                    tree.get(block, "items").into_iter().flat_map(|items| tree.children(items)).collect();
                let written = |item: &NodeId| !is_blank(tree, *item) && !is_stand_in(tree, *item, self.manner);
                let items: Vec<NodeId> = items.into_iter().filter(written).collect();
                if items.is_empty() {
                    return false;
                }
                if self.list_of_people(self.kind.field_info(listed.field).name).is_some() {
                    self.add_people(tree, listed.field, heading, &items);
                } else {
                    self.add_items(tree, listed, below, heading, &items);
                }
                true
            }
            _ => false,
        }
    }

    fn add_table(
        &mut self,
        tree: &mut Tree,
        listed: &Listed,
        below: Kind,
        heading: NodeId,
        block: NodeId,
        tables: &mut Tables,
    ) -> bool {
        let rows = rows(tree, block);
        let Some((head_cells, rows)) = rows.split_first() else { return false };
        let mut heads = heads::read(tree, head_cells, None, below, self.manner);
        let main = ["title", "text", "statement", "person", "description", "action"];
        if !heads.iter().any(|head| head.path.as_deref().is_some_and(|path| main.contains(&path))) {
            return false;
        }
        let constants = self.constants(tree, listed, heading, &mut heads);
        let mut records = Vec::new();
        let mut slipped = Vec::new();
        for row in rows {
            let filled = row.iter().filter(|cell| !is_blank(tree, **cell));
            if filled.clone().all(|cell| is_stand_in(tree, *cell, self.manner)) {
                continue;
            }
            if row.len() != head_cells.len() {
                let place = row.first().zip(row.last()).map(|(first, last)| (tree.span(*first), tree.span(*last).end));
                slipped.extend(place.map(|(first, end)| (Span { end, ..first }, row.len())));
                continue;
            }
            let cells = heads.iter().zip(row).filter_map(|(head, cell)| Some((head.column?, *cell)));
            records.push(cells.chain(constants.iter().copied()).collect::<Vec<_>>());
        }
        tables.tell_slipped(&slipped, head_cells.len());
        self.push_list(tree, listed.field, below, heading, heads, records);
        true
    }

    /// The items of a list as records of one text each, which may begin with an id.
    fn add_items(&mut self, tree: &mut Tree, listed: &Listed, below: Kind, heading: NodeId, items: &[NodeId]) {
        let main = ["title", "text", "statement", "description"].into_iter().find(|name| below.field(name).is_some());
        let Some(main) = below.shape().short_form.or(main) else { return };
        let mut heads = Vec::new();
        let constants = self.constants(tree, listed, heading, &mut heads);
        let mut records = Vec::new();
        for item in items {
            let parts = titled(tree.text(*item)).filter(|_| below.field("id").is_some());
            let mut row = constants.clone();
            let text = match parts {
                Some(parts) => {
                    let id = tree.add_part(*item, parts.id);
                    row.push((column(tree, &mut heads, "id", id), id));
                    if let (Some(note), Some(_)) = (parts.note, below.field("type")) {
                        let note = tree.add_part(*item, note);
                        row.push((column(tree, &mut heads, "type", note), note));
                    }
                    parts.title.map(|title| tree.add_part(*item, title))
                }
                None => Some(*item),
            };
            if let Some(text) = text {
                row.push((column(tree, &mut heads, main, text), text));
            }
            records.push(row);
        }
        self.push_list(tree, listed.field, below, heading, heads, records);
    }

    /// Texts that each name a person, perhaps with a role.
    fn add_people(&mut self, tree: &mut Tree, field: FieldId, heading: NodeId, people: &[NodeId]) {
        let (Type::Record(below) | Type::Keyed(below)) = self.kind.field_info(field).ty else { return };
        let mut heads = Vec::new();
        let mut records = Vec::new();
        for node in people {
            let (person, role) = person(tree.text(*node));
            let person = tree.add_part(*node, person);
            let mut row = vec![(column(tree, &mut heads, "person", person), person)];
            // The role of an auditor is one of few words, that of an attendee any text.
            let text = below.field("role").is_some_and(|role| matches!(below.field_info(role).ty, Type::Text));
            if let Some(role) = role.filter(|_| text) {
                let role = tree.add_part(*node, role);
                row.push((column(tree, &mut heads, "role", role), role));
            }
            records.push(row);
        }
        self.push_list(tree, field, below, heading, heads, records);
    }

    /// The field of a path, if it is a list of people.
    fn list_of_people(&self, path: &str) -> Option<FieldId> {
        let field = self.kind.field(path)?;
        let info = self.kind.field_info(field);
        let Type::Record(below) = info.ty else { return None };
        let short = below.field(below.shape().short_form?)?;
        (info.list && matches!(below.field_info(short).ty, Type::Person)).then_some(field)
    }

    /// What holds for all records of a list, as cells; a column of the list itself wins.
    fn constants(
        &self,
        tree: &mut Tree,
        listed: &Listed,
        heading: NodeId,
        heads: &mut Vec<Head>,
    ) -> Vec<(Symbol, NodeId)> {
        let mut cells = Vec::new();
        for (field, value) in &listed.set {
            if heads.iter().any(|head| head.path.as_deref() == Some(field.as_str())) {
                continue;
            }
            let constant = tree.constant(value);
            let node = tree.add_constant(constant, heading);
            cells.push((column(tree, heads, field, node), node));
        }
        cells
    }

    fn push_list(
        &mut self,
        tree: &mut Tree,
        field: FieldId,
        below: Kind,
        heading: NodeId,
        mut heads: Vec<Head>,
        mut records: Vec<Row>,
    ) {
        take_apart(tree, below, &mut heads, &mut records);
        enrich(tree, &mut self.details, field, below, self.manner, (&mut heads, &mut records));
        if records.is_empty() {
            return;
        }
        let name = self.kind.field_info(field).name;
        let place = tree.span(heading);
        let key = tree.add_column(name, place);
        self.entries.push(Entry::List(key, place, records));
        // What the record's own labels say of such a record would make one more.
        let inside = format!("{name}.");
        let beside =
            |head: &Head| head.column.is_some() && head.path.as_deref().is_some_and(|path| path.starts_with(&inside));
        let gone: Vec<Symbol> = self.heads.iter().filter(|head| beside(head)).filter_map(|head| head.column).collect();
        self.heads.retain(|head| !beside(head));
        self.entries.retain(|entry| !matches!(entry, Entry::Scalar(column, _) if gone.contains(column)));
        let path = Some(name.to_owned());
        self.heads.push(Head { column: Some(key), text: name.to_owned(), path, constants: Vec::new() });
        // Other tables of the document may have columns for such records, and so need to know the heads of these too.
        for head in heads.iter().filter(|head| !head.text.contains('.')) {
            let Some(path) = head.path.as_ref() else { continue };
            let (text, path) = (format!("{inside}{}", head.text), Some(format!("{inside}{path}")));
            self.heads.push(Head { column: None, text, path, constants: Vec::new() });
        }
        self.nested.push(Table { kind: below, heads, rows: Vec::new(), extra: Vec::new() });
    }

    /// The mapping of the record, and its heads with those of its nested records.
    pub(super) fn finish(self, tree: &mut Tree) -> (NodeId, Vec<Head>, Vec<Table>) {
        (tree.add_record(&self.entries), self.heads, self.nested)
    }
}

fn is_stand_in(tree: &Tree, cell: NodeId, manner: Manner<'_>) -> bool {
    manner.lexicon.stand_ins.is_placeholder(tree.text(cell).trim())
}

/// The column of a field, made where its first value stands.
pub(super) fn column(tree: &mut Tree, heads: &mut Vec<Head>, field: &str, value: NodeId) -> Symbol {
    let known = heads.iter().find(|head| head.path.as_deref() == Some(field)).and_then(|head| head.column);
    known.unwrap_or_else(|| {
        let column = tree.add_column(field, tree.span(value));
        let path = Some(field.to_owned());
        heads.push(Head { column: Some(column), text: field.to_owned(), path, constants: Vec::new() });
        column
    })
}
