//! Fields of policies, processes and plans under control.

use super::*;

pub(in crate::model) static DOCUMENT: Shape = shape(
    &[
        id("Stable name, such as PROC-CI."),
        many("document_types", Type::Enum(&DOCUMENT_TYPE), "What roles the document plays."),
        text("title", "Title."),
        text("version", "Version."),
        word("status", &DOCUMENT_STATUS, "Draft, in review, approved, superseded or withdrawn."),
        text("classification", "How confidential it is."),
        person("owner", "Who answers for it."),
        person("author", "Who wrote it."),
        many("approved_by", Type::Person, "Who approved it."),
        date("approved_on", "When it was approved."),
        date("effective_on", "From when it applies."),
        date("next_review_on", "When it is reviewed next."),
        one("review_cycle", Type::Duration, "How often it is reviewed."),
        text("approved_digest", "Digest of the approved text."),
        texts("defines", "Scales that it defines: priority, classification, severity."),
        many("interfaces", Type::Record(Kind::Interface), "Processes that it connects to."),
        many("limits", Type::Keyed(Kind::Limit), "Limits that it sets, such as close-within: 90 days."),
        many("requires", Type::Keyed(Kind::Requirement), "What it requires, such as closure-approval."),
        many("steps", Type::Record(Kind::ProcessStep), "Its steps."),
        many("sections", Type::Keyed(Kind::Section), "Sections found in it."),
        many("changelog", Type::Record(Kind::Revision), "Its versions."),
    ],
    "A policy, process or plan under control (Clause 7.5).",
);

pub(in crate::model) static LIMIT: Shape = short(
    &[
        text("key", "Which limit."),
        one("document", Type::Parent(Kind::Document), "The document that sets it."),
        one("value", Type::Duration, "The limit."),
        word("classification", &CLASSIFICATION, "For what grade only."),
    ],
    "value",
    "A limit that a process document sets.",
);

pub(in crate::model) static REQUIREMENT: Shape = short(
    &[text("key", "What is required."), texts("value", "True, or for which grades.")],
    "value",
    "What a process document requires.",
);

pub(in crate::model) static PROCESS_STEP: Shape = short(
    &[
        id("Name within the document."),
        text("title", "What is done."),
        text("by", "The role that does it."),
        text("produces", "The kind of record that it leaves behind."),
        one("within", Type::Duration, "In what time."),
    ],
    "title",
    "A step of a process document.",
);

pub(in crate::model) static INTERFACE: Shape = short(
    &[text("process", "The other process."), one("doc", ANY, "Its document.")],
    "process",
    "How a process connects to another.",
);

pub(in crate::model) static SECTION: Shape = short(
    &[
        text("key", "What the section covers."),
        text("heading", "Its heading."),
        reason("text", "What stands below the heading."),
    ],
    "heading",
    "A section that was found in a document.",
);

pub(in crate::model) static REVISION: Shape = short(
    &[text("version", "Version."), date("on", "When."), person("by", "By whom."), reason("text", "What changed.")],
    "text",
    "A line of a document's change log.",
);
