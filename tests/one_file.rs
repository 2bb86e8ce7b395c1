//! One file in place of a folder, folders in which nothing is understood, and kinds that the settings do not name.

use crate::workspace::{copy_of, tenone, workspace};

const RISK: &[u8] = b"- {id: R-1, title: Theft, treatment: modify, residual: {level: low}, owner: Ana}\n";
const ENTRY: &[u8] =
    b"entries:\n- {id: IMP-1, title: Door, status: raised, raised_on: 2026-05-04, evidence: [a/door.pdf]}\n";

#[test]
fn of_one_file_alone_nothing_is_said_about_others() {
    let settings = b"rules: {loud: off}\n";
    let folder = workspace(&[("risks.yaml", RISK), ("register.yaml", ENTRY), ("tenone.yaml", settings)]);
    for file in ["risks.yaml", "register.yaml"] {
        let run = tenone(folder.path(), &["check", file, "--as-of", "2026-06-30", "--output", "json"]);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(
            json["read"]["files"],
            serde_json::json!([file]),
            "the settings beside it do not count: {}",
            run.out
        );
        for rule in ["register-missing", "document-required-missing", "evidence-missing", "review-overdue"] {
            assert!(
                !run.out.contains(&format!("\"rule\": \"{rule}\",\n      \"check\"")),
                "{file} {rule}: {}",
                run.out
            );
        }
        assert!(run.out.contains("only one file was given"), "{file}: {}", run.out);
    }
}

#[test]
fn a_file_of_which_nothing_is_understood_is_no_register() {
    let folder =
        workspace(&[("notes.yaml", b"version: 3\nservices: {web: {image: x}}\n"), ("tenone.yaml", b"sources: []\n")]);
    let run = tenone(folder.path(), &["check", "notes.yaml", "--output", "concise"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("notes.yaml:1:1: error[register-missing]"), "{}", run.out);
    let run = tenone(folder.path(), &["check", "tenone.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("holds settings, not records"), "{}", run.err);
}

#[test]
fn settings_that_are_named_map_the_one_file() {
    let folder = copy_of("five-columns");
    let arguments = ["sources", "register.yaml", "--config", "tenone.yaml"];
    let run = tenone(folder.path(), &arguments);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("7 entries, 7 actions."), "{}", run.out);
}

#[test]
fn folders_in_which_nothing_is_understood_have_one_thing_said_about_them() {
    for (path, text) in
        [("a.md", &b"# Minutes\n"[..]), ("a.csv", b"id,title\n"), ("LICENSE", b"MIT"), ("a.json", b"{}")]
    {
        let folder = workspace(&[(path, text)]);
        let run = tenone(folder.path(), &["check", "--output", "concise"]);
        assert_eq!(run.code, 1, "{path}: {}", run.err);
        assert!(run.out.starts_with(&format!("{path}:1:1: error[register-missing]")), "{}", run.out);
        assert_eq!(run.out.lines().count(), 2, "{}", run.out);
        assert_eq!(tenone(folder.path(), &["sources"]).code, 0);
    }
    let run = tenone(workspace(&[]).path(), &["check"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no file to check"), "{}", run.err);
}

#[test]
fn what_the_settings_do_not_name_is_not_missed() {
    let settings = b"organisation: {isms_start: 2020-01-01}\nsources:\n- {kind: risk, path: risks.yaml}\n";
    let named = b"organisation: {isms_start: 2020-01-01}\nsources:\n- {kind: review, path: '*.md'}\n";
    for (settings, expected) in [(&settings[..], false), (named, true)] {
        let folder = workspace(&[("risks.yaml", RISK), ("tenone.yaml", settings)]);
        let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
        assert!(run.out.contains("error[register-missing]"), "{}", run.out);
        assert!(!run.out.contains("document-required-missing"), "{}", run.out);
        assert_eq!(run.out.contains("error[review-overdue]"), expected, "{}", run.out);
    }
}

#[test]
fn settings_without_sources_leave_finding_them_to_the_program() {
    let folder = workspace(&[("log.yaml", ENTRY), ("tenone.yaml", b"organisation: {name: Example}\n")]);
    let run = tenone(folder.path(), &["sources"]);
    assert!(run.out.contains("log.yaml  taken for the improvement register: 5 of 5 keys known"), "{}", run.out);
}

#[test]
fn sources_name_what_is_not_read_and_how_words_would_be_understood() {
    let settings = b"sources:\n- {kind: risk, path: 'r/*.yaml', columns: {inherent.level: size, owner: who}}\n";
    let files: [(&str, &[u8]); 7] = [
        ("tenone.yaml", settings),
        ("r/3.pdf", b"%PDF"),
        ("r/3.pdf.yaml", b"{id: R-3, title: Flood, size: Low, colour: red}\n"),
        ("r/1.yaml", b"{id: R-1, title: Theft, size: huge, colour: red}\n"),
        ("r/2.yaml", b"{id: R-2, title: Fire, size: Low, colour: red}\n"),
        ("capa_log.xls", b"id\n"),
        ("minutes.pdf", b"%PDF"),
    ];
    let run = tenone(workspace(&files).path(), &["sources"]);
    for words in [
        "r/*.yaml  read as risks: 3 of 4 keys known\n  3 risks in 3 files.\n",
        "      inherent.level:\n        huge: WORD\n",
        "    colour (3 times, r/1.yaml:1)\n",
        "Named in the settings and not found: who.",
        "By their names these may hold records:\n    capa_log.xls (spreadsheet)\n    minutes.pdf (PDF)\n",
    ] {
        assert!(run.out.contains(words), "{words}\n{}", run.out);
    }
}

#[test]
fn a_register_without_an_entry_is_said_loudly_and_an_unreadable_one_is_not_called_empty() {
    let files: [(&str, &[u8]); 6] = [
        ("capa-log.csv", b"CAPA ID,Finding,Root Cause,Owner,Due Date,Status\n"),
        ("risk-register.yaml", b"risks:\n- {id: R-1, title: Theft, treatment: modify, owner: Ana\n"),
        ("asset-register.csv", b"Asset ID,Asset Name,Asset Owner,Location\nA-1,Laptop,Ana,Berlin\n"),
        ("templates/risk-register.csv", b"Risk ID,Risk,Owner,Treatment,Residual Level\nR-1,Theft,Ana,Mitigate,Low\n"),
        ("minutes.pdf", b"%PDF"),
        (
            "minutes.pdf.yaml",
            b"{id: MR-1, held_on: 2026-03-02, chair: Ana, attendees: [Ana, Ben], next_review_on: 2027-03-01}\n",
        ),
    ];
    let run = tenone(workspace(&files).path(), &["sources"]);
    for words in [
        "capa-log.csv  taken for the improvement register\n  NO RECORD: it has heads and no entry.\n",
        "templates/risk-register.csv  taken for a template of risks\n  NO RECORD: by its name it is a template",
        "Left aside  by their names registers of what no rule looks at\n    asset-register.csv\n",
        "minutes.pdf.yaml  taken for reviews",
    ] {
        assert!(run.out.contains(words), "{words}\n{}", run.out);
    }
    assert!(run.out.contains("Not read to its end: ") || run.out.contains("Not readable  "), "{}", run.out);
    assert!(!run.out.contains("minutes.pdf (PDF)"), "what stands beside it tells what is in it: {}", run.out);
}
