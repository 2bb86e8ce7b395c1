//! Calls of the functions of the table: how many arguments, of which types, and what they give.

use crate::data::nearest;
use crate::expr::ExprError;
use crate::expr::ast::{Expr, ExprKind, Name};
use crate::expr::functions::{self, Fixed, Function, Parameter, Pattern, Run, Signature};
use crate::expr::node::{Argument, Call, Node};
use crate::expr::types::{Ty, Typed};
use crate::model::Kind;

use super::walk::macro_named;
use super::{Checked, Checker};

/// Functions that are only true where all of their arguments are there.
const NEED_ALL: [&str; 8] =
    ["before", "contains", "starts_with", "ends_with", "matches", "same_person", "resolves", "ticket_like"];

/// Vocabularies whose words stand from low to high.
const LEVELS: [&str; 3] = ["level", "classification", "finding.type"];

/// What the arguments say about the gaps of a signature.
#[derive(Default)]
struct Gaps {
    item: Option<Typed>,
    fixed: Fixed,
}

impl Checker<'_> {
    pub(super) fn call(
        &mut self,
        expr: &Expr,
        name: &Name,
        arguments: &[Expr],
        method: bool,
    ) -> Result<Checked, ExprError> {
        if let Some(how) = macro_named(&name.text) {
            return self.walk(expr, how, name, arguments);
        }
        let Some((function, signature)) = functions::find(&name.text) else {
            return Err(self.no_such_function(name, arguments, method));
        };
        let least = signature.parameters.len();
        let more = signature.parameters.last().is_some_and(|last| last.repeated);
        if arguments.len() < least || (arguments.len() > least && !more) {
            let plural = if least == 1 { "" } else { "s" };
            let at_least = if more { "at least " } else { "" };
            let message = format!("'{}' takes {at_least}{least} argument{plural}, not {}", name.text, arguments.len());
            return Err(ExprError::new(expr.range.clone(), message).hint(function.signature));
        }
        match function.run {
            Run::Special => self.special(expr, function, arguments),
            Run::Daily(run) => {
                self.clock = true;
                self.plain(expr, function, signature, run, arguments)
            }
            Run::Past(run) => {
                self.past = true;
                self.plain(expr, function, signature, run, arguments)
            }
            Run::Plain(run) => self.plain(expr, function, signature, run, arguments),
        }
    }

    fn plain(
        &mut self,
        expr: &Expr,
        function: &Function,
        signature: &Signature,
        run: functions::Plain,
        arguments: &[Expr],
    ) -> Result<Checked, ExprError> {
        let last = signature.parameters.len().saturating_sub(1);
        let pairs: Vec<(&Parameter, &Expr)> = arguments
            .iter()
            .enumerate()
            .filter_map(|(at, argument)| Some((signature.parameters.get(at.min(last))?, argument)))
            .collect();
        let mut gaps = Gaps::default();
        let mut checked: Vec<Option<Checked>> = pairs.iter().map(|_| None).collect();
        // Literals come last: the field that they are compared with says what they may be.
        for round in 0..3 {
            for ((parameter, argument), slot) in pairs.iter().zip(&mut checked) {
                let turn = match parameter.pattern {
                    Pattern::Kind => 0,
                    _ if !argument.is_literal() => 0,
                    Pattern::Field | Pattern::Regex => 1,
                    _ => 2,
                };
                if turn == round {
                    *slot = self.argument(function, parameter, argument, &mut gaps)?;
                }
            }
        }
        let mut absent = Vec::new();
        let mut keys = Vec::new();
        let mut nodes = Vec::new();
        for ((parameter, argument), checked) in pairs.iter().zip(checked) {
            let Some(checked) = checked else {
                keys.push(Some(self.source(&argument.range).to_owned()));
                continue;
            };
            if parameter.passes_absence || parameter.repeated {
                absent.push(checked.typed.optional);
            }
            keys.push(checked.key);
            let as_text = takes_text(&parameter.pattern);
            nodes.push(Argument { node: checked.node, passes_absence: parameter.passes_absence, as_text });
        }
        let repeated = signature.parameters.last().is_some_and(|last| last.repeated);
        let optional = signature.may_be_absent
            && match absent.as_slice() {
                [] => true,
                absent if repeated => absent.iter().all(|absent| *absent),
                absent => absent.contains(&true),
            };
        let typed = Typed { ty: gaps.result(&signature.result), optional };
        let yes = if NEED_ALL.contains(&function.name) { keys.iter().flatten().cloned().collect() } else { Vec::new() };
        let keys: Option<Vec<String>> = keys.into_iter().collect();
        let key = keys.map(|keys| format!("{}({})", function.name, keys.join(",")));
        let node = Node::Call(Box::new(Call { run, fixed: gaps.fixed, arguments: nodes }));
        debug_assert!(matches!(expr.kind, ExprKind::Call { .. }));
        Ok(self.narrowed(Checked { key, yes, ..Checked::of(node, typed) }))
    }

    /// Checks one argument; `None` where it is settled now and not a value at run time.
    fn argument(
        &mut self,
        function: &Function,
        parameter: &Parameter,
        expr: &Expr,
        gaps: &mut Gaps,
    ) -> Result<Option<Checked>, ExprError> {
        match &parameter.pattern {
            Pattern::Kind => {
                let kind = self.kind_named(expr)?;
                // Asking whether anything was read needs nothing to be read.
                if !matches!(function.name, "loaded" | "sources" | "expected") {
                    self.kinds.push(kind);
                }
                gaps.fixed.kind = Some(kind);
                return Ok(None);
            }
            Pattern::Field => {
                self.field_named(expr, gaps)?;
                return Ok(None);
            }
            Pattern::Regex => {
                let text = Self::written(expr, "a regular expression", "^[A-Z]+-[0-9]+$")?;
                let regex = crate::expr::pattern::Pattern::new(text);
                gaps.fixed.regex = Some(regex.map_err(|why| {
                    ExprError::new(expr.range.clone(), format!("this is no regular expression: {why}"))
                })?);
                return Ok(None);
            }
            Pattern::Literal => {
                Self::written(expr, "this text", "the minutes do not say")?;
            }
            Pattern::Words(words) => {
                let text = Self::written(expr, "this", words.first().map_or("", String::as_str))?;
                if !words.iter().any(|word| word == text) {
                    let error = ExprError::new(expr.range.clone(), format!("'{text}' is not known here"));
                    return Err(error.hint(format!("one of: {}", words.join(", "))));
                }
            }
            _ => {}
        }
        let want = gaps.want(&parameter.pattern);
        let checked = self.check(expr, want.as_ref().filter(|_| expr.is_literal()))?;
        if gaps.fits(&parameter.pattern, &checked.typed) {
            return Ok(Some(checked));
        }
        let message = format!("'{}' of {} is {}", parameter.name, function.name, checked.typed.ty);
        Err(ExprError::new(expr.range.clone(), message).hint(function.signature))
    }

    pub(super) fn kind_named(&mut self, expr: &Expr) -> Result<Kind, ExprError> {
        let text = Self::written(expr, "a kind of record", "entry")?;
        Kind::from_name(text).ok_or_else(|| {
            let error = ExprError::new(expr.range.clone(), format!("there is no kind of record '{text}'"));
            match nearest(text, Kind::ALL.iter().map(|kind| kind.name())) {
                Some(near) => error.hint(format!("'{near}'")),
                None => error,
            }
        })
    }

    fn field_named(&mut self, expr: &Expr, gaps: &mut Gaps) -> Result<(), ExprError> {
        let text = Self::written(expr, "a field", "raised_on")?;
        let listed = gaps.item.as_ref().and_then(|item| if let Ty::Record(kind) = item.ty { kind } else { None });
        let Some(kind) = gaps.fixed.kind.or(listed) else {
            return Err(ExprError::new(expr.range.clone(), "the records are of mixed kinds and share no field"));
        };
        let Some(field) = kind.field(text) else {
            let message = format!("a record of kind {} has no field '{text}'", kind.name());
            let error = ExprError::new(expr.range.clone(), message);
            return Err(match nearest(text, kind.shape().fields.iter().map(|field| field.name)) {
                Some(near) => error.hint(format!("'{near}'")),
                None => error,
            });
        };
        self.need(kind, field);
        gaps.fixed.kind = Some(kind);
        gaps.fixed.field = Some(field);
        Ok(())
    }

    fn no_such_function(&self, name: &Name, arguments: &[Expr], method: bool) -> ExprError {
        let known = functions::functions().iter().map(|function| function.name);
        let error = ExprError::new(name.range.clone(), format!("there is no function '{}'", name.text));
        if let Some(near) = nearest(&name.text, known) {
            return error.hint(format!("'{near}'"));
        }
        match arguments.first() {
            Some(base) if method && arguments.len() == 1 => {
                error.hint(format!("a field has no brackets: `{}.{}`", self.source(&base.range), name.text))
            }
            _ => error.hint("`tenone explain --functions` lists them"),
        }
    }
}

