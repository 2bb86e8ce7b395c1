//! [`Subjects`]: the records that no other contains, numbered, and which of them each diagnostic is about.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::{outermost, subject_of};
use crate::index::Index;
use crate::model::{RecordId, Records};
use crate::text::SourceId;
use crate::triage::Report;

/// The records that no other contains, and what is said of them.
#[derive(Debug)]
pub(super) struct Subjects {
    /// By number, the latest first.
    pub(super) records: Vec<RecordId>,
    /// The numbers of those that each diagnostic is about: none for the workspace as a whole.
    pub(super) of_diagnostic: Vec<Vec<u32>>,
    /// The number of each record that no other contains, by batch and index; `u32::MAX` for the others.
    numbers: Vec<Vec<u32>>,
}

impl Subjects {
    pub(super) fn of(index: &Index<'_>, report: &Report) -> Self {
        let records = index.records;
        let mut tops: Vec<RecordId> =
            records.iter().map(|(id, _)| id).filter(|id| records.parent(*id).is_none()).collect();
        let day = |id: RecordId| index.order_date(id).or_else(|| index.principal_date(id));
        tops.sort_by_cached_key(|id| (std::cmp::Reverse(day(*id)), *id));
        let mut numbers: Vec<Vec<u32>> =
            records.batches.iter().map(|batch| vec![u32::MAX; batch.records.len()]).collect();
        for (number, id) in (0..).zip(&tops) {
            if let Some(place) = numbers.get_mut(id.batch as usize).and_then(|batch| batch.get_mut(id.index as usize)) {
                *place = number;
            }
        }
        let of_diagnostic = named(records, &tops, report);
        Self { records: tops, of_diagnostic, numbers }
    }

    /// The number of the record that contains a record, or of that record itself.
    pub(super) fn number(&self, records: &Records, id: RecordId) -> Option<u32> {
        let top = outermost(records, records.main(id));
        let number = self.numbers.get(top.batch as usize)?.get(top.index as usize).copied()?;
        (number != u32::MAX).then_some(number)
    }
}

/// The records that each diagnostic names. One without an id is named by its position, which is one of its source.
fn named(records: &Records, tops: &[RecordId], report: &Report) -> Vec<Vec<u32>> {
    let diagnostics = report.diagnostics.iter().map(|judged| &judged.diagnostic);
    let wanted: FxHashSet<&str> = diagnostics.clone().map(|diagnostic| diagnostic.subject.as_str()).collect();
    let mut known: FxHashMap<String, Vec<(u32, SourceId)>> = FxHashMap::default();
    for (number, id) in (0..).zip(tops) {
        let name = subject_of(records, *id);
        if wanted.contains(name.as_str()) {
            known.entry(name).or_default().push((number, records.batch(*id).tree.source()));
        }
    }
    let of = |subject: &str, source: SourceId| {
        let all = known.get(subject).map(Vec::as_slice).unwrap_or_default();
        let here: Vec<u32> = all.iter().filter(|(_, of)| *of == source).map(|(number, _)| *number).collect();
        if here.is_empty() { all.iter().map(|(number, _)| *number).collect() } else { here }
    };
    diagnostics.map(|diagnostic| of(&diagnostic.subject, diagnostic.span.source)).collect()
}
