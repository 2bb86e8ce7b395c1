//! The gate over a real history: what a change brings holds it; what was there before, and what time alone brought, is told.

use std::path::Path;

use tenone::analysis::{Analysis, Base, Options, Past, Revision, Version, check_against};
use tenone::data::Date;
use tenone::diagnostic::Severity;
use tenone::triage::Cause;

use crate::base_in_ci::check;
use crate::repo::Repo;

const SETTINGS: &str = "organisation: {time_zone: UTC}
sources:
  - {kind: entry, path: register.yaml}
  - {kind: document, path: docs/*.md}
  - {kind: risk-acceptance, path: acceptances.yaml}
";

const PROCESS: &str = "---
id: PR-1
title: Improvement process
version: '1.0'
owner: j.doe
approved_by: a.boss
approved_on: 2026-01-10
---

# Improvement process

Every entry is judged by somebody who did not carry it out.
";

/// The register on the first day.
const REGISTER: &str = "- id: IMP-1
  kind: nonconformity
  title: Laptop lost
  description: A laptop was lost on a train.
  raised_on: 2026-02-02
  root_cause: Nobody had asked for a lock.
  status: closed
  closed_on: 2026-04-14
- id: IMP-2
  kind: nonconformity
  title: Keys lent without a note
  raised_on: 2026-02-04
  status: triaged
- id: IMP-3
  kind: nonconformity
  title: Backups were not tried
  raised_on: 2026-02-10
  status: planned
  actions:
    - {id: A1, title: Try one a month, owner: j.doe, due_on: 2026-05-29, status: planned}
";

const ACCEPTANCES: &str = "- {id: ACC-1, starts_on: 2024-01-01, expires_on: 2024-12-31, state: superseded}
- {id: ACC-2, starts_on: 2025-01-01, expires_on: 2025-12-31, state: superseded, supersedes: ACC-1}
- {id: ACC-3, starts_on: 2026-01-01, expires_on: 2026-03-31, state: approved, supersedes: ACC-2}
";

/// The workspace as it was committed on the first of June.
pub(crate) fn repository() -> Repo {
    let repo = Repo::init();
    repo.write("tenone.yaml", SETTINGS).write("register.yaml", REGISTER).write("docs/process.md", PROCESS);
    repo.write("acceptances.yaml", ACCEPTANCES);
    repo.commit("2026-06-01");
    repo
}

/// What is said of the work tree against a revision, as of a day.
fn against(repo: &Repo, revision: &str, as_of: &str) -> Analysis {
    let commit = repo.reading().commit(revision).unwrap();
    let base = repo.workspace_at(revision);
    let revision = Revision { name: revision, commit: &commit.id, seconds: commit.seconds };
    let past = Past { base: Some(Base { workspace: &base, revision: Some(revision) }), ..Past::default() };
    check_against(&repo.workspace(), past, &Options::new(Date::parse(as_of).unwrap())).unwrap()
}

/// The rules of which something is said, with the cause, each once.
fn causes(analysis: &Analysis, cause: Cause) -> Vec<String> {
    let of_cause = analysis.report.diagnostics.iter().filter(|judged| judged.cause == cause);
    let mut rules: Vec<String> = of_cause.map(|judged| judged.diagnostic.rule.to_string()).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// A change of a file: what is replaced by what.
type Edit = (&'static str, &'static str, &'static str);

#[test]
fn each_rule_about_history_fires_on_the_change_and_not_on_the_change_done_rightly() {
    let cases: &[(&str, &[Edit], &[Edit])] = &[
        (
            "register-entry-deleted",
            &[(
                "register.yaml",
                "- id: IMP-2\n  kind: nonconformity\n  title: Keys lent without a note\n  raised_on: 2026-02-04\n  status: triaged\n",
                "",
            )],
            &[(
                "register.yaml",
                "raised_on: 2026-02-04\n  status: triaged",
                "raised_on: 2026-02-04\n  status: rejected\n  decision_reason: It was somebody else's key",
            )],
        ),
        (
            "closure-record-altered",
            &[("register.yaml", "Nobody had asked for a lock.", "The thief had a key.")],
            &[
                ("register.yaml", "Nobody had asked for a lock.", "The thief had a key."),
                (
                    "register.yaml",
                    "closed_on: 2026-04-14\n",
                    "closed_on: 2026-04-14\n  history:\n    - {on: 2026-06-20, by: j.doe, event: amended, reason: The police found the thief}\n",
                ),
            ],
        ),
        (
            "entry-transition-illegal",
            &[("register.yaml", "status: triaged", "status: verifying")],
            &[("register.yaml", "status: triaged", "status: analysed")],
        ),
        (
            "action-due-slipped",
            &[("register.yaml", "due_on: 2026-05-29, status: planned", "due_on: 2026-09-30, status: planned")],
            &[(
                "register.yaml",
                "due_on: 2026-05-29, status: planned",
                "due_on: 2026-06-30, status: planned, due_history: [{from: 2026-05-29, to: 2026-06-30, on: 2026-05-20, by: j.doe, approved_by: a.boss, reason: The disks came late}]",
            )],
        ),
        (
            "document-changed-since-approval",
            &[("docs/process.md", "by somebody who did not carry it out", "when there is an occasion")],
            &[
                ("docs/process.md", "by somebody who did not carry it out", "when there is an occasion"),
                ("docs/process.md", "version: '1.0'", "version: '1.1'"),
                ("docs/process.md", "approved_on: 2026-01-10", "approved_on: 2026-06-20"),
            ],
        ),
        (
            "acceptance-renewed-repeatedly",
            &[(
                "acceptances.yaml",
                "state: approved, supersedes: ACC-2}\n",
                "state: superseded, supersedes: ACC-2}\n- {id: ACC-4, starts_on: 2026-04-01, expires_on: 2027-03-31, state: approved, supersedes: ACC-3}\n",
            )],
            &[(
                "acceptances.yaml",
                "state: approved, supersedes: ACC-2}\n",
                "state: withdrawn, supersedes: ACC-2}\n- {id: ACC-4, starts_on: 2026-04-01, expires_on: 2026-12-31, state: approved}\n",
            )],
        ),
    ];
    let repo = repository();
    for (rule, wrong, right) in cases {
        for (edits, fires) in [(wrong, true), (right, false)] {
            for (path, from, to) in *edits {
                let text = std::fs::read_to_string(repo.at(path)).unwrap();
                assert!(text.contains(from), "{rule}: {from}");
                repo.write(path, text.replacen(from, to, 1));
            }
            let found = causes(&against(&repo, "main", "2026-06-30"), Cause::Change);
            assert_eq!(found.iter().any(|known| known == rule), fires, "{rule}: {found:?}");
            repo.git(["checkout", "--quiet", "."]);
        }
    }
    let found = causes(&against(&repo, "main", "2026-06-30"), Cause::Change);
    assert!(found.is_empty(), "no change brings nothing: {found:?}");
}

#[test]
fn what_was_back_dated_is_seen_in_the_history() {
    let repo = repository();
    let late =
        "- {id: IMP-9, kind: nonconformity, title: Found before the audit, raised_on: 2026-06-02, status: raised}\n";
    let in_time = late.replace("IMP-9", "IMP-8").replace("2026-06-02", "2026-06-17");
    repo.write("register.yaml", format!("{REGISTER}{in_time}"));
    repo.commit("2026-06-18");
    repo.write("register.yaml", format!("{REGISTER}{in_time}{late}"));
    repo.commit("2026-07-18");
    let reading = repo.reading();
    let commits = reading.touching(&reading.commit("HEAD").unwrap(), None).unwrap();
    assert_eq!(commits.len(), 3);
    let states: Vec<_> =
        commits.iter().rev().map(|commit| (reading.workspace(commit).unwrap(), commit.seconds)).collect();
    let versions: Vec<Version<'_>> =
        states.iter().map(|(workspace, seconds)| Version { workspace, seconds: *seconds }).collect();
    let past = Past { versions: &versions, ..Past::default() };
    let options = Options::new(Date::parse("2026-07-31").unwrap());
    let analysis = check_against(&repo.workspace(), past, &options).unwrap();
    let backdated = analysis.report.diagnostics.iter().filter(|one| &*one.diagnostic.rule == "entry-backdated");
    let messages: Vec<&str> = backdated.map(|one| one.diagnostic.message.as_str()).collect();
    let expected = "IMP-9 says that it was raised on 2026-06-02, but first appears in the history of the files on \
                    2026-07-18, 46 days later.";
    assert_eq!(messages, [expected]);
    assert_eq!(analysis.report.versions, Some(3));
}

#[test]
fn steps_between_the_base_and_today_are_seen_in_the_history() {
    let repo = repository();
    for (status, day) in [("analysed", "2026-06-05"), ("planned", "2026-06-10"), ("in-progress", "2026-06-15")] {
        repo.write("register.yaml", REGISTER.replace("status: triaged", &format!("status: {status}")));
        repo.commit(day);
    }
    let run = |arguments: &[&str]| {
        let all = [
            &["check", "--as-of", "2026-06-30", "--only", "entry-transition-illegal", "--output", "concise"],
            arguments,
        ];
        check(&repo, &all.concat(), &[]).out
    };
    let first = repo.git(["rev-list", "--max-parents=0", "HEAD"]);
    assert!(
        run(&["--base", &first]).contains("IMP-2 went from triaged straight to in-progress"),
        "beside the base alone"
    );
    let with_history = run(&["--base", &first, "--history"]);
    assert!(!with_history.contains("IMP-2 went"), "each step was allowed: {with_history}");
}

/// Twenty entries that were wrong already, three actions that will be late, and an entry with nothing to say of it.
pub(crate) fn old_register() -> String {
    let mut text = String::new();
    for number in 1..=20 {
        text += &format!(
            "- {{id: OLD-{number}, kind: nonconformity, title: Old matter {number}, raised_on: 2026-02-02, status: planned}}\n"
        );
    }
    for number in 1..=3 {
        text += &format!(
            "- id: LATE-{number}\n  kind: opportunity\n  title: Late matter {number}\n  raised_on: 2026-05-02\n  status: planned\n  \
             actions: [{{id: A1, title: Do it, owner: j.doe, due_on: 2026-06-10, status: planned}}]\n"
        );
    }
    text + "- {id: NEW-1, kind: opportunity, title: A better form, raised_on: 2026-05-20, status: raised}\n"
}

#[test]
fn a_branch_that_touches_one_record_is_not_held_for_the_others() {
    let repo = Repo::init();
    repo.write("tenone.yaml", "sources: [{kind: entry, path: register.yaml}]\n").write("register.yaml", old_register());
    repo.commit("2026-06-01");
    repo.branch("topic");
    repo.write("register.yaml", old_register().replace("A better form", "A better and shorter form"));
    repo.commit("2026-06-25");
    let analysis = against(&repo, "main", "2026-07-31");
    let errors = |cause| {
        let of = analysis.report.diagnostics.iter().filter(|one| one.cause == cause);
        of.filter(|one| one.diagnostic.severity == Severity::Error).count()
    };
    assert!(errors(Cause::Existing) >= 20, "{}", errors(Cause::Existing));
    assert_eq!((errors(Cause::Clock), errors(Cause::Change)), (3, 0));
    assert!(analysis.report.gate.passed);
    let held = |arguments: &[&str]| check(&repo, &[&["check", "--as-of", "2026-07-31"], arguments].concat(), &[]).code;
    assert_eq!(held(&["--base", "main"]), 0);
    assert_eq!(held(&["--base", "main", "--gate", "all"]), 1);
    assert_eq!(held(&[]), 1, "without a base everything counts");

    let touched = old_register().replace("title: Late matter 2", "title: Later matter 2");
    repo.write("register.yaml", touched);
    let analysis = against(&repo, "main", "2026-07-31");
    let changed: Vec<&str> = analysis
        .report
        .diagnostics
        .iter()
        .filter(|one| one.cause == Cause::Change && one.diagnostic.severity == Severity::Error)
        .map(|one| one.diagnostic.subject.as_str())
        .collect();
    assert_eq!(changed, ["entry/LATE-2"], "who touches a record takes what the clock brought to it");
    assert!(!analysis.report.gate.passed);
}

#[test]
fn another_format_another_file_and_another_order_change_nothing() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let repo = Repo::init();
    let fill = |format: &str| {
        for entry in std::fs::read_dir(formats.join(format)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path.file_name().is_some_and(|name| name != "case.yaml") {
                repo.write(path.file_name().unwrap(), std::fs::read(&path).unwrap());
            }
        }
    };
    let empty = || {
        for entry in std::fs::read_dir(repo.at("")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::remove_file(path).unwrap();
            }
        }
    };
    fill("yaml");
    repo.commit("2026-06-29");
    for format in ["csv", "xlsx", "markdown"] {
        empty();
        fill(format);
        let analysis = against(&repo, "main", "2026-06-30");
        let brought = analysis.report.diagnostics.iter().filter(|one| one.cause != Cause::Existing);
        let brought: Vec<String> =
            brought.map(|one| format!("{}: {}", one.diagnostic.rule, one.diagnostic.message)).collect();
        assert!(analysis.report.diagnostics.len() > 20 && brought.is_empty(), "{format}: {}", brought.join("\n"));
    }
}

#[test]
fn what_the_base_kept_is_missed() {
    let table = |columns: usize| -> String {
        let rows = [
            "ID,Title,Raised on,Status,Owner,Root cause",
            "NC-1,Door,2026-03-02,planned,j.doe,",
            "NC-2,Key,2026-03-04,raised,j.doe,",
        ];
        let cut = |row: &str| row.split(',').take(columns).collect::<Vec<_>>().join(",") + "\n";
        rows.into_iter().map(cut).collect()
    };
    let repo = Repo::init();
    repo.write("nonconformities.csv", table(6))
        .write("risks.csv", "ID,Risk,Owner,Likelihood,Impact\nR-1,Fire,j.doe,2,4\nR-2,Flood,j.doe,1,5\n");
    repo.commit("2026-06-01");
    let said = || {
        let analysis = against(&repo, "main", "2026-06-30");
        let lost = analysis.report.diagnostics.iter().filter(|one| one.diagnostic.rule.ends_with("-lost"));
        let lost = lost.map(|one| {
            assert_eq!(one.cause, Cause::Change);
            (analysis.sources.place(one.diagnostic.span).to_string(), one.diagnostic.message.clone())
        });
        lost.collect::<Vec<(String, String)>>()
    };
    assert_eq!(said(), [], "nothing is lost");
    repo.write("nonconformities.csv", table(5));
    let lost = "nonconformities.csv does not tell `entry.root_cause` of 2 records any more; the base did.".to_owned();
    assert_eq!(said(), [("nonconformities.csv:1:1".to_owned(), lost)], "an empty column is a column");
    repo.write("nonconformities.csv", table(6)).remove("risks.csv");
    let lost = "risks.csv held 2 records of kind risk at the base, and none of that is read any more.".to_owned();
    assert_eq!(said(), [("nonconformities.csv:1:1".to_owned(), lost)]);
    repo.write("moved/risk-register.csv", "ID,Risk,Owner,Likelihood,Impact\nR-2,Flood,j.doe,1,5\nR-1,Fire,j.doe,2,4\n");
    assert_eq!(said(), [], "it was moved");
}
