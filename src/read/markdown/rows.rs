//! The true cells of a row of a pipe table: a parser of Markdown pads short rows and cuts long ones.

use std::ops::Range;

/// The cells of a row that is written from byte `base` on, each without the spaces around it.
///
/// A pipe in code ends a cell, as it does where such tables are shown, unless the row fits the header only when it does not:
/// that is told beside them.
pub(super) fn cells(row: &str, base: usize, columns: usize) -> (Vec<Range<usize>>, bool) {
    let shown = split(row, base, false);
    if shown.len() == columns {
        return (shown, false);
    }
    let meant = split(row, base, true);
    if meant.len() == columns { (meant, true) } else { (shown, false) }
}

fn split(row: &str, base: usize, code_holds: bool) -> Vec<Range<usize>> {
    let line = row.split(['\n', '\r']).next().unwrap_or("");
    let inner = line.trim_start();
    let begins = line.len() - inner.len() + usize::from(inner.starts_with('|'));
    let end = line.trim_end().len().max(begins);
    let bytes = line.as_bytes();
    let (mut found, mut from, mut at) = (Vec::new(), begins, begins);
    let mut closed = false;
    while at < end {
        closed = false;
        match bytes[at] {
            b'\\' => at += 1,
            b'`' if code_holds => {
                let marks = bytes[at..end].iter().take_while(|byte| **byte == b'`').count();
                let behind = at + marks;
                let closes = line.get(behind..end).and_then(|rest| rest.find(&line[at..behind]));
                at = closes.map_or(behind, |closes| behind + closes + marks) - 1;
            }
            b'|' => {
                found.push(trimmed(line, from..at, base));
                from = at + 1;
                closed = true;
            }
            _ => {}
        }
        at += 1;
    }
    if !closed || found.is_empty() {
        found.push(trimmed(line, from.min(end)..end, base));
    }
    found
}

fn trimmed(line: &str, range: Range<usize>, base: usize) -> Range<usize> {
    let slice = line.get(range.clone()).unwrap_or("");
    let lead = slice.len() - slice.trim_start().len();
    let from = base + range.start + if slice.trim().is_empty() { 0 } else { lead };
    from..from + slice.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_they_are_written() {
        for (row, columns, expected) in [
            ("| a | b |", 2, "a,b"),
            ("a | b", 2, "a,b"),
            ("| a | b | c |\n", 2, "a,b,c"),
            ("| a |", 3, "a"),
            ("  | a | | c |", 3, "a,,c"),
            (r"| a \| b | c |", 2, r"a \| b,c"),
            ("| `a|b` | c |", 2, "`a|b`,c"),
            ("| `a|b` | c |", 3, "`a,b`,c"),
            ("| ``a|`` | b", 2, "``a|``,b"),
            ("| `a|b | c", 2, "`a,b,c"),
            ("|  |", 1, ""),
            ("", 2, ""),
            ("|", 2, ""),
            ("| a \\", 1, "a \\"),
        ] {
            let found: Vec<&str> = cells(row, 0, columns).0.into_iter().map(|range| &row[range]).collect();
            assert_eq!(found.join(","), expected, "{row:?}");
        }
    }
}
