//! Tables as people write them, each read as another reader reads it.

use std::sync::Arc;

use proptest::prelude::*;

use super::read;
use crate::data::{NodeId, NodeKind, Style, Tree};
use crate::diagnostic::Problem;
use crate::read::outline::{outline, spans_are_sound};
use crate::text::SourceId;

fn rows_of(tree: &Tree) -> Vec<NodeId> {
    let table = |node: NodeId| tree.children(node).collect::<Vec<_>>();
    let body = tree.get(tree.roots()[0], "body").unwrap();
    let Some(block) = table(body).first().copied() else { return Vec::new() };
    assert_eq!(tree.text(tree.get(block, "type").unwrap()), "table");
    table(tree.get(block, "rows").unwrap())
}

fn parsed(text: &str) -> (Vec<Vec<String>>, Vec<Problem>) {
    let (tree, problems) = read(SourceId(0), &Arc::from(text));
    spans_are_sound(&tree, &problems);
    let cells = |row: &NodeId| tree.children(*row).map(|cell| tree.text(cell).to_owned()).collect();
    (rows_of(&tree).iter().map(cells).collect(), problems)
}

/// The rows as the crate `csv` reads them, without blank ones, which it skips in its own way.
fn theirs(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let trimmed = |row: csv::StringRecord| row.iter().map(|cell| cell.trim().to_owned()).collect();
    written(reader.records().map(|row| trimmed(row.unwrap())).collect())
}

fn written(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let trimmed = rows.into_iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
    trimmed.filter(|row| row.len() > 1 || row.iter().any(|cell| !cell.is_empty())).collect()
}

