//! What lapses, kind by kind, on both sides of its day.

use super::*;
use crate::readiness::stories::{day, story};

const AS_OF: &str = "2026-06-30";

fn forecast_of(files: &[(Kind, &str)]) -> Forecast {
    let horizon = Duration { months: 0, days: 90 };
    story(files, &[], |index| forecast(index, &Terms::default(), &[], day(AS_OF), horizon))
}

/// A record, and what lapses of it within ninety days: day, kind, name, owner.
type Case = (Kind, &'static str, &'static [(&'static str, Lapse, &'static str, &'static str)]);

const CASES: &[Case] = &[
    // Reviews: a planned one, else the day that the last one set, else the interval of twelve months.
    (
        Kind::Review,
        "- {id: MR-1, held_on: 2026-01-10, next_review_on: 2026-08-01, chair: Ana}",
        &[("2026-08-01", Lapse::Review, "the one after MR-1", "Ana")],
    ),
    (
        Kind::Review,
        "- {id: MR-1, held_on: 2026-01-10, next_review_on: 2026-08-01}\n- {id: MR-2, planned_on: 2026-07-15, chair: Ben}",
        &[("2026-07-15", Lapse::Review, "MR-2", "Ben")],
    ),
    (Kind::Review, "- {id: MR-1, held_on: 2025-07-20}", &[("2026-07-20", Lapse::Review, "the one after MR-1", "")]),
    (
        Kind::Review,
        "- {id: MR-1, held_on: 2026-01-10, actions: [{id: A1, text: x, due_on: 2026-07-01, done_on: 2026-02-02}], next_review_on: 2027-01-01}",
        &[],
    ),
    (
        Kind::Review,
        "- {id: MR-1, held_on: 2026-01-10, next_review_on: 2027-01-01, actions: [{id: A1, text: x, owner: Cem, due_on: 2026-07-01, status: open}], decisions: [{id: D1, text: y, due_on: 2026-07-02}]}",
        &[("2026-07-01", Lapse::ReviewAction, "MR-1/A1", "Cem"), ("2026-07-02", Lapse::Decision, "MR-1/D1", "")],
    ),
    // Audits: those that have not begun; findings until their entry is over.
    (
        Kind::Audit,
        "- {id: IA-1, type: internal, planned_on: 2026-09-28, team: [{person: Dan, role: auditor}, {person: Eve, role: lead}]}",
        &[("2026-09-28", Lapse::Audit, "IA-1", "Eve")],
    ),
    (Kind::Audit, "- {id: IA-1, type: internal, planned_on: 2026-09-29}", &[]),
    (Kind::Audit, "- {id: IA-1, type: internal, planned_on: 2026-07-28, started_on: 2026-06-29}", &[]),
    (Kind::Audit, "- {id: IA-1, type: internal, planned_on: 2026-07-28, status: cancelled}", &[]),
    (
        Kind::Audit,
        "- {id: X-1, type: external, completed_on: 2026-06-01, findings: [{id: F-1, type: minor, due_on: 2026-08-30}]}",
        &[("2026-08-30", Lapse::ExternalFinding, "X-1/F-1", "")],
    ),
    (
        Kind::Audit,
        "- {id: IA-1, type: internal, completed_on: 2026-06-01, findings: [{id: F-1, type: strength, due_on: 2026-08-30}, {id: F-2, type: minor, due_on: 2026-08-30}]}",
        &[("2026-08-30", Lapse::Finding, "IA-1/F-2", "")],
    ),
    // Acceptances in force; their last day is still in time.
    (
        Kind::RiskAcceptance,
        "- {id: AC-1, state: approved, requested_by: Fay, expires_on: 2026-06-30, review_on: 2026-07-01}",
        &[
            ("2026-06-30", Lapse::AcceptanceExpiry, "AC-1", "Fay"),
            ("2026-07-01", Lapse::AcceptanceReview, "AC-1", "Fay"),
        ],
    ),
    (Kind::RiskAcceptance, "- {id: AC-1, state: revoked, expires_on: 2026-07-30}", &[]),
    (Kind::RiskAcceptance, "- {id: AC-1, state: requested, expires_on: 2026-07-30}", &[]),
    (
        Kind::RiskAcceptance,
        "- {id: AC-1, state: approved, expires_on: 2026-07-30}\n- {id: AC-2, state: approved, expires_on: 2027-07-30, supersedes: AC-1}",
        &[],
    ),
    // Actions of open entries, with the owner of the entry where they have none.
    (
        Kind::Entry,
        "- {id: N-1, status: planned, owner: Gil, actions: [{id: A1, due_on: 2026-06-30}, {id: A2, due_on: 2026-06-29}, {id: A3, due_on: 2026-07-07, owner: Hal}, {id: A4, due_on: 2026-07-08, status: cancelled}, {id: A5, due_on: 2026-07-09, implemented_on: 2026-06-01}]}",
        &[("2026-06-30", Lapse::Action, "N-1/A1", "Gil"), ("2026-07-07", Lapse::Action, "N-1/A3", "Hal")],
    ),
    (Kind::Entry, "- {id: N-1, status: closed, actions: [{id: A1, due_on: 2026-07-01}]}", &[]),
    // The judgement of effect: planned, worked out ninety days after the last action, or to be repeated.
    (
        Kind::Entry,
        "- {id: N-1, status: in-progress, owner: Ida, effectiveness_plan: {due_on: 2026-08-01}}",
        &[("2026-08-01", Lapse::Effectiveness, "N-1", "Ida")],
    ),
    (
        Kind::Entry,
        "- {id: N-1, status: implemented, actions: [{id: A1, implemented_on: 2026-06-01}]}",
        &[("2026-08-30", Lapse::Effectiveness, "N-1", "")],
    ),
    (
        Kind::Entry,
        "- {id: N-1, status: verifying, actions: [{id: A1, implemented_on: 2026-06-01}], effectiveness: [{id: E1, reviewed_on: 2026-06-20, result: effective}]}",
        &[],
    ),
    (
        Kind::Entry,
        "- {id: N-1, status: verifying, effectiveness: [{id: E1, reviewed_on: 2026-06-20, result: not-yet-determinable, next_check_on: 2026-07-20}]}",
        &[("2026-07-20", Lapse::Effectiveness, "N-1/E1", "")],
    ),
    (Kind::Entry, "- {id: N-1, status: closed, effectiveness_plan: {due_on: 2026-08-01}}", &[]),
    // Risks and documents.
    (
        Kind::Risk,
        "- {id: R-1, owner: Jan, next_assessment_on: 2026-07-03, treatment_plan: [{id: T1, action: x, due_on: 2026-07-02, status: planned}, {id: T2, action: y, due_on: 2026-07-02, status: implemented}]}",
        &[("2026-07-02", Lapse::Treatment, "R-1/T1", "Jan"), ("2026-07-03", Lapse::RiskAssessment, "R-1", "Jan")],
    ),
    (
        Kind::Risk,
        "- {id: R-1, status: closed, next_assessment_on: 2026-07-03, treatment_plan: [{id: T1, action: x, due_on: 2026-07-02}]}",
        &[],
    ),
    (
        Kind::Document,
        "- {id: P-1, status: approved, owner: Kim, approved_on: 2025-07-04, review_cycle: 12 months}",
        &[("2026-07-04", Lapse::DocumentReview, "P-1", "Kim")],
    ),
    (Kind::Document, "- {id: P-1, status: withdrawn, next_review_on: 2026-07-04}", &[]),
];

#[test]
fn what_lapses_is_found_with_its_day_and_owner() {
    for (kind, text, expected) in CASES {
        let found = forecast_of(&[(*kind, text)]);
        let found: Vec<(String, Lapse, &str, &str)> = found
            .items
            .iter()
            .map(|item| {
                let owner = item.owner.as_ref().map_or("", |owner| owner.written.as_str());
                (item.on.to_string(), item.lapse, item.name.as_str(), owner)
            })
            .collect();
        let expected: Vec<(String, Lapse, &str, &str)> =
            expected.iter().map(|(on, lapse, name, owner)| ((*on).to_owned(), *lapse, *name, *owner)).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn external_findings_come_first_and_what_has_lapsed_is_counted() {
    let entries = "- {id: N-1, status: planned, source_refs: [X-1/F-1], owner: Lea, actions: [{id: A1, due_on: 2026-07-01}, {id: A2, due_on: 2026-06-29}]}";
    let audits = "- {id: X-1, type: external, findings: [{id: F-1, type: major, due_on: 2026-09-01}]}";
    let reviews = "- {id: MR-1, held_on: 2025-06-29, decisions: [{id: D1, text: x, due_on: 2025-09-01}]}";
    let found = forecast_of(&[(Kind::Entry, entries), (Kind::Audit, audits), (Kind::Review, reviews)]);
    let names: Vec<&str> = found.items.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["X-1/F-1", "N-1/A1"]);
    assert_eq!(found.items[0].owner.as_ref().map(|owner| owner.written.as_str()), Some("Lea"));
    assert_eq!(found.lapsed, [(Lapse::Review, 1), (Lapse::Action, 1)]);
    assert_eq!((found.as_of, found.until), (day(AS_OF), day("2026-09-28")));
}

#[test]
fn a_day_that_was_worked_out_says_so() {
    let found = forecast_of(&[(Kind::Review, "- {id: MR-1, held_on: 2025-07-20}")]);
    assert_eq!(found.items[0].basis, Basis::WorkedOut);
    let found = forecast_of(&[(Kind::Review, "- {id: MR-1, held_on: 2025-07-20, next_review_on: 2026-07-21}")]);
    assert_eq!(found.items[0].basis, Basis::Stated);
}
