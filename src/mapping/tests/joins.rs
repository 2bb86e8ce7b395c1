//! Records of several lists: what belongs together, what fills what, and what stays apart.

use std::fmt::Write as _;

use super::settings;
use crate::mapping::{Common, United, map, unite};
use crate::model::{FieldId, Kind, Lexicon, RecordId, Records, State, Type, Value};
use crate::read::read;
use crate::text::Sources;

fn joined(files: &[(&str, &str)]) -> United {
    let (lexicon, mut sources) = (Lexicon::from_files(super::VOCABULARY), Sources::default());
    let common = Common { lexicon: &lexicon, pack: "iso-27001-2022", path: "a" };
    let mapped = files.iter().enumerate().map(|(number, (source, text))| {
        let settings = settings(source);
        let id = sources.add(settings.path.value.clone(), *text);
        let document = read(id, &settings.path.value, &std::sync::Arc::from(*text));
        map(&settings, number, document.tree, &document.format, common)
    });
    unite(mapped.collect())
}

/// Every record with an id as a line: its full id, what it says (what stands in another file as `1:value`), what belongs
/// to it; then what disagrees, and what each file says of its joins.
fn told(files: &[(&str, &str)]) -> String {
    let united = joined(files);
    let records = &united.records;
    let mut out = String::new();
    for (id, record) in records.iter().filter(|(_, record)| record.kind.has_id()) {
        let name = records.full_id(id).unwrap_or_else(|| "?".to_owned());
        writeln!(out, "{} {name}:{}", record.kind.name(), fields(records, id)).unwrap();
    }
    for found in records.joins.disagreements() {
        let field = records.get(found.one).kind.field_info(found.field).name;
        let (one, other) = (records.raw(found.one, found.field), records.raw(found.other, found.field));
        writeln!(out, "! {field}: {} / {}", one.unwrap_or(""), other.unwrap_or("")).unwrap();
    }
    for join in united.readings.iter().flat_map(|reading| &reading.joins) {
        let (kind, with) = (join.kind.name(), join.with.name());
        let left = join.left.len();
        writeln!(out, "{} {kind} to {} {with} by {}, {left} left", join.count, join.others, join.by).unwrap();
    }
    out
}

fn fields(records: &Records, id: RecordId) -> String {
    let mut out = String::new();
    for (field, info) in (0..).map(FieldId).zip(records.get(id).kind.shape().fields) {
        let list = records
            .joined_list(id, field)
            .map(|list| list.iter().map(|child| records.bare_id(*child).unwrap_or("?").to_owned()).collect::<Vec<_>>());
        if let Some(list) = list {
            write!(out, " {}=[{}]", info.name, list.join(" ")).unwrap();
            continue;
        }
        let Some(cell) = records.cell(id, field).filter(|_| !matches!(info.ty, Type::Id | Type::Parent(_))) else {
            continue;
        };
        let holder = records.holder(id, field);
        let from = if holder.batch == id.batch { String::new() } else { format!("{}:", holder.batch) };
        let shown = match (cell.state(), records.value(id, field)) {
            (State::Given, _) if info.list => format!("{} items", records.items(id, field).len()),
            (State::Given, Value::Record(nested)) => {
                assert_eq!(records.parent(nested), Some(id));
                format!("{{{}}}", fields(records, nested).trim())
            }
            (State::Given, _) => records.raw(id, field).unwrap_or("").to_owned(),
            (state, _) => format!("{state:?}").to_lowercase(),
        };
        write!(out, " {}={from}{shown}", info.name).unwrap();
    }
    out
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(told(files).lines().collect::<Vec<_>>(), expected);
}

const ENTRIES: &str = "{kind: entry, path: register.yaml}";
const ACTIONS: &str = "{kind: action, path: actions.yaml}";
const CAUSES: &str = "{kind: entry, path: causes.yaml}";

