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

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_looked_into_is_named_under_a_pattern() {
    use std::os::unix::fs::PermissionsExt;
    let settings = String::from_utf8_lossy(SETTINGS).replace("'bad*'", "'bad/**/*.yaml'");
    let files =
        [("tenone.yaml", settings.as_bytes()), ("register.yaml", REGISTER), ("bad/deep/r.yaml", b"- id: R-1\n")];
    let folder = workspace(&files);
    let closed = folder.path().join("bad/deep");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read_dir(&closed).is_err() {
        expect_in(folder.path(), "bad/deep", "input-file-unreadable", 1);
    }
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_file_of_another_format_is_not_opened() {
    let mut film = vec![0; 1 << 20];
    film[0] = b'x';
    expect("bad.pdf", &film, "input-file-not-read", 1);
}

#[test]
fn files_of_which_nobody_knows_what_they_are_are_left_alone() {
    let mut blob = b"id: [\n".to_vec();
    blob.resize(1 << 20, 0);
    let files: [(&str, &[u8]); 6] = [
        ("register.yaml", REGISTER),
        ("model.bin", &blob),
        ("tool.pkg", b"PK\x03\x04\x14\0\0\0nothing that opens"),
        ("LICENSE", b"Do what you like.\n"),
        ("run", b"#!/bin/sh\nexit 0\n"),
        (".env.example", b"KEY=value\n"),
    ];
    let run = tenone(workspace(&files).path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
    // Nothing unread stands in the way of saying what is missing.
    assert!(run.out.contains("document-required-missing"), "{}", run.out);
    assert!(!run.out.contains("input-"), "{}", run.out);
}

#[test]
fn a_folder_in_which_nothing_is_to_read_is_no_panic() {
    let here = ["check", "--as-of", "2026-06-30", "--output", "concise"];
    let run = tenone(workspace(&[]).path(), &here);
    assert_eq!(run.code, 2, "an empty folder has no place to point at: {}", run.out);
    assert!(run.err.contains("there is no file to check"), "{}", run.err);
    let run = tenone(workspace(&[("README.md", b"# Hello\n"), ("a.pdf", b"x")]).path(), &here);
    assert!(run.out.contains("README.md:1:1: error[register-missing]"), "{}", run.out);
}

#[test]
fn without_settings_a_broken_file_is_named_and_nothing_is_called_missing() {
    let folder = workspace(&[("log.yaml", b"id: [\n")]);
    let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("log.yaml:1:5: error[input-syntax-error]"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 2, "{}", run.out);
}

#[cfg(unix)]
#[test]
fn links_that_go_round_and_odd_names_are_no_trouble() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let settings = b"sources: [{kind: entry, path: 'a/**/*.yaml'}]\n";
    let folder = workspace(&[("tenone.yaml", settings), ("a/register.yaml", REGISTER), ("a/b/c.md", b"# c\n")]);
    let at = |path: &str| folder.path().join(path);
    symlink("..", at("a/up")).unwrap();
    symlink("../../a", at("a/b/again")).unwrap();
    symlink("two", at("one")).unwrap();
    symlink("one", at("two")).unwrap();
    let names = [
        "new\nline.yaml",
        "quote\"'`.yaml",
        "\u{1b}[31m\u{202e}.yaml",
        "r[1].yaml",
        "r[.yaml",
        "##[group].yaml",
        "%41 ?#.yaml",
    ];
    let odd: Vec<&OsStr> = names.iter().map(OsStr::new).chain([OsStr::from_bytes(b"\xff\xfe.yaml")]).collect();
    for (number, name) in odd.iter().enumerate() {
        std::fs::write(
            at("a").join(name),
            String::from_utf8_lossy(REGISTER).replace("IMP-1", &format!("IMP-{}", number + 2)),
        )
        .unwrap();
    }
    for format in ["terminal", "concise", "json", "sarif"] {
        let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", format]);
        assert!(run.code == 1 && run.err.is_empty(), "{format}: {}", run.err);
        assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{format}");
    }
    let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
    assert!(run.out.contains("its name is not written in UTF-8"), "{}", run.out);
    for number in 1..=names.len() + 1 {
        assert!(run.out.contains(&format!("IMP-{number} ")), "IMP-{number} is checked: {}", run.out);
    }
}

#[test]
fn what_stands_in_place_of_records_is_named() {
    for (content, line) in [
        ("just a text\n", 1),
        ("- {id: R-1}\n- b\n- [c]\n", 2),
        ("\n- a\n", 2),
        ("x: {y: 1}\n", 1),
        ("foo: 1\nbar: 2\n", 1),
    ] {
        expect("bad.yaml", content.as_bytes(), "input-record-unreadable", line);
    }
    for nothing in ["[]\n", "risks: []\n", "{}\n", "- {id: TBD}\n", "- {id: R-1}\n- \n"] {
        let files = [("tenone.yaml", SETTINGS), ("register.yaml", REGISTER), ("bad.yaml", nothing.as_bytes())];
        let run = tenone(workspace(&files).path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
        assert!(!run.out.contains("input-record-unreadable"), "{nothing}: {}", run.out);
    }
}

#[test]
fn thirty_thousand_keys_that_nobody_knows_take_no_minutes() {
    let keys: String = (0..30_000).map(|number| format!("  nobody_{number}: x\n")).collect();
    let register = format!("- id: IMP-1\n  title: late\n{keys}");
    let settings = b"sources:\n- {kind: entry, path: register.yaml}\n";
    let folder = workspace(&[("tenone.yaml", settings), ("register.yaml", register.as_bytes())]);
    let begun = std::time::Instant::now();
    let run = tenone(folder.path(), &["sources"]);
    assert!(run.code == 0 && run.out.contains("nobody_0, "), "{}{}", run.out, run.err);
    // Where each is looked for among all others, it takes ten times as long.
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}
