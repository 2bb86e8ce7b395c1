//! Ids that stand in the text of minutes, audit reports and documents.

use crate::model::{Kind, RecordId};

use super::Index;
use super::links::Edges;

/// The kinds whose text is searched for ids.
const SPEAKERS: [Kind; 4] = [Kind::Review, Kind::Audit, Kind::Document, Kind::AuditProgramme];

/// The longest run of ids that one range such as `IMP-2026-001 – IMP-2026-040` may stand for.
const LONGEST_RANGE: u64 = 10_000;

/// Ids that all ranges of one text together may stand for, so that a text made of ranges costs no more than its length.
const MOST_IN_RANGES: u64 = 20 * LONGEST_RANGE;

#[derive(Debug, Default)]
pub(super) struct Mentions {
    forward: Edges,
    backward: Edges,
}

impl Mentions {
    pub(super) fn build(index: &Index<'_>) -> Self {
        let mut pairs = Vec::new();
        for speaker in SPEAKERS.iter().flat_map(|kind| index.of_kind(*kind)) {
            let namespace = index.records.batch(*speaker).namespace.as_deref();
            for text in index.texts_of(*speaker) {
                each_mention(index, namespace, text, |target| {
                    if target != *speaker {
                        pairs.push((*speaker, target));
                    }
                });
            }
        }
        let backward = pairs.iter().map(|(from, to)| (*to, *from)).collect();
        Self { forward: Edges::new(pairs), backward: Edges::new(backward) }
    }

    pub(super) fn of(&self, id: RecordId) -> &[RecordId] {
        self.forward.of(id)
    }

    pub(super) fn by(&self, id: RecordId) -> &[RecordId] {
        self.backward.of(id)
    }
}

/// Whether a text stands in another with no letter, digit or id sign on either side.
pub(super) fn stands_in(text: &str, wanted: &str) -> bool {
    let wanted = wanted.trim();
    !wanted.is_empty()
        && text.match_indices(wanted).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}

/// Words between two ids that make them the ends of a range, in the languages of the vocabulary.
const RANGE_WORDS: [&str; 8] = ["to", "through", "bis", "à", "a", "al", "até", "hasta"];

/// Hands out every record whose id stands in a text, or lies in a range of ids that stands there.
///
/// A text in a namespace means what is called so there, before anything else.
fn each_mention(index: &Index<'_>, namespace: Option<&str>, text: &str, mut found: impl FnMut(RecordId)) {
    let resolve = |id: &str| {
        let own = namespace.and_then(|name| index.resolve(&format!("{name}:{id}"), &[]));
        own.or_else(|| index.resolve(id, &[]))
    };
    let mut last: Option<(&str, usize)> = None;
    let mut left = MOST_IN_RANGES;
    for (start, token) in tokens(text) {
        if let Some((first, end)) = last
            && is_range_sign(&text[end..start])
        {
            each_between(first, token, &mut left, |id| {
                resolve(id).into_iter().for_each(&mut found);
            });
        }
        if RANGE_WORDS.contains(&token) {
            continue;
        }
        last = Some((token, start + token.len()));
        if let Some(id) = resolve(token) {
            found(id);
        }
        // `IMP-2026-014/A1` speaks of the action and of the entry.
        let mut whole = token;
        while let Some((parent, _)) = whole.rsplit_once('/') {
            resolve(parent).into_iter().for_each(&mut found);
            whole = parent;
        }
    }
}

/// The words of a text that could be ids: letters, digits, hyphens and `._/:` with a digit or sign inside, without the
/// punctuation at their ends; with the byte at which each starts.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | ':' | '-' | '\u{2010}' | '\u{2011}');
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text.get(rest..)?.find(is_part)?;
            let tail = &text[start..];
            let end = start + tail.find(|c| !is_part(c)).unwrap_or(tail.len());
            rest = end;
            let word = &text[start..end];
            let token = word.trim_start_matches(['.', '/', ':', '-', '_']);
            let start = start + word.len() - token.len();
            let token = token.trim_end_matches(['.', '/', ':', '-', '_']);
            if !token.is_empty() {
                return Some((start, token));
            }
        }
    })
}

/// Whether what stands between two ids makes them the ends of a range.
fn is_range_sign(between: &str) -> bool {
    let sign = between.trim();
    (matches!(sign, "–" | "—" | "-" | ".." | "…") || RANGE_WORDS.contains(&sign)) && !between.contains('\n')
}

/// Hands out the ids from one to another where they differ only in their last number.
fn each_between(first: &str, last: &str, left: &mut u64, mut found: impl FnMut(&str)) {
    let split = |id: &str| id.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (Some(prefix), Some(from)) = (first.get(..split(first)), first.get(split(first)..)) else { return };
    if last.get(..split(last)) != Some(prefix) || from.is_empty() {
        return;
    }
    let (Ok(start), Ok(end)) = (from.parse::<u64>(), last[split(last)..].parse::<u64>()) else { return };
    if end <= start || end - start > LONGEST_RANGE {
        return;
    }
    let Some(rest) = left.checked_sub(end - start) else { return };
    *left = rest;
    let width = from.len();
    for number in start + 1..end {
        found(&format!("{prefix}{number:0width$}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_words_without_the_punctuation_around_them() {
        let found: Vec<&str> =
            tokens("See IMP-2026-014/A1, (A.5.18). Über R-003: done.").map(|(_, token)| token).collect();
        assert_eq!(found, ["See", "IMP-2026-014/A1", "A.5.18", "Über", "R-003", "done"]);
    }

    #[test]
    fn a_range_names_what_lies_between() {
        let between = |first, last| {
            let mut found = Vec::new();
            each_between(first, last, &mut 10_000, |id| found.push(id.to_owned()));
            found
        };
        assert_eq!(between("IMP-008", "IMP-011"), ["IMP-009", "IMP-010"]);
        assert!(between("IMP-2025-008", "IMP-2026-011").is_empty(), "another prefix");
        assert!(between("IMP-5", "IMP-3").is_empty());
        assert!(between("IMP-1", "IMP-99999999").is_empty(), "too long to be meant");
        let mut left = 12;
        let mut count = 0;
        for _ in 0..3 {
            each_between("IMP-1", "IMP-6", &mut left, |_| count += 1);
        }
        assert_eq!((count, left), (8, 2), "the third range is more than a text may stand for");
        assert!(
            is_range_sign(" – ")
                && is_range_sign(" to ")
                && !is_range_sign(" and ")
                && !is_range_sign(", ")
                && !is_range_sign("\n-\n")
        );
    }

    #[test]
    fn a_text_stands_only_as_a_whole_word() {
        assert!(stands_in("carried: MR-1/A2.", "MR-1/A2"));
        assert!(!stands_in("R-0031 and XR-003", "R-003"));
        assert!(!stands_in("anything", " "));
    }
}
