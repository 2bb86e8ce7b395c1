//! Properties: where our language and CEL overlap they agree, and no input makes anything panic.

use cel::{Context, Program, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::fixture::{self, Fixture};
use super::parse::parse;
use super::{Env, Scope, Ty, Typed, V, compile, compile_place, compile_template};

/// Writes an expression of a wanted type; a stream of bytes makes the choices.
struct Writer<'b> {
    bytes: &'b [u8],
    /// Variables of macros around this place: name and type.
    locals: Vec<(String, Want)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Bool,
    Int,
    Text,
    Ints,
    Texts,
}

impl Writer<'_> {
    fn pick(&mut self, choices: u8) -> u8 {
        let (first, rest) = self.bytes.split_first().map_or((0, self.bytes), |(first, rest)| (*first, rest));
        self.bytes = rest;
        first % choices
    }

    fn expression(&mut self, want: Want, depth: u8) -> String {
        if depth == 0 || self.bytes.is_empty() {
            return self.leaf(want);
        }
        match (self.pick(8), want) {
            (0, _) => self.leaf(want),
            (1, _) => {
                let (condition, yes) = (self.expression(Want::Bool, depth - 1), self.expression(want, depth - 1));
                format!("({condition} ? {yes} : {})", self.expression(want, depth - 1))
            }
            (_, Want::Bool) => self.condition(depth - 1),
            (_, Want::Int) => {
                let of = [Want::Text, Want::Ints, Want::Texts][usize::from(self.pick(3))];
                let of = self.expression(of, depth - 1);
                if self.pick(2) == 0 { format!("size({of})") } else { format!("{of}.size()") }
            }
            (_, Want::Text) => self.leaf(want),
            (2..=4, Want::Ints) => self.walk("filter", Want::Ints, Want::Bool, depth - 1),
            (_, Want::Ints) => {
                let of = if self.pick(2) == 0 { Want::Ints } else { Want::Texts };
                self.walk("map", of, Want::Int, depth - 1)
            }
            (2..=4, Want::Texts) => self.walk("filter", Want::Texts, Want::Bool, depth - 1),
            (_, Want::Texts) => self.walk("map", Want::Texts, Want::Text, depth - 1),
        }
    }

    fn condition(&mut self, depth: u8) -> String {
        let any = [Want::Bool, Want::Int, Want::Text, Want::Ints, Want::Texts][usize::from(self.pick(5))];
        match self.pick(9) {
            0 => format!("!({})", self.expression(Want::Bool, depth)),
            1 => format!("({} && {})", self.expression(Want::Bool, depth), self.expression(Want::Bool, depth)),
            2 => format!("({} || {})", self.expression(Want::Bool, depth), self.expression(Want::Bool, depth)),
            3 => {
                let sign = ["==", "!="][usize::from(self.pick(2))];
                format!("({} {sign} {})", self.expression(any, depth), self.expression(any, depth))
            }
            4 => {
                let sign = ["<", "<=", ">", ">="][usize::from(self.pick(4))];
                format!("({} {sign} {})", self.expression(Want::Int, depth), self.expression(Want::Int, depth))
            }
            5 => format!("({} in {})", self.expression(Want::Int, depth), self.expression(Want::Ints, depth)),
            6 => format!("({} in {})", self.expression(Want::Text, depth), self.expression(Want::Texts, depth)),
            choice => {
                let of = if choice == 7 { Want::Ints } else { Want::Texts };
                let how = ["all", "exists", "exists_one"][usize::from(self.pick(3))];
                self.walk(how, of, Want::Bool, depth)
            }
        }
    }

    fn walk(&mut self, how: &str, of: Want, body: Want, depth: u8) -> String {
        let list = self.expression(of, depth);
        // Two names only, so that inner variables hide outer ones.
        let name = ["x", "y"][usize::from(self.pick(2))].to_owned();
        self.locals.push((name.clone(), if of == Want::Ints { Want::Int } else { Want::Text }));
        let body = self.expression(body, depth);
        self.locals.pop();
        format!("{list}.{how}({name}, {body})")
    }

    fn leaf(&mut self, want: Want) -> String {
        let choice = self.pick(6);
        for name in ["x", "y"] {
            // Only the innermost variable of a name can be seen.
            let seen = self.locals.iter().rev().find(|(local, _)| local == name).filter(|(_, ty)| *ty == want);
            if choice < 3 && seen.is_some() {
                return name.to_owned();
            }
        }
        let leaves: [&str; 6] = match want {
            Want::Bool => ["true", "false", "b", "true", "false", "b"],
            Want::Int => ["0", "1", "-1", "i", "9223372036854775807", "-9223372036854775808"],
            Want::Text => ["''", "'a'", "\"it's\"", "s", r"'\u00e4\n'", "r'\\d'"],
            Want::Ints => ["[]", "[1, 2]", "xs", "[-1, 0, 1]", "[i, 1,]", "xs"],
            Want::Texts => ["['a']", "['a', 'b']", "ts", "[s, '']", "ts", "['ä']"],
        };
        leaves[usize::from(choice)].to_owned()
    }
}

