//! Bad input: each gives one clear diagnostic with its place, and the rest of the workspace is still checked.

use std::path::Path;

use crate::workspace::{tenone, workspace};

/// Settings that expect a register, and whatever else a case brings.
const SETTINGS: &[u8] = b"organisation: {name: Example, isms_start: 2026-01-01}
sources:
  - {kind: entry, path: register.yaml}
  - {kind: risk, path: 'bad*'}
rules: {improvement-none-closed: off, document-required-missing: off}
";

/// A register with one known diagnostic, to see that it is still checked.
const REGISTER: &[u8] =
    b"- {id: IMP-1, title: late, kind: observation, source: other, raised_on: 2026-05-01, status: closed}\n";

/// The rule and the line that the diagnostic of the bad file must have.
fn expect(name: &str, content: &[u8], rule: &str, line: u32) {
    let folder = workspace(&[("tenone.yaml", SETTINGS), ("register.yaml", REGISTER), (name, content)]);
    expect_in(folder.path(), name, rule, line);
}

fn expect_in(folder: &Path, name: &str, rule: &str, line: u32) {
    let run = tenone(folder, &["check", "--as-of", "2026-06-30", "--output", "concise"]);
    assert!(run.code == 1 || run.code == 0, "{name}: {}", run.err);
    let about: Vec<&str> = run.out.lines().filter(|line| line.starts_with(&format!("{name}:"))).collect();
    assert_eq!(about.len(), 1, "{name}: one diagnostic: {}", run.out);
    assert!(about[0].starts_with(&format!("{name}:{line}:")), "{name}: line {line}: {}", about[0]);
    assert!(about[0].contains(&format!("[{rule}]")), "{name}: {rule}: {}", about[0]);
    assert!(run.out.contains("register.yaml:1:"), "{name}: the register is still checked: {}", run.out);
}

#[test]
fn a_syntax_error_has_its_line() {
    expect("bad.yaml", b"- id: R-1\n  title: fine\n- id: [R-2\n- id: R-3\n", "input-syntax-error", 4);
}

#[test]
fn an_alias_bomb_is_stopped() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", ")));
    }
    bomb.push_str("risks: *a11\n");
    let folder = workspace(&[("tenone.yaml", SETTINGS), ("register.yaml", REGISTER), ("bad.yaml", bomb.as_bytes())]);
    let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
    let limits = run.out.lines().filter(|line| line.starts_with("bad.yaml:") && line.contains("input-limit-exceeded"));
    assert_eq!(limits.count(), 1, "{}", run.out);
    assert!(run.out.contains("register.yaml:1:"), "{}", run.out);
}

#[test]
fn ten_thousand_levels_of_nesting_are_stopped() {
    expect("bad.yaml", "[".repeat(10_000).as_bytes(), "input-limit-exceeded", 1);
    let mut stairs = String::new();
    for level in 0..10_000 {
        stairs.push_str(&" ".repeat(level));
        stairs.push_str("a:\n");
    }
    expect("bad.yaml", stairs.as_bytes(), "input-limit-exceeded", 129);
}

#[test]
fn a_line_of_50_megabytes_is_refused() {
    let mut line = b"- id: ".to_vec();
    line.resize(50 * 1024 * 1024, b'x');
    expect("bad.yaml", &line, "input-limit-exceeded", 1);
}

#[test]
fn nul_bytes_are_named() {
    expect("bad.yaml", b"- id: R-1\n  title: a\0b\n", "input-file-unreadable", 2);
}

#[test]
fn latin_1_is_named_with_its_line() {
    expect("bad.yaml", b"- id: R-1\n  title: Pr\xfcfung\n", "input-encoding-guessed", 2);
}

#[test]
fn an_empty_file_holds_no_records() {
    expect("bad.yaml", b"", "input-source-empty", 1);
}

#[test]
fn a_folder_in_place_of_a_file_is_named() {
    let settings = String::from_utf8_lossy(SETTINGS).replace("'bad*'", "bad.yaml");
    let files = [("tenone.yaml", settings.as_bytes()), ("register.yaml", REGISTER), ("bad.yaml/inside.txt", b"x")];
    expect_in(workspace(&files).path(), "bad.yaml", "input-file-unreadable", 1);
    // A pattern finds files only, and says so if there are none.
    let folder = workspace(&[("tenone.yaml", SETTINGS), files[1], files[2]]);
    expect_in(folder.path(), "tenone.yaml", "input-source-missing", 4);
}

#[cfg(unix)]
#[test]
fn links_that_break_or_lead_out_are_not_followed() {
    for target in ["nowhere.yaml", "/etc/passwd", ".."] {
        let folder = workspace(&[("tenone.yaml", SETTINGS), ("register.yaml", REGISTER)]);
        std::os::unix::fs::symlink(target, folder.path().join("bad.yaml")).unwrap();
        expect_in(folder.path(), "bad.yaml", "input-file-unreadable", 1);
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = workspace(&[("tenone.yaml", SETTINGS), ("register.yaml", REGISTER), ("bad.yaml", b"- id: R-1\n")]);
    let path = folder.path().join("bad.yaml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // A superuser reads everything, so there is nothing to see as one.
    if std::fs::read(&path).is_err() {
        expect_in(folder.path(), "bad.yaml", "input-file-unreadable", 1);
    }
}
