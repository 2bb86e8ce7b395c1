//! An OSCAL plan of action and milestones: its items refer to risks and observations, which stand in lists beside them.

use rustc_hash::FxHashMap;

use crate::data::{Content, Key, NodeId, NodeKind, Tree, TreeBuilder};
use crate::text::{Span, offset};

use super::reading::{Ignored, Leftover};

/// Nodes that are copied at most: a hostile plan lets a thousand items refer to one huge risk.
const COPIED: usize = 1_000_000;

/// How the items of templates begin.
const EXAMPLE: &str = "[example]";

/// The plan as a list of items, each with its `risk`, its `observation`, its `tasks`, and `poam-id`; and what was left out.
///
/// All of it keeps its places in the source. `None` if the tree is no such plan.
pub(super) fn joined(tree: &Tree) -> Option<(Tree, Vec<Ignored>)> {
    let plan = tree.roots().first().and_then(|root| tree.get(*root, "plan-of-action-and-milestones"))?;
    let items = tree.get(plan, "poam-items").filter(|items| tree.kind(*items) == NodeKind::Sequence)?;
    let text = std::sync::Arc::clone(tree.source_text());
    let builder = TreeBuilder::over(tree.source(), text, tree.len());
    let by_uuid = |list: &str| {
        let all = tree.get(plan, list).into_iter().flat_map(|list| tree.children(list));
        all.filter_map(|node| Some((tree.text(tree.get(node, "uuid")?), node))).collect()
    };
    let mut join = Join { tree, builder, risks: by_uuid("risks"), observations: by_uuid("observations"), copied: 0 };
    let mut ignored = Vec::new();
    let span = tree.span(items);
    join.builder.open_mapping(None, span.start);
    join.builder.open_sequence(Some(key("poam-items", tree.key_span(items), span.start)), span.start);
    for item in tree.children(items) {
        if tree.get(item, "title").is_some_and(|title| is_example(tree.text(title))) {
            let why = "an example of the template".to_owned();
            ignored.push(Ignored { span: tree.span(item), why, what: Leftover::Blank });
            continue;
        }
        join.item(item);
    }
    join.builder.close(span.end);
    join.builder.close(span.end);
    Some((join.builder.finish(span.end), ignored))
}

fn is_example(title: &str) -> bool {
    title.trim_start().get(..EXAMPLE.len()).is_some_and(|start| start.eq_ignore_ascii_case(EXAMPLE))
}

struct Join<'a> {
    tree: &'a Tree,
    builder: TreeBuilder,
    risks: FxHashMap<&'a str, NodeId>,
    observations: FxHashMap<&'a str, NodeId>,
    copied: usize,
}

