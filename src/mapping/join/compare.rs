//! Whether two places say the same: by value, by words, and by what a record is called.

use std::collections::BTreeSet;

use crate::model::{Cell, FieldId, RecordId, Records, State, Type, Value};

use super::fields;

/// What a record is called, or says first.
const NAMES: [&str; 6] = ["title", "name", "statement", "text", "what", "description"];

/// Letters of a word that says what a title is about.
const LONG: usize = 4;

/// Fields that both give, from which on most of them have to agree.
const CONTRADICTED: u32 = 3;

/// Whether two records with one id can be one record: their titles, where both have one, share half of their words;
/// where one has none, it only adds to the other, unless the two contradict each other throughout.
pub(super) fn is_one_record(records: &Records, one: RecordId, other: RecordId) -> bool {
    let kind = records.get(one).kind;
    let names = NAMES.iter().filter_map(|name| kind.field(name));
    let mut named = names.filter_map(|field| Some((text(records, one, field)?, text(records, other, field)?)));
    if let Some((one, other)) = named.next() {
        return shares_words(one, other);
    }
    let (mut shared, mut differing) = (0_u32, 0_u32);
    for field in fields(kind).filter(|field| gives(records, one, *field) && gives(records, other, *field)) {
        if matches!(kind.field_info(field).ty, Type::Id | Type::Parent(_) | Type::Record(_) | Type::Keyed(_)) {
            continue;
        }
        shared += 1;
        differing += u32::from(!agree(records, one, other, field));
    }
    shared < CONTRADICTED || differing * 2 <= shared
}

/// Whether a record gives a value for a field.
pub(super) fn gives(records: &Records, id: RecordId, field: FieldId) -> bool {
    records.cell(id, field).is_some_and(|cell| cell.state() == State::Given)
}

/// Whether the values of a field that two records give can both be true.
pub(super) fn agree(records: &Records, one: RecordId, other: RecordId, field: FieldId) -> bool {
    let info = records.get(one).kind.field_info(field);
    if info.list && matches!(info.ty, Type::Requirements) {
        return same_scope(&values(records, one, field), &values(records, other, field));
    }
    if info.list {
        return values(records, one, field) == values(records, other, field);
    }
    match (records.value(one, field), records.value(other, field)) {
        (Value::Text(one), Value::Text(other)) => same_text(one, other),
        (Value::Enum(one), Value::Enum(other)) => one.0 & other.0 != 0,
        (Value::Duration(one), Value::Duration(other)) => one.about_days() == other.about_days(),
        (Value::Unreadable | Value::Absent, _) | (_, Value::Unreadable | Value::Absent) => true,
        (one, other) => one == other,
    }
}

/// What a record is called, as words; where it has no name, all that it says.
pub(super) fn name(records: &Records, id: RecordId) -> String {
    let kind = records.get(id).kind;
    let mut names = NAMES.iter().filter_map(|name| kind.field(name));
    match names.find_map(|field| text(records, id, field)) {
        Some(text) => plain(text),
        None => contents(records, id).into_iter().map(|(field, text)| format!("{} {text}\n", field.0)).collect(),
    }
}

