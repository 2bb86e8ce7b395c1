//! [`Record`]: a view of a node of a document under the field table of its kind; values are decoded when they are asked for.

use rustc_hash::FxHashMap;

use crate::data::{Date, Duration, NodeId, Tree};
use crate::text::offset;

use super::joins::{Joined, Joins};
use super::kind::{FieldId, Kind, Type};
use super::vocabulary::EnumSet;

/// The number of a record: its batch, and its place in the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// Index into [`Records::batches`].
    pub batch: u32,
    /// Index into [`Batch::records`].
    pub index: u32,
}

/// One record: an entry, an action below it, or a group of fields below that.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Whose field table applies.
    pub kind: Kind,
    /// The node that the record was read from.
    pub node: NodeId,
    /// Index in the batch of the record that contains this one; `u32::MAX` for a record of its own.
    pub parent: u32,
    /// The field of the parent that holds this record.
    pub parent_field: FieldId,
    /// How other sources take part in the record.
    pub joined: Joined,
    /// Position in the list of the parent, or in the source, from 0.
    pub position: u32,
    /// Where the cell numbers of this record start in [`Batch::slots`]: one byte a field, 255 for none.
    pub slots: u32,
    /// Where the cells of this record start in [`Batch::cells`].
    pub cells: u32,
}

/// How much a cell says; the order is that of [`Cell::state`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// A value.
    Given,
    /// The field is there and nothing is written in it.
    Blank,
    /// A stand-in such as TBD or `[YYYY-MM-DD]`.
    Placeholder,
    /// 'None, because …': a reason in place of a value.
    NoneBecause,
    /// Something is written that cannot be read as the field's type; the problem was reported.
    Unreadable,
}

/// What was read for one field of one record, or for one item of a list field: 8 bytes, because there are as many cells
/// as nodes.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The number of the node, with the state in the highest bits.
    marked: u32,
    /// By type: days since 1970-01-01, a set of words as bits, a truth value, an integer, the index of a nested record in
    /// the batch, or the number of a list in [`Batch`], from 1, with 0 for none.
    pub payload: i32,
}

/// Bits of a cell that are the number of its node; a tree of so many nodes would take 10 GiB.
const NODE_BITS: u32 = 29;
const NODE_MASK: u32 = (1 << NODE_BITS) - 1;

impl Cell {
    /// A cell that holds nothing beside the text of its node.
    #[must_use]
    pub const fn new(node: NodeId, state: State) -> Self {
        let number = if node.0 < NODE_MASK { node.0 } else { NODE_MASK };
        Self { marked: number | (state as u32) << NODE_BITS, payload: 0 }
    }

    /// A cell with a value.
    #[must_use]
    pub const fn given(node: NodeId, payload: i32) -> Self {
        Self::new(node, State::Given).holding(payload)
    }

    /// The same cell with another payload.
    #[must_use]
    pub const fn holding(self, payload: i32) -> Self {
        Self { payload, ..self }
    }

    /// The same cell in another state.
    #[must_use]
    pub const fn in_state(self, state: State) -> Self {
        Self { marked: self.marked & NODE_MASK | (state as u32) << NODE_BITS, ..self }
    }

    /// The node that holds the value.
    #[must_use]
    pub const fn node(&self) -> NodeId {
        NodeId(self.marked & NODE_MASK)
    }

    /// How much the cell says. A list field is `Given` if it has an item.
    #[must_use]
    pub const fn state(&self) -> State {
        match self.marked >> NODE_BITS {
            0 => State::Given,
            1 => State::Blank,
            2 => State::Placeholder,
            3 => State::NoneBecause,
            _ => State::Unreadable,
        }
    }
}

/// The items of a list field.
pub type Items<'a> = &'a [Cell];

/// A cell as rules see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Not kept, blank, a placeholder, or 'none, because …': `null` in conditions.
    Absent,
    /// Written, but not readable as the field's type.
    Unreadable,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text, an id, a reference, a person, a path, a URL, an amount.
    Text(&'a str),
    /// One word of a vocabulary, or the set of words that the source's word may stand for.
    Enum(EnumSet),
    /// A civil date.
    Date(Date),
    /// A length of time.
    Duration(Duration),
    /// A nested record.
    Record(RecordId),
}

