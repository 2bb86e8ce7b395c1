//! Numbers that can be counted by hand.

use super::*;
use crate::readiness::stories::{day, story};

fn trends_of(entries: &str, columns: &[(Kind, &[&str])]) -> Trends {
    story(&[(Kind::Entry, entries)], columns, |index| trends(index, day("2026-06-30")))
}

const REGISTER: &str = "
- {id: E-1, raised_on: 2026-02-10, source: incident, status: closed, closed_on: 2026-04-01}
- {id: E-2, raised_on: 2026-02-28, source: incident, status: planned}
- {id: E-3, raised_on: 2026-03-01, status: rejected, decision: reject, decision_on: 2026-03-31}
- {id: E-4, raised_on: 2026-06-30, source: supplier, status: closed, closed_on: 2026-06-30}
- {id: E-5, source: supplier, status: planned}
- {id: E-6, raised_on: 2026-03-01, source: supplier, status: closed}
- {id: E-7, raised_on: 2026-07-01, source: supplier, status: planned}
- {id: E-8, raised_on: 2026-03-02, status: closed, closed_on: 2026-03-01}
";

#[test]
fn entries_are_counted_by_state_at_the_end_of_each_month() {
    let found = trends_of(REGISTER, &[]);
    let states = &found.states;
    let left_out = (states.without_raised, states.without_end, states.contradictory);
    assert_eq!((found.entries, states.placed, left_out), (8, 4, (1, 1, 2)));
    let months: Vec<_> = states
        .months
        .iter()
        .map(|month| (month.month, month.raised, month.ended, month.open, month.closed, month.otherwise))
        .collect();
    assert_eq!(
        months,
        [(2, 2, 0, 2, 0, 0), (3, 1, 1, 2, 0, 1), (4, 0, 1, 1, 1, 1), (5, 0, 0, 1, 1, 1), (6, 1, 1, 1, 2, 1)]
    );
    for month in &states.months {
        assert!(month.year == 2026 && month.open + month.closed + month.otherwise <= states.placed);
    }
}

#[test]
fn a_long_series_begins_with_what_was_there_before() {
    let entries = "- {id: E-1, raised_on: 2019-05-05, status: closed, closed_on: 2020-01-01}\n\
                   - {id: E-2, raised_on: 2019-05-05, status: planned}\n";
    let states = trends_of(entries, &[]).states;
    assert_eq!(states.months.len(), MONTHS);
    let (first, last) = (states.months[0], states.months[MONTHS - 1]);
    assert_eq!((first.year, first.month, first.open, first.closed, first.raised), (2023, 7, 1, 1, 0));
    assert_eq!((last.year, last.month, last.open, last.closed, last.ended), (2026, 6, 1, 1, 0));
}

#[test]
fn without_a_status_the_closing_date_tells() {
    let entries = "- {id: E-1, raised_on: 2026-05-05, closed_on: 2026-06-01}\n- {id: E-2, raised_on: 2026-05-05}\n";
    let found = trends_of(entries, &[(Kind::Entry, &["id", "raised_on", "closed_on"])]);
    let last = found.states.months.last().unwrap();
    assert_eq!((last.open, last.closed), (1, 1));
    assert_eq!(found.time_to_close.all.map(|all| all.median), Some(27));
}

#[test]
fn open_actions_are_sorted_by_age_and_delay() {
    let entries = "
- {id: E-1, raised_on: 2026-05-31, status: planned, actions: [{id: A1, due_on: 2026-06-30}, {id: A2, due_on: 2026-06-29}]}
- {id: E-2, raised_on: 2026-05-30, status: planned, actions: [{id: A1, due_on: 2026-05-31}, {id: A2, due_on: 2026-05-30}]}
- {id: E-3, status: planned, actions: [{id: A1}, {id: A2, status: implemented, due_on: 2026-01-01}]}
- {id: E-4, raised_on: 2025-06-29, status: planned, actions: [{id: A1, due_on: 2025-06-29}]}
- {id: E-5, raised_on: 2025-06-29, status: closed, actions: [{id: A1, due_on: 2025-06-29}]}
";
    let ageing = trends_of(entries, &[]).ageing;
    let counts = |buckets: &[Bucket]| buckets.iter().map(|bucket| bucket.count).collect::<Vec<_>>();
    assert_eq!((ageing.open, ageing.without_age, ageing.in_time, ageing.without_due), (6, 1, 1, 1));
    assert_eq!(counts(&ageing.by_age), [2, 2, 0, 0, 1]);
    assert_eq!(counts(&ageing.by_delay), [2, 1, 0, 0, 1]);
    let edges: Vec<(i32, Option<i32>)> = ageing.by_delay.iter().map(|bucket| (bucket.from, bucket.to)).collect();
    assert_eq!(edges, [(1, Some(30)), (31, Some(90)), (91, Some(180)), (181, Some(365)), (366, None)]);
    let late: usize = counts(&ageing.by_delay).iter().sum();
    assert_eq!(late + ageing.in_time + ageing.without_due, ageing.open, "each is counted once");
}

