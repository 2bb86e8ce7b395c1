//! Pictures of how it went over time, as SVG that stands in the page.
//!
//! Each has a title and a description for those who do not see it, and the page gives the same numbers as a table. Colours
//! come from the style sheet; all text in them is ours: numbers, months, and words of the vocabulary.

mod ages;
mod months;
mod sources;
mod spans;

use serde::{Serialize, Serializer};

use crate::readiness::trends::Trends;

/// All pictures; none where there is nothing to draw.
#[derive(Serialize)]
pub(super) struct Pictures {
    months: Option<Svg>,
    ages: Option<Svg>,
    delays: Option<Svg>,
    spans: Option<Svg>,
    sources: Option<Svg>,
    recurrence: Option<Svg>,
}

impl Pictures {
    pub(super) fn of(trends: &Trends) -> Self {
        Self {
            months: months::draw(&trends.states),
            ages: ages::of_entries(&trends.ageing),
            delays: ages::of_delays(&trends.ageing),
            spans: spans::draw(&trends.time_to_close),
            sources: sources::draw(&trends.origins),
            recurrence: ages::of_recurrence(&trends.recurrence),
        }
    }
}

/// A finished picture. The page takes it as it is, so that nothing but numbers and our own words may stand in it.
pub(super) struct Svg(String);

impl Serialize for Svg {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        minijinja::Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

/// Units that a picture is wide: small, so that its letters can still be read on a telephone.
const WIDTH: usize = 460;

/// A picture that grows.
struct Drawing {
    name: &'static str,
    body: String,
}

impl Drawing {
    fn new(name: &'static str) -> Self {
        Self { name, body: String::new() }
    }

    fn bar(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64) {
        if width > 0.0 && height > 0.0 {
            self.body.push_str(&format!(
                r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#
            ));
        }
    }

    fn line(&mut self, class: &str, x1: f64, y1: f64, x2: f64, y2: f64) {
        self.body.push_str(&format!(r#"<path class="{class}" d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"/>"#));
    }

    fn circle(&mut self, class: &str, x: f64, y: f64, radius: f64) {
        self.body.push_str(&format!(r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{radius:.1}"/>"#));
    }

    /// A text that starts, ends or is centred at a point: `s`, `e` or `m`.
    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        self.body.push_str(&format!(
            r#"<text class="{class}" x="{x:.1}" y="{y:.1}">{}</text>"#,
            super::written::escaped(text)
        ));
    }

    fn finish(self, height: f64, title: &str, description: &str) -> Svg {
        let Self { name, body } = self;
        let (title, description) = (super::written::escaped(title), super::written::escaped(description));
        Svg(format!(
            r#"<svg role="img" aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {WIDTH} {height:.0}"><title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>{body}</svg>"#
        ))
    }
}

/// A number as it is drawn.
fn units(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Round numbers from zero to at least the greatest, at most five of them.
fn ticks(greatest: usize) -> Vec<usize> {
    let greatest = greatest.max(1);
    let tens = std::iter::successors(Some(1_usize), |ten| ten.checked_mul(10));
    let mut steps = tens.flat_map(|ten| [ten, ten.saturating_mul(2), ten.saturating_mul(5)]);
    let step = steps.find(|step| greatest.div_ceil(*step) <= 4).unwrap_or(greatest);
    (0..=greatest.div_ceil(step)).map(|at| at.saturating_mul(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn ticks_are_round_and_reach_the_greatest() {
        for (greatest, expected) in [
            (0, vec![0, 1]),
            (1, vec![0, 1]),
            (4, vec![0, 1, 2, 3, 4]),
            (5, vec![0, 2, 4, 6]),
            (9, vec![0, 5, 10]),
            (40, vec![0, 10, 20, 30, 40]),
            (41, vec![0, 20, 40, 60]),
            (10_000, vec![0, 5000, 10_000]),
        ] {
            assert_eq!(ticks(greatest), expected, "{greatest}");
        }
        assert!(!ticks(usize::MAX).is_empty());
    }
}
