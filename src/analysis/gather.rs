//! The files of a workspace, read and mapped: several at a time, in the order of the settings.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::beside;
use super::options::AnalysisError;
use super::texts::{Text, texts};
use crate::config::{Settings, SettingsError};
use crate::data::{Spanned, Tree};
use crate::diagnostic::Problem;
use crate::discover::Workspace;
use crate::mapping::{Common, Ignored, Leftover, Mapped, Reading, map, unite};
use crate::model::{Kind, Lexicon, Records};
use crate::read::{self, Document, Format};
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
pub(super) struct Wanted {
    /// The source that names it; none for a file of which nobody knows what it holds.
    pub(super) settings: Option<usize>,
    pub(super) path: String,
}

/// A file that was read.
struct Read {
    settings: Option<usize>,
    document: Document,
    problems: Vec<Problem>,
    complete: bool,
    left_out: Vec<String>,
}

/// A file whose records are known.
struct Known {
    mapped: Option<Mapped>,
    problems: Vec<Problem>,
    complete: bool,
}

/// All files that were read, the longest first, each with its place in the order of the settings.
pub(super) struct Files {
    read: Vec<(usize, Read)>,
    problems: Vec<Problem>,
}

/// Reads all files that the settings name; of the unclear ones it is only said why they cannot be read.
pub(super) fn read_all(
    workspace: &Workspace,
    settings: &Settings,
    unclear: &[String],
    sources: &mut Sources,
) -> Result<Files, AnalysisError> {
    let mut problems = Vec::new();
    let mut wanted = wanted(workspace, settings, &mut problems)?;
    wanted.extend(unclear.iter().map(|path| Wanted { settings: None, path: path.clone() }));
    let texts = texts(workspace, settings, wanted, sources);
    let sources = &*sources;
    // One long file and many short ones: threads that begin with the short ones would wait for the long one.
    let mut texts: Vec<(usize, Text)> = texts.into_iter().enumerate().collect();
    texts.sort_by_key(|(_, text)| Reverse(sources.get(text.id).text().len()));
    let read = |(at, text)| (at, read(text, sources));
    Ok(Files { read: texts.into_par_iter().with_max_len(1).map(read).collect(), problems })
}

/// Maps what was read to records.
pub(super) fn map_all(files: Files, settings: &Settings, sources: &Sources) -> Gathered {
    let mut gathered = Gathered { problems: files.problems, ..Gathered::default() };
    let known = |(at, file)| (at, records_of(file, settings, sources));
    let mut known: Vec<(usize, Known)> = files.read.into_par_iter().with_max_len(1).map(known).collect();
    known.sort_by_key(|(at, _)| *at);
    let mut mapped = Vec::with_capacity(known.len());
    for (_, file) in known {
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
    gathered
}

fn read(text: Text, sources: &Sources) -> Read {
    let Text { settings, id, mut problems, again, document, left_out } = text;
    let path = sources.get(id).path();
    let is = |problems: &[Problem], name: &str| problems.iter().any(|problem| problem.name == name);
    // Of a file that is no text, a piece may be kept to show where that is seen; it is not to be read.
    let whole = !is(&problems, "input-file-unreadable");
    let nothing = Arc::from("");
    let mut document =
        document.unwrap_or_else(|| read::read(id, path, if whole { sources.get(id).text() } else { &nothing }));
    // Where the text was cut, it is no fault of the file that its last value does not end.
    let cut = is(&problems, "input-limit-exceeded");
    let counts = |problem: &Problem| whole && (!cut || problem.name != "input-syntax-error");
    problems.extend(std::mem::take(&mut document.problems).into_iter().filter(counts));
    let complete = problems.iter().all(|problem| problem.name == "input-encoding-guessed");
    if again {
        problems.clear();
    }
    Read { settings, document, problems, complete, left_out }
}

fn records_of(file: Read, settings: &Settings, sources: &Sources) -> Known {
    let Read { settings: index, document, mut problems, mut complete, left_out } = file;
    let Some(index) = index else { return Known { mapped: None, problems, complete } };
    let common = Common {
        lexicon: Lexicon::embedded(),
        pack: &settings.standard.value,
        path: sources.get(document.tree.source()).path(),
    };
    let source = &settings.sources[index];
    let id = document.tree.source();
    if complete && says_nothing(&document.tree) {
        problems.push(empty_file(id, sources, source.kind));
    }
    let mut mapped = map(source, index, document.tree, &document.format, common);
    let top = Span::top(id);
    mapped.reading.ignored.extend(left_out.into_iter().map(|why| Ignored { span: top, why, what: Leftover::Aside }));
    let strict = !source.guessed && document.format != Format::Markdown;
    if let Some((number, first)) = mapped.reading.lost().filter(|_| strict && complete) {
        problems.push(lost(number, first, &mapped.reading, sources.get(id).path()));
        complete = false;
    }
    Known { mapped: Some(mapped), problems, complete }
}

/// The files that the sources name, each once for a kind; a source without a file is a problem.
fn wanted(
    workspace: &Workspace,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Wanted>, AnalysisError> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut missing: Vec<(Kind, Problem)> = Vec::new();
    let mut known: FxHashSet<(Kind, String, Option<&str>)> = FxHashSet::default();
    let beside = beside::paths(workspace, Some(settings));
    for (index, source) in settings.sources.iter().enumerate() {
        // What was guessed is the path of a file, whatever characters it has.
        let mut paths = if source.guessed { vec![source.path.value.clone()] } else { paths(workspace, &source.path)? };
        // A pattern means records, whatever else stands in the folder.
        paths.retain(|path| *path == source.path.value || !beside.contains(path));
        // Where one file was given the others are not asked for.
        if paths.is_empty() && workspace.single_file().is_none() {
            let problem = Problem::new("input-source-missing", source.path.span);
            missing.push((source.kind, problem.fact("path", &source.path.value).fact("kind", source.kind.name())));
        }
        for path in paths {
            if known.insert((source.kind, path.clone(), source.sheet.as_ref().map(|sheet| sheet.value.as_str()))) {
                wanted.push(Wanted { settings: Some(index), path });
            }
        }
    }
    // That there is no register at all has a rule of its own; that one of two is gone has not.
    let is_entry = |file: &Wanted| file.settings.is_some_and(|index| settings.sources[index].kind == Kind::Entry);
    let register = wanted.iter().any(is_entry);
    problems
        .extend(missing.into_iter().filter(|(kind, _)| *kind != Kind::Entry || register).map(|(_, problem)| problem));
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
