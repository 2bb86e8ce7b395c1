//! What a review gets to see, on both sides of the day of the last one.

use super::*;
use crate::readiness::stories::{day, story};

fn pack(files: &[(Kind, &str)]) -> ReviewPack {
    story(files, &[], |index| review_pack(index, day("2026-06-30"), Duration { months: 0, days: 90 }))
}

fn names<'p>(lines: impl IntoIterator<Item = &'p Named>) -> Vec<&'p str> {
    lines.into_iter().map(|named| named.name.as_str()).collect()
}

const REVIEWS: &str = "
- id: MR-1
  held_on: 2025-06-01
  actions: [{id: A1, text: x, owner: Ana, due_on: 2026-06-29, status: open}, {id: A2, text: y, status: done}]
- {id: MR-2, held_on: 2026-01-15, actions: [{id: A1, text: z, due_on: 2026-06-30}]}
- {id: MR-3, held_on: 2026-07-01}
";

const ENTRIES: &str = "
- {id: E-1, raised_on: 2026-01-15, status: closed, closed_on: 2026-01-15}
- {id: E-2, raised_on: 2026-01-16, status: planned, actions: [{id: A1, title: a, owner: Ben, due_on: 2026-06-28}, {id: A2, due_on: 2026-06-30}]}
- {id: E-3, raised_on: 2025-01-01, status: closed, closed_on: 2026-01-16, effectiveness: [{reviewed_on: 2026-01-16, result: effective, reviewed_by: Cem}, {reviewed_on: 2026-01-15, result: ineffective}]}
- {id: E-4, raised_on: 2026-07-01, status: planned}
- {id: E-5, status: planned}
- {id: E-6, raised_on: 2025-01-01, status: closed}
- {id: E-7, raised_on: 2025-01-01, status: implemented, effectiveness_plan: {due_on: 2026-09-01}}
";

#[test]
fn a_review_sees_what_happened_since_the_last_one() {
    let audits = "
- {id: IA-1, type: internal, completed_on: 2026-01-15}
- {id: IA-2, type: internal, completed_on: 2026-03-03, conclusion: fit, findings: [{id: F-1, type: minor, statement: late}]}
";
    let pack = pack(&[(Kind::Entry, ENTRIES), (Kind::Review, REVIEWS), (Kind::Audit, audits)]);
    assert_eq!(pack.last.map(|(review, held)| (review.name, held)), Some(("MR-2".to_owned(), day("2026-01-15"))));
    assert_eq!(names(pack.raised.iter().map(|line| &line.entry)), ["E-2"]);
    assert_eq!(names(pack.ended.iter().map(|line| &line.entry)), ["E-3"]);
    let late: Vec<(&str, i32)> = pack.overdue.iter().map(|one| (one.action.name.as_str(), one.days)).collect();
    assert_eq!(late, [("E-2/A1", 2), ("MR-1/A1", 1)]);
    assert_eq!(names(pack.open_actions.iter().map(|one| &one.action)), ["MR-1/A1", "MR-2/A1"]);
    let effects: Vec<_> = pack.effects.iter().map(|one| (one.entry.name.as_str(), one.result)).collect();
    assert_eq!(effects, [("E-3", "effective")]);
    assert_eq!(names(pack.audits.iter().map(|one| &one.audit)), ["IA-2"]);
    assert_eq!((pack.audits[0].conclusion.as_str(), pack.audits[0].findings[0].1), ("fit", "minor"));
    let figures = Figures { raised: 1, ended: 1, open: 4, open_then: Some(2), overdue: 2, undated: 2 };
    assert_eq!(pack.figures, figures);
}

#[test]
fn a_register_is_told_line_by_line_with_the_next_day() {
    let pack = pack(&[(Kind::Entry, ENTRIES)]);
    assert_eq!((pack.last, pack.figures.open_then), (None, None));
    assert_eq!(pack.raised.len(), 5, "without minutes everything counts up to the day");
    let next: Vec<Option<String>> =
        pack.snapshot.entries.iter().map(|line| line.due_on.map(|due| due.to_string())).collect();
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(next, [None, day("2026-06-28"), None, None, None, None, day("2026-09-01")]);
    let [source] = &pack.snapshot.sources[..] else { panic!("{:?}", pack.snapshot.sources) };
    assert_eq!((source.path.as_str(), source.entries, source.sha256.len()), ("entry-0.yaml", 7, 64));
}

#[test]
fn acceptances_to_decide_are_those_that_end_wait_or_ran_out() {
    let acceptances = "
- {id: AC-1, state: approved, covers: [R-1], expires_on: 2026-06-29}
- {id: AC-2, state: approved, covers: [R-2], expires_on: 2026-06-30}
- {id: AC-3, state: approved, covers: [R-3], expires_on: 2026-09-28}
- {id: AC-4, state: approved, covers: [R-4], expires_on: 2026-09-29}
- {id: AC-5, state: requested, covers: [R-5], requested_on: 2026-06-01, requested_by: Dan}
- {id: AC-6, state: approved, covers: [R-6], expires_on: 2027-01-01, review_on: 2026-07-01}
- {id: AC-7, state: rejected, covers: [R-7], expires_on: 2026-06-30}
";
    let risks: String = (1..8).map(|number| format!("- {{id: R-{number}, title: x, treatment: retain}}\n")).collect();
    let pack = pack(&[(Kind::RiskAcceptance, acceptances), (Kind::Risk, &risks)]);
    let found: Vec<(&str, Decide)> =
        pack.acceptances.iter().map(|one| (one.acceptance.name.as_str(), one.why)).collect();
    assert_eq!(
        found,
        [
            ("AC-1", Decide::Expired),
            ("AC-2", Decide::Expires),
            ("AC-3", Decide::Expires),
            ("AC-5", Decide::Requested),
            ("AC-6", Decide::Review),
        ]
    );
    assert_eq!(names(&pack.acceptances[3].covers), ["R-5"]);
    assert_eq!(pack.acceptances[3].requested_by.as_ref().map(|who| who.written.as_str()), Some("Dan"));
}
