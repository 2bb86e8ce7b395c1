//! The cells of date fields, and what is said where no day can be read in one.

use crate::data::{Date, NodeId, NodeKind};
use crate::diagnostic::Problem;
use crate::model::{Cell, State};

use super::dates::{DateRead, NoDate, read_date, read_dates};
use super::mapper::{At, Mapper};
use super::settings::DateOrder;
use super::value::shortened;

/// Fields that say until when: a month or a quarter there runs to its last day.
const DEADLINES: &[&str] = &[
    "due_on",
    "original_due_on",
    "due",
    "expires_on",
    "review_on",
    "next_review_on",
    "next_check_on",
    "next_assessment_on",
    "planned_on",
    "planned_to",
];

impl Mapper<'_> {
    /// The cell of a text under a date field.
    pub(super) fn date(&mut self, at: At, cell: Cell) -> Cell {
        let text = self.batch.tree.text(cell.node()).trim();
        let field = at.kind.field_info(at.field).name;
        let deadline = DEADLINES.contains(&field);
        let given = |date: Date| Cell::given(cell.node(), date.days());
        let hint = match read_dates(text, self.settings.dates) {
            Ok(DateRead::Exact(date)) => return given(date),
            Ok(DateRead::Coarse { last, .. }) if deadline => return given(last),
            Err(NoDate::Tentative(date)) if deadline => return given(date),
            Ok(DateRead::Coarse { first, last }) => format!("it is some day from {first} to {last}; write which"),
            Err(NoDate::Tentative(_)) => {
                "it says that the day is only expected; write it down when it has come".to_owned()
            }
            Err(NoDate::Relative) => "it counts from another day; write the day that it comes to".to_owned(),
            Err(NoDate::Conditional) => "it waits for something; write by when that has to have happened".to_owned(),
            Err(NoDate::Recurring) => "it comes again and again; write the next day".to_owned(),
            Err(NoDate::Immediate) => "it says at once; write the day on which that was".to_owned(),
            Err(NoDate::Ambiguous(first, second)) => {
                self.ambiguous(at, cell.node(), first, second);
                return cell.in_state(State::Unreadable);
            }
            Err(
                why @ (NoDate::Undeclared(_)
                | NoDate::Impossible
                | NoDate::Serial(..)
                | NoDate::Unix(_)
                | NoDate::ShortYear
                | NoDate::NotOne),
            ) => {
                self.unparseable(at, cell.node(), why);
                return cell.in_state(State::Unreadable);
            }
        };
        let problem = self.date_problem("input-date-indefinite", at, cell.node()).fact("hint", hint);
        self.complaints.add(at.record, problem);
        cell.in_state(State::Unreadable)
    }

    fn date_problem(&self, name: &'static str, at: At, node: NodeId) -> Problem {
        let tree = &self.batch.tree;
        let text = shortened(tree.text(node).trim());
        Problem::new(name, tree.span(node)).fact("text", text).fact("field", at.kind.field_info(at.field).name)
    }

    fn unparseable(&mut self, at: At, node: NodeId, why: NoDate) {
        let problem = self.date_problem("input-date-unparseable", at, node);
        let hint = match why {
            NoDate::Undeclared(order) => {
                let hint = format!("if the source writes dates so, say `dates: {}`", order_name(order));
                return self.undeclared(at, node, problem, &hint.clone(), hint);
            }
            NoDate::Unix(date) => {
                let hint = format!("if it counts seconds since 1970, it is {date}; then say `dates: unix`");
                return self.undeclared(at, node, problem, "unix", hint);
            }
            NoDate::Serial(early, late) => {
                let hint = format!(
                    "if it is the number of a day in a spreadsheet, it is {early} (`dates: excel-1900`) or {late} (`dates: excel-1904`)"
                );
                return self.undeclared(at, node, problem, "serial", hint);
            }
            NoDate::Impossible => "the calendar has no such day".to_owned(),
            NoDate::ShortYear => "a year of two digits is not guessed at; write it like 2026-03-15".to_owned(),
            _ => "write it like 2026-03-15".to_owned(),
        };
        self.complaints.add(at.record, problem.fact("hint", hint));
    }

    /// What the settings would make a date of is said once for the column.
    fn undeclared(&mut self, at: At, node: NodeId, problem: Problem, form: &str, hint: String) {
        let cause = format!("order {:?} {} {form}", at.kind, at.kind.field_info(at.field).name);
        let (span, text) = (problem.span, shortened(self.batch.tree.text(node).trim()));
        self.complaints.add_to_group(cause, at.record, span, &text, || problem.fact("hint", hint));
    }

    fn ambiguous(&mut self, at: At, node: NodeId, first: Date, second: Date) {
        let cause = format!("ambiguous {:?} {}", at.kind, at.kind.field_info(at.field).name);
        let problem = self.date_problem("input-date-ambiguous", at, node);
        let (span, text) = (problem.span, shortened(self.batch.tree.text(node).trim()));
        let problem = problem.fact("a", first.to_string()).fact("b", second.to_string());
        let Self { complaints, batch, .. } = self;
        complaints.add_to_group(cause, at.record, span, &text, || {
            // A neighbour that can be read in one way only does not prove anything, but people want to know it.
            let neighbour = batch.tree.key(node).and_then(|key| {
                let nodes =
                    (0..).map(NodeId).take(batch.tree.len()).filter(|other| batch.tree.key(*other) == Some(key));
                nodes.filter(|other| matches!(batch.tree.kind(*other), NodeKind::Scalar(_))).find_map(|other| {
                    let text = batch.tree.text(other).trim();
                    let Err(NoDate::Undeclared(order)) = read_date(text, None) else { return None };
                    let other = DateOrder::ALL.iter().filter(|(_, other)| *other != order);
                    let only = other.clone().all(|(_, other)| read_date(text, Some(*other)).is_err());
                    only.then(|| format!("; `{text}` beside it can only be {}", order_name(order)))
                })
            });
            problem.fact("hint", neighbour.unwrap_or_default())
        });
    }
}

fn order_name(order: DateOrder) -> &'static str {
    DateOrder::ALL.iter().find(|(_, known)| *known == order).map_or("", |(name, _)| name)
}
