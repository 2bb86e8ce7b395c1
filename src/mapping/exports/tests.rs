//! Files as other tools write them, and what is read from them.

use super::*;
use crate::mapping::{Common, How, Mapped, map, unite};
use crate::model::{Lexicon, Record, State};
use crate::read;
use crate::text::Span;

fn mapped_as(path: &str, text: &str, declared: impl FnOnce(&mut SourceSettings)) -> (Mapped, Option<&'static str>) {
    let document = read::read(SourceId(0), path, &Arc::from(text));
    assert_eq!(document.problems, [], "{path}");
    let export = recognise_export(&document.tree, &document.format).map(|export| export.name);
    let mut settings = SourceSettings::canonical(Kind::Entry, path, Span::top(SourceId(0)));
    declared(&mut settings);
    let common = Common { lexicon: Lexicon::embedded(), pack: "iso-27001-2022", path: "a" };
    (map(&settings, 0, document.tree, &document.format, common), export)
}

fn mapped(path: &str, text: &str) -> (Mapped, Option<&'static str>) {
    mapped_as(path, text, |_| {})
}

/// The text of a field of a record, as the source writes it; of a list its items.
fn told(mapped: &Mapped, record: &Record, field: &str) -> String {
    let batch = &mapped.batch;
    let Some(cell) = record.kind.field(field).and_then(|field| batch.cell(record, field)) else {
        return String::new();
    };
    match cell.state() {
        State::Given if batch.tree.text(cell.node()).is_empty() => "…".to_owned(),
        State::Given => batch.tree.text(cell.node()).to_owned(),
        state => format!("{state:?}"),
    }
}

fn all(mapped: &Mapped, kind: Kind, fields: &[&str]) -> Vec<Vec<String>> {
    let records = mapped.batch.records.iter().filter(|record| record.kind == kind);
    records.map(|record| fields.iter().map(|field| told(mapped, record, field)).collect()).collect()
}

#[test]
fn every_file_of_exports_is_read() {
    let files: Vec<&str> =
        embedded().iter().map(|(path, _)| *path).filter_map(|path| path.strip_prefix("exports/")).collect();
    let read: Vec<String> = exports().iter().map(|export| format!("{}.yaml", export.name)).collect();
    assert_eq!(read, files);
    assert!(exports().iter().any(|export| export.name == OSCAL));
    for export in exports() {
        assert!(!export.title.is_empty() && !export.all.is_empty() && !export.settings.columns.is_empty());
    }
}

#[test]
fn jira_writes_csv_with_repeated_heads() {
    let text = "Summary,Issue key,Issue id,Issue Type,Status,Assignee,Reporter,Created,Due date,Resolved,Labels,Labels,Comment,Comment,Comment\n\
        \"Badges, visitors\",SEC-1,1,Task,In Progress,jane,joe,2026-03-01,2026-04-01,,isms,badge,one,\"two\nlines\",three\n\
        Doors,SEC-2,2,Bug,Done,jane,joe,2026-03-02,,2026-03-09,,,,,\n";
    let (mapped, export) = mapped("jira.csv", text);
    assert_eq!(export, Some("jira-csv"));
    let fields = ["id", "title", "status", "owner", "raised_by", "raised_on", "closed_on", "remarks"];
    assert_eq!(
        all(&mapped, Kind::Entry, &fields),
        [
            [
                "SEC-1",
                "Badges, visitors",
                "In Progress",
                "jane",
                "joe",
                "2026-03-01",
                "Blank",
                "one\ntwo\nlines\nthree"
            ],
            ["SEC-2", "Doors", "Done", "jane", "joe", "2026-03-02", "2026-03-09", "Blank"],
        ]
    );
    assert_eq!(all(&mapped, Kind::Action, &["due_on", "owner"]), [["2026-04-01", "jane"]]);
    assert_eq!(mapped.reading.export, Some("CSV export of Jira"));
    assert_eq!(mapped.reading.words[0].word, "Done");
    assert_eq!(mapped.reading.words[0].means, ["implemented", "verifying", "closed"]);
    assert!(mapped.reading.columns.iter().any(|column| column.key == "Issue key" && column.how == How::Recognised));
    assert!(!mapped.reading.unknown_keys.is_empty());
    let comments = mapped.reading.columns.iter().map(|column| column.key.as_str());
    let comments: Vec<&str> = comments.filter(|key| key.starts_with("Comment")).collect();
    assert_eq!(comments, ["Comment", "Comment (2)", "Comment (3)"]);
    assert_eq!(unite(vec![mapped]).problems, [], "its other columns are no mistakes");
}

