//! What can be typed to look something up: rules, explanations, schemas, completions, manual pages.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::Format;

#[derive(Args, Debug)]
pub(in crate::cli) struct RulesArguments {
    /// Text for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    pub(in crate::cli) format: Format,
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
pub(in crate::cli) struct ExplainArguments {
    /// Name of a rule, field, kind of record or obligation
    pub(in crate::cli) name: Option<String>,
    /// Explain the functions that conditions of rules may call
    #[arg(long)]
    pub(in crate::cli) functions: bool,
}

/// Print the JSON Schema of the settings, of a rule file or of a kind of record
///
/// Editors complete and check YAML by such a schema.
#[derive(Args, Debug)]
pub(in crate::cli) struct SchemaArguments {
    /// settings, rule, or a kind of record such as entry
    #[arg(value_name = "settings|rule|KIND")]
    pub(in crate::cli) name: String,
}

#[derive(Args, Debug)]
pub(in crate::cli) struct CompletionsArguments {
    /// Which shell
    pub(in crate::cli) shell: clap_complete::Shell,
}

/// Print the manual page of a command, for man
///
/// `tenone man check | man -l -` shows it. With --output the pages of all commands are written to a folder that is there.
#[derive(Args, Debug)]
pub(in crate::cli) struct ManArguments {
    /// Name of a command; tenone itself unless given
    #[arg(conflicts_with = "output")]
    pub(in crate::cli) command: Option<String>,
    /// Write the pages of all commands to this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: Option<PathBuf>,
}
