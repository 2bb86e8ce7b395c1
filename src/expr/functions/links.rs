//! Functions on how records hang together: references, mentions, order.

use crate::expr::value::{List, Reason, V};
use crate::expr::world::Env;
use crate::index::Index;
use crate::model::{Kind, RecordId, Value};

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "resolve(ref: text, kind: 'kind') -> record<kind>?",
        "The record of this kind that a reference names.",
        "resolve('R-003', 'risk').title",
        "Dormant accounts",
        resolve,
    ),
    Function::plain(
        "resolves(ref: text) -> bool",
        "Whether a reference names any record.",
        "resolves('IA-2026-Q1/F-02')",
        "true",
        resolves,
    ),
    Function::plain(
        "targets(refs: text or list<text>, kind: 'kind') -> list<record<kind>>",
        "The records of this kind that the references name.",
        "entry.source_refs.targets('finding')",
        "IA-2026-Q1/F-02",
        targets,
    ),
    Function::plain(
        "referrers(record: record, kind: 'kind') -> list<record<kind>>",
        "The records of this kind with a reference to the record; a nested record speaks for itself.",
        "referrers(entry, 'change-ticket')",
        "CHG-2026-021",
        referrers,
    ),
    Function::plain(
        "linked(record: record, kind: 'kind') -> list<record<kind>>",
        "The records of this kind that the record refers to or that refer to it.",
        "linked(entry, 'risk')",
        "R-003",
        linked,
    ),
    Function::plain(
        "ticket_like(ref: text) -> bool",
        "Whether a reference is a web address or has the form of a ticket that no kind of record read here uses.",
        "ticket_like('HELP-123')",
        "true",
        ticket_like,
    ),
    Function::plain(
        "evidence_resolves(evidence: record or text) -> bool",
        "Whether evidence is a web address, a ticket, a known record or a file of the workspace; unknown where that cannot be checked.",
        "entry.actions.exists(a, a.evidence.exists(e, evidence_resolves(e)))",
        "true",
        evidence_resolves,
    ),
    Function::plain(
        "empty_file(evidence: record or text) -> bool",
        "Whether evidence is a file of the workspace that holds nothing.",
        "entry.actions.exists(a, a.evidence.exists(e, empty_file(e)))",
        "false",
        empty_file,
    ),
    Function::plain(
        "mentions(where: record, what: record or text) -> bool",
        "Whether the id of a record, or a text, stands in a review, an audit or a document, also inside a range of ids.",
        "mentions(review, entry)",
        "true",
        mentions,
    ),
    Function::plain(
        "mentioned_by(record: record, kind: 'kind') -> list<record<kind>>",
        "The reviews, audits or documents in which the id of the record stands.",
        "mentioned_by(entry, 'review')",
        "MR-2026-Q1",
        mentioned_by,
    ),
    Function::plain(
        "mentioned_records(where: record) -> list<record>",
        "Every record whose id stands in a review, an audit or a document.",
        "mentioned_records(review)",
        "IMP-2026-001, R-003",
        mentioned_records,
    ),
    Function::plain(
        "principal_date(record: record) -> date?",
        "The earliest date on which the record can have existed by its own account.",
        "principal_date(entry)",
        "2026-02-12",
        principal_date,
    ),
    Function::plain(
        "previous(record: record<T>) -> record<T>?",
        "The record of the same kind before this one, by date.",
        "previous(review)",
        "nothing",
        previous,
    ),
    Function::plain(
        "next(record: record<T>) -> record<T>?",
        "The record of the same kind after this one, by date.",
        "next(review)",
        "MR-2026-Q2",
        next,
    ),
    Function::plain(
        "after(kind: 'kind', date: date) -> list<record<kind>>",
        "The records of this kind that are later than the date, earliest first; none if there is no date.",
        "after('review', entry.raised_on)",
        "MR-2026-Q1, MR-2026-Q2",
        after,
    ),
    Function::plain(
        "between(kind: 'kind', field: 'field', from: date, to: date) -> list<record<kind>>",
        "The records of this kind whose field is after the first date and not after the second.",
        "between('review', 'held_on', date('2026-03-31'), date('2026-06-30'))",
        "MR-2026-Q1",
        between,
    ),
    Function::plain(
        "with_value(kind: 'kind', field: 'field', value: value) -> list<record<kind>>",
        "The records of this kind whose field has the value, or whose list has it.",
        "with_value('entry', 'status', 'closed')",
        "IMP-2026-001",
        with_value,
    ),
    Function::plain(
        "kind_name(record: record) -> text",
        "The kind of a record.",
        "mentioned_records(review).map(r, kind_name(r))",
        "entry, risk",
        kind_name,
    ),
];

