//! [`survey`]: what a folder holds already.

use std::collections::BTreeSet;

use super::Plan;
use crate::analysis::{self, Analysis, AnalysisError, AsOf, Options};
use crate::cli::check::Opened;
use crate::cli::refusal::Refusal;
use crate::config::{self, Holds, SourceLine, Template};
use crate::discover::Workspace;
use crate::model::tables::DOCUMENT_TYPE;
use crate::model::{Kind, Value};

/// What was found in a folder.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// The name of its settings.
    pub(super) settings: Option<&'static str>,
    /// Settings that fit its files, where it has none.
    pub(super) guess: Option<String>,
    /// Paths and patterns of the sources that its settings name.
    patterns: Vec<String>,
    kinds: BTreeSet<Kind>,
    document_types: BTreeSet<&'static str>,
}

/// Looks at a folder.
pub(super) fn survey(opened: &Opened, as_of: AsOf) -> Result<Survey, Refusal> {
    let settings = ["tenone.yaml", "tenone.yml"].into_iter().find(|name| opened.workspace.root().join(name).exists());
    let analysis = match analysis::check(&opened.workspace, &Options::as_of(as_of)) {
        Err(AnalysisError::NoFile) => return Ok(Survey { settings, ..Survey::default() }),
        analysis => analysis.map_err(|error| Refusal::analysis(error, &opened.typed))?,
    };
    let guess = config::written(&analysis.settings, &analysis.readings, &analysis.sources, &opened.workspace);
    let patterns = analysis.settings.sources.iter().filter(|_| !analysis.settings.guessed);
    Ok(Survey {
        settings,
        guess: guess.map(|(text, _)| text).filter(|_| settings.is_none()),
        patterns: patterns.map(|source| source.path.value.clone()).collect(),
        // A register without an entry is one all the same, and so is a form.
        kinds: analysis.readings.iter().map(|reading| reading.kind).collect(),
        document_types: document_types(&analysis),
    })
}

/// The types of all documents that were read.
fn document_types(analysis: &Analysis) -> BTreeSet<&'static str> {
    let mut types = BTreeSet::new();
    let Some(field) = Kind::Document.field("document_types") else { return types };
    let info = Kind::Document.field_info(field);
    for (id, _) in analysis.records.iter().filter(|(_, record)| record.kind == Kind::Document) {
        for item in analysis.records.items(id, field) {
            if let Value::Enum(set) = analysis.records.decode(id.batch, &info.ty, item) {
                types.extend(set.single(&DOCUMENT_TYPE));
            }
        }
    }
    types
}

impl Survey {
    /// Whether a template is one of settings, and the folder has some under either name.
    pub(super) fn has_settings(&self, template: &Template) -> bool {
        template.is_settings() && self.settings.is_some_and(|name| name != template.path)
    }

    /// Whether nothing was found of what a template is there for.
    pub(super) fn lacks(&self, template: &Template) -> bool {
        template.holds.is_some_and(|Holds { kind, document_type }| match document_type {
            Some(document_type) => !self.document_types.contains(document_type),
            None => !self.kinds.contains(&kind),
        })
    }
}

/// The lines that the settings of a folder lack, so that what was written is read.
pub(super) fn unnamed(plan: &Plan, opened: &Opened) -> Vec<SourceLine> {
    let Some(workspace) = plan.survey.settings.and_then(|_| Workspace::open(opened.workspace.root()).ok()) else {
        return Vec::new();
    };
    let named = |path: &str| {
        let mut patterns = plan.survey.patterns.iter();
        patterns.any(|pattern| workspace.matching(pattern).is_ok_and(|found| found.iter().any(|found| found == path)))
    };
    let unnamed = plan.files.iter().map(|file| &file.template).filter(|template| !named(template.path));
    unnamed.filter_map(Template::source).collect()
}
