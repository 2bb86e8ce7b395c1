//! The command line: the only place that reads the clock, the environment and the terminal.

mod announced;
mod arguments;
mod baseline;
mod check;
mod explain;
mod init;
mod outputs;
mod past;
mod reference;
mod refusal;
mod report;
mod sources;
mod surroundings;
#[cfg(test)]
mod tests;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use refusal::Refusal;
use surroundings::{Surroundings, Wanted};

/// How a command ended.
enum End {
    /// It did what was asked for, and the gate, if there is one, is passed.
    Passed,
    /// The gate is failed.
    Failed,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        match end {
            End::Passed => Self::SUCCESS,
            End::Failed => Self::from(1),
        }
    }
}

/// Runs the command that the arguments of the process ask for.
#[must_use]
pub fn main() -> ExitCode {
    let surroundings = Surroundings::of_process();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let color = arguments.color;
    match run(arguments, &surroundings) {
        Ok(end) => end.into(),
        Err(refusal) => {
            let look = surroundings.look(color, Wanted::Errors);
            // There is no better place to say that standard error is closed.
            let _ = refusal.write(look, &mut io::stderr().lock());
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments, surroundings: &Surroundings) -> Result<End, Refusal> {
    let look = surroundings.look(arguments.color, Wanted::Output);
    match arguments.command {
        Command::Check(arguments) => check::run(&arguments, look, surroundings),
        Command::Baseline(arguments) => baseline::run(&arguments, surroundings),
        Command::Report(arguments) => report::run(&arguments, look, surroundings),
        Command::Rules(arguments) => reference::rules(&arguments, look, surroundings),
        Command::Explain(arguments) => explain::run(&arguments, look),
        Command::Sources(arguments) => sources::run(&arguments, look, surroundings),
        Command::Init(arguments) => init::run(&arguments, surroundings),
        Command::Schema(arguments) => reference::schema(&arguments),
        Command::Completions(arguments) => reference::completions(&arguments),
    }
}
