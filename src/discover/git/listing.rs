//! Which files of a commit are sources: those that a walk through the same files on a disk would find.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::tree::{Entry, Tree};
use crate::discover::load::Limits;
use crate::discover::walk::Listing;

/// A folder on the way to a file.
struct Folder {
    /// Its path with a `/` at the end; empty for the folder of the workspace.
    prefix: String,
    /// What its `.ignore` and its `.gitignore` say; the first wins over the second of any folder.
    rules: [Option<Gitignore>; 2],
    /// Nothing in it is listed.
    left_out: bool,
}

/// Lists the files that are neither hidden nor ignored by the files of the same commit.
pub(super) fn list(tree: &Tree) -> Listing {
    let mut listing = Listing::default();
    let mut way = vec![Folder::of(tree, String::new())];
    for (path, entry) in tree.entries() {
        enter(tree, &mut way, path);
        if is_left_out(&way, path, false) {
            continue;
        }
        match entry {
            Entry::File(_) | Entry::Unnamed => listing.add_file(path.clone()),
            Entry::Link(_) => {
                let target = tree.follow(path).ok().filter(|target| !target.is_empty());
                listing.add_link(path.clone(), target.map(|target| (tree.is_file(&target), target)));
            }
        }
    }
    listing.sort();
    listing
}

/// Goes to the folder of a file: leaves those in which it is not, and enters those in which it is.
fn enter(tree: &Tree, way: &mut Vec<Folder>, path: &str) {
    while way.last().is_some_and(|folder| !path.starts_with(&folder.prefix)) {
        way.pop();
    }
    let mut from = way.last().map_or(0, |folder| folder.prefix.len());
    while let Some(end) = path.get(from..).and_then(|rest| rest.find('/')).map(|at| from + at) {
        let prefix = path[..=end].to_owned();
        let left_out = is_left_out(way, &path[..end], true);
        way.push(if left_out { Folder { prefix, rules: [None, None], left_out } } else { Folder::of(tree, prefix) });
        from = end + 1;
    }
}

/// Whether something in the last folder of the way is hidden or ignored.
fn is_left_out(way: &[Folder], path: &str, is_folder: bool) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    if way.last().is_some_and(|folder| folder.left_out) {
        return true;
    }
    let said = |which: usize| {
        let mut said = way.iter().rev().filter_map(|folder| {
            let below = path.strip_prefix(folder.prefix.as_str())?;
            Some(folder.rules[which].as_ref()?.matched(below, is_folder)).filter(|said| !said.is_none())
        });
        said.next().unwrap_or(Match::None)
    };
    match said(0).or(said(1)) {
        Match::Ignore(_) => true,
        // What is asked for by name is not hidden.
        Match::Whitelist(_) => false,
        Match::None => name.starts_with('.'),
    }
}

impl Folder {
    fn of(tree: &Tree, prefix: String) -> Self {
        let rules = [".ignore", ".gitignore"].map(|name| rules(tree, &format!("{prefix}{name}")));
        Self { prefix, rules, left_out: false }
    }
}

/// The rules of a file, as far as they can be read.
fn rules(tree: &Tree, path: &str) -> Option<Gitignore> {
    const MOST: u64 = 1 << 20;
    let bytes = tree.bytes(path, &Limits { file: MOST, ..Limits::default() }).ok()?;
    // Paths are given as they stand below the folder.
    let mut builder = GitignoreBuilder::new(".");
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(line) = std::str::from_utf8(line) else { break };
        // A line that is no pattern says nothing, and the others count.
        let _ = builder.add_line(None, line.strip_suffix('\r').unwrap_or(line));
    }
    builder.build().ok()
}
