//! Columns whose heads are known and whose values are not.

use std::sync::Arc;

use super::{settings, told, united};
use crate::mapping::{Common, Mapped, map};
use crate::model::Lexicon;
use crate::read::read;
use crate::text::SourceId;

const CSV: &str = "{kind: entry, path: a.csv}";

fn mapped(settings_text: &str, text: &str) -> Mapped {
    let settings = settings(settings_text);
    let document = read(SourceId(0), &settings.path.value, &Arc::from(text));
    let common = Common { lexicon: Lexicon::embedded(), pack: "iso-27001-2022", path: &settings.path.value };
    map(&settings, 0, document.tree, &document.format, common)
}

fn check(settings_text: &str, text: &str, expected: &str) {
    let found = told(mapped(settings_text, text), text);
    let lines: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(found.lines().map(str::trim).collect::<Vec<_>>(), lines, "{text}");
}

#[test]
fn a_column_belongs_where_its_values_do() {
    check(
        CSV,
        "ID,Title,Severity\nNC-1,Door,Major\nNC-2,Key,Minor\n",
        "
        entry: id=NC-1 title=Door classification=major
        entry: id=NC-2 title=Key classification=minor
        ",
    );
    check(
        "{kind: risk, path: a.csv}",
        "Risk ID,Title,Residual risk,Inherent score,Treatment\nR-1,Door,12,High,Fit a better lock\nR-2,Key,4,Low,Change all the locks\n",
        "
        risk: id=R-1 title=Door
          rating: level=high
          rating: score=12
          treatment: action=Fit a better lock
        risk: id=R-2 title=Key
          rating: level=low
          rating: score=4
          treatment: action=Change all the locks
        ",
    );
}

#[test]
fn a_rating_and_a_reason_find_their_place() {
    check(
        "{kind: risk, path: a.csv}",
        "Risk ID,Title,Inherent,Residual,Treatment\nR-1,Door,16,High,Accept with monitoring\nR-2,Key,4,Low,Mitigate: 30-day plan\n",
        "
        risk: id=R-1 title=Door treatment=retain
          rating: score=16
          rating: level=high
        risk: id=R-2 title=Key treatment=modify
          rating: score=4
          rating: level=low
        ",
    );
    check(
        "{kind: risk-acceptance, path: a.csv}",
        "Acceptance ID,Justification,Reason\nA-1,First,The vendor is gone for good\nA-2,Second,Threat research\n",
        "
        risk-acceptance: id=A-1 justification=First / The vendor is gone for good
        risk-acceptance: id=A-2 justification=Second / Threat research
        ",
    );
    check(
        "{kind: statement-of-applicability, path: a.csv}",
        "Control,Title,Applicable\nA.5.1,Policies,Applicable\nA.7.5,Fire,Not Applicable\nA.7.6,Rooms,Yes\n",
        "
        statement-of-applicability: id=A.5.1 title=Policies applicable=true
        statement-of-applicability: id=A.7.5 title=Fire applicable=false
        statement-of-applicability: id=A.7.6 title=Rooms applicable=true
        ",
    );
}

#[test]
fn a_column_that_nobody_understands_is_left_alone() {
    check(
        "{kind: risk, path: a.csv}",
        "Risk ID,Title,Treatment,Next assessment\nR-1,Door,lock,first\nR-2,Key,locks,second\n",
        "
        risk: id=R-1 title=Door
        risk: id=R-2 title=Key
        - 1:15 the column `Treatment` is not understood: its values are not words of `treatment`
        - 1:25 the column `Next assessment` is not understood: its values are not dates, as `next_assessment_on` needs them
        ",
    );
}

#[test]
fn one_value_that_fits_shows_that_a_column_was_understood() {
    for (settings_text, head, values, problems) in [
        (CSV, "Severity", ["High", "door"], 1),
        (CSV, "Severity", ["Hihg", "Lwo"], 2),
        (CSV, "Severity", ["", "door"], 1),
        (CSV, "Severity", ["door", "window"], 0),
        (CSV, "Status", ["door", "window"], 2),
        ("{kind: entry, path: a.csv, columns: {severity: Severity}}", "Severity", ["door", "window"], 2),
        ("{kind: entry, path: a.csv, words: {severity: {window: low}}}", "Severity", ["door", "window"], 1),
        (CSV, "Raised on", ["05/03/2026", "door"], 2),
        (CSV, "Raised on", ["first", "door"], 0),
    ] {
        let text = format!("ID,Title,{head}\nNC-1,Door,{}\nNC-2,Key,{}\n", values[0], values[1]);
        let mapped = mapped(settings_text, &text);
        assert_eq!(united(mapped).1.len(), problems, "{settings_text} {head} {values:?}");
    }
}

#[test]
fn instructions_and_examples_below_the_heads_are_no_records() {
    let heads = "POAM ID,Weakness Name,Date Raised,Due Date\n";
    let form = "Unique identifier for each item,Name of it,Date when it was found,Permanent date\n\
                Unique Identifier,Text,Date,Date\nV-1Example,Open port,2026-01-05,2026-02-05\n";
    let left = "
        - 2:1 it tells what to write in its columns
        - 3:1 it tells what to write in its columns
        - 4:1 an example: its id says so
        ";
    check(CSV, &format!("{heads}{form}"), left);
    let real = "V-2,Old version,2026-01-06,2026-02-06\n";
    let record = "
        entry: id=V-2 title=Old version raised_on=2026-01-06
          action: due_on=2026-02-06
        ";
    check(CSV, &format!("{heads}{form}{real}"), &format!("{record}{left}"));
    // Whoever names records in words, and knows no day yet, has records all the same.
    check(
        CSV,
        &format!("{heads}Legal register,Old,,soon\nOpen door,Badge,,\n"),
        "
        entry: id=Legal register title=Old raised_on=(blank)
          action: due_on=(unreadable)
        entry: id=Open door title=Badge raised_on=(blank)
        ! input-date-unparseable 2:21 text=soon, field=due_on, hint=write it like 2026-03-15, record=Legal register
        ",
    );
}
