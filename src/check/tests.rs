//! Runs over small workspaces: what is assessed, what is counted, what is said and where.

mod changes;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::*;
use crate::change::Change;
use crate::data::Date;
use crate::expr::{Pack, Settings};
use crate::index::Index;
use crate::mapping::{self, SourceSettings};
use crate::model::{Lexicon, Records};
use crate::read::{Format, yaml};
use crate::text::{SourceId, Sources};

const HEAD: &str = "summary: S.\nseverity: error\nserves: []\nstatus: stable\nsince: 0.1.0\nwhy: W.\nfix: F.\n";
const READING: &str = "summary: S.\nseverity: error\nfrom: reading\nwhy: W.\nfix: F.\nstatus: stable\nsince: 0.1.0\n";

/// A workspace and rules, written down.
#[derive(Default)]
struct Story {
    files: Vec<(Kind, String)>,
    rules: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    settings: Settings,
    rule_settings: String,
    carried: Vec<(Kind, Vec<&'static str>)>,
    unread: Vec<Kind>,
    base: Option<Vec<(Kind, String)>>,
    unread_base: Vec<Kind>,
    threads: Option<usize>,
}

impl Story {
    fn file(mut self, kind: Kind, text: &str) -> Self {
        self.files.push((kind, text.to_owned()));
        self
    }

    fn rule(mut self, name: &str, body: &str) -> Self {
        let topic = name.split('-').next().unwrap();
        let head = if topic == "input" { READING } else { HEAD };
        let text = format!("rule: {name}\n{head}{body}\n");
        self.rules.push((format!("rules/{topic}/{name}.yaml").into(), text.into()));
        self
    }

    fn run(&self) -> (Outcome, Vec<String>) {
        let mut rules = self.rules.clone();
        let note =
            format!("rule: input-check-not-assessable\n{READING}message: '{{rule}} was not assessed: {{reason}}.'\n");
        rules.push(("rules/input/input-check-not-assessable.yaml".into(), note.into()));
        let catalogue = Catalogue::load(&rules).unwrap_or_else(|errors| panic!("{}", errors[0]));
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        let mut records = read(&self.files, &mut sources, &mut problems);
        for (kind, fields) in &self.carried {
            let bits = fields.iter().map(|field| 1_u128 << kind.field(field).unwrap().0).sum();
            records.batches.iter_mut().for_each(|batch| batch.carried[*kind as usize] = bits);
        }
        let change = self.base.as_ref().map(|base| {
            sources.begin_earlier();
            records.add_earlier(read(base, &mut sources, &mut Vec::new()));
            Change::within(&records, self.unread_base.clone())
        });
        let settings_text: Arc<str> = Arc::from(self.rule_settings.as_str());
        let (tree, _) = yaml::read(SourceId(0), &settings_text);
        let rule_settings = match tree.roots() {
            [root] => RuleSettings::read(&tree, *root, &catalogue).unwrap(),
            _ => RuleSettings::default(),
        };
        let (paths, pack) = (BTreeSet::new(), Pack::default());
        let index = Index::build(&records, &sources, &paths);
        let world = World::new(&index, Date::parse("2026-06-30").unwrap(), &self.settings, &pack);
        let world = world.with_past(change.as_ref(), None);
        let by_kind = BTreeMap::from([(Kind::Review, Span::new(SourceId(0), 2, 3))]);
        let expectations = Expectations { by_kind, fallback: Span::top(SourceId(0)), absence: Absence::Certain };
        let input = Run {
            catalogue: &catalogue,
            world: &world,
            settings: &rule_settings,
            problems: &problems,
            unread: &self.unread,
            expectations: &expectations,
            threads: self.threads,
            keep: 0,
        };
        let outcome = run(&input);
        let notes = not_assessed(&input, &outcome);
        assert!(notes.iter().all(|note| note.message.contains(" was not assessed: ")), "{notes:?}");
        assert_eq!(notes.is_empty(), outcome.tallies.iter().all(|tally| tally.not_assessed.is_empty()));
        let shown = outcome.diagnostics.iter().map(|one| {
            let place = sources.place(one.span);
            format!("{place} {}[{}] {}/{}: {}", one.severity, one.rule, one.subject, one.field, one.message)
        });
        let shown = shown.collect();
        (outcome, shown)
    }

    fn said(&self) -> Vec<String> {
        self.run().1
    }

