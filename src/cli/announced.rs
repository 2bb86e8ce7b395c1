//! [`Announced`]: the base that a CI names in its environment.

use serde::Deserialize;

/// A base that a CI names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Announced {
    /// By which it may be known in the clone, the best first.
    pub(super) names: Vec<String>,
    /// Who names it, for people.
    pub(super) by: &'static str,
}

/// What GitHub tells of the event that started a run; only what names a base.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    before: Option<String>,
    pull_request: Option<PullRequest>,
    merge_group: Option<MergeGroup>,
}

#[derive(Deserialize)]
struct PullRequest {
    base: Commit,
}

#[derive(Deserialize)]
struct Commit {
    sha: String,
}

#[derive(Deserialize)]
struct MergeGroup {
    base_sha: String,
}

impl Announced {
    /// The base that the environment names: what a merge request goes into, or what was there before a push. A run that
    /// was started by the clock or by hand has none.
    pub(super) fn in_environment(
        variable: impl Fn(&str) -> Option<String>,
        read: impl Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let variable = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        if variable("GITHUB_ACTIONS").is_some() {
            return github(variable, read);
        }
        variable("GITLAB_CI").and_then(|_| gitlab(variable))
    }
}

fn github(variable: impl Fn(&str) -> Option<String>, read: impl Fn(&str) -> Option<String>) -> Option<Announced> {
    let event = variable("GITHUB_EVENT_PATH").and_then(|path| read(&path));
    let event: Event = event.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let (names, by): (Vec<Option<String>>, _) = match variable("GITHUB_EVENT_NAME")?.as_str() {
        "pull_request" | "pull_request_target" => {
            let branch = variable("GITHUB_BASE_REF").map(|branch| format!("refs/remotes/origin/{branch}"));
            (
                vec![branch, event.pull_request.map(|request| request.base.sha)],
                "GitHub as what the pull request goes into",
            )
        }
        "merge_group" => {
            (vec![event.merge_group.map(|group| group.base_sha)], "GitHub as what the merge queue adds to")
        }
        "push" => (vec![event.before], "GitHub as what was there before the push"),
        _ => return None,
    };
    announced(names, by)
}

fn gitlab(variable: impl Fn(&str) -> Option<String>) -> Option<Announced> {
    match variable("CI_PIPELINE_SOURCE")?.as_str() {
        "merge_request_event" => {
            let branch = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
            let branch = branch.map(|branch| format!("refs/remotes/origin/{branch}"));
            let names = vec![variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"), branch];
            announced(names, "GitLab as what the merge request goes into")
        }
        "push" => announced(vec![variable("CI_COMMIT_BEFORE_SHA")], "GitLab as what was there before the push"),
        _ => None,
    }
}

/// A new branch has nothing before it, which is told by zeros.
fn announced(names: Vec<Option<String>>, by: &'static str) -> Option<Announced> {
    let names: Vec<String> =
        names.into_iter().flatten().filter(|name| name.chars().any(|letter| letter != '0')).collect();
    (!names.is_empty()).then_some(Announced { names, by })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(variables: &[(&str, &str)], event: Option<&str>) -> Option<Vec<String>> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let read = |path: &str| event.filter(|_| path == "/event.json").map(str::to_owned);
        Announced::in_environment(variable, read).map(|announced| announced.names)
    }

    #[test]
    fn github_names_a_base_by_its_event() {
        let with = |name: &'static str| {
            [
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_EVENT_NAME", name),
                ("GITHUB_EVENT_PATH", "/event.json"),
                ("GITHUB_BASE_REF", "main"),
            ]
        };
        let list = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let pull = r#"{"pull_request": {"number": 7, "base": {"ref": "main", "sha": "abc"}}}"#;
        assert_eq!(names(&with("pull_request"), Some(pull)), list(&["refs/remotes/origin/main", "abc"]));
        assert_eq!(names(&with("pull_request"), Some("{")), list(&["refs/remotes/origin/main"]), "a broken event");
        assert_eq!(names(&with("merge_group"), Some(r#"{"merge_group": {"base_sha": "abc"}}"#)), list(&["abc"]));
        assert_eq!(names(&with("push"), Some(r#"{"before": "abc"}"#)), list(&["abc"]));
        assert_eq!(names(&with("push"), Some(r#"{"before": "0000000"}"#)), None, "a new branch");
        assert_eq!(names(&with("schedule"), Some(r#"{"before": "abc"}"#)), None);
        assert_eq!(names(&[("GITHUB_EVENT_NAME", "push")], Some(r#"{"before": "abc"}"#)), None, "not in GitHub");
    }

    #[test]
    fn gitlab_names_a_base_in_variables() {
        let list = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let merge = [
            ("GITLAB_CI", "true"),
            ("CI_PIPELINE_SOURCE", "merge_request_event"),
            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "abc"),
            ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
            ("CI_COMMIT_BEFORE_SHA", "0000"),
        ];
        assert_eq!(names(&merge, None), list(&["abc", "refs/remotes/origin/main"]));
        let push = [("GITLAB_CI", "true"), ("CI_PIPELINE_SOURCE", "push"), ("CI_COMMIT_BEFORE_SHA", "abc")];
        assert_eq!(names(&push, None), list(&["abc"]));
        assert_eq!(
            names(&[("GITLAB_CI", "true"), ("CI_PIPELINE_SOURCE", "schedule"), ("CI_COMMIT_BEFORE_SHA", "abc")], None),
            None
        );
        assert_eq!(names(&[], None), None);
    }
}
