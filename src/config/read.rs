//! [`load`]: settings from a tree; an error names the place, what was expected, and the nearest known word.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::data::{DataError, Date, NodeId, NodeKind, Spanned, Tree, Zone, from_tree, nearest};
use crate::discover::Limits;
use crate::mapping::SourceSettings;
use crate::model::embedded;
use crate::model::tables::LEVEL;
use crate::text::Span;

use super::{IsmsTeam, Organisation, Settings, SettingsError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    organisation: Option<WrittenOrganisation>,
    #[serde(default)]
    standard: Option<Spanned<String>>,
    #[serde(default, rename = "sources")]
    _sources: Option<IgnoredAny>,
    #[serde(default, rename = "rules")]
    _rules: Option<IgnoredAny>,
    #[serde(default)]
    waivers: Option<Spanned<String>>,
    #[serde(default)]
    baseline: Option<Spanned<String>>,
    #[serde(default)]
    limits: Option<WrittenLimits>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenOrganisation {
    name: Option<String>,
    time_zone: Option<Spanned<String>>,
    isms_start: Option<Spanned<String>>,
    assess_from: Option<Spanned<String>>,
    isms_team: Option<Spanned<String>>,
    risk_appetite: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenLimits {
    megabytes_per_file: Option<u64>,
    megabytes_per_line: Option<u64>,
}

/// Reads the settings from the tree of `tenone.yaml`.
///
/// What stands under `rules:` is not looked at: [`crate::check::RuleSettings`] reads it, which knows the rules.
///
/// # Errors
///
/// If a key or word is not known, or something has the wrong shape.
pub fn load(tree: &Tree) -> Result<Settings, SettingsError> {
    let top = Span::top(tree.source());
    let Some(root) = tree.roots().first().copied() else { return Ok(Settings::empty(top)) };
    if tree.is_null(root) {
        return Ok(Settings::empty(top));
    }
    if let Some(second) = tree.roots().get(1) {
        let message = "there are several documents in the settings".to_owned();
        let help = "Keep one, and take the line `---` out.".to_owned();
        return Err(SettingsError { span: tree.span(*second), message, help });
    }
    let written: Written = from_tree(tree, root)?;
    let organisation = written.organisation.map_or_else(|| Ok(Organisation::default()), organisation)?;
    let limits = written.limits.unwrap_or_default();
    let usual = Limits::default();
    Ok(Settings {
        organisation,
        standard: written.standard.map_or_else(|| Ok(Settings::empty(top).standard), standard)?,
        sources: sources(tree, root)?,
        limits: Limits {
            file: limits.megabytes_per_file.map_or(usual.file, bytes),
            line: limits
                .megabytes_per_line
                .map_or(usual.line, |size| usize::try_from(bytes(size)).unwrap_or(usize::MAX)),
        },
        waivers: written.waivers,
        baseline: written.baseline,
        others: Vec::new(),
        guessed: tree.get(root, "sources").is_none(),
    })
}

/// A megabyte is 1,048,576 bytes, as in the limits that hold where the settings give none.
fn bytes(megabytes: u64) -> u64 {
    megabytes.saturating_mul(1 << 20)
}

fn sources(tree: &Tree, root: NodeId) -> Result<Vec<SourceSettings>, SettingsError> {
    let Some(node) = tree.get(root, "sources").filter(|node| !tree.is_null(*node)) else { return Ok(Vec::new()) };
    if tree.kind(node) != NodeKind::Sequence {
        return Err(SettingsError {
            span: tree.key_span(node).unwrap_or_else(|| tree.span(node)),
            message: "`sources` is a list".to_owned(),
            help: "Write one line for each source: `- {kind: entry, path: register.yaml}`.".to_owned(),
        });
    }
    tree.children(node).map(|item| SourceSettings::read(tree, item).map_err(SettingsError::from)).collect()
}

fn organisation(written: WrittenOrganisation) -> Result<Organisation, SettingsError> {
    let date = |text: Option<Spanned<String>>| text.map(|text| date(&text)).transpose();
    let team = written.isms_team.map(|text| {
        let known = IsmsTeam::ALL.iter().find(|(name, _)| *name == text.value);
        known.map(|(_, team)| *team).ok_or_else(|| unknown(&text, "size of a team", names(IsmsTeam::ALL)))
    });
    // A number is a score, a word is a level.
    let score = written.risk_appetite.as_ref().and_then(|text| text.value.parse().ok());
    let appetite = written.risk_appetite.filter(|_| score.is_none()).map(|text| {
        let known = LEVEL.words.iter().find(|word| **word == text.value);
        known.copied().ok_or_else(|| unknown(&text, "level of risk", LEVEL.words.to_vec()))
    });
    let zone = written.time_zone.map(|text| {
        Zone::named(&text.value).ok_or_else(|| SettingsError {
            span: text.span,
            message: format!("there is no time zone `{}`", text.value),
            help: match Zone::nearest(&text.value) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "Write a name of the IANA database, such as `Europe/London`.".to_owned(),
            },
        })
    });
    Ok(Organisation {
        name: written.name,
        time_zone: zone.transpose()?.unwrap_or_default(),
        isms_start: date(written.isms_start)?,
        assess_from: date(written.assess_from)?,
        isms_team: team.transpose()?.unwrap_or_default(),
        risk_appetite: appetite.transpose()?,
        risk_appetite_score: score,
    })
}

fn names(known: &[(&'static str, IsmsTeam)]) -> Vec<&'static str> {
    known.iter().map(|(name, _)| *name).collect()
}

fn date(text: &Spanned<String>) -> Result<Date, SettingsError> {
    Date::parse(&text.value).ok_or_else(|| SettingsError {
        span: text.span,
        message: format!("`{}` is not a date", text.value),
        help: "Write dates as year, month and day: 2026-03-15.".to_owned(),
    })
}

/// The names of the packs, such as `iso-27001-2022`.
#[must_use]
pub fn standards() -> Vec<&'static str> {
    let pack = |path: &'static str| path.strip_prefix("packs/").and_then(|name| name.strip_suffix(".yaml"));
    embedded().iter().filter_map(|(path, _)| pack(path)).collect()
}

/// A pack is a file of its own; while there is none, any name will do.
fn standard(text: Spanned<String>) -> Result<Spanned<String>, SettingsError> {
    let known = standards();
    if known.is_empty() || known.contains(&text.value.as_str()) {
        return Ok(text);
    }
    Err(unknown(&text, "standard", known))
}

fn unknown(text: &Spanned<String>, what: &str, known: Vec<&str>) -> SettingsError {
    let message = format!("there is no {what} `{}`", text.value);
    let help = match nearest(&text.value, known.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if known.is_empty() => String::new(),
        None => format!("Known are {}.", known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
    };
    SettingsError { span: text.span, message, help }
}

/// Splits the hint of an error off, so that it can be shown as help.
impl From<DataError> for SettingsError {
    /// What follows a semicolon is the help: 'did you mean …?', 'known are …'.
    fn from(error: DataError) -> Self {
        let (message, help) = match error.message.split_once("; ") {
            Some((message, hint)) => {
                let mut letters = hint.chars();
                let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
                let stop = if hint.ends_with('?') { "" } else { "." };
                (message.to_owned(), format!("{first}{}{stop}", letters.as_str()))
            }
            None => (error.message, String::new()),
        };
        Self { span: error.span, message, help }
    }
}
