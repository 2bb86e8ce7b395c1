//! For tests: a small workspace, read without a mapping, and conditions evaluated in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::change::{Change, History};
use crate::data::{Date, Duration, NodeId, NodeKind, Tree};
use crate::index::Index;
use crate::model::{Batch, Cell, Field, FieldId, Joined, Kind, Record, RecordId, Records, State, Type};
use crate::read::yaml;
use crate::text::Sources;

use super::{Condition, Env, ExprError, InputFacts, Pack, Scope, Settings, Typed, V, World, compile};
use super::{Ty, compile_template};

pub(super) const ENTRIES: &str = "
- id: IMP-2026-001
  title: Access review of marketing missed
  kind: nonconformity
  classification: minor
  source_refs: [IA-2026-Q1/F-02, OLD-7]
  criteria: [A.5.18, TBD, '9.2']
  raised_on: 2026-02-12
  detected_on: 32.13.2026
  owner: Anna Weber
  consequences: ''
  root_cause: TBD
  no_risk: None, because there is one
  risk_refs: [R-003]
  affects_staff: false
  effectiveness: TBD
  status: closed
  closed_on: 2026-05-10
  actions:
    - id: A1
      type: correction
      category: [process, technical]
      due_on: 2026-03-15
      implemented_on: 2026-03-10
      evidence: [{ref: evidence/a.pdf}, {ref: evidence/b.pdf}, {ref: IMP-2026-009}, {ref: drawer}, {kind: log}]
    - {id: A2, type: corrective, category: [process], started_on: 2026-03-20, due_on: 2026-04-30, implemented_on: 2026-04-20}
- id: IMP-2026-002
  status: raised|triaged|analysed
  classification: minor|major
  raised_on: 2026-03-01
  follows: IMP-2026-001
  occurred_on: bad
  actions: []
- {id: IMP-2026-003, status: accepted, raised_on: 2026-03-01, merged_into: IMP-2026-001, follows: IMP-2026-002}
- {title: nameless}
";

const FILES: &[(&str, Kind, &str)] = &[
    ("register.yaml", Kind::Entry, ENTRIES),
    (
        "q1.yaml",
        Kind::Review,
        "id: MR-2026-Q1
held_on: 2026-04-10
covers: [register]
inputs:
  - {key: a, text: 'IMP-2026-001 and R-003'}
  - {key: c, text: changes}
",
    ),
    ("q2.yaml", Kind::Review, "{id: MR-2026-Q2, held_on: 2026-07-10, inputs: [{key: a, text: x}]}"),
    ("risks.yaml", Kind::Risk, "[{id: R-003, title: Dormant accounts, owner: m.schulz, treatment: modify}]"),
    ("process.md", Kind::Document, "{id: PROC-CI, version: '2'}"),
    ("changes.yaml", Kind::ChangeTicket, "[{id: CHG-2026-021, entry_refs: [IMP-2026-001], status: approved}]"),
    (
        "audit.yaml",
        Kind::Audit,
        "{id: IA-2026-Q1, scope: [9.2, A.5], findings: [{id: F-02, type: minor, entry_ref: IMP-2026-001}]}",
    ),
    (
        "process.yaml",
        Kind::Document,
        "{id: PROC-CI, approved_on: 2025-01-01, limits: [{key: close-within, value: 90 days}]}",
    ),
    (
        "people.yaml",
        Kind::Person,
        "[{id: a.weber, name: Anna Weber, emails: [anna.weber@example.org], active_from: 2020-01-01}, {id: m.schulz}]",
    ),
    (
        "roles.yaml",
        Kind::Role,
        "[{id: ciso, body: management-review-team}, {id: ceo, top_management: true, body: management-review-team}]",
    ),
    (
        "assignments.yaml",
        Kind::RoleAssignment,
        "[{person: a.weber, role: ciso, from: 2021-01-01}, {person: m.schulz, role: ceo, from: 2022-01-01}]",
    ),
];

/// What the base of the fixture holds.
const EARLIER: &str = "[{id: IMP-2026-001, status: verifying}, {id: IMP-2025-009, status: closed}]";

/// Fields that the sources of the fixture do not keep.
const NOT_KEPT: &[(Kind, &str)] = &[(Kind::Entry, "category"), (Kind::Entry, "lessons"), (Kind::Action, "resources")];

pub(super) struct Fixture {
    records: Records,
    sources: Sources,
    paths: BTreeSet<String>,
    pack: Pack,
}