#[test]
fn nested_records_name_what_they_belong_to() {
    let register = "[{id: NC-1, title: Door}, {id: NC-2, title: Key, actions: [{id: A1, title: Lock}]}]";
    let actions = "[{id: A1, entry: NC-1}, {id: A2, entry_id: ' NC-2'}, {id: NC-1/A3, title: Call}]";
    check(
        &[(ENTRIES, register), (ACTIONS, actions)],
        "
        entry NC-1: title=Door actions=[A1 A3]
        entry NC-2: title=Key actions=[A1 A2]
        action NC-2/A1: title=Lock
        action NC-1/A1:
        action NC-2/A2:
        action NC-1/A3: title=Call
        3 action to 2 entry by entry, 0 left
        ",
    );
    // Lists of one file are lists like any other.
    check(
        &[(ENTRIES, "{entries: [{id: NC-1, title: Door}], actions: [{id: A1, entry: NC-1}]}")],
        "
        entry NC-1: title=Door actions=[A1]
        action NC-1/A1:
        1 action to 1 entry by entry, 0 left
        ",
    );
    // The order of the sources does not matter, and any nested kind may stand apart.
    check(
        &[
            ("{kind: finding, path: f.yaml, columns: {audit: Audit no}}", "[{id: F1, Audit no: IA-1, statement: Gap}]"),
            ("{kind: audit, path: a.yaml}", "{id: IA-1}"),
            ("{kind: treatment, path: t.yaml, defaults: {risk: R-1}}", "[{id: T1}]"),
            ("{kind: risk, path: r.yaml}", "{id: R-1}"),
        ],
        "
        finding IA-1/F1: statement=Gap
        audit IA-1: findings=[F1]
        treatment R-1/T1:
        risk R-1: treatment_plan=[T1]
        1 finding to 1 audit by Audit no, 0 left
        1 treatment to 1 risk by defaults, 0 left
        ",
    );
}

#[test]
fn what_belongs_to_nothing_is_kept() {
    check(
        &[(ENTRIES, "[{id: NC-1}]"), (ACTIONS, "[{id: A1, entry: NC-9}, {id: A2, entry: NC-1}, {id: A3}]")],
        "
        entry NC-1: actions=[A2]
        action A1:
        action NC-1/A2:
        action A3:
        1 action to 1 entry by entry, 2 left
        ",
    );
    check(&[(ENTRIES, "[{id: NC-1}]"), (ACTIONS, "[{id: A3}]")], "entry NC-1:\naction A3:");
}

#[test]
fn a_nested_record_in_two_places_is_one() {
    let register = "[{id: NC-1, actions: [{id: A1, title: Lock the door}, {title: Tell them}]}]";
    let actions = "
        [{id: A1, entry: NC-1, title: lock the door, due_on: 2026-01-01},
         {entry: NC-1, title: Tell them., status: planned}, {id: A1, entry: NC-1, title: Something else}]";
    check(
        &[(ENTRIES, register), (ACTIONS, actions)],
        "
        entry NC-1: actions=[A1 ? A1]
        action NC-1/A1: title=Lock the door due_on=1:2026-01-01
        action ?: title=Tell them status=1:planned
        action NC-1/A1: title=Something else
        3 action to 1 entry by entry, 0 left
        ",
    );
}

#[test]
fn parts_fill_what_the_main_list_does_not_say() {
    let register = "
        - {id: NC-1, title: Door, status: raised, root_cause: '', priority: TBD, effectiveness_plan: {metric: doors}}
        - {id: NC-2, title: Key, root_cause: 'none, because it was seen'}";
    let causes = "
        - {id: NC-1, root_cause: Wind, priority: low, effectiveness_plan: {target: 0}, updates: [{text: x}]}
        - {id: NC-2, root_cause: Rust}
        - {id: NC-3, root_cause: Age}";
    check(
        &[(ENTRIES, register), (CAUSES, causes)],
        "
        entry NC-1: title=Door root_cause=1:Wind priority=1:low effectiveness_plan={metric=doors target=1:0} \
        status=raised updates=1:1 items
        entry NC-2: title=Key root_cause=nonebecause
        entry NC-3: root_cause=Age
        2 entry to 2 entry by id, 0 left
        ",
    );
    let turned = joined(&[(CAUSES, causes), (ENTRIES, register)]);
    let main = turned.records.iter().find(|(id, _)| turned.records.bare_id(*id) == Some("NC-1"));
    assert_eq!(
        main.map(|(id, _)| id.batch),
        Some(1),
        "the list with the titles has the main parts, wherever it stands"
    );
}

