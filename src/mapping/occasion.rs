//! What a document of which nobody said what it holds tells about: minutes, an audit report, a nonconformity, an incident; or
//! several records below headings. Names are hints; the labels, headings and lists of records have to be there.

use crate::data::{NodeId, Tree};
use crate::model::{Kind, Lexicon};
use crate::read::markdown;
use crate::text::Span;

use super::control::{front_pairs, near_the_top};
use super::form::is_form;
use super::headed::{announcement, headed_records};
use super::heads::path_of;
use super::prose::{Pair, Section, id_at_end, kind_of, sections, titled};
use super::recognise::{Called, Hints};
use super::settings::SourceSettings;
use super::tables::{Manner, is_blank};

/// Kinds of which a document may be one record.
const WHOLE: [Kind; 6] =
    [Kind::Entry, Kind::Incident, Kind::Review, Kind::Audit, Kind::ChangeTicket, Kind::RiskAcceptance];

/// Kinds whose records stand below headings of one document.
const BELOW_HEADINGS: [Kind; 5] = [Kind::Entry, Kind::Incident, Kind::Risk, Kind::ChangeTicket, Kind::RiskAcceptance];

/// Days that belong to an occasion itself; a procedure has others, such as that of its approval.
const OWN_DAYS: [&str; 10] = [
    "occurred_on",
    "detected_on",
    "raised_on",
    "reported_on",
    "requested_on",
    "held_on",
    "planned_on",
    "started_on",
    "completed_on",
    "report.on",
];

/// What a document says of itself that a register or minutes do not need, but policies and processes do.
const CONTROL: [&str; 6] = ["version", "owner", "approved_by", "approved_on", "effective_on", "next_review_on"];

/// Signs that make a document clear whose name says nothing.
const SIGNS: usize = 3;

/// Tells what a text document holds by its labels, headings and name; `None` if it is not clear.
#[must_use]
pub fn recognise_document(called: Called<'_>, tree: &Tree, lexicon: &Lexicon) -> Option<Kind> {
    let sections = sections(tree);
    let first = sections.iter().find(|section| section.level == 1).map_or("", |section| section.title(tree));
    let hints = Hints::of_document(called, first);
    let name = called.path.rsplit('/').next().unwrap_or(called.path);
    // `PM-009 - Metrics are missing` is no list of metrics.
    if is_form(called.path, tree, true, lexicon) || (hints.other() && titled(name).is_none()) {
        return None;
    }
    let look = Look { tree, lexicon, sections: &sections, path: called.path, title: first, name };
    let mut found: Vec<(f64, Kind)> = BELOW_HEADINGS.iter().filter_map(|kind| look.headed(*kind, &hints)).collect();
    if found.is_empty() {
        found = WHOLE.iter().filter_map(|kind| look.whole(*kind, &hints)).collect();
    }
    found.sort_by(|left, right| right.0.total_cmp(&left.0));
    match found.as_slice() {
        // A guess that is hardly better than the next one is no guess.
        [(first, _), (second, _), ..] if *first < second + 0.25 => None,
        found => found.first().map(|(_, kind)| *kind),
    }
}

/// Whether a text document is a policy or a process: its title hints at one, and it says who keeps it and in which version.
#[must_use]
pub fn is_controlled_document(called: Called<'_>, tree: &Tree, lexicon: &Lexicon) -> bool {
    let sections = sections(tree);
    let first = sections.iter().find(|section| section.level == 1).map_or("", |section| section.title(tree));
    let hinted = lexicon.title_hint(first).is_some();
    if !hinted || is_form(called.path, tree, true, lexicon) {
        return false;
    }
    let look = Look { tree, lexicon, sections: &sections, path: called.path, title: first, name: "" };
    look.control() >= 2
}

struct Look<'a> {
    tree: &'a Tree,
    lexicon: &'a Lexicon,
    sections: &'a [Section],
    path: &'a str,
    title: &'a str,
    name: &'a str,
}

