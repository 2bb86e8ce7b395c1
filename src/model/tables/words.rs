//! The closed vocabularies of `records`: where there is an order of progress, the words stand in it.

use crate::model::vocabulary::Words;

macro_rules! vocabularies {
    ($($constant:ident $name:literal [$($word:literal)*])*) => {
        $(
            #[doc = concat!("The words of `", $name, "`.")]
            pub static $constant: Words = Words { name: $name, words: &[$($word),*] };
        )*

        /// All vocabularies.
        pub static VOCABULARIES: &[&Words] = &[$(&$constant),*];
    };
}

vocabularies! {
    ENTRY_KIND "entry.kind" ["nonconformity" "incident" "opportunity" "observation"]
    CLASSIFICATION "classification" ["opportunity" "observation" "minor" "major"]
    SOURCE "source" [
        "internal-audit" "external-audit" "customer-audit" "incident" "management-review" "risk-assessment" "monitoring"
        "staff-suggestion" "interested-party-feedback" "supplier" "legal-change" "other"
    ]
    ENTRY_STATUS "entry.status" [
        "raised" "triaged" "analysed" "planned" "in-progress" "implemented" "verifying" "closed" "accepted" "rejected"
        "merged"
    ]
    DECISION_WORD "decision" ["act" "accept-risk" "no-action-justified" "reject" "merge"]
    ACTION_TYPE "action.type" ["correction" "corrective" "improvement" "systemic"]
    ACTION_CATEGORY "action.category" [
        "policy" "process" "technical" "configuration" "training" "organisational" "supplier" "document"
    ]
    ACTION_STATUS "action.status" ["planned" "approved" "in-progress" "blocked" "implemented" "verified" "cancelled"]
    CAUSE_METHOD "cause_method" ["5-why" "ishikawa" "fault-tree" "fmea" "barrier" "other"]
    CAUSE_CATEGORY "cause_category" [
        "control-design" "control-implementation" "competence" "technology" "process-gap" "third-party" "resources"
        "organisation"
    ]
    DIMENSION "dimension" ["suitability" "adequacy" "effectiveness"]
    EFFECTIVENESS_RESULT "effectiveness.result" ["effective" "partially-effective" "ineffective" "not-yet-determinable"]
    EFFECTIVENESS_METHOD "effectiveness.method" [
        "test" "metric" "sample" "document-review" "walkthrough" "audit" "no-recurrence"
    ]
    ACCEPTANCE_STATE "acceptance.state" [
        "draft" "requested" "approved" "rejected" "expired" "revoked" "superseded"
    ]
    ACCEPTANCE_REASON "acceptance.reason" [
        "cost-prohibitive" "operational-requirement" "risk-adjustment" "false-positive" "transferred" "within-appetite"
    ]
    DECISION_CATEGORY "decision.category" [
        "improvement" "isms-change" "resource" "risk-acceptance" "objective" "policy" "other"
    ]
    REVIEW_ACTION_STATUS "review-action.status" ["open" "in-progress" "done" "cancelled"]
    FINDING_TYPE "finding.type" ["strength" "opportunity" "observation" "minor" "major"]
    AUDIT_TYPE "audit.type" ["internal" "external" "customer"]
    AUDIT_STATUS "audit.status" ["planned" "in-progress" "completed" "cancelled" "postponed"]
    AUDIT_TEAM_ROLE "team.role" ["lead" "auditor" "observer" "expert"]
    CONTROL_RESULT "result" ["conform" "nonconform" "observation" "not-sampled"]
    DOCUMENT_TYPE "document_types" [
        "continual-improvement-policy" "continual-improvement-process" "corrective-action-process"
        "incident-management-process" "internal-audit-process" "audit-programme" "management-review-process"
        "risk-management-process" "change-management-process" "communication-plan" "information-security-policy"
    ]
    DOCUMENT_STATUS "document.status" ["draft" "in-review" "approved" "superseded" "withdrawn"]
    RISK_TREATMENT "risk.treatment" ["modify" "retain" "avoid" "share"]
    RISK_STATUS "risk.status" ["open" "monitoring" "closed"]
    TREATMENT_STATUS "treatment.status" ["planned" "in-progress" "implemented" "cancelled"]
    LEVEL "level" ["low" "medium" "high" "critical"]
    INCIDENT_STATUS "incident.status" ["reported" "triaged" "contained" "resolved" "reviewed" "closed"]
    CHANGE_TYPE "change.type" ["standard" "normal" "emergency"]
    CHANGE_STATUS "change.status" [
        "requested" "assessed" "approved" "rejected" "implemented" "verified" "closed" "rolled-back" "withdrawn"
    ]
    COMMUNICATION_KIND "communication.kind" ["announcement" "success" "training" "report" "external"]
    LESSON_OUTCOME "lesson.outcome" ["success" "failure" "mixed"]
    EVIDENCE_KIND "evidence.kind" [
        "ticket" "change-ticket" "merge-request" "test-result" "config" "document" "minutes" "report" "screenshot" "log"
        "training-record" "communication" "interview"
    ]
    DIRECTION "direction" ["at-least" "at-most"]
    PARTY_SIDE "interested-party.side" ["internal" "external"]
    HISTORY_EVENT_WORD "history.event" [
        "raised" "changed" "reopened" "amended" "closed" "handed-over" "approved" "other"
    ]
    TEST_OUTCOME "tested.result" ["passed" "failed" "not-tested"]
}
