//! [`Plan`]: what each key of a tree means in records of a kind, worked out once for each tree.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::data::{Constant, NodeId, Tree};
use crate::model::{EnumSet, FieldId, Kind, Type, normalised};

use super::more::{More, more_of};
use super::part::{Column, Part, parent_field};
use super::settings::{ColumnRule, DefaultValue, SourceSettings};

/// The number of a plan in its [`Plans`].
pub(super) type PlanId = u16;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Nothing that is known.
    Unknown,
    /// It holds the value of a field.
    Field(FieldId),
    /// It does several things: see [`Plan::steps`].
    Steps(u16),
}

/// One thing that a key does which the settings map.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// It holds the value of a field.
    Field(FieldId),
    /// A field is below it, under these keys.
    Below(Vec<String>, FieldId),
    /// It belongs to a nested record.
    Elsewhere,
}

/// What the settings say about the records in one field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nested {
    pub(super) field: FieldId,
    /// The plan for the records that stand there.
    pub(super) inner: PlanId,
    /// The plan by which the record around it becomes one more record of the field, from its own keys. A field may stand
    /// here several times, for several such records.
    pub(super) outer: Option<PlanId>,
}

/// How a word of the source was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Words(EnumSet),
    Placeholder,
    Unknown,
}

/// A word of the source in an enum field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) meaning: Meaning,
    pub(super) count: u32,
}

/// What the keys of a tree mean in records of a kind.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) kind: Kind,
    /// By symbol.
    pub(super) routes: Vec<Route>,
    /// How often each key was seen, and first where, by symbol.
    pub(super) seen: Vec<(u32, NodeId)>,
    pub(super) steps: Vec<Vec<Step>>,
    /// Whether several keys may feed one field, so that what was found has to be sorted.
    pub(super) sorted: bool,
    pub(super) nested: Vec<Nested>,
    /// What cells say of fields that have no key: the field that is written, the other one, and how.
    pub(super) more: Vec<(FieldId, FieldId, More)>,
    /// Fields that the record around lends: they alone make no record.
    pub(super) lent: Vec<FieldId>,
    pub(super) defaults: Vec<(FieldId, Vec<Constant>)>,
    /// What the settings say of words, by field.
    pub(super) rules: FxHashMap<FieldId, FxHashMap<String, EnumSet>>,
    /// Words that were met, by field.
    pub(super) words: Vec<FxHashMap<Box<str>, Word>>,
    /// Whether keys that it does not know are to be reported.
    pub(super) complains: bool,
}

impl Plan {
    pub(super) fn nested(&self, field: FieldId) -> Option<&Nested> {
        self.nested.iter().find(|nested| nested.field == field)
    }

    /// The fields that keys or constants feed, a bit a field.
    pub(super) fn fed(&self) -> u128 {
        let steps = self.steps.iter().flatten().filter_map(|step| match step {
            Step::Field(field) | Step::Below(_, field) => Some(*field),
            Step::Elsewhere => None,
        });
        let defaults = self.defaults.iter().map(|(field, _)| *field);
        let parents = (0..).map(FieldId).zip(self.kind.shape().fields);
        let parents = parents.filter(|(_, field)| matches!(field.ty, Type::Parent(_))).map(|(field, _)| field);
        steps.chain(defaults).chain(parents).fold(0, |fields, field| fields | 1 << field.0)
    }

    /// Whether the settings let a key feed a field.
    pub(super) fn feeds(&self, tree: &Tree, node: NodeId, field: FieldId) -> bool {
        let Route::Steps(steps) = self.route(tree, node) else { return false };
        let steps = self.steps.get(steps as usize).map_or(&[][..], Vec::as_slice);
        steps.iter().any(|step| matches!(step, Step::Field(fed) | Step::Below(_, fed) if *fed == field))
    }

    /// Whether a key makes a record by what stands under it, rather than lending to one.
    pub(super) fn makes(&self, tree: &Tree, node: NodeId) -> bool {
        match self.route(tree, node) {
            Route::Unknown => false,
            Route::Field(_) => true,
            Route::Steps(steps) => self.steps.get(steps as usize).into_iter().flatten().any(|step| match step {
                Step::Field(field) | Step::Below(_, field) => !self.lent.contains(field),
                Step::Elsewhere => true,
            }),
        }
    }

    pub(super) fn route(&self, tree: &Tree, node: NodeId) -> Route {
        let symbol = tree.key(node).and_then(|symbol| self.routes.get(symbol.0 as usize));
        symbol.copied().unwrap_or(Route::Unknown)
    }
}

/// The plans of one tree.
#[derive(Debug)]
pub(super) struct Plans {
    pub(super) list: Vec<Plan>,
    identity: Vec<Option<PlanId>>,
}

impl Plans {
    /// Plans for a tree; the first one is that of the source's own records.
    pub(super) fn new(settings: &SourceSettings, tree: &mut Tree) -> Self {
        let names: FxHashSet<String> = tree.symbols().iter().map(|name| normalised(name).into_owned()).collect();
        let mut part = Part::of(&settings.columns, &settings.defaults, &names, tree);
        part.words =
            settings.words.iter().map(|rule| (rule.field.steps.clone(), rule.word.clone(), rule.set)).collect();
        part.lend(settings.kind);
        let mut plans = Self { list: Vec::new(), identity: vec![None; Kind::ALL.len()] };
        plans.compile(tree, settings.kind, &part, true);
        plans
    }

