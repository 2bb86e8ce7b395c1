//! Words of closed vocabularies: canonical ones, those that the settings map, and those that people commonly use.

use crate::data::{NodeId, nearest};
use crate::diagnostic::Problem;
use crate::model::{Cell, EnumSet, FieldId, State, Type, Words, normalised};

use super::mapper::{At, Mapper, NONE};
use super::plan::{Meaning, PlanId, Word};
use super::status::{Choices, choices, split_status};
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
                let known = self.word_of(at, text);
                let meaning = known.map_or_else(|| no_word(text, |word| self.word_of(at, word)), Meaning::Words);
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

    /// What a text under a field with a closed vocabulary means, if it means anything.
    pub(super) fn meaning(&self, plan: PlanId, field: FieldId, text: &str) -> Option<EnumSet> {
        let at = At { record: NONE, kind: self.plans.get(plan).kind, plan, field };
        let text = text.trim();
        let known = |word: &str| self.word_of(at, word);
        match meaning_of(text, known) {
            Meaning::Words(set) => Some(set),
            Meaning::Placeholder | Meaning::Unknown => None,
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

/// What a text means under a field with a closed vocabulary whose words are known.
pub(super) fn meaning_of(text: &str, known: impl Fn(&str) -> Option<EnumSet>) -> Meaning {
    known(text).map_or_else(|| no_word(text, known), Meaning::Words)
}

/// What a text means that is no word: a state with a note behind it, a form of which one choice is ticked, or one that
/// nobody filled in.
fn no_word(text: &str, known: impl Fn(&str) -> Option<EnumSet>) -> Meaning {
    match choices(text) {
        Choices::Ticked(choice) => return known(choice).map_or(Meaning::Unknown, Meaning::Words),
        Choices::Open => return Meaning::Placeholder,
        Choices::None => {}
    }
    let sets: Vec<Option<EnumSet>> =
        text.split(['/', '|']).map(|choice| known(choice.trim().trim_matches(['[', ']', '(', ')']))).collect();
    if let [Some(first), others @ ..] = sets.as_slice()
        && !others.is_empty()
        && others.iter().all(Option::is_some)
    {
        // One word in two languages is no choice.
        let same = others.iter().all(|other| *other == Some(*first));
        return if same { Meaning::Words(*first) } else { Meaning::Placeholder };
    }
    split_status(text).and_then(|status| status.meaning(known)).map_or(Meaning::Unknown, Meaning::Words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lexicon;

    fn meaning(text: &str) -> Meaning {
        let lexicon = Lexicon::embedded();
        let words = &crate::model::tables::ENTRY_STATUS;
        let known = |word: &str| words.set(word).or_else(|| lexicon.word(words, word));
        meaning_of(text, known)
    }

    #[test]
    fn states_are_found_in_what_people_write() {
        let words = &crate::model::tables::ENTRY_STATUS;
        let set = |text: &str| EnumSet(text.split(' ').map(|word| words.set(word).unwrap().0).sum());
        let acted = "implemented verifying closed";
        for (text, expected) in [
            ("✅ Closed", "closed"),
            ("🟢 **Closed**", "closed"),
            ("[![Closed](https://img.example/closed.svg)](register.md)", "closed"),
            ("**Closed 2026-08-14** — fixed", "closed"),
            ("Closed on 14.08.2026", "closed"),
            ("Closed (2026-08-14)", "closed"),
            ("Closed, 2026-08-14", "closed"),
            ("Closed - 14 Aug 2026", "closed"),
            ("Closed — Effective", "closed"),
            ("Open - In Progress", "in-progress"),
            ("🔴 In Progress (Urgent)", "in-progress"),
            ("Offen – in Bearbeitung", "in-progress"),
            ("- Open", "raised triaged analysed planned"),
            ("Completed", acted),
            ("Erledigt", acted),
            ("Completed (pending verification)", "verifying"),
            ("Closed / Geschlossen", "closed"),
            ("☐ Open ☑ Closed", "closed"),
            ("[ ] Open [x] Closed", "closed"),
            ("In progress<br>waiting for the vendor", "in-progress"),
            ("Implemented - closed", "implemented closed"),
        ] {
            assert_eq!(meaning(text), Meaning::Words(set(expected)), "{text}");
        }
    }

    #[test]
    fn a_form_lists_its_choices() {
        for (text, expected) in [
            ("raised / closed", Meaning::Placeholder),
            ("Raised|In Progress", Meaning::Placeholder),
            ("Open / Closed", Meaning::Placeholder),
            ("☐ Open ☐ Closed", Meaning::Placeholder),
            ("open / gone", Meaning::Unknown),
            ("Closed: no", Meaning::Unknown),
            ("Closed - not yet", Meaning::Unknown),
            ("Not closed", Meaning::Unknown),
            ("✅", Meaning::Unknown),
            ("x", Meaning::Unknown),
        ] {
            assert_eq!(meaning(text), expected, "{text}");
        }
    }
}
