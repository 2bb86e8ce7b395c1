//! [`Program`]: the conditions of a check, compiled, in the order in which they are evaluated.

use crate::expr::{Condition, PlaceExpr, Template};
use crate::model::{FieldId, Kind};

/// What the checks of a rule have in common. For one subject, each value is worked out once at most.
#[derive(Debug, Default)]
pub struct Shared {
    /// The slots of the parameters, in the order of [`super::Rule::parameters`].
    pub parameters: Vec<usize>,
    /// The slot of the subject; none for the workspace.
    pub subject: Option<usize>,
    /// The slots of the subject as it was and as it is, in a rule about changes.
    pub change: Option<[usize; 2]>,
    /// The values that stand above the checks.
    pub lets: Vec<Binding>,
    /// Number of different guards.
    pub guards: usize,
}

/// The conditions of a check.
///
/// Evaluate in this order: `first`, `when`, `then`, `each`, `when_item`, `require`; only for what fails `last` and
/// `report`.
#[derive(Debug)]
pub struct Program {
    /// Values that `when` needs.
    pub first: Values,
    /// Whether the check applies; does not depend on the item.
    pub when: Option<Guard>,
    /// Values that `each`, `when_item` and `require` need.
    pub then: Values,
    /// The list whose items are looked at one by one; the slot takes the item.
    pub each: Option<Binding>,
    /// The slot of the number of the item, where the report points at an item that is no record.
    pub position: Option<usize>,
    /// Whether the check applies to the item.
    pub when_item: Option<Condition>,
    /// What must hold.
    pub require: Condition,
    /// Values that only the report needs.
    pub last: Values,
    /// What is said where it does not hold.
    pub report: Report,
    /// Fields that must be carried for the check to be assessed, sorted.
    pub needs: Vec<(Kind, FieldId)>,
    /// Kinds that are asked of the index, sorted.
    pub kinds: Vec<Kind>,
}

/// Values that are wanted at one point.
#[derive(Debug, Default)]
pub struct Values {
    /// Those that stand above the checks: indices into [`Shared::lets`].
    pub shared: Vec<usize>,
    /// Those of the check alone.
    pub own: Vec<Binding>,
}

/// A condition without which a check does not apply.
#[derive(Debug)]
pub struct Guard {
    /// The condition.
    pub condition: Condition,
    /// Guards of a rule with the same number have the same answer for a subject.
    pub number: usize,
}

/// A value and the slot that it goes to.
#[derive(Debug)]
pub struct Binding {
    /// The slot.
    pub slot: usize,
    /// The value.
    pub value: Condition,
}

/// What is said where a requirement does not hold.
#[derive(Debug)]
pub struct Report {
    /// The record, field or item that is pointed at; none for the workspace.
    pub at: Option<PlaceExpr>,
    /// The kind at whose line in the settings a report without a record points.
    pub about: Option<Kind>,
    /// What was found.
    pub message: Template,
    /// Further places.
    pub related: Vec<Related>,
}

/// A further place, or one for each item of a list.
#[derive(Debug)]
pub struct Related {
    /// The list; the slot takes the item.
    pub each: Option<Binding>,
    /// The record or field.
    pub at: PlaceExpr,
    /// What stands there.
    pub message: Template,
}
