//! The facts of the readiness report: the checklist, what is good, what is open, what to fix first, what was not assessed.

use std::collections::BTreeSet;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tenone::rule::{Catalogue, Subject};

use crate::workspace::{tenone, tenone_here, workspace};

const DAY: &str = "2026-06-30";

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let run = tenone(folder, &[&["report", "--as-of", DAY, "--format", "json"], arguments].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&run.out).unwrap()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn items(report: &Value) -> impl Iterator<Item = &Value> {
    report["checklist"].as_array().unwrap().iter().flat_map(|part| part["items"].as_array().unwrap())
}

#[test]
fn every_obligation_is_served_by_a_rule_or_told_with_what_to_prepare() {
    let catalogue = Catalogue::embedded();
    assert_eq!(catalogue.obligations().len(), 66);
    let prepared: Vec<&str> = catalogue.preparations().iter().map(|known| known.obligation.as_str()).collect();
    for obligation in catalogue.obligations() {
        let is_served = catalogue.serving(&obligation.slug).any(|rule| !rule.is_reading());
        assert!(is_served || prepared.contains(&obligation.slug.as_str()), "{}", obligation.slug);
    }
    let order: Vec<&str> = catalogue.obligations().iter().map(|obligation| obligation.slug.as_str()).collect();
    let places: Vec<Option<usize>> = prepared.iter().map(|slug| order.iter().position(|known| known == slug)).collect();
    assert!(places.iter().all(Option::is_some), "{prepared:?}");
    assert!(places.is_sorted_by(|one, other| one < other), "not in the order of the checklist, or twice: {prepared:?}");
    for known in catalogue.preparations() {
        assert!(!known.because.is_empty() && !known.prepare.is_empty(), "{}", known.obligation);
    }
}

#[test]
fn what_is_good_is_said_of_rules_that_exist() {
    let catalogue = Catalogue::embedded();
    let mut said = BTreeSet::new();
    for strength in catalogue.strengths() {
        let rule = catalogue.rule(&strength.rule).unwrap_or_else(|| panic!("no rule {}", strength.rule));
        assert!(rule.name == strength.rule && said.insert(&strength.rule), "{}", strength.rule);
        assert!(!strength.one.contains("{n}") && strength.one.ends_with('.'), "{}", strength.one);
        let many = strength.many.as_deref();
        assert_eq!(many.is_some(), matches!(rule.subject, Subject::Each(_)), "{}", strength.rule);
        assert!(many.is_none_or(|many| many.contains("{n}") && many.ends_with('.')), "{}", strength.rule);
    }
    assert!(said.len() > 60);
}

#[test]
fn the_same_inputs_give_the_same_bytes_with_any_number_of_threads() {
    for story in ["clean", "most-violations", "joined"] {
        let folder = format!("fixtures/{story}");
        for format in ["markdown", "json"] {
            let with = |threads: &str| {
                let run = tenone_here(&["report", &folder, "--as-of", DAY, "--format", format, "--threads", threads]);
                assert_eq!((run.code, run.err.as_str()), (0, ""));
                run.out
            };
            let one = with("1");
            assert!(one.len() > 10_000);
            assert!(one == with("2") && one == with("2"), "{story} {format}");
        }
    }
}

#[test]
fn a_report_gates_nothing_and_says_what_cannot_run() {
    for (arguments, code) in [
        (&["report", "fixtures/most-violations", "--as-of", DAY][..], 0),
        (&["report", "fixtures/clean/register/improvements.yaml", "--as-of", DAY], 0),
        (&["report", "fixtures/nowhere"], 2),
        (&["report", "fixtures/clean", "--only", "no-such-rule"], 2),
        (&["report", "fixtures/clean", "--format", "jsn"], 2),
        (&["report", "fixtures/clean", "--output", "json", "--output", "markdown"], 2),
        (&["report", "fixtures/clean", "--format", "json", "--output", "markdown=x.md"], 2),
        (&["report", "fixtures/clean", "--output", "json=no/such/folder.json"], 2),
    ] {
        let run = tenone_here(arguments);
        assert_eq!(run.code, code, "{arguments:?} {}", run.err);
        assert_eq!(run.out.is_empty(), code == 2, "{arguments:?}");
    }
}

