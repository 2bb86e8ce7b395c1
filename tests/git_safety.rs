//! Repositories that mean harm: nothing they name is run, nothing outside is read, and what is endless ends.

use std::fs;

use tenone::discover::{GitError, Repository};

use crate::repo::Repo;

/// All that is asked of a repository, once.
fn ask_everything(repo: &Repo) {
    let reading = repo.reading();
    let head = reading.commit("HEAD").unwrap();
    let first = reading.commit("HEAD~1").unwrap();
    reading.merge_base(&head, &first).unwrap();
    assert_eq!(reading.touching(&head, None).unwrap().len(), 2);
    let workspace = reading.workspace(&first).unwrap();
    assert!(workspace.files().contains(&"r.yaml".to_owned()));
    for path in workspace.files() {
        let _ = (workspace.load(path), workspace.beginning(path), workspace.is_empty_file(path));
    }
    assert_eq!(&**workspace.load("r.yaml").text(), "r: 1");
    let _ = reading.commit("--output=x");
    let _ = reading.commit("none");
}

#[cfg(unix)]
#[test]
fn no_program_that_a_repository_names_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let repo = Repo::init();
    repo.write("r.yaml", "r: 1").write("s.bin", "s").write(".gitattributes", "* filter=x diff=x merge=x\n");
    repo.commit("2026-01-10");
    repo.write("r.yaml", "r: 2").commit("2026-02-10");
    let content = repo.git(["rev-parse", "HEAD~1:r.yaml"]);
    let marker = repo.beside("marker");
    let script = repo.beside("script");
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\ncat\n", marker.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let program = script.display().to_string();
    fs::create_dir(repo.at("hooks")).unwrap();
    for hook in ["post-index-change", "reference-transaction", "post-checkout", "pre-auto-gc", "fsmonitor-watchman"] {
        fs::copy(&script, repo.at("hooks").join(hook)).unwrap();
    }
    let hooks = repo.at("hooks").display().to_string();
    // An alias cannot replace a command of git, but who knows.
    let alias = format!("!{program}");
    for (name, value) in [
        ("core.fsmonitor", &program),
        ("core.pager", &program),
        ("pager.rev-list", &program),
        ("pager.ls-tree", &program),
        ("core.editor", &program),
        ("core.sshCommand", &program),
        ("core.gitProxy", &program),
        ("core.askPass", &program),
        ("core.alternateRefsCommand", &program),
        ("core.hooksPath", &hooks),
        ("credential.helper", &alias),
        ("diff.external", &program),
        ("diff.x.command", &program),
        ("diff.x.textconv", &program),
        ("merge.x.driver", &program),
        ("filter.x.smudge", &program),
        ("filter.x.clean", &program),
        ("filter.x.process", &program),
        ("filter.x.required", &"true".to_owned()),
        ("gpg.program", &program),
        ("log.showSignature", &"true".to_owned()),
        ("alias.rev-parse", &alias),
        ("alias.ls-tree", &alias),
        ("alias.cat-file", &alias),
        ("uploadpack.packObjectsHook", &program),
        ("remote.origin.url", &format!("ext::{program}")),
        ("remote.origin.vcs", &program),
        ("remote.origin.promisor", &"true".to_owned()),
        ("protocol.ext.allow", &"always".to_owned()),
        ("protocol.allow", &"always".to_owned()),
        ("trace2.eventTarget", &marker.display().to_string()),
    ] {
        repo.git(["config", name, value]);
    }
    ask_everything(&repo);
    assert!(!marker.exists());
    // A content that is gone might be asked of the other side.
    fs::remove_file(repo.at(format!(".git/objects/{}/{}", &content[..2], &content[2..]))).unwrap();
    let reading = repo.reading();
    let before = reading.workspace(&reading.commit("HEAD~1").unwrap()).unwrap();
    assert_eq!(&**before.load("r.yaml").text(), "");
    assert!(!marker.exists());
    // The same repository runs it where git is asked without care, or else this proves nothing.
    fs::write(repo.at("s.bin"), "changed").unwrap();
    let _ = std::process::Command::new("git").arg("-C").arg(repo.at(".")).arg("status").output().unwrap();
    assert!(marker.exists());
}

