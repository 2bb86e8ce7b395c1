//! Under which key of a file records of a kind stand: `risks:`, `role_assignments:`.

use crate::model::{Kind, normalised};

/// The kinds of which a source can hold records, each with the keys that announce a list of them.
static PLURALS: &[(Kind, &[&str])] = &[
    (Kind::Entry, &["entries", "improvements", "improvement_entries", "nonconformities"]),
    (Kind::RiskAcceptance, &["risk_acceptances", "acceptances"]),
    (Kind::Communication, &["communications"]),
    (Kind::Lesson, &["lessons", "lessons_learned"]),
    (Kind::Review, &["reviews", "management_reviews"]),
    (Kind::AuditProgramme, &["audit_programmes", "audit_programs"]),
    (Kind::Audit, &["audits"]),
    (Kind::Document, &["documents"]),
    (Kind::Risk, &["risks"]),
    (Kind::Incident, &["incidents"]),
    (Kind::ChangeTicket, &["change_tickets", "changes"]),
    (Kind::StatementOfApplicability, &["statement_of_applicability", "statements_of_applicability", "soa"]),
    (Kind::Objective, &["objectives"]),
    (Kind::Suggestion, &["suggestions"]),
    (Kind::Person, &["people", "persons"]),
    (Kind::Role, &["roles"]),
    (Kind::RoleAssignment, &["role_assignments", "assignments"]),
    (Kind::Ownership, &["ownership", "ownerships"]),
    (Kind::InterestedParty, &["interested_parties"]),
    (Kind::NilReturn, &["nil_returns"]),
];

/// Kinds that stand in other records as a rule. A source may hold them too, but in a file of another kind their key says
/// nothing: it is a field there.
static NESTED: &[(Kind, &[&str])] = &[
    (Kind::Action, &["actions"]),
    (Kind::EffectivenessReview, &["effectiveness_reviews"]),
    (Kind::Decision, &["decisions"]),
    (Kind::ReviewAction, &["review_actions"]),
    (Kind::Finding, &["findings"]),
    (Kind::Treatment, &["treatments", "treatment_plan"]),
];

/// The kinds whose records stand on their own, in the order of the model.
pub fn own_kinds() -> impl Iterator<Item = Kind> {
    PLURALS.iter().map(|(kind, _)| *kind)
}

/// The kinds of which a source can hold records: first those that stand on their own, in the order of the model.
pub fn source_kinds() -> impl Iterator<Item = Kind> {
    PLURALS.iter().chain(NESTED).map(|(kind, _)| *kind)
}

/// The keys that announce a list of records of a kind, the canonical one first; none for kinds that only stand in others.
#[must_use]
pub fn kinds_plural(kind: Kind) -> &'static [&'static str] {
    PLURALS.iter().chain(NESTED).find(|(known, _)| *known == kind).map_or(&[], |(_, names)| names)
}

/// The nested kind that a key announces a list of, beside a list of what its records belong to.
#[must_use]
pub fn nested_of_plural(key: &str) -> Option<Kind> {
    let key = normalised(key);
    NESTED.iter().find(|(_, names)| names.contains(&key.as_ref())).map(|(kind, _)| *kind)
}

/// The kind that a key announces a list of.
#[must_use]
pub fn kind_of_plural(key: &str) -> Option<Kind> {
    let key = normalised(key);
    PLURALS.iter().find(|(_, names)| names.contains(&key.as_ref())).map(|(kind, _)| *kind)
}