fn text(records: &Records, id: RecordId, field: FieldId) -> Option<&str> {
    match records.value(id, field) {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The items of a list as words, without order.
fn values(records: &Records, id: RecordId, field: FieldId) -> BTreeSet<String> {
    let given = records.items(id, field).iter().filter(|cell| cell.state() == State::Given);
    given.map(|cell| essence(records, id, field, cell)).collect()
}

/// What stands in all fields of a nested record, as words.
fn contents(records: &Records, id: RecordId) -> Vec<(FieldId, String)> {
    let kind = records.get(id).kind;
    let mut found = Vec::new();
    for field in fields(kind).filter(|field| gives(records, id, *field)) {
        match kind.field_info(field).list {
            true => found.extend(values(records, id, field).into_iter().map(|value| (field, value))),
            false => {
                found.extend(records.cell(id, field).map(|cell| (field, essence(records, id, field, cell))));
            }
        }
    }
    found
}

fn essence(records: &Records, id: RecordId, field: FieldId, cell: &Cell) -> String {
    let ty = &records.get(id).kind.field_info(field).ty;
    match records.decode(records.holder(id, field).batch, ty, cell) {
        Value::Text(text) => plain(text),
        Value::Record(nested) => contents(records, nested).into_iter().map(|(_, text)| text + "\n").collect(),
        other => format!("{other:?}"),
    }
}

/// Whether two texts are the same but for case, spaces and signs, or one is the other cut off with an ellipsis.
fn same_text(one: &str, other: &str) -> bool {
    let starts = |short: &str, long: &str| {
        let start = short.strip_suffix('…').or_else(|| short.strip_suffix("..."));
        start.map(plain).is_some_and(|start| !start.is_empty() && plain(long).starts_with(&start))
    };
    one == other || plain(one) == plain(other) || starts(one, other) || starts(other, one)
}

/// Whether two scopes are one, told in more or less detail, as a plan and a report do: they share words, and no number of the
/// shorter one is missing in the longer one. 'Clauses 6-8' and 'Clauses 6-9' are two.
fn same_scope(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let join = |items: &BTreeSet<String>| items.iter().map(|item| plain(item)).collect::<Vec<_>>().join(" ");
    let (one, other) = (join(one), join(other));
    let numbers = |text: &str| -> BTreeSet<String> {
        let digits = text.split(|letter: char| !letter.is_ascii_digit());
        digits.filter(|digits| !digits.is_empty()).map(str::to_owned).collect()
    };
    let (ours, theirs) = (numbers(&one), numbers(&other));
    one == other || ((ours.is_subset(&theirs) || theirs.is_subset(&ours)) && shares_words(&one, &other))
}

/// Whether two titles share half of the words of the shorter one; short words such as 'not' and 'the' do not count.
fn shares_words(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let words = |text: &str, least: usize| {
        let long = text.split(' ').filter(|word| word.chars().count() >= least);
        long.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let (mut ours, mut theirs) = (words(&one, LONG), words(&other, LONG));
    if ours.is_empty() || theirs.is_empty() {
        (ours, theirs) = (words(&one, 0), words(&other, 0));
    }
    let common = ours.intersection(&theirs).count();
    common * 2 >= ours.len().min(theirs.len())
}

/// Letters and digits in lower case, with one space for everything between them; a text of signs alone as it is.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    if plain.is_empty() { text.trim().to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_by_their_words() {
        let same = [("Key lost", "key  lost."), ("Backups are not tes…", "Backups are not tested"), ("—", "—")];
        for (one, other) in same {
            assert!(same_text(one, other) && same_text(other, one), "{one} / {other}");
        }
        for (one, other) in [("Key lost", "Keys lost"), ("—", "–"), ("…", "Key lost")] {
            assert!(!same_text(one, other) && !same_text(other, one), "{one} / {other}");
        }
    }

    #[test]
    fn a_scope_may_be_told_in_more_detail() {
        let scope = |text: &str| BTreeSet::from([text.to_owned()]);
        let agree = |one: &str, other: &str| same_scope(&scope(one), &scope(other));
        assert!(agree("Access control + HR (A.5.15-18 + A.6)", "Access control (A.5.15–A.5.18) + HR (A.6.1–A.6.6)"));
        assert!(!agree("Clauses 6–8 (Planning)", "Clauses 6-9"));
        assert!(!agree("Access control", "Supplier security"));
    }

    #[test]
    fn titles_that_share_half_of_their_words_are_of_one_record() {
        assert!(shares_words("Access review not done", "Q4 access review for marketing not done"));
        assert!(!shares_words("Visitor badges are not collected", "Backups are not tested"));
    }
}
