//! [`Obligation`]s that the source texts hold, what is said about them beside rules, and [`Pack`]s of clause numbers.

use crate::expr;

/// One of the obligations that Clause 10.1 and the texts around it hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Stable name, such as `audit/effectiveness`.
    #[serde(rename = "obligation")]
    pub slug: String,
    /// What it asks, in our words.
    pub restated: String,
    /// The part of the checklist that it stands in, such as `audit`.
    pub checklist: String,
}

/// What no tool can check about an obligation, and what to have ready for it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preparation {
    /// Name of the obligation.
    pub obligation: String,
    /// Why no tool can check it.
    pub because: String,
    /// What to have ready.
    pub prepare: Vec<String>,
}

/// What is shown where a rule found nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strength {
    /// Name of the rule.
    pub rule: String,
    /// The sentence where one subject passed, or where the rule looks at the workspace as a whole.
    pub one: String,
    /// The sentence where several did, with `{n}` for how many.
    #[serde(default)]
    pub many: Option<String>,
}

/// An edition of a standard: clause numbers, controls, and what a management review looks at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name, such as `iso-27001-2022`.
    #[serde(rename = "pack")]
    pub name: String,
    /// Title.
    pub title: String,
    /// Clauses.
    pub clauses: Vec<Requirement>,
    /// Controls.
    #[serde(default)]
    pub controls: Vec<Requirement>,
    /// What a management review looks at.
    #[serde(default)]
    pub review_inputs: Vec<ReviewInputKey>,
}

impl Pack {
    /// What conditions ask of the pack.
    #[must_use]
    pub fn facts(&self) -> expr::Pack {
        let numbers = |list: &[Requirement]| list.iter().map(|requirement| requirement.number.clone()).collect();
        let input = |input: &ReviewInputKey| expr::InputFacts {
            key: input.key.clone(),
            clause: input.clause.clone(),
            label: input.label.clone(),
        };
        expr::Pack {
            inputs: self.review_inputs.iter().map(input).collect(),
            clauses: numbers(&self.clauses),
            controls: numbers(&self.controls),
        }
    }
}

/// A clause or a control.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Number, such as `9.2` or `A.5.18`.
    pub number: String,
    /// Title in our words.
    pub title: String,
}

/// Something that a management review looks at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewInputKey {
    /// Key in records, such as `d1`.
    pub key: String,
    /// Clause number.
    pub clause: String,
    /// What it is, in our words.
    pub label: String,
    /// Headings under which minutes treat it.
    #[serde(default)]
    pub headings: Vec<String>,
}
