//! [`Keys`]: the keys of the mappings that are open, so that a key that stands twice is found as it is read.

use rustc_hash::FxHashMap;

use crate::data::{NodeId, Symbol, TreeBuilder};
use crate::diagnostic::Problem;
use crate::read::place::positions;
use crate::text::Span;

/// Mappings with more keys than this are searched by hash.
const CROWD: usize = 48;
/// Repeated keys that are reported one by one.
const NAMED: usize = 100;

/// The pairs of all mappings that are open.
#[derive(Default)]
pub(super) struct Keys {
    open: Vec<Open>,
    /// Pairs, those of the outermost mapping first.
    pairs: Vec<(Symbol, NodeId)>,
    /// Pairs of mappings that have too many for a search through the list.
    crowded: FxHashMap<(NodeId, Symbol), NodeId>,
    repeated: Vec<(NodeId, NodeId)>,
}

struct Open {
    node: NodeId,
    first: usize,
    /// One bit for each symbol modulo 64: a clear bit proves that a key is new.
    seen: u64,
}

impl Keys {
    /// A mapping opens.
    pub(super) fn open(&mut self, node: NodeId) {
        self.open.push(Open { node, first: self.pairs.len(), seen: 0 });
    }

    /// The innermost mapping closes.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if self.pairs.len() - open.first > CROWD {
            for (symbol, _) in &self.pairs[open.first..] {
                self.crowded.remove(&(open.node, *symbol));
            }
        }
        self.pairs.truncate(open.first);
    }

    /// Notes a pair that was added to the innermost mapping, and marks it if its key stands there already.
    pub(super) fn add(&mut self, builder: &mut TreeBuilder, node: NodeId) {
        let Some(symbol) = builder.tree().key(node) else { return };
        if let Some(first) = self.standing(symbol) {
            builder.mark_duplicate(first);
            builder.mark_duplicate(node);
            self.repeated.push((first, node));
            return;
        }
        let Some(open) = self.open.last_mut() else { return };
        open.seen |= bit(symbol);
        self.pairs.push((symbol, node));
        let own = self.pairs.len() - open.first;
        if own == CROWD + 1 {
            let all = self.pairs[open.first..].iter();
            self.crowded.extend(all.map(|(symbol, node)| ((open.node, *symbol), *node)));
        } else if own > CROWD {
            self.crowded.insert((open.node, symbol), node);
        }
    }

    /// The pair of the innermost mapping that has this key.
    pub(super) fn standing(&self, symbol: Symbol) -> Option<NodeId> {
        let open = self.open.last()?;
        if open.seen & bit(symbol) == 0 {
            return None;
        }
        let own = self.pairs.get(open.first..)?;
        if own.len() > CROWD {
            return self.crowded.get(&(open.node, symbol)).copied();
        }
        own.iter().find(|(other, _)| *other == symbol).map(|(_, node)| *node)
    }

    /// One problem for each repeated key, with both places.
    pub(super) fn problems(self, builder: &TreeBuilder) -> Vec<Problem> {
        let tree = builder.tree();
        let spans: Vec<(Span, Span)> = self
            .repeated
            .iter()
            .take(NAMED)
            .filter_map(|(first, second)| Some((tree.key_span(*first)?, tree.key_span(*second)?)))
            .collect();
        let bytes: Vec<u32> = spans.iter().flat_map(|(first, second)| [first.start, second.start]).collect();
        let places = positions(tree.source_text(), &bytes);
        let mut problems = Vec::new();
        for ((first, second), place) in spans.iter().zip(places.chunks(2)) {
            let key = tree.source_text().get(second.start as usize..second.end as usize).unwrap_or("");
            let [a, b] = [place.first(), place.last()].map(|place| place.map_or_else(String::new, ToString::to_string));
            let problem = Problem::new("input-key-duplicate", *second)
                .fact("key", format!("`{key}`"))
                .fact("a", a)
                .fact("b", b)
                .related(*first, "the same key stands here");
            problems.push(problem);
        }
        if let (true, Some((_, last))) = (self.repeated.len() > NAMED, spans.last()) {
            let problem = Problem::new("input-limit-exceeded", *last)
                .fact("limit", format!("the limit of {NAMED} repeated keys that are named one by one"))
                .fact("value", format!("{} stand in this file", self.repeated.len()));
            problems.push(problem);
        }
        problems
    }
}

fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.0 & 63)
}
