//! The one place in which a program is run: `git`, by its full path, and nothing that the environment or the repository says
//! may make it run another one.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::error::{GitError, sentence};

/// Bytes of an answer that are read at most: a few objects may stand for a tree of any number of files.
const MOST: u64 = 128 << 20;
/// Bytes of a complaint that are kept.
const MOST_SAID: u64 = 16 << 10;

/// Settings that win over those of the repository, of the user and of the machine. The last two of these are still read: that
/// a repository of another user may be read (`safe.directory`) can only be said there.
const SETTINGS: [&str; 9] = [
    // What a repository may name programs for, as far as the commands here could come by it at all.
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "log.showSignature=false",
    "protocol.allow=never",
    "fetch.recurseSubmodules=false",
    // A folder that a stranger commits may look like a repository without a work tree; it is not taken for one.
    "safe.bareRepository=explicit",
    "core.useReplaceRefs=false",
    // A larger content is passed on piece by piece, not held in memory as a whole.
    "core.bigFileThreshold=16m",
];

/// What `git` is told through the environment, after all that begins with `GIT_` was taken out of it.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    // No protocol has this name, so that nothing can be fetched whatever the repository allows.
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("LC_ALL", "C"),
];

/// The program, and the folder in which it is asked.
#[derive(Clone, Debug)]
pub(super) struct Git {
    program: PathBuf,
    folder: PathBuf,
}

/// What a command gave back.
pub(super) struct Answer {
    /// The code with which it ended; none if it was killed.
    pub(super) code: Option<i32>,
    pub(super) out: Vec<u8>,
    /// What it wrote about errors.
    pub(super) complaint: Vec<u8>,
}

impl Git {
    /// Finds the program.
    pub(super) fn find(folder: &Path) -> Option<Self> {
        let program = find_in(&std::env::var_os("PATH")?, folder)?;
        // Windows writes a path without links in a form that programs of other systems cannot go to.
        let plain =
            folder.to_str().and_then(|path| path.strip_prefix(r"\\?\")).filter(|path| path.get(1..2) == Some(":"));
        Some(Self { program, folder: plain.map_or_else(|| folder.to_path_buf(), PathBuf::from) })
    }

    /// Runs a command to its end, whatever it says.
    pub(super) fn ask(&self, what: &'static str, arguments: &[&str]) -> Result<Answer, GitError> {
        let mut command = self.command(arguments, std::env::vars_os().map(|(name, _)| name));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let broken = |error: io::Error| GitError::failed(what, format!("the system says: {error}"));
        let mut child = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => GitError::NotInstalled,
            _ => broken(error),
        })?;
        let read = answers(&mut child);
        let too_much = read.as_ref().is_ok_and(|(out, _)| out.len() as u64 > MOST);
        if too_much || read.is_err() {
            let _ = child.kill();
        }
        let status = child.wait().map_err(broken)?;
        let (out, complaint) = read.map_err(broken)?;
        if too_much {
            return Err(GitError::failed(
                what,
                "the answer is longer than 128 MiB; is this a repository of documents?",
            ));
        }
        Ok(Answer { code: status.code(), out, complaint })
    }

    /// Runs a command that has to succeed.
    pub(super) fn tell(&self, what: &'static str, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let answer = self.ask(what, arguments)?;
        if answer.code == Some(0) { Ok(answer.out) } else { Err(GitError::failed(what, sentence(&answer.complaint))) }
    }

    /// Starts a command that is asked again and again. What it complains about, nobody reads.
    pub(super) fn start(&self, arguments: &[&str]) -> io::Result<Child> {
        let mut command = self.command(arguments, std::env::vars_os().map(|(name, _)| name));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn()
    }

    fn command(&self, arguments: &[&str], environment: impl Iterator<Item = OsString>) -> Command {
        let mut command = Command::new(&self.program);
        // A hook of git says which repository and which configuration it is about; here the folder says it.
        for name in environment.filter(|name| is_of_git(name)) {
            command.env_remove(name);
        }
        command.envs(ENVIRONMENT).arg("-C").arg(&self.folder).arg("--no-pager");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        // A path is the name of a file, whatever characters are in it; this one takes it for nothing else, and refuses to be
        // told so.
        if arguments.first() != Some(&"check-ignore") {
            command.arg("--literal-pathspecs");
        }
        command.args(arguments);
        command
    }
}

fn is_of_git(name: &OsStr) -> bool {
    name.as_encoded_bytes().get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"GIT_"))
}

/// The first `git` in the folders of `PATH`. A folder that is not named in full would be looked for where the user happens to
/// be, and one in the workspace may hold what a stranger put there.
fn find_in(path: &OsStr, workspace: &Path) -> Option<PathBuf> {
    let name = format!("git{}", std::env::consts::EXE_SUFFIX);
    // In the root of a disk is everything.
    let inside = |folder: &Path| workspace.parent().is_some() && folder.starts_with(workspace);
    let trusted = |folder: &PathBuf| folder.is_absolute() && !folder.canonicalize().is_ok_and(|full| inside(&full));
    std::env::split_paths(path).filter(trusted).map(|folder| folder.join(&name)).find(|file| may_be_run(file))
}