#[test]
fn linear_writes_csv() {
    let text = "ID,Team,Title,Description,Status,Priority,Creator,Assignee,Labels,Cycle Number,Created,Completed,Due Date\n\
        ISM-7,Security,Doors,They stick,Todo,Urgent,joe,jane,,,2026-03-02T10:11:12.000Z,,2026-05-01\n";
    let (mapped, export) = mapped("linear.csv", text);
    assert_eq!(export, Some("linear-csv"));
    let fields = ["id", "title", "description", "priority", "raised_by", "owner", "raised_on"];
    assert_eq!(
        all(&mapped, Kind::Entry, &fields),
        [["ISM-7", "Doors", "They stick", "Urgent", "joe", "jane", "2026-03-02T10:11:12.000Z"]]
    );
    assert_eq!(all(&mapped, Kind::Action, &["due_on"]), [["2026-05-01"]]);
}

#[test]
fn github_names_issues_in_two_ways() {
    let gh = r#"[{"number": 7, "title": "Doors", "state": "OPEN", "body": "They stick", "createdAt": "2026-03-02T10:11:12Z",
        "closedAt": null, "author": {"login": "joe"}, "assignees": [{"login": "jane"}, {"login": "jim"}],
        "labels": [{"name": "isms"}], "milestone": null, "url": "https://github.com/o/r/issues/7", "id": "I_1"}]"#;
    let rest = r#"[{"url": "https://api.github.com/repos/o/r/issues/7", "html_url": "https://github.com/o/r/issues/7",
        "id": 99, "number": 7, "title": "Doors", "user": {"login": "joe"}, "labels": [{"name": "isms"}], "state": "open",
        "assignee": {"login": "jane"}, "assignees": [{"login": "jane"}], "milestone": {"due_on": "2026-05-01T07:00:00Z"},
        "created_at": "2026-03-02T10:11:12Z", "closed_at": null, "body": "They stick"}]"#;
    for (text, name, due) in [(gh, "github-gh", None), (rest, "github-rest", Some("2026-05-01T07:00:00Z"))] {
        let (mapped, export) = mapped("issues.json", text);
        assert_eq!(export, Some(name));
        let fields =
            ["id", "title", "description", "raised_by", "owner", "raised_on", "closed_on", "ticket", "category"];
        let expected = [
            "7",
            "Doors",
            "They stick",
            "joe",
            "jane",
            "2026-03-02T10:11:12Z",
            "Blank",
            "https://github.com/o/r/issues/7",
            "isms",
        ];
        assert_eq!(all(&mapped, Kind::Entry, &fields), [expected], "{name}");
        let actions: Vec<String> = all(&mapped, Kind::Action, &["due_on"]).concat();
        assert_eq!(actions, due.into_iter().collect::<Vec<_>>(), "{name}");
        assert_eq!(unite(vec![mapped]).problems, [], "{name}");
    }
}

/// A plan with an item of each sort.
const PLAN: &str = r#"{"plan-of-action-and-milestones": {"uuid": "p", "metadata": {"title": "Plan"},
  "observations": [{"uuid": "o-1", "description": "Seen.", "collected": "2026-03-01T00:00:00Z",
    "relevant-evidence": [{"href": "scans/march.csv", "description": "The scan."}]}],
  "risks": [
    {"uuid": "r-0", "title": "Old", "status": "closed"},
    {"uuid": "r-1", "title": "Doors", "statement": "Anybody may enter.", "status": "remediating", "deadline": "2026-06-01T00:00:00Z",
     "props": [{"name": "impacted-control-id", "value": "a.7.2"}],
     "remediations": [{"uuid": "x", "lifecycle": "planned", "title": "Plan", "tasks": [
       {"uuid": "t-1", "type": "milestone", "title": "New locks", "timing": {"within-date-range": {"start": "2026-04-01", "end": "2026-05-01"}}},
       {"uuid": "t-2", "type": "milestone", "title": "New badges", "timing": {"on-date": {"date": "2026-05-20"}}}]}]},
    {"uuid": "r-2", "title": "Keys", "status": "open", "deadline": "2026-07-01T00:00:00Z"}],
  "poam-items": [
    {"uuid": "i-1", "title": "Doors stick", "description": "All of them.", "props": [{"name": "POAM-ID", "value": "V-1"}],
     "related-observations": [{"observation-uuid": "o-1"}], "related-risks": [{"risk-uuid": "r-0"}, {"risk-uuid": "r-1"}]},
    {"uuid": "i-2", "title": "Keys are lost", "description": "Some.", "related-risks": [{"risk-uuid": "r-2"}]},
    {"uuid": "i-3", "title": "Nothing known", "description": "No risk.", "related-risks": [{"risk-uuid": "gone"}]},
    {"uuid": "i-4", "title": "[EXAMPLE]POA&M Item", "description": "Provide description", "related-risks": [{"risk-uuid": "r-2"}]}]}}"#;