impl Look<'_> {
    /// Records below headings with ids: how much speaks for it.
    fn headed(&self, kind: Kind, hints: &Hints) -> Option<(f64, Kind)> {
        let found = headed_records(self.tree, kind, self.lexicon);
        let known = found.ids.iter().filter(|id| kind_of_id(id) == Some(kind)).count() * 2 > found.ids.len();
        let hint = hints.weight(kind);
        let enough = found.known >= 2 * found.ids.len() && (known || (hint > 0.0 && found.ids.len() >= 2));
        let each = found.known as f64 / found.ids.len().max(1) as f64;
        (!found.ids.is_empty() && enough).then_some((hint + f64::from(u8::from(known)) + each / 4.0, kind))
    }

    /// One record: it has an id or a day of its own, and says enough of itself.
    fn whole(&self, kind: Kind, hints: &Hints) -> Option<(f64, Kind)> {
        let given = self.given(kind);
        let has = |path: &str| given.iter().any(|(known, _)| known == path);
        let days = given.iter().filter(|(path, _)| OWN_DAYS.contains(&path.as_str()));
        let dated = days.clone().any(|(_, value)| is_day(self.tree.text(*value))) || is_dated(self.name);
        let ids = [titled(self.title).map(|parts| parts.id), id_at_end(self.title)];
        let ids = ids.into_iter().flatten().map(|id| &self.title[id]);
        let ids: Vec<&str> = ids.chain(titled(self.name).map(|parts| &self.name[parts.id])).collect();
        let known = ids.iter().any(|id| kind_of_id(id) == Some(kind));
        let lists = self.lists(kind);
        // A procedure has a day of its own too, and its number; minutes that are kept like one say who was there.
        let controlled = self.control() >= 2;
        let identified = known
            || match controlled {
                true => dated && lists > 0,
                false => dated || has("id") || !ids.is_empty(),
            };
        let tells = has("id") || !ids.is_empty() || !given.is_empty() || self.texts(kind) > 0;
        let signs = self.signs(kind);
        let hint = hints.weight(kind) + f64::from(u8::from(known));
        let points = (given.len() + lists + self.inputs(kind) + signs) as f64;
        let enough = identified && tells && points >= 3.0 && (hint > 0.0 || signs >= SIGNS);
        enough.then_some((hint + points.min(8.0) / 4.0, kind))
    }

    /// The fields of a kind that the document gives a value for, in front matter or near its top.
    fn given(&self, kind: Kind) -> Vec<(String, NodeId)> {
        let settings = SourceSettings::canonical(kind, self.path, Span::top(self.tree.source()));
        let manner = Manner { settings: &settings, lexicon: self.lexicon, strict: true, prose: true, several: true };
        let mut given: Vec<(String, NodeId)> = Vec::new();
        let labels = near_the_top(self.tree, &self.sections.iter().collect::<Vec<_>>(), manner);
        let labels = labels.into_iter().map(|Pair { label, value, .. }| (self.tree.text(label).to_owned(), value));
        for (label, value) in front_pairs(self.tree).into_iter().chain(labels) {
            let Some(path) = path_of(&label, kind, manner) else { continue };
            if self.says(value) && !given.iter().any(|(known, _)| *known == path) {
                given.push((path, value));
            }
        }
        given
    }

    fn says(&self, value: NodeId) -> bool {
        let text = self.tree.text(value).trim();
        self.tree.children(value).next().is_some() || (!text.is_empty() && !self.lexicon.stand_ins.is_placeholder(text))
    }

    /// What the document says of itself as a policy or a process.
    fn control(&self) -> usize {
        let given = self.given(Kind::Document);
        given.iter().filter(|(path, _)| CONTROL.contains(&path.as_str())).count()
    }

    /// Lists of nested records that are written below headings or announcements.
    fn lists(&self, kind: Kind) -> usize {
        let mut fields = Vec::new();
        for section in self.sections {
            let mut lead = section.heading;
            for block in &section.blocks {
                if let Some(said) = announcement(self.tree, *block) {
                    lead = Some(said);
                }
                let listed = lead.and_then(|lead| self.lexicon.list(kind, self.tree.text(lead)));
                let Some(listed) = listed.filter(|listed| !fields.contains(&listed.field)) else { continue };
                if self.is_written(*block) {
                    fields.push(listed.field);
                }
            }
        }
        fields.len()
    }

    /// Inputs of a review that have a text.
    fn inputs(&self, kind: Kind) -> usize {
        let inputs = (kind == Kind::Review).then(|| self.lexicon.inputs("iso-27001-2022")).flatten();
        let covered = |section: &&markdown::Section| {
            let placeholder = |text: &str| self.lexicon.stand_ins.is_placeholder(text);
            let title = section.title(self.tree);
            inputs.is_some_and(|inputs| !inputs.keys(title).is_empty()) && section.is_given(self.tree, placeholder)
        };
        markdown::sections(self.tree).iter().filter(covered).count()
    }

    /// Whether a list or a table has something in it.
    fn is_written(&self, block: NodeId) -> bool {
        let below = match kind_of(self.tree, block) {
            "list" => self.tree.get(block, "items"),
            "table" => self.tree.get(block, "rows"),
            _ => return false,
        };
        let nodes = below.into_iter().flat_map(|below| self.tree.children(below));
        let texts = nodes.flat_map(|node| self.tree.children(node).chain([node]));
        texts.into_iter().any(|node| !is_blank(self.tree, node) && self.says(node))
    }

    /// Headings that are named like a field of a kind.
    fn texts(&self, kind: Kind) -> usize {
        let settings = SourceSettings::canonical(kind, self.path, Span::top(self.tree.source()));
        let manner = Manner { settings: &settings, lexicon: self.lexicon, strict: true, prose: true, several: true };
        let inner = self.sections.iter().filter(|section| section.level > 1);
        inner.filter(|section| path_of(section.title(self.tree), kind, manner).is_some()).count()
    }

    /// Headings by which a document about one record of a kind is known, and labels beside them.
    fn signs(&self, kind: Kind) -> usize {
        let mut titles: Vec<&str> = self.sections.iter().map(|section| section.title(self.tree).trim()).collect();
        titles.sort_unstable();
        titles.dedup();
        titles.iter().filter(|title| self.lexicon.is_sign(kind, title)).count()
    }
}

