//! Any document as a tree with places ([`Tree`]), civil dates and durations, and typed access for serde.

mod access;
mod builder;
mod columns;
mod date;
mod de;
mod fault;
mod nearest;
mod synthetic;
mod tree;
mod zone;

pub use builder::{Content, Key, TreeBuilder};
pub use date::{Date, Duration};
pub use de::{DataError, Spanned, from_tree};
pub use nearest::nearest;
pub use synthetic::{Constant, Entry};
pub use tree::{NodeId, NodeKind, Style, Symbol, Tree};
pub use zone::Zone;
