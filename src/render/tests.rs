//! Each format on the report made by hand, and text that must not get through.

use super::sample::Sample;
use super::{Look, concise, json, sarif, sources, terminal};

const ASCII: Look = Look { unicode: false, ..Look::PLAIN };
const COLOR: Look = Look { color: true, ..Look::PLAIN };
const RUNNER: Look = Look { neutralise: true, ..Look::PLAIN };

#[test]
fn the_terminal_shows_pictures_and_a_summary() {
    insta::assert_snapshot!("terminal", Sample::new().written(Look::PLAIN, terminal::write));
    insta::assert_snapshot!("terminal_ascii", Sample::new().written(ASCII, terminal::write));
    insta::assert_snapshot!("terminal_color", Sample::new().written(COLOR, terminal::write).replace('\u{1b}', "<ESC>"));
    insta::assert_snapshot!("terminal_clean", Sample::clean().written(Look::PLAIN, terminal::write));
}

#[test]
fn a_line_each_for_grep() {
    insta::assert_snapshot!("concise", Sample::new().written(Look::PLAIN, concise::write));
    insta::assert_snapshot!("concise_clean", Sample::clean().written(Look::PLAIN, concise::write));
}

#[test]
fn json_has_everything() {
    insta::assert_snapshot!("json", Sample::new().written(Look::PLAIN, json::write));
}

#[test]
fn cells_and_paragraphs_are_named_where_a_file_has_no_lines() {
    let sample = Sample::in_files_without_lines();
    insta::assert_snapshot!("terminal_sheet", sample.written(Look::PLAIN, terminal::write));
    insta::assert_snapshot!("terminal_sheet_ascii", sample.written(ASCII, terminal::write));
    let concise = sample.written(Look::PLAIN, concise::write);
    assert!(concise.starts_with("capa.xlsx Log!C14: error[entry-required-value-missing] IMP-2 has no due date.\n"));
    let json: serde_json::Value = serde_json::from_str(&sample.written(Look::PLAIN, json::write)).unwrap();
    assert_eq!(json["diagnostics"][0]["place"]["within"], "Log!C14");
}

#[test]
fn nothing_is_wider_than_the_page() {
    for width in [70, 80, 100] {
        for sample in [Sample::new(), Sample::clean()] {
            let text = sample.written(Look { width, ..Look::PLAIN }, terminal::write);
            let widest = text.lines().map(super::visible::width).max().unwrap();
            assert!(widest <= width, "{widest} columns on a page of {width}:\n{text}");
        }
    }
}

#[test]
fn colour_is_only_where_it_is_asked_for() {
    for write in [terminal::write, concise::write, json::write] {
        assert!(!Sample::new().written(Look::PLAIN, write).contains('\u{1b}'));
        assert!(!Sample::clean().written(Look::PLAIN, write).contains('\u{1b}'));
    }
}

#[test]
fn pictures_are_cut_around_what_they_are_about() {
    let long = format!("- id: IMP-1\n  note: {}NEEDLE{}\n", "before ".repeat(40), " behind".repeat(2_000_000));
    let text = Sample::about("a.yaml", &long, "NEEDLE", "Something.").written(Look::PLAIN, terminal::write);
    insta::assert_snapshot!("cut", text);
    let wide = format!("| {} | NEEDLE |\n", "漢字 ".repeat(30));
    let text = Sample::about("a.md", &wide, "NEEDLE", "Something.").written(Look::PLAIN, terminal::write);
    assert!(text.lines().all(|line| super::visible::width(line) <= 80), "{text}");
}

