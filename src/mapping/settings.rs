//! [`SourceSettings`]: one item of `sources:` in `tenone.yaml`.

use regex::{Regex, RegexBuilder};

use crate::data::Spanned;
use crate::model::{EnumSet, FieldId, Kind, plain_id};
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
    /// How dates are written; ISO dates are always read.
    pub dates: Dates,
    /// What ids of its records look like.
    pub ids: Option<IdPattern>,
    /// Ids mean something of their own in the sources of this name.
    pub namespace: Option<String>,
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
            dates: Dates::default(),
            ids: None,
            namespace: None,
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

/// `ids:`: what the whole of an id looks like.
#[derive(Clone, Debug)]
pub struct IdPattern {
    /// The regular expression as it is written.
    pub text: String,
    compiled: Regex,
}

impl IdPattern {
    /// The largest compiled pattern in bytes.
    const LARGEST: usize = 1 << 20;

    /// Compiles a pattern; the error says what is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        // Parsed alone first: `a)(b` would be fine in the brackets that make it fit the whole.
        let compile = |text: &str| RegexBuilder::new(text).size_limit(Self::LARGEST).build();
        let compiled = compile(text).and_then(|_| compile(&format!("^(?:{text})$")));
        let why = |error: regex::Error| {
            let message = error.to_string();
            message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        };
        Ok(Self { text: text.to_owned(), compiled: compiled.map_err(why)? })
    }

    /// Whether an id fits, whatever hyphens it is written with.
    #[must_use]
    pub fn fits(&self, id: &str) -> bool {
        self.compiled.is_match(id) || (!id.is_ascii() && self.compiled.is_match(&plain_id(id)))
    }
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

/// How a source writes dates: the order of their parts, and what a number alone means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// In which order days, months and years are written.
    pub order: Option<DateOrder>,
    /// What a number alone counts; undeclared it is no date.
    pub numbers: Option<DateNumber>,
}

/// What a number counts that stands for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateNumber {
    /// Days of a spreadsheet whose first one is the 1st of January 1900.
    Excel1900,
    /// Days of a spreadsheet that counts from the 1st of January 1904.
    Excel1904,
    /// Seconds or milliseconds since the 1st of January 1970.
    Unix,
}

impl DateNumber {
    /// The counts by their names in the settings.
    pub const ALL: &[(&str, DateNumber)] =
        &[("excel-1900", Self::Excel1900), ("excel-1904", Self::Excel1904), ("unix", Self::Unix)];
}

impl Dates {
    /// All names that the settings know.
    pub fn names() -> impl Iterator<Item = &'static str> {
        DateOrder::ALL.iter().map(|(name, _)| *name).chain(DateNumber::ALL.iter().map(|(name, _)| *name))
    }
}
