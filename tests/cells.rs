//! Hostile cells: nothing from a file is alive in a terminal, a CI log, a JSON or a SARIF file.

use crate::workspace::{Run, tenone_with, workspace};

const SETTINGS: &[u8] = b"sources:
  - {kind: entry, path: register.yaml}
  - {kind: risk, path: risks.yaml}
  - {kind: review, path: minutes.md}
";

/// Texts that do something where they are printed as they are.
const HOSTILE: [&str; 16] = [
    "\\e[31mred\\e[0m\\e]8;;http://x\\a",
    "\\x9b2J\\x85\\x90q",
    "\\u202Egpj.exe\\u2066\\u200B",
    "##[add-mask]Example",
    "##vso[task.complete result=Failed;]x",
    "\\n::error file=a,line=1::forged\\n::add-mask::Example",
    "\\r\\n  ::stop-commands::x\\r",
    "../../etc/passwd",
    "/etc/passwd",
    "__proto__",
    "<script>alert(1)</script><img src=x onerror=y>",
    "[click](javascript:alert(1)) **b** | `c`",
    "=cmd|' /C calc'!A0",
    "{id} {{record}} {0} %0A %s",
    "\\u2028\\u2029\\uFEFF\\u00AD",
    "\\0\\a\\b\\f\\v\\x7f",
];

/// A workspace whose cells all hold these texts, with diagnostics about many of them.
fn hostile_workspace() -> tempfile::TempDir {
    let long = "x".repeat(10_000);
    let mut register = String::new();
    for text in HOSTILE.iter().copied().chain([long.as_str()]) {
        register.push_str(&format!(
            "- id: \"{text}\"\n  title: \"{text}\"\n  kind: \"{text}\"\n  status: closed\n  owner: \"{text}\"\n  raised_on: \"{text}\"\n  \
             \"{text}\": \"{text}\"\n  evidence: [\"{text}\", {{ref: \"{text}\"}}]\n  risk_refs: [\"{text}\"]\n  follows: \"{text}\"\n  \
             actions: [{{id: \"{text}\", title: \"{text}\", due_on: 2026-01-01, owner: TBD}}]\n"
        ));
    }
    // The same id twice, and in another kind, and a record that is called like a property of every object.
    register.push_str(
        "- {id: __proto__, title: a, constructor: b, __proto__: c, status: {toString: d}}\n- {id: R-1, title: a}\n",
    );
    let risks = register.replace("status: closed", "likelihood: 3") + "- {id: R-1, title: b}\n";
    let minutes = format!(
        "---\nid: \"{0}\"\nheld_on: 2026-05-01\nattendees: [\"{0}\"]\n---\n# \u{1b}[31m ##[group] {1}\n\n::error::x\n\n<!-- covers: ##[x], \u{202e} -->\n",
        HOSTILE[3], HOSTILE[10]
    );
    workspace(&[
        ("tenone.yaml", SETTINGS),
        ("register.yaml", register.as_bytes()),
        ("risks.yaml", risks.as_bytes()),
        ("minutes.md", minutes.as_bytes()),
    ])
}

fn run(folder: &std::path::Path, format: &str, runner: bool) -> Run {
    let arguments = ["check", "--as-of", "2026-06-30", "--output", format];
    let run = tenone_with(folder, &arguments, if runner { &[("GITHUB_ACTIONS", "true")] } else { &[] });
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{format}");
    run
}

#[test]
fn nothing_in_a_cell_is_alive_in_any_output() {
    let folder = hostile_workspace();
    for format in ["terminal", "concise", "json", "sarif"] {
        for runner in [false, true] {
            let out = run(folder.path(), format, runner).out;
            let quoted = format == "json" || format == "sarif";
            for line in out.lines() {
                // What JSON escapes is no more than text; what it does not escape may still reach a terminal.
                let alive =
                    line.chars().find(|letter| letter.is_control() || "\u{202e}\u{2066}\u{200b}".contains(*letter));
                assert_eq!(alive, None, "{format}: {line:?}");
                if runner || quoted {
                    assert!(!line.contains("##[") && !line.contains("##vso["), "{format}: {line}");
                    assert!(!line.trim_start().starts_with("::"), "{format}: {line}");
                }
            }
            if quoted {
                serde_json::from_str::<serde_json::Value>(&out).unwrap();
            }
        }
    }
}

