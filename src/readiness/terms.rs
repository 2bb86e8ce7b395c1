//! [`Terms`]: the lengths of time that the rules go by, so that the report draws its lines where they do.

use crate::check::{RuleSettings, duration_of};
use crate::data::Duration;
use crate::index::Index;
use crate::rule::Catalogue;

/// Lengths of time that several parts of the report go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// From one management review to the next: `review-overdue`.
    pub review_interval: Duration,
    /// From the last action to the judgement of its effect, where the entry gives no day: `effectiveness-review-overdue`.
    pub effectiveness_within: Duration,
    /// How long before a review an entry must be raised to be expected in it: `review-entry-not-reported`.
    pub review_notice: Duration,
    /// How far back the first review that was read has to look: `review-entry-not-reported`.
    pub review_first: Duration,
    /// How long after closing an entry the communication may take: `communication-missing`.
    pub communication_grace: Duration,
    /// How long after the report a finding may wait to be entered: `finding-without-entry`.
    pub finding_grace: Duration,
}

impl Default for Terms {
    fn default() -> Self {
        let (days, months) = (|days| Duration { months: 0, days }, |months| Duration { months, days: 0 });
        Self {
            review_interval: months(12),
            effectiveness_within: days(90),
            review_notice: days(14),
            review_first: months(12),
            communication_grace: days(60),
            finding_grace: days(14),
        }
    }
}

impl Terms {
    /// What the rules go by: documents in force, else the settings, else the defaults of the rules.
    #[must_use]
    pub fn of(index: &Index<'_>, catalogue: &Catalogue, settings: &RuleSettings) -> Self {
        let usual = Self::default();
        let read = |rule, parameter, usual| duration_of(index, catalogue, settings, rule, parameter).unwrap_or(usual);
        Self {
            review_interval: read("review-overdue", "interval", usual.review_interval),
            effectiveness_within: read("effectiveness-review-overdue", "within", usual.effectiveness_within),
            review_notice: read("review-entry-not-reported", "notice", usual.review_notice),
            review_first: read("review-entry-not-reported", "first", usual.review_first),
            communication_grace: read("communication-missing", "grace", usual.communication_grace),
            finding_grace: read("finding-without-entry", "grace", usual.finding_grace),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::Records;
    use crate::text::Sources;

    #[test]
    fn the_usual_terms_are_those_of_the_rules() {
        let (records, sources, paths) = (Records::default(), Sources::default(), BTreeSet::new());
        let index = Index::build(&records, &sources, &paths);
        let catalogue = Catalogue::embedded();
        for (rule, parameter) in [
            ("review-overdue", "interval"),
            ("effectiveness-review-overdue", "within"),
            ("review-entry-not-reported", "notice"),
            ("review-entry-not-reported", "first"),
            ("communication-missing", "grace"),
            ("finding-without-entry", "grace"),
        ] {
            let value = duration_of(&index, &catalogue, &RuleSettings::default(), rule, parameter);
            assert!(value.is_some(), "{rule} {parameter}");
        }
        assert_eq!(Terms::of(&index, &catalogue, &RuleSettings::default()), Terms::default());
    }
}
