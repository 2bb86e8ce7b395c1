//! OSCAL of whole workspaces: every reference resolves, identifiers stay, and text from a cell is never more than text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;
use serde_json::Value;

use crate::workspace::{tenone, tenone_here, workspace};

/// Where the references of each name lead: the lists that hold what they name.
const LEADS_TO: [(&str, &[&str]); 8] = [
    ("observation-uuid", &["observations"]),
    ("risk-uuid", &["risks"]),
    ("actor-uuid", &["components"]),
    ("component-uuid", &["components"]),
    ("subject-uuid", &["resources"]),
    ("party-uuids", &["parties"]),
    ("role-id", &["roles"]),
    ("target-id", &["parts"]),
];

const RESULTS: &str = "assessment-results";
const PLAN: &str = "plan-of-action-and-milestones";

/// Both documents of a folder.
fn documents(folder: &Path, path: &str, more: &[&str]) -> [Value; 2] {
    [("oscal", RESULTS), ("oscal-poam", PLAN)].map(|(format, root)| {
        let run = tenone(folder, &[&["report", path, "--as-of", "2026-06-30", "--format", format], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{path} {format}");
        let document: Value = serde_json::from_str(&run.out).unwrap();
        document[root].clone()
    })
}

fn of_fixture(story: &str) -> [Value; 2] {
    documents(Path::new(env!("CARGO_MANIFEST_DIR")), &format!("fixtures/{story}"), &[])
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// Every field of a document with its key, and the key of the list or field that its object stands in.
fn fields<'a>(value: &'a Value, within: &'a str, visit: &mut impl FnMut(&'a str, &'a str, &'a Value)) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                visit(within, key, value);
                fields(value, key, visit);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| fields(item, within, visit)),
        _ => {}
    }
}

/// Checks every reference of a document; gives how many there are by name.
fn references(document: &Value) -> BTreeMap<&str, usize> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut all = BTreeSet::new();
    fields(document, "", &mut |within, key, value| {
        if key == "uuid" {
            assert!(all.insert(value.as_str().unwrap()), "{value} names two things");
        }
        if key == "uuid" || key == "id" {
            known.entry(within).or_default().insert(value.as_str().unwrap());
        }
    });
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    fields(document, "", &mut |_, key, value| {
        let leads = match LEADS_TO.iter().find(|(name, _)| *name == key) {
            Some((_, leads)) => *leads,
            None if key == "href" && value.as_str().unwrap().starts_with('#') => &["resources"],
            None => {
                assert!(!key.ends_with("-uuid") && !key.ends_with("-uuids"), "nobody says where {key} leads");
                return;
            }
        };
        let named = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        assert!(!named.is_empty(), "{key}");
        for name in named {
            let name = name.as_str().unwrap().trim_start_matches('#');
            let resolves = leads.iter().any(|list| known.get(list).is_some_and(|known| known.contains(name)));
            assert!(resolves, "{key} {name} leads nowhere");
            *counts.entry(key).or_default() += 1;
        }
    });
    counts
}

