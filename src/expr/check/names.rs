//! Names, fields and items: what they are, and what is known about them.

use crate::data::nearest;
use crate::expr::ExprError;
use crate::expr::ast::{Expr, ExprKind, Name};
use crate::expr::functions;
use crate::expr::node::{Node, Read, Setting};
use crate::expr::types::{Ty, Typed};
use crate::model::{Field, FieldId, Kind, Type, tables};

use super::{Checked, Checker, slot_key};

/// The names that every scope has.
const SETTINGS: [(&str, Setting); 5] = [
    ("settings.isms_start", Setting::IsmsStart),
    ("settings.assess_from", Setting::AssessFrom),
    ("settings.isms_team", Setting::IsmsTeam),
    ("settings.risk_appetite", Setting::RiskAppetite),
    ("settings.risk_appetite_score", Setting::RiskAppetiteScore),
];

impl Setting {
    const fn typed(self) -> Typed {
        match self {
            Self::IsmsStart | Self::AssessFrom => Typed::optional(Ty::Date),
            Self::IsmsTeam => Typed::given(Ty::Text),
            Self::RiskAppetite => Typed::optional(Ty::Enum(&tables::LEVEL)),
            Self::RiskAppetiteScore => Typed::optional(Ty::Int),
        }
    }
}

impl Checker<'_> {
    pub(super) fn name(&mut self, expr: &Expr, name: &str) -> Result<Checked, ExprError> {
        self.variable(name).ok_or_else(|| self.no_such_name(expr, name))
    }

    pub(super) fn field(&mut self, expr: &Expr, base: &Expr, name: &Name) -> Result<Checked, ExprError> {
        if let Some(dotted) = dotted(expr) {
            if let Some(variable) = self.variable(&dotted) {
                return Ok(variable);
            }
            let group = dotted.split_once('.').map_or("", |(group, _)| group);
            if matches!(group, "settings" | "parameters") && self.variable(group).is_none() {
                return Err(self.no_such_name(expr, &dotted));
            }
        }
        let base_checked = self.check(base, None)?;
        let key = base_checked.key.as_ref().map(|key| format!("{key}.{}", name.text));
        let (node, typed) = match &base_checked.typed.ty {
            Ty::Record(Some(kind)) => self.field_of(*kind, base_checked.node, name)?,
            Ty::Record(None) if name.text == "id" => (Node::Id(Box::new(base_checked.node)), Typed::optional(Ty::Text)),
            Ty::Record(None) => {
                let error = ExprError::new(name.range.clone(), "records of mixed kinds have no field but 'id'");
                return Err(error.hint("kind_name(record) and principal_date(record) say more"));
            }
            Ty::List(_) => {
                let message = format!("`{}` is a list and has no fields", self.source(&base.range));
                let hint = format!("`{}.map(x, x.{})`", self.source(&base.range), name.text);
                return Err(ExprError::new(name.range.clone(), message).hint(hint));
            }
            other => return Err(ExprError::new(name.range.clone(), format!("{other} has no fields"))),
        };
        Ok(self.narrowed(Checked { key, ..Checked::of(node, typed) }))
    }

    fn field_of(&mut self, kind: Kind, base: Node, name: &Name) -> Result<(Node, Typed), ExprError> {
        let Some(field) = kind.field(&name.text) else { return Err(no_such_field(kind, name)) };
        Ok(self.read(kind, base, field))
    }

    /// Reads a field of a record, and notes that the condition needs it.
    pub(super) fn read(&mut self, kind: Kind, base: Node, field: FieldId) -> (Node, Typed) {
        let info: &'static Field = kind.field_info(field);
        let typed = Typed::of_field(info);
        if let Type::Parent(_) = info.ty {
            return (Node::Parent(Box::new(base)), typed);
        }
        self.need(kind, field);
        let read = Read { base: Box::new(base), kind, field, ty: &info.ty };
        (if info.list { Node::Items(read) } else { Node::Field(read) }, typed)
    }

    pub(super) fn need(&mut self, kind: Kind, field: FieldId) {
        if self.optional == 0 {
            self.needs.push((kind, field));
        }
    }

    pub(super) fn item(&mut self, base: &Expr, index: &Expr) -> Result<Checked, ExprError> {
        let list = self.check(base, None)?;
        let Some(item) = list.typed.item() else {
            let message = format!("only lists have items; this is {}", list.typed.ty);
            return Err(ExprError::new(base.range.clone(), message));
        };
        let typed = Typed::optional(item.ty.clone());
        let number = self.check(index, None)?;
        if number.typed != Typed::given(Ty::Int) {
            return Err(ExprError::new(index.range.clone(), "an item is asked for by its number, from 0"));
        }
        let key = list.key.zip(number.key).map(|(list, number)| format!("{list}[{number}]"));
        let node = Node::Item(Box::new([list.node, number.node]));
        Ok(self.narrowed(Checked { key, ..Checked::of(node, typed) }))
    }

    /// A variable of a macro, of the scope, or one that every scope has.
    fn variable(&mut self, name: &str) -> Option<Checked> {
        if let Some(local) = self.locals.iter().rev().find(|local| local.name == name) {
            let key = Some(slot_key(local.slot));
            let checked = Checked { key, ..Checked::of(Node::Slot(local.slot), local.typed.clone()) };
            return Some(self.narrowed(checked));
        }
        let first = name.split('.').next().unwrap_or(name);
        if first != name && self.locals.iter().any(|local| local.name == first) {
            return None;
        }
        if let Some((slot, variable)) = self.scope.variable(name) {
            return Some(self.narrowed(Checked {
                key: Some(slot_key(slot)),
                items: variable.items.clone(),
                whole: variable.whole,
                ..Checked::of(Node::Slot(slot), variable.typed.clone())
            }));
        }
        if name == "as_of" {
            self.clock = true;
            let key = Some(name.to_owned());
            return Some(Checked { key, ..Checked::of(Node::AsOf, Typed::given(Ty::Date)) });
        }
        let (_, setting) = SETTINGS.iter().find(|(known, _)| *known == name)?;
        let key = Some(name.to_owned());
        Some(self.narrowed(Checked { key, ..Checked::of(Node::Setting(*setting), setting.typed()) }))
    }

    fn no_such_name(&self, expr: &Expr, name: &str) -> ExprError {
        let error = ExprError::new(expr.range.clone(), format!("there is no '{name}' here"));
        let scope = self.scope.names().chain(self.locals.iter().map(|local| local.name.as_str()));
        let known: Vec<&str> = scope.chain(["as_of"]).chain(SETTINGS.iter().map(|(name, _)| *name)).collect();
        if let Some(near) = nearest(name, known.iter().copied()) {
            return error.hint(format!("'{near}'"));
        }
        if functions::find(name).is_some() {
            return error.hint(format!("'{name}' is a function: {name}(…)"));
        }
        if known.is_empty() {
            return error;
        }
        error.hint(format!("known here: {}", known.join(", ")))
    }
}

fn no_such_field(kind: Kind, name: &Name) -> ExprError {
    let fields = kind.shape().fields.iter().map(|field| field.name);
    let message = format!("a record of kind {} has no field '{}'", kind.name(), name.text);
    let error = ExprError::new(name.range.clone(), message);
    match nearest(&name.text, fields) {
        Some(near) => error.hint(format!("'{near}'")),
        None => match Kind::ALL.iter().find(|other| other.field(&name.text).is_some()) {
            Some(other) => error.hint(format!("a record of kind {} has one", other.name())),
            None => error,
        },
    }
}

/// `a.b.c` as one name, if it is nothing but names.
fn dotted(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Field(base, name) => Some(format!("{}.{}", dotted(base)?, name.text)),
        _ => None,
    }
}
