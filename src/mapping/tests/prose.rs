//! Records below headings, and documents that say in labels what they are.

use super::*;

/// Like [`super::outline`], with the words that the linter brings along.
fn outline_of(path: &str, settings_text: &str, text: &str) -> String {
    let settings = settings(settings_text);
    let document = read(SourceId(0), path, &Arc::from(text));
    let common = Common { lexicon: Lexicon::embedded(), pack: "iso-27001-2022", path };
    told(map(&settings, 0, document.tree, &document.format, common), text)
}

fn check(path: &str, settings: &str, text: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    assert_eq!(outline_of(path, settings, text).trim(), expected.join("\n").trim(), "\n--- of ---\n{text}");
}

const ENTRY: &str = "{kind: entry, path: a.md, defaults: {kind: nonconformity}}";

#[test]
fn records_stand_below_headings_with_their_ids() {
    let table =
        "| Field | Detail |\n|---|---|\n| **NCR ID** | NCR-001 |\n| **Severity** | Minor |\n| **Owner** | A |\n";
    let actions =
        "**Corrective Action Plan:**\n\n| Action | Owner | Deadline |\n|---|---|---|\n| Train | B | 2026-03-01 |\n";
    let second = "### NCR-002 – Short\n\nSame as NCR-001.\n";
    check(
        "a.md",
        ENTRY,
        &format!(
            "# Findings\n\n**Owner:** CISO  \n**Version:** 1\n\n### NCR-001 (Minor) – Late\n\n{table}\n{actions}\n{second}"
        ),
        "
        entry: id=NCR-001 title=Late kind=nonconformity classification=minor owner=A
          action: type=corrective title=Train owner=B due_on=2026-03-01
        entry: id=NCR-002 title=Short kind=nonconformity
        ",
    );
    let car = |number: u8| {
        format!(
            "# CAR-00{number} — Gap {number}\n\n## Record Header\n\n| Attribute | Detail |\n|---|---|\n| Status | Open |\n\
             | Date raised | 2026-01-0{number} |\n\n## 1. Root Cause\n\nOne.\n\nTwo.\n\n### Action 1\n\n\
             - **Owner:** X\n- **Due date:** 2026-02-01\n\n"
        )
    };
    check(
        "a.md",
        ENTRY,
        &format!("# Records\n\n{}{}", car(1), car(2)),
        "
        entry: id=CAR-001 title=Gap 1 kind=nonconformity raised_on=2026-01-01 root_cause=One. / Two. status=raised or triaged or analysed or planned
        entry: id=CAR-002 title=Gap 2 kind=nonconformity raised_on=2026-01-02 root_cause=One. / Two. status=raised or triaged or analysed or planned
        ",
    );
    check(
        "a.md",
        "{kind: incident, path: a.md}",
        "## INC-1: One\n\n- Severity: high\n- Reported by: A\n\n## INC-2: Two\n\n- Severity: low\n- Reported by: B\n",
        "
        incident: id=INC-1 title=One severity=high reported_by=A
        incident: id=INC-2 title=Two severity=low reported_by=B
        ",
    );
}

#[test]
fn prose_with_a_table_of_terms_holds_no_records() {
    for text in [
        "# Procedure\n\nText.\n\n## Terms\n\n| Term | Meaning |\n|---|---|\n| Owner | Who answers |\n| CAPA | An action |\n",
        "# Guide\n\n**Note:** read this.\n\n## ISO-27001\n\nWhat it is.\n",
        "# Notes\n\n- one\n- two\n",
    ] {
        let found = outline_of("a.md", ENTRY, text);
        assert!(!found.contains("entry:"), "{found} of {text}");
    }
}

#[test]
fn a_file_may_be_one_record() {
    check(
        "incidents/PM2026-004 - Outage.md",
        "{kind: incident, path: incidents/*.md}",
        "# The outage\n\n## Summary\n\nIt went down.\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| 10:00 | It began |\n",
        "incident: id=PM2026-004 title=The outage description=It went down.\n",
    );
    check(
        "a.md",
        ENTRY,
        "# NCR-2026-001 — Gap\n\n- Date Opened: 2026-08-06\n- Owner: CISO\n\n## 4. Corrective Actions\n\n\
         | Action | Owner | Due Date |\n|---|---|---|\n| Limit | A | 2026-08-15 |\n\n## 7. Closure\n\n- Date Closed: —\n",
        "
        entry: id=NCR-2026-001 title=Gap kind=nonconformity raised_on=2026-08-06 owner=CISO closed_on=(placeholder)
          action: type=corrective title=Limit owner=A due_on=2026-08-15
        ! input-placeholder-text 14:16 field=closed_on, text=—, record=NCR-2026-001
        ",
    );
}

