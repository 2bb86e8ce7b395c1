//! Workbooks: each sheet that is shown becomes a text with a line per row, and a table over it.

mod number;
mod ods;
mod sheet;
#[cfg(test)]
mod tests;
mod xlsx;

pub(in crate::read) use self::ods::read as read_ods;
pub(in crate::read) use self::xlsx::read as read_xlsx;
