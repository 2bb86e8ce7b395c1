//! [`Rule`]: what a rule file says, ready to be run, explained and listed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::program::{Program, Shared};
use crate::data::Duration;
use crate::diagnostic::Severity;
use crate::model::Kind;

/// How far a rule is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It keeps its name and its meaning.
    Stable,
    /// It may still change, or needs what is not there yet.
    Preview,
}

/// What a rule looks at, one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Each record of a kind.
    Each(Kind),
    /// The workspace as a whole, once.
    Workspace,
    /// Each record of a kind that is not what it was at the base: added, altered or removed.
    ChangeOf(Kind),
    /// The reading of a file: the rule explains a problem, it has no condition.
    Reading,
}

/// Why the outcome of a rule may change, worked out from what its conditions read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Only because records changed.
    Content,
    /// Because a day passed: a condition reads the as-of date.
    Clock,
    /// Because a record was added or removed anywhere: the rule looks at the workspace as a whole.
    Population,
    /// Because of how a record came to be what it is.
    History,
}

/// A value that an organisation may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterType {
    /// A length of time, such as `90 days`.
    Duration,
    /// A whole number.
    Int,
    /// Text.
    Text,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// A length of time.
    Duration(Duration),
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
}

/// Something about a rule that an organisation may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Name, as in `parameters.interval`.
    pub name: String,
    /// Type of its value.
    pub ty: ParameterType,
    /// The value where neither a document nor the settings give one.
    pub default: ParameterValue,
    /// What it means, in a sentence.
    pub about: String,
    /// The key of a document's `limits:` that feeds it.
    pub limit: Option<String>,
}

/// A rule: one file below `rules/`.
#[derive(Debug)]
pub struct Rule {
    /// Its name, the only identifier, such as `closure-with-open-actions`.
    pub name: String,
    /// Names that it had before; they keep working.
    pub formerly: Vec<String>,
    /// The bad state, in a sentence.
    pub summary: String,
    /// How much it weighs unless a check or the settings say otherwise.
    pub severity: Severity,
    /// Slugs of the obligations that it serves.
    pub serves: Vec<String>,
    /// Clause numbers by pack.
    pub clauses: BTreeMap<String, Vec<String>>,
    /// How far it is to be trusted.
    pub status: Status,
    /// The version of tenone that had it first.
    pub since: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// What an organisation may set, by name.
    pub parameters: Vec<Parameter>,
    /// What it looks at.
    pub subject: Subject,
    /// What its checks have in common.
    pub shared: Shared,
    /// Its checks in the order of the file; none for a rule about reading.
    pub checks: Vec<Check>,
    /// Whether its condition is Rust code, which no condition can say.
    pub native: bool,
    /// Why another rule may speak at the same place.
    pub overlaps: Option<String>,
    /// The message of a rule about reading, with `{fact}` names in it.
    pub message: Option<String>,
    /// Path of its file, such as `rules/closure/closure-with-open-actions.yaml`.
    pub path: String,
    /// The whole text of its file, with the examples.
    pub text: Cow<'static, str>,
}

/// One check of a rule.
#[derive(Debug)]
pub struct Check {
    /// Its name within the rule; empty for a rule of one check.
    pub key: String,
    /// How much it weighs unless the settings say otherwise.
    pub severity: Severity,
    /// Kinds of which no record need be there: the check is about their absence.
    pub empty: Vec<Kind>,
    /// Why its outcome may change.
    pub class: Class,
    /// Its conditions; none for native checks.
    pub program: Option<Program>,
}

impl Check {
    /// A check that has no conditions.
    pub(super) fn without_program(severity: Severity, class: Class) -> Self {
        Self { key: String::new(), severity, empty: Vec::new(), class, program: None }
    }
}

impl Rule {
    /// The first word of the name: the folder of its file, and its chapter.
    #[must_use]
    pub fn topic(&self) -> &str {
        self.name.split('-').next().unwrap_or("")
    }

    /// Clause numbers under a pack; none where the pack does not speak of it.
    #[must_use]
    pub fn clauses_under(&self, pack: &str) -> &[String] {
        self.clauses.get(pack).map_or(&[], Vec::as_slice)
    }

    /// Whether the rule explains a problem of reading.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.subject == Subject::Reading
    }

    /// The class of the check whose outcome moves most easily.
    #[must_use]
    pub fn class(&self) -> Class {
        self.checks.iter().map(|check| check.class).max().unwrap_or(Class::Content)
    }
}
