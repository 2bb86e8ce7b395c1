//! Where the files of a workspace stand: below a folder of the disk, or in a commit.

use std::path::PathBuf;

use super::disk;
use super::git::Tree;
use super::load::{Fault, Limits, stays_inside};

/// What the content of files is asked of. A path that leads out is refused here, before anything is asked.
#[derive(Debug)]
pub(super) enum Store {
    /// The folder, free of links, so that a path that starts with it is inside.
    Disk(PathBuf),
    /// The files of a commit.
    Commit(Box<Tree>),
}

impl Store {
    /// The bytes of a file, if they are not too many.
    pub(super) fn bytes(&self, path: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
        if !stays_inside(path) {
            return Err(Fault::outside());
        }
        match self {
            Self::Disk(root) => disk::bytes(root, path, limits),
            Self::Commit(tree) => tree.bytes(path, limits),
        }
    }

    /// The first bytes of a file.
    pub(super) fn beginning(&self, path: &str) -> Option<Vec<u8>> {
        match self {
            _ if !stays_inside(path) => None,
            Self::Disk(root) => disk::beginning(root, path),
            Self::Commit(tree) => tree.beginning(path),
        }
    }

    /// The path of a file or folder without links, if there is such a thing below the root.
    pub(super) fn resolve(&self, path: &str) -> Option<String> {
        let path = match self {
            _ if !stays_inside(path) => None,
            Self::Disk(root) => disk::resolve(root, path),
            Self::Commit(tree) => tree.resolve(path),
        };
        path.filter(|path| !path.is_empty())
    }

    /// Whether a path names a file.
    pub(super) fn is_file(&self, path: &str) -> bool {
        let Some(path) = self.resolve(path) else { return false };
        match self {
            Self::Disk(root) => disk::length(root, &path).is_some(),
            Self::Commit(tree) => tree.is_file(&path),
        }
    }

    /// How many bytes a file has.
    pub(super) fn length(&self, path: &str) -> Option<u64> {
        let path = self.resolve(path)?;
        match self {
            Self::Disk(root) => disk::length(root, &path),
            Self::Commit(tree) => tree.length(&path),
        }
    }
}
