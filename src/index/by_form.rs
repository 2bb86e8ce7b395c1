//! [`ByForm`]: records by the form of their ids, for references in which zeros or hyphens are written another way.

use rustc_hash::FxHashMap;

use crate::model::{RecordId, id_form};

use super::Index;

/// Records by [`id_form`]; built when the first reference comes that names no record as it is written.
#[derive(Debug, Default)]
pub(super) struct ByForm {
    /// Records that no record with an id contains.
    top: FxHashMap<Box<str>, Vec<RecordId>>,
    /// Nested records whose bare id is unique; `None` where two ids have one form.
    nested: FxHashMap<Box<str>, Option<RecordId>>,
}

impl ByForm {
    pub(super) fn build(index: &Index<'_>) -> Self {
        let mut found = Self::default();
        for (text, id) in &index.top {
            let same = found.top.entry(id_form(text).into()).or_default();
            same.push(*id);
            same.extend(index.more.get(text).into_iter().flatten());
        }
        for (text, id) in &index.nested {
            found.nested.entry(id_form(text).into()).and_modify(|known| *known = None).or_insert(*id);
        }
        found
    }

    /// The outermost record that a reference means: none where two ids that are written differently have its form.
    pub(super) fn top(&self, index: &Index<'_>, text: &str, fits: impl Fn(&RecordId) -> bool) -> Option<RecordId> {
        let mut fitting = self.top.get(id_form(text).as_ref())?.iter().copied().filter(fits);
        let first = fitting.next()?;
        let written = index.records.bare_id(first);
        fitting.all(|other| index.records.bare_id(other) == written).then_some(first)
    }

    /// The nested record that a bare id means.
    pub(super) fn nested(&self, text: &str) -> Option<RecordId> {
        self.nested.get(id_form(text).as_ref()).copied().flatten()
    }
}

/// Whether a text may be an id that is written in another way: it has letters, or signs beyond ASCII, and ends in a number.
pub(super) fn may_differ(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    let plain = |byte: &u8| *byte != b' ' && *byte != b'.';
    last.is_ascii_digit()
        && bytes.iter().all(plain)
        && (first.is_ascii_alphabetic() || bytes.iter().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()))
}

/// A bit for what an id begins with, which stays the same however it is written: most texts that name no record begin like
/// none.
pub(super) fn beginning(id: &str) -> u128 {
    let letters = id.bytes().take_while(u8::is_ascii_alphabetic).count();
    let first = id.as_bytes().first().copied().filter(|_| letters > 0).map_or(0, usize::from);
    1 << ((first + 31 * letters) & 127)
}
