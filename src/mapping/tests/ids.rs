//! Patterns of ids, and numbers that stand for dates: used only where the settings declare them.

use super::check;

#[test]
fn ids_that_do_not_fit_their_pattern_are_one_problem() {
    let register = "- {id: NC-001, title: a, actions: [{id: x}]}
- {id: NC1, title: b}
- {id: NC\u{2011}002, title: c}
- {id: XNC-003, title: d}
- {id: , title: e}
- {id: TBD}
";
    let records = "
        entry: id=NC-001 title=a
          action: id=x
        entry: id=NC1 title=b
        entry: id=NC\u{2011}002 title=c
        entry: id=XNC-003 title=d
        entry: id=(blank) title=e
        ";
    let form = "- 6:3 a form that is not filled in: all it holds are placeholders";
    let problem = "! input-id-duplicate 2:8 id=NC1, \
                   what=does not fit the pattern of its source, `ids: NC-[0-9]{3}`, record=NC1, count=2 also 4:8";
    check(
        "{kind: entry, path: a.yaml, ids: 'NC-[0-9]{3}'}",
        register,
        &format!("{records}{problem}\n        {form}\n"),
    );
    check("{kind: entry, path: a.yaml}", register, &format!("{records}{form}\n"));
    // Each alternative is a whole id.
    check(
        "{kind: entry, path: a.yaml, ids: 'A|B'}",
        "[{id: AB, title: a}, {id: B, title: b}]",
        "
        entry: id=AB title=a
        entry: id=B title=b
        ! input-id-duplicate 1:7 id=AB, what=does not fit the pattern of its source, `ids: A|B`, record=AB
        ",
    );
}

#[test]
fn numbers_are_dates_where_the_settings_say_what_they_count() {
    let register = "No,Title,Date Raised\nA,a,45168\nB,b,45169\nC,c,2026-03-15\nD,d,1773532800\n";
    let source = |dates: &str| {
        format!("{{kind: entry, path: a.csv, columns: {{id: No, title: Title, raised_on: Date Raised}}{dates}}}")
    };
    let unix = "if it counts seconds since 1970, it is 2026-03-15; then say `dates: unix`";
    check(
        &source(""),
        register,
        &format!(
            "
        entry: id=A title=a raised_on=(unreadable)
        entry: id=B title=b raised_on=(unreadable)
        entry: id=C title=c raised_on=2026-03-15
        entry: id=D title=d raised_on=(unreadable)
        ! input-date-unparseable 2:5 text=45168, field=raised_on, hint=if it is the number of a day in a spreadsheet, it is 2023-08-30 (`dates: excel-1900`) or 2027-08-31 (`dates: excel-1904`), record=A, count=2 also 3:5
        ! input-date-unparseable 5:5 text=1773532800, field=raised_on, hint={unix}, record=D
        "
        ),
    );
    check(
        &source(", dates: [excel-1904, day-month-year]"),
        register,
        &format!(
            "
        entry: id=A title=a raised_on=2027-08-31
        entry: id=B title=b raised_on=2027-09-01
        entry: id=C title=c raised_on=2026-03-15
        entry: id=D title=d raised_on=(unreadable)
        ! input-date-unparseable 5:5 text=1773532800, field=raised_on, hint={unix}, record=D
        "
        ),
    );
    check(
        &source(", dates: unix"),
        "No,Title,Date Raised\nD,d,1773532800\n",
        "entry: id=D title=d raised_on=2026-03-15",
    );
}
