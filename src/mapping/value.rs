//! Values: what a scalar says under the type of its field.

use std::ops::Range;

use crate::data::{Date, Duration, NodeId, NodeKind};
use crate::diagnostic::Problem;
use crate::model::{Cell, Kind, State, Type, normalised};

use super::cells::{id_and_title, id_range, ids, ids_in_sentence, list_items, name_of};
use super::mapper::{At, Mapper};
use super::plan::Meaning;

impl Mapper<'_> {
    /// The cell of a node under a field that holds one value.
    pub(super) fn value(&mut self, at: At, node: NodeId) -> Cell {
        let blank = Cell::new(node, State::Blank);
        match self.batch.tree.kind(node) {
            NodeKind::Scalar(_) => self.scalar(at, node),
            NodeKind::Sequence => {
                let ends = {
                    let mut items = self.batch.tree.children(node);
                    (items.next(), items.next())
                };
                match ends {
                    (None, _) => blank,
                    (Some(only), None) if matches!(self.batch.tree.kind(only), NodeKind::Scalar(_)) => {
                        self.scalar(at, only)
                    }
                    _ => self.joined(at, node),
                }
            }
            NodeKind::Mapping if self.batch.tree.children(node).next().is_none() => blank,
            NodeKind::Mapping => match self.named_in(at, node) {
                Some(inner) => self.scalar(at, inner),
                None => self.mismatch(at, node, "one value"),
            },
        }
    }

    /// A list of texts where one text is expected is one text of several lines; any other list is a mistake.
    fn joined(&mut self, at: At, node: NodeId) -> Cell {
        let texts: Vec<NodeId> = self.batch.tree.children(node).collect();
        let scalars = texts.iter().all(|text| matches!(self.batch.tree.kind(*text), NodeKind::Scalar(_)));
        if !scalars || !matches!(at.kind.field_info(at.field).ty, Type::Text) {
            return self.mismatch(at, node, "one value");
        }
        let cells: Vec<Cell> = texts.into_iter().map(|text| self.scalar(at, text)).collect();
        self.join(&cells).unwrap_or(Cell::new(node, State::Blank))
    }

    /// One cell for several texts: those that are given, a line each.
    pub(super) fn join(&mut self, cells: &[Cell]) -> Option<Cell> {
        let tree = &mut self.batch.tree;
        let given: Vec<&Cell> = cells.iter().filter(|cell| cell.state() == State::Given).collect();
        let (first, last) = match given.as_slice() {
            [] => return cells.iter().find(|cell| cell.state() != State::Blank).or(cells.first()).copied(),
            [only] => return Some(**only),
            [first, .., last] => (tree.span(first.node()), tree.span(last.node())),
        };
        let text = given.iter().map(|cell| tree.text(cell.node()).trim()).collect::<Vec<_>>().join("\n");
        let constant = tree.constant(&text);
        let node = tree.add_text(constant, first.start, last.end.max(first.end));
        Some(Cell::new(node, State::Given))
    }

    /// The cell of a list field.
    pub(super) fn list(&mut self, at: At, from: usize, to: usize) -> Cell {
        let items = self.open_items.len();
        let first = self.found(from).node;
        for entry in from..to {
            let node = self.found(entry).node;
            if self.batch.tree.kind(node) != NodeKind::Sequence {
                let state = self.list_text(at, node, items);
                if to - from == 1 && state != State::Given {
                    self.open_items.truncate(items);
                    return Cell::new(node, state);
                }
                continue;
            }
            let children: Vec<NodeId> = self.batch.tree.children(node).collect();
            for child in children {
                self.list_item(at, child, items);
            }
        }
        self.close_list(at, first, items)
    }

    /// Lays the items of a text down that stands where a list does: one, or several where it is a list by its lines.
    fn list_text(&mut self, at: At, node: NodeId, items: usize) -> State {
        let lines = match at.kind.field_info(at.field).ty {
            Type::Text | Type::Person => list_items(self.batch.tree.text(node)),
            _ => Vec::new(),
        };
        if lines.is_empty() || self.lexicon.stand_ins.is_none_because(self.batch.tree.text(node).trim()) {
            return self.list_item(at, node, items);
        }
        for range in lines {
            let part = self.batch.tree.add_part(node, range);
            let cell = self.scalar(at, part);
            self.open_items.push(cell);
        }
        State::Given
    }

    /// Lays parts of a text down as items; without any the text says nothing.
    fn parts_of(&mut self, at: At, node: NodeId, parts: Vec<Range<usize>>) -> State {
        if parts.is_empty() {
            self.open_items.push(Cell::new(node, State::Blank));
            return State::Blank;
        }
        for range in parts {
            let part = self.batch.tree.add_part(node, range);
            let cell = self.scalar(at, part);
            self.open_items.push(cell);
        }
        State::Given
    }

    /// Lays one item down, or several where a text holds several ids; gives the state of the first.
    fn list_item(&mut self, at: At, node: NodeId, items: usize) -> State {
        if self.batch.tree.is_unknown(node) {
            let cell = self.scalar(at, node);
            self.open_items.push(cell);
            return cell.state();
        }
        let ty = at.kind.field_info(at.field).ty;
        let text = self.batch.tree.text(node);
        let parts = match ty {
            Type::Ref(_) => ids(text, true),
            Type::Enum(_) if self.word_of(at, text).is_none() => ids(text, false),
            _ => Vec::new(),
        };
        let ranged = if matches!(ty, Type::Ref(_)) && parts.is_empty() { id_range(text.trim()) } else { None };
        if let Some(ids) = ranged {
            let span = self.batch.tree.span(node);
            for id in ids {
                let constant = self.batch.tree.constant(&id);
                let part = self.batch.tree.add_text(constant, span.start, span.end);
                let cell = self.scalar(at, part);
                self.open_items.push(cell);
            }
            return State::Given;
        }
        let none = self.lexicon.stand_ins.is_none_because(text.trim());
        if matches!(ty, Type::Ref(_)) && parts.len() < 2 && !none && self.batch.tree.is_table_cell(node) {
            // A column that also holds sentences names records where ids stand in them, and else names none; what may name
            // anything, such as a clause in words, is kept.
            let anything = matches!(ty, Type::Ref(kinds) if kinds.is_empty());
            if let Some(ids) = ids_in_sentence(text).filter(|ids| !ids.is_empty() || !anything) {
                return self.parts_of(at, node, ids);
            }
        }
        if parts.len() < 2 || none {
            let cell = self.value(at, node);
            self.open_items.push(cell);
            return cell.state();
        }
        self.parts_of(at, node, parts);
        self.open_items.get(items).map_or(State::Blank, |_| State::Given)
    }

    /// How much a scalar says, before its type is looked at; a placeholder is reported.
    pub(super) fn state(&mut self, at: At, node: NodeId) -> State {
        let text = self.batch.tree.text(node).trim();
        if text.is_empty() || self.batch.tree.is_null(node) {
            return State::Blank;
        }
        if self.lexicon.stand_ins.is_placeholder(text) {
            self.placeholder(at, node);
            return State::Placeholder;
        }
        if self.lexicon.stand_ins.is_none_because(text) { State::NoneBecause } else { State::Given }
    }

    fn scalar(&mut self, at: At, node: NodeId) -> Cell {
        let info = at.kind.field_info(at.field);
        // Nobody can say what a formula without a result would give.
        if self.batch.tree.is_unknown(node) {
            return Cell::new(node, State::Unreadable);
        }
        if let Some(payload) = self.at_once(at, info.ty, node) {
            return Cell::given(node, payload);
        }
        let state = match (self.state(at, node), info.ty) {
            (State::NoneBecause, Type::Text) if info.reason => State::Given,
            (State::NoneBecause, Type::Text | Type::Ref(_) | Type::Person | Type::Url | Type::Path) => {
                State::NoneBecause
            }
            (State::NoneBecause, _) => State::Given,
            (state, _) => state,
        };
        let cell = Cell::new(node, state);
        if state != State::Given {
            return cell;
        }
        match info.ty {
            Type::Date => self.date(at, cell),
            Type::Enum(words) => self.word(at, words, cell),
            Type::Id => match id_and_title(self.batch.tree.text(cell.node())) {
                Some((range, _)) => Cell::given(self.batch.tree.add_part(cell.node(), range), cell.payload),
                None => cell,
            },
            Type::Person => match name_of(self.batch.tree.text(cell.node())) {
                Some(range) => Cell::given(self.batch.tree.add_part(cell.node(), range), cell.payload),
                None => cell,
            },
            Type::Bool => self.parsed(at, cell, "yes or no", truth),
            Type::Int => self.parsed(at, cell, "a whole number", whole_number),
            Type::Duration => {
                self.parsed(at, cell, "a length of time such as `90 days`", |text| Duration::parse(text).map(|_| 0))
            }
            _ => cell,
        }
    }

    /// The value of a cell that needs no second look: most dates are ISO, most words were met before.
    fn at_once(&mut self, at: At, ty: Type, node: NodeId) -> Option<i32> {
        let text = self.batch.tree.text(node);
        match ty {
            Type::Date => Date::parse(text).map(Date::days),
            // 'Not applicable' is no placeholder where it is asked whether something applies.
            Type::Bool => match at.kind.field_info(at.field).name {
                "applicable" => applies(text),
                "present" => attended(text),
                _ => None,
            },
            Type::Enum(_) => {
                let word =
                    self.plans.list.get_mut(at.plan as usize)?.words.get_mut(at.field.0 as usize)?.get_mut(text)?;
                let Meaning::Words(set) = word.meaning else { return None };
                word.count += 1;
                Some(set.0.cast_signed())
            }
            _ => None,
        }
    }

    fn parsed(&mut self, at: At, cell: Cell, expected: &'static str, parse: impl Fn(&str) -> Option<i32>) -> Cell {
        match parse(self.batch.tree.text(cell.node()).trim()) {
            Some(payload) => Cell::given(cell.node(), payload),
            None => self.mismatch(at, cell.node(), expected),
        }
    }

    pub(super) fn placeholder(&mut self, at: At, node: NodeId) {
        let tree = &self.batch.tree;
        // Of a control that does not apply there is nothing to say.
        let text = tree.text(node).trim();
        if at.kind == Kind::StatementOfApplicability && applies(text) == Some(0) {
            return;
        }
        // A dash says that there is nothing yet, as there need not be; what every record needs is another matter.
        let dash = text.chars().all(|letter| matches!(letter, '-' | '–' | '—'));
        if dash && !matches!(at.kind.field_info(at.field).name, "id" | "title" | "description" | "owner" | "due_on") {
            return;
        }
        let problem = Problem::new("input-placeholder-text", tree.span(node))
            .fact("field", at.kind.field_info(at.field).name)
            .fact("text", shortened(tree.text(node).trim()));
        self.complaints.add(at.record, problem);
    }

    /// Reports that something else than a value of the field's type stands in a node.
    pub(super) fn mismatch(&mut self, at: At, node: NodeId, expected: &'static str) -> Cell {
        let tree = &self.batch.tree;
        let field = at.kind.field_info(at.field).name;
        let (found, shape) = match tree.kind(node) {
            NodeKind::Sequence => ("a list".to_owned(), "list"),
            NodeKind::Mapping => ("a mapping".to_owned(), "mapping"),
            NodeKind::Scalar(_) => (format!("`{}`", shortened(tree.text(node).trim())), "text"),
        };
        let span = tree.span(node);
        // Of a collection the first line is enough to point at.
        let written = tree.source_text().get(span.start as usize..span.end as usize).unwrap_or("");
        let line = written.lines().next().map_or(0, |line| line.trim_end().len());
        let span = crate::text::Span { end: span.start + u32::try_from(line).unwrap_or(0), ..span };
        let problem = || {
            let problem = Problem::new("input-type-mismatch", span).fact("field", field).fact("expected", expected);
            problem.fact("found", found.clone())
        };
        if shape == "text" {
            self.complaints.add(at.record, problem());
        } else {
            let cause = format!("shape {:?} {field} {shape}", at.kind);
            self.complaints.add_to_group(cause, at.record, span, &found, problem);
        }
        Cell::new(node, State::Unreadable)
    }

    /// `{id: R-003, title: …}` where a reference or one of several texts is expected means R-003; `{name: …}` where a person
    /// is, the name.
    fn named_in(&self, at: At, node: NodeId) -> Option<NodeId> {
        let keys: &[&str] = match at.kind.field_info(at.field).ty {
            Type::Ref(_) => &["id", "ref"],
            Type::Person => &["id", "name"],
            Type::Text if at.kind.field_info(at.field).list => &["id", "name", "title"],
            _ => &[],
        };
        let tree = &self.batch.tree;
        let found = keys.iter().find_map(|key| tree.get(node, key));
        found.filter(|found| matches!(tree.kind(*found), NodeKind::Scalar(_)))
    }
}

