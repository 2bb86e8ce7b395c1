//! The commits of a repository: by name, in common, in a row.

use std::path::Path;

use super::error::{GitError, sentence};
use super::run::{Answer, Git};

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commit {
    /// Its id, in full.
    pub id: String,
    /// When it was committed, in seconds since 1970.
    pub seconds: i64,
}

/// Looks at the repository in which a folder stands, and says whether it is a shallow clone.
pub(super) fn opened(git: &Git, folder: &Path) -> Result<bool, GitError> {
    const WHAT: &str = "open the repository";
    let answer = git.ask(WHAT, &["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"])?;
    if answer.code != Some(0) {
        return Err(unopened(WHAT, &answer));
    }
    let bare = "the folder holds a repository without a work tree, or stands inside one; check a folder that git has \
                checked out";
    let said = String::from_utf8_lossy(&answer.out);
    let (inside, shallow) = said.trim_end().split_once('\n').unwrap_or_default();
    // An old git takes a committed folder that looks like a repository for one; its configuration says what it likes.
    let place = path_of(git.tell(WHAT, &["rev-parse", "--absolute-git-dir"])?);
    if inside != "true" || place.canonicalize().is_ok_and(|place| folder.starts_with(place)) {
        return Err(GitError::failed(WHAT, bare));
    }
    let ignored = git.ask(WHAT, &["check-ignore", "--quiet", "--", "."])?;
    if ignored.code == Some(0) {
        let message = "the repository around the folder ignores it (`.gitignore`), so it keeps no history of it";
        return Err(GitError::failed(WHAT, message));
    }
    Ok(shallow == "true")
}

/// The commit with a name.
pub(super) fn named(git: &Git, revision: &str, shallow: bool) -> Result<Commit, GitError> {
    const WHAT: &str = "look up a commit";
    let refused = revision.is_empty() || revision.starts_with('-') || revision.contains(char::is_control);
    if refused {
        return Err(GitError::Refused { revision: revision.to_owned() });
    }
    let peeled = format!("{revision}^{{commit}}");
    let answer = git.ask(WHAT, &["rev-parse", "--verify", "--quiet", "--end-of-options", &peeled])?;
    let unknown = || GitError::UnknownRevision { revision: revision.to_owned(), shallow };
    match answer.code {
        Some(0) => {}
        Some(1) => return Err(unknown()),
        _ => return Err(GitError::failed(WHAT, sentence(&answer.complaint))),
    }
    // What is no id is the answer to something else, such as the `^name` of what to leave out.
    let id = String::from_utf8_lossy(&answer.out).trim_end().to_owned();
    if !is_id(&id) {
        return Err(unknown());
    }
    dated(git, &id)
}

/// The last commit that two have in common.
pub(super) fn merge_base(git: &Git, one: &Commit, other: &Commit, shallow: bool) -> Result<Commit, GitError> {
    const WHAT: &str = "find what two commits have in common";
    let answer = git.ask(WHAT, &["merge-base", "--end-of-options", id_of(one)?, id_of(other)?])?;
    let id = String::from_utf8_lossy(&answer.out).trim_end().to_owned();
    match answer.code {
        Some(0) if is_id(&id) => dated(git, &id),
        Some(1) => Err(GitError::NoMergeBase { one: one.id.clone(), other: other.id.clone(), shallow }),
        _ => Err(GitError::failed(WHAT, sentence(&answer.complaint))),
    }
}

/// The commits that changed something in the folder, newest first.
pub(super) fn touching(git: &Git, head: &Commit, most: Option<usize>) -> Result<Vec<Commit>, GitError> {
    const WHAT: &str = "read the history of the folder";
    let most = format!("--max-count={}", most.map_or(-1, |most| i32::try_from(most).unwrap_or(i32::MAX)));
    // The folder is the one in which git is asked.
    let options = ["rev-list", "--first-parent", "--timestamp", &most, "--end-of-options", id_of(head)?, "--", "."];
    let out = git.tell(WHAT, &options)?;
    String::from_utf8_lossy(&out).lines().map(|line| read(line).ok_or_else(|| strange(WHAT))).collect()
}

/// The id of a commit, if it is one: whoever made it may have written anything.
pub(super) fn id_of(commit: &Commit) -> Result<&str, GitError> {
    if is_id(&commit.id) { Ok(&commit.id) } else { Err(GitError::Refused { revision: commit.id.clone() }) }
}

/// Whether a text is an id of one of the two lengths there are.
pub(super) fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn dated(git: &Git, id: &str) -> Result<Commit, GitError> {
    const WHAT: &str = "read a commit";
    let out = git.tell(WHAT, &["rev-list", "--no-walk", "--timestamp", "--end-of-options", id])?;
    read(String::from_utf8_lossy(&out).trim_end()).ok_or_else(|| strange(WHAT))
}

/// A line of `rev-list --timestamp`.
fn read(line: &str) -> Option<Commit> {
    let (seconds, id) = line.split_once(' ')?;
    // Git has room for later dates than anybody else.
    let seconds = seconds.parse::<u64>().ok().map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX));
    is_id(id).then(|| Some(Commit { id: id.to_owned(), seconds: seconds? }))?
}

fn strange(what: &'static str) -> GitError {
    GitError::failed(what, "its answer is not understood")
}

fn unopened(what: &'static str, answer: &Answer) -> GitError {
    let said = String::from_utf8_lossy(&answer.complaint);
    if said.contains("not a git repository") {
        return GitError::NotARepository;
    }
    if said.contains("bare repository") {
        let message = "the folder holds a repository without a work tree, or stands inside one; check a folder that git has \
                       checked out";
        return GitError::failed(what, message);
    }
    GitError::failed(what, sentence(&answer.complaint))
}

/// A path that git wrote, as it is: its name need not be a text.
#[cfg(unix)]
fn path_of(mut out: Vec<u8>) -> std::path::PathBuf {
    use std::os::unix::ffi::OsStringExt;
    out.pop();
    std::ffi::OsString::from_vec(out).into()
}

#[cfg(not(unix))]
fn path_of(out: Vec<u8>) -> std::path::PathBuf {
    String::from_utf8_lossy(&out).trim_end().into()
}
