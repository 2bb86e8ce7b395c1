//! The time before, as the command line or a CI asks for it: the base, and the history.

use clap::Args;

use super::refusal::Refusal;
use super::surroundings::{Announced, Surroundings};
use crate::analysis::{Base, Past, Revision, Version};
use crate::discover::{Commit, GitError, Repository, Workspace};

/// What the workspace is compared with.
#[derive(Args, Debug)]
#[command(next_help_heading = "Compare with the past (read by git)")]
pub(super) struct PastArguments {
    /// Compare with this revision: a branch, a tag or a commit
    ///
    /// What is compared is the last commit that the revision and the present one have in common. In GitHub and GitLab the
    /// base of a merge request, or what was there before a push, is taken unless you name one.
    #[arg(long, value_name = "REV")]
    pub(super) base: Option<String>,
    /// Compare with nothing, in a CI too
    #[arg(long, conflicts_with = "base")]
    pub(super) no_base: bool,
    /// Read earlier versions of the files too: all, or the last NUMBER
    ///
    /// They tell since when each record is known, and what it was in between. For the scheduled run; a merge needs only
    /// its base.
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, require_equals = true, default_missing_value = "all", value_parser = history)]
    pub(super) history: Option<History>,
}

/// How many earlier versions are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum History {
    All,
    Last(usize),
}

fn history(text: &str) -> Result<History, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(History::Last(number)),
        _ if text == "all" => Ok(History::All),
        _ => Err("give a number of versions, such as --history=100, or nothing for all".to_owned()),
    }
}

/// What was found of the time before.
#[derive(Debug, Default)]
pub(super) struct Found {
    base: Option<(Workspace, String, Commit)>,
    no_base: Option<String>,
    versions: Vec<(Workspace, i64)>,
    no_history: Option<String>,
}

impl Found {
    /// The earlier states to read, the oldest first.
    pub(super) fn versions(&self) -> Vec<Version<'_>> {
        self.versions.iter().map(|(workspace, seconds)| Version { workspace, seconds: *seconds }).collect()
    }

    /// The time before, with these earlier states.
    pub(super) fn past<'a>(&'a self, versions: &'a [Version<'a>]) -> Past<'a> {
        let base = self.base.as_ref().map(|(workspace, name, commit)| Base {
            workspace,
            revision: Some(Revision { name, commit: &commit.id, seconds: commit.seconds }),
        });
        let (no_base, no_history) = (self.no_base.as_deref(), self.no_history.as_deref());
        Past { base, no_base, history: None, versions, no_history }
    }
}

/// Finds what is asked for; without git, or in a clone that was cut off, it is told why there is none.
///
/// # Errors
///
/// If a revision that was typed names no commit.
pub(super) fn find(
    workspace: &Workspace,
    asked: &PastArguments,
    surroundings: &Surroundings,
) -> Result<Found, Refusal> {
    let announced = if asked.base.is_some() || asked.no_base { None } else { surroundings.base.as_ref() };
    let mut found = Found::default();
    if asked.base.is_none() && announced.is_none() && asked.history.is_none() {
        return Ok(found);
    }
    if workspace.single_file().is_some() {
        // One file is looked at for itself: all others would seem to be gone.
        let why = || "only one file was given".to_owned();
        found.no_base = (asked.base.is_some() || announced.is_some()).then(why);
        found.no_history = asked.history.map(|_| why());
        return Ok(found);
    }
    let opened = Repository::of(workspace).and_then(|repository| {
        let head = repository.commit("HEAD")?;
        Ok((repository, head))
    });
    match opened {
        Ok((repository, head)) => {
            if let Some(name) = &asked.base {
                found.typed_base(&repository, &head, name)?;
            } else if let Some(announced) = announced {
                found.announced_base(&repository, &head, announced);
            }
            if let Some(history) = asked.history {
                found.history(&repository, &head, history);
            }
        }
        Err(error) => {
            let typed = asked.base.is_some() && matches!(error, GitError::NotARepository);
            if typed {
                return Err(Refusal::usage(error.to_string(), "Leave --base out, or check a folder of a repository."));
            }
            found.no_base = (asked.base.is_some() || announced.is_some()).then(|| error.to_string());
            found.no_history = asked.history.map(|_| error.to_string());
        }
    }
    Ok(found)
}

impl Found {
    /// A name that was typed has to be right.
    fn typed_base(&mut self, repository: &Repository, head: &Commit, name: &str) -> Result<(), Refusal> {
        let refused = |error: GitError| Refusal::usage(error.to_string(), "");
        let revision = repository.commit(name).map_err(refused)?;
        let base = match repository.merge_base(&revision, head) {
            Ok(base) => base,
            Err(GitError::NoMergeBase { shallow: false, .. }) => revision,
            Err(error) => {
                self.no_base = Some(error.to_string());
                return Ok(());
            }
        };
        let workspace = repository.workspace(&base).map_err(refused)?;
        self.base = Some((workspace, name.to_owned(), base));
        Ok(())
    }

    /// What a CI names may not be in the clone that it made: then that is told, and everything counts.
    fn announced_base(&mut self, repository: &Repository, head: &Commit, announced: &Announced) {
        let read = |name: &String| {
            let base = repository.merge_base(&repository.commit(name)?, head)?;
            Ok((repository.workspace(&base)?, format!("{name}, named by {}", announced.by), base))
        };
        let mut first: Option<GitError> = None;
        for name in &announced.names {
            match read(name) {
                Ok(base) => {
                    self.base = Some(base);
                    return;
                }
                Err(error) => {
                    first.get_or_insert(error);
                }
            }
        }
        self.no_base = first.map(|error| format!("{} names a base: {error}", announced.by));
    }

    fn history(&mut self, repository: &Repository, head: &Commit, history: History) {
        if repository.is_shallow() {
            self.no_history = Some(
                "this clone is shallow: fetch the whole history (`git fetch --unshallow`; in CI a checkout with \
                 `fetch-depth: 0`)"
                    .to_owned(),
            );
            return;
        }
        let most = match history {
            History::All => None,
            History::Last(number) => Some(number),
        };
        let read = repository.touching(head, most).and_then(|commits| {
            let version = |commit: &Commit| Ok((repository.workspace(commit)?, commit.seconds));
            commits.iter().rev().map(version).collect::<Result<Vec<_>, GitError>>()
        });
        match read {
            Ok(versions) if versions.is_empty() => {
                self.no_history = Some("no commit holds a file of this folder".to_owned());
            }
            Ok(versions) => self.versions = versions,
            Err(error) => self.no_history = Some(error.to_string()),
        }
    }
}
