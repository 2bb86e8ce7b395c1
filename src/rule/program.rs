//! [`Program`]: the conditions of a check, compiled, in the order in which they are evaluated.

use crate::expr::{Condition, PlaceExpr, Template};
use crate::model::{FieldId, Kind};

/// The conditions of a check.
///
/// Evaluate in this order: parameters, subject, `first`, `when`, `then`, `each`, `when_item`, `require`; only for what
/// fails `last` and `report`.
#[derive(Debug)]
pub struct Program {
    /// Parameters that the check reads: the slot, and the index into [`super::Rule::parameters`].
    pub parameters: Vec<(usize, usize)>,
    /// The slot of the subject; none for the workspace.
    pub subject: Option<usize>,
    /// Values that `when` needs.
    pub first: Vec<Binding>,
    /// Whether the check applies; does not depend on the item.
    pub when: Option<Condition>,
    /// Values that `each`, `when_item` and `require` need.
    pub then: Vec<Binding>,
    /// The list whose items are looked at one by one; the slot takes the item.
    pub each: Option<Binding>,
    /// The slot of the number of the item, where the report points at an item that is no record.
    pub position: Option<usize>,
    /// Whether the check applies to the item.
    pub when_item: Option<Condition>,
    /// What must hold.
    pub require: Condition,
    /// Values that only the report needs.
    pub last: Vec<Binding>,
    /// What is said where it does not hold.
    pub report: Report,
    /// Fields that must be carried for the check to be assessed, sorted.
    pub needs: Vec<(Kind, FieldId)>,
    /// Kinds that are asked of the index, sorted.
    pub kinds: Vec<Kind>,
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
