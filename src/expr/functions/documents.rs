//! Functions on what the organisation's own documents declare: limits, and steps that leave records behind.

use crate::data::{Date, Duration};
use crate::expr::value::{Reason, V};
use crate::expr::world::Env;
use crate::index::{Index, Limit};
use crate::model::{Kind, RecordId};

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "limit(key: text, grade: word) -> record<limit>?",
        "The limit that a document in force declares for a grade of entry, or for all; the strictest of several.",
        "limit('close-within', entry.classification).value",
        "90 days",
        limit,
    ),
    Function::plain(
        "late_from(key: text, grade: word, from: date) -> date?",
        "The first day that exceeds such a limit, for what began on a day; the time before the document applied is not \
         counted.",
        "late_from('close-within', entry.classification, entry.raised_on)",
        "2026-05-14",
        late_from,
    ),
    Function::plain(
        "newest(kind: text) -> date?",
        "The latest day, up to the day of the assessment, of the records of the kind that a text names; unknown where \
         none has a date.",
        "newest('effectiveness-review')",
        "nothing",
        newest,
    )
    .daily(),
];

/// From the last day that a limit allows to the first that exceeds it.
const A_DAY: Duration = Duration { months: 0, days: 1 };

fn limit<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match declared(env.world.index, arguments) {
        Ok(limit) => limit.map_or(V::NULL, |limit| V::Record(limit.record)),
        Err(stopped) => stopped,
    }
}

fn late_from<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    let [.., V::Date(from)] = arguments else { return V::NULL };
    match declared(index, arguments) {
        Ok(Some(limit)) => {
            let from = applies_from(index, limit.record).map_or(*from, |day| day.max(*from));
            V::Date(from.plus(limit.value).plus(A_DAY))
        }
        Ok(None) => V::NULL,
        Err(stopped) => stopped,
    }
}

/// The limit that is meant by a key and a grade.
fn declared<'w>(index: &Index<'w>, arguments: &[V<'w>]) -> Result<Option<Limit>, V<'w>> {
    let [V::Text(key), grade, ..] = arguments else { return Ok(None) };
    let grade = match grade {
        V::Enum(set, _) if set.0.count_ones() > 1 => return Err(V::unknown(Reason::SetOfStates)),
        V::Enum(set, _) => Some(*set),
        _ => None,
    };
    Ok(index.limits().for_grade(key, grade))
}

/// Since when a limit is known to apply: since its document is both approved and in effect.
fn applies_from(index: &Index<'_>, limit: RecordId) -> Option<Date> {
    let document = index.records.parent(limit)?;
    let day = |field| index.records.date_in(document, field);
    day("approved_on").max(day("effective_on"))
}

fn newest<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    let kind = match arguments {
        [V::Text(name)] => Kind::from_name(name),
        _ => None,
    };
    let Some(kind) = kind else { return V::unknown(Reason::Other("no kind of record has this name")) };
    let records = index.of_kind(kind);
    if let Err(stopped) = env.spend(records.len()) {
        return stopped;
    }
    let days: Vec<Date> = records.iter().filter_map(|id| day_of(index, kind, *id)).collect();
    if days.is_empty() && !records.is_empty() {
        return V::unknown(Reason::Other("no record of this kind has a date"));
    }
    days.into_iter().filter(|day| *day <= env.world.as_of).max().map_or(V::NULL, V::Date)
}

/// The day by which a record shows that work was done.
fn day_of(index: &Index<'_>, kind: Kind, id: RecordId) -> Option<Date> {
    let own: &[&str] = match kind {
        Kind::Action => &["implemented_on", "started_on"],
        Kind::Risk => &["last_assessed_on"],
        Kind::AuditProgramme => &["approved_on"],
        _ => &[],
    };
    let own = own.iter().find_map(|field| index.records.date_in(id, field));
    own.or_else(|| index.order_date(id)).or_else(|| index.principal_date(id))
}
