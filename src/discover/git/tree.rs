//! The files of a commit below the folder of the workspace, and what they hold.

use std::collections::BTreeMap;

use super::commits::{Commit, id_of, is_id};
use super::error::GitError;
use super::objects::{Objects, Unread};
use super::run::Git;
use crate::discover::load::{BEGINNING, Fault, Limits};

/// Longer paths are no paths on a disk either; this is also how long the target of a link may be.
const LONGEST_PATH: usize = 4096;
/// So many links may lead one to the next; a system gives up sooner or later too.
const MOST_LINKS: usize = 40;

/// The files of a commit by their paths below the folder.
#[derive(Debug)]
pub(in crate::discover) struct Tree {
    entries: BTreeMap<String, Entry>,
    objects: Objects,
}

/// What a path of the tree names. Folders are where their files are, and submodules are left out: their files are in another
/// repository.
#[derive(Debug)]
pub(super) enum Entry {
    /// A file, by the id of its content.
    File(String),
    /// A link, by what it leads to.
    Link(String),
    /// Something whose name cannot be told, because it is not written in UTF-8.
    Unnamed,
}

/// Why a path leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    Outside,
    Circle,
    /// There is nothing; whether the path is that of a link.
    Nothing {
        link: bool,
    },
}

impl Tree {
    /// Lists the files of a commit; the folder is the one in which git is asked.
    pub(super) fn of(git: &Git, commit: &Commit) -> Result<Self, GitError> {
        let list = ["ls-tree", "-r", "-z", "--end-of-options", id_of(commit)?];
        let out = git.tell("list the files of a commit", &list)?;
        let objects = Objects::of(git);
        let mut entries = BTreeMap::new();
        for line in out.split(|byte| *byte == 0) {
            let Some((path, entry)) = read(line, &objects) else { continue };
            // A name that cannot be told may look like one that can.
            if !(matches!(entry, Entry::Unnamed) && entries.contains_key(&path)) {
                entries.insert(path, entry);
            }
        }
        Ok(Self { entries, objects })
    }

    /// All there is, sorted by path.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&String, &Entry)> {
        self.entries.iter()
    }

    /// The bytes of a file, if they are not too many.
    pub(in crate::discover) fn bytes(&self, path: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
        let limit = limits.of_file();
        self.objects.content(self.content_of(path)?, limit).map_err(|unread| match unread {
            Unread::TooLarge(size) => Fault::too_large(size, limit),
            Unread::Missing => Fault::unreadable(
                0,
                "git does not have what this file held at that commit: the clone leaves it out, and nothing is fetched from here",
            ),
            Unread::Silent(why) => Fault::unreadable(0, format!("git does not give what this file held: {why}")),
        })
    }

    /// The first bytes of a file.
    pub(in crate::discover) fn beginning(&self, path: &str) -> Option<Vec<u8>> {
        self.objects.beginning(self.content_of(path).ok()?, BEGINNING).ok()
    }

    /// The path of a file or folder without links; empty for the folder of the workspace itself.
    pub(in crate::discover) fn resolve(&self, path: &str) -> Option<String> {
        self.follow(path).ok()
    }

    /// Whether a path without links names a file.
    pub(in crate::discover) fn is_file(&self, path: &str) -> bool {
        matches!(self.entries.get(path), Some(Entry::File(_)))
    }

    /// How many bytes a file has, whose path has no links in it.
    pub(in crate::discover) fn length(&self, path: &str) -> Option<u64> {
        match self.entries.get(path)? {
            Entry::File(id) => self.objects.size(id).ok(),
            _ => None,
        }
    }

    /// Follows the links of a path, as a system does for files on a disk. A link that leads out of the folder leads nowhere,
    /// even if it comes back.
    pub(super) fn follow(&self, path: &str) -> Result<String, Lost> {
        let mut at = String::new();
        let (mut links, mut link) = (0, false);
        let mut rest: Vec<&str> = path.split('/').rev().collect();
        while let Some(part) = rest.pop() {
            match part {
                "" | "." => continue,
                ".." if at.is_empty() => return Err(Lost::Outside),
                ".." => {
                    at.truncate(at.rfind('/').unwrap_or(0));
                    continue;
                }
                _ => {}
            }
            let above = at.len();
            if !at.is_empty() {
                at.push('/');
            }
            at.push_str(part);
            match self.entries.get(&at) {
                Some(Entry::Link(target)) => {
                    links += 1;
                    // The path itself is that of a link, not only one of the folders on its way.
                    link |= rest.is_empty();
                    match target.as_str() {
                        _ if links > MOST_LINKS => return Err(Lost::Circle),
                        "" => return Err(Lost::Nothing { link }),
                        target if target.starts_with('/') => return Err(Lost::Outside),
                        target => rest.extend(target.split('/').rev()),
                    }
                    at.truncate(above);
                }
                Some(Entry::File(_)) if rest.is_empty() => {}
                None if self.is_folder(&at) => {}
                Some(_) | None => return Err(Lost::Nothing { link }),
            }
        }
        Ok(at)
    }

    fn is_folder(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.entries.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below))
    }

    /// The id of the content of a file.
    fn content_of(&self, path: &str) -> Result<&str, Fault> {
        let full = self.follow(path).map_err(|lost| match lost {
            Lost::Outside => Fault::outside(),
            Lost::Circle => Fault::unreadable(0, "this link leads back to itself"),
            Lost::Nothing { link } => Fault::missing(path, link),
        })?;
        match self.entries.get(&full) {
            Some(Entry::File(id)) => Ok(id),
            _ => Err(Fault::folder()),
        }
    }
}

/// One line of `ls-tree`: the mode, the type, the id, and after a tab the path.
fn read(line: &[u8], objects: &Objects) -> Option<(String, Entry)> {
    let tab = memchr::memchr(b'\t', line)?;
    let head = std::str::from_utf8(&line[..tab]).ok()?;
    let mut words = head.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let path = &line[tab + 1..];
    // Git writes no such names, but who writes a tree by hand may.
    let odd = |part: &[u8]| matches!(part, b"" | b"." | b"..");
    if kind != "blob" || !is_id(id) || path.len() > LONGEST_PATH || path.split(|byte| *byte == b'/').any(odd) {
        return None;
    }
    let entry = match std::str::from_utf8(path) {
        Err(_) => Entry::Unnamed,
        // A link whose target cannot be read leads nowhere.
        Ok(_) if mode == "120000" => Entry::Link(
            objects
                .content(id, LONGEST_PATH as u64)
                .map_or_else(|_| String::new(), |target| String::from_utf8_lossy(&target).into_owned()),
        ),
        Ok(_) => Entry::File(id.to_owned()),
    };
    Some((String::from_utf8_lossy(path).into_owned(), entry))
}
