//! The `tenone` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    tenone::cli::main()
}
