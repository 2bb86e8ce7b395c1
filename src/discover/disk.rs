//! Files on the disk: opened without leaving the workspace, and no more of them read than is allowed.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::load::{BEGINNING, Fault, Limits, buffer};
use super::walk;

/// The bytes of a file below the root.
pub(super) fn bytes(root: &Path, path: &str, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let (file, length) = open(root, path)?;
    let limit = limits.of_file();
    if length > limit {
        return Err(Fault::too_large(length, limit));
    }
    let mut bytes = buffer(length);
    // The file may grow between the question for its size and this.
    match file.take(limit + 1).read_to_end(&mut bytes) {
        Ok(count) if count as u64 > limit => Err(Fault::too_large(count as u64, limit)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(refused(path, &error)),
    }
}

/// The first bytes of a file below the root: it may be a disk image.
pub(super) fn beginning(root: &Path, path: &str) -> Option<Vec<u8>> {
    let (file, _) = open(root, path).ok()?;
    let mut bytes = Vec::new();
    file.take(BEGINNING).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The path below the root, without links, if there is such a thing.
pub(super) fn resolve(root: &Path, path: &str) -> Option<String> {
    let full = root.join(path).canonicalize().ok()?;
    walk::relative(root, &full)
}

/// The length of a file whose path has no links in it; nothing for a folder.
pub(super) fn length(root: &Path, path: &str) -> Option<u64> {
    root.join(path).metadata().ok().filter(std::fs::Metadata::is_file).map(|known| known.len())
}

fn open(root: &Path, path: &str) -> Result<(File, u64), Fault> {
    let joined = root.join(path);
    let full = joined.canonicalize().map_err(|error| {
        let link = joined.symlink_metadata().is_ok_and(|kind| kind.is_symlink());
        if is_missing(&error) { Fault::missing(path, link) } else { refused(path, &error) }
    })?;
    if !full.starts_with(root) {
        return Err(Fault::outside());
    }
    // A pipe would block the reader when it is opened, so look first.
    let kind = full.metadata().map_err(|error| refused(path, &error))?;
    if kind.is_dir() {
        if std::fs::read_dir(&full).is_err() {
            return Err(Fault::unreadable(0, "permission to look into this folder is denied"));
        }
        return Err(Fault::folder());
    }
    if !kind.is_file() {
        return Err(Fault::unreadable(0, "this is neither a file nor a folder, so it was not opened"));
    }
    let file = File::open(&full).map_err(|error| refused(path, &error))?;
    Ok((file, kind.len()))
}

fn refused(path: &str, error: &io::Error) -> Fault {
    match error.kind() {
        _ if is_missing(error) => Fault::missing(path, false),
        io::ErrorKind::PermissionDenied => Fault::unreadable(0, "permission to read this file is denied"),
        _ => Fault::unreadable(0, format!("the system says: {error}")),
    }
}

/// There is nothing below a file either.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