#[test]
fn the_numbers_of_every_fixture_agree() {
    let catalogue = Catalogue::embedded();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = std::fs::read_dir(fixtures).unwrap().map(|entry| entry.unwrap().path());
    for folder in folders.filter(|folder| folder.join("case.yaml").is_file()) {
        let report = json(&folder, &[]);
        let diagnostics = report["diagnostics"].as_array().unwrap();
        let mut standings: Vec<&str> = Vec::new();
        assert_eq!(items(&report).count(), 66, "{folder:?}");
        assert_eq!(report["checklist"][0]["name"], "audit");
        for item in items(&report) {
            let slug = item["obligation"].as_str().unwrap();
            let gaps: Vec<&Value> = item["gaps"]
                .as_array()
                .unwrap()
                .iter()
                .map(|gap| &diagnostics[gap.as_u64().unwrap() as usize])
                .collect();
            for gap in &gaps {
                let rule = catalogue.rule(gap["rule"].as_str().unwrap()).unwrap();
                assert!(rule.serves.iter().any(|served| served == slug), "{slug} {gap}");
            }
            let count = |what: &str| -> u64 {
                item["rules"].as_array().unwrap().iter().map(|rule| rule[what].as_u64().unwrap()).sum()
            };
            let has = |severity: &str| gaps.iter().any(|gap| gap["severity"] == severity);
            let standing = item["standing"].as_str().unwrap();
            assert_eq!(standing == "broken", has("error"), "{slug}");
            let ideas_only = !has("error") && !has("warning");
            assert_eq!(standing.starts_with("shown"), ideas_only && count("passed") > 0, "{slug} {standing}");
            let evidence = item["evidence"].as_array().unwrap();
            let supporting = item["supporting"].as_u64().unwrap() as usize;
            assert_eq!(evidence.len(), supporting.min(50), "{slug}");
            // A record with a gap in what is asked supports nothing.
            for record in evidence.iter().filter(|record| record["id"].is_string()) {
                let name = format!("{}/{}", record["kind"].as_str().unwrap(), record["id"].as_str().unwrap());
                assert!(gaps.iter().all(|gap| gap["subject"] != name.as_str()), "{slug} {name}");
                assert!(!record["rules"].as_array().unwrap().is_empty());
            }
            if slug.starts_with("audit/") {
                standings.push(standing);
            }
        }
        let verdict = &report["verdict"];
        let of = |words: &[&str]| standings.iter().filter(|standing| words.contains(standing)).count();
        assert_eq!(verdict["items"], 10);
        assert_eq!(verdict["shown"], of(&["shown", "shown-in-part"]));
        assert_eq!(verdict["broken"], of(&["broken"]));
        assert_eq!(verdict["questioned"], of(&["questioned"]));
        assert_eq!(verdict["unassessed"], of(&["not-assessed", "nothing-to-assess", "no-rule"]));
        let first = &report["first"];
        let causes = first["causes"].as_array().unwrap();
        assert!(causes.len() <= 5 && (causes.len() == 5 || first["further"] == 0));
        assert!(first["freed"].as_u64() <= first["affected"].as_u64());
        for strength in report["good"].as_array().unwrap() {
            assert!(diagnostics.iter().all(|gap| gap["rule"] != strength["rule"]), "{strength}");
        }
    }
}

#[test]
fn every_item_of_the_audit_checklist_is_shown_by_the_clean_workspace() {
    let report = json(Path::new(env!("CARGO_MANIFEST_DIR")), &["fixtures/clean"]);
    assert_eq!(report["verdict"]["shown"], 10, "{}", report["verdict"]);
    assert!(report["first"]["causes"].as_array().unwrap().is_empty());
    assert!(report["good"].as_array().unwrap().len() > 20);
    let with_records = items(&report).filter(|item| item["supporting"].as_u64().unwrap() > 0).count();
    assert!(with_records > 50, "{with_records}");
}

