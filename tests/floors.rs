//! The house rules that a script can see: the order of modules, the size and the head of each file.

use std::fs;
use std::path::{Path, PathBuf};

/// A file longer than this wants splitting.
const LONGEST_FILE: usize = 400;

#[test]
fn each_module_imports_only_from_modules_above_it() {
    let floors = floors();
    assert!(floors.len() >= 15, "lib.rs lists the floors: {floors:?}");
    let mut faults = Vec::new();
    for file in rust_files(Path::new("src")) {
        let Some(own) = floor_of(&file, &floors) else { continue };
        let code = without_comments(&fs::read_to_string(&file).unwrap());
        if code.contains("crate as ") {
            faults.push(format!("{}: the crate under another name", file.display()));
        }
        for (at, module) in imports(&code, depth(&file)) {
            let Some(other) = floors.iter().position(|floor| floor == module) else { continue };
            if other > own {
                let number = 1 + code[..at].matches('\n').count();
                faults.push(format!("{}:{number}: {} imports {module}", file.display(), floors[own]));
            }
        }
    }
    assert!(faults.is_empty(), "upward imports:\n{}", faults.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_hold() {
    let mut faults = Vec::new();
    for file in rust_files(Path::new("src")).into_iter().chain(rust_files(Path::new("tests"))) {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{}: {lines} lines", file.display()));
        }
        if !text.starts_with("//!") {
            faults.push(format!("{}: no //! header", file.display()));
        }
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if ["util", "utils", "common", "helper", "helpers", "misc"].contains(&name.as_str()) {
            faults.push(format!("{}: the name says nothing", file.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn only_the_command_line_touches_the_world() {
    let mut faults = Vec::new();
    for file in rust_files(Path::new("src")) {
        let path = file.to_string_lossy().replace('\\', "/");
        let may_read_files = path.starts_with("src/discover") || path.starts_with("src/cli") || path == "src/embed.rs";
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            let clock = ["SystemTime::now", "Timestamp::now", "Zoned::now", "Instant::now"];
            let files = ["std::fs", "fs::read", "File::open", "std::env", "env::var"];
            let network = ["TcpStream", "UdpSocket"];
            // One program is run, in one place.
            let programs = ["Command::new"].into_iter().filter(|_| path != "src/discover/git/run.rs");
            let clock = clock.iter().filter(|_| !path.starts_with("src/cli"));
            let files = files.iter().filter(|_| !may_read_files);
            for word in clock.chain(files).chain(&network).copied().chain(programs).filter(|word| line.contains(*word))
            {
                faults.push(format!("{path}:{}: {word}", number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The modules in the order in which `lib.rs` lists them.
fn floors() -> Vec<String> {
    let text = fs::read_to_string("src/lib.rs").unwrap();
    let names = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// The floor that a file stands on; none for `lib.rs`, `main.rs` and the build script.
fn floor_of(file: &Path, floors: &[String]) -> Option<usize> {
    let first = file.strip_prefix("src").ok()?.components().next()?;
    let name = first.as_os_str().to_string_lossy().into_owned();
    floors.iter().position(|floor| name == *floor || name == format!("{floor}.rs"))
}

/// How many modules a file is below the root of the crate.
fn depth(file: &Path) -> usize {
    let parts = file.strip_prefix("src").map_or(0, |below| below.components().count());
    parts - usize::from(file.ends_with("mod.rs"))
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// The modules that code names from the root of the crate, and where: `crate::module`, `crate::{one, two::{three}}`, and
/// as many `super::` as the file is deep.
fn imports(code: &str, depth: usize) -> Vec<(usize, &str)> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let roots = ["crate::".to_owned(), "super::".repeat(depth)];
    for root in roots.iter().filter(|root| !root.is_empty()) {
        for (at, _) in code.match_indices(root.as_str()).filter(|(at, _)| !code[..*at].ends_with("super::")) {
            let start = at + root.len();
            let name = |from: usize| &code[from..from + code[from..].find(|c| !is_name(c)).unwrap_or(0)];
            if !code[start..].starts_with('{') {
                found.push((start, name(start)));
                continue;
            }
            let mut open = 0;
            for (offset, letter) in code[start..].char_indices() {
                open = open + usize::from(letter == '{') - usize::from(letter == '}');
                let behind = start + offset + 1;
                if open == 1 && matches!(letter, '{' | ',') {
                    let blank = code[behind..].len() - code[behind..].trim_start().len();
                    found.push((behind + blank, name(behind + blank)));
                }
                if open == 0 {
                    break;
                }
            }
        }
    }
    found
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn imports_are_found_however_they_are_written() {
    for (code, depth, expected) in [
        ("use crate::text::Span;", 1, &["text"][..]),
        ("use crate::{text::Span, render};", 1, &["text", "render"]),
        ("use crate::{\n    text::{Span, Place},\n    cli,\n};", 1, &["text", "cli", ""]),
        ("    crate::check::run(crate::rule::all()) // crate::cli", 1, &["check", "rule"]),
        ("use super::cli;", 1, &["cli"]),
        ("use super::cli;", 2, &[]),
        ("use super::super::cli;", 2, &["cli"]),
    ] {
        let code = without_comments(code);
        let names: Vec<&str> = imports(&code, depth).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, expected, "{code}");
    }
    assert_eq!(depth(Path::new("src/text.rs")), 1);
    assert_eq!(depth(Path::new("src/read/mod.rs")), 1);
    assert_eq!(depth(Path::new("src/read/yaml/mod.rs")), 2);
}
