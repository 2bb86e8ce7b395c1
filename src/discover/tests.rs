//! Folders as people and strangers leave them.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn open(folder: &TempDir) -> Workspace {
    Workspace::open(folder.path()).unwrap()
}

/// The text of a file, and its problems as `name line:column fact`.
fn read(workspace: &Workspace, path: &str) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let (id, problems) = workspace.read(path, &mut sources);
    assert_eq!(sources.get(id).path(), path);
    let problems = problems.iter().map(|problem| {
        let place = sources.place(problem.span);
        let facts: Vec<&str> = problem.facts.iter().map(|(_, fact)| fact.as_str()).collect();
        format!("{} {}:{} {}", problem.name, place.line, place.column, facts.join(" | "))
    });
    (sources.get(id).text().to_string(), problems.collect())
}

#[test]
fn files_are_listed_sorted_without_hidden_and_ignored_ones() {
    let folder = folder(&[
        ("b.yaml", b"b"),
        ("a/z.md", b"z"),
        ("a/y/x.md", b"x"),
        (".hidden/q.yaml", b"q"),
        (".gitignore", b"build/\n"),
        ("build/out.yaml", b"o"),
    ]);
    let workspace = open(&folder);
    assert_eq!(workspace.files(), ["a/y/x.md", "a/z.md", "b.yaml"]);
    for (pattern, expected) in [
        ("a/*.md", vec!["a/z.md"]),
        ("a/**/*.md", vec!["a/y/x.md", "a/z.md"]),
        ("**/*.{md,yaml}", vec!["a/y/x.md", "a/z.md", "b.yaml"]),
        ("./b.yaml", vec!["b.yaml"]),
        (".\\a\\z.md", vec!["a/z.md"]),
        ("build/out.yaml", vec!["build/out.yaml"]),
        ("a", vec!["a"]),
        ("*.yml", vec![]),
        ("../x.yaml", vec![]),
        ("/etc/passwd", vec![]),
    ] {
        assert_eq!(workspace.matching(pattern).unwrap(), expected, "{pattern}");
    }
    assert!(workspace.matching("a[").is_err());
    assert!(workspace.exists("a/y") && workspace.exists("build/out.yaml"));
    assert!(!workspace.exists("a/none") && !workspace.exists("../") && !workspace.exists("/etc/passwd"));
}

#[test]
fn one_file_is_a_workspace() {
    let folder = folder(&[("r.yaml", b"a: 1"), ("other.yaml", b"b: 2")]);
    let workspace = Workspace::open(&folder.path().join("r.yaml")).unwrap();
    assert_eq!(workspace.files(), ["r.yaml"]);
    assert!(workspace.exists("other.yaml"), "evidence may stand beside it");
    assert!(Workspace::open(&folder.path().join("none")).is_err());
}

