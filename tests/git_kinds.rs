//! Repositories of every kind there is, and folders that are in none.

use std::fs;

use tenone::discover::{GitError, Repository, Workspace};
use tenone::text::Sources;

use crate::repo::Repo;

fn text(workspace: &Workspace, path: &str) -> String {
    workspace.load(path).text().to_string()
}

fn complaints(workspace: &Workspace, path: &str) -> String {
    let (_, problems) = workspace.read(path, &mut Sources::default());
    problems.iter().flat_map(|problem| &problem.facts).map(|(_, fact)| fact.as_str()).collect::<Vec<&str>>().join("; ")
}

fn error(repo: &Repo, folder: &str) -> String {
    Repository::of(&Workspace::open(&repo.at(folder)).unwrap()).unwrap_err().to_string()
}

#[test]
fn repositories_with_long_ids_are_read() {
    let repo = Repo::init_with(&["--object-format=sha256"]);
    let id = repo.write("r.yaml", "r: 1").commit("2026-01-10");
    assert_eq!(id.len(), 64);
    let reading = repo.reading();
    let head = reading.commit("main").unwrap();
    assert_eq!(head.id, id);
    assert_eq!(text(&reading.workspace(&head).unwrap(), "r.yaml"), "r: 1");
    assert_eq!(reading.touching(&head, None).unwrap(), [head]);
}

#[test]
fn packed_repositories_are_read() {
    let repo = Repo::init();
    for number in 0..20 {
        let lines: String = (0..500).map(|line| format!("- id: IMP-{line}-{}\n", line * number)).collect();
        repo.write("r.yaml", lines).commit("2026-01-10");
    }
    repo.git(["gc", "--quiet", "--aggressive", "--prune=now"]);
    repo.git(["pack-refs", "--all"]);
    let before = repo.workspace_at("HEAD~10");
    assert!(text(&before, "r.yaml").ends_with("- id: IMP-499-4491\n"));
}

#[test]
fn work_trees_are_read_and_bare_repositories_are_not() {
    let repo = Repo::init();
    repo.write("isms/r.yaml", "r: 1").commit("2026-01-10");
    let beside = |name: &str| repo.beside(name).display().to_string();
    repo.git(["worktree", "add", "--quiet", "-b", "linked", &beside("linked")]);
    repo.git(["clone", "--quiet", "--bare", ".", &beside("bare.git")]);
    repo.git(["-C", &beside("bare.git"), "worktree", "add", "--quiet", &beside("of-bare"), "main"]);
    for folder in ["linked", "of-bare"] {
        let workspace = Workspace::open(&repo.beside(folder).join("isms")).unwrap();
        let reading = Repository::of(&workspace).unwrap();
        let head = reading.commit("HEAD").unwrap();
        assert_eq!(text(&reading.workspace(&head).unwrap(), "r.yaml"), "r: 1", "{folder}");
    }
    for folder in ["../bare.git", "../bare.git/refs", ".git", ".git/refs"] {
        let error = error(&repo, folder);
        assert!(error.contains("without a work tree"), "{folder}: {error}");
    }
}

#[test]
fn a_committed_folder_is_not_taken_for_a_repository() {
    // A stranger may commit what looks like a repository with another past, and a configuration.
    let repo = Repo::init();
    let other = Repo::init();
    other.write("r.yaml", "forged: 1").commit("2026-01-01");
    repo.git(["clone", "--quiet", "--bare", &other.at(".git").display().to_string(), "isms"]);
    repo.git(["-C", "isms", "config", "core.bare", "false"]);
    repo.git(["-C", "isms", "config", "core.worktree", "."]);
    repo.write("isms/r.yaml", "r: 1").write("isms/sub/r.yaml", "r: 1");
    repo.git(["--git-dir=.git", "--work-tree=.", "add", "--all"]);
    repo.git(["commit", "--quiet", "--message", "all"]);
    for folder in ["isms", "isms/sub"] {
        let error = error(&repo, folder);
        assert!(error.contains("without a work tree"), "{folder}: {error}");
    }
}

#[test]
fn a_folder_without_history_says_why() {
    let nothing = Repo::nothing();
    assert_eq!(Repository::of(&nothing.workspace()).unwrap_err(), GitError::NotARepository);

    let repo = Repo::init();
    repo.write("out/r.yaml", "r: 1").write("new/r.yaml", "r: 1");
    assert!(matches!(repo.reading().commit("HEAD"), Err(GitError::UnknownRevision { .. })), "there is no commit yet");
    repo.write("a.yaml", "a: 1").write(".gitignore", "/out/\n").git(["add", "a.yaml", ".gitignore"]);
    repo.git(["commit", "--quiet", "--message", "first"]);
    assert!(error(&repo, "out").contains("ignores it"), "{}", error(&repo, "out"));
    // What is not committed yet is new: it was nothing before.
    let reading = Repository::of(&Workspace::open(&repo.at("new")).unwrap()).unwrap();
    let head = reading.commit("HEAD").unwrap();
    assert!(reading.workspace(&head).unwrap().files().is_empty());
    assert!(reading.touching(&head, None).unwrap().is_empty());
    // What is kept in spite of a rule has a history.
    repo.git(["add", "--force", "out/r.yaml"]);
    repo.git(["commit", "--quiet", "--message", "second"]);
    let reading = Repository::of(&Workspace::open(&repo.at("out")).unwrap()).unwrap();
    assert_eq!(text(&reading.workspace(&reading.commit("HEAD").unwrap()).unwrap(), "r.yaml"), "r: 1");
}