#[cfg(unix)]
fn may_be_run(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|known| known.is_file() && known.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn may_be_run(file: &Path) -> bool {
    file.is_file()
}

/// Reads both ends at once: a program that waits until its complaint is read would never end its answer.
fn answers(child: &mut Child) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        let complaint = move || -> io::Result<Vec<u8>> {
            let mut said = Vec::new();
            let Some(mut stderr) = stderr else { return Ok(said) };
            stderr.by_ref().take(MOST_SAID).read_to_end(&mut said)?;
            io::copy(&mut stderr, &mut io::sink())?;
            Ok(said)
        };
        let complaint = std::thread::Builder::new().spawn_scoped(scope, complaint)?;
        let mut out = Vec::new();
        // The pipe is closed with the end of this reader, so that the program ends and the other one with it.
        let read = stdout.map_or(Ok(0), |stdout| stdout.take(MOST + 1).read_to_end(&mut out));
        let complaint = complaint.join().unwrap_or_else(|_| Ok(Vec::new()));
        read?;
        Ok((out, complaint?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_hook_says_about_another_repository_is_forgotten() {
        let git = Git { program: "/bin/git".into(), folder: "/work tree".into() };
        let inherited = [
            "GIT_DIR",
            "GIT_INDEX_FILE",
            "GIT_CONFIG_COUNT",
            "git_work_tree",
            "GIT_OPTIONAL_LOCKS",
            "PATH",
            "GITHUB_REF",
        ];
        let command = git.command(&["rev-list", "-x"], inherited.into_iter().map(OsString::from));
        let mut said: Vec<String> = command
            .get_envs()
            .map(|(name, value)| format!("{}={}", name.display(), value.map_or("-".into(), OsStr::to_string_lossy)))
            .collect();
        said.sort();
        assert_eq!(
            said,
            [
                "GIT_ALLOW_PROTOCOL=none",
                "GIT_CONFIG_COUNT=-",
                "GIT_DIR=-",
                "GIT_INDEX_FILE=-",
                "GIT_NO_LAZY_FETCH=1",
                "GIT_NO_REPLACE_OBJECTS=1",
                "GIT_OPTIONAL_LOCKS=0",
                "GIT_TERMINAL_PROMPT=0",
                "LC_ALL=C",
                "git_work_tree=-",
            ]
        );
        let arguments: Vec<&OsStr> = command.get_args().collect();
        assert_eq!(arguments[..3], ["-C", "/work tree", "--no-pager"]);
        let (settings, rest) = arguments[3..].split_at(2 * SETTINGS.len());
        assert!(settings.chunks(2).all(|pair| pair[0] == "-c"));
        assert_eq!(rest, ["--literal-pathspecs", "rev-list", "-x"]);
        assert_eq!(command.get_program(), "/bin/git");
    }

    #[cfg(unix)]
    #[test]
    fn git_is_looked_for_in_folders_that_nobody_else_writes() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let place = place.path().canonicalize().unwrap();
        for (folder, mode) in [("workspace/bin", 0o755), ("plain", 0o644), ("good", 0o755), ("later", 0o755)] {
            std::fs::create_dir_all(place.join(folder)).unwrap();
            std::fs::write(place.join(folder).join("git"), "").unwrap();
            std::fs::set_permissions(place.join(folder).join("git"), std::fs::Permissions::from_mode(mode)).unwrap();
        }
        std::fs::create_dir_all(place.join("folder/git")).unwrap();
        std::os::unix::fs::symlink(place.join("workspace/bin"), place.join("link")).unwrap();
        let find = |folders: &[&str], workspace: &str| {
            let full =
                |folder: &&str| folder.strip_prefix('+').map_or_else(|| PathBuf::from(folder), |own| place.join(own));
            let path = std::env::join_paths(folders.iter().map(full)).unwrap();
            find_in(&path, &place.join(workspace)).map(|git| git.strip_prefix(&place).unwrap().display().to_string())
        };
        let all = ["", ".", "bin", "+none", "+plain", "+folder", "+workspace/bin", "+link", "+good", "+later"];
        assert_eq!(find(&all, "workspace").as_deref(), Some("good/git"));
        assert_eq!(find(&all, "good").as_deref(), Some("workspace/bin/git"));
        assert_eq!(find(&all, "/").as_deref(), Some("workspace/bin/git"), "everything is below the root of a disk");
        assert_eq!(find(&all[..8], "workspace"), None);
    }

    #[test]
    fn a_long_complaint_does_not_hold_up_the_answer() {
        let place = tempfile::tempdir().unwrap();
        let git = Git::find(place.path()).unwrap();
        let name = "x".repeat(60_000);
        let answer = git.ask("fail", &["rev-parse", &name, &name]).unwrap();
        assert_ne!(answer.code, Some(0));
        assert!(answer.complaint.len() as u64 <= MOST_SAID && !answer.complaint.is_empty());
        let gone = Git { program: place.path().join("none"), folder: place.path().to_path_buf() };
        assert_eq!(gone.ask("fail", &[]).err(), Some(GitError::NotInstalled));
        assert!(gone.start(&[]).is_err());
    }
}
