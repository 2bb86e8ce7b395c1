//! For tests: archives made of texts, the least that a workbook or a document is.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive with these parts.
pub(super) fn packed(parts: &[(&str, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of an archive.
pub(super) fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let part = |index| {
        let mut part = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..parts(bytes)).map(part).collect()
}

fn parts(bytes: &[u8]) -> usize {
    zip::ZipArchive::new(Cursor::new(bytes)).unwrap().len()
}

/// Relationships: id, the last word of the type, target.
pub(super) fn relationships(list: &[(&str, &str, &str)]) -> String {
    let mut text = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">".to_owned();
    for (id, ty, target) in list {
        let ty = format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{ty}");
        write!(text, "<Relationship Id=\"{id}\" Type=\"{ty}\" Target=\"{target}\"/>").unwrap();
    }
    text + "</Relationships>"
}

/// A workbook of sheets: name, state, rows. Shared texts are `first`, `two` and ` runs` in one, and one with a line end.
/// Style 1 is a date, style 2 a date with a time, style 3 a percentage.
pub(super) fn workbook(properties: &str, sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let mut list = String::new();
    let mut links = Vec::new();
    let mut parts = vec![("_rels/.rels".to_owned(), relationships(&[("rId1", "officeDocument", "xl/workbook.xml")]))];
    for (number, (name, state, rows)) in sheets.iter().enumerate() {
        write!(list, "<sheet name=\"{name}\" sheetId=\"{number}\" state=\"{state}\" r:id=\"r{number}\"/>").unwrap();
        links.push((format!("r{number}"), format!("worksheets/sheet{number}.xml")));
        let rows = format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{number}.xml"), rows));
    }
    let links: Vec<_> = links.iter().map(|(id, target)| (id.as_str(), "worksheet", target.as_str())).collect();
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), relationships(&links)));
    let book = format!("<workbook {main}><workbookPr{properties}/><sheets>{list}</sheets></workbook>");
    parts.push(("xl/workbook.xml".to_owned(), book));
    let shared = format!(
        "<sst {main} count=\"3\" uniqueCount=\"3\"><si><t>first</t></si><si><r><t>two</t></r>\
         <r><t xml:space=\"preserve\"> runs</t></r></si><si><t>a\nb\tc</t></si></sst>"
    );
    parts.push(("xl/sharedStrings.xml".to_owned(), shared));
    let styles = format!(
        "<styleSheet {main}><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm\"/></numFmts>\
         <cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/>\
         </cellXfs></styleSheet>"
    );
    parts.push(("xl/styles.xml".to_owned(), styles));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    packed(&parts)
}

/// A spreadsheet of OpenDocument with this body; the style `out` hides a sheet.
pub(super) fn spreadsheet(tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\">\
         <office:automatic-styles><style:style style:name=\"out\" style:family=\"table\"><style:table-properties \
         table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"m\"/>"),
        ("content.xml", &content),
    ])
}

/// A text processor document with this body.
pub(super) fn document(body: &str, styles: &str) -> Vec<u8> {
    let body = format!("<w:document xmlns:w=\"w\"><w:body>{body}<w:sectPr/></w:body></w:document>");
    packed(&[
        ("_rels/.rels", relationships(&[("rId1", "officeDocument", "/word/document.xml")]).as_str()),
        ("word/document.xml", &body),
        ("word/styles.xml", styles),
    ])
}
