//! [`Plan`]: what is left to do about the entries of the register, as a plan of action tells it.

use rustc_hash::FxHashMap;

use super::Inputs;
use super::evidence::title;
use super::look::{Look, Person, Standing};
use super::subjects::Subjects;
use crate::data::Date;
use crate::model::tables::ENTRY_STATUS;
use crate::model::{EnumSet, Kind, RecordId};
use crate::text::Span;

/// The entries of the register that are not done with: those that are open, and those that are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of the register.
    pub entries: Vec<Planned>,
}

/// How far the treatment of an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It is known, and no more; also where its state may mean several of these.
    Open,
    /// Its cause is known.
    Investigating,
    /// It is being acted upon.
    Remediating,
    /// Somebody asked to live with it.
    AcceptanceRequested,
    /// It is decided to live with it.
    Accepted,
    /// Nothing more is to be done.
    Closed,
}

/// An entry that is not done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its id.
    pub id: Option<String>,
    /// What it is about: its title, else its description.
    pub title: Option<String>,
    /// What was found.
    pub description: Option<String>,
    /// What followed from it.
    pub consequences: Option<String>,
    /// Why it happened.
    pub root_cause: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// How far it is.
    pub stage: Stage,
    /// Its kind, grade, source and priority, by the name of the field, where they are given.
    pub words: Vec<(&'static str, &'static str)>,
    /// The requirements that were departed from.
    pub criteria: Vec<String>,
    /// Its state, as its source writes it.
    pub status: Option<String>,
    /// Who answers for it.
    pub owner: Option<Person>,
    /// When it became known.
    pub since: Option<Date>,
    /// When the last of what is to be done about it is due.
    pub deadline: Option<Date>,
    /// The acceptance that covers it, and its last day.
    pub acceptance: Option<(String, Option<Date>)>,
    /// What its evidence is, and where that is named.
    pub evidence: Vec<(String, Span)>,
    /// Its actions but for those that were cancelled.
    pub actions: Vec<PlannedAction>,
    /// The checks of its effect.
    pub effects: Vec<Effect>,
    /// Dated events of its life, in the order of the register.
    pub events: Vec<Event>,
    /// What is said about it: numbers of diagnostics.
    pub gaps: Vec<usize>,
}

/// Something that is to be done, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedAction {
    /// Its id within the entry.
    pub id: Option<String>,
    /// What it is, in a line; may be empty.
    pub title: String,
    /// What is to be done.
    pub description: Option<String>,
    /// Its type and state, by the name of the field, where they are given.
    pub words: Vec<(&'static str, &'static str)>,
    /// Who answers for it.
    pub owner: Option<Person>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// Whether it is done.
    pub done: bool,
    /// When it was done.
    pub done_on: Option<Date>,
    /// Its steps, with the day by which each is due.
    pub steps: Vec<(String, Option<Date>)>,
}

/// A check whether what was done had the effect that was wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// When it was judged.
    pub on: Option<Date>,
    /// What came out, as a word.
    pub result: Option<&'static str>,
    /// What was seen.
    pub text: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// An event in the life of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub on: Date,
    /// What happened, as a word.
    pub what: Option<&'static str>,
    /// How far the entry was from then on, if that is recorded.
    pub stage: Option<Stage>,
    /// Why.
    pub reason: Option<String>,
}

impl Plan {
    pub(super) fn of(inputs: &Inputs<'_, '_>, subjects: &Subjects) -> Self {
        let look = Look::new(inputs.index);
        let mut gaps: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (diagnostic, about) in subjects.of_diagnostic.iter().enumerate() {
            about.iter().for_each(|number| gaps.entry(*number).or_default().push(diagnostic));
        }
        let gaps = |id| {
            let number = subjects.number(inputs.index.records, id);
            number.and_then(|number| gaps.get(&number)).cloned().unwrap_or_default()
        };
        let all = inputs.index.of_kind(Kind::Entry).iter().copied();
        let planned = all.filter_map(|id| {
            let stage = stage(look, id);
            (stage != Stage::Closed).then(|| entry(inputs, id, stage, gaps(id)))
        });
        Self { entries: planned.collect() }
    }
}

/// How far an entry is.
fn stage(look: Look<'_, '_>, id: RecordId) -> Stage {
    let own = match look.standing(id) {
        Standing::Known(set) => stage_of(set),
        Standing::Absent | Standing::NotKept | Standing::Unknown => Stage::Open,
    };
    let is_over = matches!(own, Stage::Closed | Stage::Accepted);
    let requested = || look.linked(id, Kind::RiskAcceptance).iter().any(|one| look.is(*one, "state", &["requested"]));
    if !is_over && requested() { Stage::AcceptanceRequested } else { own }
}

