//! Text to tokens: names, numbers, texts with the escapes of CEL, and signs.

use std::ops::Range;

use super::ExprError;

/// A condition longer than this is refused.
const LONGEST: usize = 8 * 1024;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number without its sign.
    Int(u64),
    /// A text with its escapes resolved.
    Text(String),
    /// A name or a word such as `in` and `true`.
    Name(String),
    /// A sign such as `&&`.
    Sign(&'static str),
    /// Behind the last token.
    End,
}

/// Longer signs first, so that `<=` is not read as `<` and `=`.
const SIGNS: [&str; 22] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]", "-", "+", "*", "/", "%",
];

/// Splits a text into tokens with their ranges; the last one is [`Token::End`].
pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, ExprError> {
    if text.len() > LONGEST {
        return Err(ExprError::new(0..text.len(), format!("a condition has at most {LONGEST} bytes")));
    }
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_space();
        let start = lexer.at;
        let token = lexer.token()?;
        let end = token == Token::End;
        tokens.push((token, start..lexer.at));
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn token(&mut self) -> Result<Token, ExprError> {
        let Some(first) = self.peek() else { return Ok(Token::End) };
        match first {
            '\'' | '"' => self.quoted(first, false),
            'r' | 'R' if self.rest()[1..].starts_with(['\'', '"']) => {
                self.at += 1;
                let quote = self.peek().unwrap_or('\'');
                self.quoted(quote, true)
            }
            '0'..='9' => self.number(),
            'a'..='z' | 'A'..='Z' | '_' => Ok(Token::Name(self.name().to_owned())),
            _ => self.sign(first),
        }
    }

    fn sign(&mut self, first: char) -> Result<Token, ExprError> {
        if let Some(sign) = SIGNS.iter().find(|sign| self.rest().starts_with(**sign)) {
            self.at += sign.len();
            return Ok(Token::Sign(sign));
        }
        let error = self.error(self.at, self.at + first.len_utf8(), format!("'{first}' has no meaning here"));
        Err(match first {
            '&' | '|' => error.hint(format!("'{first}{first}'")),
            '=' => error.hint("'==' compares"),
            '‘' | '’' | '“' | '”' => error.hint("text stands in straight quotes"),
            _ => error,
        })
    }

    fn number(&mut self) -> Result<Token, ExprError> {
        let start = self.at;
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += digits;
        let fraction = self.rest().strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if fraction || self.rest().starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            self.at += usize::from(fraction);
            self.name();
            return Err(self.error(start, self.at, "only whole decimal numbers are known"));
        }
        let number = self.text[start..self.at].parse().ok().filter(|number| *number <= i64::MAX as u64 + 1);
        number.map(Token::Int).ok_or_else(|| self.error(start, self.at, "this number is too large"))
    }

    fn quoted(&mut self, quote: char, raw: bool) -> Result<Token, ExprError> {
        let start = self.at;
        self.at += 1;
        let mut found = String::new();
        loop {
            let Some(next) = self.peek() else {
                return Err(self.error(start, self.at, "this text does not end").hint(format!("a closing {quote}")));
            };
            self.at += next.len_utf8();
            match next {
                _ if next == quote => return Ok(Token::Text(found)),
                '\n' | '\r' => {
                    return Err(self.error(start, self.at - 1, "a text ends on its line").hint("'\\n' is a line end"));
                }
                '\\' if !raw => found.push(self.escape()?),
                _ => found.push(next),
            }
        }
    }

    /// The character behind a backslash that was just read.
    fn escape(&mut self) -> Result<char, ExprError> {
        let start = self.at - 1;
        let Some(next) = self.peek() else {
            return Err(self.error(start, self.at, "an escape needs a character"));
        };
        self.at += next.len_utf8();
        let (digits, radix) = match next {
            'a' => return Ok('\u{7}'),
            'b' => return Ok('\u{8}'),
            'f' => return Ok('\u{c}'),
            'n' => return Ok('\n'),
            'r' => return Ok('\r'),
            't' => return Ok('\t'),
            'v' => return Ok('\u{b}'),
            '\\' | '?' | '"' | '\'' | '`' => return Ok(next),
            'x' | 'X' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            '0'..='3' => {
                self.at -= 1;
                (3, 8)
            }
            _ => {
                let error = self.error(start, self.at, format!("'\\{next}' is no escape"));
                return Err(error.hint("'\\\\' is a backslash; r'…' takes backslashes as they are"));
            }
        };
        let code = self.text.get(self.at..self.at + digits).filter(|code| code.bytes().all(|byte| byte != b'+'));
        let found = code.and_then(|code| char::from_u32(u32::from_str_radix(code, radix).ok()?));
        if let Some(found) = found {
            self.at += digits;
            return Ok(found);
        }
        Err(self.error(start, self.at, format!("this escape needs {digits} digits that name a character")))
    }

    fn name(&mut self) -> &'t str {
        let length = self.rest().bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let name = &self.rest()[..length];
        self.at += length;
        name
    }

    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
            self.at += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn error(&self, start: usize, end: usize, message: impl Into<String>) -> ExprError {
        let mut end = end.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        ExprError::new(start..end, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_know_the_escapes_of_cel() {
        let table = [
            (r"'a'", "a"),
            (r#""it's""#, "it's"),
            (r"'it\'s'", "it's"),
            (r"'\x41\u00e9\U0001F600\101'", "Aé😀A"),
            (r"'\a\b\f\n\r\t\v\\\?\`'", "\u{7}\u{8}\u{c}\n\r\t\u{b}\\?`"),
            (r"r'\d+'", r"\d+"),
            ("'ü'", "ü"),
        ];
        for (text, expected) in table {
            assert_eq!(lex(text).unwrap()[0].0, Token::Text(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn faults_are_placed() {
        let table = [
            ("a & b", 2..3, "'&' has no meaning here"),
            ("a = b", 2..3, "'=' has no meaning here"),
            ("x == 'abc", 5..9, "this text does not end"),
            ("x == 'a\nb'", 5..7, "a text ends on its line"),
            (r"x == '\q'", 6..8, r"'\q' is no escape"),
            (r"'\ud800'", 1..3, "this escape needs 4 digits that name a character"),
            (r"'\xü'", 1..3, "this escape needs 2 digits that name a character"),
            ("1.5 < x", 0..3, "only whole decimal numbers are known"),
            ("0x1F", 0..4, "only whole decimal numbers are known"),
            ("99999999999999999999", 0..20, "this number is too large"),
            ("ä", 0..2, "'ä' has no meaning here"),
        ];
        for (text, range, message) in table {
            let error = lex(text).unwrap_err();
            assert_eq!((error.range, error.message.as_str()), (range, message), "{text}");
        }
        assert!(lex(&"a ".repeat(5000)).unwrap_err().message.contains("at most"));
    }
}
