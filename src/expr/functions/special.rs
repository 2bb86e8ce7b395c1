//! Functions that the compiler carries out itself: list macros, questions about absence, states, literals.

use super::Function;

const fn row(signature: &'static str, about: &'static str, example: &'static str, result: &'static str) -> Function {
    Function::special(signature, about, example, result)
}

pub(super) const ROWS: &[Function] = &[
    row(
        "all(list: list<T>, name: any, condition: bool) -> bool",
        "Whether the condition holds for each item; it does for an empty list.",
        "entry.actions.all(a, a.implemented_on != null)",
        "true",
    ),
    row(
        "exists(list: list<T>, name: any, condition: bool) -> bool",
        "Whether the condition holds for an item.",
        "entry.actions.exists(a, a.type == 'corrective')",
        "true",
    ),
    row(
        "exists_one(list: list<T>, name: any, condition: bool) -> bool",
        "Whether the condition holds for exactly one item.",
        "entry.actions.exists_one(a, a.due_on != null)",
        "false",
    ),
    row(
        "filter(list: list<T>, name: any, condition: bool) -> list<T>",
        "The items for which the condition holds.",
        "entry.actions.filter(a, a.type == 'corrective')",
        "IMP-2026-001/A2",
    ),
    row(
        "map(list: list<T>, name: any, value: any) -> list<any>",
        "What the value is for each item.",
        "entry.actions.map(a, a.due_on)",
        "2026-03-15, 2026-04-30",
    ),
    row(
        "records(kind: 'kind') -> list<record<kind>>",
        "All records of a kind; only in rules for the workspace.",
        "records('risk')",
        "R-003",
    ),
    row(
        "given(value: any) -> bool",
        "Whether something real is written there, readable or not; for a list, in at least one item.",
        "given(entry.owner)",
        "true",
    ),
    row(
        "blank(value: any) -> bool",
        "Whether the field is absent or nothing is written in it.",
        "blank(entry.consequences)",
        "true",
    ),
    row(
        "placeholder(value: any) -> bool",
        "Whether a stand-in such as TBD is written there.",
        "placeholder(entry.root_cause)",
        "true",
    ),
    row(
        "none_because(value: any) -> bool",
        "Whether 'none, because …' is written there.",
        "none_because(entry.no_risk)",
        "true",
    ),
    row(
        "raw(value: any) -> text?",
        "What stands in the cell as it is written, also where it is a stand-in or cannot be read.",
        "raw(entry.root_cause)",
        "TBD",
    ),
    row(
        "optional(value: T) -> T?",
        "The value, absent where the source does not carry the field: the check can do without it.",
        "optional(entry.category)",
        "nothing",
    ),
    row(
        "reached(status: any, state: text) -> bool",
        "Whether a status has come as far as a state; what was accepted, rejected or merged only came to 'triaged'.",
        "reached(entry.status, 'planned')",
        "true",
    ),
    row(
        "open(record_or_status: any) -> bool",
        "Whether the status is none of those that end the matter; an absent status is open.",
        "open(entry)",
        "false",
    ),
    row("date(text: text) -> date", "A date that is written in the rule.", "date('2026-01-01') < as_of", "true"),
    row(
        "duration(text: text) -> duration",
        "A length of time that is written in the rule, in days, weeks, months or years.",
        "duration('6 months') > duration('90 days')",
        "true",
    ),
];
