//! What no tool can check: what to prepare for the interviews and the walk through the house.

use crate::rule::Catalogue;

/// What to prepare for an obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preparation {
    /// Name of the obligation.
    pub obligation: String,
    /// What it asks, in our words.
    pub restated: String,
    /// Why no tool can check it.
    pub because: String,
    /// What to have ready.
    pub prepare: Vec<String>,
}

/// The list, in the order of the checklist.
pub(super) fn preparations(catalogue: &Catalogue) -> Vec<Preparation> {
    let one = |known: &crate::rule::Preparation| {
        let restated = catalogue.obligation(&known.obligation).map(|obligation| obligation.restated.clone());
        Preparation {
            obligation: known.obligation.clone(),
            restated: restated.unwrap_or_default(),
            because: known.because.clone(),
            prepare: known.prepare.clone(),
        }
    };
    catalogue.preparations().iter().map(one).collect()
}
