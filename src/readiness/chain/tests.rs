//! Links, one by one, of entries written down for it; whole workspaces are followed in `tests/sampling.rs`.

use super::*;
use crate::readiness::stories::{day, entry, story};

const AS_OF: &str = "2026-06-30";

/// A nonconformity that was closed, with everything that is asked of it.
const WHOLE: &str = "
- id: N-1
  kind: nonconformity
  classification: minor
  source: internal-audit
  source_refs: [IA-1/F-1]
  raised_on: 2025-02-03
  raised_by: Ana
  status: closed
  closed_on: 2025-09-01
  root_cause: nobody was asked
  cause_analysed_on: 2025-02-10
  actions:
    - {id: A1, type: corrective, owner: Ben, implemented_on: 2025-03-03, status: implemented, changes: [CH-1], touches: [system], evidence: [{kind: report, ref: a.pdf}]}
  effectiveness: [{reviewed_on: 2025-08-01, reviewed_by: Cem, result: effective}]
";

const AUDIT: &str = "
- id: IA-1
  type: internal
  completed_on: 2025-02-01
  findings: [{id: F-1, type: minor, statement: late, entry_ref: N-1}]
";

const REVIEWS: &str = "
- {id: MR-1, held_on: 2025-01-10, inputs: {a: nothing}}
- {id: MR-2, held_on: 2025-06-10, decisions: [{id: D1, text: go on with N-1, refs: [N-1]}]}
";

const CHANGES: &str = "- {id: CH-1, title: Alert, implemented_on: 2025-03-02, approved_by: Dan, status: closed}\n";

const OTHERS: [(Kind, &str); 3] = [(Kind::Audit, AUDIT), (Kind::Review, REVIEWS), (Kind::ChangeTicket, CHANGES)];

fn traced(entries: &str, others: &[(Kind, &str)], columns: &[(Kind, &[&str])], id: &str) -> Trace {
    let files: Vec<(Kind, &str)> = std::iter::once((Kind::Entry, entries)).chain(others.iter().copied()).collect();
    story(&files, columns, |index| {
        let (spoken, terms) = (Spoken::default(), Terms::default());
        let ground = Ground { index, spoken: &spoken, terms: &terms, as_of: day(AS_OF) };
        trace(&ground, &[entry(index, id)]).remove(0)
    })
}

#[test]
fn a_chain_that_is_whole_shows_day_person_and_place_of_each_link() {
    let trace = traced(WHOLE, &OTHERS, &[], "N-1");
    assert_eq!(trace.whole, Whole::EndToEnd, "{:#?}", trace.links);
    assert_eq!((trace.kind, trace.status.as_str(), trace.first_broken()), ("nonconformity", "closed", None));
    assert_eq!(trace.came_from.iter().map(|from| from.name.as_str()).collect::<Vec<_>>(), ["IA-1/F-1"]);
    let first: Vec<(&str, Option<String>, Option<&str>)> = trace
        .links
        .iter()
        .filter_map(|link| link.proofs.last())
        .map(|proof| {
            let date = proof.date.map(|(field, date)| format!("{field} {date}"));
            (proof.name.as_str(), date, proof.person.as_ref().map(|person| person.written.as_str()))
        })
        .collect();
    let date = |text: &str| Some(text.to_owned());
    assert_eq!(
        first,
        [
            ("IA-1/F-1", date("completed_on 2025-02-01"), None),
            ("N-1", date("cause_analysed_on 2025-02-10"), None),
            ("N-1/A1", date("implemented_on 2025-03-03"), Some("Ben")),
            ("CH-1", date("implemented_on 2025-03-02"), Some("Dan")),
            ("a.pdf", None, None),
            ("the effectiveness review of N-1", date("reviewed_on 2025-08-01"), Some("Cem")),
            ("MR-2", date("held_on 2025-06-10"), None),
        ]
    );
}

