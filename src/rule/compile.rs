//! Rule files to programs: names, types and order of evaluation are settled here, once, when a rule is loaded.

use std::ops::Range;

use super::error::{RuleError, range_in_file};
use super::file::{ReportFile, Written};
use super::names::{mentions, message_mentions};
use super::program::{Binding, Guard, Program, Related, Report, Shared, Values};
use super::rule::{Parameter, ParameterType, Subject};
use crate::data::nearest;
use crate::expr::{self, Condition, ExprError, Scope, Ty, Typed};
use crate::model::Kind;

/// What all checks of a rule share.
pub(super) struct Common<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) subject: Subject,
    pub(super) parameters: &'a [Parameter],
    pub(super) lets: &'a [(String, Written)],
}

/// The texts of one check.
pub(super) struct Parts<'a> {
    pub(super) lets: &'a [(String, Written)],
    pub(super) each: Option<&'a Written>,
    pub(super) when: Option<&'a Written>,
    pub(super) require: &'a Written,
    pub(super) report: &'a ReportFile,
}

/// When the value of a `let` is first wanted; smaller is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    First,
    Then,
    Last,
    Never,
}

/// Whether a name stands for a record, which is a place by itself.
fn is_record(scope: &Scope, name: &str) -> bool {
    scope.lookup(name).is_some_and(|(_, typed)| matches!(typed.ty, Ty::Record(_)))
}

/// A list to be walked: `item in list`.
struct Each<'a> {
    name: &'a str,
    list: &'a str,
    /// Where the list starts in the text.
    offset: usize,
}

