//! Fields of management reviews, communications, lessons, objectives and suggestions.

use super::*;

pub(in crate::model) static REVIEW: Shape = shape(
    &[
        id("Stable name, such as MR-2026-Q1."),
        text("title", "Title of the minutes."),
        date("planned_on", "When it was planned."),
        date("held_on", "When it was held."),
        date("recorded_on", "When the minutes were recorded."),
        one("period", Type::Record(Kind::Period), "The time that it looks back on."),
        person("chair", "Who chaired it."),
        many("attendees", Type::Record(Kind::Attendee), "Who was there."),
        person("minute_taker", "Who took the minutes."),
        many("inputs", Type::Keyed(Kind::ReviewInput), "What it looked at, by input (Clause 9.3.2)."),
        texts("covers", "What the minutes cover as a whole, such as `register` for an attached extract."),
        one("figures", Type::Record(Kind::Figures), "Counts that the minutes state."),
        many("decisions", Type::Record(Kind::Decision), "What was decided."),
        many("actions", Type::Record(Kind::ReviewAction), "Who was to do what."),
        one("conclusion", Type::Record(Kind::Conclusion), "Whether the system is suitable, adequate and effective."),
        date("next_review_on", "When the next one is planned."),
        person("approved_by", "Who approved the minutes."),
        date("approved_on", "When the minutes were approved."),
    ],
    "The minutes of a management review (Clause 9.3).",
);

pub(in crate::model) static DECISION: Shape = short(
    &[
        id("Name within the review, such as D1."),
        one("review", Type::Parent(Kind::Review), "The review that decided."),
        word("category", &DECISION_CATEGORY, "What sort of decision it is."),
        reason("text", "What was decided."),
        many("refs", ANY, "Records that it is about."),
        text("input_key", "The input that led to it."),
        person("owner", "Who carries it out."),
        date("due_on", "Until when."),
    ],
    "text",
    "A decision of a management review.",
);

pub(in crate::model) static REVIEW_ACTION: Shape = short(
    &[
        id("Name within the review, such as A1."),
        one("review", Type::Parent(Kind::Review), "The review that gave it."),
        reason("text", "What is to be done."),
        person("owner", "By whom."),
        date("due_on", "Until when."),
        word("status", &REVIEW_ACTION_STATUS, "How far it is."),
        date("done_on", "When it was done."),
        one("entry_ref", ENTRY_REF, "The entry in the register that follows it up."),
    ],
    "text",
    "An action that a management review gave to somebody.",
);

pub(in crate::model) static PERIOD: Shape =
    shape(&[date("from", "First day."), date("to", "Last day.")], "A span of time with both ends.");

pub(in crate::model) static ATTENDEE: Shape = short(
    &[
        person("person", "Who."),
        text("role", "In what role."),
        one("present", Type::Bool, "Whether they were there; nothing means yes."),
    ],
    "person",
    "Somebody at a meeting.",
);

pub(in crate::model) static REVIEW_INPUT: Shape = short(
    &[
        text("key", "Key of the input, such as c or d1."),
        reason("text", "What was looked at and said."),
        evidence(),
        text("register_snapshot", "The commit of the register that was shown."),
    ],
    "text",
    "What a management review looked at under one input.",
);

pub(in crate::model) static FIGURES: Shape = shape(
    &[
        one("raised", Type::Int, "Entries raised in the period."),
        one("open", Type::Int, "Entries open on the day."),
        one("closed", Type::Int, "Entries closed in the period."),
        one("overdue", Type::Int, "Actions overdue on the day."),
    ],
    "Counts that minutes state.",
);

pub(in crate::model) static CONCLUSION: Shape = short(
    &[
        one("suitable", Type::Bool, "Whether the system is suitable."),
        one("adequate", Type::Bool, "Whether it is adequate."),
        one("effective", Type::Bool, "Whether it is effective."),
        reason("text", "The conclusion in words."),
    ],
    "text",
    "The conclusion of a management review.",
);

pub(in crate::model) static COMMUNICATION: Shape = shape(
    &[
        id("Stable name, such as COM-2026-003."),
        word("kind", &COMMUNICATION_KIND, "Announcement, success, training, report or external."),
        many("subject_refs", ANY, "Records that it is about."),
        one("period", Type::Record(Kind::Period), "The time that it reports on."),
        date("sent_on", "When it was sent."),
        person("sender", "Who sent it."),
        many("audiences", Type::Ref(&[Kind::InterestedParty]), "Whom it was sent to."),
        text("channel", "How it was sent."),
        text("summary", "What it said, in a line."),
        evidence(),
        text("acknowledgements", "Who confirmed that they read it."),
    ],
    "Something that was told to somebody.",
);

pub(in crate::model) static LESSON: Shape = shape(
    &[
        id("Stable name, such as LL-2026-002."),
        many("refs", ANY, "What it was learned from."),
        word("outcome", &LESSON_OUTCOME, "Success, failure or both."),
        date("recorded_on", "When it was written down."),
        person("recorded_by", "Who wrote it down."),
        one("session_ref", ANY, "The meeting at which it was found."),
        reason("what", "What happened."),
        reason("why", "Why it went as it did."),
        text("recommendation", "What to do from now on."),
        many("change_refs", ANY, "What was changed because of it."),
        texts("shared_with", "Who was told."),
        date("shared_on", "When they were told."),
    ],
    "A lesson learned.",
);

pub(in crate::model) static OBJECTIVE: Shape = shape(
    &[
        id("Stable name, such as OBJ-04."),
        text("title", "What is to be reached."),
        text("metric", "What is measured."),
        text("target", "The value wanted."),
        word("direction", &DIRECTION, "Whether the target is a floor or a ceiling."),
        person("owner", "Who answers for it."),
        many("results", Type::Record(Kind::ObjectiveResult), "Results by period."),
    ],
    "An objective that is measured (Clause 6.2).",
);

pub(in crate::model) static OBJECTIVE_RESULT: Shape =
    shape(&[text("period", "Period."), text("value", "Value.")], "A result of an objective in a period.");

pub(in crate::model) static SUGGESTION: Shape = shape(
    &[
        id("Stable name, such as SUG-2026-007."),
        reason("text", "What was suggested."),
        person("raised_by", "By whom."),
        date("raised_on", "When."),
        one("entry_ref", ENTRY_REF, "The entry that came of it."),
    ],
    "A suggestion of somebody.",
);

pub(in crate::model) static NIL_RETURN: Shape = shape(
    &[
        word("source", &SOURCE, "The source that had nothing to tell."),
        one("period", Type::Record(Kind::Period), "For what time."),
        person("by", "Who says so."),
        date("on", "When."),
        one("where", ANY, "Where that is recorded."),
    ],
    "A statement that a source of improvement had nothing to tell.",
);
