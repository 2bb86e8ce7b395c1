//! Functions on the text of documents: whether it is the one that was approved.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::expr::value::{Reason, V};
use crate::expr::world::Env;
use crate::index::Index;
use crate::model::RecordId;
use crate::read::{Format, markdown};

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "body_digest(document: record) -> text?",
        "The SHA-256 of the text of a Markdown document: without front matter, comments and the targets of links, and with \
         one space for all white space.",
        "size(body_digest(document))",
        "71",
        body_digest,
    ),
    Function::plain(
        "has_digest(document: record, digest: text) -> bool",
        "Whether a SHA-256 is that of the text of a Markdown document, as it stands behind the front matter or as body_digest \
         reads it; unknown for anything else.",
        "has_digest(document, body_digest(document))",
        "true",
        has_digest,
    ),
];

/// Hexadecimal digits of a SHA-256.
const DIGITS: usize = 64;

fn body_digest<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let body = record(arguments).and_then(|id| body(env.world.index, id));
    body.map_or(V::NULL, |body| V::Text(format!("sha256:{}", digest(&normalised(body))).into()))
}

fn has_digest<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let (Some(id), Some(V::Text(given))) = (record(arguments), arguments.get(1)) else { return V::Bool(false) };
    let Some(body) = body(env.world.index, id) else {
        return V::unknown(Reason::Other("the text of the document was not read as Markdown"));
    };
    let given = given.trim().to_lowercase();
    let given = given.strip_prefix("sha256:").or_else(|| given.strip_prefix("sha-256:")).unwrap_or(&given).trim();
    if given.len() != DIGITS || !given.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return V::unknown(Reason::Other("the approved digest is no SHA-256"));
    }
    let as_it_stands = [body.to_owned(), body.trim().to_owned(), body.replace("\r\n", "\n"), normalised(body)];
    V::Bool(as_it_stands.iter().any(|text| digest(text) == given))
}

/// The text of a Markdown document behind its front matter.
fn body<'w>(index: &Index<'w>, id: RecordId) -> Option<&'w str> {
    let batch = index.records.batch(id);
    let source = index.sources.get(batch.tree.source());
    (Format::of_path(source.path()) == Format::Markdown).then(|| index.texts_of(id).next().map(markdown::body))?
}

/// What people read of a text: without comments and the targets of links, and with one space for all white space.
fn normalised(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](").into_iter().chain(rest.find("<!--")).min() {
        let (before, behind) = rest.split_at(at);
        plain.push_str(before);
        let (kept, end) = if behind.starts_with("](") { ("]", ")") } else { ("", "-->") };
        plain.push_str(kept);
        rest = behind.split_once(end).map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(DIGITS), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn record(arguments: &[V<'_>]) -> Option<RecordId> {
    match arguments.first() {
        Some(V::Record(id)) => Some(*id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_links_and_comments_are_no_text() {
        let text = "# Scope\n\nAll sites, see [the plan](../plan.md).\n";
        for same in [
            "# Scope\r\n\r\nAll  sites,\nsee [the plan](plan-2.md).",
            "# Scope\n<!-- covers: scope -->\nAll sites, see [the plan](https://example.org/a b).\n\n",
        ] {
            assert_eq!(normalised(same), normalised(text), "{same}");
        }
        for other in ["# Scope\n\nAll sites, see [a plan](../plan.md).\n", "# Scope\n\nNo sites, see (the plan)", ""] {
            assert_ne!(normalised(other), normalised(text), "{other}");
        }
        assert_eq!(normalised("a](b"), "a]", "what is not closed ends the text");
        assert_eq!(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
