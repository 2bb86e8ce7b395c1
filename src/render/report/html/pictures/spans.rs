//! How long closing took, by the quarter of closing: a bar for the middle half, a mark for the median.

use super::{Drawing, Svg, WIDTH, ticks, units};
use crate::readiness::trends::TimeToClose;

const LEFT: f64 = 72.0;
const ROW: f64 = 26.0;

/// Quarters that are drawn, the latest.
const MOST: usize = 12;

pub(super) fn draw(of: &TimeToClose) -> Option<Svg> {
    let all = of.all?;
    let quarters = of.quarters.get(of.quarters.len().saturating_sub(MOST)..)?;
    let number = |days: i32| usize::try_from(days).unwrap_or(0);
    let longest = quarters.iter().map(|(_, spread)| number(spread.longest)).max()?;
    let ticks = ticks(longest);
    let most = units(ticks.last().copied().unwrap_or(1).max(1));
    let room = units(WIDTH) - LEFT - 16.0;
    let x = |days: i32| LEFT + units(number(days)) / most * room;
    let bottom = ROW * units(quarters.len()) + 6.0;
    let mut drawing = Drawing::new("spans");
    for tick in &ticks {
        let x = LEFT + units(*tick) / most * room;
        drawing.line("axis", x, 2.0, x, bottom);
        drawing.text("m", x, bottom + 16.0, &tick.to_string());
    }
    for (at, (quarter, spread)) in quarters.iter().enumerate() {
        let y = ROW * units(at) + ROW / 2.0 + 2.0;
        drawing.text("e", LEFT - 10.0, y + 4.0, &format!("{:04}-Q{}", quarter.year, quarter.number));
        drawing.line("whisker", x(spread.lower), y, x(spread.longest), y);
        drawing.bar("closed", x(spread.lower), y - 7.0, (x(spread.upper) - x(spread.lower)).max(2.0), 14.0);
        drawing.circle("median", x(spread.median), y, 4.5);
    }
    let description = format!(
        "Over all quarters, half of the {} closed entries took at most {} days, three quarters at most {}; the longest took {}.",
        all.count, all.median, all.upper, all.longest
    );
    Some(drawing.finish(
        bottom + 24.0,
        "Days from raising an entry to closing it, by the quarter of closing",
        &description,
    ))
}
