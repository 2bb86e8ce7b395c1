//! Workbooks made by the tests themselves: what is read of them, what is left out, and what hostile ones cost.

use std::fmt::Write as _;

use crate::data::{NodeId, Tree};
use crate::read::archive::Limits;
use crate::read::outline::spans_are_sound;
use crate::read::package::{Package, read, read_within};
use crate::read::packed::{packed, relationships, spreadsheet, unpacked, workbook};
use crate::text::Sources;

/// The rows of the table that a sheet became.
fn rows(tree: &Tree) -> Vec<NodeId> {
    let body = tree.get(tree.roots()[0], "body").unwrap();
    let heading = tree.children(body).next().unwrap();
    assert_eq!(tree.get(heading, "type").map(|ty| tree.text(ty)), Some("heading"), "the name of the sheet");
    let table = tree.children(body).last().unwrap();
    assert_eq!(tree.get(table, "type").map(|ty| tree.text(ty)), Some("table"));
    tree.children(tree.get(table, "rows").unwrap()).collect()
}

/// Every cell with its place, `?` where it is unknown and `=` where it is computed; then what was said.
fn told(bytes: &[u8]) -> String {
    let package = read("book.xlsx", bytes);
    let mut sources = Sources::default();
    let ids = package.add_to("book.xlsx", &mut sources);
    let mut out = String::new();
    for (part, id) in package.parts.into_iter().zip(ids) {
        let document = part.document.in_source(id);
        spans_are_sound(&document.tree, &document.problems);
        for row in rows(&document.tree) {
            let cells = document.tree.children(row).map(|cell| {
                let place = sources.place(document.tree.span(cell)).within.unwrap();
                let mark = match (document.tree.is_unknown(cell), document.tree.is_computed(cell)) {
                    (true, _) => "?",
                    (_, true) => "=",
                    _ => "",
                };
                format!("{place}{mark} {:?}", document.tree.text(cell))
            });
            writeln!(out, "{}", cells.collect::<Vec<_>>().join(", ")).unwrap();
        }
        for problem in &document.problems {
            let place = sources.place(problem.span);
            writeln!(out, "! {} {} {:?}", problem.name, place.within.unwrap(), problem.facts).unwrap();
        }
    }
    package.left_out.iter().for_each(|left_out| writeln!(out, "- {left_out}").unwrap());
    package.fault.iter().for_each(|fault| writeln!(out, "! {} {:?}", fault.name, fault.facts).unwrap());
    out
}

#[test]
fn cells_say_what_people_see() {
    let rows = "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>Zoë &amp; co</t></is></c>\
                </row><row r=\"3\" hidden=\"1\"><c r=\"A3\"><v>5</v></c><c r=\"B3\" t=\"s\"><v>1</v></c>\
                <c r=\"D3\" t=\"s\"><v>2</v></c></row><row r=\"4\"><c r=\"A4\" s=\"1\"/></row>\
                <row r=\"14\"><c r=\"A14\" s=\"1\"><v>46096</v></c><c r=\"B14\" s=\"2\"><v>46096.5</v></c>\
                <c r=\"C14\" s=\"3\"><v>0.75</v></c><c r=\"D14\" t=\"b\"><v>1</v></c>\
                <c r=\"E14\" t=\"e\"><v>#REF!</v></c></row>\
                <row r=\"15\"><c r=\"A15\"><f>SUM(A3:A4)</f><v>5</v></c><c r=\"B15\"><f>NOW()</f><v></v></c>\
                <c r=\"C15\" t=\"str\"><f>IF(A3=\"\",\"\",1)</f><v></v></c></row>";
    let book = workbook("", &[("Lög &amp; Co", "visible", rows), ("Empty", "visible", "")]);
    insta::assert_snapshot!("workbook_cells", told(&book));
}

#[test]
fn the_other_date_system_counts_from_1904() {
    let rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44634</v></c></row>";
    let book = workbook(" date1904=\"1\"", &[("Log", "visible", rows)]);
    assert_eq!(told(&book), "Log!A1 \"2026-03-15\"\n");
}

