//! The gaps, rule by rule: why it matters, what to do, and each place.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::page_one::more;
use super::{MESSAGE, Page, words};
use crate::render::marked;
use crate::render::summary::counted;
use crate::triage::Judged;

/// Gaps of one rule that are listed.
const MOST: usize = 30;

pub(super) fn write(page: &mut Page<'_, '_>) {
    let report = page.facts.report;
    let mut rules: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for judged in &report.diagnostics {
        rules.entry(&judged.diagnostic.rule).or_default().push(judged);
    }
    let mut rules: Vec<(&str, Vec<&Judged>)> = rules.into_iter().collect();
    let gravest = |gaps: &[&Judged]| gaps.iter().map(|gap| gap.diagnostic.severity).max();
    rules.sort_by_key(|(_, gaps)| (Reverse(gravest(gaps)), Reverse(gaps.len())));
    page.heading(2, "Gaps");
    if rules.is_empty() {
        return page.paragraph("No gap was found.");
    }
    for (rule, gaps) in rules {
        of_rule(page, rule, &gaps);
    }
}

fn of_rule(page: &mut Page<'_, '_>, name: &str, gaps: &[&Judged]) {
    page.heading(3, name);
    let severity = gaps.iter().map(|gap| gap.diagnostic.severity).max().map_or("", words::severity);
    let count = counted(gaps.len() as u64, "gap", "gaps");
    if let Some(rule) = page.facts.context.catalogue.rule(name) {
        page.paragraph(&format!("**{}** {count}, {severity}.", rule.summary));
        let clauses = rule.clauses_under(&page.facts.readiness.provenance.standard).join(", ");
        page.paragraph(&flowing(&rule.why));
        page.paragraph(&format!("What to do: {}", flowing(&rule.fix)));
        let serves = rule.serves.join(", ");
        let clauses = if clauses.is_empty() { String::new() } else { format!("Clauses: {clauses}. ") };
        if !serves.is_empty() {
            page.paragraph(&format!("{clauses}Serves: {serves}."));
        }
    }
    let one = |gap: &&Judged| {
        let Judged { diagnostic, .. } = gap;
        let waived =
            words::waived(gap).map_or_else(String::new, |waived| format!(" {}", marked::text(&waived, MESSAGE)));
        format!("{} {}{waived}", page.place(diagnostic.span), marked::text(&diagnostic.message, MESSAGE))
    };
    let items: Vec<String> = gaps.iter().take(MOST).map(one).collect();
    page.items(items);
    more(page, gaps.len(), MOST);
}

/// The text of a rule in one paragraph.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
