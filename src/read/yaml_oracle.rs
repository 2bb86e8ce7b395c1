//! The same texts through another YAML reader: both must understand the same.

use std::sync::Arc;

use proptest::prelude::*;
use serde::Deserialize as _;
use serde_json::Value;

use super::yaml;
use crate::data::from_tree;
use crate::text::SourceId;

/// The documents as this crate reads them; `None` if it finds anything wrong.
fn ours(text: &str) -> Option<Vec<Value>> {
    let (tree, problems) = yaml::read(SourceId(0), &Arc::from(text));
    if !problems.is_empty() {
        return None;
    }
    tree.roots().iter().map(|root| from_tree(&tree, *root).ok()).collect()
}

/// The documents as the other reader has them, without those that hold nothing.
fn theirs(text: &str) -> Option<Vec<Value>> {
    let mut documents = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let mut value = serde_yaml::Value::deserialize(document).ok()?;
        value.apply_merge().ok()?;
        documents.push(plain(value)?);
    }
    Some(documents)
}

/// As JSON, with keys as the texts that they are in a register; `None` for keys that are no scalars.
fn plain(value: serde_yaml::Value) -> Option<Value> {
    Some(match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => value.into(),
        serde_yaml::Value::Number(number) => serde_json::to_value(number).ok()?,
        serde_yaml::Value::String(text) => text.into(),
        serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(plain).collect::<Option<_>>()?),
        serde_yaml::Value::Mapping(pairs) => {
            let pairs = pairs.into_iter().map(|(key, value)| Some((key.as_str()?.to_owned(), plain(value)?)));
            Value::Object(pairs.collect::<Option<_>>()?)
        }
        serde_yaml::Value::Tagged(tagged) => plain(tagged.value)?,
    })
}

#[test]
fn registers_mean_the_same_to_both() {
    for text in [
        "- id: IMP-1\n  title: \"a\\tb\\u00e4\" # c\n  'due on': 'x''y'\n  n: ~\n  empty:\n  flow: {a: [1, 2.5, true], b: }\n",
        "a: |\n  one\n   two\n\n  three\nb: >-\n  folded\n  text\n\n  more\n    kept\nc: |+\n  x\n\nd: |2\n    y\n",
        "a: plain\n  over\n\n  lines\nb: \"quoted\n  over\n\n  lines \\\n  joined\"\nc: 'single\n  too'\n",
        "a: &x {k: 1, l: [1, 2]}\nb: *x\nc:\n  <<: *x\n  k: own\nd: {<<: [*x, {m: 3, k: 9}], n: 4}\n",
        "---\na: 1\n---\n- b\n...\n---\nc\n",
        "a: 2026-03-15\nb: 0x1F\nc: 1e3\nd: .5\ne: +12\nf: yes\nh: 1_000\ni: '12'\nj: !!str 12\nk: -0\n",
        "? a\n: b\n? c\n",
        "a:\n- b\n- c:\n  - d\n  -\n    - e\n",
        "a: http://x.y/z?q=1#f\nb: it's\nc: a - b\nd: 10:30\ne: a#b\n",
        "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 'd\r\n  e'\r\n",
    ] {
        assert!(theirs(text).is_some(), "{text}");
        assert_eq!(ours(text), theirs(text), "{text}");
    }
}

/// A value as somebody may write it, on the lines that follow a key or a dash at this depth.
fn written(value: &Value, depth: usize, style: &mut impl FnMut() -> u32, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Array(items) if !items.is_empty() && !style().is_multiple_of(4) => {
            for item in items {
                out.push_str(&format!("\n{indent}-"));
                written(item, depth + 1, style, out);
            }
        }
        Value::Object(pairs) if !pairs.is_empty() && !style().is_multiple_of(4) => {
            for (key, item) in pairs {
                out.push_str(&format!("\n{indent}{key}:"));
                written(item, depth + 1, style, out);
            }
        }
        Value::String(text) => match style() % 5 {
            0 if text.trim() == text && !text.is_empty() && !text.contains("\n ") => {
                out.push_str(" |-");
                text.split('\n').for_each(|line| out.push_str(&format!("\n{indent}{line}")));
            }
            1 if !text.contains('\n') => out.push_str(&format!(" '{}'", text.replace('\'', "''"))),
            2 if text.chars().all(char::is_alphabetic) && !text.is_empty() => out.push_str(&format!(" {text} # note")),
            3 if text.chars().all(char::is_alphabetic) && !text.is_empty() => {
                out.push_str(&format!("\n{indent}{text}"))
            }
            _ => out.push_str(&format!(" {}", serde_json::to_string(text).unwrap())),
        },
        other => out.push_str(&format!(" {other}")),
    }
}

fn register() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-zä]{1,8}".prop_map(Value::from),
        "[a-zA-Z0-9 ä€'\"#:,.-]{0,20}".prop_map(Value::from),
        "[a-z ]{1,6}(\n[a-z ]{0,6}){0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[b-mo-xä]{2,5}[_a-m]", inner, 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_register_is_read_back(value in register(), styles in prop::collection::vec(any::<u32>(), 1..40)) {
        let mut next = styles.iter().copied().cycle();
        let mut text = String::from("root:");
        written(&value, 1, &mut || next.next().unwrap_or(0), &mut text);
        text.push('\n');
        let found = ours(&text);
        prop_assert_eq!(&found, &theirs(&text), "{}", text);
        if let Some(found) = found {
            prop_assert_eq!(&found[0]["root"], &value, "{}", text);
        }
    }
}
