//! The `tenone` command.

fn main() {}
