//! Nothing that can stand in a file makes mapping panic, and what it gives is sound.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::model::Kind;

/// Keys that mean something somewhere, and a few that do not.
fn key() -> impl Strategy<Value = String> {
    let fields = Kind::ALL.iter().flat_map(|kind| kind.shape().fields).map(|field| field.name.to_owned());
    let mut known: Vec<String> = fields.collect();
    known.extend(source_kinds().flat_map(|kind| kinds_plural(kind).iter().map(|name| (*name).to_owned())));
    known.extend(["Due On", "X", "", "Ünknown", "classification "].map(str::to_owned));
    proptest::sample::select(known)
}

fn scalar() -> impl Strategy<Value = Value> {
    let words = [
        "",
        "IMP-1",
        "IMP-1, R-2; X",
        "2026-03-15",
        "05/03/2026",
        "5.3.2026",
        "TBD",
        "none, because of x",
        "[name]",
        "closed",
        "open / closed",
        "raised / closed",
        "ä,ö&ü\n",
        "90 days",
        "yes",
        "https://a/?b=1&c",
        "\u{2011}\u{feff}",
        "____",
    ];
    prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(|text| json!(text)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(|truth| json!(truth)),
        Just(Value::Null),
        ".{0,12}".prop_map(|text| json!(text)),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(6, 80, 8, |inner| {
        prop_oneof![
            2 => proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            5 => proptest::collection::vec((key(), inner), 0..8).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// An id, what it belongs to, and more fields.
type Row = (&'static str, &'static str, Vec<(String, Value)>);

fn id() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["A", "B", "A/X", "X", "A", ""])
}

/// Every number in a batch points at something.
fn is_sound(batch: &Batch) {
    let end = batch.tree.source_text().len();
    for (index, record) in batch.records.iter().enumerate() {
        assert!(record.parent == NONE || (record.parent as usize) < index);
        for (field, info) in record.kind.shape().fields.iter().enumerate() {
            let Some(cell) = batch.cell(record, FieldId(u8::try_from(field).unwrap())) else { continue };
            let list = info.list && cell.state() == State::Given;
            let values = if list { batch.items_of(cell) } else { std::slice::from_ref(cell) };
            assert!(!values.is_empty());
            for value in values {
                assert!((batch.tree.span(value.node()).end as usize) <= end);
                if matches!(info.ty, Type::Record(_) | Type::Keyed(_)) && value.state() == State::Given {
                    let nested = &batch.records[usize::try_from(value.payload).unwrap()];
                    assert_eq!((nested.parent as usize, nested.parent_field.0 as usize), (index, field));
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn no_tree_makes_mapping_panic(
        value in tree(),
        kind in proptest::sample::select(source_kinds().collect::<Vec<_>>()),
        columns in proptest::collection::vec((key(), key(), proptest::option::of(key())), 0..4),
        constant in scalar(),
        front in any::<bool>(),
    ) {
        let mut settings = json!({"kind": kind.name(), "path": if front { "a.md" } else { "a.json" }});
        let pairs = columns.into_iter().map(|(field, name, below)| {
            let name = below.map_or(name.clone(), |below| format!("{name}.{below}"));
            (field, json!(name))
        });
        let pairs: serde_json::Map<String, Value> =
            pairs.filter(|(field, _)| kind.field(field).is_some()).collect();
        let default = pairs.keys().next().cloned();
        settings["columns"] = Value::Object(pairs);
        if let Some(field) = default {
            settings["defaults"] = json!({field: constant});
        }
        let (tree, _) = crate::read::json::read(SourceId(0), &Arc::from(settings.to_string()));
        let Ok(settings) = SourceSettings::read(&tree, tree.roots()[0]) else { return Ok(()) };
        let text = if front { format!("---\n{value}\n---\n# Purpose\n\nTBD\n") } else { value.to_string() };
        let mapped = mapped(&settings, &text);
        is_sound(&mapped.batch);
    }

    #[test]
    fn no_lists_make_joining_panic(
        lists in proptest::collection::vec((
            proptest::sample::select(vec!["entry", "action", "entry", "effectiveness-review", "review"]),
            proptest::collection::vec((id(), id(), proptest::collection::vec((key(), tree()), 0..5)), 0..5),
        ), 1..5),
    ) {
        let list = |(kind, records): (&str, Vec<Row>)| {
            let settings = json!({"kind": kind, "path": "a.json"});
            let (tree, _) = crate::read::json::read(SourceId(0), &Arc::from(settings.to_string()));
            let settings = SourceSettings::read(&tree, tree.roots()[0]).unwrap();
            let record = |(id, entry, fields): Row| {
                let named = [("id".to_owned(), json!(id)), ("entry".to_owned(), json!(entry))];
                Value::Object(fields.into_iter().chain(named).collect())
            };
            let text = Value::Array(records.into_iter().map(record).collect()).to_string();
            mapped(&settings, &text)
        };
        let records = unite(lists.into_iter().map(list).collect()).records;
        for (id, record) in records.iter() {
            let above = std::iter::successors(Some(id), |id| records.parent(*id));
            prop_assert!(above.take(10).all(|above| !records.get(above).joined.is_absorbed()));
            for (field, info) in (0..).map(FieldId).zip(record.kind.shape().fields) {
                let batch = records.holder(id, field).batch;
                for cell in records.cell(id, field).into_iter().filter(|_| !info.list).chain(records.items(id, field)) {
                    if let crate::model::Value::Record(nested) = records.decode(batch, &info.ty, cell) {
                        prop_assert_eq!(records.parent(nested), Some(id));
                    }
                }
                for child in records.joined_list(id, field).unwrap_or(&[]) {
                    prop_assert_eq!(records.parent(*child), Some(id));
                }
                let _ = records.field_place(id, field);
            }
        }
    }

    #[test]
    fn no_settings_make_reading_them_panic(value in tree()) {
        let text = json!({"sources": [value]}).to_string();
        let (tree, _) = crate::read::json::read(SourceId(0), &Arc::from(text));
        let sources = tree.get(tree.roots()[0], "sources").unwrap();
        for item in tree.children(sources) {
            let _ = SourceSettings::read(&tree, item);
        }
    }
}
