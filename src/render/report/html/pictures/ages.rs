//! Lying bars with a number at the end: how old open actions are, how late, and what came back.

use super::{Drawing, Svg, WIDTH, units};
use crate::readiness::trends::{Ageing, Bucket, Recurrence};
use crate::render::summary::counted;

const LEFT: f64 = 150.0;
const ROW: f64 = 28.0;

/// Open actions by the days since their entry was raised.
pub(super) fn of_entries(of: &Ageing) -> Option<Svg> {
    let mut rows: Vec<Row> = of.by_age.iter().map(|bucket| (days(bucket), bucket.count, "open")).collect();
    if of.without_age > 0 {
        rows.push(("not known".to_owned(), of.without_age, "other"));
    }
    let open = counted(of.open as u64, "open action", "open actions");
    draw("ages", "Open actions by age", &format!("{open}, by the days since their entry was raised: "), &rows)
}

/// Open actions by how late they are.
pub(super) fn of_delays(of: &Ageing) -> Option<Svg> {
    let mut rows = vec![("in time".to_owned(), of.in_time, "closed")];
    rows.extend(of.by_delay.iter().map(|bucket| (format!("{} late", days(bucket)), bucket.count, "late")));
    if of.without_due > 0 {
        rows.push(("no due date".to_owned(), of.without_due, "other"));
    }
    let open = counted(of.open as u64, "open action", "open actions");
    draw("delays", "Open actions by how late they are", &format!("{open}, by the days since they were due: "), &rows)
}

/// What came back.
pub(super) fn of_recurrence(of: &Recurrence) -> Option<Svg> {
    let shared = of.causes.iter().map(|(_, entries)| entries.len()).sum();
    let rows = [
        ("share a cause".to_owned(), shared, "late"),
        ("follow another".to_owned(), of.follows.len(), "open"),
        ("repeat an incident".to_owned(), of.repeats.len(), "late"),
        ("opened again".to_owned(), of.reopened.len(), "open"),
    ];
    draw("recurrence", "What came back", "Entries and incidents: ", &rows)
}

type Row = (String, usize, &'static str);

fn days(bucket: &Bucket) -> String {
    match bucket.to {
        Some(to) => format!("{}–{to} days", bucket.from),
        None => format!("over {} days", bucket.from - 1),
    }
}

fn draw(name: &'static str, title: &str, says: &str, rows: &[Row]) -> Option<Svg> {
    let greatest = rows.iter().map(|(_, count, _)| *count).max().filter(|greatest| *greatest > 0)?;
    let room = units(WIDTH) - LEFT - 48.0;
    let mut drawing = Drawing::new(name);
    let told: Vec<String> = rows.iter().map(|(label, count, _)| format!("{label} {count}")).collect();
    for (at, (label, count, class)) in rows.iter().enumerate() {
        let y = ROW * units(at) + 4.0;
        let width = units(*count) / units(greatest) * room;
        drawing.text("e", LEFT - 10.0, y + 15.0, label);
        drawing.bar(class, LEFT, y + 2.0, width, ROW - 10.0);
        drawing.text("s number", LEFT + width + 7.0, y + 15.0, &count.to_string());
    }
    drawing.line("axis", LEFT, 2.0, LEFT, ROW * units(rows.len()));
    Some(drawing.finish(ROW * units(rows.len()) + 6.0, title, &format!("{says}{}.", told.join(", "))))
}