#[test]
fn places_that_say_different_things_are_told() {
    let one = "
        [{id: NC-1, title: Door left open, owner: ann, status: closed, raised_on: 2026-01-01, controls: [a, b],
          process: Gate, evidence: [{ref: x}], priority: low}]";
    let other = "
        [{id: NC-1, title: door left open!, owner: bob, status: done, raised_on: 2026-01-02, controls: [B, a],
          process: gate, evidence: [{ref: y}]}]";
    check(
        &[(ENTRIES, one), (CAUSES, other)],
        "
        entry NC-1: title=Door left open evidence=[? ?] raised_on=2026-01-01 owner=ann process=Gate controls=2 items \
        priority=low status=closed
        ! raised_on: 2026-01-01 / 2026-01-02
        ! owner: ann / bob
        1 entry to 1 entry by id, 0 left
        ",
    );
    let defaults = "{kind: entry, path: c.yaml, defaults: {source: supplier, process: Shop}}";
    check(
        &[(defaults, "[{id: NC-1, title: Door, owner: ann}]"), (CAUSES, "[{id: NC-1, source: monitoring}]")],
        "
        entry NC-1: title=Door source=1:monitoring owner=ann process=Shop
        1 entry to 1 entry by id, 0 left
        ",
    );
}

#[test]
fn equal_ids_of_different_things_stay_two() {
    let cases = [
        // One list.
        ("[{id: NC-1, title: Door}, {id: NC-1, title: Door}]", "[]", 2),
        // Two lists, and titles that have nothing in common.
        ("[{id: NC-1, title: Visitor badges are not collected}]", "[{id: NC-1, title: Backups are not tested}]", 2),
        ("[{id: NC-1, title: Visitor badges are not collected}]", "[{id: NC-1, title: Visitor badges}]", 1),
        // No title in one of them: it adds, unless it contradicts throughout.
        ("[{id: NC-1, title: Door, owner: ann}]", "[{id: NC-1, owner: bob}]", 1),
        (
            "[{id: NC-1, title: Door, owner: ann, raised_on: 2026-01-01, process: a}]",
            "[{id: NC-1, owner: bob, raised_on: 2026-01-02, process: b}]",
            2,
        ),
        // Of two in one list the first takes part.
        ("[{id: NC-1, title: Door}, {id: NC-1, title: Door}]", "[{id: NC-1, root_cause: x}]", 2),
        // Two lists in one file.
        ("{entries: [{id: NC-1, title: Door}], nonconformities: [{id: NC-1, root_cause: x}]}", "[]", 1),
        ("{entries: [{id: NC-1, title: Door}, {id: NC-1, root_cause: x}]}", "[]", 2),
    ];
    for (one, other, expected) in cases {
        let united = joined(&[(ENTRIES, one), (CAUSES, other)]);
        let entries = united.records.iter().filter(|(_, record)| record.kind == Kind::Entry);
        assert_eq!(entries.count(), expected, "{one} and {other}");
    }
}

