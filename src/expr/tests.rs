//! Tables of conditions: what they give in the fixture, and which faults they have.

use super::fixture::{Fixture, compiled, env, record_named, scope, shown};
use super::{At, Kind, Reason, Scope, Ty, Typed, V, compile, compile_place, compile_template, functions};

/// Checks a table of conditions and what they show.
fn all(table: &[(&str, &str)]) {
    Fixture::new().with(|world| {
        let mut faults = Vec::new();
        for (text, expected) in table {
            let found = shown(world, text, false);
            if found != *expected {
                faults.push(format!("{text}\n    expected {expected}\n    found    {found}"));
            }
        }
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    });
}

#[test]
fn the_example_of_every_function_gives_its_result() {
    Fixture::new().with(|world| {
        let mut faults = Vec::new();
        for function in functions() {
            assert!(super::functions::find(function.name).is_some(), "{}: the signature", function.name);
            let found = shown(world, function.example, true);
            if found != function.result {
                faults.push(format!("{}: expected {}, found {found}", function.example, function.result));
            }
            assert!(function.example.contains(function.name), "{}", function.name);
            assert!(function.about.ends_with('.'), "{}", function.name);
        }
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    });
}

#[test]
fn absence_has_four_forms() {
    all(&[
        ("entry.consequences == null", "true"),
        ("entry.root_cause == null", "true"),
        ("entry.no_risk == null", "true"),
        ("entry.remarks == null", "true"),
        ("blank(entry.remarks)", "true"),
        ("blank(entry.consequences)", "true"),
        ("blank(entry.root_cause)", "false"),
        ("placeholder(entry.root_cause)", "true"),
        ("placeholder(entry.consequences)", "false"),
        ("none_because(entry.no_risk)", "true"),
        ("none_because(entry.root_cause)", "false"),
        ("given(entry.root_cause)", "false"),
        ("given(entry.title)", "true"),
        ("given(entry.detected_on)", "true"),
        ("blank(entry.detected_on)", "false"),
        ("entry.detected_on == null", "32.13.2026"),
        ("raw(entry.detected_on)", "32.13.2026"),
        ("raw(entry.root_cause)", "TBD"),
        ("raw(entry.consequences)", "nothing"),
        ("raw(entry.no_risk)", "None, because there is one"),
        ("given(entry.actions)", "true"),
        ("given(vague.actions)", "false"),
        ("blank(vague.actions)", "true"),
        ("placeholder(entry.effectiveness)", "true"),
        ("entry.criteria.filter(c, placeholder(c)).size()", "1"),
        ("entry.similar_check.found == null", "true"),
        ("size(entry.similar_check.looked_in)", "0"),
        ("entry.similar_check == null", "true"),
        ("entry.owner == 'Anna Weber'", "true"),
        ("entry.remarks == 'x'", "false"),
        ("entry.remarks != 'x'", "true"),
        ("entry.classification != 'major'", "true"),
        ("accepted.classification != 'major'", "true"),
        ("accepted.classification == 'major'", "false"),
        ("accepted.classification in ['major', 'minor']", "false"),
        (
            "accepted.classification == accepted.priority",
            "0..44 a word of classification is never the same as a word of level (classification has none of these words)",
        ),
        ("[1, 2][5]", "nothing"),
        ("[1, 2][-1]", "nothing"),
        ("entry.criteria[0]", "A.5.18"),
        ("entry.criteria", "A.5.18, 9.2"),
    ]);
}