#[test]
fn sheets_that_are_not_shown_are_left_out_and_named() {
    let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    let book = workbook("", &[("A", "hidden", row), ("B", "visible", row), ("C", "veryHidden", row)]);
    assert_eq!(told(&book), "B!A1 \"1\"\n- sheet `A` is hidden\n- sheet `C` is hidden\n");
    let book = workbook("", &[("A", "hidden", row)]);
    insta::assert_snapshot!("workbook_all_hidden", told(&book));
}

#[test]
fn spreadsheets_of_open_document_are_read_alike() {
    let tables = "<table:table table:name=\"Lög\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>Id\
                  </text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell \
                  office:value-type=\"string\"><office:annotation><text:p>no</text:p></office:annotation><text:p>Title \
                  <text:span>and</text:span><text:s text:c=\"2\"/>more</text:p><text:p>below</text:p></table:table-cell>\
                  </table:table-row><table:table-row table:number-rows-repeated=\"7\"><table:table-cell \
                  table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row><table:table-cell \
                  office:value-type=\"float\" office:value=\"5\"><text:p>5.00</text:p></table:table-cell>\
                  <table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-15\"><text:p>15.03.26</text:p>\
                  </table:table-cell><table:table-cell table:formula=\"of:=NOW()\"/><table:table-cell \
                  table:formula=\"of:=A1\" office:value-type=\"string\"><text:p>done</text:p></table:table-cell>\
                  </table:table-row><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
                  office:value-type=\"string\" table:number-columns-repeated=\"2\"><text:p>x &lt; y</text:p>\
                  </table:table-cell></table:table-row><table:table-row table:number-rows-repeated=\"1048000\">\
                  <table:table-cell/></table:table-row></table:table><table:table table:name=\"Off\" \
                  table:style-name=\"out\"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>\
                  </table:table-row></table:table>";
    insta::assert_snapshot!("workbook_open_document", told(&spreadsheet(tables)));
}

