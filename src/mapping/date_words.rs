//! Dates with words in them, in the five languages: months, quarters, and what says when without naming a day.

use crate::data::Date;

use super::dates::{DateRead, NoDate};

/// Reads `14 Aug 2026`, `August 14, 2026`, `März 2026`, `Q3 2026`, `2026-Q3`, `H1 2026`, `2026`.
pub(super) fn read_words(text: &str) -> Option<DateRead> {
    let mut tokens = tokens(text);
    while tokens.len() > 1 && tokens.first().is_some_and(|token| LEADS.contains(&token.as_str())) {
        tokens.remove(0);
    }
    let year = |text: &str| Some(text).filter(|text| text.len() == 4)?.parse::<i16>().ok().filter(|year| *year > 1899);
    let day = |text: &str| {
        let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let ordinal = matches!(&text[digits.len()..], "" | "st" | "nd" | "rd" | "th" | "er" | "o" | "a");
        digits.parse::<i8>().ok().filter(|day| ordinal && (1..32).contains(day))
    };
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    match words.as_slice() {
        [only] => {
            if let Some(year) = year(only) {
                return months(year, 1, 12);
            }
            let (first, rest) = only.split_at_checked(4)?;
            part(year(first)?, rest)
        }
        [first, second] => {
            if let Some(year) = year(second) {
                // `03/2026` is a month, `Q3 2026` a quarter.
                let number = first.parse::<i8>().ok().filter(|_| first.len() < 3);
                let month = number.or_else(|| month(first));
                return month.map_or_else(|| part(year, first), |month| months(year, month, month));
            }
            let (year, second) = (year(first)?, second);
            let number = second.parse::<i8>().ok().filter(|_| second.len() == 2);
            let month = number.or_else(|| month(second));
            month.map_or_else(|| part(year, second), |month| months(year, month, month))
        }
        [first, second, third] => {
            let exact = |year, month, day| Date::new(year, month, day).map(DateRead::Exact);
            if let (Some(of), Some(month)) = (year(third), month(second)) {
                return exact(of, month, day(first)?);
            }
            if let (Some(of), Some(month)) = (year(third), month(first)) {
                return exact(of, month, day(second)?);
            }
            if let (Some(of), Some(month)) = (year(first), month(second)) {
                return exact(of, month, day(third)?);
            }
            // '3. Quartal 2026', '3rd quarter 2026', '2e trimestre 2026'.
            let number = first.chars().next().filter(|digit| ('1'..='4').contains(digit));
            let ordinal = first.len() < 4 && matches!(*second, "quarter" | "quartal" | "trimestre");
            number.filter(|_| ordinal).and_then(|digit| part(year(third)?, &format!("q{digit}")))
        }
        _ => None,
    }
}

/// What a text says of the time that names no day.
pub(super) fn kind_of_no_date(text: &str) -> NoDate {
    let words = tokens(text);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let begins = |known: &[&str]| words.first().is_some_and(|word| known.contains(&word.as_str()));
    let numbered = words.iter().any(|word| word.bytes().next().is_some_and(|byte| byte.is_ascii_digit()));
    if begins(IMMEDIATE) || words.join(" ").starts_with("as soon as possible") {
        NoDate::Immediate
    } else if numbered && has(UNITS) {
        NoDate::Relative
    } else if has(RECURRING) {
        NoDate::Recurring
    } else if words.len() > 1 && begins(CONDITIONS) {
        NoDate::Conditional
    } else {
        NoDate::NotOne
    }
}

/// Whether what stands behind a date says that it is only expected: '2026-06-08 (planned)'.
pub(super) fn is_tentative(tail: &str) -> bool {
    tokens(tail).iter().any(|word| TENTATIVE.contains(&word.as_str()))
}

/// A quarter or a half of a year.
fn part(year: i16, text: &str) -> Option<DateRead> {
    let mut letters = text.chars();
    let (sign, number) = (letters.next()?, i8::try_from(letters.next()?.to_digit(10)?).ok()?);
    match (sign, number, letters.next()) {
        ('q' | 't', 1..=4, None) => months(year, number * 3 - 2, number * 3),
        ('h' | 's', 1..=2, None) => months(year, number * 6 - 5, number * 6),
        _ => None,
    }
}

