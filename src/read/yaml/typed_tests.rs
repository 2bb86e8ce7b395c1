//! Typed access (`data::from_tree`) to documents: what types read, and what they say when they cannot.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::data::{Spanned, from_tree};
use crate::text::Sources;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Level {
    Error,
    Warning,
    Other(String),
    Between { low: i64, high: i64 },
}

#[derive(Debug, Deserialize, PartialEq)]
struct Name(String);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    name: Spanned<Name>,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    count: u8,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    share: f64,
    #[serde(default)]
    inner: Option<Box<Settings>>,
}

fn load<T: DeserializeOwned>(text: &str) -> Result<(T, Sources), String> {
    let mut sources = Sources::default();
    let id = sources.add("a.yaml", text);
    let (tree, _) = super::read(id, sources.get(id).text());
    from_tree(&tree, tree.roots()[0])
        .map_err(|error| {
            let place = sources.place(error.span);
            format!("{}:{}-{} {}", place.line, place.column, place.end_column, error.message)
        })
        .map(|value| (value, sources))
}

#[test]
fn types_read_what_is_written() {
    let text = "name: &n 12\nlevel: warning\ncount: 0x1f\nopen: true\nwords: {a: [x, 'y', 3], b: []}\nshare: -1e3\n\
                inner: {name: x, level: {between: {low: -1, high: 2}}, inner: ~}\n";
    let (settings, sources) = load::<Settings>(text).unwrap();
    assert_eq!(settings.name.value, Name("12".into()));
    assert_eq!(sources.slice(settings.name.span), "12");
    assert_eq!((settings.level, settings.count, settings.open), (Some(Level::Warning), 31, true));
    assert_eq!(settings.words["a"], ["x", "y", "3"]);
    assert!((settings.share + 1000.0).abs() < 1e-9);
    let inner = settings.inner.unwrap();
    assert_eq!(inner.level, Some(Level::Between { low: -1, high: 2 }));
    assert!(inner.inner.is_none());
    let (level, _) = load::<Level>("other: many").unwrap();
    assert_eq!(level, Level::Other("many".into()));
}

#[test]
fn untyped_values_follow_the_core_schema() {
    let text = "[1, -2, '3', 1.5, .5, 1e3, true, True, yes, null, ~, '', 2026-01-01, 0o17, 0x, .inf, nan, 18446744073709551615, +4, {a: b}]";
    let (value, _) = load::<serde_json::Value>(text).unwrap();
    let expected = serde_json::json!([
        1, -2, "3", 1.5, 0.5, 1000.0, true, true, "yes", null, null, "", "2026-01-01", 15, "0x", null, "nan",
        18446744073709551615_u64, 4, {"a": "b"}
    ]);
    assert_eq!(value, expected);
}

#[test]
fn errors_name_the_innermost_place() {
    for (text, expected) in [
        ("name: x\nlevl: error\n", "2:1-5 there is no key `levl` here; did you mean `level`?"),
        ("name: x\nlevel: eror\n", "2:8-12 `eror` is not a word that is known here; did you mean `error`?"),
        ("name: x\nlevel: {betwen: 1}\n", "2:9-15 `betwen` is not a word that is known here; did you mean `between`?"),
        ("level: error\nopen: true\n", "1:1-13 the key `name` is missing here"),
        ("name: x\ninner:\n  level: error\n", "3:3-15 the key `name` is missing here"),
        ("name: [x]\n", "1:7-10 expected text, found a list"),
        ("name:\n", "1:1-5 expected text, found nothing"),
        ("name: x\ncount: 300\n", "2:8-11 expected a whole number from 0 to 255, found `300`"),
        ("name: x\ncount: '3'\n", "2:8-11 expected a whole number from 0 to 255, found the text `3`"),
        ("name: x\nopen: yes\n", "2:7-10 expected true or false, found `yes`"),
        ("name: x\nwords: {a: [x, {b: c}]}\n", "2:16-22 expected text, found a mapping"),
        ("name: x\nwords: a\n", "2:8-9 expected a mapping, found `a`"),
        ("name: x\nopen: true\nname: y\n", "1:1-5 the key `name` stands more than once here"),
        ("- name: x\n", "1:1-10 expected a mapping, found a list"),
        ("name: x\nlevel: {error: 1}\n", "2:16-17 `error` takes no value"),
        ("name: x\nlevel: other\n", "2:8-13 `other` needs a value"),
        ("name: x\nlevel: {between: {low: 1}}\n", "2:18-26 the key `high` is missing here"),
        (
            "name: x\nzzz: {}\n",
            "2:1-4 there is no key `zzz` here; known are `name`, `level`, `count`, `open`, `words`, `share` and `inner`",
        ),
    ] {
        let error = load::<Settings>(text).map(|_| ()).unwrap_err();
        assert_eq!(error, expected, "{text}");
    }
}