#[test]
fn every_reference_resolves() {
    for story in ["clean", "most-violations", "five-columns", "empty-register", "no-documents", "joined"] {
        let [results, plan] = of_fixture(story);
        let found = references(&results);
        for name in ["observation-uuid", "actor-uuid", "component-uuid", "href", "target-id"] {
            assert!(found.get(name).is_some_and(|count| *count > 0), "{story}: no {name} in the results: {found:?}");
        }
        let reviewed = list(&results["results"][0]["reviewed-controls"]["control-selections"][0], "include-controls");
        for objective in list(&results["local-definitions"], "objectives-and-methods") {
            let is_same = |control: &Value| control["control-id"] == objective["control-id"];
            assert!(reviewed.iter().any(is_same), "{story}: {}", objective["control-id"]);
        }
        references(&plan);
        assert!(!list(&plan, "poam-items").is_empty(), "{story}: a plan has an item");
    }
    let [results, plan] = of_fixture("most-violations");
    for name in ["risk-uuid", "subject-uuid"] {
        assert!(references(&results).contains_key(name), "{name}");
    }
    for name in LEADS_TO.iter().map(|(name, _)| *name).filter(|name| *name != "target-id") {
        assert!(references(&plan).contains_key(name), "{name}");
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_noticed() {
    let document = |observation: &str, href: &str| {
        serde_json::json!({
            "observations": [{"uuid": "a", "relevant-evidence": [{"href": href}]}],
            "risks": [{"uuid": "b", "related-observations": [{"observation-uuid": observation}]}],
            "back-matter": {"resources": [{"uuid": "c"}]},
        })
    };
    let notices = |document: Value| std::panic::catch_unwind(|| references(&document).len()).is_err();
    assert!(!notices(document("a", "#c")));
    for (observation, href) in [("b", "#c"), ("d", "#c"), ("a", "#a"), ("a", "#d")] {
        assert!(notices(document(observation, href)), "{observation} {href}");
    }
    assert!(notices(serde_json::json!({"risks": [{"uuid": "a"}], "observations": [{"uuid": "a"}]})));
    assert!(notices(serde_json::json!({"finding-uuid": "a"})), "a reference that nobody knows");
}

#[test]
fn findings_say_what_the_checklist_says() {
    for story in ["clean", "most-violations", "five-columns"] {
        let [results, _] = of_fixture(story);
        let report =
            tenone_here(&["report", &format!("fixtures/{story}"), "--as-of", "2026-06-30", "--format", "json"]);
        let report: Value = serde_json::from_str(&report.out).unwrap();
        let mut findings = list(&results["results"][0], "findings").iter();
        for item in list(&report, "checklist").iter().flat_map(|part| list(part, "items")) {
            let (state, reason) = match item["standing"].as_str().unwrap() {
                "shown" => ("satisfied", "pass"),
                "shown-in-part" => ("satisfied", "other"),
                "broken" => ("not-satisfied", "fail"),
                "no-rule" => continue,
                _ => ("not-satisfied", "other"),
            };
            let finding = findings.next().unwrap();
            let status = &finding["target"]["status"];
            let obligation = &finding["props"][0]["value"];
            assert_eq!((&status["state"], &status["reason"]), (&state.into(), &reason.into()), "{story}: {obligation}");
            assert_eq!(obligation, &item["obligation"]);
            let supported = usize::from(item["supporting"] != 0);
            assert_eq!(list(finding, "related-observations").len(), list(item, "gaps").len() + supported, "{story}");
        }
        assert!(findings.next().is_none());
    }
}

#[test]
fn each_error_is_an_item_and_the_same_observation_in_both_documents() {
    let [results, plan] = of_fixture("most-violations");
    let is_error = |observation: &&Value| {
        list(observation, "props").iter().any(|prop| prop["name"] == "severity" && prop["value"] == "error")
    };
    let errors = |list: &[Value]| -> BTreeSet<String> {
        let name = |observation: &Value| observation["uuid"].as_str().unwrap().to_owned();
        list.iter().filter(is_error).map(name).collect()
    };
    let found = errors(list(&results["results"][0], "observations"));
    assert!(found.len() > 20);
    assert_eq!(found, errors(list(&plan, "observations")));
    for error in found {
        let tells = |item: &&Value| {
            let related = list(item, "related-observations");
            related.iter().any(|one| one["observation-uuid"] == error.as_str()) && related.len() == 1
        };
        assert!(list(&plan, "poam-items").iter().any(|item| tells(&item)), "{error}");
    }
}

const REGISTER: &str = "\
- {id: E-1, title: Raised, status: raised, raised_on: 2026-05-01}
- {id: E-2, title: Analysed, status: analysed}
- id: E-3
  title: Being worked on
  status: in-progress
  consequences: Orders were late
  owner: Ana Roe
  history: [{on: 2026-03-01, event: raised, to: raised}, {on: 2026-04-01, event: changed, to: planned, reason: Plan}]
  actions:
    - id: A1
      title: Write it down
      owner: ana
      due_on: 2026-08-01
      steps: [{what: Draft, due: 2026-07-01}, {what: Approve}]
    - {id: A2, title: Say so, due_on: 2026-09-15, implemented_on: 2026-06-01}
    - {id: A3, title: Drop it, status: cancelled, due_on: 2027-01-01}
- {id: E-4, title: Accepted, status: accepted}
- {id: E-5, title: Asked for, status: triaged}
- {id: E-6, title: Closed, status: closed}
- {id: E-7, title: Long ago, status: raised, raised_on: 1812-05-01, actions: [{id: A1, title: x, due_on: 1812-06-01}]}
";

const ACCEPTANCES: &str = "\
- {id: RA-1, covers: [E-4], state: approved, expires_on: 2027-03-01}
- {id: RA-2, covers: [E-5], state: requested}
";

const SETTINGS: &str = "\
organisation: {name: Ours}
sources:
  - {path: register.yaml, kind: entry}
  - {path: acceptances.yaml, kind: risk-acceptance}
  - {path: people.yaml, kind: person}
";

fn made() -> tempfile::TempDir {
    workspace(&[
        ("tenone.yaml", SETTINGS.as_bytes()),
        ("register.yaml", REGISTER.as_bytes()),
        ("acceptances.yaml", ACCEPTANCES.as_bytes()),
        ("people.yaml", b"- {id: ana, name: Ana Roe}\n"),
    ])
}

fn risk<'a>(plan: &'a Value, title: &str) -> &'a Value {
    list(plan, "risks").iter().find(|risk| risk["title"] == title).unwrap_or(&Value::Null)
}

