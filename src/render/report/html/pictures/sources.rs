//! Where entries came from: a dot for each source and quarter, the larger the more entries.

use super::{Drawing, Svg, WIDTH, units};
use crate::readiness::trends::Origins;

const LEFT: f64 = 172.0;
const ROW: f64 = 27.0;
const TOP: f64 = 8.0;

/// What a source is called that is not recorded.
const NONE: &str = "not recorded";

pub(super) fn draw(of: &Origins) -> Option<Svg> {
    let (first, last) = (of.quarters.first()?, of.quarters.last()?);
    let greatest = of.quarters.iter().flat_map(|(_, counts)| counts).copied().max().filter(|most| *most > 0)?;
    let step = (units(WIDTH) - LEFT - 4.0) / units(of.quarters.len().max(4));
    let radius = (step / 2.0).min(ROW / 2.0) - 1.5;
    let mut drawing = Drawing::new("sources");
    let bottom = TOP + ROW * units(of.sources.len());
    for (row, (source, _)) in of.sources.iter().enumerate() {
        let y = TOP + ROW * (units(row) + 0.5);
        drawing.line("axis", LEFT, y, units(WIDTH) - 4.0, y);
        drawing.text("e", LEFT - 8.0, y + 4.0, &source.unwrap_or(NONE).replace('-', " "));
        for (column, (_, counts)) in of.quarters.iter().enumerate() {
            let Some(count) = counts.get(row).copied().filter(|count| *count > 0) else { continue };
            let x = LEFT + step * (units(column) + 0.5);
            // The area tells the number, with room for its digits.
            let size = (radius * (units(count) / units(greatest)).sqrt()).max(8.5);
            drawing.circle("dot", x, y, size);
            drawing.text("m in", x, y + 4.0, &count.to_string());
        }
    }
    let every = of.quarters.len().div_ceil(5).max(1);
    for (column, (quarter, _)) in of.quarters.iter().enumerate() {
        if (of.quarters.len() - 1 - column).is_multiple_of(every) {
            let x = LEFT + step * (units(column) + 0.5);
            let (class, x) = if x > units(WIDTH) - 30.0 { ("e", units(WIDTH) - 2.0) } else { ("m", x) };
            drawing.text(class, x, bottom + 16.0, &format!("{:04}-Q{}", quarter.year, quarter.number));
        }
    }
    let told: Vec<String> = of
        .sources
        .iter()
        .map(|(source, count)| format!("{} {count}", source.unwrap_or(NONE).replace('-', " ")))
        .collect();
    let name = |quarter: &crate::readiness::trends::Quarter| format!("{:04}-Q{}", quarter.year, quarter.number);
    let description =
        format!("Entries raised from {} to {}, by source: {}.", name(&first.0), name(&last.0), told.join(", "));
    Some(drawing.finish(bottom + 24.0, "Sources of entries by quarter", &description))
}
