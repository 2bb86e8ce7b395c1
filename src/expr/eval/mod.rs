//! Evaluation: a walk over the compiled tree, with Kleene's three-valued logic and a limit on its steps.

mod read;
mod walk;

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::model::{EnumSet, FieldId, RecordId, tables};

use super::ast::Comparison;
use super::node::{Argument, Ask, Call, Const, Node, Setting};
use super::value::{Absence, List, Reason, Unknown, V};
use super::world::Env;

/// Steps that one evaluation may take: items of lists that are looked at.
pub(super) const STEPS: u32 = 1_000_000;

impl Node {
    pub(super) fn eval<'w>(&self, env: &mut Env<'w>) -> V<'w> {
        match self {
            Self::Slot(slot) => env.get(*slot),
            Self::Field(read) => read.value(env),
            Self::Items(read) => read.items(env),
            Self::And(terms) => junction(terms, false, env),
            Self::Or(terms) => junction(terms, true, env),
            Self::Not(inner) => match inner.eval(env) {
                V::Bool(value) => V::Bool(!value),
                other => not_bool(other),
            },
            Self::If(parts) => choose(parts, env),
            Self::IsNull { value, wanted } => match value.eval(env) {
                V::Unknown(unknown) => V::Unknown(unknown),
                V::Null(_) => V::Bool(*wanted),
                _ => V::Bool(!*wanted),
            },
            Self::IsText { value, text, wanted } => match value.eval(env) {
                V::Unknown(unknown) => V::Unknown(unknown),
                V::Text(found) => V::Bool((*found == **text) == *wanted),
                _ => V::Bool(!*wanted),
            },
            Self::InWords { value, words, wanted, absent } => in_words(value, *words, *wanted, *absent, env),
            Self::Equal { sides, wanted } => {
                let (left, right) = (sides[0].eval(env), sides[1].eval(env));
                left.same(&right, env.world.index.records).map_or_else(V::Unknown, |same| V::Bool(same == *wanted))
            }
            Self::Order(comparison, sides) => order(*comparison, &sides[0].eval(env), &sides[1].eval(env)),
            Self::In(sides) => {
                let (item, list) = (sides[0].eval(env), sides[1].eval(env));
                contains(env, &item, &list)
            }
            Self::Const(constant) => constant.value(),
            Self::AsOf => V::Date(env.world.as_of),
            Self::Walk(walk) => walk.run(env),
            Self::Call(call) => call.run(env),
            Self::State(ask, value) => state(*ask, value, env),
            _ => self.eval_rare(env),
        }
    }

    fn eval_rare<'w>(&self, env: &mut Env<'w>) -> V<'w> {
        match self {
            Self::List(items) => V::list(items.iter().map(|item| item.eval(env)).collect()),
            Self::Setting(setting) => setting.value(env),
            Self::Parent(base) => match base.eval(env) {
                V::Record(id) => env.world.index.records.parent(id).map_or(V::NULL, V::Record),
                other => without_fields(other),
            },
            Self::Id(base) => match base.eval(env) {
                V::Record(id) => env.world.index.records.bare_id(id).map_or(V::NULL, V::text),
                other => without_fields(other),
            },
            Self::Item(parts) => {
                let (list, index) = (parts[0].eval(env), parts[1].eval(env));
                match (list, index) {
                    (V::Unknown(unknown), _) | (_, V::Unknown(unknown)) => V::Unknown(unknown),
                    (V::List(list), V::Int(index)) => {
                        usize::try_from(index).map_or(V::NULL, |index| list.get(env.world.index.records, index))
                    }
                    _ => V::NULL,
                }
            }
            Self::Optional { value, list } => match value.eval(env) {
                V::Unknown(Unknown { reason: Reason::NotKept, .. }) if *list => V::list(Vec::new()),
                V::Unknown(Unknown { reason: Reason::NotKept, .. }) => V::NULL,
                other => other,
            },
            Self::Raw(value) => raw(value, env),
            Self::Population(kind) => V::List(List::Records(env.world.index.of_kind(*kind))),
            _ => V::NULL,
        }
    }

    /// The record and the field that this reads, if it reads a field directly.
    fn cell(&self, env: &mut Env<'_>) -> Option<(RecordId, FieldId)> {
        match self {
            Self::Field(read) | Self::Items(read) => match read.base.eval(env) {
                V::Record(id) => Some((id, read.field)),
                _ => None,
            },
            Self::Optional { value, .. } => value.cell(env),
            _ => None,
        }
    }
}

