//! The values of parameters: what the organisation's own documents declare, else its settings, else the default.

use std::collections::BTreeMap;

use crate::data::Duration;
use crate::expr::At;
use crate::index::Index;
use crate::model::{EnumSet, FieldId, Kind, RecordId, Records, Type, Value, tables};
use crate::rule::{ParameterValue, Rule};

use super::place;
use super::settings::RuleSettings;

/// The limits that documents in force declare, by key; those for one grade of entry are not parameters.
#[derive(Debug, Default)]
pub(super) struct Limits {
    by_key: BTreeMap<String, Vec<Limit>>,
}

/// A limit and the record in a document that declares it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub(super) value: Duration,
    pub(super) record: RecordId,
}

/// Two documents that do not agree about a limit.
#[derive(Debug)]
pub(super) struct Disagreement<'a> {
    pub(super) key: &'a str,
    pub(super) one: Limit,
    pub(super) other: Limit,
}

impl Limits {
    /// Collects the limits of all documents that are approved, or do not say.
    pub(super) fn of(index: &Index<'_>) -> Self {
        let mut limits = Self::default();
        let records = index.records;
        for id in index.of_kind(Kind::Limit).iter().copied() {
            let document = place::top(records, id);
            let Some(key) = records.text_in(id, "key").filter(|_| is_in_force(records, document)) else {
                continue;
            };
            let field = |name| records.get(id).kind.field(name);
            let value = field("value").map(|field| records.value(id, field));
            let graded = field("classification").is_some_and(|field| records.value(id, field) != Value::Absent);
            if let (Some(Value::Duration(value)), false) = (value, graded) {
                limits.by_key.entry(key.to_owned()).or_default().push(Limit { value, record: id });
            }
        }
        limits
    }

    /// The stricter of the limits with a key: the shorter one, unless it says how long to wait.
    fn strictest(&self, key: &str) -> Option<Duration> {
        let values = self.by_key.get(key)?.iter().map(|limit| limit.value);
        if key.ends_with("-after") {
            values.max_by_key(|value| value.about_days())
        } else {
            values.min_by_key(|value| value.about_days())
        }
    }

    /// Limits that two documents declare differently: the first one that differs from the first.
    pub(super) fn disagreements(&self) -> impl Iterator<Item = Disagreement<'_>> {
        self.by_key.iter().filter_map(|(key, limits)| {
            let one = *limits.first()?;
            let other = *limits.iter().find(|limit| limit.value != one.value)?;
            Some(Disagreement { key, one, other })
        })
    }

    /// The values of the parameters of a rule, in their order.
    pub(super) fn parameters(&self, rule: &Rule, settings: &RuleSettings) -> Vec<ParameterValue> {
        let set = settings.of(rule).map(|setting| setting.parameters.as_slice()).unwrap_or_default();
        let value = |parameter: &crate::rule::Parameter| {
            let declared = parameter.limit.as_deref().and_then(|key| self.strictest(key)).map(ParameterValue::Duration);
            let set = || set.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.clone());
            declared.or_else(set).unwrap_or_else(|| parameter.default.clone())
        };
        rule.parameters.iter().map(value).collect()
    }
}

impl Disagreement<'_> {
    /// Where a limit stands.
    pub(super) fn place(limit: &Limit) -> At {
        At { record: limit.record, field: Kind::Limit.field("value"), item: None }
    }
}

fn is_in_force(records: &Records, document: RecordId) -> bool {
    let Some(status) = Kind::Document.field("status").filter(|_| records.get(document).kind == Kind::Document) else {
        return false;
    };
    match records.value(document, status) {
        Value::Absent => true,
        Value::Enum(set) => tables::DOCUMENT_STATUS.set("approved").is_some_and(|approved| approved == EnumSet(set.0)),
        _ => false,
    }
}

/// The fields of a type in each kind, in the order of [`Kind::ALL`].
pub(super) fn fields_of(is_wanted: impl Fn(&Type) -> bool) -> Vec<Vec<(FieldId, bool)>> {
    let of = |kind: &Kind| {
        let fields = (0..).map(FieldId).zip(kind.shape().fields);
        fields.filter(|(_, field)| is_wanted(&field.ty)).map(|(number, field)| (number, field.list)).collect()
    };
    Kind::ALL.iter().map(of).collect()
}
