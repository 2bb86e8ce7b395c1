//! [`Index`]: all records by kind, id, date and link, so that no condition has to walk them.

mod by_form;
mod dates;
mod limits;
mod links;
mod mentions;
mod paths;
mod people;

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::data::Date;
use crate::model::{FieldId, Kind, RecordId, Records, id_form};
use crate::text::Sources;

pub use limits::{Disagreement, Limit, Limits};
pub use links::Dangling;
pub use people::{People, PersonRef};

use by_form::ByForm;
use dates::ByDate;
use links::Links;
use mentions::Mentions;
use paths::Paths;

/// All records of a workspace, findable.
///
/// Building it costs one pass over ids and references; what only some rules ask for is worked out when first asked.
#[derive(Debug)]
pub struct Index<'w> {
    /// The records.
    pub records: &'w Records,
    /// The texts that they were read from.
    pub sources: &'w Sources,
    paths: Paths<'w>,
    by_kind: Vec<Vec<RecordId>>,
    /// Records that no record with an id contains.
    top: FxHashMap<&'w str, RecordId>,
    /// Further records of the same id: of another kind, or a problem that `check` reports.
    more: FxHashMap<&'w str, Vec<RecordId>>,
    /// Bare ids of nested records, and of those in a namespace; `None` where more than one record has it.
    nested: FxHashMap<&'w str, Option<RecordId>>,
    by_form: OnceLock<ByForm>,
    /// What ids begin with, a bit each.
    beginnings: OnceLock<u128>,
    links: Links,
    mentions: Mentions,
    people: People<'w>,
    orders: Vec<OnceLock<ByDate>>,
    limits: OnceLock<Limits>,
    /// For each field of each kind: records by the date in it, and by the text in it.
    fields: Vec<Vec<FieldIndex<'w>>>,
}

type ByValue<'w> = FxHashMap<&'w str, Vec<RecordId>>;

#[derive(Debug, Default)]
struct FieldIndex<'w> {
    by_date: OnceLock<ByDate>,
    by_value: OnceLock<ByValue<'w>>,
}

impl<'w> Index<'w> {
    /// Indexes all records; `paths` are the files of the workspace, read or not.
    #[must_use]
    pub fn build(records: &'w Records, sources: &'w Sources, paths: &'w BTreeSet<String>) -> Self {
        let mut by_kind = vec![Vec::new(); Kind::ALL.len()];
        let mut top: FxHashMap<&str, RecordId> = FxHashMap::default();
        let mut more: FxHashMap<&str, Vec<RecordId>> = FxHashMap::default();
        let mut nested: FxHashMap<&str, Option<RecordId>> = FxHashMap::default();
        let has_id: Vec<bool> = Kind::ALL.iter().map(|kind| kind.has_id()).collect();
        for (id, record) in records.iter() {
            by_kind[record.kind as usize].push(id);
            if !has_id[record.kind as usize] {
                continue;
            }
            let Some(text) = records.bare_id(id) else { continue };
            if records.parent(id).is_none() {
                match top.entry(text) {
                    Entry::Vacant(place) => {
                        place.insert(id);
                    }
                    Entry::Occupied(_) => more.entry(text).or_default().push(id),
                }
                let namespace = records.batch(id).namespace.as_deref();
                if let Some(own) = namespace.and_then(|name| text.strip_prefix(name)?.strip_prefix(':')) {
                    nested.entry(own).and_modify(|known| *known = None).or_insert(Some(id));
                }
            } else {
                nested.entry(text).and_modify(|known| *known = None).or_insert(Some(id));
            }
        }
        let fields = Kind::ALL.iter().map(|kind| kind.shape().fields.iter().map(|_| FieldIndex::default()).collect());
        let mut index = Self {
            records,
            sources,
            paths: Paths::of(paths),
            by_kind,
            top,
            more,
            nested,
            by_form: OnceLock::new(),
            beginnings: OnceLock::new(),
            links: Links::default(),
            mentions: Mentions::default(),
            people: People::default(),
            orders: Kind::ALL.iter().map(|_| OnceLock::new()).collect(),
            limits: OnceLock::new(),
            fields: fields.collect(),
        };
        index.people = People::build(&index);
        let (links, mentions) = rayon::join(|| Links::build(&index), || Mentions::build(&index));
        (index.links, index.mentions) = (links, mentions);
        index
    }

    /// All records of a kind in the order of their sources.
    #[must_use]
    pub fn of_kind(&self, kind: Kind) -> &[RecordId] {
        &self.by_kind[kind as usize]
    }

