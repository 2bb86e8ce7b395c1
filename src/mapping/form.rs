//! Whether a file is a form to copy: by its name, or by its folder and what stands in it.

use crate::data::{Date, NodeId, NodeKind, Tree};
use crate::model::{Lexicon, Names};

/// Texts of a document that are looked at.
const SAMPLE: usize = 20_000;

/// Days that a document has that somebody filled in.
const DAYS: usize = 3;

/// First words of the names of examples.
const EXAMPLES: [&str; 6] = ["example", "sample", "beispiel", "exemple", "ejemplo", "exemplo"];

/// Whether a file is a form. The rows of a register in a folder of templates are examples; a document there may be filled in:
/// it has days, and hardly any placeholder.
pub(super) fn is_form(path: &str, tree: &Tree, prose: bool, lexicon: &Lexicon) -> bool {
    let names = Names::embedded();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let first = name.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or("");
    if names.is_template(name) || EXAMPLES.contains(&first.to_lowercase().as_str()) {
        return true;
    }
    names.is_template(folder) && !(prose && is_filled_in(tree, lexicon))
}

fn is_filled_in(tree: &Tree, lexicon: &Lexicon) -> bool {
    let (mut texts, mut placeholders, mut days) = (0_usize, 0_usize, 0_usize);
    let mut open: Vec<NodeId> = tree.roots().to_vec();
    while let Some(node) = open.pop().filter(|_| texts < SAMPLE) {
        if !matches!(tree.kind(node), NodeKind::Scalar(_)) {
            open.extend(tree.children(node));
            continue;
        }
        let text = tree.text(node).trim();
        if text.is_empty() {
            continue;
        }
        // What a program fills in is not filled in yet.
        if text.contains("{{") {
            return false;
        }
        texts += 1;
        placeholders += usize::from(text.len() > 1 && lexicon.stand_ins.is_placeholder(text));
        let mut words = text.split(|letter: char| letter.is_whitespace() || ",;()".contains(letter));
        days += usize::from(words.any(|word| Date::parse(word).is_some()));
    }
    days >= DAYS && placeholders * 20 <= texts
}
