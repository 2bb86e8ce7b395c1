//! A rule file as it is written: serde types whose keys are those of the file; conditions are still text with a place.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::rule::{ParameterType, Status};
use crate::data::Spanned;
use crate::diagnostic::Severity;

/// A text whose place matters.
pub(super) type Written = Spanned<String>;

/// A whole rule file, but for its examples.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub(super) rule: Written,
    #[serde(default)]
    pub(super) formerly: Vec<String>,
    pub(super) summary: String,
    pub(super) severity: Severity,
    pub(super) from: Option<From>,
    #[serde(default)]
    pub(super) serves: Vec<Written>,
    #[serde(default)]
    pub(super) clauses: BTreeMap<String, Vec<String>>,
    pub(super) status: Status,
    pub(super) since: String,
    pub(super) why: String,
    pub(super) fix: String,
    #[serde(default)]
    pub(super) parameters: Named<ParameterFile>,
    #[serde(rename = "for")]
    pub(super) subject: Option<Written>,
    #[serde(default, rename = "let")]
    pub(super) lets: Named<Written>,
    pub(super) each: Option<Written>,
    pub(super) when: Option<Written>,
    pub(super) require: Option<Written>,
    pub(super) report: Option<ReportFile>,
    #[serde(default)]
    pub(super) empty: OneOrMore,
    pub(super) checks: Option<Vec<CheckFile>>,
    #[serde(default)]
    pub(super) native: bool,
    pub(super) message: Option<Written>,
    pub(super) overlaps: Option<String>,
}

/// Where a rule without conditions comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum From {
    /// From reading a file.
    Reading,
}

/// A parameter as it is written.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParameterFile {
    #[serde(rename = "type")]
    pub(super) ty: ParameterType,
    pub(super) default: Written,
    pub(super) about: String,
    pub(super) limit: Option<String>,
}

/// A check as it is written.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckFile {
    pub(super) key: Written,
    pub(super) severity: Option<Severity>,
    #[serde(default, rename = "let")]
    pub(super) lets: Named<Written>,
    pub(super) each: Option<Written>,
    pub(super) when: Option<Written>,
    pub(super) require: Written,
    pub(super) report: ReportFile,
    #[serde(default)]
    pub(super) empty: OneOrMore,
}

/// What is said when a requirement is not met.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportFile {
    pub(super) at: Option<Written>,
    pub(super) about: Option<Written>,
    pub(super) message: Written,
    #[serde(default)]
    pub(super) related: Vec<RelatedFile>,
}

/// A further place.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelatedFile {
    pub(super) each: Option<Written>,
    pub(super) at: Written,
    pub(super) message: Written,
}

/// A mapping whose order matters.
#[derive(Debug)]
pub(super) struct Named<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pairs<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Named(pairs))
            }
        }
        deserializer.deserialize_map(Pairs(std::marker::PhantomData))
    }
}

/// One word, or a list of words.
#[derive(Debug, Default)]
pub(super) struct OneOrMore(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = OneOrMore;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
                Ok(OneOrMore(vec![word.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = list.next_element()? {
                    words.push(word);
                }
                Ok(OneOrMore(words))
            }
        }
        deserializer.deserialize_any(Words)
    }
}
