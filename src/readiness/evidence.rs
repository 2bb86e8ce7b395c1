//! The records that support conformity: those that passed what an obligation asks, and about which nothing is said.

use crate::model::Kind;
use crate::text::Span;

/// A record that supports conformity with an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supporting {
    /// What it is.
    pub kind: Kind,
    /// Its id, as its source writes it.
    pub id: Option<String>,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// The rules that it passed, sorted by name.
    pub rules: Vec<String>,
}
