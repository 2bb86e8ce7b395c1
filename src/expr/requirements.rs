//! Clauses, controls and ranges of them, as people write them: `A.5.15-A.5.18`, `Clauses 6–8`, `Annex A`, `10.2 d`.

/// A place in a standard: the numbers of a clause, or of a control of Annex A.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Point {
    annex: bool,
    numbers: Vec<u16>,
    /// `d` of 10.2 d, and what stands below it.
    letter: Option<String>,
}

/// A range of places; both ends belong to it with all that they contain.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    from: Point,
    to: Point,
}

/// What a text says about requirements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Requirements {
    ranges: Vec<Range>,
    /// Whether some of the text could not be read.
    rest: bool,
}

/// Words that may stand before a number and say nothing more.
const LABELS: [&str; 16] = [
    "iso/iec 27001:2022",
    "iso/iec 27001",
    "iso 27001:2022",
    "iso 27001",
    "clauses",
    "clause",
    "controls",
    "control",
    "sections",
    "section",
    "chapters",
    "chapter",
    "annex",
    "kapitel",
    "abschnitt",
    "§",
];

impl Requirements {
    /// Reads a text; what cannot be read is left out and makes it incomplete.
    pub(super) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        let text = text.to_lowercase().replace(" and ", ",").replace(" und ", ",").replace(" through ", "-");
        let text = text.replace(" to ", "-").replace(" bis ", "-").replace(['–', '—', '‑', '−'], "-");
        for part in text.split([',', ';', '&', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            match Range::parse(part) {
                Some(range) => found.ranges.push(range),
                None => found.rest = true,
            }
        }
        found
    }

    /// Whether all of the text could be read, and there was some.
    pub(super) fn is_complete(&self) -> bool {
        !self.rest && !self.ranges.is_empty()
    }

    /// Whether everything in another text is in this one.
    pub(super) fn covers(&self, requirement: &str) -> bool {
        let wanted = Self::parse(requirement);
        wanted.is_complete() && wanted.ranges.iter().all(|wanted| self.ranges.iter().any(|own| own.contains(wanted)))
    }
}

