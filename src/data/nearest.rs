//! [`nearest`]: the known word that a mistyped one most likely means.

/// Longer words are not compared: nobody mistypes them, and the comparison costs their product.
const LONGEST: usize = 64;

/// The known word that is nearest to `word`, if one is near enough to be worth naming.
///
/// Case and the difference between `-`, `_` and a space do not count; the first of several equally near words wins.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = letters(word)?;
    // One slip for every three letters: `stauts` finds `status`, `no` does not find `on`.
    let allowed = (word.len() / 3).min(3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let Some(other) = letters(candidate) else { continue };
        if word.len().abs_diff(other.len()) > allowed {
            continue;
        }
        let slips = distance(&word, &other);
        if slips <= allowed && best.is_none_or(|(fewest, _)| slips < fewest) {
            best = Some((slips, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(word: &str) -> Option<Vec<char>> {
    if word.len() > LONGEST * 4 {
        return None;
    }
    let same = |letter| if matches!(letter, '_' | ' ') { '-' } else { letter };
    let letters: Vec<char> = word.trim().chars().flat_map(char::to_lowercase).map(same).collect();
    (letters.len() <= LONGEST).then_some(letters)
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, left) in from.iter().enumerate() {
        let mut current = Vec::with_capacity(last.len());
        current.push(row + 1);
        for (column, right) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(left != right);
            let mut fewest = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *left == to[column - 1] && from[row - 1] == *right {
                fewest = fewest.min(before[column - 1] + 1);
            }
            current.push(fewest);
        }
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_one_that_a_person_could_have_meant() {
        let known = ["status", "root_cause", "owner", "due_on", "closed", "closing", "no"];
        for (word, expected) in [
            ("stauts", Some("status")),
            ("Status", Some("status")),
            ("root-cause", Some("root_cause")),
            ("rootcause", Some("root_cause")),
            ("ownr", Some("owner")),
            ("close", Some("closed")),
            ("on", None),
            ("NO", Some("no")),
            ("", None),
            ("severity", None),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }
}
