//! Workspaces against an earlier state of themselves: what is said, and that no change says nothing.

use std::path::Path;

use tenone::analysis::{Analysis, Base, Options, Past, check, check_against};
use tenone::change::{History, NO_BASE, NO_HISTORY};
use tenone::data::Date;
use tenone::diagnostic::Diagnostic;
use tenone::discover::Workspace;
use tenone::triage::Cause;

use crate::past::{concise, story};
use crate::workspace::workspace;

fn options() -> Options {
    Options::new(Date::parse("2026-06-30").unwrap())
}

fn against(base: &Workspace) -> Past<'_> {
    Past { base: Some(Base::of(base)), ..Past::default() }
}

fn fixture(name: &str) -> Workspace {
    Workspace::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

#[test]
fn the_clean_workspace_against_itself_says_nothing() {
    let clean = fixture("clean");
    let mut history = History::new(Date::parse("2024-01-15").unwrap());
    let records = check(&clean, &options()).unwrap().records;
    for (id, record) in records.iter().filter(|(_, record)| record.kind.has_id()) {
        if let (Some(name), Some(day)) = (records.full_id(id), records.date_in(id, "raised_on")) {
            history.note(record.kind, &name, day);
        }
    }
    let past = Past { history: Some(&history), ..against(&clean) };
    let analysis = check_against(&clean, past, &options()).unwrap();
    assert_eq!(concise(&analysis), "No diagnostics. Gate passed: there is no error. As of 2026-06-30.\n");
    let reasons = analysis.report.tallies.iter().flat_map(|tally| &tally.not_assessed);
    let reasons: Vec<&(String, u32)> =
        reasons.filter(|(why, _)| [NO_BASE, NO_HISTORY].contains(&why.as_str())).collect();
    assert!(reasons.is_empty(), "everything is known: {reasons:?}");
}

#[test]
fn any_workspace_against_itself_says_what_it_says_alone() {
    for name in
        ["most-violations", "mapped-yaml", "joined", "exports", "formats/xlsx", "formats/markdown", "broken-files"]
    {
        let workspace = fixture(name);
        let alone = check(&workspace, &options()).unwrap();
        let past = against(&workspace);
        let both = check_against(&workspace, past, &options()).unwrap();
        let found = |analysis: &Analysis| -> Vec<Diagnostic> {
            analysis.report.diagnostics.iter().map(|judged| judged.diagnostic.clone()).collect()
        };
        assert_eq!(found(&both), found(&alone), "{name}");
        let causes: Vec<Cause> = both.report.diagnostics.iter().map(|judged| judged.cause).collect();
        assert!(causes.iter().all(|cause| *cause == Cause::Existing), "{name}: {causes:?}");
        assert!(both.report.gate.passed, "{name}: nothing was brought by the change");
        assert_eq!(both.report.files, alone.report.files, "{name}");
        assert_eq!(both.report.records, alone.report.records, "{name}");
    }
}

#[test]
fn a_rewritten_history_is_seen_with_any_number_of_threads() {
    let one = story("rewritten-history", Some(1));
    let told = concise(&one);
    assert!(
        told.contains("register.yaml:1:1: error[register-entry-deleted] QB-2026-002 stood in the register"),
        "{told}"
    );
    assert!(told.contains("error[closure-record-altered]") && told.contains("warning[entry-backdated]"), "{told}");
    let three = story("rewritten-history", Some(3));
    assert_eq!(told, concise(&three));
    assert_eq!(one.report.tallies, three.report.tallies);
}

#[test]
fn a_base_is_read_as_it_was_meant() {
    let entries = |ids: &[&str]| -> String {
        ids.iter().map(|id| format!("- {{id: {id}, title: About {id}, raised_on: 2026-05-04}}\n")).collect()
    };
    let settings = |path: &str| format!("sources:\n  - {{kind: entry, path: {path}}}\n");
    let head = [("tenone.yaml", settings("log.yaml")), ("log.yaml", entries(&["A", "B"]))];
    let deleted = |base: &[(&str, String)], head: &[(&str, String)]| {
        let folder = |files: &[(&str, String)]| {
            let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
            workspace(&files)
        };
        let (base, head) = (folder(base), folder(head));
        let (base, head) = (Workspace::open(base.path()).unwrap(), Workspace::open(head.path()).unwrap());
        let analysis = check_against(&head, against(&base), &options()).unwrap();
        let found = analysis.report.diagnostics.iter().filter(|one| &*one.diagnostic.rule == "register-entry-deleted");
        let places =
            found.map(|one| (analysis.sources.place(one.diagnostic.span).to_string(), one.diagnostic.subject.clone()));
        places.collect::<Vec<_>>()
    };
    let gone = |place: &str| vec![(place.to_owned(), "entry/C".to_owned())];
    let base = |path: &'static str| [("tenone.yaml", settings(path)), (path, entries(&["B", "C"]))];
    assert_eq!(deleted(&base("log.yaml"), &head), gone("log.yaml:1:1"));
    assert_eq!(deleted(&base("old.yaml"), &head), gone("tenone.yaml:2:25"), "its file is gone: the settings expect it");
    assert_eq!(
        deleted(&base("old.yaml")[1..], &head),
        [],
        "without settings of its own it is read with those of the head"
    );
    assert_eq!(deleted(&base("log.yaml")[1..], &head), gone("log.yaml:1:1"));
    let broken = [("tenone.yaml", "sources: 7\n".to_owned()), ("log.yaml", entries(&["B", "C"]))];
    assert_eq!(deleted(&broken, &head), gone("log.yaml:1:1"), "settings that were wrong then are no fault now");
    let unread = [("tenone.yaml", settings("log.yaml")), ("log.yaml", "- {id: A, title: [".to_owned())];
    assert_eq!(deleted(&base("log.yaml"), &unread), [], "what cannot be read is not gone");
}