#[test]
fn every_place_of_a_file_can_be_drawn() {
    for text in ["", "\n", "a", "a\r\n\r\nb", "\u{feff}ä€", "\t\tx: \u{1b}[2J\r\r\n", "a: |\n  b\n  c\n", "😀😀😀"]
    {
        let mut sample = Sample::new();
        let source = sample.sources.add("x.yaml", text);
        let end = u32::try_from(text.len()).unwrap() + 1;
        for start in 0..=end {
            for stop in start..=end {
                let mut report = Sample::new().report;
                report.diagnostics[0].diagnostic.span = crate::text::Span::new(source, start, stop);
                let mut out = Vec::new();
                terminal::write(&report, &sample.context(), &mut out).unwrap();
                assert!(String::from_utf8(out).unwrap().contains("x.yaml:"), "{text:?} {start} {stop}");
            }
        }
    }
}

#[test]
fn repeats_are_counted() {
    let mut sample = Sample::new();
    let one = sample.report.diagnostics[0].clone();
    sample.report.diagnostics.extend(vec![one; 32]);
    let text = sample.written(Look::PLAIN, terminal::write);
    assert_eq!(text.matches("is closed but has no owner").count(), 10);
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(words.join(" ").contains("and 23 more of this rule in register/improvements.yaml;"), "{text}");
}

#[test]
fn cells_are_text_and_nothing_else() {
    let cell = "- title: \"\u{1b}]0;x\u{7} ##[add-mask]secret \u{202e}abc\"\n::error::forged\n";
    let message = "\u{1b}[2J##[error]\n::stop-commands::x is the title.";
    let sample = Sample::about("::error file=x::y.yaml", cell, "##[add-mask]", message);
    for write in [terminal::write, concise::write, json::write] {
        let text = sample.written(RUNNER, write);
        assert!(!text.contains("##["), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{7}']), "{text}");
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{text}");
    }
    let text = sample.written(Look::PLAIN, terminal::write);
    assert!(text.contains("␛]0;x␇ ##[add-mask]secret \\u{202e}abc"), "{text}");
}

#[test]
fn a_survey_tells_how_a_file_was_understood() {
    let text = "- CAPA ID: C-1\n  Status: done\n  colour: red\n- CAPA ID: C-2\n  Status: whatever\n- colour: blue\n";
    let settings = "{kind: entry, path: a.yaml, columns: {id: CAPA ID, status: Status, owner: Owner}}";
    let (tree, _) = crate::read::yaml::read(crate::text::SourceId(1), &settings.into());
    let settings = crate::mapping::SourceSettings::read(&tree, tree.roots()[0]).unwrap();
    let mut texts = crate::text::Sources::default();
    let source = texts.add("a.yaml", text);
    let (tree, _) = crate::read::yaml::read(source, &text.into());
    let words = [("vocabulary/words.yaml", "entry.status: {closed: [done]}\n")];
    let lexicon = crate::model::Lexicon::from_files(&words);
    let common = crate::mapping::Common { lexicon: &lexicon, pack: "iso-27001-2022", path: "a.yaml" };
    let mapped = crate::mapping::map(&settings, 0, tree, &crate::read::Format::Yaml, common);
    let survey = sources::Survey {
        read: vec![sources::Surveyed { reading: &mapped.reading, absent: Vec::new() }],
        without_source: vec!["notes.txt".to_owned(), "minutes.pdf".to_owned()],
        others: vec!["registers/assets.csv".to_owned()],
        unreadable: Vec::new(),
        guessed: true,
        texts: super::Texts { sources: &texts, prefix: "registers/" },
        catalogue: &super::sample::catalogue(),
    };
    let mut out = Vec::new();
    sources::write(&survey, Look::PLAIN, &mut out).unwrap();
    sources::write_json(&survey, &mut out).unwrap();
    insta::assert_snapshot!("sources", String::from_utf8(out).unwrap());
}

#[test]
fn paths_are_told_from_where_the_reader_is() {
    let sample = Sample::new();
    let texts = super::Texts { prefix: "registers/", ..sample.context().texts };
    for write in [terminal::write, concise::write, json::write, sarif::write] {
        let mut out = Vec::new();
        write(&sample.report, &super::Context { texts, ..sample.context() }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        let bare = out.matches("register/improvements.yaml").count();
        assert!(bare > 0 && out.matches("registers/register/improvements.yaml").count() == bare, "{out}");
    }
}
