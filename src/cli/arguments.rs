//! What can be typed, and the help that stands beside it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::outputs::Output;
use super::past::PastArguments;
use super::report;
use crate::config::{self, IsmsTeam};
use crate::data::{Date, Duration};
use crate::triage::{FailOn, Hold};

/// Finds what an auditor of ISO/IEC 27001 Clause 10.1 would not find.
///
/// tenone reads your improvement register (the incident and corrective action log) and the minutes, audits, risks and
/// processes around it, straight from the files in which you keep them, and says with file, line and reason what is
/// missing or contradicts itself.
#[derive(Debug, Parser)]
#[command(name = "tenone", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "\
Start with `tenone check` in the folder of your register; `tenone --help` shows more ways to begin.")]
#[command(after_long_help = "\
If you run the management system:
  tenone check                 look at the files in this folder
  tenone explain cause-missing what a rule means, with an example, and what to do
  tenone sources               what was found, and how it was understood
  tenone report > report.md    how ready you are for the audit: what is shown, what to fix first

If you keep the pipeline:
  tenone check --output sarif=tenone.sarif --output concise
                               exit status 0: passed, 1: failed, 2: could not run
  tenone check --fail-on never report, and let everything pass
  tenone baseline              write down what is known, so that the gate holds only what is new

If you audit:
  tenone check --as-of 2026-06-30 --output json=evidence.json
                               the same files and the same day give the same bytes
  tenone check --strict        what could not be assessed counts as failed

A clean run is not a certificate: it tells what was not assessed, and why.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Whether to use colours
    ///
    /// `auto` uses them on a terminal, unless the variable NO_COLOR is set.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(CheckArguments),
    Baseline(BaselineArguments),
    Report(ReportArguments),
    /// List all rules with what they look for
    Rules(RulesArguments),
    Explain(ExplainArguments),
    Sources(SourcesArguments),
    Init(InitArguments),
    Schema(SchemaArguments),
    /// Print the completions of a shell
    Completions(CompletionsArguments),
}

/// Run the rules, print what they find, decide the gate
///
/// Without a tenone.yaml the registers, minutes and processes are found by their content. Given one file, only that file
/// is read, without the settings beside it unless --config names them, and nothing is said about what other files may
/// hold.
///
/// The gate is the verdict of the whole run: it is failed where there is an error, or whatever --fail-on names. Exit
/// status: 0 the gate is passed, 1 it is failed, 2 tenone could not run.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tenone check                             this folder, as of today
  tenone check registers --as-of 2026-06-30
  tenone check register.yaml               one file, and nothing else
  tenone check --only cause-missing,action-missing
  tenone check --output terminal --output sarif=tenone.sarif")]
pub(super) struct CheckArguments {
    /// Folder with the management system, or one file
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(super) path: PathBuf,
    /// Judge as of this day instead of today: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,
    /// The least severity that fails the gate
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = fail_on())]
    pub(super) fail_on: String,
    /// Run these rules only; what cannot be read is always told
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(super) skip: Vec<String>,
    /// Count what could not be assessed as failed
    ///
    /// But for what only lacks an earlier state to compare with.
    #[arg(long)]
    pub(super) strict: bool,
    /// Which diagnostics fail the gate: those of the change, or all
    ///
    /// What was there before, and what came because a day passed, is reported in any case; with `all` it fails the gate
    /// too. Without anything to compare with, everything counts as the change.
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub(super) gate: GateOf,
    /// What is known: a file that `tenone baseline` wrote
    ///
    /// Without the flag it is tenone-baseline.json, where the folder has one.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) baseline: Option<PathBuf>,
    /// Do without the tenone-baseline.json of the folder
    #[arg(long, conflicts_with = "baseline")]
    pub(super) no_baseline: bool,
    /// Settings in place of the workspace's tenone.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// Output format: terminal, concise, json or sarif; may be given several times
    ///
    /// With =FILE the output goes to that file, in a folder that is there. One output may go to standard output.
    #[arg(long = "output", value_name = "FORMAT[=FILE]", value_parser = Output::parse)]
    pub(super) outputs: Vec<Output>,
    /// Write what is waived to sarif too, with its reason
    ///
    /// The other formats always tell it. Not all that read SARIF understand it.
    #[arg(long)]
    pub(super) include_waived: bool,
    /// Number of threads; as many as there are processors unless given
    #[arg(long, value_name = "NUMBER")]
    pub(super) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) past: PastArguments,
}

impl CheckArguments {
    pub(super) fn fail_on(&self) -> FailOn {
        self.fail_on.parse().unwrap_or_default()
    }
}

