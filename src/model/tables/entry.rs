//! Fields of improvement entries, their actions, and the reviews of their effect.

use super::*;

pub(in crate::model) static ENTRY: Shape = shape(
    &[
        id("Stable name, such as IMP-2026-014."),
        text("title", "What it is about, in a line."),
        word("kind", &ENTRY_KIND, "Nonconformity, incident, opportunity or observation."),
        word("classification", &CLASSIFICATION, "Grade: major, minor, observation or opportunity."),
        reason("description", "What was found, where and how."),
        many("criteria", ANY, "Requirements departed from: clauses, controls, policies, steps of a procedure."),
        evidence(),
        word("source", &SOURCE, "Where it came from."),
        many("source_refs", ANY, "The finding, incident, minutes, risk or suggestion that it came from."),
        one("ticket", Type::Url, "Its ticket on the help desk: a web address or a key."),
        date("occurred_on", "When it happened."),
        date("detected_on", "When it was noticed."),
        date("raised_on", "When it was written into the register."),
        person("raised_by", "Who raised it."),
        person("owner", "Who answers for it."),
        text("process", "The process it belongs to."),
        texts("assets", "Assets concerned."),
        texts("controls", "Controls concerned."),
        text("consequences", "What followed from it and how that was dealt with."),
        reason("correction_not_needed", "Why no immediate correction was needed."),
        text("root_cause", "Why it happened."),
        texts("cause_chain", "The answers to each 'why', in order."),
        word("cause_method", &CAUSE_METHOD, "How the cause was found."),
        word("cause_category", &CAUSE_CATEGORY, "What sort of cause it is."),
        text("cause_code", "The organisation's own code of the cause.").rare(),
        date("cause_analysed_on", "When the cause was analysed."),
        person("cause_analysed_by", "Who analysed the cause."),
        one("similar_check", Type::Record(Kind::SimilarCheck), "Where similar nonconformities were looked for.").rare(),
        one("isms_change", Type::Record(Kind::IsmsChange), "Whether the management system has to change.").rare(),
        word("priority", &LEVEL, "How soon it is dealt with."),
        one("priority_basis", Type::Record(Kind::PriorityBasis), "Why it has that priority."),
        many("risk_refs", RISK_REF, "Risks that it bears on."),
        reason("no_risk", "Why no risk is linked."),
        many("dimension", Type::Enum(&DIMENSION), "Which of suitability, adequacy and effectiveness improves.").rare(),
        word("decision", &DECISION_WORD, "What was decided: act, accept, no action, reject, merge."),
        date("decision_on", "When that was decided."),
        person("decision_by", "Who decided it."),
        reason("decision_reason", "Why it was decided so."),
        many("actions", Type::Record(Kind::Action), "What is done about it."),
        one("approval_required", Type::Bool, "Whether its actions need approval first.").rare(),
        person("approved_by", "Who approved its plan."),
        date("approved_on", "When the plan was approved."),
        one("effectiveness_plan", Type::Record(Kind::EffectivenessPlan), "How and when its effect will be judged."),
        many("effectiveness", Type::Record(Kind::EffectivenessReview), "Checks whether it worked."),
        many("reported_at", REVIEW_REF, "Management reviews to which it was reported."),
        one("affects_staff", Type::Bool, "Whether people have to work differently."),
        texts("affected_parties", "Interested parties that it concerns."),
        many("communication", Type::Ref(&[Kind::Communication]), "How people were told."),
        reason("communication_restricted", "Why it is not told to others."),
        many("lessons", Type::Ref(&[Kind::Lesson]), "Lessons drawn from it."),
        many("related", ANY, "Related records."),
        one("follows", ENTRY_REF, "The entry that this one takes further."),
        one("duplicates", ENTRY_REF, "The entry that says the same."),
        one("merged_into", ENTRY_REF, "The entry in which it goes on."),
        many("not_recurrence_of", Type::Record(Kind::NotRecurrence), "Similar records that had another cause."),
        word("status", &ENTRY_STATUS, "How far it is."),
        date("closed_on", "When it was closed."),
        person("closed_by", "Who closed it."),
        person("closure_approved_by", "Who approved its closing."),
        date("closure_approved_on", "When its closing was approved."),
        many("history", Type::Record(Kind::HistoryEvent), "What happened to the record itself."),
        many("updates", Type::Record(Kind::Update), "Notes on progress."),
        word("severity", &LEVEL, "Severity, for incidents."),
        text("category", "The organisation's own category."),
        reason("remarks", "Anything else."),
    ],
    "An improvement entry: a nonconformity, incident, opportunity or observation and what came of it.",
);

pub(in crate::model) static ACTION: Shape = short(
    &[
        id("Name within the entry, such as A1."),
        one("entry", Type::Parent(Kind::Entry), "The entry that it belongs to."),
        word("type", &ACTION_TYPE, "Correction, corrective action, improvement or systemic action."),
        many("category", Type::Enum(&ACTION_CATEGORY), "What it changes: policy, process, technology, training …"),
        text("title", "What is to be done, in a line."),
        reason("description", "What is to be done."),
        many("steps", Type::Record(Kind::ActionStep), "Its steps."),
        person("owner", "The one person who answers for it."),
        text("resources", "What it needs."),
        text("expected_outcome", "How one will see that it worked."),
        person("approved_by", "Who approved it."),
        date("approved_on", "When it was approved."),
        date("started_on", "When work on it began."),
        date("due_on", "When it is due."),
        date("original_due_on", "When it was first due."),
        many("due_history", Type::Record(Kind::DueChange), "Moves of the due date."),
        text("recurrence", "How often it recurs."),
        date("implemented_on", "When it was done."),
        person("implemented_by", "Who did it."),
        texts("touches", "What it changes: system, configuration, process, document, people."),
        many("changes", Type::Ref(&[Kind::ChangeTicket]), "Change tickets behind it."),
        many("documents", Type::Ref(&[Kind::Document]), "Documents that it changed."),
        evidence(),
        date("verified_on", "When somebody checked that it was done as planned."),
        person("verified_by", "Who checked that."),
        one("blocked_by", Type::Record(Kind::BlockedBy), "Whom it waits for."),
        many("updates", Type::Record(Kind::Update), "Notes on progress."),
        word("status", &ACTION_STATUS, "How far it is."),
        one("cancelled", Type::Record(Kind::Cancellation), "Who cancelled it, and why."),
    ],
    "title",
    "An action of an entry.",
);

