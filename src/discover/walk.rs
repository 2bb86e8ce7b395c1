//! The files below a folder.

use std::path::Path;

use ignore::WalkBuilder;

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Files, sorted; links that lead to a file inside are listed as that file.
    pub(super) files: Vec<String>,
    /// Links to files or folders inside: the path of the link, and what it stands for.
    links: Vec<(String, String)>,
    /// Folders that cannot be looked into.
    closed: Vec<String>,
}

impl Listing {
    /// The listing of a workspace that is one file.
    pub(super) fn one(file: String) -> Self {
        Self { files: vec![file], ..Self::default() }
    }

    pub(super) fn add_file(&mut self, path: String) {
        self.files.push(path);
    }

    /// Adds a link, with what it leads to inside, and whether that is a file. One that leads nowhere is listed to be read: that
    /// gives a problem.
    pub(super) fn add_link(&mut self, path: String, target: Option<(bool, String)>) {
        let Some((is_file, target)) = target else { return self.files.push(path) };
        if is_file {
            self.files.push(target.clone());
        }
        self.links.push((path, target));
    }

    /// Brings what was added in order.
    pub(super) fn sort(&mut self) {
        self.files.retain(|path| !path.is_empty());
        self.files.sort();
        self.files.dedup();
        self.links.sort();
    }

    /// The files that are reached by a link whose path is accepted, as the files they are.
    pub(super) fn linked(&self, accepted: impl Fn(&str) -> bool) -> Vec<String> {
        let mut found = Vec::new();
        for (link, target) in &self.links {
            if accepted(link) {
                found.push(target.clone());
            }
            let inside = self.files.iter().filter_map(|file| {
                let rest = file.strip_prefix(target.as_str())?.strip_prefix('/')?;
                accepted(&format!("{link}/{rest}")).then(|| file.clone())
            });
            found.extend(inside);
        }
        found
    }
}

impl Listing {
    /// The closed folders in which files might match a pattern, as far as its part without wildcards tells.
    pub(super) fn closed(&self, pattern: &str) -> Vec<String> {
        let wild = pattern.find(['*', '?', '[', '{']);
        let fixed = pattern.split_at(wild.unwrap_or(pattern.len())).0;
        let may = |folder: &&String| {
            let folder = format!("{folder}/");
            fixed.starts_with(&folder) || (wild.is_some() && folder.starts_with(fixed))
        };
        self.closed.iter().filter(may).cloned().collect()
    }
}

/// Lists what is below a folder, whose path has no links in it.
///
/// Only ignore files inside the folder count: the result must not depend on the machine or on what is above.
pub(super) fn list(root: &Path) -> Listing {
    let walk = WalkBuilder::new(root)
        .follow_links(false)
        .hidden(true)
        .parents(false)
        .ignore(true)
        .git_ignore(true)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .build();
    let mut listing = Listing::default();
    for entry in walk {
        // A folder below the root that cannot be listed is an error that carries its path.
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                listing.closed.extend(error_path(&error).and_then(|path| relative(root, path)));
                continue;
            }
        };
        let (Some(kind), Some(path)) = (entry.file_type(), relative(root, entry.path())) else { continue };
        if kind.is_file() {
            listing.add_file(path);
        } else if kind.is_symlink() {
            listing.add_link(path, target(root, entry.path()));
        }
    }
    listing.files.extend(listing.closed.iter().cloned());
    listing.sort();
    listing
}

/// A path below the root, with `/` between its parts; `None` for a path that is not below it.
pub(super) fn relative(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok()?;
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// What a link leads to inside the root, and whether that is a file.
fn target(root: &Path, link: &Path) -> Option<(bool, String)> {
    let full = link.canonicalize().ok()?;
    let path = relative(root, &full).filter(|path| !path.is_empty())?;
    let kind = full.metadata().ok()?;
    (kind.is_file() || kind.is_dir()).then_some((kind.is_file(), path))
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}
