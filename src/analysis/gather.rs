//! The files of a workspace, read and mapped: several at a time, in the order of the settings.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::options::AnalysisError;
use crate::config::{Settings, SettingsError};
use crate::data::{Spanned, Tree};
use crate::diagnostic::Problem;
use crate::discover::{Loaded, Workspace};
use crate::mapping::{Common, Ignored, Mapped, Reading, map, unite};
use crate::model::{Kind, Lexicon, Records};
use crate::read::{self, Format};
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

/// A file to read.
struct Wanted {
    /// The source that names it; none for a file of which nobody knows what it holds.
    settings: Option<usize>,
    path: String,
}

/// A file that was loaded.
struct Text {
    settings: Option<usize>,
    id: SourceId,
    problems: Vec<Problem>,
    /// Another source reads the same file, and its problems were said there.
    again: bool,
}

/// A file that was read.
struct Read {
    mapped: Option<Mapped>,
    problems: Vec<Problem>,
    complete: bool,
}

/// Reads all files that the settings name; of the unclear ones it is only said why they cannot be read.
pub(super) fn gather(
    workspace: &Workspace,
    settings: &Settings,
    unclear: &[String],
    sources: &mut Sources,
) -> Result<Gathered, AnalysisError> {
    let mut gathered = Gathered::default();
    let mut wanted = wanted(workspace, settings, &mut gathered)?;
    wanted.extend(unclear.iter().map(|path| Wanted { settings: None, path: path.clone() }));
    let texts = texts(workspace, settings, wanted, sources);
    let sources = &*sources;
    let read: Vec<Read> = texts.into_par_iter().map(|text| read(text, settings, sources)).collect();
    let mut mapped = Vec::with_capacity(read.len());
    for file in read {
        if !file.complete {
            match &file.mapped {
                Some(mapped) => gathered.unread.push(mapped.reading.kind),
                // It may hold anything.
                None => gathered.unread.extend(Kind::ALL),
            }
        }
        gathered.problems.extend(file.problems);
        mapped.extend(file.mapped);
    }
    let united = unite(mapped);
    gathered.problems.extend(united.problems);
    gathered.readings = united.readings;
    gathered.records = united.records;
    gathered.unread.sort_unstable();
    gathered.unread.dedup();
    Ok(gathered)
}

/// Loads the files, several at a time.
fn texts(workspace: &Workspace, settings: &Settings, wanted: Vec<Wanted>, sources: &mut Sources) -> Vec<Text> {
    let load = |file: &Wanted| match Format::of_path(&file.path).is_read() || !workspace.is_file(&file.path) {
        true => workspace.load_within(&file.path, &settings.limits),
        // A film is not opened to say that it is no register.
        false => Loaded::unopened(&file.path),
    };
    let loaded: Vec<Loaded> = wanted.par_iter().map(load).collect();
    let mut known: FxHashMap<String, SourceId> =
        sources.iter().map(|(id, source)| (source.path().to_owned(), id)).collect();
    let mut texts = Vec::with_capacity(loaded.len());
    for (file, loaded) in wanted.into_iter().zip(loaded) {
        // Two sources may read one file: it stays one text.
        let text = match known.get(loaded.path()) {
            Some(id) => Text { settings: file.settings, id: *id, problems: loaded.problems(*id), again: true },
            None => {
                let path = loaded.path().to_owned();
                let (id, problems) = loaded.add_to(sources);
                known.insert(path, id);
                Text { settings: file.settings, id, problems, again: false }
            }
        };
        texts.push(text);
    }
    texts
}

