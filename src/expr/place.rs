//! [`PlaceExpr`]: where a report points, such as `review.reviewed_on`.

use crate::model::{FieldId, RecordId};

use super::ast::{Expr, ExprKind};
use super::check::Checker;
use super::eval::STEPS;
use super::node::{Const, Node, Read};
use super::parse::parse;
use super::types::Ty;
use super::value::V;
use super::world::Env;
use super::{ExprError, Scope};

/// A record, a field of it, or an item of a list field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The record.
    pub record: RecordId,
    /// The field, also where it is absent.
    pub field: Option<FieldId>,
    /// The item of a list field.
    pub item: Option<usize>,
}

/// A compiled place.
#[derive(Debug)]
pub struct PlaceExpr {
    text: String,
    steps: Vec<Step>,
}

/// One way to say where it is; the first one whose record is there counts.
#[derive(Debug)]
struct Step {
    record: Node,
    field: Option<FieldId>,
    item: Option<Node>,
}

/// Compiles a place: a record, a field of one, or an item of a field.
///
/// # Errors
///
/// What is wrong with the text, and where.
pub fn compile_place(text: &str, scope: &Scope) -> Result<PlaceExpr, ExprError> {
    let expr = parse(text)?;
    let mut steps = Vec::new();
    add_steps(text, &expr, scope, &mut steps)?;
    Ok(PlaceExpr { text: text.to_owned(), steps })
}

/// `a.b.c` is the field `c`; where there is no `a.b`, it is the field `b`, and where there is no `a`, nowhere.
fn add_steps(text: &str, expr: &Expr, scope: &Scope, steps: &mut Vec<Step>) -> Result<(), ExprError> {
    let checked = Checker::new(text, scope).check(expr, None)?;
    match (checked.node, &checked.typed.ty) {
        (Node::Field(read) | Node::Items(read), _) => {
            add_read(read, None, steps);
        }
        (Node::Item(parts), ty) => match (*parts, ty) {
            ([Node::Items(read), index], _) => add_read(read, Some(index), steps),
            (parts, Ty::Record(_)) => {
                steps.push(Step { record: Node::Item(Box::new(parts)), field: None, item: None });
            }
            _ => return Err(no_place(expr)),
        },
        (record, Ty::Record(_)) => steps.push(Step { record, field: None, item: None }),
        _ => return Err(no_place(expr)),
    }
    if let ExprKind::Field(base, _) | ExprKind::Item(base, _) = &expr.kind
        && matches!(base.kind, ExprKind::Field(..))
    {
        return add_steps(text, base, scope, steps);
    }
    Ok(())
}

fn add_read(read: Read, item: Option<Node>, steps: &mut Vec<Step>) {
    steps.push(Step { record: *read.base, field: Some(read.field), item });
}

fn no_place(expr: &Expr) -> ExprError {
    let error = ExprError::new(expr.range.clone(), "a place is a record or a field of one");
    error.hint("such as `entry`, `entry.closed_on` or `entry.actions`")
}

impl PlaceExpr {
    /// The source text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it is; `None` where there is no such record.
    pub fn eval(&self, env: &mut Env<'_>) -> Option<At> {
        env.budget = STEPS;
        self.steps.iter().find_map(|step| {
            let V::Record(record) = step.record.eval(env) else { return None };
            let item = step.item.as_ref().map(|index| match index {
                Node::Const(Const::Int(index)) => usize::try_from(*index).ok(),
                other => match other.eval(env) {
                    V::Int(index) => usize::try_from(index).ok(),
                    _ => None,
                },
            });
            Some(At { record, field: step.field, item: item.flatten() })
        })
    }
}
