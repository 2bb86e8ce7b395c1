//! How long a check takes, beside the time of reading the bytes and of a bare event parse by the same YAML parser, in
//! one process; and how much memory it takes, as a process of its own. `cargo bench --bench register`.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod generate;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    // `cargo test --benches` and `cargo bench -- --list` only want to know that it builds.
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    println!("entries     bytes   read ms   events ms   check ms   check/events   process ms   peak MiB   peak/input");
    for entries in [1_000, 10_000, 100_000] {
        let folder = tempfile::tempdir().unwrap();
        let files = generate::workspace(entries);
        let bytes: usize = files.iter().map(|file| file.text.len()).sum();
        for file in &files {
            std::fs::write(folder.path().join(file.path), &file.text).unwrap();
        }
        drop(files);
        let runs = if entries > 10_000 { 3 } else { 7 };
        let read = median(runs, || read_all(folder.path()));
        let events = median(runs, || parse_events(folder.path()));
        let check = median(runs, || check(folder.path()));
        let process = median(runs, || {
            black_box(run(folder.path()));
        });
        let peak = run(folder.path());
        println!(
            "{entries:7} {bytes:9}   {:7.1}   {:9.1}   {:8.1}   {:12.2}   {:10.1}   {:8.1}   {:10.2}",
            millis(read),
            millis(events),
            millis(check),
            millis(check) / millis(events),
            millis(process),
            peak as f64 / 1_048_576.0,
            peak as f64 / bytes as f64,
        );
    }
}

fn read_all(folder: &Path) {
    for text in texts(folder) {
        black_box(text.bytes().fold(0_u8, u8::wrapping_add));
    }
}

fn parse_events(folder: &Path) {
    for text in texts(folder) {
        for event in granit_parser::Parser::new_from_str(&text) {
            black_box(event.unwrap());
        }
    }
}

fn check(folder: &Path) {
    let workspace = tenone::discover::Workspace::open(folder).unwrap();
    let options = tenone::analysis::Options::new(tenone::data::Date::parse("2026-06-30").unwrap());
    let analysis = tenone::analysis::check(&workspace, &options).unwrap();
    assert!(!analysis.report.diagnostics.is_empty(), "about one entry in a hundred has a defect");
    black_box(analysis);
}

/// Runs the command and gives its peak memory in bytes, as the kernel counts it, looked at every millisecond.
fn run(folder: &Path) -> u64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenone"));
    command.args(["check", "--as-of", "2026-06-30", "--output", "json"]).arg(folder).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) * 1024);
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}

fn texts(folder: &Path) -> impl Iterator<Item = String> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| std::fs::read_to_string(path).unwrap())
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[runs / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
