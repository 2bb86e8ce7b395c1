//! [`Scope`]: the names that a condition may use, their types, and what is known about them.

use super::Condition;
use super::check::{ITEM, slot_key};
use super::types::Typed;

/// The names that a condition may use, beside `as_of` and `settings.…`. Cloning gives an inner scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    population: bool,
    variables: Vec<Variable>,
    facts: Vec<String>,
}

/// A name of a scope.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    name: String,
    pub(super) typed: Typed,
    pub(super) items: Vec<String>,
    pub(super) whole: bool,
}

/// A state of a [`Scope`] to go back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    variables: usize,
    facts: usize,
}

impl Scope {
    /// A scope with `as_of` and `settings.…`; `population` allows `records('kind')`.
    #[must_use]
    pub fn new(population: bool) -> Self {
        Self { population, ..Self::default() }
    }

    /// Adds a name, which may be dotted (`parameters.grace`), and says in which slot its value belongs.
    pub fn bind(&mut self, name: &str, ty: Typed) -> usize {
        self.add(Variable { name: name.to_owned(), typed: ty, items: Vec::new(), whole: false })
    }

    /// Adds a name for the value of a condition of this scope, as `let` does. Other than [`Scope::bind`], this keeps in
    /// mind what the condition says about the items of a list.
    pub fn bind_value(&mut self, name: &str, value: &Condition) -> usize {
        let (name, typed) = (name.to_owned(), value.typed().clone());
        self.add(Variable { name, typed, items: value.items().to_vec(), whole: value.is_whole() })
    }

    /// Adds a name for each item of a condition of this scope, as `each` does, with what its filters say about the item;
    /// `None` where the condition gives no list.
    pub fn bind_item(&mut self, name: &str, list: &Condition) -> Option<usize> {
        let item = list.typed().item()?.clone();
        let slot = self.bind(name, item);
        let own = slot_key(slot);
        self.facts.extend(list.items().iter().map(|fact| fact.replace(ITEM, &own)));
        Some(slot)
    }

    /// The slot and the type of a name.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Option<(usize, &Typed)> {
        self.variable(name).map(|(slot, variable)| (slot, &variable.typed))
    }

    /// Takes for granted what follows from a condition of this scope being true.
    pub fn assume(&mut self, condition: &Condition) {
        self.facts.extend(condition.facts().iter().cloned());
    }

    /// The present state, to go back to.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        Mark { variables: self.variables.len(), facts: self.facts.len() }
    }

    /// Forgets the names and facts that came after a mark.
    pub fn unbind(&mut self, mark: Mark) {
        self.variables.truncate(mark.variables);
        self.facts.truncate(mark.facts);
    }

    /// Number of slots that the names take.
    #[must_use]
    pub const fn slots(&self) -> usize {
        self.variables.len()
    }

    pub(super) fn variable(&self, name: &str) -> Option<(usize, &Variable)> {
        let slot = self.variables.iter().rposition(|variable| variable.name == name)?;
        Some((slot, self.variables.get(slot)?))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|variable| variable.name.as_str())
    }

    pub(super) fn facts(&self) -> &[String] {
        &self.facts
    }

    pub(super) const fn is_population(&self) -> bool {
        self.population
    }

    fn add(&mut self, variable: Variable) -> usize {
        self.variables.push(variable);
        self.variables.len() - 1
    }
}