#[test]
fn what_cannot_be_read_is_one_problem() {
    let mut wide = b"a: 1\nb: ".to_vec();
    wide.extend(vec![b'x'; 11 << 20]);
    let folder = folder(&[
        ("folder/x", b""),
        ("nul.yaml", b"a: 1\nb: \0\n"),
        ("latin.yaml", b"a: gr\xFCn\n"),
        ("wide.yaml", &wide),
        ("empty.yaml", b""),
    ]);
    let workspace = open(&folder);
    for (path, text, problem) in [
        ("folder", "", "input-file-unreadable 1:1 a file is expected here, and this is a folder"),
        ("nul.yaml", "a: 1\nb: ", "input-file-unreadable 2:4 a NUL byte stands here, so this is not a text file"),
        (
            "latin.yaml",
            "a: grün\n",
            "input-encoding-guessed 1:6 byte 0xFC at line 1 is not UTF-8; the whole file was read as Windows-1252 \
             instead, so check its accented letters or save it as UTF-8",
        ),
        ("wide.yaml", "a: 1\n", "input-limit-exceeded 2:1 the limit of 10 MiB for one line | this line has 12 MiB"),
        ("none.yaml", "", "input-file-unreadable 1:1 there is no such file"),
        ("../x", "", "input-file-unreadable 1:1 this path leads out of the workspace; nothing outside it is read"),
    ] {
        assert_eq!(read(&workspace, path), (text.to_owned(), vec![problem.to_owned()]), "{path}");
    }
    assert_eq!(read(&workspace, "empty.yaml"), (String::new(), vec![]));
    let small = Workspace::open_with(folder.path(), Limits { file: 6, line: 100 }).unwrap();
    let (_, problems) = read(&small, "latin.yaml");
    assert_eq!(problems, ["input-limit-exceeded 1:1 the limit of 6 bytes for one file | this file has 8 bytes"]);
    assert_eq!(small.load_within("latin.yaml", &Limits::default()).text().len(), 9, "the settings may allow more");
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_inside() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = folder(&[("secret.yaml", b"secret: 1")]);
    let folder = folder(&[("docs/a.md", b"a"), ("docs/b.md", b"b"), (".store/r.yaml", b"r: 1")]);
    let at = |path: &str| folder.path().join(path);
    symlink(Path::new("docs"), at("minutes")).unwrap();
    symlink(Path::new(".store/r.yaml"), at("register.yaml")).unwrap();
    symlink(Path::new("docs/a.md"), at("again.md")).unwrap();
    symlink(outside.path().join("secret.yaml"), at("out.yaml")).unwrap();
    symlink(outside.path(), at("outdir")).unwrap();
    symlink(Path::new("nowhere"), at("broken.yaml")).unwrap();
    symlink(Path::new("loop"), at("loop")).unwrap();
    let workspace = open(&folder);
    assert_eq!(
        workspace.files(),
        [".store/r.yaml", "broken.yaml", "docs/a.md", "docs/b.md", "loop", "out.yaml", "outdir"]
    );
    assert_eq!(workspace.matching("minutes/*.md").unwrap(), ["docs/a.md", "docs/b.md"]);
    assert_eq!(workspace.matching("register.yaml").unwrap(), [".store/r.yaml"]);
    assert_eq!(workspace.matching("*.md").unwrap(), ["docs/a.md"]);
    assert_eq!(read(&workspace, "register.yaml").0, "r: 1");
    for (path, word) in [
        ("out.yaml", "leads out of the workspace"),
        ("outdir/secret.yaml", "leads out of the workspace"),
        ("broken.yaml", "leads to a file that does not exist"),
        ("loop", "the system says"),
    ] {
        let (text, problems) = read(&workspace, path);
        assert_eq!(text, "", "{path}");
        assert!(problems.len() == 1 && problems[0].contains(word), "{path}: {problems:?}");
    }
    assert!(!workspace.exists("out.yaml") && !workspace.exists("outdir/secret.yaml"));

    fs::set_permissions(at("docs/a.md"), fs::Permissions::from_mode(0o000)).unwrap();
    // The super-user reads everything, so there is nothing to see when the tests run as root.
    if fs::File::open(at("docs/a.md")).is_err() {
        assert!(read(&workspace, "docs/a.md").1[0].contains("permission to read this file is denied"));
    }
}

#[test]
fn the_beginning_of_a_file_tells_what_it_is() {
    let long = "ä\n".repeat(100_000);
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain("id;ä\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = folder(&[
        ("notes", b"# Notes\n"),
        ("long", long.as_bytes()),
        ("image", b"\x7fELF\x01\0\0"),
        ("book", b"PK\x03\x04rest"),
        ("wide", &wide),
        ("inside/x", b""),
    ]);
    let workspace = open(&folder);
    let text = |text: &str| Beginning::Text(text.into());
    assert_eq!(workspace.beginning("notes"), text("# Notes\n"));
    let Beginning::Text(begins) = workspace.beginning("long") else { panic!("a text") };
    assert!(long.starts_with(&*begins) && (60_000..70_000).contains(&begins.len()), "{}", begins.len());
    assert_eq!(workspace.beginning("wide"), text("id;ä\n"));
    assert_eq!(workspace.beginning("book"), Beginning::Archive);
    for path in ["image", "inside", "none", "../x"] {
        assert_eq!(workspace.beginning(path), Beginning::Nothing, "{path}");
    }
}

#[test]
fn tables_are_decoded_as_spreadsheets_save_them() {
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("ID\tGröße\r\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = folder(&[
        ("wide.csv", &wide),
        ("mark.csv", b"\xEF\xBB\xBFID;Gr\xC3\xB6\xC3\x9Fe\r\n"),
        ("west.csv", b"ID;Gr\xF6\xDFe;Preis in \x80\r\n"),
    ]);
    let workspace = open(&folder);
    assert_eq!(read(&workspace, "wide.csv"), ("ID\tGröße\r\n".to_owned(), vec![]));
    assert_eq!(read(&workspace, "mark.csv"), ("ID;Größe\r\n".to_owned(), vec![]));
    let (text, problems) = read(&workspace, "west.csv");
    assert_eq!(text, "ID;Größe;Preis in €\r\n");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].contains("input-encoding-guessed 1:6") && problems[0].contains("Windows-1252"), "{problems:?}");
}
