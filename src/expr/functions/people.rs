//! Functions on people, roles and bodies.

use crate::data::Date;
use crate::expr::value::{Reason, V};
use crate::expr::world::Env;
use crate::index::People;

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "person(name: text) -> text?",
        "The id of the person that an id, a name, an address or a role names; nothing where it is nobody or several.",
        "person('Anna Weber')",
        "a.weber",
        person,
    )
    .daily(),
    Function::plain(
        "same_person(one: text, other: text) -> bool",
        "Whether two texts name the same person; nobody is the same as nobody else.",
        "same_person(entry.owner, 'anna.weber@example.org')",
        "true",
        same_person,
    )
    .daily(),
    Function::plain(
        "active_on(person: text, date: date) -> bool",
        "Whether a person was with the organisation on a day; unknown where no file says.",
        "active_on('a.weber', date('2026-01-01'))",
        "true",
        active_on,
    ),
    Function::plain(
        "has_role_on(person: text, role: text, date: date) -> bool",
        "Whether a person held a role on a day; unknown where no dated assignment says.",
        "has_role_on('a.weber', 'ciso', date('2026-01-01'))",
        "true",
        has_role_on,
    ),
    Function::plain(
        "in_body_on(person: text, body: text, date: date) -> bool",
        "Whether a person held a role of a body on a day; unknown where no dated assignment says.",
        "in_body_on('a.weber', 'management-review-team', as_of)",
        "true",
        in_body_on,
    ),
    Function::plain(
        "top_management_on(person: text, date: date) -> bool",
        "Whether a person held a role of top management on a day; unknown where no dated assignment says.",
        "top_management_on('m.schulz', date('2026-01-01'))",
        "true",
        top_management_on,
    ),
    Function::plain(
        "body_known(body: text) -> bool",
        "Whether somebody holds a role of the body.",
        "body_known('management-review-team')",
        "true",
        body_known,
    ),
    Function::plain(
        "owns_on(person: text, item: text, date: date) -> bool",
        "Whether a person owned an item on a day, by the records of ownership or the owner that the item states.",
        "owns_on('m.schulz', 'R-003', as_of)",
        "true",
        owns_on,
    ),
];

const UNSAID: Reason = Reason::Other("no file of people says so");
const NOBODY: Reason = Reason::Other("nobody is named");
const NO_DAY: Reason = Reason::Other("there is no date");

fn person<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::Text(text)] = arguments else { return V::NULL };
    let index = env.world.index;
    match index.people().people_on(text, env.world.as_of).as_slice() {
        [one] => index.records.bare_id(*one).map_or(V::NULL, V::text),
        _ => V::NULL,
    }
}

fn same_person<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Text(one), V::Text(other)] => V::Bool(env.world.index.people().same_person(one, other, env.world.as_of)),
        _ => V::Bool(false),
    }
}

fn active_on<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [person, date] = arguments else { return V::unknown(NOBODY) };
    on_day(env, person, date, |people, person, day| people.active_on(person, day))
}

fn has_role_on<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [person, V::Text(role), date] = arguments else { return V::unknown(UNSAID) };
    let role = role.strip_prefix("role:").unwrap_or(role).trim();
    on_day(env, person, date, |people, person, day| people.has_role_on(person, role, day))
}

fn in_body_on<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [person, V::Text(body), date] = arguments else { return V::unknown(UNSAID) };
    on_day(env, person, date, |people, person, day| people.in_body_on(person, body, day))
}

fn top_management_on<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [person, date] = arguments else { return V::unknown(NOBODY) };
    on_day(env, person, date, |people, person, day| people.top_management_on(person, day))
}

fn body_known<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    match arguments {
        [V::Text(body)] => V::Bool(env.world.index.people().body_known(body)),
        _ => V::Bool(false),
    }
}

fn owns_on<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [person, V::Text(item), date] = arguments else { return V::unknown(UNSAID) };
    let index = env.world.index;
    on_day(env, person, date, |people, person, day| people.owns_on(index, person, item, day))
}

fn on_day<'w>(
    env: &Env<'w>,
    person: &V<'w>,
    date: &V<'w>,
    ask: impl FnOnce(&People<'w>, &str, Date) -> Option<bool>,
) -> V<'w> {
    let V::Text(person) = person else { return V::unknown(NOBODY) };
    let V::Date(day) = date else { return V::unknown(NO_DAY) };
    ask(env.world.index.people(), person, *day).map_or(V::unknown(UNSAID), V::Bool)
}
