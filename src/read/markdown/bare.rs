//! Pipe tables that are none for a parser of Markdown: without the line of dashes below their heads, or with one that has
//! another number of cells than the heads have.
//!
//! Only what can be nothing else is taken for a table. Without dashes, all lines begin and end with a pipe and have equally
//! many cells, three or more; with dashes, each line has a pipe.

use std::ops::Range;

use super::rows::cells;

/// The cells of a table as they are written.
#[derive(Debug)]
pub(super) struct Bare {
    /// The cells above the line of dashes; none where there is no such line.
    pub(super) header: Vec<Range<usize>>,
    pub(super) rows: Vec<Vec<Range<usize>>>,
}

/// The fewest columns of a table without a line of dashes: `| a | b |` may be part of a drawing, or of a formula.
const FEWEST: usize = 3;

/// Reads the lines of a paragraph, the first of which begins at byte `base`.
pub(super) fn table(paragraph: &str, base: usize) -> Option<Bare> {
    let mut lines = Vec::new();
    let mut at = base;
    for line in paragraph.split_inclusive('\n') {
        if !line.trim().is_empty() {
            lines.push((line, at));
        }
        at += line.len();
    }
    let (first, rest) = lines.split_first()?;
    let columns = cells(first.0, first.1, 0).0.len();
    let split = |(line, at): &(&str, usize)| cells(line, *at, columns).0;
    if rest.first().is_some_and(|(line, _)| is_dashes(line)) {
        // All of one line: `a | b` above `---` is a heading.
        let rows: Vec<Vec<Range<usize>>> = rest.iter().skip(1).map(split).collect();
        let piped = columns > 1 && rows.iter().all(|row| row.len() > 1);
        return (piped && !rows.is_empty()).then(|| Bare { header: split(first), rows });
    }
    let rows: Vec<Vec<Range<usize>>> = lines.iter().map(split).collect();
    let closed = lines.iter().all(|(line, _)| is_closed(line.trim()));
    let even = columns >= FEWEST && rows.len() > 1 && rows.iter().all(|row| row.len() == columns);
    let headed = || rows.first().is_some_and(|row| row.iter().all(|cell| !cell.is_empty()));
    (closed && even && headed()).then(|| Bare { header: Vec::new(), rows })
}

/// Whether a line begins and ends with a pipe; the last one is not escaped.
fn is_closed(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|') && line.ends_with('|') && !line.ends_with("\\|")
}

/// Whether a line separates heads from rows: two cells or more, of dashes and colons only.
fn is_dashes(line: &str) -> bool {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let is_dash = |cell: &str| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
    };
    inner.contains('|') && inner.split('|').all(is_dash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certain_is_a_table() {
        for (text, expected) in [
            ("| id | state | due |\n| N-1 | open | |\n", "id,state,due / N-1,open,"),
            ("| id | state | due |\r\n|N-1|a \\| b|`x`|\r\n", r"id,state,due / N-1,a \| b,`x`"),
            (
                "| id | state | due |\n|---|---|\n| N-1 | open |\nN-2 | closed | x\n",
                "id,state,due : N-1,open / N-2,closed,x",
            ),
            ("id | state\n:-: | - | -\nN-1 | open", "id,state : N-1,open"),
            // A line that is not closed, that has other cells or none, too few columns, blank heads, one line.
            ("| id | state | due |\n| N-1 | open | 3\n", ""),
            ("| id | state | due |\n| N-1 | open | \\|\n", ""),
            ("| id | state | due |\n| N-1 | open |\n", ""),
            ("| id | state | due |\nas of today\n", ""),
            ("| id | state |\n| N-1 | open |\n", ""),
            ("| id | | due |\n| N-1 | open | 3 |\n", ""),
            ("| id | state | due |\n", ""),
            ("**Owner:** A | **Version:** 1\n**State:** draft | **Page:** 2\n", ""),
            // Dashes with nothing below them, prose below them, no heads.
            ("| id | state |\n|---|\n", ""),
            ("| id | state |\n|---|---|---|\n", ""),
            ("| id | state |\n|---|---|---|\nand so on\n", ""),
            ("state\n|---|---|\n| open | 1 |\n", ""),
            ("", ""),
            ("|", ""),
            ("|||", ""),
        ] {
            let found = table(text, 0);
            let line =
                |row: &Vec<Range<usize>>| row.iter().map(|cell| &text[cell.clone()]).collect::<Vec<_>>().join(",");
            let shown = found.map_or_else(String::new, |found| {
                let head = if found.header.is_empty() { String::new() } else { format!("{} : ", line(&found.header)) };
                head + &found.rows.iter().map(line).collect::<Vec<_>>().join(" / ")
            });
            assert_eq!(shown, expected, "{text:?}");
        }
    }
}
