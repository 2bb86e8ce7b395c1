//! Earlier states of a workspace, read from the repository it stands in through the `git` program.
//!
//! Who checks a change of a stranger has that stranger's files, and may have a repository whose configuration names
//! programs. So `git` is asked in one place (`run`), for nothing but what is stored: names, trees and contents. Nothing is
//! checked out, nothing is fetched, and no hook, filter, pager or other program that the repository names is run.

mod commits;
mod error;
mod listing;
mod objects;
mod run;
mod tree;

use std::path::PathBuf;

pub use self::commits::Commit;
pub use self::error::GitError;
use self::run::Git;
pub(super) use self::tree::Tree;
use super::store::Store;
use super::{Limits, Workspace};

/// The repository in which the folder of a workspace stands.
#[derive(Debug)]
pub struct Repository {
    git: Git,
    root: PathBuf,
    limits: Limits,
    shallow: bool,
}

impl Repository {
    /// Finds the repository of a workspace, which may be any folder of it. For a workspace of one file it is that of the folder
    /// in which the file stands.
    ///
    /// # Errors
    ///
    /// If there is no `git`, no repository, or one that `git` does not trust or that keeps no history of the folder.
    pub fn of(workspace: &Workspace) -> Result<Self, GitError> {
        let root = workspace.root().to_path_buf();
        let git = Git::find(&root).ok_or(GitError::NotInstalled)?;
        let shallow = commits::opened(&git, &root)?;
        Ok(Self { git, root, limits: workspace.limits.clone(), shallow })
    }

    /// Whether the clone was cut off: it has the last commits only, and says nothing of those before.
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        self.shallow
    }

    /// The commit that a name of any kind stands for: a branch, a tag, an id.
    ///
    /// # Errors
    ///
    /// If the name is none, or names no commit of this repository.
    pub fn commit(&self, revision: &str) -> Result<Commit, GitError> {
        commits::named(&self.git, revision, self.shallow)
    }

    /// The last commit that two commits have in common.
    ///
    /// # Errors
    ///
    /// If they have none, as far as this clone goes back.
    pub fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Commit, GitError> {
        commits::merge_base(&self.git, one, other, self.shallow)
    }

    /// The commits that changed something in the folder of the workspace, newest first: of a merge only the first parent is
    /// followed, so that a change counts from when it was merged. Not more than `most` are given.
    ///
    /// # Errors
    ///
    /// If `git` cannot read the history.
    pub fn touching(&self, head: &Commit, most: Option<usize>) -> Result<Vec<Commit>, GitError> {
        commits::touching(&self.git, head, most)
    }

    /// The workspace as it was at a commit: the files below the same folder. Where there was no such folder, it is empty.
    ///
    /// # Errors
    ///
    /// If `git` cannot list the files.
    pub fn workspace(&self, commit: &Commit) -> Result<Workspace, GitError> {
        let tree = Tree::of(&self.git, commit)?;
        let listing = listing::list(&tree);
        let (root, limits) = (self.root.clone(), self.limits.clone());
        Ok(Workspace { root, store: Store::Commit(Box::new(tree)), listing, limits, single: false })
    }
}
