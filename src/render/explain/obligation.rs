//! The page of an obligation.

use super::field::row_of;
use crate::render::Look;
use crate::render::page::Page;
use crate::rule::{Catalogue, Obligation};

/// What an obligation asks, and the rules that serve it.
#[must_use]
pub fn obligation_page(obligation: &Obligation, catalogue: &Catalogue, look: Look) -> String {
    let mut page = Page::new(look);
    page.title(&obligation.slug, &format!("obligation, checklist part '{}'", obligation.checklist));
    page.paragraphs(&obligation.restated, 0);
    let rules: Vec<_> = catalogue.serving(&obligation.slug).map(row_of).collect();
    if rules.is_empty() {
        page.text.push('\n');
        page.paragraphs("No rule serves it yet: a run says nothing about it.", 0);
    } else {
        page.heading("Rules that serve it");
        page.table(&rules);
    }
    page.text
}
