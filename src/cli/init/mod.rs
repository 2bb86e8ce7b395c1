//! `tenone init`: the first day. Templates where there is nothing yet, settings where there are registers already.

mod place;
mod survey;
mod tell;

use self::place::place;
use self::survey::{Survey, survey};
use super::End;
use super::arguments::InitArguments;
use super::check::{Opened, open};
use super::outputs::to_standard_output;
use super::refusal::Refusal;
use super::surroundings::Surroundings;
use crate::config::{self, Beginning, Template};
use crate::rule::Catalogue;

/// A file to write.
struct File {
    template: Template,
    text: String,
}

/// What is to be done.
struct Plan {
    way: Way,
    files: Vec<File>,
    survey: Survey,
}

/// Which of its jobs the command has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A whole workspace of templates.
    Whole,
    /// Settings for the files that are there.
    Settings,
    /// The templates that were named.
    Named,
    /// None: the folder has settings.
    Nothing,
}

/// Begins a workspace.
pub(super) fn run(arguments: &InitArguments, surroundings: &Surroundings) -> Result<End, Refusal> {
    let opened = open(&arguments.path)?;
    if let Some(file) = opened.workspace.single_file() {
        let message = format!("a workspace is a folder, and {file} is a file");
        return Err(Refusal::usage(message, "Give the folder in which it stands."));
    }
    let plan = plan(arguments, &opened, surroundings)?;
    let kept = place(opened.workspace.root(), &plan.files, arguments.dry_run).map_err(|fault| fault.said(&opened))?;
    let unnamed = if arguments.dry_run { Vec::new() } else { survey::unnamed(&plan, &opened) };
    let told = tell::Told { plan: &plan, kept: &kept, unnamed: &unnamed, opened: &opened, dry_run: arguments.dry_run };
    to_standard_output(|out| told.write(out))?;
    Ok(End::Passed)
}

fn plan(arguments: &InitArguments, opened: &Opened, surroundings: &Surroundings) -> Result<Plan, Refusal> {
    let survey = survey(opened, surroundings.day(None))?;
    let catalogue = Catalogue::embedded();
    let unknown = || Refusal::usage(format!("there is no edition `{}`", arguments.standard), "");
    let pack = catalogue.pack(&arguments.standard).ok_or_else(unknown)?;
    let way = match (arguments.templates.is_empty(), &survey.settings, &survey.guess) {
        (false, ..) => Way::Named,
        (true, Some(_), _) => Way::Nothing,
        (true, None, Some(_)) => Way::Settings,
        (true, None, None) => Way::Whole,
    };
    let is_chosen = |template: &Template| match way {
        Way::Whole => true,
        Way::Settings => template.is_settings(),
        Way::Named => arguments.templates.iter().any(|wanted| wanted == template.name || wanted == "all"),
        // Settings under another name, or behind a link, are settings too.
        Way::Nothing => false,
    };
    let chosen: Vec<Template> =
        config::templates().into_iter().filter(is_chosen).filter(|template| !survey.has_settings(template)).collect();
    let beginning = Beginning { name: arguments.name.clone(), team: arguments.team(), from: arguments.as_of };
    let mut files = Vec::new();
    for template in &chosen {
        let text = template.text(&beginning, pack).map_err(|error| Refusal::usage(error.to_string(), ""))?;
        let guess = survey.guess.as_deref().filter(|_| template.is_settings());
        let text = guess.map_or_else(|| text.clone(), |guess| fitting(&text, guess, &chosen));
        files.push(File { template: *template, text });
    }
    Ok(Plan { way, files, survey })
}

/// Settings for the files that are there, and for the templates that are written beside them.
fn fitting(template: &str, guess: &str, chosen: &[Template]) -> String {
    let head = template.split_once("\nsources:\n").map_or("", |(head, _)| head);
    // What the template says of its own sources stands right above them.
    let head = head.rsplit_once("\n\n").map_or(head, |(head, _)| head);
    let mut text = format!("{head}\n\n{guess}");
    for source in chosen.iter().filter_map(Template::source).filter(|source| !guess.contains(source.path())) {
        text.push_str(&format!("  - {source}\n"));
    }
    text
}