    /// Lays down what the vocabulary knows of the columns of another kind than the source's own.
    pub(super) fn recognise(&mut self, tree: &mut Tree, kind: Kind, columns: &[ColumnRule], defaults: &[DefaultValue]) {
        let names: FxHashSet<String> = tree.symbols().iter().map(|name| normalised(name).into_owned()).collect();
        let mut part = Part::of(columns, defaults, &names, tree);
        part.lend(kind);
        let plan = self.compile(tree, kind, &part, true);
        if let Some(slot) = self.identity.get_mut(kind as usize) {
            *slot = Some(plan);
        }
    }

    /// The plan of a kind that the settings say nothing about.
    pub(super) fn identity(&mut self, tree: &Tree, kind: Kind) -> PlanId {
        match self.identity.get(kind as usize).copied().flatten() {
            Some(plan) => plan,
            None => {
                let plan = self.compile(tree, kind, &Part::default(), true);
                if let Some(slot) = self.identity.get_mut(kind as usize) {
                    *slot = Some(plan);
                }
                plan
            }
        }
    }

    pub(super) fn get(&self, plan: PlanId) -> &Plan {
        &self.list[plan as usize]
    }

    pub(super) fn get_mut(&mut self, plan: PlanId) -> &mut Plan {
        &mut self.list[plan as usize]
    }

    /// `identity`: keys that are named like a field feed it.
    fn compile(&mut self, tree: &Tree, kind: Kind, part: &Part, identity: bool) -> PlanId {
        let id = PlanId::try_from(self.list.len()).unwrap_or(PlanId::MAX);
        let symbols = tree.symbols();
        let own = |target: &[FieldId]| if let [field] = target { Some(*field) } else { None };
        let mut plan = Plan {
            kind,
            routes: vec![Route::Unknown; symbols.len()],
            seen: vec![(0, NodeId(0)); symbols.len()],
            steps: Vec::new(),
            sorted: false,
            nested: Vec::new(),
            more: Vec::new(),
            lent: part.columns.iter().filter(|column| column.lent).filter_map(|column| own(&column.target)).collect(),
            defaults: Vec::new(),
            rules: FxHashMap::default(),
            words: vec![FxHashMap::default(); kind.shape().fields.len()],
            complains: identity,
        };
        plan.defaults = part.defaults.iter().filter_map(|(path, value, _)| Some((own(path)?, value.clone()))).collect();
        for (path, word, set) in &part.words {
            if let Some(field) = own(path) {
                plan.rules.entry(field).or_default().insert(word.clone(), *set);
            }
        }
        plan.lay_routes(symbols, part, identity);
        plan.more = more_of(&plan);
        self.list.push(plan);
        let nested = self.compile_nested(tree, kind, part);
        if let Some(plan) = self.list.get_mut(id as usize) {
            plan.nested = nested;
        }
        id
    }

    fn compile_nested(&mut self, tree: &Tree, kind: Kind, part: &Part) -> Vec<Nested> {
        let mut nested = Vec::new();
        for (field, info) in (0..).map(FieldId).zip(kind.shape().fields) {
            let (Type::Record(below) | Type::Keyed(below)) = info.ty else { continue };
            let (inner, outer) = part.below(kind, field);
            if inner.is_empty() && outer.columns.is_empty() {
                continue;
            }
            let inner = self.compile(tree, below, &inner, true);
            let outers: Vec<PlanId> =
                outer.groups().iter().map(|group| self.compile(tree, below, group, false)).collect();
            nested.push(Nested { field, inner, outer: outers.first().copied() });
            nested.extend(outers.iter().skip(1).map(|outer| Nested { field, inner, outer: Some(*outer) }));
        }
        nested
    }
}

impl Plan {
    fn lay_routes(&mut self, symbols: &[std::sync::Arc<str>], part: &Part, identity: bool) {
        let mapped: Vec<FieldId> =
            part.columns.iter().filter(|column| column.target.len() == 1).map(|column| column.target[0]).collect();
        let kind = self.kind;
        let here: Vec<&Column> =
            part.columns.iter().filter(|column| part.source_around(kind, column).is_none()).collect();
        let mut fed = 0_u128;
        // A label is a column of every record that has it, always with the same meaning.
        let mut known: FxHashMap<Cow<str>, Route> = FxHashMap::default();
        for (symbol, text) in symbols.iter().enumerate() {
            let name = normalised(text);
            let steps = || here.iter().filter_map(|column| column.step(&name)).collect::<Vec<Step>>();
            let again = known.get(&name).copied();
            let steps = if again.is_none() { steps() } else { Vec::new() };
            let route = if let Some(route) = again {
                route
            } else if !steps.is_empty() {
                self.sorted = true;
                self.steps.push(steps);
                u16::try_from(self.steps.len() - 1).map_or(Route::Unknown, Route::Steps)
            } else {
                let field = self.kind.field_or_alias(&name).or_else(|| parent_field(self.kind, &name));
                let field = field.filter(|_| identity);
                field.filter(|field| !mapped.contains(field)).map_or(Route::Unknown, Route::Field)
            };
            if let Route::Field(field) = route {
                self.sorted |= fed & (1 << field.0) != 0;
                fed |= 1 << field.0;
            }
            self.routes[symbol] = route;
            known.insert(name, route);
        }
    }
}
