//! Evidence that is a file of the workspace: one that holds nothing shows nothing.

use crate::workspace::{tenone, workspace};

#[test]
fn an_empty_file_is_weak_evidence() {
    let actions: String = ["none.txt", "blank.txt", "mark.txt", "sub/../none.txt", "said.txt"]
        .iter()
        .enumerate()
        .map(|(number, path)| {
            format!("  - {{id: A{number}, type: corrective, title: Do it, status: implemented, evidence: [{path}]}}\n")
        })
        .collect();
    let register =
        format!("- id: IMP-1\n  title: Late\n  kind: observation\n  status: in-progress\n  actions:\n{actions}");
    let folder = workspace(&[
        ("tenone.yaml", b"sources:\n- {kind: entry, path: register.yaml}\n"),
        ("register.yaml", register.as_bytes()),
        ("none.txt", b""),
        ("blank.txt", b" \r\n\t\n"),
        ("mark.txt", b"\xef\xbb\xbf\n"),
        ("said.txt", b"0"),
    ]);
    let arguments = ["check", "--as-of", "2026-06-30", "--output", "concise"];
    let run = tenone(folder.path(), &arguments);
    let said = |what: &str| -> Vec<String> {
        let lines = run.out.lines().filter(|line| line.contains("action-done-without-evidence") && line.contains(what));
        lines.filter_map(|line| line.split("IMP-1/A").nth(1)?.chars().next()).map(String::from).collect()
    };
    assert_eq!(said("warning[action-done-without-evidence]"), ["0", "1", "2"], "{}", run.out);
    assert_eq!(said("is an empty file: blank.txt"), ["1"], "{}", run.out);
    assert_eq!(said("is not found"), ["3"], "{}", run.out);
    assert_eq!(said("IMP-1/A4"), Vec::<String>::new(), "{}", run.out);
}
