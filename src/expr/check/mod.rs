//! The static checker: names, types, absence and cost, found when a rule is loaded; it gives the compiled tree.

mod call;
mod compare;
mod literal;
mod names;
mod special;
mod states;
mod walk;

use std::ops::Range;

use crate::model::{FieldId, Kind};

use super::ExprError;
use super::ast::{Expr, ExprKind};
use super::node::{Const, Node};
use super::scope::Scope;
use super::types::{Ty, Typed};

/// An expression that was found to be sound.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) node: Node,
    pub(super) typed: Typed,
    /// The same for expressions that always have the same value: what facts are about.
    pub(super) key: Option<String>,
    /// Keys of what is there if this is true.
    pub(super) yes: Vec<String>,
    /// Keys of what is there if this is false.
    pub(super) no: Vec<String>,
    /// Of a list: keys of what is there for each item, which the keys call [`ITEM`].
    pub(super) items: Vec<String>,
    /// Whether this is a list that may be as long as the register.
    pub(super) whole: bool,
}

/// The key of the item in [`Checked::items`].
pub(super) const ITEM: &str = "$#$";

/// The key of a variable. The signs around the number keep one key from being the start of another.
pub(super) fn slot_key(slot: usize) -> String {
    format!("${slot}$")
}

/// What the checker knows on its way through a condition.
pub(super) struct Checker<'s> {
    text: &'s str,
    scope: &'s Scope,
    locals: Vec<Local>,
    facts: Vec<String>,
    /// How many calls of `optional` this is in.
    optional: usize,
    /// How many walks over lists as long as the register this is in.
    whole_walks: usize,
    pub(super) needs: Vec<(Kind, FieldId)>,
    pub(super) kinds: Vec<Kind>,
    pub(super) clock: bool,
    pub(super) past: bool,
}

/// The variable of a list macro.
struct Local {
    name: String,
    typed: Typed,
    slot: usize,
}

impl<'s> Checker<'s> {
    pub(super) fn new(text: &'s str, scope: &'s Scope) -> Self {
        Self {
            text,
            scope,
            locals: Vec::new(),
            facts: scope.facts().to_vec(),
            optional: 0,
            whole_walks: 0,
            needs: Vec::new(),
            kinds: Vec::new(),
            clock: false,
            past: false,
        }
    }

    /// Checks an expression; `want` is the type that a text literal takes where it stands.
    pub(super) fn check(&mut self, expr: &Expr, want: Option<&Ty>) -> Result<Checked, ExprError> {
        match &expr.kind {
            ExprKind::Null => Ok(Checked::constant(Const::Null, Typed::optional(Ty::Null), "null")),
            ExprKind::Bool(value) => Ok(Checked::constant(Const::Bool(*value), Typed::given(Ty::Bool), value)),
            ExprKind::Int(value) => Ok(Checked::constant(Const::Int(*value), Typed::given(Ty::Int), value)),
            ExprKind::Text(text) => Self::text_literal(expr, text, want),
            ExprKind::List(items) => self.list_literal(expr, items, want),
            ExprKind::Name(name) => self.name(expr, name),
            ExprKind::Field(base, name) => self.field(expr, base, name),
            ExprKind::Item(base, index) => self.item(base, index),
            ExprKind::Call { name, arguments, method } => self.call(expr, name, arguments, *method),
            ExprKind::Not(inner) => {
                let inner = self.truth(inner)?;
                let node = Node::Not(Box::new(inner.node));
                Ok(Checked { yes: inner.no, no: inner.yes, ..Checked::of(node, Typed::given(Ty::Bool)) })
            }
            ExprKind::And(terms) => self.junction(terms, true),
            ExprKind::Or(terms) => self.junction(terms, false),
            ExprKind::Compare(comparison, left, right) => self.compare(expr, *comparison, left, right),
            ExprKind::In(left, right) => self.contained(expr, left, right),
            ExprKind::If(condition, yes, no) => self.choice(expr, condition, yes, no, want),
        }
    }

    /// Checks an expression that must be true or false.
    fn truth(&mut self, expr: &Expr) -> Result<Checked, ExprError> {
        let checked = self.check(expr, None)?;
        let empty = checked.typed == Typed::given(Ty::Null);
        if checked.typed.ty != Ty::Bool && !empty {
            let message = format!("a truth value is expected here; this is {}", checked.typed.ty);
            return Err(ExprError::new(expr.range.clone(), message));
        }
        if checked.typed.optional {
            let text = self.source(&expr.range);
            let error = ExprError::new(expr.range.clone(), format!("`{text}` may be absent, so it is not a condition"));
            return Err(error.hint(format!("`{text} == true`")));
        }
        Ok(checked)
    }

