//! Lines and columns of a few bytes of a text, where a problem names two places in one sentence.

use std::fmt;

/// A line and a column, both counted from 1; columns count Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    line: usize,
    column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The positions of some bytes, in their order, in one walk over the text however many there are.
pub(super) fn positions(text: &str, bytes: &[u32]) -> Vec<Position> {
    let mut order: Vec<usize> = (0..bytes.len()).collect();
    order.sort_unstable_by_key(|index| bytes[*index]);
    let mut found = vec![Position { line: 1, column: 1 }; bytes.len()];
    let (mut at, mut here) = (0, Position { line: 1, column: 1 });
    for index in order {
        let mut target = (bytes[index] as usize).min(text.len());
        while !text.is_char_boundary(target) {
            target -= 1;
        }
        let passed = &text[at..target.max(at)];
        match passed.rfind('\n') {
            Some(last) => {
                here.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
                here.column = 1 + passed[last + 1..].chars().count();
            }
            None => here.column += passed.chars().count(),
        }
        at = target.max(at);
        found[index] = here;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_come_back_in_the_order_of_the_question() {
        let text = "a: ä€x\r\nb: 2\n";
        let found: Vec<String> = positions(text, &[11, 0, 8, 8, 99]).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["2:1", "1:1", "1:6", "1:6", "3:1"]);
    }
}
