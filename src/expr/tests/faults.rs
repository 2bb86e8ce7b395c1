//! Faults that the checker finds, each with its place and what to write instead.

use super::all;
use crate::expr::fixture::compiled;

#[test]
fn faults_are_placed_and_say_what_to_do() {
    all(&[
        ("entri.id == 'x'", "0..5 there is no 'entri' here ('entry')"),
        ("entry.ownr == 'x'", "6..10 a record of kind entry has no field 'ownr' ('owner')"),
        (
            "entry.due_on == null",
            "6..12 a record of kind entry has no field 'due_on' (a record of kind action has one)",
        ),
        ("parameters.grase == as_of", "0..16 there is no 'parameters.grase' here ('parameters.grace')"),
        ("settings.isms_strat == null", "0..19 there is no 'settings.isms_strat' here ('settings.isms_start')"),
        ("day(entry.raised_on, as_of)", "0..3 there is no function 'day' ('days')"),
        ("entry.owner() == 'x'", "6..11 there is no function 'owner' (a field has no brackets: `entry.owner`)"),
        ("version(entry)", "0..7 there is no function 'version' ('versions')"),
        ("resolve('x', 'entri')", "13..20 there is no kind of record 'entri' ('entry')"),
        ("resolve('x', entry.id)", "13..21 a kind of record is written down here as text ('entry')"),
        ("entry.status == 'closd'", "16..23 'closd' is no word of entry.status ('closed')"),
        (
            "entry.status in ['closed', 'opn']",
            "27..32 'opn' is no word of entry.status (one of: raised, triaged, analysed, planned, in-progress, implemented, verifying, closed, accepted, rejected, merged)",
        ),
        ("'polcy' in action.category", "0..7 'polcy' is no word of action.category ('policy')"),
        ("action.category.overlaps(['polcy'])", "26..33 'polcy' is no word of action.category ('policy')"),
        ("with_value('entry', 'status', 'closd') == []", "30..37 'closd' is no word of entry.status ('closed')"),
        ("with_value('entry', 'stat', 'x') == []", "20..26 a record of kind entry has no field 'stat'"),
        ("entry.actions.sorted_by_date('due')", "29..34 a record of kind action has no field 'due'"),
        ("reached(entry.status, 'close')", "22..29 there is no state 'close' ('closed')"),
        ("reached(entry.title, 'closed')", "8..19 a status is expected here; this is text (such as entry.status)"),
        ("entry.status < 'closed'", "0..12 words have no order (`reached(entry.status, 'state')`)"),
        ("entry.raised_on < '2026-01-01'", "18..30 a date is expected here; this is text (`date('2026-01-01')`)"),
        (
            "plus(as_of, '6 months') == as_of",
            "12..22 a length of time is expected here; this is text (`duration('6 months')`)",
        ),
        ("date('2026-13-01') == as_of", "0..18 '2026-13-01' is not a date (year, month and day: date('2026-01-31'))"),
        (
            "duration('soon') == parameters.grace",
            "0..16 'soon' is not a length of time (a number of days, weeks, months or years: duration('90 days'))",
        ),
        ("entry.id.matches('(')", "17..20 this is no regular expression: unclosed group"),
        (
            "entry.id.matches('(a{900}){900}')",
            "17..32 this is no regular expression: Compiled regex exceeds size limit of 1048576 bytes.",
        ),
        ("entry.title == 3", "0..16 text is never the same as a whole number"),
        (
            "entry == 'IMP-2026-001'",
            "0..23 a record of kind entry is never the same as text (compare its id, or use resolve(ref, 'kind'))",
        ),
        ("entry.title", "Access review of marketing missed"),
        ("entry.title && true", "0..11 a truth value is expected here; this is text"),
        (
            "entry.affects_staff && true",
            "0..19 `entry.affects_staff` may be absent, so it is not a condition (`entry.affects_staff == true`)",
        ),
        (
            "entry.actions == null",
            "0..13 `entry.actions` is a list, which is never null (`size(entry.actions) == 0`, or `given(entry.actions)`)",
        ),
        (
            "entry.actions.due_on == as_of",
            "14..20 `entry.actions` is a list and has no fields (`entry.actions.map(x, x.due_on)`)",
        ),
        (
            "entry.title in 'abc'",
            "15..20 'in' looks into a list; this is text (`contains(text, part)` looks into a text)",
        ),
        ("3 in entry.criteria", "0..19 a whole number is never the same as text"),
        ("entry.id[0] == 'x'", "0..8 only lists have items; this is text"),
        ("entry.criteria['x'] == 'x'", "15..18 an item is asked for by its number, from 0"),
        ("days(as_of) == 3", "0..11 'days' takes 2 arguments, not 1 (days(from: date?, to: date?) -> int?)"),
        ("days(as_of, entry.title) == 3", "12..23 'to' of days is text (days(from: date?, to: date?) -> int?)"),
        ("latest() == as_of", "0..8 'latest' takes at least 1 argument, not 0 (latest(dates: date…) -> date?)"),
        ("entry.actions.all(a.id, true)", "18..22 a name for the item is expected here (`list.all(x, …)`)"),
        (
            "entry.actions.all(a)",
            "0..20 'all' takes a list, a name for the item, and what to ask of it (`list.all(x, …)`)",
        ),
        ("entry.title.all(a, true)", "0..11 'all' walks a list; this is text"),
        ("true ? 1 : 'x'", "0..14 this is a whole number or text (both branches have one type)"),
        ("[1, 'x'] == []", "4..7 the list holds a whole number; this is text (all items of a list have one type)"),
        (
            "records('entry').size()",
            "0..16 a rule for one record does not walk all records of a kind (ask the index: referrers, resolve, with_value, between; or write 'for: workspace')",
        ),
        (
            "mentioned_records(review).map(r, r.title)",
            "35..40 records of mixed kinds have no field but 'id' (kind_name(record) and principal_date(record) say more)",
        ),
        (
            "uncovered(audit.scope.map(s, s), 'control')",
            "33..42 'control' is not known here (one of: clauses, controls)",
        ),
        (
            "at_most(entry.classification, entry.priority)",
            "30..44 'limit' of at_most is a word of level (at_most(level: word, limit: word) -> bool)",
        ),
        ("at_most(entry.priority, 'hi')", "24..28 'hi' is no word of level (one of: low, medium, high, critical)"),
        (
            "at_most(entry.status, 'closed')",
            "8..20 'level' of at_most is a word of entry.status (at_most(level: word, limit: word) -> bool)",
        ),
        ("unknown(entry.title)", "8..19 this text is written down here as text ('the minutes do not say')"),
        (
            "snapshot(entry)",
            "9..14 'review' of snapshot is a record of kind entry (snapshot(review: record<review>) -> bool)",
        ),
        (
            "x + 1",
            "2..3 conditions do not calculate: '+' (plus(date, duration), minus(date, duration) and days(date, date) reckon with dates)",
        ),
    ]);
}

