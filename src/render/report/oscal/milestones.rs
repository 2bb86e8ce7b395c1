//! The plan of action and milestones: an item for each entry that is not done with, and for each gap that may be raised
//! as a nonconformity.

use std::collections::BTreeMap;

use super::OWNER;
use super::frame::{Frame, data, instant, markup, markup_title, props};
use super::shape::{
    LogEntry, Observation, Observed, OnDate, Party, PlanFile, PlanOfAction, PoamItem, RelatedRisk, Response,
    Responsible, Risk, RiskLog, SystemId, Task, Timing,
};
use crate::data::Date;
use crate::diagnostic::Severity;
use crate::readiness::look::Person;
use crate::readiness::plan::{Effect, Event, Planned, PlannedAction, Stage};

/// Said where the register says nothing.
const NOTHING: &str = "The register says nothing more.";

/// The document.
pub(super) fn document(mut frame: Frame<'_>) -> PlanFile {
    let errors = frame.by_rule(Severity::Error);
    let mut plan = Plan { people: BTreeMap::new(), observations: Vec::new(), risks: Vec::new(), items: Vec::new() };
    for entry in &frame.facts.readiness.plan.entries {
        plan.entry(&mut frame, entry);
    }
    for number in 0..frame.facts.report.diagnostics.len() {
        plan.gap(&mut frame, number);
    }
    plan.risks.extend(errors.iter().map(|(rule, diagnostics)| frame.risk(rule, diagnostics)));
    if plan.items.is_empty() {
        plan.items.push(nothing(&frame));
    }
    let people = plan.people.into_iter().map(|(name, uuid)| Party { uuid, ty: "person", name }).collect();
    PlanFile {
        plan_of_action_and_milestones: PlanOfAction {
            uuid: frame.document("plan-of-action-and-milestones"),
            metadata: frame.metadata("What is left to do about improvement", people),
            system_id: SystemId { identifier_type: "http://ietf.org/rfc/rfc4122", id: frame.names.known("system") },
            local_definitions: frame.assets(),
            observations: plan.observations,
            risks: plan.risks,
            poam_items: plan.items,
            back_matter: frame.back_matter(),
        },
    }
}

/// A plan has at least one item.
fn nothing(frame: &Frame<'_>) -> PoamItem {
    PoamItem {
        uuid: frame.names.known("nothing"),
        title: "Nothing is left to do".to_owned(),
        description: format!(
            "As of {} no entry is open or accepted, and no gap was found that may be raised as a nonconformity.",
            frame.facts.readiness.provenance.as_of
        ),
        props: Vec::new(),
        related_observations: Vec::new(),
        related_risks: Vec::new(),
        remarks: Some("A plan of action and milestones must have an item.".to_owned()),
    }
}

struct Plan {
    /// The identifiers of those who answer for something, by name.
    people: BTreeMap<String, String>,
    observations: Vec<Observation>,
    risks: Vec<Risk>,
    items: Vec<PoamItem>,
}

impl Plan {
    fn entry(&mut self, frame: &mut Frame<'_>, entry: &Planned) {
        let name = entry.id.clone().unwrap_or_else(|| frame.facts.context.texts.place(entry.span).to_string());
        let observed = self.observed(frame, entry, &name);
        let item = frame.names.next("item", &name);
        let risk = self.risk(frame, entry, &name, &observed);
        let known = observed.into_iter().map(|observation_uuid| Observed { observation_uuid });
        let owner = owner(entry.owner.as_ref());
        self.items.push(PoamItem {
            uuid: item,
            title: title(entry),
            description: description(entry),
            props: props(
                [("poam-id", name.as_str()), ("status", entry.status.as_deref().unwrap_or("")), ("owner", &owner)]
                    .into_iter()
                    .chain(entry.words.iter().copied())
                    .chain(entry.criteria.iter().map(|criterion| ("criterion", criterion.as_str()))),
            ),
            related_observations: known.collect(),
            related_risks: vec![RelatedRisk { risk_uuid: risk.uuid.clone() }],
            remarks: None,
        });
        self.risks.push(risk);
    }

