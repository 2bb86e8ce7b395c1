//! [`Layout`]: how a person finds a place in a text that a reader made of a sheet or of a text processor document.

use std::borrow::Cow;

/// What the lines of a text are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Lines of the file itself.
    #[default]
    Lines,
    /// Rows of a sheet: cells from column A on, with a tab between two of them.
    Sheet {
        /// Name of the sheet.
        name: String,
        /// Number of the row, from 1, that each line shows.
        rows: Vec<u32>,
    },
    /// Paragraphs and table rows of a text processor document.
    Document(Vec<Piece>),
}

/// What a line of a text processor document shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph or heading by its number from 1; those in tables do not count.
    Paragraph(u32),
    /// A row of a table, both by their numbers from 1.
    Row {
        /// Number of the table in the document.
        table: u32,
        /// Number of the row in the table.
        row: u32,
    },
}

impl Layout {
    /// The table that a line (counted from 1) stands in, 0 for none, and the number that a person knows it by.
    pub(super) fn line_name(&self, number: u32) -> (u32, u32) {
        let index = (number as usize).saturating_sub(1);
        match self {
            Self::Lines => (0, number),
            Self::Sheet { rows, .. } => (0, rows.get(index).copied().unwrap_or(number)),
            Self::Document(pieces) => match pieces.get(index) {
                Some(Piece::Row { table, row }) => (*table, *row),
                Some(Piece::Paragraph(paragraph)) => (0, *paragraph),
                None => (0, number),
            },
        }
    }

    /// The place in the file, such as `Log!D14` or `paragraph 12`; `None` where line and column say it.
    ///
    /// `line` counts from 0, `before` is the text of the line in front of the place.
    pub(super) fn within(&self, line: usize, before: &str) -> Option<String> {
        match self {
            Self::Lines => None,
            Self::Sheet { name, rows } => {
                let row = rows.get(line).or(rows.last()).copied().unwrap_or(1);
                Some(format!("{}!{}{row}", quoted(name), column_letters(tabs(before))))
            }
            Self::Document(pieces) => Some(match pieces.get(line).or(pieces.last()) {
                None => "paragraph 1".to_owned(),
                Some(Piece::Paragraph(number)) => format!("paragraph {number}"),
                Some(Piece::Row { table, row }) => {
                    format!("table {table}, row {row}, cell {}", tabs(before) + 1)
                }
            }),
        }
    }
}

/// The name of a sheet as formulas write it: in quotes where it is more than a word.
fn quoted(name: &str) -> Cow<'_, str> {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let starts_like_one = name.chars().next().is_some_and(|first| !first.is_numeric());
    match starts_like_one && name.chars().all(is_word) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(format!("'{}'", name.replace('\'', "''"))),
    }
}

fn tabs(text: &str) -> usize {
    memchr::memchr_iter(b'\t', text.as_bytes()).count()
}

/// The letters of a column of a sheet, counted from 0: `A`, `Z`, `AA`.
#[must_use]
pub fn column_letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_quoted_as_formulas_quote_them() {
        for (name, quoted_name) in [
            ("Log", "Log"),
            ("Lög_2.1", "Lög_2.1"),
            ("CAPA Log", "'CAPA Log'"),
            ("it's", "'it''s'"),
            ("2026", "'2026'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(name), quoted_name);
        }
    }

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (column, letters) in [(0, "A"), (3, "D"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
