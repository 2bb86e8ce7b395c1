//! The syntax tree of a condition.

use std::ops::Range;

/// How deep expressions may stand in each other.
pub(super) const DEEPEST: usize = 64;

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) range: Range<usize>,
    pub(super) kind: ExprKind,
    /// Levels of expressions in this one, itself included.
    pub(super) depth: usize,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub(super) enum ExprKind {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Expr>),
    Name(String),
    /// `base.name`
    Field(Box<Expr>, Name),
    /// `base[index]`
    Item(Box<Expr>, Box<Expr>),
    /// `name(arguments)`, or `first.name(others)`.
    Call {
        name: Name,
        arguments: Vec<Expr>,
        /// Whether the first argument stands before the name.
        method: bool,
    },
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    In(Box<Expr>, Box<Expr>),
    If(Box<Expr>, Box<Expr>, Box<Expr>),
}

/// A name and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    pub(super) fn from_sign(sign: &str) -> Option<Self> {
        let all = [Self::Equal, Self::NotEqual, Self::Less, Self::LessOrEqual, Self::Greater, Self::GreaterOrEqual];
        all.into_iter().find(|comparison| comparison.sign() == sign)
    }
}

impl Expr {
    /// Whether this takes its type from what it is compared with: a text, or a list of texts.
    pub(super) fn is_literal(&self) -> bool {
        match &self.kind {
            ExprKind::Text(_) => true,
            ExprKind::List(items) => items.iter().all(Self::is_literal),
            ExprKind::If(_, yes, no) => yes.is_literal() && no.is_literal(),
            _ => false,
        }
    }

    /// The expressions directly in this one.
    pub(super) fn children(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Int(_) | ExprKind::Text(_) | ExprKind::Name(_) => Vec::new(),
            ExprKind::List(items) | ExprKind::And(items) | ExprKind::Or(items) => items.iter().collect(),
            ExprKind::Call { arguments, .. } => arguments.iter().collect(),
            ExprKind::Field(base, _) | ExprKind::Not(base) => vec![base],
            ExprKind::Item(a, b) | ExprKind::Compare(_, a, b) | ExprKind::In(a, b) => vec![a, b],
            ExprKind::If(a, b, c) => vec![a, b, c],
        }
    }
}
