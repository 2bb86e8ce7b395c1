//! What is told of a run where names of people and text of cells are kept back.
//!
//! Messages are made without them; what else says something of a record is taken care of here, when everything that goes by
//! it has been worked out.

use std::sync::Arc;

use crate::config::Settings;
use crate::data::{WITHHELD, without_quoted};
use crate::expr::{self, Withheld};
use crate::index::Index;
use crate::mapping::Reading;
use crate::readiness::Readiness;
use crate::rule::Catalogue;
use crate::triage::{Report, Waiver};

/// What is told of the run as a whole.
pub(super) fn told(
    index: &Index<'_>,
    catalogue: &Catalogue,
    settings: &Settings,
    report: &mut Report,
    readiness: Option<&mut Readiness>,
) {
    let pack = catalogue.pack(&settings.standard.value).map_or_else(expr::Pack::default, |pack| pack.facts());
    let withheld = Withheld::new(index, &pack, own_texts(catalogue));
    diagnostics(report, &withheld);
    if let Some(facts) = readiness {
        facts.withhold(&withheld);
    }
}

/// The subjects and fields of diagnostics, and what is said about those that are waived.
fn diagnostics(report: &mut Report, withheld: &Withheld<'_, '_>) {
    for judged in &mut report.diagnostics {
        let diagnostic = &mut judged.diagnostic;
        diagnostic.subject = withheld.subject(&diagnostic.subject);
        diagnostic.field = withheld.path(&diagnostic.field);
        if let Some(waiver) = &mut judged.waiver {
            *waiver = without_texts(waiver, withheld);
        }
    }
    report.waivers.iter_mut().for_each(|waiver| *waiver = without_texts(waiver, withheld));
}

fn without_texts(waiver: &Waiver, withheld: &Withheld<'_, '_>) -> Arc<Waiver> {
    let kept = || WITHHELD.to_owned();
    Arc::new(Waiver {
        subject: withheld.subject(&waiver.subject),
        field: waiver.field.as_deref().map(|field| withheld.path(field)),
        reason: kept(),
        approved_by: kept(),
        ..waiver.clone()
    })
}

/// The texts that stand in conditions of rules, such as the sections that a process must have.
pub(super) fn own_texts(catalogue: &Catalogue) -> Vec<String> {
    let mut texts = Vec::new();
    for rule in catalogue.rules() {
        let programs = rule.checks.iter().filter_map(|check| check.program.as_ref());
        let own = programs.flat_map(|program| {
            let values = [&program.first, &program.then, &program.last];
            values.into_iter().flat_map(|values| &values.own).chain(&program.each)
        });
        for binding in rule.shared.lets.iter().chain(own) {
            // In a list of rules' texts every second piece stands between quotation marks.
            texts.extend(binding.value.text().split('\'').skip(1).step_by(2).map(str::to_owned));
        }
    }
    texts
}

/// Heads and words that nobody knows, and what is quoted where something was left out.
pub(super) fn reading(reading: &mut Reading) {
    reading.unknown_keys.iter_mut().for_each(|unknown| WITHHELD.clone_into(&mut unknown.key));
    let unknown = reading.words.iter_mut().filter(|word| word.means.is_empty());
    unknown.for_each(|word| WITHHELD.clone_into(&mut word.word));
    reading.ignored.iter_mut().for_each(|left| left.why = without_quoted(&left.why, |_| false));
}
