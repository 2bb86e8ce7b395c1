//! Who held what on which day, which records name which, and what stands in the text of minutes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::mapping::{self, SourceSettings};
use crate::model::Lexicon;
use crate::read::{Format, yaml};
use crate::text::Span;

/// Asks an index of these files.
fn with_index<T>(files: &[(Kind, &str)], ask: impl FnOnce(&Index<'_>) -> T) -> T {
    let (mut sources, mut mapped) = (Sources::default(), Vec::new());
    for (number, (kind, text)) in files.iter().enumerate() {
        let (path, text) = (format!("{number}.yaml"), Arc::<str>::from(*text));
        let source = sources.add(path.clone(), Arc::clone(&text));
        let (tree, problems) = yaml::read(source, &text);
        assert!(problems.is_empty(), "{problems:?}");
        let common = mapping::Common { lexicon: Lexicon::embedded(), pack: "iso-27001-2022", path: "a.yaml" };
        let settings = SourceSettings::canonical(*kind, &path, Span::top(source));
        mapped.push(mapping::map(&settings, number, tree, &Format::Yaml, common));
    }
    let records = mapping::unite(mapped).records;
    ask(&Index::build(&records, &sources, &BTreeSet::new()))
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

const PEOPLE: &str = "
people:
  - {id: ana, name: Ana Lima, active_from: 2025-01-01, active_to: 2025-12-31}
  - {id: bo, active_from: 2025-01-01, active_to: some day}
  - {id: cy, active_to: 2025-06-30}
roles:
  - {id: ciso, title: Security Officer, body: management-review-team}
  - {id: ceo, top_management: true}
role_assignments:
  - {person: ana, role: ciso, from: 2025-01-01, to: 2025-03-31}
  - {person: bo, role: ciso, from: 2025-04-01, to: some day}
  - {person: cy, role: ciso}
  - {person: cy, role: ceo, from: 2025-02-01}
ownership:
  - {item: door, owner: ana, from: 2025-01-01, to: 2025-06-30}
  - {item: gate, owner: ana, from: 2025-01-01, to: some day}
";

#[test]
fn a_day_is_answered_only_by_dates_that_can_be_read() {
    with_index(&[(Kind::Person, PEOPLE)], |index| {
        let people = index.people();
        for (person, on, expected) in [
            ("ana", "2024-12-31", Some(false)),
            ("Ana Lima", "2025-12-31", Some(true)),
            ("ana", "2026-01-01", Some(false)),
            ("bo", "2024-12-31", Some(false)),
            ("bo", "2025-02-01", None),
            ("cy", "2020-01-01", Some(true)),
            ("nobody", "2025-01-01", None),
            ("role:ceo", "2025-02-01", Some(true)),
            ("role:ceo", "2025-07-01", Some(false)),
        ] {
            assert_eq!(people.active_on(person, day(on)), expected, "{person} active on {on}");
        }
        for (person, on, expected) in [
            ("ana", "2025-03-31", Some(true)),
            ("ana", "2025-04-01", Some(false)),
            ("bo", "2025-03-31", Some(false)),
            ("bo", "2025-04-01", None),
            ("cy", "2025-04-01", None),
        ] {
            assert_eq!(people.has_role_on(person, "ciso", day(on)), expected, "{person} ciso on {on}");
            assert_eq!(people.in_body_on(person, "management-review-team", day(on)), expected, "{person} on {on}");
        }
        assert_eq!(people.has_role_on("ana", "cfo", day("2025-03-31")), None, "no such role");
        assert_eq!(people.top_management_on("cy", day("2025-02-01")), Some(true));
        assert_eq!(people.top_management_on("cy", day("2025-01-31")), Some(false));
        for (item, on, expected) in [
            ("door", "2025-06-30", Some(true)),
            ("door", "2025-07-01", Some(false)),
            ("gate", "2025-06-30", None),
            ("gate", "2024-06-30", Some(false)),
            ("roof", "2025-06-30", None),
        ] {
            assert_eq!(people.owns_on(index, "ana", item, day(on)), expected, "{item} on {on}");
        }
        assert!(people.same_person("Security Officer", "ana", day("2025-02-01")));
        assert!(!people.same_person("Security Officer", "ana", day("2025-05-01")));
    });
}

const ENTRIES: &str = "
- {id: IMP-1, source_refs: [IMP-3, NOWHERE-1], actions: [{id: A1}, {id: A2}]}
- {id: IMP-2, actions: [{id: A1, changes: [CR-1]}, {id: B7}]}
- {id: IMP-3, raised_on: 2025-05-05}
- {id: IMP-4, raised_on: 2025-05-05}
- {id: IMP-5, raised_on: 2025-04-04}
";

#[test]
fn links_mentions_and_order_lead_both_ways() {
    let review = "{id: MR-1, held_on: 2025-05-01, inputs: [{key: a, text: 'IMP-2 – IMP-4; see IMP-1/A2, not XIMP-5'}]}";
    let files = [(Kind::Entry, ENTRIES), (Kind::Review, review), (Kind::ChangeTicket, "[{id: CR-1}]")];
    with_index(&files, |index| {
        let name = |id: RecordId| index.records.full_id(id).unwrap();
        let names = |ids: &[RecordId]| ids.iter().map(|id| name(*id)).collect::<Vec<String>>();
        let get = |id: &str| index.resolve(id, &[]).unwrap();
        assert_eq!(name(get("IMP-2/A1")), "IMP-2/A1");
        assert_eq!(name(get("B7")), "IMP-2/B7", "a bare id that only one record has");
        assert_eq!(index.resolve("A1", &[]), None, "two actions have this id");
        assert_eq!(index.resolve("IMP-1", &[Kind::Review]), None);
        assert_eq!(names(index.targets_of(get("IMP-1"))), ["IMP-3"]);
        assert_eq!(names(index.referrers_of(get("CR-1"))), ["IMP-2/A1"], "the action refers, not the entry");
        assert_eq!(index.dangling().len(), 1);
        let mut mentioned = names(index.mentions_of(get("MR-1")));
        mentioned.sort();
        assert_eq!(mentioned, ["IMP-1", "IMP-1/A2", "IMP-2", "IMP-3", "IMP-4"]);
        assert_eq!(names(index.mentioned_by(get("IMP-3"))), ["MR-1"]);
        assert!(index.mentioned_by(get("IMP-5")).is_empty());
        assert_eq!(index.next(get("IMP-5")), Some(get("IMP-3")));
        assert_eq!(index.next(get("IMP-3")), Some(get("IMP-4")), "one day, in the order of the source");
        assert_eq!(index.previous(get("IMP-4")), Some(get("IMP-3")));
        assert_eq!(index.previous(get("IMP-5")), None);
        assert_eq!(
            names(index.after(Kind::Entry, day("2025-04-04"))),
            ["IMP-3", "IMP-4"],
            "the day itself is not after"
        );
        let raised = Kind::Entry.field("raised_on").unwrap();
        let between = |from, to| names(index.between(Kind::Entry, raised, day(from), day(to)));
        assert_eq!(between("2025-04-04", "2025-05-05"), ["IMP-3", "IMP-4"]);
        assert_eq!(between("2025-04-03", "2025-04-04"), ["IMP-5"]);
        assert!(between("2025-05-05", "2025-04-04").is_empty());
    });
}

#[test]
fn a_reference_may_write_an_id_with_other_zeros_and_hyphens() {
    let entries = "
- {id: NC-007, actions: [{id: A01, title: a}, {id: A1, title: b}]}
- {id: NC-8, actions: [{id: A2, title: a}]}
- {id: NC-08}
- {id: NC-0012}
- {id: NC-0012, title: again}
";
    let risks = "- {id: R-1}\n- {id: NC-9}\n";
    with_index(&[(Kind::Entry, entries), (Kind::Risk, risks)], |index| {
        for (text, kind, expected) in [
            ("NC-007", None, Some("NC-007")),
            ("NC-7", None, Some("NC-007")),
            ("NC\u{2011}07", None, Some("NC-007")),
            ("NC-08", None, Some("NC-08")),
            ("NC-008", None, None),
            ("NC-12", None, Some("NC-0012")),
            ("NC-009", Some(Kind::Entry), None),
            ("NC-009", Some(Kind::Risk), Some("NC-9")),
            ("R-01", None, Some("R-1")),
            ("R-10", None, None),
            ("NC-7/A1", None, Some("NC-007/A1")),
            ("NC-7/A01", None, Some("NC-007/A01")),
            ("NC-8/A02", None, Some("NC-8/A2")),
            ("A02", None, Some("NC-8/A2")),
            ("A001", None, None),
        ] {
            let found = index.resolve(text, kind.as_slice());
            assert_eq!(found.and_then(|id| index.records.full_id(id)).as_deref(), expected, "{text}");
        }
    });
}

#[test]
fn limits_are_those_of_documents_in_force() {
    let documents = "
- {id: P-1, status: approved, limits: {close-within: {major: 30 days, minor: 90 days}, plan-within: 20 days, wait-after: 5 days}}
- {id: P-2, limits: {close-within: 60 days, plan-within: 2 weeks, wait-after: 10 days}}
- {id: P-3, status: draft, limits: {close-within: 1 day, record-within: 1 day}}
- {id: P-4, status: approved, limits: {close-within: {minor: 80 days}, record-within: soon}}
";
    with_index(&[(Kind::Document, documents)], |index| {
        let limits = index.limits();
        let grade = |word: &str| crate::model::tables::CLASSIFICATION.set(word);
        let of = |key: &str, word: Option<&str>| {
            limits.for_grade(key, word.and_then(grade)).map(|limit| limit.value.to_string()).unwrap_or_default()
        };
        for (key, word, expected) in [
            ("close-within", Some("major"), "30 days"),
            ("close-within", Some("minor"), "80 days"),
            ("close-within", Some("opportunity"), "60 days"),
            ("close-within", None, "60 days"),
            ("plan-within", Some("major"), "14 days"),
            ("wait-after", None, "10 days"),
            ("record-within", None, ""),
            ("no-such-limit", Some("minor"), ""),
        ] {
            assert_eq!(of(key, word), expected, "{key} {word:?}");
        }
        assert!(limits.for_all("close-within").is_some_and(|limit| limit.value.to_string() == "60 days"));
        let differing: Vec<_> = limits.disagreements().map(|found| found.key).collect();
        assert_eq!(differing, ["close-within", "plan-within", "wait-after"], "minor, and two that are for all");
    });
}
