//! The pairs of open mappings: repeated keys are found, merge keys are resolved.

use super::limits;
use super::loader::{Frame, Loader, Stop};
use crate::data::{NodeId, NodeKind, Symbol};
use crate::diagnostic::Problem;
use crate::read::place::positions;
use crate::text::Span;

impl Loader<'_> {
    /// Notes a pair that was added to the innermost mapping, and marks it if its key stands there already.
    pub(super) fn added(&mut self, node: NodeId, pair: bool) {
        if !pair {
            return;
        }
        let Some(symbol) = self.builder.tree().key(node) else { return };
        if let Some(first) = self.standing(symbol) {
            self.builder.mark_duplicate(first);
            self.builder.mark_duplicate(node);
            self.repeated.push((first, node));
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return };
        frame.seen |= bit(symbol);
        self.pairs.push((symbol, node));
        let own = self.pairs.len() - frame.first_pair;
        if own == CROWD + 1 {
            let all = self.pairs[frame.first_pair..].iter();
            self.crowded.extend(all.map(|(symbol, node)| ((frame.node, *symbol), *node)));
        } else if own > CROWD {
            self.crowded.insert((frame.node, symbol), node);
        }
    }

    /// Forgets the pairs of a mapping that closes.
    pub(super) fn forget_pairs(&mut self, frame: &Frame) {
        if self.pairs.len() - frame.first_pair > CROWD {
            for (symbol, _) in &self.pairs[frame.first_pair..] {
                self.crowded.remove(&(frame.node, *symbol));
            }
        }
        self.pairs.truncate(frame.first_pair);
        self.merges.truncate(frame.first_merge);
    }

    /// The pair of the innermost mapping that has this key.
    fn standing(&self, symbol: Symbol) -> Option<NodeId> {
        let frame = self.frames.last()?;
        if frame.seen & bit(symbol) == 0 {
            return None;
        }
        let own = self.pairs.get(frame.first_pair..)?;
        if own.len() > CROWD {
            return self.crowded.get(&(frame.node, symbol)).copied();
        }
        own.iter().find(|(other, _)| *other == symbol).map(|(_, node)| *node)
    }

    /// Adds the pairs of the merge keys to the mapping that is about to close. Its own pairs win, then earlier ones.
    pub(super) fn merge(&mut self) -> Result<(), Stop> {
        let Some(frame) = self.frames.last() else { return Ok(()) };
        let (sources, node) = (self.merges[frame.first_merge..].to_vec(), frame.node);
        let at = self.range_of(node);
        let mut mappings = Vec::new();
        for source in sources {
            match self.builder.tree().kind(source) {
                NodeKind::Mapping => mappings.push(source),
                NodeKind::Sequence => mappings.extend(self.builder.tree().children(source)),
                NodeKind::Scalar(_) => self.bad_merge(at.clone()),
            }
        }
        for mapping in mappings {
            if self.builder.tree().kind(mapping) != NodeKind::Mapping {
                self.bad_merge(self.range_of(mapping));
                continue;
            }
            let pairs: Vec<NodeId> = self.builder.tree().children(mapping).collect();
            for pair in pairs {
                let Some(symbol) = self.builder.tree().key(pair) else { continue };
                if self.builder.tree().is_duplicate(pair) || self.standing(symbol).is_some() {
                    continue;
                }
                self.copying(pair, &at)?;
                let copy = self.builder.copy_pair(pair);
                self.added(copy, true);
            }
        }
        Ok(())
    }

    /// One problem for each repeated key, with both places.
    pub(super) fn report_repeated(&mut self) {
        let repeated = std::mem::take(&mut self.repeated);
        let tree = self.builder.tree();
        let spans: Vec<(Span, Span)> = repeated
            .iter()
            .take(limits::REPEATED_KEYS)
            .filter_map(|(first, second)| Some((tree.key_span(*first)?, tree.key_span(*second)?)))
            .collect();
        let bytes: Vec<u32> = spans.iter().flat_map(|(first, second)| [first.start, second.start]).collect();
        let places = positions(tree.source_text(), &bytes);
        for ((first, second), place) in spans.iter().zip(places.chunks(2)) {
            let key = tree.source_text().get(second.start as usize..second.end as usize).unwrap_or("");
            let [a, b] = [place.first(), place.last()].map(|place| place.map_or_else(String::new, ToString::to_string));
            let problem = Problem::new("input-key-duplicate", *second)
                .fact("key", format!("`{key}`"))
                .fact("a", a)
                .fact("b", b)
                .related(*first, "the same key stands here");
            self.problems.push(problem);
        }
        if repeated.len() > limits::REPEATED_KEYS {
            let limit = format!("the limit of {} repeated keys that are named one by one", limits::REPEATED_KEYS);
            let range = spans.last().map_or(0..0, |(_, second)| second.start..second.end);
            let _ = self.limit(range, limit, &format!("{} stand in this file", repeated.len()));
        }
    }
}

/// Mappings with more keys than this are searched by hash.
const CROWD: usize = 48;

fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.0 & 63)
}
