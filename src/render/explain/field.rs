//! The pages of a field and of a kind of record.

use crate::model::{Field, FieldId, Kind, Type};
use crate::render::Look;
use crate::render::page::Page;
use crate::rule::{Catalogue, Rule};

/// What a field is, in each kind that has it, and which rules read it.
#[must_use]
pub fn field_page(fields: &[(Kind, FieldId)], catalogue: &Catalogue, look: Look) -> String {
    let mut page = Page::new(look);
    for (index, (kind, id)) in fields.iter().enumerate() {
        if index > 0 {
            page.text.push('\n');
        }
        let field = kind.field_info(*id);
        page.title(&format!("{}.{}", kind.name(), field.name), &type_name(field));
        page.paragraphs(field.about, 0);
        if let Type::Enum(words) = field.ty {
            page.paragraphs(&format!("Words: {}.", words.words.join(", ")), 0);
        }
        if let Type::Record(nested) | Type::Keyed(nested) = field.ty {
            let short = nested.shape().short_form;
            let short = short.map_or_else(String::new, |short| format!(" A bare text stands for its `{short}`."));
            // Where a record stands in another one, it need not say in which.
            let fields = nested.shape().fields.iter().filter(|field| !matches!(field.ty, Type::Parent(_)));
            let names: Vec<&str> = fields.map(|field| field.name).collect();
            page.paragraphs(&format!("Fields: {}.{short}", names.join(", ")), 0);
        }
        if field.rare {
            page.paragraphs("Few organisations keep it; that a source has no such column is not reported.", 0);
        }
        if crate::mapping::source_kinds().any(|known| known == *kind) {
            let say = format!("columns: {{{}: Your name for it}}", field.name);
            page.paragraphs(
                &format!("Where a register calls it something else, its source in tenone.yaml says: `{say}`"),
                0,
            );
        }
        let readers = readers(catalogue, *kind, *id);
        if !readers.is_empty() {
            page.heading("Rules that need it");
            page.table(&readers);
        }
    }
    page.text
}

/// What a kind of record is, and its fields.
#[must_use]
pub fn kind_page(kind: Kind, catalogue: &Catalogue, look: Look) -> String {
    let mut page = Page::new(look);
    page.title(kind.name(), "kind of record");
    page.paragraphs(kind.shape().about, 0);
    page.heading("Fields");
    let row = |field: &Field| (field.name.to_owned(), format!("{} ({})", field.about, type_name(field)));
    page.table(&kind.shape().fields.iter().map(row).collect::<Vec<_>>());
    let is_about = |rule: &&Rule| rule.subject == crate::rule::Subject::Each(kind);
    let rules: Vec<_> = catalogue.rules().iter().filter(is_about).map(row_of).collect();
    if !rules.is_empty() {
        page.heading("Rules about it");
        page.table(&rules);
    }
    page.heading("More");
    page.table(&[
        (format!("tenone explain {}.FIELD", kind.name()), "one field, and the rules that need it".to_owned()),
        (format!("tenone schema {}", kind.name()), "its JSON Schema".to_owned()),
    ]);
    page.text
}

pub(super) fn row_of(rule: &Rule) -> (String, String) {
    (rule.name.clone(), format!("{}: {}", rule.severity, rule.summary.trim()))
}

fn readers(catalogue: &Catalogue, kind: Kind, field: FieldId) -> Vec<(String, String)> {
    let needs = |rule: &&Rule| {
        let programs = rule.checks.iter().filter_map(|check| check.program.as_ref());
        programs.flat_map(|program| &program.needs).any(|need| *need == (kind, field))
    };
    catalogue.rules().iter().filter(needs).map(row_of).collect()
}

/// The type of a field in words.
fn type_name(field: &Field) -> String {
    let kinds = |kinds: &[Kind]| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" or ");
    let (one, many) = match field.ty {
        Type::Id => ("id".to_owned(), "ids".to_owned()),
        Type::Ref([]) => ("reference to any record".to_owned(), "references to any records".to_owned()),
        Type::Ref(of) => (format!("reference to {}", kinds(of)), format!("references to {}", kinds(of))),
        Type::Person => ("person or role".to_owned(), "people or roles".to_owned()),
        Type::Date => ("date such as 2026-03-15".to_owned(), "dates such as 2026-03-15".to_owned()),
        Type::Text => ("text".to_owned(), "texts".to_owned()),
        Type::Enum(_) => ("a word of a list".to_owned(), "words of a list".to_owned()),
        Type::Money => ("amount with its currency".to_owned(), "amounts with their currency".to_owned()),
        Type::Url => ("web address".to_owned(), "web addresses".to_owned()),
        Type::Path => ("path of a file".to_owned(), "paths of files".to_owned()),
        Type::Bool => ("yes or no".to_owned(), "yes or no, several times".to_owned()),
        Type::Int => ("whole number".to_owned(), "whole numbers".to_owned()),
        Type::Duration => ("length of time such as 90 days".to_owned(), "lengths of time such as 90 days".to_owned()),
        Type::Record(kind) => {
            (format!("a nested {}", kind.name()), format!("a list of nested {} records", kind.name()))
        }
        Type::Keyed(kind) => {
            let keyed = format!("{} records by key", kind.name());
            (keyed.clone(), keyed)
        }
        Type::Requirements => {
            ("clauses and controls such as A.5.15-A.5.18".to_owned(), "clauses and controls such as 9.2".to_owned())
        }
        Type::Parent(kind) => {
            let parent = format!("id of its {}, where it does not stand in it", kind.name().replace('-', " "));
            (parent.clone(), parent)
        }
    };
    if field.list { many } else { one }
}
