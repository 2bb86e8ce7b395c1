//! Tables of cases: settings and a text in, records and problems out.

use std::fmt::Write as _;
use std::sync::Arc;

use super::*;
use crate::model::{Cell, RecordId, Records, Value};
use crate::read::{read, yaml};
use crate::text::{SourceId, Sources};

const VOCABULARY: &[(&str, &str)] = &[
    ("vocabulary/placeholders.yaml", "words: [TBD, N/A, to be confirmed]\n"),
    ("vocabulary/sections.yaml", "purpose: [Purpose, Zweck]\nscope: [Scope]\nroles: [Roles]\n"),
    (
        "packs/iso-27001-2022.yaml",
        "review_inputs:\n- {key: a, headings: [Actions from last time]}\n- {key: c, headings: [Feedback]}\n- {key: d1}\n",
    ),
    ("vocabulary/none_because.yaml", "- none, because\n- none because\n"),
    (
        "vocabulary/words.yaml",
        "risk.treatment: {modify: [mitigate], retain: [accept]}\nentry.status: {closed: [done]}\n",
    ),
];

fn settings(text: &str) -> SourceSettings {
    let (tree, problems) = yaml::read(SourceId(0), &Arc::from(text));
    assert_eq!(problems, []);
    SourceSettings::read(&tree, tree.roots()[0]).unwrap()
}

fn mapped(settings: &SourceSettings, text: &str) -> Mapped {
    let lexicon = Lexicon::from_files(VOCABULARY);
    let document = read(SourceId(0), &settings.path.value, &Arc::from(text));
    map(settings, 0, document.tree, &document.format, Common { lexicon: &lexicon, pack: "iso-27001-2022" })
}

/// Every record as a line of its fields, then every problem, then what was left out.
fn outline(settings_text: &str, text: &str) -> String {
    let Mapped { batch, problems, reading } = mapped(&settings(settings_text), text);
    let mut sources = Sources::default();
    sources.add("a", text);
    let place = |span| {
        let place = sources.place(span);
        format!("{}:{}", place.line, place.column)
    };
    let records = Records { batches: vec![batch] };
    let mut out = String::new();
    for (id, record) in records.iter() {
        let depth = std::iter::successors(records.parent(id), |parent| records.parent(*parent)).count();
        write!(out, "{}{}:", "  ".repeat(depth), record.kind.name()).unwrap();
        for (field, info) in (0..).map(FieldId).zip(record.kind.shape().fields) {
            let Some(cell) = records.cell(id, field) else { continue };
            if matches!(info.ty, Type::Record(_) | Type::Keyed(_)) && cell.state == State::Given {
                continue;
            }
            let shown = if info.list && cell.state == State::Given {
                let items = records.items(id, field).iter().map(|item| show(&records, id, &info.ty, item));
                format!("[{}]", items.collect::<Vec<_>>().join(" | "))
            } else {
                show(&records, id, &info.ty, cell)
            };
            write!(out, " {}={shown}", info.name).unwrap();
        }
        out.push('\n');
    }
    for problem in &problems {
        let facts: Vec<String> = problem.facts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let related: Vec<String> = problem.related.iter().map(|label| place(label.span)).collect();
        let also = if related.is_empty() { String::new() } else { format!(" also {}", related.join(" ")) };
        writeln!(out, "! {} {} {}{also}", problem.name, place(problem.span), facts.join(", ")).unwrap();
    }
    for ignored in &reading.ignored {
        writeln!(out, "- {} {}", place(ignored.span), ignored.why).unwrap();
    }
    out
}

fn show(records: &Records, id: RecordId, ty: &Type, cell: &Cell) -> String {
    let mark = match cell.state {
        State::Given => "",
        State::Blank => return "(blank)".to_owned(),
        State::Placeholder => "(placeholder)",
        State::NoneBecause => "(none) ",
        State::Unreadable => "(unreadable)",
    };
    if cell.state != State::Given {
        let text = records.batch(id).tree.text(cell.node).trim();
        return if cell.state == State::NoneBecause { format!("{mark}{text}") } else { mark.to_owned() };
    }
    match (records.decode(id.batch, ty, cell), ty) {
        (Value::Text(text), _) => text.to_owned(),
        (Value::Date(date), _) => date.to_string(),
        (Value::Bool(value), _) => value.to_string(),
        (Value::Int(value), _) => value.to_string(),
        (Value::Duration(value), _) => value.to_string(),
        (Value::Enum(set), Type::Enum(words)) => {
            let all = words.words.iter().enumerate().filter(|(index, _)| set.0 & (1 << index) != 0);
            all.map(|(_, word)| *word).collect::<Vec<_>>().join(" or ")
        }
        (value, _) => format!("{value:?}"),
    }
}

