//! Entries by state at the end of each month: columns, open at the bottom.

use super::{Drawing, Svg, WIDTH, ticks, units};
use crate::readiness::trends::{Month, States};

const LEFT: f64 = 34.0;
const TOP: f64 = 12.0;
const HEIGHT: f64 = 170.0;

pub(super) fn draw(states: &States) -> Option<Svg> {
    let (first, last) = (states.months.first()?, states.months.last()?);
    let all = |month: &Month| month.open + month.closed + month.otherwise;
    let ticks = ticks(states.months.iter().map(all).max().unwrap_or(0));
    let top = units(ticks.last().copied().unwrap_or(1).max(1));
    let bottom = TOP + HEIGHT;
    let height = |count: usize| units(count) / top * HEIGHT;
    let mut drawing = Drawing::new("months");
    let right = units(WIDTH) - 4.0;
    for tick in &ticks {
        let y = bottom - height(*tick);
        drawing.line("axis", LEFT, y, right, y);
        drawing.text("e", LEFT - 6.0, y + 4.0, &tick.to_string());
    }
    let step = (right - LEFT) / units(states.months.len());
    let every = states.months.len().div_ceil(6).max(1);
    for (at, month) in states.months.iter().enumerate() {
        let x = LEFT + step * units(at) + step * 0.14;
        let mut y = bottom;
        for (class, count) in [("open", month.open), ("closed", month.closed), ("other", month.otherwise)] {
            y -= height(count);
            drawing.bar(class, x, y, step * 0.72, (height(count) - 1.0).max(0.5 * height(count)));
        }
        // Counted from the end, so that the month of the report is always named.
        if (states.months.len() - 1 - at).is_multiple_of(every) {
            let class = if at + 1 == states.months.len() { "e" } else { "m" };
            let x = if class == "e" { right } else { x + step * 0.36 };
            drawing.text(class, x, bottom + 18.0, &name(month));
        }
    }
    let description = format!(
        "From {} to {}, the number of open entries went from {} to {}. On the day of the report {} are closed and {} \
         accepted, rejected or merged.",
        name(first),
        name(last),
        first.open,
        last.open,
        last.closed,
        last.otherwise
    );
    Some(drawing.finish(bottom + 26.0, "Entries by state at the end of each month", &description))
}

fn name(month: &Month) -> String {
    format!("{:04}-{:02}", month.year, month.month)
}