    /// The entry itself and the checks of its effect as observations, with what is said about it.
    fn observed(&mut self, frame: &mut Frame<'_>, entry: &Planned, name: &str) -> Vec<String> {
        let record = format!("entry/{name}");
        let mut evidence = vec![frame.evidence(entry.span, "")];
        for (what, span) in &entry.evidence {
            evidence.push(frame.evidence(*span, what));
        }
        let own = Observation {
            uuid: frame.names.next("entry", name),
            title: title(entry),
            description: description(entry),
            props: Vec::new(),
            methods: vec!["EXAMINE"],
            types: vec!["discovery"],
            origins: frame.origins(),
            subjects: vec![frame.subject(entry.span, &record, "")],
            relevant_evidence: evidence,
            collected: instant(entry.since).unwrap_or_else(|| frame.now()),
        };
        let mut all = vec![own.uuid.clone()];
        self.observations.push(own);
        for effect in &entry.effects {
            let effect = observed_effect(frame, effect, name, &record);
            all.push(effect.uuid.clone());
            self.observations.push(effect);
        }
        let diagnostics = &frame.facts.report.diagnostics;
        let is_error =
            |gap: &&usize| diagnostics.get(**gap).is_some_and(|judged| judged.diagnostic.severity == Severity::Error);
        all.extend(entry.gaps.iter().filter(is_error).filter_map(|gap| frame.observed.get(*gap).cloned()));
        all
    }

    fn risk(&mut self, frame: &mut Frame<'_>, entry: &Planned, name: &str, observed: &[String]) -> Risk {
        let (acceptance, until) = entry.acceptance.as_ref().map_or(("", None), |(name, until)| (name.as_str(), *until));
        let until = until.map(|until| until.to_string()).unwrap_or_default();
        let remediations = entry.actions.iter().enumerate();
        let remediations =
            remediations.map(|(number, action)| self.response(frame, action, name, number + 1)).collect();
        let log: Vec<LogEntry> = entry.events.iter().filter_map(|event| logged(frame, event, name)).collect();
        let related = observed.iter().map(|observation_uuid| Observed { observation_uuid: observation_uuid.clone() });
        let owner = owner(entry.owner.as_ref());
        Risk {
            uuid: frame.names.next("risk of entry", name),
            title: title(entry),
            description: description(entry),
            statement: markup(entry.consequences.as_deref().unwrap_or(""), &description(entry)),
            props: props([
                ("owner", owner.as_str()),
                ("root-cause", entry.root_cause.as_deref().unwrap_or("")),
                ("acceptance", acceptance),
                ("accepted-until", &until),
            ]),
            status: risk_status(entry.stage),
            origins: frame.origins(),
            deadline: instant(entry.deadline),
            remediations,
            risk_log: (!log.is_empty()).then_some(RiskLog { entries: log }),
            related_observations: related.collect(),
        }
    }

    fn response(&mut self, frame: &mut Frame<'_>, action: &PlannedAction, entry: &str, number: usize) -> Response {
        let name = format!("{entry}/{}", action.id.clone().unwrap_or_else(|| format!("#{number}")));
        let otherwise = format!("Action {}", markup_title(action.id.as_deref().unwrap_or(""), &number.to_string()));
        let title = markup_title(&action.title, &otherwise);
        let (owner, roles) = (owner(action.owner.as_ref()), self.responsible(frame, action.owner.as_ref()));
        let done_on = action.done_on.map(|day| day.to_string()).unwrap_or_default();
        let id = action.id.as_deref().unwrap_or("");
        let properties = [("action-id", id), ("owner", owner.as_str()), ("done-on", &done_on)];
        let milestone = Task {
            uuid: frame.names.next("milestone", &name),
            ty: "milestone",
            title: title.clone(),
            props: props([("owner", owner.as_str())]),
            timing: timing(action.due_on),
            responsible_roles: roles,
        };
        let mut tasks = vec![milestone];
        for (what, due) in &action.steps {
            tasks.push(Task {
                uuid: frame.names.next("step", &name),
                ty: "milestone",
                title: markup_title(what, "Step"),
                props: Vec::new(),
                timing: timing(*due),
                responsible_roles: Vec::new(),
            });
        }
        Response {
            uuid: frame.names.next("action", &name),
            lifecycle: if action.done { "completed" } else { "planned" },
            description: markup(action.description.as_deref().unwrap_or(""), &title),
            title,
            props: props(properties.into_iter().chain(action.words.iter().copied())),
            tasks,
        }
    }

