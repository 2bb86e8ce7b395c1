//! [`Obligation`]s that the source texts hold, and [`Pack`]s of clause numbers.

/// One of the obligations that Clause 10.1 and the texts around it hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Stable name, such as `audit/effectiveness`.
    pub slug: String,
    /// What it asks, in our words.
    pub restated: String,
    /// The part of the checklist that it stands in, such as `audit`.
    pub checklist: String,
}

/// An edition of a standard: clause numbers, controls, and what a management review looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Name, such as `iso-27001-2022`.
    pub name: String,
    /// Title.
    pub title: String,
    /// Clauses with their titles in our words.
    pub clauses: Vec<(String, String)>,
    /// Controls with their titles in our words.
    pub controls: Vec<(String, String)>,
    /// What a management review looks at.
    pub review_inputs: Vec<ReviewInputKey>,
}

/// Something that a management review looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewInputKey {
    /// Key in records, such as `d1`.
    pub key: String,
    /// Clause number.
    pub clause: String,
    /// What it is, in our words.
    pub label: String,
    /// Headings under which minutes treat it.
    pub headings: Vec<String>,
}
