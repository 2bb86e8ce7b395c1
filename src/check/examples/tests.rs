//! Rules with examples that hold, and with examples that do not.

use std::borrow::Cow;

use super::run;
use crate::rule::Catalogue;

/// The rule that the description of the rule format shows.
const RULE: &str = r#"rule: effectiveness-before-implementation
summary: An action is judged effective before it was implemented.
severity: error
serves: [audit/effectiveness]
clauses: {iso-27001-2022: ["10.2 d"], iso-27001-2013: ["10.1 d"]}
status: stable
since: 0.1.0

why: |
  A review of effectiveness looks at what happened after the change.

fix: |
  Review again after the last action is implemented, or correct the wrong date.

for: entry
let:
  last: entry.actions.map(a, a.implemented_on).max()
when: last != null
each: review in entry.effectiveness
require: review.reviewed_on == null || review.reviewed_on >= last
report:
  at: review.reviewed_on
  message: "{entry.id}: effectiveness was judged on {review.reviewed_on}, but the last action was only implemented on {last}."
  related:
    - each: a in entry.actions.filter(a, a.implemented_on == last)
      at: a.implemented_on
      message: "{a.id} was implemented here"

examples:
  good:
    - says: reviewed three months after the last action
      given:
        entry:
          - id: IMP-1
            actions: [{id: A1, implemented_on: 2026-01-10}]
            effectiveness: [{reviewed_on: 2026-04-10, result: effective}]
  bad:
    - says: reviewed a week too early
      given:
        entry:
          - id: IMP-2
            actions: [{id: A1, implemented_on: 2026-01-10}, {id: A2, implemented_on: 2026-02-01}]
            effectiveness: [{reviewed_on: 2026-01-25, result: effective}]
      expect:
        - at: entry/IMP-2/effectiveness/0/reviewed_on
          message: "IMP-2: effectiveness was judged on 2026-01-25, but the last action was only implemented on 2026-02-01."
          related: [{at: entry/IMP-2/actions/1/implemented_on, message: IMP-2/A2 was implemented here}]
"#;

fn failures(text: &str) -> Vec<String> {
    let path = "rules/effectiveness/effectiveness-before-implementation.yaml";
    let files = [(Cow::Borrowed(path), Cow::Owned(text.to_owned()))];
    let catalogue = match Catalogue::load(&files) {
        Ok(catalogue) => catalogue,
        Err(errors) => return errors.iter().map(ToString::to_string).collect(),
    };
    run(&catalogue.rules()[0], &catalogue).iter().map(ToString::to_string).collect()
}

#[test]
fn the_rule_of_the_specification_holds() {
    assert_eq!(failures(&RULE.replace("\"{a.id} was", "\"{a} was")), [""; 0]);
}

#[test]
fn an_example_that_does_not_hold_says_why() {
    let rule = RULE.replace("\"{a.id} was", "\"{a} was");
    let cases = [
        (
            "entry/IMP-2/effectiveness/0/reviewed_on",
            "entry/IMP-2",
            "bad: 'reviewed a week too early': expected\n    at: entry/IMP-2\n",
        ),
        ("severity: error", "severity: warning", ""),
        ("          related: [{", "          severity: note\n          related: [{", "    severity: note\n"),
        (
            "IMP-2/A2 was implemented here}]",
            "IMP-2/A1 was implemented here}]",
            "related: entry/IMP-2/actions/1/implemented_on: IMP-2/A2",
        ),
        (
            "reviewed_on: 2026-04-10",
            "reviewed_on: 2026-01-09",
            "good: 'reviewed three months after the last action': expected silence",
        ),
        ("reviewed_on: 2026-04-10", "result: effective}, {reviewed_on: 2026-04-10", ""),
        ("actions: [{id: A1, implemented_on: 2026-01-10}]\n", "actions: []\n", "no good example gets past `when`"),
        (
            "reviewed_on: 2026-01-25",
            "reviewed_on: 2026-02-30",
            "not assessed: `reviewed_on` of effectiveness-review cannot be read",
        ),
        ("{id: A1, implemented_on: 2026-01-10}, {", "{id: A1, implementd_on: 2026-01-10}, {", "input-field-unknown"),
        (
            "        entry:\n          - id: IMP-2",
            "        entri:\n          - id: IMP-2",
            "there is no kind of record `entri`",
        ),
        (
            "      expect:\n",
            "      columns: {action: [id]}\n      expect:\n",
            "not assessed: entry.yaml keeps no `implemented_on` of action",
        ),
        ("says: reviewed a week too early", "says: x\n      as_of: soon", "`soon` is not a date"),
        ("says: reviewed a week too early", "says: x\n      after: {entry: []}", "'x': give either `given` or `after`"),
        ("says: reviewed a week too early", "says: x\n      before: {entri: []}", "there is no kind of record `entri`"),
        ("says: reviewed a week too early", "says: x\n      history: {start: soon}", "`soon` is not a date"),
        (
            "says: reviewed a week too early",
            "says: x\n      history: {IMP-2: 2026-01-01}",
            "`IMP-2` is no kind with an id",
        ),
    ];
    for (old, new, expected) in cases {
        assert!(rule.contains(old), "{old}");
        let found = failures(&rule.replacen(old, new, 1)).join("\n");
        assert_eq!(found.is_empty(), expected.is_empty(), "{new}: {found}");
        assert!(found.contains(expected), "{new}: {found}");
    }
}