impl Fixture {
    pub(super) fn new() -> Self {
        Self::of(FILES)
    }

    pub(super) fn of(files: &[(&str, Kind, &str)]) -> Self {
        let mut sources = Sources::default();
        let mut records = Records::default();
        for (path, kind, text) in files {
            let text: Arc<str> = Arc::from(*text);
            let source = sources.add(*path, Arc::clone(&text));
            records.batches.push(batch(yaml::read(source, &text).0, *kind));
        }
        sources.begin_earlier();
        let text: Arc<str> = Arc::from(EARLIER);
        let earlier = batch(yaml::read(sources.add("register.yaml", Arc::clone(&text)), &text).0, Kind::Entry);
        records.add_earlier(Records { batches: vec![earlier], ..Records::default() });
        let input = |key: &str, clause: &str, label: &str| InputFacts {
            key: key.to_owned(),
            clause: clause.to_owned(),
            label: label.to_owned(),
        };
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let pack = Pack {
            inputs: vec![
                input("a", "9.3.2 a", "earlier actions"),
                input("b", "9.3.2 b", "issues"),
                input("c", "9.3.2 c", "parties"),
                input("d1", "9.3.2 d 1", "nonconformities and corrective actions"),
            ],
            clauses: texts(&["4.1", "4.2", "9.2", "9.3", "10.1", "10.2"]),
            controls: texts(&["A.5.1", "A.5.18", "A.8.1"]),
        };
        Self {
            records,
            sources,
            paths: BTreeSet::from(["evidence/a.pdf", "evidence/empty.txt"].map(str::to_owned)),
            pack,
        }
    }

    pub(super) fn with<R>(&self, test: impl for<'w> FnOnce(&'w World<'w>) -> R) -> R {
        let index = Index::build(&self.records, &self.sources, &self.paths);
        let index = index.with_empty(|path| path == "evidence/empty.txt");
        let settings = Settings::default();
        let as_of = Date::parse("2026-06-30").unwrap();
        let change = Change::within(&self.records, Vec::new());
        let mut history = History::new(Date::parse("2026-01-05").unwrap());
        for day in ["2026-03-01", "2026-02-14"] {
            history.note(Kind::Entry, "IMP-2026-001", Date::parse(day).unwrap());
        }
        test(&World::new(&index, as_of, &settings, &self.pack).with_past(Some(&change), Some(&history)))
    }
}

/// A scope with the variables that [`env`] sets.
pub(super) fn scope(population: bool) -> Scope {
    let mut scope = Scope::new(population);
    for (name, kind, _) in VARIABLES {
        scope.bind(name, Typed::given(Ty::Record(Some(*kind))));
    }
    scope.bind("parameters.grace", Typed::given(Ty::Duration));
    scope
}

const VARIABLES: &[(&str, Kind, &str)] = &[
    ("entry", Kind::Entry, "IMP-2026-001"),
    ("vague", Kind::Entry, "IMP-2026-002"),
    ("accepted", Kind::Entry, "IMP-2026-003"),
    ("action", Kind::Action, "IMP-2026-001/A1"),
    ("review", Kind::Review, "MR-2026-Q1"),
    ("audit", Kind::Audit, "IA-2026-Q1"),
    ("finding", Kind::Finding, "IA-2026-Q1/F-02"),
    ("document", Kind::Document, "PROC-CI"),
];

pub(super) fn env<'w>(world: &'w World<'w>) -> Env<'w> {
    let mut env = Env::new(world);
    for (slot, (_, kind, id)) in VARIABLES.iter().enumerate() {
        env.set(slot, world.index.find(*kind, id).map_or(V::NULL, V::Record));
    }
    env.set(VARIABLES.len(), V::Duration(Duration { months: 0, days: 14 }));
    env
}

/// What a condition gives in the fixture, as a message shows it, or the fault that it has.
pub(super) fn shown<'w>(world: &'w World<'w>, text: &str, population: bool) -> String {
    let scope = scope(population);
    match compile(text, &scope) {
        Ok(_) => {
            let template = compile_template(&format!("{{{text}}}"), &scope).unwrap();
            template.render(&mut env(world))
        }
        Err(error) => format!("{}..{} {error}", error.range.start, error.range.end),
    }
}

pub(super) fn compiled(text: &str) -> Result<Condition, ExprError> {
    compile(text, &scope(false))
}

