//! One file: bounded, decoded. Where its bytes stand, on the disk or in a commit, makes no difference here.

use std::path::{Component, Path};
use std::sync::Arc;

use super::decode::{self, Decoded};
use crate::diagnostic::Problem;
use crate::text::{SourceId, Sources, Span};

/// The reading diagnostic of a file of which nothing is read.
const UNREADABLE: &str = "input-file-unreadable";

/// The first bytes of files that have no text of their own: archives in the ZIP format, full and empty, which workbooks and
/// text processor documents are, and the old format of Office.
const ARCHIVES: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]];

/// No settings allow a larger file: in the decoded text, three times as long at most, offsets have 32 bits.
const LARGEST_FILE: u64 = 1 << 30;

/// Longer files are read into a buffer of at least [`ROOM`] bytes.
const LARGE: u64 = 128 << 10;
/// The size from which glibc never keeps what is given back.
const ROOM: u64 = 33 << 20;

/// Bytes that are read of a file to see what it is.
pub(super) const BEGINNING: u64 = 64 << 10;

/// How much is read at most.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of one line.
    pub line: usize,
}

impl Limits {
    /// Bytes of one file, as far as any settings may allow.
    pub(super) fn of_file(&self) -> u64 {
        self.file.min(LARGEST_FILE)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 256 << 20, line: 10 << 20 }
    }
}

/// A file that was read, or the reason why it was not.
#[derive(Debug)]
pub struct Loaded {
    path: String,
    text: Arc<str>,
    /// The bytes of an archive, in place of a text.
    bytes: Option<Vec<u8>>,
    faults: Vec<Fault>,
}

/// A problem whose source has no number yet.
#[derive(Debug)]
pub(super) struct Fault {
    name: &'static str,
    range: (u32, u32),
    facts: Vec<(&'static str, String)>,
}

impl Loaded {
    /// A file that there is no use in opening, because its format is not read.
    #[must_use]
    pub fn unopened(path: &str) -> Self {
        Self { path: path.to_owned(), text: Arc::from(""), bytes: None, faults: Vec::new() }
    }

    /// Path relative to the workspace.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The decoded text; empty if the file could not be read.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The bytes of an archive, such as a workbook, once; such a file has no text.
    pub fn take_bytes(&mut self) -> Option<Vec<u8>> {
        self.bytes.take()
    }

    /// Adds the text to the sources.
    pub fn add_to(self, sources: &mut Sources) -> (SourceId, Vec<Problem>) {
        let id = sources.add(self.path.as_str(), Arc::clone(&self.text));
        (id, self.problems(id))
    }

    /// What could not be read, if the text is that of this source.
    #[must_use]
    pub fn problems(&self, id: SourceId) -> Vec<Problem> {
        let placed = |fault: &Fault| Problem {
            facts: fault.facts.clone(),
            ..Problem::new(fault.name, Span::new(id, fault.range.0, fault.range.1))
        };
        self.faults.iter().map(placed).collect()
    }

    fn unread(path: String, fault: Fault) -> Self {
        Self { path, text: Arc::from(""), bytes: None, faults: vec![fault] }
    }
}

impl Fault {
    /// Nothing of the file is read; the place is where that shows.
    pub(super) fn unreadable(at: u32, reason: impl Into<String>) -> Self {
        Self { name: UNREADABLE, range: (at, at), facts: vec![("reason", reason.into())] }
    }

    pub(super) fn outside() -> Self {
        Self::unreadable(0, "this path leads out of the workspace; nothing outside it is read")
    }

    pub(super) fn folder() -> Self {
        Self::unreadable(0, "a file is expected here, and this is a folder")
    }

    /// There is nothing under this path, which may be that of a link.
    pub(super) fn missing(path: &str, link: bool) -> Self {
        let reason = if link {
            "this link leads to a file that does not exist"
        } else if path.contains(char::REPLACEMENT_CHARACTER) {
            "its name is not written in UTF-8, so it cannot be told here; rename it"
        } else {
            "there is no such file"
        };
        Self::unreadable(0, reason)
    }

