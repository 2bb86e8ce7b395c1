//! For tests: small workspaces written down in YAML.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::data::Date;
use crate::index::Index;
use crate::mapping::{self, SourceSettings};
use crate::model::{Kind, Lexicon, RecordId};
use crate::read::{Format, yaml};
use crate::text::{Sources, Span};

/// Asks an index of these files; `columns` are the fields of entries that the first file keeps, all where there are none.
pub(super) fn story<T>(
    files: &[(Kind, &str)],
    columns: &[(Kind, &[&str])],
    ask: impl for<'w> FnOnce(&'w Index<'w>) -> T,
) -> T {
    let (mut sources, mut mapped) = (Sources::default(), Vec::new());
    for (number, (kind, text)) in files.iter().enumerate() {
        let (path, text) = (format!("{}-{number}.yaml", kind.name()), Arc::<str>::from(*text));
        let source = sources.add(path.clone(), Arc::clone(&text));
        let (tree, problems) = yaml::read(source, &text);
        assert!(problems.is_empty(), "{problems:?}");
        let common = mapping::Common { lexicon: Lexicon::embedded(), pack: "iso-27001-2022", path: "a.yaml" };
        let settings = SourceSettings::canonical(*kind, &path, Span::top(source));
        mapped.push(mapping::map(&settings, number, tree, &Format::Yaml, common));
    }
    let mut records = mapping::unite(mapped).records;
    for (kind, fields) in columns {
        let bits = fields.iter().map(|field| 1_u128 << kind.field(field).unwrap().0).sum();
        records.batches.iter_mut().for_each(|batch| batch.carried[*kind as usize] = bits);
    }
    let paths = BTreeSet::new();
    let index = Index::build(&records, &sources, &paths);
    ask(&index)
}

pub(super) fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub(super) fn entry(index: &Index<'_>, id: &str) -> RecordId {
    index.resolve(id, &[Kind::Entry]).unwrap()
}