#[test]
fn minutes_say_who_was_there_and_what_was_decided() {
    check(
        "a.md",
        "{kind: review, path: a.md}",
        "# Minutes — MR-2026-Q1\n\n- Date: 2026-03-30\n- Chair: A. Weber (CEO)\n- Participants: B. Klein (CISO), C\n\n\
         ## Beschlüsse\n\n- D-1: Buy it\n- Wait\n\n## Actions\n\n| Action | Owner | Due |\n|---|---|---|\n| Do | B | 2026-04-01 |\n",
        "
        review: id=MR-2026-Q1 title=Minutes — MR-2026-Q1 held_on=2026-03-30 chair=A. Weber inputs=(blank)
          attendee: person=B. Klein role=CISO
          attendee: person=C
          decision: id=D-1 text=Buy it
          decision: text=Wait
          review-action: text=Do owner=B due_on=2026-04-01
        ",
    );
    check(
        "a.md",
        "{kind: audit, path: a.md}",
        "# Internal Audit Report — IA-2026-01\n\n- Scope: 9.2\n- Auditor(s): X\n\n## Findings\n\n- F-01 (Minor): Late\n- F-02: Ok\n",
        "
        audit: id=IA-2026-01 title=Internal Audit Report — IA-2026-01 scope=[9.2]
          team-member: person=X
          finding: id=F-01 type=minor statement=Late
          finding: id=F-02 statement=Ok
        ",
    );
}

#[test]
fn control_data_stand_in_front_matter_first() {
    let badge = "![Version](https://img.shields.io/badge/version-9-blue)\n\n";
    for (text, expected) in [
        (format!("# P\n\n{badge}**Document Owner:** CISO | **Version:** 1.2\n"), "version=9 owner=CISO"),
        ("# P\n\n> **Owner:** CISO  \n> **Version:** 2\n".to_owned(), "version=2 owner=CISO"),
        ("<!--\nOwner: CISO\nVersion: 3\n-->\n# P\n".to_owned(), "version=3 owner=CISO"),
        ("# P\n\n| Version | 4 |\n|---|---|\n| Owner | CISO |\n".to_owned(), "version=4 owner=CISO"),
        (
            "---\nversion: 5\nowner: A\n---\n# P\n\n**Owner:** CISO\n\n**Approved by:** B\n".to_owned(),
            "version=5 owner=A approved_by=[B]",
        ),
        ("# P\n\n## Purpose\n\nText. **Owner:** nobody\n\nOwner: nobody\n".to_owned(), ""),
        ("# P\n\n## 1. Document Control\n\n- Owner: CISO\n".to_owned(), "owner=CISO"),
    ] {
        let found = outline_of("a.md", "{kind: document, path: a.md}", &text);
        let line = found.lines().next().unwrap_or("");
        let line = line.replace("document:", "").replace(" title=P", "").replace(" sections=(blank)", "");
        assert_eq!(line.trim(), expected, "{text}");
    }
}

#[test]
fn headings_tell_what_a_document_holds_and_titles_hint_at_it() {
    let text = "# Log\n\n## NC-1 One\n\n- Status: open\n- Owner: A\n\n## NC-2 Two\n\nLater.\n";
    let tree = read(SourceId(0), "a.md", &Arc::from(text)).tree;
    let found = headed_records(&tree, Kind::Entry, Lexicon::embedded());
    assert_eq!((found.ids.join(" "), found.known), ("NC-1 NC-2".to_owned(), 2));
    for (title, expected) in [
        ("Corrective Action Procedure", Some("corrective-action-process")),
        ("3. Auditprogramm 2026", Some("audit-programme")),
        ("Kitchen rules", None),
    ] {
        assert_eq!(Lexicon::embedded().title_hint(title), expected, "{title}");
    }
}

#[test]
fn findings_have_details_and_name_their_entries() {
    check(
        "a.md",
        "{kind: audit, path: a.md}",
        "# Audits 2026\n\n## Part A\n\n### Schedule\n\n| Audit ID | Scope | Planned date |\n|---|---|---|\n\
         | IA-2 | Clauses 4-10 | 2026-09-01 |\n\n\
         ## Part B — Report IA-1\n\n### 1. Audit identification\n\n| Field | Value |\n|---|---|\n| Audit ID | IA-1 |\n\
         | Lead auditor | A |\n| Co-auditor | B (external) |\n| Audit dates | 2026-02-08 to 2026-02-10 |\n\
         | Report date | 2026-02-12 |\n\n\
         ### 4. Findings summary\n\n| Finding | Classification | Status |\n|---|---|---|\n\
         | F-1 Access review late | Minor nonconformity | Open — CAPA-7 |\n\
         | F-2 Paper files | Observation | Open |\n\n\
         ### 5. Detailed findings\n\n#### F-2 — Paper files\n\n**Clause:** A.5.33\n**Action:** To be discussed.\n\n\
         #### F-3 — Doors\n\n**Classification:** Minor\n**Action:** CAPA-8 (A, due 2026-05-01).\n",
        "
        audit: id=IA-2 scope=[Clauses 4-10] planned_on=2026-09-01
        audit: id=IA-1 title=Part B — Report IA-1 started_on=2026-02-08 completed_on=2026-02-10
          team-member: person=A
          team-member: person=B
          audit-report: on=2026-02-12
          finding: id=F-1 type=minor statement=Access review late entry_ref=CAPA-7
          finding: id=F-2 type=observation criteria=[A.5.33] statement=Paper files
          finding: id=F-3 type=minor statement=Doors entry_ref=CAPA-8
        ! input-field-unknown 25:30 n=1, source=a.md, names=`Status`, nearest=
        ",
    );
}
