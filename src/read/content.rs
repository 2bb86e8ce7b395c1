//! What a text looks like, whatever its name: for files whose names do not tell, or lie.

use super::Format;
use super::csv::Delimiter;

/// Bytes that are looked at.
const LOOKED_AT: usize = 64 << 10;
/// Letters of the longest head of a column.
const LONGEST_HEAD: usize = 60;

/// How texts of known formats begin that are not read, in lower case.
const MARKS: [(&str, &str); 8] = [
    ("<!doctype html", "HTML page"),
    ("<html", "HTML page"),
    ("<?xml", "XML document"),
    ("%pdf-", "PDF"),
    ("{\\rtf", "text processor document"),
    ("#!", "program"),
    ("<?php", "program"),
    ("-----begin ", "key or certificate"),
];

/// The format of a text whose name says nothing; `None` where nothing is recognised.
pub(super) fn recognised(text: &str) -> Option<Format> {
    let text = beginning(text);
    if let Some(format) = marked(text) {
        return Some(format);
    }
    if is_json(text.trim_start()) {
        return Some(Format::Json);
    }
    if let Some(body) = behind_front_matter(text) {
        return Some(if body.trim().is_empty() || is_yaml(body) { Format::Yaml } else { Format::Markdown });
    }
    if is_yaml(text) {
        return Some(Format::Yaml);
    }
    if is_program(text) {
        return None;
    }
    if has_markup(text) {
        return Some(Format::Markdown);
    }
    if is_table(text, 2) {
        return Some(Format::Table);
    }
    is_prose(text).then_some(Format::Markdown)
}

/// The format of a text that is clearly not of the format that its name promises.
pub(super) fn contradicts(promised: &Format, text: &str) -> Option<Format> {
    let text = beginning(text);
    let start = text.trim_start();
    let found = match promised {
        Format::Markdown if is_json(start) && start.contains("\":") => Format::Json,
        Format::Markdown if !has_markup(text) && !text.starts_with("---") && is_table(text, 3) => Format::Table,
        Format::Yaml | Format::Json if !start.lines().next()?.contains([':', '{', '[']) && is_table(text, 3) => {
            Format::Table
        }
        Format::Table if is_json(start) => Format::Json,
        Format::Table if text.lines().any(is_pipe_rule) => Format::Markdown,
        Format::Yaml | Format::Json | Format::Table => marked(text).filter(|_| !start.starts_with("#!"))?,
        Format::Workbook | Format::TextDocument => recognised(text)?,
        _ => return None,
    };
    Some(found)
}

/// As much of a text as is looked at, without the piece of a line at its end.
fn beginning(text: &str) -> &str {
    if text.len() <= LOOKED_AT {
        return text;
    }
    let mut end = LOOKED_AT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    text.rfind('\n').map_or(text, |line| &text[..=line])
}

fn marked(text: &str) -> Option<Format> {
    let start = text.trim_start();
    let begins = |mark: &str| start.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let mark = MARKS.iter().find(|(mark, _)| begins(mark));
    mark.map(|(_, name)| Format::Unknown((*name).to_owned()))
}

