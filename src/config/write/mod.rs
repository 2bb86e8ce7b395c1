//! [`written`]: a guess as `tenone.yaml`: explicit, so that a later change of the vocabulary changes nothing.

mod item;
mod yaml;

use crate::discover::Workspace;
use crate::mapping::Reading;
use crate::model::Names;
use crate::read::Format;
use crate::text::Sources;

use super::Settings;
use item::Item;
pub(super) use yaml::scalar;

/// What stands above the sources.
const TOP: &str = "\
# Where records are kept and how they are written there, as `tenone sources --write` found it.
# Correct what is wrong: once a source stands here, nothing about it is guessed any more.
# `tenone sources` shows what the files say with these settings, `tenone schema settings` what else can stand here.
";

/// The guess as a file of settings, and the number of its sources; `None` if nothing was found that could be named.
///
/// Files that are read as one record each, have the same kind and stand in one folder become a pattern, where that
/// pattern names them and no other file.
#[must_use]
pub fn written(
    settings: &Settings,
    readings: &[Reading],
    sources: &Sources,
    workspace: &Workspace,
) -> Option<(String, usize)> {
    let mut items: Vec<Item> = Vec::new();
    for reading in readings.iter().filter(|reading| is_worth(reading)) {
        let Some(source) = settings.sources.get(reading.settings) else { continue };
        let path = sources.get(reading.source).path();
        let format = Format::of(path, sources.get(reading.source).text());
        items.push(Item::of(source, reading, &format));
    }
    let items = grouped(items, workspace);
    if items.is_empty() {
        return None;
    }
    let mut text = format!("{TOP}\nsources:\n");
    for item in &items {
        text.push_str(&item.yaml());
    }
    Some((text, items.len()))
}

/// A register that has no entry yet is a register; a template is none.
fn is_worth(reading: &Reading) -> bool {
    let template = reading.records.is_empty() && Names::embedded().is_template(&reading.path);
    reading.guessed && !template && (!reading.records.is_empty() || !reading.heads.is_empty())
}

/// Puts files of one folder together where a pattern names them and no other.
fn grouped(items: Vec<Item>, workspace: &Workspace) -> Vec<Item> {
    let mut grouped: Vec<Item> = Vec::new();
    for item in &items {
        let Some(pattern) = item.pattern() else {
            grouped.push(item.clone());
            continue;
        };
        let mut alike: Vec<&Item> = items
            .iter()
            .filter(|other| other.kind == item.kind && other.pattern().as_ref() == Some(&pattern))
            .collect();
        alike.sort_by(|left, right| left.path.cmp(&right.path));
        let paths: Vec<&str> = alike.iter().map(|item| item.path.as_str()).collect();
        let exact = workspace.matching(&pattern).is_ok_and(|found| found == paths);
        match alike.as_slice() {
            [_, _, ..] if exact => {
                // Said where the first of them stands.
                if !grouped.iter().any(|known| known.kind == item.kind && known.path == pattern) {
                    grouped.push(Item::together(&pattern, &alike));
                }
            }
            _ => grouped.push(item.clone()),
        }
    }
    grouped
}
