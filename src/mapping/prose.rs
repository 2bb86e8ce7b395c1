//! A body of blocks as sections, the labels with values in them, and ids in titles.

use std::ops::Range;

use crate::data::{NodeId, Tree};
use crate::model::{Group, Kind};
use crate::text::Span;

use super::heads;
use super::tables::{Manner, cells, is_blank};

/// A heading with the blocks below it, up to the next heading of any level.
pub(super) struct Section {
    /// `None` above the first heading.
    pub(super) heading: Option<NodeId>,
    /// 0 above the first heading.
    pub(super) level: u8,
    pub(super) blocks: Vec<NodeId>,
    /// The heading and its blocks.
    pub(super) span: Span,
    /// The sections within it.
    pub(super) inner: Range<usize>,
}

impl Section {
    pub(super) fn title<'t>(&self, tree: &'t Tree) -> &'t str {
        self.heading.map_or("", |heading| tree.text(heading))
    }
}

/// The sections of a body; none for other trees.
pub(super) fn sections(tree: &Tree) -> Vec<Section> {
    let body = tree.roots().first().and_then(|root| tree.get(*root, "body"));
    let mut list: Vec<Section> = Vec::new();
    for block in body.into_iter().flat_map(|body| tree.children(body)) {
        let span = tree.span(block);
        if kind_of(tree, block) == "heading" {
            let level = tree.get(block, "level").and_then(|level| tree.text(level).parse().ok()).unwrap_or(1);
            list.push(Section { heading: tree.get(block, "text"), level, blocks: Vec::new(), span, inner: 0..0 });
            continue;
        }
        if list.is_empty() {
            list.push(Section { heading: None, level: 0, blocks: Vec::new(), span, inner: 0..0 });
        }
        if let Some(last) = list.last_mut() {
            last.blocks.push(block);
            last.span.end = last.span.end.max(span.end);
        }
    }
    // The innermost open sections wait for the next heading of their level.
    let mut open: Vec<usize> = Vec::new();
    for at in 0..=list.len() {
        let level = list.get(at).map_or(0, |section| section.level);
        while let Some(last) = open.last().copied() {
            if level > list[last].level && list[last].level > 0 {
                break;
            }
            list[last].inner = last + 1..at;
            open.pop();
        }
        open.push(at);
    }
    list
}

pub(super) fn kind_of(tree: &Tree, block: NodeId) -> &str {
    tree.get(block, "type").map_or("", |kind| tree.text(kind))
}

/// A label and its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) label: NodeId,
    pub(super) value: NodeId,
    /// It stands in a table of labels, so that it is meant to be one.
    pub(super) in_table: bool,
}

/// The labels of some blocks, with their values.
pub(super) fn pairs(tree: &Tree, blocks: &[NodeId], kind: Kind, manner: Manner<'_>) -> Vec<Pair> {
    let mut found = Vec::new();
    for block in blocks {
        for label in tree.get(*block, "labels").into_iter().flat_map(|labels| tree.children(labels)) {
            if let (Some(label), Some(value)) = (tree.get(label, "label"), tree.get(label, "value")) {
                found.push(Pair { label, value, in_table: false });
            }
        }
        if kind_of(tree, *block) == "table" {
            found.extend(label_table(tree, *block, kind, manner));
        }
    }
    found
}

/// The pairs of a table of labels and values; none if it is another table.
pub(super) fn label_table(tree: &Tree, table: NodeId, kind: Kind, manner: Manner<'_>) -> Vec<Pair> {
    let rows = rows(tree, table);
    let Some(width) = rows.first().map(Vec::len).filter(|width| matches!(width, 2 | 4)) else { return Vec::new() };
    let announces = |cell: NodeId, group| manner.lexicon.announces(tree.text(cell), group);
    let is_known = |label: NodeId| heads::path_of(tree.text(label), kind, manner).is_some();
    // The head of a table may be its first pair; where it is none, it says that labels and values stand below it.
    let own_head = |label: NodeId, value: NodeId| announces(value, Group::Values) || announces(label, Group::Labels);
    let headed = tree.get(table, "header").is_some();
    let mut pairs = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        for pair in row.chunks(2) {
            let [label, value] = pair else { continue };
            let (label, value) = (*label, *value);
            if is_blank(tree, label) || (number == 0 && own_head(label, value)) {
                continue;
            }
            if number == 0 && headed && !is_known(label) {
                return Vec::new();
            }
            pairs.push(Pair { label, value, in_table: true });
        }
    }
    // Labels stand below each other; the heads of another table stand in one row. In a wider table every second cell is one.
    let known = |label: &&NodeId| is_known(**label);
    let said = rows.iter().filter(|row| row.iter().step_by(2).any(|label| known(&label))).count();
    let labels = || rows.iter().flat_map(|row| row.iter().step_by(2));
    let halves = (0..width / 2).all(|half| rows.iter().filter_map(|row| row.get(half * 2)).any(|label| known(&label)));
    let enough = said >= 2 && halves && known_paths(labels().map(|label| tree.text(*label)), kind, manner).len() >= 2;
    if enough { pairs } else { Vec::new() }
}

/// The rows of a table with its head.
pub(super) fn rows(tree: &Tree, table: NodeId) -> Vec<Vec<NodeId>> {
    let head = tree.get(table, "header").into_iter();
    let rows = head.chain(tree.get(table, "rows").into_iter().flat_map(|rows| tree.children(rows)));
    rows.map(|row| cells(tree, row)).collect()
}

