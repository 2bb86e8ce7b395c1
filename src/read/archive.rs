//! [`Archive`]: a ZIP file that was unpacked once, and counted, before anything reads a part of it.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::package::Fault;
use super::xml;

/// What an archive may ask for at most; a register of 100,000 rows stays below them.
#[derive(Clone, Debug)]
pub(in crate::read) struct Limits {
    /// Parts of the archive.
    pub(in crate::read) parts: usize,
    /// Bytes of all parts together, unpacked.
    pub(in crate::read) unpacked: u64,
    /// Bytes of the table of texts that cells share, unpacked: each text costs more in memory than in the file.
    pub(in crate::read) shared: u64,
    /// Bytes of the styles, unpacked, for the same reason.
    pub(in crate::read) styles: u64,
    /// Bytes of text that a sheet or document may come to: a thousand cells may share one long text.
    pub(in crate::read) text: usize,
    /// Cells of a sheet, blank ones between others included.
    pub(in crate::read) cells: usize,
    /// Columns of a sheet; cells further to the right are left out.
    pub(in crate::read) columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            parts: 10_000,
            unpacked: 512 << 20,
            shared: 128 << 20,
            styles: 16 << 20,
            text: 256 << 20,
            cells: super::limits::NODES,
            columns: 512,
        }
    }
}

/// What an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Kind {
    /// A workbook of Office Open XML.
    Workbook,
    /// A spreadsheet of OpenDocument.
    OpenSpreadsheet,
    /// A text processor document of Office Open XML.
    TextDocument,
    /// A format that is not read, by the name that people know it by.
    Other(&'static str),
    /// No document at all.
    None,
}

/// An archive of which no part is larger than its limit.
pub(in crate::read) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    bytes: &'a [u8],
}

