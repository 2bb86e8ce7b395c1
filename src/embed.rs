//! Build script: lays `rules/**` out as a table of paths and texts, so that adding a rule edits no list.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
