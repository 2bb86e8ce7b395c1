//! Tables of cases: settings and a text in, records and problems out.

mod bodies;
mod hostile;
mod ids;
mod joins;
mod misfits;
mod occasions;
mod places;
mod prose;
mod values;

use std::fmt::Write as _;
use std::sync::Arc;

use super::*;
use crate::model::{Cell, RecordId, Records, Value};
use crate::read::{read, yaml};
use crate::text::{SourceId, Sources};

const VOCABULARY: &[(&str, &str)] = &[
    ("vocabulary/placeholders.yaml", "words: [TBD, N/A, to be confirmed]\n"),
    ("vocabulary/sections.yaml", "purpose: [Purpose, Zweck]\nscope: [Scope]\nroles: [Roles]\n"),
    (
        "packs/iso-27001-2022.yaml",
        "review_inputs:\n- {key: a, headings: [Actions from last time]}\n- {key: c, headings: [Feedback]}\n- {key: d1}\n",
    ),
    ("vocabulary/none_because.yaml", "- none, because\n- none because\n"),
    (
        "vocabulary/words.yaml",
        "risk.treatment: {modify: [mitigate], retain: [accept]}\nentry.status: {closed: [done]}\n",
    ),
];

fn settings(text: &str) -> SourceSettings {
    let (tree, problems) = yaml::read(SourceId(0), &Arc::from(text));
    assert_eq!(problems, []);
    SourceSettings::read(&tree, tree.roots()[0]).unwrap()
}

fn mapped(settings: &SourceSettings, text: &str) -> Mapped {
    let lexicon = Lexicon::from_files(VOCABULARY);
    let document = read(SourceId(0), &settings.path.value, &Arc::from(text));
    map(
        settings,
        0,
        document.tree,
        &document.format,
        Common { lexicon: &lexicon, pack: "iso-27001-2022", path: &settings.path.value },
    )
}

fn united(mapped: Mapped) -> (Batch, Vec<Problem>, Reading) {
    let mut united = unite(vec![mapped]);
    (united.records.batches.remove(0), united.problems, united.readings.remove(0))
}

/// Every record as a line of its fields, then every problem, then what was left out.
fn outline(settings_text: &str, text: &str) -> String {
    told(mapped(&settings(settings_text), text), text)
}

fn told(mapped: Mapped, text: &str) -> String {
    let (batch, problems, reading) = united(mapped);
    let mut sources = Sources::default();
    sources.add("a", text);
    let place = |span| {
        let place = sources.place(span);
        format!("{}:{}", place.line, place.column)
    };
    let records = Records { batches: vec![batch], ..Records::default() };
    let mut out = String::new();
    for (id, record) in records.iter() {
        let depth = std::iter::successors(records.parent(id), |parent| records.parent(*parent)).count();
        write!(out, "{}{}:", "  ".repeat(depth), record.kind.name()).unwrap();
        for (field, info) in (0..).map(FieldId).zip(record.kind.shape().fields) {
            let Some(cell) = records.cell(id, field) else { continue };
            if matches!(info.ty, Type::Record(_) | Type::Keyed(_)) && cell.state() == State::Given {
                continue;
            }
            let shown = if info.list && cell.state() == State::Given {
                let items = records.items(id, field).iter().map(|item| show(&records, id, &info.ty, item));
                format!("[{}]", items.collect::<Vec<_>>().join(" | "))
            } else {
                show(&records, id, &info.ty, cell)
            };
            write!(out, " {}={shown}", info.name).unwrap();
        }
        out.push('\n');
    }
    for problem in &problems {
        let facts = problem.facts.iter().filter(|(name, value)| *name != "count" || value != "1");
        let facts: Vec<String> = facts.map(|(name, value)| format!("{name}={value}")).collect();
        let related: Vec<String> = problem.related.iter().map(|label| place(label.span)).collect();
        let also = if related.is_empty() { String::new() } else { format!(" also {}", related.join(" ")) };
        writeln!(out, "! {} {} {}{also}", problem.name, place(problem.span), facts.join(", ")).unwrap();
    }
    for ignored in &reading.ignored {
        writeln!(out, "- {} {}", place(ignored.span), ignored.why).unwrap();
    }
    out
}

fn show(records: &Records, id: RecordId, ty: &Type, cell: &Cell) -> String {
    let mark = match cell.state() {
        State::Given => "",
        State::Blank => return "(blank)".to_owned(),
        State::Placeholder => "(placeholder)",
        State::NoneBecause => "(none) ",
        State::Unreadable => "(unreadable)",
    };
    if cell.state() != State::Given {
        let text = records.batch(id).tree.text(cell.node()).trim();
        return if cell.state() == State::NoneBecause { format!("{mark}{text}") } else { mark.to_owned() };
    }
    match (records.decode(id.batch, ty, cell), ty) {
        (Value::Text(text), _) => text.replace('\n', " / "),
        (Value::Date(date), _) => date.to_string(),
        (Value::Bool(value), _) => value.to_string(),
        (Value::Int(value), _) => value.to_string(),
        (Value::Duration(value), _) => value.to_string(),
        (Value::Enum(set), Type::Enum(words)) => {
            let all = words.words.iter().enumerate().filter(|(index, _)| set.0 & (1 << index) != 0);
            all.map(|(_, word)| *word).collect::<Vec<_>>().join(" or ")
        }
        (value, _) => format!("{value:?}"),
    }
}

/// Compares outlines without the margin of the expected text.
fn check(settings: &str, text: &str, expected: &str) {
    let margin = expected.lines().filter(|line| !line.trim().is_empty());
    let margin = margin.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines = expected.lines().filter(|line| !line.trim().is_empty());
    let expected: String = lines.map(|line| format!("{}\n", &line[margin..])).collect();
    assert_eq!(outline(settings, text), expected, "\n--- of ---\n{text}");
}
