//! Contents of objects, asked of one long-lived `git cat-file` by their ids.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};
use std::sync::{Mutex, PoisonError};

use super::run::Git;
use crate::discover::load::buffer;

/// So many bytes are sooner read and forgotten than a program is started anew.
const FORGOTTEN: u64 = 1 << 20;
/// The line before a content has an id, a word and a number.
const LONGEST_HEADER: u64 = 256;

/// The objects of a repository.
///
/// Both programs are started when they are first needed, and end with this.
#[derive(Debug)]
pub(super) struct Objects {
    git: Git,
    /// Tells sizes, without contents: nothing larger than what is wanted is taken out of a pack.
    sizes: Mutex<Option<Talk>>,
    contents: Mutex<Option<Talk>>,
}

/// Why there is no content.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It has more bytes than were allowed.
    TooLarge(u64),
    /// The repository does not have it, as in a clone that leaves contents out.
    Missing,
    /// The program ended, or cannot be started.
    Silent(String),
}

/// A running program.
#[derive(Debug)]
struct Talk {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    pub(super) fn of(git: &Git) -> Self {
        Self { git: git.clone(), sizes: Mutex::default(), contents: Mutex::default() }
    }

    /// How many bytes a content has.
    pub(super) fn size(&self, id: &str) -> Result<u64, Unread> {
        self.ask(&self.sizes, "--batch-check", |talk| Ok((talk.header(id)?, true)))?.ok_or(Unread::Missing)
    }

    /// A content, if it has not more bytes than the limit.
    pub(super) fn content(&self, id: &str, limit: u64) -> Result<Vec<u8>, Unread> {
        self.ask(&self.contents, "--batch", |talk| {
            let Some(size) = talk.header(id)? else { return Ok((Err(Unread::Missing), true)) };
            if size > limit {
                return Ok((Err(Unread::TooLarge(size)), talk.forget(size)?));
            }
            let mut bytes = buffer(size);
            talk.take(size, &mut bytes)?;
            Ok((Ok(bytes), talk.forget(0)?))
        })?
    }

    /// The first bytes of a content.
    pub(super) fn beginning(&self, id: &str, most: u64) -> Result<Vec<u8>, Unread> {
        self.ask(&self.contents, "--batch", |talk| {
            let Some(size) = talk.header(id)? else { return Ok((Err(Unread::Missing), true)) };
            let mut bytes = Vec::new();
            talk.take(size.min(most), &mut bytes)?;
            Ok((Ok(bytes), talk.forget(size.saturating_sub(most))?))
        })?
    }

    /// Asks a program, which is started anew if it does not run; with the answer comes whether it can be asked again.
    fn ask<T>(
        &self,
        talk: &Mutex<Option<Talk>>,
        mode: &str,
        question: impl FnOnce(&mut Talk) -> io::Result<(T, bool)>,
    ) -> Result<T, Unread> {
        let silent = |error: io::Error| Unread::Silent(error.to_string());
        let mut running = talk.lock().unwrap_or_else(PoisonError::into_inner);
        // While it is asked it stands nowhere else: what fails on the way ends it.
        let mut talk = match running.take() {
            Some(talk) => talk,
            None => Talk::start(&self.git, mode).map_err(silent)?,
        };
        let (answer, goes_on) = question(&mut talk).map_err(silent)?;
        *running = goes_on.then_some(talk);
        Ok(answer)
    }
}

