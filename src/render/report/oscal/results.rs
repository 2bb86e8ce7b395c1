//! Assessment results: a finding for each item of the checklist, on what was observed.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::{Frame, markup, markup_title, props};
use super::shape::{
    AssessmentResults, AssessmentResultsFile, Finding, Import, Objective, Objectives, Observation, Observed, Outcome,
    Part, RelatedRisk, ReviewedControls, SelectedControl, Selection, Status, Target,
};
use crate::diagnostic::Severity;
use crate::model::Kind;
use crate::readiness::{Item, Standing};
use crate::render::report::words;
use crate::render::summary::counted;

/// Gaps that a finding names at most: one gap bears on several findings, and each would name all ten thousand of a large
/// register. All of them stand among the observations.
const NAMED: usize = 1_000;

/// The document.
pub(super) fn document(mut frame: Frame<'_>) -> AssessmentResultsFile {
    let risks = frame.by_rule(Severity::Warning);
    let findings: Vec<Finding> = items(&frame).map(|item| finding(&frame, item, &risks)).collect();
    let all = 0..frame.facts.report.diagnostics.len();
    let mut observations: Vec<Observation> = all.filter_map(|number| frame.observation(number)).collect();
    observations.extend(items(&frame).filter_map(|item| support(&mut frame, item)).collect::<Vec<_>>());
    let unlooked = all_items(&frame).filter(|item| item.standing == Standing::NoRule).count();
    let result = Outcome {
        uuid: frame.document("result"),
        title: "Readiness for the audit".to_owned(),
        description: words::verdict(frame.facts.readiness),
        start: frame.now(),
        props: Vec::new(),
        local_definitions: frame.assets(),
        reviewed_controls: reviewed(&frame),
        observations,
        risks: risks.iter().map(|(rule, diagnostics)| frame.risk(rule, diagnostics)).collect(),
        findings,
        remarks: (unlooked > 0).then(|| {
            let items = counted(unlooked as u64, "item of the checklist has", "items of the checklist have");
            format!("{items} no finding, because no rule of this run looks at them.")
        }),
    };
    let uuid = frame.document("assessment-results");
    let remarks = "There is no assessment plan in OSCAL: this tells how the run was set up.".to_owned();
    AssessmentResultsFile {
        assessment_results: AssessmentResults {
            uuid,
            metadata: frame.metadata("Readiness for an audit of continual improvement", Vec::new()),
            import_ap: Import { href: frame.set_up(), remarks: Some(remarks) },
            local_definitions: Objectives { objectives_and_methods: objectives(&frame) },
            results: vec![result],
            back_matter: frame.back_matter(),
        },
    }
}

fn all_items<'a>(frame: &Frame<'a>) -> impl Iterator<Item = &'a Item> + use<'a> {
    frame.facts.readiness.matrix.iter().flat_map(|part| &part.items)
}

/// The items that a rule of this run looks at.
fn items<'a>(frame: &Frame<'a>) -> impl Iterator<Item = &'a Item> + use<'a> {
    all_items(frame).filter(|item| item.standing != Standing::NoRule)
}

/// The checklist as objectives of the clause about improvement.
fn objectives(frame: &Frame<'_>) -> Vec<Objective> {
    let parts = frame.facts.readiness.matrix.iter().map(|part| Objective {
        control_id: improvement(&frame.facts.readiness.provenance.standard),
        description: part.title.clone(),
        parts: part.items.iter().map(objective).collect(),
    });
    parts.filter(|objective| !objective.parts.is_empty()).collect()
}

fn objective(item: &Item) -> Part {
    Part {
        id: objective_id(item),
        name: "assessment-objective",
        props: props([("obligation", item.obligation.as_str())]),
        prose: item.restated.clone(),
    }
}

fn objective_id(item: &Item) -> String {
    token(&item.obligation)
}

/// The control that the clause about continual improvement is.
fn improvement(standard: &str) -> String {
    control(if standard == "iso-27001-2013" { "10.2" } else { "10.1" }).0
}

/// The clauses and controls that the rules of this run bear on.
fn reviewed(frame: &Frame<'_>) -> ReviewedControls {
    let standard = &frame.facts.readiness.provenance.standard;
    let ran: BTreeSet<&str> = frame.facts.report.tallies.iter().map(|tally| tally.rule.as_str()).collect();
    let rules = ran.into_iter().filter_map(|rule| frame.facts.context.catalogue.rule(rule));
    // A control as a whole is one of which no statements are named.
    let mut controls: BTreeMap<String, Option<BTreeSet<String>>> = BTreeMap::new();
    controls.insert(improvement(standard), None);
    for (control, statement) in rules.flat_map(|rule| rule.clauses_under(standard)).map(|clause| control(clause)) {
        let statements = controls.entry(control).or_insert_with(|| Some(BTreeSet::new()));
        match (statement, statements) {
            (Some(statement), Some(statements)) => {
                statements.insert(statement);
            }
            (None, statements) => *statements = None,
            (Some(_), None) => {}
        }
    }
    let selected = controls.into_iter().map(|(control_id, statements)| SelectedControl {
        control_id,
        statement_ids: statements.into_iter().flatten().collect(),
    });
    ReviewedControls {
        description: format!(
            "The clauses and controls of {} that the rules of this run bear on, by number.",
            frame.facts.readiness.provenance.standard_title
        ),
        control_selections: vec![Selection { include_controls: selected.collect() }],
    }
}