    /// Those who answer for something, as far as the register says who that is.
    fn responsible(&mut self, frame: &Frame<'_>, owner: Option<&Person>) -> Vec<Responsible> {
        let names = owner.map_or(&[][..], |owner| &owner.names).iter().map(|name| data(name));
        let parties = names.filter(|name| !name.is_empty()).map(|name| {
            let uuid = frame.names.known(&format!("person {name}"));
            self.people.entry(name).or_insert(uuid).clone()
        });
        let party_uuids: Vec<String> = parties.collect();
        if party_uuids.is_empty() { Vec::new() } else { vec![Responsible { role_id: OWNER.id, party_uuids }] }
    }

    /// A gap that may be raised as a nonconformity.
    fn gap(&mut self, frame: &mut Frame<'_>, number: usize) {
        let Some(judged) = frame.facts.report.diagnostics.get(number) else { return };
        let diagnostic = &judged.diagnostic;
        if diagnostic.severity != Severity::Error {
            return;
        }
        let Some(observation) = frame.observation(number) else { return };
        self.items.push(PoamItem {
            uuid: frame.names.next("gap", &diagnostic.fingerprint.0),
            title: observation.title.clone(),
            description: observation.description.clone(),
            props: props([("rule", &*diagnostic.rule), ("record", &diagnostic.subject)]),
            related_observations: vec![Observed { observation_uuid: observation.uuid.clone() }],
            related_risks: vec![RelatedRisk { risk_uuid: frame.risk_of(&diagnostic.rule) }],
            remarks: None,
        });
        self.observations.push(observation);
    }
}

fn title(entry: &Planned) -> String {
    let id = entry.id.as_deref().unwrap_or("");
    markup_title(entry.title.as_deref().unwrap_or(""), &markup_title(id, "An entry without id or title"))
}

fn description(entry: &Planned) -> String {
    markup(entry.description.as_deref().or(entry.title.as_deref()).unwrap_or(""), NOTHING)
}

/// Who answers for something, as it is written.
fn owner(person: Option<&Person>) -> String {
    person.map(|person| person.written.clone()).unwrap_or_default()
}

fn timing(due: Option<Date>) -> Option<Timing> {
    instant(due).map(|date| Timing { on_date: OnDate { date } })
}

fn observed_effect(frame: &mut Frame<'_>, effect: &Effect, entry: &str, record: &str) -> Observation {
    let result = effect.result.unwrap_or("");
    Observation {
        uuid: frame.names.next("effect", entry),
        title: "A check whether it worked".to_owned(),
        description: markup(effect.text.as_deref().unwrap_or(""), if result.is_empty() { NOTHING } else { result }),
        props: props([("result", result)]),
        methods: vec!["EXAMINE"],
        types: vec!["mitigation"],
        origins: frame.origins(),
        subjects: vec![frame.subject(effect.span, record, "effectiveness")],
        relevant_evidence: vec![frame.evidence(effect.span, "")],
        collected: instant(effect.on).unwrap_or_else(|| frame.now()),
    }
}

fn logged(frame: &mut Frame<'_>, event: &Event, entry: &str) -> Option<LogEntry> {
    Some(LogEntry {
        uuid: frame.names.next("event", entry),
        title: event.what.unwrap_or("changed").to_owned(),
        description: event.reason.as_deref().map(|reason| markup(reason, NOTHING)),
        start: instant(Some(event.on))?,
        status_change: event.stage.map(risk_status),
    })
}

/// The state of a risk in the words of OSCAL.
const fn risk_status(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Investigating => "investigating",
        Stage::Remediating => "remediating",
        Stage::AcceptanceRequested => "deviation-requested",
        Stage::Accepted => "deviation-approved",
        Stage::Closed => "closed",
    }
}