#[test]
fn cells_keep_their_places() {
    let text = "Id,Title , Note\r\nIMP-1,\"a \"\"b\"\", c\", x y \r\n\r\n~,\"two\nlines\",\r\n";
    insta::assert_snapshot!(outline(text, read), @r#"
    mapping 1:1-6:1
      body (1:1-1:1) = list 1:1-6:1
        mapping 1:1-6:1
          type (1:1-1:1) = q"table" 1:1-1:1
          rows (1:1-1:1) = list 1:1-6:1
            list 1:1-1:16
              b"Id" 1:1-1:3
              b"Title" 1:4-1:9
              b"Note" 1:12-1:16
            list 2:1-2:24
              b"IMP-1" 2:1-2:6
              q"a \"b\", c" 2:7-2:19
              b"x y" 2:21-2:24
            list 3:1-3:1
            list 4:1-5:8
              b"~" 4:1-4:2
              q"two\nlines" 4:3-5:7
              b"" 5:8-5:8
    "#);
}

#[test]
fn rows_are_what_stands_there() {
    for (text, expected) in [
        ("", &[] as &[&[&str]]),
        ("\n", &[&[]]),
        ("a,b", &[&["a", "b"]]),
        ("a,b\n", &[&["a", "b"]]),
        ("a,b\r\n\r\n  \nc,d", &[&["a", "b"], &[], &[], &["c", "d"]]),
        ("a,b\rc,d\r", &[&["a", "b"], &["c", "d"]]),
        ("a,\n,b\n,", &[&["a", ""], &["", "b"], &["", ""]]),
        ("a;b\n1,5;2\n3,7;4\n", &[&["a", "b"], &["1,5", "2"], &["3,7", "4"]]),
        ("a\tb\n\t\n1, 2\t \"3\"\n", &[&["a", "b"], &["", ""], &["1, 2", "3"]]),
        ("a|b\n1, 2|3, 4\n", &[&["a", "b"], &["1, 2", "3, 4"]]),
        ("sep=;\na,b,c;d\n", &[&["a,b,c", "d"]]),
        ("\"sep=\t\"\r\na,b\tc\r\n", &[&["a,b", "c"]]),
        ("SEP=,\n", &[]),
        ("sep=ab\n", &[&["sep=ab"]]),
        (
            "Register\nMade on Monday, by us\n\na,b,c\n1,2,3\n",
            &[&["Register"], &["Made on Monday", "by us"], &[], &["a", "b", "c"], &["1", "2", "3"]],
        ),
        ("a , \"b, c\" ,\" d \"\n", &[&["a", "b, c", " d "]]),
        ("5\" disk,the \"old\" one\n", &[&["5\" disk", "the \"old\" one"]]),
        ("\"Smith, J.\" (deputy),\"x\"y\"z\"\n", &[&["Smith, J. (deputy)", "xy\"z\""]]),
        ("\"\",\"\"\"\",\"\"\"a\"\"\"\n", &[&["", "\"", "\"a\""]]),
        ("\"a\r\nb\",c\n", &[&["a\r\nb", "c"]]),
        ("ä,\"ö\"\"\"\n", &[&["ä", "ö\""]]),
    ] {
        let (rows, problems) = parsed(text);
        assert_eq!(rows, expected, "{text:?}");
        assert_eq!(problems, [], "{text:?}");
    }
}

#[test]
fn a_quotation_mark_without_an_end_swallows_nothing() {
    for (text, places, expected) in [
        ("a,b\n\"x,y\nz,w\n", &[4][..], &[&["a", "b"][..], &["\"x", "y"], &["z", "w"]][..]),
        ("a,b\n\"x,y\n\"z\",w\n", &[4], &[&["a", "b"], &["\"x", "y"], &["z", "w"]]),
        ("a,b\n\"x,y\n1,\"z\n2,3\n", &[4, 11], &[&["a", "b"], &["\"x", "y"], &["1", "\"z"], &["2", "3"]]),
        ("a,\"", &[2], &[&["a", "\""]]),
        ("\"\"\"", &[0], &[&["\"\"\""]]),
    ] {
        let (rows, problems) = parsed(text);
        assert_eq!(rows, expected, "{text:?}");
        let [problem] = problems.as_slice() else { panic!("{text:?}: {problems:?}") };
        let spans = std::iter::once(problem.span).chain(problem.related.iter().map(|label| label.span));
        assert_eq!(spans.map(|span| span.start).collect::<Vec<_>>(), places, "{text:?}");
    }
}

#[test]
fn no_cell_is_a_null_or_a_number() {
    let (tree, _) = read(SourceId(0), &Arc::from("~,null,NA,true,1,,\"\"\n"));
    for cell in tree.children(rows_of(&tree)[0]) {
        assert!(!tree.is_null(cell));
        assert!(matches!(tree.kind(cell), NodeKind::Scalar(Style::Block | Style::Quoted)));
    }
}

#[test]
fn many_open_marks_take_linear_time() {
    for piece in ["\"a,\n", "a,\"\"\"\n", ",\"x\n\"", " \"", "\"\"\"a", "\"\n"] {
        let text = piece.repeat((1 << 20) / piece.len());
        let (rows, _) = parsed(&text);
        assert!(!rows.is_empty());
    }
}

/// Texts that come near to tables.
fn scribble() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\"", "\"", "\"\"", ",", ",", ",", "\n", "\r\n", "\r", "a", "b c", " ", "ä", "🎵", "'", ";", "\t", "=1+2",
        "\u{A0}",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_another_reader_reads_it(text in scribble()) {
        let (rows, problems) = parsed(&text);
        // That reader takes a mark that nothing closes as one that the end of the file closes, and does not look
        // behind blanks for a mark.
        if problems.is_empty() && !text.contains([' ', '\t', ';']) {
            prop_assert_eq!(written(rows), theirs(&text, b','), "{:?}", text);
        }
    }

    #[test]
    fn what_another_writer_writes_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-z\", ;\t\n\rä]{0,8}", 3), 1..8),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        always in any::<bool>(),
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(style).from_writer(Vec::new());
        let head = ["id", "title", "status"].map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let text = format!("sep={}\n{}", char::from(delimiter), String::from_utf8(writer.into_inner().unwrap()).unwrap());
        let (found, problems) = parsed(&text);
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(written(found), written(rows));
    }
}
