//! Which files there are, and their text. All reading of input files in the crate happens here.

mod decode;
mod disk;
mod git;
mod load;
mod store;
mod walk;

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

pub use self::git::{Commit, GitError, Repository};
pub use self::load::{Beginning, Limits, Loaded};
use self::store::Store;
use self::walk::Listing;
use crate::diagnostic::Problem;
use crate::text::{SourceId, Sources};

/// Why a workspace cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// The path names nothing that can be opened.
    #[error("{path} cannot be opened: {reason}")]
    Unreadable {
        /// The path as it was given.
        path: String,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The path is neither a folder nor a file.
    #[error("{path} is neither a folder nor a file")]
    NotAFile {
        /// The path as it was given.
        path: String,
    },
    /// A pattern for file names cannot be read.
    #[error("the pattern `{pattern}` cannot be read: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// A folder with the files in it, as they are or as they were at a commit; nothing outside it is ever opened.
#[derive(Debug)]
pub struct Workspace {
    /// The folder that was opened, free of links.
    root: PathBuf,
    store: Store,
    listing: Listing,
    limits: Limits,
    /// One file was given in place of a folder.
    single: bool,
}

impl Workspace {
    /// Lists the files below a folder, or takes one file as a workspace of its own.
    ///
    /// # Errors
    ///
    /// If the path does not exist or cannot be read.
    pub fn open(path: &Path) -> Result<Self, DiscoverError> {
        Self::open_with(path, Limits::default())
    }

    /// Opens a workspace with limits other than the usual ones.
    ///
    /// # Errors
    ///
    /// If the path does not exist or cannot be read.
    pub fn open_with(path: &Path, limits: Limits) -> Result<Self, DiscoverError> {
        let given = || path.display().to_string();
        let unreadable = |reason| DiscoverError::Unreadable { path: given(), reason };
        let full = path.canonicalize().map_err(unreadable)?;
        let kind = full.metadata().map_err(unreadable)?;
        if kind.is_dir() {
            // A folder that cannot be listed must not look like an empty one.
            std::fs::read_dir(&full).map_err(unreadable)?;
            let listing = walk::list(&full);
            return Ok(Self { store: Store::Disk(full.clone()), root: full, listing, limits, single: false });
        }
        if !kind.is_file() {
            return Err(DiscoverError::NotAFile { path: given() });
        }
        std::fs::File::open(&full).map_err(unreadable)?;
        let root = full.parent().map_or_else(|| PathBuf::from("/"), Path::to_path_buf);
        let listing = Listing::one(walk::relative(&root, &full).unwrap_or_default());
        Ok(Self { store: Store::Disk(root.clone()), root, listing, limits, single: true })
    }

    /// The folder that was opened, as an absolute path without links. The files of an earlier commit are not below it any
    /// more, so no path may be joined to it to read one.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The one file that was given in place of a folder: nothing else is read as a source.
    #[must_use]
    pub fn single_file(&self) -> Option<&str> {
        self.listing.files.first().filter(|_| self.single).map(String::as_str)
    }

    /// All files that are neither hidden nor ignored, sorted, with `/` between the parts of a path.
    ///
    /// A link that leads out of the workspace or to nothing is listed too: reading it gives a problem.
    #[must_use]
    pub fn files(&self) -> &[String] {
        &self.listing.files
    }

    /// The files whose path matches a pattern, sorted; `*` stays within a folder, `**` does not.
    ///
    /// A path without `*`, `?`, `[` or `{` also finds a file that is hidden or ignored, and a folder, which then
    /// cannot be read.
    ///
    /// # Errors
    ///
    /// If the pattern cannot be read.
    pub fn matching(&self, pattern: &str) -> Result<Vec<String>, DiscoverError> {
        let pattern = normal(pattern);
        let exact = self.listing.files.binary_search(&pattern).is_ok();
        let glob = match matcher(&pattern) {
            // A file may be called `notes[1].md`, or even `notes[.md`.
            Err(_) if exact => return Ok(vec![pattern]),
            glob => glob?,
        };
        let mut found: Vec<String> = self.files().iter().filter(|file| glob.is_match(file)).cloned().collect();
        found.extend(self.listing.linked(|path| glob.is_match(path)));
        found.extend(exact.then(|| pattern.clone()));
        found.extend(self.listing.closed(&pattern));
        if found.is_empty() && !self.single && !pattern.contains(['*', '?', '[', '{']) {
            found.extend(self.store.resolve(&pattern));
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// Whether a file, or a link to one, was listed under this path.
    #[must_use]
    pub fn lists(&self, path: &str) -> bool {
        self.listing.files.iter().any(|file| file == path) || !self.listing.linked(|link| link == path).is_empty()
    }

    /// Whether a path or pattern stays in the workspace: it has no `..`, and does not begin at the root of a disk.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        load::stays_inside(&normal(path))
    }

    /// Whether a file or folder with this path is in the workspace.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        self.store.resolve(&normal(path)).is_some()
    }

    /// Whether a path names a file in the workspace.
    #[must_use]
    pub fn is_file(&self, path: &str) -> bool {
        self.store.is_file(&normal(path))
    }

    /// Whether a path names a file in the workspace that holds nothing, or nothing but white space.
    #[must_use]
    pub fn is_empty_file(&self, path: &str) -> bool {
        const MOST: u64 = 64;
        let path = normal(path);
        let blank = |bytes: &[u8]| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii().is_empty();
        self.store.length(&path).is_some_and(|length| length <= MOST)
            && self.store.bytes(&path, &self.limits).is_ok_and(|bytes| blank(&bytes))
    }

    /// Reads and decodes a file; this needs no other state, so that several can be read at once.
    #[must_use]
    pub fn load(&self, path: &str) -> Loaded {
        self.load_within(path, &self.limits)
    }

    /// The same with limits other than those of the workspace.
    #[must_use]
    pub fn load_within(&self, path: &str, limits: &Limits) -> Loaded {
        let path = normal(path);
        load::loaded(&path, self.store.bytes(&path, limits), limits)
    }

    /// Gives the bytes of a file to a function, as they are stored; nothing where they cannot be read.
    pub fn with_bytes<T>(&self, path: &str, limits: &Limits, of: impl FnOnce(&[u8]) -> T) -> Option<T> {
        self.store.bytes(path, limits).ok().map(|bytes| of(&bytes))
    }

    /// Reads no more of a file than is needed to see what it is.
    #[must_use]
    pub fn beginning(&self, path: &str) -> Beginning {
        self.store.beginning(&normal(path)).map_or(Beginning::Nothing, load::beginning)
    }

    /// Reads a file into the sources. What cannot be read is a source with an empty text, and a problem.
    pub fn read(&self, path: &str, sources: &mut Sources) -> (SourceId, Vec<Problem>) {
        self.load(path).add_to(sources)
    }
}

fn matcher(pattern: &str) -> Result<GlobMatcher, DiscoverError> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(false).build();
    glob.map(|glob| glob.compile_matcher())
        .map_err(|error| DiscoverError::Pattern { pattern: pattern.to_owned(), reason: error.kind().to_string() })
}

/// Settings are written on any system: `\` separates as `/` does, and a leading `./` says nothing.
fn normal(path: &str) -> String {
    let mut path = path.replace('\\', "/");
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/').to_owned();
    }
    path
}

#[cfg(test)]
mod tests;
