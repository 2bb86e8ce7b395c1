//! [`Part`]: what the settings say about one record, with paths that start at it, and about those nested in it.

use rustc_hash::FxHashSet;

use crate::data::{Constant, Tree};
use crate::model::{EnumSet, FieldId, Kind, Type, normalised};

use super::plan::Step;
use super::settings::{ColumnRule, DefaultValue};

/// A key path of the settings and the field that it feeds, both below the record at hand.
#[derive(Clone)]
pub(super) struct Column {
    pub(super) target: Vec<FieldId>,
    pub(super) path: Vec<String>,
    /// The key is that of a field of the record around, which lends its value.
    pub(super) lent: bool,
    pub(super) group: u8,
}

/// What the settings say about one record, with paths that start at it.
#[derive(Clone, Default)]
pub(super) struct Part {
    pub(super) columns: Vec<Column>,
    pub(super) defaults: Vec<(Vec<FieldId>, Vec<Constant>, Option<u8>)>,
    pub(super) words: Vec<(Vec<FieldId>, String, EnumSet)>,
}

impl Column {
    /// What a key of the record at hand does for this column.
    pub(super) fn step(&self, name: &str) -> Option<Step> {
        let (first, rest) = self.path.split_first()?;
        if first != name || (self.lent && self.target.len() > 1) {
            return None;
        }
        Some(match (self.target.as_slice(), rest.is_empty()) {
            ([field], true) => Step::Field(*field),
            ([field], false) => Step::Below(rest.to_vec(), *field),
            _ => Step::Elsewhere,
        })
    }
}

impl Part {
    pub(super) fn of(
        columns: &[ColumnRule],
        defaults: &[DefaultValue],
        names: &FxHashSet<String>,
        tree: &mut Tree,
    ) -> Self {
        let columns = columns.iter().flat_map(|rule| {
            rule.keys.iter().map(|key| Column {
                target: rule.field.steps.clone(),
                path: key_path(&key.value, names),
                lent: false,
                group: rule.group,
            })
        });
        let mut constants = |values: &[String]| values.iter().map(|value| tree.constant(value)).collect();
        let defaults = defaults.iter().map(|rule| (rule.field.steps.clone(), constants(&rule.values), rule.group));
        Self { columns: columns.collect(), defaults: defaults.collect(), words: Vec::new() }
    }

    /// One part for each nested record that the columns make.
    pub(super) fn groups(&self) -> Vec<Self> {
        let mut numbers: Vec<u8> = self.columns.iter().map(|column| column.group).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let of_group = |number: u8| Self {
            columns: self.columns.iter().filter(|column| column.group == number).cloned().collect(),
            defaults: self
                .defaults
                .iter()
                .filter(|(.., group)| group.is_none_or(|group| group == number))
                .cloned()
                .collect(),
            words: self.words.clone(),
        };
        numbers.into_iter().map(of_group).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.defaults.is_empty() && self.words.is_empty()
    }

    /// A row of a register that names an action means that its owner is the owner of the action, unless it says otherwise.
    pub(super) fn lend(&mut self, kind: Kind) {
        let (Some(actions), Some(owner)) = (kind.field("actions").filter(|_| kind == Kind::Entry), kind.field("owner"))
        else {
            return;
        };
        let Some(of_action) = Kind::Action.field("owner") else { return };
        let makes =
            |column: &Column| column.target.first() == Some(&actions) && self.source_around(kind, column).is_none();
        let beside = self.columns.iter().any(|column| column.target.len() > 1 && makes(column));
        let target = vec![actions, of_action];
        if !beside || self.columns.iter().any(|column| column.target == target) {
            return;
        }
        let owners: Vec<Vec<String>> =
            self.columns.iter().filter(|column| column.target == [owner]).map(|column| column.path.clone()).collect();
        let owners = if owners.is_empty() { vec![vec!["owner".to_owned()]] } else { owners };
        self.columns.extend(owners.into_iter().map(|path| Column {
            target: target.clone(),
            path,
            lent: true,
            group: 0,
        }));
    }

    /// The length of the path to the nested record in which a column stands; `None` if it stands beside it, or feeds no
    /// nested record.
    pub(super) fn source_around(&self, kind: Kind, column: &Column) -> Option<usize> {
        let (field, rest) = column.target.split_first()?;
        if rest.is_empty() {
            return None;
        }
        let mut own = self.columns.iter().filter(|other| other.target == [*field]).peekable();
        if own.peek().is_none() {
            let inside = column.path.len() > 1 && column.path[0] == kind.field_info(*field).name;
            return inside.then_some(1);
        }
        let inside = |path: &[String]| column.path.len() > path.len() && column.path.starts_with(path);
        own.find(|source| inside(&source.path)).map(|source| source.path.len())
    }

    /// What is said about the records in a field: for those that stand there, and for the one that the keys around it make.
    pub(super) fn below(&self, kind: Kind, field: FieldId) -> (Self, Self) {
        let after = |path: &[FieldId]| match path.split_first() {
            Some((first, rest)) if *first == field && !rest.is_empty() => Some(rest.to_vec()),
            _ => None,
        };
        let mut inner = Self {
            columns: Vec::new(),
            defaults: self
                .defaults
                .iter()
                .filter_map(|(path, value, group)| Some((after(path)?, value.clone(), *group)))
                .collect(),
            words: self.words.iter().filter_map(|(path, word, set)| Some((after(path)?, word.clone(), *set))).collect(),
        };
        let mut outer = inner.clone();
        for column in &self.columns {
            let Some(target) = after(&column.target) else { continue };
            match self.source_around(kind, column) {
                Some(length) => {
                    inner.columns.push(Column { target, path: column.path[length..].to_vec(), ..column.clone() })
                }
                None => outer.columns.push(Column { target, ..column.clone() }),
            }
        }
        (inner, outer)
    }
}

/// The field that names the record that this one belongs to, for a key such as `entry_id`.
pub(super) fn parent_field(kind: Kind, name: &str) -> Option<FieldId> {
    let field = kind.field(name.strip_suffix("_id")?)?;
    matches!(kind.field_info(field).ty, Type::Parent(_)).then_some(field)
}

/// The keys of a path such as `impact.level`; a key of the tree that has dots in its name is one key.
fn key_path(text: &str, names: &FxHashSet<String>) -> Vec<String> {
    let whole = normalised(text).into_owned();
    // The signs at the end of `actions.#` are a key of their own, and no dress of `actions`.
    let signs = text.rsplit('.').next().is_some_and(|last| !last.is_empty() && !last.contains(char::is_alphanumeric));
    if (names.contains(&whole) && !signs) || !text.contains('.') {
        return vec![whole];
    }
    text.split('.').map(|part| normalised(part).into_owned()).collect()
}
