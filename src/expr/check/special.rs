//! Calls that are more than a function on values: absence, states, literals, whole populations.

use crate::data::{Date, Duration};
use crate::expr::ExprError;
use crate::expr::ast::Expr;
use crate::expr::functions::Function;
use crate::expr::node::{Ask, Const, Node};
use crate::expr::types::{Ty, Typed};

use super::states::{Life, life_of};
use super::{Checked, Checker};

impl Checker<'_> {
    pub(super) fn special(
        &mut self,
        expr: &Expr,
        function: &Function,
        arguments: &[Expr],
    ) -> Result<Checked, ExprError> {
        match (function.name, arguments) {
            ("given", [value]) => self.ask(Ask::Given, value),
            ("blank", [value]) => self.ask(Ask::Blank, value),
            ("placeholder", [value]) => self.ask(Ask::Placeholder, value),
            ("none_because", [value]) => self.ask(Ask::NoneBecause, value),
            ("raw", [value]) => {
                let value = self.check(value, None)?;
                Ok(Checked::of(Node::Raw(Box::new(value.node)), Typed::optional(Ty::Text)))
            }
            ("optional", [value]) => self.optional(value),
            ("reached", [status, state]) => self.reached(status, state),
            ("open", [subject]) => self.open(subject),
            ("date", [text]) => {
                let text = Self::written(text, "a date", "2026-01-31")?;
                let date = Date::parse(text).ok_or_else(|| {
                    let error = ExprError::new(expr.range.clone(), format!("'{text}' is not a date"));
                    error.hint("year, month and day: date('2026-01-31')")
                })?;
                Ok(Checked::constant(Const::Date(date), Typed::given(Ty::Date), format!("date({date})")))
            }
            ("duration", [text]) => {
                let text = Self::written(text, "a length of time", "90 days")?;
                let duration = Duration::parse(text).ok_or_else(|| {
                    let error = ExprError::new(expr.range.clone(), format!("'{text}' is not a length of time"));
                    error.hint("a number of days, weeks, months or years: duration('90 days')")
                })?;
                let key = format!("duration({duration})");
                Ok(Checked::constant(Const::Duration(duration), Typed::given(Ty::Duration), key))
            }
            ("records", [kind]) => self.population(expr, kind),
            _ => Err(ExprError::new(expr.range.clone(), format!("'{}' cannot stand here", function.name))),
        }
    }

    fn ask(&mut self, ask: Ask, value: &Expr) -> Result<Checked, ExprError> {
        let value = self.check(value, None)?;
        let yes = if ask == Ask::Given { value.fact() } else { Vec::new() };
        let node = Node::State(ask, Box::new(value.node));
        Ok(Checked { yes, ..Checked::of(node, Typed::given(Ty::Bool)) })
    }

    fn optional(&mut self, value: &Expr) -> Result<Checked, ExprError> {
        self.optional += 1;
        let value = self.check(value, None);
        self.optional -= 1;
        let value = value?;
        let list = matches!(value.typed.ty, Ty::List(_));
        // What is known to be there was carried, so `optional` does not make it uncertain.
        let there = value.key.as_ref().is_some_and(|key| self.facts.contains(key));
        let typed = Typed { optional: !list && !there, ty: value.typed.ty };
        let node = Node::Optional { value: Box::new(value.node), list };
        Ok(Checked { key: value.key, items: value.items, whole: value.whole, ..Checked::of(node, typed) })
    }

    fn reached(&mut self, status: &Expr, state: &Expr) -> Result<Checked, ExprError> {
        let status_checked = self.check(status, None)?;
        let life = life_of_status(status, &status_checked)?;
        let text = Self::written(state, "a state", "planned")?;
        let Some(words) = life.reached(text) else {
            let error = ExprError::new(state.range.clone(), format!("there is no state '{text}'"));
            return Err(error.hint(life.hint(text)));
        };
        let yes = status_checked.fact();
        let node = Node::InWords { value: Box::new(status_checked.node), words, wanted: true, absent: false };
        Ok(Checked { yes, ..Checked::of(node, Typed::given(Ty::Bool)) })
    }

    fn open(&mut self, subject: &Expr) -> Result<Checked, ExprError> {
        let mut checked = self.check(subject, None)?;
        if let Ty::Record(Some(kind)) = checked.typed.ty
            && let Some(field) = kind.field("status").or_else(|| kind.field("state"))
        {
            let name = kind.field_info(field).name;
            let key = checked.key.map(|key| format!("{key}.{name}"));
            let (node, typed) = self.read(kind, checked.node, field);
            checked = Checked { key, ..Checked::of(node, typed) };
        }
        let words = life_of_status(subject, &checked)?.over();
        let no = checked.fact();
        let node = Node::InWords { value: Box::new(checked.node), words, wanted: false, absent: true };
        Ok(Checked { no, ..Checked::of(node, Typed::given(Ty::Bool)) })
    }

    fn population(&mut self, expr: &Expr, kind: &Expr) -> Result<Checked, ExprError> {
        let kind = self.kind_named(kind)?;
        if !self.scope.is_population() {
            let error = ExprError::new(expr.range.clone(), "a rule for one record does not walk all records of a kind");
            return Err(error.hint("ask the index: referrers, resolve, with_value, between; or write 'for: workspace'"));
        }
        if !self.locals.is_empty() {
            let error =
                ExprError::new(expr.range.clone(), "all records of a kind inside a walk cost the product of both");
            return Err(error.hint("ask the index instead: referrers, resolve, with_value, between"));
        }
        self.kinds.push(kind);
        let typed = Typed::list(Ty::Record(Some(kind)));
        let key = Some(format!("records({})", kind.name()));
        Ok(Checked { key, whole: true, ..Checked::of(Node::Population(kind), typed) })
    }
}

fn life_of_status(expr: &Expr, checked: &Checked) -> Result<&'static Life, ExprError> {
    let life = if let Ty::Enum(words) = checked.typed.ty { life_of(words) } else { None };
    life.ok_or_else(|| {
        let message = format!("a status is expected here; this is {}", checked.typed.ty);
        ExprError::new(expr.range.clone(), message).hint("such as entry.status")
    })
}
