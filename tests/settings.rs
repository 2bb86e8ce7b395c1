//! Broken settings and bad usage: exit status 2, the line, a caret below what is wrong, and what to do.

use crate::workspace::{Run, tenone, workspace};

const REGISTER: &[u8] = b"- {id: IMP-1, title: late, kind: observation, source: other, raised_on: 2026-05-01}\n";

const SOURCES: &str = "sources:\n  - {kind: entry, path: register.yaml}\n";

fn check(settings: &[u8], extra: &[&str]) -> Run {
    let folder = workspace(&[("tenone.yaml", settings), ("register.yaml", REGISTER)]);
    tenone(folder.path(), &[&["check", "--as-of", "2026-06-30"][..], extra].concat())
}

/// The settings are refused: the place is `line:column`, the line stands in the answer with a mark below it.
fn refused(settings: &[u8], place: &str, words: &[&str]) {
    let name = String::from_utf8_lossy(settings);
    let run = check(settings, &[]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{name}: {}", run.err);
    assert!(run.err.contains(&format!("[tenone.yaml:{place}]")), "{name}: {place}: {}", run.err);
    assert_eq!(run.err.matches("error[settings]").count(), 1, "{name}: {}", run.err);
    let number: usize = place.split(':').next().unwrap().parse().unwrap();
    let line = name.lines().nth(number - 1).unwrap_or_default();
    let line = line.split(['\0', '\u{FFFD}']).next().unwrap_or_default();
    let shown: Vec<&str> = run.err.lines().collect();
    let at = shown.iter().position(|shown| shown.starts_with(&format!("{number:>2} │ {line}")));
    let below = at.and_then(|at| shown.get(at + 1)).unwrap_or_else(|| panic!("{name}: line {number}: {}", run.err));
    assert!(below.contains(['─', '▲']), "{name}: a mark: {}", run.err);
    for word in words {
        assert!(run.err.split_whitespace().collect::<Vec<_>>().join(" ").contains(word), "{name}: {word}: {}", run.err);
    }
}

#[test]
fn broken_settings_are_shown_with_their_line() {
    let source = |rest: &str| format!("sources:\n  - kind: entry\n    path: register.yaml\n    {rest}\n");
    let behind = |rest: &str| format!("{SOURCES}{rest}\n");
    for (settings, place, words) in [
        ("sorces: []\n".to_owned(), "1:1", &["no key `sorces`", "Did you mean `sources`?"][..]),
        ("organisation:\n  nam: X\n".to_owned(), "2:3", &["no key `nam`", "`name`"]),
        ("organisation: X\n".to_owned(), "1:15", &["expected a mapping", "`X`"]),
        ("- a list\n".to_owned(), "1:1", &["expected a mapping, found a list"]),
        ("sources:\n  - {kind: entri, path: a}\n".to_owned(), "2:12", &["`entri`", "`entry`"]),
        ("sources:\n  - {kind: entry, path: 'a[.yaml'}\n".to_owned(), "2:25", &["`a[.yaml`", "a pattern such as"]),
        (
            "sources:\n  - {kind: risk, path: ../a.yaml}\n".to_owned(),
            "2:24",
            &["`../a.yaml` leads out of the workspace"],
        ),
        ("sources:\n  - {kind: entry, path: /etc/hosts}\n".to_owned(), "2:25", &["leads out of the workspace"]),
        (source("columns: {titel: Title}"), "4:15", &["no field `titel`", "`title`"]),
        (source("words: {status: {Zu: closd}}"), "4:26", &["no word `closd`", "`closed`"]),
        (source("words: {status: {Zu: whatever}}"), "4:26", &["Known are `raised`"]),
        (source("dates: dmy"), "4:12", &["`dmy`", "`day-month-year`"]),
        (source("dates: [unix, excel-1904]"), "4:19", &["one form too many"]),
        (source("ids: 'NC-[0-9'"), "4:10", &["`NC-[0-9` is no pattern", "unclosed character class"]),
        (source("ids: 'a)(b'"), "4:10", &["is no pattern"]),
        (source("namespace: 'site b'"), "4:16", &["`site b` is no name of a namespace", "without spaces"]),
        (source("namespace: a:b"), "4:16", &["is no name of a namespace"]),
        (source("defaults: {kind: nonsense}"), "4:22", &["`nonsense`", "`nonconformity`"]),
        (source("path: other.yaml"), "4:5", &["`path` stands more than once"]),
        ("organisation: {isms_start: 2026-02-30}\n".to_owned(), "1:28", &["not a date", "2026-03-15"]),
        ("organisation: {}\norganisation: {}\n".to_owned(), "2:1", &["the key `organisation` stands more than once"]),
        ("organisation: {name: X\nrules: {}\n".to_owned(), "2:1", &["bracket"]),
        ("a: \"b".to_owned(), "1:4", &["quotation mark"]),
        (format!("x: {}", "[".repeat(10_000)), "1:132", &["128 lists and mappings within each other is exceeded"]),
        ("standard: iso-27001-2021\n".to_owned(), "1:11", &["`iso-27001-2022`"]),
        ("limits: {megabytes_per_file: lots}\n".to_owned(), "1:30", &["`lots`"]),
        (behind("rules: {review-overdu: off}"), "3:9", &["no rule `review-overdu`", "`review-overdue`"]),
        (behind("rules: {review-overdue: eror}"), "3:25", &["`eror`", "`error`"]),
        (behind("rules: {review-overdue: {parameter: {}}}"), "3:26", &["`parameter`", "`parameters`"]),
        (behind("rules: {review-overdue: {parameters: {intervall: 1 year}}}"), "3:39", &["`intervall`", "`interval`"]),
        (behind("rules: {review-overdue: {parameters: {interval: soon}}}"), "3:49", &["`soon`", "`90 days`"]),
        (behind("rules: {review-overdue: {parameters: {interval: [1]}}}"), "3:39", &["`interval` needs one value"]),
        (behind("rules: {review-overdue: {parameters: 3}}"), "3:26", &["`parameters` is a mapping"]),
        (format!("{SOURCES}---\n{SOURCES}"), "4:1", &["several documents"]),
    ] {
        if settings.len() > 5_000 {
            // The line is too long to be shown in full.
            let run = check(settings.as_bytes(), &[]);
            assert!(run.code == 2 && run.err.contains(place), "{}", run.err);
            continue;
        }
        refused(settings.as_bytes(), place, words);
    }
    refused(b"organisation: {name: Pr\xfcf}\n", "1:24", &["UTF-8"]);
    refused(b"organisation: {name: \"a\0b\"}\n", "1:24", &["a NUL byte stands here"]);
}

#[test]
fn a_cell_of_the_settings_is_shown_harmless() {
    let run = check("sources:\n  - {kind: \"e\\e[31m\", path: \"\u{202e}a\"}\n".as_bytes(), &[]);
    assert_eq!(run.code, 2);
    assert!(!run.err.contains(['\u{1b}', '\u{202e}']), "{:?}", run.err);
}

#[test]
fn settings_may_raise_and_lower_the_limits() {
    let long = format!("- {{id: IMP-1, title: {}}}\n", "x".repeat(11 << 20));
    let run = |limit: &str| {
        let settings = format!("{SOURCES}{limit}");
        let folder = workspace(&[("tenone.yaml", settings.as_bytes()), ("register.yaml", long.as_bytes())]);
        tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]).out
    };
    assert!(run("").contains("register.yaml:1:1: error[input-limit-exceeded]"));
    assert!(!run("limits: {megabytes_per_line: 12}\n").contains("input-limit-exceeded"));
    assert!(run("limits: {megabytes_per_file: 1}\n").contains("the limit of 1 MiB for one file"));
}