#[test]
fn names_of_branches_are_no_options() {
    let repo = Repo::init();
    repo.write("r.yaml", "r: 1").commit("2026-01-10");
    let marker = repo.beside("marker").display().to_string();
    fs::create_dir_all(repo.at(format!(".git/refs/heads/--output={marker}")).parent().unwrap()).unwrap();
    fs::write(repo.at(format!(".git/refs/heads/--output={marker}")), repo.git(["rev-parse", "HEAD"])).unwrap();
    let reading = repo.reading();
    for name in [format!("--output={marker}"), "--git-dir=/".to_owned(), "-h".to_owned(), "--not".to_owned()] {
        assert_eq!(reading.commit(&name), Err(GitError::Refused { revision: name.clone() }));
    }
    assert!(!repo.beside("marker").exists());
}

#[test]
fn a_tree_of_endless_files_ends() {
    // Ten trees, of which each holds the one before ten times, are 10^10 files.
    let repo = Repo::init();
    repo.write("r.yaml", "r: 1").commit("2026-01-10");
    let mut tree = repo.git(["rev-parse", "HEAD^{tree}"]);
    for _ in 0..10 {
        let lines: String = (0..10).map(|number| format!("040000 tree {tree}\tfolder{number}\n")).collect();
        fs::write(repo.beside("lines"), lines).unwrap();
        tree = repo.git_reading(&repo.beside("lines"), ["mktree"]);
    }
    let commit = repo.git(["commit-tree", &tree, "-m", "endless"]);
    let reading = repo.reading();
    let error = reading.workspace(&reading.commit(&commit).unwrap()).unwrap_err().to_string();
    assert!(error.contains("longer than 128 MiB"), "{error}");
}

#[test]
fn names_that_lead_out_of_a_tree_are_none() {
    let repo = Repo::init();
    repo.write("r.yaml", "r: 1").commit("2026-01-10");
    fs::write(repo.beside("x.yaml"), "secret: 1").unwrap();
    let content = repo.git(["rev-parse", "HEAD:r.yaml"]);
    // Git refuses to make such a tree, so it is made by hand: mode, name, and the id as bytes.
    let id: Vec<u8> = (0..20).map(|at| u8::from_str_radix(&content[2 * at..2 * at + 2], 16).unwrap()).collect();
    let mut tree = Vec::new();
    for name in ["..", ".", "../x.yaml", "/etc/passwd", "a//b", "ok.yaml"] {
        tree.extend([b"100644 ", name.as_bytes(), b"\0", &id].concat());
    }
    fs::write(repo.beside("tree"), tree).unwrap();
    let tree = repo.git_reading(&repo.beside("tree"), ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"]);
    let commit = repo.git(["commit-tree", &tree, "-m", "odd"]);
    let workspace = repo.workspace_at(&commit);
    assert_eq!(workspace.files(), ["ok.yaml"]);
    for path in ["../x.yaml", "/etc/passwd", "..", "x.yaml"] {
        assert_eq!(&**workspace.load(path).text(), "", "{path}");
        assert!(!workspace.exists(path) && workspace.with_bytes(path, &Default::default(), <[u8]>::len).is_none());
    }
}

#[cfg(unix)]
#[test]
fn links_of_a_commit_lead_nowhere_outside() {
    let repo = Repo::init();
    let secret = repo.beside("secret.yaml");
    fs::write(&secret, "secret: 1").unwrap();
    repo.write("isms/r.yaml", "r: 1").write("b.yaml", "b: 1");
    for (link, target) in [
        ("isms/absolute.yaml", secret.display().to_string()),
        ("isms/relative.yaml", "../../secret.yaml".to_owned()),
        ("isms/above.yaml", "../b.yaml".to_owned()),
        ("isms/folder", "../..".to_owned()),
        ("isms/.gitignore", secret.display().to_string()),
        ("isms/proc.yaml", "/proc/self/environ".to_owned()),
    ] {
        std::os::unix::fs::symlink(target, repo.at(link)).unwrap();
    }
    repo.commit("2026-01-10");
    let reading = Repository::of(&tenone::discover::Workspace::open(&repo.at("isms")).unwrap()).unwrap();
    let workspace = reading.workspace(&reading.commit("HEAD").unwrap()).unwrap();
    assert_eq!(workspace.files(), ["above.yaml", "absolute.yaml", "folder", "proc.yaml", "r.yaml", "relative.yaml"]);
    for path in ["absolute.yaml", "relative.yaml", "above.yaml", "folder/secret.yaml", "proc.yaml", "folder"] {
        let loaded = workspace.load(path);
        assert_eq!(&**loaded.text(), "", "{path}");
        assert!(format!("{loaded:?}").contains("leads out of the workspace"), "{path}: {loaded:?}");
        assert!(!workspace.exists(path), "{path}");
    }
}