/// Write down what is known today, so that the gate holds only what is new
///
/// Runs the check and writes rule, record and fingerprint of all that it finds to tenone-baseline.json, in the folder that
/// is checked. `tenone check` reads it there: what it names is still reported, and does not fail the gate. Sorting,
/// moving or formatting a register changes nothing.
///
/// Run it again when something was put right: that it went is told, and so is what came. What a waiver excuses is left
/// out, because the waiver has an end.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tenone baseline                          this folder, as of today
  tenone baseline registers --as-of 2026-06-30
  tenone baseline --output -               to standard output, to look at it first")]
pub(super) struct BaselineArguments {
    /// Folder with the management system
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(super) path: PathBuf,
    /// Judge as of this day instead of today: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,
    /// Write to this file instead, or with - to standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) output: Option<PathBuf>,
    /// Settings in place of the workspace's tenone.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// Number of threads; as many as there are processors unless given
    #[arg(long, value_name = "NUMBER")]
    pub(super) threads: Option<NonZeroUsize>,
}

/// Write the readiness report: what is shown, what to fix first, what was not assessed
///
/// The checklist with the outcomes, the evidence that supports conformity and the gaps of each item; nonconformities that
/// are open; what to fix first; what could not be assessed and what would change that; what to prepare for interviews.
/// It is written as Markdown unless another format is asked for. PATH may be one file, without settings.
///
/// A report judges nothing: use `tenone check` where a verdict is wanted. Exit status: 0 the report was written, whatever
/// it says, 2 tenone could not run.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tenone report > report.md                this folder, as of today
  tenone report capa.xlsx                  one file, without settings
  tenone report --output html=report.html  a page for people: one file that needs no network
  tenone report --as-of 2026-06-30 --output markdown=report.md --output json=report.json
                                           the same files and the same day give the same bytes")]
pub(super) struct ReportArguments {
    /// Folder with the management system, or one file
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(super) path: PathBuf,
    /// Judge as of this day instead of today: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,
    /// Format on standard output: markdown, html, json, ics (a calendar of what will lapse), oscal or oscal-poam
    #[arg(long, value_name = "FORMAT", value_parser = report::format, conflicts_with = "outputs")]
    pub(super) format: Option<report::Format>,
    /// Format and file: markdown, html, json, ics, oscal or oscal-poam; may be given several times
    ///
    /// OSCAL is that of assessment results, or of a plan of action and milestones. With =FILE the report goes to that file, in a folder that is there. One output may go to standard output.
    #[arg(long = "output", value_name = "FORMAT[=FILE]", value_parser = report::output)]
    pub(super) outputs: Vec<Output<report::Format>>,
    /// Entries in the auditor's sample; every major and every external finding is in it in any case
    #[arg(long, value_name = "NUMBER", help_heading = "Sample and forecast")]
    pub(super) sample: Option<usize>,
    /// Seed of the sample: the same seed draws the same entries
    #[arg(long, value_name = "NUMBER", help_heading = "Sample and forecast")]
    pub(super) seed: Option<u64>,
    /// Take these entries as the sample instead of drawing one
    #[arg(long, value_name = "ID,…", value_delimiter = ',', conflicts_with_all = ["sample", "seed"], help_heading = "Sample and forecast")]
    pub(super) ids: Vec<String>,
    /// How far ahead to say what will lapse: 90d, 6 months
    #[arg(long, value_name = "DURATION", value_parser = duration, help_heading = "Sample and forecast")]
    pub(super) horizon: Option<Duration>,
    /// Add the pack for the next management review
    #[arg(long, help_heading = "Sample and forecast")]
    pub(super) for_review: bool,
    /// Run these rules only; what cannot be read is always told
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(super) skip: Vec<String>,
    /// Settings in place of the workspace's tenone.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// Number of threads; as many as there are processors unless given
    #[arg(long, value_name = "NUMBER")]
    pub(super) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) past: PastArguments,
}

