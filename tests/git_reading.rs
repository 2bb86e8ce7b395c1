//! Earlier commits as workspaces: the same files, read in the same way as from the disk.

use std::fs;

use tenone::discover::{Beginning, Commit, GitError, Limits, Repository, Workspace};
use tenone::text::Sources;

use crate::repo::Repo;

/// The text of a file, and its problems as `name at fact`.
fn read(workspace: &Workspace, path: &str) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let (id, problems) = workspace.read(path, &mut sources);
    let problems = problems.iter().map(|problem| format!("{} {:?} {:?}", problem.name, problem.span, problem.facts));
    (sources.get(id).text().to_string(), problems.collect())
}

/// Asserts that two workspaces answer every question about these paths in the same way.
fn assert_same(one: &Workspace, other: &Workspace, paths: &[&str]) {
    assert_eq!(one.files(), other.files());
    // Of links in a circle a system speaks in its own words.
    let files = one.files().iter().map(String::as_str).filter(|path| *path != "circle");
    for path in paths.iter().copied().chain(files) {
        let tiny = Limits { file: 6, line: 100 };
        let answers = |workspace: &Workspace| {
            (
                workspace.matching(path).map_err(|error| error.to_string()),
                [workspace.lists(path), workspace.holds(path), workspace.exists(path), workspace.is_file(path)],
                workspace.is_empty_file(path),
                read(workspace, path),
                workspace.with_bytes(path, &Limits::default(), <[u8]>::to_vec),
                workspace.beginning(path),
                format!("{:?}", workspace.load_within(path, &tiny)),
            )
        };
        assert_eq!(answers(one), answers(other), "{path:?}");
    }
}

