//! Signatures as text, such as `days(from: date?, to: date?) -> int?`, and what they say to the checker.

use crate::model::Kind;

/// What a function takes and gives.
///
/// A `?` behind a parameter says that the result is absent where the argument is; a `?` behind the result that it may
/// be absent: for that reason if any parameter has one, in any case if none has. `…` behind a parameter says that more
/// of them may follow; the result is then absent where all of them are.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::expr) struct Signature {
    pub(in crate::expr) parameters: Vec<Parameter>,
    pub(in crate::expr) result: Pattern,
    pub(in crate::expr) may_be_absent: bool,
}

/// One parameter.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::expr) struct Parameter {
    pub(in crate::expr) name: String,
    pub(in crate::expr) pattern: Pattern,
    pub(in crate::expr) passes_absence: bool,
    pub(in crate::expr) repeated: bool,
}

/// A type with gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::expr) enum Pattern {
    Bool,
    Int,
    Text,
    Date,
    Duration,
    /// Anything.
    Any,
    /// A record of this kind, or of any kind.
    Record(Option<Kind>),
    /// A record of the kind that another argument names.
    RecordOfKind,
    List(Box<Pattern>),
    /// A record; of the same kind wherever it stands in the signature.
    SameRecord,
    /// One of these words, known when the rule is loaded.
    Words(Vec<String>),
    /// The same type wherever it stands in the signature.
    Item,
    /// The same, but a date, a number or a length of time.
    Ordered,
    /// A text that names a kind, known when the rule is loaded.
    Kind,
    /// A text that names a field of the kind, known when the rule is loaded.
    Field,
    /// A text that is a regular expression, known when the rule is loaded.
    Regex,
    /// A word of a vocabulary that goes from low to high; of the same one wherever it stands in the signature.
    Level,
    /// A text that is written down, so that there are only so many of them.
    Literal,
    /// A value of the field that another argument names.
    Value,
    Either(Vec<Pattern>),
}

impl Signature {
    /// Reads a signature; `None` is a fault in the table, which its test finds.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once('(')?;
        let (parameters, result) = rest.rsplit_once(") -> ")?;
        let (result, may_be_absent) = strip(result, "?");
        let parameters = parameters.split(", ").filter(|parameter| !parameter.is_empty());
        Some(Self {
            parameters: parameters.map(Parameter::parse).collect::<Option<_>>()?,
            result: Pattern::parse(result)?,
            may_be_absent,
        })
    }
}

impl Parameter {
    fn parse(text: &str) -> Option<Self> {
        let (name, ty) = text.split_once(": ")?;
        let (ty, repeated) = strip(ty, "…");
        let (ty, passes_absence) = strip(ty, "?");
        Some(Self { name: name.to_owned(), pattern: Pattern::parse(ty)?, passes_absence, repeated })
    }
}

impl Pattern {
    fn parse(text: &str) -> Option<Self> {
        let quoted = |word: &str| Some(word.strip_prefix('\'')?.strip_suffix('\'')?.to_owned());
        if let Some(words) = text.split(" or ").map(quoted).collect::<Option<Vec<_>>>().filter(|words| words.len() > 1)
        {
            return Some(Self::Words(words));
        }
        if text.contains(" or ") {
            return Some(Self::Either(text.split(" or ").map(Self::parse).collect::<Option<_>>()?));
        }
        let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
        if let Some(item) = inside("list") {
            return Some(Self::List(Box::new(Self::parse(item)?)));
        }
        if let Some(kind) = inside("record") {
            return match kind {
                "kind" => Some(Self::RecordOfKind),
                "T" => Some(Self::SameRecord),
                _ => Kind::from_name(kind).map(|kind| Self::Record(Some(kind))),
            };
        }
        Some(match text {
            "bool" => Self::Bool,
            "int" => Self::Int,
            "text" => Self::Text,
            "date" => Self::Date,
            "duration" => Self::Duration,
            "any" => Self::Any,
            "record" => Self::Record(None),
            "T" => Self::Item,
            "ordered" => Self::Ordered,
            "'kind'" => Self::Kind,
            "'field'" => Self::Field,
            "'regex'" => Self::Regex,
            "'text'" => Self::Literal,
            "word" => Self::Level,
            "value" => Self::Value,
            _ => return None,
        })
    }
}

fn strip<'t>(text: &'t str, suffix: &str) -> (&'t str, bool) {
    text.strip_suffix(suffix).map_or((text, false), |text| (text, true))
}
