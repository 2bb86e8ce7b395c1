//! [`ByForm`]: records by the form of their ids, for references in which zeros or hyphens are written another way.

use crate::model::{RecordId, id_form};
use crate::text::offset;

use super::Index;

/// Records by [`id_form`]; built when the first reference comes that names no record as it is written.
#[derive(Debug, Default)]
pub(super) struct ByForm {
    /// Records that no record with an id contains.
    top: Forms<RecordId>,
    /// Nested records whose bare id is unique; `None` where it is not.
    nested: Forms<Option<RecordId>>,
}

/// Values by the form of an id, sorted: few references are looked for here, and a table for all ids would take a tenth of the
/// memory of a register.
#[derive(Debug)]
struct Forms<T> {
    /// All forms, one behind the other.
    text: String,
    /// Where each form starts and ends, and what it stands for.
    list: Vec<(u32, u32, T)>,
}

impl<T> Default for Forms<T> {
    fn default() -> Self {
        Self { text: String::new(), list: Vec::new() }
    }
}

impl<T: Copy + Ord> Forms<T> {
    fn add(&mut self, form: &str, value: T) {
        let start = offset(self.text.len());
        self.text.push_str(form);
        self.list.push((start, offset(self.text.len()), value));
    }

    fn sort(&mut self) {
        let Self { text, list } = self;
        list.sort_unstable_by_key(|(start, end, value)| (form_at(text, *start, *end), *value));
        text.shrink_to_fit();
        list.shrink_to_fit();
    }

    /// What an id of this form stands for, in order.
    fn get(&self, form: &str) -> impl Iterator<Item = T> {
        let form_of = |(start, end, _): &(u32, u32, T)| form_at(&self.text, *start, *end);
        let first = self.list.partition_point(|one| form_of(one) < form);
        let behind = first + self.list[first..].partition_point(|one| form_of(one) == form);
        self.list[first..behind].iter().map(|(_, _, value)| *value)
    }
}

fn form_at(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or("")
}

impl ByForm {
    pub(super) fn build(index: &Index<'_>) -> Self {
        let mut found = Self::default();
        for (text, id) in &index.top {
            let form = id_form(text);
            found.top.add(&form, *id);
            for more in index.more.get(text).into_iter().flatten() {
                found.top.add(&form, *more);
            }
        }
        for (text, id) in &index.nested {
            found.nested.add(&id_form(text), *id);
        }
        found.top.sort();
        found.nested.sort();
        found
    }

    /// The outermost record that a reference means: none where two ids that are written differently have its form.
    pub(super) fn top(&self, index: &Index<'_>, text: &str, fits: impl Fn(&RecordId) -> bool) -> Option<RecordId> {
        let form = id_form(text);
        let mut fitting = self.top.get(&form).filter(fits);
        let first = fitting.next()?;
        let written = index.records.bare_id(first);
        fitting.all(|other| index.records.bare_id(other) == written).then_some(first)
    }

    /// The nested record that a bare id means.
    pub(super) fn nested(&self, text: &str) -> Option<RecordId> {
        let form = id_form(text);
        let mut same = self.nested.get(&form);
        // Two ids that are written differently have this form.
        same.next().filter(|_| same.next().is_none()).flatten()
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
