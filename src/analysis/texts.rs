//! The texts of files: a file itself, or the sheets of a workbook. Several files are loaded at a time.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::gather::Wanted;
use crate::config::Settings;
use crate::diagnostic::Problem;
use crate::discover::{Loaded, Workspace};
use crate::read::{self, Document, Format, Package};
use crate::text::{SourceId, Sources};

/// A text of a file that was loaded.
pub(super) struct Text {
    /// The source that asks for it.
    pub(super) settings: Option<usize>,
    pub(super) id: SourceId,
    pub(super) problems: Vec<Problem>,
    /// Another source reads the same text, and its problems were said there.
    pub(super) again: bool,
    /// What the text was made from was read to make it.
    pub(super) document: Option<Document>,
    /// What was left out of the file on purpose.
    pub(super) left_out: Vec<String>,
}

/// Loads the files, and adds their texts to the sources in the order of the files.
pub(super) fn texts(
    workspace: &Workspace,
    settings: &Settings,
    wanted: Vec<Wanted>,
    sources: &mut Sources,
) -> Vec<Text> {
    let load = |file: &Wanted| open(workspace, settings, &file.path);
    let opened: Vec<(Loaded, Option<Package>)> = wanted.par_iter().map(load).collect();
    let mut known: FxHashMap<String, Vec<SourceId>> = FxHashMap::default();
    for (id, source) in sources.of_this_state() {
        known.entry(source.path().to_owned()).or_default().push(id);
    }
    let mut said: FxHashSet<SourceId> = known.values().flatten().copied().collect();
    let mut texts = Vec::with_capacity(opened.len());
    for (file, (loaded, package)) in wanted.into_iter().zip(opened) {
        let ids = known.entry(loaded.path().to_owned()).or_default();
        let sheet = file.settings.and_then(|index| settings.sources[index].sheet.as_ref());
        // Two sources may read one file: it stays one text.
        let found = match package {
            None => vec![of_text(&loaded, ids, sources)],
            Some(package) => {
                if ids.is_empty() {
                    *ids = package.add_to(loaded.path(), sources);
                }
                parts(package, ids, sheet.map(|sheet| sheet.value.as_str()))
            }
        };
        for text in found {
            texts.push(Text { settings: file.settings, again: !said.insert(text.id), ..text });
        }
    }
    texts
}

/// Loads a file; an archive is read at once, because its texts are made of it.
fn open(workspace: &Workspace, settings: &Settings, path: &str) -> (Loaded, Option<Package>) {
    // A film is not opened to say that it is no register.
    if !Format::of_path(path).is_read() && workspace.is_file(path) {
        return (Loaded::unopened(path), None);
    }
    let mut loaded = workspace.load_within(path, &settings.limits);
    let package = loaded.take_bytes().map(|bytes| read::package::read(path, &bytes));
    (loaded, package)
}

fn of_text(loaded: &Loaded, ids: &mut Vec<SourceId>, sources: &mut Sources) -> Text {
    let id = ids.first().copied().unwrap_or_else(|| sources.add(loaded.path(), std::sync::Arc::clone(loaded.text())));
    if ids.is_empty() {
        ids.push(id);
    }
    Text { problems: loaded.problems(id), ..Text::of(id) }
}

/// The texts of an archive that a source asks for.
fn parts(package: Package, ids: &[SourceId], sheet: Option<&str>) -> Vec<Text> {
    let first = ids.first().copied().unwrap_or(SourceId(0));
    let (chosen, left_out, problem) = package.choose(sheet, first);
    if let Some(problem) = problem {
        let document = Some(Document::empty(first));
        return vec![Text { problems: vec![problem], document, left_out, ..Text::of(first) }];
    }
    let text = |(number, part): (usize, read::Part)| {
        let id = ids.get(number).copied().unwrap_or(first);
        let mut document = part.document.in_source(id);
        let problems = std::mem::take(&mut document.problems);
        Text { problems, document: Some(document), ..Text::of(id) }
    };
    let mut texts: Vec<Text> = chosen.into_iter().map(text).collect();
    texts.iter_mut().take(1).for_each(|text| text.left_out.clone_from(&left_out));
    texts
}

impl Text {
    fn of(id: SourceId) -> Self {
        Self { settings: None, id, problems: Vec::new(), again: false, document: None, left_out: Vec::new() }
    }
}
