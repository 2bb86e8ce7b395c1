//! Workbooks of Office Open XML, cell by cell: a sheet says of two cells at opposite corners that it has 17 billion.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};

use super::number;
use super::sheet::{Origin, Sheet, Stopped};
use crate::read::archive::{Archive, Limits};
use crate::read::package::{Fault, Package};

/// Characters of a formula that are shown in place of its result.
const LONGEST_FORMULA: usize = 200;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the sheets that are shown.
pub(in crate::read) fn read(archive: &Archive<'_>, limits: &Limits) -> Package {
    // The crate subtracts corners of ranges and multiplies digits of cell names without a check, so that a hostile file
    // makes it panic where overflows are checked. Nothing outlives that but the message.
    let read = catch_unwind(AssertUnwindSafe(|| sheets(archive.bytes(), limits)));
    read.unwrap_or_else(|_| Err(Fault::unreadable("a sheet of this workbook is damaged"))).unwrap_or_else(Package::of)
}

fn sheets(bytes: &[u8], limits: &Limits) -> Result<Package, Fault> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| Fault::unreadable(why(&error)))?;
    let mut package = Package::default();
    for known in workbook.sheets_metadata().to_vec() {
        let name = known.name;
        match (known.visible, known.typ) {
            (SheetVisible::Visible, SheetType::WorkSheet) => {}
            (SheetVisible::Visible, _) => continue,
            _ => {
                package.left_out.push(format!("sheet `{name}` is hidden"));
                continue;
            }
        }
        let mut sheet = Sheet::new(&name, limits);
        if let Err(error) = read_sheet(&mut workbook, &name, &mut sheet) {
            let what = format!("sheet `{name}` is damaged here ({})", why(&error));
            sheet.stop("input-syntax-error", vec![("what", what)]);
        }
        package.add_sheet(&name, sheet.finish());
    }
    Ok(package.checked())
}

fn read_sheet(workbook: &mut Workbook<'_>, name: &str, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let (row, column) = cell.pos;
        let given = if cell.formula.is_some() { Origin::Computed } else { Origin::Written };
        let added = match cell.value {
            DataRef::Empty => match cell.formula {
                Some(formula) => sheet.add(row, column, &written(formula), Origin::Unknown),
                None => Ok(()),
            },
            DataRef::String(text) => sheet.add(row, column, &text, given),
            DataRef::SharedString(text) => sheet.add(row, column, text, given),
            DataRef::Int(value) => sheet.add(row, column, &value.to_string(), given),
            DataRef::Float(value) => sheet.add(row, column, &number::number(value), given),
            DataRef::Bool(value) => sheet.add(row, column, if value { "true" } else { "false" }, given),
            DataRef::DateTime(value) => sheet.add(row, column, &number::date(value), given),
            DataRef::DateTimeIso(text) => sheet.add(row, column, number::iso(&text), given),
            DataRef::DurationIso(text) => sheet.add(row, column, &text, given),
            DataRef::Error(error) => sheet.add(row, column, &error.to_string(), Origin::Unknown),
        };
        if let Err(Stopped) = added {
            break;
        }
    }
    Ok(())
}

/// A formula as it stands in a cell.
fn written(formula: XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={}", formula.chars().take(LONGEST_FORMULA).collect::<String>())
        }
        // What it is like stands in another cell.
        _ => "=…".to_owned(),
    }
}

/// An error of the crate as a person reads it.
fn why(error: &XlsxError) -> String {
    match error {
        XlsxError::Password => "it is protected by a password".to_owned(),
        error => format!("the workbook cannot be understood: {error}"),
    }
}
