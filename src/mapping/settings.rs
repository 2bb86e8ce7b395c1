//! [`SourceSettings`]: one item of `sources:` in `tenone.yaml`.

use crate::data::Spanned;
use crate::model::{EnumSet, FieldId, Kind};
use crate::text::Span;

/// Where records of a kind are kept, and how they are written there.
#[derive(Clone, Debug)]
pub struct SourceSettings {
    /// The kind of the records.
    pub kind: Kind,
    /// Path or pattern of the files, relative to the workspace.
    pub path: Spanned<String>,
    /// Sheet of a workbook.
    pub sheet: Option<Spanned<String>>,
    /// Values of fields that the source does not keep because they are the same for all its records.
    pub defaults: Vec<DefaultValue>,
    /// Which keys of the source feed which fields.
    pub columns: Vec<ColumnRule>,
    /// What the source's words mean.
    pub words: Vec<WordRule>,
    /// In which order days, months and years are written; ISO dates are always read.
    pub dates: Option<DateOrder>,
    /// The linter worked these settings out; nobody declared them.
    pub guessed: bool,
    /// The whole item; the top of the settings if there is none.
    pub span: Span,
}

impl SourceSettings {
    /// Settings of a source in canonical form.
    #[must_use]
    pub fn canonical(kind: Kind, path: &str, span: Span) -> Self {
        Self {
            kind,
            path: Spanned { value: path.to_owned(), span },
            sheet: None,
            defaults: Vec::new(),
            columns: Vec::new(),
            words: Vec::new(),
            dates: None,
            guessed: false,
            span,
        }
    }

    /// Whether the source is declared to be in canonical form, so that it carries every field.
    #[must_use]
    pub fn is_canonical(&self) -> bool {
        self.columns.is_empty() && !self.guessed
    }
}

/// A field of a kind, or of a record nested in it: `residual.level`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    /// The field of the kind, then the field of the nested kind, and so on; never empty.
    pub steps: Vec<FieldId>,
    /// The path as it is written.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// `defaults:`: the value of a field for all records of the source.
#[derive(Clone, Debug)]
pub struct DefaultValue {
    /// The field.
    pub field: FieldPath,
    /// Its value; several for a list field.
    pub values: Vec<String>,
    /// The value is for one group of [`ColumnRule::group`] only; a declared one is for all.
    pub group: Option<u8>,
}

/// `columns:`: the keys of the source that feed a field.
#[derive(Clone, Debug)]
pub struct ColumnRule {
    /// The field.
    pub field: FieldPath,
    /// Keys of the source, or paths of keys such as `impact.level`.
    pub keys: Vec<Spanned<String>>,
    /// Columns of one group make one nested record: a correction and a corrective action in one row are two actions.
    pub group: u8,
    /// The vocabulary knows the key; nobody declared it.
    pub recognised: bool,
}

/// `words:`: what a word of the source means.
#[derive(Clone, Debug)]
pub struct WordRule {
    /// The field.
    pub field: FieldPath,
    /// The word of the source, in its normalised form.
    pub word: String,
    /// The canonical words that it may stand for.
    pub set: EnumSet,
}

/// The order of the parts of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `2026-3-5`, `2026/03/05`.
    YearMonthDay,
    /// `5.3.2026`, `05/03/2026`.
    DayMonthYear,
    /// `3/5/2026`.
    MonthDayYear,
}

impl DateOrder {
    /// The orders by their names in the settings.
    pub const ALL: &[(&str, DateOrder)] = &[
        ("year-month-day", Self::YearMonthDay),
        ("day-month-year", Self::DayMonthYear),
        ("month-day-year", Self::MonthDayYear),
    ];
}
