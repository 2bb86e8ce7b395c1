//! What a file may ask for at most. Registers come from strangers, and CI reads them on every change.

/// Lists and mappings within each other; real registers need six.
pub(in crate::read) const DEPTH: usize = 128;
/// Nodes that aliases and merge keys may copy in one file.
pub(in crate::read) const COPIED_NODES: u32 = 1_000_000;
/// Bytes of text that those copies may stand for.
pub(in crate::read) const COPIED_BYTES: u64 = 64 << 20;
/// Nodes in one file.
pub(in crate::read) const NODES: usize = 16_000_000;
/// Different keys in one file.
pub(in crate::read) const KEYS: usize = 1_000_000;
