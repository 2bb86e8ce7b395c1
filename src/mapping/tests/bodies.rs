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