/// What is changed in the whole chain, by replacing one text by another, and how a link stands then.
const LINKS: &[(&str, &str, Step, LinkState, &str)] = &[
    ("raised_on: 2025-02-03", "raised_on:", Step::Recorded, LinkState::NotShown, "the day on which it was raised"),
    ("root_cause: nobody was asked", "root_cause: TBD", Step::Cause, LinkState::NotShown, "no root cause"),
    ("kind: nonconformity", "kind: incident\n  severity: low", Step::Cause, LinkState::Shown, ""),
    ("root_cause: nobody was asked", "root_cause: none, because it was an accident", Step::Cause, LinkState::Shown, ""),
    (
        "type: corrective",
        "type: correction",
        Step::Action,
        LinkState::NotShown,
        "every action recorded is a correction",
    ),
    ("status: implemented", "status: cancelled", Step::Action, LinkState::NotShown, "neither an action nor a decision"),
    ("status: closed", "status: in-progress", Step::Action, LinkState::Shown, ""),
    ("changes: [CH-1]", "changes: []", Step::Change, LinkState::NotShown, "N-1/A1 changed a system"),
    (
        "changes: [CH-1], touches: [system]",
        "touches: [people]",
        Step::Change,
        LinkState::NotApplicable,
        "no action is said",
    ),
    (
        "changes: [CH-1], touches: [system], evidence: [{kind: report",
        "touches: [system], evidence: [{kind: merge-request",
        Step::Change,
        LinkState::Shown,
        "",
    ),
    (
        "changes: [CH-1], touches: [system], evidence: [{kind: report, ref: a.pdf}]",
        "touches: [people]",
        Step::Evidence,
        LinkState::NotShown,
        "no evidence is linked for N-1/A1",
    ),
    (
        "touches: [system], evidence: [{kind: report, ref: a.pdf}]",
        "touches: [system]",
        Step::Evidence,
        LinkState::Shown,
        "",
    ),
    (
        "result: effective",
        "result: not-yet-determinable",
        Step::Effectiveness,
        LinkState::NotShown,
        "no effectiveness review",
    ),
    ("result: effective", "result: ineffective", Step::Effectiveness, LinkState::Shown, ""),
    ("status: closed", "status: implemented", Step::Effectiveness, LinkState::Shown, ""),
    (
        "status: closed",
        "status: implemented\n  effectiveness_plan: {due_on: 2026-06-30}",
        Step::Effectiveness,
        LinkState::Shown,
        "",
    ),
    (
        "raised_on: 2025-02-03",
        "raised_on: 2025-06-11",
        Step::Reported,
        LinkState::Pending,
        "no management review was held since",
    ),
    ("kind: nonconformity", "kind: opportunity", Step::Communicated, LinkState::NotShown, "no communication about it"),
    (
        "classification: minor",
        "classification: major\n  communication_restricted: a person is concerned",
        Step::Communicated,
        LinkState::Shown,
        "",
    ),
    (
        "closed_on: 2025-09-01",
        "closed_on: 2026-05-01\n  affected_parties: [staff]",
        Step::Communicated,
        LinkState::Pending,
        "to be told by 2026-06-30",
    ),
    (
        "closed_on: 2025-09-01",
        "closed_on: 2026-04-30\n  affected_parties: [staff]",
        Step::Communicated,
        LinkState::NotShown,
        "",
    ),
];

#[test]
fn each_link_breaks_where_it_should() {
    for (from, to, step, state, why) in LINKS {
        assert!(WHOLE.contains(from), "{from}");
        let trace = traced(&WHOLE.replace(from, to), &OTHERS, &[], "N-1");
        let link = trace.links.iter().find(|link| link.step == *step).unwrap();
        assert_eq!(link.state, *state, "{to}: {link:#?}");
        assert!(link.why.contains(why), "{to}: {}", link.why);
    }
}

