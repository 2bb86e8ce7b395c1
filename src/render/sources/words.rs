//! Words of a source: what they were taken for, and the lines of the settings that would have the others understood.

use std::collections::BTreeMap;

use super::group::{Group, Word};
use super::page::{MOST, more_of, section};
use crate::model::normalised;
use crate::render::page::Page;
use crate::render::visible::one_line;

/// Characters of a word; what is longer is a sentence, and nobody says what it means in the settings.
const LONGEST: usize = 48;

/// Words of one field that are shown.
const SHOWN: usize = 12;

/// Tells what words mean.
pub(super) fn tell(group: &Group<'_, '_>, page: &mut Page) {
    let words = group.words();
    let mut fields: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    // A word that differs from its meaning in case only needs no explanation.
    let plain = |word: &&Word| matches!(word.means.as_slice(), [one] if normalised(one) == normalised(&word.word));
    for word in words.iter().filter(|word| !word.means.is_empty() && !plain(word)) {
        fields.entry(&word.path).or_default().push(word);
    }
    let row = |(path, words): (&str, Vec<&Word>)| {
        let told = |word: &&Word| format!("{} is {}", safe(&word.word), word.means.join(" or "));
        let mut told: Vec<String> = words.iter().take(SHOWN).map(told).collect();
        let more = words.len().saturating_sub(SHOWN);
        told.extend((more > 0).then(|| format!("and {more} more")));
        (path.to_owned(), told.join("; "))
    };
    section(page, "Words:", fields.into_iter().map(row).collect());
    strange(&words, page);
}

/// Words that are not understood, and what to do about them.
fn strange(words: &[Word], page: &mut Page) {
    let strange: Vec<&Word> = words.iter().filter(|word| word.means.is_empty() && !word.known.is_empty()).collect();
    if strange.is_empty() {
        return;
    }
    let mut fields: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    for word in &strange {
        // A word of a nested record is asked for wherever such records stand.
        word.path.split(" or ").for_each(|path| fields.entry(path).or_default().push(word));
    }
    page.paragraphs("Words that are not understood; say below this source in tenone.yaml what each means:", 2);
    page.verbatim("  words:");
    let mut known: Vec<(Vec<&str>, &[&str])> = Vec::new();
    for (path, words) in &fields {
        let (short, long): (Vec<&&Word>, Vec<&&Word>) =
            words.iter().partition(|word| word.word.chars().count() <= LONGEST);
        if !short.is_empty() {
            page.verbatim(&format!("    {path}:"));
        }
        for word in short.iter().take(MOST) {
            let count = if word.count > 1 { format!("  # {} times", word.count) } else { String::new() };
            page.verbatim(&format!("      {}: WORD{count}", quoted(&safe(&word.word))));
        }
        more_of(page, short.len().saturating_sub(MOST));
        if !long.is_empty() {
            page.verbatim(&format!("    # {path}: sentences in place of words, {} of them", long.len()));
        }
        let vocabulary = words.first().map_or(&[][..], |word| word.known);
        match known.iter_mut().find(|(_, words)| *words == vocabulary) {
            Some((paths, _)) => paths.push(path),
            None => known.push((vec![path], vocabulary)),
        }
    }
    for (paths, words) in known {
        page.paragraphs(&format!("WORD for {} is one of: {}.", paths.join(" and "), words.join(", ")), 4);
    }
}

fn safe(text: &str) -> String {
    one_line(text, true).into_owned()
}

/// A word as it can stand in YAML.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '(' | ')');
    let safe = word.chars().all(plain) && word.starts_with(char::is_alphabetic);
    let reserved = ["yes", "no", "on", "off", "true", "false", "null", "y", "n"];
    if safe && !reserved.contains(&word.to_ascii_lowercase().as_str()) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "''"))
}
