//! Fields of risks, acceptances, incidents and changes.

use super::*;

pub(in crate::model) static RISK: Shape = shape(
    &[
        id("Stable name, such as R-003."),
        text("title", "What may happen."),
        text("description", "What may happen, in full."),
        person("owner", "Who answers for it."),
        texts("assets", "Assets concerned."),
        texts("controls", "Controls that bear on it."),
        one("inherent", Type::Record(Kind::Rating), "Rating without controls."),
        one("residual", Type::Record(Kind::Rating), "Rating with controls."),
        word("appetite", &LEVEL, "The highest level that is acceptable for it."),
        word("treatment", &RISK_TREATMENT, "Modify, retain, avoid or share."),
        many("treatment_plan", Type::Record(Kind::Treatment), "What is done about it."),
        date("last_assessed_on", "When it was last assessed."),
        date("next_assessment_on", "When it is assessed next."),
        one("acceptance_ref", Type::Ref(&[Kind::RiskAcceptance]), "The acceptance that covers it."),
        many("entries", ENTRY_REF, "Entries that bear on it."),
        word("status", &RISK_STATUS, "Open, monitored or closed."),
    ],
    "A risk (Clause 6.1.2).",
);

pub(in crate::model) static TREATMENT: Shape = short(
    &[
        id("Name within the risk, such as T1."),
        one("risk", Type::Parent(Kind::Risk), "The risk that it treats."),
        text("action", "What is done."),
        person("owner", "By whom."),
        date("due_on", "Until when."),
        word("status", &TREATMENT_STATUS, "How far it is."),
    ],
    "action",
    "One line of the treatment plan of a risk.",
);

pub(in crate::model) static RATING: Shape = short(
    &[
        text("likelihood", "How likely it is."),
        text("impact", "How bad it would be."),
        word("level", &LEVEL, "Level of risk."),
        one("score", Type::Int, "The product, where numbers are used."),
    ],
    "level",
    "Likelihood, impact and level of a risk.",
);

pub(in crate::model) static RISK_ACCEPTANCE: Shape = shape(
    &[
        id("Stable name, such as RA-2026-01."),
        text("title", "What is accepted."),
        many("covers", ANY, "Entries and risks that it covers."),
        person("requested_by", "Who asked for it."),
        date("requested_on", "When they asked."),
        word("reason", &ACCEPTANCE_REASON, "Why, as a word."),
        reason("justification", "Why, in full."),
        text("cost_note", "What the treatment would cost."),
        texts("compensating_controls", "What makes up for it meanwhile."),
        one("residual_at_acceptance", Type::Record(Kind::Rating), "The rating that was accepted."),
        many("approvers", Type::Record(Kind::Approver), "Who approved it, and when."),
        one("decided_at", REVIEW_REF, "The management review that decided it."),
        date("starts_on", "From when it holds."),
        date("expires_on", "Until when it holds, that day included."),
        date("review_on", "When it is looked at again."),
        reason("conditions", "Under what conditions it holds."),
        word("state", &ACCEPTANCE_STATE, "How far it is."),
        one("supersedes", Type::Ref(&[Kind::RiskAcceptance]), "The acceptance that it renews."),
        one("revoked", Type::Record(Kind::Revocation), "Who revoked it, and why."),
    ],
    "A documented decision to live with a risk or a nonconformity.",
);

pub(in crate::model) static APPROVER: Shape = short(
    &[person("person", "Who."), date("on", "When."), text("role", "In what role.")],
    "person",
    "Who approved, when, and as what.",
);

pub(in crate::model) static REVOCATION: Shape = short(
    &[person("by", "Who revoked it."), date("on", "When."), reason("reason", "Why.")],
    "reason",
    "Who revoked an acceptance, and why.",
);

pub(in crate::model) static INCIDENT: Shape = shape(
    &[
        id("Stable name, such as INC-2026-003."),
        one("ticket", Type::Url, "Its ticket on the help desk."),
        text("title", "What happened, in a line."),
        text("description", "What happened."),
        text("category", "The organisation's own category."),
        word("severity", &LEVEL, "How bad it was."),
        date("occurred_on", "When it happened."),
        date("detected_on", "When it was noticed."),
        date("reported_on", "When it was reported."),
        person("reported_by", "Who reported it."),
        texts("assets", "Assets concerned."),
        texts("controls", "Controls concerned."),
        date("contained_on", "When it was under control."),
        date("resolved_on", "When it was over."),
        text("root_cause", "Why it happened."),
        text("cause_code", "The organisation's own code of the cause.").rare(),
        one("post_incident_review", Type::Record(Kind::PostIncidentReview), "The look back at it."),
        one("improvement", Type::Record(Kind::ImprovementLink), "What it led to, or why it led to nothing."),
        one("recurrence_of", Type::Ref(&[Kind::Incident]), "The incident that it repeats."),
        word("status", &INCIDENT_STATUS, "How far it is."),
        date("closed_on", "When it was closed."),
    ],
    "An information security incident.",
);

pub(in crate::model) static POST_INCIDENT_REVIEW: Shape = short(
    &[
        date("on", "When."),
        person("by", "By whom."),
        one("ref", ANY, "Where it is written down."),
        reason("lesson", "What was learned."),
    ],
    "ref",
    "The review after an incident.",
);

pub(in crate::model) static IMPROVEMENT_LINK: Shape = short(
    &[many("entries", ENTRY_REF, "Entries that it led to."), reason("none_because", "Why it led to none.")],
    "entries",
    "What an incident led to.",
);

pub(in crate::model) static CHANGE_TICKET: Shape = shape(
    &[
        id("Stable name, such as CHG-2026-021."),
        one("url", Type::Url, "Its web address."),
        text("title", "What is changed."),
        word("type", &CHANGE_TYPE, "Standard, normal or emergency."),
        person("requested_by", "Who asked for it."),
        date("requested_on", "When they asked."),
        many("entry_refs", ENTRY_REF, "Entries that it serves."),
        many("action_refs", Type::Ref(&[Kind::Action]), "Actions that it carries out."),
        person("approved_by", "Who approved it."),
        date("approved_on", "When it was approved."),
        date("planned_from", "Start of the planned window."),
        date("planned_to", "End of the planned window."),
        date("implemented_on", "When it was done."),
        one("tested", Type::Record(Kind::TestResult), "How it was tested."),
        text("rollback", "How it would be undone."),
        word("status", &CHANGE_STATUS, "How far it is."),
        date("closed_on", "When it was closed."),
    ],
    "A change ticket.",
);

pub(in crate::model) static TEST_RESULT: Shape = short(
    &[word("result", &TEST_OUTCOME, "What came out."), one("ref", ANY, "Where it is recorded.")],
    "result",
    "The test of a change.",
);

pub(in crate::model) static STATEMENT_OF_APPLICABILITY: Shape = shape(
    &[
        one("id", Type::Id, "The control, such as A.5.18."),
        text("title", "Its title."),
        one("applicable", Type::Bool, "Whether it applies."),
        reason("justification", "Why, or why not."),
        text("status", "How far it is put into place."),
    ],
    "A line of the statement of applicability (Clause 6.1.3 d).",
);
