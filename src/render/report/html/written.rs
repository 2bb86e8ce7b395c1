//! Values as they are written into the page: escaped, on one line, with nothing hidden in them.

use minijinja::{Error, ErrorKind, Output, Value};
use sha2::{Digest as _, Sha256};

use crate::render::summary;
use crate::render::visible::one_line;

/// Writes a value: text is escaped unless a template or a picture made it.
pub(super) fn value(out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    let failed = |_| Error::from(ErrorKind::WriteFailure);
    match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text).map_err(failed),
        Some(text) => out.write_str(&escaped(text)).map_err(failed),
        None if value.is_none() => Ok(()),
        None => write!(out, "{value}").map_err(failed),
    }
}

/// Text as HTML. What would reorder or hide text is shown as what it is.
pub(super) fn escaped(text: &str) -> String {
    let line = one_line(text, true);
    let mut safe = String::with_capacity(line.len() + line.len() / 8);
    for letter in line.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // They are no characters, and no page may hold them.
            '\u{fdd0}'..='\u{fdef}' => safe.push('\u{fffd}'),
            _ if u32::from(letter) & 0xfffe == 0xfffe => safe.push('\u{fffd}'),
            _ => safe.push(letter),
        }
    }
    safe
}

/// A place as a person reads it: `log.yaml:12`, or `capa.xlsx Log!D14`.
pub(super) fn place(position: &Value) -> Result<String, Error> {
    let path = position.get_attr("path")?;
    let path = path.as_str().unwrap_or_default();
    let within = position.get_attr("within")?;
    Ok(match within.as_str() {
        Some(within) => format!("{path} {within}"),
        None => format!("{path}:{}", position.get_attr("line")?),
    })
}

/// The first of a list. (A slice, `list[:most]`, loses a list that was set outside a call block.)
pub(super) fn take(list: &Value, most: usize) -> Result<Vec<Value>, Error> {
    Ok(list.try_iter()?.take(most).collect())
}

/// At most so many letters of a text.
pub(super) fn short(text: &Value, most: usize) -> Value {
    let Some(text) = text.as_str() else { return text.clone() };
    let mut letters = text.chars();
    let mut short: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    Value::from(short)
}

/// A sentence of ours or of a rule: what stands between two backticks is code. Text in it is escaped all the same.
pub(super) fn said(text: &str) -> Value {
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without its pair is one.
    let pairs = parts.len().saturating_sub(1) / 2;
    let mut safe = String::new();
    for (at, part) in parts.iter().enumerate() {
        match at {
            _ if at > 2 * pairs => safe.push_str(&format!("`{}", escaped(part))),
            _ if at % 2 == 1 => safe.push_str(&format!("<code>{}</code>", escaped(part))),
            _ => safe.push_str(&escaped(part)),
        }
    }
    Value::from_safe_string(safe)
}

/// The text of a rule in one paragraph.
pub(super) fn flow(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text that begins with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A name of several words without its hyphens.
pub(super) fn plain(name: &str) -> String {
    name.replace(['-', '_'], " ")
}

/// A name as the target of a link.
pub(super) fn anchor(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}

/// '1 gap', '2 gaps'.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    summary::counted(count, one, many)
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The digest of a text as a content security policy names it.
pub(super) fn sha256_base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in Sha256::digest(bytes).chunks(3) {
        let bits = (0..3).fold(0usize, |bits, at| bits << 8 | usize::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let letter = BASE64.get(bits >> (18 - 6 * at) & 63).copied().unwrap_or(b'=');
            text.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}
