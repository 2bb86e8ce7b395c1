//! Tables of settings: those that are read, and the errors of those that are not.

use std::sync::Arc;

use super::*;
use crate::mapping::Called;
use crate::model::Kind;
use crate::read::{Format, yaml};
use crate::text::{SourceId, Sources};

const WHOLE: &str = "organisation:
  name: Example Ltd
  time_zone: Europe/London
  isms_start: 2024-01-01
  assess_from: 2024-01-01
  isms_team: small
  risk_appetite: medium
standard: iso-27001-2022
sources:
  - {kind: entry, path: register/improvements.yaml}
  - kind: entry
    path: registers/capa.yaml
    defaults: {kind: nonconformity}
    dates: day-month-year
    columns: {id: CAPA ID, due_on: Target Date, root_cause: [Cause, Why analysis]}
    words: {status: {In Bearbeitung: in-progress, Offen: [raised, triaged]}}
  - {kind: review, path: minutes/*.md}
rules:
  effectiveness-too-soon: off
  review-overdue: {severity: error, parameters: {interval: 6 months}}
limits: {megabytes_per_file: 10}
";

fn read(text: &str) -> Result<Settings, String> {
    let mut sources = Sources::default();
    let id = sources.add("tenone.yaml", text);
    let (tree, problems) = yaml::read(id, sources.get(id).text());
    assert!(problems.iter().all(|problem| problem.name == "input-key-duplicate"), "{problems:?}");
    load(&tree).map_err(|error| {
        let place = sources.place(error.span);
        format!("{}:{} {} {}", place.line, place.column, error.message, error.help).trim_end().to_owned()
    })
}

#[test]
fn the_settings_of_the_specification_are_read() {
    let settings = read(WHOLE).unwrap();
    assert_eq!(settings.sources[1].columns[1].field.text, "actions.due_on");
    assert_eq!(settings.organisation.isms_team, IsmsTeam::Small);
    assert_eq!(settings.organisation.isms_start, Date::parse("2024-01-01"));
    assert_eq!(settings.organisation.risk_appetite, Some("medium"));
    let kinds: Vec<Kind> = settings.sources.iter().map(|source| source.kind).collect();
    assert_eq!(kinds, [Kind::Entry, Kind::Entry, Kind::Review]);
    let capa = &settings.sources[1];
    assert_eq!(capa.columns[2].keys.len(), 2);
    assert_eq!(capa.words[1].set.0, 0b11);
    assert!(settings.sources[0].is_canonical() && !capa.is_canonical());
    assert_eq!((settings.limits.file, settings.limits.line), (10 << 20, Limits::default().line));
    for nothing in ["", "# only a comment\n", "sources:\n", "rules:\norganisation:\n"] {
        assert!(read(nothing).unwrap().sources.is_empty());
    }
}

#[test]
fn errors_name_the_place_and_the_nearest_word() {
    for (text, expected) in [
        ("sorces: []\n", "1:1 there is no key `sorces` here Did you mean `sources`?"),
        (
            "organisation: {isms_team: tiny}\n",
            "1:27 there is no size of a team `tiny` Known are `normal`, `small`, `solo`.",
        ),
        (
            "organisation: {isms_start: 01.02.2024}\n",
            "1:28 `01.02.2024` is not a date Write dates as year, month and day: 2026-03-15.",
        ),
        ("organisation: {risk_appetite: meduim}\n", "1:31 there is no level of risk `meduim` Did you mean `medium`?"),
        (
            "sources: register.yaml\n",
            "1:1 `sources` is a list Write one line for each source: `- {kind: entry, path: register.yaml}`.",
        ),
        ("sources:\n- register.yaml\n", "2:3 expected a source such as `{kind: entry, path: register.yaml}`"),
        ("sources:\n- {path: a}\n", "2:3 the source needs a `kind`"),
        ("sources:\n- {kind: entry}\n", "2:3 the source needs a `path`"),
        ("sources:\n- {kind: entry, path: }\n", "2:17 `path` needs a value: expected text"),
        ("sources:\n- {kind: entri, path: a}\n", "2:10 there is no kind of record `entri` Did you mean `entry`?"),
        (
            "sources:\n- {kind: entry, path: a, colums: {}}\n",
            "2:26 there is no setting `colums` Did you mean `columns`?",
        ),
        (
            "sources:\n- {kind: entry, path: a, columns: {stauts: S}}\n",
            "2:36 a record of kind `entry` has no field `stauts` Did you mean `status`?",
        ),
        (
            "sources:\n- {kind: risk, path: a, columns: {residual.levl: S}}\n",
            "2:35 a record of kind `rating` has no field `levl` Did you mean `level`?",
        ),
        (
            "sources:\n- {kind: risk, path: a, columns: {title.x: S}}\n",
            "2:35 `title.x` goes on below a field that has no fields of its own",
        ),
        (
            "sources:\n- {kind: entry, path: a, words: {status: {Zu: clsed}}}\n",
            "2:47 `entry.status` has no word `clsed` Did you mean `closed`?",
        ),
        (
            "sources:\n- {kind: entry, path: a, words: {owner: {Zu: closed}}}\n",
            "2:34 `owner` has no closed list of words that others could be mapped to",
        ),
        (
            "sources:\n- {kind: entry, path: a, defaults: {kind: nonconformty}}\n",
            "2:43 `entry.kind` has no word `nonconformty` Did you mean `nonconformity`?",
        ),
        (
            "sources:\n- {kind: entry, path: a, defaults: {actions: x}}\n",
            "2:37 `actions` is a group of fields Give a value to one of them, such as `actions.id`.",
        ),
        (
            "sources:\n- {kind: entry, path: a, dates: dmy}\n",
            "2:33 there is no form of dates `dmy` Known are `year-month-day`, `day-month-year`, `month-day-year`, \
             `excel-1900`, `excel-1904`, `unix`.",
        ),
        (
            "sources:\n- {kind: entry, path: a, dates: [unix, excel-1904]}\n",
            "2:40 `excel-1904` is one form too many A source writes its dates in one order, and counts in one way.",
        ),
        ("waivers: [a]\n", "1:10 expected text, found a list"),
        ("baseline: {}\n", "1:11 expected text, found a mapping"),
        ("a: 1\n---\nb: 2\n", "3:1 there are several documents in the settings Keep one, and take the line `---` out."),
        ("- a\n", "1:1 expected a mapping, found a list"),
    ] {
        assert_eq!(read(text).map(|_| ()), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn the_schema_agrees_with_the_reader() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let valid = |text: &str| {
        let value: serde_json::Value = serde_yaml::from_str(text).unwrap();
        validator.is_valid(&value)
    };
    assert!(valid(WHOLE));
    for text in [
        "sorces: []",
        "organisation: {isms_team: tiny}",
        "sources: [{kind: entri, path: a}]",
        "sources: [{kind: entry}]",
        "sources: [{kind: entry, path: a, columns: {stauts: S}}]",
        "sources: [{kind: entry, path: a, columns: {title.x: S}}]",
        "rules: {x: loud}",
    ] {
        assert!(!valid(text), "{text}");
        // What stands under `rules:` is read where the rules are known.
        assert!(text.starts_with("rules") || read(text).is_err(), "{text}");
    }
}

#[test]
fn files_are_known_by_what_they_hold() {
    for (text, expected) in [
        ("entries:\n- {id: X, owner: a}\n", Some(Kind::Entry)),
        ("roles: []\npeople:\n- {id: a}\n", Some(Kind::Role)),
        ("- {id: R-1, title: T, treatment: modify, residual: {level: low}}\n", Some(Kind::Risk)),
        ("id: INC-1\ntitle: T\nseverity: low\ncontained_on: 2026-01-01\n", Some(Kind::Incident)),
        ("log:\n- {id: IMP-1, title: T, root_cause: c, actions: []}\n", Some(Kind::Entry)),
        ("id: X\ntitle: T\nowner: a\n", None),
        ("tool: {name: tenone}\ndiagnostics:\n- {id: IMP-1, severity: error, root_cause: c, actions: []}\n", None),
        ("version: 3\nservices: {web: {image: x}}\n", None),
        ("", None),
    ] {
        let (tree, _) = yaml::read(SourceId(0), &Arc::from(text));
        let called = Called { path: "a.yaml", sheet: None, alone: false };
        let settings = guess(&[Candidate { called, tree: &tree, format: &Format::Yaml }]);
        assert_eq!(settings.sources.first().map(|source| source.kind), expected, "{text}");
        assert!(settings.guessed && settings.sources.iter().all(|source| source.guessed));
    }
}
