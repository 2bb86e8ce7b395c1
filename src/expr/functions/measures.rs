//! Functions on what is measured again and again: values that are written as text, and neighbours in a list.

use crate::expr::value::{Reason, V};
use crate::expr::world::Env;

use super::{Fixed, Function};

pub(super) const ROWS: &[Function] = &[
    Function::plain(
        "below(value: text, limit: text) -> bool",
        "Whether a measured value is lower than another; unknown where they are no numbers of one unit, and where either is absent, it is not.",
        "below('97.5 %', '≥ 98 %')",
        "true",
        below,
    ),
    Function::plain(
        "neighbours(list: list<T>, number: int) -> list<list<T>>",
        "Every so many items of a list that stand side by side.",
        "['a', 'b', 'c'].neighbours(2).map(pair, pair.join(' and '))",
        "a and b, b and c",
        neighbours,
    ),
];

const NO_NUMBERS: Reason = Reason::Other("the values are no numbers of one unit");

fn below<'w>(_: &Fixed, _: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::Text(value), V::Text(limit)] = arguments else { return V::Bool(false) };
    match (measured(value), measured(limit)) {
        (Some((value, unit)), Some((limit, other))) if unit == other || unit.is_empty() || other.is_empty() => {
            V::Bool(value < limit)
        }
        _ => V::unknown(NO_NUMBERS),
    }
}

/// The number and the unit of a value such as `≥ 97,5 %`.
fn measured(text: &str) -> Option<(f64, String)> {
    let text = text.trim_start_matches(|sign: char| sign.is_whitespace() || "<>=≤≥".contains(sign));
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !"-.,".contains(letter)).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    // Three digits behind a comma are thousands in one country and thousandths in another.
    if number.split_once(',').is_some_and(|(_, behind)| behind.len() == 3) || unit.contains(|c: char| c.is_numeric()) {
        return None;
    }
    Some((number.replace(',', ".").parse().ok()?, unit.trim().to_lowercase()))
}

fn neighbours<'w>(_: &Fixed, env: &mut Env<'w>, arguments: &[V<'w>]) -> V<'w> {
    let [V::List(list), V::Int(number)] = arguments else { return V::list(Vec::new()) };
    let Ok(number) = usize::try_from(*number) else { return V::list(Vec::new()) };
    if number == 0 || number > list.len() {
        return V::list(Vec::new());
    }
    if let Err(stopped) = env.spend(list.len().saturating_mul(number)) {
        return stopped;
    }
    let items: Vec<V<'w>> = list.iter(env.world.index.records).collect();
    V::list(items.windows(number).map(|side_by_side| V::list(side_by_side.to_vec())).collect())
}
