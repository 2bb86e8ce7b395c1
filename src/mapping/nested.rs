//! Nested records: written as a mapping, as a bare text for their most important field, or as a mapping by key.

use crate::data::{NodeId, NodeKind};
use crate::model::{Cell, FieldId, Kind, State, Type};
use crate::text::offset;

use super::mapper::{At, Mapper, Part, Spot};
use super::plan::{PlanId, Route};

impl Mapper<'_> {
    /// The cell of a field that holds one nested record.
    pub(super) fn one_record(&mut self, at: At, below: Kind, from: usize, to: usize) -> Cell {
        let mut parts: Vec<Part> = Vec::with_capacity(2);
        let mut empty: Option<Cell> = None;
        for entry in from..to {
            let found = self.found(entry);
            if let Some(plan) = found.around {
                parts.push(Part { node: found.node, plan });
                continue;
            }
            let inner = self.nested_plan(found.plan, at.field, below);
            let node = self.only_item(found.node, below);
            match self.stand_in_of(at, node, below) {
                Some(cell) => empty = empty.or(Some(cell)),
                None => parts.insert(0, Part { node, plan: inner }),
            }
        }
        parts.truncate(2);
        let spot = Spot { parent: at.record, field: at.field, position: 0 };
        match parts.first() {
            Some(first) => {
                let node = first.node;
                let record = self.nested_record(&parts, spot, None);
                Cell::given(node, payload(record))
            }
            None => empty.unwrap_or(Cell::new(NodeId(0), State::Blank)),
        }
    }

    /// The cell of a field that holds a list of nested records.
    pub(super) fn records(&mut self, at: At, below: Kind, from: usize, to: usize) -> Cell {
        let items = self.open_items.len();
        let mut node = NodeId(0);
        for entry in from..to {
            let found = self.found(entry);
            node = if entry == from { found.node } else { node };
            if let Some(plan) = found.around {
                for node in self.rows_of_actions(found.node, plan) {
                    let record = offset(self.batch.records.len());
                    self.item(at, &[Part { node, plan }], items, None);
                    if self.plans.get(found.plan).nested(at.field).is_some_and(|first| first.outer != Some(plan)) {
                        let fields = self.plans.get(plan).fed();
                        self.batch.partial.insert(record, fields);
                    }
                }
                continue;
            }
            let inner = self.nested_plan(found.plan, at.field, below);
            match self.batch.tree.kind(found.node) {
                NodeKind::Scalar(_) => match self.stand_in_of(at, found.node, below) {
                    Some(cell) if to - from == 1 => return cell,
                    Some(cell) => self.open_items.push(cell),
                    None => self.short_items(at, below, found.node, inner, items),
                },
                NodeKind::Sequence => {
                    let children: Vec<NodeId> = self.batch.tree.children(found.node).collect();
                    for child in children {
                        match self.stand_in_of(at, child, below) {
                            Some(cell) => self.open_items.push(cell),
                            None => self.item(at, &[Part { node: child, plan: inner }], items, None),
                        }
                    }
                }
                NodeKind::Mapping => self.mapping_items(at, below, found.node, inner, items),
            }
        }
        self.close_list(at, node, items)
    }

    /// A mapping where a list is expected: records by their keys, or else the only record.
    fn mapping_items(&mut self, at: At, below: Kind, node: NodeId, plan: PlanId, items: usize) {
        let keyed = matches!(at.kind.field_info(at.field).ty, Type::Keyed(_));
        let key = if keyed { below.field("key") } else { below.field("id").filter(|_| self.is_by_id(node, plan)) };
        let Some(key) = key else {
            return self.item(at, &[Part { node, plan }], items, None);
        };
        let pairs: Vec<NodeId> = self.batch.tree.children(node).collect();
        for pair in pairs {
            if self.batch.tree.is_duplicate(pair) {
                self.open_items.push(Cell::new(pair, State::Unreadable));
                continue;
            }
            let Some(name) = self.batch.tree.add_key(pair) else { continue };
            for (node, grade) in self.keyed_values(below, pair, plan) {
                let mut extra = vec![(key, name)];
                if let Some((field, grade)) = grade.and_then(|pair| Some((below.field("classification")?, pair))) {
                    extra.extend(self.batch.tree.add_key(grade).map(|grade| (field, grade)));
                }
                self.item(at, &[Part { node, plan }], items, Some(&extra));
            }
        }
    }

    /// Whether no key of a mapping is a field, and every value is a mapping: then the keys are ids.
    fn is_by_id(&self, node: NodeId, plan: PlanId) -> bool {
        let (tree, plan) = (&self.batch.tree, self.plans.get(plan));
        tree.children(node).next().is_some()
            && tree
                .children(node)
                .all(|child| tree.kind(child) == NodeKind::Mapping && plan.route(tree, child) == Route::Unknown)
    }

    /// The records that stand under one key: one, a list of them, or one for each grade (`{major: 30 days}`).
    fn keyed_values(&self, below: Kind, pair: NodeId, plan: PlanId) -> Vec<(NodeId, Option<NodeId>)> {
        let (tree, plan) = (&self.batch.tree, self.plans.get(plan));
        let short = below.shape().short_form.and_then(|name| below.field(name)).map(|field| below.field_info(field));
        match tree.kind(pair) {
            NodeKind::Sequence if !short.is_some_and(|field| field.list) => {
                tree.children(pair).map(|item| (item, None)).collect()
            }
            NodeKind::Mapping
                if below.field("classification").is_some()
                    && tree.children(pair).all(|child| plan.route(tree, child) == Route::Unknown) =>
            {
                tree.children(pair).map(|child| (child, Some(child))).collect()
            }
            _ => vec![(pair, None)],
        }
    }

    /// Bare texts where records are expected; several ids in one text are several records.
    fn short_items(&mut self, at: At, below: Kind, node: NodeId, plan: PlanId, items: usize) {
        let short = below.shape().short_form.and_then(|name| below.field(name)).map(|field| below.field_info(field).ty);
        let parts = match short {
            Some(Type::Ref(_)) => super::cells::ids(self.batch.tree.text(node), false),
            _ if below == Kind::Action => super::cells::numbered_items(self.batch.tree.text(node)),
            _ => Vec::new(),
        };
        if parts.len() < 2 {
            return self.item(at, &[Part { node, plan }], items, None);
        }
        for range in parts {
            let part = self.batch.tree.add_part(node, range);
            self.item(at, &[Part { node: part, plan }], items, None);
        }
    }

    /// Maps one record of a list and lays its item down.
    fn item(&mut self, at: At, parts: &[Part], items: usize, extra: Option<&[(FieldId, NodeId)]>) {
        let Some(first) = parts.first() else { return };
        let below = self.plans.get(first.plan).kind;
        let readable = match self.batch.tree.kind(first.node) {
            NodeKind::Mapping => true,
            NodeKind::Scalar(_) => below.shape().short_form.is_some(),
            NodeKind::Sequence => extra.is_some() && below.shape().short_form.is_some(),
        };
        if !readable {
            let expected = below.shape().short_form.map_or("a mapping", |_| "a mapping or a text");
            let cell = self.mismatch(at, first.node, expected);
            return self.open_items.push(cell);
        }
        let position = offset(self.open_items.len() - items);
        let spot = Spot { parent: at.record, field: at.field, position };
        let record = self.nested_record(parts, spot, extra);
        self.open_items.push(Cell::given(first.node, payload(record)));
    }

    fn nested_record(&mut self, parts: &[Part], spot: Spot, extra: Option<&[(FieldId, NodeId)]>) -> u32 {
        self.record(parts, spot, extra.unwrap_or(&[]))
    }

    /// The plan for the records that stand in a field.
    fn nested_plan(&mut self, plan: PlanId, field: FieldId, below: Kind) -> PlanId {
        match self.plans.get(plan).nested(field) {
            Some(nested) => nested.inner,
            None => self.plans.identity(&self.batch.tree, below),
        }
    }

    /// A list of one item where one record is expected is that record.
    fn only_item(&self, node: NodeId, below: Kind) -> NodeId {
        let tree = &self.batch.tree;
        let short = below.shape().short_form.and_then(|name| below.field(name)).map(|field| below.field_info(field));
        if tree.kind(node) != NodeKind::Sequence || short.is_some_and(|field| field.list) {
            return node;
        }
        let mut items = tree.children(node);
        match (items.next(), items.next()) {
            (Some(only), None) => only,
            _ => node,
        }
    }

    /// The cell of a node that stands where a nested record is expected and is none: nothing, a stand-in, or a wrong shape.
    fn stand_in_of(&mut self, at: At, node: NodeId, below: Kind) -> Option<Cell> {
        let blank = Cell::new(node, State::Blank);
        let short = below.shape().short_form.and_then(|name| below.field(name)).map(|field| below.field_info(field));
        match self.batch.tree.kind(node) {
            NodeKind::Mapping => self.batch.tree.children(node).next().is_none().then_some(blank),
            NodeKind::Sequence if self.batch.tree.children(node).next().is_none() => Some(blank),
            NodeKind::Sequence if short.is_some_and(|field| field.list) => None,
            NodeKind::Sequence => Some(self.mismatch(at, node, "one value")),
            NodeKind::Scalar(_) => match (self.state(at, node), short) {
                // What a record says is why there is none: it has a field for that.
                (State::NoneBecause, _) if below.field("none_because").is_some() => None,
                (State::NoneBecause, Some(field)) if field.reason && !at.kind.field_info(at.field).list => None,
                (State::Given, Some(_)) => None,
                (State::Given, None) => Some(self.mismatch(at, node, "a mapping")),
                (state, _) => Some(blank.in_state(state)),
            },
        }
    }
}

fn payload(record: u32) -> i32 {
    i32::try_from(record).unwrap_or(i32::MAX)
}
