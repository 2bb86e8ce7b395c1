//! [`templates`]: what a new workspace is made from, filled in with what is known about the organisation.

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};

use super::IsmsTeam;
use super::write::scalar;
use crate::data::{Date, Duration};
use crate::model::{Kind, embedded_templates};
use crate::rule::{Pack, ReviewInputKey};

/// A file that a workspace can begin with.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// What it is called on the command line.
    pub name: &'static str,
    /// Where its text goes, below the root of the workspace.
    pub path: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// What it is there for; none for files that hold no records.
    pub holds: Option<Holds>,
    /// The form, without its first line.
    form: &'static str,
}

/// The records that a template is the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds {
    /// Their kind.
    pub kind: Kind,
    /// The type of the document, where it is one.
    pub document_type: Option<&'static str>,
}

/// An item of `sources:` as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    kind: Kind,
    path: String,
}

impl SourceLine {
    /// The path or pattern.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for SourceLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{kind: {}, path: {}}}", self.kind.name(), scalar(&self.path))
    }
}

/// What is known about an organisation before it has written anything.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    /// Its name.
    pub name: Option<String>,
    /// How many people run the management system.
    pub team: IsmsTeam,
    /// The first day of the management system; where nobody says it, days are left blank.
    pub from: Option<Date>,
}

/// What a programme of audits covers.
const YEAR: Duration = Duration { months: 12, days: 0 };

/// From one day to the next.
const DAY: Duration = Duration { months: 0, days: 1 };

/// All templates in the order of their paths, the settings last: they speak of the other files.
#[must_use]
pub fn templates() -> Vec<Template> {
    let mut all: Vec<Template> = embedded_templates().iter().filter_map(|(path, text)| template(path, text)).collect();
    all.sort_by_key(|template| (template.is_settings(), template.path));
    all
}

/// Reads the first line of a form: `{# name | what it holds | what it is #}`.
fn template(path: &'static str, text: &'static str) -> Option<Template> {
    let (head, form) = text.split_once('\n')?;
    let head = head.strip_prefix("{#")?.strip_suffix("#}")?;
    let mut parts = head.splitn(3, '|').map(str::trim);
    let (name, holds, about) = (parts.next()?, parts.next()?, parts.next()?);
    let (kind, document_type) =
        holds.split_once(' ').map_or((holds, None), |(kind, document_type)| (kind, Some(document_type)));
    let holds = Kind::from_name(kind).map(|kind| Holds { kind, document_type });
    Some(Template { name, path, about, holds, form })
}

impl Template {
    /// Whether it is the file of settings.
    #[must_use]
    pub fn is_settings(&self) -> bool {
        self.path == "tenone.yaml"
    }

    /// How settings name it as a source; a form to copy stands for those that are made of it.
    #[must_use]
    pub fn source(&self) -> Option<SourceLine> {
        let folder = self.path.strip_suffix("template.md");
        let path = folder.map_or_else(|| self.path.to_owned(), |folder| format!("{folder}*.md"));
        self.holds.map(|holds| SourceLine { kind: holds.kind, path })
    }

    /// Its text for an organisation that works by an edition of the standard.
    ///
    /// # Errors
    ///
    /// If the form is wrong; a test sees to it that none is.
    pub fn text(&self, beginning: &Beginning, pack: &Pack) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // What comes from outside is made harmless here, by where it stands: in YAML, or in a text.
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.add_template(self.path, self.form)?;
        let name = beginning.name.as_deref().map(one_line).unwrap_or_default();
        let year = beginning.from.map_or_else(|| "YYYY".to_owned(), |from| format!("{:04}", from.year()));
        let day = |day: Option<Date>| day.map_or_else(|| "YYYY-MM-DD".to_owned(), |day| day.to_string());
        let inputs = pack.review_inputs.iter();
        let input =
            |input: &ReviewInputKey| context! { key => &input.key, clause => &input.clause, label => &input.label };
        let text = environment.get_template(self.path)?.render(context! {
            name_in_yaml => scalar(&name),
            name_in_text => in_text(&name),
            named => !name.is_empty(),
            standard => &pack.name,
            standard_title => &pack.title,
            team => beginning.team.name(),
            dated => beginning.from.is_some(),
            from => day(beginning.from),
            to => day(beginning.from.map(|from| from.plus(YEAR).minus(DAY))),
            year => year,
            inputs => inputs.map(input).collect::<Vec<_>>(),
            // They changed places between the editions.
            nonconformity => clause(pack, "Nonconformities and corrective action"),
            improvement => clause(pack, "Improving all the time"),
        })?;
        Ok(format!("{}\n", text.trim()))
    }
}

