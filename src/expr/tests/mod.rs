//! Tables of conditions: what they give in the fixture, and which faults they have.

mod faults;
mod late;
mod lookups;

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
        ("unknown('why') && false", "false"),
        ("unknown('why') && true", "unknown"),
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
        ("at_most(entry.classification, 'observation')", "false"),
        ("at_most('minor', entry.classification)", "true"),
        ("at_most(vague.classification, 'minor')", "unknown"),
        ("at_most(vague.classification, 'major')", "true"),
        ("at_most(vague.classification, 'observation')", "false"),
        ("at_most(accepted.classification, 'major')", "true"),
        ("at_most('high', settings.risk_appetite)", "true"),
        ("lower(entry.kind)", "nonconformity"),
        ("lower(vague.status)", "unknown"),
    ]);
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
        assert!(matches!(env.get(each), V::Record(_)), "a walk gives back the slot that it borrowed");
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
        ("{first(entry.actions).evidence[0]}", "the evidence of IMP-2026-001/A1"),
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

#[test]
fn what_came_before_is_known_or_unknown_and_never_guessed() {
    all(&[
        ("versions(vague).map(v, v.id)", "IMP-2026-002"),
        ("versions(entry).map(v, place(v))", "register.yaml:1, register.yaml:2"),
        ("versions(versions(entry)[0]).size()", "1"),
        ("versions(entry)[0] == entry", "false"),
        ("versions(entry)[1] == entry", "true"),
        ("versions(entry)[0].title", "nothing"),
        ("first_seen(versions(entry)[0])", "2026-02-14"),
        ("first_seen(vague)", "nothing"),
        ("chain(entry, 'follows')", ""),
        ("chain(accepted, 'merged_into')", "IMP-2026-001"),
        ("chain(entry, 'folows')", "13..21 a record of kind entry has no field 'folows' ('follows')"),
        ("referrers(versions(entry)[0], 'change-ticket')", "unknown"),
        ("previous(versions(entry)[0])", "nothing"),
        ("body_digest(entry)", "nothing"),
        ("has_digest(document, 'x')", "unknown"),
        ("has_digest(entry, body_digest(document))", "unknown"),
        ("has_digest(document, '0000000000000000000000000000000000000000000000000000000000000000')", "false"),
    ]);
    for (text, past) in [("versions(entry).size() > 1", true), ("chain(entry, 'follows').size() > 1", false)] {
        assert_eq!(compiled(text).unwrap().reads_past(), past, "{text}");
    }
}
