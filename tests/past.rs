//! Fixture workspaces with what came before them: `case.yaml` names the folder of the base, and tells since when records are
//! known. Nothing here reads git.

use std::collections::BTreeMap;
use std::path::Path;

use tenone::analysis::{Analysis, Base, Options, Past, check_against};
use tenone::change::History;
use tenone::data::Date;
use tenone::discover::Workspace;
use tenone::model::Kind;

/// What `case.yaml` says of the time before.
#[derive(Default, serde::Deserialize)]
struct Case {
    as_of: String,
    /// Folder of the state before, below that of the story.
    base: Option<String>,
    /// The `start` of the history, and the first day of records, by `kind/ID`.
    history: Option<BTreeMap<String, String>>,
}

/// Checks a story against its base, where it has one.
pub(crate) fn story(name: &str, threads: Option<usize>) -> Analysis {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let case: Case = serde_yaml::from_str(&std::fs::read_to_string(root.join("case.yaml")).unwrap()).unwrap();
    let base = case.base.map(|folder| Workspace::open(&root.join(folder)).unwrap());
    let history = case.history.map(|days| history(&days));
    let options = Options { threads, ..Options::new(Date::parse(&case.as_of).unwrap()) };
    let past = Past { base: base.as_ref().map(Base::of), history: history.as_ref(), ..Past::default() };
    check_against(&Workspace::open(&root).unwrap(), past, &options).unwrap()
}

/// The diagnostics, a line each, as `--output concise` shows them.
pub(crate) fn concise(analysis: &Analysis) -> String {
    let context = tenone::render::Context {
        texts: tenone::render::Texts { sources: &analysis.sources, prefix: "" },
        catalogue: &analysis.catalogue,
        look: tenone::render::Look::PLAIN,
        as_of_given: true,
        include_waived: false,
    };
    let mut out = Vec::new();
    tenone::render::concise::write(&analysis.report, &context, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn history(days: &BTreeMap<String, String>) -> History {
    let day = |text: &String| Date::parse(text).unwrap();
    let mut history = History::new(day(&days["start"]));
    for (name, text) in days.iter().filter(|(name, _)| *name != "start") {
        let (kind, id) = name.split_once('/').unwrap();
        history.note(Kind::from_name(kind).unwrap(), id, day(text));
    }
    history
}
