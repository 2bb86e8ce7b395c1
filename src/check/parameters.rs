//! The values of parameters: what the organisation's own documents declare, else its settings, else the default.

use crate::index::Limits;
use crate::model::{FieldId, Kind, Type};
use crate::rule::{Parameter, ParameterValue, Rule};

use super::settings::RuleSettings;

/// The values of the parameters of a rule, in their order.
pub(super) fn values(limits: &Limits, rule: &Rule, settings: &RuleSettings) -> Vec<ParameterValue> {
    let set = settings.of(rule).map(|setting| setting.parameters.as_slice()).unwrap_or_default();
    let value = |parameter: &Parameter| {
        let declared = parameter.limit.as_deref().and_then(|key| limits.for_all(key));
        let declared = declared.map(|limit| ParameterValue::Duration(limit.value));
        let set = || set.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.clone());
        declared.or_else(set).unwrap_or_else(|| parameter.default.clone())
    };
    rule.parameters.iter().map(value).collect()
}

/// The fields of a type in each kind, in the order of [`Kind::ALL`].
pub(super) fn fields_of(is_wanted: impl Fn(&Type) -> bool) -> Vec<Vec<(FieldId, bool)>> {
    let of = |kind: &Kind| {
        let fields = (0..).map(FieldId).zip(kind.shape().fields);
        fields.filter(|(_, field)| is_wanted(&field.ty)).map(|(number, field)| (number, field.list)).collect()
    };
    Kind::ALL.iter().map(of).collect()
}