impl Common<'_> {
    /// Compiles what the checks share, and the scope in which they are compiled.
    pub(super) fn shared(&self) -> Result<(Shared, Scope), RuleError> {
        let mut scope = Scope::new(self.subject == Subject::Workspace);
        let parameters = self.parameters.iter().map(|parameter| bind_parameter(parameter, &mut scope)).collect();
        let subject = match self.subject {
            Subject::Each(kind) => Some(scope.bind(&kind.variable(), Typed::given(Ty::Record(Some(kind))))),
            _ => None,
        };
        let change = match self.subject {
            Subject::ChangeOf(kind) => {
                Some(["before", "after"].map(|name| scope.bind(name, Typed::optional(Ty::Record(Some(kind))))))
            }
            _ => None,
        };
        let mut lets = Vec::new();
        for (name, written) in self.lets {
            lets.push(self.binding(name, written, &mut scope)?);
        }
        Ok((Shared { parameters, subject, change, lets, guards: 0 }, scope))
    }

    /// Compiles a check; `guard` is the number of its `when`.
    pub(super) fn compile(
        &self,
        shared: &Shared,
        mut scope: Scope,
        parts: &Parts<'_>,
        guard: usize,
    ) -> Result<Program, RuleError> {
        let [mut first, mut then, mut last] = [Values::default(), Values::default(), Values::default()];
        for (index, stage) in self.stages(parts).into_iter().enumerate() {
            let values = match stage {
                Stage::First => &mut first,
                Stage::Then => &mut then,
                Stage::Last => &mut last,
                Stage::Never => continue,
            };
            match index.checked_sub(self.lets.len()).and_then(|own| parts.lets.get(own)) {
                Some((name, written)) => values.own.push(self.binding(name, written, &mut scope)?),
                None => values.shared.push(index),
            }
        }
        let each = parts.each.map(|written| self.each(written)).transpose()?;
        let (when, when_item) = match parts.when {
            Some(written) if each.as_ref().is_some_and(|each| mentions(&written.value, each.name)) => {
                (None, Some(written))
            }
            other => (other, None),
        };
        let when = when.map(|written| self.truth(written, &mut scope, true)).transpose()?;
        let when = when.map(|condition| Guard { condition, number: guard });
        let each = match (each, parts.each) {
            (Some(each), Some(written)) => Some((self.list(&each, written, &mut scope)?, each)),
            _ => None,
        };
        let when_item = when_item.map(|written| self.truth(written, &mut scope, true)).transpose()?;
        let require = self.truth(parts.require, &mut scope, false)?;
        let (report, position) = self.report(parts.report, each.as_ref().map(|(_, each)| each), &mut scope)?;
        let each = each.map(|(binding, _)| binding);
        let (needs, kinds) = (Vec::new(), Vec::new());
        let mut program = Program { first, when, then, each, position, when_item, require, last, report, needs, kinds };
        let read: Vec<&Condition> = program.read(shared).collect();
        let needs = sorted(read.iter().flat_map(|condition| condition.needs().iter().copied()).collect());
        let kinds = sorted(read.iter().flat_map(|condition| condition.kinds().iter().copied()).collect());
        (program.needs, program.kinds) = (needs, kinds);
        Ok(program)
    }

    /// When each `let` is first wanted: those of the rule, then those of the check.
    pub(super) fn stages(&self, parts: &Parts<'_>) -> Vec<Stage> {
        let lets: Vec<&(String, Written)> = self.lets.iter().chain(parts.lets).collect();
        let item = parts.each.and_then(|each| each.value.split_once(" in ")).map(|(name, _)| name.trim());
        let when_is_first = |when: &Written| item.is_none_or(|item| !mentions(&when.value, item));
        let mut stages: Vec<Stage> = lets.iter().map(|(name, _)| self.stage(name, parts, when_is_first)).collect();
        // A value is wanted as early as the earliest value that is made of it; values only name earlier ones.
        for user in (0..lets.len()).rev() {
            for used in 0..user {
                if mentions(&lets[user].1.value, &lets[used].0) {
                    stages[used] = stages[used].min(stages[user]);
                }
            }
        }
        stages
    }

    fn stage(&self, name: &str, parts: &Parts<'_>, when_is_first: impl Fn(&Written) -> bool) -> Stage {
        let in_when = parts.when.filter(|when| mentions(&when.value, name));
        let in_each = parts.each.is_some_and(|each| mentions(&each.value, name));
        if in_when.is_some_and(when_is_first) {
            Stage::First
        } else if in_when.is_some() || in_each || mentions(&parts.require.value, name) {
            Stage::Then
        } else if report_mentions(parts.report, name) {
            Stage::Last
        } else {
            Stage::Never
        }
    }

    fn binding(&self, name: &str, written: &Written, scope: &mut Scope) -> Result<Binding, RuleError> {
        let value = self.expression(written, scope)?;
        Ok(Binding { slot: scope.bind_value(name, &value), value })
    }

    fn expression(&self, written: &Written, scope: &Scope) -> Result<Condition, RuleError> {
        expr::compile(&written.value, scope).map_err(|error| self.within(written, 0, error))
    }

    /// Compiles a condition that is true or false, and lets the scope take it for granted if it is a guard.
    fn truth(&self, written: &Written, scope: &mut Scope, guard: bool) -> Result<Condition, RuleError> {
        let condition = self.expression(written, scope)?;
        let typed = condition.typed();
        if typed.ty != Ty::Bool {
            let message = format!("this must be true or false, and is {}", typed.ty);
            return Err(self.error(written, message));
        }
        if typed.optional {
            let hint = Some(format!("write `{} == true`", written.value.trim()));
            return Err(self.error(written, "this may be absent, and then is neither true nor false").hint(hint));
        }
        if guard {
            scope.assume(&condition);
        }
        Ok(condition)
    }

    fn each<'a>(&self, written: &'a Written) -> Result<Each<'a>, RuleError> {
        let parts = written.value.split_once(" in ").map(|(name, list)| (name.trim(), list));
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        match parts {
            Some((name, list)) if is_name(name) => Ok(Each { name, list, offset: written.value.len() - list.len() }),
            _ => Err(self.error(written, "`each` is written as `item in list`")),
        }
    }

    /// Compiles the list of an `each` and binds its item.
    fn list(&self, each: &Each<'_>, written: &Written, scope: &mut Scope) -> Result<Binding, RuleError> {
        let list = expr::compile(each.list, scope).map_err(|error| self.within(written, each.offset, error))?;
        match scope.bind_item(each.name, &list) {
            Some(slot) => Ok(Binding { slot, value: list }),
            None => Err(self.error(written, format!("`each` walks a list, and this is {}", list.typed().ty))),
        }
    }

    /// The report, and where the number of the item goes if the report points at an item that is no record.
    fn report(
        &self,
        report: &ReportFile,
        each: Option<&Each<'_>>,
        scope: &mut Scope,
    ) -> Result<(Report, Option<usize>), RuleError> {
        let about = report.about.as_ref().map(|written| self.kind(written)).transpose()?;
        let at = report.at.as_ref().filter(|at| at.value != "workspace");
        if at.is_none() && self.subject != Subject::Workspace {
            return Err(self.error(&report.message, "a rule about records says where: `at` is missing in `report`"));
        }
        let value = at.and_then(|at| each.filter(|each| each.name == at.value && !is_record(scope, each.name)));
        let position = value.map(|each| scope.bind(&format!("{}_position", each.name), Typed::given(Ty::Int)));
        let at = match (at, value) {
            (Some(at), Some(each)) => {
                let text = format!("{}[{}_position]", each.list, each.name);
                let message = "only an item of a field is a place, and this list is made of other values";
                Some(expr::compile_place(&text, scope).map_err(|_| self.error(at, message))?)
            }
            (Some(at), None) => Some(expr::compile_place(&at.value, scope).map_err(|error| self.within(at, 0, error))?),
            (None, _) => None,
        };
        let message = self.message(&report.message, scope)?;
        let mut related = Vec::new();
        for part in &report.related {
            let mark = scope.mark();
            let each = match &part.each {
                Some(written) => Some(self.list(&self.each(written)?, written, scope)?),
                None => None,
            };
            let at = expr::compile_place(&part.at.value, scope).map_err(|error| self.within(&part.at, 0, error))?;
            let message = self.message(&part.message, scope)?;
            scope.unbind(mark);
            related.push(Related { each, at, message });
        }
        Ok((Report { at, about, message, related }, position))
    }

    fn message(&self, written: &Written, scope: &Scope) -> Result<expr::Template, RuleError> {
        expr::compile_template(&written.value, scope).map_err(|error| self.within(written, 0, error))
    }

    /// The kind that a word names.
    pub(super) fn kind(&self, written: &Written) -> Result<Kind, RuleError> {
        let name = written.value.trim();
        Kind::from_name(name).ok_or_else(|| {
            let near = nearest(name, Kind::ALL.iter().map(|kind| kind.name()));
            self.error(written, format!("there is no kind of record `{name}`"))
                .hint(near.map(|near| format!("did you mean `{near}`?")))
        })
    }

    /// An error about the whole of a written text.
    pub(super) fn error(&self, written: &Written, message: impl Into<String>) -> RuleError {
        RuleError::new(self.path, self.text, scalar(written), message)
    }

    /// An error about a range of a written text, `offset` bytes further on.
    fn within(&self, written: &Written, offset: usize, error: ExprError) -> RuleError {
        let range = error.range.start + offset..error.range.end + offset;
        let range = range_in_file(self.text, scalar(written), &written.value, range);
        RuleError::new(self.path, self.text, range, error.message).hint(error.hint)
    }
}