/// A mapping with a key in quotation marks, or a list of such mappings. Texts of other formats also begin with brackets.
fn is_json(text: &str) -> bool {
    if let Some(list) = text.strip_prefix('[') {
        let list = list.trim_start();
        return list.trim_end() == "]" || (list.starts_with('{') && is_json(list));
    }
    let Some(mapping) = text.strip_prefix('{').map(str::trim_start) else { return false };
    if mapping.trim_end() == "}" {
        return true;
    }
    let key = mapping.strip_prefix('"').and_then(|key| key.split_once('"'));
    key.is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// What stands behind the front matter of a text that has one.
fn behind_front_matter(text: &str) -> Option<&str> {
    let mut lines = text.split_inclusive('\n');
    let mut at = lines.next().filter(|line| line.trim_end() == "---")?.len();
    for line in lines {
        at += line.len();
        if line.trim_end() == "---" {
            return text.get(at..);
        }
    }
    None
}

/// Lines with `key:`, lists of them, comments, and what is indented below them; nothing else.
fn is_yaml(text: &str) -> bool {
    let (mut keys, mut marks) = (0, 0);
    for line in text.lines() {
        let inner = line.trim_start();
        if inner.is_empty() || inner.starts_with('#') || matches!(line.trim_end(), "---" | "...") {
            continue;
        }
        let item = inner.strip_prefix("- ").map(str::trim_start);
        let key = is_key_line(item.unwrap_or(inner));
        keys += usize::from(key);
        marks += usize::from(item.is_some() || inner.len() < line.len());
        let below = inner.len() < line.len() && keys > 0;
        if !key && item.is_none() && !below {
            return false;
        }
    }
    // Labels such as `Status: open` above a text are no YAML, and neither is a list of sentences.
    keys > 1 && (marks > 0 || text.lines().filter(|line| !line.trim().is_empty()).count() == keys)
}

fn is_key_line(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    let letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ' ' | '.' | '/');
    let spaced = rest.is_empty() || rest.starts_with([' ', '\r']);
    spaced && !key.is_empty() && key.len() <= LONGEST_HEAD && key.chars().all(letter) && key.split(' ').count() <= 4
}

/// Lines that end as lines of programs do.
fn is_program(text: &str) -> bool {
    let (mut lines, mut code) = (0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        let assigned = line.split_once('=').is_some_and(|(name, _)| {
            !name.trim().is_empty() && name.trim().bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        });
        let starts =
            ["import ", "#include", "package ", "using ", "FROM ", "RUN ", "COPY ", "export ", "def ", "func "];
        let ends = line.ends_with(['{', '}', '\\']) || line.ends_with(");") || line.ends_with("};");
        code += usize::from(ends || assigned || starts.iter().any(|start| line.starts_with(start)));
    }
    code * 5 > lines
}

/// Headings with a blank line around them, a table drawn with pipes, an underlined heading.
fn has_markup(text: &str) -> bool {
    let mut lines = text.lines().peekable();
    let mut before = "";
    while let Some(line) = lines.next() {
        let marks = line.len() - line.trim_start_matches('#').len();
        let heading = (1..=6).contains(&marks) && line[marks..].starts_with(' ') && !line[marks..].trim().is_empty();
        let apart = before.trim().is_empty() && lines.peek().is_none_or(|next| next.trim().is_empty());
        if (heading && (apart || marks > 1)) || is_pipe_rule(line) {
            return true;
        }
        let rule = line.trim_end();
        let underlines =
            rule.len() > 2 && (rule.bytes().all(|byte| byte == b'=') || rule.bytes().all(|byte| byte == b'-'));
        if underlines && !before.trim().is_empty() {
            return true;
        }
        before = line;
    }
    false
}

/// The line below the head of a Markdown table: `|---|:--:|`.
fn is_pipe_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains("--") && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// Rows with as many cells as the first of them, which reads like heads of columns.
fn is_table(text: &str, least: usize) -> bool {
    let delimiter = Delimiter::of(text);
    if delimiter.first_row > 0 {
        return true;
    }
    let regular = delimiter.alike >= 2 && delimiter.cells >= least && delimiter.alike * 5 >= delimiter.rows * 4;
    if !regular || delimiter.byte == b'|' && text.lines().any(is_pipe_rule) {
        return false;
    }
    let head = delimiter.first_alike(text);
    let mut written: Vec<&str> = head.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let is_head = |cell: &str| {
        let words = cell.split_whitespace().count();
        cell.len() <= LONGEST_HEAD && words <= 6 && !cell.ends_with(['.', ':']) && cell.chars().any(char::is_alphabetic)
    };
    let reads_well = written.len() * 2 > head.len() && written.iter().all(|cell| is_head(cell));
    written.sort_unstable();
    written.dedup();
    reads_well && written.len() >= least
}

/// Sentences: most lines have several words, and some end as sentences do.
fn is_prose(text: &str) -> bool {
    let (mut lines, mut wordy, mut ended) = (0, 0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        let words =
            line.split_whitespace().filter(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1);
        wordy += usize::from(words.count() >= 3);
        ended += usize::from(line.ends_with(['.', '!', '?', ':', '。']));
    }
    wordy * 2 > lines && ended > 0
}
