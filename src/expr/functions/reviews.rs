//! Functions on management reviews and what the standard asks of them.

use std::borrow::Cow;

use crate::expr::value::V;
use crate::expr::world::{Env, InputFacts};
use crate::model::{FieldId, Kind, RecordId, Records, Value};

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "snapshot(review: record<review>) -> bool",
        "Whether the register was shown to a review: an input names its commit, or the minutes cover the register.",
        "snapshot(review)",
        "true",
        snapshot,
    ),
    Function::plain(
        "required_inputs() -> list<text>",
        "The keys of the inputs that a management review must look at.",
        "required_inputs().without(review.inputs.map(i, i.key))",
        "b, d1",
        required_inputs,
    ),
    Function::plain(
        "input_label(key: text) -> text?",
        "What an input of a management review is.",
        "input_label('d1')",
        "nonconformities and corrective actions",
        input_label,
    ),
    Function::plain(
        "input_clause(key: text) -> text?",
        "The clause that asks for an input of a management review.",
        "input_clause('d1')",
        "9.3.2 d 1",
        input_clause,
    ),
];

fn snapshot<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let records = env.world.index.records;
    let [V::Record(review)] = arguments else { return V::Bool(false) };
    let decoded = |record: RecordId, name: &str| {
        let field = records.get(record).kind.field(name)?;
        Some(list(records, record, field))
    };
    let covers = decoded(*review, "covers").unwrap_or_default();
    if covers.iter().any(|value| matches!(value, Value::Text(text) if text.eq_ignore_ascii_case("register"))) {
        return V::Bool(true);
    }
    let inputs = decoded(*review, "inputs").unwrap_or_default();
    V::Bool(inputs.iter().any(|value| match value {
        Value::Record(input) => {
            let field = Kind::ReviewInput.field("register_snapshot");
            field.is_some_and(|field| matches!(records.value(*input, field), Value::Text(_) | Value::Unreadable))
        }
        _ => false,
    }))
}

fn list(records: &Records, record: RecordId, field: FieldId) -> Vec<Value<'_>> {
    let ty = &records.get(record).kind.field_info(field).ty;
    let batch = records.holder(record, field).batch;
    records.items(record, field).iter().map(|cell| records.decode(batch, ty, cell)).collect()
}

fn required_inputs<'w>(_: &Fixed, env: &mut Env<'w>, _: &[V<'w>]) -> V<'w> {
    V::list(env.world.pack.inputs.iter().map(|input| V::text(&input.key)).collect())
}

fn input_label<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    input(env, arguments, |input| &input.label)
}

fn input_clause<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    input(env, arguments, |input| &input.clause)
}

fn input<'w>(env: &Env<'w>, arguments: &[V<'w>], get: fn(&InputFacts) -> &String) -> V<'w> {
    let [V::Text(key)] = arguments else { return V::NULL };
    let found = env.world.pack.inputs.iter().find(|input| input.key == *key);
    found.map_or(V::NULL, |input| V::Text(Cow::Borrowed(get(input))))
}
