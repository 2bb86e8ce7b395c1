//! List macros: their variable, and what is known of each item.

use crate::expr::ExprError;
use crate::expr::ast::{Expr, ExprKind, Name};
use crate::expr::node::{How, Node, Walk};
use crate::expr::types::{Ty, Typed};

use super::{Checked, Checker, ITEM, Local, slot_key};

/// The macro of this name.
pub(super) fn macro_named(name: &str) -> Option<How> {
    Some(match name {
        "all" => How::All,
        "exists" => How::Exists,
        "exists_one" => How::ExistsOne,
        "filter" => How::Filter,
        "map" => How::Map,
        _ => return None,
    })
}

impl Checker<'_> {
    pub(super) fn walk(
        &mut self,
        expr: &Expr,
        how: How,
        name: &Name,
        arguments: &[Expr],
    ) -> Result<Checked, ExprError> {
        let form = || format!("`list.{}(x, …)`", name.text);
        let [list_expr, variable, body] = arguments else {
            let message = format!("'{}' takes a list, a name for the item, and what to ask of it", name.text);
            return Err(ExprError::new(expr.range.clone(), message).hint(form()));
        };
        let ExprKind::Name(variable_name) = &variable.kind else {
            return Err(ExprError::new(variable.range.clone(), "a name for the item is expected here").hint(form()));
        };
        let list = self.check(list_expr, None)?;
        let Some(item) = list.typed.item().cloned() else {
            let message = format!("'{}' walks a list; this is {}", name.text, list.typed.ty);
            return Err(ExprError::new(list_expr.range.clone(), message));
        };
        if list.whole && self.whole_walks > 0 {
            let message = "a walk over all records inside another costs the product of both";
            let error = ExprError::new(expr.range.clone(), message);
            return Err(error.hint("ask the index instead: with_value, referrers, resolve, between"));
        }
        let slot = self.scope.slots() + self.locals.len();
        let mark = self.facts.len();
        let own = slot_key(slot);
        self.facts.extend(list.items.iter().map(|fact| fact.replace(ITEM, &own)));
        self.locals.push(Local { name: variable_name.clone(), typed: item.clone(), slot });
        self.whole_walks += usize::from(list.whole);
        let body = if how == How::Map { self.check(body, None) } else { self.truth(body) };
        self.whole_walks -= usize::from(list.whole);
        self.locals.pop();
        self.facts.truncate(mark);
        let body = body?;
        let (typed, items) = match how {
            How::All | How::Exists | How::ExistsOne => (Typed::given(Ty::Bool), Vec::new()),
            How::Map => (Typed::given(Ty::List(Box::new(body.typed))), Vec::new()),
            How::Filter => {
                let about_item = body.yes.iter().filter(|fact| fact.contains(&own));
                let facts: Vec<String> = about_item.map(|fact| fact.replace(&own, ITEM)).chain(list.items).collect();
                let optional = item.optional && !facts.iter().any(|fact| fact == ITEM);
                (Typed::given(Ty::List(Box::new(Typed { ty: item.ty, optional }))), facts)
            }
        };
        let whole = list.whole && matches!(how, How::Filter | How::Map);
        let node = Node::Walk(Box::new(Walk { how, list: list.node, slot, body: body.node }));
        Ok(Checked { items, whole, ..Checked::of(node, typed) })
    }
}