fn months(year: i16, first: i8, last: i8) -> Option<DateRead> {
    let (next_year, next) = if last == 12 { (year.checked_add(1)?, 1) } else { (year, last + 1) };
    let last = Date::new(next_year, next, 1)?.days().checked_sub(1)?;
    Some(DateRead::Coarse { first: Date::new(year, first, 1)?, last: Date::from_days(last) })
}

/// The words and numbers of a text in lower case, without accents, weekdays and small words.
fn tokens(text: &str) -> Vec<String> {
    let pieces = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != 'º' && !('\u{300}'..='\u{36f}').contains(&letter));
    let words = pieces.map(crate::model::folded).filter(|word| !word.is_empty());
    words.filter(|word| !SMALL.contains(&word.as_str())).collect()
}

fn month(word: &str) -> Option<i8> {
    let names = (1..).zip(MONTHS);
    names.into_iter().find(|(_, names)| names.contains(&word)).map(|(month, _)| month)
}

/// The months in English, German, French, Spanish and Portuguese, whole and short.
#[rustfmt::skip]
static MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "jaenner", "janner", "janvier", "janv", "enero", "ene", "janeiro"],
    &["february", "feb", "februar", "fevrier", "fevr", "fev", "febrero", "fevereiro"],
    &["march", "mar", "marz", "maerz", "mrz", "mars", "marzo", "marco"],
    &["april", "apr", "avril", "avr", "abril", "abr"],
    &["may", "mai", "mayo", "maio"],
    &["june", "jun", "juni", "juin", "junio", "junho"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "julho"],
    &["august", "aug", "aout", "agosto", "ago"],
    &["september", "sep", "sept", "septembre", "septiembre", "setembro", "set"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "outubro", "out"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "dez", "decembre", "diciembre", "dic", "dezembro"],
];

/// Words between the parts of a date, and weekdays; `mar` is March before it is a Tuesday.
#[rustfmt::skip]
static SMALL: &[&str] = &[
    "of", "the", "de", "del", "do", "den", "dem", "zum", "der",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
];

/// Words in front of a date that leave it what it is: a deadline counts to its last day anyway.
#[rustfmt::skip]
static LEADS: &[&str] = &["by", "until", "due", "on", "end", "eom", "eoq", "bis", "am", "ende", "le", "fin", "el", "em", "ate", "fim", "final"];

static IMMEDIATE: &[&str] = &[
    "immediately",
    "immediate",
    "asap",
    "now",
    "sofort",
    "umgehend",
    "unverzuglich",
    "immediat",
    "immediatement",
    "inmediato",
    "inmediata",
    "inmediatamente",
    "imediato",
    "imediata",
    "imediatamente",
    "urgent",
    "today",
];

#[rustfmt::skip]
static UNITS: &[&str] = &[
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hours", "tag", "tage", "tagen", "woche", "wochen",
    "monat", "monate", "monaten", "jahr", "jahre", "jahren", "jour", "jours", "semaine", "semaines", "mois", "an", "ans",
    "dia", "dias", "semana", "semanas", "mes", "meses", "ano", "anos",
];

#[rustfmt::skip]
static RECURRING: &[&str] = &[
    "daily", "weekly", "monthly", "quarterly", "annually", "annual", "yearly", "biannually", "biannual", "biennial",
    "every", "each", "per", "ongoing", "continuous", "continuously", "recurring", "periodically", "regularly",
    "taglich", "wochentlich", "monatlich", "vierteljahrlich", "quartalsweise", "halbjahrlich", "jahrlich", "laufend",
    "fortlaufend", "regelmassig", "jede", "jeden", "jedes",
    "quotidien", "hebdomadaire", "mensuel", "mensuelle", "trimestriel", "trimestrielle", "semestriel", "annuel",
    "annuelle", "continu", "continue", "chaque",
    "diario", "semanal", "mensual", "trimestral", "semestral", "anual", "continuo", "continua", "cada",
    "mensal", "todo", "todos",
];

#[rustfmt::skip]
static CONDITIONS: &[&str] = &[
    "when", "once", "after", "before", "upon", "if", "until", "following", "next", "on", "with", "at", "prior", "as", "pending",
    "depends", "depending", "subject", "during", "whenever",
    "wenn", "sobald", "nach", "vor", "bei", "nachste", "nachster", "nachstes", "falls", "mit", "abhangig",
    "quand", "lorsque", "apres", "avant", "des", "prochain", "prochaine", "lors", "si", "une",
    "cuando", "despues", "antes", "tras", "proxima", "proximo", "al",
    "quando", "apos", "depois", "assim", "ao", "na", "no",
];

