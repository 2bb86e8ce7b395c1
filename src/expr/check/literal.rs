//! Literals: texts become words of a vocabulary where one is expected.

use crate::data::{Date, Duration, nearest};
use crate::expr::ExprError;
use crate::expr::ast::{Expr, ExprKind};
use crate::expr::node::{Const, Node};
use crate::expr::types::{Ty, Typed};
use crate::model::Words;

use super::{Checked, Checker};

impl Checker<'_> {
    pub(super) fn text_literal(expr: &Expr, text: &str, want: Option<&Ty>) -> Result<Checked, ExprError> {
        match want {
            Some(Ty::Enum(words)) => {
                let Some(set) = words.set(text) else { return Err(no_such_word(expr, text, words)) };
                Ok(Checked::constant(Const::Enum(set, words), Typed::given(Ty::Enum(words)), format!("{text:?}")))
            }
            Some(Ty::Date) => Err(ExprError::new(expr.range.clone(), "a date is expected here; this is text")
                .hint(format!("`date('{}')`", if Date::parse(text).is_some() { text } else { "2026-01-31" }))),
            Some(Ty::Duration) => {
                let error = ExprError::new(expr.range.clone(), "a length of time is expected here; this is text");
                let text = if Duration::parse(text).is_some() { text } else { "90 days" };
                Err(error.hint(format!("`duration('{text}')`")))
            }
            _ => {
                let value = Const::Text(text.into());
                Ok(Checked::constant(value, Typed::given(Ty::Text), format!("{text:?}")))
            }
        }
    }

    pub(super) fn list_literal(
        &mut self,
        expr: &Expr,
        items: &[Expr],
        want: Option<&Ty>,
    ) -> Result<Checked, ExprError> {
        let want = match want {
            Some(Ty::List(item)) => Some(item.ty.clone()),
            _ => None,
        };
        let mut nodes = Vec::with_capacity(items.len());
        let mut keys = Vec::new();
        let mut typed: Option<Typed> = None;
        for item in items {
            let checked = self.check(item, want.as_ref())?;
            let joined = typed.as_ref().map_or_else(|| Some(checked.typed.clone()), |typed| typed.join(&checked.typed));
            typed = Some(joined.ok_or_else(|| {
                let known = typed.as_ref().map_or_else(String::new, |typed| typed.ty.to_string());
                let message = format!("the list holds {known}; this is {}", checked.typed.ty);
                ExprError::new(item.range.clone(), message).hint("all items of a list have one type")
            })?);
            keys.push(checked.key);
            nodes.push(checked.node);
        }
        let item = typed.unwrap_or(Typed::given(want.unwrap_or(Ty::Null)));
        let key = keys.into_iter().collect::<Option<Vec<_>>>().map(|keys| format!("[{}]", keys.join(",")));
        debug_assert!(matches!(expr.kind, ExprKind::List(_)));
        Ok(Checked { key, ..Checked::of(Node::List(nodes), Typed::given(Ty::List(Box::new(item)))) })
    }

    /// The text of an argument that must be written down.
    pub(super) fn written<'e>(expr: &'e Expr, what: &str, example: &str) -> Result<&'e str, ExprError> {
        match &expr.kind {
            ExprKind::Text(text) => Ok(text),
            _ => Err(ExprError::new(expr.range.clone(), format!("{what} is written down here as text"))
                .hint(format!("'{example}'"))),
        }
    }
}

/// A word that is not in its vocabulary, with the nearest one, or all of a short vocabulary.
pub(super) fn no_such_word(expr: &Expr, text: &str, words: &Words) -> ExprError {
    let error = ExprError::new(expr.range.clone(), format!("'{text}' is no word of {}", words.name));
    match nearest(text, words.words.iter().copied()) {
        Some(word) => error.hint(format!("'{word}'")),
        None => error.hint(format!("one of: {}", words.words.join(", "))),
    }
}
