//! Rule files as they should be, and every way in which they should not.

use std::borrow::Cow;

use super::*;

const RULE: &str = "rule: closure-with-open-actions
summary: An entry is closed while an action is open.
severity: error
serves: [guide/log-fields]
clauses: {iso-27001-2022: [\"10.2 d\"]}
status: stable
since: 0.1.0

why: Because.
fix: Do it.

parameters:
  grace: {type: duration, default: 10 days, about: How long it may take., limit: close-within}

for: entry
let:
  open: entry.actions.filter(a, a.implemented_on == null)
when: entry.status == 'closed' && entry.closed_on != null
each: action in open
require: action.due_on == null || action.due_on > plus(entry.closed_on, parameters.grace)
report:
  at: action.due_on
  message: '{entry.id} was closed on {entry.closed_on} with {action} open.'
";

fn load(path: &str, text: &str) -> Result<Catalogue, Vec<RuleError>> {
    let obligations = "- {obligation: guide/log-fields, restated: Log., checklist: guide}\n";
    let files = [
        (Cow::Borrowed("rules/obligations.yaml"), Cow::Borrowed(obligations)),
        (Cow::Owned(path.to_owned()), Cow::Owned(text.to_owned())),
    ];
    Catalogue::load(&files)
}

fn load_rule(text: &str) -> Result<Catalogue, Vec<RuleError>> {
    load("rules/closure/closure-with-open-actions.yaml", text)
}

#[test]
fn a_rule_is_loaded_with_its_parts() {
    let catalogue = load_rule(RULE).unwrap();
    let rule = catalogue.rule("closure-with-open-actions").unwrap();
    assert_eq!((rule.topic(), rule.subject), ("closure", Subject::Each(crate::model::Kind::Entry)));
    assert_eq!(rule.clauses_under("iso-27001-2022"), ["10.2 d"]);
    assert_eq!(rule.clauses_under("none"), [""; 0]);
    assert_eq!(rule.class(), Class::Content);
    let program = rule.checks[0].program.as_ref().unwrap();
    let needs: Vec<String> =
        program.needs.iter().map(|(kind, field)| format!("{}.{}", kind.name(), kind.field_info(*field).name)).collect();
    let expected = ["entry.actions", "entry.status", "entry.closed_on", "action.due_on", "action.implemented_on"];
    assert_eq!(needs, expected, "the id is only shown");
    assert!(program.when.is_some() && program.when_item.is_none() && program.first.shared.is_empty());
    assert_eq!(program.then.shared, [0], "`open` is wanted after `when`");
    assert_eq!(catalogue.nearest("closure-with-open-action"), Some("closure-with-open-actions"));
    assert_eq!(catalogue.checklist()[0].0, "guide");
    assert_eq!(catalogue.serving("guide/log-fields").count(), 1);
}

#[test]
fn the_clock_and_the_population_make_a_class() {
    let clock = RULE.replace("entry.closed_on != null", "entry.closed_on != null && entry.closed_on <= as_of");
    assert_eq!(load_rule(&clock).unwrap().rules()[0].class(), Class::Clock);
    let change = RULE.replace("for: entry", "for: change of entry").replace("entry.", "after.");
    let change = load_rule(&change).unwrap();
    assert_eq!(change.rules()[0].class(), Class::History);
    assert!(change.rules()[0].shared.change.is_some() && change.rules()[0].checks[0].program.is_some());
    let versions = RULE.replace("entry.closed_on != null", "entry.closed_on != null && versions(entry).size() > 1");
    assert_eq!(load_rule(&versions).unwrap().rules()[0].class(), Class::History);
}

#[test]
fn what_is_wrong_is_shown_in_its_place() {
    let cases = [
        ("severity: error", "severity: eror", ":3:11:", "`eror` is not a word that is known here"),
        ("since: 0.1.0\n", "since: 0.1.0\nsinse: 1\n", ":8:1:", "there is no key `sinse` here"),
        ("since: 0.1.0\n", "", ":1:1:", "the key `since` is missing here"),
        ("why: Because.\nfix: Do it.", "fix: Do it.\nwhy: Because.", ":10:1:", "the key `why` belongs before `fix`"),
        ("serves: [guide/log-fields]", "serves: [guide/log-field]", ":4:10:", "did you mean `guide/log-fields`?"),
        ("rule: closure-with-open-actions", "rule: closure-open", ":1:7:", "both must be the same"),
        ("rule: closure-with-open-actions", "rule: Closure", ":1:7:", "two or more words in lower case"),
        ("for: entry", "for: entri", ":15:6:", "did you mean `entry`?"),
        ("default: 10 days", "default: 10 fortnights", ":13:36:", "no length of time"),
        ("> plus(entry.closed_on", "> plus(entry.closed_at", ":20:", "closed_at"),
        ("when: entry.status == 'closed' &&", "when: entry.status == 'close' &&", ":18:", "closed"),
        ("require: action.due_on == null ||", "require: days(as_of, action.due_on) ||", ":20:", "^"),
        ("each: action in open", "each: open", ":19:7:", "`item in list`"),
        ("each: action in open", "each: action in entry.status", ":19:7:", "walks a list"),
        ("each: action in open", "each: action in entry.actoins", ":19:23:", "actions"),
        ("  open:", "  spare: entry.closed_on\n  open:", ":17:10:", "`spare` is never used"),
        (", parameters.grace)", ", duration('1 day'))", ":13:36:", "the parameter `grace` is never used"),
        ("{entry.id} was", "{entry.idd} was", ":23:20:", "idd"),
        ("  at: action.due_on\n", "", ":22:12:", "`at` is missing"),
        ("require: action", "checks: []\nrequire: action", ":21:1:", "belongs before"),
        ("for: entry", "for: entry\nfor: entry", ":16:1:", "twice"),
        ("why: Because.", "why: [", ":", ""),
    ];
    let mut faults = Vec::new();
    for (old, new, place, message) in cases {
        assert!(RULE.contains(old), "{old}");
        let errors = load_rule(&RULE.replacen(old, new, 1)).unwrap_err();
        let text = errors[0].to_string();
        let start = format!("rules/closure/closure-with-open-actions.yaml{place}");
        if !(text.starts_with(&start) && text.contains(message) && text.contains('^')) {
            faults.push(format!("{new}: {text}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_caret_stands_under_the_wrong_field() {
    let errors = load_rule(&RULE.replace("entry.closed_on != null", "entry.closd_on != null")).unwrap_err();
    let text = errors[0].to_string();
    let lines: Vec<&str> = text.lines().collect();
    let at = lines[2].find("closd_on").unwrap();
    assert!(lines[3][at..].starts_with("^^^^^^^^ "), "{text}");
    assert!(lines[3].contains("closed_on"), "{text}");
}

#[test]
fn a_rule_stands_in_the_folder_of_its_topic() {
    let errors = load("rules/action/closure-with-open-actions.yaml", RULE).unwrap_err();
    assert!(errors[0].message.contains("belongs in `closure`"), "{}", errors[0]);
    let late = format!("{RULE}examples:\n  good: []\n  bad: []\noverlaps: none\n");
    assert!(load_rule(&late).unwrap_err()[0].message.contains("the last key"));
}

#[test]
fn a_rule_about_reading_has_a_message_and_no_condition() {
    let text = "rule: input-syntax-error
summary: A file cannot be parsed.
severity: error
from: reading
why: Because.
fix: Do it.
status: stable
since: 0.1.0
message: '{file}:{line}: {what}.'
";
    let catalogue = load("rules/input/input-syntax-error.yaml", text).unwrap();
    assert!(catalogue.rules()[0].is_reading() && catalogue.rules()[0].checks.is_empty());
    let errors = load("rules/input/input-syntax-error.yaml", &text.replace("message: ", "overlaps: ")).unwrap_err();
    assert!(errors[0].message.contains("needs a `message`"));
}

#[test]
fn several_checks_share_what_stands_above_them() {
    let checks = "checks:
  - key: date
    when: entry.status == 'closed'
    require: entry.closed_on != null
    report: {at: entry.closed_on, message: 'no date'}
  - key: late
    severity: note
    let: {first: open.first()}
    when: first != null
    require: first.due_on == null || first.due_on > plus(as_of, parameters.grace)
    report: {at: first, message: '{first} is late'}
    empty: [entry, review]
";
    let head = &RULE[..RULE.find("when:").unwrap()];
    let catalogue = load_rule(&format!("{head}{checks}")).unwrap();
    let rule = &catalogue.rules()[0];
    let keys: Vec<&str> = rule.checks.iter().map(|check| check.key.as_str()).collect();
    assert_eq!(keys, ["date", "late"]);
    let weights: Vec<String> = rule.checks.iter().map(|check| check.severity.to_string()).collect();
    assert_eq!(weights, ["error", "note"]);
    let program = |index: usize| rule.checks[index].program.as_ref().unwrap();
    assert!(program(0).needs.iter().all(|(kind, _)| *kind == crate::model::Kind::Entry), "`open` is not wanted");
    assert_eq!((program(1).first.shared.as_slice(), program(1).first.own.len()), ([0].as_slice(), 1));
    assert_eq!(rule.checks[1].empty.len(), 2);
    let twice = format!("{head}{}", checks.replace("key: late", "key: date"));
    assert!(load_rule(&twice).unwrap_err()[0].message.contains("two checks"));
    let both = format!("{head}when: true\n{checks}");
    assert!(load_rule(&both).unwrap_err()[0].message.contains("in place of"));
}

#[test]
fn the_schema_knows_the_keys_that_are_read() {
    let schema = schema();
    let known = |part: &str| -> Vec<String> {
        let keys = schema.pointer(part).and_then(serde_json::Value::as_object).unwrap();
        keys.keys().cloned().collect()
    };
    let rule = known("/else/properties");
    for key in ["rule", "for", "let", "checks", "native", "examples"] {
        assert!(rule.iter().any(|known| known == key), "{key}");
    }
    assert!(known("/else/properties/checks/items/properties").iter().any(|key| key == "require"));
    assert!(known("/then/properties").iter().any(|key| key == "from"));
    assert!(jsonschema::validator_for(&schema).is_ok());
}

#[test]
fn every_pack_is_read_and_has_the_name_of_its_file() {
    let catalogue = Catalogue::embedded();
    let names: Vec<&str> = catalogue.packs().map(|pack| pack.name.as_str()).collect();
    assert_eq!(names, ["iso-27001-2013", "iso-27001-2022"]);
    for name in names {
        assert_eq!(catalogue.pack(name).map(|pack| pack.name.as_str()), Some(name));
    }
    assert!(catalogue.pack("iso-27001-1999").is_none());
}
