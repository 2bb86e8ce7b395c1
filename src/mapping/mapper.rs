//! [`Mapper`]: walks the nodes of a record by its plan and lays its cells down.

use rustc_hash::FxHashMap;

use crate::data::{NodeId, NodeKind, Tree};
use crate::diagnostic::Problem;
use crate::model::{Batch, Cell, FieldId, Joined, Kind, Lexicon, Record, State, Type};
use crate::text::offset;

use super::complaints::Complaints;
use super::plan::{Nested, PlanId, Plans, Route, Step};
use super::settings::{ColumnRule, DefaultValue, SourceSettings};

/// No record.
pub(super) const NONE: u32 = u32::MAX;

/// What maps one tree.
pub(super) struct Mapper<'a> {
    pub(super) settings: &'a SourceSettings,
    pub(super) lexicon: &'a Lexicon,
    pub(super) plans: Plans,
    pub(super) batch: Batch,
    pub(super) complaints: Complaints,
    /// Fields that only some cells of their source tell, beside what they are there for.
    pub(super) in_passing: Vec<(Kind, FieldId)>,
    /// What was found for the records that are being mapped, the innermost last.
    found: Vec<Found>,
    /// The cells of the records that are being mapped, the innermost last.
    open_cells: Vec<Cell>,
    /// The items of the lists that are being mapped, the innermost last.
    pub(super) open_items: Vec<Cell>,
}

/// A node that feeds a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) field: FieldId,
    /// The plan that found it.
    pub(super) plan: PlanId,
    /// The node is the record around: by this plan its keys make a record in the field.
    pub(super) around: Option<PlanId>,
    pub(super) node: NodeId,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) parent: u32,
    pub(super) field: FieldId,
    pub(super) position: u32,
}

/// A cell that is being mapped.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) record: u32,
    pub(super) kind: Kind,
    pub(super) plan: PlanId,
    pub(super) field: FieldId,
}

/// The node of a record and the plan by which it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) node: NodeId,
    pub(super) plan: PlanId,
}

impl<'a> Mapper<'a> {
    pub(super) fn new(settings: &'a SourceSettings, index: usize, lexicon: &'a Lexicon, mut tree: Tree) -> Self {
        let plans = Plans::new(settings, &mut tree);
        // A record of a register has some thirty nodes, most of them cells: one guess spares ten moves of everything.
        let nodes = tree.len();
        let batch = Batch {
            records: Vec::with_capacity(nodes / 8),
            slots: Vec::with_capacity(nodes * 5 / 2),
            cells: Vec::with_capacity(nodes),
            items: Vec::with_capacity(nodes / 4),
            lists: Vec::with_capacity(nodes / 16),
            carried: vec![if settings.is_canonical() { u128::MAX } else { 0 }; Kind::ALL.len()],
            groups: Vec::new(),
            partial: FxHashMap::default(),
            namespace: settings.namespace.as_deref().map(Box::from),
            settings: index,
            kind: settings.kind,
            tree,
        };
        Self {
            settings,
            lexicon,
            plans,
            batch,
            complaints: Complaints::default(),
            in_passing: Vec::new(),
            found: Vec::new(),
            open_cells: Vec::new(),
            open_items: Vec::new(),
        }
    }

    /// The plan of a kind at the top of the source.
    pub(super) fn top_plan(&mut self, kind: Kind) -> PlanId {
        if kind == self.settings.kind { 0 } else { self.plans.identity(&self.batch.tree, kind) }
    }

    /// What comes next stands in another table.
    pub(super) fn begin_group(&mut self) {
        self.batch.groups.push(offset(self.batch.records.len()));
    }

    /// Lays down what the vocabulary knows of the columns of another kind.
    pub(super) fn recognise(&mut self, kind: Kind, columns: &[ColumnRule], defaults: &[DefaultValue]) {
        self.plans.recognise(&mut self.batch.tree, kind, columns, defaults);
    }

    /// Maps a record from one node, or from two: what stands in a field, and what the keys around it add. `extra` feeds
    /// fields from elsewhere.
    pub(super) fn record(&mut self, parts: &[Part], spot: Spot, extra: &[(FieldId, NodeId)]) -> u32 {
        let Some(first) = parts.first().copied() else { return NONE };
        let kind = self.plans.get(first.plan).kind;
        let index = offset(self.batch.records.len());
        let slots = offset(self.batch.slots.len());
        self.batch.records.push(Record {
            kind,
            node: first.node,
            parent: spot.parent,
            parent_field: spot.field,
            joined: Joined::default(),
            position: spot.position,
            slots,
            cells: 0,
        });
        self.batch.slots.resize(self.batch.slots.len() + kind.shape().fields.len(), u8::MAX);
        let (found, cells) = (self.found.len(), self.open_cells.len());
        for (field, node) in extra {
            self.note(kind, Found { field: *field, plan: first.plan, around: None, node: *node });
        }
        // What the settings map comes first, and so wins over what is merely named like a field.
        for part in parts.iter().rev() {
            self.gather(*part);
        }
        if parts.len() > 1 || !extra.is_empty() || self.plans.get(first.plan).sorted {
            self.found[found..].sort_by_key(|entry| entry.field);
        }
        self.lay_cells(index, first.plan, found, cells);
        self.lay_defaults(index, first.plan, cells);
        self.batch.records[index as usize].cells = offset(self.batch.cells.len());
        self.batch.cells.extend_from_slice(&self.open_cells[cells..]);
        self.open_cells.truncate(cells);
        self.found.truncate(found);
        index
    }