#[test]
fn whoever_reads_the_report_can_do_it_again() {
    let register = "- {id: IMP-1, kind: nonconformity, title: Door, status: raised}\n";
    let folder = workspace(&[("register.yaml", register.as_bytes()), ("tenone.yaml", b"organisation: {name: Ours}\n")]);
    let report = json(folder.path(), &["--skip", "lesson-missing"]);
    let digest = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let run = &report["run"];
    assert_eq!(run["command"], "tenone report --as-of 2026-06-30 --skip lesson-missing");
    assert_eq!(run["organisation"], "Ours");
    let files = run["files"].as_array().unwrap();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(
        (files[0]["path"].as_str(), files[0]["sha256"].as_str().unwrap().to_owned()),
        (Some("register.yaml"), digest(register.as_bytes()))
    );
    assert_eq!(run["settings"]["sha256"], digest(b"organisation: {name: Ours}\n"));
    assert!(run["commit"].is_null());
    let again = json(folder.path(), &["register.yaml"]);
    assert_eq!(again["run"]["rule_set"], run["rule_set"]);
    assert!(again["run"]["settings"].is_null());
    assert_eq!(again["run"]["command"], "tenone report register.yaml --as-of 2026-06-30");
}

#[test]
fn open_nonconformities_stand_with_age_owner_and_what_others_wait_for() {
    let register = "\
- {id: IMP-1, kind: nonconformity, title: New, status: raised, raised_on: 2026-06-20}
- {id: IMP-2, kind: nonconformity, classification: major, description: Old, status: in-progress, detected_on: 2026-03-22,
   raised_on: 2026-04-01, owner: Ana, source_refs: [EA-1/F-1],
   actions: [{id: A1, due_on: 2026-08-01}, {id: A2, due_on: 2026-05-01, status: implemented}, {id: A3, due_on: 2026-07-01}]}
- {id: IMP-3, kind: opportunity, status: raised, raised_on: 2025-01-01}
- {id: IMP-4, kind: nonconformity, status: closed, raised_on: 2025-01-01, closed_on: 2026-01-01}
- {id: IMP-5, status: raised, raised_on: 2026-06-29}
- {id: IMP-6, classification: opportunity, status: raised, raised_on: 2026-06-29}
- {id: IMP-7, kind: nonconformity}
";
    let audit = "\
- {id: EA-1, type: external, completed_on: 2026-03-22, findings: [{id: F-1, type: major, due_on: 2026-07-15}]}
- {id: IA-1, type: internal, completed_on: 2026-06-20, findings: [{id: F-1, type: minor, due_on: 2026-07-15, entry_ref: IMP-1}]}
";
    let settings = "sources: [{kind: entry, path: register.yaml}, {kind: audit, path: audits.yaml}]\n";
    let folder = workspace(&[
        ("register.yaml", register.as_bytes()),
        ("audits.yaml", audit.as_bytes()),
        ("tenone.yaml", settings.as_bytes()),
    ]);
    let report = json(folder.path(), &[]);
    let open = &report["open"];
    assert_eq!((&open["of"], &open["of_unknown_kind"]), (&Value::from(7), &Value::from(1)));
    let entries = open["entries"].as_array().unwrap();
    let ids: Vec<&str> = entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["IMP-2", "IMP-1", "IMP-5", "IMP-7"]);
    let old = &entries[0];
    assert_eq!((&old["age_in_days"], &old["owner"], &old["title"]), (&100.into(), &"Ana".into(), &"Old".into()));
    assert_eq!(old["next_due"], "2026-07-01");
    assert_eq!(old["classification"], "major");
    let found = old["certification"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["finding"], &found[0]["due_on"]), (&"EA-1/F-1".into(), &"2026-07-15".into()));
    assert!(entries[1]["certification"].as_array().unwrap().is_empty(), "an internal audit is no certification body");
    assert!(entries[3]["age_in_days"].is_null());
}

