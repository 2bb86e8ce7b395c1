//! Documents made by the tests themselves.

use crate::read::outline::{outline_of, spans_are_sound};
use crate::read::package::read;
use crate::read::packed::{document, packed, unpacked};
use crate::text::Sources;

/// The tree of a document, the places of its lines, and what was said.
fn told(bytes: &[u8]) -> String {
    let package = read("minutes.docx", bytes);
    let mut sources = Sources::default();
    let ids = package.add_to("minutes.docx", &mut sources);
    let mut out = String::new();
    for (part, id) in package.parts.into_iter().zip(ids) {
        let document = part.document.in_source(id);
        spans_are_sound(&document.tree, &document.problems);
        out.push_str(&outline_of(&sources, &document.tree, &document.problems));
        for number in 1..sources.get(id).line_count() {
            let (start, line) = sources.get(id).line(u32::try_from(number).unwrap()).unwrap();
            out.push_str(&format!("{}: {line:?}\n", sources.get(id).within(start).unwrap()));
        }
    }
    package.fault.iter().for_each(|fault| out.push_str(&format!("! {} {:?}\n", fault.name, fault.facts)));
    out
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph("", text))
}

const STYLES: &str = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
    <w:style w:styleId=\"Own\"><w:name w:val=\"House style\"/><w:basedOn w:val=\"berschrift1\"/></w:style>\
    <w:style w:styleId=\"Two\"><w:name w:val=\"Part\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
    <w:style w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style>\
    <w:style w:styleId=\"Bullets\"><w:pPr><w:numPr><w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style></w:styles>";

#[test]
fn documents_are_blocks_as_markdown_is() {
    let item = "<w:numPr><w:numId w:val=\"1\"/></w:numPr>";
    let body = [
        paragraph("<w:pStyle w:val=\"Own\"/>", "Management review &amp; minutes"),
        paragraph("", "Status: Approved"),
        "<w:p><w:r><w:t>Owner: Ada</w:t><w:br/><w:t>Version: 1.2</w:t></w:r></w:p>".to_owned(),
        paragraph("<w:pStyle w:val=\"Two\"/>", "Attendees"),
        paragraph(item, "Ada"),
        paragraph("<w:pStyle w:val=\"Bullets\"/>", "Role: Grace"),
        paragraph("<w:pStyle w:val=\"Loop\"/>", ""),
        "<w:p><w:r><w:t xml:space=\"preserve\">We </w:t></w:r><w:del><w:r><w:delText>will</w:delText></w:r></w:del><w:ins><w:r>\
         <w:t>shall</w:t></w:r></w:ins><w:hyperlink><w:r><w:t xml:space=\"preserve\"> look</w:t></w:r></w:hyperlink>\
         <w:r><w:instrText>PAGE</w:instrText><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent>\
         <w:t>.</w:t></w:r></w:p>"
            .to_owned(),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
            cell("", "Id"),
            cell("", "What"),
            cell("", "IMP-1"),
            "<w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc>\
             </w:tr></w:tbl><w:p/></w:tc>",
            cell("", "gone"),
            cell("<w:gridSpan w:val=\"2\"/>", "over both"),
        ),
        paragraph("<w:pStyle w:val=\"Heading3\"/>", "Last"),
        paragraph("<w:pStyle w:val=\"Own\"/><w:outlineLvl w:val=\"9\"/>", "No heading"),
    ];
    insta::assert_snapshot!("document", told(&document(&body.concat(), STYLES)));
}

#[test]
fn damaged_documents_are_read_without_a_panic() {
    let body = paragraph("<w:pStyle w:val=\"Own\"/>", "Ä: b")
        + &format!(
            "<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
            cell("", "Id"),
            cell("<w:gridSpan w:val=\"9\"/>", "x")
        );
    let sample = document(&body, STYLES);
    (0..sample.len()).step_by(7).for_each(|length| drop(read("a.docx", &sample[..length])));
    let mut state = 0x2545_F491_4F6C_DD17_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let parts = unpacked(&sample);
    for _ in 0..2_000 {
        let mut parts = parts.clone();
        let part = random(parts.len());
        for _ in 0..=random(4) {
            let at = random(parts[part].1.len());
            parts[part].1[at] = b"09A<>/\"&-w:pt"[random(13)];
        }
        let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let _ = told(&packed(&parts));
    }
}