    /// Whether at least one record of the kind was read.
    #[must_use]
    pub fn loaded(&self, kind: Kind) -> bool {
        !self.of_kind(kind).is_empty()
    }

    /// Ids that more than one record of a kind has, with those records, in the order of the first of them.
    #[must_use]
    pub fn duplicates(&self) -> Vec<Vec<RecordId>> {
        let mut found = Vec::new();
        for text in self.more.keys() {
            let records: Vec<RecordId> = self.named(text).collect();
            let mut kinds: Vec<Kind> = records.iter().map(|id| self.records.get(*id).kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            for kind in kinds {
                let same = records.iter().copied().filter(|id| self.records.get(*id).kind == kind);
                let same: Vec<RecordId> = same.collect();
                if same.len() > 1 {
                    found.push(same);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The record of a kind with this id.
    #[must_use]
    pub fn find(&self, kind: Kind, id: &str) -> Option<RecordId> {
        self.resolve(id, &[kind])
    }

    /// The record that a reference names: by full id, by the bare id of a nested record where that is unique; of one of
    /// these kinds, or of any kind where the list is empty. Where several records have the id, the first one. What names none as it is
    /// written may name one whose id has other zeros or hyphens, as long as it is clear which.
    #[must_use]
    pub fn resolve(&self, text: &str, kinds: &[Kind]) -> Option<RecordId> {
        if !kinds.is_empty() && kinds.iter().all(|kind| self.of_kind(*kind).is_empty()) {
            return None;
        }
        let text = text.trim();
        let fits = |id: &RecordId| kinds.is_empty() || kinds.contains(&self.records.get(*id).kind);
        if let Some(id) = self.named(text).find(fits) {
            return Some(id);
        }
        if let Some((parent, child)) = text.rsplit_once('/') {
            let found = self.named(parent).find_map(|parent| self.child(parent, |id| id == child).filter(fits));
            if found.is_some() {
                return found;
            }
        }
        if let Some(id) = self.nested.get(text).copied().flatten().filter(fits) {
            return Some(id);
        }
        if self.may_differ(text) { self.resolve_by_form(text, fits) } else { None }
    }

    fn may_differ(&self, text: &str) -> bool {
        by_form::may_differ(text) && {
            let ids = || self.top.keys().chain(self.nested.keys());
            let known = self.beginnings.get_or_init(|| ids().fold(0, |bits, id| bits | by_form::beginning(id)));
            known & by_form::beginning(text) != 0
        }
    }

    fn resolve_by_form(&self, text: &str, fits: impl Fn(&RecordId) -> bool) -> Option<RecordId> {
        let by_form = self.by_form.get_or_init(|| ByForm::build(self));
        if let Some(id) = by_form.top(self, text, &fits) {
            return Some(id);
        }
        if let Some((parent, child)) = text.rsplit_once('/') {
            let parent = self.named(parent).next().or_else(|| by_form.top(self, parent, |_| true));
            let form = id_form(child);
            let child =
                |parent| self.child(parent, |id| id == child).or_else(|| self.child(parent, |id| id_form(id) == form));
            return parent.and_then(child).filter(fits);
        }
        by_form.nested(text).filter(fits)
    }

    /// The records that a record refers to, directly or in a group of fields without an id; sorted.
    #[must_use]
    pub fn targets_of(&self, id: RecordId) -> &[RecordId] {
        self.links.targets_of(id)
    }

    /// The records that refer to a record; a nested record with an id counts as itself; sorted.
    #[must_use]
    pub fn referrers_of(&self, id: RecordId) -> &[RecordId] {
        self.links.referrers_of(id)
    }

    /// References that name no record.
    #[must_use]
    pub fn dangling(&self) -> &[Dangling] {
        self.links.dangling()
    }

    /// The records whose ids stand in the text of a review, an audit or a document; sorted.
    #[must_use]
    pub fn mentions_of(&self, id: RecordId) -> &[RecordId] {
        self.mentions.of(id)
    }

    /// The reviews, audits and documents in whose text the id of a record stands; sorted.
    #[must_use]
    pub fn mentioned_by(&self, id: RecordId) -> &[RecordId] {
        self.mentions.by(id)
    }

    /// Whether a text stands as a word in the text of a review, an audit or a document.
    #[must_use]
    pub fn mentions_text(&self, id: RecordId, text: &str) -> bool {
        self.texts_of(id).any(|whole| mentions::stands_in(whole, text))
    }

    /// The texts of a record and of its parts: of each the whole file where it holds one record, else what it spans.
    pub fn texts_of(&self, id: RecordId) -> impl Iterator<Item = &'w str> {
        std::iter::once(id).chain(self.records.parts(id).iter().copied()).map(|part| self.text_of(part))
    }

    fn text_of(&self, id: RecordId) -> &'w str {
        let batch = self.records.batch(id);
        let source = self.sources.get(batch.tree.source());
        let tops = batch.records.iter().filter(|record| record.parent == u32::MAX).take(2).count();
        if tops == 1 { source.text() } else { self.sources.slice(batch.tree.span(self.records.get(id).node)) }
    }

    /// People, roles and bodies.
    #[must_use]
    pub fn people(&self) -> &People<'w> {
        &self.people
    }

    /// The date by which records of a kind are put in order: the day that a review was held, an entry raised.
    #[must_use]
    pub fn order_date(&self, id: RecordId) -> Option<Date> {
        dates::order_date(self.records, id)
    }

    /// The earliest date on which a record can have existed by its own account; a nested record has that of its parent.
    #[must_use]
    pub fn principal_date(&self, id: RecordId) -> Option<Date> {
        dates::principal_date(self.records, id)
    }

    /// The record of the same kind before this one, by order date.
    #[must_use]
    pub fn previous(&self, id: RecordId) -> Option<RecordId> {
        let order = self.order(self.records.get(id).kind);
        let at = order.position(self.order_date(id)?, id)?.checked_sub(1)?;
        order.records().get(at).copied()
    }

    /// The record of the same kind behind this one, by order date.
    #[must_use]
    pub fn next(&self, id: RecordId) -> Option<RecordId> {
        let order = self.order(self.records.get(id).kind);
        order.records().get(order.position(self.order_date(id)?, id)? + 1).copied()
    }

    /// Records of a kind whose order date is later than a date, earliest first.
    #[must_use]
    pub fn after(&self, kind: Kind, date: Date) -> &[RecordId] {
        self.order(kind).after(date)
    }

    /// Records of a kind with `from < field <= to`, earliest first.
    #[must_use]
    pub fn between(&self, kind: Kind, field: FieldId, from: Date, to: Date) -> &[RecordId] {
        let index = &self.fields[kind as usize][field.0 as usize].by_date;
        index.get_or_init(|| ByDate::of_field(self, kind, field)).between(from, to)
    }

    /// Records of a kind in whose field a text stands: as its value, its word, or one item of its list.
    #[must_use]
    pub fn with_value(&self, kind: Kind, field: FieldId, text: &str) -> &[RecordId] {
        let index = &self.fields[kind as usize][field.0 as usize].by_value;
        let by_value = index.get_or_init(|| self.values_of(kind, field));
        by_value.get(text).map(Vec::as_slice).unwrap_or_default()
    }

    /// The limits that documents in force declare.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        self.limits.get_or_init(|| Limits::of(self))
    }

    fn order(&self, kind: Kind) -> &ByDate {
        self.orders[kind as usize].get_or_init(|| ByDate::of_kind(self, kind))
    }

    fn values_of(&self, kind: Kind, field: FieldId) -> ByValue<'w> {
        let mut found = ByValue::default();
        let records: &'w Records = self.records;
        for id in self.of_kind(kind) {
            links::texts(records, *id, field, |text| {
                let holders = found.entry(text).or_default();
                if holders.last() != Some(id) {
                    holders.push(*id);
                }
            });
        }
        found
    }

