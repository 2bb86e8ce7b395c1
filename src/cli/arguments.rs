//! What can be typed, and the help that stands beside it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::outputs::Output;
use super::past::PastArguments;
use super::report;
use crate::data::{Date, Duration};
use crate::triage::FailOn;

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
    Report(ReportArguments),
    /// List all rules with what they look for
    Rules(RulesArguments),
    Explain(ExplainArguments),
    Sources(SourcesArguments),
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
    #[arg(long)]
    pub(super) strict: bool,
    /// Settings in place of the workspace's tenone.yaml
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) config: Option<PathBuf>,
    /// Output format: terminal, concise, json or sarif; may be given several times
    ///
    /// With =FILE the output goes to that file, in a folder that is there. One output may go to standard output.
    #[arg(long = "output", value_name = "FORMAT[=FILE]", value_parser = Output::parse)]
    pub(super) outputs: Vec<Output>,
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

fn fail_on() -> PossibleValuesParser {
    PossibleValuesParser::new(["error", "warning", "note", "never"])
}