fn ours(text: &str) -> Result<String, String> {
    let ints = || Typed::list(Ty::Int);
    let variables: [(&str, Typed, V<'_>); 5] = [
        ("i", Typed::given(Ty::Int), V::Int(3)),
        ("s", Typed::given(Ty::Text), V::text("abc")),
        ("b", Typed::given(Ty::Bool), V::Bool(true)),
        ("xs", ints(), V::list(vec![V::Int(1), V::Int(3), V::Int(3)])),
        ("ts", Typed::list(Ty::Text), V::list(vec![V::text("a"), V::text("abc")])),
    ];
    let mut scope = Scope::new(false);
    for (name, typed, _) in &variables {
        scope.bind(name, typed.clone());
    }
    let condition = compile(text, &scope).map_err(|error| error.to_string())?;
    Fixture::of(&[]).with(|world| {
        let mut env = Env::new(world);
        for (slot, (_, _, value)) in variables.into_iter().enumerate() {
            env.set(slot, value);
        }
        Ok(spelled(&condition.eval(&mut env)))
    })
}

fn spelled(value: &V<'_>) -> String {
    match value {
        V::List(super::List::Values(values)) => values.iter().map(spelled).fold("list".to_owned(), |a, b| a + " " + &b),
        V::Text(text) => format!("{text:?}"),
        V::Int(number) => number.to_string(),
        V::Bool(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}

fn theirs(text: &str) -> Result<String, String> {
    let program = Program::compile(text).map_err(|error| error.to_string())?;
    let mut context = Context::default();
    context.add_variable_from_value("i", 3_i64);
    context.add_variable_from_value("s", "abc".to_owned());
    context.add_variable_from_value("b", true);
    context.add_variable_from_value("xs", vec![1_i64, 3, 3]);
    context.add_variable_from_value("ts", vec!["a".to_owned(), "abc".to_owned()]);
    program.execute(&context).map(|value| spelled_cel(&value)).map_err(|error| error.to_string())
}

fn spelled_cel(value: &Value) -> String {
    match value {
        Value::List(values) => values.iter().map(spelled_cel).fold("list".to_owned(), |a, b| a + " " + &b),
        Value::String(text) => format!("{text:?}"),
        Value::Int(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}

fn run<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner.run(&strategy, test).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn both_languages_agree() {
    run(1500, proptest::collection::vec(any::<u8>(), 1..60), |bytes| {
        let mut writer = Writer { bytes: &bytes, locals: Vec::new() };
        let text = writer.expression(Want::Bool, 5);
        let (ours, theirs) = (ours(&text), theirs(&text));
        prop_assert!(ours == theirs || (ours.is_err() && theirs.is_err()), "{text}: {ours:?}, CEL {theirs:?}");
        // The writer only writes what has types, so that agreeing to fail proves nothing.
        prop_assert!(ours.is_ok(), "{text}: {ours:?}");
        Ok(())
    });
}

#[test]
fn what_we_parse_is_cel() {
    const TOKENS: [&str; 36] = [
        "a", "b.c", "entry", "in", "true", "null", "1", "-", "'x'", "\"y\"", "r'\\d'", "'\\n'", "(", ")", "[", "]",
        ",", ".", "&&", "||", "!", "?", ":", "==", "!=", "<", "<=", ">", ">=", "f(", "x.all(", "+", "for", "as",
        "// c\n", "-1",
    ];
    run(4000, proptest::collection::vec(0..TOKENS.len(), 1..12), |tokens| {
        let text = tokens.iter().fold(String::new(), |text, token| text + TOKENS[*token] + " ");
        if parse(&text).is_ok() && !text.contains("all (") {
            // CEL looks at macros while it parses; their form is a matter of the checker here.
            let theirs = Program::compile(&text);
            prop_assert!(theirs.is_ok() || text.contains("all("), "{text}: {theirs:?}");
        }
        Ok(())
    });
}

#[test]
fn texts_mean_the_same() {
    let letter = prop_oneof![
        Just("\\".to_owned()),
        "[a-z0-9'\"\\\\?xuU ä]".prop_map(|text| text),
        Just("\\x41".to_owned()),
        Just("\\u00e4".to_owned()),
        Just("\\101".to_owned())
    ];
    run(3000, proptest::collection::vec(letter, 0..8), |letters| {
        for quote in ["'", "\"", "r'"] {
            let end = quote.trim_start_matches('r');
            let text = format!("{quote}{}{end}", letters.concat());
            if parse(&text).is_ok() {
                let (ours, theirs) = (ours(&text), theirs(&text));
                prop_assert_eq!(&ours, &theirs, "{}", text);
            }
        }
        Ok(())
    });
}

#[test]
fn nothing_panics() {
    const WORDS: [&str; 65] = [
        "entry",
        "vague",
        "action",
        "review",
        "audit",
        "finding",
        "accepted",
        "as_of",
        "parameters.grace",
        "settings",
        ".",
        ".id",
        ".actions",
        ".status",
        ".closed_on",
        ".raised_on",
        ".category",
        ".inputs",
        ".entry",
        ".criteria",
        "null",
        "'x'",
        "'entry'",
        "'held_on'",
        "'closed'",
        "date('2026-01-01')",
        "duration('100000 years')",
        "0",
        "-1",
        "9223372036854775807",
        "[",
        "]",
        "[0]",
        "[]",
        "(",
        ")",
        ", ",
        " && ",
        " || ",
        "!",
        " ? ",
        " : ",
        " == ",
        " != ",
        " < ",
        " >= ",
        " in ",
        "plus(",
        "minus(",
        "days(",
        "max(",
        "resolve(",
        "linked(",
        "covers(",
        "uncovered(",
        "unique(",
        ".map(a, a",
        ".filter(a, ",
        ".all(a, ",
        "optional(",
        "raw(",
        "given(",
        "evidence_resolves(",
        "empty_file(",
        "mentions(",
    ];
    let words = proptest::collection::vec(0..WORDS.len(), 0..14);
    let random = words.prop_map(|words| words.iter().fold(String::new(), |text, word| text + WORDS[*word]));
    let texts = prop_oneof![3 => random, 1 => any::<String>()];
    let scope = fixture::scope(true);
    Fixture::new().with(|world| {
        run(8000, texts, |text| {
            let faults = [compile_template(&text, &scope).err(), compile(&text, &scope).err()];
            for fault in faults.into_iter().flatten() {
                prop_assert!(text.get(fault.range.clone()).is_some(), "{text}: {fault:?}");
            }
            if let Ok(condition) = compile(&text, &scope) {
                condition.eval(&mut fixture::env(world)).show(world.index, &mut String::new());
                let mut inner = scope.clone();
                inner.assume(&condition);
                inner.bind_item("item", &condition);
            }
            if let Ok(place) = compile_place(&text, &scope) {
                place.eval(&mut fixture::env(world));
            }
            Ok(())
        });
    });
}

#[test]
fn every_function_takes_absent_and_extreme_arguments() {
    let arguments = [
        "null",
        "entry.remarks",
        "entry.closed_on",
        "vague.occurred_on",
        "entry.category",
        "entry.consequences",
        "'x'",
        "''",
        "date('9999-12-31').plus(duration('100000 years'))",
        "date('0001-01-01').minus(duration('100000 years'))",
        "duration('100000 years')",
        "[]",
        "[null]",
        "entry.criteria",
        "entry.actions",
        "entry",
        "previous(review)",
        "0",
        "[[entry.id]]",
        "entry.status",
        "vague.status",
        "review",
        "'entry'",
        "'raised_on'",
        "'A.5.1-99999999999'",
        "'-'",
    ];
    let fixture = Fixture::new();
    let scope = fixture::scope(true);
    let mut compiled = 0;
    fixture.with(|world| {
        for function in super::functions() {
            let parameters = super::functions::find(function.name).unwrap().1.parameters.len();
            let mut calls = vec![function.name.to_owned() + "("];
            for number in 0..parameters.min(3) {
                // The third argument is tried with a few values only: the number of calls is their product.
                let among = if number < 2 { &arguments[..] } else { &["as_of", "null", "'closed'"] };
                let between = if number == 0 { "" } else { ", " };
                let longer = |call: String| among.iter().map(move |one| format!("{call}{between}{one}"));
                calls = calls.into_iter().flat_map(longer).collect();
            }
            for call in calls {
                let call = if parameters > 3 { call + ", as_of)" } else { call + ")" };
                let Ok(condition) = compile(&call, &scope) else { continue };
                compiled += 1;
                condition.eval(&mut fixture::env(world)).show(world.index, &mut String::new());
            }
        }
    });
    assert!(compiled > 1000, "{compiled}");
}
