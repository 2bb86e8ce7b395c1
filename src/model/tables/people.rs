//! Fields of people, roles, ownership and interested parties.

use super::*;

pub(in crate::model) static PERSON: Shape = shape(
    &[
        id("Stable name, such as a.weber."),
        text("name", "Full name."),
        texts("emails", "Mail addresses."),
        texts("handles", "Names in other systems, such as the version control."),
        date("active_from", "First day with the organisation."),
        date("active_to", "Last day with the organisation."),
    ],
    "A person.",
);

pub(in crate::model) static ROLE: Shape = shape(
    &[
        id("Stable name, such as it-ops-lead."),
        text("title", "Title."),
        one("top_management", Type::Bool, "Whether it belongs to top management."),
        text("body", "The body whose members hold it, such as management-review-team."),
        texts("may", "What it may approve."),
    ],
    "A role.",
);

pub(in crate::model) static ROLE_ASSIGNMENT: Shape = shape(
    &[
        one("person", Type::Ref(&[Kind::Person]), "Who."),
        one("role", Type::Ref(&[Kind::Role]), "Which role."),
        date("from", "First day."),
        date("to", "Last day."),
    ],
    "Who holds a role, from when to when.",
);

pub(in crate::model) static OWNERSHIP: Shape = shape(
    &[
        one("item", ANY, "The process, document, control or asset."),
        person("owner", "Who owns it."),
        person("accountable", "Who is accountable for it."),
        date("from", "First day."),
        date("to", "Last day."),
    ],
    "Who owns a process, document, control or asset, from when to when.",
);

pub(in crate::model) static INTERESTED_PARTY: Shape = shape(
    &[
        id("Stable name, such as staff."),
        text("name", "Name."),
        word("side", &PARTY_SIDE, "Internal or external."),
        texts("wants", "Topics that it cares about."),
    ],
    "An interested party (Clause 4.2).",
);
