//! YAML merge keys (`<<`).

use super::loader::{Loader, Stop};
use crate::data::{NodeId, NodeKind};

impl Loader<'_> {
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
            // Pairs that are passed over cost time too, and `<<` may stand any number of times.
            self.copied_nodes = self.copied_nodes.saturating_add(u32::try_from(pairs.len()).unwrap_or(u32::MAX));
            for pair in pairs {
                let Some(symbol) = self.builder.tree().key(pair) else { continue };
                if self.builder.tree().is_duplicate(pair) || self.keys.standing(symbol).is_some() {
                    continue;
                }
                self.copying(pair, &at)?;
                let copy = self.builder.copy_pair(pair);
                self.keys.add(self.builder, copy);
            }
        }
        Ok(())
    }
}