impl<'a> Archive<'a> {
    /// Opens an archive and unpacks it once, to count and to check what it holds; nothing of that is kept.
    pub(in crate::read) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Fault> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Fault::unreadable(reason(&error)))?;
        let mut archive = Self { zip, bytes };
        let parts = archive.zip.len();
        if parts > limits.parts {
            return Err(Fault::limit(
                format!("the limit of {} parts in an archive", limits.parts),
                format!("this archive has {parts}"),
            ));
        }
        let mut left = limits.unpacked;
        for part in 0..parts {
            archive.measure(part, &mut left, limits)?;
        }
        Ok(archive)
    }

    /// The bytes of the archive itself.
    pub(in crate::read) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What the archive is, by what is in it.
    pub(in crate::read) fn kind(&mut self) -> Kind {
        if let Some(name) = self.text("mimetype") {
            match name.trim().strip_prefix("application/vnd.oasis.opendocument.") {
                Some(name) if name.starts_with("spreadsheet") => return Kind::OpenSpreadsheet,
                Some(name) if name.starts_with("text") => return Kind::Other("OpenDocument text"),
                Some(name) if name.starts_with("presentation") => return Kind::Other("presentation"),
                Some(_) => return Kind::Other("OpenDocument drawing"),
                None => {}
            }
        }
        let Some(main) = self.main_part() else { return Kind::None };
        if main.to_ascii_lowercase().ends_with(".bin") {
            return Kind::Other("binary workbook (XLSB)");
        }
        match self.root_of(&main).as_deref() {
            Some("workbook") => Kind::Workbook,
            Some("document") => Kind::TextDocument,
            Some("presentation") => Kind::Other("presentation"),
            _ => Kind::None,
        }
    }

    /// Name of the part that everything else hangs on.
    pub(in crate::read) fn main_part(&mut self) -> Option<String> {
        let mut reader = self.xml("_rels/.rels")?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).ok()? {
                Event::Start(start) | Event::Empty(start) => {
                    let ty = xml::attribute(&start, "Type").unwrap_or_default();
                    if ty.ends_with("/officeDocument") {
                        let target = xml::attribute(&start, "Target")?;
                        return Some(target.trim_start_matches('/').to_owned());
                    }
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    /// A part as XML; `None` where there is no such part.
    pub(in crate::read) fn xml(&mut self, name: &str) -> Option<PartReader<'_, 'a>> {
        let index = self.index_of(name)?;
        let mut reader = Reader::from_reader(BufReader::new(self.zip.by_index(index).ok()?));
        reader.config_mut().check_end_names = false;
        Some(reader)
    }

    /// A small part as text.
    fn text(&mut self, name: &str) -> Option<String> {
        let index = self.index_of(name)?;
        let mut text = Vec::new();
        self.zip.by_index(index).ok()?.take(1_000).read_to_end(&mut text).ok()?;
        String::from_utf8(text).ok()
    }

    /// Parts are found as other programs find them: upper and lower case are one, and so are both slashes.
    fn index_of(&self, name: &str) -> Option<usize> {
        let same = |known: &str| known.len() == name.len() && known.replace('\\', "/").eq_ignore_ascii_case(name);
        self.zip.index_for_name(name).or_else(|| {
            let names = (0..self.zip.len()).filter_map(|index| Some((index, self.zip.name_for_index(index)?.ok()?)));
            names.into_iter().find(|(_, known)| same(known)).map(|(index, _)| index)
        })
    }

    fn root_of(&mut self, name: &str) -> Option<String> {
        let mut reader = self.xml(name)?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).ok()? {
                Event::Start(start) | Event::Empty(start) => return Some(start.local_name().as_ref().to_owned()),
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    /// Unpacks a part into nothing. What an archive says about its own sizes counts for nothing.
    fn measure(&mut self, part: usize, left: &mut u64, limits: &Limits) -> Result<(), Fault> {
        let broken = |error: &ZipError| Fault::unreadable(reason(error));
        let mut file = self.zip.by_index(part).map_err(|error| broken(&error))?;
        let name = file.name().map_or_else(|_| String::new(), |name| name.to_ascii_lowercase());
        let (most, what) = match name.rsplit(['/', '\\']).next().unwrap_or(&name) {
            "sharedstrings.xml" => (limits.shared, "the texts of all cells"),
            "styles.xml" => (limits.styles, "the styles"),
            _ => (*left, ""),
        };
        let most = most.min(*left);
        let copied = std::io::copy(&mut (&mut file).take(most.saturating_add(1)), &mut std::io::sink());
        let unpacked = copied.map_err(|error| {
            Fault::unreadable(format!("it is damaged: its part `{name}` cannot be unpacked ({error})"))
        })?;
        if unpacked > most {
            let limit = match most < *left {
                true => format!("the limit of {} MiB for {what} in a workbook", most.div_ceil(1 << 20)),
                false => format!("the limit of {} MiB for an unpacked archive", limits.unpacked.div_ceil(1 << 20)),
            };
            return Err(Fault::limit(limit, format!("there is more in this file of {} bytes", self.bytes.len())));
        }
        *left -= unpacked;
        drop(file);
        if what == "the texts of all cells" { self.check_shared(part, unpacked) } else { Ok(()) }
    }

    /// A workbook says how many texts its cells share, and readers reserve memory for as many.
    fn check_shared(&mut self, part: usize, bytes: u64) -> Result<(), Fault> {
        let file = self.zip.by_index(part).map_err(|error| Fault::unreadable(reason(&error)))?;
        let mut reader = Reader::from_reader(BufReader::new(file));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == "sst" => {
                    let count = xml::attribute(&start, "uniqueCount").unwrap_or_default();
                    let count: u64 = count.trim().trim_start_matches('+').parse().unwrap_or(0);
                    // The shortest text takes five bytes: `<si/>`.
                    if count > bytes / 5 {
                        return Err(Fault::limit(
                            format!("the number of texts that {bytes} bytes can hold"),
                            format!("the workbook announces {count} texts"),
                        ));
                    }
                    return Ok(());
                }
                Ok(Event::Eof) | Err(_) => return Ok(()),
                Ok(_) => {}
            }
        }
    }
}

/// A part that is read as XML.
pub(in crate::read) type PartReader<'z, 'a> = Reader<BufReader<ZipFile<'z, Cursor<&'a [u8]>>>>;

/// What is wrong with an archive, as a person reads it.
fn reason(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => {
            "it is protected by a password".to_owned()
        }
        error => format!("it is damaged, or its download was cut short ({error})"),
    }
}