impl Gaps {
    /// The type that a literal takes in this place.
    fn want(&self, pattern: &Pattern) -> Option<Ty> {
        match pattern {
            Pattern::Item | Pattern::Level => self.item.as_ref().map(|item| item.ty.clone()),
            Pattern::List(item) => {
                let item =
                    if matches!(**item, Pattern::Item) { self.item.clone()? } else { Typed::given(self.want(item)?) };
                Some(Ty::List(Box::new(item)))
            }
            Pattern::Date => Some(Ty::Date),
            Pattern::Duration => Some(Ty::Duration),
            Pattern::Value => {
                let (kind, field) = (self.fixed.kind?, self.fixed.field?);
                Some(Ty::of(&kind.field_info(field).ty))
            }
            _ => None,
        }
    }

    /// Whether a type fits into a pattern; the first fitting type settles the gap.
    fn fits(&mut self, pattern: &Pattern, typed: &Typed) -> bool {
        match (pattern, &typed.ty) {
            // The item of an empty list, of which there is none.
            (_, Ty::Null) if !typed.optional => true,
            (Pattern::List(pattern), Ty::List(item)) => self.fits(pattern, item),
            (Pattern::List(_), _) => false,
            (Pattern::Either(patterns), _) => patterns.iter().any(|pattern| self.fits(pattern, typed)),
            (Pattern::Item, _) => self.same_item(typed),
            (Pattern::Level, Ty::Enum(words)) if LEVELS.contains(&words.name) => {
                self.item.get_or_insert_with(|| typed.clone()).ty == typed.ty
            }
            (Pattern::SameRecord, Ty::Record(_)) => self.same_item(typed),
            (Pattern::Ordered, Ty::Date | Ty::Int | Ty::Duration | Ty::Null) => self.same_item(typed),
            (Pattern::Any, _) => true,
            (_, Ty::Null) => true,
            (Pattern::Bool, Ty::Bool)
            | (Pattern::Int, Ty::Int)
            | (Pattern::Text | Pattern::Literal | Pattern::Words(_) | Pattern::Value, Ty::Text | Ty::Enum(_))
            | (Pattern::Date, Ty::Date)
            | (Pattern::Duration, Ty::Duration)
            | (Pattern::Record(None), Ty::Record(_)) => true,
            (Pattern::Record(Some(wanted)), Ty::Record(Some(kind))) => wanted == kind,
            _ => false,
        }
    }