#[test]
fn paths_that_cannot_be_used_end_with_2() {
    let outside = workspace(&[("tenone.yaml", SOURCES.as_bytes())]);
    let outside = outside.path().join("tenone.yaml");
    let outside = outside.to_str().unwrap();
    for (arguments, word) in [
        (&["check", "--config", outside][..], "there is no such file in the workspace"),
        (&["check", "--config", "../tenone.yaml"], "there is no such file in the workspace"),
        (&["sources", "--config", outside], "there is no such file in the workspace"),
        (&["check", "nowhere"], "nowhere cannot be opened"),
        (&["sources", "nowhere"], "nowhere cannot be opened"),
        (&["check", "tenone.yaml/inside"], "tenone.yaml/inside cannot be opened"),
        (&["check", "/dev/null"], "neither a folder nor a file"),
        (&["check", "-"], "standard input is not read"),
        (&["check", "--threads", "0"], "--threads"),
    ] {
        let folder = workspace(&[("tenone.yaml", SOURCES.as_bytes()), ("register.yaml", REGISTER)]);
        let run = tenone(folder.path(), arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}: {}", run.err);
        assert!(run.err.contains(word), "{arguments:?}: {word}: {}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn settings_are_found_behind_a_link_inside_and_not_outside() {
    use std::os::unix::fs::symlink;
    let settings = b"sources:\n  - {kind: entri, path: register.yaml}\n";
    let folder = workspace(&[("conf/tenone.yaml", settings), ("register.yaml", REGISTER)]);
    symlink("conf/tenone.yaml", folder.path().join("tenone.yaml")).unwrap();
    let run = tenone(folder.path(), &["check"]);
    assert!(run.code == 2 && run.err.contains("entri"), "{}{}", run.out, run.err);
    for (target, word) in [("/etc/hosts", "leads out of the workspace"), ("nowhere", "does not exist")] {
        let folder = workspace(&[("register.yaml", REGISTER)]);
        symlink(target, folder.path().join("tenone.yaml")).unwrap();
        let run = tenone(folder.path(), &["check"]);
        assert!(run.code == 2 && run.err.contains(word), "{target}: {}{}", run.out, run.err);
    }
}
