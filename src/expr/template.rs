//! [`Template`]: messages with conditions in braces.

use super::world::Env;
use super::{ExprError, Scope};

/// A compiled message.
#[derive(Debug)]
pub struct Template {
    text: String,
}

/// Compiles a message; `{…}` holds an expression, `{{` is a brace.
pub fn compile_template(text: &str, _scope: &Scope) -> Result<Template, ExprError> {
    Err(ExprError::new(0..text.len(), "not built yet"))
}

impl Template {
    /// The source text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The message with its values.
    pub fn render(&self, _env: &mut Env<'_>) -> String {
        String::new()
    }
}
