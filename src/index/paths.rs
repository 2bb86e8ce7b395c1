//! Paths that records name: whether there is such a file, and whether it holds something.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::Index;
use crate::model::{Kind, RecordId, Records, Value};

/// The files of a workspace, as far as they are known.
#[derive(Debug)]
pub(super) struct Paths<'w> {
    all: &'w BTreeSet<String>,
    /// Those that are named as evidence, and hold nothing.
    empty: FxHashSet<&'w str>,
    one_file: bool,
}

impl<'w> Paths<'w> {
    pub(super) fn of(all: &'w BTreeSet<String>) -> Self {
        Self { all, empty: FxHashSet::default(), one_file: false }
    }
}

impl<'w> Index<'w> {
    /// Only one file of the workspace is known: of other paths nobody can say whether they lead somewhere.
    #[must_use]
    pub fn of_one_file(mut self) -> Self {
        self.paths.one_file = true;
        self
    }

    /// Lets evidence be told from a file that holds nothing: `is_empty` is asked of each file that is named as evidence.
    #[must_use]
    pub fn with_empty(mut self, is_empty: impl Fn(&str) -> bool) -> Self {
        let evidence = self.of_kind(Kind::Evidence).iter().filter_map(|id| evidence_path(self.records, *id));
        let mut paths: Vec<&str> = evidence.filter(|path| self.paths.all.contains(*path)).collect();
        paths.sort_unstable();
        paths.dedup();
        self.paths.empty = paths.into_iter().filter(|path| is_empty(path)).collect();
        self
    }

    /// Whether a path names a file that is named as evidence, and holds nothing.
    #[must_use]
    pub fn is_empty_file(&self, path: &str) -> bool {
        self.paths.empty.contains(plain_path(path))
    }

    /// Whether a path that is not known is certain to lead nowhere.
    #[must_use]
    pub fn knows_all_paths(&self) -> bool {
        !self.paths.one_file
    }

    /// Whether the workspace has a file with this path.
    #[must_use]
    pub fn path_exists(&self, path: &str) -> bool {
        self.paths.all.contains(plain_path(path))
    }
}

/// A path as the workspace lists it, without the place in the file that it may lead to.
fn plain_path(path: &str) -> &str {
    let path = path.split('#').next().unwrap_or(path);
    path.strip_prefix("./").unwrap_or(path)
}

/// What a piece of evidence names, if that may be a path.
fn evidence_path(records: &Records, id: RecordId) -> Option<&str> {
    match records.value(id, Kind::Evidence.field("ref")?) {
        Value::Text(text) => Some(plain_path(text)),
        _ => None,
    }
}