/// Compares outlines without the margin of the expected text.
fn check(settings: &str, text: &str, expected: &str) {
    let margin = expected.lines().filter(|line| !line.trim().is_empty());
    let margin = margin.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines = expected.lines().filter(|line| !line.trim().is_empty());
    let expected: String = lines.map(|line| format!("{}\n", &line[margin..])).collect();
    assert_eq!(outline(settings, text), expected, "\n--- of ---\n{text}");
}

const ENTRY: &str = "{kind: entry, path: a.yaml}";

#[test]
fn the_entry_of_the_specification_is_read_whole() {
    check(
        ENTRY,
        "- id: IMP-2026-014
  kind: nonconformity
  source_refs: [IA-2026-Q1/F-02]
  raised_on: 2026-02-12
  owner: role:it-ops-lead
  risk_refs: R-003, R-004
  priority_basis: {risk: [R-003], rationale: dormant rights}
  similar_check: none found
  actions:
    - {id: A1, type: correction, due_on: 2026-03-15, evidence: [{kind: report, ref: e.pdf}, IMP-1]}
    - Auto-reschedule
  affects_staff: yes
  status: verifying
",
        "
        entry: id=IMP-2026-014 kind=nonconformity source_refs=[IA-2026-Q1/F-02] raised_on=2026-02-12 owner=role:it-ops-lead risk_refs=[R-003 | R-004] affects_staff=true status=verifying
          priority-basis: risk=[R-003] rationale=dormant rights
          similar-check: found=none found
          action: id=A1 type=correction due_on=2026-03-15
            evidence: kind=report ref=e.pdf
            evidence: ref=IMP-1
          action: title=Auto-reschedule
        ",
    );
}

#[test]
fn emptiness_has_four_kinds() {
    check(
        ENTRY,
        "- id: IMP-1
  title: TBD
  description: ''
  owner:
  root_cause: \"null\"
  raised_on: n/a
  communication: none, because nobody is concerned
  no_risk: none, because it is cosmetic
  actions: none because it was merged
  lessons: []
  related: [TBD, IMP-2]
  evidence: TBD
",
        "
        entry: id=IMP-1 title=(placeholder) description=(blank) evidence=(placeholder) raised_on=(placeholder) owner=(blank) root_cause=null no_risk=none, because it is cosmetic actions=(none) none because it was merged communication=(none) none, because nobody is concerned lessons=(blank) related=[(placeholder) | IMP-2]
        ! input-placeholder-text 2:10 field=title, text=TBD, count=1, record=IMP-1
        ! input-placeholder-text 6:14 field=raised_on, text=n/a, count=1, record=IMP-1
        ! input-placeholder-text 11:13 field=related, text=TBD, count=1, record=IMP-1
        ! input-placeholder-text 12:13 field=evidence, text=TBD, count=1, record=IMP-1
        ",
    );
}

#[test]
fn wrong_values_are_kept_and_said() {
    check(
        ENTRY,
        "- {id: IMP-1, status: closd, raised_on: 05/03/2026, closed_on: 2026-02-30, owner: [a, b], title: {x: y}}
- {id: IMP-2, status: Closd, raised_on: 06.03.2026, detected_on: 15/03/2026, approval_required: maybe, status: closed}
- {id: IMP-3, status: closd, actions: [[A1], {id: A2, due_on: soon}]}
",
        "
        entry: id=IMP-1 title=(unreadable) raised_on=(unreadable) owner=(unreadable) status=(unreadable) closed_on=(unreadable)
        entry: id=IMP-2 detected_on=(unreadable) raised_on=(unreadable) approval_required=(unreadable) status=(unreadable)
        entry: id=IMP-3 status=(unreadable)
          action: id=A2 due_on=(unreadable)
        ! input-enum-unknown 1:23 value=closd, field=status, nearest=closed, hint=did you mean `closed`?, count=2, record=IMP-1 also 3:23
        ! input-date-ambiguous 1:41 text=05/03/2026, field=raised_on, a=2026-03-05, b=2026-05-03, count=2, record=IMP-1 also 2:41
        ! input-date-unparseable 1:64 text=2026-02-30, field=closed_on, hint=write it as 2026-03-15, count=1, record=IMP-1
        ! input-type-mismatch 1:83 field=owner, expected=one value, found=a list, count=1, record=IMP-1
        ! input-type-mismatch 1:98 field=title, expected=one value, found=a mapping, count=1, record=IMP-1
        ! input-date-unparseable 2:66 text=15/03/2026, field=detected_on, hint=if the source writes dates so, say `dates: day-month-year`, count=1, record=IMP-2
        ! input-type-mismatch 2:97 field=approval_required, expected=yes or no, found=`maybe`, count=1, record=IMP-2
        ! input-type-mismatch 3:40 field=actions, expected=one value, found=a list, count=1, record=IMP-3
        ! input-date-unparseable 3:63 text=soon, field=due_on, hint=write it as 2026-03-15, count=1, record=IMP-3/A2
        ",
    );
}

