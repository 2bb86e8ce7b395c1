#[path = "../benches/generate.rs"]
mod generate;
fn main() {
    let n: u32 = std::env::args().nth(1).unwrap().parse().unwrap();
    let d = std::env::args().nth(2).unwrap();
    std::fs::create_dir_all(&d).unwrap();
    for f in generate::workspace(n) {
        std::fs::write(format!("{d}/{}", f.path), f.text).unwrap();
    }
}
