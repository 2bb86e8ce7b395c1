//! The page without a name: what can be explained.

use crate::diagnostic::Severity;
use crate::render::Look;
use crate::render::page::Page;
use crate::render::terminal::meaning;
use crate::rule::Catalogue;

/// What there is to explain, and how severities are meant.
#[must_use]
pub fn overview_page(catalogue: &Catalogue, look: Look) -> String {
    let mut page = Page::new(look);
    page.title("tenone explain NAME", "");
    let row = |name: &str, about: String| (name.to_owned(), about);
    page.table(&[
        row("RULE", format!("one of {} rules; `tenone rules` lists them", catalogue.rules().len())),
        row("KIND", "a kind of record with all its fields, such as entry".to_owned()),
        row("KIND.FIELD", "a field, and the rules that need it, such as entry.root_cause".to_owned()),
        row("OBLIGATION", "what the standard asks, and the rules that serve it; listed below".to_owned()),
        row("--functions", "what conditions of rules may call".to_owned()),
    ]);
    page.heading("Severities");
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    page.table(&severities.map(|severity| (severity.to_string(), meaning(severity).to_owned())));
    page.heading("Obligations");
    let obligations = catalogue.obligations().iter();
    page.table(&obligations.map(|one| (one.slug.clone(), one.restated.clone())).collect::<Vec<_>>());
    page.text
}
