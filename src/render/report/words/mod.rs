//! What all formats of the report say in the same words.

mod traced;

use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::readiness::{Cause, First, Item, Missing, Readiness, Standing};
use crate::render::summary::{counted, listed};
use crate::triage::Judged;

pub(super) use traced::{chains, column, completeness, last, link, origin, person, population, reason, since, whole};

/// What the report is not.
pub(super) const NO_CERTIFICATE: &str = "This report tells what is shown in the files that were read. It is no \
    certificate: what is not shown may still have been done, and what is shown may still be doubted.";

/// The verdict in one sentence.
pub(super) fn verdict(readiness: &Readiness) -> String {
    let verdict = readiness.verdict;
    let ready = if verdict.errors > 0 || verdict.broken > 0 {
        "Not ready"
    } else if verdict.unassessed > 0 {
        "Not shown to be ready"
    } else if verdict.questioned > 0 {
        "Nearly ready"
    } else if verdict.shown_in_part > 0 {
        "Ready as far as it could be assessed"
    } else {
        "Ready as far as a tool can tell"
    };
    let part = |count: usize, one: &str, many: &str| (count > 0).then(|| counted(count as u64, one, many));
    let others: Vec<String> = [
        part(
            verdict.broken,
            "item has gaps that may be raised as nonconformities",
            "items have gaps that may be raised as nonconformities",
        ),
        part(verdict.questioned, "item can expect a question", "items can expect questions"),
        part(verdict.unassessed, "item could not be assessed", "items could not be assessed"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let shown = format!("evidence is shown for {} of {} items of the audit checklist", verdict.shown, verdict.items);
    let in_part = match verdict.shown_in_part {
        0 => String::new(),
        part if part == verdict.shown => ", as far as it could be assessed".to_owned(),
        part => format!(", for {part} of them as far as it could be assessed"),
    };
    let others = if others.is_empty() { String::new() } else { format!("; {}", listed(&others)) };
    format!("{ready} as of {}: {shown}{in_part}{others}.", readiness.provenance.as_of)
}

/// What a severity means for the audit.
pub(super) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "may be raised as a nonconformity, a major one if it is systemic",
        Severity::Warning => "expect a question",
        Severity::Note => "improvement idea",
    }
}

/// What an item of the checklist comes to, in few words.
pub(super) const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Shown => "shown",
        Standing::ShownInPart => "shown, as far as it could be assessed",
        Standing::Questioned => "expect a question",
        Standing::Broken => "gaps that may be raised as nonconformities",
        Standing::NotAssessed => "not assessed",
        Standing::NothingToAssess => "nothing to assess",
        Standing::NoRule => "no rule looks at it",
    }
}

/// The name of a standing for programs.
pub(super) const fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Shown => "shown",
        Standing::ShownInPart => "shown-in-part",
        Standing::Questioned => "questioned",
        Standing::Broken => "broken",
        Standing::NotAssessed => "not-assessed",
        Standing::NothingToAssess => "nothing-to-assess",
        Standing::NoRule => "no-rule",
    }
}

/// How many records support conformity: 'more than 10,000 records' where not all were counted.
pub(super) fn supporting(item: &Item) -> String {
    let more = if item.and_more { "at least " } else { "" };
    format!("{more}{}", counted(item.supporting as u64, "record", "records"))
}

/// Where the diagnostics of a cause stand: 'at `actions.due_on` of entry'.
pub(super) fn about(cause: &Cause) -> String {
    match (cause.kind, cause.field.as_str()) {
        (None, _) => "the workspace as a whole".to_owned(),
        (Some(kind), "") => noun(kind),
        (Some(kind), field) => format!("{field} of {}", noun(kind)),
    }
}

/// What removing a cause brings.
pub(super) fn brings(cause: &Cause) -> String {
    if cause.stops {
        return "something was not read because of it, and more may come to light".to_owned();
    }
    if cause.kind.is_none() {
        return "about the workspace as a whole".to_owned();
    }
    let records = counted(cause.records as u64, "record", "records");
    match cause.frees {
        0 => format!("in {records}, each with other gaps too"),
        frees if frees == cause.records => format!("in {records}, which then have no gap left"),
        1 => format!("in {records}, of which 1 then has no gap left"),
        frees => format!("in {records}, of which {frees} then have no gap left"),
    }
}

/// What removing the first causes leaves.
pub(super) fn left(first: &First) -> String {
    let further = match first.further {
        0 => String::new(),
        more => format!(" {} below.", counted(more as u64, "further cause stands", "further causes stand")),
    };
    let left = match (first.affected, first.freed) {
        (0, _) => String::new(),
        (all, freed) if all == freed => "With these fixed, no record has a gap left.".to_owned(),
        (all, freed) => {
            let records = counted(all as u64, "record has gaps", "records have gaps");
            format!("{records}; with these fixed, {} none left.", counted(freed as u64, "has", "have"))
        }
    };
    format!("{left}{further}").trim().to_owned()
}

/// What is missing, as something to do.
pub(super) fn missing(missing: &Missing) -> String {
    let about = |about: &str| lower_first(about.trim_end_matches('.'));
    match missing {
        Missing::Field { sources, table, field, about: means, .. } => {
            let first = sources.first().map_or("", String::as_str);
            let place = match sources.len() {
                0 | 1 => first.to_owned(),
                more => format!("{first} and {}", counted(more as u64 - 1, "other source", "other sources")),
            };
            let what = if *table { "a column for " } else { "" };
            format!("Add {what}{field} to {place} ({})", about(means))
        }
        Missing::Records(kind) => {
            format!("Give tenone files of kind {}, that is, {}", kind.name(), about(kind.shape().about))
        }
    }
}

/// Until when and why a gap is accepted, where it is: 'Waived until 2026-12-31, approved by ana: The system is replaced.'
pub(super) fn waived(judged: &Judged) -> Option<String> {
    let waiver = judged.waiver.as_deref()?;
    let stop = if waiver.reason.ends_with(['.', '!', '?']) { "" } else { "." };
    let (until, by) = (waiver.expires_on, &waiver.approved_by);
    Some(format!("Waived until {until}, approved by {by}: {}{stop}", waiver.reason))
}

/// A kind as a noun.
pub(super) fn noun(kind: Kind) -> String {
    kind.name().replace('-', " ")
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
