//! `html`: the readiness report as one page for people, in a browser, on paper or from a mail.
//!
//! The page needs no network and runs no script: style and pictures stand in it. It is a template over the same facts as
//! the JSON, with what the words, the pictures and the shortened lists need beside them.

mod gaps;
mod items;
mod pictures;
#[cfg(test)]
mod tests;
mod view;
mod written;

use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::{Facts, json};

/// The templates, by name; the name's ending says that text in them is escaped.
const TEMPLATES: [(&str, &str); 13] = [
    ("macros.html", include_str!("templates/macros.html")),
    ("page.html", include_str!("templates/page.html")),
    ("first.html", include_str!("templates/first.html")),
    ("open.html", include_str!("templates/open.html")),
    ("checklist.html", include_str!("templates/checklist.html")),
    ("sample.html", include_str!("templates/sample.html")),
    ("completeness.html", include_str!("templates/completeness.html")),
    ("trends.html", include_str!("templates/trends.html")),
    ("forecast.html", include_str!("templates/forecast.html")),
    ("review.html", include_str!("templates/review.html")),
    ("gaps.html", include_str!("templates/gaps.html")),
    ("rest.html", include_str!("templates/rest.html")),
    ("again.html", include_str!("templates/again.html")),
];

const STYLE: &str = include_str!("templates/style.css");

/// Writes the report as HTML.
pub fn write(facts: &Facts<'_>, out: &mut dyn Write) -> io::Result<()> {
    let page = page(facts).map_err(|error| io::Error::other(told(&error)))?;
    out.write_all(facts.context.look.printed(page).as_bytes())
}

fn page(facts: &Facts<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(|out, _, value| written::value(out, value));
    environment.add_filter("place", written::place);
    environment.add_filter("take", written::take);
    environment.add_filter("short", written::short);
    environment.add_filter("flow", written::flow);
    environment.add_filter("said", written::said);
    environment.add_filter("capital", written::capital);
    environment.add_filter("plain", written::plain);
    environment.add_filter("anchor", written::anchor);
    environment.add_function("counted", written::counted);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    let style = STYLE.trim();
    environment.get_template("page.html")?.render(context! {
        doc => Value::from(Serde(json::tree(facts))),
        view => Value::from(Serde(view::View::of(facts))),
        // The page may use this style sheet and nothing else: the digest names exactly its text.
        style => Value::from_safe_string(style.to_owned()),
        style_digest => written::sha256_base64(style.as_bytes()),
    })
}

/// An error with what led to it: a template that is wrong is told by its line.
fn told(error: &minijinja::Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
