//! The condition language: a strict, total subset of CEL with our own functions, checked when it is compiled.

mod ast;
mod check;
mod display;
mod eval;
mod functions;
mod lex;
mod mutate;
mod node;
mod parse;
mod pattern;
mod place;
mod requirements;
mod scope;
mod template;
mod types;
mod value;
mod withheld;
mod world;

use std::fmt;
use std::ops::Range;

use crate::model::{FieldId, Kind};

use check::Checker;
use eval::STEPS;
use node::Node;
use parse::parse;

pub use display::name_of;
pub use functions::{Function, functions};
pub use mutate::{Mutant, beside, mutants};
pub use place::{At, PlaceExpr, compile_place};
pub use scope::{Mark, Scope};
pub use template::{Template, compile_template};
pub use types::{Ty, Typed};
pub use value::{Absence, List, Reason, Unknown, V};
pub use withheld::Withheld;
pub use world::{Env, InputFacts, Pack, Settings, World};

/// What is wrong with the text of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    /// Bytes of the text that it is about.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

/// A compiled expression of any type.
#[derive(Debug)]
pub struct Condition {
    text: String,
    node: Node,
    typed: Typed,
    needs: Vec<(Kind, FieldId)>,
    kinds: Vec<Kind>,
    clock: bool,
    past: bool,
    /// Keys of what is there where this is true.
    facts: Vec<String>,
    /// Keys of what is there for each item of the list that this gives.
    items: Vec<String>,
    whole: bool,
}

/// Compiles an expression.
///
/// # Errors
///
/// What is wrong with the text, and where.
pub fn compile(text: &str, scope: &Scope) -> Result<Condition, ExprError> {
    let expr = parse(text)?;
    let mut checker = Checker::new(text, scope);
    let checked = checker.check(&expr, None)?;
    let (mut needs, mut kinds) = (checker.needs, checker.kinds);
    needs.sort_unstable();
    needs.dedup();
    kinds.sort_unstable();
    kinds.dedup();
    Ok(Condition {
        text: text.to_owned(),
        node: checked.node,
        typed: checked.typed,
        needs,
        kinds,
        clock: checker.clock,
        past: checker.past,
        facts: checked.yes,
        items: checked.items,
        whole: checked.whole,
    })
}

impl Condition {
    /// The source text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The type of its value.
    #[must_use]
    pub const fn typed(&self) -> &Typed {
        &self.typed
    }

    /// The fields that it reads outside `optional()`, sorted.
    #[must_use]
    pub fn needs(&self) -> &[(Kind, FieldId)] {
        &self.needs
    }

    /// The kinds that it asks the index for, sorted.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Whether its value can change from one day to the next.
    #[must_use]
    pub const fn reads_clock(&self) -> bool {
        self.clock
    }

    /// Whether its value depends on what was there before.
    #[must_use]
    pub const fn reads_past(&self) -> bool {
        self.past
    }

    /// Its value.
    pub fn eval<'w>(&self, env: &mut Env<'w>) -> V<'w> {
        env.budget = STEPS;
        self.node.eval(env)
    }

    fn facts(&self) -> &[String] {
        &self.facts
    }

    fn items(&self) -> &[String] {
        &self.items
    }

    const fn is_whole(&self) -> bool {
        self.whole
    }
}

impl ExprError {
    pub(crate) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for ExprError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}

impl std::error::Error for ExprError {}

#[cfg(test)]
mod fixture;

#[cfg(test)]
mod oracle;

#[cfg(test)]
mod tests;