/// The number of the clause that the packs call this.
fn clause<'a>(pack: &'a Pack, title: &str) -> Option<&'a str> {
    pack.clauses.iter().find(|clause| clause.title == title).map(|clause| clause.number.as_str())
}

/// A text on one line, with nothing in it that a reader would not see.
fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|letter| if is_seen(letter) { letter } else { ' ' }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character stands for something: no control, no separator of lines, no mark that turns the direction of text.
fn is_seen(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text as Markdown shows it, whatever signs are in it.
fn in_text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\`*_{}[]<>#|~&!".contains(letter) {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::rule::Catalogue;
    use crate::text::SourceId;

    const EDITIONS: [&str; 2] = ["iso-27001-2022", "iso-27001-2013"];

    fn texts(beginning: &Beginning, edition: &str) -> Vec<(Template, String)> {
        let catalogue = Catalogue::embedded();
        let pack = catalogue.pack(edition).unwrap();
        templates().into_iter().map(|template| (template, template.text(beginning, pack).unwrap())).collect()
    }

    #[test]
    fn each_form_says_what_it_is_and_has_a_name_of_its_own() {
        let all = templates();
        assert_eq!(all.len(), embedded_templates().len(), "a form without a first line that can be read");
        assert!(all.len() > 10 && all.last().is_some_and(Template::is_settings));
        for template in &all {
            assert!(!template.about.is_empty() && template.about.len() < 60, "{template:?}");
            assert_eq!(all.iter().filter(|other| other.name == template.name).count(), 1, "{}", template.name);
            assert!(template.name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'), "{template:?}");
        }
    }

    #[test]
    fn every_text_can_be_made_and_has_no_sign_of_its_form() {
        for edition in EDITIONS {
            for (_, team) in IsmsTeam::ALL {
                for from in [None, Date::parse("2026-07-01")] {
                    let beginning = Beginning { name: Some("Example Ltd".to_owned()), team: *team, from };
                    for (template, text) in texts(&beginning, edition) {
                        assert!(!text.contains("{{") && !text.contains("{%") && !text.contains("{#"), "{text}");
                        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{}", template.path);
                        assert!(text.lines().all(|line| line.chars().count() <= 120), "{}", template.path);
                        assert!(!(text.contains("YYYY") && template.is_settings()), "settings have no blanks");
                    }
                }
            }
        }
    }

    #[test]
    fn the_editions_number_clauses_and_inputs_each_in_its_way() {
        let all = |edition| texts(&Beginning::default(), edition).into_iter().map(|(_, text)| text).collect::<String>();
        let (new, old) = (all("iso-27001-2022"), all("iso-27001-2013"));
        assert!(new.contains("10.2") && new.contains("9.3.2 d 1") && new.contains("<!-- covers: d1 -->"), "{new}");
        assert!(old.contains("9.3 c 1") && old.contains("<!-- covers: c1 -->") && !old.contains("9.3.2"), "{old}");
        assert_ne!(new.replace("iso-27001-2022", ""), old.replace("iso-27001-2013", ""));
    }

    #[test]
    fn a_name_stays_a_name() {
        for (name, shown) in [
            ("A: \"B\" & 'C' #1", "A: \"B\" & 'C' #1"),
            ("x\nsources: []\n# ", "x sources: [] #"),
            ("{{ 7 * 7 }} {% raw %}", "{{ 7 * 7 }} {% raw %}"),
            ("- [x] | <b>", "- [x] | <b>"),
            ("\u{202e}dtL\u{2028}\u{1b}[2J\u{feff}", "dtL [2J"),
            ("yes", "yes"),
            ("株式会社", "株式会社"),
            ("<!-- covers: else -->", "<!-- covers: else -->"),
        ] {
            let beginning = Beginning { name: Some(name.to_owned()), ..Beginning::default() };
            for (template, text) in texts(&beginning, EDITIONS[0]) {
                assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{2028}', '\u{feff}']), "{text}");
                let own = shown.starts_with("<!--") && text.contains(shown);
                assert!(!own || template.is_settings(), "a comment in {}", template.path);
                if template.is_settings() {
                    let (tree, problems) = crate::read::yaml::read(SourceId(0), &Arc::from(text.as_str()));
                    assert!(problems.is_empty(), "{name}: {problems:?}\n{text}");
                    let organisation = tree.get(tree.roots()[0], "organisation").unwrap();
                    assert_eq!(tree.text(tree.get(organisation, "name").unwrap()), shown);
                }
            }
        }
    }
}
