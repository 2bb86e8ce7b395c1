//! `tenone rules`, `tenone schema`, `tenone completions` and `tenone man`: what there is to look up, for people and machines.

use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::End;
use super::arguments::{Arguments, CompletionsArguments, Format, ManArguments, RulesArguments, SchemaArguments};
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

/// Prints the manual page of a command, or writes those of all of them.
pub(super) fn man(arguments: &ManArguments) -> Result<End, Refusal> {
    let pages = pages().map_err(|error| Refusal::usage(format!("a page cannot be made: {error}"), ""))?;
    if let Some(folder) = &arguments.output {
        for (name, page) in &pages {
            let path = folder.join(format!("{name}.1"));
            std::fs::write(&path, page).map_err(|error| Refusal::unwritable(Path::new(&path), &error))?;
        }
        return Ok(End::Passed);
    }
    let name = arguments.command.as_deref().map_or_else(|| "tenone".to_owned(), |command| format!("tenone-{command}"));
    let Some((_, page)) = pages.iter().find(|(known, _)| *known == name) else {
        let typed = arguments.command.as_deref().unwrap_or_default();
        let commands: Vec<&str> = pages.iter().filter_map(|(known, _)| known.strip_prefix("tenone-")).collect();
        let near = nearest(typed, commands.iter().copied());
        return Err(Refusal::unknown("command", typed, near, &format!("There are {}.", commands.join(", "))));
    };
    to_standard_output(|out| out.write_all(page))?;
    Ok(End::Passed)
}

/// The name and the page of the program and of each of its commands.
fn pages() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut program = Arguments::command();
    program.build();
    let commands = program.get_subcommands().filter(|command| command.get_name() != "help");
    let named = commands.map(|command| (format!("tenone-{}", command.get_name()), command.clone()));
    let mut all = vec![("tenone".to_owned(), program.clone())];
    all.extend(named);
    let page = |(name, command): (String, clap::Command)| {
        let mut page = Vec::new();
        // The head of a page has one word for a name, and the synopsis what is typed.
        let typed = name.replace('-', " ");
        Man::new(command.display_name(name.clone()).bin_name(typed))
            .title(name.clone())
            .source(concat!("tenone ", env!("CARGO_PKG_VERSION")))
            .render(&mut page)?;
        Ok((name, page))
    };
    all.into_iter().map(page).collect()
}
