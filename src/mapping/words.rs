//! Words of closed vocabularies: canonical ones, those that the settings map, and those that people commonly use.

use crate::data::{NodeId, nearest};
use crate::diagnostic::Problem;
use crate::model::{Cell, EnumSet, State, Type, Words, normalised};

use super::mapper::{At, Mapper};
use super::plan::{Meaning, Word};
use super::value::shortened;

/// Different words of one field that are reported one by one, those that are understood included.
const WORDS: usize = 60;

impl Mapper<'_> {
    /// The cell of a text under a field with a closed vocabulary.
    pub(super) fn word(&mut self, at: At, words: &'static Words, cell: Cell) -> Cell {
        let text = self.batch.tree.text(cell.node()).trim();
        let known = self.plans.list.get_mut(at.plan as usize).and_then(|plan| {
            let word = plan.words.get_mut(at.field.0 as usize)?.get_mut(text)?;
            word.count += 1;
            Some(word.meaning)
        });
        let meaning = match known {
            Some(meaning) => meaning,
            None => {
                let meaning = self.word_of(at, text).map_or_else(|| no_word(text, words), Meaning::Words);
                if let Some(plan) = self.plans.list.get_mut(at.plan as usize) {
                    plan.words[at.field.0 as usize].insert(text.into(), Word { meaning, count: 1 });
                }
                meaning
            }
        };
        match meaning {
            Meaning::Words(set) => Cell::given(cell.node(), set.0.cast_signed()),
            Meaning::Placeholder => {
                self.placeholder(at, cell.node());
                cell.in_state(State::Placeholder)
            }
            Meaning::Unknown => {
                self.unknown_word(at, words, cell.node());
                cell.in_state(State::Unreadable)
            }
        }
    }

    /// What a word means: as canonical word, then by the settings, then by the vocabulary of the linter.
    pub(super) fn word_of(&self, at: At, text: &str) -> Option<EnumSet> {
        let Type::Enum(words) = at.kind.field_info(at.field).ty else { return None };
        let rules = self.plans.get(at.plan).rules.get(&at.field);
        let rule = rules.and_then(|rules| rules.get(normalised(text).as_ref()).copied());
        words.set(text.trim()).or(rule).or_else(|| self.lexicon.word(words, text))
    }

    fn unknown_word(&mut self, at: At, words: &'static Words, node: NodeId) {
        let field = at.kind.field_info(at.field).name;
        let tree = &self.batch.tree;
        let (text, span) = (shortened(tree.text(node).trim()), tree.span(node));
        let met = self.plans.get(at.plan).words.get(at.field.0 as usize).map_or(0, |words| words.len());
        // A column of free text that was taken for a status has a new word in each row.
        let word = if met <= WORDS { normalised(tree.text(node)) } else { "and many more".into() };
        let cause = format!("word {:?} {field} {word}", at.kind);
        self.complaints.add_to_group(cause, at.record, span, &text, || {
            let near = nearest(&text, words.words.iter().copied());
            let hint = near.map_or_else(
                || format!("known are {}", words.words.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            Problem::new("input-enum-unknown", span)
                .fact("value", text.clone())
                .fact("field", field)
                .fact("nearest", near.unwrap_or(""))
                .fact("hint", hint)
        });
    }
}

/// A cell that lists all choices is a form that nobody filled in: 'Open / Closed'.
fn no_word(text: &str, words: &'static Words) -> Meaning {
    let choices: Vec<&str> = text.split(['/', '|']).collect();
    let known = |choice: &&str| {
        let choice = normalised(choice.trim());
        words.words.iter().any(|word| normalised(word) == choice)
    };
    if choices.len() > 1 && choices.iter().all(known) { Meaning::Placeholder } else { Meaning::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_lists_its_choices() {
        let words = &crate::model::tables::ENTRY_STATUS;
        for (text, expected) in [
            ("raised / closed", Meaning::Placeholder),
            ("Raised|In Progress", Meaning::Placeholder),
            ("open / gone", Meaning::Unknown),
            ("x", Meaning::Unknown),
        ] {
            assert_eq!(no_word(text, words), expected, "{text}");
        }
    }
}
