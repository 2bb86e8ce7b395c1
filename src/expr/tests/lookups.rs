//! Tables of conditions that compare measurements and look up limits and the newest records.

use super::all;

#[test]
fn measured_values_compare_as_numbers() {
    all(&[
        ("below('97.5', '98')", "true"),
        ("below('98.0', '98')", "false"),
        ("below('9', '10')", "true"),
        ("below('97,5 %', '>= 98%')", "true"),
        ("below('-2', '0')", "true"),
        ("below('4 h', '3 H')", "false"),
        ("below('4 hours', '3 days')", "unknown"),
        ("below('4 hours', '5')", "true"),
        ("below('1,184', '2000')", "unknown"),
        ("below('95-97', '98')", "unknown"),
        ("below('2 of 3', '3')", "unknown"),
        ("below('good', '98')", "unknown"),
        ("below('', '98')", "unknown"),
        ("below(accepted.title, '98')", "false"),
        ("below('98', accepted.title)", "false"),
        ("['a', 'b', 'c'].neighbours(1).map(n, n.join('+'))", "a, b, c"),
        ("['a', 'b', 'c'].neighbours(3).map(n, n.join('+'))", "a+b+c"),
        ("['a', 'b', 'c'].neighbours(4).size()", "0"),
        ("['a', 'b', 'c'].neighbours(0).size()", "0"),
        ("['a', 'b', 'c'].neighbours(-1).size()", "0"),
        ("entry.actions.neighbours(2).map(n, last(n).id)", "A2"),
    ]);
}

#[test]
fn limits_and_newest_records_are_looked_up() {
    all(&[
        ("limit('close-within', entry.classification).document", "PROC-CI"),
        ("limit('close-within', null).value", "90 days"),
        ("limit('close-within', vague.classification).value", "unknown"),
        ("limit('plan-within', entry.classification) == null", "true"),
        ("late_from('close-within', null, entry.raised_on)", "2026-05-14"),
        // The document was approved on the first day of 2025.
        ("late_from('close-within', null, date('2020-02-02'))", "2025-04-02"),
        ("late_from('close-within', vague.classification, entry.raised_on) == null", "unknown"),
        ("late_from('close-within', null, entry.decision_on) == null", "true"),
        ("late_from('plan-within', null, entry.raised_on) == null", "true"),
        ("newest('review')", "2026-04-10"),
        ("newest('action')", "2026-04-20"),
        ("newest('lesson') == null", "true"),
        ("newest('risk') == null", "unknown"),
        ("newest('joy') == null", "unknown"),
        ("in_period(entry.raised_on, '2026-02')", "true"),
        ("in_period(entry.raised_on, 'spring')", "unknown"),
        ("in_period(entry.decision_on, '2026')", "false"),
    ]);
}