#[test]
fn what_is_not_kept_is_unknown_except_inside_optional() {
    all(&[
        ("entry.category == null", "unknown"),
        ("given(entry.category)", "unknown"),
        ("size(entry.lessons)", "unknown"),
        ("entry.lessons.all(l, resolves(l))", "unknown"),
        ("optional(entry.category) == null", "true"),
        ("given(optional(entry.category))", "false"),
        ("size(optional(entry.lessons))", "0"),
        ("optional(entry.lessons).all(l, resolves(l))", "true"),
        ("entry.actions.exists(a, a.resources == 'x')", "unknown"),
        ("entry.actions.exists(a, optional(a.resources) == 'x')", "false"),
    ]);
    let category = Kind::Entry.field("category").unwrap();
    let owner = Kind::Entry.field("owner").unwrap();
    let condition = compiled("optional(entry.category) == null && entry.owner != null && entry.owner == 'x'").unwrap();
    assert_eq!(condition.needs(), [(Kind::Entry, owner)]);
    let condition = compiled("entry.category == null || finding.audit.id == 'x'").unwrap();
    assert!(condition.needs().contains(&(Kind::Entry, category)));
    assert!(condition.needs().iter().all(|(kind, _)| *kind != Kind::Finding), "a parent is always known");
    Fixture::new().with(|world| {
        let unknown = |text: &str| match compiled(text).unwrap().eval(&mut env(world)) {
            V::Unknown(unknown) => unknown,
            other => panic!("{text} gives {other:?}"),
        };
        let found = unknown("entry.category == 'x'");
        assert_eq!((found.record, found.field), (Some(record_named(world, "IMP-2026-001")), Some(category)));
        assert_eq!(found.reason, Reason::NotKept);
        let found = unknown("vague.occurred_on != null && vague.occurred_on < as_of");
        assert_eq!((found.reason, found.field), (Reason::Unreadable, Kind::Entry.field("occurred_on")));
        let found = unknown("reached(vague.status, 'triaged')");
        assert_eq!((found.reason, found.field), (Reason::SetOfStates, Kind::Entry.field("status")));
        assert_eq!(found.record, Some(record_named(world, "IMP-2026-002")));
    });
}

#[test]
fn unknown_follows_kleene() {
    // `vague.classification` is minor or major, so each of these is true, false or unknown.
    let unknown = "vague.classification == 'minor'";
    let table = [
        ("U && false", "false"),
        ("false && U", "false"),
        ("U && true", "unknown"),
        ("U || true", "true"),
        ("true || U", "true"),
        ("U || false", "unknown"),
        ("!(U)", "unknown"),
        ("(U) == true", "unknown"),
        ("(U) ? 1 : 1", "1"),
        ("(U) ? 1 : 2", "unknown"),
        ("[1, 2].all(x, x == 1 && U)", "false"),
        ("[1, 2].all(x, U)", "unknown"),
        ("[1, 2].exists(x, x == 1 || U)", "true"),
        ("[1, 2].exists(x, x == 3 && U)", "false"),
        ("[1, 2].exists(x, U)", "unknown"),
        ("[1, 2].exists_one(x, U)", "unknown"),
        ("[1, 2, 3].exists_one(x, x < 3 || U)", "false"),
        ("[1, 2].filter(x, U)", "unknown"),
        ("[1, 2].filter(x, x == 1 && U)", "unknown"),
        ("[1, 2].map(x, U)", "unknown, unknown"),
        ("[U, true].exists(x, x)", "true"),
        ("true in [U, true]", "true"),
        ("true in [U, false]", "unknown"),
    ];
    Fixture::new().with(|world| {
        for (text, expected) in table {
            assert_eq!(shown(world, &text.replace('U', unknown), false), expected, "{text}");
        }
    });
}

#[test]
fn states_compare_by_sets() {
    all(&[
        ("vague.status", "raised or triaged or analysed"),
        ("reached(vague.status, 'raised')", "true"),
        ("reached(vague.status, 'triaged')", "unknown"),
        ("reached(vague.status, 'planned')", "false"),
        ("open(vague)", "true"),
        ("open(vague.status)", "true"),
        ("vague.status == 'closed'", "false"),
        ("vague.status != 'closed'", "true"),
        ("vague.status == 'raised'", "unknown"),
        ("vague.status in ['raised', 'triaged']", "unknown"),
        ("vague.status in ['raised', 'triaged', 'analysed', 'planned']", "true"),
        ("vague.status in ['closed', 'merged']", "false"),
        ("vague.status == entry.status", "false"),
        ("entry.status == entry.status", "true"),
        ("vague.status == vague.status", "unknown"),
        ("reached(accepted.status, 'triaged')", "true"),
        ("reached(accepted.status, 'analysed')", "false"),
        ("reached(accepted.status, 'accepted')", "true"),
        ("open(accepted)", "false"),
        ("open(resolve('CHG-2026-021', 'change-ticket').status)", "true"),
        ("reached(resolve('CHG-2026-021', 'change-ticket').status, 'approved')", "true"),
        ("reached(action.status, 'implemented')", "false"),
        ("open(action)", "true"),
        ("finding.type == entry.classification", "true"),
        ("finding.type == vague.classification", "unknown"),
        ("finding.type == accepted.classification", "false"),
        ("entry.status in ['closed'] ? 'done' : 'open'", "done"),
        ("'process' in action.category", "true"),
        ("action.category.overlaps(['policy', 'technical'])", "true"),
        ("action.category.without(['process'])", "technical"),
        ("entry.classification in ['x', 'minor'].filter(t, t != 'x')", "true"),
        ("lower(entry.kind)", "nonconformity"),
        ("lower(vague.status)", "unknown"),
    ]);
}

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
        ("versions(entry)", "0..8 there is no function 'versions' (functions of history are not available yet)"),
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
            "evidence_resolves(entry)",
            "18..23 'evidence' of evidence_resolves is a record of kind entry (evidence_resolves(evidence: record<evidence>) -> bool)",
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

