//! Comparisons: what may be compared with what, and what follows from the answer.

use crate::expr::ExprError;
use crate::expr::ast::{Comparison, Expr, ExprKind};
use crate::expr::node::{Const, Node};
use crate::expr::types::{Ty, Typed};
use crate::model::EnumSet;

use super::{Checked, Checker};

impl Checker<'_> {
    pub(super) fn compare(
        &mut self,
        expr: &Expr,
        comparison: Comparison,
        left: &Expr,
        right: &Expr,
    ) -> Result<Checked, ExprError> {
        match comparison {
            Comparison::Equal => self.equal(expr, left, right, true),
            Comparison::NotEqual => self.equal(expr, left, right, false),
            _ => self.order(comparison, left, right),
        }
    }

    fn equal(&mut self, expr: &Expr, left: &Expr, right: &Expr, wanted: bool) -> Result<Checked, ExprError> {
        match (&left.kind, &right.kind) {
            (_, ExprKind::Null) => return self.is_null(left, wanted),
            (ExprKind::Null, _) => return self.is_null(right, wanted),
            _ => {}
        }
        let (one, other) = self.pair(left, right)?;
        if !one.typed.ty.comparable(&other.typed.ty) {
            return Err(self.incomparable(expr, &one.typed.ty, &other.typed.ty));
        }
        // What equals something that is there is there itself.
        let mut same = Vec::new();
        if !other.typed.optional {
            same.extend(one.fact());
        }
        if !one.typed.optional {
            same.extend(other.fact());
        }
        let node = match (one.node, other.node) {
            (value, Node::Const(Const::Enum(words, _))) | (Node::Const(Const::Enum(words, _)), value) => {
                Node::InWords { value: Box::new(value), words, wanted, absent: !wanted }
            }
            (value, Node::Const(Const::Text(text))) | (Node::Const(Const::Text(text)), value)
                if one.typed.ty == Ty::Text && other.typed.ty == Ty::Text =>
            {
                Node::IsText { value: Box::new(value), text, wanted }
            }
            (one, other) => Node::Equal { sides: Box::new([one, other]), wanted },
        };
        let (yes, no) = if wanted { (same, Vec::new()) } else { (Vec::new(), same) };
        Ok(Checked { yes, no, ..Checked::of(node, Typed::given(Ty::Bool)) })
    }

    fn is_null(&mut self, value: &Expr, wanted: bool) -> Result<Checked, ExprError> {
        let checked = self.check(value, None)?;
        if let Ty::List(_) = checked.typed.ty {
            let text = self.source(&value.range);
            let error = ExprError::new(value.range.clone(), format!("`{text}` is a list, which is never null"));
            return Err(error.hint(format!("`size({text}) == 0`, or `given({text})`")));
        }
        let there = checked.fact();
        let (yes, no) = if wanted { (Vec::new(), there) } else { (there, Vec::new()) };
        let node = Node::IsNull { value: Box::new(checked.node), wanted };
        Ok(Checked { yes, no, ..Checked::of(node, Typed::given(Ty::Bool)) })
    }

    fn order(&mut self, comparison: Comparison, left: &Expr, right: &Expr) -> Result<Checked, ExprError> {
        let (one, other) = self.pair(left, right)?;
        for (expr, side) in [(left, &one), (right, &other)] {
            let error = match &side.typed.ty {
                Ty::Date | Ty::Int | Ty::Duration => continue,
                // The item of an empty list, of which there is none.
                Ty::Null if !side.typed.optional => continue,
                Ty::Enum(_) => ExprError::new(expr.range.clone(), "words have no order")
                    .hint(format!("`reached({}, 'state')`", self.source(&expr.range))),
                ty => {
                    let message =
                        format!("'{}' compares dates, numbers and lengths of time; this is {ty}", comparison.sign());
                    ExprError::new(expr.range.clone(), message)
                }
            };
            return Err(error);
        }
        if !one.typed.ty.comparable(&other.typed.ty) {
            let message = format!("{} cannot be compared with {}", one.typed.ty, other.typed.ty);
            return Err(ExprError::new(left.range.start..right.range.end, message));
        }
        for (expr, side) in [(left, &one), (right, &other)] {
            if side.typed.optional {
                return Err(self.unguarded(expr, &side.key));
            }
        }
        let node = Node::Order(comparison, Box::new([one.node, other.node]));
        Ok(Checked::of(node, Typed::given(Ty::Bool)))
    }

    /// Something that may be absent stands in a comparison of order.
    fn unguarded(&self, expr: &Expr, key: &Option<String>) -> ExprError {
        let text = self.source(&expr.range);
        let error = ExprError::new(expr.range.clone(), format!("`{text}` may be absent, and nothing has no order"));
        error.hint(if key.is_some() {
            format!("put `{text} != null &&` before it, `{text} == null ||`, or `{text} != null` under 'when'")
        } else {
            "name it under 'let' and ask whether the name is null first".to_owned()
        })
    }

    pub(super) fn contained(&mut self, expr: &Expr, left: &Expr, right: &Expr) -> Result<Checked, ExprError> {
        let (item, list) = if left.is_literal() {
            let list = self.check(right, None)?;
            let want = list.typed.item().map(|item| item.ty.clone());
            (self.check(left, want.as_ref())?, list)
        } else {
            let item = self.check(left, None)?;
            let want = Ty::List(Box::new(item.typed.clone()));
            let list = self.check(right, Some(&want).filter(|_| right.is_literal()))?;
            (item, list)
        };
        let Some(of) = list.typed.item() else {
            let message = format!("'in' looks into a list; this is {}", list.typed.ty);
            let error = ExprError::new(right.range.clone(), message);
            let text = list.typed.ty == Ty::Text;
            return Err(if text { error.hint("`contains(text, part)` looks into a text") } else { error });
        };
        if !item.typed.ty.comparable(&of.ty) {
            return Err(self.incomparable(expr, &item.typed.ty, &of.ty));
        }
        let yes = if of.optional { Vec::new() } else { item.fact() };
        let node = match (words_of(&list.node), &item.typed.ty) {
            (Some(words), Ty::Enum(_)) => {
                Node::InWords { value: Box::new(item.node), words, wanted: true, absent: false }
            }
            _ => Node::In(Box::new([item.node, list.node])),
        };
        Ok(Checked { yes, ..Checked::of(node, Typed::given(Ty::Bool)) })
    }

    /// Checks two sides; a text takes its type from the other side.
    fn pair(&mut self, left: &Expr, right: &Expr) -> Result<(Checked, Checked), ExprError> {
        if left.is_literal() {
            let right = self.check(right, None)?;
            return Ok((self.check(left, Some(&right.typed.ty))?, right));
        }
        let left = self.check(left, None)?;
        let right = self.check(right, Some(&left.typed.ty).filter(|_| right.is_literal()))?;
        Ok((left, right))
    }

    fn incomparable(&self, expr: &Expr, one: &Ty, other: &Ty) -> ExprError {
        let error = ExprError::new(expr.range.clone(), format!("{one} is never the same as {other}"));
        match (one, other) {
            (Ty::Record(_), Ty::Text) | (Ty::Text, Ty::Record(_)) => {
                error.hint("compare its id, or use resolve(ref, 'kind')")
            }
            (Ty::Enum(one), Ty::Enum(_)) => error.hint(format!("{} has none of these words", one.name)),
            _ => error,
        }
    }
}

/// The words of a list of literal words.
fn words_of(node: &Node) -> Option<EnumSet> {
    let Node::List(items) = node else { return None };
    let mut words = EnumSet(0);
    for item in items {
        let Node::Const(Const::Enum(word, _)) = item else { return None };
        words.0 |= word.0;
    }
    Some(words)
}
