//! The base as the command finds it: typed, named by a CI, or not to be had.

use crate::gate::{old_register, repository};
use crate::repo::Repo;
use crate::workspace::{Run, tenone_with};

/// The command in a repository; `git` is found where the tests find it.
pub(crate) fn check(repo: &Repo, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let path = std::env::var("PATH").unwrap();
    let own = [("PATH", path.as_str()), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("HOME", "/nowhere")];
    tenone_with(&repo.at(""), arguments, &[&own, variables].concat())
}

#[test]
fn a_ci_names_the_base() {
    let repo = Repo::init();
    repo.write("tenone.yaml", "sources: [{kind: entry, path: register.yaml}]\n").write("register.yaml", old_register());
    let first = repo.commit("2026-06-01");
    repo.write("register.yaml", old_register().replace("A better form", "A better and shorter form"));
    repo.commit("2026-06-25");
    let arguments = ["check", "--as-of", "2026-06-30", "--output", "concise"];
    let event = repo.beside("event.json");
    std::fs::write(&event, format!("{{\"before\": \"{first}\"}}")).unwrap();
    let github = |name: &'static str| {
        [("GITHUB_ACTIONS", "true"), ("GITHUB_EVENT_NAME", name), ("GITHUB_EVENT_PATH", event.to_str().unwrap())]
    };
    let push = check(&repo, &arguments, &github("push"));
    assert_eq!(push.code, 0, "{}", push.out);
    assert!(push.out.contains("named by GitHub as what was there before the push"), "{}", push.out);
    assert_eq!(check(&repo, &arguments, &github("schedule")).code, 1);
    assert_eq!(check(&repo, &[&arguments[..], &["--no-base"]].concat(), &github("push")).code, 1);
    let gitlab = [
        ("GITLAB_CI", "true"),
        ("CI_PIPELINE_SOURCE", "merge_request_event"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", first.as_str()),
    ];
    assert_eq!(check(&repo, &arguments, &gitlab).code, 0);
    let gone = "0123456789012345678901234567890123456789";
    std::fs::write(&event, format!("{{\"before\": \"{gone}\"}}")).unwrap();
    let lost = check(&repo, &arguments, &github("push"));
    assert_eq!(lost.code, 1, "what cannot be compared counts");
    assert!(lost.out.contains(&format!("there is no commit `{gone}`")), "it is said: {}", lost.out);
}

#[test]
fn what_was_moved_long_before_the_base_is_not_lost_since() {
    let repo = Repo::init();
    repo.write("tenone.yaml", "sources: [{kind: entry, path: '*.yaml'}]\n").write("old-log.yaml", old_register());
    repo.write("register.yaml", "[]\n");
    repo.commit("2026-06-01");
    repo.remove("old-log.yaml").write("register.yaml", old_register());
    repo.commit("2026-06-10");
    let run =
        check(&repo, &["check", "--as-of", "2026-06-30", "--base", "HEAD", "--history", "--output", "concise"], &[]);
    assert!(run.out.contains("Read 2 earlier states"), "{}", run.out);
    assert!(!run.out.contains("-lost]"), "{}", run.out);
}

#[test]
fn without_a_base_to_read_it_is_said_and_nothing_breaks() {
    let repo = repository();
    let run = |arguments: &[&str], path: &str| {
        let all = [&["check", "--as-of", "2026-06-30", "--output", "concise"], arguments].concat();
        tenone_with(&repo.at(""), &all, &[("PATH", path), ("HOME", "/nowhere")])
    };
    let none = run(&["--base", "main", "--history"], "/nowhere");
    assert!(none.code < 2 && none.out.contains("git is not installed"), "{} {}", none.out, none.err);
    for wrong in ["nosuch", "--output=x", "-x"] {
        let refused = check(&repo, &["check", &format!("--base={wrong}")], &[]);
        assert_eq!(refused.code, 2, "{wrong}: {}", refused.out);
        assert!(refused.err.contains(wrong), "{}", refused.err);
    }
    assert!(!repo.at("x").exists());
    let clone = Repo::clone_of(&repo, &["--depth=1"]);
    let shallow = check(&clone, &["check", "--as-of", "2026-06-30", "--history", "--output", "concise"], &[]);
    assert!(shallow.out.contains("this clone is shallow"), "{}", shallow.out);
}