/// `10.2 c` as the control `clause-10.2` and its statement `clause-10.2.c`.
fn control(clause: &str) -> (String, Option<String>) {
    let (number, statement) = clause.trim().split_once(' ').map_or((clause.trim(), None), |(a, b)| (a, Some(b)));
    let id = match number.starts_with(|first: char| first.is_ascii_alphabetic()) {
        true => token(&number.to_ascii_lowercase()),
        false => token(&format!("clause-{number}")),
    };
    let statement = statement.map(|statement| token(&format!("{id}.{}", statement.trim())));
    (id, statement)
}

/// A name as OSCAL takes it.
fn token(name: &str) -> String {
    let safe = |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '.' };
    let token: String = name.chars().map(safe).collect();
    if token.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        token
    } else {
        format!("_{token}")
    }
}

fn finding(frame: &Frame<'_>, item: &Item, risks: &BTreeMap<&str, Vec<usize>>) -> Finding {
    let diagnostics = &frame.facts.report.diagnostics;
    let rules = item.gaps.iter().filter_map(|gap| Some(&*diagnostics.get(*gap)?.diagnostic.rule));
    let rules: BTreeSet<&str> = rules.filter(|rule| risks.contains_key(rule)).collect();
    // The gravest stand first.
    let named = item.gaps.get(..NAMED).unwrap_or(&item.gaps);
    let mut related_observations = frame.related(named);
    if item.supporting > 0 {
        related_observations.push(Observed { observation_uuid: support_id(frame, item) });
    }
    let (state, reason) = status(item.standing);
    let gaps = match item.gaps.len() {
        0 => "No gap was found".to_owned(),
        gaps if gaps > NAMED => format!("{gaps} gaps were found, of which the gravest {NAMED} are named"),
        gaps => format!("{} found", counted(gaps as u64, "gap was", "gaps were")),
    };
    Finding {
        uuid: frame.names.known(&format!("finding {}", item.obligation)),
        title: markup_title(&item.restated, &item.obligation),
        description: format!("{gaps}, and conformity is supported by {}.", words::supporting(item)),
        props: props([("obligation", item.obligation.as_str()), ("standing", words::standing_name(item.standing))]),
        origins: frame.origins(),
        target: Target {
            ty: "objective-id",
            target_id: objective_id(item),
            title: markup_title(&item.restated, &item.obligation),
            status: Status { state, reason, remarks: words::standing(item.standing).to_owned() },
        },
        related_observations,
        related_risks: rules.into_iter().map(|rule| RelatedRisk { risk_uuid: frame.risk_of(rule) }).collect(),
    }
}

/// What an item comes to in the words of OSCAL, which knows nothing between satisfied and not: where not all is known
/// the reason is `other`, and the property `standing` says more.
const fn status(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Shown => ("satisfied", "pass"),
        Standing::ShownInPart => ("satisfied", "other"),
        Standing::Broken => ("not-satisfied", "fail"),
        Standing::Questioned | Standing::NotAssessed | Standing::NothingToAssess | Standing::NoRule => {
            ("not-satisfied", "other")
        }
    }
}

fn support_id(frame: &Frame<'_>, item: &Item) -> String {
    frame.names.known(&format!("evidence {}", item.obligation))
}

/// What supports conformity with an item.
fn support(frame: &mut Frame<'_>, item: &Item) -> Option<Observation> {
    if item.supporting == 0 {
        return None;
    }
    let shown = match item.evidence.len() {
        shown if shown < item.supporting => format!(", of which the latest {shown} are named"),
        _ => String::new(),
    };
    let records = item.evidence.iter().map(|record| {
        let name = name(record.kind, record.id.as_deref());
        let what = record.title.as_ref().map_or_else(|| name.clone(), |title| format!("{name}: {title}"));
        frame.evidence(record.span, &what)
    });
    let relevant_evidence = records.collect();
    Some(Observation {
        uuid: support_id(frame, item),
        title: markup(&format!("Evidence: {}", item.restated), &item.obligation),
        description: format!("Conformity is supported by {}{shown}.", words::supporting(item)),
        props: props([("obligation", item.obligation.as_str())]),
        methods: vec!["EXAMINE"],
        types: vec!["control-objective"],
        origins: frame.origins(),
        subjects: Vec::new(),
        relevant_evidence,
        collected: frame.now(),
    })
}

fn name(kind: Kind, id: Option<&str>) -> String {
    let noun = words::noun(kind);
    id.map_or_else(|| noun.clone(), |id| format!("{noun} {id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_names_that_oscal_takes() {
        for (clause, id, statement) in [
            ("10.2", "clause-10.2", None),
            ("10.2 c", "clause-10.2", Some("clause-10.2.c")),
            ("A.5.27", "a.5.27", None),
            ("Annex A", "annex", Some("annex.A")),
            ("", "clause-", None),
        ] {
            assert_eq!(control(clause), (id.to_owned(), statement.map(str::to_owned)), "{clause}");
        }
        assert_eq!(token("audit/effectiveness"), "audit.effectiveness");
        assert_eq!(token("1 ä"), "_1..");
    }
}
