//! [`place`]: writes files where none are, and follows no link on the way.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::File;
use crate::cli::check::Opened;
use crate::cli::refusal::Refusal;

/// Why a file could not be written.
pub(super) struct Fault {
    path: String,
    reason: String,
    help: &'static str,
}

impl Fault {
    /// What is said of it; `opened` is where the workspace is for whoever typed it.
    pub(super) fn said(self, opened: &Opened) -> Refusal {
        let Self { path, reason, help } = self;
        Refusal::usage(format!("{}{path} cannot be written: {reason}", opened.typed), help)
    }
}

/// Writes the files that are not there, in their order; gives the paths of those that are.
///
/// Whatever is known to stand in the way is found before the first of them is written.
pub(super) fn place(root: &Path, files: &[File], dry_run: bool) -> Result<Vec<&'static str>, Fault> {
    let mut kept = Vec::new();
    for file in files {
        let path = file.template.path;
        for (folder, _) in path.match_indices('/') {
            is_folder_or_free(root, &path[..folder])?;
        }
        if fs::symlink_metadata(root.join(path)).is_ok() {
            kept.push(path);
        }
    }
    for file in files.iter().filter(|_| !dry_run) {
        let path = file.template.path;
        if !kept.contains(&path) && !write(root, path, &file.text)? {
            kept.push(path);
        }
    }
    Ok(kept)
}

/// A link to a folder may lead out of the workspace: nothing is written through it.
fn is_folder_or_free(root: &Path, folder: &str) -> Result<(), Fault> {
    let fault = |reason: &str, help| Err(Fault { path: format!("{folder}/"), reason: reason.to_owned(), help });
    match fs::symlink_metadata(root.join(folder)) {
        Ok(known) if known.is_dir() => Ok(()),
        Ok(known) if known.is_symlink() => {
            fault("a link stands there", "Put a folder in its place, or choose the templates with `--template`.")
        }
        Ok(_) => fault("a file stands there", "Move it away, or choose the templates with `--template`."),
        Err(_) => Ok(()),
    }
}

/// Writes a file that is not there; whether it was not.
fn write(root: &Path, path: &str, text: &str) -> Result<bool, Fault> {
    let full = root.join(path);
    let fault = |error: io::Error| Fault {
        path: path.to_owned(),
        reason: error.to_string(),
        help: "Give a folder in which files can be written. What was written before is complete, and is kept.",
    };
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&full) {
        // It came to be there in the meantime, and is not written over either.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        opened => opened.map_err(fault)?,
    };
    if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        // Half a file would be kept the next time.
        drop(file);
        let _ = fs::remove_file(&full);
        return Err(fault(error));
    }
    Ok(true)
}
