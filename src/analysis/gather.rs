//! The files of a workspace, read and mapped: several at a time, in the order of the settings.

use rayon::prelude::*;

use crate::config::Settings;
use crate::data::Tree;
use crate::diagnostic::Problem;
use crate::discover::{DiscoverError, Loaded, Workspace};
use crate::mapping::{Common, Mapped, Reading, map, unite};
use crate::model::{Kind, Lexicon, Records};
use crate::read;
use crate::text::{SourceId, Sources, Span};

/// What a workspace holds.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) records: Records,
    pub(super) readings: Vec<Reading>,
    pub(super) problems: Vec<Problem>,
    /// Kinds of which a source was not read to its end.
    pub(super) unread: Vec<Kind>,
}

/// A file that a source names.
struct Wanted {
    settings: usize,
    path: String,
}

/// Reads all files that the settings name.
pub(super) fn gather(
    workspace: &Workspace,
    settings: &Settings,
    sources: &mut Sources,
) -> Result<Gathered, DiscoverError> {
    let mut gathered = Gathered::default();
    let wanted = wanted(workspace, settings, &mut gathered)?;
    let loaded: Vec<Loaded> = wanted.par_iter().map(|file| workspace.load(&file.path)).collect();
    let mut texts = Vec::with_capacity(loaded.len());
    for (file, loaded) in wanted.iter().zip(loaded) {
        // Two sources may read one file: it stays one text.
        let known = sources.by_path(loaded.path());
        let (id, problems) = match known {
            Some(id) => (id, Vec::new()),
            None => loaded.add_to(sources),
        };
        texts.push((file.settings, id, problems));
    }
    let common = Common { lexicon: Lexicon::embedded(), pack: &settings.standard.value };
    let sources = &*sources;
    let read: Vec<(Mapped, Vec<Problem>, bool)> = texts
        .into_par_iter()
        .map(|(index, id, mut problems)| {
            let document = read::read(id, sources.get(id).path(), sources.get(id).text());
            let complete = problems.is_empty() && document.problems.is_empty();
            problems.extend(document.problems);
            let empty = complete && says_nothing(&document.tree);
            let mapped = map(&settings.sources[index], index, document.tree, &document.format, common);
            if empty {
                problems.push(empty_file(id, sources, settings.sources[index].kind));
            }
            (mapped, problems, complete)
        })
        .collect();
    let mut mapped = Vec::with_capacity(read.len());
    for (file, problems, complete) in read {
        if !complete {
            gathered.unread.push(file.reading.kind);
        }
        gathered.problems.extend(problems);
        mapped.push(file);
    }
    let united = unite(mapped);
    gathered.problems.extend(united.problems);
    gathered.readings = united.readings;
    gathered.records.batches = united.batches;
    gathered.unread.sort_unstable();
    gathered.unread.dedup();
    Ok(gathered)
}

/// The files that the sources name, each once for a kind; a source without a file is a problem.
fn wanted(workspace: &Workspace, settings: &Settings, gathered: &mut Gathered) -> Result<Vec<Wanted>, DiscoverError> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for (index, source) in settings.sources.iter().enumerate() {
        let paths = workspace.matching(&source.path.value)?;
        // An absent register has a rule of its own, and where one file was given the others are not asked for.
        if paths.is_empty() && source.kind != Kind::Entry && workspace.single_file().is_none() {
            let problem = Problem::new("input-source-missing", source.path.span);
            gathered.problems.push(problem.fact("path", &source.path.value).fact("kind", source.kind.name()));
        }
        for path in paths {
            let same = |file: &Wanted| file.path == path && settings.sources[file.settings].kind == source.kind;
            if !wanted.iter().any(same) {
                wanted.push(Wanted { settings: index, path });
            }
        }
    }
    Ok(wanted)
}

/// Whether a file holds nothing but white space and comments. An empty list says that there is nothing; this does not.
fn says_nothing(tree: &Tree) -> bool {
    tree.roots().iter().all(|root| tree.is_null(*root))
}

fn empty_file(id: SourceId, sources: &Sources, kind: Kind) -> Problem {
    Problem::new("input-source-empty", Span::top(id)).fact("path", sources.get(id).path()).fact("kind", kind.name())
}