fn read(text: Text, settings: &Settings, sources: &Sources) -> Read {
    let Text { settings: index, id, mut problems, again } = text;
    let path = sources.get(id).path();
    let is = |problems: &[Problem], name: &str| problems.iter().any(|problem| problem.name == name);
    // Of a file that is no text, a piece may be kept to show where that is seen; it is not to be read.
    let whole = !is(&problems, "input-file-unreadable");
    let nothing = Arc::from("");
    let document = read::read(id, path, if whole { sources.get(id).text() } else { &nothing });
    // Where the text was cut, it is no fault of the file that its last value does not end.
    let cut = is(&problems, "input-limit-exceeded");
    let counts = |problem: &Problem| whole && (!cut || problem.name != "input-syntax-error");
    problems.extend(document.problems.into_iter().filter(counts));
    let mut complete = problems.iter().all(|problem| problem.name == "input-encoding-guessed");
    let empty = complete && says_nothing(&document.tree);
    if again {
        problems.clear();
    }
    let Some(index) = index else { return Read { mapped: None, problems, complete } };
    let common = Common { lexicon: Lexicon::embedded(), pack: &settings.standard.value };
    let source = &settings.sources[index];
    if empty {
        problems.push(empty_file(id, sources, source.kind));
    }
    let mapped = map(source, index, document.tree, &document.format, common);
    let strict = !source.guessed && document.format != Format::Markdown;
    if let Some((number, first)) = mapped.reading.lost().filter(|_| strict && complete) {
        problems.push(lost(number, first, &mapped.reading, path));
        complete = false;
    }
    Read { mapped: Some(mapped), problems, complete }
}

/// The files that the sources name, each once for a kind; a source without a file is a problem.
fn wanted(workspace: &Workspace, settings: &Settings, gathered: &mut Gathered) -> Result<Vec<Wanted>, AnalysisError> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut known: FxHashSet<(Kind, String)> = FxHashSet::default();
    for (index, source) in settings.sources.iter().enumerate() {
        // What was guessed is the path of a file, whatever characters it has.
        let paths = if source.guessed { vec![source.path.value.clone()] } else { paths(workspace, &source.path)? };
        // An absent register has a rule of its own, and where one file was given the others are not asked for.
        if paths.is_empty() && source.kind != Kind::Entry && workspace.single_file().is_none() {
            let problem = Problem::new("input-source-missing", source.path.span);
            gathered.problems.push(problem.fact("path", &source.path.value).fact("kind", source.kind.name()));
        }
        for path in paths {
            if known.insert((source.kind, path.clone())) {
                wanted.push(Wanted { settings: Some(index), path });
            }
        }
    }
    Ok(wanted)
}

/// The files that the path or pattern of a source names.
fn paths(workspace: &Workspace, path: &Spanned<String>) -> Result<Vec<String>, AnalysisError> {
    let refused = |message: String, help: &str| {
        let error = SettingsError { span: path.span, message, help: help.to_owned() };
        AnalysisError::Settings { sources: Box::default(), errors: vec![error] }
    };
    if !workspace.holds(&path.value) {
        let help = "Paths count from the folder that is checked. Check a folder that has all sources below it.";
        return Err(refused(
            format!("`{}` leads out of the workspace, and nothing outside it is read", path.value),
            help,
        ));
    }
    workspace.matching(&path.value).map_err(|error| {
        refused(error.to_string(), "Write a path, or a pattern such as `minutes/*.md` or `docs/**/*.md`.")
    })
}

/// Something stands where records should stand.
fn lost(number: usize, first: &Ignored, reading: &Reading, path: &str) -> Problem {
    let what = match (reading.records.is_empty(), number) {
        (true, _) => format!("Nothing in {path} can be read as a record"),
        (false, 1) => format!("One item in {path} cannot be read as a record"),
        (false, _) => format!("{number} items in {path} cannot be read as records"),
    };
    let problem = Problem::new("input-record-unreadable", first.span).fact("what", what);
    problem.fact("kind", reading.kind.name()).fact("why", &first.why)
}

/// Whether a file holds nothing but white space and comments. An empty list says that there is nothing; this does not.
fn says_nothing(tree: &Tree) -> bool {
    tree.roots().iter().all(|root| tree.is_null(*root))
}

fn empty_file(id: SourceId, sources: &Sources, kind: Kind) -> Problem {
    Problem::new("input-source-empty", Span::top(id)).fact("path", sources.get(id).path()).fact("kind", kind.name())
}
