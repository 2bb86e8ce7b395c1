//! [`Kind`]: what a record is, and the [`Field`]s it may have.

use super::tables;
use super::vocabulary::Words;

/// The number of a field in the table of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u8);

/// The type of a field.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// The stable name by which people refer to the record.
    Id,
    /// The id of a record of one of these kinds; of any kind where the list is empty.
    Ref(&'static [Kind]),
    /// A person or a role: an id, a name, an address, or `role:id`.
    Person,
    /// A civil date.
    Date,
    /// Text.
    Text,
    /// A word of a closed vocabulary.
    Enum(&'static Words),
    /// An amount with its currency; kept as text.
    Money,
    /// A web address.
    Url,
    /// A file in the workspace.
    Path,
    /// A truth value.
    Bool,
    /// A whole number.
    Int,
    /// A length of time, such as `90 days`.
    Duration,
    /// A nested record.
    Record(Kind),
    /// A list of nested records that may be written as a mapping; its keys become their field `key`.
    Keyed(Kind),
    /// Clauses, controls and ranges of them, such as `A.5.15-A.5.18`.
    Requirements,
    /// The record that contains this one, which conditions read; written, as an id, only in lists of their own.
    Parent(Kind),
}

/// A field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Canonical name, such as `due_on`.
    pub name: &'static str,
    /// Type of the value, or of each item of a list.
    pub ty: Type,
    /// Whether the field holds a list.
    pub list: bool,
    /// What the field means, in a sentence.
    pub about: &'static str,
    /// Few organisations keep it: its absence is never a diagnostic about a missing column.
    pub rare: bool,
    /// The text is itself a reason, or an answer in words: 'none, because …' is then a value like any other.
    pub reason: bool,
}

/// The field table of a kind.
#[derive(Debug)]
pub struct Shape {
    /// Fields in the order in which they are documented; at most 127.
    pub fields: &'static [Field],
    /// The field that a bare text stands for where a nested record is expected.
    pub short_form: Option<&'static str>,
    /// What a record of this kind is, in a sentence.
    pub about: &'static str,
}

/// Spellings that files may use in place of a canonical name.
pub(super) static ALIASES: &[(Kind, &str, &str)] = &[(Kind::Document, "document_type", "document_types")];

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $variant:ident $name:literal $table:ident,)*) => {
        /// What a record is. Kinds with an id are indexed; the others are groups of fields inside them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Kind {
            /// All kinds, in order.
            pub const ALL: &[Kind] = &[$(Kind::$variant,)*];

            /// Name in settings and rule files, such as `risk-acceptance`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)* }
            }

            /// The fields of this kind.
            #[must_use]
            pub const fn shape(self) -> &'static Shape {
                match self { $(Kind::$variant => &tables::$table,)* }
            }
        }
    };
}

