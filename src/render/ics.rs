//! The forecast as a calendar (iCalendar, RFC 5545): one all-day event for each thing that lapses.

use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::visible::{Shown, shown};
use crate::data::{Date, Duration};
use crate::readiness::forecast::{Basis, Forecast, Item};
use crate::text::Sources;

/// Octets that a line may have, without its end.
const WIDTH: usize = 75;

/// Writes the forecast as a calendar; `name` is what the calendar is called, such as that of the organisation.
///
/// The identity of an event holds what lapses and of which record, and not the day, so that a day that is moved moves the
/// event in the calendars that know it.
///
/// # Errors
///
/// If it cannot be written.
pub fn write(forecast: &Forecast, name: &str, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Folded::default();
    text.line("BEGIN:VCALENDAR");
    text.line("VERSION:2.0");
    text.line(concat!("PRODID:-//tenone//tenone ", env!("CARGO_PKG_VERSION"), "//EN"));
    text.line("CALSCALE:GREGORIAN");
    text.line("METHOD:PUBLISH");
    text.line(&format!("X-WR-CALNAME:{}", escaped(name)));
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for item in &forecast.items {
        let own = identity(name, item);
        // Two records of one name, or two days of one record, are told apart by their order.
        let count = known.entry(own.clone()).or_insert(0);
        *count += 1;
        let uid = if *count == 1 { own } else { format!("{own}-{count}") };
        event(&mut text, item, &uid, forecast.as_of, sources);
    }
    text.line("END:VCALENDAR");
    out.write_all(text.text.as_bytes())
}

fn event(text: &mut Folded, item: &Item, uid: &str, as_of: Date, sources: &Sources) {
    text.line("BEGIN:VEVENT");
    text.line(&format!("UID:{uid}@tenone"));
    text.line(&format!("DTSTAMP:{}T000000Z", compact(as_of)));
    text.line(&format!("DTSTART;VALUE=DATE:{}", compact(item.on)));
    // The end of an all-day event is the day behind it.
    let next = item.on.plus(Duration { months: 0, days: 1 });
    text.line(&format!("DTEND;VALUE=DATE:{}", compact(next)));
    text.line(&format!("SUMMARY:{}", escaped(&summary(item))));
    text.line(&format!("DESCRIPTION:{}", escaped(&description(item, sources))));
    text.line(&format!("CATEGORIES:{}", escaped(item.lapse.name())));
    text.line("TRANSP:TRANSPARENT");
    text.line("END:VEVENT");
}

fn summary(item: &Item) -> String {
    let mut words = item.lapse.name().to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    // What has no id is called by its title.
    let beginning: String = item.title.chars().take(30).collect();
    let title = if item.name.contains(&beginning) { String::new() } else { format!(" {}", item.title) };
    format!("{words}: {}{title}", item.name)
}

fn description(item: &Item, sources: &Sources) -> String {
    let owner = match &item.owner {
        Some(owner) if owner.names.is_empty() => format!("Owner: {}", owner.written),
        Some(owner) => format!("Owner: {} ({})", owner.written, owner.names.join(", ")),
        None => "Owner: not recorded".to_owned(),
    };
    let basis = match item.basis {
        Basis::Stated => "",
        Basis::WorkedOut => "\nThe day is worked out; it is not written down.",
    };
    format!("{owner}\n{}{basis}", sources.place(item.span))
}

/// What tells an event from all others, whatever its day.
fn identity(calendar: &str, item: &Item) -> String {
    let digest = Sha256::digest(format!("{calendar}\n{}\n{}", item.lapse.name(), item.name).as_bytes());
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// A text as a value: no sign in it can end the line, the value, or one of several values.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => safe.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => safe.push_str("\\n"),
            '\t' => safe.push(' '),
            letter if letter.is_control() => {}
            // A long line is folded, and a runner would find the command at the start of the rest.
            '#' | ':' if letters.peek() == Some(&letter) => safe.extend([letter, ' ']),
            letter => match shown(letter, true) {
                Shown::Plain(letter) => safe.push(letter),
                Shown::Picture(picture) => safe.push_str(&picture.replace('\\', "\\\\")),
            },
        }
    }
    safe
}

/// Lines of at most 75 octets; a longer one goes on behind a line end and a space.
#[derive(Default)]
struct Folded {
    text: String,
}