    /// Passed, failed, not applicable, and the reasons of what was not assessed, of the only check.
    fn tally(&self) -> (u32, u32, u32, Vec<(String, u32)>) {
        let tally = self.run().0.tallies.remove(0);
        (tally.passed, tally.failed, tally.not_applicable, tally.not_assessed)
    }
}

/// Reads the files of one state.
fn read(files: &[(Kind, String)], sources: &mut Sources, problems: &mut Vec<Problem>) -> Records {
    let mut mapped = Vec::new();
    for (number, (kind, text)) in files.iter().enumerate() {
        let path = format!("{}-{number}.yaml", kind.name());
        let text: Arc<str> = Arc::from(text.as_str());
        let source = sources.add(path.clone(), Arc::clone(&text));
        let (tree, found) = yaml::read(source, &text);
        problems.extend(found);
        let common = mapping::Common { lexicon: Lexicon::embedded(), pack: "iso-27001-2022", path: "a.yaml" };
        let settings = SourceSettings::canonical(*kind, &path, Span::top(source));
        mapped.push(mapping::map(&settings, number, tree, &Format::Yaml, common));
    }
    let united = mapping::unite(mapped);
    problems.extend(united.problems);
    united.records
}

fn closed() -> Story {
    let body = "for: entry\nwhen: entry.status == 'closed'\nrequire: entry.closed_on != null\n\
                report: {at: entry.closed_on, message: '{entry} is closed, but not when.'}";
    Story::default().rule("closure-date-missing", body)
}

const ENTRIES: &str = "- {id: A, status: closed, closed_on: 2026-01-01}\n- {id: B, status: closed}\n\
                       - {id: C, status: raised}\n- {id: D, status: closed, closed_on: someday}\n- {status: closed}\n";

#[test]
fn outcomes_are_counted_and_told_in_place() {
    let story = closed().file(Kind::Entry, ENTRIES);
    let unreadable = "`closed_on` of entry cannot be read, first at entry-0.yaml:4:38".to_owned();
    assert_eq!(story.tally(), (1, 2, 1, vec![(unreadable, 1)]));
    let said = story.said();
    let told = said.iter().filter(|line| line.contains("closure-")).cloned().collect::<Vec<_>>();
    let expected = [
        "entry-0.yaml:2:8 error[closure-date-missing] entry/B/closed_on: B is closed, but not when.",
        "entry-0.yaml:5:4 error[closure-date-missing] entry/#4/closed_on: The entry at entry-0.yaml:5 is closed, but not when.",
    ];
    assert_eq!(told, expected);
    assert!(said.iter().any(|line| line.contains("input-date-unparseable")), "{said:?}");
}

#[test]
fn nothing_depends_on_the_number_of_threads() {
    let entries: String =
        (0..5000).map(|n| format!("- {{id: E-{n}, status: {}}}\n", ["closed", "raised"][n % 2])).collect();
    let mut story = closed().file(Kind::Entry, &entries);
    story.threads = Some(1);
    let one = story.run().0;
    assert_eq!((one.tallies[0].failed, one.diagnostics.len()), (2500, 2500));
    story.threads = Some(3);
    assert_eq!(one, story.run().0);
}

#[test]
fn what_the_source_does_not_keep_is_not_assessed() {
    let mut story = closed().file(Kind::Entry, ENTRIES);
    story.carried = vec![(Kind::Entry, vec!["id", "status"])];
    let reason = "entry-0.yaml keeps no `closed_on` of entry".to_owned();
    assert_eq!(story.tally(), (0, 0, 0, vec![(reason, 5)]));
    let optional = "for: entry\nrequire: optional(entry.closed_on) != null\nreport: {at: entry, message: m}";
    let mut story = Story::default().rule("closure-date-missing", optional).file(Kind::Entry, "- {id: A}\n");
    story.carried = vec![(Kind::Entry, vec!["id"])];
    assert_eq!(story.tally(), (0, 1, 0, vec![]), "`optional` can do without");
}

#[test]
fn what_the_index_is_asked_for_must_have_been_read() {
    let body = "for: entry\nrequire: entry.mentioned_by('review').size() > 0\nreport: {at: entry, message: m}";
    let story = |text: &str| {
        Story::default()
            .rule("review-entry-unknown", body)
            .file(Kind::Entry, "- {id: IMP-1}\n")
            .file(Kind::Review, text)
    };
    assert_eq!(story("").tally(), (0, 0, 0, vec![("no review was read".to_owned(), 1)]));
    assert_eq!(story("{id: MR-1, title: IMP-1 and others}").tally(), (1, 0, 0, vec![]));
    assert_eq!(story("{id: MR-1, title: others}").tally(), (0, 1, 0, vec![]));
    let mut unread = story("{id: MR-1, title: others}");
    unread.unread = vec![Kind::Review];
    let reason = "a source of kind review could not be read to its end".to_owned();
    assert_eq!(unread.tally(), (0, 0, 0, vec![(reason.clone(), 1)]));
    let broken = story("- {id: MR-1, title: others}\n- {id: MR-2, title: [\n");
    assert_eq!(broken.tally(), (0, 0, 0, vec![(reason, 1)]), "what stands behind the error may say it");
}

#[test]
fn a_record_in_which_reading_stopped_is_not_assessed() {
    let story = closed().file(Kind::Entry, "- {id: A, status: closed}\n- id: B\n  status: closed\n  title: [\n");
    let reason = "reading stopped inside the record, in entry-0.yaml".to_owned();
    assert_eq!(story.tally(), (0, 1, 0, vec![(reason, 1)]));
}

#[test]
fn absence_is_told_at_the_line_that_expects() {
    let body = "for: workspace\nrequire: records('review').exists(r, r.held_on != null)\n\
                report: {about: review, message: none}\nempty: review";
    let story = Story::default().rule("review-never-held", body).file(Kind::Entry, "[]\n");
    assert_eq!(story.said(), ["entry-0.yaml:1:3 error[review-never-held] workspace/: none"]);
    let story =
        Story::default().rule("review-never-held", &body.replace("empty: review", "")).file(Kind::Entry, "[]\n");
    assert_eq!(story.tally().3, [("no review was read".to_owned(), 1)]);
}

#[test]
fn each_item_that_fails_is_told() {
    let body = "for: entry\neach: action in entry.actions\nwhen: action.due_on != null\nrequire: action.due_on >= as_of\n\
                report: {at: action.due_on, message: '{action} was due on {action.due_on}.'}";
    let text = "- id: A\n  actions: [{id: A1, due_on: 2026-01-01}, {id: A2, due_on: 2026-12-01}, {id: A3, due_on: 2026-02-01}]\n\
                - id: B\n  actions: [{id: A1}]\n- id: C\n  actions: [{id: A1, due_on: 2026-12-01}, {id: A2, due_on: x}]\n- id: D\n";
    let story = Story::default().rule("action-overdue", body).file(Kind::Entry, text);
    let (passed, failed, not_applicable, not_assessed) = story.tally();
    assert_eq!((passed, failed, not_applicable, not_assessed.len()), (0, 1, 2, 1), "an item in doubt is no pass");
    let said: Vec<String> = story.said().into_iter().filter(|line| line.contains("action-overdue")).collect();
    let expected = [
        "entry-0.yaml:2:30 error[action-overdue] entry/A/actions/0/due_on: A/A1 was due on 2026-01-01.",
        "entry-0.yaml:2:90 error[action-overdue] entry/A/actions/2/due_on: A/A3 was due on 2026-02-01.",
    ];
    assert_eq!(said, expected);
}

#[test]
fn fingerprints_survive_sorting_and_count_equal_rows() {
    let prints = |text: &str| {
        let mut prints: Vec<String> =
            closed().file(Kind::Entry, text).run().0.diagnostics.iter().map(|one| one.fingerprint.0.clone()).collect();
        prints.sort();
        prints
    };
    let one = prints("- {id: A, status: closed}\n- {status: closed, title: x}\n- {status: closed, title: x}\n");
    let other =
        prints("- {title: x, status: closed}\n\n\n- {status: closed, title: x}\n- {status: closed, id: A, owner: b}\n");
    assert_eq!(one, other);
    assert_eq!(one.iter().collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn records_before_the_assessed_time_are_set_aside() {
    let text = "- {id: A, status: closed, closed_on: 2020-01-01}\n- {id: B, status: raised, closed_on: 2020-01-01}\n- {id: C, status: closed}\n";
    let story = closed().file(Kind::Entry, text);
    assert_eq!(story.run().0.set_aside, [(Kind::Entry, 1)]);
    assert_eq!(story.tally(), (0, 1, 1, vec![]));
    let mut story = closed().file(Kind::Entry, text);
    story.settings.isms_start = Date::parse("2019-01-01");
    assert_eq!(story.tally(), (0, 1, 1, vec![]), "three years at most, however long the system runs");
    story.settings.assess_from = Date::parse("2019-01-01");
    assert_eq!(story.tally(), (1, 1, 1, vec![]));
}

#[test]
fn settings_switch_off_and_weigh() {
    let mut story = closed().file(Kind::Entry, "- {id: B, status: closed}\n");
    story.rule_settings = "closure-date-missing: note".to_owned();
    assert!(story.said()[0].contains(" note[closure-date-missing]"));
    story.rule_settings = "closure-date-missing: {severity: warning}".to_owned();
    assert!(story.said()[0].contains(" warning[closure-date-missing]"));
    story.rule_settings = "closure-date-missing: off".to_owned();
    assert_eq!(story.run().0, Outcome::default());
}

#[test]
fn wrong_settings_of_rules_are_told_in_place() {
    let body = "parameters:\n  grace: {type: duration, default: 10 days, about: A.}\nfor: entry\n\
                require: entry.closed_on == null || entry.closed_on > minus(as_of, parameters.grace)\n\
                report: {at: entry, message: m}";
    let story = Story::default().rule("action-overdue", body);
    let catalogue = Catalogue::load(&story.rules).unwrap();
    let cases = [
        ("action-overdu: off", 0, "did you mean `action-overdue`?"),
        ("action-overdue: loud", 16, "no severity `loud`; known are `off`, `error`, `warning`, `note`"),
        ("action-overdue: eror", 16, "did you mean `error`?"),
        ("action-overdue: [off]", 16, "found a list"),
        ("action-overdue: {sevrity: error}", 17, "did you mean `severity`?"),
        ("action-overdue: {loud: error}", 17, "known are `severity` and `parameters`"),
        ("action-overdue: off\naction-overdue: note", 0, "stands more than once"),
        ("action-overdue: {parameters: [grace]}", 17, "`parameters` is a mapping of values"),
        ("[action-overdue]", 0, "`rules` is a mapping of rules"),
        ("action-overdue: {parameters: {grase: 1 day}}", 30, "did you mean `grace`?"),
        ("action-overdue: {parameters: {grace: soon}}", 37, "no length of time"),
    ];
    for (text, at, message) in cases {
        let (tree, _) = yaml::read(SourceId(0), &Arc::from(text));
        let errors = RuleSettings::read(&tree, tree.roots()[0], &catalogue).unwrap_err();
        assert_eq!(errors[0].span.start, at, "{text}");
        assert!(errors[0].message.contains(message), "{}", errors[0].message);
    }
    let mut settings = RuleSettings::default();
    assert!(settings.only(&["action-over".to_owned()], &catalogue).unwrap_err().contains("no rule"));
}

#[test]
fn a_limit_of_a_document_wins_and_two_that_differ_are_told() {
    let body = "parameters:\n  grace: {type: duration, default: 10 days, about: A., limit: overdue-grace}\nfor: entry\n\
                require: entry.closed_on == null || parameters.grace == duration('5 days')\n\
                report: {at: entry, message: '{parameters.grace}'}";
    let document = |status: &str, limit: &str| {
        format!("{{id: P-{limit}, status: {status}, limits: {{overdue-grace: {limit} days}}}}")
    };
    let story = |documents: &[String]| {
        let story = Story::default()
            .rule("action-overdue", body)
            .rule("input-sources-disagree", "message: '{field} is {a} in {file1} and {b} in {file2}.'")
            .file(Kind::Entry, "- {id: B, closed_on: 2026-01-01}\n");
        documents.iter().fold(story, |story, text| story.file(Kind::Document, text))
    };
    assert!(story(&[document("draft", "5")]).said()[0].ends_with("10 days"), "a draft does not count");
    assert_eq!(story(&[document("approved", "5")]).said(), [""; 0]);
    let said = story(&[document("approved", "5"), document("approved", "7")]).said();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("overdue-grace is 5 days in document-1.yaml and 7 days in document-2.yaml."), "{said:?}");
}

#[test]
fn ids_and_references_are_looked_at() {
    let story = Story::default()
        .rule("input-id-duplicate", "message: '{id} is used at {a} and {b}.'")
        .rule("input-reference-unresolved", "message: '{a} refers to {ref}, which does not exist.'")
        .file(
            Kind::Entry,
            "- id: IMP-1\n  risk_refs: [R-1, R-2]\n  related: [IMP-9, OPS-3, 'https://x.org/IMP-9', IMP-2]\n  owner: x.nobody\n\
             - {id: IMP-2, owner: a.weber, raised_by: the IT team, actions: [{id: A1}, {id: A1, changes: [CHG-1]}]}\n- {id: IMP-1}\n",
        )
        .file(Kind::Risk, "- {id: R-1}\n")
        .file(Kind::Person, "- {id: a.weber, name: Anna Weber}\n");
    let expected = [
        "entry-0.yaml:6:8 error[input-id-duplicate] entry/IMP-1/id: IMP-1 is used at entry-0.yaml:1 and entry-0.yaml:6.",
        "entry-0.yaml:5:80 error[input-id-duplicate] entry/IMP-2/actions/1/id: IMP-2/A1 is used at entry-0.yaml:5 and entry-0.yaml:5.",
        "entry-0.yaml:2:20 error[input-reference-unresolved] entry/IMP-1/risk_refs/1: IMP-1 refers to R-2, which does not exist.",
        "entry-0.yaml:3:13 error[input-reference-unresolved] entry/IMP-1/related/0: IMP-1 refers to IMP-9, which does not exist.",
        "entry-0.yaml:4:10 error[input-reference-unresolved] entry/IMP-1/owner: IMP-1 refers to x.nobody, which does not exist.",
    ];
    assert_eq!(story.said(), expected);
    let specific = "for: entry\neach: ref in entry.risk_refs\nrequire: resolve(ref, 'risk') != null\n\
                    report: {at: 'entry.risk_refs[1]', message: specific}";
    let said = story.rule("risk-link-broken", specific).said();
    assert!(said.iter().any(|line| line.contains("specific")));
    assert!(!said.iter().any(|line| line.contains("R-2")), "the most specific rule speaks alone: {said:?}");
}

#[test]
fn what_stands_in_another_list_is_judged_where_it_belongs() {
    let actions = "for: entry\neach: a in entry.actions.filter(a, a.status == 'planned')\nrequire: a.due_on != null\n\
                   report: {at: a.due_on, message: '{a} of {a.entry.title} is due when?'}";
    let owner = "for: action\nwhen: action.entry != null\nrequire: action.owner != action.entry.owner\n\
                 report: {at: action.owner, message: '{action} {action.entry.root_cause}'}";
    let cause = "for: entry\nrequire: entry.root_cause == null || words(entry.root_cause) > 1\n\
                 report: {at: entry.root_cause, message: '{entry}: {entry.root_cause}'}";
    let said = Story::default()
        .rule("action-due-missing", actions)
        .rule("action-owner-alone", owner)
        .rule("cause-short", cause)
        .rule("input-reference-unresolved", "message: '{a} refers to {ref}.'")
        .rule("input-id-duplicate", "message: '{id} twice.'")
        .rule("input-sources-disagree", "message: '{id}: {field} is {a} in {file1} and {b} in {file2}.'")
        .file(Kind::Entry, "- {id: NC-1, title: Door, owner: ann, follows: NC-2/A1, actions: [{id: A1, status: planned}]}\n- {id: NC-2, title: Key}\n")
        .file(Kind::Action, "- {id: A2, entry: NC-1, status: planned, owner: ann}\n- {id: A2, entry: NC-1, status: verified}\n- {id: A1, entry: NC 2}\n")
        .file(Kind::Entry, "- {id: NC-1, root_cause: Wind, title: Door, owner: bob}\n")
        .said();
    let expected = [
        "entry-0.yaml:1:72 error[action-due-missing] entry/NC-1/actions/0/due_on: NC-1/A1 of Door is due when?",
        "action-1.yaml:1:8 error[action-due-missing] entry/NC-1/actions/1/due_on: NC-1/A2 of Door is due when?",
        "action-1.yaml:1:49 error[action-owner-alone] entry/NC-1/actions/1/owner: NC-1/A2 Wind",
        "entry-2.yaml:1:26 error[cause-short] entry/NC-1/root_cause: NC-1: Wind",
        "action-1.yaml:2:8 error[input-id-duplicate] entry/NC-1/actions/2/id: NC-1/A2 twice.",
        "entry-0.yaml:1:48 error[input-reference-unresolved] entry/NC-1/follows: NC-1 refers to NC-2/A1.",
        "action-1.yaml:3:19 error[input-reference-unresolved] action/A1/entry: A1 refers to NC 2.",
        "entry-2.yaml:1:52 error[input-sources-disagree] entry/NC-1/owner: NC-1: owner is ann in entry-0.yaml and bob in entry-2.yaml.",
    ];
    assert_eq!(said, expected);
}