fn resolve<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Text(text)] => env.world.index.resolve(text, fixed.kind.as_slice()).map_or(V::NULL, V::Record),
        _ => V::NULL,
    }
}

fn resolves<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Text(text)] => V::Bool(env.world.index.resolve(text, &[]).is_some()),
        _ => V::Bool(false),
    }
}

fn targets<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    let found = |text: &str| index.resolve(text, fixed.kind.as_slice()).map(V::Record);
    match arguments {
        [V::Text(text)] => V::list(found(text).into_iter().collect()),
        [V::List(list)] => {
            let mut targets = Vec::new();
            for item in list.iter(index.records) {
                match item {
                    V::Text(text) => targets.extend(found(&text)),
                    V::Unknown(unknown) => return V::Unknown(unknown),
                    _ => {}
                }
            }
            V::list(targets)
        }
        _ => V::list(Vec::new()),
    }
}

fn referrers<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    match present(index, arguments) {
        Ok(id) => of_kind(index, fixed, index.referrers_of(id)),
        Err(value) => value,
    }
}

fn linked<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    let id = match present(index, arguments) {
        Ok(id) => id,
        Err(value) => return value,
    };
    let mut found: Vec<RecordId> = index.targets_of(id).iter().chain(index.referrers_of(id)).copied().collect();
    found.sort_unstable();
    found.dedup();
    of_kind(index, fixed, &found)
}

fn ticket_like<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Text(text)] => V::Bool(is_url(text) || is_foreign_key(env, text)),
        _ => V::Bool(false),
    }
}

fn evidence_resolves<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    let text = match evidence(index, arguments) {
        Ok(text) => text,
        Err(value) => return value,
    };
    if is_url(text) || index.resolve(text, &[]).is_some() || index.path_exists(text) || is_foreign_key(env, text) {
        return V::Bool(true);
    }
    if is_path(text) && !index.knows_all_paths() {
        return V::unknown(Reason::Other("only one file was given, so that no other can be looked up"));
    }
    // A name of a file that is not there, or an id of a kind that was read, is certain to lead nowhere.
    if is_path(text) || (!text.contains(' ') && env.world.knows_prefix(text)) {
        return V::Bool(false);
    }
    V::unknown(Reason::Other("the evidence is not in the workspace"))
}

fn empty_file<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    evidence(index, arguments).map_or_else(|value| value, |text| V::Bool(index.is_empty_file(text)))
}

/// What evidence names; where that is nothing that could be looked up, or cannot be read, the answer.
fn evidence<'a, 'w: 'a>(index: &'w Index<'w>, arguments: &'a [V<'w>]) -> Result<&'a str, V<'w>> {
    match arguments {
        [V::Text(text)] => Ok(text.as_ref()),
        [V::Record(id)] if index.records.get(*id).kind == Kind::Evidence => {
            let Some(field) = Kind::Evidence.field("ref") else { return Err(V::Bool(false)) };
            match index.records.value(*id, field) {
                Value::Text(text) => Ok(text),
                Value::Unreadable => Err(V::unreadable(*id, field)),
                _ => Err(V::Bool(false)),
            }
        }
        _ => Err(V::Bool(false)),
    }
}

fn mentions<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    match arguments {
        [V::Record(place), V::Record(what)] => V::Bool(index.mentions_of(*place).binary_search(what).is_ok()),
        [V::Record(place), V::Text(what)] => {
            // An id stands in a range of ids without being written out.
            let of_record = |id: RecordId| index.mentions_of(*place).binary_search(&id).is_ok();
            V::Bool(index.mentions_text(*place, what) || index.resolve(what, &[]).is_some_and(of_record))
        }
        _ => V::Bool(false),
    }
}

fn mentioned_by<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    match present(index, arguments) {
        Ok(id) => of_kind(index, fixed, index.mentioned_by(id)),
        Err(value) => value,
    }
}