    /// The records that no record with an id contains, with this id.
    fn named(&self, text: &str) -> impl Iterator<Item = RecordId> {
        let more = self.more.get(text).map(Vec::as_slice).unwrap_or_default();
        self.top.get(text).copied().into_iter().chain(more.iter().copied())
    }

    /// The nested record of a parent whose bare id is the one that is looked for.
    fn child(&self, parent: RecordId, is: impl Fn(&str) -> bool) -> Option<RecordId> {
        let has_id = |child: &RecordId| self.records.bare_id(*child).is_some_and(&is);
        if self.records.get(parent).joined.is_filled() {
            let fields = (0..).map(FieldId).zip(self.records.get(parent).kind.shape().fields);
            let mut lists = fields.filter_map(|(field, _)| self.records.joined_list(parent, field));
            if let Some(child) = lists.find_map(|list| list.iter().copied().find(has_id)) {
                return Some(child);
            }
        }
        let batch = self.records.batch(parent);
        let inside = (parent.index + 1..).map_while(|index| {
            let record = batch.records.get(index as usize)?;
            (record.parent != u32::MAX).then_some((index, record))
        });
        inside
            .filter(|(_, record)| record.parent == parent.index && !record.joined.is_absorbed())
            .map(|(index, _)| RecordId { batch: parent.batch, index })
            .find(has_id)
    }
}

#[cfg(test)]
mod tests;
