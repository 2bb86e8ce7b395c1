//! Files of the fixtures, cut, shuffled and scribbled upon: no panic, no diagnostic without a place, the same twice.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tenone::analysis::{Analysis, AnalysisError, Options, check};
use tenone::data::Date;
use tenone::discover::Workspace;

use crate::workspace::copy_of;

/// One thing that is done to the bytes of a file; numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Change {
    DropLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    Shift(usize, usize),
    Value(usize, &'static str),
    Insert(usize, &'static str),
    Flip(usize, u8),
    Truncate(usize),
}

const PIECES: [&str; 24] = [
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "'",
    "\"",
    "&a ",
    "*a",
    "<<: *a\n",
    "|\n",
    "\t",
    "\r",
    "ä",
    "\u{202e}",
    "---\n",
    "null",
    "{id}",
    "{{",
    "\0",
    "#",
    "!!int ",
    "IMP-1 - IMP-9999999999",
];

const VALUES: [&str; 14] = [
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "TBD",
    "none, because x",
    "-1",
    "[]",
    "{}",
    "999999999 years",
    "[a, [b, {c: d}]]",
    "Clauses 4-999999999",
    "A.5.1-A.99.9999",
    "IMP-1/A1",
    "*nothing",
];

fn change() -> impl Strategy<Value = Change> {
    let at = any::<usize>;
    prop_oneof![
        at().prop_map(Change::DropLine),
        at().prop_map(Change::RepeatLine),
        (at(), at()).prop_map(|(one, other)| Change::SwapLines(one, other)),
        (at(), 0..6_usize).prop_map(|(line, by)| Change::Shift(line, by)),
        (at(), prop::sample::select(&VALUES[..])).prop_map(|(line, value)| Change::Value(line, value)),
        (at(), prop::sample::select(&PIECES[..])).prop_map(|(byte, piece)| Change::Insert(byte, piece)),
        (at(), any::<u8>()).prop_map(|(byte, value)| Change::Flip(byte, value)),
        at().prop_map(Change::Truncate),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        let (count, length) = (lines.len().max(1), bytes.len() + 1);
        if lines.is_empty() {
            lines.push(Vec::new());
        }
        match *self {
            Self::DropLine(at) => drop(lines.remove(at % count)),
            Self::RepeatLine(at) => lines.insert(at % count, lines[at % count].clone()),
            Self::SwapLines(one, other) => lines.swap(one % count, other % count),
            Self::Shift(at, by) => {
                let line = &mut lines[at % count];
                let text = line.iter().position(|byte| *byte != b' ').unwrap_or(0);
                line.splice(..text, vec![b' '; by]);
            }
            Self::Value(at, value) => {
                let line = &mut lines[at % count];
                if let Some(colon) = line.iter().position(|byte| *byte == b':') {
                    line.splice(colon.., format!(": {value}\n").into_bytes());
                }
            }
            Self::Insert(at, piece) => drop(bytes.splice(at % length..at % length, piece.bytes())),
            Self::Flip(at, value) => bytes.iter_mut().skip(at % length).take(1).for_each(|byte| *byte ^= value),
            Self::Truncate(at) => bytes.truncate(at % length),
        }
        if !matches!(self, Self::Insert(..) | Self::Flip(..) | Self::Truncate(..)) {
            *bytes = lines.concat();
        }
    }
}

/// The files of a story that are read: their paths below it.
fn files(story: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(story);
    let workspace = Workspace::open(&root).unwrap();
    workspace
        .files()
        .iter()
        .filter(|path| !path.starts_with("case.") && !path.starts_with("removals."))
        .map(PathBuf::from)
        .collect()
}

fn analyse(folder: &Path) -> Result<Analysis, AnalysisError> {
    check(&Workspace::open(folder).unwrap(), &Options::new(Date::parse("2026-06-30").unwrap()))
}

/// What a run says; every place of it is looked at.
fn told(folder: &Path) -> String {
    let analysis = match analyse(folder) {
        Ok(analysis) => analysis,
        Err(error) => return format!("refused: {error}"),
    };
    let mut text = String::new();
    for judged in &analysis.report.diagnostics {
        let diagnostic = &judged.diagnostic;
        for span in diagnostic.related.iter().map(|label| label.span).chain([diagnostic.span]) {
            let source = analysis.sources.get(span.source);
            assert!(source.text().get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?}");
            let line = analysis.sources.place(span).line as usize;
            assert!((1..=source.line_count()).contains(&line), "{diagnostic:?}");
        }
        text.push_str(&format!("{diagnostic:?}\n"));
    }
    text + &format!("{:?}", analysis.report.tallies)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(27_001), ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_a_file_breaks_a_run(
        story in prop::sample::select(vec!["clean", "most-violations"]),
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let folder = copy_of(story);
        let path = folder.path().join(file.get(&files(story)));
        let mut bytes = std::fs::read(&path).unwrap();
        changes.iter().for_each(|change| change.apply(&mut bytes));
        std::fs::write(&path, &bytes).unwrap();
        let twice = [told(folder.path()), told(folder.path())];
        prop_assert_eq!(&twice[0], &twice[1]);
    }
}