#[test]
fn minutes_that_do_not_name_an_entry_do_not_show_that_it_was_reported() {
    for (reviews, state) in [
        ("- {id: MR-1, held_on: 2025-01-10}\n- {id: MR-2, held_on: 2025-06-10}\n", LinkState::NotShown),
        // Less than two weeks after it was raised nobody expects it yet.
        ("- {id: MR-1, held_on: 2025-01-10}\n- {id: MR-2, held_on: 2025-02-16}\n", LinkState::Pending),
        ("- {id: MR-1, held_on: 2025-01-10}\n- {id: MR-2, held_on: 2025-02-17}\n", LinkState::NotShown),
        ("- {id: MR-2, held_on: 2025-06-10, inputs: {d1: {text: all, register_snapshot: abc}}}\n", LinkState::Shown),
        ("- {id: MR-2, held_on: 2026-03-10}\n", LinkState::NotKept),
        ("[]\n", LinkState::NotKept),
    ] {
        let trace = traced(WHOLE, &[(Kind::Review, reviews)], &[], "N-1");
        assert_eq!(trace.links[6].state, state, "{reviews}: {}", trace.links[6].why);
    }
}

#[test]
fn what_a_spreadsheet_has_no_column_for_is_not_kept_rather_than_missing() {
    let entries = "- {id: N-1, title: Door, status: closed, actions: [{id: A1, title: Mend it, owner: Ben}]}\n";
    let columns: [(Kind, &[&str]); 2] =
        [(Kind::Entry, &["id", "title", "status", "actions"]), (Kind::Action, &["id", "title", "owner"])];
    let trace = traced(entries, &[], &columns, "N-1");
    let states: Vec<(LinkState, Option<&str>)> =
        trace.links.iter().map(|link| (link.state, link.column.and_then(|column| column.field))).collect();
    assert_eq!(
        states,
        [
            (LinkState::NotKept, Some("raised_on")),
            (LinkState::NotKept, Some("root_cause")),
            (LinkState::Shown, None),
            (LinkState::NotKept, Some("changes")),
            (LinkState::NotKept, Some("evidence")),
            (LinkState::NotKept, Some("effectiveness")),
            (LinkState::NotKept, None),
            (LinkState::NotApplicable, None),
        ]
    );
    assert_eq!(trace.whole, Whole::NotKeptAt(Step::Recorded));
    assert_eq!(trace.first_broken(), None);
}

#[test]
fn an_open_entry_lies_ahead_and_is_late_only_when_its_day_has_passed() {
    for (plan, status, state) in [
        ("2026-06-30", "implemented", LinkState::Pending),
        ("2026-06-29", "implemented", LinkState::NotShown),
        ("2026-06-29", "in-progress", LinkState::Pending),
    ] {
        let entries = format!(
            "- {{id: O-1, kind: opportunity, raised_on: 2026-01-01, status: {status}, effectiveness_plan: {{due_on: {plan}}}, \
             actions: [{{id: A1, type: improvement, status: implemented, evidence: [x]}}]}}\n"
        );
        let trace = traced(&entries, &[], &[], "O-1");
        assert_eq!(trace.links[5].state, state, "{plan} {status}: {}", trace.links[5].why);
    }
    let trace = traced("- {id: O-1, kind: observation, raised_on: 2026-01-01, status: raised}\n", &[], &[], "O-1");
    assert_eq!(trace.whole, Whole::OpenAt(Step::Action));
}

#[test]
fn what_a_later_review_decided_is_no_source() {
    let reviews = "- {id: MR-0, held_on: 2025-02-03, decisions: [{id: D1, text: raise it, refs: [N-1]}]}\n\
                   - {id: MR-2, held_on: 2025-02-04, decisions: [{id: D1, text: go on, refs: [N-1]}]}\n";
    let trace = traced(WHOLE, &[(Kind::Review, reviews)], &[], "N-1");
    let names: Vec<&str> = trace.came_from.iter().map(|from| from.name.as_str()).collect();
    assert_eq!(names, ["MR-0/D1"]);
}

