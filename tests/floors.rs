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
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            for module in imports(line) {
                let Some(other) = floors.iter().position(|floor| floor == module) else { continue };
                if other > own {
                    faults.push(format!("{}:{}: {} imports {module}", file.display(), number + 1, floors[own]));
                }
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
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            let clock = ["SystemTime::now", "Timestamp::now", "Zoned::now", "Instant::now"];
            let files = ["std::fs", "fs::read", "File::open", "std::env", "env::var"];
            let network = ["TcpStream", "UdpSocket", "Command::new"];
            let clock = clock.iter().filter(|_| !path.starts_with("src/cli"));
            let files = files.iter().filter(|_| !may_read_files);
            for word in clock.chain(files).chain(&network).filter(|word| line.contains(**word)) {
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

/// The modules of the crate that a line names as `crate::module`, or in braces as `crate::{one, two}`.
fn imports(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(list.split(',').map(|item| {
                let item = item.trim();
                &item[..item.find(|c| !is_name(c)).unwrap_or(item.len())]
            })),
            None => found.push(&rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())]),
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
    assert_eq!(imports("use crate::text::Span;"), ["text"]);
    assert_eq!(imports("use crate::{text::Span, render};"), ["text", "render"]);
    assert_eq!(imports("    crate::check::run(crate::rule::all()) // crate::cli"), ["check", "rule"]);
}