/// YAML 1.2 knows only true and false; people, and YAML 1.1, know more.
pub(super) fn truth(text: &str) -> Option<i32> {
    let is = |known: &[&str]| known.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(&["true", "yes", "y", "on"]) {
        Some(1)
    } else if is(&["false", "no", "n", "off"]) {
        Some(0)
    } else {
        None
    }
}

/// Whether something applies, in the words of a Statement of Applicability.
fn applies(text: &str) -> Option<i32> {
    let text = normalised(text);
    let is = |known: &[&str]| known.contains(&text.as_ref());
    if is(&["applicable", "included", "in_scope"]) {
        Some(1)
    } else if is(&["not_applicable", "excluded", "out_of_scope", "n/a", "na"]) {
        Some(0)
    } else {
        None
    }
}

/// Whether somebody was there, as lists of attendees say it.
fn attended(text: &str) -> Option<i32> {
    let text = normalised(text);
    let begins = |known: &[&str]| known.contains(&text.split('_').next().unwrap_or(""));
    if begins(&["apologies", "apology", "absent", "excused", "entschuldigt", "abwesend", "excusé", "ausente"]) {
        Some(0)
    } else if begins(&["present", "attended", "remote", "anwesend", "présent", "presente"]) {
        Some(1)
    } else {
        None
    }
}