#[test]
fn what_a_joined_list_keeps_is_kept() {
    let columns = "{kind: entry, path: r.yaml, columns: {id: Nr, title: What}}";
    let actions = "{kind: action, path: a.yaml, columns: {entry: NC, title: Do, due_on: Until}}";
    let causes = "{kind: entry, path: c.yaml, columns: {id: Nr, root_cause: Why}}";
    let united = joined(&[
        (columns, "[{Nr: 1, What: Door}, {Nr: 2, What: Key}, {Nr: 3, What: Gate}]"),
        (actions, "[{NC: 1, Do: Lock, Until: 2026-01-01}]"),
        (causes, "[{Nr: 2, Why: Rust}]"),
    ]);
    let register = &united.records.batches[0];
    for (kind, field, expected) in [
        (Kind::Entry, "title", true),
        (Kind::Entry, "actions", true),
        (Kind::Entry, "root_cause", true),
        (Kind::Entry, "effectiveness", false),
        (Kind::Action, "due_on", true),
        (Kind::Action, "status", false),
    ] {
        assert_eq!(register.carries(kind, kind.field(field).unwrap()), expected, "{field}");
    }
}

#[test]
fn ids_are_joined_without_their_dress() {
    for (files, expected) in [
        (
            &[
                ("{kind: entry, path: a.yaml}", "- {id: NC-007, title: Door open, status: closed}\n"),
                ("{kind: entry, path: b.yaml}", "- {id: NC\u{2011}7, title: Door open, owner: Ada}\n"),
                ("{kind: action, path: c.yaml}", "- {entry: NC-07, id: A01, title: Fit one}\n"),
            ][..],
            "entry NC-007: title=Door open owner=1:Ada actions=[A01] status=closed\naction NC-007/A01: title=Fit one\n1 entry to 1 entry by id, 0 left\n1 action to 1 entry by entry, 0 left\n",
        ),
        (
            &[
                ("{kind: entry, path: a.yaml}", "- {id: NC-7, title: Door}\n- {id: NC-07, title: Key}\n"),
                ("{kind: entry, path: b.yaml}", "- {id: NC-07, title: Key, owner: Ada}\n"),
                ("{kind: action, path: c.yaml}", "- {entry: NC-007, id: A1, title: Fit one}\n"),
            ],
            "entry NC-7: title=Door\nentry NC-07: title=Key owner=Ada\naction A1: title=Fit one\n1 entry to 1 entry by id, 0 left\n0 action to 0 entry by entry, 1 left\n",
        ),
    ] {
        assert_eq!(told(files), expected);
    }
}

#[test]
fn a_namespace_keeps_equal_ids_apart() {
    let here = "[{id: NC-1, title: Door, actions: [{id: A1, title: Lock}]}, {id: NC-2, title: Key}]";
    let there = "[{id: NC-1, title: Door, related: [NC-02, NC-1/A7, A7, NC-3]}, {id: NC-2, title: Rain}]";
    let actions = "[{id: A7, entry: NC-1}, {id: NC-2/A8}, {id: A9, entry: NC-3}]";
    let settings = [
        ENTRIES,
        "{kind: entry, path: b.yaml, namespace: b}",
        "{kind: action, path: c.yaml, namespace: b}",
        "{kind: entry, path: d.yaml}",
    ];
    check(
        &[(settings[0], here), (settings[1], there), (settings[2], actions), (settings[3], "[{id: NC-3, title: Ice}]")],
        "
        entry NC-1: title=Door actions=1 items
        action NC-1/A1: title=Lock
        entry NC-2: title=Key
        entry b:NC-1: title=Door actions=[A7] related=4 items
        entry b:NC-2: title=Rain actions=[A8]
        action b:NC-1/A7:
        action b:NC-2/A8:
        action NC-3/A9:
        entry NC-3: title=Ice actions=[A9]
        3 action to 3 entry by entry, 0 left
        ",
    );
    let united = joined(&[(settings[1], there), (settings[2], actions)]);
    let records = &united.records;
    let (entry, record) = records.iter().next().unwrap();
    let field = record.kind.field("related").unwrap();
    let tree = records.tree_of(entry, field);
    let related: Vec<&str> = records.items(entry, field).iter().map(|item| tree.text(item.node())).collect();
    // What names nothing there may name something elsewhere.
    assert_eq!(related, ["b:NC-2", "b:NC-1/A7", "b:NC-1/A7", "NC-3"]);
}