#[test]
fn order_needs_a_guard() {
    let guarded = [
        "entry.closed_on != null && entry.closed_on < as_of",
        "entry.closed_on == null || entry.closed_on < as_of",
        "!(entry.closed_on == null) && as_of >= entry.closed_on",
        "!(entry.closed_on != null && entry.raised_on != null) || entry.closed_on >= entry.raised_on",
        "(entry.closed_on == null || entry.raised_on == null) || entry.closed_on >= entry.raised_on",
        "entry.closed_on == null ? true : entry.closed_on < as_of",
        "entry.closed_on != null ? entry.closed_on < as_of : false",
        "given(entry.closed_on) && entry.closed_on < as_of",
        "entry.closed_on == as_of && entry.closed_on < as_of",
        "as_of in [as_of] && entry.closed_on in [as_of] && entry.closed_on < as_of",
        "entry.closed_on != null && entry.raised_on != null && days(entry.raised_on, entry.closed_on) > 3",
        "entry.closed_on != null && entry.closed_on.plus(parameters.grace) < as_of",
        "latest(entry.closed_on, as_of) <= as_of",
        "entry.actions.all(a, a.due_on == null || a.due_on < as_of)",
        "entry.actions.filter(a, a.due_on != null).all(a, a.due_on < as_of)",
        "entry.actions.filter(a, a.due_on != null).filter(b, b.id != null).all(c, c.due_on < as_of)",
        "entry.actions.map(a, a.due_on).filter(d, d != null).all(d, d < as_of)",
        "first(entry.actions).due_on != null && first(entry.actions).due_on < as_of",
        "entry.actions[0].due_on != null && entry.actions[0].due_on < as_of",
        "max(entry.actions.map(a, a.due_on)) == null || true",
        "optional(entry.closed_on) != null && entry.closed_on < as_of",
        "entry.closed_on != null && optional(entry.closed_on) < as_of",
        "settings.isms_start != null && settings.isms_start < as_of",
        "before(entry.raised_on, entry.closed_on) && entry.raised_on < entry.closed_on",
        "(entry.closed_on != null ? true : false) && true",
        "(entry.title == 'x' ? entry.closed_on != null : entry.closed_on != null) && entry.closed_on < as_of",
        "size(entry.actions) > 1 && words(entry.title) < 10",
    ];
    for text in guarded {
        assert!(compiled(text).is_ok(), "{text}: {}", compiled(text).unwrap_err());
    }
    let unguarded = [
        ("entry.closed_on < as_of", 0..15),
        ("as_of > entry.closed_on", 8..23),
        ("entry.closed_on != null || entry.closed_on < as_of", 27..42),
        ("entry.closed_on == null && entry.closed_on < as_of", 27..42),
        ("entry.closed_on != null && entry.raised_on < as_of", 27..42),
        ("(entry.closed_on != null || entry.raised_on != null) && entry.closed_on < as_of", 56..71),
        ("entry.closed_on != null ? true : entry.closed_on < as_of", 33..48),
        ("!(entry.closed_on == null && true) && entry.closed_on < as_of", 38..53),
        ("entry.closed_on != as_of && entry.closed_on < as_of", 28..43),
        ("entry.closed_on == entry.raised_on && entry.closed_on < as_of", 38..53),
        ("blank(entry.closed_on) || entry.closed_on < as_of", 26..41),
        ("!before(entry.closed_on, as_of) && entry.closed_on < as_of", 35..50),
        ("entry.actions.exists(a, a.due_on != null) && entry.actions.all(a, a.due_on < as_of)", 66..74),
        ("entry.actions.all(a, a.due_on != null || entry.actions.all(b, b.due_on < as_of))", 62..70),
        ("entry.actions.all(a, a.due_on != null) && entry.actions.all(b, b.due_on < as_of)", 63..71),
        ("entry.actions.map(a, a.due_on).max() < as_of", 0..36),
        ("days(entry.raised_on, entry.closed_on) > 3", 0..38),
        ("latest(entry.closed_on, entry.raised_on) < as_of", 0..40),
        ("entry.actions[0].due_on != null && entry.actions[1].due_on < as_of", 35..58),
    ];
    for (text, range) in unguarded {
        let error = compiled(text).expect_err(text);
        assert_eq!(error.range, range, "{text}: {error}");
        assert!(error.message.contains("may be absent"), "{text}: {error}");
    }
}
