//! Workspaces that tests make, and the command run on them.

use std::path::Path;
use std::process::{Command, Output};

/// A folder with these files, gone when it is dropped.
pub(crate) fn workspace(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    folder
}

/// What the command printed and how it ended.
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) code: i32,
}

/// Runs the command in a scrubbed environment: no colour, no CI, no locale.
pub(crate) fn tenone(folder: &Path, arguments: &[&str]) -> Run {
    tenone_with(folder, arguments, &[])
}

/// The same with some variables of the environment.
pub(crate) fn tenone_with(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenone"));
    command.env_clear().env("COLUMNS", "80").envs(variables.iter().copied()).current_dir(folder).args(arguments);
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("the command prints UTF-8");
    Run { out: text(stdout), err: text(stderr), code: status.code().expect("it was not killed") }
}

/// The same in the folder of the package, where `fixtures` stand.
pub(crate) fn tenone_here(arguments: &[&str]) -> Run {
    tenone(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// A copy of a fixture workspace, gone when it is dropped.
pub(crate) fn copy_of(story: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(story), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