    /// Notes which nodes feed which fields.
    fn gather(&mut self, part: Part) {
        self.gather_effect(part);
        let since = self.found.len();
        let Self { plans, batch, found, .. } = self;
        let plan = plans.get_mut(part.plan);
        let kind = plan.kind;
        let mut note = |field: FieldId, node: NodeId| {
            batch.carried[kind as usize] |= 1 << field.0;
            found.push(Found { field, plan: part.plan, around: None, node });
        };
        if batch.tree.kind(part.node) != NodeKind::Mapping {
            let reason = kind
                .field("none_because")
                .filter(|_| self.lexicon.stand_ins.is_none_because(batch.tree.text(part.node).trim()));
            if let Some(field) = reason.or_else(|| kind.shape().short_form.and_then(|name| kind.field(name))) {
                note(field, part.node);
            }
            return;
        }
        for child in batch.tree.children(part.node) {
            let Some(symbol) = batch.tree.key(child) else { continue };
            if let Some(seen) = plan.seen.get_mut(symbol.0 as usize) {
                if seen.0 == 0 {
                    seen.1 = child;
                }
                seen.0 += 1;
            }
            match plan.routes.get(symbol.0 as usize) {
                Some(Route::Field(field)) => note(*field, child),
                Some(Route::Steps(steps)) => {
                    for step in plan.steps.get(*steps as usize).map_or(&[][..], Vec::as_slice) {
                        match step {
                            Step::Field(field) => note(*field, child),
                            Step::Below(path, field) => walk(&batch.tree, child, path, &mut |node| note(*field, node)),
                            Step::Elsewhere => {}
                        }
                    }
                }
                _ => {}
            }
        }
        if !self.plans.get(part.plan).more.is_empty() {
            self.gather_more(part, since);
        }
        if self.plans.get(part.plan).nested.iter().any(|nested| nested.outer.is_some()) {
            self.gather_around(part);
        }
    }

    /// Notes the nested records that keys of the record at hand make.
    fn gather_around(&mut self, part: Part) {
        let nested: Vec<Nested> = self.plans.get(part.plan).nested.clone();
        let kind = self.plans.get(part.plan).kind;
        for Nested { field, outer, .. } in nested {
            let Some(outer) = outer else { continue };
            let (keyed, written) = self.written(part.node, outer);
            if keyed {
                self.batch.carried[kind as usize] |= 1 << field.0;
            }
            if written {
                self.found.push(Found { field, plan: part.plan, around: Some(outer), node: part.node });
            }
        }
    }

    /// Whether a node has keys of a plan, and whether something is written under one of them.
    fn written(&self, node: NodeId, plan: PlanId) -> (bool, bool) {
        let (tree, plan) = (&self.batch.tree, self.plans.get(plan));
        let (mut keyed, mut written) = (false, false);
        for child in tree.children(node).filter(|child| plan.makes(tree, *child)) {
            keyed = true;
            written |= match tree.kind(child) {
                NodeKind::Scalar(_) => !tree.is_null(child) && !tree.text(child).trim().is_empty(),
                NodeKind::Sequence | NodeKind::Mapping => tree.children(child).next().is_some(),
            };
        }
        (keyed, written)
    }

    pub(super) fn note(&mut self, kind: Kind, found: Found) {
        self.batch.carried[kind as usize] |= 1 << found.field.0;
        self.found.push(found);
    }

    fn lay_cells(&mut self, index: u32, plan: PlanId, found: usize, cells: usize) {
        let kind = self.plans.get(plan).kind;
        let slots = self.batch.records[index as usize].slots as usize;
        let (mut from, end) = (found, self.found.len());
        while from < end {
            let field = self.found[from].field;
            let mut to = from + 1;
            while to < end && self.found[to].field == field {
                to += 1;
            }
            let cell = self.cell(At { record: index, kind, plan, field }, from, to);
            // A key that is written twice in different dress comes back: the first one stays.
            let slot = &mut self.batch.slots[slots + field.0 as usize];
            if *slot == u8::MAX {
                *slot = u8::try_from(self.open_cells.len() - cells).unwrap_or(u8::MAX);
                self.open_cells.push(cell);
            }
            from = to;
        }
    }

