//! The page of the functions of conditions.

use crate::expr::functions;
use crate::render::Look;
use crate::render::page::Page;

/// Every function of the condition language, with an example.
#[must_use]
pub fn functions_page(look: Look) -> String {
    let mut page = Page::new(look);
    page.title("Functions of conditions", "f(x, y) and x.f(y) are the same");
    for function in functions() {
        page.text.push('\n');
        page.title(function.signature, "");
        page.paragraphs(function.about, 2);
        page.verbatim(&format!("{} gives {}", function.example, function.result));
    }
    page.text
}
