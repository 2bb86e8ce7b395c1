//! Markdown documents.

use super::check;

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
        ! input-placeholder-text 18:1 field=text, text=TBD, record=PROC-CI
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
          review-input: key=d1 text=IMP-1 / closed
          review-input: key=c text=Given above.
        ",
    );
    check(
        "{kind: review, path: a.md}",
        "# Notes\n\ntext\n",
        "- 1:1 it has neither front matter nor labels that hold the fields of the record\n",
    );
    check(
        "{kind: incident, path: a.md, columns: {id: key}}",
        "---\nkey: I-1\ntitle: T\nroot_cause: [a, b]\nsources: []\n---\nStory.\n",
        "
        incident: id=I-1 title=T root_cause=a / b
        ! input-field-unknown 5:1 n=1, source=a.md, names=`sources`, nearest=
        ",
    );
}

#[test]
fn a_source_of_many_files_is_one_source() {
    let settings = super::settings("{kind: incident, path: '*.yaml', columns: {id: key}}");
    let texts = [
        "{key: I-1, status: gone, tags: x, closed_on: 05/03/2026}",
        "{key: I-2, status: Gone, tags: x, mood: y}",
        "{key: I-3, severity: low, status: over, closed_on: 06/03/2026}",
    ];
    let united = super::unite(texts.iter().map(|text| super::mapped(&settings, text)).collect());
    let kind = crate::model::Kind::Incident;
    for (field, expected) in [("severity", true), ("status", true), ("detected_on", false)] {
        let field = kind.field(field).unwrap();
        assert!(united.records.batches.iter().all(|batch| batch.carries(kind, field) == expected));
    }
    let told: Vec<String> = united
        .problems
        .iter()
        .map(|problem| {
            let fact =
                |name| problem.facts.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text.as_str());
            let facts = ["value", "text", "n", "names", "count"].map(fact);
            format!("{} {} +{}", problem.name, facts.join(" ").trim(), problem.related.len())
        })
        .collect();
    let mut told = told;
    told.sort();
    assert_eq!(
        told,
        [
            "input-date-ambiguous 05/03/2026   2 +1",
            "input-enum-unknown gone    2 +1",
            "input-enum-unknown over    1 +0",
            "input-field-unknown 2 `mood`, `tags` +1",
        ]
    );
}
