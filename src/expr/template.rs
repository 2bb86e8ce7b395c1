//! [`Template`]: messages with conditions in braces.

use crate::model::{FieldId, Kind};

use super::{Condition, Env, ExprError, Scope, compile};

/// A compiled message.
#[derive(Debug)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Value(Box<Condition>),
}

/// Compiles a message; `{…}` holds an expression, `{{` is a brace.
///
/// # Errors
///
/// What is wrong with the text, and where.
pub fn compile_template(text: &str, scope: &Scope) -> Result<Template, ExprError> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['{', '}']).map(|found| at + found) {
        plain.push_str(&text[at..next]);
        let rest = &text[next..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            plain.push_str(&rest[..1]);
            at = next + 2;
            continue;
        }
        if rest.starts_with('}') {
            return Err(ExprError::new(next..next + 1, "this brace closes nothing").hint("'}}' is a brace"));
        }
        let Some(length) = closing(&rest[1..]) else {
            return Err(ExprError::new(next..text.len(), "this brace is not closed").hint("'{{' is a brace"));
        };
        let (start, end) = (next + 1, next + 1 + length);
        if !plain.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut plain)));
        }
        let condition = compile(&text[start..end], scope).map_err(|mut error| {
            error.range = error.range.start + start..error.range.end + start;
            error
        })?;
        parts.push(Part::Value(Box::new(condition)));
        at = end + 1;
    }
    plain.push_str(&text[at..]);
    if !plain.is_empty() {
        parts.push(Part::Text(plain));
    }
    Ok(Template { text: text.to_owned(), parts })
}

/// The bytes up to the brace that closes, which may not stand in a text.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if open == letter => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None, '}') => return Some(at),
            _ => {}
        }
    }
    None
}

impl Template {
    /// The source text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The expressions in it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.parts.iter().filter_map(|part| match part {
            Part::Value(condition) => Some(&**condition),
            Part::Text(_) => None,
        })
    }

    /// The fields that it shows, sorted.
    #[must_use]
    pub fn shows(&self) -> Vec<(Kind, FieldId)> {
        let mut fields: Vec<_> = self.conditions().flat_map(|condition| condition.needs().iter().copied()).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// The message with its values.
    pub fn render(&self, env: &mut Env<'_>) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(condition) => {
                    let value = condition.eval(env);
                    match &env.world.withheld {
                        Some(withheld) => withheld.show(&value, condition.text(), &mut out),
                        None => value.show(env.world.index, &mut out),
                    }
                }
            }
        }
        out
    }
}