kinds! {
    /// An improvement entry: nonconformity, incident, opportunity or observation.
    Entry "entry" ENTRY,
    /// An action of an entry.
    Action "action" ACTION,
    /// A check whether the actions of an entry worked.
    EffectivenessReview "effectiveness-review" EFFECTIVENESS_REVIEW,
    /// A documented decision to live with a risk or a nonconformity.
    RiskAcceptance "risk-acceptance" RISK_ACCEPTANCE,
    /// Something that was told to somebody.
    Communication "communication" COMMUNICATION,
    /// A lesson learned.
    Lesson "lesson" LESSON,
    /// The minutes of a management review.
    Review "review" REVIEW,
    /// A decision of a management review.
    Decision "decision" DECISION,
    /// An action that a management review gave to somebody.
    ReviewAction "review-action" REVIEW_ACTION,
    /// An internal audit programme.
    AuditProgramme "audit-programme" AUDIT_PROGRAMME,
    /// An audit.
    Audit "audit" AUDIT,
    /// A finding of an audit.
    Finding "finding" FINDING,
    /// A policy, process or plan under control.
    Document "document" DOCUMENT,
    /// A risk.
    Risk "risk" RISK,
    /// One line of the treatment plan of a risk.
    Treatment "treatment" TREATMENT,
    /// An incident.
    Incident "incident" INCIDENT,
    /// A change ticket.
    ChangeTicket "change-ticket" CHANGE_TICKET,
    /// A line of the statement of applicability.
    StatementOfApplicability "statement-of-applicability" STATEMENT_OF_APPLICABILITY,
    /// An objective that is measured.
    Objective "objective" OBJECTIVE,
    /// A suggestion of somebody.
    Suggestion "suggestion" SUGGESTION,
    /// A person.
    Person "person" PERSON,
    /// A role.
    Role "role" ROLE,
    /// Who holds a role, from when to when.
    RoleAssignment "role-assignment" ROLE_ASSIGNMENT,
    /// Who owns a process, document, control or asset, from when to when.
    Ownership "ownership" OWNERSHIP,
    /// An interested party.
    InterestedParty "interested-party" INTERESTED_PARTY,
    /// A statement that a source of improvement had nothing to tell.
    NilReturn "nil-return" NIL_RETURN,
    /// Evidence: what it is and where.
    Evidence "evidence" EVIDENCE,
    /// Why a priority was given.
    PriorityBasis "priority-basis" PRIORITY_BASIS,
    /// How and when the effect of an entry will be judged.
    EffectivenessPlan "effectiveness-plan" EFFECTIVENESS_PLAN,
    /// Whether the management system itself has to change.
    IsmsChange "isms-change" ISMS_CHANGE,
    /// Where similar nonconformities were looked for.
    SimilarCheck "similar-check" SIMILAR_CHECK,
    /// Why a record is no recurrence of another.
    NotRecurrence "not-recurrence" NOT_RECURRENCE,
    /// One event in the life of a record.
    HistoryEvent "history-event" HISTORY_EVENT,
    /// A note on progress.
    Update "update" UPDATE,
    /// A step of an action.
    ActionStep "action-step" ACTION_STEP,
    /// One move of a due date.
    DueChange "due-change" DUE_CHANGE,
    /// Whom an action waits for.
    BlockedBy "blocked-by" BLOCKED_BY,
    /// Who cancelled an action, and why.
    Cancellation "cancellation" CANCELLATION,
    /// What was measured before and after.
    Measurement "measurement" MEASUREMENT,
    /// Likelihood, impact and level of a risk.
    Rating "rating" RATING,
    /// Who approved, when, and as what.
    Approver "approver" APPROVER,
    /// Who revoked an acceptance, and why.
    Revocation "revocation" REVOCATION,
    /// A span of time with both ends.
    Period "period" PERIOD,
    /// Somebody at a meeting.
    Attendee "attendee" ATTENDEE,
    /// What a management review looked at under one input.
    ReviewInput "review-input" REVIEW_INPUT,
    /// Counts that minutes state.
    Figures "figures" FIGURES,
    /// The conclusion of a management review.
    Conclusion "conclusion" CONCLUSION,
    /// A member of an audit team.
    TeamMember "team-member" TEAM_MEMBER,
    /// Where the report of an audit is, and of what day.
    AuditReport "audit-report" AUDIT_REPORT,
    /// What an audit found for one item of its scope.
    AuditResult "audit-result" AUDIT_RESULT,
    /// The periods in which a requirement is planned to be audited.
    Coverage "coverage" COVERAGE,
    /// A limit that a process document sets.
    Limit "limit" LIMIT,
    /// What a process document requires.
    Requirement "requirement" REQUIREMENT,
    /// A step of a process document.
    ProcessStep "process-step" PROCESS_STEP,
    /// How a process connects to another.
    Interface "interface" INTERFACE,
    /// A section that was found in a document.
    Section "section" SECTION,
    /// A line of a document's change log.
    Revision "revision" REVISION,
    /// The review after an incident.
    PostIncidentReview "post-incident-review" POST_INCIDENT_REVIEW,
    /// What an incident led to.
    ImprovementLink "improvement-link" IMPROVEMENT_LINK,
    /// The test of a change.
    TestResult "test-result" TEST_RESULT,
    /// A result of an objective in a period.
    ObjectiveResult "objective-result" OBJECTIVE_RESULT,
}

impl Kind {
    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Name in conditions, such as `risk_acceptance`.
    #[must_use]
    pub fn variable(self) -> String {
        self.name().replace('-', "_")
    }

    /// The number of a field by its canonical name.
    #[must_use]
    pub fn field(self, name: &str) -> Option<FieldId> {
        let index = self.shape().fields.iter().position(|field| field.name == name)?;
        u8::try_from(index).ok().map(FieldId)
    }

    /// The number of a field by its canonical name, or by another spelling that files may use.
    #[must_use]
    pub fn field_or_alias(self, name: &str) -> Option<FieldId> {
        let alias = ALIASES.iter().find(|(kind, alias, _)| *kind == self && *alias == name);
        self.field(alias.map_or(name, |(.., field)| field))
    }

    /// The description of a field.
    #[must_use]
    pub fn field_info(self, field: FieldId) -> &'static Field {
        &self.shape().fields[field.0 as usize]
    }

    /// Whether records of this kind have an id and are indexed.
    #[must_use]
    pub fn has_id(self) -> bool {
        self.shape().fields.iter().any(|field| matches!(field.ty, Type::Id))
    }
}
