//! The page of a rule.

use crate::render::page::Page;
use crate::render::picture::picture;
use crate::render::terminal::meaning;
use crate::render::{Look, Texts};
use crate::rule::{Catalogue, Class, Parameter, ParameterType, ParameterValue, Rule, Status};
use crate::triage::Report;

/// A bad example that was really run.
#[derive(Clone, Copy, Debug)]
pub struct Drawn<'a> {
    /// What the example shows.
    pub says: &'a str,
    /// What the rule says about it.
    pub report: &'a Report,
    /// The records of the example.
    pub texts: Texts<'a>,
}

/// Everything there is to know about a rule, with pictures of its bad examples.
#[must_use]
pub fn rule_page(rule: &Rule, catalogue: &Catalogue, examples: &[Drawn<'_>], look: Look) -> String {
    let mut page = Page::new(look);
    let status = if rule.status == Status::Stable { "" } else { ", preview: it may still change" };
    page.title(&rule.name, &format!("{}, since {}{status}", rule.severity, rule.since));
    page.paragraphs(&rule.summary, 0);
    page.paragraphs(&format!("As {}: {}.", article(rule), meaning(rule.severity)), 0);
    if !rule.formerly.is_empty() {
        page.paragraphs(&format!("Formerly called {}.", rule.formerly.join(", ")), 0);
    }
    page.heading("Why it matters");
    page.paragraphs(&rule.why, 2);
    page.heading("What to do");
    page.paragraphs(&rule.fix, 2);
    if let Some(overlaps) = &rule.overlaps {
        page.heading("Beside other rules");
        page.paragraphs(overlaps, 2);
    }
    serves(&mut page, rule, catalogue);
    page.heading("How it is checked");
    page.verbatim(&conditions(rule));
    page.paragraphs(moves(rule), 2);
    settings(&mut page, rule);
    for example in examples {
        page.heading(&format!("Example: {}", example.says));
        for judged in &example.report.diagnostics {
            page.text.push_str(&picture((&judged.diagnostic).into(), example.texts, look));
        }
    }
    look.printed(page.text)
}

fn article(rule: &Rule) -> String {
    let word = rule.severity.to_string();
    if word.starts_with('e') { format!("an {word}") } else { format!("a {word}") }
}

fn serves(page: &mut Page, rule: &Rule, catalogue: &Catalogue) {
    if rule.serves.is_empty() && rule.clauses.is_empty() {
        return;
    }
    page.heading("What it serves");
    let restated = |slug: &String| catalogue.obligation(slug).map_or("", |obligation| &obligation.restated).to_owned();
    let mut rows: Vec<(String, String)> = rule.serves.iter().map(|slug| (slug.clone(), restated(slug))).collect();
    for (pack, clauses) in &rule.clauses {
        let title = catalogue.pack(pack).map_or_else(String::new, |pack| format!(" of {}", pack.title));
        let word = if clauses.len() == 1 { "Clause" } else { "Clauses" };
        rows.push((pack.clone(), format!("{word} {}{title}", clauses.join(", "))));
    }
    page.table(&rows);
}

/// The conditions as the rule file has them: they read as a sentence.
fn conditions(rule: &Rule) -> String {
    if rule.is_reading() {
        let message = rule.message.as_deref().unwrap_or("");
        return format!("While files are read; it says: {message}");
    }
    if rule.native {
        return "By code of the linter: no condition can say it.".to_owned();
    }
    let is_start = |line: &&str| line.starts_with("for:");
    let is_end = |line: &&str| line.starts_with("examples:") || line.starts_with("overlaps:");
    let lines: Vec<&str> =
        rule.text.lines().skip_while(|line| !is_start(line)).take_while(|line| !is_end(line)).collect();
    lines.join("\n").trim_end().to_owned()
}

/// When the outcome of the rule may change although nobody touched the records.
fn moves(rule: &Rule) -> &'static str {
    match rule.class() {
        Class::Content => "",
        Class::Clock => "The outcome depends on the day: what passes today may fail tomorrow.",
        Class::Population => "The outcome depends on all records of the workspace.",
        Class::History => "The outcome depends on how the records came to be what they are.",
    }
}

fn settings(page: &mut Page, rule: &Rule) {
    page.heading("Settings (tenone.yaml)");
    let mut lines = vec!["rules:".to_owned(), format!("  {}:", rule.name)];
    lines.push(format!("    severity: {}    # error, warning, note or off", rule.severity));
    if !rule.parameters.is_empty() {
        lines.push("    parameters:".to_owned());
        lines.extend(
            rule.parameters.iter().map(|parameter| format!("      {}: {}", parameter.name, default(parameter))),
        );
    }
    page.verbatim(&lines.join("\n"));
    let about = |parameter: &Parameter| {
        let ty = match parameter.ty {
            ParameterType::Duration => "A length of time",
            ParameterType::Int => "A whole number",
            ParameterType::Text => "Text",
        };
        let limit = parameter.limit.as_ref().map_or_else(String::new, |limit| {
            format!(" The limit `{limit}` of the organisation's own process document wins over the settings.")
        });
        (parameter.name.clone(), format!("{} {ty}, {} unless set.{limit}", parameter.about.trim(), default(parameter)))
    };
    if !rule.parameters.is_empty() {
        page.text.push('\n');
        page.table(&rule.parameters.iter().map(about).collect::<Vec<_>>());
    }
}

/// The default of a parameter as the settings would write it.
pub(in crate::render) fn default(parameter: &Parameter) -> String {
    match &parameter.default {
        ParameterValue::Duration(length) => length.to_string(),
        ParameterValue::Int(number) => number.to_string(),
        ParameterValue::Text(text) => text.clone(),
    }
}
