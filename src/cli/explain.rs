//! `tenone explain`: the manual page of a name.

use super::End;
use super::arguments::ExplainArguments;
use super::outputs::to_standard_output;
use super::refusal::Refusal;
use crate::check::examples::{Played, play, play_reading};
use crate::data::Date;
use crate::render::explain::{
    Drawn, Topic, field_page, functions_page, kind_page, obligation_page, overview_page, rule_page, topic,
};
use crate::render::{Look, Texts};
use crate::rule::{Catalogue, Rule};
use crate::triage::{Policy, Report, judge};

/// Explains a name, the functions of conditions, or what can be explained.
pub(super) fn run(arguments: &ExplainArguments, look: Look) -> Result<End, Refusal> {
    let catalogue = Catalogue::embedded();
    let page = match &arguments.name {
        _ if arguments.functions => functions_page(look),
        None => overview_page(&catalogue, look),
        Some(name) => page(name, &catalogue, look)?,
    };
    to_standard_output(|out| out.write_all(page.as_bytes()))?;
    Ok(End::Passed)
}

fn page(name: &str, catalogue: &Catalogue, look: Look) -> Result<String, Refusal> {
    let topic = topic(name, catalogue).map_err(|near| {
        let all = "`tenone rules` lists the rules, `tenone explain` the obligations, `tenone explain entry` the fields of an entry.";
        Refusal::unknown("rule, field, kind of record or obligation", name, near.as_deref(), all)
    })?;
    Ok(match topic {
        Topic::Rule(name) => catalogue.rule(&name).map_or_else(String::new, |rule| of_rule(rule, catalogue, look)),
        Topic::Obligation(slug) => {
            let obligation = catalogue.obligation(&slug);
            obligation.map_or_else(String::new, |obligation| obligation_page(obligation, catalogue, look))
        }
        Topic::Field(fields) => field_page(&fields, catalogue, look),
        Topic::Kind(kind) => kind_page(kind, catalogue, look),
    })
}

/// The page of a rule with its bad examples, which are run for it.
fn of_rule(rule: &Rule, catalogue: &Catalogue, look: Look) -> String {
    // That examples can be run is tested for every rule that comes with the program; one that cannot is left out.
    let examples = rule.examples().unwrap_or_default();
    let bad = examples.bad.iter();
    let played = bad.filter_map(|example| Some((&example.says, play(rule, example, catalogue).ok()?, example.as_of)));
    let reading = examples.reading.iter();
    let reading = reading
        .filter_map(|example| Some((&example.says, play_reading(rule, example, catalogue).ok()?, Date::from_days(0))));
    let judged: Vec<(&String, Played, Report)> = played
        .chain(reading)
        .map(|(says, mut played, as_of)| {
            let outcome = std::mem::take(&mut played.outcome);
            let report = judge(outcome, &played.sources, as_of, Policy::default());
            (says, played, report)
        })
        .collect();
    let drawn: Vec<Drawn<'_>> = judged
        .iter()
        .map(|(says, played, report)| Drawn { says, report, texts: Texts { sources: &played.sources, prefix: "" } })
        .collect();
    rule_page(rule, catalogue, &drawn, look)
}
