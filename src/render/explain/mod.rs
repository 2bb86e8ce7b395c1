//! `tenone explain`: the manual page of a rule, a field, a kind of record, an obligation or the functions of conditions.

mod field;
mod functions;
mod obligation;
mod overview;
mod rule;
#[cfg(test)]
mod tests;

pub use field::{field_page, kind_page};
pub use functions::functions_page;
pub use obligation::obligation_page;
pub use overview::overview_page;
pub(super) use rule::default;
pub use rule::{Drawn, rule_page};

use crate::model::{FieldId, Kind};
use crate::rule::Catalogue;

/// What a name that somebody wants explained stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The rule with this name.
    Rule(String),
    /// The obligation with this slug.
    Obligation(String),
    /// The fields with this name, in all kinds that have it.
    Field(Vec<(Kind, FieldId)>),
    /// A kind of record.
    Kind(Kind),
}

/// What a name stands for: a rule, an obligation, `kind.field`, a field of any kind, or a kind.
///
/// # Errors
///
/// The nearest known name, if the name is not known.
pub fn topic(name: &str, catalogue: &Catalogue) -> Result<Topic, Option<String>> {
    if let Some(rule) = catalogue.rule(name) {
        return Ok(Topic::Rule(rule.name.clone()));
    }
    if let Some(obligation) = catalogue.obligation(name) {
        return Ok(Topic::Obligation(obligation.slug.clone()));
    }
    if let Some(kind) = kind_named(name) {
        return Ok(Topic::Kind(kind));
    }
    let fields = match name.split_once('.') {
        Some((kind, field)) => {
            kind_named(kind).and_then(|kind| Some((kind, kind.field(field)?))).into_iter().collect::<Vec<_>>()
        }
        None => Kind::ALL.iter().filter_map(|kind| Some((*kind, kind.field(name)?))).collect(),
    };
    if fields.is_empty() { Err(nearest_name(name, catalogue)) } else { Ok(Topic::Field(fields)) }
}

/// A kind by its name in settings, or as conditions write it.
fn kind_named(name: &str) -> Option<Kind> {
    Kind::from_name(&name.replace('_', "-"))
}

fn nearest_name(name: &str, catalogue: &Catalogue) -> Option<String> {
    if let Some((kind, field)) = name.split_once('.').and_then(|(kind, field)| Some((kind_named(kind)?, field))) {
        let fields = kind.shape().fields.iter().map(|field| field.name);
        return crate::data::nearest(field, fields).map(|field| format!("{}.{field}", kind.name()));
    }
    let rules = catalogue.rules().iter().map(|rule| rule.name.as_str());
    let obligations = catalogue.obligations().iter().map(|obligation| obligation.slug.as_str());
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    let fields = Kind::ALL.iter().flat_map(|kind| kind.shape().fields).map(|field| field.name);
    crate::data::nearest(name, rules.chain(obligations).chain(kinds).chain(fields)).map(str::to_owned)
}