#[derive(Args, Debug)]
pub(super) struct RulesArguments {
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

/// Explain a rule, a field, a kind of record or an obligation
///
/// The page of a rule shows why it matters, what to do, its settings, and what it really says about a bad example.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tenone explain cause-missing             a rule
  tenone explain entry.root_cause          a field of a kind of record
  tenone explain entry                     a kind of record with all its fields
  tenone explain audit/effectiveness       an obligation and the rules that serve it
  tenone explain --functions               the functions of conditions")]
pub(super) struct ExplainArguments {
    /// Name of a rule, field, kind of record or obligation
    pub(super) name: Option<String>,
    /// Explain the functions that conditions of rules may call
    #[arg(long)]
    pub(super) functions: bool,
}

/// Show what was found and how it was read
///
/// For each file: what it was taken for, the records in it, how columns and words were understood, and what was left
/// out and why. Run this first when tenone says less than you expect.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tenone sources                           this folder
  tenone sources capa.xlsx                 one file
  tenone sources --write                   write what was found to tenone.yaml, to correct it there")]
pub(super) struct SourcesArguments {
    /// Folder with the management system, or one file
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(super) path: PathBuf,
    /// Settings in place of the workspace's tenone.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// Write what was found as the settings of the folder: tenone.yaml
    ///
    /// Each file gets its kind, columns and words, so that a later version understands it in the same way. A tenone.yaml
    /// that is there is never changed.
    #[arg(long, conflicts_with_all = ["config", "format"])]
    pub(super) write: bool,
}

/// Begin: write templates of a whole management system, or settings for the files you have
///
/// Where nothing is understood yet, it writes a register, a policy, processes, minutes, an audit programme and the
/// settings, with blanks that `tenone check` lists. Where there are registers already, it writes only settings that fit
/// them, and says which templates are missing. No file is ever changed: what is there is kept.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  tenone init                              this folder
  tenone init isms --name \"Example Ltd\" --team solo
  tenone init --template policy,people     only these, in a workspace that lacks them
  tenone init --dry-run                    say what would be written")]
pub(super) struct InitArguments {
    /// Folder to begin in; it has to be there
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(super) path: PathBuf,
    /// Name of the organisation
    #[arg(long, value_name = "NAME", value_parser = organisation)]
    pub(super) name: Option<String>,
    /// Edition of the standard
    #[arg(long, value_name = "EDITION", default_value = config::STANDARD, value_parser = editions())]
    pub(super) standard: String,
    /// How many people run the management system: normal, small (a few) or solo (one)
    #[arg(long, value_name = "SIZE", default_value = "normal", hide_possible_values = true, value_parser = teams())]
    pub(super) team: String,
    /// First day of the management system: YYYY-MM-DD; without it such days are left blank
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) as_of: Option<Date>,
    /// Write these templates only, or all
    #[arg(long = "template", value_name = "NAME,…", value_delimiter = ',', value_parser = forms())]
    pub(super) templates: Vec<String>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

impl InitArguments {
    pub(super) fn team(&self) -> IsmsTeam {
        IsmsTeam::ALL.iter().find(|(name, _)| *name == self.team).map_or_else(IsmsTeam::default, |(_, team)| *team)
    }
}

/// Print the JSON Schema of the settings, of a rule file or of a kind of record
///
/// Editors complete and check YAML by such a schema.
#[derive(Args, Debug)]
pub(super) struct SchemaArguments {
    /// settings, rule, or a kind of record such as entry
    #[arg(value_name = "settings|rule|KIND")]
    pub(super) name: String,
}

#[derive(Args, Debug)]
pub(super) struct CompletionsArguments {
    /// Which shell
    pub(super) shell: clap_complete::Shell,
}

/// Which diagnostics fail the gate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum GateOf {
    #[default]
    Change,
    All,
}

impl From<GateOf> for Hold {
    fn from(gate: GateOf) -> Self {
        match gate {
            GateOf::Change => Self::Change,
            GateOf::All => Self::All,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a day is written as YYYY-MM-DD, such as 2026-06-30".to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    let length = Duration::parse(text).filter(|length| length.about_days() >= 0);
    length.ok_or_else(|| "a length of time is written as 90 days, 90d or 6 months".to_owned())
}

/// A name has to be seen, and to fit a heading.
fn organisation(text: &str) -> Result<String, String> {
    match text.trim().chars().count() {
        1..=120 => Ok(text.to_owned()),
        0 => Err("an organisation has a name; leave --name out to fill it in later".to_owned()),
        _ => Err("a name has at most 120 characters".to_owned()),
    }
}

fn editions() -> PossibleValuesParser {
    PossibleValuesParser::new(config::standards())
}

fn teams() -> PossibleValuesParser {
    PossibleValuesParser::new(IsmsTeam::ALL.iter().map(|(name, _)| *name))
}

/// The templates by name, with what each of them is.
fn forms() -> PossibleValuesParser {
    let all = PossibleValue::new("all").help("every one of them");
    let form = |template: config::Template| PossibleValue::new(template.name).help(template.about);
    PossibleValuesParser::new(std::iter::once(all).chain(config::templates().into_iter().map(form)))
}

fn fail_on() -> PossibleValuesParser {
    PossibleValuesParser::new(["error", "warning", "note", "never"])
}