impl Join<'_> {
    fn item(&mut self, item: NodeId) {
        let tree = self.tree;
        let span = tree.span(item);
        if tree.kind(item) != NodeKind::Mapping {
            return self.copy(item, None);
        }
        self.builder.open_mapping(None, span.start);
        if let Some(id) = self.prop(item, &["poam-id", "poam-item-id"]).or_else(|| tree.get(item, "uuid")) {
            self.copy(id, Some(("poam-id", tree.span(id))));
        }
        for child in tree.children(item) {
            let related =
                tree.key_text(child).is_some_and(|key| matches!(key, "props" | "uuid") || key.contains("related-"));
            if !related {
                self.copy(child, None);
            }
        }
        let risks = self.related(item, "related-risks", "risk-uuid", &self.risks);
        let observations = self.related(item, "related-observations", "observation-uuid", &self.observations);
        self.risk(&risks, span);
        if let Some(observation) = observations.first() {
            self.copy(*observation, Some(("observation", span)));
        }
        self.builder.close(span.end);
    }

    /// The first risk of an item that is not closed yet, and the tasks of all.
    fn risk(&mut self, risks: &[NodeId], item: Span) {
        let tree = self.tree;
        let is_open = |risk: &&NodeId| tree.get(**risk, "status").is_some_and(|status| tree.text(status) != "closed");
        let Some(risk) = risks.iter().find(is_open).or(risks.first()).copied() else { return };
        self.builder.open_mapping(Some(key("risk", None, item.start)), item.start);
        for name in ["title", "description", "statement", "status", "deadline"] {
            tree.get(risk, name).into_iter().for_each(|child| self.copy(child, None));
        }
        if let Some(control) = self.prop(risk, &["impacted-control-id"]) {
            self.copy(control, Some(("impacted-control-id", tree.span(control))));
        }
        self.builder.close(item.start);
        let remediations = risks.iter().filter_map(|risk| tree.get(*risk, "remediations"));
        let remediations = remediations.flat_map(|list| tree.children(list));
        let tasks = remediations.filter_map(|remediation| tree.get(remediation, "tasks"));
        let tasks: Vec<NodeId> = tasks.flat_map(|tasks| tree.children(tasks)).collect();
        if tasks.is_empty() {
            tree.get(risk, "deadline").into_iter().for_each(|deadline| self.copy(deadline, None));
            return;
        }
        self.builder.open_sequence(Some(key("tasks", None, item.start)), item.start);
        tasks.into_iter().for_each(|task| self.task(task));
        self.builder.close(item.start);
    }

    /// A task without its type: that of OSCAL says nothing about corrections and corrective actions.
    fn task(&mut self, task: NodeId) {
        let tree = self.tree;
        let span = tree.span(task);
        if tree.kind(task) != NodeKind::Mapping {
            return self.copy(task, None);
        }
        if self.copied > COPIED {
            return;
        }
        self.builder.open_mapping(None, span.start);
        for child in tree.children(task).filter(|child| tree.key_text(*child) != Some("type")) {
            self.copy(child, None);
        }
        self.builder.close(span.end);
    }

    /// What an item refers to.
    fn related(&self, item: NodeId, list: &str, name: &str, known: &FxHashMap<&str, NodeId>) -> Vec<NodeId> {
        let tree = self.tree;
        let list = tree.get(item, list).into_iter().flat_map(|list| tree.children(list));
        list.filter_map(|related| known.get(tree.text(tree.get(related, name)?)).copied()).collect()
    }

    /// The value of a property.
    fn prop(&self, node: NodeId, names: &[&str]) -> Option<NodeId> {
        let tree = self.tree;
        let mut props = tree.get(node, "props").into_iter().flat_map(|props| tree.children(props));
        let named = |prop: &NodeId| {
            let name = tree.get(*prop, "name").map_or("", |name| tree.text(name));
            names.iter().any(|known| name.eq_ignore_ascii_case(known))
        };
        tree.get(props.find(named)?, "value")
    }

    /// Copies a node and what is in it, under its own key or another.
    fn copy(&mut self, node: NodeId, renamed: Option<(&str, Span)>) {
        let tree = self.tree;
        self.copied += 1;
        if self.copied > COPIED {
            return;
        }
        let span = tree.span(node);
        let own = || tree.key_text(node).map(|text| (text, tree.key_span(node).unwrap_or(span)));
        let key = renamed.or_else(own).map(|(text, span)| Key { text, start: span.start, end: span.end });
        let at = offset(self.builder.tree().len());
        match tree.kind(node) {
            NodeKind::Scalar(style) => {
                let written = tree.source_text().get(span.start as usize..span.end as usize);
                let same = written == Some(tree.text(node));
                let content = if same { Content::Source } else { Content::Text(tree.text(node)) };
                self.builder.scalar_of(key, style, span.start..span.end, content);
            }
            NodeKind::Sequence => {
                self.builder.open_sequence(key, span.start);
                tree.children(node).for_each(|child| self.copy(child, None));
                self.builder.close(span.end);
            }
            NodeKind::Mapping => {
                self.builder.open_mapping(key, span.start);
                tree.children(node).for_each(|child| self.copy(child, None));
                self.builder.close(span.end);
            }
        }
        if tree.is_duplicate(node) {
            self.builder.mark_duplicate(NodeId(at));
        }
    }
}

/// A key that we give: it stands nowhere, or where another key stands.
fn key(text: &'static str, place: Option<Span>, at: u32) -> Key<'static> {
    place.map_or(Key { text, start: at, end: at }, |place| Key { text, start: place.start, end: place.end })
}