    pub(super) fn too_large(length: u64, limit: u64) -> Self {
        let value = format!("this file has {}", size(length));
        Self::limit(0, format!("the limit of {} for one file", size(limit)), value)
    }

    fn encoding(at: u32, what: String) -> Self {
        Self { name: "input-encoding-guessed", range: (at, at), facts: vec![("what", what)] }
    }

    fn limit(at: u32, limit: String, value: String) -> Self {
        Self { name: "input-limit-exceeded", range: (at, at), facts: vec![("limit", limit), ("value", value)] }
    }
}

/// Makes a text of the bytes of a file.
pub(super) fn loaded(path: &str, bytes: Result<Vec<u8>, Fault>, limits: &Limits) -> Loaded {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(fault) => return Loaded::unread(path.to_owned(), fault),
    };
    if ARCHIVES.iter().any(|head| bytes.starts_with(head)) {
        return Loaded { path: path.to_owned(), text: Arc::from(""), bytes: Some(bytes), faults: Vec::new() };
    }
    let Decoded { text, fault } = decode::decode(bytes);
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let reason = "a NUL byte stands here, so this is not a text file";
        let fault = Fault::unreadable(u32::try_from(at).unwrap_or(0), reason);
        // The text before it is kept for the place, not to be read: it may be the head of a picture.
        return Loaded { text: Arc::from(&text[..at]), ..Loaded::unread(path.to_owned(), fault) };
    }
    let mut faults: Vec<Fault> = fault.map(|(at, what)| Fault::encoding(at, what)).into_iter().collect();
    if let Some((start, length)) = long_line(&text, limits.line) {
        faults.push(Fault::limit(
            u32::try_from(start).unwrap_or(0),
            format!("the limit of {} for one line", size(limits.line as u64)),
            format!("this line has {}", size(length as u64)),
        ));
        return Loaded { path: path.to_owned(), text: Arc::from(&text[..start]), bytes: None, faults };
    }
    Loaded { path: path.to_owned(), text, bytes: None, faults }
}

/// What the beginning of a file shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// It is an archive: a workbook or a text processor document, or any other.
    Archive,
    /// It is a text that begins like this; its last line may be cut.
    Text(Arc<str>),
    /// It is no text, or cannot be opened.
    Nothing,
}

/// Tells what a file is by its first bytes.
pub(super) fn beginning(mut bytes: Vec<u8>) -> Beginning {
    if ARCHIVES.iter().any(|mark| bytes.starts_with(mark)) {
        return Beginning::Archive;
    }
    let wide = bytes.get(..2).is_some_and(|start| start.contains(&0) || start.contains(&0xFF));
    if bytes.len() as u64 == BEGINNING && !wide {
        // Half a letter at the end would make the whole text one of another encoding.
        bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(bytes.len(), |line| line + 1));
    }
    let Decoded { text, .. } = decode::decode(bytes);
    if memchr::memchr(0, text.as_bytes()).is_some() { Beginning::Nothing } else { Beginning::Text(text) }
}

/// Whether a relative path has no part that leads out: `..`, a root, a drive.
pub(super) fn stays_inside(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// An empty buffer for a file of this length.
pub(super) fn buffer(length: u64) -> Vec<u8> {
    // These bytes are given back as soon as they are decoded. From the size of a large piece that is given back, the
    // allocator of glibc concludes that pieces up to that size are better kept, and its holes make 1 MiB or more beside
    // a register of 10,000 entries; from a piece of this size it does not. Untouched capacity costs nothing.
    let room = if length > LARGE { ROOM } else { 0 };
    Vec::with_capacity(usize::try_from(length.max(room)).unwrap_or(0))
}

/// Start and length of the first line that is too long.
fn long_line(text: &str, limit: usize) -> Option<(usize, usize)> {
    if text.len() <= limit {
        return None;
    }
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len())) {
        if end - start > limit {
            return Some((start, end - start));
        }
        start = end + 1;
    }
    None
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes.div_ceil(1 << 20)) } else { format!("{bytes} bytes") }
}
