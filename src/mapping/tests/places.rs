//! Where records stand in a file, and in each other.

use super::*;

#[test]
fn five_columns_are_a_register() {
    check(
        "{kind: entry, path: a.yaml, defaults: {kind: nonconformity}, columns: {due_on: due}, words: {status: {open: [raised, triaged]}}}",
        "- {id: 1, description: Door open, owner: a.weber, due: 2026-03-15, status: Open}
- {id: 2, description: Key lost, owner: a.weber, due: , status: closed}
",
        "
        entry: id=1 kind=nonconformity description=Door open owner=a.weber status=raised or triaged
          action: owner=a.weber due_on=2026-03-15
        entry: id=2 kind=nonconformity description=Key lost owner=a.weber status=closed
        ",
    );
}

#[test]
fn records_stand_in_many_ways() {
    let cases = [
        ("a list", "- {id: R-1}\n- {id: R-2}\n", "R-1 R-2", ""),
        (
            "a list under any key",
            "version: 3\nlog:\n- {id: R-1, title: t}\n",
            "R-1",
            "the key `version` beside the records is not read",
        ),
        (
            "under the plural, beside fields",
            "title: Our risks\nowner: a\nrisks:\n- {id: R-1}\n",
            "R-1",
            "the key `title` beside the records is not read; the key `owner` beside the records is not read",
        ),
        ("an empty list", "risks: []\n", "", ""),
        ("an empty list under any key", "log: []\n", "", ""),
        ("one record", "id: R-1\ntreatment_plan:\n- {id: T1}\n", "R-1 R-1/T1", ""),
        ("one record without id", "title: T\nowner: a\nthings:\n- {x: 1}\n", "-", ""),
        ("several documents", "id: R-1\n---\n- id: R-2\n---\nrisks: [{id: R-3}]\n---\n", "R-1 R-2 R-3", ""),
        ("by id", "R-1: {title: a}\nR-2: {title: b}\n", "R-1 R-2", ""),
        ("by id under the plural", "risks: {R-1: {title: a}, R-2: {title: b}}\n", "R-1 R-2", ""),
        ("under its own name", "risk: {id: R-1, title: a}\n", "R-1", ""),
        (
            "in wrappers",
            "register: {meta: 1, content: {risks: [{id: R-1}]}}\n",
            "R-1",
            "the key `meta` beside the records is not read",
        ),
        (
            "rows that are none",
            "- {id: R-1}\n-\n- text\n- [a]\n- {id: '', title: }\n- {id: TBD, title: '[name]'}\n- {x: 1}\n",
            "R-1",
            "nothing is written in it; a text, where a record was expected; a list, where a record was expected; nothing is written in it; a form that is not filled in: all it holds are placeholders; none of its keys is a field",
        ),
        ("a text", "nothing here\n", "", "a text, where records were expected"),
        (
            "another thing",
            "services: {web: {image: x}}\nports: 3\n",
            "",
            "the key `ports` beside the records is not read; none of its keys is a field of a record of kind `risk`",
        ),
        (
            "other kinds",
            "risks: [{id: R-1}]\npeople: [{id: ada}]\nrole_assignments: [{person: ada, role: ciso}]\n",
            "R-1 ada -",
            "",
        ),
        ("nothing", "", "", ""),
    ];
    for (name, text, ids, ignored) in cases {
        let (batch, problems, reading) = united(mapped(&settings("{kind: risk, path: a.yaml}"), text));
        let records = Records { batches: vec![batch], ..Records::default() };
        let found: Vec<String> =
            records.iter().map(|(id, _)| records.full_id(id).unwrap_or_else(|| "-".to_owned())).collect();
        assert_eq!(found.join(" "), ids, "{name}");
        let left: Vec<&str> = reading.ignored.iter().map(|ignored| ignored.why.as_str()).collect();
        assert_eq!(left.join("; "), ignored, "{name}");
        assert!(problems.iter().all(|problem| problem.name != "input-placeholder-text"), "{name}");
    }
}

#[test]
fn keyed_groups_are_records_with_a_key() {
    check(
        "{kind: document, path: a.yaml}",
        "id: P-1
document_type: continual-improvement-process
limits: {close-within: {major: 30 days, minor: 90 days}, record-within: 5 days, review-interval: soon}
requires: {closure-approval: true, action-approval: [major, minor]}
interfaces: [PROC-2, {process: Risk, doc: P-3}]
",
        "
        document: id=P-1 document_types=[continual-improvement-process]
          limit: key=close-within value=30 days classification=major
          limit: key=close-within value=90 days classification=minor
          limit: key=record-within value=5 days
          limit: key=review-interval value=(unreadable)
          requirement: key=closure-approval value=[true]
          requirement: key=action-approval value=[major | minor]
          interface: process=PROC-2
          interface: process=Risk doc=P-3
        ! input-type-mismatch 3:98 field=value, expected=a length of time such as `90 days`, found=`soon`, record=P-1
        ",
    );
    check(
        "{kind: audit-programme, path: a.yaml}",
        "{id: AP, coverage: {A.5: [2025, 2026], '9': 2026}, audits: [{id: IA-1, title: t}]}\n",
        "
        audit: id=IA-1 title=t
        audit-programme: id=AP audits=[IA-1]
          coverage: key=A.5 periods=[2025 | 2026]
          coverage: key=9 periods=[2026]
        ",
    );
    check(
        "{kind: incident, path: a.yaml}",
        "- {id: 1, improvement: 'none, because it was a drill'}\n- {id: 2, improvement: [IMP-1, IMP-2]}\n- {id: 3, improvement: {entries: IMP-3}}\n",
        "
        incident: id=1
          improvement-link: none_because=none, because it was a drill
        incident: id=2
          improvement-link: entries=[IMP-1 | IMP-2]
        incident: id=3
          improvement-link: entries=[IMP-3]
        ",
    );
}
