//! Badges that say what a label says: `![Version](https://img.shields.io/badge/version-1.2-blue)`, or the same as a tag.

use std::ops::Range;

use super::labels::{Label, Piece, is_label};

/// Where badges come from: the path behind it is `label-message-colour`.
const BADGE: &str = "img.shields.io/badge/";
/// Bytes around the address of a badge in which its text is looked for.
const NEAR: usize = 400;

/// The labels of the badges in a text that starts at byte `base` of its source.
pub(super) fn badges(text: &str, base: usize) -> Vec<Label> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(begins) = text.get(at..).and_then(|rest| rest.find(BADGE)) {
        let from = at + begins + BADGE.len();
        let length = text[from..].find(|letter: char| "?)\"' />]\n\r".contains(letter)).unwrap_or(text.len() - from);
        at = from + length;
        let parts = dashed(&text[from..at]);
        let alt = alt(text, from, at);
        let (label, value) = match parts.as_slice() {
            [label, value, _] => (Some(label), value),
            [value, _] => (None, value),
            _ => continue,
        };
        let piece = |range: &Range<usize>| Piece {
            text: badge_text(&text[from + range.start..from + range.end]),
            range: base + from + range.start..base + from + range.end,
        };
        let value = piece(value);
        let alt = alt.filter(|alt| is_label(alt, true) && !alt.contains(&value.text));
        let label = match (alt, label.map(piece)) {
            (Some(alt), Some(label)) => Piece { text: alt.to_owned(), ..label },
            (Some(alt), None) => Piece { text: alt.to_owned(), range: value.range.clone() },
            (None, Some(label)) => label,
            (None, None) => continue,
        };
        found.push(Label { label, value });
    }
    found
}

/// The parts of the path of a badge, between single dashes.
fn dashed(path: &str) -> Vec<Range<usize>> {
    let bytes = path.as_bytes();
    let (mut parts, mut from, mut at) = (Vec::new(), 0, 0);
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'-', Some(b'-')) => at += 2,
            (b'-', _) => {
                parts.push(from..at);
                at += 1;
                from = at;
            }
            _ => at += 1,
        }
    }
    parts.push(from..bytes.len());
    parts
}

/// The text of a part of the path of a badge.
fn badge_text(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = |text: &[u8]| u8::from_str_radix(std::str::from_utf8(text.get(..2)?).ok()?, 16).ok();
        rest = match (first, behind.first(), hex(behind)) {
            (b'-', Some(b'-'), _) | (b'_', Some(b'_'), _) => {
                bytes.push(*first);
                &behind[1..]
            }
            (b'_', ..) => {
                bytes.push(b' ');
                behind
            }
            (b'%', _, Some(byte)) => {
                bytes.push(byte);
                &behind[2..]
            }
            _ => {
                bytes.push(*first);
                behind
            }
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The text that stands for an image whose address is at a place.
fn alt(text: &str, from: usize, to: usize) -> Option<&str> {
    let near = from.saturating_sub(NEAR)..to.saturating_add(NEAR).min(text.len());
    let (Some(before), Some(behind)) = (
        (near.start..=from).find_map(|at| text.get(at..from)),
        (to..=near.end).rev().find_map(|end| text.get(to..end)),
    ) else {
        return None;
    };
    if let Some(opens) = before.rfind("](").filter(|at| !before[*at..].contains([' ', '\n', '"'])) {
        let shown = &before[..opens];
        return shown.rfind("![").map(|at| shown[at + 2..].trim()).filter(|alt| !alt.is_empty());
    }
    let tag_from = before.rfind('<')?;
    let behind = &behind[..behind.find('>').unwrap_or(behind.len())];
    let (_, rest) = before[tag_from..].split_once("alt=\"").or(behind.split_once("alt=\""))?;
    rest.split_once('"').map(|(alt, _)| alt.trim()).filter(|alt| !alt.is_empty())
}