impl Const {
    fn value<'w>(&self) -> V<'w> {
        match self {
            Self::Null => V::NULL,
            Self::Bool(value) => V::Bool(*value),
            Self::Int(value) => V::Int(*value),
            Self::Text(value) => V::Text(Cow::Owned(value.to_string())),
            Self::Enum(set, words) => V::Enum(*set, words),
            Self::Date(value) => V::Date(*value),
            Self::Duration(value) => V::Duration(*value),
        }
    }
}

impl Setting {
    fn value<'w>(self, env: &Env<'w>) -> V<'w> {
        let settings = env.world.settings;
        match self {
            Self::IsmsStart => settings.isms_start.map_or(V::NULL, V::Date),
            Self::AssessFrom => settings.assess_from.map_or(V::NULL, V::Date),
            Self::IsmsTeam => V::text(&settings.isms_team),
            Self::RiskAppetite => settings.risk_appetite.map_or(V::NULL, |set| V::Enum(set, &tables::LEVEL)),
            Self::RiskAppetiteScore => settings.risk_appetite_score.map_or(V::NULL, |score| V::Int(i64::from(score))),
        }
    }
}

impl Call {
    fn run<'w>(&self, env: &mut Env<'w>) -> V<'w> {
        // Nearly all functions take one to three arguments, which then need no memory of their own.
        match self.arguments.as_slice() {
            [] => (self.run)(&self.fixed, env, &[]),
            [a] => self.with(env, |env| Ok([a.value(env)?])),
            [a, b] => self.with(env, |env| Ok([a.value(env)?, b.value(env)?])),
            [a, b, c] => self.with(env, |env| Ok([a.value(env)?, b.value(env)?, c.value(env)?])),
            more => self.with(env, |env| more.iter().map(|one| one.value(env)).collect::<Result<Vec<_>, _>>()),
        }
    }

    fn with<'w, A: AsRef<[V<'w>]>>(
        &self,
        env: &mut Env<'w>,
        arguments: impl FnOnce(&mut Env<'w>) -> Result<A, V<'w>>,
    ) -> V<'w> {
        match arguments(env) {
            Ok(arguments) => (self.run)(&self.fixed, env, arguments.as_ref()),
            Err(result) => result,
        }
    }
}

impl Argument {
    /// The value, or the result of the whole call.
    fn value<'w>(&self, env: &mut Env<'w>) -> Result<V<'w>, V<'w>> {
        match self.node.eval(env) {
            V::Unknown(unknown) => Err(V::Unknown(unknown)),
            V::Null(absence) if self.passes_absence => Err(V::Null(absence)),
            V::Enum(set, words) if self.as_text => match set.single(words) {
                Some(word) => Ok(V::text(word)),
                None => Err(several(&self.node, env)),
            },
            other => Ok(other),
        }
    }
}

impl<'w> Env<'w> {
    /// Takes steps from the budget, or gives the unknown that ends the evaluation.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), V<'w>> {
        let left = u32::try_from(steps).ok().and_then(|steps| self.budget.checked_sub(steps));
        self.budget = left.unwrap_or(0);
        left.map(|_| ()).ok_or(V::unknown(Reason::Cost))
    }
}

/// `&&` and `||`: one decisive term decides, else one unknown term leaves it unknown.
fn junction<'w>(terms: &[Node], decisive: bool, env: &mut Env<'w>) -> V<'w> {
    let mut unknown = None;
    for term in terms {
        match term.eval(env) {
            V::Bool(value) if value == decisive => return V::Bool(decisive),
            V::Bool(_) => {}
            other => unknown = unknown.or(Some(other)),
        }
    }
    unknown.map_or(V::Bool(!decisive), not_bool)
}

fn choose<'w>(parts: &[Node; 3], env: &mut Env<'w>) -> V<'w> {
    match parts[0].eval(env) {
        V::Bool(true) => parts[1].eval(env),
        V::Bool(false) => parts[2].eval(env),
        other => {
            let (yes, no) = (parts[1].eval(env), parts[2].eval(env));
            match yes.same(&no, env.world.index.records) {
                Ok(true) => yes,
                _ => not_bool(other),
            }
        }
    }
}

fn in_words<'w>(value: &Node, words: EnumSet, wanted: bool, absent: bool, env: &mut Env<'w>) -> V<'w> {
    match value.eval(env) {
        V::Enum(set, _) => match set.within(words) {
            Some(within) => V::Bool(within == wanted),
            None => several(value, env),
        },
        V::Unknown(unknown) => V::Unknown(unknown),
        _ => V::Bool(absent),
    }
}