/// The kind of record whose ids usually begin like this one.
#[must_use]
pub fn kind_of_id(id: &str) -> Option<Kind> {
    let prefix = id.split(|letter: char| !letter.is_ascii_alphabetic()).next()?;
    PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, kind)| *kind)
}

/// How ids of a kind usually begin.
static PREFIXES: &[(&str, Kind)] = &[
    ("IMP", Kind::Entry),
    ("NC", Kind::Entry),
    ("NCR", Kind::Entry),
    ("CAPA", Kind::Entry),
    ("CAR", Kind::Entry),
    ("OFI", Kind::Entry),
    ("INC", Kind::Incident),
    ("PM", Kind::Incident),
    ("R", Kind::Risk),
    ("RISK", Kind::Risk),
    ("RA", Kind::RiskAcceptance),
    ("MR", Kind::Review),
    ("IA", Kind::Audit),
    ("AUD", Kind::Audit),
    ("AP", Kind::AuditProgramme),
    ("CHG", Kind::ChangeTicket),
    ("LL", Kind::Lesson),
    ("COM", Kind::Communication),
    ("OBJ", Kind::Objective),
    ("SUG", Kind::Suggestion),
    ("POL", Kind::Document),
    ("PROC", Kind::Document),
];

/// Whether a text has a year in it, as days have.
fn is_day(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_digit()).any(|part| part.len() == 4)
}

/// Whether the name of a file begins with a day.
fn is_dated(name: &str) -> bool {
    name.get(..10).is_some_and(|day| crate::data::Date::parse(day).is_some())
}