impl Folded {
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for letter in line.chars() {
            if width + letter.len_utf8() > WIDTH {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(letter);
            width += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readiness::forecast::Lapse;
    use crate::readiness::look::Person;
    use crate::text::Span;

    fn item(on: &str, name: &str, title: &str) -> Item {
        Item {
            on: Date::parse(on).unwrap(),
            lapse: Lapse::Action,
            name: name.to_owned(),
            title: title.to_owned(),
            owner: Some(Person { written: "role:ciso".to_owned(), names: vec!["Ana Lima".to_owned()] }),
            basis: Basis::Stated,
            span: Span::new(crate::text::SourceId(0), 3, 4),
        }
    }

    fn calendar(items: Vec<Item>) -> String {
        let mut sources = Sources::default();
        sources.add("log.yaml", "- {id: A}\n");
        let (as_of, until) = (Date::parse("2026-06-30").unwrap(), Date::parse("2026-09-28").unwrap());
        let mut out = Vec::new();
        write(&Forecast { as_of, until, items, lapsed: Vec::new() }, "Tide, Ltd", &sources, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The lines of a calendar as a program reads them.
    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_says_what_lapses_when_and_whose_it_is() {
        let text = calendar(vec![item("2026-12-31", "IMP-1/A1", "Lock; the door, twice")]);
        let lines = unfolded(&text);
        for line in [
            "X-WR-CALNAME:Tide\\, Ltd",
            "DTSTAMP:20260630T000000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:Action due: IMP-1/A1 Lock\\; the door\\, twice",
            "DESCRIPTION:Owner: role:ciso (Ana Lima)\\nlog.yaml:1:4",
            "CATEGORIES:action due",
        ] {
            assert!(lines.iter().any(|known| known == line), "{line} in\n{text}");
        }
        assert_eq!(
            (lines.first().unwrap().as_str(), lines.last().unwrap().as_str()),
            ("BEGIN:VCALENDAR", "END:VCALENDAR")
        );
    }

    #[test]
    fn nothing_in_a_cell_makes_a_property() {
        let hostile = [
            "a\r\nATTACH:https://evil.example/x",
            "a\nEND:VEVENT\nBEGIN:VALARM",
            "a\rURL:x",
            "a\u{2028}URL:x\u{85}URL:y\u{b}URL:z",
            "\u{0}\u{7f}\u{1b}[31m\u{9b}red",
            "\\n\\",
            "ü".repeat(200).as_str(),
        ]
        .map(str::to_owned);
        for title in hostile {
            let mut one = item("2026-07-01", &title, &title);
            one.owner = Some(Person { written: title.clone(), names: Vec::new() });
            let text = calendar(vec![one]);
            let bare = text.replace("\r\n", "");
            assert!(!bare.contains(['\r', '\n']) && !bare.chars().any(char::is_control), "{text:?}");
            assert!(text.split("\r\n").all(|line| line.len() <= WIDTH), "{text}");
            let lines = unfolded(&text);
            assert_eq!(lines.iter().filter(|line| line.starts_with("END:")).count(), 2, "{text}");
            let known = [
                "BEGIN",
                "END",
                "VERSION",
                "PRODID",
                "CALSCALE",
                "METHOD",
                "X-WR-CALNAME",
                "UID",
                "DTSTAMP",
                "DTSTART;VALUE=DATE",
                "DTEND;VALUE=DATE",
                "SUMMARY",
                "DESCRIPTION",
                "CATEGORIES",
                "TRANSP",
            ];
            for line in &lines {
                assert!(line.split_once(':').is_some_and(|(name, _)| known.contains(&name)), "{line:?}");
            }
        }
    }

    #[test]
    fn an_event_keeps_its_identity_when_its_day_moves() {
        let uid = |items| unfolded(&calendar(items)).into_iter().filter(|line| line.starts_with("UID:")).collect();
        let one: Vec<String> = uid(vec![item("2026-07-01", "A/1", "x"), item("2026-07-02", "A/2", "x")]);
        let other: Vec<String> = uid(vec![item("2026-08-01", "A/1", "y"), item("2026-08-01", "A/2", "x")]);
        assert_eq!(one, other);
        assert_ne!(one[0], one[1]);
        let twice: Vec<String> = uid(vec![item("2026-07-01", "A/1", "x"), item("2026-07-02", "A/1", "x")]);
        assert_ne!(twice[0], twice[1], "two events never share an identity");
    }

    #[test]
    fn lines_are_folded_between_letters() {
        let mut text = Folded::default();
        text.line(&"é".repeat(40));
        let lines: Vec<&str> = text.text.split_terminator("\r\n").collect();
        assert_eq!(lines.iter().map(|line| line.len()).collect::<Vec<_>>(), [74, 7]);
        assert!(lines[1].starts_with(' '));
    }
}