fn mentioned_records<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let index = env.world.index;
    V::List(List::Records(record(arguments).map_or(&[], |id| index.mentions_of(id))))
}

fn principal_date<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    record(arguments).and_then(|id| env.world.index.principal_date(id)).map_or(V::NULL, V::Date)
}

fn previous<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    record(arguments).and_then(|id| env.world.index.previous(id)).map_or(V::NULL, V::Record)
}

fn next<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    record(arguments).and_then(|id| env.world.index.next(id)).map_or(V::NULL, V::Record)
}

fn after<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match (fixed.kind, arguments) {
        (Some(kind), [V::Date(date)]) => V::List(List::Records(env.world.index.after(kind, *date))),
        _ => V::list(Vec::new()),
    }
}

fn between<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match (fixed.kind, fixed.field, arguments) {
        (Some(kind), Some(field), [V::Date(from), V::Date(to)]) if from <= to => {
            V::List(List::Records(env.world.index.between(kind, field, *from, *to)))
        }
        _ => V::list(Vec::new()),
    }
}

fn with_value<'w>(fixed: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match (fixed.kind, fixed.field, arguments) {
        (Some(kind), Some(field), [V::Text(text)]) => {
            V::List(List::Records(env.world.index.with_value(kind, field, text)))
        }
        _ => V::list(Vec::new()),
    }
}

fn kind_name<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    record(arguments).map_or(V::NULL, |id| V::text(env.world.index.records.get(id).kind.name()))
}

/// A record of which the index knows the links; what referred to a record of the base is not looked for.
fn present<'w>(index: &Index<'w>, arguments: &[V<'w>]) -> Result<RecordId, V<'w>> {
    match record(arguments) {
        Some(id) if index.records.is_earlier(id) => {
            Err(V::unknown(Reason::Other("links between records of the base are not looked for")))
        }
        found => found.ok_or_else(|| V::list(Vec::new())),
    }
}

fn record(arguments: &[V<'_>]) -> Option<RecordId> {
    match arguments.first() {
        Some(V::Record(id)) => Some(*id),
        _ => None,
    }
}

fn of_kind<'w>(index: &Index<'w>, fixed: &Fixed, found: &[RecordId]) -> V<'w> {
    let fitting = found.iter().filter(|id| Some(index.records.get(**id).kind) == fixed.kind);
    V::list(fitting.map(|id| V::Record(*id)).collect())
}

fn is_url(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
}

/// Whether a text looks like a file: no spaces, and a folder or an ending.
fn is_path(text: &str) -> bool {
    let text = text.split('#').next().unwrap_or(text);
    let ending = text.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty() && (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let named = ending && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    !text.contains("://") && !text.contains(char::is_whitespace) && (named || (text.contains('/')))
}

/// Whether a text is a ticket of some other system: `ABC-123`, `INC0012345`, `#12` or `group/project!12`.
fn is_foreign_key(env: &Env<'_>, text: &str) -> bool {
    is_ticket_key(text) && !env.world.knows_prefix(text)
}

fn is_ticket_key(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let capitals = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if let Some((project, number)) = text.split_once(['#', '!']) {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
        return digits(number) && project.bytes().all(fits);
    }
    if let Some((project, number)) = text.split_once('-') {
        return project.len() >= 2 && capitals(project) && digits(number);
    }
    let number = text.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    (2..=10).contains(&(text.len() - number.len())) && number.len() >= 5 && digits(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_ticket_or_a_file() {
        for text in ["ABC-123", "INC0012345", "#12", "group/project!12", "org/repo#7", "A1_B-9"] {
            assert!(is_ticket_key(text), "{text}");
        }
        for text in ["", "abc-12", "A-1", "AB-", "CHG-2026-021", "AB-1x", "INC12", "a b#1", "-12", "ÄB-12"] {
            assert!(!is_ticket_key(text), "{text}");
        }
        for text in ["evidence/a.pdf", "a.pdf", "minutes/2026", "a.md#part"] {
            assert!(is_path(text), "{text}");
        }
        for text in ["", "see the minutes", "IMP-1", "https://x.example/a.pdf", "12.5", "a. b"] {
            assert!(!is_path(text), "{text}");
        }
    }
}