#[test]
fn what_frees_most_entries_is_fixed_first() {
    let entry = |number: usize, rest: &str| {
        format!(
            "- {{id: IMP-{number}, title: T, kind: nonconformity, classification: minor, status: in-progress, \
             raised_on: 2026-06-01, {rest}}}\n"
        )
    };
    let cause = "root_cause: Nobody was told of the new rule and no list says whom to tell";
    let action = "actions: [{id: A1, type: corrective, title: Write the list, owner: Ana, due_on: 2026-09-01}]";
    let mut register = String::new();
    // Three lack only a cause, one a cause and an action, one an action.
    for (number, rest) in [action, action, action, "owner: Ana", cause].iter().enumerate() {
        register.push_str(&entry(number, rest));
    }
    let settings = "sources: [{kind: entry, path: register.yaml}]\n";
    let folder = workspace(&[("register.yaml", register.as_bytes()), ("tenone.yaml", settings.as_bytes())]);
    let report = json(folder.path(), &["--only", "cause-missing,action-missing"]);
    let causes = report["first"]["causes"].as_array().unwrap();
    let told: Vec<(&str, &str, u64, u64)> = causes
        .iter()
        .map(|cause| {
            let number = |what: &str| cause[what].as_u64().unwrap();
            (cause["rule"].as_str().unwrap(), cause["field"].as_str().unwrap(), number("records"), number("frees"))
        })
        .collect();
    assert_eq!(told, [("cause-missing", "root_cause", 4, 3), ("action-missing", "actions", 2, 2)]);
    assert_eq!((&report["first"]["affected"], &report["first"]["freed"]), (&5.into(), &5.into()));
}

#[test]
fn a_column_that_is_said_to_help_does() {
    let head = "CAPA ID,Title,Type,Date Raised,Status,Owner\n";
    let row = "C-1,Door open,Nonconformity,2026-03-02,In progress,Ana\n";
    let folder = workspace(&[("capa.csv", format!("{head}{row}").as_bytes())]);
    let report = json(folder.path(), &["capa.csv"]);
    let remedies = report["not_assessed"]["remedies"].as_array().unwrap();
    let mine = remedies.iter().find(|remedy| remedy["field"] == "root_cause").unwrap();
    assert_eq!(texts(&mine["sources"]), ["capa.csv"]);
    assert!(mine["sentence"].as_str().unwrap().starts_with("Add a column for root_cause to capa.csv ("), "{mine}");
    let enables = texts(&mine["enables"]);
    assert!(!enables.is_empty());
    let assessed = |report: &Value, name: &str| -> u64 {
        let rules = items(report).flat_map(|item| item["rules"].as_array().unwrap());
        let of = rules.filter(|rule| rule["rule"] == name).map(|rule| {
            ["passed", "failed", "not_applicable"].iter().map(|what| rule[*what].as_u64().unwrap()).sum::<u64>()
        });
        of.max().unwrap_or(0)
    };
    let wider = format!("{},Root cause\n{},No closer was ever fitted\n", head.trim_end(), row.trim_end());
    let wider = json(workspace(&[("capa.csv", wider.as_bytes())]).path(), &["capa.csv"]);
    for rule in enables {
        assert!(assessed(&wider, rule) > assessed(&report, rule), "{rule}");
    }
    // Without records of a kind, rules about it have nothing to look at.
    let reviews = remedies.iter().find(|remedy| remedy["kind"] == "review" && remedy["field"].is_null()).unwrap();
    assert!(texts(&reviews["enables"]).contains(&"review-overdue"), "{reviews}");
}

#[test]
fn nothing_from_a_cell_is_markup_in_markdown() {
    let register = "\
CAPA ID,Title,Type,Status,Owner,Due Date
=1+1,\"[x](javascript:alert(1)) <img src=x onerror=alert(1)> ![y](http://evil.example/p.png)\",Nonconformity,Open,@here,soon
\"C|2\",\"# heading `code` https://evil.example www.evil.example
| a | b |\",Nonconformity,Open,<b>Ben</b>,2026-13-45
";
    let folder = workspace(&[("capa.csv", register.as_bytes())]);
    let run = tenone(folder.path(), &["report", "capa.csv", "--as-of", DAY]);
    assert_eq!(run.code, 0, "{}", run.err);
    let (mut links, mut rows) = (0, 0);
    for event in Parser::new_ext(&run.out, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("{dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                links += 1;
                assert!(dest_url.starts_with('#') || dest_url.starts_with("capa.csv"), "{dest_url}");
            }
            Event::Start(Tag::Heading { .. }) | Event::Start(Tag::TableRow) => rows += 1,
            Event::Text(text) => assert!(!text.contains("@here") && !text.contains("://"), "{text}"),
            _ => {}
        }
    }
    assert!(links > 10 && rows > 50);
    assert!(run.out.contains("| ['\\=1+1](capa.csv#L2) |"), "{}", run.out);
    assert!(run.out.lines().all(|line| !line.starts_with("| =")));
}