    /// The cell of a field that some nodes feed.
    fn cell(&mut self, at: At, from: usize, to: usize) -> Cell {
        let duplicate = (from..to).find(|entry| {
            let entry = self.found[*entry];
            entry.around.is_none() && self.batch.tree.is_duplicate(entry.node)
        });
        if let Some(entry) = duplicate {
            return Cell::new(self.found[entry].node, State::Unreadable);
        }
        let info = at.kind.field_info(at.field);
        match (info.ty, info.list) {
            (Type::Record(below) | Type::Keyed(below), true) => self.records(at, below, from, to),
            (Type::Record(below) | Type::Keyed(below), false) => self.one_record(at, below, from, to),
            (_, true) => self.list(at, from, to),
            (_, false) => self.single(at, from, to),
        }
    }

    /// Of several nodes that feed a field of one value, the first with a value wins; texts are put together.
    fn single(&mut self, at: At, from: usize, to: usize) -> Cell {
        if to - from == 1 {
            return self.value(at, self.found[from].node);
        }
        // What the settings map comes first, and keeps what is merely named like the field out.
        let plan = self.found[from].plan;
        let is_text = matches!(at.kind.field_info(at.field).ty, Type::Text);
        let mut cells = Vec::with_capacity(to - from);
        for entry in from..to {
            let found = self.found[entry];
            if found.plan != plan && cells.iter().any(|cell: &Cell| cell.state() == State::Given) {
                break;
            }
            cells.push(self.value(at, found.node));
            if !is_text && cells.last().is_some_and(|cell| cell.state() == State::Given) {
                return cells.pop().unwrap_or(Cell::new(found.node, State::Blank));
            }
        }
        let blank = Cell::new(self.found[from].node, State::Blank);
        self.join(&cells).unwrap_or(blank)
    }

    /// Fills fields that are absent or blank with the constants of the settings.
    fn lay_defaults(&mut self, index: u32, plan: PlanId, cells: usize) {
        let kind = self.plans.get(plan).kind;
        let record = self.batch.records[index as usize];
        for number in 0..self.plans.get(plan).defaults.len() {
            let (field, constants) = self.plans.get(plan).defaults[number].clone();
            self.batch.carried[kind as usize] |= 1 << field.0;
            let slot = self.batch.slots[record.slots as usize + field.0 as usize];
            let open = cells + slot as usize;
            if slot != u8::MAX && self.open_cells.get(open).is_some_and(|cell| cell.state() != State::Blank) {
                continue;
            }
            let from = self.found.len();
            for constant in constants {
                let node = self.batch.tree.add_constant(constant, record.node);
                self.found.push(Found { field, plan, around: None, node });
            }
            let to = self.found.len();
            let cell = self.cell(At { record: index, kind, plan, field }, from, to);
            self.found.truncate(from);
            if slot == u8::MAX {
                self.batch.slots[record.slots as usize + field.0 as usize] =
                    u8::try_from(self.open_cells.len() - cells).unwrap_or(u8::MAX);
                self.open_cells.push(cell);
            } else if let Some(known) = self.open_cells.get_mut(open) {
                *known = cell;
            }
        }
    }

    pub(super) fn found(&self, entry: usize) -> Found {
        self.found[entry]
    }

    pub(super) fn found_count(&self) -> usize {
        self.found.len()
    }

    /// Lets what was found feed another field.
    pub(super) fn move_found(&mut self, entry: usize, field: FieldId) {
        if let Some(found) = self.found.get(entry).copied() {
            let kind = self.plans.get(found.plan).kind;
            self.batch.carried[kind as usize] |= 1 << field.0;
            self.found[entry].field = field;
        }
    }

    /// Takes the items that were laid down since `from` as the items of one list.
    pub(super) fn close_list(&mut self, at: At, node: NodeId, from: usize) -> Cell {
        let laid = self.open_items.get(from..).unwrap_or(&[]);
        let all = |state| !laid.is_empty() && laid.iter().all(|item| item.state() == state);
        let state = if laid.is_empty() || all(State::Blank) {
            State::Blank
        } else if all(State::Placeholder) {
            State::Placeholder
        } else {
            State::Given
        };
        let count = u16::try_from(laid.len()).unwrap_or(u16::MAX);
        if laid.len() > count as usize {
            let problem = Problem::new("input-limit-exceeded", self.batch.tree.span(node));
            let problem = problem.fact("limit", format!("the limit of {} items in one list of a record", u16::MAX));
            let problem = problem.fact("value", format!("this list has {}", laid.len()));
            self.complaints.add(at.record, problem);
        }
        let payload = self.batch.add_list(&laid[..count as usize]);
        self.open_items.truncate(from);
        Cell::new(node, state).holding(payload)
    }
}

/// Follows a path of keys down from a node, into every item of a list.
fn walk(tree: &Tree, node: NodeId, path: &[String], note: &mut impl FnMut(NodeId)) {
    let Some((key, rest)) = path.split_first() else { return note(node) };
    match tree.kind(node) {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence => {
            for item in tree.children(node).filter(|item| tree.kind(*item) == NodeKind::Mapping) {
                walk(tree, item, path, note);
            }
        }
        NodeKind::Mapping => {
            for child in tree.children(node) {
                if tree.key_text(child).is_some_and(|name| crate::model::normalised(name) == key.as_str()) {
                    walk(tree, child, rest, note);
                }
            }
        }
    }
}
