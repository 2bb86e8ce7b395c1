//! Why something cannot be learned from the history, in words that say what to do.

/// Why `git` was not asked, or did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// There is no `git` in any folder of `PATH`.
    #[error("git is not installed, or no folder that PATH names in full has it, so the history cannot be read")]
    NotInstalled,
    /// The folder stands in no repository.
    #[error("the folder is not in a git repository, so it has no history")]
    NotARepository,
    /// The name of a revision is not passed on.
    #[error("`{}` cannot be the name of a commit; name a branch, a tag or the id of a commit", shown(revision))]
    Refused {
        /// The name.
        revision: String,
    },
    /// No commit has this name.
    #[error("there is no commit `{}` in this repository{}", shown(revision), cut_off(*shallow))]
    UnknownRevision {
        /// The name.
        revision: String,
        /// The clone is cut off, which may be why.
        shallow: bool,
    },
    /// Two commits have no common past.
    #[error("the commits {} and {} have no commit in common{}", short(one), short(other), cut_off(*shallow))]
    NoMergeBase {
        /// Id of one commit.
        one: String,
        /// Id of the other.
        other: String,
        /// The clone is cut off, which may be why.
        shallow: bool,
    },
    /// Something went wrong in `git`, or it refused.
    #[error("git could not {what}: {message}")]
    Failed {
        /// What it was asked to do: "list the files of a commit".
        what: &'static str,
        /// What it said, or what to do about it.
        message: String,
    },
}

impl GitError {
    pub(super) fn failed(what: &'static str, message: impl Into<String>) -> Self {
        Self::Failed { what, message: message.into() }
    }
}

/// One sentence of what `git` wrote about an error.
pub(super) fn sentence(complaint: &[u8]) -> String {
    const MOST: usize = 300;
    let text = String::from_utf8_lossy(complaint);
    let owner = |line: &&str| line.contains("dubious ownership") || line.contains("unsafe repository");
    if text.lines().any(|line| owner(&line)) {
        return foreign(&text);
    }
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let said = |mark: &str| lines().find_map(|line| line.strip_prefix(mark));
    let line = said("fatal: ").or_else(|| said("error: ")).or_else(|| lines().next_back());
    let line = shown(line.unwrap_or("it did not say why"));
    line.chars().take(MOST).collect()
}

/// The repository belongs to another user, which is usual in a container.
fn foreign(text: &str) -> String {
    const COMMAND: &str = "git config --global --add safe.directory ";
    let folder = text.lines().find_map(|line| line.trim().strip_prefix(COMMAND));
    let folder = shown(folder.unwrap_or("FOLDER"));
    format!(
        "the repository belongs to another user, and git reads none that was not declared safe; run `{COMMAND}{folder}`"
    )
}

/// A name may come from a stranger: nothing in it may move the cursor of a terminal.
fn shown(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

fn cut_off(shallow: bool) -> &'static str {
    if shallow {
        "; this clone is shallow, so it may lack it: fetch the whole history (`git fetch --unshallow`; in CI, a checkout \
         with all commits, such as `fetch-depth: 0`)"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_says_becomes_one_sentence() {
        for (said, sentence_of_it) in [
            ("", "it did not say why"),
            ("warning: x\nfatal: bad object 12\n", "bad object 12"),
            ("error: one\nfatal: two\n", "two"),
            ("hint: something\nplain words\n\n", "plain words"),
            ("fatal: \u{1b}[31mred\r\n", "\u{FFFD}[31mred"),
            (
                "fatal: detected dubious ownership in repository at '/srv/a b'\nTo add an exception for this directory, \
                 call:\n\n\tgit config --global --add safe.directory '/srv/a b'\n",
                "the repository belongs to another user, and git reads none that was not declared safe; run `git config \
                 --global --add safe.directory '/srv/a b'`",
            ),
        ] {
            assert_eq!(sentence(said.as_bytes()), sentence_of_it);
        }
        assert_eq!(sentence("ä".repeat(1000).as_bytes()).chars().count(), 300);
    }

    #[test]
    fn errors_say_what_to_do() {
        let unknown = |shallow| GitError::UnknownRevision { revision: "main\u{7}".to_owned(), shallow }.to_string();
        assert_eq!(unknown(false), "there is no commit `main\u{FFFD}` in this repository");
        assert!(unknown(true).contains("git fetch --unshallow"));
        let none = GitError::NoMergeBase { one: "0123456789abcdef".into(), other: "fedc".into(), shallow: false };
        assert_eq!(none.to_string(), "the commits 0123456789ab and fedc have no commit in common");
    }
}