#[test]
fn oscal_items_are_joined_with_their_risks() {
    let yaml = serde_yaml::to_string(&serde_json::from_str::<serde_json::Value>(PLAN).unwrap()).unwrap();
    for (path, text) in [("poam.json", PLAN), ("poam.yaml", &yaml)] {
        let (mapped, export) = mapped(path, text);
        assert_eq!(export, Some(OSCAL));
        let fields = ["id", "title", "status", "consequences", "detected_on"];
        assert_eq!(
            all(&mapped, Kind::Entry, &fields),
            [
                ["V-1", "Doors stick", "remediating", "Anybody may enter.", "2026-03-01T00:00:00Z"],
                ["i-2", "Keys are lost", "open", "", ""],
                ["i-3", "Nothing known", "", "", ""],
            ],
            "{path}"
        );
        assert_eq!(
            all(&mapped, Kind::Action, &["id", "title", "due_on"]),
            [["t-1", "New locks", "2026-05-01"], ["t-2", "New badges", "2026-05-20"], ["", "", "2026-07-01T00:00:00Z"]],
            "{path}"
        );
        assert_eq!(all(&mapped, Kind::Evidence, &["ref"]), [["scans/march.csv"]], "{path}");
        assert_eq!(mapped.reading.ignored.len(), 1);
        let batch = &mapped.batch;
        let status = batch.cell(&batch.records[0], Kind::Entry.field("status").unwrap()).unwrap();
        let span = batch.tree.span(status.node());
        assert!(text[span.start as usize..span.end as usize].contains("remediating"), "a copy keeps its place");
        assert_eq!(unite(vec![mapped]).problems, [], "{path}");
    }
}

#[test]
fn plans_made_to_hurt_are_read() {
    for text in [
        r#"{"plan-of-action-and-milestones": {}}"#,
        r#"{"plan-of-action-and-milestones": {"poam-items": []}}"#,
        r#"{"plan-of-action-and-milestones": {"poam-items": [1, [], null, {}, {"title": null, "props": 1, "related-risks": [1]}]}}"#,
        r#"{"plan-of-action-and-milestones": {"poam-items": {"a": 1}, "risks": 1}}"#,
        r#"{"plan-of-action-and-milestones": [1]}"#,
    ] {
        assert!(mapped("a.json", text).0.batch.records.is_empty(), "{text}");
    }
    let risk = format!(r#"{{"uuid": "r", "remediations": [{{"tasks": [{}1]}}]}}"#, "1,".repeat(20_000));
    let items = r#"{"uuid": "i", "title": "x", "related-risks": [{"risk-uuid": "r"}]},"#.repeat(2_000);
    let text = format!(r#"{{"plan-of-action-and-milestones": {{"risks": [{risk}], "poam-items": [{items}1]}}}}"#);
    let document = read::read(SourceId(0), "a.json", &Arc::from(text.as_str()));
    let (joined, _) = oscal::joined(&document.tree).unwrap();
    assert!(joined.len() < 1_100_000);
}

#[test]
fn what_is_declared_wins() {
    let text = "Summary,Issue key,Issue Type,Status,Owner,Assignee\nDoors,SEC-1,Task,Done,jill,jane\n";
    let span = Span::top(SourceId(0));
    let (mapped, _) = mapped_as("jira.csv", text, |settings| {
        let field = FieldPath::parse(Kind::Entry, "owner", span).unwrap();
        let keys = vec![Spanned { value: "Owner".to_owned(), span }];
        settings.columns.push(ColumnRule { field, keys, group: 0, recognised: false });
    });
    assert_eq!(all(&mapped, Kind::Entry, &["id", "owner"]), [["SEC-1", "jill"]]);
    let (mapped, _) = mapped_as("jira.csv", text, |settings| settings.kind = Kind::Risk);
    assert_eq!(mapped.reading.export, None, "another kind was declared");
}

#[test]
fn other_files_are_no_exports() {
    for (path, text) in [
        ("a.csv", "ID,Title,Status\nIMP-1,Doors,open\n"),
        ("a.json", r#"[{"number": 1, "title": "x"}]"#),
        ("a.yaml", "- {id: IMP-1, title: x, state: open}\n"),
        ("a.md", "# Summary\n\n| Issue | Summary |\n|--|--|\n| 1 | x |\n"),
        ("a.json", ""),
    ] {
        let document = read::read(SourceId(0), path, &Arc::from(text));
        assert!(recognise_export(&document.tree, &document.format).is_none(), "{path}");
    }
}