/// A register that a spreadsheet exported, with these texts in its heads and cells as they are.
fn hostile_export() -> tempfile::TempDir {
    let texts = HOSTILE.map(|text| serde_yaml::from_str::<String>(&format!("\"{text}\"")).unwrap().replace('\0', ""));
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut export = format!("ID,Title,Status,Owner,Date raised,Due date,{}\n", quoted(&texts.join(" ")));
    for text in &texts {
        let cell = quoted(text);
        export.push_str(&format!("{cell},{cell},{cell},{cell},{cell},{cell},{cell}\n"));
    }
    export.push_str("=HYPERLINK(A1),+1,@SUM(A1),-2,closed,2026-01-01,x,y\n\"\u{1b}[31m,never closed\n");
    workspace(&[
        ("tenone.yaml", b"sources: [{kind: entry, path: register.csv}, {kind: entry, path: log.md}]\n"),
        ("register.csv", export.as_bytes()),
        ("log.md", export.replace("ID,Title", "No,Title").as_bytes()),
    ])
}

#[test]
fn nothing_in_a_cell_of_a_spreadsheet_is_alive_in_any_output() {
    let folder = hostile_export();
    let check = ["terminal", "concise", "json", "sarif"]
        .map(|format| vec!["check", "--as-of", "2026-06-30", "--output", format]);
    let told = [vec!["sources"], vec!["sources", "--format", "json"]];
    for arguments in check.into_iter().chain(told) {
        let run = tenone_with(folder.path(), &arguments, &[("GITHUB_ACTIONS", "true")]);
        assert!(run.code <= 1 && run.err.is_empty(), "{arguments:?}: {}", run.err);
        assert!(run.out.contains("register.csv"), "{arguments:?}");
        for line in run.out.lines() {
            let alive = line.chars().find(|letter| letter.is_control() || "\u{202e}\u{2066}\u{200b}".contains(*letter));
            assert_eq!(alive, None, "{arguments:?}: {line:?}");
            assert!(!line.contains("##[") && !line.contains("##vso["), "{arguments:?}: {line}");
            assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line}");
        }
    }
}

#[test]
fn a_diagnostic_is_one_line_and_no_path_leads_out() {
    let folder = hostile_workspace();
    let concise = run(folder.path(), "concise", false).out;
    let names = ["register.yaml:", "risks.yaml:", "minutes.md:", "tenone.yaml:"];
    let (last, lines) =
        concise.lines().collect::<Vec<_>>().split_last().map(|(last, rest)| (*last, rest.to_vec())).unwrap();
    for line in &lines {
        assert!(names.iter().any(|name| line.starts_with(name)), "{line}");
    }
    assert!(last.contains("Gate failed"), "{last}");
    let sarif: serde_json::Value = serde_json::from_str(&run(folder.path(), "sarif", false).out).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), lines.len());
    let mut identities = std::collections::BTreeSet::new();
    for result in results {
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(names.contains(&format!("{uri}:").as_str()), "{uri}");
        assert!(identities.insert(result["partialFingerprints"].to_string()), "{result}");
        let length = result["message"]["text"].as_str().unwrap().chars().count();
        assert!(length < 25_000, "a message of {length} characters");
    }
}

#[test]
fn evidence_outside_the_workspace_is_never_looked_for() {
    let folder =
        workspace(&[("in/tenone.yaml", b"sources: [{kind: entry, path: register.yaml}]\n"), ("out.txt", b"x")]);
    let outside = folder.path().join("out.txt");
    let there = |path: &str| {
        let register = format!(
            "- {{id: IMP-1, title: a, status: closed, effectiveness: [{{reviewed_on: 2026-05-01, result: effective, evidence: ['{path}']}}]}}\n"
        );
        std::fs::write(folder.path().join("in/register.yaml"), register).unwrap();
        run(&folder.path().join("in"), "concise", false).out.replace(path, "PATH")
    };
    // Whether a file outside is there makes no difference.
    assert_eq!(there("../out.txt"), there("../none.txt"));
    assert_eq!(there(outside.to_str().unwrap()), there(&outside.with_extension("none").to_string_lossy()));
}
