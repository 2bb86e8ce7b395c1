//! [`Lapse`]: what can lapse.

/// What lapses, in the order in which things of one day are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lapse {
    /// The day by which a certification body or a customer wants an answer to a finding.
    ExternalFinding,
    /// The day by which an answer to another finding is due.
    Finding,
    /// The next management review.
    Review,
    /// An audit that is planned.
    Audit,
    /// The last day of an acceptance.
    AcceptanceExpiry,
    /// The day on which an acceptance is looked at again.
    AcceptanceReview,
    /// The due date of an action of an entry.
    Action,
    /// The day by which the effect of an entry is judged.
    Effectiveness,
    /// The due date of an action that a management review gave.
    ReviewAction,
    /// The day until which a decision of a management review is carried out; whether it was is recorded nowhere.
    Decision,
    /// The due date of a line of the treatment plan of a risk.
    Treatment,
    /// The next assessment of a risk.
    RiskAssessment,
    /// The next review of a document.
    DocumentReview,
    /// The last day of a waiver.
    Waiver,
}

impl Lapse {
    /// All of them, in order.
    pub const ALL: [Self; 14] = [
        Self::ExternalFinding,
        Self::Finding,
        Self::Review,
        Self::Audit,
        Self::AcceptanceExpiry,
        Self::AcceptanceReview,
        Self::Action,
        Self::Effectiveness,
        Self::ReviewAction,
        Self::Decision,
        Self::Treatment,
        Self::RiskAssessment,
        Self::DocumentReview,
        Self::Waiver,
    ];

    /// What it is, as the beginning of a line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExternalFinding => "answer to a finding of an external audit",
            Self::Finding => "answer to a finding",
            Self::Review => "management review",
            Self::Audit => "audit",
            Self::AcceptanceExpiry => "an acceptance ends",
            Self::AcceptanceReview => "look at an acceptance again",
            Self::Action => "action due",
            Self::Effectiveness => "judge the effect",
            Self::ReviewAction => "action of a management review due",
            Self::Decision => "decision of a management review due",
            Self::Treatment => "treatment of a risk due",
            Self::RiskAssessment => "assess a risk again",
            Self::DocumentReview => "review a document",
            Self::Waiver => "a waiver ends",
        }
    }
}
