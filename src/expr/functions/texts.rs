//! Functions on text, and on words that are levels.

use std::borrow::Cow;

use crate::expr::value::{Reason, V};
use crate::expr::world::Env;
use crate::model::EnumSet;

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "lower(text: text?) -> text?",
        "The text in lower case.",
        "lower(entry.title)",
        "access review of marketing missed",
        lower,
    ),
    Function::plain(
        "plain(text: text?) -> text?",
        "The words of a text in lower case, with one space between them and without the signs around them.",
        "plain('  No change:\\n none.')",
        "no change none",
        plain,
    ),
    Function::plain(
        "contains(text: text, part: text) -> bool",
        "Whether a text stands in another; nothing stands in an absent one.",
        "contains(entry.title, 'review')",
        "true",
        contains,
    ),
    Function::plain(
        "starts_with(text: text, start: text) -> bool",
        "Whether a text starts with another.",
        "entry.id.starts_with('IMP-')",
        "true",
        starts_with,
    ),
    Function::plain(
        "ends_with(text: text, end: text) -> bool",
        "Whether a text ends with another.",
        "entry.id.ends_with('-002')",
        "false",
        ends_with,
    ),
    Function::plain(
        "matches(text: text, pattern: 'regex') -> bool",
        "Whether a regular expression fits somewhere in the text.",
        "entry.id.matches('^IMP-[0-9]{4}-')",
        "true",
        matches,
    ),
    Function::plain(
        "words(text: text) -> int",
        "Number of words; none in an absent text.",
        "words(entry.title)",
        "5",
        words,
    ),
    Function::plain(
        "at_most(level: word, limit: word) -> bool",
        "Whether a level or a grade is no higher than another; where either is absent, nothing shows that it is.",
        "at_most(entry.classification, 'major')",
        "true",
        at_most,
    ),
];

fn lower<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        // What is in lower case already needs no copy.
        [V::Text(Cow::Borrowed(text))] if !text.chars().any(char::is_uppercase) => V::text(text),
        [V::Text(text)] => V::Text(Cow::Owned(text.to_lowercase())),
        _ => V::NULL,
    }
}

fn plain<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::Text(text)] = arguments else { return V::NULL };
    let words = text.split_whitespace().map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    V::Text(Cow::Owned(words.join(" ")))
}

fn contains<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    both(arguments, |text, part| text.contains(part))
}

fn starts_with<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    both(arguments, |text, part| text.starts_with(part))
}

fn ends_with<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    both(arguments, |text, part| text.ends_with(part))
}

fn both<'w>(arguments: &[V<'w>], ask: fn(&str, &str) -> bool) -> V<'w> {
    match arguments {
        [V::Text(text), V::Text(part)] => V::Bool(ask(text, part)),
        _ => V::Bool(false),
    }
}

fn matches<'w>(fixed: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match (arguments, &fixed.regex) {
        ([V::Text(text)], Some(regex)) => V::Bool(regex.is_match(text)),
        _ => V::Bool(false),
    }
}

fn words<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Text(text)] => V::Int(i64::try_from(text.split_whitespace().count()).unwrap_or(i64::MAX)),
        _ => V::Int(0),
    }
}

fn at_most<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::Enum(level, _), V::Enum(limit, _)] = arguments else { return V::Bool(true) };
    // The words of such a vocabulary stand from low to high; a set stands for any of its words.
    let ends = |set: &EnumSet| (set.0.trailing_zeros(), 31_u32.saturating_sub(set.0.leading_zeros()));
    let ((lowest, highest), (lowest_limit, highest_limit)) = (ends(level), ends(limit));
    if highest <= lowest_limit {
        V::Bool(true)
    } else if lowest > highest_limit {
        V::Bool(false)
    } else {
        V::unknown(Reason::SetOfStates)
    }
}
