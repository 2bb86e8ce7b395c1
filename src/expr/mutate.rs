//! [`mutants`] of a condition: small faults put into its text, which examples of a rule should bring to light.

use std::ops::Range;

use super::ast::{Comparison, Expr, ExprKind};
use super::parse::parse;

/// A condition with one fault in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// The faulty text.
    pub text: String,
    /// What was changed, such as `` `a` to `true` ``.
    pub says: String,
}

/// All mutants of a condition: each operand of `&&` and `||` made true and false, `<` and `<=` swapped, each number and
/// each duration one more and one less, each literal of a list left out. None for a text that is no condition.
#[must_use]
pub fn mutants(text: &str) -> Vec<Mutant> {
    let mut faults = Vec::new();
    if let Ok(expr) = parse(text) {
        collect(text, &expr, &mut faults);
    }
    let one = |(range, by): (Range<usize>, String)| {
        let old = text.get(range.clone()).unwrap_or("");
        let says = if by.is_empty() { format!("without `{old}`") } else { format!("`{old}` to `{by}`") };
        let (before, behind) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
        Mutant { text: format!("{before}{by}{behind}"), says }
    };
    faults.into_iter().map(one).collect()
}

/// A duration or a whole number one more and one less, each where there is one: `30 days` gives `31 days` and `29 days`.
#[must_use]
pub fn beside(value: &str) -> Vec<String> {
    let digits = value.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(value.len());
    let Some((Ok(number), unit)) = value.split_at_checked(digits).map(|(digits, unit)| (digits.parse::<u32>(), unit))
    else {
        return Vec::new();
    };
    [number.checked_add(1), number.checked_sub(1)].into_iter().flatten().map(|other| format!("{other}{unit}")).collect()
}

fn collect(text: &str, expr: &Expr, faults: &mut Vec<(Range<usize>, String)>) {
    match &expr.kind {
        ExprKind::And(terms) | ExprKind::Or(terms) => {
            for term in terms.iter().filter(|term| !matches!(term.kind, ExprKind::Bool(_))) {
                faults.extend(["true", "false"].map(|by| (term.range.clone(), by.to_owned())));
            }
        }
        ExprKind::Compare(comparison, left, right) => {
            if let Some(other) = swapped(*comparison) {
                let between = left.range.end..right.range.start;
                let sign = text.get(between.clone()).and_then(|gap| gap.find(comparison.sign()));
                let at = |sign: usize| between.start + sign..between.start + sign + comparison.sign().len();
                faults.extend(sign.map(|sign| (at(sign), other.sign().to_owned())));
            }
        }
        ExprKind::Int(value) => {
            let others = [value.checked_add(1), value.checked_sub(1)];
            faults.extend(others.into_iter().flatten().map(|other| (expr.range.clone(), other.to_string())));
        }
        ExprKind::Call { name, arguments, .. } if name.text == "duration" => {
            for argument in arguments {
                if let ExprKind::Text(value) = &argument.kind {
                    faults
                        .extend(beside(value).into_iter().map(|other| (argument.range.clone(), format!("'{other}'"))));
                }
            }
        }
        ExprKind::List(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| is_word(item)) {
                // One comma goes with the item.
                let end = items.get(index + 1).map_or(item.range.end, |next| next.range.start);
                let before = index.checked_sub(1).and_then(|before| items.get(before));
                let start = before.filter(|_| index + 1 == items.len()).map_or(item.range.start, |item| item.range.end);
                faults.push((start..end, String::new()));
            }
        }
        _ => {}
    }
    for child in expr.children() {
        collect(text, child, faults);
    }
}

const fn is_word(item: &Expr) -> bool {
    matches!(item.kind, ExprKind::Text(_) | ExprKind::Int(_))
}

const fn swapped(comparison: Comparison) -> Option<Comparison> {
    match comparison {
        Comparison::Less => Some(Comparison::LessOrEqual),
        Comparison::LessOrEqual => Some(Comparison::Less),
        Comparison::Greater => Some(Comparison::GreaterOrEqual),
        Comparison::GreaterOrEqual => Some(Comparison::Greater),
        Comparison::Equal | Comparison::NotEqual => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_made_once() {
        for (text, expected) in [
            ("a", &[] as &[&str]),
            (
                "a && (b || c)",
                &[
                    "true && (b || c)",
                    "false && (b || c)",
                    "a && true",
                    "a && false",
                    "a && (true || c)",
                    "a && (false || c)",
                    "a && (b || true)",
                    "a && (b || false)",
                ],
            ),
            ("x <= y", &["x < y"]),
            ("(x) >= (y)", &["(x) > (y)"]),
            ("x == y", &[]),
            ("size(x) > 3", &["size(x) >= 3", "size(x) > 4", "size(x) > 2"]),
            ("plus(d, duration('30 days'))", &["plus(d, duration('31 days'))", "plus(d, duration('29 days'))"]),
            ("x in ['a', 'b', 'c']", &["x in ['b', 'c']", "x in ['a', 'c']", "x in ['a', 'b']"]),
            ("x in ['a']", &["x in []"]),
            ("is no condition (", &[]),
        ] {
            let found: Vec<String> = mutants(text).into_iter().map(|mutant| mutant.text).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_stands_beside_a_value() {
        for (value, expected) in [
            ("30 days", &["31 days", "29 days"] as &[&str]),
            ("0", &["1"]),
            ("12 months", &["13 months", "11 months"]),
            ("high", &[]),
            ("", &[]),
        ] {
            assert_eq!(beside(value), expected, "{value}");
        }
    }
}
