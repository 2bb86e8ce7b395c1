//! Repositories for tests: made with the `git` of the machine, but with no setting, name or clock of it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;
use tenone::discover::{Repository, Workspace};

/// A repository with a work tree in a folder that goes away with it.
pub(crate) struct Repo {
    folder: TempDir,
    root: PathBuf,
}

impl Repo {
    /// A repository without commits, on the branch `main`.
    pub(crate) fn init() -> Self {
        Self::init_with(&[])
    }

    /// The same with further options of `git init`.
    pub(crate) fn init_with(options: &[&str]) -> Self {
        let repo = Self::nothing();
        repo.git(["init", "--quiet", "--initial-branch=main"].iter().chain(options));
        repo
    }

    /// A clone of a repository, with options of `git clone`; it is fetched as from another machine.
    pub(crate) fn clone_of(other: &Self, options: &[&str]) -> Self {
        let repo = Self::nothing();
        let from = format!("file://{}", other.root.display());
        repo.git(["clone", "--quiet"].iter().chain(options).chain(&[from.as_str(), "."]));
        repo
    }

    /// An empty folder that is no repository.
    pub(crate) fn nothing() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("repo");
        fs::create_dir(&root).unwrap();
        Self { folder, root }
    }

    /// A path in the work tree.
    pub(crate) fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// A path beside the repository.
    pub(crate) fn beside(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, and the folders on the way to it.
    pub(crate) fn write(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> &Self {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(&self, path: &str) -> &Self {
        let path = self.at(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap()
        } else {
            fs::remove_file(path).unwrap()
        }
        self
    }

    /// Commits all there is, ignored files too, at noon of a day (`2026-01-31`); gives the id.
    pub(crate) fn commit(&self, day: &str) -> String {
        self.git(["add", "--all", "--force"]);
        self.git_at(day, ["commit", "--quiet", "--allow-empty", "--message", day]);
        self.git(["rev-parse", "HEAD"])
    }

    /// Merges a branch at noon of a day, always with a commit of its own; gives the id.
    pub(crate) fn merge(&self, branch: &str, day: &str) -> String {
        self.git_at(day, ["merge", "--quiet", "--no-ff", "--message", day, branch]);
        self.git(["rev-parse", "HEAD"])
    }

    /// Makes a branch at the present commit, and goes to it.
    pub(crate) fn branch(&self, name: &str) -> &Self {
        self.git(["checkout", "--quiet", "-b", name]);
        self
    }

    /// Goes to a branch or commit.
    pub(crate) fn go_to(&self, name: &str) -> &Self {
        self.git(["checkout", "--quiet", name]);
        self
    }

    /// Runs `git` in the work tree; gives what it wrote, without the last line break.
    pub(crate) fn git<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        self.git_at("2026-01-01", arguments)
    }

    /// The same with a file as its input.
    pub(crate) fn git_reading<S: AsRef<OsStr>>(&self, input: &Path, arguments: impl IntoIterator<Item = S>) -> String {
        self.run("2026-01-01", Stdio::from(fs::File::open(input).unwrap()), arguments)
    }

    fn git_at<S: AsRef<OsStr>>(&self, day: &str, arguments: impl IntoIterator<Item = S>) -> String {
        self.run(day, Stdio::null(), arguments)
    }

    fn run<S: AsRef<OsStr>>(&self, day: &str, input: Stdio, arguments: impl IntoIterator<Item = S>) -> String {
        let time = format!("{day}T12:00:00Z");
        let mut command = Command::new("git");
        command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH" || name == "SystemRoot"));
        command.env("HOME", self.folder.path()).env("LC_ALL", "C");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_AUTHOR_DATE", &time).env("GIT_COMMITTER_DATE", &time);
        command.args(["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgSign=false"]);
        command.args(["-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"]);
        let out = command.current_dir(&self.root).args(arguments).stdin(input).output().expect("these tests need git");
        assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).trim_end_matches('\n').to_owned()
    }

    /// The work tree as a workspace.
    pub(crate) fn workspace(&self) -> Workspace {
        Workspace::open(&self.root).unwrap()
    }

    /// The repository as the program reads it.
    pub(crate) fn reading(&self) -> Repository {
        Repository::of(&self.workspace()).unwrap()
    }

    /// The work tree as it was at a revision.
    pub(crate) fn workspace_at(&self, revision: &str) -> Workspace {
        let reading = self.reading();
        reading.workspace(&reading.commit(revision).unwrap()).unwrap()
    }
}
