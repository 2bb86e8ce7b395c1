//! Where what a report judges comes from: files and settings with their digests.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::readiness::{Digest, InputFile, Provenance};
use crate::rule::Catalogue;
use crate::triage::Report;

use super::state::State;

/// What was judged, by what. The files are read once more: a digest is one of bytes, and those are not kept.
pub(super) fn of(head: &State<'_>, settings_path: Option<&str>, report: &Report, catalogue: &Catalogue) -> Provenance {
    let State { workspace, settings, rules, .. } = head;
    let file = |path: &str| InputFile {
        path: path.to_owned(),
        digest: workspace.with_bytes(path, &settings.limits, Digest::of),
    };
    let paths: BTreeSet<&str> = report.files.iter().map(String::as_str).collect();
    let paths: Vec<&str> = paths.into_iter().filter(|path| Some(*path) != settings_path).collect();
    let standard = &settings.standard.value;
    let pack = catalogue.pack(standard);
    Provenance {
        as_of: report.as_of,
        organisation: settings.organisation.name.clone(),
        standard: standard.clone(),
        standard_title: pack.map_or_else(String::new, |pack| pack.title.clone()),
        rules: catalogue.rules().iter().filter(|rule| rules.runs(rule)).count(),
        rule_set: Digest::of_rules(catalogue),
        settings: settings_path.map(file),
        files: paths.into_par_iter().map(file).collect(),
        commit: None,
    }
}
