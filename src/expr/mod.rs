//! The condition language: a strict, total subset of CEL with our own functions, checked when it is compiled.

mod ast;
mod lex;
mod parse;
mod place;
mod scope;
mod template;
mod types;
mod value;
mod world;

use std::fmt;
use std::ops::Range;

use crate::model::{FieldId, Kind};

pub use place::{At, PlaceExpr, compile_place};
pub use scope::{Mark, Scope};
pub use template::{Template, compile_template};
pub use types::{Ty, Typed};
pub use value::{Absence, List, Reason, Unknown, V};
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
    typed: Typed,
    needs: Vec<(Kind, FieldId)>,
    kinds: Vec<Kind>,
    clock: bool,
}

/// A function of the condition language.
#[derive(Debug)]
pub struct Function {
    /// Name.
    pub name: &'static str,
    /// Parameters and result.
    pub signature: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// A call.
    pub example: &'static str,
    /// What the call gives, as a message would show it.
    pub result: &'static str,
}

/// All functions, by name.
#[must_use]
pub fn functions() -> &'static [Function] {
    &[]
}

/// Compiles an expression.
pub fn compile(text: &str, _scope: &Scope) -> Result<Condition, ExprError> {
    Err(ExprError::new(0..text.len(), "not built yet"))
}

impl Condition {
    /// The source text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The type of its value.
    #[must_use]
    pub fn typed(&self) -> &Typed {
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
    pub fn reads_clock(&self) -> bool {
        self.clock
    }

    /// Its value.
    pub fn eval<'w>(&self, _env: &mut Env<'w>) -> V<'w> {
        V::NULL
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
