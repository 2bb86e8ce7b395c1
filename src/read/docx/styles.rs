//! What the styles of a document make of its paragraphs: headings by level, and lists.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::read::archive::Archive;
use crate::read::xml::attribute;

/// How far styles are followed to those that they are based on.
const DEEPEST: usize = 16;

/// How style names of headings begin where a program wrote them in its own language, in lower case.
const HEADINGS: [&str; 9] =
    ["heading", "berschrift", "überschrift", "titre", "titulo", "título", "ttulo", "titolo", "kop"];

/// The styles of a document by their id.
#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// From 1; 0 where the style says that it is no heading.
    level: Option<usize>,
    is_list: bool,
}

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Manner {
    /// Level of a heading, from 1.
    pub(super) level: Option<usize>,
    /// Whether it is an item of a list.
    pub(super) is_list: bool,
}

impl Styles {
    /// The styles that stand beside the main part.
    pub(super) fn read(archive: &mut Archive<'_>, folder: &str) -> Self {
        let mut styles = Self::default();
        let Some(mut reader) = archive.xml(&format!("{folder}styles.xml")) else { return styles };
        let (mut open, mut buffer) = (None, Vec::new());
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(start) | Event::Empty(start)) => {
                    let value = || attribute(&start, "val");
                    match (start.local_name().as_ref(), &mut open) {
                        ("style", _) => open = attribute(&start, "styleId").map(|id| (id, Style::default())),
                        ("name", Some((_, style))) => style.name = value().unwrap_or_default().to_lowercase(),
                        ("basedOn", Some((_, style))) => style.based_on = value(),
                        ("outlineLvl", Some((_, style))) => style.level = value().map(|level| outline(&level)),
                        ("numId", Some((_, style))) => style.is_list = value().is_some_and(|id| id != "0"),
                        _ => {}
                    }
                }
                Ok(Event::End(end)) if end.local_name().as_ref() == "style" => styles.by_id.extend(open.take()),
                Ok(Event::Eof) | Err(_) => return styles,
                Ok(_) => {}
            }
        }
    }

    /// What a style makes of a paragraph.
    pub(super) fn manner(&self, id: &str) -> Manner {
        let mut manner = Manner { level: named(&id.to_lowercase()), is_list: false };
        let mut next = self.by_id.get(id);
        for _ in 0..DEEPEST {
            let Some(style) = next else { break };
            if let Some(level) = style.level.or_else(|| named(&style.name)) {
                return Manner { level: Some(level).filter(|level| *level > 0), is_list: manner.is_list };
            }
            manner.is_list |= style.is_list;
            next = style.based_on.as_ref().and_then(|id| self.by_id.get(id));
        }
        manner
    }
}

/// A level as paragraphs and styles give it, counted from 1; 0 for text.
pub(super) fn outline(value: &str) -> usize {
    value.parse::<usize>().map_or(0, |level| if level < 9 { level + 1 } else { 0 })
}

/// The level that the name of a style tells: `heading 2`, `Titre1`.
fn named(name: &str) -> Option<usize> {
    if name == "title" {
        return Some(1);
    }
    let word = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let level: usize = name[word.len()..].parse().ok()?;
    (HEADINGS.contains(&word.trim_end()) && (1..=9).contains(&level)).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_styles_tell_levels() {
        for (name, level) in [
            ("heading 2", Some(2)),
            ("heading1", Some(1)),
            ("berschrift3", Some(3)),
            ("titre1", Some(1)),
            ("título 2", Some(2)),
            ("title", Some(1)),
            ("heading", None),
            ("list 2", None),
            ("heading 0", None),
            ("heading 99999999999999999999", None),
        ] {
            assert_eq!(named(name), level, "{name}");
        }
    }
}
