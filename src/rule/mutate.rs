//! [`mutants`] of a rule: the rule with one small fault in one of its conditions, which its examples should notice.

use super::catalogue::{Known, RuleText};
use super::error::RuleError;
use super::file::{CheckFile, Named, ReportFile, RuleFile, Written};
use super::load::{Loader, cut, parse};
use super::rule::Rule;
use crate::data::from_tree;
use crate::expr;

/// A rule with one fault.
#[derive(Debug)]
pub struct RuleMutant {
    /// Where the condition stands, such as `when` or `closed/require`.
    pub place: String,
    /// What was changed, such as `` `a` to `true` ``.
    pub says: String,
    /// The faulty rule, or why it cannot be loaded: then nobody can make this fault unnoticed.
    pub rule: Result<Box<Rule>, RuleError>,
}

/// All mutants of a rule: of each condition, and of each parameter's default.
///
/// # Errors
///
/// What is wrong with the file itself.
pub fn mutants(file: &RuleText) -> Result<Vec<RuleMutant>, RuleError> {
    let (path, text) = (file.0.as_ref(), &file.1);
    let (tree, root) = parse(path, cut(text).0)?;
    let read = || from_tree::<RuleFile>(&tree, root);
    let known = Known::nothing();
    let mut original = read().map_err(|error| RuleError::new(path, text, 0..0, error.message))?;
    if original.from.is_some() || original.native {
        return Ok(Vec::new());
    }
    let places: Vec<(String, Vec<(String, String)>)> = conditions(&mut original)
        .into_iter()
        .map(|(place, written, sort)| (place, sort.faults(&written.value)))
        .collect();
    let mut mutants = Vec::new();
    for (number, (place, faults)) in places.into_iter().enumerate() {
        for (by, says) in faults {
            let Ok(mut faulty) = read() else { continue };
            if let Some((_, written, _)) = conditions(&mut faulty).into_iter().nth(number) {
                written.value = by;
            }
            // A fault may leave a value unused, which is an error of its own and would hide what the examples say.
            let loader = Loader { path, text, unused_is_wrong: false };
            mutants.push(RuleMutant { place: place.clone(), says, rule: loader.rule(faulty, &known).map(Box::new) });
        }
    }
    Ok(mutants)
}

/// What a text of a rule file is.
#[derive(Clone, Copy)]
enum Sort {
    Condition,
    Each,
    Value,
}

impl Sort {
    /// The faulty texts, and what was changed.
    fn faults(self, text: &str) -> Vec<(String, String)> {
        match self {
            Self::Condition => faults(text, ""),
            // `x in list`: the list is the condition.
            Self::Each => {
                text.split_once(" in ").map_or_else(Vec::new, |(name, list)| faults(list, &format!("{name} in ")))
            }
            Self::Value => {
                expr::beside(text).into_iter().map(|by| (by.clone(), format!("`{text}` to `{by}`"))).collect()
            }
        }
    }
}

fn faults(text: &str, before: &str) -> Vec<(String, String)> {
    let mutants = expr::mutants(text).into_iter();
    mutants.map(|mutant| (format!("{before}{}", mutant.text), mutant.says)).collect()
}

/// Every text of a rule file that decides something, with a name for its place.
fn conditions(file: &mut RuleFile) -> Vec<(String, &mut Written, Sort)> {
    let mut found: Vec<(String, &mut Written, Sort)> = Vec::new();
    let parameters = file.parameters.0.iter_mut();
    found.extend(
        parameters.map(|(name, parameter)| (format!("parameters/{name}"), &mut parameter.default, Sort::Value)),
    );
    lets("", &mut file.lets, &mut found);
    one("each", file.each.as_mut(), Sort::Each, &mut found);
    one("when", file.when.as_mut(), Sort::Condition, &mut found);
    one("require", file.require.as_mut(), Sort::Condition, &mut found);
    related("", file.report.as_mut(), &mut found);
    for check in file.checks.iter_mut().flatten() {
        let CheckFile { key, lets: own, each, when, require, report, .. } = check;
        let key = format!("{}/", key.value);
        lets(&key, own, &mut found);
        one(&format!("{key}each"), each.as_mut(), Sort::Each, &mut found);
        one(&format!("{key}when"), when.as_mut(), Sort::Condition, &mut found);
        one(&format!("{key}require"), Some(require), Sort::Condition, &mut found);
        related(&key, Some(report), &mut found);
    }
    found
}

fn lets<'a>(key: &str, named: &'a mut Named<Written>, found: &mut Vec<(String, &'a mut Written, Sort)>) {
    found.extend(named.0.iter_mut().map(|(name, written)| (format!("{key}let {name}"), written, Sort::Condition)));
}

fn one<'a>(
    place: &str,
    written: Option<&'a mut Written>,
    sort: Sort,
    found: &mut Vec<(String, &'a mut Written, Sort)>,
) {
    found.extend(written.map(|written| (place.to_owned(), written, sort)));
}

fn related<'a>(key: &str, report: Option<&'a mut ReportFile>, found: &mut Vec<(String, &'a mut Written, Sort)>) {
    for (number, part) in report.into_iter().flat_map(|report| &mut report.related).enumerate() {
        one(&format!("{key}related {}", number + 1), part.each.as_mut(), Sort::Each, found);
    }
}