/// A whole number, also in front of a note without digits: '320 [High](levels.md)', '12 (high)', '9 – medium'.
pub(super) fn whole_number(text: &str) -> Option<i32> {
    let text = text.trim_matches(['*', '`']).trim();
    text.parse().ok().or_else(|| {
        let end = text.find(|letter: char| !letter.is_ascii_digit())?;
        let (number, note) = text.split_at(end);
        let marked = ["(", "[", "- ", "– ", "— "].iter().any(|mark| note.trim_start().starts_with(mark));
        let told = note.starts_with(' ') && marked && !note.bytes().any(|byte| byte.is_ascii_digit());
        number.parse().ok().filter(|_| told)
    })
}

/// Text for a message: a register can hold a novel in a cell.
pub(super) fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.len() == text.len() && text.chars().nth(60).is_none() {
        return text.to_owned();
    }
    format!("{}…", line.chars().take(60).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_have_other_names() {
        for (text, applicable, present) in [
            ("Not Applicable", Some(0), None),
            ("In scope", Some(1), None),
            ("Apologies — input submitted in writing", None, Some(0)),
            ("Present (remote)", None, Some(1)),
            ("", None, None),
        ] {
            assert_eq!((applies(text), attended(text)), (applicable, present), "{text}");
        }
    }

    #[test]
    fn a_number_may_have_a_note() {
        for (text, expected) in [
            ("-1", Some(-1)),
            ("**12**", Some(12)),
            ("320 [High Risk](./levels.md)", Some(320)),
            ("12 (high)", Some(12)),
            ("9 – medium", Some(9)),
            ("3 (2 of 5)", None),
            ("12/25", None),
            ("12 days", None),
            ("99999999999 (high)", None),
            ("high (12)", None),
            ("", None),
        ] {
            assert_eq!(whole_number(text), expected, "{text}");
        }
    }
}