#[rustfmt::skip]
static TENTATIVE: &[&str] = &[
    "planned", "plan", "expected", "estimated", "est", "tbc", "tentative", "target", "provisional", "proposed", "scheduled",
    "forecast", "approx", "approximately", "geplant", "erwartet", "voraussichtlich", "vorlaufig", "circa", "ca",
    "prevu", "prevue", "estime", "provisoire", "environ", "previsto", "prevista", "estimado", "estimada", "planificado",
    "provisional", "aproximado", "planejado", "planeado", "not", "nicht", "pas", "nao",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_words_are_read_in_five_languages() {
        for (text, expected) in [
            ("14 Aug 2026", "2026-08-14"),
            ("14-Aug-2026", "2026-08-14"),
            ("14th of August 2026", "2026-08-14"),
            ("August 14, 2026", "2026-08-14"),
            ("Fri, 14 August 2026", "2026-08-14"),
            ("14. März 2026", "2026-03-14"),
            ("14. Mrz. 2026", "2026-03-14"),
            ("1er février 2026", "2026-02-01"),
            ("14 de agosto de 2026", "2026-08-14"),
            ("14 de março de 2026", "2026-03-14"),
            ("2026 Aug 14", "2026-08-14"),
            ("by 30 June 2026", "2026-06-30"),
        ] {
            let Some(DateRead::Exact(date)) = read_words(text) else { panic!("{text}") };
            assert_eq!(date.to_string(), expected, "{text}");
        }
    }

    #[test]
    fn months_and_quarters_have_two_ends() {
        for (text, from, to) in [
            ("August 2026", "2026-08-01", "2026-08-31"),
            ("2026-02", "2026-02-01", "2026-02-28"),
            ("02/2024", "2024-02-01", "2024-02-29"),
            ("Ende März 2026", "2026-03-01", "2026-03-31"),
            ("End of Dec 2026", "2026-12-01", "2026-12-31"),
            ("Q3 2026", "2026-07-01", "2026-09-30"),
            ("2026-Q3", "2026-07-01", "2026-09-30"),
            ("2026Q4", "2026-10-01", "2026-12-31"),
            ("Q1/2026", "2026-01-01", "2026-03-31"),
            ("T2 2026", "2026-04-01", "2026-06-30"),
            ("3. Quartal 2026", "2026-07-01", "2026-09-30"),
            ("H1 2026", "2026-01-01", "2026-06-30"),
            ("2026", "2026-01-01", "2026-12-31"),
        ] {
            let Some(DateRead::Coarse { first, last }) = read_words(text) else { panic!("{text}") };
            assert_eq!((first.to_string().as_str(), last.to_string().as_str()), (from, to), "{text}");
        }
        for text in ["Q5 2026", "13/2026", "31 Feb 2026", "14-Aug-26", "Aug 26", "1234567", "soon", "", "é026", "0026"]
        {
            assert_eq!(read_words(text), None, "{text}");
        }
    }

    #[test]
    fn what_names_no_day_has_a_kind() {
        for (text, expected) in [
            ("30 days", NoDate::Relative),
            ("within 2 weeks of approval", NoDate::Relative),
            ("30 Tage nach Erfassung", NoDate::Relative),
            ("when the second employee joins", NoDate::Conditional),
            ("Next management review", NoDate::Conditional),
            ("Sobald der Vertrag endet", NoDate::Conditional),
            ("Après l'audit", NoDate::Conditional),
            ("Quarterly", NoDate::Recurring),
            ("vierteljährlich", NoDate::Recurring),
            ("Ongoing", NoDate::Recurring),
            ("ASAP", NoDate::Immediate),
            ("Sofort", NoDate::Immediate),
            ("soon", NoDate::NotOne),
            ("Completed", NoDate::NotOne),
            ("", NoDate::NotOne),
        ] {
            assert_eq!(kind_of_no_date(text), expected, "{text}");
        }
        assert!(is_tentative(" (planned)") && is_tentative(", voraussichtlich") && !is_tentative(" (blocked)"));
    }
}
