//! [`Told`]: what was written, what is missing, and what to do next.

use std::io::{self, Write};

use super::{Plan, Way};
use crate::cli::check::Opened;
use crate::config::{self, SourceLine, Template};

/// What there is to say.
pub(super) struct Told<'a> {
    pub(super) plan: &'a Plan,
    /// Paths of files that were there before.
    pub(super) kept: &'a [&'static str],
    /// What to add to the settings.
    pub(super) unnamed: &'a [SourceLine],
    pub(super) opened: &'a Opened,
    pub(super) dry_run: bool,
}

impl Told<'_> {
    /// Says it.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let typed = &self.opened.typed;
        if let Some(settings) = self.plan.survey.settings.filter(|_| self.plan.way == Way::Nothing) {
            writeln!(out, "{typed}{settings} is there already. Nothing was written.")?;
        }
        let files = self.plan.files.iter().map(|file| file.template);
        let (kept, written): (Vec<Template>, Vec<Template>) =
            files.partition(|template| self.kept.contains(&template.path));
        self.list(if self.dry_run { "Would write" } else { "Wrote" }, &written, |template| template.path, out)?;
        self.list("Kept as they are", &kept, |template| template.path, out)?;
        self.others(out)?;
        self.missing(out)?;
        self.add_to_settings(out)?;
        self.next(&written, out)
    }

    fn list(
        &self,
        head: &str,
        templates: &[Template],
        name: impl Fn(&Template) -> &'static str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let [_, ..] = templates else { return Ok(()) };
        let width = templates.iter().map(|template| name(template).len()).max().unwrap_or(0);
        let place = if self.opened.typed.is_empty() { String::new() } else { format!(" in {}", self.opened.typed) };
        writeln!(out, "{head}{place}:")?;
        for template in templates {
            writeln!(out, "  {:width$}  {}", name(template), template.about)?;
        }
        writeln!(out)
    }

    /// Whoever has a register that is not understood hears of it here, and not only by missing it.
    fn others(&self, out: &mut dyn Write) -> io::Result<()> {
        let files = self.opened.workspace.files();
        let kept = |path: &String| self.kept.contains(&path.as_str());
        let (Way::Whole, Some(first)) = (self.plan.way, files.iter().find(|path| !kept(path))) else { return Ok(()) };
        let more = files.iter().filter(|path| !kept(path)).count() - 1;
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        writeln!(out, "No register was understood among the files that were there: {}{more}.", shown(first))?;
        writeln!(out, "If one of them is a register, name it in tenone.yaml in place of the new one.\n")
    }

    /// The templates that would fill a gap.
    fn missing(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.plan.way == Way::Whole {
            return Ok(());
        }
        let written = |template: &Template| self.plan.files.iter().any(|file| file.template.name == template.name);
        let lacks = |template: &Template| self.plan.survey.lacks(template) && !written(template);
        let missing: Vec<Template> = config::templates().into_iter().filter(lacks).collect();
        let Some(first) = missing.first() else { return Ok(()) };
        writeln!(out, "Not found in this workspace:")?;
        let width = missing.iter().map(|template| template.name.len()).max().unwrap_or(0);
        for template in &missing {
            writeln!(out, "  {:width$}  {}", template.name, template.about)?;
        }
        let command = self.command("init", &format!(" --template {}", first.name));
        writeln!(out, "If you have it in a file that tenone does not understand, name that file in tenone.yaml.")?;
        writeln!(out, "If you have none, `{command}` writes a template; several are named with commas.\n")
    }

    fn add_to_settings(&self, out: &mut dyn Write) -> io::Result<()> {
        let ([_, ..], Some(settings)) = (self.unnamed, self.plan.survey.settings) else { return Ok(()) };
        writeln!(out, "Add to `sources:` in {}{settings}, or nothing of this is read:", self.opened.typed)?;
        self.unnamed.iter().try_for_each(|line| writeln!(out, "  - {line}"))?;
        writeln!(out)
    }

    fn next(&self, written: &[Template], out: &mut dyn Write) -> io::Result<()> {
        let check = self.command("check", "");
        if self.dry_run {
            return writeln!(out, "Nothing was written. Without --dry-run it is.");
        }
        match (self.plan.way, written.is_empty()) {
            (Way::Nothing, _) | (_, true) => writeln!(out, "Next: `{check}` says what an auditor would not find."),
            (Way::Whole, _) => {
                writeln!(out, "Next:")?;
                writeln!(out, "  1. Write the names of your people into people.yaml, and read policy.md.")?;
                writeln!(out, "  2. Run `{check}`: it lists what is still blank, each with its line.")?;
                writeln!(out, "  3. Write the first thing that should get better into register/improvements.yaml.")
            }
            (Way::Settings, _) => {
                writeln!(out, "Next:")?;
                writeln!(out, "  1. Read tenone.yaml, and correct what is wrong in it.")?;
                writeln!(
                    out,
                    "  2. Run `{}`: it shows what the files say with these settings.",
                    self.command("sources", "")
                )?;
                writeln!(out, "  3. Run `{check}`: it says what an auditor would not find.")
            }
            (Way::Named, _) => writeln!(out, "Next: `{check}` lists what is still blank, each with its line."),
        }
    }

    /// A command as it is typed here.
    fn command(&self, name: &str, rest: &str) -> String {
        let folder = self.opened.typed.trim_end_matches('/');
        let folder = if folder.is_empty() { String::new() } else { format!(" {folder}") };
        format!("tenone {name}{folder}{rest}")
    }
}

/// The name of a file that somebody else gave it, on one line.
fn shown(path: &str) -> String {
    path.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