pub(in crate::model) static EFFECTIVENESS_REVIEW: Shape = short(
    &[
        id("Name within the entry, such as E1."),
        one("entry", Type::Parent(Kind::Entry), "The entry that it belongs to."),
        date("reviewed_on", "When the effect was judged."),
        person("reviewed_by", "Who judged it."),
        word("method", &EFFECTIVENESS_METHOD, "How it was judged."),
        text("criterion", "Against what it was judged."),
        one("measured", Type::Record(Kind::Measurement), "What was measured before and after."),
        evidence(),
        word("result", &EFFECTIVENESS_RESULT, "What came out."),
        reason("text", "What was seen, in words."),
        one("verified_at", Type::Ref(&[Kind::Review, Kind::Audit]), "The meeting or audit that judged it."),
        date("next_check_on", "When it is looked at again."),
        one("follow_up", ANY, "The entry or action that goes on from here."),
    ],
    "text",
    "A check whether the actions of an entry had the effect that was wanted.",
);

pub(in crate::model) static EVIDENCE: Shape = short(
    &[
        word("kind", &EVIDENCE_KIND, "What sort of evidence it is."),
        one("ref", ANY, "A file in the workspace, a web address, a ticket or the id of a record."),
        text("digest", "Digest of the file."),
        date("collected_on", "When it was collected."),
        date("expires_on", "Until when it is worth something."),
        reason("description", "What it shows."),
    ],
    "ref",
    "Evidence: what it is and where.",
);

pub(in crate::model) static PRIORITY_BASIS: Shape = short(
    &[
        many("risk", RISK_REF, "Risks that speak for the priority."),
        text("impact", "What is at stake."),
        text("benefit", "What is gained."),
        one("cost", Type::Money, "What it costs."),
        reason("rationale", "The reason, in a line."),
    ],
    "rationale",
    "Why a priority was given.",
);

pub(in crate::model) static EFFECTIVENESS_PLAN: Shape = short(
    &[
        text("criterion", "How one will know that it worked."),
        text("metric", "What is measured."),
        text("baseline", "The value before."),
        text("target", "The value wanted."),
        text("method", "How it is measured."),
        date("due_on", "When it is judged."),
    ],
    "criterion",
    "How and when the effect of an entry will be judged.",
);

pub(in crate::model) static ISMS_CHANGE: Shape = short(
    &[
        one("needed", Type::Bool, "Whether the management system has to change."),
        reason("what", "What has to change, or why nothing has to."),
        many("refs", ANY, "What was changed."),
    ],
    "what",
    "Whether the management system itself has to change.",
);

pub(in crate::model) static SIMILAR_CHECK: Shape = short(
    &[texts("looked_in", "Where somebody looked."), reason("found", "What was found there.")],
    "found",
    "Where similar nonconformities were looked for.",
);

pub(in crate::model) static NOT_RECURRENCE: Shape = short(
    &[one("ref", ANY, "The similar record."), reason("reason", "Why the cause is another.")],
    "ref",
    "Why a record is no recurrence of another.",
);

pub(in crate::model) static HISTORY_EVENT: Shape = short(
    &[
        date("on", "When."),
        person("by", "By whom."),
        word("event", &HISTORY_EVENT_WORD, "What happened."),
        word("from", &ENTRY_STATUS, "State before."),
        word("to", &ENTRY_STATUS, "State after."),
        reason("reason", "Why."),
    ],
    "reason",
    "One event in the life of a record.",
);

pub(in crate::model) static UPDATE: Shape = short(
    &[date("on", "When."), person("by", "By whom."), reason("text", "What was noted.")],
    "text",
    "A note on progress.",
);

pub(in crate::model) static ACTION_STEP: Shape = short(
    &[reason("what", "What is to be done."), person("by", "By whom."), date("due", "Until when.")],
    "what",
    "A step of an action.",
);

pub(in crate::model) static DUE_CHANGE: Shape = shape(
    &[
        date("from", "The due date before."),
        date("to", "The due date after."),
        date("on", "When it was moved."),
        person("by", "Who moved it."),
        reason("reason", "Why."),
        person("approved_by", "Who approved it."),
    ],
    "One move of a due date.",
);

pub(in crate::model) static BLOCKED_BY: Shape = short(
    &[text("party", "Whom it waits for."), date("last_check_in_on", "When they were last asked.")],
    "party",
    "Whom an action waits for.",
);

pub(in crate::model) static CANCELLATION: Shape = short(
    &[person("by", "Who cancelled it."), date("on", "When."), reason("reason", "Why.")],
    "reason",
    "Who cancelled an action, and why.",
);

pub(in crate::model) static MEASUREMENT: Shape = short(
    &[
        text("metric", "What was measured."),
        text("before", "The value before."),
        text("after", "The value after."),
        text("target", "The value wanted."),
        text("period", "Over what time."),
    ],
    "after",
    "What was measured before and after.",
);
