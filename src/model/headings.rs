//! [`Headings`]: what the headings of documents and minutes cover.

use rustc_hash::FxHashMap;

use super::lexicon::without_number;
use super::normalised;

/// Headings in their normalised form, with the keys that they cover.
#[derive(Debug, Default)]
pub struct Headings {
    by_text: FxHashMap<String, Vec<String>>,
    keys: Vec<String>,
}

/// Words of a heading that are looked at.
const MOST_WORDS: usize = 16;

impl Headings {
    /// The keys that a heading covers; its number and its punctuation do not count.
    #[must_use]
    pub fn keys(&self, heading: &str) -> &[String] {
        let heading = without_number(heading);
        self.by_text.get(normalised(heading).as_ref()).map_or(&[], Vec::as_slice)
    }

    /// The keys that parts of a heading cover, as 'Phase 3: Containment' does; the longest parts first, and each word
    /// is understood once.
    #[must_use]
    pub fn keys_within(&self, heading: &str) -> Vec<&str> {
        let words = without_number(heading).split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
        let mut taken = vec![false; words.len()];
        let mut found: Vec<&str> = Vec::new();
        for length in (1..=words.len()).rev() {
            for start in 0..=words.len() - length {
                let part = start..start + length;
                if taken[part.clone()].contains(&true) {
                    continue;
                }
                let Some(keys) = self.by_text.get(normalised(&words[part.clone()].join(" ")).as_ref()) else {
                    continue;
                };
                taken[part].fill(true);
                found.extend(keys.iter().map(String::as_str));
            }
        }
        found
    }

    /// Whether headings can cover a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    pub(super) fn add_key(&mut self, key: &str) {
        if !self.has(key) {
            self.keys.push(key.to_owned());
        }
    }

    pub(super) fn add(&mut self, heading: &str, key: &str) {
        self.add_key(key);
        let keys = self.by_text.entry(normalised(without_number(heading)).into_owned()).or_default();
        if !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_heading_are_understood() {
        let mut headings = Headings::default();
        for (text, key) in [
            ("containment", "correction"),
            ("root cause analysis", "cause-analysis"),
            ("analysis", "planning"),
            ("follow-up", "follow-up"),
        ] {
            headings.add(text, key);
        }
        for (heading, expected) in [
            ("Phase 3: Containment & Eradication (1-8 hours)", "correction"),
            ("4.2 **Root Cause Analysis** and Containment", "cause-analysis, correction"),
            ("9.2.5 Audit Follow-up and Corrective Actions", "follow-up"),
            ("An analysis", "planning"),
            ("Containments", ""),
            ("", ""),
        ] {
            assert_eq!(headings.keys_within(heading).join(", "), expected, "{heading}");
        }
    }
}