#[test]
fn the_plan_tells_how_far_each_entry_is_and_what_is_to_be_done() {
    let folder = made();
    let [_, plan] = documents(folder.path(), ".", &["--only", "action-overdue"]);
    references(&plan);
    for (title, status) in [
        ("Raised", "open"),
        ("Analysed", "investigating"),
        ("Being worked on", "remediating"),
        ("Accepted", "deviation-approved"),
        ("Asked for", "deviation-requested"),
        ("Long ago", "open"),
    ] {
        assert_eq!(risk(&plan, title)["status"], status, "{title}");
    }
    assert_eq!(risk(&plan, "Closed"), &Value::Null);
    let worked = risk(&plan, "Being worked on");
    assert_eq!(worked["deadline"], "2026-08-01T00:00:00Z", "what is done or cancelled is due no more");
    assert_eq!(worked["statement"], "Orders were late");
    assert_eq!(list(&worked["risk-log"], "entries")[1]["status-change"], "remediating");
    let actions = list(worked, "remediations");
    assert_eq!(actions.iter().map(|one| &one["lifecycle"]).collect::<Vec<_>>(), ["planned", "completed"]);
    let tasks = list(&actions[0], "tasks");
    let due = |task: &Value| task["timing"]["on-date"]["date"].clone();
    let day = |day: &str| Value::from(format!("{day}T00:00:00Z"));
    assert_eq!(tasks.iter().map(due).collect::<Vec<_>>(), [day("2026-08-01"), day("2026-07-01"), Value::Null]);
    let ana = list(&plan["metadata"], "parties").iter().find(|party| party["name"] == "Ana Roe").unwrap();
    assert_eq!(tasks[0]["responsible-roles"][0]["party-uuids"][0], ana["uuid"]);
    let old = &risk(&plan, "Long ago")["remediations"][0]["tasks"][0];
    assert_eq!(old["timing"], Value::Null, "OSCAL takes no such year");
}

#[test]
fn nothing_left_to_do_is_said_in_an_item() {
    let folder = workspace(&[("register.yaml", b"- {id: E-1, title: Done, status: closed, closed_on: 2026-01-02}\n")]);
    let [_, plan] = documents(folder.path(), ".", &["--only", "action-overdue"]);
    references(&plan);
    let items: Vec<&Value> = list(&plan, "poam-items").iter().map(|item| &item["title"]).collect();
    assert_eq!(items, ["Nothing is left to do"]);
    assert!(plan.get("observations").is_none() && plan.get("risks").is_none(), "OSCAL takes no empty lists");
}

