//! Rules about changes: what is looked at, where it is said, and what cannot be said.

use super::*;

const GONE: &str = "for: change of entry\nwhen: before != null\nrequire: after != null\n\
                    report: {at: before, message: '{before.id} stood at {place(before)} and is gone.'}";
const ALTERED: &str = "for: change of entry\nrequire: before == null || after == null || before.title == after.title\n\
                       report: {at: after.title, message: '{after.id}: {before.title} is now {after.title}.', \
                       related: [{at: before.title, message: before}, {at: after, message: after}]}";

fn story(base: Option<&str>, head: &str) -> Story {
    let base = base.map(|text| vec![(Kind::Entry, text.to_owned())]);
    let story = Story::default().rule("register-entry-gone", GONE).rule("entry-title-altered", ALTERED);
    Story { base, ..story.file(Kind::Entry, head) }
}

/// Passed, failed, not applicable, and the reasons of what was not assessed.
type Counts = (u32, u32, u32, Vec<(String, u32)>);

fn tallies(story: &Story) -> Vec<Counts> {
    let tallies = story.run().0.tallies.into_iter();
    tallies.map(|tally| (tally.passed, tally.failed, tally.not_applicable, tally.not_assessed)).collect()
}

const HEAD: &str = "- {id: A, title: door}\n- {id: B, title: key}\n- {id: N, title: new}\n- {title: nameless}\n";

#[test]
fn what_changed_is_said_in_the_head() {
    let base = "# the old register\n- {id: B, title: lock}\n- {id: A, title: door}\n- {id: C, title: gate}\n";
    let story = story(Some(base), HEAD);
    let told: Vec<String> =
        story.said().into_iter().filter(|line| line.contains("error[e") || line.contains("[register")).collect();
    let expected = [
        "entry-0.yaml:2:18 error[entry-title-altered] entry/B/title: B: lock is now key.",
        "entry-0.yaml:1:1 error[register-entry-gone] entry/C/: C stood at entry-0.yaml:4 and is gone.",
    ];
    assert_eq!(told, expected);
    let nameless = vec![("without an id it is not found in the base".to_owned(), 1)];
    // B was altered, N added and C removed; A is what it was, and nobody asks about it.
    assert_eq!(tallies(&story), [(2, 1, 0, nameless.clone()), (1, 1, 1, nameless)]);
    let altered = story.run().0.diagnostics.into_iter().find(|one| &*one.rule == "entry-title-altered").unwrap();
    let related: Vec<&str> = altered.related.iter().map(|label| label.message.as_str()).collect();
    assert_eq!(related, ["after"], "what the base held is in no file that a reader has");
}

#[test]
fn without_a_base_nothing_is_assessed_and_the_same_again_says_nothing() {
    let none = vec![("no base to compare with: only the present state was given".to_owned(), 1)];
    assert_eq!(tallies(&story(None, HEAD)), [(0, 0, 0, none.clone()), (0, 0, 0, none)]);
    let nameless = vec![("without an id it is not found in the base".to_owned(), 1)];
    let same = story(Some(HEAD), HEAD);
    assert_eq!(tallies(&same), [(0, 0, 0, nameless.clone()), (0, 0, 0, nameless)]);
    assert!(!same.said().iter().any(|line| line.contains("gone") || line.contains("altered")), "{:?}", same.said());
}

#[test]
fn what_was_not_read_is_not_gone() {
    let base = "- {id: C, title: gate}\n";
    let reasons = |story: &Story| tallies(story)[1].3.clone();
    let mut unread = story(Some(base), "- {id: A, title: door}\n");
    unread.unread = vec![Kind::Entry];
    assert_eq!(reasons(&unread), [("a source of kind entry could not be read to its end".to_owned(), 2)]);
    let mut unread = story(Some(base), "- {id: A, title: door}\n");
    unread.unread_base = vec![Kind::Entry];
    assert_eq!(reasons(&unread), [("a source of kind entry could not be read to its end at the base".to_owned(), 2)]);
    assert_eq!(reasons(&story(Some(base), "[]")), [("no entry was read".to_owned(), 1)], "that has a rule of its own");
    let mut untitled = story(Some(base), "- {id: C, title: gates}\n");
    untitled.carried = vec![(Kind::Entry, vec!["id"])];
    let altered = tallies(&untitled)[0].3.clone();
    assert_eq!(altered, [("entry-0.yaml keeps no `title` of entry".to_owned(), 1)]);
}

#[test]
fn earlier_versions_are_not_guessed() {
    let body = "for: entry\neach: old in versions(entry)\nrequire: old.title == entry.title\n\
                report: {at: entry.title, message: 'It was {old.title}.'}";
    let story = |base: Option<&str>| {
        let base = base.map(|text| vec![(Kind::Entry, text.to_owned())]);
        Story { base, ..Story::default().rule("entry-title-changed", body).file(Kind::Entry, HEAD) }
    };
    let none = vec![("no base to compare with: only the present state was given".to_owned(), 4)];
    assert_eq!(story(None).tally(), (0, 0, 0, none));
    let nameless = ("without an id it is not found in the base".to_owned(), 1);
    let base = "- {id: A, title: gate}\n- {id: B, title: key}\n";
    assert_eq!(story(Some(base)).tally(), (2, 1, 0, vec![nameless.clone()]), "N is new and is only what it is");
    let mut unread = story(Some(base));
    unread.unread_base = vec![Kind::Entry];
    let why = ("a source of the base could not be read to its end".to_owned(), 1);
    assert_eq!(unread.tally(), (1, 1, 0, vec![why, nameless]));
}

#[test]
fn what_ended_long_ago_may_be_thrown_away() {
    let closed = |day: &str| format!("- {{id: C, status: closed, closed_on: {day}}}\n- {{id: A, title: door}}\n");
    let gone = |day: &str| story(Some(&closed(day)), HEAD).said().iter().any(|line| line.contains("is gone"));
    assert!(gone("2023-06-30"), "three years back is judged");
    assert!(!gone("2023-06-29"));
    let moved = story(Some(&closed("2026-06-01")), &closed("2019-01-01").replace("id: C,", "id: C, title: x,"));
    assert!(moved.said().iter().any(|line| line.contains("is now x")), "it was not old before");
}

#[test]
fn changes_do_not_depend_on_the_number_of_threads() {
    let entries = |word: &str, step: usize| -> String {
        (0..3000).step_by(step).map(|n| format!("- {{id: E-{n}, title: {word} {}}}\n", n % 2)).collect()
    };
    let mut story = story(Some(&entries("old", 1)), &entries("new", 3));
    story.threads = Some(1);
    let one = story.run().0;
    assert_eq!((one.tallies[0].failed, one.tallies[1].failed), (1000, 2000));
    story.threads = Some(3);
    assert_eq!(one, story.run().0);
}
