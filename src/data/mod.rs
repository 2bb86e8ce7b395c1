//! Any document as a tree with places ([`Tree`]), civil dates and durations, and typed access for serde.

mod date;
mod tree;

pub use date::{Date, Duration};
pub use tree::{Key, NodeId, NodeKind, Style, Symbol, Tree, TreeBuilder};
