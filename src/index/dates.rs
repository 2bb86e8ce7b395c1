//! Records in the order of their dates.

use crate::data::Date;
use crate::model::{FieldId, Kind, RecordId, Records, Value};

use super::Index;

/// Records with a date, earliest first; those of one day in the order of their sources.
#[derive(Debug, Default)]
pub(super) struct ByDate {
    dates: Vec<Date>,
    records: Vec<RecordId>,
}

impl ByDate {
    /// The records of a kind by their order date.
    pub(super) fn of_kind(index: &Index<'_>, kind: Kind) -> Self {
        Self::new(index.of_kind(kind), |id| order_date(index.records, id))
    }

    /// The records of a kind by the date in a field.
    pub(super) fn of_field(index: &Index<'_>, kind: Kind, field: FieldId) -> Self {
        Self::new(index.of_kind(kind), |id| match index.records.value(id, field) {
            Value::Date(date) => Some(date),
            _ => None,
        })
    }

    fn new(records: &[RecordId], date: impl Fn(RecordId) -> Option<Date>) -> Self {
        let mut pairs: Vec<(Date, RecordId)> =
            records.iter().filter_map(|id| date(*id).map(|date| (date, *id))).collect();
        pairs.sort_unstable();
        let (dates, records) = pairs.into_iter().unzip();
        Self { dates, records }
    }

    pub(super) fn records(&self) -> &[RecordId] {
        &self.records
    }

    /// Where a record with this date stands in the order.
    pub(super) fn position(&self, date: Date, id: RecordId) -> Option<usize> {
        let start = self.dates.partition_point(|known| *known < date);
        let end = self.dates.partition_point(|known| *known <= date);
        self.records[start..end].binary_search(&id).ok().map(|offset| start + offset)
    }

    pub(super) fn after(&self, date: Date) -> &[RecordId] {
        &self.records[self.dates.partition_point(|known| *known <= date)..]
    }

    pub(super) fn between(&self, from: Date, to: Date) -> &[RecordId] {
        let start = self.dates.partition_point(|known| *known <= from);
        let end = self.dates.partition_point(|known| *known <= to).max(start);
        &self.records[start..end]
    }
}

/// The date by which records of a kind are put in order: the first of these fields that has one.
pub(super) fn order_date(records: &Records, id: RecordId) -> Option<Date> {
    let fields: &[&str] = match records.get(id).kind {
        Kind::Review => &["held_on"],
        Kind::Audit => &["completed_on", "started_on", "planned_on"],
        Kind::Entry | Kind::Suggestion => &["raised_on"],
        Kind::Incident => &["occurred_on", "detected_on", "reported_on"],
        Kind::ChangeTicket => &["implemented_on", "approved_on", "requested_on"],
        Kind::RiskAcceptance => &["starts_on", "requested_on"],
        Kind::Communication => &["sent_on"],
        Kind::Lesson => &["recorded_on"],
        Kind::Document => &["approved_on", "effective_on"],
        Kind::EffectivenessReview => &["reviewed_on"],
        Kind::NilReturn => &["on"],
        _ => &[],
    };
    fields.iter().find_map(|field| records.date_in(id, field))
}

/// The earliest date on which a record can have existed by its own account.
pub(super) fn principal_date(records: &Records, id: RecordId) -> Option<Date> {
    let fields: &[&str] = match records.get(id).kind {
        Kind::Entry => &["occurred_on", "detected_on", "raised_on"],
        Kind::Incident => &["occurred_on", "detected_on", "reported_on"],
        Kind::ChangeTicket => &["requested_on", "approved_on", "implemented_on"],
        Kind::Audit => &["started_on", "completed_on"],
        Kind::Review => &["held_on"],
        Kind::RiskAcceptance => &["requested_on", "starts_on"],
        Kind::Communication => &["sent_on"],
        Kind::Lesson => &["recorded_on"],
        Kind::Suggestion => &["raised_on"],
        Kind::Action
        | Kind::EffectivenessReview
        | Kind::Finding
        | Kind::Decision
        | Kind::ReviewAction
        | Kind::Treatment => {
            return records.parent(id).and_then(|parent| principal_date(records, parent));
        }
        _ => &[],
    };
    fields.iter().filter_map(|field| records.date_in(id, field)).min()
}