#[test]
fn a_commit_is_read_as_the_folder_it_was_made_of() {
    let repo = Repo::init();
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain("a: ä\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let long_line = ["a: 1\nb: ".to_owned(), "x".repeat(11 << 20)].concat();
    for (path, content) in [
        ("register.yaml", b"entries: []\n".as_slice()),
        ("b/c.yaml", b"b"),
        ("b.yaml", b"b"),
        ("b-c/d.yaml", b"b"),
        ("b/c/d/e/f.md", b"# F\n"),
        ("no name", b"- 1\n"),
        ("name[1].md", b"1"),
        ("name{2}.md", b"2"),
        ("gr\u{FC}n/\u{1F600}.md", b"3"),
        ("-dash.yaml", b"4"),
        ("--output=x", b"5"),
        (":(top)magic.md", b"6"),
        ("empty.yaml", b""),
        ("blank.yaml", b"\xEF\xBB\xBF \n\t\n"),
        ("nul.yaml", b"a: 1\nb: \0\n"),
        ("latin.yaml", b"a: gr\xFCn\n"),
        ("wide.yaml", &wide),
        ("book.xlsx", b"PK\x03\x04rest of an archive"),
        ("long", "ä\n".repeat(100_000).as_bytes()),
        ("large", "ä\n".repeat(2_000_000).as_bytes()),
        ("line.yaml", long_line.as_bytes()),
        (".hidden/q.yaml", b"q"),
        (".hidden.yaml", b"q"),
        (".gitignore", b"\xEF\xBB\xBFbuild/\n*.log\n!keep.log\n!.seen.yaml\n# no\n\n/only-here.md\r\n[\n"),
        (".seen.yaml", b"s"),
        ("build/out.yaml", b"o"),
        ("deep/build/out.yaml", b"o"),
        ("x.log", b"o"),
        ("keep.log", b"o"),
        ("only-here.md", b"o"),
        ("deep/only-here.md", b"o"),
        (".ignore", b"!x.log\nsecret.yaml\n"),
        ("deep/secret.yaml", b"o"),
        ("own/.gitignore", b"!build/\n/*.txt\nnot\xFFutf8\nafter.md\n"),
        ("own/build/out.yaml", b"o"),
        ("own/a.txt", b"o"),
        ("own/b/a.txt", b"o"),
        ("own/after.md", b"o"),
    ] {
        repo.write(path, content);
    }
    odd_names(&repo);
    links(&repo);
    repo.commit("2026-01-10");
    let (disk, commit) = (repo.workspace(), repo.workspace_at("HEAD"));
    let asked = [
        "",
        ".",
        "./",
        "b",
        "b/",
        "b.yaml/",
        "b.yaml/x",
        "./b.yaml",
        ".\\b\\c.yaml",
        "none.yaml",
        "../x",
        "/etc/passwd",
        "*.md",
        "**/*.md",
        "**/*",
        "b/*.yaml",
        "minutes/*.md",
        "minutes/f.md",
        "minutes/e/f.md",
        "a[",
        "name[1].md",
        "build/out.yaml",
        ".hidden/q.yaml",
        ".hidden",
        ".gitignore",
        "own/build",
        "chain",
        "round",
        "out",
        "outdir/x.yaml",
        "outdir",
        "broken.yaml",
        "up.yaml",
        "far.yaml",
        "here",
        "here/register.yaml",
        "minutes",
        "b/../b.yaml",
    ];
    assert!(read(&disk, "circle").1[0].contains("the system says") && read(&commit, "circle").1[0].contains("itself"));
    assert_same(&disk, &commit, &asked);
    assert_eq!(disk.beginning("large"), commit.beginning("large"));
    assert!(matches!(commit.beginning("large"), Beginning::Text(_)));
    assert_eq!((commit.single_file(), commit.root()), (None, disk.root()));
    // What was done with the folder since then does not count.
    repo.remove("register.yaml").write("new.yaml", "n: 1");
    assert_eq!(read(&commit, "register.yaml").0, "entries: []\n");
    assert!(!commit.exists("new.yaml") && commit.files().len() > 20);
}

#[cfg(not(target_os = "linux"))]
fn odd_names(_: &Repo) {}

/// Names that not every system has.
#[cfg(target_os = "linux")]
fn odd_names(repo: &Repo) {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    for name in [
        b"new\nline \"quoted\" it's.yaml".as_slice(),
        b"tab\there.md",
        b"gr\xFCn.yaml",
        b"f\xFCr/a.md",
        b"back\\slash.md",
    ] {
        repo.write(OsStr::from_bytes(name), "odd: 1");
    }
}

#[cfg(not(unix))]
fn links(_: &Repo) {}

#[cfg(unix)]
fn links(repo: &Repo) {
    fs::write(repo.beside("x.yaml"), "secret: 1").unwrap();
    for (link, target) in [
        ("minutes", "b/c/d"),
        ("again.yaml", "register.yaml"),
        ("seen.yaml", ".hidden/q.yaml"),
        ("chain", "chain2"),
        ("chain2", "./minutes/../d//e/f.md"),
        ("b/up.yaml", "../register.yaml"),
        ("up.yaml", "b/up.yaml"),
        ("circle", "circle"),
        ("broken.yaml", "nowhere"),
        ("through.yaml", "b.yaml/x"),
        ("out", "../x.yaml"),
        ("outdir", ".."),
        ("far.yaml", "/etc/passwd"),
        ("here", "."),
        ("own/x.txt", "b/a.txt"),
    ] {
        std::os::unix::fs::symlink(target, repo.at(link)).unwrap();
    }
}

#[test]
fn a_revision_is_a_name_and_nothing_else() {
    let repo = Repo::init();
    let first = repo.write("a.yaml", "a: 1").commit("2026-01-10");
    repo.git(["tag", "--annotate", "v1", "--message", "v1"]);
    repo.git(["tag", "content", "HEAD:a.yaml"]);
    let second = repo.write("a.yaml", "a: 2").commit("2026-02-10");
    for name in ["refs/heads/--output=x", "refs/heads/-n"] {
        repo.git(["update-ref", name, "HEAD"]);
    }
    let reading = repo.reading();
    let commit = |id: &str, seconds| Ok(Commit { id: id.to_owned(), seconds });
    let refused = |name: &str| Err(GitError::Refused { revision: name.to_owned() });
    let unknown = |name: &str| Err(GitError::UnknownRevision { revision: name.to_owned(), shallow: false });
    for (name, expected) in [
        ("v1", commit(&first, 1_768_046_400)),
        (&first[..10], commit(&first, 1_768_046_400)),
        ("HEAD~1", commit(&first, 1_768_046_400)),
        ("main", commit(&second, 1_770_724_800)),
        ("heads/--output=x", commit(&second, 1_770_724_800)),
        ("--output=x", refused("--output=x")),
        ("-n", refused("-n")),
        ("", refused("")),
        ("main\n", refused("main\n")),
        ("a\0b", refused("a\0b")),
        ("none", unknown("none")),
        ("content", unknown("content")),
        ("HEAD:a.yaml", unknown("HEAD:a.yaml")),
        ("HEAD~1..HEAD", unknown("HEAD~1..HEAD")),
        ("^HEAD", unknown("^HEAD")),
        ("--all", refused("--all")),
        (" --all", unknown(" --all")),
        ("HEAD --all", unknown("HEAD --all")),
        ("0000000000000000000000000000000000000000", unknown("0000000000000000000000000000000000000000")),
    ] {
        assert_eq!(reading.commit(name), expected, "{name:?}");
    }
    let made_up = Commit { id: "--output=x".to_owned(), seconds: 0 };
    let main = reading.commit("main").unwrap();
    assert_eq!(reading.touching(&made_up, None), Err(GitError::Refused { revision: made_up.id.clone() }));
    assert!(reading.workspace(&made_up).is_err());
    assert!(reading.merge_base(&main, &made_up).is_err() && reading.merge_base(&made_up, &main).is_err());
    let gone = Commit { id: "1".repeat(40), seconds: 0 };
    assert!(matches!(reading.workspace(&gone), Err(GitError::Failed { .. })));
}

#[test]
fn the_workspace_may_be_any_folder_of_the_repository() {
    // Nothing of these names may be taken for a pattern, an option or magic.
    for folder in ["isms", "a/b c", "[ab]", "-x", ":(glob)**", "gr\u{FC}n \"q\""] {
        let repo = Repo::init();
        repo.write("a/x.yaml", "no").write("b", "no").write(".gitignore", "r.*\n").commit("2026-01-10");
        let first = repo.write(format!("{folder}/r.yaml"), "r: 1").commit("2026-02-10");
        repo.write("a/x.yaml", "other").commit("2026-03-10");
        let last = repo.write(format!("{folder}/sub/s.yaml"), "s: 1").commit("2026-04-10");
        repo.write("a/x.yaml", "more").commit("2026-05-10");
        let workspace = Workspace::open(&repo.at(folder)).unwrap();
        let reading = Repository::of(&workspace).unwrap();
        let head = reading.commit("HEAD").unwrap();
        let ids = |most| -> Vec<String> {
            reading.touching(&head, most).unwrap().into_iter().map(|commit| commit.id).collect()
        };
        assert_eq!(ids(None), [last.clone(), first.clone()], "{folder}");
        assert_eq!(ids(Some(1)), [last], "{folder}");
        assert!(ids(Some(0)).is_empty());
        let at = |revision: &str| reading.workspace(&reading.commit(revision).unwrap()).unwrap();
        // What is ignored above the workspace does not count, as it does not on the disk.
        assert_same(&at("HEAD"), &workspace, &["r.yaml", "../b", "sub", "x.yaml"]);
        assert_eq!(at(&first).files(), ["r.yaml"], "{folder}");
        let before = at("HEAD~4");
        assert!(before.files().is_empty() && !before.exists("r.yaml"), "{folder}");
    }
}

#[test]
fn a_folder_that_was_something_else_was_empty() {
    let repo = Repo::init();
    let other = Repo::init();
    let id = other.write("x.yaml", "x: 1").commit("2026-01-01");
    repo.write("isms", "a file").commit("2026-01-10");
    repo.remove("isms").git(["rm", "--quiet", "--cached", "isms"]);
    repo.git(["update-index", "--add", "--cacheinfo", &format!("160000,{id},isms")]);
    repo.git(["commit", "--quiet", "--message", "a submodule"]);
    repo.git(["rm", "--quiet", "--cached", "isms"]);
    repo.git(["update-index", "--add", "--cacheinfo", &format!("160000,{id},isms/sub")]);
    repo.write("isms/r.yaml", "r: 1").git(["add", "isms/r.yaml"]);
    repo.git(["commit", "--quiet", "--message", "a folder with a submodule"]);
    let reading = Repository::of(&Workspace::open(&repo.at("isms")).unwrap()).unwrap();
    for (revision, files) in [("HEAD~2", [].as_slice()), ("HEAD~1", &[]), ("HEAD", &["r.yaml"])] {
        let workspace = reading.workspace(&reading.commit(revision).unwrap()).unwrap();
        assert_eq!(workspace.files(), files, "{revision}");
    }
}

#[test]
fn history_follows_the_first_parent() {
    let repo = Repo::init();
    let base = repo.write("r.yaml", "r: 1").commit("2026-01-10");
    repo.branch("work").write("r.yaml", "r: 2").commit("2026-01-20");
    let work = repo.write("s.yaml", "s: 1").commit("2026-02-20");
    let main = repo.go_to("main").write("t.yaml", "t: 1").commit("2026-02-01");
    let reading = repo.reading();
    let commit = |name: &str| reading.commit(name).unwrap();
    assert_eq!(reading.merge_base(&commit("work"), &commit("main")).unwrap(), commit(&base));
    assert_eq!(reading.merge_base(&commit("main"), &commit("main")).unwrap(), commit(&main));
    let merged = repo.merge("work", "2026-03-01");
    repo.commit("2026-04-01"); // Nothing was changed in it.
    let ids: Vec<String> = reading.touching(&commit("HEAD"), None).unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(ids, [merged, main, base]);
    assert_eq!(reading.merge_base(&commit("HEAD"), &commit("work")).unwrap().id, work);
    repo.git(["checkout", "--quiet", "--orphan", "other"]);
    let other = repo.commit("2026-05-01");
    let none = GitError::NoMergeBase { one: other, other: commit("main").id, shallow: false };
    assert_eq!(reading.merge_base(&commit("other"), &commit("main")), Err(none));
    assert!(!reading.is_shallow());
}

#[test]
fn a_shallow_clone_says_so() {
    let repo = Repo::init();
    let first = repo.write("r.yaml", "r: 1").commit("2026-01-10");
    repo.branch("work").write("r.yaml", "r: 2").commit("2026-02-10");
    repo.go_to("main").write("r.yaml", "r: 3").commit("2026-03-10");
    let clone = Repo::clone_of(&repo, &["--depth=1", "--no-single-branch"]);
    let reading = clone.reading();
    assert!(reading.is_shallow());
    let (main, work) = (reading.commit("origin/main").unwrap(), reading.commit("origin/work").unwrap());
    for error in [reading.commit(&first).unwrap_err(), reading.merge_base(&main, &work).unwrap_err()] {
        assert!(error.to_string().contains("git fetch --unshallow"), "{error}");
    }
    assert_eq!(reading.touching(&main, None).unwrap(), std::slice::from_ref(&main));
    assert_eq!(read(&reading.workspace(&work).unwrap(), "r.yaml").0, "r: 2");
}