/// Whether two texts that are no requirements name the same item of a scope.
pub(super) fn same_item(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl Range {
    fn parse(text: &str) -> Option<Self> {
        let (bare, control) = without_label(text);
        if bare == "a" || bare == "a.*" {
            let point = Point { annex: true, numbers: Vec::new(), letter: None };
            return Some(Self { from: point.clone(), to: point });
        }
        let Some((from, to)) = bare.split_once('-') else {
            let point = Point::parse(bare, control)?;
            return Some(Self { from: point.clone(), to: point });
        };
        let from = Point::parse(from, control)?;
        let full = without_label(to).0.starts_with('a');
        let mut to = Point::parse(to, from.annex)?;
        // The end may leave out what it shares with the start: `A.5.15-18`, `9.1-3`.
        let short = if from.annex { !full } else { to.numbers.first() < from.numbers.first() };
        if short && to.numbers.len() == 1 && from.numbers.len() > 1 {
            let shared = from.numbers.len() - 1;
            to.numbers = from.numbers.iter().take(shared).chain(&to.numbers).copied().collect();
        }
        Self::ordered(from, to)
    }

    fn ordered(from: Point, to: Point) -> Option<Self> {
        let ordered = from.annex == to.annex && from.numbers <= to.numbers;
        ordered.then_some(Self { from, to })
    }

    fn contains(&self, other: &Self) -> bool {
        self.holds(&other.from) && self.holds(&other.to)
    }

    /// Whether a point is not before the start and not behind the last thing in the end.
    fn holds(&self, point: &Point) -> bool {
        if self.from == self.to {
            return self.from.holds(point);
        }
        let end = point.numbers.get(..self.to.numbers.len()).unwrap_or(&point.numbers);
        point.annex == self.from.annex && point.numbers >= self.from.numbers && end <= self.to.numbers.as_slice()
    }
}

impl Point {
    /// Reads one place; without an `A` before it, it is a control only where that is known already.
    fn parse(text: &str, control: bool) -> Option<Self> {
        let (text, labelled) = without_label(text);
        let annex = text.strip_prefix('a').map(|rest| rest.trim_start_matches(['.', ' ']));
        let annex = annex.or((control || labelled).then_some(text));
        let numbers_end = |text: &str| text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let rest = annex.unwrap_or(text);
        let (numbers, letter) = rest.split_at(numbers_end(rest));
        let numbers = numbers.trim_end_matches('.').split('.').map(|number| number.parse().ok());
        let numbers = numbers.collect::<Option<Vec<u16>>>().filter(|numbers| numbers.len() <= 4)?;
        // No management standard has more than ten clauses, and none starts at zero.
        if annex.is_none() && !(1..=10).contains(numbers.first()?) {
            return None;
        }
        let letter: String = letter.chars().filter(|c| !" ().".contains(*c)).collect();
        let shaped = letter.len() <= 3
            && letter.starts_with(|c: char| c.is_ascii_lowercase())
            && letter.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let letter = match letter.as_str() {
            "" => None,
            _ if shaped => Some(letter),
            _ => return None,
        };
        Some(Self { annex: annex.is_some(), numbers, letter })
    }

    fn holds(&self, other: &Self) -> bool {
        if self.annex != other.annex || !other.numbers.starts_with(&self.numbers) {
            return false;
        }
        match (&self.letter, &other.letter) {
            (None, _) => true,
            (Some(own), Some(other_letter)) => self.numbers == other.numbers && other_letter.starts_with(own.as_str()),
            (Some(_), None) => false,
        }
    }
}

/// The text behind words such as `Clause`, and whether one of them was `Control`.
fn without_label(text: &str) -> (&str, bool) {
    let (mut text, mut control) = (text.trim(), false);
    while let Some((label, rest)) = LABELS.iter().find_map(|label| Some((label, text.strip_prefix(label)?))) {
        control |= label.starts_with("control");
        text = rest.trim_start_matches([' ', ':', '.']);
    }
    (text.trim(), control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_contain_what_people_mean() {
        let table = [
            ("9", "9.2", true),
            ("9", "9", true),
            ("9", "9.2.2", true),
            ("9", "10.1", false),
            ("1", "10.1", false),
            ("9.2", "9", false),
            ("9.2", "9.20", false),
            ("10.2 d", "10.2 d", true),
            ("10.2", "10.2 d)", true),
            ("10.2 d", "10.2", false),
            ("9.3.2 d", "9.3.2 d 1", true),
            ("A.5.15-A.5.18", "A.5.15", true),
            ("A.5.15-A.5.18", "A.5.18", true),
            ("A.5.15-A.5.18", "A.5.19", false),
            ("A.5.15-18", "A.5.16", true),
            ("A.5.15-18", "A.5.1", false),
            ("A.5.1-10", "A.5.10", true),
            ("A.5.1–A.5.10", "A.5.7", true),
            ("A.5 - A.7", "A.6.3", true),
            ("A.5-A.7", "A.7.14", true),
            ("A.5-A.7", "A.8.1", false),
            ("A.5", "5.1", false),
            ("5", "A.5.1", false),
            ("A 5.18", "A.5.18", true),
            ("Annex A", "A.8.34", true),
            ("Annex A", "9.2", false),
            ("Annex A.5", "A.5.2", true),
            ("Annex A 5.15 to 5.18", "A.5.17", true),
            ("Controls 5.15-5.18", "A.5.17", true),
            ("Control 5.15", "A.5.15", true),
            ("A.5.15-A.8", "A.8.3", true),
            ("9.1-3", "9.2", true),
            ("Clauses 6–8", "7.5", true),
            ("Clauses 6–8", "8", true),
            ("Clauses 6–8", "8.3", true),
            ("Clauses 6–8", "9.1", false),
            ("Clause 6 to 8", "6.1.3 d", true),
            ("4-10", "10.2", true),
            ("4-9.2", "9.3", false),
            ("4-9.2", "9.2.2", true),
            ("4.1-4.3", "4.4", false),
            ("4.1-3", "4.2", true),
            ("8.1-10", "9.2", true),
            ("9.2, 9.3; A.5.18 & 10", "10.1", true),
            ("9.2 and 9.3", "9.3.2", true),
            ("ISO/IEC 27001:2022 Clause 9.2", "9.2.1", true),
            ("4-10, head office", "7.5", true),
            ("9.2", "9.1, 9.2", false),
            ("head office", "9.2", false),
            ("", "9.2", false),
            ("9.2", "", false),
        ];
        for (scope, requirement, expected) in table {
            assert_eq!(Requirements::parse(scope).covers(requirement), expected, "{scope} covers {requirement}");
        }
    }

    #[test]
    fn what_can_be_read() {
        for text in ["9", "A.5.15-A.5.18", "Clauses 6–8", "Annex A", "9.2; 9.3 & A.8", "10.2 d", "§ 9.2", "4 - 10"] {
            assert!(Requirements::parse(text).is_complete(), "{text}");
        }
        for text in
            ["", "head office", "9, head office", "2026", "0", "8-6", "9..2", "1.2.3.4.5", "99999999", "9 is ok"]
        {
            assert!(!Requirements::parse(text).is_complete(), "{text}");
        }
    }
}
