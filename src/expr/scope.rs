//! [`Scope`]: the names that a condition may use, their types, and what is known about them.

use super::Condition;
use super::types::Typed;

/// The names that a condition may use. Cloning gives an inner scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    population: bool,
    names: Vec<(String, Typed)>,
}

/// A state of a [`Scope`] to go back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    names: usize,
}

impl Scope {
    /// A scope with `as_of` and `settings.…`; `population` allows `records('kind')`.
    #[must_use]
    pub fn new(population: bool) -> Self {
        Self { population, names: Vec::new() }
    }

    /// Adds a name, which may be dotted (`parameters.grace`), and says in which slot its value belongs.
    pub fn bind(&mut self, name: &str, ty: Typed) -> usize {
        self.names.push((name.to_owned(), ty));
        self.names.len() - 1
    }

    /// The slot and the type of a name.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Option<(usize, &Typed)> {
        let slot = self.names.iter().rposition(|(known, _)| known == name)?;
        Some((slot, &self.names[slot].1))
    }

    /// Takes for granted what follows from a condition being true.
    pub fn assume(&mut self, _condition: &Condition) {}

    /// The present state, to go back to.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { names: self.names.len() }
    }

    /// Forgets the names and facts that came after a mark.
    pub fn unbind(&mut self, mark: Mark) {
        self.names.truncate(mark.names);
    }
}
