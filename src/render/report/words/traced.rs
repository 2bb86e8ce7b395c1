//! What all formats say of the auditor's sample, its chains, and what lies ahead, in the same words.

use crate::model::Kind;
use crate::readiness::chain::{Column, Completeness, LinkState, OriginState, Step, Summary, Whole};
use crate::readiness::look::Person;
use crate::readiness::sample::{Population, Reason, Since};
use crate::render::summary::{counted, listed};

use super::noun;

/// 'Of the last 10 corrective actions 6 can be followed from end to end; 4 break at effectiveness.'
pub(in crate::render::report) fn chains(summary: &Summary, what: &str) -> String {
    let verb = |count: usize| if count == 1 { "breaks" } else { "break" };
    let at = |steps: &[(Step, usize)], say: &dyn Fn(usize) -> String| -> Vec<String> {
        steps.iter().map(|(step, count)| format!("{count} {} {}", say(*count), step.name())).collect()
    };
    let can = |count: usize| format!("{count} can be followed from end to end");
    let mut parts = vec![can(summary.end_to_end)];
    parts.extend(at(&summary.breaks, &|count| format!("{} at", verb(count))));
    parts.extend(at(&summary.not_kept, &|count| {
        format!("cannot be followed past what {} source does not keep:", if count == 1 { "its" } else { "their" })
    }));
    parts.extend(at(&summary.open, &|_| "without a gap so far, with work still ahead at".to_owned()));
    format!("Of {} {what}, {}.", summary.chains, parts.join("; "))
}

/// Page one's sentence about the last corrective actions; none where there are none.
pub(in crate::render::report) fn last(summary: &Summary) -> Option<String> {
    let what = match summary.chains {
        0 => return None,
        1 => "entry with a corrective action, the last one",
        _ => "entries with corrective actions, the last ones",
    };
    Some(chains(summary, what))
}

/// How a chain stands, in few words.
pub(in crate::render::report) fn whole(whole: Whole) -> String {
    match whole {
        Whole::EndToEnd => "can be followed from end to end".to_owned(),
        Whole::BreaksAt(step) => format!("breaks at {}", step.name()),
        Whole::NotKeptAt(step) => format!("the source does not keep what would show: {}", step.name()),
        Whole::OpenAt(step) => format!("no gap so far; ahead: {}", step.name()),
    }
}

/// A state of a link, in few words.
pub(in crate::render::report) const fn link(state: LinkState) -> &'static str {
    match state {
        LinkState::Shown => "shown",
        LinkState::Pending => "lies ahead",
        LinkState::NotShown => "is not shown",
        LinkState::Broken => "is contradicted",
        LinkState::NotApplicable => "not asked for",
        LinkState::NotKept => "not kept by the source",
    }
}

/// A state of something that should have come into the log, in few words.
pub(in crate::render::report) const fn origin(state: OriginState) -> &'static str {
    match state {
        OriginState::Found => "entry found",
        OriginState::Elsewhere => "names an entry elsewhere",
        OriginState::Excused => "a reason for none is recorded",
        OriginState::NotFound => "no entry is found",
        OriginState::Waiting => "none yet, and still in time",
        OriginState::NotExpected => "none is expected",
    }
}

/// What a source would have to keep.
pub(in crate::render::report) fn column(column: &Column) -> String {
    match column.field {
        Some(field) => format!("{field} of {}", noun(column.kind)),
        None => format!("records of the kind {}", noun(column.kind)),
    }
}

/// Why an entry was drawn.
pub(in crate::render::report) fn reason(reason: Reason) -> String {
    match reason {
        Reason::Major => "major nonconformity".to_owned(),
        Reason::ExternalFinding => "finding of an external audit".to_owned(),
        Reason::Source(Some(source)) => format!("source {source}"),
        Reason::Source(None) => "no source recorded".to_owned(),
        Reason::Open => "open".to_owned(),
        Reason::Closed => "closed".to_owned(),
        Reason::Ineffective => "not effective, or only in part".to_owned(),
        Reason::Acceptance => "accepted".to_owned(),
        Reason::Random => "at random".to_owned(),
        Reason::Named => "asked for".to_owned(),
    }
}

/// From when on entries are looked at.
pub(in crate::render::report) fn since(since: &Since) -> String {
    match since {
        Since::ExternalAudit { audit, on } => format!("since the last external audit, {}, ended on {on}", audit.name),
        Since::Months { months, from } => {
            format!("in the last {months} months, since {from}; no external audit was read")
        }
    }
}

/// The parts of a population that are not empty.
pub(in crate::render::report) fn population(of: &Population) -> Vec<(&'static str, usize)> {
    let parts = [
        ("raised since", of.raised),
        ("raised before and closed since", of.closed),
        ("raised before and still open", of.open),
        ("accepted before, with the acceptance still standing", of.accepted),
        ("without the day on which they were raised", of.undated),
    ];
    parts.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// Whether what should have come into the log did.
pub(in crate::render::report) fn completeness(of: &Completeness) -> String {
    let missing = |kind: Kind| of.count(kind, OriginState::NotFound);
    let one = |kind: Kind, one: &str, many: &str| {
        let all = of.origins.iter().filter(|origin| origin.from.kind == kind).count();
        (all > 0).then(|| {
            let what = counted(all as u64, one, many);
            match missing(kind) {
                0 => format!("of {what} none lacks an entry that is expected"),
                missing => format!("of {what} {missing} {} no entry", if missing == 1 { "has" } else { "have" }),
            }
        })
    };
    let parts: Vec<String> = [
        one(Kind::Incident, "incident", "incidents"),
        one(Kind::Finding, "finding", "findings"),
        one(Kind::ReviewAction, "action of a review", "actions of reviews"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let unread: Vec<String> = of.not_read.iter().map(|kind| noun(*kind)).collect();
    let unread =
        if unread.is_empty() { String::new() } else { format!(" No record of the kind {} was read.", listed(&unread)) };
    let text = parts.join("; ");
    let mut letters = text.chars();
    let sentence = letters.next().map_or_else(
        || "Nothing was read that should have come into the log.".to_owned(),
        |first| format!("{}{}.", first.to_uppercase(), letters.as_str()),
    );
    format!("{sentence}{unread}")
}

/// A person as it is written, and whom that stands for where it is a role or an id.
pub(in crate::render::report) fn person(person: &Person) -> String {
    match person.names.as_slice() {
        [] => person.written.clone(),
        [name] if *name == person.written => name.clone(),
        names => format!("{} ({})", listed(names), person.written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_told_in_one_sentence() {
        let mut summary = Summary { chains: 10, end_to_end: 6, ..Summary::default() };
        summary.breaks = vec![(Step::Cause, 1), (Step::Effectiveness, 3)];
        assert_eq!(
            last(&summary).unwrap(),
            "Of 10 entries with corrective actions, the last ones, 6 can be followed from end to end; 1 breaks at cause; \
             3 break at effectiveness."
        );
        assert_eq!(last(&Summary::default()), None);
    }

    #[test]
    fn people_are_told_by_name_and_as_they_are_written() {
        for (written, names, expected) in [
            ("m.schulz", &[] as &[&str], "m.schulz"),
            ("Maria Schulz", &["Maria Schulz"], "Maria Schulz"),
            ("role:it-lead", &["Tom Bell"], "Tom Bell (role:it-lead)"),
        ] {
            let person =
                Person { written: written.to_owned(), names: names.iter().map(|&name| name.to_owned()).collect() };
            assert_eq!(super::person(&person), expected);
        }
    }
}
