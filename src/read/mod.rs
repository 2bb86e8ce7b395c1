//! Bytes to trees, one file per format. Reading never fails: what could not be read is a [`Problem`] beside the tree.
//!
//! [`Problem`]: crate::diagnostic::Problem

mod place;
pub mod yaml;
