//! List macros: items are looked at one by one, without a list of their own.

use crate::expr::node::{How, Walk};
use crate::expr::value::{List, V};
use crate::expr::world::{Env, Slot};

use super::not_bool;

impl Walk {
    pub(super) fn run<'w>(&self, env: &mut Env<'w>) -> V<'w> {
        let list = match self.list.eval(env) {
            V::List(list) => list,
            V::Unknown(unknown) => return V::Unknown(unknown),
            _ => List::Records(&[]),
        };
        // The slot may belong to a variable that is bound later, so it gets back what it held.
        let saved = std::mem::replace(env.slot(self.slot), Slot::Value(V::NULL));
        let result = match self.how {
            How::All => self.decide(&list, false, env),
            How::Exists => self.decide(&list, true, env),
            How::ExistsOne => self.count(&list, env),
            How::Filter | How::Map => self.collect(&list, env),
        };
        *env.slot(self.slot) = saved;
        result
    }

    fn step<'w>(&self, list: &List<'w>, index: usize, env: &mut Env<'w>) -> Result<V<'w>, V<'w>> {
        env.spend(1)?;
        env.slots[self.slot] = Slot::Value(list.get(env.world.index.records, index));
        Ok(self.body.eval(env))
    }

    /// Whether some item gives `decisive`: `true` for exists, `false` for all.
    fn decide<'w>(&self, list: &List<'w>, decisive: bool, env: &mut Env<'w>) -> V<'w> {
        let mut unknown = None;
        for index in 0..list.len() {
            match self.step(list, index, env) {
                Err(stopped) => return stopped,
                Ok(V::Bool(value)) if value == decisive => return V::Bool(decisive),
                Ok(V::Bool(_)) => {}
                Ok(other) => unknown = unknown.or(Some(other)),
            }
        }
        unknown.map_or(V::Bool(!decisive), not_bool)
    }

    fn count<'w>(&self, list: &List<'w>, env: &mut Env<'w>) -> V<'w> {
        let (mut found, mut unknown) = (0_u32, None);
        for index in 0..list.len() {
            match self.step(list, index, env) {
                Err(stopped) => return stopped,
                Ok(V::Bool(value)) => found = found.saturating_add(u32::from(value)),
                Ok(other) => unknown = unknown.or(Some(other)),
            }
        }
        match unknown {
            Some(other) if found < 2 => not_bool(other),
            _ => V::Bool(found == 1),
        }
    }

    fn collect<'w>(&self, list: &List<'w>, env: &mut Env<'w>) -> V<'w> {
        let mut found = Vec::new();
        for index in 0..list.len() {
            match (self.step(list, index, env), self.how) {
                (Err(stopped), _) => return stopped,
                (Ok(value), How::Map) => found.push(value),
                (Ok(V::Bool(true)), _) => found.push(env.take(self.slot)),
                (Ok(V::Bool(false)), _) => {}
                (Ok(other), _) => return not_bool(other),
            }
        }
        V::list(found)
    }
}
