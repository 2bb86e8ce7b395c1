//! What can be typed, and what comes of it.

use clap::{CommandFactory, Parser};

use super::arguments::{Arguments, Color, Command};
use super::outputs::{Format, Output};
use super::surroundings::{Surroundings, Wanted};
use crate::rule::Catalogue;

fn surroundings() -> Surroundings {
    Surroundings {
        output_is_terminal: true,
        errors_are_terminal: true,
        columns: None,
        plain: false,
        unicode: true,
        runner: false,
        now: 1_782_820_800,
        base: None,
    }
}

#[test]
fn the_definition_of_the_command_line_is_sound() {
    Arguments::command().debug_assert();
}

#[test]
fn lists_are_separated_by_commas_or_repeated() {
    let arguments = ["tenone", "check", "--only", "a,b", "--only", "c", "--output", "json=x.json", "--output=concise"];
    let Command::Check(check) = Arguments::try_parse_from(arguments).unwrap().command else { panic!("check") };
    assert_eq!(check.only, ["a", "b", "c"]);
    let json = Output { format: Format::Json, file: Some("x.json".into()) };
    assert_eq!(check.outputs, [json, Output { format: Format::Concise, file: None }]);
    assert_eq!(Output::parse("sarif=-"), Ok(Output { format: Format::Sarif, file: None }));
}

#[test]
fn what_is_typed_wrong_is_named_with_what_is_right() {
    for (arguments, words) in [
        (&["check", "--as-of", "30.06.2026"][..], &["30.06.2026", "YYYY-MM-DD"][..]),
        (&["check", "--output", "sarff"], &["sarff", "sarif"]),
        (&["check", "--output", "json="], &["no file"]),
        (&["check", "--fail-on", "errors"], &["errors", "never"]),
        (&["check", "--threads", "0"], &["0"]),
        (&["chek"], &["check"]),
        (&["check", "--stric"], &["--strict"]),
        (&["check", "--history=none"], &["none", "--history=100"]),
        (&["check", "--base", "main", "--no-base"], &["--no-base"]),
    ] {
        let error = Arguments::try_parse_from([&["tenone"][..], arguments].concat()).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        let text = error.to_string();
        for word in words {
            assert!(text.contains(word), "{arguments:?} should say {word}: {text}");
        }
    }
}

#[test]
fn colour_is_for_terminals_unless_somebody_decides() {
    let around = |terminal, plain| Surroundings { output_is_terminal: terminal, plain, ..surroundings() };
    for (terminal, plain, color, expected) in [
        (true, false, Color::Auto, true),
        (false, false, Color::Auto, false),
        (true, true, Color::Auto, false),
        (true, true, Color::Always, true),
        (false, false, Color::Always, true),
        (true, false, Color::Never, false),
    ] {
        assert_eq!(around(terminal, plain).look(color, Wanted::Output).color, expected, "{terminal} {plain} {color:?}");
    }
    let width = |columns| Surroundings { columns, ..surroundings() }.look(Color::Auto, Wanted::Output).width;
    assert_eq!([width(None), width(Some(20)), width(Some(100)), width(Some(400))], [80, 70, 100, 110]);
}

#[test]
fn help_fits_a_terminal_and_names_every_command() {
    let mut command = Arguments::command().term_width(80);
    let help = command.render_long_help().to_string();
    for name in
        ["check", "rules", "explain", "sources", "init", "schema", "completions", "exit status", "not a certificate"]
    {
        assert!(help.contains(name), "{name}: {help}");
    }
    assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
}

#[test]
fn help_tells_all_that_is_written_for_it_and_names_rules_that_exist() {
    let mut command = Arguments::command();
    let catalogue = Catalogue::embedded();
    let mut named = 0;
    command.build();
    for (name, word) in [
        ("check", "Exit status"),
        ("explain", "bad example"),
        ("sources", "Run this first"),
        ("init", "what is there is kept"),
    ] {
        let help = command.find_subcommand_mut(name).unwrap().render_long_help().to_string();
        assert!(help.contains(word), "{help}");
    }
    let mut init = Arguments::command().term_width(80);
    let help = init.find_subcommand_mut("init").unwrap().clone().term_width(80).render_long_help().to_string();
    assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    let mut helps = vec![command.render_long_help().to_string()];
    helps.extend(command.get_subcommands_mut().map(|command| command.render_long_help().to_string()));
    for help in helps {
        for after in help.split("--only ").chain(help.split("explain ")).skip(1) {
            let names = after.split_whitespace().next().unwrap_or_default().split(',');
            for name in names.filter(|name| name.contains('-') && name.starts_with(char::is_alphabetic)) {
                assert!(catalogue.rule(name).is_some(), "{name}: {help}");
                named += 1;
            }
        }
    }
    assert!(named > 3, "{named}");
}
