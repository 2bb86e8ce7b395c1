//! [`Fault`]: the error that serde passes around while a type is read, in words for people who write settings.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

use super::nearest;
use crate::text::Span;

/// An error without a place until somebody who knows it adds one.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) span: Option<Span>,
    pub(super) message: String,
}

impl Fault {
    /// Adds a place, unless an inner one is known.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self { span: None, message: message.to_string() }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {}, found {}", plain(&expected.to_string()), described(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::custom(format_args!("there is no key `{field}` here{}", suggestion(field, known)))
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::custom(format_args!("`{variant}` is not a word that is known here{}", suggestion(variant, known)))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format_args!("the key `{field}` is missing here"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::custom(format_args!("the key `{field}` stands more than once here"))
    }
}

fn suggestion(word: &str, known: &[&str]) -> String {
    if let Some(near) = nearest(word, known.iter().copied()) {
        return format!("; did you mean `{near}`?");
    }
    let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => format!("; only {only} is known"),
        [front @ .., last] => format!("; known are {} and {last}", front.join(", ")),
    }
}

/// What serde calls a type, in the words of somebody who writes YAML.
fn plain(expected: &str) -> &str {
    match expected {
        "a string" | "string" | "str" => "text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "a mapping",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "usize" => "a whole number that is not negative",
        "f32" | "f64" => "a number",
        "unit" => "nothing",
        _ if expected.starts_with("struct ") => "a mapping",
        _ if expected.starts_with("enum ") => "one of a few known words",
        _ if expected.starts_with("tuple ") || expected.starts_with("a tuple ") => "a list",
        _ => expected,
    }
}

fn described(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Unit => "nothing".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a mapping".to_owned(),
        Unexpected::Str(text) if text.chars().count() > 40 => {
            format!("the text `{}…`", text.chars().take(40).collect::<String>())
        }
        Unexpected::Str(text) => format!("the text `{text}`"),
        Unexpected::Other(word) if word.chars().count() > 40 => {
            format!("`{}…`", word.chars().take(40).collect::<String>())
        }
        Unexpected::Other(word) => format!("`{word}`"),
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Signed(value) => format!("`{value}`"),
        Unexpected::Unsigned(value) => format!("`{value}`"),
        Unexpected::Float(value) => format!("`{value}`"),
        other => other.to_string(),
    }
}
