//! The slots of records: which of their fields have a cell.

use rustc_hash::FxHashMap;

use crate::text::offset;

use super::kind::FieldId;
use super::record::Batch;

impl Batch {
    /// Lets records with the same fields share their slots: the rows of a table have few patterns, and most records of a
    /// register not many more.
    pub fn share_slots(&mut self) {
        let mut shared: Vec<u8> = Vec::new();
        let mut known: FxHashMap<&[u8], u32> = FxHashMap::default();
        for record in &mut self.records {
            let from = record.slots as usize;
            let Some(own) = self.slots.get(from..from + record.kind.shape().fields.len()) else { continue };
            record.slots = *known.entry(own).or_insert_with(|| {
                shared.extend_from_slice(own);
                offset(shared.len() - own.len())
            });
        }
        shared.shrink_to_fit();
        self.slots = shared;
    }

    /// Lets a record no longer have the cell of a field.
    pub(super) fn clear_slot(&mut self, index: u32, field: FieldId) {
        let Some(record) = self.records.get_mut(index as usize) else { return };
        let (from, slot) = (record.slots as usize, usize::from(field.0));
        let row = from..from + record.kind.shape().fields.len();
        if row.end > self.slots.len() || self.slots.get(from + slot).is_none_or(|number| *number == u8::MAX) {
            return;
        }
        // Others may share them.
        record.slots = offset(self.slots.len());
        self.slots.extend_from_within(row);
        if let Some(number) = self.slots.get_mut(record.slots as usize + slot) {
            *number = u8::MAX;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{NodeId, TreeBuilder};
    use crate::model::{Cell, Joined, Kind, Record};
    use crate::text::SourceId;

    #[test]
    fn what_is_cleared_in_one_record_stays_in_those_that_share_its_slots() {
        let fields = Kind::Entry.shape().fields.len();
        let record = |number: u32| Record {
            kind: Kind::Entry,
            node: NodeId(0),
            parent: u32::MAX,
            parent_field: FieldId(0),
            joined: Joined::default(),
            position: number,
            slots: number * offset(fields),
            cells: number,
        };
        // The first and the last one have the first field, the second one has the second.
        let row = |field: usize| (0..fields).map(move |at| if at == field { 0 } else { u8::MAX });
        let mut batch = Batch {
            tree: TreeBuilder::new(SourceId(0), "x".into()).finish(1),
            records: (0..3).map(record).collect(),
            slots: row(0).chain(row(1)).chain(row(0)).collect(),
            cells: (0..3).map(|number| Cell::given(NodeId(0), number)).collect(),
            items: Vec::new(),
            lists: Vec::new(),
            carried: Vec::new(),
            groups: Vec::new(),
            partial: FxHashMap::default(),
            namespace: None,
            settings: 0,
            kind: Kind::Entry,
        };
        let shown = |batch: &Batch| {
            let cell = |record: &Record, field: u8| batch.cell(record, FieldId(field)).map(|cell| cell.payload);
            batch.records.iter().map(|record| [cell(record, 0), cell(record, 1)]).collect::<Vec<_>>()
        };
        let before = shown(&batch);
        assert_eq!(before, [[Some(0), None], [None, Some(1)], [Some(2), None]]);
        batch.share_slots();
        assert_eq!(batch.slots.len(), 2 * fields);
        assert_eq!(shown(&batch), before);
        batch.clear_slot(0, FieldId(0));
        batch.clear_slot(0, FieldId(1));
        assert_eq!(batch.slots.len(), 3 * fields, "a field without a cell needs no slots of its own");
        assert_eq!(shown(&batch), [[None, None], [None, Some(1)], [Some(2), None]]);
    }
}