impl Talk {
    fn start(git: &Git, mode: &str) -> io::Result<Self> {
        let mut child = git.start(&["cat-file", mode])?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => Ok(Self { child, questions, answers: BufReader::new(answers) }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// The size of a content, which follows; nothing if there is no such content.
    fn header(&mut self, id: &str) -> io::Result<Option<u64>> {
        self.questions.write_all(format!("{id}\n").as_bytes())?;
        self.questions.flush()?;
        let mut line = Vec::new();
        (&mut self.answers).take(LONGEST_HEADER).read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "git ended without an answer"));
        }
        let line = String::from_utf8_lossy(&line);
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        match words.as_slice() {
            [_, "blob", size] => size.parse().map(Some).map_err(|_| strange()),
            [_, "missing"] => Ok(None),
            // A tree that names another tree as a file was not written by git.
            _ => Err(strange()),
        }
    }

    fn take(&mut self, size: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        let read = (&mut self.answers).take(size).read_to_end(bytes)?;
        if read as u64 == size { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// Reads the rest of a content and the line break behind it, unless it is long; says whether that was done.
    fn forget(&mut self, rest: u64) -> io::Result<bool> {
        if rest > FORGOTTEN {
            return Ok(false);
        }
        let read = io::copy(&mut (&mut self.answers).take(rest + 1), &mut io::sink())?;
        if read == rest + 1 { Ok(true) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // It has nothing to lose; and who is not waited for stays in the table of processes.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn strange() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the answer of git is not understood")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A repository with these contents, and their ids.
    fn repository(folder: &Path, contents: &[&[u8]]) -> (Git, Vec<String>) {
        let git = Git::find(folder).unwrap();
        git.tell("begin", &["init", "--quiet"]).unwrap();
        let ids = contents.iter().enumerate().map(|(number, content)| {
            let file = number.to_string();
            std::fs::write(folder.join(&file), content).unwrap();
            let out = git.tell("add", &["hash-object", "-w", "--no-filters", "--", &file]).unwrap();
            String::from_utf8(out).unwrap().trim().to_owned()
        });
        let ids = ids.collect();
        (git, ids)
    }

    fn running(talk: &Mutex<Option<Talk>>) -> Option<u32> {
        talk.lock().unwrap().as_ref().map(|talk| talk.child.id())
    }

    #[test]
    fn contents_are_bounded_and_one_program_gives_them_all() {
        let folder = tempfile::tempdir().unwrap();
        let large = b"0123456789".repeat(300_000);
        let (git, ids) = repository(folder.path(), &[b"a\nb", b"", &large, b"blob 5\n"]);
        let objects = Objects::of(&git);
        let content = |number: usize, limit| objects.content(&ids[number], limit);
        assert_eq!(content(0, 3).unwrap(), b"a\nb");
        let first = running(&objects.contents);
        assert_eq!(content(0, 2), Err(Unread::TooLarge(3)));
        assert_eq!(content(1, 0).unwrap(), b"");
        assert_eq!(content(3, 9).unwrap(), b"blob 5\n");
        assert_eq!(objects.content(&"1".repeat(40), 9), Err(Unread::Missing));
        assert_eq!(objects.beginning(&ids[0], 2).unwrap(), b"a\n");
        assert_eq!(content(0, 3).unwrap(), b"a\nb", "what was not wanted is not left for the next");
        assert_eq!(running(&objects.contents), first);
        // What is long is not read to its end, but the next is still given.
        assert_eq!(content(2, 100), Err(Unread::TooLarge(3_000_000)));
        assert_eq!(running(&objects.contents), None);
        assert_eq!(objects.beginning(&ids[2], 4).unwrap(), b"0123");
        assert_eq!(content(2, 3_000_000).unwrap(), large);
        assert_eq!(running(&objects.sizes), None, "nobody asked for a size");
        assert_eq!(objects.size(&ids[2]), Ok(3_000_000));
        assert_eq!(objects.size(&"1".repeat(40)), Err(Unread::Missing));
    }

    #[test]
    fn a_program_that_ends_is_started_again_and_none_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (git, ids) = repository(folder.path(), &[b"a"]);
        let objects = Objects::of(&git);
        objects.content(&ids[0], 1).unwrap();
        objects.contents.lock().unwrap().as_mut().unwrap().child.kill().unwrap();
        assert!(matches!(objects.content(&ids[0], 1), Err(Unread::Silent(_))));
        assert_eq!(objects.content(&ids[0], 1).unwrap(), b"a");
        objects.size(&ids[0]).unwrap();
        let ids: Vec<u32> = [running(&objects.contents), running(&objects.sizes)].into_iter().flatten().collect();
        drop(objects);
        assert_eq!(ids.len(), 2);
        for id in ids {
            assert!(!Path::new(&format!("/proc/{id}")).exists(), "it was neither ended nor waited for");
        }
    }

    #[test]
    fn several_threads_ask_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let contents: Vec<Vec<u8>> =
            (0..20_usize).map(|number| number.to_string().repeat(number * 50).into_bytes()).collect();
        let (git, ids) = repository(folder.path(), &contents.iter().map(Vec::as_slice).collect::<Vec<&[u8]>>());
        let objects = Objects::of(&git);
        std::thread::scope(|scope| {
            for start in 0..4 {
                let (ids, contents, objects) = (&ids, &contents, &objects);
                scope.spawn(move || {
                    for at in (0..20).map(|at| (at + start * 5) % 20) {
                        assert_eq!(&objects.content(&ids[at], 10_000).unwrap(), &contents[at]);
                    }
                });
            }
        });
    }
}