#[test]
fn the_way_back_tells_what_is_found_excused_waiting_and_missing() {
    let incidents = "
- {id: I-1, severity: high, status: closed, occurred_on: 2025-02-01, improvement: {entries: [N-1]}}
- {id: I-2, severity: high, status: closed, occurred_on: 2025-02-01}
- {id: I-3, severity: low, status: closed, occurred_on: 2025-02-01}
- {id: I-4, severity: high, status: resolved, occurred_on: 2025-02-01}
- {id: I-5, severity: high, status: closed, occurred_on: 2025-02-01, improvement: {none_because: the supplier mended it}}
- {id: I-6, severity: high, status: closed, occurred_on: 2024-02-01}
";
    let audits = "
- id: IA-1
  type: internal
  report: {on: 2026-06-16}
  findings: [{id: F-1, type: minor, entry_ref: N-1}, {id: F-2, type: minor}, {id: F-3, type: strength}]
- id: IA-2
  type: internal
  report: {on: 2026-06-15}
  findings: [{id: F-1, type: minor}, {id: F-2, type: minor, entry_ref: JIRA-9}]
";
    let files = [(Kind::Entry, WHOLE), (Kind::Incident, incidents), (Kind::Audit, audits)];
    let found = story(&files, &[], |index| {
        let (spoken, terms) = (Spoken::default(), Terms::default());
        let ground = Ground { index, spoken: &spoken, terms: &terms, as_of: day(AS_OF) };
        completeness(&ground, Some(day("2024-12-31")))
    });
    let states: Vec<(&str, OriginState)> =
        found.origins.iter().map(|origin| (origin.from.name.as_str(), origin.state)).collect();
    assert_eq!(
        states,
        [
            ("I-1", OriginState::Found),
            ("I-2", OriginState::NotFound),
            ("I-3", OriginState::NotExpected),
            ("I-4", OriginState::Waiting),
            ("I-5", OriginState::Excused),
            ("IA-1/F-1", OriginState::Found),
            ("IA-1/F-2", OriginState::Waiting),
            ("IA-2/F-1", OriginState::NotFound),
            ("IA-2/F-2", OriginState::Elsewhere),
        ]
    );
    assert_eq!(found.not_read, [Kind::ReviewAction]);
    assert_eq!(found.count(Kind::Incident, OriginState::NotFound), 1);
    assert_eq!(found.origins[4].note, "the supplier mended it");
}

#[test]
fn the_last_corrective_actions_are_those_finished_last() {
    let entry = |id: &str, kind: &str, status: &str, action: &str, closed: &str| {
        format!(
            "- {{id: {id}, kind: {kind}, raised_on: 2025-01-01, status: {status}, {closed} actions: [{{id: A1, type: {action}, \
             status: implemented}}]}}\n"
        )
    };
    let entries = [
        entry("N-1", "nonconformity", "closed", "corrective", "closed_on: 2025-03-01,"),
        entry("N-2", "nonconformity", "closed", "systemic", "closed_on: 2025-05-01,"),
        entry("N-3", "nonconformity", "closed", "correction", "closed_on: 2025-06-01,"),
        entry("N-4", "opportunity", "closed", "corrective", "closed_on: 2025-06-01,"),
        entry("N-5", "nonconformity", "in-progress", "corrective", ""),
        entry("N-6", "nonconformity", "closed", "corrective", "closed_on: 2026-07-01,"),
        entry("N-7", "incident", "verifying", "corrective", ""),
    ]
    .concat();
    let names = |count| {
        story(&[(Kind::Entry, &entries)], &[], |index| {
            let found = last_corrective(index, day(AS_OF), count);
            found.into_iter().map(|id| index.records.full_id(id).unwrap()).collect::<Vec<_>>()
        })
    };
    assert_eq!(names(10), ["N-2", "N-1", "N-7"]);
    assert_eq!(names(1), ["N-2"]);
}

#[test]
fn chains_are_counted_by_where_they_end() {
    let broken = WHOLE.replace("N-1", "N-2").replace("result: effective", "result:");
    let open = "- {id: N-3, kind: observation, raised_on: 2026-01-01, status: raised}\n";
    let traces =
        [traced(WHOLE, &OTHERS, &[], "N-1"), traced(&broken, &OTHERS, &[], "N-2"), traced(open, &[], &[], "N-3")];
    let summary = summary(&traces);
    assert_eq!((summary.chains, summary.end_to_end), (3, 1));
    assert_eq!(summary.breaks, [(Step::Effectiveness, 1)]);
    assert_eq!(summary.open, [(Step::Action, 1)]);
    assert_eq!(summary.not_kept, []);
    for (step, states) in &summary.links {
        assert_eq!(states.iter().map(|(_, count)| count).sum::<usize>(), 3, "{step:?}");
    }
}
