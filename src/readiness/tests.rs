//! What single pieces of the facts come to; whole reports are tested in `tests/readiness.rs`.

use super::first::without_positions;
use super::matrix::{RuleOutcome, Standing, standing};
use super::stories::story;
use super::subjects::Subjects;
use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::triage::{self, Policy};

#[test]
fn places_of_one_sort_are_one_cause() {
    for (kind, path, expected) in [
        (Some(Kind::Entry), "", ""),
        (Some(Kind::Entry), "root_cause", "root_cause"),
        (Some(Kind::Entry), "actions/0/due_on", "actions.due_on"),
        (Some(Kind::Entry), "actions/12/evidence/3", "actions.evidence"),
        (Some(Kind::Entry), "actions/12/evidence/3/ref", "actions.evidence.ref"),
        (Some(Kind::Entry), "criteria/2", "criteria"),
        (Some(Kind::Review), "inputs/d1/text", "inputs.text"),
        (None, "a/0/b", "a.0.b"),
    ] {
        assert_eq!(without_positions(kind, path), expected, "{path}");
    }
}

#[test]
fn an_item_stands_as_its_gravest_gap_and_its_outcomes_say() {
    use Severity::{Error, Note, Warning};
    for (passed, failed, not_applicable, not_assessed, gravest, expected) in [
        (5, 1, 0, 0, Some(Error), Standing::Broken),
        (5, 1, 0, 0, Some(Warning), Standing::Questioned),
        (5, 1, 0, 0, Some(Note), Standing::Shown),
        (5, 1, 0, 1, Some(Note), Standing::ShownInPart),
        (0, 1, 0, 0, Some(Note), Standing::Questioned),
        (1, 0, 0, 0, None, Standing::Shown),
        (1, 0, 9, 1, None, Standing::ShownInPart),
        (0, 0, 9, 1, None, Standing::NotAssessed),
        (0, 0, 9, 0, None, Standing::NothingToAssess),
        (0, 0, 0, 0, None, Standing::NothingToAssess),
    ] {
        let rule = RuleOutcome { passed, failed, not_applicable, not_assessed, ..RuleOutcome::default() };
        assert_eq!(
            standing(&[rule], gravest),
            expected,
            "{passed} {failed} {not_applicable} {not_assessed} {gravest:?}"
        );
    }
    assert_eq!(standing(&[], None), Standing::NoRule);
}

#[test]
fn records_are_numbered_from_the_latest_and_nested_ones_have_the_number_of_what_contains_them() {
    let register = "\
- {id: IMP-1, raised_on: 2026-01-01, actions: [{id: A1}]}
- {id: IMP-2, raised_on: 2026-03-01}
- {id: IMP-3}
";
    story(&[(Kind::Entry, register)], &[], |index| {
        let outcome = crate::check::Outcome::default();
        let report = triage::judge(outcome, index.sources, super::stories::day("2026-06-30"), Policy::default());
        let subjects = Subjects::of(index, &report);
        let ids: Vec<&str> = subjects.records.iter().map(|id| index.records.bare_id(*id).unwrap()).collect();
        assert_eq!(ids, ["IMP-2", "IMP-1", "IMP-3"]);
        let number = |text| subjects.number(index.records, index.resolve(text, &[]).unwrap());
        assert_eq!((number("IMP-1"), number("IMP-1/A1"), number("IMP-3")), (Some(1), Some(1), Some(2)));
    });
}