    fn same_item(&mut self, typed: &Typed) -> bool {
        match &self.item {
            None => {
                self.item = Some(typed.clone());
                true
            }
            Some(known) => known.ty.comparable(&typed.ty),
        }
    }

    fn result(&self, pattern: &Pattern) -> Ty {
        let item = || self.item.clone().unwrap_or(Typed::given(Ty::Null));
        match pattern {
            Pattern::Bool => Ty::Bool,
            Pattern::Int => Ty::Int,
            Pattern::Date => Ty::Date,
            Pattern::Duration => Ty::Duration,
            Pattern::Record(kind) => Ty::Record(*kind),
            Pattern::RecordOfKind => Ty::Record(self.fixed.kind),
            Pattern::Item | Pattern::SameRecord | Pattern::Ordered => item().ty,
            Pattern::List(inner) => Ty::List(Box::new(match **inner {
                Pattern::Item | Pattern::SameRecord => item(),
                _ => Typed::given(self.result(inner)),
            })),
            _ => Ty::Text,
        }
    }
}

/// Whether a word of a vocabulary is handed to this parameter as text.
fn takes_text(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Text | Pattern::Value | Pattern::Words(_) => true,
        Pattern::Either(patterns) => patterns.iter().any(takes_text),
        _ => false,
    }
}