#[test]
fn a_scope_keeps_what_when_says() {
    let mut scope = scope(false);
    let last = compile("entry.actions.map(a, a.implemented_on).max()", &scope).unwrap();
    let last_slot = scope.bind_value("last", &last);
    assert!(compile("last < as_of", &scope).is_err());
    let when = compile("last != null && entry.raised_on != null", &scope).unwrap();
    let mark = scope.mark();
    scope.assume(&when);
    let require = compile("last >= entry.raised_on", &scope).unwrap();
    let dated = compile("entry.actions.filter(a, a.due_on != null)", &scope).unwrap();
    let each = scope.bind_item("a", &dated).unwrap();
    let late = compile("a.due_on < last && entry.actions.exists(b, b.id == a.id)", &scope).unwrap();
    assert_eq!(scope.lookup("a").unwrap().1.ty, Ty::Record(Some(Kind::Action)));
    Fixture::new().with(|world| {
        let mut env = env(world);
        let value = last.eval(&mut env);
        env.set(last_slot, value);
        assert!(matches!(require.eval(&mut env), V::Bool(true)));
        env.set(each, V::Record(record_named(world, "IMP-2026-001/A1")));
        assert!(matches!(late.eval(&mut env), V::Bool(true)));
        assert!(matches!(env.slots[each], V::Record(_)), "a walk gives back the slot that it borrowed");
    });
    scope.unbind(mark);
    assert!(compile("last < as_of", &scope).is_err());
    assert!(scope.lookup("a").is_none());
}

#[test]
fn a_population_is_walked_once() {
    let scope = scope(true);
    for text in [
        "records('entry').filter(e, records('risk').exists(r, r.id == e.id)).size() == 0",
        "entry.actions.exists(a, records('risk').exists(r, r.id == a.id))",
    ] {
        let error = compile(text, &scope).unwrap_err();
        assert!(error.message.contains("inside a walk"), "{error}");
    }
    let mut inner = scope.clone();
    let risks = compile("records('risk').filter(r, open(r))", &inner).unwrap();
    inner.bind_value("risks", &risks);
    let error = compile("records('entry').all(e, risks.exists(r, r.id == e.id))", &inner).unwrap_err();
    assert!(error.message.contains("product"), "{error}");
    assert!(compile("risks.exists(r, size(risks) > 1 && r.owner != null)", &inner).is_ok());
    let condition = compile("records('risk').filter(r, referrers(r, 'entry').size() == 0)", &scope).unwrap();
    assert_eq!(condition.kinds(), [Kind::Entry, Kind::Risk]);
    assert_eq!(compile("loaded('risk')", &scope).unwrap().kinds(), []);
}

#[test]
fn the_clock_and_the_cost_are_known() {
    for (text, clock) in [("as_of == as_of", true), ("entry.id == 'x'", false), ("person('x') == null", true)] {
        assert_eq!(compiled(text).unwrap().reads_clock(), clock, "{text}");
    }
    let list = format!("[{}]", vec!["1"; 500].join(","));
    let text = format!("{list}.all(a, {list}.all(b, {list}.all(c, a == b && b == c)))");
    Fixture::new().with(|world| {
        let result = compiled(&text).unwrap().eval(&mut env(world));
        assert!(matches!(result, V::Unknown(unknown) if unknown.reason == Reason::Cost), "{result:?}");
    });
}