#[test]
fn quartiles_are_lengths_of_time_that_occurred() {
    for (days, expected) in [
        (vec![], None),
        (vec![5], Some([5, 5, 5, 5])),
        (vec![9, 1], Some([1, 1, 9, 9])),
        (vec![4, 3, 2, 1], Some([1, 2, 3, 4])),
        (vec![1, 2, 3, 4, 5], Some([2, 3, 4, 5])),
    ] {
        let found = spread(days.clone()).map(|spread| [spread.lower, spread.median, spread.upper, spread.longest]);
        assert_eq!(found, expected, "{days:?}");
    }
    let time = trends_of(REGISTER, &[]).time_to_close;
    assert_eq!(time.all.map(|all| (all.count, all.lower, all.longest)), Some((2, 0, 50)));
    assert_eq!(time.unplaced, 2, "one without a day of closing, one closed before it was raised");
    let quarters: Vec<(i16, u8)> = time.quarters.iter().map(|(quarter, _)| (quarter.year, quarter.number)).collect();
    assert_eq!(quarters, [(2026, 2)]);
}

#[test]
fn sources_are_counted_by_quarter_without_a_gap() {
    let found = trends_of(REGISTER, &[]).origins;
    assert_eq!(found.sources, [(Some("incident"), 2), (Some("supplier"), 2), (None, 2)]);
    let quarters: Vec<(u8, &[usize])> = found.quarters.iter().map(|(at, counts)| (at.number, &counts[..])).collect();
    assert_eq!(quarters, [(1, &[2, 1, 2][..]), (2, &[0, 1, 0])]);
    assert_eq!((found.unplaced, found.earlier), (2, 0));
    let old =
        "- {id: E-1, raised_on: 2023-06-30, source: incident}\n- {id: E-2, raised_on: 2023-07-01, source: incident}\n";
    let found = trends_of(old, &[]).origins;
    assert_eq!((found.quarters.len(), found.earlier, found.sources.len()), (12, 1, 1));
    assert_eq!(trends_of("[]", &[]).origins, Origins::default());
}

#[test]
fn what_came_back_is_grouped_by_its_cause_or_told_by_the_records() {
    let entries = "
- {id: E-1, raised_on: 2026-01-01, cause_code: Process Gap}
- {id: E-2, raised_on: 2026-01-02, cause_code: process gap, follows: E-1}
- {id: E-3, raised_on: 2026-01-03, cause_code: lone, history: [{on: 2026-02-02, event: reopened, reason: again}]}
";
    let incidents = "- {id: I-1, title: a}\n- {id: I-2, title: b, recurrence_of: I-1}\n";
    let files = [(Kind::Entry, entries), (Kind::Incident, incidents)];
    let found = story(&files, &[], |index| trends(index, day("2026-06-30"))).recurrence;
    let groups: Vec<(&str, Vec<&str>)> = found
        .causes
        .iter()
        .map(|(code, group)| (code.as_str(), group.iter().map(|entry| entry.name.as_str()).collect()))
        .collect();
    assert_eq!(groups, [("Process Gap", vec!["E-1", "E-2"])]);
    let pairs = |pairs: &[(Named, Named)]| {
        pairs.iter().map(|(later, before)| format!("{} {}", later.name, before.name)).collect::<Vec<_>>()
    };
    assert_eq!(
        (pairs(&found.follows), pairs(&found.repeats)),
        (vec!["E-2 E-1".to_owned()], vec!["I-2 I-1".to_owned()])
    );
    assert_eq!(found.reopened.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["E-3"]);
    assert!(found.has_codes && !trends_of(REGISTER, &[]).recurrence.has_codes);
}