fn batch(tree: Tree, kind: Kind) -> Batch {
    let mut carried = vec![u128::MAX; Kind::ALL.len()];
    for (kind, field) in NOT_KEPT {
        carried[*kind as usize] &= !(1 << kind.field(field).unwrap().0);
    }
    let (slots, cells, items) = (Vec::new(), Vec::new(), Vec::new());
    let mut batch = Batch {
        tree,
        records: Vec::new(),
        slots,
        cells,
        items,
        carried,
        groups: Vec::new(),
        partial: Default::default(),
        namespace: None,
        settings: 0,
        kind: Kind::Entry,
        lists: Vec::new(),
    };
    let roots: Vec<NodeId> = batch.tree.roots().to_vec();
    for root in roots {
        let nodes = match batch.tree.kind(root) {
            NodeKind::Sequence => batch.tree.children(root).collect(),
            _ => vec![root],
        };
        for (position, node) in nodes.into_iter().enumerate() {
            record(&mut batch, kind, node, (u32::MAX, FieldId(0)), position);
        }
    }
    batch
}

fn record(batch: &mut Batch, kind: Kind, node: NodeId, parent: (u32, FieldId), position: usize) -> i32 {
    let count = |number: usize| u32::try_from(number).unwrap();
    let own = batch.records.len();
    let (slots, cells) = (batch.slots.len(), batch.cells.len());
    let (parent, parent_field) = parent;
    let (slots_at, cells_at, position) = (count(slots), count(cells), count(position));
    batch.records.push(Record {
        kind,
        node,
        parent,
        parent_field,
        joined: Joined::default(),
        position,
        slots: slots_at,
        cells: cells_at,
    });
    let fields = kind.shape().fields;
    let kept = |field: &Field| !NOT_KEPT.contains(&(kind, field.name));
    let nodes: Vec<Option<NodeId>> =
        fields.iter().map(|field| batch.tree.get(node, field.name).filter(|_| kept(field))).collect();
    let mut next = 0;
    for node in &nodes {
        batch.slots.push(node.map_or(u8::MAX, |_| next));
        next += u8::from(node.is_some());
    }
    let blank = |node| Cell::new(node, State::Blank);
    batch.cells.extend(nodes.iter().flatten().map(|node| blank(*node)));
    let mut at = cells;
    for (number, node) in nodes.iter().enumerate() {
        let Some(node) = *node else { continue };
        let parent = (count(own), FieldId(u8::try_from(number).unwrap()));
        batch.cells[at] = cell(batch, &fields[number], node, parent);
        at += 1;
    }
    i32::try_from(own).unwrap()
}

fn cell(batch: &mut Batch, field: &Field, node: NodeId, parent: (u32, FieldId)) -> Cell {
    if !field.list || batch.tree.kind(node) != NodeKind::Sequence {
        return single(batch, &field.ty, node, parent, 0);
    }
    let nodes: Vec<NodeId> = batch.tree.children(node).collect();
    let items = nodes.iter().enumerate();
    let items: Vec<Cell> = items.map(|(at, node)| single(batch, &field.ty, *node, parent, at)).collect();
    let state = if nodes.is_empty() { State::Blank } else { State::Given };
    Cell::new(node, state).holding(batch.add_list(&items))
}

fn single(batch: &mut Batch, ty: &Type, node: NodeId, parent: (u32, FieldId), position: usize) -> Cell {
    let given = |payload| Cell::given(node, payload);
    if let (Type::Record(kind) | Type::Keyed(kind), NodeKind::Mapping) = (ty, batch.tree.kind(node)) {
        return given(record(batch, *kind, node, parent, position));
    }
    let text = batch.tree.text(node);
    let state = |state| Cell::new(node, state);
    let read = match (text, ty) {
        ("" | "~", _) => return state(State::Blank),
        ("TBD", _) => return state(State::Placeholder),
        _ if text.starts_with("None, because") => return state(State::NoneBecause),
        (_, Type::Date) => Date::parse(text).map(Date::days),
        (_, Type::Int) => text.parse().ok(),
        (_, Type::Bool) => text.parse::<bool>().ok().map(i32::from),
        (_, Type::Enum(words)) => {
            let sets = text.split('|').map(|word| words.set(word).map(|set| set.0));
            sets.sum::<Option<u32>>().map(|set| i32::try_from(set).unwrap())
        }
        _ => Some(0),
    };
    read.map_or_else(|| state(State::Unreadable), given)
}

pub(super) fn record_named(world: &World<'_>, id: &str) -> RecordId {
    world.index.resolve(id, &[]).unwrap()
}