#[test]
fn places_point_at_records_and_fields() {
    let scope = scope(false);
    Fixture::new().with(|world| {
        let at = |text: &str| compile_place(text, &scope).unwrap().eval(&mut env(world));
        let entry = record_named(world, "IMP-2026-001");
        let field = |name| Kind::Entry.field(name);
        let first = record_named(world, "IMP-2026-001/A1");
        let table = [
            ("entry", Some(At { record: entry, field: None, item: None })),
            ("entry.closed_on", Some(At { record: entry, field: field("closed_on"), item: None })),
            ("entry.remarks", Some(At { record: entry, field: field("remarks"), item: None })),
            ("entry.actions", Some(At { record: entry, field: field("actions"), item: None })),
            ("entry.criteria[1]", Some(At { record: entry, field: field("criteria"), item: Some(1) })),
            ("entry.similar_check.found", Some(At { record: entry, field: field("similar_check"), item: None })),
            ("entry.actions[0].due_on", Some(At { record: first, field: Kind::Action.field("due_on"), item: None })),
            ("first(entry.actions)", Some(At { record: first, field: None, item: None })),
            ("action.entry", Some(At { record: entry, field: None, item: None })),
            ("action.entry.title", Some(At { record: entry, field: field("title"), item: None })),
            ("previous(review).held_on", None),
        ];
        for (text, expected) in table {
            assert_eq!(at(text), expected, "{text}");
        }
        for text in ["as_of", "'x'", "size(entry.actions)", "entry.titel"] {
            assert!(compile_place(text, &scope).is_err(), "{text}");
        }
    });
}

#[test]
fn messages_show_values_as_people_write_them() {
    let scope = scope(false);
    let table = [
        ("{entry.id}: {{x}} {parameters.grace}", "IMP-2026-001: {x} 14 days"),
        ("{entry} and {action}", "IMP-2026-001 and IMP-2026-001/A1"),
        ("closed {entry.closed_on}, not {entry.remarks}", "closed 2026-05-10, not nothing"),
        ("{entry.actions} {entry.actions.map(a, a.due_on)}", "IMP-2026-001/A1, IMP-2026-001/A2 2026-03-15, 2026-04-30"),
        ("{vague.classification}", "minor or major"),
        ("{entry.detected_on} {entry.category}", "32.13.2026 unknown"),
        ("{'}' in ['}'] ? '\\'{' : \"}\"}", "'{"),
        ("{first(entry.actions).evidence[0]}", "the evidence at register.yaml:25"),
        ("", ""),
    ];
    Fixture::new().with(|world| {
        for (text, expected) in table {
            let template = compile_template(text, &scope).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(template.render(&mut env(world)), expected, "{text}");
        }
    });
    for (text, range) in [("ab {entry.ownr}", 10..14), ("ab {", 3..4), ("ab }", 3..4), ("a {} b", 3..3)] {
        assert_eq!(compile_template(text, &scope).unwrap_err().range, range, "{text}");
    }
    let shows = compile_template("{entry.id} {optional(entry.category)}", &scope).unwrap().shows();
    assert_eq!(shows, [(Kind::Entry, Kind::Entry.field("id").unwrap())]);
}

#[test]
fn the_types_of_conditions() {
    let mut scope = Scope::new(false);
    scope.bind("entry", Typed::given(Ty::Record(Some(Kind::Entry))));
    for (text, ty, optional) in [
        ("entry.closed_on", "a date", true),
        ("entry.actions", "a list of records of kind action", false),
        ("first(entry.actions)", "a record of kind action", true),
        ("entry.actions.map(a, a.category).flatten().unique()", "a list of words of action.category", false),
        ("days(entry.closed_on, as_of)", "a whole number", true),
        ("days(as_of, as_of)", "a whole number", false),
        ("earliest(as_of, entry.closed_on)", "a date", false),
        ("resolve(entry.follows, 'entry')", "a record of kind entry", true),
        ("previous(entry)", "a record of kind entry", true),
        ("entry.effectiveness.sorted_by_date('reviewed_on')", "a list of records of kind effectiveness-review", false),
        ("true ? null : 3", "a whole number", true),
        ("true ? [] : entry.actions", "a list of records of kind action", false),
        ("[entry, null]", "a list of records of kind entry", false),
        ("entry.status == 'closed' ? 'a' : 'b'", "text", false),
        ("linked(entry, 'risk')", "a list of records of kind risk", false),
    ] {
        let typed = compile(text, &scope).unwrap_or_else(|error| panic!("{text}: {error}")).typed().clone();
        assert_eq!((typed.ty.to_string().as_str(), typed.optional), (ty, optional), "{text}");
    }
}
