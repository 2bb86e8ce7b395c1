//! Tokens to a syntax tree, with the grammar and the precedence of CEL.

use std::ops::Range;

use super::ExprError;
use super::ast::{Comparison, DEEPEST, Expr, ExprKind, Name};
use super::lex::{Token, lex};

/// Words that CEL keeps for itself: no names here, so that conditions stay valid CEL.
const RESERVED: [&str; 18] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "package",
    "return",
    "var",
    "void",
    "while",
];

/// Words that cannot name a field either.
const KEYWORDS: [&str; 4] = ["in", "true", "false", "null"];

/// Parses a text as one expression.
pub(super) fn parse(text: &str) -> Result<Expr, ExprError> {
    let mut parser = Parser { tokens: lex(text)?, at: 0, nesting: 0 };
    let expr = parser.expression()?;
    match parser.peek() {
        Token::End => Ok(expr),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    nesting: usize,
}

impl Parser {
    fn expression(&mut self) -> Result<Expr, ExprError> {
        self.nesting += 1;
        if self.nesting > DEEPEST {
            return Err(too_deep(self.range()));
        }
        let condition = self.chain("||", ExprKind::Or, Self::conjunction)?;
        let expr = if self.take("?") {
            let yes = self.chain("||", ExprKind::Or, Self::conjunction)?;
            self.expect(":")?;
            let no = self.expression()?;
            let range = condition.range.start..no.range.end;
            node(range, ExprKind::If(Box::new(condition), Box::new(yes), Box::new(no)))?
        } else {
            condition
        };
        self.nesting -= 1;
        Ok(expr)
    }

    fn conjunction(&mut self) -> Result<Expr, ExprError> {
        self.chain("&&", ExprKind::And, Self::relation)
    }

    /// Terms with one sign between them, as one node: a long chain is not deep.
    fn chain(
        &mut self,
        sign: &str,
        kind: fn(Vec<Expr>) -> ExprKind,
        term: fn(&mut Self) -> Result<Expr, ExprError>,
    ) -> Result<Expr, ExprError> {
        let first = term(self)?;
        if !self.is(sign) {
            return Ok(first);
        }
        let start = first.range.start;
        let mut terms = vec![first];
        while self.take(sign) {
            terms.push(term(self)?);
        }
        let end = terms.last().map_or(start, |last| last.range.end);
        node(start..end, kind(terms))
    }

    fn relation(&mut self) -> Result<Expr, ExprError> {
        let mut left = self.unary()?;
        loop {
            let comparison = match self.peek() {
                Token::Sign(sign) => Comparison::from_sign(sign),
                Token::Name(name) if name == "in" => None,
                _ => return self.no_arithmetic(left),
            };
            if comparison.is_none() && !matches!(self.peek(), Token::Name(_)) {
                return self.no_arithmetic(left);
            }
            self.at += 1;
            let right = self.unary()?;
            let range = left.range.start..right.range.end;
            let (left_box, right_box) = (Box::new(left), Box::new(right));
            let kind = match comparison {
                Some(comparison) => ExprKind::Compare(comparison, left_box, right_box),
                None => ExprKind::In(left_box, right_box),
            };
            left = node(range, kind)?;
        }
    }

    fn no_arithmetic(&self, left: Expr) -> Result<Expr, ExprError> {
        match self.peek() {
            Token::Sign(sign @ ("+" | "-" | "*" | "/" | "%")) => {
                let error = ExprError::new(self.range(), format!("conditions do not calculate: '{sign}'"));
                Err(error.hint("plus(date, duration), minus(date, duration) and days(date, date) reckon with dates"))
            }
            _ => Ok(left),
        }
    }

    fn unary(&mut self) -> Result<Expr, ExprError> {
        let start = self.range().start;
        if self.take("!") {
            self.nesting += 1;
            if self.nesting > DEEPEST {
                return Err(too_deep(self.range()));
            }
            let inner = self.unary()?;
            self.nesting -= 1;
            return node(start..inner.range.end, ExprKind::Not(Box::new(inner)));
        }
        if self.take("-") {
            let Token::Int(number) = *self.peek() else {
                return Err(ExprError::new(start..self.range().end, "a minus stands before a number only"));
            };
            let range = start..self.range().end;
            self.at += 1;
            return node(range, ExprKind::Int(0_i64.checked_sub_unsigned(number).unwrap_or(i64::MIN)));
        }
        self.member()
    }

    fn member(&mut self) -> Result<Expr, ExprError> {
        let mut base = self.primary()?;
        loop {
            let start = base.range.start;
            if self.take(".") {
                let name = self.name("a field or a function")?;
                if self.take("(") {
                    let mut arguments = vec![base];
                    let end = self.list(")", &mut arguments)?;
                    base = node(start..end, ExprKind::Call { name, arguments, method: true })?;
                } else {
                    base = node(start..name.range.end, ExprKind::Field(Box::new(base), name))?;
                }
            } else if self.take("[") {
                let index = self.expression()?;
                let end = self.expect("]")?;
                base = node(start..end, ExprKind::Item(Box::new(base), Box::new(index)))?;
            } else {
                return Ok(base);
            }
        }
    }

    fn primary(&mut self) -> Result<Expr, ExprError> {
        let range = self.range();
        let kind = match self.peek().clone() {
            Token::Int(number) => match i64::try_from(number) {
                Ok(number) => ExprKind::Int(number),
                Err(_) => return Err(ExprError::new(range, "this number is too large")),
            },
            Token::Text(text) => ExprKind::Text(text),
            Token::Name(name) => return self.named(&name, range),
            Token::Sign("(") => {
                self.at += 1;
                let mut inner = self.expression()?;
                let end = self.expect(")")?;
                inner.range = range.start..end;
                return Ok(inner);
            }
            Token::Sign("[") => {
                self.at += 1;
                let mut items = Vec::new();
                let end = self.list("]", &mut items)?;
                return node(range.start..end, ExprKind::List(items));
            }
            Token::Sign(_) | Token::End => return Err(self.unexpected("a value")),
        };
        self.at += 1;
        node(range, kind)
    }

    fn named(&mut self, name: &str, range: Range<usize>) -> Result<Expr, ExprError> {
        let kind = match name {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            _ if RESERVED.contains(&name) => return Err(ExprError::new(range, format!("'{name}' is a reserved word"))),
            _ => {
                self.at += 1;
                let name = Name { text: name.to_owned(), range: range.clone() };
                if !self.take("(") {
                    return node(range, ExprKind::Name(name.text));
                }
                let mut arguments = Vec::new();
                let end = self.list(")", &mut arguments)?;
                return node(range.start..end, ExprKind::Call { name, arguments, method: false });
            }
        };
        self.at += 1;
        node(range, kind)
    }

    /// Expressions with commas between them up to a closing sign; gives the byte behind it.
    fn list(&mut self, close: &'static str, items: &mut Vec<Expr>) -> Result<usize, ExprError> {
        if self.is(close) {
            return self.expect(close);
        }
        loop {
            items.push(self.expression()?);
            // CEL allows a comma behind the last item of a list.
            if !self.take(",") || (close == "]" && self.is(close)) {
                return self.expect(close);
            }
        }
    }

    fn name(&mut self, what: &str) -> Result<Name, ExprError> {
        match self.peek() {
            Token::Name(text) if !KEYWORDS.contains(&text.as_str()) => {
                let name = Name { text: text.clone(), range: self.range() };
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unexpected(what)),
        }
    }

    fn expect(&mut self, sign: &'static str) -> Result<usize, ExprError> {
        let end = self.range().end;
        if self.take(sign) { Ok(end) } else { Err(self.unexpected(&format!("'{sign}'"))) }
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        self.at += usize::from(found);
        found
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(found) if *found == sign)
    }

    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    fn range(&self) -> Range<usize> {
        let last = self.tokens.last().map_or(0..0, |(_, range)| range.clone());
        self.tokens.get(self.at).map_or(last, |(_, range)| range.clone())
    }

    fn unexpected(&self, expected: &str) -> ExprError {
        let found = match self.peek() {
            Token::End => "the condition ends".to_owned(),
            Token::Sign(sign) => format!("'{sign}' stands"),
            Token::Name(name) => format!("'{name}' stands"),
            Token::Int(number) => format!("{number} stands"),
            Token::Text(_) => "a text stands".to_owned(),
        };
        let error = ExprError::new(self.range(), format!("{found} where {expected} is expected"));
        match self.peek() {
            Token::Name(name) if name == "and" => error.hint("'&&'"),
            Token::Name(name) if name == "or" => error.hint("'||'"),
            Token::Name(name) if name == "not" => error.hint("'!'"),
            _ => error,
        }
    }
}