#[test]
fn text_from_a_cell_is_only_text() {
    let hostile = r##"- &h
  id: "E-1\n# x"
  title: " <script>alert(1)</script>\u0007 [go](javascript:alert(1)) "
  description: "one\n\n{{ insert: param, secret }} *two* ##[group]x"
  owner: "@everyone\u202e"
  status: raised
  evidence: ["javascript:alert(1)", "../../etc/passwd"]
  criteria: ["", "  "]
  actions: [{title: "\n"}, {id: "<b>", title: "![i](http://a.b/c.png)", due_on: 2020-01-01}]
- *h
- {}
"##;
    let settings = "sources:\n  - {path: \"javascript:a #%41 ä.yaml\", kind: entry}\n";
    let folder = workspace(&[("tenone.yaml", settings.as_bytes()), ("javascript:a #%41 ä.yaml", hostile.as_bytes())]);
    let documents = documents(folder.path(), ".", &[]);
    let value_shape = Regex::new(r"^\S(.*\S)?$").unwrap();
    let name_shape = Regex::new(r"^[a-zA-Z_][a-zA-Z0-9._-]*$").unwrap();
    let live = Regex::new(r"(^|[^\\])(<[a-z/!]|\]\(|\{\{|\*[a-z])").unwrap();
    let code = Regex::new(r"`+[^`]*`+").unwrap();
    let mut texts = Vec::new();
    for document in &documents {
        references(document);
        let mut marked = 0;
        fields(document, "", &mut |within, key, value| match (key, value.as_str()) {
            ("title" | "description" | "statement" | "remarks" | "prose", Some(text)) => {
                assert!(!text.trim().is_empty() && !text.contains('\n') || key == "description", "{key}: {text:?}");
                assert!(!live.is_match(&code.replace_all(text, "")), "{within} {key}: {text}");
                assert!(!text.contains(char::is_control) || within != "observations", "{key}: {text:?}");
                marked += usize::from(text.contains("\\<script\\>"));
            }
            ("href", Some(text)) => {
                assert!(text.starts_with('#') || !text.contains([':', ' ', '#', 'ä']), "{text}");
            }
            ("value", Some(text)) => assert!(value_shape.is_match(text), "{text:?}"),
            ("name", Some(text)) if within == "props" => assert!(name_shape.is_match(text), "{text:?}"),
            _ => {}
        });
        texts.push(marked);
    }
    assert!(texts[1] > 0, "the text itself is there");
    let titles = list(&documents[1], "poam-items").iter().filter(|item| item["title"].to_string().contains("script"));
    assert_eq!(titles.count(), 2, "records that share an id are two items");
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    for format in ["oscal", "oscal-poam"] {
        let written = |more: &[&str]| {
            let always = ["report", "fixtures/most-violations", "--as-of", "2026-06-30", "--format", format];
            tenone_here(&[&always[..], more].concat()).out
        };
        let first = written(&[]);
        assert!(first.len() > 100_000);
        assert!(first == written(&[]) && first == written(&["--threads", "1"]), "{format}");
    }
}

#[test]
fn a_document_is_named_anew_when_something_changes_and_what_it_tells_of_is_not() {
    let folder = made();
    let [_, before] = documents(folder.path(), ".", &[]);
    let path = folder.path().join("register.yaml");
    let changed = std::fs::read_to_string(&path).unwrap().replace("Raised,", "Raised again,");
    std::fs::write(path, changed).unwrap();
    let [_, after] = documents(folder.path(), ".", &[]);
    assert_ne!(before["uuid"], after["uuid"]);
    assert_eq!(risk(&before, "Raised")["uuid"], risk(&after, "Raised again")["uuid"]);
    assert_eq!(before["system-id"], after["system-id"]);
}
