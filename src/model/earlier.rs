//! The records of an earlier state of the workspace beside those of the present one: numbered on, and found by no index.

use crate::text::{SourceId, offset};

use super::record::{Batch, Record, RecordId, Records};

impl Records {
    /// The same records of texts that have other numbers: further on by this many.
    #[must_use]
    pub fn of_texts_behind(mut self, by: u32) -> Self {
        let behind = |mut batch: Batch| {
            let source = SourceId(batch.tree.source().0 + by);
            batch.tree = batch.tree.in_source(source);
            batch
        };
        self.batches = self.batches.into_iter().map(behind).collect();
        self
    }

    /// Adds what an earlier state of the workspace holds. Its records are read like all others, and [`Records::iter`] does
    /// not give them out. No batch of the present state may be added behind it. Gives the number of its first batch.
    pub fn add_earlier(&mut self, earlier: Self) -> u32 {
        let by = offset(self.batches.len() + self.earlier.len());
        self.earlier.extend(earlier.batches);
        self.joins.add_shifted(earlier.joins, by);
        by
    }

    /// Whether a record is one of an earlier state.
    #[must_use]
    pub const fn is_earlier(&self, id: RecordId) -> bool {
        id.batch as usize >= self.batches.len()
    }

    /// The records of all earlier states in the order of their sources, nested ones behind those that contain them.
    pub fn iter_earlier(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        self.iter_earlier_from(offset(self.batches.len()))
    }

    /// The same from a batch on: those of the state that was added last, if that is its first batch.
    pub fn iter_earlier_from(&self, first: u32) -> impl Iterator<Item = (RecordId, &Record)> {
        let all = (offset(self.batches.len())..).zip(&self.earlier);
        all.skip_while(move |(batch, _)| *batch < first).flat_map(|(batch, content)| content.own(batch))
    }

    /// The batches of the present state, and behind them those of the earlier one.
    pub fn every_batch(&self) -> impl Iterator<Item = &Batch> {
        self.batches.iter().chain(&self.earlier)
    }

    /// The batch with a number.
    #[must_use]
    pub fn numbered(&self, batch: u32) -> &Batch {
        let number = batch as usize;
        self.batches.get(number).unwrap_or_else(|| &self.earlier[number - self.batches.len()])
    }
}