impl Program {
    /// The conditions that decide, but for the report.
    pub(super) fn read<'a>(&'a self, shared: &'a Shared) -> impl Iterator<Item = &'a Condition> {
        let values = [&self.first, &self.then].into_iter().flat_map(|values| {
            let above = values.shared.iter().filter_map(|index| shared.lets.get(*index));
            above.chain(&values.own)
        });
        let values = values.chain(&self.each).map(|binding| &binding.value);
        let when = self.when.as_ref().map(|guard| &guard.condition);
        values.chain(when).chain(&self.when_item).chain([&self.require])
    }
}

/// Which checks have the same `when` over the same values: the number of the first of them for each.
pub(super) fn guards(checks: &[&Parts<'_>]) -> Vec<usize> {
    let number = |(index, parts): (usize, &&Parts<'_>)| match shareable(parts) {
        Some(when) => checks.iter().position(|other| shareable(other) == Some(when)).unwrap_or(index),
        None => index,
    };
    checks.iter().enumerate().map(number).collect()
}

/// A `when` that none of the check's own values enters.
fn shareable<'a>(parts: &Parts<'a>) -> Option<&'a str> {
    let when = parts.when?.value.as_str();
    (!parts.lets.iter().any(|(name, _)| mentions(when, name))).then_some(when)
}

fn bind_parameter(parameter: &Parameter, scope: &mut Scope) -> usize {
    let ty = match parameter.ty {
        ParameterType::Duration => Ty::Duration,
        ParameterType::Int => Ty::Int,
        ParameterType::Text => Ty::Text,
    };
    scope.bind(&format!("parameters.{}", parameter.name), Typed::given(ty))
}

/// Whether anything in a report mentions a name.
pub(super) fn report_mentions(report: &ReportFile, name: &str) -> bool {
    let related = report.related.iter();
    let places = related.clone().flat_map(|part| part.each.iter().chain([&part.at])).chain(&report.at);
    let messages = related.map(|part| &part.message).chain([&report.message]);
    places.map(|written| &written.value).any(|text| mentions(text, name))
        || messages.map(|written| &written.value).any(|text| message_mentions(text, name))
}

fn scalar(written: &Written) -> Range<usize> {
    written.span.start as usize..written.span.end as usize
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}