#[test]
fn files_that_are_no_workbook_are_named() {
    let book = workbook("", &[("Log", "visible", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")]);
    let rels = relationships(&[("rId1", "officeDocument", "ppt/presentation.xml")]);
    let binary = relationships(&[("rId1", "officeDocument", "xl/workbook.bin")]);
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let open = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    for (name, bytes, fault, word) in [
        ("empty", packed(&[] as &[(&str, &str)]), "input-file-not-read", "archive"),
        ("plain archive", packed(&[("a.txt", "x")]), "input-file-not-read", "archive"),
        ("no zip", b"PK\x03\x04 and so on".to_vec(), "input-file-unreadable", "damaged"),
        ("cut", book[..book.len() / 2].to_vec(), "input-file-unreadable", "damaged"),
        ("old", [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat(), "input-file-not-read", "password"),
        (
            "slides",
            packed(&[("_rels/.rels", rels.as_str()), ("ppt/presentation.xml", "<p:presentation/>")]),
            "input-file-not-read",
            "presentation",
        ),
        ("xlsb", packed(&[("_rels/.rels", &binary)]), "input-file-not-read", "XLSB"),
        (
            "encrypted ods",
            packed(&[open, ("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}")]),
            "input-file-unreadable",
            "password",
        ),
        ("no content", packed(&[open]), "input-file-unreadable", "content.xml"),
        ("no sheet", workbook("", &[]), "input-file-unreadable", "no sheet"),
    ] {
        let package = read("a.xlsx", &bytes);
        let found = package.fault.unwrap_or_else(|| panic!("{name}"));
        assert_eq!(found.name, fault, "{name}");
        assert!(found.facts.iter().any(|(_, fact)| fact.contains(word)), "{name}: {:?}", found.facts);
        assert!(package.parts.is_empty());
    }
}

/// The name of what was said first, and its first fact.
fn said(package: &Package) -> (&'static str, String) {
    let fault = package.fault.as_ref().map(|fault| (fault.name, fault.facts.clone()));
    let problems = package.parts.iter().flat_map(|part| &part.document.problems);
    let (name, facts) = fault.or(problems.map(|problem| (problem.name, problem.facts.clone())).next()).unwrap();
    (name, facts[0].1.clone())
}

#[test]
fn hostile_workbooks_stop_at_a_limit() {
    let bomb =
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>".to_owned() + &"x".repeat(4 << 20) + "</t></is></c></row>";
    let bomb = workbook("", &[("Log", "visible", &bomb)]);
    assert!(bomb.len() < 20_000);
    let shared =
        packed(&[("_rels/.rels", ""), ("xl/sharedStrings.xml", "<sst uniqueCount=\"4000000000\"><si/></sst>")]);
    let far: String = (1..=300).fold(String::new(), |mut text, row| {
        write!(text, "<row r=\"{row}\"><c r=\"SR{row}\"><v>1</v></c></row>").unwrap();
        text
    });
    let far = workbook("", &[("Log", "visible", &far)]);
    let texts = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>".repeat(1_000);
    let texts = workbook("", &[("Log", "visible", &texts)]);
    let cell = "<table:table-cell table:number-columns-repeated=\"4000000000\"><text:p>x</text:p></table:table-cell>";
    let repeated = format!(
        "<table:table table:name=\"Log\"><table:table-row table:number-rows-repeated=\"4000000000\">{cell}\
         </table:table-row></table:table>"
    );
    let repeated = spreadsheet(&repeated);
    for (name, bytes, word, limits) in [
        ("bomb", &bomb, "unpacked archive", Limits { unpacked: 1 << 20, ..Limits::default() }),
        ("shared", &shared, "number of texts", Limits::default()),
        ("texts of all", &texts, "texts of all cells", Limits { shared: 50, ..Limits::default() }),
        ("parts", &texts, "2 parts", Limits { parts: 2, ..Limits::default() }),
        ("far", &far, "cells in a sheet", Limits { cells: 100_000, ..Limits::default() }),
        ("texts", &texts, "text in a sheet", Limits { text: 4_000, ..Limits::default() }),
        ("repeated", &repeated, "text in a sheet", Limits { text: 4_000, ..Limits::default() }),
    ] {
        let (found, limit) = said(&read_within("a.xlsx", bytes, &limits));
        assert_eq!(found, "input-limit-exceeded", "{name}");
        assert!(limit.contains(word), "{name}: {limit}");
    }
}

#[test]
fn cells_at_opposite_corners_cost_nothing() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c>\
                <c r=\"B1048576\"><v>3</v></c></row>";
    let package = read("a.xlsx", &workbook("", &[("Log", "visible", rows)]));
    let part = &package.parts[0];
    assert_eq!(&*part.text, "1\n\t3\n");
    assert!(part.document.tree.bytes() < 2_000);
    assert_eq!(
        package.left_out,
        ["cells behind column SR, which are not read: 1 in sheet `Log`, the first in XFD1048576"]
    );
}

#[test]
fn damaged_workbooks_are_read_without_a_panic() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"2\"><v>46096.5</v></c><c r=\"C1\"><f>A1</f></c></row>";
    let book = workbook("", &[("Log", "visible", rows)]);
    let tables = "<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
                  office:value-type=\"date\" office:date-value=\"2026-03-15\"><text:p>x</text:p></table:table-cell>\
                  </table:table-row></table:table>";
    let mut state = 0x2545_F491_4F6C_DD17_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for sample in [book, spreadsheet(tables)] {
        for length in (0..sample.len()).step_by(7) {
            let _ = read("a.xlsx", &sample[..length]);
        }
        let parts = unpacked(&sample);
        for round in 0..2_000 {
            let (mut parts, mut bytes) = (parts.clone(), sample.clone());
            // Half of them inside the packed parts, whose checks would else catch nearly all.
            let part = random(parts.len());
            let victim = if round % 2 == 0 { &mut bytes } else { &mut parts[part].1 };
            for _ in 0..=random(3) {
                let at = random(victim.len());
                victim[at] = if random(3) == 0 { u8::try_from(random(256)).unwrap() } else { b"09A<>/\"&-"[random(9)] };
            }
            let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            let _ = told(&if round % 2 == 0 { bytes } else { packed(&parts) });
        }
    }
}
