//! `tenone rules`, `tenone schema` and `tenone completions`: what there is to look up, for people and machines.

use clap::CommandFactory;

use super::End;
use super::arguments::{Arguments, CompletionsArguments, Format, RulesArguments, SchemaArguments};
use super::outputs::to_standard_output;
use super::refusal::Refusal;
use super::surroundings::Surroundings;
use crate::data::nearest;
use crate::mapping::source_kinds;
use crate::model::Kind;
use crate::render::schema::record_schema;
use crate::render::{Look, rules};
use crate::rule::Catalogue;
use crate::{config, rule};

/// Lists all rules.
pub(super) fn rules(arguments: &RulesArguments, look: Look, surroundings: &Surroundings) -> Result<End, Refusal> {
    let catalogue = Catalogue::embedded();
    to_standard_output(|out| match arguments.format {
        Format::Text => rules::write(&catalogue, look, surroundings.output_is_terminal, out),
        Format::Json => rules::write_json(&catalogue, out),
    })?;
    Ok(End::Passed)
}

/// Prints a JSON Schema.
pub(super) fn schema(arguments: &SchemaArguments) -> Result<End, Refusal> {
    let name = arguments.name.as_str();
    let schema = match name {
        "settings" => config::schema(),
        "rule" => rule::schema(),
        _ => match Kind::from_name(&name.replace('_', "-")) {
            Some(kind) => record_schema(kind),
            None => {
                let kinds = Kind::ALL.iter().map(|kind| kind.name());
                let near = nearest(name, ["settings", "rule"].into_iter().chain(kinds));
                let sources: Vec<&str> = source_kinds().map(|kind| kind.name()).collect();
                let all = format!("There are settings, rule, and kinds of records: {}.", sources.join(", "));
                return Err(Refusal::unknown("schema", name, near, &all));
            }
        },
    };
    to_standard_output(|out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        out.write_all(b"\n")
    })?;
    Ok(End::Passed)
}

/// Prints the completions of a shell.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<End, Refusal> {
    // The generator panics when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "tenone", &mut script);
    to_standard_output(|out| out.write_all(&script))?;
    Ok(End::Passed)
}