/// The different fields that some labels stand for.
pub(super) fn known_paths<'t>(labels: impl Iterator<Item = &'t str>, kind: Kind, manner: Manner<'_>) -> Vec<String> {
    let mut paths: Vec<String> = labels.filter_map(|label| heads::path_of(label, kind, manner)).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// A title that begins with an id: `NCR-2025-001: Title`, `NC-1 (Minor) — Title`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Titled {
    pub(super) id: Range<usize>,
    /// What stands in brackets behind the id.
    pub(super) note: Option<Range<usize>>,
    /// The rest; `None` where the id is all.
    pub(super) title: Option<Range<usize>>,
}

/// Takes a title apart; `None` if neither its first nor its second word is an id.
pub(super) fn titled(text: &str) -> Option<Titled> {
    let mut words = words(text).filter(|word| text[word.clone()].contains(char::is_alphanumeric));
    let mut first = words.next()?;
    // `2.1 NC-01 Title` is numbered.
    if text[first.clone()].chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ')')) {
        first = words.next()?;
    }
    let id = [Some(first), words.next()].into_iter().flatten().find_map(|word| id_in(text, word))?;
    let marks = |letter: char| letter.is_whitespace() || "-–—:|.·".contains(letter);
    let mut from =
        id.end + leading(&text[id.end..], |letter| matches!(letter, ']' | '*' | '`') || letter.is_whitespace());
    let mut note = None;
    if let Some(inner) = text[from..].strip_prefix(['(', '['])
        && let Some(closes) = inner.find([')', ']'])
    {
        note = Some(from + 1..from + 1 + closes);
        from += closes + 2;
    }
    from += leading(&text[from..], marks);
    let end = text.trim_end().len();
    Some(Titled { id, note, title: (from < end).then_some(from..end) })
}

/// The id at the end of a title: `Minutes — MR-2026-Q1`, `Report AUD-7 (draft)`.
pub(super) fn id_at_end(text: &str) -> Option<Range<usize>> {
    let text = text.trim_end();
    let note = text.strip_suffix(')').and_then(|inner| inner.rfind('('));
    let text = note.map_or(text, |at| &text[..at]);
    words(text).last().and_then(|word| id_in(text, word))
}

/// The ids in a text.
pub(super) fn ids_in(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    words(text).filter_map(|word| id_in(text, word))
}

fn leading(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(of).len()
}

/// The words of a text by their bytes.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split(char::is_whitespace).filter_map(move |word| {
        let start = at;
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        (!word.is_empty()).then_some(start..start + word.len())
    })
}

/// What is no id, though it looks like one: standards, and parts of a year.
const NO_IDS: [&str; 20] = [
    "ISO", "IEC", "NIST", "SOC", "PCI", "CVE", "BSI", "DIN", "EN", "SP", "CIS", "AES", "SHA", "TLS", "UTF", "Q", "FY",
    "H", "V", "CY",
];

/// The id in a word: capital letters, then figures, with a sign between them or at least two letters.
fn id_in(text: &str, word: Range<usize>) -> Option<Range<usize>> {
    let written = &text[word.clone()];
    let lead = leading(written, |letter| !letter.is_alphanumeric());
    let inner = &written[lead..];
    let inner = &inner[..inner
        .find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_/#".contains(letter))
        .unwrap_or(inner.len())];
    let id = inner.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let behind = &written[lead + id.len()..];
    let letters = leading(id, |letter| letter.is_ascii_uppercase());
    let apart = id[letters..].starts_with(['-', '_', '/', '#']);
    let is_id = id.len() <= 32
        && !id.chars().any(|letter| letter.is_ascii_lowercase())
        && id.chars().any(|letter| letter.is_ascii_digit())
        && (letters >= 2 || (letters == 1 && apart))
        && !NO_IDS.contains(&&id[..letters])
        && !behind.starts_with(|letter: char| letter.is_alphanumeric() || letter == '.' && behind.len() > 1);
    let start = word.start + lead;
    is_id.then_some(start..start + id.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_taken_apart() {
        for (text, expected) in [
            ("NCR-2025-001: Title", "NCR-2025-001||Title"),
            ("NCR-001 (Minor) – A title", "NCR-001|Minor|A title"),
            ("CAR-001 — A — b", "CAR-001||A — b"),
            ("2.1 NC-1 - x", "NC-1||x"),
            ("Finding F-02: x", "F-02||x"),
            ("🔴 [NC12] x", "NC12||x"),
            ("PM2022-009 - Bad AMI", "PM2022-009||Bad AMI"),
            ("MR-2026-Q1", "MR-2026-Q1||"),
            ("Action 1 — x", "-"),
            ("ISO-27001 policy", "-"),
            ("Q1-2026 review", "-"),
            ("P1 incident", "-"),
            ("A.5.15 Access", "-"),
            ("5-Why Analysis", "-"),
            ("PMyyyy-nnn - x", "-"),
            ("", "-"),
        ] {
            let found = titled(text).map_or_else(
                || "-".to_owned(),
                |found| {
                    let part = |range: Option<Range<usize>>| range.map_or("", |range| &text[range]).to_owned();
                    format!("{}|{}|{}", &text[found.id], part(found.note), part(found.title))
                },
            );
            assert_eq!(found, expected, "{text:?}");
        }
        assert_eq!(id_at_end("Minutes — MR-2026-Q1"), Some(12..22));
        assert_eq!(id_at_end("Report AUD-7 (draft)"), Some(7..12));
        assert_eq!(id_at_end("Minutes of March 2026"), None);
    }
}