#[test]
fn the_history_of_one_file_is_that_of_its_folder() {
    let repo = Repo::init();
    repo.write("isms/r.yaml", "r: 1").write("isms/s.yaml", "s: 1").commit("2026-01-10");
    let one = Workspace::open(&repo.at("isms/r.yaml")).unwrap();
    let reading = Repository::of(&one).unwrap();
    let before = reading.workspace(&reading.commit("HEAD").unwrap()).unwrap();
    assert_eq!((before.files().len(), before.single_file()), (2, None));
}

#[test]
fn what_a_clone_leaves_out_is_not_fetched() {
    let repo = Repo::init();
    repo.git(["config", "uploadpack.allowFilter", "true"]);
    repo.write("r.yaml", "r: 1").write("link", "x").write(".gitignore", "x\n").commit("2026-01-10");
    repo.write("r.yaml", "r: 2").commit("2026-02-10");
    let clone = Repo::clone_of(&repo, &["--filter=blob:none"]);
    // Whatever the repository allows, nothing is fetched.
    for (name, value) in [("protocol.allow", "always"), ("protocol.file.allow", "always")] {
        clone.git(["config", name, value]);
    }
    let missing =
        || clone.git(["rev-list", "--objects", "--missing=print", "--no-object-names", "HEAD"]).matches('?').count();
    assert_eq!(missing(), 1);
    let before = clone.workspace_at("HEAD~1");
    assert_eq!(before.files(), ["link", "r.yaml"]);
    assert!(before.is_file("r.yaml") && !before.is_empty_file("r.yaml"));
    for _ in 0..2 {
        assert_eq!(text(&before, "r.yaml"), "");
        assert!(complaints(&before, "r.yaml").contains("the clone leaves it out"), "{}", complaints(&before, "r.yaml"));
        assert_eq!(before.with_bytes("r.yaml", &tenone::discover::Limits::default(), <[u8]>::len), None);
        assert_eq!(text(&before, "link"), "x", "and the others are read");
    }
    assert_eq!(missing(), 1);
}

/// Only the super-user can give a folder away; without him there is nothing to see.
#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_not_read_unless_it_is_declared_safe() {
    let repo = Repo::init();
    repo.write("r.yaml", "r: 1").commit("2026-01-10");
    let give = |path: &str| std::os::unix::fs::chown(repo.at(path), Some(12345), Some(12345));
    if give(".git").is_ok() && give(".").is_ok() {
        let error = error(&repo, ".");
        assert!(error.contains("git config --global --add safe.directory"), "{error}");
        assert!(error.contains(&*fs::canonicalize(repo.at(".")).unwrap().to_string_lossy()), "{error}");
    }
}

#[test]
fn broken_repositories_are_errors_or_unreadable_files() {
    let repo = Repo::init();
    repo.write("r.yaml", "r: 1").write("s.yaml", "s: 1").commit("2026-01-10");
    let object = |name: &str| {
        let id = repo.git(["rev-parse", name]);
        repo.at(format!(".git/objects/{}/{}", &id[..2], &id[2..]))
    };
    let writable = |path: &std::path::Path| {
        fs::remove_file(path).unwrap();
        path.to_path_buf()
    };
    let reading = repo.reading();
    let head = reading.commit("HEAD").unwrap();
    let before = reading.workspace(&head).unwrap();
    fs::write(writable(&object("HEAD:r.yaml")), b"no object").unwrap();
    for _ in 0..2 {
        assert!(!complaints(&before, "r.yaml").is_empty());
        assert_eq!(text(&before, "s.yaml"), "s: 1", "and the others are read");
    }
    let tree = object("HEAD^{tree}");
    let id = repo.git(["rev-parse", "HEAD^{tree}"]);
    fs::remove_file(tree).unwrap();
    let error = reading.workspace(&head).unwrap_err().to_string();
    assert!(error.starts_with("git could not list the files of a commit: ") && !error.contains('\n'), "{error}, {id}");
    fs::write(repo.at(".git/config"), "[core\n").unwrap();
    let error = Repository::of(&repo.workspace()).unwrap_err().to_string();
    assert!(error.contains("bad config line 1"), "{error}");
}