/// The records of one source text.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The document that the records were read from.
    pub tree: Tree,
    /// The records, each before the records that it contains.
    pub records: Vec<Record>,
    /// One byte for each field of a record: the number of its cell behind [`Record::cells`], 255 for none. Records with the
    /// same fields share them.
    pub slots: Vec<u8>,
    /// The cells of all records.
    pub cells: Vec<Cell>,
    /// The items of all list fields, list by list.
    pub items: Vec<Cell>,
    /// Where each list ends in `items`; it starts where the one before it ends.
    pub lists: Vec<u32>,
    /// Fields that this source carries, by kind (in the order of [`Kind::ALL`]), a bit a field.
    pub carried: Vec<u128>,
    /// Index of the first record of each table, where the source is made of tables; those of one table are no parts of each
    /// other.
    pub groups: Vec<u32>,
    /// Fields that some records carry where others of their source carry more, a bit a field, by the number of the record:
    /// of a correction in a row, the table keeps neither owner nor date.
    pub partial: FxHashMap<u32, u128>,
    /// The namespace of the source: ids of its outermost records begin with it, and a colon.
    pub namespace: Option<Box<str>>,
    /// Index of the source's settings in the list of configured sources.
    pub settings: usize,
    /// The kind for which the source was read; it may hold records of other kinds too, or none.
    pub kind: Kind,
}

/// All records of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// A batch for each source text that holds records.
    pub batches: Vec<Batch>,
    /// What ties records of different batches together.
    pub joins: Joins,
    /// The batches of an earlier state of the workspace; their numbers go on behind those of `batches`.
    pub earlier: Vec<Batch>,
}

impl Batch {
    /// The cell of a field, if the record has that field at all.
    #[must_use]
    pub fn cell(&self, record: &Record, field: FieldId) -> Option<&Cell> {
        let slot = *self.slots.get(record.slots as usize + field.0 as usize)?;
        (slot != u8::MAX).then(|| &self.cells[record.cells as usize + slot as usize])
    }

    /// The items of a list field; none where the field is absent.
    #[must_use]
    pub fn items(&self, record: &Record, field: FieldId) -> Items<'_> {
        let cell = self.cell(record, field).filter(|_| record.kind.field_info(field).list);
        cell.map_or(&[], |cell| self.items_of(cell))
    }

    /// The items that the cell of a list field stands for.
    #[must_use]
    pub fn items_of(&self, cell: &Cell) -> Items<'_> {
        let Some(number) = usize::try_from(cell.payload).ok().and_then(|number| number.checked_sub(1)) else {
            return &[];
        };
        let end = |number: usize| self.lists.get(number).map_or(0, |end| *end as usize);
        self.items.get(number.checked_sub(1).map_or(0, end)..end(number)).unwrap_or(&[])
    }

    /// Adds the items of one list; gives the payload of its cell.
    pub fn add_list(&mut self, items: &[Cell]) -> i32 {
        if items.is_empty() {
            return 0;
        }
        self.items.extend_from_slice(items);
        self.lists.push(offset(self.items.len()));
        i32::try_from(self.lists.len()).unwrap_or(i32::MAX)
    }

    /// The records, with their numbers, that are no parts of others; `batch` is the number of this batch.
    pub(super) fn own(&self, batch: u32) -> impl Iterator<Item = (RecordId, &Record)> {
        let own = (0..).zip(&self.records).filter(|(_, record)| !record.joined.is_absorbed());
        own.map(move |(index, record)| (RecordId { batch, index }, record))
    }

    /// Whether this source keeps a field of a record.
    #[must_use]
    pub fn keeps(&self, index: u32, kind: Kind, field: FieldId) -> bool {
        self.carries(kind, field) && self.partial.get(&index).is_none_or(|fields| fields & (1 << field.0) != 0)
    }

    /// Whether this source keeps a field at all.
    #[must_use]
    pub fn carries(&self, kind: Kind, field: FieldId) -> bool {
        self.carried.get(kind as usize).is_some_and(|fields| fields & (1 << field.0) != 0)
    }
}

/// A text without the blanks around it: nearly all have none, which their first and last bytes tell.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

impl Records {
    /// The batch that a record is in.
    #[must_use]
    pub fn batch(&self, id: RecordId) -> &Batch {
        self.numbered(id.batch)
    }

    /// The record with this number.
    #[must_use]
    pub fn get(&self, id: RecordId) -> &Record {
        &self.batch(id).records[id.index as usize]
    }

