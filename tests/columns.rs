//! Columns that a source lacks: those that rules need, and those that the settings promise.

use crate::workspace::{tenone, workspace};

const REGISTER: &[u8] =
    b"NCR No,Found on,Issue,Owner,State\nN-1,2026-03-02,Door open,Ana,Offen\nN-2,2026-03-09,Key lost,Ben,Erledigt\n";

fn concise(files: &[(&str, &[u8])]) -> (i32, String) {
    let folder = workspace(files);
    let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
    assert_eq!(run.err, "");
    (run.code, run.out)
}

#[test]
fn what_a_declared_table_does_not_keep_is_said_once_on_its_heads() {
    let settings = b"sources:\n- {kind: entry, path: ncr.csv}\n";
    let (_, out) = concise(&[("ncr.csv", REGISTER), ("tenone.yaml", settings)]);
    let said: Vec<&str> = out.lines().filter(|line| line.contains("[input-column-missing]")).collect();
    assert_eq!(said.len(), 1, "{out}");
    assert!(
        said[0].starts_with("ncr.csv:1:1: warning[input-column-missing] ncr.csv has no column for `"),
        "{}",
        said[0]
    );
    assert!(said[0].contains("; rules that cannot look without them: "), "{}", said[0]);
    let settings = b"sources:\n- {kind: entry, path: ncr.csv}\nrules: {input-column-missing: off}\n";
    assert!(!concise(&[("ncr.csv", REGISTER), ("tenone.yaml", settings)]).1.contains("input-column-missing"));
}

#[test]
fn of_guessed_and_canonical_sources_no_column_is_missed() {
    let canonical = b"entries:\n- {id: IMP-1, title: Door, status: raised, raised_on: 2026-05-04}\n";
    for files in [
        &[("ncr-log.csv", REGISTER)][..],
        &[("log.yaml", &canonical[..]), ("tenone.yaml", b"sources: [{kind: entry, path: log.yaml}]\n")],
    ] {
        let (_, out) = concise(files);
        assert!(!out.contains("input-column"), "{out}");
    }
}

#[test]
fn a_column_that_the_settings_name_and_that_is_gone_fails_the_gate() {
    let settings = "sources:\n- kind: entry\n  path: ncr.csv\n  columns:\n    id: NCR No\n    root_cause: [Cause, Why]\n    \
                    owner: [Owner, Chef]\n";
    let (code, out) = concise(&[("ncr.csv", REGISTER), ("tenone.yaml", settings.as_bytes())]);
    assert_eq!(code, 1);
    let said: Vec<&str> = out.lines().filter(|line| line.contains("[input-column-lost]")).collect();
    assert_eq!(
        said,
        [
            "tenone.yaml:6:18: error[input-column-lost] ncr.csv has no column `Cause`, `Why`, which the settings name for \
          `root_cause`."
        ],
        "{out}"
    );
}

#[test]
fn one_of_two_registers_that_is_gone_fails_the_gate() {
    let settings = b"sources:\n- {kind: entry, path: ncr.csv}\n- {kind: entry, path: capa.csv}\n";
    let (code, out) = concise(&[("ncr.csv", REGISTER), ("tenone.yaml", settings)]);
    assert_eq!(code, 1);
    assert!(out.contains("tenone.yaml:3:23: error[input-source-missing] No file matches `capa.csv`"), "{out}");
    // Where none is left, the rule about the register speaks.
    let (_, out) = concise(&[("notes.md", b"# Notes\n"), ("tenone.yaml", settings)]);
    assert!(out.contains("register-missing") && !out.contains("input-source-missing"), "{out}");
}