/// Unknown, because the word in this place stands for several states.
fn several<'w>(value: &Node, env: &mut Env<'w>) -> V<'w> {
    let cell = value.cell(env);
    V::Unknown(Unknown {
        record: cell.map(|(record, _)| record),
        field: cell.map(|(_, field)| field),
        reason: Reason::SetOfStates,
    })
}

fn order<'w>(comparison: Comparison, left: &V<'w>, right: &V<'w>) -> V<'w> {
    let ordering = match (left, right) {
        (V::Date(left), V::Date(right)) => left.cmp(right),
        (V::Int(left), V::Int(right)) => left.cmp(right),
        (V::Duration(left), V::Duration(right)) => left.about_days().cmp(&right.about_days()),
        (V::Unknown(unknown), _) | (_, V::Unknown(unknown)) => return V::Unknown(*unknown),
        _ => return V::unknown(Reason::Other("there is nothing to compare")),
    };
    V::Bool(match comparison {
        Comparison::Less => ordering == Ordering::Less,
        Comparison::LessOrEqual => ordering != Ordering::Greater,
        Comparison::Greater => ordering == Ordering::Greater,
        Comparison::GreaterOrEqual => ordering != Ordering::Less,
        Comparison::Equal => ordering == Ordering::Equal,
        Comparison::NotEqual => ordering != Ordering::Equal,
    })
}

/// Whether a list holds a value.
pub(super) fn contains<'w>(env: &mut Env<'w>, item: &V<'w>, list: &V<'w>) -> V<'w> {
    let list = match list {
        V::List(list) => list,
        V::Unknown(unknown) => return V::Unknown(*unknown),
        _ => return V::Bool(false),
    };
    if let Err(stopped) = env.spend(list.len()) {
        return stopped;
    }
    let records = env.world.index.records;
    let mut unknown = None;
    for one in list.iter(records) {
        match item.same(&one, records) {
            Ok(true) => return V::Bool(true),
            Ok(false) => {}
            Err(why) => unknown = unknown.or(Some(why)),
        }
    }
    unknown.map_or(V::Bool(false), V::Unknown)
}

fn state<'w>(ask: Ask, node: &Node, env: &mut Env<'w>) -> V<'w> {
    let absence = match node.eval(env) {
        // Somebody wrote something there, readable or not.
        V::Unknown(Unknown { reason: Reason::Unreadable | Reason::SetOfStates, .. }) => None,
        V::Unknown(unknown) => return V::Unknown(unknown),
        V::Null(absence) => Some(absence),
        V::List(list) if list.is_empty() => Some(absence_of_list(node, env)),
        V::List(list) => {
            let items = list.iter(env.world.index.records);
            let mut absences = items.map(|item| if let V::Null(how) = item { Some(how) } else { None });
            absences.try_fold(Absence::Absent, |_, absence| absence)
        }
        _ => None,
    };
    V::Bool(match ask {
        Ask::Given => absence.is_none(),
        Ask::Blank => matches!(absence, Some(Absence::Absent | Absence::Blank)),
        Ask::Placeholder => absence == Some(Absence::Placeholder),
        Ask::NoneBecause => absence == Some(Absence::NoneBecause),
    })
}

/// How a list without items is absent: 'none, because …' may stand where the list should.
fn absence_of_list(node: &Node, env: &mut Env<'_>) -> Absence {
    let records = env.world.index.records;
    let state = node.cell(env).and_then(|(record, field)| records.cell(record, field)).map(|cell| cell.state());
    state.and_then(Absence::of_state).unwrap_or(Absence::Absent)
}

fn raw<'w>(value: &Node, env: &mut Env<'w>) -> V<'w> {
    if let Some((record, field)) = value.cell(env) {
        let text = env.world.index.records.raw(record, field).filter(|text| !text.is_empty());
        return text.map_or(V::NULL, V::text);
    }
    match value.eval(env) {
        V::Text(text) => V::Text(text),
        V::Enum(set, words) => set.single(words).map_or(V::NULL, V::text),
        V::Unknown(unknown) => V::Unknown(unknown),
        _ => V::NULL,
    }
}

/// What reading a field of something that is no record gives.
fn without_fields<'w>(value: V<'w>) -> V<'w> {
    match value {
        V::Unknown(unknown) => V::Unknown(unknown),
        V::Null(absence) => V::Null(absence),
        _ => V::NULL,
    }
}

/// What a value in place of a truth value makes of the whole.
fn not_bool<'w>(value: V<'w>) -> V<'w> {
    match value {
        V::Unknown(unknown) => V::Unknown(unknown),
        _ => V::unknown(Reason::Other("a truth value is absent")),
    }
}