    /// `&&` (`all`) and `||`: what the earlier terms say holds in the later ones.
    fn junction(&mut self, terms: &[Expr], all: bool) -> Result<Checked, ExprError> {
        let mark = self.facts.len();
        let mut nodes = Vec::with_capacity(terms.len());
        let mut each: Option<Vec<String>> = None;
        for term in terms {
            let term = self.truth(term)?;
            let (gathered, shared) = if all { (term.yes, term.no) } else { (term.no, term.yes) };
            self.facts.extend(gathered);
            each = Some(match each {
                None => shared,
                Some(known) => known.into_iter().filter(|fact| shared.contains(fact)).collect(),
            });
            nodes.push(term.node);
        }
        let gathered = self.facts.split_off(mark);
        let shared = each.unwrap_or_default();
        let typed = Typed::given(Ty::Bool);
        Ok(if all {
            Checked { yes: gathered, no: shared, ..Checked::of(Node::And(nodes), typed) }
        } else {
            Checked { yes: shared, no: gathered, ..Checked::of(Node::Or(nodes), typed) }
        })
    }

    fn choice(
        &mut self,
        expr: &Expr,
        condition: &Expr,
        yes: &Expr,
        no: &Expr,
        want: Option<&Ty>,
    ) -> Result<Checked, ExprError> {
        let condition = self.truth(condition)?;
        let mark = self.facts.len();
        self.facts.extend(condition.yes);
        let first = if yes.is_literal() && !no.is_literal() && want.is_none() { None } else { Some(()) };
        let mut yes_checked = first.map(|()| self.check(yes, want)).transpose()?;
        let yes_facts = self.facts.split_off(mark);
        self.facts.extend(condition.no);
        let want_no = want.or(yes_checked.as_ref().map(|yes| &yes.typed.ty)).cloned();
        let no_checked = self.check(no, want_no.as_ref().filter(|_| no.is_literal()))?;
        let no_facts = self.facts.split_off(mark);
        if yes_checked.is_none() {
            self.facts.extend(yes_facts.iter().cloned());
            yes_checked = Some(self.check(yes, Some(&no_checked.typed.ty))?);
            self.facts.truncate(mark);
        }
        let Some(yes_checked) = yes_checked else { return Err(ExprError::new(expr.range.clone(), "no value")) };
        let Some(typed) = yes_checked.typed.join(&no_checked.typed) else {
            let message = format!("this is {} or {}", yes_checked.typed.ty, no_checked.typed.ty);
            return Err(ExprError::new(expr.range.clone(), message).hint("both branches have one type"));
        };
        let both = |a: Vec<String>, b: Vec<String>, also_a: &[String], also_b: &[String]| {
            let b = [b.as_slice(), also_b].concat();
            a.into_iter().chain(also_a.iter().cloned()).filter(|fact| b.contains(fact)).collect::<Vec<_>>()
        };
        Ok(Checked {
            yes: both(yes_checked.yes, no_checked.yes, &yes_facts, &no_facts),
            no: both(yes_checked.no, no_checked.no, &yes_facts, &no_facts),
            whole: yes_checked.whole || no_checked.whole,
            ..Checked::of(Node::If(Box::new([condition.node, yes_checked.node, no_checked.node])), typed)
        })
    }

    /// A value that is there for certain where a fact says so.
    fn narrowed(&self, mut checked: Checked) -> Checked {
        if checked.key.as_ref().is_some_and(|key| self.facts.contains(key)) {
            checked.typed.optional = false;
        }
        checked
    }

    /// The text of an expression, for messages.
    fn source(&self, range: &Range<usize>) -> &'s str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

impl Checked {
    fn of(node: Node, typed: Typed) -> Self {
        Self { node, typed, key: None, yes: Vec::new(), no: Vec::new(), items: Vec::new(), whole: false }
    }

    fn constant(value: Const, typed: Typed, key: impl ToString) -> Self {
        Self { key: Some(key.to_string()), ..Self::of(Node::Const(value), typed) }
    }

    /// The key, as a list of facts.
    fn fact(&self) -> Vec<String> {
        self.key.iter().cloned().collect()
    }
}
