//! The function table: one row each, which feeds the checker, the evaluator, the documentation and a test.

mod bodies;
mod dates;
mod documents;
mod history;
mod links;
mod lists;
mod measures;
mod people;
mod requirements;
mod reviews;
mod signature;
mod sources;
mod special;
mod texts;

use std::sync::LazyLock;

use crate::model::{FieldId, Kind};

use super::value::V;
use super::world::Env;

pub(super) use signature::{Parameter, Pattern, Signature};

/// A function of the condition language.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Name.
    pub name: &'static str,
    /// Parameters and result. A `?` marks what may be absent, and an argument whose absence makes the result absent.
    pub signature: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// A call.
    pub example: &'static str,
    /// What the call gives, as a message would show it.
    pub result: &'static str,
    pub(super) run: Run,
}

/// How a function is carried out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Run {
    /// On the values of its arguments.
    Plain(Plain),
    /// The same, and the result depends on the day of the assessment.
    Daily(Plain),
    /// The same, and the result depends on what was there before.
    Past(Plain),
    /// By the compiler, which looks at the arguments themselves.
    Special,
}

/// A function on values. No argument is unknown, and none is null that its parameter passes on.
pub(super) type Plain = for<'w> fn(&Fixed, &mut Env<'w>, &[V<'w>]) -> V<'w>;

/// The arguments that are known when a rule is loaded; they are not among the values.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    pub(super) kind: Option<Kind>,
    pub(super) field: Option<FieldId>,
    pub(super) regex: Option<crate::expr::pattern::Pattern>,
}

struct Table {
    functions: Vec<Function>,
    signatures: Vec<Option<Signature>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let groups: [&[Function]; 13] = [
        special::ROWS,
        lists::ROWS,
        dates::ROWS,
        texts::ROWS,
        links::ROWS,
        sources::ROWS,
        reviews::ROWS,
        measures::ROWS,
        people::ROWS,
        documents::ROWS,
        requirements::ROWS,
        history::ROWS,
        bodies::ROWS,
    ];
    let mut functions = groups.concat();
    functions.sort_by_key(|function| function.name);
    let signatures = functions.iter().map(|function| Signature::parse(function.signature)).collect();
    Table { functions, signatures }
});

/// All functions, by name.
#[must_use]
pub fn functions() -> &'static [Function] {
    &TABLE.functions
}

/// A function by name, with what it takes and gives.
pub(super) fn find(name: &str) -> Option<(&'static Function, &'static Signature)> {
    let at = TABLE.functions.binary_search_by_key(&name, |function| function.name).ok()?;
    Some((TABLE.functions.get(at)?, TABLE.signatures.get(at)?.as_ref()?))
}

impl Function {
    const fn plain(
        signature: &'static str,
        about: &'static str,
        example: &'static str,
        result: &'static str,
        run: Plain,
    ) -> Self {
        Self { name: name_of(signature), signature, about, example, result, run: Run::Plain(run) }
    }

    const fn special(
        signature: &'static str,
        about: &'static str,
        example: &'static str,
        result: &'static str,
    ) -> Self {
        Self { name: name_of(signature), signature, about, example, result, run: Run::Special }
    }

    /// Marks a function whose result depends on the day of the assessment.
    const fn daily(mut self) -> Self {
        if let Run::Plain(run) = self.run {
            self.run = Run::Daily(run);
        }
        self
    }

    /// Marks a function whose result depends on what was there before.
    const fn past(mut self) -> Self {
        if let Run::Plain(run) = self.run {
            self.run = Run::Past(run);
        }
        self
    }
}

/// What stands before the bracket.
const fn name_of(signature: &'static str) -> &'static str {
    let mut length = 0;
    while length < signature.len() && signature.as_bytes()[length] != b'(' {
        length += 1;
    }
    signature.split_at(length).0
}