#[test]
fn columns_words_defaults_and_dates_of_the_settings_win() {
    check(
        "kind: entry
path: a.yaml
dates: day-month-year
defaults: {kind: nonconformity, actions.type: corrective, status: raised}
columns:
  id: CAPA ID
  title: What
  root_cause: [Cause, Why analysis]
  actions.title: Corrective Action
  actions.due_on: Target Date
  owner: Who.Name
words: {status: {Offen: [raised, triaged], Erledigt: closed}}
",
        "- {CAPA ID: C-1, What: Door open, Why analysis: no closer, Cause: '', corrective-action: Fit one, Target  Date: 5.3.2026, Status: OFFEN, Who: {name: Ada}}
- {CAPA ID: C-2, What: Key lost, Cause: c, Why analysis: w, Status: done, title: not used, Corrective Action: }
- {CAPA ID: C-3, Status: , Kind: incident, Actions: [{title: Two}]}
",
        "
        entry: id=C-1 title=Door open kind=nonconformity owner=Ada root_cause=no closer status=raised or triaged
          action: type=corrective title=Fit one owner=Ada due_on=2026-03-05
        entry: id=C-2 title=Key lost kind=nonconformity root_cause=c status=closed
        entry: id=C-3 kind=incident status=raised
          action: type=corrective title=Two
        ! input-field-unknown 2:75 n=1, names=`title`, nearest=
        ",
    );
}

#[test]
fn nested_keys_can_be_renamed_where_they_stand() {
    check(
        "{kind: risk, path: a.yaml, columns: {residual.level: impact.level, inherent.score: inherent.points, controls: measures.id, treatment_plan: steps, treatment_plan.action: steps.do}}",
        "risks:
- {id: R-1, impact: {level: high}, inherent: {points: 12, level: low}, measures: [{id: M1}, {id: M2}], steps: [{do: it, owner: a}], treatment: Accept}
- {id: R-2, residual: {level: low, score: 3}, impact: {level: medium}}
",
        "
        risk: id=R-1 controls=[M1 | M2] treatment=retain
          rating: level=low score=12
          rating: level=high
          treatment: action=it owner=a
        risk: id=R-2
          rating: level=medium score=3
        ",
    );
}

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
        let Mapped { batch, problems, reading } = mapped(&settings("{kind: risk, path: a.yaml}"), text);
        let records = Records { batches: vec![batch] };
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
        ! input-type-mismatch 3:98 field=value, expected=a length of time such as `90 days`, found=`soon`, count=1, record=P-1
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

#[test]
fn a_document_is_its_front_matter_and_its_sections() {
    check(
        "{kind: document, path: a.md}",
        "---
id: PROC-CI
document_types: [continual-improvement-process]
---
# Continual improvement

## 1. Zweck

Why we do it.

## Who does what
<!-- covers: roles -->

- the owner

## Scope

TBD

## Other
",
        "
        document: id=PROC-CI document_types=[continual-improvement-process] title=Continual improvement
          section: key=purpose heading=1. Zweck text=Why we do it.
          section: key=roles heading=Who does what text=the owner
          section: key=scope heading=Scope text=(placeholder)
        ! input-placeholder-text 18:1 field=text, text=TBD, count=1, record=PROC-CI
        ",
    );
    check("{kind: document, path: a.md}", "# Only a title\n", "document: title=Only a title sections=(blank)\n");
    check("{kind: document, path: a.md}", "", "- 1:1 nothing is written in it\n");
}

#[test]
fn minutes_cover_inputs_by_heading_marker_or_front_matter() {
    check(
        "{kind: review, path: a.md}",
        "---
id: MR-1
held_on: 2026-03-01
inputs: {c: Given above.}
---
# Minutes

## Agenda
### Actions from last time
## a) Actions from last time

All done.

## Feedback

Not used.

## The register
<!-- covers: d1, register -->
| id | state |
|----|-------|
| IMP-1 | closed |
",
        "
        review: id=MR-1 title=Minutes held_on=2026-03-01 covers=[register]
          review-input: key=a text=All done.
          review-input: key=d1 text=IMP-1
        closed
          review-input: key=c text=Given above.
        ",
    );
    check(
        "{kind: review, path: a.md}",
        "# Notes\n\ntext\n",
        "- 1:1 it has no front matter, which would hold the fields of the record\n",
    );
    check(
        "{kind: incident, path: a.md, columns: {id: key}}",
        "---\nkey: I-1\ntitle: T\nroot_cause: [a, b]\nsources: []\n---\nStory.\n",
        "
        incident: id=I-1 title=T root_cause=(unreadable)
        ! input-type-mismatch 4:13 field=root_cause, expected=one value, found=a list, count=1, record=I-1
        ! input-field-unknown 5:1 n=1, names=`sources`, nearest=
        ",
    );
}
