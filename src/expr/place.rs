//! [`PlaceExpr`]: where a report points, such as `review.reviewed_on`.

use crate::model::{FieldId, RecordId};

use super::world::Env;
use super::{ExprError, Scope};

/// A record, a field of it, or an item of a list field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The record.
    pub record: RecordId,
    /// The field, also where it is absent.
    pub field: Option<FieldId>,
    /// The item of a list field.
    pub item: Option<usize>,
}

/// A compiled place.
#[derive(Debug)]
pub struct PlaceExpr {
    text: String,
}

/// Compiles a place: a record, or a field of one.
pub fn compile_place(text: &str, _scope: &Scope) -> Result<PlaceExpr, ExprError> {
    Err(ExprError::new(0..text.len(), "not built yet"))
}

impl PlaceExpr {
    /// The source text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it is; `None` where there is no such record.
    pub fn eval(&self, _env: &mut Env<'_>) -> Option<At> {
        None
    }
}
