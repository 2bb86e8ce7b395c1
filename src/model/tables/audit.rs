//! Fields of audit programmes, audits and their findings.

use super::*;

pub(in crate::model) static AUDIT_PROGRAMME: Shape = shape(
    &[
        id("Stable name, such as AP-2026."),
        text("title", "Title."),
        one("period", Type::Record(Kind::Period), "The time that it covers."),
        one("cycle", Type::Duration, "In what time everything is audited once."),
        text("methods", "How audits are done."),
        text("responsibilities", "Who does what."),
        text("reporting", "How results are reported."),
        text("criteria", "Against what is audited."),
        reason("risk_rationale", "How risk and earlier results shaped it."),
        many("coverage", Type::Keyed(Kind::Coverage), "When each requirement is audited."),
        person("approved_by", "Who approved it."),
        date("approved_on", "When it was approved."),
        many("audits", Type::Ref(&[Kind::Audit]), "Its audits."),
    ],
    "An internal audit programme (Clause 9.2.2).",
);

pub(in crate::model) static COVERAGE: Shape = short(
    &[text("key", "The requirement."), texts("periods", "Years or quarters.")],
    "periods",
    "The periods in which a requirement is planned to be audited.",
);

pub(in crate::model) static AUDIT: Shape = shape(
    &[
        id("Stable name, such as IA-2026-Q1."),
        text("title", "Title."),
        one("programme", Type::Ref(&[Kind::AuditProgramme]), "The programme that it belongs to."),
        word("type", &AUDIT_TYPE, "Internal, external or customer."),
        text("objectives", "What it was to find out."),
        many("scope", Type::Requirements, "Clauses, controls, processes and sites looked at."),
        many("criteria", ANY, "Against what was audited."),
        many("team", Type::Record(Kind::TeamMember), "Who audited."),
        reason("independence", "Why the team is impartial."),
        date("planned_on", "When it was planned."),
        date("started_on", "When it began."),
        date("completed_on", "When it was completed."),
        word("status", &AUDIT_STATUS, "How far it is."),
        one("report", Type::Record(Kind::AuditReport), "Where its report is, and of what day."),
        many("results", Type::Record(Kind::AuditResult), "Results by item of its scope."),
        many("findings", Type::Record(Kind::Finding), "What was found."),
        reason("conclusion", "The conclusion."),
        many("reported_at", REVIEW_REF, "Management reviews to which it was reported."),
        one("follow_up_of", Type::Ref(&[Kind::Audit]), "The audit that it follows up."),
    ],
    "An audit: internal, external or by a customer.",
);

pub(in crate::model) static FINDING: Shape = short(
    &[
        id("Name within the audit, such as F-02."),
        one("audit", Type::Parent(Kind::Audit), "The audit that found it."),
        word("type", &FINDING_TYPE, "Major, minor, observation, opportunity or strength."),
        many("criteria", ANY, "The requirements concerned."),
        reason("statement", "What was found."),
        evidence(),
        one("entry_ref", ENTRY_REF, "The entry in the register that follows it up."),
        date("due_on", "When an answer is due."),
    ],
    "statement",
    "A finding of an audit.",
);

pub(in crate::model) static TEAM_MEMBER: Shape = short(
    &[
        person("person", "Who."),
        word("role", &AUDIT_TEAM_ROLE, "Lead, auditor, observer or expert."),
        text("organisation", "For whom they work, if not for the organisation."),
    ],
    "person",
    "A member of an audit team.",
);

pub(in crate::model) static AUDIT_REPORT: Shape = short(
    &[one("ref", ANY, "Where the report is."), date("on", "Date of the report.")],
    "ref",
    "Where the report of an audit is, and of what day.",
);

pub(in crate::model) static AUDIT_RESULT: Shape = shape(
    &[
        text("item", "The item looked at."),
        word("result", &CONTROL_RESULT, "What came out."),
        reason("note", "What was seen."),
    ],
    "What an audit found for one item of its scope.",
);
