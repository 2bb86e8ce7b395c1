//! The examples of rules, run: a rule is silent with its good examples and says what is expected with its bad ones.

mod compare;
mod play;

use std::fmt;

use crate::rule::{Catalogue, Rule};

pub use play::{Played, play, play_reading};

use compare::{difference, reading_difference};

/// An example that does not do what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// Path of the rule file.
    pub path: String,
    /// Which example, such as `bad: 'a plan without a cause'`; empty for the rule as a whole.
    pub example: String,
    /// What is expected and what came out.
    pub message: String,
}

impl fmt::Display for ExampleFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path)?;
        if !self.example.is_empty() {
            write!(f, "{}: ", self.example)?;
        }
        f.write_str(&self.message)
    }
}

/// Runs all examples of a rule, and sees that each check has some that tell something.
#[must_use]
pub fn run(rule: &Rule, catalogue: &Catalogue) -> Vec<ExampleFailure> {
    let failure = |example: String, message: String| ExampleFailure { path: rule.path.clone(), example, message };
    let examples = match rule.examples() {
        Ok(examples) => examples,
        Err(error) => return vec![failure(String::new(), error.to_string())],
    };
    let mut failures = Vec::new();
    if rule.is_reading() {
        for example in &examples.reading {
            let found = play_reading(rule, example, catalogue).and_then(|played| reading_difference(example, &played));
            failures.extend(found.err().map(|message| failure(format!("bad: '{}'", example.says), message)));
        }
        return failures;
    }
    let mut passed = vec![0; rule.checks.len()];
    let mut failed = vec![0; rule.checks.len()];
    let good = examples.good.iter().map(|example| ("good", example));
    for (sort, example) in good.chain(examples.bad.iter().map(|example| ("bad", example))) {
        let name = format!("{sort}: '{}'", example.says);
        let played = match play(rule, example, catalogue) {
            Ok(played) => played,
            Err(message) => {
                failures.push(failure(name, message));
                continue;
            }
        };
        failures.extend(difference(sort == "bad", example, &played).map(|message| failure(name, message)));
        for (tally, (passed, failed)) in played.outcome.tallies.iter().zip(passed.iter_mut().zip(&mut failed)) {
            if sort == "good" {
                *passed += tally.passed;
            } else {
                *failed += tally.failed;
            }
        }
    }
    if rule.checks.iter().all(|check| check.program.is_some() || rule.native) {
        for (number, check) in rule.checks.iter().enumerate() {
            let which = if check.key.is_empty() { String::new() } else { format!(" of the check `{}`", check.key) };
            if passed[number] == 0 {
                failures.push(failure(String::new(), format!("no good example gets past `when`{which}")));
            }
            if failed[number] == 0 {
                failures.push(failure(String::new(), format!("no bad example{which}")));
            }
        }
    }
    failures
}

#[cfg(test)]
mod tests;
