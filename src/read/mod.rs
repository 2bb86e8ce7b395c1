//! Bytes to trees, one file per format. Reading never fails: what could not be read is a [`Problem`] beside the tree.
//!
//! [`Problem`]: crate::diagnostic::Problem

pub mod json;
mod keys;
mod limits;
#[cfg(test)]
mod outline;
mod place;
pub mod yaml;