/// What the states that a word may stand for have in common; `Open` where that is nothing.
fn stage_of(set: EnumSet) -> Stage {
    let states = ENTRY_STATUS.words.iter().enumerate().filter(|(bit, _)| set.0 >> bit & 1 == 1);
    let mut stages = states.map(|(_, word)| match *word {
        "analysed" => Stage::Investigating,
        "planned" | "in-progress" | "implemented" | "verifying" => Stage::Remediating,
        "accepted" => Stage::Accepted,
        "closed" | "rejected" | "merged" => Stage::Closed,
        _ => Stage::Open,
    });
    let first = stages.next().unwrap_or(Stage::Open);
    if stages.all(|stage| stage == first) { first } else { Stage::Open }
}

fn entry(inputs: &Inputs<'_, '_>, id: RecordId, stage: Stage, gaps: Vec<usize>) -> Planned {
    let (look, as_of) = (Look::new(inputs.index), inputs.report.as_of);
    let text = |field| look.text(id, field).map(str::to_owned);
    let actions: Vec<PlannedAction> =
        look.kept_actions(id).into_iter().map(|action| self::action(look, action, as_of)).collect();
    let plan = look.child(id, "effectiveness_plan").and_then(|plan| look.date(plan, "due_on"));
    let due = actions.iter().filter(|action| !action.done).filter_map(|action| action.due_on).chain(plan);
    let evidence = look.children(id, "evidence").into_iter().filter_map(|evidence| {
        let what = look.text(evidence, "ref").or_else(|| look.text(evidence, "description"))?;
        Some((what.to_owned(), look.records().place(evidence)))
    });
    Planned {
        id: look.records().bare_id(id).map(str::to_owned),
        title: title(inputs, id),
        description: text("description"),
        consequences: text("consequences"),
        root_cause: text("root_cause"),
        span: look.records().place(id),
        stage,
        words: words(look, id, &["kind", "classification", "source", "priority"]),
        criteria: look.texts(id, "criteria").into_iter().map(str::to_owned).collect(),
        status: match look.standing(id) {
            Standing::Known(_) => Some(look.status(id)),
            Standing::Absent | Standing::NotKept | Standing::Unknown => None,
        },
        owner: look.person(id, "owner", as_of),
        since: ["detected_on", "raised_on", "occurred_on"].iter().find_map(|field| look.date(id, field)),
        deadline: due.max(),
        acceptance: acceptance(look, id),
        evidence: evidence.collect(),
        actions,
        effects: look.children(id, "effectiveness").into_iter().map(|effect| self::effect(look, effect)).collect(),
        events: look.children(id, "history").into_iter().filter_map(|event| self::event(look, event)).collect(),
        gaps,
    }
}

/// The newest acceptance that holds or is asked for, and its last day.
fn acceptance(look: Look<'_, '_>, id: RecordId) -> Option<(String, Option<Date>)> {
    let mut known = look.linked(id, Kind::RiskAcceptance);
    known.retain(|one| look.is(*one, "state", &["requested", "approved"]));
    let newest = known.into_iter().max_by_key(|one| (look.date(*one, "expires_on"), *one))?;
    Some((look.name(newest), look.date(newest, "expires_on")))
}

fn action(look: Look<'_, '_>, id: RecordId, as_of: Date) -> PlannedAction {
    let steps = look.children(id, "steps").into_iter().filter_map(|step| {
        let what = look.text(step, "what")?;
        Some((what.to_owned(), look.date(step, "due")))
    });
    PlannedAction {
        id: look.records().bare_id(id).map(str::to_owned),
        title: look.title(id),
        description: look.text(id, "description").map(str::to_owned),
        words: words(look, id, &["type", "status"]),
        owner: look.person(id, "owner", as_of),
        due_on: look.date(id, "due_on"),
        done: look.is_done(id),
        done_on: look.date(id, "implemented_on"),
        steps: steps.collect(),
    }
}

fn effect(look: Look<'_, '_>, id: RecordId) -> Effect {
    Effect {
        on: look.date(id, "reviewed_on"),
        result: look.word(id, "result"),
        text: look.text(id, "text").map(str::to_owned),
        span: look.records().place(id),
    }
}

fn event(look: Look<'_, '_>, id: RecordId) -> Option<Event> {
    Some(Event {
        on: look.date(id, "on")?,
        what: look.word(id, "event"),
        stage: look.set(id, "to").map(stage_of),
        reason: look.text(id, "reason").map(str::to_owned),
    })
}

/// The words of some fields that hold exactly one.
fn words(look: Look<'_, '_>, id: RecordId, fields: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    fields.iter().filter_map(|field| Some((*field, look.word(id, field)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::look;
    use super::*;

    #[test]
    fn states_that_agree_make_a_stage() {
        for (states, expected) in [
            (&["raised"][..], Stage::Open),
            (&["triaged"], Stage::Open),
            (&["analysed"], Stage::Investigating),
            (&["planned", "verifying"], Stage::Remediating),
            (&["in-progress", "implemented"], Stage::Remediating),
            (&["raised", "analysed", "planned"], Stage::Open),
            (&["accepted"], Stage::Accepted),
            (&["closed", "rejected", "merged"], Stage::Closed),
            (&["closed", "verifying"], Stage::Open),
        ] {
            assert_eq!(stage_of(look::words(&ENTRY_STATUS, states)), expected, "{states:?}");
        }
    }
}