fn node(range: Range<usize>, kind: ExprKind) -> Result<Expr, ExprError> {
    let mut expr = Expr { range, kind, depth: 1 };
    expr.depth += expr.children().iter().map(|child| child.depth).max().unwrap_or(0);
    if expr.depth > DEEPEST { Err(too_deep(expr.range)) } else { Ok(expr) }
}

fn too_deep(range: Range<usize>) -> ExprError {
    ExprError::new(range, format!("more than {DEEPEST} levels in one condition")).hint("name a part of it under 'let'")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as text with all its brackets.
    fn shown(expr: &Expr) -> String {
        let list = |items: &[Expr], by: &str| items.iter().map(shown).collect::<Vec<_>>().join(by);
        match &expr.kind {
            ExprKind::Null => "null".to_owned(),
            ExprKind::Bool(value) => value.to_string(),
            ExprKind::Int(value) => value.to_string(),
            ExprKind::Text(value) => format!("'{value}'"),
            ExprKind::Name(name) => name.clone(),
            ExprKind::List(items) => format!("[{}]", list(items, ", ")),
            ExprKind::Field(base, name) => format!("{}.{}", shown(base), name.text),
            ExprKind::Item(base, index) => format!("{}[{}]", shown(base), shown(index)),
            ExprKind::Call { name, arguments, .. } => format!("{}({})", name.text, list(arguments, ", ")),
            ExprKind::Not(inner) => format!("!{}", shown(inner)),
            ExprKind::And(terms) => format!("({})", list(terms, " && ")),
            ExprKind::Or(terms) => format!("({})", list(terms, " || ")),
            ExprKind::Compare(comparison, a, b) => format!("({} {} {})", shown(a), comparison.sign(), shown(b)),
            ExprKind::In(a, b) => format!("({} in {})", shown(a), shown(b)),
            ExprKind::If(a, b, c) => format!("({} ? {} : {})", shown(a), shown(b), shown(c)),
        }
    }

    #[test]
    fn precedence_is_that_of_cel() {
        let table = [
            ("a || b && c == d", "(a || (b && (c == d)))"),
            ("!a && !!b", "(!a && !!b)"),
            ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
            ("a || b ? c : d", "((a || b) ? c : d)"),
            ("!a.b in c", "(!a.b in c)"),
            ("a == b == c", "((a == b) == c)"),
            ("-1 < -9223372036854775808", "(-1 < -9223372036854775808)"),
            ("a.b(c).d[0].e", "b(a, c).d[0].e"),
            ("f(a, [1, 2,], null) // why", "f(a, [1, 2], null)"),
            ("(a || b) && true", "((a || b) && true)"),
            ("xs.all(x, x > 1)", "all(xs, x, (x > 1))"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(&parse(text).unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn faults_are_placed() {
        let table = [
            ("", 0..0, "the condition ends where a value is expected"),
            ("a b", 2..3, "'b' stands where an operator or the end is expected"),
            ("a and b", 2..5, "'and' stands where an operator or the end is expected"),
            ("a &&", 4..4, "the condition ends where a value is expected"),
            ("(a", 2..2, "the condition ends where ')' is expected"),
            ("f(a,)", 4..5, "')' stands where a value is expected"),
            ("a.1", 2..3, "1 stands where a field or a function is expected"),
            ("a + 1", 2..3, "conditions do not calculate: '+'"),
            ("-a", 0..2, "a minus stands before a number only"),
            ("9223372036854775808", 0..19, "this number is too large"),
            ("if == 1", 0..2, "'if' is a reserved word"),
            ("a.in", 2..4, "'in' stands where a field or a function is expected"),
            ("a ? b", 5..5, "the condition ends where ':' is expected"),
        ];
        for (text, range, message) in table {
            let error = parse(text).unwrap_err();
            assert_eq!((error.range, error.message.as_str()), (range, message), "{text}");
        }
    }

    #[test]
    fn depth_is_limited_in_every_direction() {
        let deep = [
            format!("{}a{}", "(".repeat(5000 / 2), ")".repeat(5000 / 2)),
            format!("{}a", "!".repeat(5000)),
            format!("{}a", "-".repeat(5000)),
            format!("a{}", ".b".repeat(2000)),
            format!("a{}", "[0]".repeat(2000)),
            format!("a{}", " == a".repeat(1000)),
            format!("{}a", "a ? a : ".repeat(1000)),
            "[".repeat(5000),
            "f(".repeat(2500),
        ];
        for text in deep {
            assert!(parse(&text).is_err());
        }
        assert!(parse(&format!("a{}", " && a".repeat(500))).is_ok(), "a long chain is not deep");
    }
}
