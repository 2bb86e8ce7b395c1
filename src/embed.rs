//! Build script: lays `rules/**` out as tables of paths and texts, so that adding a rule edits no list.
#![allow(clippy::print_stdout, reason = "cargo listens to the standard output of build scripts")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders of `rules/` that hold no rules.
const NO_RULES: &[&str] = &["vocabulary/", "packs/", "exports/"];

fn main() -> io::Result<()> {
    let missing = |name| io::Error::new(io::ErrorKind::NotFound, format!("cargo sets {name}"));
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| missing("CARGO_MANIFEST_DIR"))?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or_else(|| missing("OUT_DIR"))?);
    let rules = root.join("rules");
    println!("cargo::rerun-if-changed=src/embed.rs");
    let mut files = Vec::new();
    if rules.is_dir() {
        println!("cargo::rerun-if-changed=rules");
        collect(&rules, "", &mut files)?;
    }
    // The order is that of the paths, not of the disk: the same sources give the same program.
    files.sort();
    fs::write(out.join("embedded.rs"), tables(&files)?)
}

/// The folder of what `tenone init` writes: forms with blanks, which no reader of `rules/` takes for anything else.
const TEMPLATES: &str = "templates/";

/// How the name of such a form ends.
const FORM: &str = "jinja";

/// Collects the YAML files and the forms below a folder as pairs of a path with `/` and where it is.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else if Path::new(&name).extension().is_some_and(|extension| extension == "yaml" || extension == FORM) {
            files.push((path, entry.path()));
        }
    }
    Ok(())
}

fn tables(files: &[(String, PathBuf)]) -> io::Result<String> {
    let (mut all, mut rules, mut templates) = (String::new(), String::new(), String::new());
    for (path, place) in files {
        if let Some(target) = path.strip_prefix(TEMPLATES) {
            let target = target.strip_suffix(FORM).and_then(|target| target.strip_suffix('.'));
            if let Some(target) = target {
                let _ = writeln!(templates, "    ({target:?}, include_str!({place:?})),");
            }
            continue;
        }
        let _ = writeln!(all, "    ({path:?}, include_str!({place:?})),");
        if path.contains('/') && !NO_RULES.iter().any(|folder| path.starts_with(folder)) {
            let head = head_len(&fs::read_to_string(place)?);
            let _ = writeln!(
                rules,
                "    EmbeddedRule {{ path: {path:?}, text: include_str!({place:?}), head_len: {head} }},"
            );
        }
    }
    Ok(format!(
        "/// Every file below `rules/` but the templates, by its path there.\nstatic FILES: &[(&str, &str)] = &[\n{all}];\n\n\
         /// Every rule file.\nstatic RULES: &[EmbeddedRule] = &[\n{rules}];\n\n\
         /// Every template by the path that its text is written to.\nstatic TEMPLATES: &[(&str, &str)] = &[\n{templates}];\n"
    ))
}

/// Where the examples of a rule begin: they stand last, and a run of the linter has no use for them.
fn head_len(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "examples:" {
            return at;
        }
        at += line.len();
    }
    text.len()
}
