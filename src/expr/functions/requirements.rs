//! Functions on clauses, controls and ranges of them.

use rustc_hash::FxHashSet;

use crate::expr::requirements::{Requirements, same_item};
use crate::expr::value::{List, Unknown, V};
use crate::expr::world::Env;
use crate::model::{Kind, Value};

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "covers(scope: text or list<text>, requirement: text) -> bool",
        "Whether a requirement is in a scope: 9 contains 9.2, and a range contains what lies in it.",
        "covers('Clauses 6–8, A.5.15-A.5.18', 'A.5.16')",
        "true",
        covers,
    ),
    Function::plain(
        "uncovered(scopes: list<text> or list<list<text>>, of: 'clauses' or 'controls') -> list<text>",
        "The 'clauses' of the standard, or its 'controls' that apply, that are in none of the scopes.",
        "uncovered(['4-9.2', '10'], 'clauses')",
        "9.3",
        uncovered,
    ),
    Function::plain(
        "requirements_readable(scopes: list<text>) -> bool",
        "Whether each item can be read as clauses and controls.",
        "requirements_readable(['Clauses 6–8', 'head office'])",
        "false",
        requirements_readable,
    ),
];

fn covers<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [scope, V::Text(requirement)] = arguments else { return V::Bool(false) };
    let covered = |text: &str| Requirements::parse(text).covers(requirement) || same_item(text, requirement);
    match scope {
        V::Text(text) => V::Bool(covered(text)),
        V::List(list) => {
            let mut unknown = None;
            for item in list.iter(env.world.index.records) {
                match item {
                    V::Text(text) if covered(&text) => return V::Bool(true),
                    V::Unknown(why) => unknown = Some(why),
                    _ => {}
                }
            }
            unknown.map_or(V::Bool(false), V::Unknown)
        }
        _ => V::Bool(false),
    }
}

fn uncovered<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(scopes), V::Text(of)] = arguments else { return V::list(Vec::new()) };
    let mut scope = Vec::new();
    if let Err(unknown) = gather(env, scopes, &mut scope) {
        return V::Unknown(unknown);
    }
    let pack = env.world.pack;
    let wanted = if *of == "controls" { applicable(env, &pack.controls) } else { pack.clauses.iter().collect() };
    if let Err(stopped) = env.spend(wanted.len().saturating_mul(scope.len())) {
        return stopped;
    }
    let missing = wanted.into_iter().filter(|wanted| !scope.iter().any(|scope| scope.covers(wanted)));
    V::list(missing.map(|wanted| V::text(wanted)).collect())
}

fn requirements_readable<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(list)] = arguments else { return V::Bool(false) };
    let mut unknown = None;
    for item in list.iter(env.world.index.records) {
        match item {
            V::Text(text) if !Requirements::parse(&text).is_complete() => return V::Bool(false),
            V::Unknown(why) => unknown = Some(why),
            _ => {}
        }
    }
    unknown.map_or(V::Bool(true), V::Unknown)
}

/// The requirements in a list of texts, or in lists of them.
fn gather<'w>(env: &Env<'w>, list: &List<'w>, found: &mut Vec<Requirements>) -> Result<(), Unknown> {
    for item in list.iter(env.world.index.records) {
        match item {
            V::Text(text) => found.push(Requirements::parse(&text)),
            V::List(inner) => gather(env, &inner, found)?,
            V::Unknown(unknown) => return Err(unknown),
            _ => {}
        }
    }
    Ok(())
}

/// The controls that the statement of applicability does not rule out.
fn applicable<'w>(env: &Env<'w>, controls: &'w [String]) -> Vec<&'w String> {
    let records = env.world.index.records;
    let kind = Kind::StatementOfApplicability;
    let field = kind.field("applicable");
    let excluded: FxHashSet<&str> = env
        .world
        .index
        .of_kind(kind)
        .iter()
        .filter_map(|id| {
            let excluded = records.value(*id, field?) == Value::Bool(false);
            records.bare_id(*id).filter(|_| excluded)
        })
        .collect();
    controls.iter().filter(|control| !excluded.contains(control.as_str())).collect()
}
