//! What documents tell about of which nobody said it.

use crate::mapping::{Called, is_controlled_document, recognise_document};

use super::*;

fn document(path: &str, text: &str) -> crate::read::Document {
    read(SourceId(0), path, &Arc::from(text))
}

fn kind_of(path: &str, text: &str) -> Option<Kind> {
    let called = Called { path, sheet: None, alone: false };
    recognise_document(called, &document(path, text).tree, Lexicon::embedded())
}

const MINUTES: &str =
    "# Management review\n\n- Date: 2026-03-30\n- Chair: A. Weber\n\n## Attendees\n\n- A. Weber\n- B. Klein\n";

#[test]
fn documents_about_one_record_are_known_by_what_they_hold() {
    let report = "# Outage\n\n## Timeline\n\nx\n\n## Lessons learned\n\n- y\n\n## Action items\n\n- z\n";
    let controlled = "> Owner: A  \n> Version: 1.0  \n> Approved by: B\n";
    let ncr = "# NCR-2026-001 — Late\n\n- Date opened: 2026-03-01\n- Owner: A\n- Severity: Minor\n";
    let audit = "# Internal audit report — IA-7\n\n- Auditor: A\n- Scope: all\n\n## Findings\n\n- F-1 (Minor): Late.\n";
    let procedure = format!("# Management review\n\n{controlled}> Date: 2026-01-01\n\n## Attendees\n\nThe board.\n");
    for (path, text, expected) in [
        ("a.md", MINUTES, Some(Kind::Review)),
        // A form says the same of itself, and its values are still to come.
        ("a.md", "# Management review\n\n- Date: YYYY-MM-DD\n- Chair: <name>\n- Participants: <names>\n", None),
        ("a-template.md", MINUTES, None),
        ("example-minutes.md", MINUTES, None),
        ("PM-009 - Outage.md", report, Some(Kind::Incident)),
        // Nothing says when that was, or which one.
        ("a.md", report, None),
        ("PM-009 - metrics are missing", report, Some(Kind::Incident)),
        ("PMnnn - Template.md", report, None),
        ("2026-03-01-outage.md", "# Outage\n\nWe were down.\n", None),
        ("ncr.md", ncr, Some(Kind::Entry)),
        ("a.md", audit, Some(Kind::Audit)),
        ("management-review.md", &procedure, None),
        ("a.md", "# Notes\n\nNothing.\n", None),
        ("a.md", "", None),
    ] {
        assert_eq!(kind_of(path, text), expected, "{path}\n{text}");
    }
}

#[test]
fn records_below_headings_make_a_register() {
    let record = |id: &str| format!("## {id} — Late\n\n- Owner: A\n- Due date: 2026-05-01\n- Status: Open\n\n");
    let two = |one: &str, other: &str| format!("# Log\n\n{}{}", record(one), record(other));
    for (path, text, expected) in [
        ("log.md", two("CAPA-1", "CAPA-2"), Some(Kind::Entry)),
        ("corrective-actions.md", two("X-1", "X-2"), Some(Kind::Entry)),
        ("log.md", two("X-1", "X-2"), None),
        ("capa-template.md", two("CAPA-1", "CAPA-2"), None),
    ] {
        assert_eq!(kind_of(path, &text), expected, "{path}");
    }
}

#[test]
fn a_folder_of_templates_may_hold_what_is_filled_in() {
    let filled = format!("{MINUTES}\n## Decisions\n\n- Approved on 2026-03-30\n\n## Next review\n\n2026-09-30\n");
    assert_eq!(kind_of("templates/minutes.md", &filled), Some(Kind::Review));
    assert_eq!(kind_of("templates/minutes.md", &filled.replace("B. Klein", "{{ member }}")), None);
    let form =
        "# Management review\n\n- Date: 2026-03-30\n- Chair: [name]\n- Next: [date]\n\n## Attendees\n\n- [name]\n";
    assert_eq!(kind_of("templates/minutes.md", form), None);
}

#[test]
fn processes_say_who_keeps_them() {
    let text = |control: &str, title: &str| format!("# {title}\n\n{control}\n\n## Purpose\n\nx\n");
    let control = "**Version:** 1.0  \n**Owner:** A  \n**Approved by:** B\n";
    for (path, text, expected) in [
        ("a.md", text(control, "Continual improvement procedure"), true),
        ("a.md", text("", "Continual improvement procedure"), false),
        ("a.md", text(control, "Office plants"), false),
        ("a-template.md", text(control, "Continual improvement procedure"), false),
    ] {
        let called = Called { path, sheet: None, alone: false };
        let found = is_controlled_document(called, &document(path, &text).tree, Lexicon::embedded());
        assert_eq!(found, expected, "{path}: {text}");
    }
}

#[test]
fn a_form_among_records_is_none_while_its_id_is_a_blank() {
    let lexicon = Lexicon::from_files(super::VOCABULARY);
    let read = |path: &str, source: &str, id: &str| {
        let text = format!("---\nid: {id}\nheld_on: 2026-03-02\nchair: Ana\n---\n\n# Minutes\n");
        let settings = super::settings(&format!("kind: review\npath: {source}\n"));
        let document = crate::read::read(SourceId(0), path, &Arc::from(text.as_str()));
        let common = Common { lexicon: &lexicon, pack: "iso-27001-2022", path };
        map(&settings, 0, document.tree, &document.format, common).batch.records.len()
    };
    for (path, source, id, records) in [
        ("minutes/template.md", "minutes/*.md", "TBD", 0),
        ("minutes/template.md", "minutes/*.md", "MR-1", 1),
        ("minutes/MR-1.md", "minutes/*.md", "TBD", 1),
        // Whoever names it means it.
        ("minutes/template.md", "minutes/template.md", "TBD", 1),
    ] {
        assert_eq!(read(path, source, id), records, "{path} by {source} with {id}");
    }
}