    /// All records in the order of their sources, nested ones behind those that contain them; a record in parts stands
    /// where its main part does.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, &Record)> {
        (0..).zip(&self.batches).flat_map(|(batch, content)| content.own(batch))
    }

    /// The record that contains this one.
    #[must_use]
    pub fn parent(&self, id: RecordId) -> Option<RecordId> {
        let record = self.get(id);
        if record.joined.is_moved() {
            return self.joins.parent(id);
        }
        (record.parent != u32::MAX).then_some(RecordId { batch: id.batch, index: record.parent })
    }

    /// The cell of a field; its node is one of [`Records::tree_of`].
    #[must_use]
    pub fn cell(&self, id: RecordId, field: FieldId) -> Option<&Cell> {
        let id = self.holder(id, field);
        let batch = self.batch(id);
        batch.cell(&batch.records[id.index as usize], field)
    }

    /// The items of a list field; none where the field is absent. Their nodes are those of [`Records::tree_of`].
    #[must_use]
    pub fn items(&self, id: RecordId, field: FieldId) -> Items<'_> {
        let id = self.holder(id, field);
        let batch = self.batch(id);
        batch.items(&batch.records[id.index as usize], field)
    }

    /// The value of a field that is no list.
    #[must_use]
    pub fn value(&self, id: RecordId, field: FieldId) -> Value<'_> {
        let ty = &self.get(id).kind.shape().fields[field.0 as usize].ty;
        let id = self.holder(id, field);
        let batch = self.batch(id);
        let cell = batch.cell(&batch.records[id.index as usize], field);
        cell.map_or(Value::Absent, |cell| self.decode(id.batch, ty, cell))
    }

    /// The value of a cell under the type of its field; `batch` is that of its [`Records::holder`].
    #[must_use]
    pub fn decode(&self, batch: u32, ty: &Type, cell: &Cell) -> Value<'_> {
        match cell.state() {
            State::Given => {}
            State::Unreadable => return Value::Unreadable,
            State::Blank | State::Placeholder | State::NoneBecause => return Value::Absent,
        }
        let tree = &self.numbered(batch).tree;
        let index = || u32::try_from(cell.payload).unwrap_or(0);
        match ty {
            Type::Date => Value::Date(Date::from_days(cell.payload)),
            Type::Enum(_) => Value::Enum(EnumSet(cell.payload.cast_unsigned())),
            Type::Bool => Value::Bool(cell.payload != 0),
            Type::Int => Value::Int(i64::from(cell.payload)),
            Type::Record(_) | Type::Keyed(_) => Value::Record(RecordId { batch, index: index() }),
            Type::Duration => Duration::parse(tree.text(cell.node())).map_or(Value::Unreadable, Value::Duration),
            Type::Parent(_) => Value::Absent,
            Type::Id
            | Type::Ref(_)
            | Type::Person
            | Type::Text
            | Type::Money
            | Type::Url
            | Type::Path
            | Type::Requirements => Value::Text(trimmed(tree.text(cell.node()))),
        }
    }

    /// The text in a field by name.
    #[must_use]
    pub fn text_in(&self, id: RecordId, field: &str) -> Option<&str> {
        match self.value(id, self.get(id).kind.field(field)?) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The date in a field by name.
    #[must_use]
    pub fn date_in(&self, id: RecordId, field: &str) -> Option<Date> {
        match self.value(id, self.get(id).kind.field(field)?) {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    /// The text that stands in a cell, as it is written, whatever the type of the field.
    #[must_use]
    pub fn raw(&self, id: RecordId, field: FieldId) -> Option<&str> {
        let cell = self.cell(id, field)?;
        Some(self.tree_of(id, field).text(cell.node()).trim())
    }

    /// The id as the source writes it: `A1` for an action of `IMP-2026-014`.
    #[must_use]
    pub fn bare_id(&self, id: RecordId) -> Option<&str> {
        self.text_in(id, "id")
    }

    /// The id that is unique in the workspace: `IMP-2026-014/A1`; `None` where a part of it is absent.
    #[must_use]
    pub fn full_id(&self, id: RecordId) -> Option<String> {
        let own = self.bare_id(id)?;
        match self.parent(id) {
            Some(parent) if self.get(parent).kind.field("id").is_some() => {
                Some(format!("{}/{own}", self.full_id(parent)?))
            }
            _ => Some(own.to_owned()),
        }
    }
}
