//! Finds the records of a tree: a list, a list under a key, a single record, several documents, records of other kinds.

use crate::data::{NodeId, NodeKind};
use crate::model::{Kind, Type, normalised};

use super::mapper::Mapper;
use super::plan::{PlanId, Route};
use super::plural::{kind_of_plural, nested_of_plural};
use super::reading::{Ignored, Leftover};

/// Mappings around the records that are looked through: `register: {log: {entries: […]}}`.
const WRAPPERS: usize = 4;

/// A record that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Located {
    pub(super) kind: Kind,
    pub(super) node: NodeId,
    /// The key of the node is the id of the record.
    pub(super) by_id: bool,
}

/// What was found in a tree.
#[derive(Debug, Default)]
pub(super) struct Finds {
    pub(super) records: Vec<Located>,
    pub(super) ignored: Vec<Ignored>,
}

impl Mapper<'_> {
    /// Finds the records of the whole tree.
    pub(super) fn locate(&mut self) -> Finds {
        let mut finds = Finds::default();
        let kind = self.settings.kind;
        for root in self.batch.tree.roots().to_vec() {
            match self.batch.tree.kind(root) {
                NodeKind::Sequence => self.locate_items(kind, root, &mut finds),
                NodeKind::Mapping => self.locate_in(root, WRAPPERS, &mut finds),
                NodeKind::Scalar(_) if self.batch.tree.is_null(root) => {}
                NodeKind::Scalar(_) => {
                    self.ignore(root, "a text, where records were expected", Leftover::Lost, &mut finds)
                }
            }
        }
        finds
    }

    /// The items of a list, or the pairs of a mapping by id, under one key.
    fn locate_items(&mut self, kind: Kind, node: NodeId, finds: &mut Finds) {
        let children: Vec<NodeId> = self.batch.tree.children(node).collect();
        let by_id = self.batch.tree.kind(node) == NodeKind::Mapping;
        for child in children {
            match self.batch.tree.kind(child) {
                NodeKind::Mapping if self.batch.tree.is_duplicate(child) => {
                    self.ignore(child, "its key stands more than once", Leftover::Aside, finds);
                }
                NodeKind::Mapping => finds.records.push(Located { kind, node: child, by_id }),
                NodeKind::Sequence => self.ignore(child, "a list, where a record was expected", Leftover::Lost, finds),
                NodeKind::Scalar(_) if self.batch.tree.is_null(child) => {
                    self.ignore(child, "nothing is written in it", Leftover::Blank, finds)
                }
                NodeKind::Scalar(_) => self.ignore(child, "a text, where a record was expected", Leftover::Lost, finds),
            }
        }
    }

    fn locate_in(&mut self, node: NodeId, wrappers: usize, finds: &mut Finds) {
        let kind = self.settings.kind;
        let children: Vec<NodeId> = self.batch.tree.children(node).collect();
        if children.is_empty() {
            return;
        }
        let mut announced: Vec<(NodeId, Kind)> =
            children.iter().filter_map(|child| Some((*child, self.announced(*child)?))).collect();
        let kinds: Vec<Kind> = announced.iter().map(|(_, kind)| *kind).collect();
        announced.extend(children.iter().filter_map(|child| Some((*child, self.announced_beside(*child, &kinds)?))));
        for (child, kind) in &announced {
            self.locate_items(*kind, *child, finds);
        }
        let rest: Vec<NodeId> =
            children.iter().copied().filter(|child| !announced.iter().any(|(known, _)| known == child)).collect();
        let known = self.known(node);
        if announced.iter().any(|(_, announced)| *announced == kind) || (!announced.is_empty() && known == 0) {
            return self.leave_out(&rest, finds);
        }
        let own_id = self.has_id(node);
        if !own_id && let Some(list) = self.best_list(&rest, known) {
            self.locate_items(kind, list, finds);
            let rest: Vec<NodeId> = rest.into_iter().filter(|child| *child != list).collect();
            return self.leave_out(&rest, finds);
        }
        if known > 0 {
            return finds.records.push(Located { kind, node, by_id: false });
        }
        self.locate_deeper(node, &rest, wrappers, finds);
    }

    /// A mapping without a known key: records by id, a wrapper around them, an empty list, or something else.
    fn locate_deeper(&mut self, node: NodeId, children: &[NodeId], wrappers: usize, finds: &mut Finds) {
        let kind = self.settings.kind;
        let mappings: Vec<NodeId> =
            children.iter().copied().filter(|child| self.batch.tree.kind(*child) == NodeKind::Mapping).collect();
        if mappings.len() == children.len() && mappings.iter().all(|child| self.known(*child) > 0) {
            let named =
                |child: NodeId| self.batch.tree.key_text(child).is_some_and(|key| normalised(key) == kind.variable());
            let by_id = !(mappings.len() == 1 && (named(mappings[0]) || self.has_id(mappings[0])));
            finds.records.extend(mappings.into_iter().map(|node| Located { kind, node, by_id }));
            return;
        }
        if let ([only], true) = (mappings.as_slice(), wrappers > 0) {
            let rest: Vec<NodeId> = children.iter().copied().filter(|child| child != only).collect();
            self.leave_out(&rest, finds);
            return self.locate_in(*only, wrappers - 1, finds);
        }
        let empty = |child: &NodeId| {
            self.batch.tree.kind(*child) == NodeKind::Sequence && self.batch.tree.children(*child).next().is_none()
        };
        if !children.iter().any(empty) {
            let why = format!("none of its keys is a field of a record of kind `{}`", kind.name());
            self.ignore(node, &why, Leftover::Aside, finds);
        }
    }

    /// The kind whose records a key announces, unless the key is a field of the source's own kind.
    fn announced(&mut self, child: NodeId) -> Option<Kind> {
        let tree = &self.batch.tree;
        let kind = kind_of_plural(tree.key_text(child)?)?;
        if matches!(tree.kind(child), NodeKind::Scalar(_)) && !tree.is_null(child) || tree.is_duplicate(child) {
            return None;
        }
        let Route::Field(field) = self.plans.get(0).route(tree, child) else {
            return matches!(self.plans.get(0).route(tree, child), Route::Unknown).then_some(kind);
        };
        // `audits:` of an audit programme names audits; where they stand there in full, they are records.
        let mut items = tree.children(child).peekable();
        let full = items.peek().is_some() && items.all(|item| tree.kind(item) == NodeKind::Mapping);
        let names = matches!(self.settings.kind.field_info(field).ty, Type::Ref(kinds) if kinds.contains(&kind));
        (names && full && tree.kind(child) == NodeKind::Sequence).then_some(kind)
    }

    /// The nested kind that a key announces beside a list of records to which such records belong.
    fn announced_beside(&self, child: NodeId, kinds: &[Kind]) -> Option<Kind> {
        let tree = &self.batch.tree;
        let nested = nested_of_plural(tree.key_text(child)?)?;
        let mut fields = nested.shape().fields.iter();
        let belongs = fields.any(|field| matches!(field.ty, Type::Parent(parent) if kinds.contains(&parent)));
        (belongs && tree.kind(child) == NodeKind::Sequence && !tree.is_duplicate(child)).then_some(nested)
    }

    /// The list whose items look more like records than the mapping around it does.
    fn best_list(&self, children: &[NodeId], known: usize) -> Option<NodeId> {
        let tree = &self.batch.tree;
        let score = |list: NodeId| {
            let items: Vec<NodeId> =
                tree.children(list).take(5).filter(|item| tree.kind(*item) == NodeKind::Mapping).collect();
            items.iter().map(|item| self.known(*item)).max().unwrap_or(0)
        };
        let is_list = |child: &&NodeId| {
            // A list of nested records is a field of the one record, not a list of records.
            tree.kind(**child) == NodeKind::Sequence && self.plans.get(0).route(tree, **child) == Route::Unknown
        };
        let scored = children.iter().filter(is_list).map(|child| (score(*child), *child));
        let best = scored.reduce(|first, next| if next.0 > first.0 { next } else { first });
        best.filter(|(score, _)| *score > known).map(|(_, list)| list)
    }

    /// How many keys of a mapping the source's own plan knows.
    pub(super) fn known(&self, node: NodeId) -> usize {
        let (tree, plan) = (&self.batch.tree, self.plans.get(0));
        if tree.kind(node) != NodeKind::Mapping {
            return 0;
        }
        tree.children(node).filter(|child| plan.route(tree, *child) != Route::Unknown).count()
    }

    fn has_id(&self, node: NodeId) -> bool {
        let (tree, plan) = (&self.batch.tree, self.plans.get(0));
        let Some(id) = self.settings.kind.field("id") else { return false };
        let mapped = self.settings.columns.iter().any(|rule| rule.field.steps == [id]);
        tree.children(node).any(|child| match plan.route(tree, child) {
            Route::Field(field) => field == id,
            Route::Steps(_) => mapped && plan.feeds(tree, child, id),
            Route::Unknown => false,
        })
    }

    /// Keys beside a list of records.
    fn leave_out(&mut self, children: &[NodeId], finds: &mut Finds) {
        for child in children {
            if let Some(key) = self.batch.tree.key_text(*child).map(str::to_owned) {
                self.ignore(*child, &format!("the key `{key}` beside the records is not read"), Leftover::Aside, finds);
            }
        }
    }

    fn ignore(&mut self, node: NodeId, why: &str, what: Leftover, finds: &mut Finds) {
        let tree = &self.batch.tree;
        let span = tree.key_span(node).unwrap_or_else(|| tree.span(node));
        finds.ignored.push(Ignored { span, why: why.to_owned(), what });
    }

    /// The plan of a record that was found.
    pub(super) fn plan_of(&mut self, located: Located) -> PlanId {
        self.top_plan(located.kind)
    }
}
